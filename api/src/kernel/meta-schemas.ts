import { Ajv, type Options, type ValidateFunction } from 'ajv/dist/ajv.js'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import draft06 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' }
import AjvDraft04 from 'ajv-draft-04'
import { draftNamed, metaSchemas, type Draft } from './schema-drafts.ts'

type Validators = Pick<Ajv, 'getSchema'>

const options: Options = { strict: false, allErrors: true, logger: false }
const make: Record<Draft, () => Validators> = {
  4: () => new AjvDraft04(options),
  6: () => new Ajv(options).addMetaSchema(draft06),
  7: () => new Ajv(options),
  2019: () => new Ajv2019(options),
  2020: () => new Ajv2020(options),
}
const made = new Map<Draft, Validators>()

/** The validator of a meta-schema, or of a definition in it, by its URI. */
export function metaSchemaAt(uri: string): ValidateFunction | undefined {
  const [name = '', fragment = ''] = uri.split('#')
  const draft = draftNamed(name)
  if (!draft) return undefined
  const validators = made.get(draft) ?? make[draft]()
  made.set(draft, validators)
  return validators.getSchema(
    fragment === '' ? metaSchemas[draft] : `${metaSchemas[draft].replace('#', '')}#${fragment}`,
  )
}
