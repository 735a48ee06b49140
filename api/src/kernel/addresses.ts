import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
/** A range of addresses that may be reached although it is not public. */
export type Range = [Address, number]

/** @throws Error when it is neither an address nor a range such as 10.0.0.0/8 */
export function rangeOf(text: string): Range {
  if (text.includes('/')) return ipaddr.parseCIDR(text)
  const address = ipaddr.parse(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

const globalUnicast = ipaddr.parseCIDR('2000::/3')

/** Whether the registry may connect to an address: it is a public one, or in a range that is allowed. */
export function isReachable(text: string, allowed: Range[]): boolean {
  if (!ipaddr.isValid(text)) return false
  // What stands for an address of IPv4 is judged as that.
  const address = ipaddr.process(text)
  if (allowed.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits))) return true
  if (address.range() !== 'unicast') return false
  return address.kind() === 'ipv4' || address.match(globalUnicast)
}

/** HTTP lives on its own ports and on those that need no privilege; behind the others are mail servers and the like. */
export const isHttpPort = (port: number) => port === 80 || port === 443 || port >= 1_024
