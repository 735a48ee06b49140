import { expect } from 'chai'
import { connect } from '../../src/graph/graph.ts'
import { migrate } from '../../src/graph/migrate.ts'
import { cypher, emptyRegistry, joinedWrongly, registry } from '../support/database.ts'

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
  const joined = () =>
    cypher(`MATCH (a:Module)-[r]->(b:Module)
      RETURN a.key AS source, type(r) AS type, b.key AS target, r.id AS id,
        COLLECT { UNWIND coalesce(r.liftedFrom, r.relationships) AS id RETURN id ORDER BY id } AS liftedFrom
      ORDER BY source, type, target`)
  const forget = (...versions: string[]) =>
    cypher('MATCH (step:Migration) WHERE step.version IN $versions DELETE step', { versions })
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
    await forget('V022', 'V059', 'V060')
    await migrateAgain()
    expect(await joinedWrongly()).to.deep.equal([])
    expect(await joined()).to.deep.equal([
      { source: 'a', type: 'DEPENDS_ON', target: 'b', id: '3', liftedFrom: ['2'] },
      { source: 'a', type: 'INTEGRATES_WITH', target: 'b', id: null, liftedFrom: ['4'] },
      { source: 'c', type: 'PART_OF', target: 'a', id: '5', liftedFrom: [] },
    ])
    await emptyRegistry()
  })

  it('make one relationship of a type of two between modules, whatever they stood for, and go on where they were stopped', async () => {
    await emptyRegistry()
    const written = ['a', 'b', 'c', 'd'].map((key) => ({ key, ref: `module:${key}` }))
    await cypher(
      `UNWIND $written AS row
       CREATE (m:RegistryNode:Module)-[:HAS_CAPABILITY]->(:RegistryNode:Capability {ref: 'capability:' + row.key + '/x'})
       SET m = row`,
      { written },
    )
    await cypher(`MATCH (a:Module {key: 'a'})-->(x), (b:Module {key: 'b'})-->(y), (c:Module {key: 'c'}), (d:Module {key: 'd'})
      CREATE (a)-[:FLOWS_TO {id: '01'}]->(b), (a)-[:MODULE_FLOWS_TO {relationships: ['01']}]->(b),
             (b)-[:FLOWS_TO {id: '02'}]->(a), (y)-[:FLOWS_TO {id: '03'}]->(x), (b)-[:MODULE_FLOWS_TO {relationships: ['03', '02']}]->(a),
             (d)-[:INTEGRATES_WITH {id: '04'}]->(c), (c)-[:MODULE_INTEGRATES_WITH {relationships: ['04']}]->(d),
             (b)-[:INTEGRATES_WITH {id: '05'}]->(a), (y)-[:INTEGRATES_WITH {id: '06'}]->(a), (x)-[:INTEGRATES_WITH {id: '07'}]->(y),
             (a)-[:MODULE_INTEGRATES_WITH {relationships: ['05', '06', '07']}]->(b),
             (x)-[:INTEGRATES_WITH {id: '08'}]->(d), (a)-[:MODULE_INTEGRATES_WITH {relationships: ['08']}]->(d),
             (c)-[:PART_OF {id: '09'}]->(d), (c)-[:MODULE_PART_OF {relationships: ['09']}]->(d),
             (c)-[:DEPENDS_ON {id: '10'}]->(y), (c)-[:DEPENDS_ON {liftedFrom: ['10']}]->(b),
             (x)-[:DEPENDS_ON {id: '11'}]->(y), (a)-[:MODULE_DEPENDS_ON {relationships: ['11']}]->(b)`)
    await forget('V059', 'V060')
    await migrateAgain()
    const expected = [
      { source: 'a', type: 'DEPENDS_ON', target: 'b', id: null, liftedFrom: ['11'] },
      { source: 'a', type: 'FLOWS_TO', target: 'b', id: '01', liftedFrom: [] },
      { source: 'a', type: 'INTEGRATES_WITH', target: 'd', id: null, liftedFrom: ['08'] },
      { source: 'b', type: 'FLOWS_TO', target: 'a', id: '02', liftedFrom: ['03'] },
      { source: 'b', type: 'INTEGRATES_WITH', target: 'a', id: '05', liftedFrom: ['06', '07'] },
      { source: 'c', type: 'DEPENDS_ON', target: 'b', id: null, liftedFrom: ['10'] },
      { source: 'c', type: 'PART_OF', target: 'd', id: '09', liftedFrom: [] },
      { source: 'd', type: 'INTEGRATES_WITH', target: 'c', id: '04', liftedFrom: [] },
    ]
    expect(await joined()).to.deep.equal(expected)
    expect(await joinedWrongly()).to.deep.equal([])
    await forget('V059', 'V060')
    await migrateAgain()
    expect(await joined(), 'made again').to.deep.equal(expected)
    await emptyRegistry()
  })

  it('join more modules than one transaction of them takes', async function () {
    this.timeout(120_000)
    await emptyRegistry()
    await cypher(`UNWIND range(0, 69) AS n CREATE (:RegistryNode:Module {ref: 'module:m' + n, key: 'm' + n})
      -[:HAS_CAPABILITY]->(:RegistryNode:Capability {ref: 'capability:m' + n + '/x'})`)
    await cypher(`MATCH (a:Module)-->(x:Capability), (b:Module)-->(y:Capability)
      WHERE a.key < b.key
      CREATE (x)-[:DEPENDS_ON {id: a.key + ' ' + b.key}]->(y), (a)-[:MODULE_DEPENDS_ON {relationships: [a.key + ' ' + b.key]}]->(b),
             (x)-[:INTEGRATES_WITH {id: a.key + ' with ' + b.key}]->(y), (a)-[:MODULE_INTEGRATES_WITH {relationships: [a.key + ' with ' + b.key]}]->(b)`)
    await forget('V059', 'V060')
    await migrateAgain()
    expect(await joinedWrongly()).to.deep.equal([])
    expect(await joined()).to.have.length(70 * 69)
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
