import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { namedOperations } from './src/contract.ts'
import { generatedSchema } from './src/doors/graphql/schema.ts'

// `npm run generate`. A test compares what is written with the contract.

const file = fileURLToPath(new URL('src/doors/graphql/schema.graphql', import.meta.url))
writeFileSync(file, generatedSchema(namedOperations))
