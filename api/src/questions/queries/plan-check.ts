import { refuse } from './refusal.ts'
import { tokenize } from './cypher-tokens.ts'

export interface Operator {
  operatorType: string
  arguments: Record<string, unknown>
  children: Operator[]
}

const refused =
  /^(LoadCSV|Terminate|ShowTransactions|ShowSettings|ShowProcedures|ShowUsers?|ShowCurrentUser|ShowRoles?|ShowDatabases?|ShowPrivileges|Create|Merge|Delete|DetachDelete|Set|Remove|Foreach|TransactionForeach|TransactionApply|Drop|DoNothing)/

/** The second layer of checks: the plan must be read-only, as must each of its operators and the details of these. */
export function checkPlan(queryType: string, plan: Operator | false): void {
  if (queryType !== 'r') throw refuse('plan', 'is not a read-only query')
  if (plan) checkOperator(plan)
}

function checkOperator({ operatorType, arguments: { Details: details }, children }: Operator): void {
  if (refused.test(operatorType)) throw refuse('plan', `would run ${operatorType.replace(/@.*/, '')}`)
  if (typeof details === 'string' && readsElsewhere(details)) throw refuse('plan', 'hides a read from elsewhere')
  children.forEach(checkOperator)
}

/** Subqueries within expressions are no operators; only the details show them. */
function readsElsewhere(details: string): boolean {
  try {
    const tokens = tokenize(details.replaceAll('…', ' '))
    return tokens.some(
      ({ kind, text }, index) => kind === 'word' && text === 'LOAD' && tokens[index + 1]?.text === 'CSV',
    )
  } catch {
    // The details were truncated within a string, so tokens cannot be read; search the text instead.
    return /\bLOAD\s+CSV\b/i.test(details)
  }
}

/** The plan as a list of operators with their depth. */
export function outline(
  plan: Operator | false,
  depth = 0,
): { operator: string; details: string; depth: number; estimatedRows: number }[] {
  if (!plan) return []
  const { operatorType, arguments: given, children } = plan
  const own = {
    operator: operatorType.replace(/@.*/, ''),
    details: typeof given.Details === 'string' ? given.Details.slice(0, 1_000) : '',
    depth,
    estimatedRows: Math.round(Number(given.EstimatedRows ?? 0)),
  }
  return [own, ...children.flatMap((child) => outline(child, depth + 1))]
}
