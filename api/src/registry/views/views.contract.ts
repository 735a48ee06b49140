import { z } from 'zod'
import { operation, listOf, paging } from '../../kernel/operation.ts'
import { longText, nameText, timestamp } from '../../kernel/text.ts'

export const viewPages = ['graph', 'statistics'] as const
const ViewPage = z.enum(viewPages).meta({ id: 'ViewPage' })
/** Maximum length of a URL; longer ones do not work everywhere. */
export const longestView = 8_000

const written = {
  name: nameText(120),
  description: longText(2_000).default(''),
  page: ViewPage.describe('Page of the web interface: /admin/…'),
  parameters: z
    .string()
    .max(longestView)
    .regex(/^[\x21\x24-\x7e]*$/, { error: 'must be a query string without the leading ?' })
    .default('')
    .describe('Query string of the page address; holds the whole view'),
  sharing: z
    .enum(['private', 'shared'])
    .meta({ id: 'ViewSharing' })
    .default('private')
    .describe('private: visible to its owner only'),
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
    address: z.string().describe('URL of the view'),
    rev: z.int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'SavedView', description: 'A saved view' })
export type SavedView = z.output<typeof SavedView>

const one = { path: '/api/views/{id}', params: z.strictObject({ id: z.uuid() }), answer: SavedView } as const

export const viewsOperations = {
  list: operation({
    method: 'get',
    path: '/api/views',
    summary: 'List your views and shared ones, by name',
    role: 'viewer',
    query: z.strictObject({
      page: ViewPage.optional(),
      q: z.string().min(1).max(200).optional().describe('Text in the name or description'),
      ...paging,
    }),
    answer: listOf(SavedView),
    problems: ['invalid-cursor'],
    graphql: { query: 'views' },
  }),
  create: operation({
    method: 'post',
    path: '/api/views',
    summary: 'Save a view',
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
    summary: 'Replace one of your views',
    role: 'analyst',
    body: ViewReplace,
    problems: ['forbidden', 'not-configured'],
    graphql: { mutation: 'replaceView' },
  }),
  remove: operation({
    ...one,
    method: 'delete',
    summary: 'Delete one of your views',
    role: 'analyst',
    answer: z.undefined(),
    problems: ['forbidden'],
    graphql: { mutation: 'deleteView' },
  }),
}
