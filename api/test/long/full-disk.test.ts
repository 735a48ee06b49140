import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServer, temporaryFolder, type RunningServer } from '../support/server.ts'

describe('A registry whose disk is full', function () {
  this.timeout(180_000)
  let folder: string
  let server: RunningServer
  before(async function () {
    folder = await temporaryFolder()
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=900m', 'tmpfs', folder], { stdio: 'ignore' })
    } catch {
      await rm(folder, { recursive: true })
      this.skip() // only the superuser may mount
    }
    server = await startServer({ DATA_DIR: join(folder, 'data'), SEED: 'none', MONITOR_INTERVAL: '0' })
  })
  after(async () => {
    await server?.stop()
    // Lazily: a process may still close its files.
    execFileSync('umount', ['-l', folder])
    await rm(folder, { recursive: true, force: true })
  })

  const write = async (key: string) => {
    const response = await fetch(`${server.origin}/api/modules`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key, name: key, description: `${key} `.repeat(1_000) }),
    })
    return { status: response.status, body: (await response.json()) as { type?: string } }
  }
  const written = async () => {
    const keys: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const response = await fetch(`${server.origin}/api/modules?limit=200${cursor && `&cursor=${cursor}`}`)
      const page = (await response.json()) as { items: { key: string }[]; nextCursor: string | null }
      keys.push(...page.items.map(({ key }) => key))
      cursor = page.nextCursor
    }
    return keys
  }

  it('says that it is unavailable, and comes back with all that it acknowledged as soon as there is room', async () => {
    const acknowledged: string[] = []
    const refused = new Set<string>()
    const writeOne = async (key: string) => {
      const { status, body } = await write(key)
      if (status === 201) acknowledged.push(key)
      else refused.add(`${status} ${body.type}`)
      return status
    }
    for (let index = 0; index < 5; index++) await writeOne(`before-${index}`)
    const filler = join(folder, 'filler')
    execFileSync('sh', ['-c', `cat /dev/zero > '${filler}' 2> /dev/null || true`])
    // Neo4j has reserved some space for its log: it takes writes until that is used.
    for (let index = 0; index < 2_000 && refused.size === 0; index++) await writeOne(`full-${index}`)
    for (let index = 0; index < 5; index++) await writeOne(`after-${index}`)
    expect([...refused].filter((one) => !/^503 (database-unavailable|timeout)$/.test(one))).to.deep.equal([])
    expect(refused).to.include('503 database-unavailable')
    expect((await fetch(`${server.origin}/readyz`)).status).to.equal(503)
    await rm(filler)
    for (let index = 0; (await writeOne(`back-${index}`)) !== 201; index++) await sleep(500)
    expect(await written()).to.include.members(acknowledged)
    expect(server.output()).to.include('Neo4j has failed and is being restarted; its disk may be full')
  })
})
