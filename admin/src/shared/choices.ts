/** Items of a select field: values with their display names. */
export const choicesOf = <Name extends string>(names: readonly Name[], words: Readonly<Record<Name, string>>) =>
  names.map((value) => ({ value, title: words[value] }))
