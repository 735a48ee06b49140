import { expect } from 'chai'
import { checkSchema } from '../../src/registry/configuration/schema-check.ts'
import { checkValues } from '../../src/registry/configuration/value-check.ts'
import { secretPaths } from '../../src/registry/configuration/secrets.ts'
import { ask, send } from '../support/client.ts'
import { onlyCrm, registry } from '../support/database.ts'

type Json = Record<string, unknown>
const list = '/api/modules/crm/configurations'
const draft04 = 'http://json-schema.org/draft-04/schema#'
const draft06 = 'http://json-schema.org/draft-06/schema#'
const draft07 = 'http://json-schema.org/draft-07/schema#'
const draft2019 = 'https://json-schema.org/draft/2019-09/schema'
const draft2020 = 'https://json-schema.org/draft/2020-12/schema'

interface Sample {
  schema: Json
  fits: Json
  wrong: Json
  /** Where it is wrong. */
  at: string[]
  secrets?: string[]
}

/** Schemas as people publish them for the files of their tools, in each draft. */
const samples: Record<string, Sample> = {
  'containers that are started together, draft-04': {
    schema: {
      $schema: draft04,
      id: 'https://schemas.example/compose.json',
      type: 'object',
      required: ['services'],
      properties: {
        version: { type: 'string' },
        services: {
          id: '#/properties/services',
          type: 'object',
          patternProperties: { '^[a-zA-Z0-9._-]+$': { $ref: '#/definitions/service' } },
          additionalProperties: false,
        },
      },
      definitions: {
        service: {
          type: 'object',
          properties: {
            image: { type: 'string' },
            build: { oneOf: [{ type: 'string' }, { $ref: 'compose.json#/definitions/build' }] },
            cpus: { type: 'number', minimum: 0, exclusiveMinimum: true },
            environment: { $ref: '#/definitions/list_or_dict' },
            healthcheck: { type: 'object', properties: { test: {}, retries: { type: 'integer' } } },
          },
          dependencies: { healthcheck: ['image'] },
          additionalProperties: false,
        },
        build: { type: 'object', properties: { context: { type: 'string' } }, required: ['context'] },
        list_or_dict: {
          oneOf: [
            { type: 'object', patternProperties: { '.+': { type: ['string', 'number', 'null'] } } },
            { type: 'array', items: { type: 'string' }, uniqueItems: true },
          ],
        },
      },
    },
    fits: {
      services: { db: { image: 'graph:5', cpus: 0.5, environment: ['A=1'] }, web: { build: { context: '.' } } },
    },
    wrong: { services: { db: { cpus: 0, healthcheck: {}, environment: [1] } } },
    at: ['/services/db/cpus', '/services/db', '/services/db/environment/0'],
  },
  'rules of a linter, draft-04': {
    schema: {
      $schema: draft04,
      type: 'object',
      definitions: {
        severity: { oneOf: [{ enum: [0, 1, 2] }, { enum: ['off', 'warn', 'error'] }] },
        rules: {
          indent: {
            anyOf: [
              { $ref: '#/definitions/severity' },
              {
                type: 'array',
                items: [{ $ref: '#/definitions/severity' }, { oneOf: [{ type: 'integer' }, { enum: ['tab'] }] }],
                additionalItems: { type: 'object' },
              },
            ],
          },
        },
      },
      properties: {
        root: { type: 'boolean', default: false },
        rules: {
          type: 'object',
          properties: { indent: { $ref: '#/definitions/rules/indent' } },
          additionalProperties: { $ref: '#/definitions/severity' },
        },
      },
    },
    fits: { rules: { indent: ['error', 2, { SwitchCase: 1 }], semi: 'warn' } },
    wrong: { rules: { indent: ['error', 'two', 3], semi: 3 } },
    at: ['/rules/indent/1', '/rules/indent/2', '/rules/semi'],
  },
  'schemas of resources, which are schemas themselves, draft-04': {
    schema: {
      $schema: 'http://json-schema.org/draft-04/schema',
      properties: {
        versions: { type: 'array', items: { type: 'object', properties: { schema: { $ref: draft04 } } } },
        replicas: { $ref: `${draft04}/definitions/positiveInteger` },
      },
    },
    fits: { versions: [{ schema: { type: 'object', minimum: 1, exclusiveMinimum: true } }], replicas: 1 },
    wrong: { versions: [{ schema: { type: 'text' } }], replicas: -1 },
    at: ['/versions/0/schema', '/replicas'],
  },
  'what a package says of itself, draft-06': {
    schema: {
      $schema: draft06,
      $id: 'https://schemas.example/package',
      title: 'A package',
      type: 'object',
      properties: {
        name: {
          type: 'string',
          pattern: '^(?:@[a-z0-9-*~][a-z0-9-*._~]*\\/)?[a-z0-9-~][a-z0-9-._~]*$',
          maxLength: 214,
        },
        type: { enum: ['module', 'commonjs'], default: 'commonjs' },
        private: { const: true },
        files: { type: 'array', items: { type: 'string' }, contains: { pattern: '^dist' }, examples: [['dist']] },
        scripts: { type: 'object', propertyNames: { maxLength: 10 }, additionalProperties: { type: 'string' } },
        exports: {
          $id: '#exports',
          anyOf: [{ type: ['string', 'null'] }, { type: 'object', additionalProperties: { $ref: '#exports' } }],
        },
      },
      required: ['name'],
      patternProperties: { '^_': true },
    },
    fits: { name: '@scope/a', _id: 1, files: ['dist'], exports: { '.': { import: './a.js' } } },
    wrong: { name: 'A', private: false, files: ['src'], scripts: { 'very-long-name': '' }, exports: { a: 1 } },
    at: ['/name', '/private', '/files', '/scripts', '/exports/a'],
  },
  'options of a compiler, draft-07': {
    schema: {
      $schema: draft07,
      $id: 'https://schemas.example/tsconfig',
      allowTrailingCommas: true,
      allOf: [{ $ref: '#/definitions/compiler' }, { $ref: '#/definitions/files' }],
      type: 'object',
      definitions: {
        compiler: {
          properties: {
            compilerOptions: {
              type: ['object', 'null'],
              properties: {
                target: {
                  description: 'Language version',
                  markdownDescription: 'Language `version`',
                  type: 'string',
                  default: 'es5',
                  anyOf: [{ enum: ['es5', 'es2022'] }, { pattern: '^[Ee][Ss](?:5|20\\d\\d)$' }],
                  markdownEnumDescriptions: ['old', 'new'],
                },
                strict: { $ref: '#/definitions/flag', description: 'All checks', type: 'string' },
                paths: { additionalProperties: { type: 'array', uniqueItems: true, items: { type: 'string' } } },
              },
              if: { properties: { composite: { const: true } }, required: ['composite'] },
              then: { properties: { declaration: { const: true } }, required: ['declaration'] },
            },
          },
        },
        files: { properties: { files: { type: 'array', items: { type: 'string' }, minItems: 1 } } },
        flag: { type: 'boolean' },
      },
    },
    fits: { compilerOptions: { target: 'ES2024', strict: true, paths: { '@/*': ['src/*'] } }, files: ['a.ts'] },
    wrong: { compilerOptions: { target: 'es', strict: 'yes', composite: true }, files: [] },
    at: ['/compilerOptions/target', '/compilerOptions/strict', '/compilerOptions/declaration', '/files'],
  },
  'jobs of a workflow, draft-07': {
    schema: {
      $schema: 'https://json-schema.org/draft-07/schema',
      $comment: 'a comment',
      type: 'object',
      required: ['on', 'jobs'],
      properties: {
        on: {
          oneOf: [
            { $ref: '#/definitions/event' },
            { type: 'array', items: { $ref: '#/definitions/event' }, minItems: 1 },
          ],
        },
        jobs: {
          type: 'object',
          minProperties: 1,
          patternProperties: { '^[_a-zA-Z][a-zA-Z0-9_\\-]*$': { $ref: '#/definitions/job' } },
          additionalProperties: false,
        },
      },
      definitions: {
        event: { type: 'string', enum: ['push', 'pull_request'] },
        job: {
          type: 'object',
          required: ['steps'],
          properties: {
            'timeout-minutes': { type: ['number', 'string'], exclusiveMinimum: 0 },
            secrets: { type: 'object', additionalProperties: { type: 'string', writeOnly: true } },
            steps: {
              type: 'array',
              items: {
                allOf: [{ oneOf: [{ required: ['uses'] }, { required: ['run'] }] }],
                dependencies: { 'working-directory': ['run'], shell: { required: ['run'] } },
              },
            },
          },
        },
      },
    },
    fits: { on: ['push'], jobs: { test: { steps: [{ run: 'npm test', shell: 'sh' }], secrets: { TOKEN: 't' } } } },
    wrong: { on: 'pull', jobs: { test: { 'timeout-minutes': 0, steps: [{ uses: 'a', shell: 'sh' }, {}] } } },
    at: ['/on', '/jobs/test/timeout-minutes', '/jobs/test/steps/0/run', '/jobs/test/steps/1/uses'],
    secrets: ['/values/jobs/test/secrets/TOKEN'],
  },
  'rules of a bot for updates, draft-07 made of types': {
    schema: {
      $schema: draft07,
      $ref: '#/definitions/Config',
      definitions: {
        Config: {
          type: 'object',
          additionalProperties: false,
          properties: {
            $schema: { type: 'string', format: 'uri-reference' },
            extends: { type: 'array', items: { type: 'string' } },
            packageRules: { type: 'array', items: { $ref: '#/definitions/Rule%3Cstring%3E' } },
            hostRules: {
              type: 'array',
              items: { type: 'object', properties: { token: { $ref: '#/definitions/Secret', writeOnly: true } } },
            },
          },
          title: 'Config',
        },
        'Rule<string>': {
          anyOf: [{ $ref: '#/definitions/Config' }, { type: 'object', properties: { enabled: { type: 'boolean' } } }],
        },
        Secret: { type: 'string', minLength: 3 },
      },
    },
    fits: { $schema: 'a.json', packageRules: [{ extends: ['b'] }], hostRules: [{ token: 'abc' }] },
    wrong: { extend: [], packageRules: [{ enabled: 1 }] },
    at: ['/extend', '/packageRules/0/enabled'],
    secrets: ['/values/hostRules/0/token'],
  },
  'a schema with an $id at each property, draft-07 made of an example': {
    schema: {
      $schema: draft07,
      $id: 'http://example.com/root.json',
      type: 'object',
      definitions: { port: { $id: '#/definitions/port', type: 'integer', maximum: 65_535 } },
      properties: {
        checked: { $id: '#/properties/checked', type: 'boolean', title: 'The Checked Schema', default: false },
        address: {
          $id: '/properties/address',
          type: 'object',
          properties: { port: { $id: '/properties/address/port', $ref: '/root.json#/definitions/port' } },
        },
      },
    },
    fits: { checked: true, address: { port: 80 } },
    wrong: { checked: 1, address: { port: 70_000 } },
    at: ['/checked', '/address/port'],
  },
  'stages of a pipeline, 2019-09': {
    schema: {
      $schema: draft2019,
      $id: 'https://schemas.example/pipeline',
      $recursiveAnchor: true,
      type: 'object',
      properties: {
        stage: { $ref: '#stage', maxLength: 5 },
        image: { type: 'string' },
        tag: { type: 'string' },
        range: { type: 'array', items: [{ type: 'integer' }, { type: 'integer' }], additionalItems: false },
        children: { type: 'array', items: { $recursiveRef: '#' }, contains: { required: ['stage'] }, maxContains: 1 },
      },
      dependentRequired: { tag: ['image'] },
      unevaluatedProperties: false,
      $defs: { stage: { $anchor: 'stage', type: 'string' } },
    },
    fits: { stage: 'build', children: [{ stage: 'test', children: [{ stage: 'a', range: [1, 2] }] }] },
    wrong: {
      stage: 'deploy',
      children: [
        { tag: 'v1', stage: 'a' },
        { range: [1, 2, 3], more: 1 },
      ],
    },
    at: ['/stage', '/children/0', '/children/1/range', '/children/1/more'],
  },
  'a dashboard with what extends itself, 2020-12': {
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema#',
      $dynamicAnchor: 'panel',
      type: 'object',
      properties: {
        title: { type: 'string' },
        grid: { prefixItems: [{ type: 'integer' }, { type: 'integer' }], items: false, minItems: 2 },
        panels: { type: 'array', items: { $dynamicRef: '#panel' } },
      },
      dependentSchemas: { grid: { required: ['title'] } },
      unevaluatedProperties: false,
    },
    fits: { title: 'A', panels: [{ title: 'B', grid: [1, 2] }] },
    wrong: { panels: [{ grid: [1], panels: [{ titel: 'C' }] }] },
    at: ['/panels/0/title', '/panels/0/grid', '/panels/0/panels/0/titel'],
  },
  'several schemas in one file, 2020-12': {
    schema: {
      $schema: draft2020,
      $id: 'https://schemas.example/deployment',
      properties: { spec: { $ref: 'spec' }, owner: { $ref: '/people/owner#mail' }, other: { $ref: 'urn:example:o' } },
      $defs: {
        spec: {
          $id: 'spec',
          properties: { replicas: { $ref: '#/$defs/count' }, template: { $ref: 'deployment' } },
          $defs: { count: { type: 'integer', minimum: 1 } },
        },
        owner: { $id: '/people/owner', $defs: { mail: { $anchor: 'mail', format: 'email' } } },
        other: { $id: 'urn:example:o', $ref: '#/$defs/name', $defs: { name: { type: 'string' } } },
        count: { type: 'string' },
      },
    },
    fits: { spec: { replicas: 1, template: { owner: 'a@b.example' } }, other: 'a' },
    wrong: { spec: { replicas: 0, template: { owner: 'nobody' } }, other: 1 },
    at: ['/spec/replicas', '/spec/template/owner', '/other'],
  },
  'components of an interface, without a draft': {
    schema: {
      openapi: '3.0.3',
      type: 'object',
      properties: {
        customer: { $ref: '#/components/schemas/Customer' },
        any: { nullable: true },
        id: { type: 'string', 'x-go-name': 'ID' },
      },
      components: {
        schemas: {
          Customer: {
            type: 'object',
            required: ['name'],
            properties: {
              name: { type: 'string', nullable: true, example: 'A' },
              parent: { $ref: '#/components/schemas/Customer' },
              password: { type: 'string', format: 'password', writeOnly: true },
            },
            discriminator: { propertyName: 'name' },
            xml: { name: 'customer' },
          },
        },
      },
    },
    fits: { customer: { name: null, parent: { name: 'B' } }, any: null },
    wrong: { customer: { name: 1, parent: {} }, id: null },
    at: ['/customer/name', '/customer/parent/name', '/id'],
  },
}

