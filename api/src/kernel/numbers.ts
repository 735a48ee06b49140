/** A decimal number: signed significant digits, and the power of ten of the last digit. */
interface Decimal {
  digits: string
  power: number
}

/** Linear in the length of the literal, which clients choose; `/0+$/` would be quadratic. */
function decimalOf(literal: string): Decimal | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,5}))?$/i.exec(literal) ?? []
  const all = whole + fraction
  if (sign === undefined || all === '') return undefined
  let [start, end] = [0, all.length]
  while (start < end && all[start] === '0') start++
  while (end > start && all[end - 1] === '0') end--
  if (start === end) return { digits: '0', power: 0 }
  const power = Number(exponent) - fraction.length + all.length - end
  return { digits: `${sign === '-' ? '-' : ''}${all.slice(start, end)}`, power }
}

const ofNumber = (value: number) => decimalOf(String(value))!

const isSame = (one: Decimal, other: Decimal): boolean => one.digits === other.digits && one.power === other.power

/**
 * Whether a number can be stored as it is written: the nearest double is written the same way, or is this fraction in the 17 digits with which
 * many programs write doubles. Decision 0043.
 */
export function isExact(literal: string): boolean {
  const value = Number(literal)
  if (String(value) === literal) return Number.isFinite(value)
  const written = decimalOf(literal)
  if (!written || !Number.isFinite(value)) return false
  return isSame(ofNumber(value), written) || (written.power < 0 && isSame(decimalOf(value.toPrecision(17))!, written))
}

/** Whether a number is a multiple of another in decimal notation, such as 19.99 of 0.01; a division of doubles gives 1998.9999999999998. */
export function isMultipleOf(value: number, divisor: number): boolean {
  const [one, other] = [ofNumber(value), ofNumber(divisor)]
  const least = Math.min(one.power, other.power)
  const scaled = ({ digits, power }: Decimal) => BigInt(digits) * 10n ** BigInt(power - least)
  return scaled(one) % scaled(other) === 0n
}

/** Number of digits behind the decimal point. */
export const decimalPlaces = (value: number): number => Math.max(0, -ofNumber(value).power)
