import type { RouteLocationRaw } from 'vue-router'

/** Route of the page that shows a ref, such as `capability:crm/customer-crud`. */
export function placeOf(ref: string): RouteLocationRaw {
  const [kind, module, part] = partsOf(ref)
  const tab = tabs[kind]
  return {
    name: 'module',
    params: { id: module },
    query: tab && part ? { tab, part } : {},
  }
}

/** A ref without its kind, such as `crm/customer-crud`. */
export const shortRef = (ref: string): string => ref.slice(ref.indexOf(':') + 1)

const tabs: Record<string, string> = {
  entity: 'overview',
  capability: 'capabilities',
  endpoint: 'capabilities',
  configuration: 'configuration',
}

function partsOf(ref: string): [kind: string, module: string, part: string] {
  const [, kind = '', module = '', part = ''] = /^([^:]*):([^/]*)\/?(.*)$/s.exec(ref) ?? []
  return [kind, module, part]
}