/** What a draft means by words that another one reads otherwise. */
const readOtherwise: [draft: string, schema: Json, fits: Json, wrong: Json][] = [
  [draft04, { properties: { a: { maximum: 3, exclusiveMaximum: true } } }, { a: 2.9 }, { a: 3 }],
  [draft04, { properties: { a: { maximum: 3, exclusiveMaximum: false } } }, { a: 3 }, { a: 4 }],
  [draft04, { properties: { a: { $id: 'a b', type: 'string' } } }, { a: 'x' }, { a: 1 }],
  [draft06, { properties: { id: { type: 'string' } }, id: 7, required: ['id'] }, { id: 'a' }, { id: 1 }],
  [draft06, { items: [{ type: 'string' }], properties: { a: { items: [true, false] } } }, { a: [1] }, { a: [1, 2] }],
  [
    draft07,
    { properties: { a: { $ref: '#/definitions/a', maximum: 1 } }, definitions: { a: { minimum: 1 } } },
    { a: 2 },
    { a: 0 },
  ],
  [
    draft2019,
    { properties: { a: { $ref: '#/$defs/a', maximum: 1 } }, $defs: { a: { minimum: 1 } } },
    { a: 1 },
    { a: 2 },
  ],
  [
    draft07,
    { properties: { a: { items: true, additionalItems: false, maxItems: 2 } } },
    { a: [1, 2] },
    { a: [1, 2, 3] },
  ],
  [draft2019, { properties: { a: { items: [{}], unevaluatedItems: false } } }, { a: [1] }, { a: [1, 2] }],
  [
    draft2020,
    { properties: { a: { prefixItems: [{}], additionalItems: false, items: { type: 'string' } } } },
    { a: [1, 'b'] },
    { a: [1, 2] },
  ],
  [
    draft07,
    { definitions: { a: { $id: '#b', type: 'string' } }, properties: { a: { $ref: '#b' } } },
    { a: 'x' },
    { a: 1 },
  ],
  [
    draft07,
    { properties: { a: { $ref: '#/properties/b/items/0' }, b: { items: [{ type: 'string' }] } } },
    { a: 'x' },
    { a: 1 },
  ],
  [
    draft07,
    { properties: { $ref: { type: 'string' }, $id: { type: 'string' } } },
    { $ref: '#', $id: 'b' },
    { $ref: 1 },
  ],
  [draft07, { dependencies: { a: ['b'], c: { required: ['d'] } } }, { a: 1, b: 1, c: 1, d: 1 }, { c: 1 }],
]

