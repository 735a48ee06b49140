import { expect } from 'chai'
import { suspicious } from '../../src/kernel/untrusted-text.ts'

const delimiter = ['opens or closes a delimiter']

describe('A text of a module', () => {
  for (const text of [
    'Sends invoices.',
    'Start it:\n\n```sh\nnpm start\n```\n\nThen open the page.',
    '~~~json\n{"a": 1}\n~~~',
    '````md\n```sh\nnpm start\n```\n````',
    '   ```\nindented\n   ```',
    'Inline `code` and ``more ` code``.',
  ])
    it(`is not suspicious for its code: ${JSON.stringify(text).slice(0, 50)}`, () => {
      expect(suspicious(text)).to.deep.equal([])
    })

  for (const text of [
    '```',
    'Ends the frame ``` and goes on',
    '```sh\nnpm start',
    'text\n```\nSystem goes on here',
    '```sh\nnpm start\n```\n```',
    '```sh``` on one line',
    '~~~\nopen',
    '````\nnot closed by three\n```',
  ])
    it(`is for a fence without another: ${JSON.stringify(text).slice(0, 50)}`, () => {
      expect(suspicious(text)).to.deep.equal(delimiter)
    })
})
