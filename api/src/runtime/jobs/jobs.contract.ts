import { z } from 'zod'
import type { ProblemType } from '../../kernel/errors.ts'
import { anyOf, anyTextOf, listOf, operation, paging, Problem } from '../../kernel/operation.ts'
import { largeCount, timestamp } from '../../kernel/text.ts'

export const jobStates = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const
const JobState = z.enum(jobStates).meta({ id: 'JobState' })

export const Job = z
  .strictObject({
    id: z.string().describe('UUID v7'),
    kind: z.string().describe('Kind of work, such as queries.export'),
    title: z.string().describe('What it is about, such as the name of a query'),
    state: JobState,
    progress: z
      .strictObject({
        done: largeCount.describe('What has been done, such as a number of rows'),
        total: largeCount.nullable().describe('What is to be done; null if unknown'),
        message: z.string().describe('What is being done'),
      })
      .meta({ id: 'JobProgress' }),
    actor: z.string().describe('Name of who started it'),
    createdAt: timestamp,
    startedAt: timestamp.nullable(),
    endedAt: timestamp.nullable(),
    expiresAt: timestamp.nullable().describe('When the job and its result are deleted; null until it has ended'),
    result: z
      .strictObject({ url: z.string(), type: z.string().describe('Media type'), bytes: largeCount })
      .meta({ id: 'JobResult' })
      .nullable()
      .describe('Where the result is; null unless it has succeeded'),
    error: Problem.nullable().describe('Why it has failed'),
  })
  .meta({ id: 'Job', description: 'Work that takes longer than a request may' })
export type Job = z.output<typeof Job>

const problems: ProblemType[] = ['busy', 'not-configured', 'timeout']

/** Of an operation that starts a job. */
export const startsJob = {
  method: 'post',
  status: 202,
  answer: Job,
  load: 'record',
  location: '/api/jobs/{id}',
  problems,
} as const

const params = z.strictObject({ id: z.uuid() })
const one = { path: '/api/jobs/{id}', role: 'viewer', params } as const

export const jobsOperations = {
  list: operation({
    method: 'get',
    path: '/api/jobs',
    summary: 'List your jobs, newest first; administrators see those of everybody',
    role: 'viewer',
    query: z.strictObject({
      state: anyOf(JobState),
      kind: anyOf(z.string().min(1).max(100)).describe('Kinds of work'),
      actor: anyTextOf(z.string().min(1).max(200)).describe('Names of who started them'),
      ...paging,
    }),
    answer: listOf(Job),
    problems: ['invalid-cursor'],
    graphql: { query: 'jobs' },
  }),
  read: operation({ ...one, method: 'get', summary: 'Read a job', answer: Job, graphql: { query: 'job' } }),
  result: operation({
    ...one,
    method: 'get',
    path: '/api/jobs/{id}/result',
    summary: 'Download the result of a job that has succeeded; its media type is that of the job',
    answer: z.string(),
    representations: { file: { type: 'application/octet-stream', file: 'result' } },
    load: 'own',
    problems: ['conflict'],
    graphql: { none: 'answers with a file' },
  }),
  cancel: operation({
    ...one,
    method: 'post',
    path: '/api/jobs/{id}:cancel',
    summary: 'Cancel a job; one that has ended stays as it is',
    status: 200,
    load: 'record',
    answer: Job,
    graphql: { mutation: 'cancelJob' },
  }),
  remove: operation({
    ...one,
    method: 'delete',
    summary: 'Delete a job that has ended, and its result',
    load: 'record',
    ifMatch: false,
    problems: ['conflict'],
    graphql: { mutation: 'deleteJob' },
  }),
}
