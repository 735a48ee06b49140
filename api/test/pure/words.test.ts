import { expect } from 'chai'
import fc from 'fast-check'
import { folded, indexed, isFoundIn, phraseOf, wordsIn } from '../../src/kernel/words.ts'
import { scale } from '../support/scale.ts'

/** Texts in which a reader sees the same words. */
const same: [one: string, other: string][] = [
  ['façade', 'FACADE'],
  ['météo'.normalize('NFD'), 'meteo'],
  ['Müller', 'muller'],
  ['Straße', 'STRASSE'],
  ['STRAẞE', 'strasse'],
  ['İstanbul', 'istanbul'],
  ['ısı', 'ISI'],
  ['ﬁle ﬂow', 'file flow'],
  ['ＷＭＳ２', 'wms2'],
  ['ｶﾞｰﾄﾞ', 'ガード'],
  ['재고'.normalize('NFD'), '재고'],
  ['كتـــاب', 'كتاب'],
  ['مُحَمَّد', 'محمد'],
  ['أحمد', 'احمد'],
  ['آلة', 'اله'.replace('ه', 'ة')],
  ['کتابی', 'كتابي'],
  ['می\u200cخواهم', 'میخواهم'],
  ['שָׁלוֹם', 'שלום'],
  ['Đà Nẵng', 'da nang'],
  ['Tiếng Việt', 'tieng viet'],
  ['ёлка', 'елка'],
  ['за\u0301мок', 'замок'],
  ['Ἀθῆναι', 'αθηναι'],
  ['ΟΔΟΣ', 'οδος'],
  ['Æsir Øl Łódź', 'aesir ol lodz'],
  ['Åse', 'ase'],
  ['ශ්\u200dරී', 'ශ්රී'],
  ['ŀ', 'l·'],
]
/** Words that differ in a letter, which no folding may take for an accent. */
const different: [one: string, other: string][] = [
  ['йод', 'иод'],
  ['ѓ', 'г'],
  ['が', 'か'],
  ['ガ', 'カ'],
  ['パ', 'バ'],
  ['각', '가'],
  ['की', 'का'],
  ['क़', 'क'],
  ['กำ', 'กา'],
  ['ни', 'не'],
  ['ش', 'س'],
  ['ة', 'ه'],
  ['שׁ'.normalize('NFD') + 'ר', 'שד'],
  ['ひらがな', 'ヒラガナ'],
  ['a', 'o'],
]

describe('Words', () => {
  it('are the same whatever their case, width, composition and accents', () => {
    for (const [one, other] of same)
      for (const form of ['NFC', 'NFD'] as const)
        expect(folded(one.normalize(form)), `${one} ${form}`).to.equal(folded(other))
  })

  it('keep apart what are letters of their own', () => {
    for (const [one, other] of different)
      for (const form of ['NFC', 'NFD'] as const)
        expect(folded(one.normalize(form)), one).not.to.equal(folded(other.normalize(form)))
  })

  it('are what stands between signs and spaces; where nothing separates them, all that stands together', () => {
    const texts: [text: string, words: string[]][] = [
      ['my_table2, my-table.v3', ['my', 'table2', 'my', 'table', 'v3']],
      ["l'été d’Élise", ['l', 'ete', 'd', 'elise']],
      ['S', ['s']],
      ['재고관리 2호', ['재고관리', '2', '호']],
      ['在庫DB管理', ['在庫', 'db', '管理']],
      ['データベース', ['データベース']],
      ['ระบบคลัง', ['ระบบคลัง']],
      ['🧊 ice 👩‍🔧', ['🧊', 'ice', '👩', '🔧']],
      ['  ', []],
      ['C++ & a/b', ['c', 'a', 'b']],
    ]
    for (const [text, words] of texts) expect(wordsIn(text), text).to.deep.equal(words)
    expect(indexed(['재고 S3', null, 'Été'])).to.equal('재 고 s3 ete')
    expect(indexed(['ที่'])).to.equal('ที่')
    expect(phraseOf('재고')).to.equal('"재 고"')
  })

  it('are found in a text wherever they stand, in any order', () => {
    for (const [text, sought] of [
      ['Façade of orders', 'facade'],
      ['my_table2', 'table2 MY'],
      ['재고관리', '관리'],
      ['crm/Order', 'ord'],
      ['a → b', '→'],
      ['anything', '  '],
    ] as const)
      expect(isFoundIn(text, sought), `${text}: ${sought}`).to.equal(true)
    expect(isFoundIn('Orders', 'orders of crm')).to.equal(false)
  })

  it('are stable: folded again and in any form they are the same, and none is syntax of Lucene', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const once = folded(text)
        expect(folded(once)).to.equal(once)
        expect(folded(text.normalize('NFD'))).to.equal(folded(text.normalize('NFC')))
        expect(wordsIn(text).join('')).to.match(/^[\p{L}\p{M}\p{N}\p{Extended_Pictographic}]*$/u)
      }),
      { numRuns: scale(5_000, 200) },
    )
  })
})
