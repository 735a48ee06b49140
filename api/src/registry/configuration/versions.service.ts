import { z } from 'zod'
import { Problem } from '../../kernel/errors.ts'
import type { Graph, Read } from '../../graph/graph.ts'
import { pathOf } from '../../kernel/pointers.ts'
import { change } from '../../store/change.ts'
import type { Step } from '../../store/kind.ts'
import type { Service } from '../../store/call.ts'
import { parse } from '../../kernel/validation.ts'
import { readModule } from '../modules/modules.service.ts'
import { page, readCursor } from '../../kernel/paging.ts'
import { ConfigurationReplace, type Configuration } from './configuration.contract.ts'
import type { ConfigurationService } from './configuration.service.ts'
import { differences } from './difference.ts'
import { fileOf, readFile } from './file.ts'
import type { ConfigurationVersion, versionsOperations } from './versions.contract.ts'

type Params = { id: string; part: string }
interface Rows {
  revision: number
  total: number
  items: (Omit<ConfigurationVersion, 'version'> & { before: string | null; after: string | null })[]
}

const mostDifferences = 1_000
const last = Number.MAX_SAFE_INTEGER

/** Versions of configurations, read from the log, and their import and export. Nothing is stored twice. */
export const versionsService = (graph: Graph, configurations: ConfigurationService) => {
  /** Ref of a configuration; a deleted one is found by its key. */
  const refOf = async ({ id, part }: Params): Promise<string> => {
    const { key } = await readModule(graph.read, id)
    const [list] = await configurations.listOfEach([key], { limit: 500 })
    return list?.items.find((one) => one.id === part)?.ref ?? `configuration:${key}/${part}`
  }
  const versionsOf = async (params: Params, before: number, limit: number, read: Read = graph.read): Promise<Rows> => {
    const [rows] = await read('configuration/versions', { ref: await refOf(params), before, limit })
    if (rows!.total === 0)
      throw new Problem('not-found', `module ${params.id} never had a configuration ${params.part}`, [
        { pointer: '/path/part', reason: 'names no configuration of the module' },
      ])
    return rows!
  }
  /** The configuration as of a revision of the registry. */
  const versionAt = async (params: Params, number: number, pointer: string): Promise<Configuration> => {
    const { items } = await versionsOf(params, number + 1, 1)
    const after = items[0]?.after
    if (after) return JSON.parse(after)
    throw new Problem('not-found', `there was no configuration ${params.part} at revision ${number}`, [
      { pointer, reason: 'must be a revision at which the configuration existed' },
    ])
  }
  /** The configuration today, or as it was when it was deleted, as a step that changes nothing. */
  const latest = async (read: Read, params: Params): Promise<Step<Configuration>> => {
    const { items } = await versionsOf(params, last, 1, read)
    const { before, after } = items[0]!
    const today = after && JSON.parse(after)
    return { before: today ?? JSON.parse(before!), after: today }
  }
  const writtenOf = ({ configType, schema, values, documentation, metadata, version }: Configuration) => ({
    configType,
    schema,
    values,
    documentation,
    metadata,
    version,
  })

  return {
    async listVersions({ params, query }) {
      const list = ['versions', params]
      const before = readCursor(query.cursor, list, z.tuple([z.int()]))?.[0] ?? last
      const rows = await versionsOf(params, before, query.limit + 1)
      const items = rows.items.map(({ before: _before, after, ...told }) => {
        const configuration: Configuration | null = after === null ? null : JSON.parse(after)
        return { ...told, version: configuration && configuration.version }
      })
      return page({ ...rows, items }, query.limit, list, ({ number }) => [number])
    },

    readVersion: ({ params }) => versionAt(params, params.number, '/path/number'),

    async compareVersions({ params, query: { from, to = last } }) {
      const [before, after] = await Promise.all([
        versionAt(params, from, '/query/from'),
        versionAt(params, Math.min(to, last - 1), '/query/to'),
      ])
      const found = [...differences(writtenOf(before), writtenOf(after))]
      const { items } = await versionsOf(params, Math.min(to, last - 1) + 1, 1)
      return { from, to: items[0]!.number, differences: found.slice(0, mostDifferences), total: found.length }
    },

    /** @throws Problem `not-found`, `stale-revision`; `invalid-request` if the version is no longer valid */
    async restoreVersion({ params, body: { number } }, call) {
      const version = await versionAt(params, number, '/number')
      return configurations.replace({ params, body: writtenOf(version) }, call)
    },

    async purgeVersions({ params, body: { pointers = [] } }, { origin }) {
      const ref = await refOf(params)
      const paths = pointers.map((pointer) => pathOf(pointer).slice(1))
      return change(graph, origin, { kind: 'configuration.purge' }, async (run) => {
        const current = await latest(run, params)
        const changes = await configurations.purgeEarlier(run, ref, current.after?.values ?? {}, paths)
        // The configuration stays as it is; the entry in the log says who has purged it and when.
        return { result: { changes }, steps: changes === 0 ? [] : [await latest(run, params)] }
      })
    },

    exportDocument: async ({ params, query }) => fileOf(await configurations.read({ params }), query.format),

    /** @throws the problems of `replace`, with errors of the file at `/text` */
    async importDocument({ params, body }, call) {
      const contents = parse(ConfigurationReplace, readFile(body.text, body.format), '/text')
      return configurations.replace({ params, body: contents }, call)
    },
  } satisfies Service<typeof versionsOperations>
}
