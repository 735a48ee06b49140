import { expect } from 'chai'
import fc from 'fast-check'
import { send, type Answer } from '../support/client.ts'
import { cypher, onlyCrm } from '../support/database.ts'
import { scale } from '../support/scale.ts'

interface Customer {
  name: string
  company?: string
  status: string
}
interface Order {
  orderNumber: string
  customer: number
  status: string
}
/** What the CRM should hold: a plain map of each entity, by the number of the creation. */
interface Model {
  customers: Map<number, Customer>
  orders: Map<number, Order>
}
interface Real {
  ids: Map<number, string>
  next: number
}

const flow: Record<string, string[]> = {
  pending: ['confirmed', 'cancelled'],
  confirmed: ['shipped', 'cancelled'],
  shipped: ['delivered'],
  delivered: [],
  cancelled: [],
}
const post = (path: string, body: object) => send(path, { method: 'POST', body })
const patch = (path: string, body: object) => send(path, { method: 'PATCH', body, headers: { 'if-match': '*' } })
const erase = (path: string) => send(path, { method: 'DELETE', headers: { 'if-match': '*' } })
const nth = <Value>(map: Map<number, Value>, n: number): [number, Value] | undefined =>
  [...map][n % Math.max(map.size, 1)]

type Command = fc.AsyncCommand<Model, Real>
const command = (name: string, run: (model: Model, real: Real) => Promise<void>): Command => ({
  check: () => true,
  run,
  toString: () => name,
})

const names = fc.constantFrom('Ada', 'Bob', 'Ünïcode 名', '  x ')
const createCustomer = (name: string, company: string | undefined) =>
  command(`createCustomer ${name}`, async (model, real) => {
    const { status, body } = await post('/crm/customers', { name, company })
    expect(status).to.equal(201)
    real.ids.set(real.next, body.id)
    model.customers.set(real.next++, { name, status: 'active', ...(company === undefined ? {} : { company }) })
  })
const createOrder = (orderNumber: string, n: number) =>
  command(`createOrder ${orderNumber} of ${n}`, async (model, real) => {
    const [customer] = nth(model.customers, n) ?? []
    const isTaken = [...model.orders.values()].some((order) => order.orderNumber === orderNumber)
    const customerId = customer === undefined ? 'nobody' : real.ids.get(customer)
    const { status, body } = await post('/crm/orders', { orderNumber, customerId })
    expect(status).to.equal(isTaken ? 409 : customer === undefined ? 400 : 201)
    if (status !== 201) return
    real.ids.set(real.next, body.id)
    model.orders.set(real.next++, { orderNumber, customer: customer!, status: 'pending' })
  })
const changeCustomer = (n: number, name: string, company: string | null) =>
  command(`changeCustomer ${n}`, async (model, real) => {
    const [key, before] = nth(model.customers, n) ?? []
    const { status } = await patch(`/crm/customers/${key === undefined ? 'nobody' : real.ids.get(key)}`, {
      name,
      company,
    })
    expect(status).to.equal(before ? 200 : 404)
    if (!before) return
    const { company: _company, ...rest } = before
    model.customers.set(key!, { ...rest, name, ...(company === null ? {} : { company }) })
  })
const moveOrder = (n: number, status: string, toCustomer: number) =>
  command(`moveOrder ${n} ${status}`, async (model, real) => {
    const [key, before] = nth(model.orders, n) ?? []
    const [customer] = nth(model.customers, toCustomer) ?? []
    if (key === undefined || customer === undefined) return
    const answer = await patch(`/crm/orders/${real.ids.get(key)}`, { status, customerId: real.ids.get(customer) })
    const isLegal = before!.status === status || flow[before!.status]!.includes(status)
    expect(answer.status).to.equal(isLegal ? 200 : 409)
    if (isLegal) model.orders.set(key, { ...before!, status, customer })
  })
const removeCustomer = (n: number) =>
  command(`removeCustomer ${n}`, async (model, real) => {
    const [key] = nth(model.customers, n) ?? []
    if (key === undefined) return
    const isUsed = [...model.orders.values()].some(({ customer }) => customer === key)
    expect((await erase(`/crm/customers/${real.ids.get(key)}`)).status).to.equal(isUsed ? 409 : 204)
    if (!isUsed) model.customers.delete(key)
  })
const removeOrder = (n: number) =>
  command(`removeOrder ${n}`, async (model, real) => {
    const [key] = nth(model.orders, n) ?? []
    if (key === undefined) return
    expect((await erase(`/crm/orders/${real.ids.get(key)}`)).status).to.equal(204)
    expect((await erase(`/crm/orders/${real.ids.get(key)}`)).status).to.equal(404)
    model.orders.delete(key)
  })
