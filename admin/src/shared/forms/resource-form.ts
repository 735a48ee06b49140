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
  /** What is changed; null for what is made. */
  resource: R | null
  /** What a new one begins with. */
  start?: Values
  /** Members that are no fields. */
  without?: readonly string[]
  create: (values: Values) => Promise<R>
  /** @param whole for those that a merge patch cannot say: where a value may be null */
  change: (rev: number, patch: Values, whole: Values) => Promise<R>
  /** As it is now, whatever was read before. */
  current: () => Promise<R>
}

/** A form that makes a resource, or changes one: only what was changed is sent, and nothing of somebody else's is lost. */
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
  /** Where somebody else was faster, until one has chosen. */
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
    /** Nothing to be sent: what exists is as it was. */
    isIdle: computed(() => resource !== null && !form.isChanged.value),
    /** Goes on from what somebody else saved: theirs at these paths, one's own everywhere else. */
    choose(taken: string[]) {
      const merged = takeOver(form.plain(), writtenOf(theirs), taken)
      rev.value = theirs.rev
      form.begin(writtenOf(theirs))
      form.values.value = merged
    },
  }
}
