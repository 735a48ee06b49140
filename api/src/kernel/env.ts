import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { messageOf, StartError } from './errors.ts'
import { rangeOf } from './addresses.ts'

const clone = fileURLToPath(new URL('../../..', import.meta.url))
const text = z.string().min(1).optional()

export const shortestKey = 24

/** The settings of the registry, read once at startup. */
export const Environment = z.object({
  HOST: z.string().default('127.0.0.1').describe('Address to listen on'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, { error: 'must be a port number; 0 picks a free one' })
    .transform(Number)
    .pipe(z.int().max(65_535))
    .default(3000)
    .describe('Port to listen on; 0 picks a free one'),
  PUBLIC_URL: z
    .string()
    .regex(/^https?:\/\/[^\s@?#'"]+$/, { error: 'must be like https://registry.example.org' })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .describe(
      'URL under which clients reach the registry, for the calls in its documentation; default: that of the request',
    ),
  DATA_DIR: z
    .string()
    .default('.data')
    .transform((path) => resolve(clone, path))
    .describe('Data directory of the embedded Neo4j, relative to the repository'),
  NEO4J_VERSION: z
    .string()
    .regex(/^(5\.2[6-9]|20\d\d\.\d{2})\.\d+$/, { error: 'must be like 5.26.30 or 2026.08.1' })
    .optional()
    .describe(
      'Version of the embedded Neo4j, 5.26 or later; what a later one has opened, an earlier one cannot; default: that of pom.xml',
    ),
  NEO4J_URI: z
    .string()
    .regex(/^(bolt(\+s|\+ssc)?:\/\/[^\s@?]+|neo4j(\+s|\+ssc)?:\/\/[^\s@?]+(\?\w+=\S+)?)$/, {
      error: 'must be like neo4j://host:7687 or bolt+s://host:7687, without user and password',
    })
    .optional()
    .describe('URI of an external Neo4j 5.26 or later, used instead of the embedded one'),
  NEO4J_USER: z.string().min(1).default('neo4j').describe('User name for NEO4J_URI'),
  NEO4J_PASSWORD: text.describe('Password for NEO4J_URI'),
  NEO4J_PASSWORD_FILE: text.describe(
    'File with the password for NEO4J_URI, such as a mounted secret; alternative to NEO4J_PASSWORD',
  ),
  NEO4J_DATABASE: text.describe('Database name; default: the default database of the server'),
  SEED: z
    .enum(['crm', 'all', 'none'])
    .optional()
    .describe('Sample modules for an empty database; default: all when embedded, none otherwise'),
  API_KEY: z
    .string()
    .min(shortestKey, { error: `must have at least ${shortestKey} characters` })
    .optional()
    .describe('Access key that every request must send'),
  API_KEY_FILE: text.describe('File with the access key, created if missing; alternative to API_KEY'),
  ANALYST_NEO4J_URI: z
    .string()
    .regex(/^(bolt|neo4j)(\+s|\+ssc)?:\/\/[^\s@?]+$/, {
      error: 'must be like bolt://host:7687, without user and password',
    })
    .optional()
    .describe('URI for analyst queries, such as a cluster follower; default: NEO4J_URI'),
  ANALYST_NEO4J_USER: text.describe('User name for analyst queries, preferably read-only'),
  ANALYST_NEO4J_PASSWORD: text.describe('Password for analyst queries'),
  LLM_BASE_URL: z
    .string()
    .regex(/^https?:\/\/[^\s@?#]+$/, { error: 'must be like http://localhost:11434/v1, without user and password' })
    .optional()
    .describe('Base URL of the language model that writes modules (OpenAI chat completions)'),
  LLM_MODEL: text.describe('Name of the language model'),
  LLM_API_KEY: text.describe('API key of the language model, if required'),
  LLM_TIMEOUT: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, { error: 'must be a number of seconds' })
    .transform(Number)
    .default(60)
    .describe('Seconds that the language model may take to write a module, one repair included'),
  LLM_MAX_TOKENS: z
    .string()
    .regex(/^[1-9]\d{2,5}$/, { error: 'must be a number of tokens, at least 100' })
    .transform(Number)
    .default(16_000)
    .describe('Maximum number of tokens of an answer of the language model'),
  MONITOR_INTERVAL: z
    .string()
    .regex(/^\d{1,4}$/, { error: 'must be a number of seconds; 0 disables the monitor' })
    .transform(Number)
    .default(15)
    .describe('Seconds between health checks; 0 disables them in this process'),
  RECORD_RETENTION_DAYS: z
    .string()
    .regex(/^\d{1,5}$/, { error: 'must be a number of days' })
    .transform(Number)
    .default(30)
    .describe('Days for which the records of deleted modules are kept, so that an undo brings them back'),
  JOB_RETENTION_HOURS: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, { error: 'must be a number of hours, at least 1' })
    .transform(Number)
    .default(24)
    .describe('Hours for which jobs and their results are kept after their end'),
  OUTBOUND_ALLOW: z
    .string()
    .default('')
    .transform((text, context) => {
      try {
        return text.split(/[\s,]+/).flatMap((range) => (range === '' ? [] : [rangeOf(range)]))
      } catch {
        context.addIssue({
          code: 'custom',
          message: 'must be a comma-separated list of addresses or ranges such as 10.0.0.0/8',
        })
        return z.NEVER
      }
    })
    .describe('Private addresses or CIDR ranges that health checks and webhooks may reach'),
  SECRETS_KEY: z
    .string()
    .min(shortestKey, { error: `must have at least ${shortestKey} characters` })
    .optional()
    .describe('Key for encryption and signing, the same in all processes; default: a file in DATA_DIR'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('warn')
    .describe('Minimum level of log messages on standard error'),
})
export type Environment = z.output<typeof Environment>

/** @throws StartError naming each invalid setting */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
    throw new StartError(`Invalid setting: ${wrong.join('; ')}.`)
  }
  const { HOST, API_KEY, API_KEY_FILE } = parsed.data
  if (!isLoopback(HOST) && API_KEY === undefined && API_KEY_FILE === undefined)
    throw new StartError(`HOST is ${HOST}, which others can reach, and there is no access control.`, [
      `set API_KEY to a secret of at least ${shortestKey} characters, or API_KEY_FILE to the file that holds it`,
      'leave HOST at 127.0.0.1',
    ])
  const { LLM_BASE_URL, LLM_MODEL } = parsed.data
  if ((LLM_BASE_URL === undefined) !== (LLM_MODEL === undefined))
    throw new StartError('LLM_BASE_URL and LLM_MODEL must be set together.', ['set both, or neither'])
  const { NEO4J_PASSWORD_FILE, NEO4J_PASSWORD = NEO4J_PASSWORD_FILE && secretIn(NEO4J_PASSWORD_FILE) } = parsed.data
  return { ...parsed.data, NEO4J_PASSWORD }
}

function secretIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new StartError(`NEO4J_PASSWORD_FILE cannot be read: ${messageOf(error)}.`)
  }
}

export const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1|\[::1\])$/.test(host)
