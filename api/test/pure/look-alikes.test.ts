import { expect } from 'chai'
import { isOwnActor, isReservedName, looksLike } from '../../src/kernel/look-alikes.ts'

describe('Names that look alike', () => {
  for (const [one, other] of [
    ['planner', 'рlаnnеr'], // Cyrillic р, а, е
    ['planner', 'ｐｌａｎｎｅｒ'],
    ['planner', '𝐩lanner'],
    ['Ann', 'ann'],
    ['bill', 'biII'],
    ['bot 10', 'bot 1O'],
    ['bot 10', 'bot l0'],
    ['agent', 'agеnt'],
    ['team', 'tearn'],
  ] as const)
    it(`${one} and ${JSON.stringify(other)} do`, () => expect(looksLike(one, other)).to.equal(true))

  for (const [one, other] of [
    ['planner', 'planer'],
    ['Müller', 'Muller'],
    ['Анна', 'Anna'],
    ['bot 1', 'bot 2'],
    ['王', '玉'],
  ] as const)
    it(`${one} and ${other} do not`, () => expect(looksLike(one, other)).to.equal(false))

  it('are reserved for the registry and for callers without a key', () => {
    for (const name of ['monitor', 'Monitor', 'mоnitor', 'ｍonitor', 'seed', 'registry']) {
      expect(isOwnActor(name), name).to.equal(true)
      expect(isReservedName(name), name).to.equal(true)
    }
    for (const name of ['local', 'lоcal', 'mcp', 'AI', 'human']) {
      expect(isReservedName(name), name).to.equal(true)
      expect(isOwnActor(name), name).to.equal(false)
    }
    for (const name of ['monitoring', 'Ann', 'seeder']) expect(isReservedName(name), name).to.equal(false)
  })
})
