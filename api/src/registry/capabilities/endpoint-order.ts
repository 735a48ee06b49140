/** Sorts endpoints by the order of the operations, then by method and path: the edges that store them have no order. */
export const inOrderOf = <Exposed extends { operation: string }>(
  operations: string[],
  endpoints: Exposed[],
): Exposed[] =>
  endpoints.toSorted(
    (a, b) =>
      operations.indexOf(a.operation) - operations.indexOf(b.operation) ||
      (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1),
  )
