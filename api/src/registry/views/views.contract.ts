import { z } from 'zod'
import { operation, listOf, paging } from '../../kernel/operation.ts'
import { longText, nameText, timestamp } from '../../kernel/text.ts'

export const viewPages = ['graph', 'statistics'] as const
const ViewPage = z.enum(viewPages).meta({ id: 'ViewPage' })
/** Longer addresses are not understood everywhere. */
export const longestView = 8_000

const written = {
  name: nameText(120),
  description: longText(2_000).default(''),
  page: ViewPage.describe('Of the web page: /admin/…'),
  parameters: z
    .string()
    .max(longestView)
    .regex(/^[\x21\x24-\x7e]*$/, { error: 'must be what stands behind the ? of an address' })
    .default('')
    .describe('What stands behind the ? of its address, which is the whole view'),
  sharing: z
    .enum(['private', 'shared'])
    .meta({ id: 'ViewSharing' })
    .default('private')
    .describe('private: only its owner sees it'),
}
export const ViewCreate = z.strictObject(written).meta({ id: 'ViewCreate' })
export type ViewCreate = z.output<typeof ViewCreate>
const ViewReplace = z.strictObject(written).meta({ id: 'ViewReplace' })

const SavedView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    page: ViewPage,
    parameters: z.string(),
    sharing: written.sharing.unwrap(),
    owner: z.string(),
    address: z.string().describe('The page with its parameters'),
    rev: z.int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'SavedView', description: 'A picture or a set of tiles that somebody keeps' })
export type SavedView = z.output<typeof SavedView>

const one = { path: '/api/views/{id}', params: z.strictObject({ id: z.uuid() }), answer: SavedView } as const

export const viewsOperations = {
  list: operation({
    method: 'get',
    path: '/api/views',
    summary: 'List the views that people keep, one’s own and those that are shared, by name',
    role: 'viewer',
    query: z.strictObject({
      page: ViewPage.optional(),
      q: z.string().min(1).max(200).optional().describe('Stands in the name or description'),
      ...paging,
    }),
    answer: listOf(SavedView),
    problems: ['invalid-cursor'],
    graphql: { query: 'views' },
  }),
  create: operation({
    method: 'post',
    path: '/api/views',
    summary: 'Keep a view',
    role: 'analyst',
    body: ViewCreate,
    answer: SavedView,
    problems: ['conflict', 'not-configured'],
    location: '/api/views/{id}',
    graphql: { mutation: 'createView' },
  }),
  read: operation({ ...one, method: 'get', summary: 'Read a view', role: 'viewer', graphql: { query: 'view' } }),
  replace: operation({
    ...one,
    method: 'put',
    summary: 'Replace a view of one’s own: its name, what it shows, who sees it',
    role: 'analyst',
    body: ViewReplace,
    problems: ['forbidden', 'not-configured'],
    graphql: { mutation: 'replaceView' },
  }),
  remove: operation({
    ...one,
    method: 'delete',
    summary: 'Forget a view of one’s own',
    role: 'analyst',
    answer: z.undefined(),
    problems: ['forbidden'],
    graphql: { mutation: 'deleteView' },
  }),
}
