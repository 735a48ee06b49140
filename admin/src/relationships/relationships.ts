import { useMutation, useQuery } from '@pinia/colada'
import { contract, type Relationship } from '@registry/api/contract'
import { call } from '../shared/client/client.ts'
import { forms } from '../shared/forms/forms.texts.ts'
import { relationshipTexts } from './relationships.texts.ts'
import { announce } from '../shared/announcements.ts'
import type { Values } from '../shared/forms/form.ts'
import { useTakingBack } from '../activity/revisions.ts'
import { useRefresh } from '../shared/client/refresh.ts'

const { create, change, read, remove } = contract.relationships
const root = 'modules'

/** Modules to choose from before a name is typed. */
export const useFirstModules = () =>
  useQuery({
    key: [root, 'first'],
    query: ({ signal }) => call(contract.modules.list, { query: { limit: 50, sort: 'name' }, signal }),
  })

/** The operations and fields that a module or part declares. */
export const useDeclared = (ref: () => string) =>
  useQuery({
    key: () => [root, 'declared', ref()],
    query: async ({ signal }) => {
      const [, id, part] = /^[^:]*:([^/]*)\/?(.*)$/s.exec(ref())!
      const ask = { params: { id: id! }, query: { limit: 500 }, signal }
      const [capabilities, entities] = await Promise.all([
        call(contract.capabilities.list, ask),
        call(contract.entities.list, ask),
      ])
      const meant = capabilities.items.filter(({ key }) => part === '' || key === part)
      const used = entities.items.filter(({ name }) => part === '' || meant.some(({ entity }) => entity === name))
      return {
        operations: [...new Set(meant.flatMap(({ operations }) => operations))],
        fields: [...new Set(used.flatMap(({ fields }) => fields.map(({ name }) => name)))],
      }
    },
    enabled: () => /^(module|capability|configuration):[^/]/.test(ref()),
  })

/** The request to send: a new relationship, or a change of one. */
export type Intent = { body: Values } | { id: string; rev: number; body: Values }

const send = (intent: Intent, query: { dryRun?: boolean }, signal?: AbortSignal): Promise<Relationship> =>
  'id' in intent
    ? call(change, { params: { id: intent.id }, rev: intent.rev, body: intent.body, query, ...(signal && { signal }) })
    : call(create, { body: intent.body as never, query, ...(signal && { signal }) })

/** Dry run of a request. */
export const useVerdict = (intent: () => Intent | null) =>
  useQuery({
    key: () => ['verdict', JSON.stringify(intent())],
    query: ({ signal }) => send(intent()!, { dryRun: true }, signal),
    enabled: () => intent() !== null,
  })

export function useRelationshipEditing() {
  const refresh = useRefresh()
  const takeBack = useTakingBack()
  const renewed = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    const given = await answer
    refresh(root)
    return given
  }
  const removal = useMutation({
    mutation: ({ id, rev }: Relationship) => renewed(call(remove, { params: { id }, rev })),
    onSuccess: (_nothing, { ref }) =>
      announce(relationshipTexts.deleted, 'success', {
        text: forms.undo,
        perform: () => void takeBack('relationship.delete', ref),
      }),
    onError: ({ type, detail }) => {
      announce(type === 'stale-revision' ? relationshipTexts.stale : forms.refused(detail), 'error')
      refresh(root)
    },
  })
  return {
    save: (intent: Intent) => renewed(send(intent, {})),
    current: (id: string) => call(read, { params: { id } }),
    remove: removal.mutate,
  }
}
