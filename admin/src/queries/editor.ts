import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { cypher } from '@codemirror/legacy-modes/mode/cypher'
import { linter, lintGutter, lintKeymap, type Diagnostic } from '@codemirror/lint'
import { EditorState, Prec, type Extension } from '@codemirror/state'
import { EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { complete, type Schema } from './completion.ts'

interface Wiring {
  label: string
  placeholder: string
  schema: () => Schema
  check: (text: string) => Promise<Diagnostic[]>
  changed: (text: string) => void
  run: () => void
}

const color = (name: string) => `rgb(var(--v-theme-${name}))`
const looks = HighlightStyle.define([
  { tag: tags.keyword, color: color('primary'), fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: color('success') },
  { tag: [tags.number, tags.atom, tags.bool], color: color('warning') },
  { tag: [tags.variableName, tags.definition(tags.variableName)], color: color('info') },
  { tag: tags.comment, color: color('neutral'), fontStyle: 'italic' },
])
const theme = EditorView.theme({
  '&': { fontSize: '0.875rem', maxHeight: '45vh', color: color('on-surface') },
  '&.cm-focused': { outline: `2px solid ${color('primary')}` },
  '.cm-scroller': { fontFamily: 'var(--code-font)', minHeight: '136px' },
  '.cm-content': { caretColor: color('on-surface') },
  '.cm-cursor': { borderInlineStartColor: color('on-surface') },
  '.cm-gutters': { background: 'transparent', color: color('neutral'), border: '0' },
  '.cm-placeholder': { color: color('neutral') },
  '.cm-tooltip': { background: color('surface'), color: color('on-surface') },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: color('primary'), color: color('on-primary') },
  '.cm-completionDetail': { color: 'inherit', fontStyle: 'normal' },
})

export function createEditor(parent: HTMLElement, doc: string, wiring: Wiring): EditorView {
  const run = Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => (wiring.run(), true) }]))
  const extensions: Extension = [
    lineNumbers(),
    history(),
    bracketMatching(),
    closeBrackets(),
    EditorView.lineWrapping,
    theme,
    run,
    StreamLanguage.define(cypher),
    syntaxHighlighting(looks),
    autocompletion({ override: [(context) => complete(context, wiring.schema())] }),
    linter((view) => wiring.check(view.state.doc.toString()), { delay: 500 }),
    lintGutter(),
    placeholder(wiring.placeholder),
    EditorView.contentAttributes.of({ 'aria-label': wiring.label }),
    EditorView.updateListener.of((update) => update.docChanged && wiring.changed(update.state.doc.toString())),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...lintKeymap,
      ...historyKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
  ]
  return new EditorView({ parent, state: EditorState.create({ doc, extensions }) })
}
