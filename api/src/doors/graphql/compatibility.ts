/** Differences from the schema that sdl.ts would generate, kept for existing clients. */

type Scalar = 'ID' | 'JSON' | 'String'
const each = (scalar: Scalar, names: string) => names.split(' ').map((name): [string, Scalar] => [name, scalar])

/** Members and arguments with another scalar than that of their schema. */
export const scalars: Record<string, Scalar> = Object.fromEntries([
  ...each('JSON', 'Entity.fields EntityCreate.fields EntityReplace.fields EntityChange.fields'),
  ...each('JSON', 'Entity.states EntityCreate.states EntityReplace.states EntityChange.states'),
  ...each('JSON', 'PatchAnswer.changes PatchAnswer.pending PatchPreview.changes PatchPreview.pending'),
  ...each('JSON', 'PatchPreview.reasons PatchPreview.versionReasons PatchPreview.cycles PatchPreview.similar'),
  ...each('ID', 'VisEdge.from VisEdge.to'),
  ...each('String', 'configurationVersions.part configurationVersion.part configurationDifference.part'),
  ...each('String', 'configurationDocument.part restoreConfiguration.part importConfiguration.part'),
])

/** Input types that share the name of a similar one. */
export const sharedInputs: Record<string, string> = {
  ModuleMetadataChange: 'ModuleMetadataInput',
  ModuleThresholdsChange: 'ModuleThresholdsInput',
}

/** Queries that fail for a missing resource instead of returning null. */
export const neverNull = [
  'configurationVersions',
  'configurationVersion',
  'configurationDifference',
  'configurationDocument',
  'documentationScore',
  'moduleDocs',
  'webhookDeliveries',
]

/** Mutations that take the members of the body as arguments of their own, where the others take `input`. */
export const spreadBodies = ['setModuleStatus']