/** What no draft knows, or a later one only, and therefore says nothing. */
const unknown: [schema: Json, fits: Json][] = [
  [{ properties: { a: { nullable: true } } }, { a: 1 }],
  [{ properties: { a: { nullable: 'yes', type: 'string' } } }, { a: 'x' }],
  [{ properties: { a: { nullable: false, type: ['string', 'null'] } } }, { a: null }],
  [{ properties: { a: { nullable: true, enum: ['a'] } } }, { a: 'a' }],
  [{ id: 'no-uri', properties: { a: { id: 7 } } }, { a: 1 }],
  [
    { $schema: draft04, $id: 7, properties: { a: { $anchor: 'b', if: 'a', contains: 3, dependentRequired: 1 } } },
    { a: [] },
  ],
  [{ $schema: draft07, minContains: 'a', contains: {}, prefixItems: 1, dependentSchemas: [] }, { a: 1 }],
  [{ 'x-rules': { $id: 5, $ref: 'https://example.org', $anchor: '#' }, keywords: [{ type: 'odd' }] }, { a: 1 }],
  [{ $schema: draft06, if: [], then: 1, else: null, properties: { a: { $defs: 1, $comment: 3 } } }, { a: 1 }],
  [{ discriminator: { propertyName: 7 }, instanceof: 'Date', transform: ['trim'], errorMessage: {} }, { a: 1 }],
  [{ properties: { a: { format: 'a-format-of-ours', type: 'string' } } }, { a: 'x' }],
  [{ format: 'color', formatMinimum: 1, $data: '1/a' }, { a: 1 }],
  [{ required: ['kind'], properties: {} }, { kind: 1 }],
  [{ $dynamicAnchor: 'a', properties: { a: { $dynamicRef: '#a' } } }, { a: {} }],
]