const list = (status: string) =>
  command(`list ${status}`, async (model, real) => {
    const { body } = await send(`/crm/orders?limit=500&status=${status}`)
    const expected = [...model.orders].filter(([, order]) => order.status === status)
    expect(body.total).to.equal(expected.length)
    expect(body.items.map(({ id }: { id: string }) => id)).to.have.members(expected.map(([key]) => real.ids.get(key)))
    const customers = await send('/crm/customers?limit=500')
    const plain = customers.body.items.map(({ id, name, company, status }: Customer & { id: string }) => ({
      id,
      name,
      company,
      status,
    }))
    expect(plain).to.have.deep.members(
      [...model.customers].map(([key, customer]) => ({ id: real.ids.get(key), company: undefined, ...customer })),
    )
  })

const n = fc.nat(50)
const company = fc.constantFrom('Aurora', 'Beacon')
const numbers = fc.constantFrom('1', '2', '3', '4', '5', '6')
const statuses = fc.constantFrom(...Object.keys(flow))
const commands = fc.commands(
  [
    fc.tuple(names, fc.option(company, { nil: undefined })).map((given) => createCustomer(...given)),
    fc.tuple(numbers, n).map((given) => createOrder(...given)),
    fc.tuple(n, names, fc.option(company)).map((given) => changeCustomer(...given)),
    fc.tuple(n, statuses, n).map((given) => moveOrder(...given)),
    n.map(removeCustomer),
    n.map(removeOrder),
    statuses.map(list),
  ],
  { maxCommands: 40 },
)

const emptyRecords = () => cypher('MATCH (n:Record|Claim) DETACH DELETE n')
const standing = (answer: Answer) => answer.status

describe('Hosted records beside a plain map', () => {
  before(onlyCrm)

  it('are the same after any sequence of requests', () =>
    fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        await emptyRecords()
        await fc.asyncModelRun(
          () => ({ model: { customers: new Map(), orders: new Map() }, real: { ids: new Map(), next: 0 } }),
          [...sequence, list('pending')],
        )
      }),
      { numRuns: scale(12, 3) },
    ))

  it('stay whole whatever is asked at the same time: nothing dangles, nothing is twice, each way of an order is one', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.record({ what: fc.constant('order' as const), number: numbers, customer: fc.nat(2) }),
            fc.record({ what: fc.constant('move' as const), order: fc.nat(1), status: statuses }),
            fc.record({ what: fc.constant('point' as const), order: fc.nat(1), customer: fc.nat(2) }),
            fc.record({ what: fc.constant('remove' as const), customer: fc.nat(2) }),
          ),
          { minLength: 8, maxLength: 16 },
        ),
        async (asked) => {
          await emptyRecords()
          const made = await post('/crm/customers:batch', { items: [{ name: 'A' }, { name: 'B' }, { name: 'C' }] })
          const customers = made.body.items.map(({ id }: { id: string }) => id) as string[]
          const first = await post('/crm/orders:batch', {
            items: [0, 1].map((number) => ({ orderNumber: `first ${number}`, customerId: customers[number] })),
          })
          const orders = first.body.items.map(({ id }: { id: string }) => id) as string[]
          const answers = await Promise.all(
            asked.map(async (one): Promise<Answer> => {
              if (one.what === 'order')
                return post('/crm/orders', { orderNumber: one.number, customerId: customers[one.customer] })
              if (one.what === 'move') return patch(`/crm/orders/${orders[one.order]}`, { status: one.status })
              if (one.what === 'point')
                return patch(`/crm/orders/${orders[one.order]}`, { customerId: customers[one.customer] })
              return erase(`/crm/customers/${customers[one.customer]}`)
            }),
          )
          expect(answers.map(standing)).to.satisfy((all: number[]) => all.every((status) => status < 500))
          const accepted = (what: string) => asked.filter((one, n) => one.what === what && answers[n]!.status < 300)
          const [counted] = await cypher(
            `RETURN COUNT { (:\`crm/Customer\`) } AS customers, COUNT { (:\`crm/Order\`) } AS orders`,
          )
          expect(counted).to.deep.equal({
            customers: 3 - accepted('remove').length,
            orders: 2 + accepted('order').length,
          })
          const dangling = await cypher(
            `MATCH (o:\`crm/Order\`) WHERE COUNT { (o)-[:REFERENCES {field: 'customerId'}]->(:\`crm/Customer\` {id: o.customerId}) } <> 1
               OR COUNT { (o)-[:REFERENCES]->() } <> 1 OR COUNT { (o)-[:CLAIMS]->() } <> 1 RETURN o`,
          )
          expect(dangling).to.deep.equal([])
          const twice = await cypher(
            'MATCH (o:`crm/Order`) WITH o.orderNumber AS number, count(*) AS count WHERE count > 1 RETURN number',
          )
          expect(twice).to.deep.equal([])
          // Each change of an order counts it up by one: none is lost.
          for (const [index, id] of orders.entries()) {
            const read = await send(`/crm/orders/${id}`)
            const changes = asked.filter(
              (one, n) => 'order' in one && one.order === index && answers[n]!.status === 200,
            ).length
            expect(Number(read.headers.get('etag')!.slice(1, -1)) - 1).to.be.at.most(changes)
          }
        },
      ),
      { numRuns: scale(10, 3) },
    ))
})
