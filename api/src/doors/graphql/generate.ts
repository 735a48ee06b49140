// Writes schema.graphql: npm run generate.
import { writeFileSync } from 'node:fs'
import { generatedSchema } from './schema.ts'

writeFileSync(new URL('schema.graphql', import.meta.url), generatedSchema)
