/** Names with their words, as a field offers them. */
export const choicesOf = <Name extends string>(names: readonly Name[], words: Readonly<Record<Name, string>>) =>
  names.map((value) => ({ value, title: words[value] }))
