/* global SwaggerUIBundle */

// The path selects the document: /docs, /docs/modules, /docs/modules/crm/api.
const [, , all, id] = location.pathname.split('/')
const url = id ? `/api/modules/${id}/openapi.json` : all ? '/api/openapi/modules.json?limit=500' : '/openapi.json'

for (const link of document.querySelectorAll('nav a'))
  if (link.getAttribute('href') === (all ? '/docs/modules' : '/docs')) link.setAttribute('aria-current', 'page')

const dark = matchMedia('(prefers-color-scheme: dark)')
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
dark.addEventListener('change', follow)
follow()

/** What Swagger UI has that assistive technology cannot use, or that has one value only. */
const accessible = ({ React: { createElement }, getComponent }) => ({
  components: {
    // It looks for a field of each format, and complains in the console before it takes that of a text.
    ...Object.fromEntries(
      ['date', 'date-time', 'email', 'uri', 'uuid'].map((format) => [
        `JsonSchema_string_${format}`,
        (props) => createElement(getComponent('JsonSchema_string'), props),
      ]),
    ),
    // A link within the button that opens an operation.
    DeepLink: ({ text, path }) => createElement('span', null, text ?? path),
    // Every document names this server only, in a field without a label.
    ServersContainer: () => null,
  },
  wrapComponents: {
    InfoContainer: (Original) => (props) =>
      createElement('section', { 'aria-label': 'About this API' }, createElement(Original, props)),
    SchemesContainer: (Original) => (props) =>
      createElement('section', { 'aria-label': 'Authorization' }, createElement(Original, props)),
    // The names of groups are of the third level, below the first.
    operations: (Original) => (props) =>
      createElement(
        'div',
        null,
        createElement('h2', { className: 'unseen' }, 'Operations'),
        createElement(Original, props),
      ),
  },
})

/** Names fields after their parameter and tables after their operation, and lets the keyboard scroll examples. */
function name(root) {
  for (const select of root.querySelectorAll('select:not([aria-label])')) {
    const parameter = select.closest('tr')?.dataset.paramName
    select.setAttribute('aria-label', parameter ?? 'Content type')
  }
  for (const table of root.querySelectorAll('table.responses-table:not([aria-label])'))
    table.setAttribute('aria-label', `Responses of ${table.closest('.opblock')?.id}`)
  for (const example of root.querySelectorAll('pre.microlight:not([tabindex])')) example.tabIndex = 0
}
const target = document.querySelector('#reference')
new MutationObserver(() => name(target)).observe(target, { childList: true, subtree: true })

SwaggerUIBundle({ url, dom_id: '#reference', deepLinking: true, docExpansion: 'list', plugins: [accessible] })
