import { Problem } from '../../kernel/errors.ts'

interface Waiting {
  actor: string
  start: () => void
}

const mostOfOne = 2
const mostWaiting = 20
const patience = 5_000

/** Limits concurrent queries of analysts: in total, so that other requests are not slowed down, and per actor. */
export function limitedConcurrency(running: number) {
  const active: string[] = []
  const queue: Waiting[] = []

  const next = () => {
    while (active.length < running && queue.length > 0) {
      const { actor, start } = queue.shift()!
      active.push(actor)
      start()
    }
  }
  const leave = (actor: string) => {
    active.splice(active.indexOf(actor), 1)
    next()
  }

  return {
    /** Waits for a slot. @returns a function that releases it @throws Problem `busy` */
    async enter(actor: string): Promise<() => void> {
      const own = [...active, ...queue.map((waiting) => waiting.actor)].filter((one) => one === actor).length
      if (own >= mostOfOne) throw new Problem('busy', `you have ${mostOfOne} queries running or waiting`)
      if (queue.length >= mostWaiting) throw new Problem('busy', 'too many queries are waiting')
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => {
          queue.splice(queue.indexOf(waiting), 1)
          reject(new Problem('busy', 'too many queries are running'))
        }, patience)
        const waiting = { actor, start: () => (clearTimeout(timer), resolve()) }
        queue.push(waiting)
        next()
      })
      let isLeft = false
      return () => {
        if (!isLeft) leave(actor)
        isLeft = true
      }
    },
  }
}
