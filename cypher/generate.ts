import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readme } from './readme.ts'
import { typescript } from './typescript.ts'

// Writes what follows from the headers: `npm run generate`. A test compares it with the files.

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export const generated: { name: string; text: () => string; written: () => string }[] = [
  { name: 'README.md', text: readme },
  { name: 'questions.ts', text: typescript },
].map(({ name, text }) => ({ name, text, written: () => readFileSync(file(name), 'utf8') }))

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const { name, text } of generated) writeFileSync(file(name), text())
