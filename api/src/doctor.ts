import { Environment, readEnvironment } from './kernel/env.ts'
import { StartError } from './kernel/errors.ts'
import { findInstallation, findJava, findMaven } from './graph/embedded/install.ts'
import { isFree } from './graph/embedded/launch.ts'
import { causeOf, connect } from './graph/graph.ts'

const secrets = ['NEO4J_PASSWORD', 'ANALYST_NEO4J_PASSWORD', 'API_KEY', 'LLM_API_KEY', 'SECRETS_KEY']

interface Check {
  what: string
  /** Returns what was found; throws when the check fails. */
  look: () => Promise<string>
}

/** Lists every setting with its value, and checks the prerequisites of a start. */
export async function doctor(variables: NodeJS.ProcessEnv): Promise<{ lines: string[]; isWell: boolean }> {
  const settings = Object.entries(Environment.shape).map(([name, { description = '' }]) => {
    const given = variables[name] || undefined
    const shown = given === undefined ? preset(name) : secrets.includes(name) ? '(set, not shown)' : given
    return `  ${name.padEnd(24)}${shown.padEnd(28)}${description}`
  })
  const results = await Promise.all(
    checks(variables).map(({ what, look }) =>
      look().then(
        (found) => ({ isWell: true, line: `  ok       ${what}: ${found}` }),
        (error: Error) => ({
          isWell: false,
          line: [`  missing  ${what}: ${error.message}`, ...waysOf(error).map((way) => `           - ${way}`)].join(
            '\n',
          ),
        }),
      ),
    ),
  )
  return {
    lines: ['Settings', ...settings, '', 'Checks', ...results.map(({ line }) => line)],
    isWell: results.every(({ isWell }) => isWell),
  }
}

/** The default value, or `-`. */
const preset = (name: string): string => {
  const schema = Environment.shape[name as keyof typeof Environment.shape]
  const { success, data } = schema.safeParse(undefined)
  return success && data !== undefined ? String(data) : '-'
}

const waysOf = (error: Error) => (error instanceof StartError ? error.ways : [])

function checks(variables: NodeJS.ProcessEnv): Check[] {
  const settings: Check = {
    what: 'settings',
    look: async () => (readEnvironment(variables), 'all valid'),
  }
  let env: Environment
  try {
    env = readEnvironment(variables)
  } catch {
    return [settings]
  }
  const { HOST, PORT, NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD = '', NEO4J_DATABASE } = env
  const port: Check = {
    what: `port ${PORT}`,
    look: async () => {
      if (await isFree(PORT, HOST)) return 'free'
      throw new Error(`already in use, or ${HOST} is not an address of this machine`)
    },
  }
  if (NEO4J_URI === undefined)
    return [
      settings,
      port,
      { what: 'Java', look: async () => (await findJava()).command },
      {
        what: 'embedded Neo4j',
        look: async () => {
          const installation = await findInstallation()
          const { version, lib, fresh } = installation
          return fresh
            ? `${version}, not downloaded yet; ${findMaven(installation)} does so at the first start`
            : `${version} in ${lib}`
        },
      },
    ]
  const server = async () => {
    const driver = connect(NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD)
    try {
      const { agent, address } = await driver.getServerInfo({ database: NEO4J_DATABASE })
      return `${agent} at ${address}`
    } catch (error) {
      throw new Error(causeOf(error as Error), { cause: error })
    } finally {
      await driver.close()
    }
  }
  return [settings, port, { what: 'Neo4j', look: server }]
}
