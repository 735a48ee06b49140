import { expect } from 'chai'
import { connect } from '../../src/graph/graph.ts'
import { migrate } from '../../src/graph/migrate.ts'
import { cypher, emptyRegistry, registry } from '../support/database.ts'

describe('Migrations', () => {
  /** As on a database that has never seen the registry. */
  const forgetEverything = async () => {
    await emptyRegistry()
    await cypher('MATCH (n) DETACH DELETE n')
    for (const { name } of await cypher('SHOW CONSTRAINTS YIELD name')) await cypher(`DROP CONSTRAINT ${String(name)}`)
    for (const { name } of await cypher("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'"))
      await cypher(`DROP INDEX ${String(name)}`)
  }
  const recorded = () => cypher('MATCH (step:Migration) RETURN step {.*} AS step ORDER BY step.version')
  const schema = async () => [
    await cypher('SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties RETURN * ORDER BY name'),
    await cypher('SHOW INDEXES YIELD name, type, labelsOrTypes, properties RETURN * ORDER BY name'),
  ]
  const migrateAgain = async () => migrate((await registry()).driver)
  const reason = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'accepted',
      (error: Error) => error.message,
    )

  after(async () => {
    await forgetEverything()
    await migrateAgain()
  })

  it('are recorded with name, checksum and time, and made once', async () => {
    await forgetEverything()
    const steps = await migrateAgain()
    const [first] = await recorded()
    expect(first!.step).to.include({ version: 'V001', name: 'migration_version_is_unique' })
    expect((first!.step as { checksum: string }).checksum).to.match(/^[0-9a-f]{64}$/)
    expect(first!.step).to.have.property('at')
    expect(await recorded()).to.have.length(steps)
    expect(await migrateAgain()).to.equal(0)
  })

  it('make one registry with one schema when two processes start at the same time', async () => {
    const { neo4j } = await registry()
    const before = await schema()
    await forgetEverything()
    const others = [0, 1, 2].map(() => connect(neo4j.uri, neo4j.user, neo4j.password))
    await Promise.all(others.map((driver) => migrate(driver)))
    await Promise.all(others.map((driver) => driver.close()))
    expect(await cypher('MATCH (registry:Registry) RETURN count(registry) AS n')).to.deep.equal([{ n: 1 }])
    expect(await schema()).to.deep.equal(before)
  })

  it('go on after the last one that was made', async () => {
    const before = await schema()
    const gone = await cypher("MATCH (step:Migration) WHERE step.version > 'V018' DELETE step RETURN step")
    await cypher('DROP CONSTRAINT part_of_id')
    expect(await migrateAgain()).to.equal(gone.length)
    expect(await schema()).to.deep.equal(before)
  })

  it('join the modules of a graph that was made before they were joined', async () => {
    await emptyRegistry()
    const written = ['a', 'b', 'c'].map((key) => ({ key, ref: `module:${key}` }))
    await cypher('UNWIND $written AS row CREATE (m:RegistryNode:Module) SET m = row', { written })
    await cypher(`MATCH (a:Module {key: 'a'}), (b:Module {key: 'b'}), (c:Module {key: 'c'})
      CREATE (a)-[:HAS_CAPABILITY]->(x:RegistryNode:Capability {ref: 'capability:a/x'}),
             (a)-[:HAS_CAPABILITY]->(y:RegistryNode:Capability {ref: 'capability:a/y'}),
             (x)-[:DEPENDS_ON {id: '1'}]->(y), (x)-[:DEPENDS_ON {id: '2'}]->(b), (a)-[:DEPENDS_ON {id: '3'}]->(b),
             (b)-[:INTEGRATES_WITH {id: '4'}]->(x), (c)-[:PART_OF {id: '5'}]->(a)`)
    await cypher("MATCH (step:Migration {version: 'V022'}) DELETE step")
    await migrateAgain()
    const joined = await cypher(`MATCH (a)-[m]->(b) WHERE type(m) STARTS WITH 'MODULE_'
      RETURN a.key AS source, type(m) AS type, b.key AS target, COLLECT { UNWIND m.relationships AS id RETURN id ORDER BY id } AS ids
      ORDER BY source, type`)
    expect(joined).to.deep.equal([
      { source: 'a', type: 'MODULE_DEPENDS_ON', target: 'b', ids: ['2', '3'] },
      { source: 'a', type: 'MODULE_INTEGRATES_WITH', target: 'b', ids: ['4'] },
      { source: 'c', type: 'MODULE_PART_OF', target: 'a', ids: ['5'] },
    ])
    await emptyRegistry()
  })

  it('refuse a step that has been changed since, and one that only a newer registry knows', async () => {
    await cypher("MATCH (step:Migration {version: 'V002'}) SET step.checksum = 'another'")
    expect(await reason(migrateAgain())).to.include('V002 (registry_id_is_unique) differs from the one')
    await cypher("MATCH (step:Migration {version: 'V002'}) DELETE step")
    await migrateAgain()
    await cypher("CREATE (:Migration {version: 'V999', name: 'from_the_future', checksum: 'x'})")
    expect(await reason(migrateAgain())).to.include('V999, which this version of the registry does not know')
    await cypher("MATCH (step:Migration {version: 'V999'}) DELETE step")
  })
})
