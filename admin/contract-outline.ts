import { fileURLToPath } from 'node:url'
import { runnerImport, type Plugin } from 'vite'

const contract = fileURLToPath(new URL('../api/src/contract.ts', import.meta.url))
const outline = '\0contract-outline'
const neededByThePage = ['method', 'path', 'ifMatch']

/**
 * Vite plugin that replaces the contract by its operations and names, without schemas: the page trusts the answers of
 * the API, and zod with all schemas would be a third of the initial load. TypeScript still sees the whole contract.
 * Decision 0004.
 */
export function contractOutline(): Plugin {
  return {
    name: 'contract-outline',
    enforce: 'pre',
    resolveId: (source) => (source === '@registry/api/contract' ? outline : undefined),
    async load(id) {
      if (id !== outline) return
      const { module, dependencies } = await runnerImport<Record<string, unknown>>(contract)
      for (const file of [contract, ...dependencies]) this.addWatchFile(file)
      return Object.entries(module)
        .filter(([, value]) => !isSchema(value))
        .map(([name, value]) => `export const ${name} = ${JSON.stringify(value, withoutSchemas)}`)
        .join('\n')
    },
  }
}

const isSchema = (value: unknown) => typeof value === 'object' && value !== null && '_zod' in value

function withoutSchemas(_name: string, value: unknown) {
  const isOperation = typeof value === 'object' && value !== null && 'method' in value && 'path' in value
  return isOperation
    ? Object.fromEntries(Object.entries(value).filter(([name]) => neededByThePage.includes(name)))
    : value
}
