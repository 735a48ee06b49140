export const bumps = ['none', 'patch', 'minor', 'major'] as const
export type Bump = (typeof bumps)[number]

const numbers = (version: string) => version.split(/[+-]/, 1)[0]!.split('.').map(Number) as [number, number, number]

/** Increases a version by https://semver.org; a pre-release becomes its release if that suffices. */
export function increased(version: string, bump: Bump): string {
  const [major, minor, patch] = numbers(version)
  const isPreRelease = /^[\d.]+-/.test(version)
  if (bump === 'none') return version
  if (bump === 'major') return isPreRelease && minor === 0 && patch === 0 ? `${major}.0.0` : `${major + 1}.0.0`
  if (bump === 'minor') return isPreRelease && patch === 0 ? `${major}.${minor}.0` : `${major}.${minor + 1}.0`
  return isPreRelease ? `${major}.${minor}.${patch}` : `${major}.${minor}.${patch + 1}`
}

/** The higher of two versions by their numbers; the first if these are equal. */
export function highest(version: string, other = version): string {
  const [a, b] = [numbers(version), numbers(other)]
  const differing = a.findIndex((number, index) => number !== b[index])
  return differing >= 0 && b[differing]! > a[differing]! ? other : version
}
