import { computed, ref, shallowRef } from 'vue'
import { ApiProblem } from '../client/client.ts'
import { clashes, mergePatchOf, takeOver, type Clash } from '../difference/merge-patch.ts'
import { presetsOf, type Schemas } from './json-schema.ts'
import { forms } from './forms.texts.ts'
import { useForm, type Values } from './form.ts'

interface Resource {
  id: string
  rev: number
}

interface Source<R extends Resource> {
  schema: string
  schemas: Schemas
  /** Resource to change; null to create one. */
  resource: R | null
  /** Initial values of a new resource. */
  start?: Values
  /** Members without a field. */
  without?: readonly string[]
  create: (values: Values) => Promise<R>
  /** @param whole the complete values, for resources that a merge patch cannot express: those with null values */
  change: (rev: number, patch: Values, whole: Values) => Promise<R>
  /** Reads the current resource, bypassing the cache. */
  current: () => Promise<R>
}

/** Form to create or change a resource. Sends only changed members, and never overwrites changes of other users. */
export function useResourceForm<R extends Resource>(source: Source<R>) {
  const { schema, schemas, resource, start = {}, without = [] } = source
  const members = Object.keys(schemas[schema]!.properties!).filter((member) => !without.includes(member))
  const writtenOf = (found: R): Values =>
    Object.fromEntries(members.map((member) => [member, found[member as keyof R]]))

  const form = useForm(
    schema,
    schemas,
    resource ? writtenOf(resource) : { ...presetsOf(schemas[schema]!, schemas), ...start },
  )
  const rev = ref(resource?.rev ?? 0)
  const isSaving = ref(false)
  const complaint = ref('')
  /** Edit conflict with another user, until the user has resolved it. */
  const conflict = shallowRef<Clash[] | null>(null)
  let theirs: R

  const patch = () => mergePatchOf(form.base.value, form.plain())

  async function save(): Promise<R | undefined> {
    if (isSaving.value) return
    form.checkAll()
    complaint.value = ''
    if (!form.isRight.value) {
      complaint.value = forms.mistakes(form.complaints.value.size)
      return
    }
    isSaving.value = true
    try {
      return await (resource ? source.change(rev.value, patch(), form.plain()) : source.create(form.plain()))
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      if (resource && error.type === 'stale-revision') await reconcile()
      else complaint.value = resource && error.status === 404 ? forms.conflict.gone : form.refuse(error)
      return
    } finally {
      isSaving.value = false
    }
  }

  async function reconcile() {
    try {
      theirs = await source.current()
      conflict.value = clashes(form.base.value, form.plain(), writtenOf(theirs))
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      complaint.value = error.status === 404 ? forms.conflict.gone : forms.refused(error.detail)
    }
  }

  return {
    form,
    rev,
    patch,
    save,
    isSaving,
    complaint,
    conflict,
    /** Whether there is nothing to save: an existing resource is unchanged. */
    isIdle: computed(() => resource !== null && !form.isChanged.value),
    /** Rebases the form on the saved resource: its values at the given pointers, the typed ones elsewhere. */
    choose(taken: string[]) {
      const merged = takeOver(form.plain(), writtenOf(theirs), taken)
      rev.value = theirs.rev
      form.begin(writtenOf(theirs))
      form.values.value = merged
    },
  }
}
