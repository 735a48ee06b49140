/** Where the schema is not what sdl.ts would make of the contract, because clients have used it so from the start. */

type Scalar = 'ID' | 'JSON' | 'String'
const each = (scalar: Scalar, names: string) => names.split(' ').map((name): [string, Scalar] => [name, scalar])

/** Members and arguments that are another scalar than their schema would be. */
export const scalars: Record<string, Scalar> = Object.fromEntries([
  ...each('JSON', 'Entity.fields EntityCreate.fields EntityReplace.fields EntityChange.fields'),
  ...each('JSON', 'Entity.states EntityCreate.states EntityReplace.states EntityChange.states'),
  ...each('JSON', 'PatchAnswer.changes PatchAnswer.pending PatchPreview.changes PatchPreview.pending'),
  ...each('JSON', 'PatchPreview.reasons PatchPreview.versionReasons PatchPreview.cycles PatchPreview.similar'),
  ...each('ID', 'VisEdge.from VisEdge.to'),
  ...each('String', 'configurationVersions.part configurationVersion.part configurationDifference.part'),
  ...each('String', 'configurationDocument.part restoreConfiguration.part importConfiguration.part'),
])

/** Input types that go by the name of a like one. */
export const sharedInputs: Record<string, string> = {
  ModuleMetadataChange: 'ModuleMetadataInput',
  ModuleThresholdsChange: 'ModuleThresholdsInput',
}

/** Queries that are refused when there is no such thing, where the others answer null. */
export const neverNull = [
  ...['configurationVersions', 'configurationVersion', 'configurationDifference', 'configurationDocument'],
  ...['documentationScore', 'moduleDocs', 'webhookDeliveries'],
]

/** Mutations that take the members of the body as arguments of their own, where the others take `input`. */
export const spreadBodies = ['setModuleStatus']
