import type { Entity } from '../../registry/entities/entities.contract.ts'
import { Problem } from '../../kernel/errors.ts'
import { kindOf } from '../../store/kind.ts'
import type { BrokenConsumer, PatchPreview } from '../patches/patches.contract.ts'
import type { Draft, DraftTest } from './drafts.contract.ts'
import { tryExample } from '../../registry/entities/examples.ts'

/**
 * Tests whether a document can be published: its schema, its references, cycles and broken consumers, and example
 * records of its entities.
 * @param preview returns the preview of the document
 * @param acknowledgeBroken whether broken consumers are accepted
 */
export async function testsOf(preview: () => Promise<PatchPreview>, acknowledgeBroken: boolean): Promise<DraftTest[]> {
  try {
    const found = await preview()
    return [
      { name: 'schema', passed: true, detail: 'is a valid patch document' },
      references(found),
      consequences(found, acknowledgeBroken),
      examples(found),
    ]
  } catch (error) {
    if (!(error instanceof Problem) || !['invalid-patch', 'conflict'].includes(error.type)) throw error
    const isShape = error.type === 'invalid-patch'
    const reasons = error.errors.map(({ pointer, reason }) => `${pointer || 'the document'} ${reason}`)
    const notRun = (name: DraftTest['name']) => ({ name, passed: false, detail: 'was not run' })
    const schema = { name: 'schema' as const, passed: !isShape, detail: isShape ? inWords(reasons) : 'was read' }
    const clean = { name: 'preview' as const, passed: false, detail: isShape ? 'was not run' : inWords([error.detail]) }
    return [schema, notRun('references'), clean, notRun('examples')]
  }
}

function references({ reasons, pending }: PatchPreview): DraftTest {
  const refused = reasons.filter(({ level }) => level === 'L3').map(({ pointer, reason }) => `${pointer} ${reason}`)
  const waiting = [...new Set(pending.map(({ target }) => target))]
  const detail = waiting.length > 0 ? `resolve; pending: ${inWords(waiting)}` : 'resolve'
  return { name: 'references', passed: refused.length === 0, detail: refused.length > 0 ? inWords(refused) : detail }
}

function consequences({ cycles, broken }: PatchPreview, acknowledgeBroken: boolean): DraftTest {
  const closed = cycles.map(({ cycle }) => `would close the cycle ${cycle.join(' → ')}`)
  const breaks = broken.map(breakInWords)
  const isClean = breaks.length === 0
  const accepted = isClean ? 'closes no cycle, breaks no consumer' : `accepted: ${inWords(breaks)}`
  const passed = closed.length === 0 && (isClean || acknowledgeBroken)
  return { name: 'preview', passed, detail: passed ? accepted : inWords([...closed, ...breaks]) }
}

const breakInWords = ({ source, target, reason }: BrokenConsumer) => `breaks ${source}, which uses ${target}: ${reason}`

/** @throws Problem `conflict` if publishing breaks consumers that the test results do not list as accepted */
export function requireAccepted({ tests }: Draft, broken: BrokenConsumer[]): void {
  const accepted = tests?.find(({ name }) => name === 'preview')?.detail ?? ''
  const breaks = broken.map(breakInWords)
  if (accepted.endsWith(inWords(breaks))) return
  const unknown = breaks.filter((text) => !accepted.includes(text))
  if (unknown.length > 0)
    throw new Problem(
      'conflict',
      'it would break consumers that were not there when it was tested: replace the document, then test and review it again',
      unknown.slice(0, most).map((reason) => ({ pointer: '/path/id', reason })),
    )
}

function examples({ changes }: PatchPreview): DraftTest {
  const entities = changes.flatMap(({ ref, after }) => (kindOf(ref) === 'entity' && after ? [after as Entity] : []))
  const tried = entities.map((entity) => ({ name: entity.name, ...tryExample(entity) }))
  const wrong = tried.flatMap(({ name, errors }) => errors.map((error) => `${name}${error}`))
  const untried = tried.flatMap(({ name, untried }) => untried.map((field) => `${name}.${field}`))
  const aside = untried.length > 0 ? `; without a value: ${inWords(untried)}` : ''
  const detail = entities.length > 0 ? `fit: ${inWords(entities.map(({ name }) => name))}${aside}` : 'no entity changes'
  return { name: 'examples', passed: wrong.length === 0, detail: wrong.length > 0 ? inWords(wrong) : detail }
}

const most = 20
const inWords = (findings: string[]): string =>
  [...findings.slice(0, most), ...(findings.length > most ? [`and ${findings.length - most} more`] : [])].join('; ')
