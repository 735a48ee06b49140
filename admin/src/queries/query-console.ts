import { libraryFolders, type Plan, type QueryAnswer } from '@registry/api/contract'
import { v4 as uuid } from 'uuid'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { ApiProblem } from '../shared/client/client.ts'
import { download } from '../shared/download.ts'
import { parametersOf, typedOf, valueOf } from './parameters.ts'
import { queryTexts } from './queries.texts.ts'
import { announce } from '../shared/announcements.ts'
import { ask, endRun, exportRows, planOf, useStoredQuery, type Question } from './queries.ts'
import { useQueryHistory } from './query-history.ts'
import { oneOf, text, useUrlState } from '../shared/client/url-state.ts'

const queryForms = ['table', 'graph', 'json', 'plan'] as const
export const queryFolders = [...libraryFolders, 'saved'] as const
/** Maximum length of a query in the URL: some software rejects longer URLs. */
const longestInAddress = 4_000

/** Results of a query; each format is requested when first shown. */
interface Results {
  question: Question
  rows?: QueryAnswer
  graph?: QueryAnswer
  plan?: Plan
}

/** State of the query console. The query, its parameters and the result format are in the URL. */
export function useQueryConsole() {
  const { view, change } = useUrlState({
    query: text(),
    cypher: text(),
    values: text(),
    find: text(),
    folder: oneOf(['', ...queryFolders] as const, ''),
    show: oneOf(queryForms, 'table'),
  })
  const stored = useStoredQuery(() => view.value.query)
  const known = computed(() => (view.value.query === '' ? undefined : stored.data.value))

  const written = ref(view.value.cypher)
  const isTooLong = ref(false)
  watch(
    () => [known.value?.query, view.value.cypher, view.value.query],
    () => isTooLong.value || (written.value = view.value.cypher || (known.value?.query ?? '')),
    { immediate: true },
  )
  function write(cypher: string) {
    written.value = cypher
    isTooLong.value = cypher.length > longestInAddress
    const isKnown = cypher === known.value?.query
    change({ cypher: isKnown || isTooLong.value ? '' : cypher }, { replace: true })
  }
  function open(query: string, cypher = '') {
    isTooLong.value = false
    results.value = problem.value = undefined
    change({ query, cypher, values: '' })
  }

  const isChanged = computed(() => known.value !== undefined && written.value !== known.value.query)
  const parameters = computed(() =>
    known.value && !isChanged.value
      ? known.value.parameters
      : parametersOf(written.value, known.value?.parameters ?? []),
  )
  const values = computed<Record<string, string>>(() => ({
    ...Object.fromEntries(parameters.value.map((one) => [one.name, typedOf(one, known.value?.example[one.name])])),
    ...typedIn(view.value.values),
  }))
  const setValue = (name: string, typed: string) =>
    change({ values: JSON.stringify({ ...typedIn(view.value.values), [name]: typed }) }, { replace: true })
  const question = (): Question => ({
    name: known.value && !isChanged.value ? known.value.name : '',
    cypher: written.value,
    parameters: Object.fromEntries(
      parameters.value.map((one) => [one.name, valueOf(one, values.value[one.name] ?? '')]),
    ),
  })

  const results = shallowRef<Results>()
  const problem = shallowRef<ApiProblem>()
  const running = shallowRef<{ run: string; ended: AbortController }>()
  const { add } = useQueryHistory()

  /** Runs one request at a time: a new one aborts the previous. */
  async function during<Answer>(work: (asking: { run: string; signal: AbortSignal }) => Promise<Answer>) {
    running.value?.ended.abort()
    const mine = (running.value = { run: uuid(), ended: new AbortController() })
    problem.value = undefined
    try {
      const answer = await work({ run: mine.run, signal: mine.ended.signal })
      return mine.ended.signal.aborted ? undefined : answer
    } catch (error) {
      if (mine.ended.signal.aborted) return
      if (!(error instanceof ApiProblem)) throw error
      problem.value = error
    } finally {
      if (running.value === mine) running.value = undefined
    }
  }
  const form = computed(
    () => (({ table: 'rows', json: 'rows', graph: 'graph', plan: 'plan' }) as const)[view.value.show],
  )

  async function look(asked: Question) {
    const wanted = form.value
    const found = await during<Partial<Results>>(async (asking) => {
      if (wanted === 'plan') return { plan: await planOf(asked.cypher, asked.parameters, asking.signal) }
      return { [wanted]: await ask(asked, wanted === 'graph' ? 'graph' : 'json', asking) }
    })
    if (found) results.value = { ...results.value, question: asked, ...found }
  }
  function run() {
    if (written.value.trim() === '') return
    const asked = question()
    results.value = undefined
    add(asked.name, asked.name ? '' : asked.cypher)
    return look(asked)
  }
  watch(form, (wanted) => {
    if (results.value && !results.value[wanted]) void look(results.value.question)
  })
  async function cancel() {
    const mine = running.value
    if (!mine) return
    await endRun(mine.run).catch(() => {})
    mine.ended.abort()
    running.value = undefined
    announce(queryTexts.cancelled)
  }
  onScopeDispose(() => running.value?.ended.abort())

  async function save(format: 'csv' | 'ndjson') {
    const asked = question()
    const blob = await during((asking) => exportRows(asked, format, asking))
    if (!blob) return
    const name = `${asked.name.split('/').at(-1) || 'rows'}.${format}`
    download(blob, name)
    announce(queryTexts.exported(name))
  }

  return {
    view,
    change,
    stored,
    known,
    written,
    write,
    open,
    isChanged,
    isTooLong,
    parameters,
    values,
    setValue,
    question,
    results,
    problem,
    running,
    run,
    cancel,
    save,
  }
}
export type QueryConsole = ReturnType<typeof useQueryConsole>

function typedIn(values: string): Record<string, string> {
  try {
    const parsed: unknown = JSON.parse(values || '{}')
    const entries = Object.entries(parsed as object).filter(([, typed]) => typeof typed === 'string')
    return Object.fromEntries(entries) as Record<string, string>
  } catch {
    return {}
  }
}
