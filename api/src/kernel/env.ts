import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { StartError } from './errors.ts'
import { rangeOf } from './addresses.ts'

const clone = fileURLToPath(new URL('../../..', import.meta.url))
const text = z.string().min(1).optional()

export const shortestKey = 24

/** Every setting of the registry, read once. */
export const Environment = z.object({
  HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, { error: 'must be a port number; 0 takes a free one' })
    .transform(Number)
    .pipe(z.int().max(65_535))
    .default(3000)
    .describe('Port to listen on; 0 takes a free one'),
  DATA_DIR: z
    .string()
    .default('.data')
    .transform((path) => resolve(clone, path))
    .describe('Where the embedded Neo4j keeps its data, relative to the clone'),
  NEO4J_URI: z
    .string()
    .regex(/^(bolt(\+s|\+ssc)?:\/\/[^\s@?]+|neo4j(\+s|\+ssc)?:\/\/[^\s@?]+(\?\w+=\S+)?)$/, {
      error: 'must be like neo4j://host:7687 or bolt+s://host:7687, without user and password',
    })
    .optional()
    .describe('Another Neo4j 5.26 or later, instead of the embedded one'),
  NEO4J_USER: z.string().min(1).default('neo4j').describe('Its user'),
  NEO4J_PASSWORD: text.describe('Its password'),
  NEO4J_DATABASE: text.describe('Its database; the one it opens by itself when not set'),
  SEED: z
    .enum(['crm', 'all', 'none'])
    .optional()
    .describe('Modules to register in an empty database: all in the embedded one, none in another'),
  API_KEY: z
    .string()
    .min(shortestKey, { error: `must have at least ${shortestKey} characters` })
    .optional()
    .describe('Asked of every client when set'),
  API_KEY_FILE: text.describe('Where the key stands instead; made when it is not there'),
  ANALYST_NEO4J_URI: z
    .string()
    .regex(/^(bolt|neo4j)(\+s|\+ssc)?:\/\/[^\s@?]+$/, {
      error: 'must be like bolt://host:7687, without user and password',
    })
    .optional()
    .describe('Where queries of analysts run, such as a follower; where all others do when not set'),
  ANALYST_NEO4J_USER: text.describe('A read-only account for them'),
  ANALYST_NEO4J_PASSWORD: text.describe('Its password'),
  LLM_BASE_URL: z
    .string()
    .regex(/^https?:\/\/[^\s@?#]+$/, { error: 'must be like http://localhost:11434/v1, without user and password' })
    .optional()
    .describe('Language model that writes modules: any address with chat completions'),
  LLM_MODEL: text.describe('Its name there'),
  LLM_API_KEY: text.describe('Its key, where one is asked for'),
  MONITOR_INTERVAL: z
    .string()
    .regex(/^\d{1,4}$/, { error: 'must be a number of seconds; 0 for no monitor' })
    .transform(Number)
    .default(15)
    .describe('Seconds between two looks at how well modules are; 0: none by this process'),
  OUTBOUND_ALLOW: z
    .string()
    .default('')
    .transform((text, context) => {
      try {
        return text.split(/[\s,]+/).flatMap((range) => (range === '' ? [] : [rangeOf(range)]))
      } catch {
        context.addIssue({ code: 'custom', message: 'must be addresses or ranges such as 10.0.0.0/8, with commas' })
        return z.NEVER
      }
    })
    .describe('Private addresses that modules and webhooks may have'),
  SECRETS_KEY: z
    .string()
    .min(shortestKey, { error: `must have at least ${shortestKey} characters` })
    .optional()
    .describe('Of which secrets are made, alike for all processes; a file in DATA_DIR when not set'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('warn')
    .describe('What is logged, on standard error'),
})
export type Environment = z.output<typeof Environment>

/** @throws StartError naming each setting that is not right */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
    throw new StartError(`A setting is not right: ${wrong.join('; ')}.`)
  }
  const { HOST, API_KEY, API_KEY_FILE } = parsed.data
  if (!isLoopback(HOST) && API_KEY === undefined && API_KEY_FILE === undefined)
    throw new StartError(`HOST is ${HOST}, which others can reach, and there is no access control.`, [
      `set API_KEY to a secret of at least ${shortestKey} characters, or API_KEY_FILE to where one is kept`,
      'leave HOST at 127.0.0.1',
    ])
  const { LLM_BASE_URL, LLM_MODEL } = parsed.data
  if ((LLM_BASE_URL === undefined) !== (LLM_MODEL === undefined))
    throw new StartError('LLM_BASE_URL and LLM_MODEL are both needed for a language model.', ['set both, or neither'])
  return parsed.data
}

export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1|\[::1\])$/.test(host)
