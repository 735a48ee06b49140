import { z } from 'zod'
import { moduleName, operation } from '../../kernel/operation.ts'
import { startsJob } from '../jobs/jobs.contract.ts'

export const purgeOperations = {
  records: operation({
    ...startsJob,
    path: '/api/records:purge',
    summary: 'Delete the records of deleted modules for good, at once; a job whose result lists them as JSON',
    role: 'admin',
    body: z
      .strictObject({ key: moduleName.optional().describe('Key of a deleted module; default: all') })
      .meta({ id: 'PurgeRecords' }),
    graphql: { mutation: 'purgeRecords' },
  }),
}
