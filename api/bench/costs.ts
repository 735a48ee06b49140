import { readFile, writeFile } from 'node:fs/promises'

// What a process costs, from /proc: 0 where there is none.

const read = (pid: number, file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')

/** Milliseconds that a process has used of the processors, in all threads. */
export async function processorTime(pid: number): Promise<number> {
  const stat = await read(pid, 'stat')
  const [user = 0, system = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number)
  return (user + system) * 10 // counted in hundredths of a second
}

const megabytes = (name: string) => async (pid: number) =>
  Math.round(Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(await read(pid, 'status'))?.[1] ?? 0) / 1024)
/** Megabytes that a process holds now, and at most since `forgetPeak`. */
export const memory = megabytes('VmRSS')
export const peak = megabytes('VmHWM')
export const forgetPeak = (pid: number) => writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => {})

/** The value below which a share of the values is. */
export const at = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN
export const median = (values: number[]) => at(values, 0.5)
