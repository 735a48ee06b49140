/** A decimal number as its digits, without zeros at their ends, and the power of ten of the last. */
function decimalOf(literal: string): { digits: bigint; power: number } | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,5}))?$/i.exec(literal) ?? []
  if (sign === undefined || whole + fraction === '') return undefined
  const significant = `${whole}${fraction}`.replace(/^0+/, '')
  const digits = significant.replace(/0+$/, '')
  if (digits === '') return { digits: 0n, power: 0 }
  const power = Number(exponent) - fraction.length + significant.length - digits.length
  return { digits: BigInt(`${sign === '-' ? '-' : ''}${digits}`), power }
}

const ofNumber = (value: number) => decimalOf(String(value))!

/** Whether a number is kept as it is written: the nearest double is written the same way. Decision 0043. */
export function isExact(literal: string): boolean {
  const value = Number(literal)
  const written = decimalOf(literal)
  if (!written || !Number.isFinite(value)) return false
  const kept = ofNumber(value)
  return kept.digits === written.digits && kept.power === written.power
}

/** Whether a number is a multiple of another as both are written: 19.99 of 0.01, which no division of doubles says. */
export function isMultipleOf(value: number, divisor: number): boolean {
  const [one, other] = [ofNumber(value), ofNumber(divisor)]
  const least = Math.min(one.power, other.power)
  const scaled = ({ digits, power }: typeof one) => digits * 10n ** BigInt(power - least)
  return scaled(one) % scaled(other) === 0n
}

export const decimalPlaces = (value: number): number => Math.max(0, -ofNumber(value).power)
