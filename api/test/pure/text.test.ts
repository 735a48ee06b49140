import { expect } from 'chai'
import { cleanText, isPlainName, isVisible, nameText } from '../../src/kernel/text.ts'

describe('Names', () => {
  const [zwnj, zwj] = ['\u200c', '\u200d']
  const joined = {
    Sinhala: `\u0dc1\u0dca${zwj}\u0dbb\u0dd3 \u0dbd\u0d82\u0d9a\u0dcf`,
    Persian: `\u0645\u06cc${zwnj}\u062e\u0648\u0627\u0647\u0645`,
    Devanagari: `\u0930\u094d${zwj}\u092f`,
    Malayalam: `\u0d28\u0d4d${zwj}\u0d31`,
    family: `\u{1f468}${zwj}\u{1f469}${zwj}\u{1f467}`,
    technologist: `\u{1f469}\u{1f3fd}${zwj}\u{1f4bb}`,
    flag: `\u{1f3f3}\ufe0f${zwj}\u{1f308}`,
  }
  for (const [name, text] of Object.entries(joined))
    it(`may join what ${name} joins, as descriptions may`, () => {
      expect(isPlainName(text)).to.equal(true)
      expect(cleanText(text)).to.equal(text)
      expect(nameText().parse(`${text} 1`)).to.equal(`${text} 1`)
    })

  const hidden = {
    'a joiner between Latin letters': `bill${zwj}ing`,
    'a joiner at the beginning': `${zwj}billing`,
    'a joiner at the end': `\u0dc1\u0dca${zwj}`,
    'two joiners': `\u0dc1\u0dca${zwj}${zwj}\u0dbb`,
    'a joiner between a picture and a letter': `\u{1f468}${zwj}a`,
    'a zero-width space': 'bill\u200bing',
    'a tag': 'billing\u{e0041}',
    'half a character': 'billing\ud800',
    'a line break': 'bill\ning',
    'a change of direction': 'bill\u202eing',
  }
  for (const [what, text] of Object.entries(hidden))
    it(`may not have ${what}`, () => {
      expect(isPlainName(text)).to.equal(false)
      expect(nameText().safeParse(text).success).to.equal(false)
    })

  const nothing = {
    spaces: ' \u00a0\u3000',
    'a Hangul filler': '\u3164',
    'half a Hangul filler': '\uffa0',
    'variation selectors': '\ufe0f\ufe0e',
    'supplementary variation selectors': '\u{e0100}\u{e0101}',
    'an empty pattern of Braille': '\u2800',
    'a grapheme joiner': '\u034f',
  }
  for (const [what, text] of Object.entries(nothing))
    it(`must have more than ${what}`, () => {
      expect(isVisible(text)).to.equal(false)
      expect(nameText().safeParse(text).success).to.equal(false)
      expect(isVisible(`${text}a`)).to.equal(true)
    })

  it('may be one sign that can be seen', () => {
    for (const text of ['a', '1', '\u{1f680}', '\u2601\ufe0f', '-', '\u91cd', '\u0e01'])
      expect(isVisible(text), text).to.equal(true)
  })
})
