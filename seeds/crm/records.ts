/** Creates records, or updates those with an id; returns them in the same order. */
type Batch = (entity: string, items: object[]) => Promise<{ id: string }[]>

/** Pseudorandom numbers from a seed, the same in each run. */
function randomNumbers(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const firstNames = ['Ada', 'Alan', 'Barbara', 'Edsger', 'Frances', 'Grace', 'Hedy', 'Ken', 'Margaret', 'Niklaus']
const lastNames = ['Berg', 'Costa', 'Dubois', 'Fischer', 'Ito', 'Kowalski', 'Novak', 'Okafor', 'Rossi', 'Silva']
const companies = ['Aurora Foods', 'Beacon Tools', 'Cobalt Energy', 'Delta Marine', 'Elm Furniture', 'Falcon Cycles']
const cities = ['Basel', 'Lyon', 'Porto', 'Ghent', 'Turin', 'Graz', 'Bergen', 'Gdansk']
/** Status histories of orders; each entry is equally likely. */
const ways = [
  [],
  ['confirmed'],
  ['confirmed', 'shipped'],
  ['confirmed', 'shipped', 'delivered'],
  ['confirmed', 'shipped', 'delivered'],
  ['cancelled'],
]
const start = Date.UTC(2025, 0, 1)
const day = 86_400_000

/** Loads 500 customers, 2,000 orders, 5,000 tracking events and 2,500 transactions, the same in each run. */
export async function load(batch: Batch): Promise<void> {
  const random = randomNumbers(20_260_105)
  const below = (limit: number) => Math.floor(random() * limit)
  const oneOf = <Item>(items: Item[]): Item => items[below(items.length)]!
  const list = <Item>(length: number, make: (n: number) => Item) => Array.from({ length }, (_, n) => make(n))

  const customers = await batch(
    'Customer',
    list(500, (n) => {
      const [first, last] = [oneOf(firstNames), oneOf(lastNames)]
      return {
        name: `${first} ${last}`,
        ...(below(3) > 0 ? { company: oneOf(companies) } : {}),
        email: `${first}.${last}.${n}@example.org`.toLowerCase(),
        phone: `+41 44 ${String(1_000_000 + below(9_000_000))}`,
        address: `${1 + below(99)} ${oneOf(lastNames)} Street\n${oneOf(cities)}`,
        type: oneOf(['lead', 'prospect', 'customer', 'customer']),
        status: below(10) === 0 ? 'inactive' : 'active',
      }
    }),
  )
  const planned = list(2_000, (n) => ({ way: oneOf(ways), ordered: start + below(365) * day, n }))
  const orders = await batch(
    'Order',
    planned.map(({ ordered, n }) => {
      const items = list(1 + below(3), () => ({
        sku: `SKU-${100 + below(900)}`,
        quantity: 1 + below(5),
        price: below(20_000) / 100,
      }))
      const total = items.reduce((sum, { quantity, price }) => sum + quantity * price, 0)
      return {
        orderNumber: `ORD-${String(n + 1).padStart(5, '0')}`,
        customerId: oneOf(customers).id,
        orderDate: new Date(ordered).toISOString().slice(0, 10),
        totalAmount: Math.round(total * 100) / 100,
        currency: oneOf(['EUR', 'EUR', 'USD', 'GBP', 'CHF']),
        priority: oneOf(['low', 'normal', 'normal', 'high']),
        items,
      }
    }),
  )
  for (let step = 0; step < 3; step++)
    await batch(
      'Order',
      planned.flatMap(({ way }, n) => (way[step] === undefined ? [] : [{ id: orders[n]!.id, status: way[step] }])),
    )
  await batch(
    'OrderTracking',
    list(5_000, (n) => {
      const { way, ordered } = planned[n % planned.length]!
      const passed = Math.floor(n / planned.length)
      return {
        orderId: orders[n % orders.length]!.id,
        status: ['pending', ...way][Math.min(passed, way.length)],
        location: oneOf(cities),
        trackedAt: new Date(ordered + (passed + random()) * day).toISOString(),
      }
    }),
  )
  await batch(
    'FinancialTransaction',
    list(2_500, (n) => {
      const order = n % orders.length
      return {
        type: n < 2_000 ? 'payment' : oneOf(['refund', 'adjustment']),
        amount: below(100_000) / 100,
        currency: oneOf(['EUR', 'USD', 'GBP', 'CHF']),
        method: oneOf(['card', 'transfer', 'cash', 'direct-debit']),
        status: oneOf(['pending', 'completed', 'completed', 'failed']),
        customerId: oneOf(customers).id,
        orderId: orders[order]!.id,
        invoiceNumber: `INV-${String(n + 1).padStart(5, '0')}`,
        transactionDate: new Date(planned[order]!.ordered + below(30) * day).toISOString(),
      }
    }),
  )
}