/** Patterns that JavaScript has words of its own for. */
const patterns: [pattern: string, fits: string, wrong: string][] = [
  ['^[\\u0020-\\u007e]+$', 'abc', 'é'],
  ['^\\u{1F600}$', '😀', 'a'],
  ['^\\_\\-\\@\\:\\/$', '_-@:/', 'a'],
  ['^[\\w-.]+$', 'a.b-c', 'a b'],
  ['^[^]$', '\n', ''],
  ['^(?<year>\\d{4})$', '2026', '26'],
  ['^\\cJ$', '\n', 'J'],
]

const refused: [what: string, schema: Json, at: string, reason: RegExp][] = [
  [
    'draft-03',
    { $schema: 'http://json-schema.org/draft-03/schema#' },
    '/$schema',
    /draft-04.*draft-06.*draft-07.*2019-09.*2020-12/,
  ],
  ['a meta-schema of its own', { $schema: 'https://schemas.example/meta' }, '/$schema', /is not supported/],
  ['a $schema that is no text', { $schema: 7 }, '/$schema', /is not supported/],
  ['another draft inside', { not: { $schema: draft07 } }, '/not/$schema', /same as/],
  ['a list of items in 2020-12', { items: [{}] }, '/items', /must be/],
  [
    'a limit of draft-04 in draft-07',
    { $schema: draft07, exclusiveMinimum: true },
    '/exclusiveMinimum',
    /must be number/,
  ],
  [
    'a limit of draft-06 in draft-04',
    { $schema: draft04, minimum: 0, exclusiveMinimum: 1 },
    '/exclusiveMinimum',
    /must be boolean/,
  ],
  ['a boolean schema in draft-04', { $schema: draft04, properties: { a: true } }, '/properties/a', /must be object/],
  ['required as draft-03 has it', { properties: { a: { required: true } } }, '/properties/a/required', /must be array/],
  [
    'what only a reference makes a schema',
    { $ref: '#/parts/a', parts: { a: { type: 'odd' } } },
    '/parts/a/type',
    /must be/,
  ],
  [
    'a file beside it',
    { $schema: draft07, $id: 'https://a.example/b.json', $ref: 'c.json' },
    '/$ref',
    /nothing is fetched/,
  ],
  ['a definition that no meta-schema has', { $ref: `${draft07}/definitions/none` }, '/$ref', /meta-schema/],
  ['one $id twice', { $defs: { a: { $id: 'a:b' }, b: { $id: 'a:b' } } }, '/$defs/b/$id', /names another part/],
  [
    'one anchor twice',
    { $defs: { a: { $anchor: 'c' }, b: { $anchor: 'c' } } },
    '/$defs/b/$anchor',
    /names another part/,
  ],
  [
    'a reference by the way to it',
    { $dynamicAnchor: 'n', $defs: { a: { $id: 'a:', $dynamicAnchor: 'n', items: { $dynamicRef: '#n' } } } },
    '/$defs/a/items/$dynamicRef',
    /use \$ref/,
  ],
  [
    'a loop through a definition of draft-04',
    { $schema: draft04, $ref: '#/definitions/a', definitions: { a: { allOf: [{ $ref: '#' }] } } },
    '/definitions/a/allOf/0',
    /recursive/,
  ],
]

