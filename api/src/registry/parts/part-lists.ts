import type { Kind } from '../../store/kind.ts'

/** The kinds of parts and the queries that list them. */
export const partLists = {
  entity: 'entities/list',
  endpoint: 'endpoints/list',
  capability: 'capabilities/list',
  configuration: 'configuration/list',
} as const

const everything = {
  part: null,
  type: null,
  entity: null,
  operation: null,
  configType: null,
  after: '',
  limit: 100_000,
}

/** All parts of a kind in a module. */
export const listOf =
  (kind: keyof typeof partLists): NonNullable<Kind['list']> =>
  async (run, module) => {
    const [rows] = await run(partLists[kind], { modules: [module], ...everything })
    return rows?.items ?? []
  }
