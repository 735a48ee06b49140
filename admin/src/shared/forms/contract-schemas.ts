import { useQuery } from '@pinia/colada'
import { readDocument } from '../client/client.ts'
import type { Schemas } from './json-schema.ts'

/** Schemas of the contract, read from the OpenAPI document when the first form opens. */
export const useSchemas = () =>
  useQuery({
    key: ['schemas'],
    query: async ({ signal }) => {
      const document = (await readDocument('/openapi.json', signal)) as { components: { schemas: Schemas } }
      return document.components.schemas
    },
    staleTime: Infinity,
  })
