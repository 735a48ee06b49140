import { expect } from 'chai'
import { setTimeout as wait } from 'node:timers/promises'
import { fairPlaces, fairQueue } from '../../src/kernel/fair-queue.ts'
import { Problem } from '../../src/kernel/errors.ts'

const limits = { running: 1, waiting: 4, patience: 1_000, of: 'questions' }
const detailOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof Problem ? error.detail : String(error)),
  )

describe('A fair queue', () => {
  it('lets callers take turns, however many requests one of them has', async () => {
    const { enter } = fairQueue({ ...limits, waiting: 100 })
    const leave = await enter('many')
    const order: string[] = []
    const waiting = ['many', 'many', 'many', 'few', 'many', 'few', 'one'].map(async (flow) => {
      const leave = await enter(flow)
      order.push(flow)
      leave()
    })
    leave()
    await Promise.all(waiting)
    expect(order).to.deep.equal(['many', 'few', 'one', 'many', 'few', 'many', 'many'])
  })

  it('never runs more than it may at once', async () => {
    const { enter, counts } = fairQueue({ ...limits, running: 3, waiting: 100 })
    let [running, most] = [0, 0]
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const leave = await enter(`flow ${index % 7}`)
        most = Math.max(most, ++running)
        await wait(1)
        running--
        leave()
      }),
    )
    expect(most).to.equal(3)
    expect(counts()).to.deep.equal({ running: 0, waiting: 0, refused: 0 })
  })

  it('refuses whoever has most waiting when it is full, at once', async () => {
    const { enter } = fairQueue(limits)
    const leave = await enter('many')
    const many = Array.from({ length: 4 }, () => enter('many'))
    expect(await detailOf(enter('many'))).to.equal('too many questions are waiting')
    const other = enter('other')
    expect(await detailOf(many.pop()!)).to.equal('too many questions are waiting')
    leave()
    for (const one of [many[0]!, other, many[1]!, many[2]!]) (await one)()
  })

  it('limits one caller, if it is told to', async () => {
    const { enter } = fairQueue({ ...limits, ofOne: 2 })
    const leave = await enter('a')
    const waiting = enter('a')
    expect(await detailOf(enter('a'))).to.equal('you have 2 questions running or waiting')
    leave()
    ;(await waiting)()
    ;(await enter('a'))()
  })

  it('lets nobody wait for too long, nor for somebody who has gone', async () => {
    const { enter, counts } = fairQueue({ ...limits, patience: 20 })
    const leave = await enter('a')
    expect(await detailOf(enter('b'))).to.equal('too many questions are running')
    const gone = new AbortController()
    const waiting = enter('b', gone.signal)
    gone.abort()
    expect(await detailOf(waiting)).to.equal('nobody waits for the answer any more')
    expect(await detailOf(enter('b', gone.signal))).to.equal('nobody waits for the answer any more')
    expect(counts()).to.deep.equal({ running: 1, waiting: 0, refused: 3 })
    leave()
    leave()
    expect(counts().running).to.equal(0)
  })
})

describe('Fair places', () => {
  it('leave as many to others as one caller takes', () => {
    const places = fairPlaces(8, 'seats')
    const take = (flow: string) => places.take(flow)
    const first = [take('a'), take('a'), take('a'), take('a')]
    expect(() => take('a')).to.throw('you have 4 of 8 seats, and 4 are left for others')
    for (const flow of ['b', 'b', 'c', 'd']) take(flow)
    expect(() => take('e')).to.throw('the maximum of 8 seats is reached')
    first[0]!()
    first[0]!()
    take('e')
    expect(() => take('f')).to.throw('the maximum of 8 seats is reached')
  })
})
