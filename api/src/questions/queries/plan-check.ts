import { refuse } from './refusal.ts'
import { tokenize } from './cypher-tokens.ts'

export interface Operator {
  operatorType: string
  arguments: Record<string, unknown>
  children: Operator[]
}

const refused =
  /^(LoadCSV|Terminate|ShowTransactions|ShowSettings|ShowProcedures|ShowUsers?|ShowCurrentUser|ShowRoles?|ShowDatabases?|ShowPrivileges|Create|Merge|Delete|DetachDelete|Set|Remove|Foreach|TransactionForeach|TransactionApply|Drop|DoNothing)/

/** The second layer: what the planner makes of it must be a read, and no operator of it may do more; nor what an operator's details say. */
export function checkPlan(queryType: string, plan: Operator | false): void {
  if (queryType !== 'r') throw refuse('plan', 'is not a read-only query')
  if (plan) checkOperator(plan)
}

function checkOperator({ operatorType, arguments: { Details: details }, children }: Operator): void {
  if (refused.test(operatorType)) throw refuse('plan', `would run ${operatorType.replace(/@.*/, '')}`)
  if (typeof details === 'string' && readsElsewhere(details)) throw refuse('plan', 'hides a read from elsewhere')
  children.forEach(checkOperator)
}

/** Subqueries inside of expressions are no operators; only the details tell them. */
function readsElsewhere(details: string): boolean {
  try {
    const tokens = tokenize(details.replaceAll('…', ' '))
    return tokens.some(
      ({ kind, text }, index) => kind === 'word' && text === 'LOAD' && tokens[index + 1]?.text === 'CSV',
    )
  } catch {
    // Cut in the middle of a string: nothing that could be read is executed from here.
    return /\bLOAD\s+CSV\b/i.test(details)
  }
}

/** The plan as a person reads it: one line for each operator. */
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
