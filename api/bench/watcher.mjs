// A thread of `overload.ts`: what somebody else notices, until it is told to stop. JavaScript, since a thread does not
// inherit the loader of TypeScript.
import { setTimeout as wait } from 'node:timers/promises'
import { parentPort, workerData as origin } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
const { send } = await import('./one-request.ts')

let isOver = false
parentPort.once('message', () => (isOver = true))

async function every(milliseconds, path) {
  const answers = []
  for (; !isOver; await wait(milliseconds)) answers.push(await send(origin, { path }, 'somebody else'))
  return answers
}

await send(origin, { path: '/livez' }, 'somebody else')
parentPort.postMessage('ready')
parentPort.postMessage(await Promise.all([every(20, '/livez'), every(50, '/api/modules/module-1')]))
process.exit()