describe('A schema of any draft', () => {
  const judged = async (schema: Json, values?: Json) =>
    (await send('/api/configurations:validate', { method: 'POST', body: { schema, ...(values && { values }) } })).body
  const pointers = ({ errors }: { errors: { pointer: string }[] }) => errors.map(({ pointer }) => pointer)

  before(onlyCrm)

  for (const [what, { schema, fits, wrong, at, secrets = [] }] of Object.entries(samples))
    it(`is kept as it is written and judges by its draft: ${what}`, async () => {
      expect(await judged(schema)).to.deep.include({ valid: true, errors: [] })
      expect(await judged(schema, fits)).to.deep.include({ valid: true, errors: [], secrets })
      const found = await judged(schema, wrong)
      expect(found.valid).to.equal(false)
      expect(pointers(found)).to.include.members(at.map((place) => `/values${place}`))

      const body = { configType: 'api', schema, values: fits }
      const created = await send(list, { method: 'POST', body: { key: 'sample', ...body } })
      expect(created.status, JSON.stringify(created.body)).to.equal(201)
      const path = `${list}/sample`
      expect((await send(path)).body.schema).to.deep.equal(schema)
      const headers = { 'if-match': '*' }
      const broken = await send(path, { method: 'PUT', body: { ...body, values: wrong }, headers })
      expect(broken.status).to.equal(400)
      expect(pointers(broken.body)).to.include.members(at.map((place) => `/values${place}`))
      const text = JSON.stringify({ ...body, values: {} })
      const imported = await send(`${path}/document`, { method: 'PUT', body: { format: 'json', text }, headers })
      expect([imported.status, imported.body.schema]).to.deep.equal([200, schema])
      await send(path, { method: 'DELETE', headers })
    })

  for (const [draft, given, fits, wrong] of readOtherwise)
    it(`reads ${JSON.stringify(given)} as ${draft} does`, () => {
      const schema = { $schema: draft, ...given }
      expect(checkSchema(schema)).to.deep.equal([])
      expect(checkValues(schema, fits).errors).to.deep.equal([])
      expect(checkValues(schema, wrong).errors).not.to.deep.equal([])
    })

  for (const [schema, fits] of unknown)
    it(`takes no notice of what its draft does not know: ${JSON.stringify(schema)}`, () => {
      expect(checkSchema(schema)).to.deep.equal([])
      expect(checkValues(schema, fits).errors).to.deep.equal([])
    })

  for (const [pattern, fits, wrong] of patterns)
    it(`matches ${pattern} as JavaScript does`, () => {
      const schema = { properties: { a: { pattern } } }
      expect(checkSchema(schema)).to.deep.equal([])
      expect(checkValues(schema, { a: fits }).errors).to.deep.equal([])
      expect(checkValues(schema, { a: wrong }).errors).to.have.length(1)
    })

  for (const [what, schema, at, reason] of refused)
    it(`is refused with its place: ${what}`, async () => {
      const created = await send(list, { method: 'POST', body: { key: 'odd', configType: 'api', schema } })
      expect(created.status).to.equal(400)
      expect(created.body.errors[0].pointer).to.equal(`/schema${at}`)
      expect(created.body.errors[0].reason).to.match(reason)
      expect((await judged(schema)).errors).to.deep.equal(created.body.errors)
    })

  it('is not asked before there are values, at any door', async () => {
    const schema = { type: 'object', required: ['kind'], properties: { size: { type: 'integer', default: 3 } } }
    const expected = { valid: true, errors: [], effective: { size: 3 }, filled: ['/values/size'], secrets: [] }
    expect(await judged(schema)).to.deep.equal(expected)
    expect(await judged(schema, {})).to.deep.equal(expected)
    const { data } = await ask(
      'query ($input: ConfigurationCheck!) { validateConfiguration(input: $input) { valid errors { pointer } effective filled secrets } }',
      { input: { schema } },
    )
    expect(data.validateConfiguration).to.deep.equal(expected)
    const body = { key: 'unset', configType: 'api', schema }
    expect((await send(list, { method: 'POST', body })).status).to.equal(201)
    const change = { method: 'PATCH', headers: { 'if-match': '*' } }
    const wrong = await send(`${list}/unset`, { ...change, body: { values: { size: 4 } } })
    expect(pointers(wrong.body)).to.deep.equal(['/values/kind'])
    expect(pointers(await judged(schema, { size: 4 }))).to.deep.equal(['/values/kind'])
    expect((await send(`${list}/unset`, { ...change, body: { values: { kind: 'a' } } })).status).to.equal(200)
    await send(`${list}/unset`, { method: 'DELETE', headers: { 'if-match': '*' } })
  })

  it('may have the $id that a schema of another module has', async () => {
    const schema = { $id: 'https://schemas.example/same', properties: { a: { $ref: 'same#/$defs/a' } } }
    await send('/api/modules', { method: 'POST', body: { key: 'twin', name: 'Twin' } })
    for (const [module, type] of [
      ['crm', 'string'],
      ['twin', 'integer'],
    ] as const)
      for (const [value, status] of [
        [{ string: 'a', integer: 1 }[type], 201],
        [{ string: 1, integer: 'a' }[type], 400],
      ] as const) {
        const body = {
          key: 'same',
          configType: 'api',
          schema: { ...schema, $defs: { a: { type } } },
          values: { a: value },
        }
        const answer = await send(`/api/modules/${module}/configurations`, { method: 'POST', body })
        expect(answer.status, JSON.stringify(answer.body)).to.equal(status)
        await send(`/api/modules/${module}/configurations/same`, { method: 'DELETE', headers: { 'if-match': '*' } })
      }
    await send('/api/modules/twin', { method: 'DELETE', headers: { 'if-match': '*' } })
  })

  it('is documented by its fields', async () => {
    const schema = {
      $schema: draft07,
      $ref: '#/definitions/All',
      definitions: {
        All: { properties: { port: { $ref: '#/definitions/Port', description: 'Where it listens' } } },
        Port: { type: 'integer', default: 80 },
      },
    }
    await send(list, { method: 'POST', body: { key: 'older', configType: 'api', schema, values: { port: 81 } } })
    const text = await (await fetch(`${(await registry()).origin}/api/modules/crm/docs.md`)).text()
    const row = text.split('\n').find((line) => line.includes('`port`'))
    expect(row).to.match(/integer.*80.*81.*Where it listens/)
    await send(`${list}/older`, { method: 'DELETE', headers: { 'if-match': '*' } })
  })

  it('finds secrets where a draft has them, also where it does not judge', () => {
    const hidden = { writeOnly: true }
    const ways: [schema: Json, values: Json, at: string[][]][] = [
      [
        { properties: { a: { items: [{}, hidden], additionalItems: hidden } } },
        { a: [1, 2, 3] },
        [
          ['a', '1'],
          ['a', '2'],
        ],
      ],
      [{ dependencies: { a: { properties: { b: hidden } } } }, { a: 1, b: 2 }, [['b']]],
      [{ $ref: '#/definitions/a', definitions: { a: { properties: { b: hidden } } } }, { b: 2 }, [['b']]],
      [{ $ref: '#/definitions/a', definitions: { a: {} }, properties: { b: hidden } }, { b: 2 }, [['b']]],
      [
        { properties: { a: { $ref: '#/parts/a' } }, parts: { a: { properties: { b: hidden } } } },
        { a: { b: 1 } },
        [['a', 'b']],
      ],
    ]
    for (const [schema, values, at] of ways)
      expect(secretPaths({ $schema: draft07, ...schema }, values), JSON.stringify(schema)).to.have.deep.members(at)
  })
})
