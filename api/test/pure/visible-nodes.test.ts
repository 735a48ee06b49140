import { expect } from 'chai'
import { cypherFiles, readCypher } from '@registry/cypher/catalog'
import { tokenize } from '../../src/questions/queries/cypher-tokens.ts'
import {
  checkLabels,
  hiddenLabels,
  restrictedToVisible,
  visibleLabels,
} from '../../src/questions/queries/visible-nodes.ts'

/** With !H for no hidden label. */
const restricted = (text: string) =>
  restrictedToVisible(text, tokenize(text))
    .replaceAll(/!\(Alert[A-Za-z|]+\)/g, '!H')
    .replaceAll(/ +([)\]}])/g, '$1')
    .replaceAll(/ +/g, ' ')

describe('A query of analysts begins at nodes that they may read', () => {
  for (const [given, run] of [
    ['MATCH (n) RETURN n LIMIT 25', 'MATCH (n:!H) RETURN n LIMIT 25'],
    ['match(n)return n', 'match(n:!H)return n'],
    ['MATCH () RETURN count(*)', 'MATCH (:!H) RETURN count(*)'],
    ['MATCH (is), (where) RETURN is', 'MATCH (is:!H), (where:!H) RETURN is'],
    ['MATCH (`a b`) RETURN 1', 'MATCH (`a b`:!H) RETURN 1'],
    ['MATCH (n $given) RETURN n', 'MATCH (n :!H $given) RETURN n'],
    ['MATCH (n WHERE n.url > "") RETURN n', 'MATCH (n :!H WHERE n.url > "") RETURN n'],
    ['MATCH (n)-[r]->(m) RETURN r', 'MATCH (n:!H)-[r]->(m) RETURN r'],
    ['MATCH p = (a)-->(b), (c) RETURN p', 'MATCH p = (a:!H)-->(b), (c:!H) RETURN p'],
    ['MATCH p = shortestPath((a)-[*..3]-(b)) RETURN p', 'MATCH p = shortestPath((a:!H)-[*..3]-(b)) RETURN p'],
    ['MATCH ((a)-->(b)){1,3} RETURN a', 'MATCH ((a:!H)-->(b)){1,3} RETURN a'],
    ['MATCH (p = (a)-->(b))+ RETURN 1', 'MATCH (p = (a:!H)-->(b))+ RETURN 1'],
    ['MATCH (n:!Module) RETURN n', 'MATCH (n:(!Module)&!H) RETURN n'],
    ['MATCH (n:$("Web" + "hook")) RETURN n', 'MATCH (n:($("Web" + "hook"))&!H) RETURN n'],
    ['MATCH (n:$any(["Webhook"])) RETURN n', 'MATCH (n:($any(["Webhook"]))&!H) RETURN n'],
    ['MATCH (n:Module|$(x) $given) RETURN n', 'MATCH (n:(Module|$(x))&!H $given) RETURN n'],
    ['MATCH (n:%) RETURN n', 'MATCH (n:(%)&!H) RETURN n'],
    ['MATCH (n IS (!Module&!Entity)) RETURN n', 'MATCH (n IS ((!Module&!Entity))&!H) RETURN n'],
    ['MATCH (m:Module) OPTIONAL MATCH (x) RETURN x', 'MATCH (m:Module) OPTIONAL MATCH (x:!H) RETURN x'],
    ['CALL { MATCH (n) RETURN n } RETURN n', 'CALL { MATCH (n:!H) RETURN n} RETURN n'],
    ['RETURN COLLECT { MATCH (n) RETURN n.url } AS u', 'RETURN COLLECT { MATCH (n:!H) RETURN n.url} AS u'],
    ['RETURN COUNT { (a)-->(b) } AS c', 'RETURN COUNT { (a:!H)-->(b)} AS c'],
    ['RETURN EXISTS { ({url: "x"}) } AS e', 'RETURN EXISTS { (:!H {url: "x"})} AS e'],
    ['RETURN [(n)-->(m) | n.url] AS u', 'RETURN [(n:!H)-->(m) | n.url] AS u'],
    ['RETURN [p = (n)<-[:TO]-(m) | p] AS u', 'RETURN [p = (n:!H)<-[:TO]-(m) | p] AS u'],
  ] as const)
    it(given, () => expect(restricted(given)).to.equal(run))

  for (const text of [
    'MATCH (n:Module)-->(m) RETURN m',
    'MATCH (n:Module|Entity {key: "crm"}) RETURN n.match, {match: (1 + 2)} AS match',
    'RETURN [(1+2), 3] AS y, [(1)-(2)] AS z',
    'MATCH (m:Module) WHERE (m)-->() RETURN m',
  ])
    it(`${text} as it stands`, () => expect(restricted(text)).to.equal(text))
})

describe('Labels', () => {
  const refusal = (text: string) => {
    try {
      checkLabels(tokenize(text))
    } catch (error) {
      return (error as { extra: { rule: string; position: number } }).extra
    }
    return undefined
  }

  it('that are hidden can not be named', () => {
    for (const [text, position] of [
      ['MATCH (w:Webhook) RETURN w.url', 9],
      ['MATCH (k:ApiKey) RETURN k', 9],
      ['MATCH (k:`ApiKey`) RETURN k', 9],
      ['MATCH (k:\\u0041piKey) RETURN k', 9],
      ['MATCH (k IS ApiKey) RETURN k', 12],
      ['MATCH (n:Module|Delivery) RETURN n', 16],
      ['MATCH (n:(Webhook|Module)) RETURN n', 10],
      ['MATCH (n:!!Lock) RETURN n', 11],
      ['MATCH (n) WHERE n:Module&SavedQuery RETURN n', 25],
      ['RETURN COUNT { (:KeptAnswer) } AS n', 17],
    ] as const)
      expect(refusal(text), text).to.deep.equal({ rule: 'hidden', position })
    for (const text of [
      'MATCH (Webhook:Module) RETURN Webhook',
      "RETURN 'ApiKey' AS Lock",
      'MATCH (n:Module) RETURN n.Lease',
    ])
      expect(refusal(text), text).to.equal(undefined)
  })

  it('of all nodes that the registry writes are either visible or hidden', () => {
    const named = cypherFiles().flatMap((name) =>
      [...readCypher(name).matchAll(/\(\w*((?::[A-Z]\w+)+)/g)].flatMap(([, labels]) => labels!.slice(1).split(':')),
    )
    expect(
      [...new Set(named)].filter((label) => !visibleLabels.includes(label) && !(label in hiddenLabels)),
    ).to.deep.equal([])
    expect(visibleLabels.filter((label) => label in hiddenLabels)).to.deep.equal([])
  })
})
