import { availableParallelism } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'
import { Piscina } from 'piscina'
import { messageOf, Problem } from './errors.ts'

/** Milliseconds after which work is ended: more than the database takes to say that it does not answer. */
const longest = 11_000
/** Milliseconds for which work goes on for which nobody waits: a new thread costs as much. */
const grace = 1_000
/** Megabytes that a thread may use. */
const mostMemory = 512

/**
 * Threads by what they are for. What a change waits for while it holds the lock of the registry must not wait for
 * questions of everybody, nor a question for a job.
 */
const threads = {
  questions: { least: 1, most: Math.max(2, availableParallelism()) },
  changes: { least: 0, most: 1 },
  jobs: { least: 0, most: 1 },
}
export type ThreadsFor = keyof typeof threads

/**
 * Threads are started when there is work for them, since each takes some 100 MB, and end after a minute without any; one
 * for questions stays, since a start takes a second, for which somebody would wait.
 */
const pools = new Map<ThreadsFor, Piscina>()

function poolFor(purpose: ThreadsFor): Piscina {
  const known = pools.get(purpose)
  if (known) return known
  const pool = new Piscina({
    filename: new URL('worker.mjs', import.meta.url).href,
    minThreads: threads[purpose].least,
    maxThreads: threads[purpose].most,
    idleTimeout: 60_000,
    concurrentTasksPerWorker: 1,
    resourceLimits: { maxOldGenerationSizeMb: mostMemory },
  })
  pools.set(purpose, pool)
  return pool
}

/**
 * Calls a function in another thread, so that the process can answer others meanwhile: for work of more than some
 * milliseconds. Arguments and result are copied. A Problem that it throws arrives as one, anything else as an Error.
 * @param purpose which threads do it
 * @param file that exports it
 * @param name of the function, which returns a promise or not
 * @param signal ends the work, as does the limit of time
 * @throws Problem `timeout` if it takes too much time or memory, and those of the function
 */
export async function inWorker<Work extends (...args: never[]) => unknown>(
  purpose: ThreadsFor,
  file: URL,
  name: string,
  args: Parameters<Work>,
  signal?: AbortSignal,
): Promise<Awaited<ReturnType<Work>>> {
  // A thread starts no others.
  if (!isMainThread) {
    const functions = (await import(file.href)) as Record<string, Work>
    return (await functions[name]!(...args)) as Awaited<ReturnType<Work>>
  }
  const end = new AbortController()
  const timer = setTimeout(() => end.abort(), longest)
  const onGone = () => void wait(grace, undefined, { ref: false }).then(() => end.abort())
  signal?.addEventListener('abort', onGone, { once: true })
  let done: Done<Awaited<ReturnType<Work>>>
  try {
    done = (await poolFor(purpose).run({ file: file.href, name, args }, { signal: end.signal })) as typeof done
  } catch (error) {
    if (end.signal.aborted) throw new Problem('timeout', `this takes longer than ${longest / 1_000} seconds`)
    if (Reflect.get(Object(error), 'code') === 'ERR_WORKER_OUT_OF_MEMORY')
      throw new Problem('timeout', `this takes more than ${mostMemory} MB of memory`)
    throw new Error(`${name} failed in a worker: ${messageOf(error)}`, { cause: error })
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onGone)
  }
  if ('result' in done) return done.result
  const { type, detail, errors, extra } = done.problem
  throw new Problem(type, detail, errors, extra)
}

/** What comes out of `worker.mjs`. */
type Done<Result> = { result: Result } | { problem: Pick<Problem, 'type' | 'detail' | 'errors' | 'extra'> }
