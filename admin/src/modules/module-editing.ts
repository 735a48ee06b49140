import { useMutation, useQuery, useQueryCache } from '@pinia/colada'
import { contract, type Module } from '@registry/api/contract'
import { call } from '../shared/client/client.ts'
import { forms } from '../shared/forms/forms.texts.ts'
import { moduleTexts } from './module-editing.texts.ts'
import { announce } from '../shared/announcements.ts'
import type { Values } from '../shared/forms/form.ts'
import { useTakingBack } from '../activity/revisions.ts'
import { useRefresh } from '../shared/client/refresh.ts'

const { create, read, change, remove } = contract.modules
const root = 'modules'

/** The current module for a form; bypasses the cache of the other views. */
export const useModuleToEdit = (id: string) =>
  useQuery({ key: ['editing', id], query: ({ signal }) => call(read, { params: { id }, signal }), gcTime: 0 })

/** Creates and changes modules. The form validates by the schema of the contract, and the API does so again. */
export function useModuleEditing() {
  const cache = useQueryCache()
  const refresh = useRefresh()
  const renewed = (module: Module) => {
    cache.setQueryData([root, module.key], module)
    refresh(root)
    return module
  }
  return {
    create: async (body: Values) => renewed(await call(create, { body: body as never })),
    change: async (id: string, rev: number, patch: Values) =>
      renewed(await call(change, { params: { id }, rev, body: patch })),
    /** Reads the current module, bypassing the cache. */
    current: (id: string) => call(read, { params: { id } }),
  }
}

export function useDeletion() {
  const refresh = useRefresh()
  const takeBack = useTakingBack()
  return useMutation({
    mutation: ({ module: { key, rev }, force }: { module: Module; force: boolean }) =>
      call(remove, { params: { id: key }, query: { force }, rev }),
    onSuccess: (_nothing, { module: { name, ref } }) => {
      announce(moduleTexts.deletion.done(name), 'success', {
        text: forms.undo,
        perform: () => void takeBack('module.delete', ref),
      })
      refresh(root, 'list')
    },
    onError: (_problem, { module: { key } }) => refresh(root, key),
  })
}
