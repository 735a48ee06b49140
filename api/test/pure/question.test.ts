import { expect } from 'chai'
import fc from 'fast-check'
import { luceneOf, readQuestion } from '../../src/questions/search/question.ts'
import { whyFound } from '../../src/questions/search/why.ts'
import { scale } from '../support/scale.ts'

describe('A question', () => {
  const read: [asked: string, words: string[], operations: string[]][] = [
    ['Who can create an invoice?', ['invoice'], ['create']],
    ['which modules let me update or remove customers', ['customer'], ['update', 'delete']],
    ['find the parcels of an order', ['parcel', 'order'], ['list']],
    ['客户 的 订单', ['客户', '的', '订单'], []],
    ['Wer kann Rechnungen für Kunden schreiben?', ['wer', 'kann', 'rechnungen', 'fur', 'kunden', 'schreiben'], []],
    ['S', ['s'], []],
    ['WMS and IDs', ['wms', 'ids'], []],
    ['my_table2', ['table2'], []],
    ['如何管理库存', ['如何', '管理', '库存'], []],
    ['在庫を確認するモジュール', ['在庫', '確認', 'する', 'モジュール'], []],
    ['재고 관리', ['재고', '관리'], []],
    ['me\u0301te\u0301o', ['meteo'], []],
    ['what is it', ['what', 'is', 'it'], []],
    ['', [], []],
  ]
  for (const [asked, words, operations] of read)
    it(`is read as words and operations: ${asked || 'nothing'}`, () => {
      expect(readQuestion(asked)).to.deep.equal({ words, operations })
    })

  it('becomes a query of Lucene in which nothing of it is syntax', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (asked) => {
        const query = luceneOf(readQuestion(asked))
        const word = '[\\p{L}\\p{M}\\p{N}\\p{Extended_Pictographic}]+'
        const one = `"${word}( ${word})*"\\^4( OR "${word}"\\^4)?( OR ${word}\\*\\^1\\.5)?( OR ${word}~[12]\\^0\\.5)?`
        expect(query).to.match(new RegExp(`^(""|${one}( OR ${one})*)$`, 'u'))
      }),
      { numRuns: scale(500, 10) },
    )
    expect(luceneOf(readQuestion('name:x AND (a* OR "b~")^4 \\'))).not.to.match(/name:|AND|\\|\(/)
  })

  it('is bounded, whatever its length', () => {
    const many = Array.from({ length: 500 }, (_, n) => `wort${n}x`).join(' ')
    expect(readQuestion(many).words).to.have.length(24)
    expect(readQuestion('x'.repeat(500)).words[0]).to.have.length(60)
  })

  it('is explained by the best way in which each word was found', () => {
    const texts = { name: 'Invoicing', description: 'Reminders for customers' }
    expect(whyFound(['invoice', 'custmer', 'reminder', 'parcel'], texts)).to.deep.equal([
      { word: 'invoice', how: 'beginning', in: ['name'] },
      { word: 'custmer', how: 'typo', in: ['description'] },
      { word: 'reminder', how: 'word', in: ['description'] },
    ])
  })
})
