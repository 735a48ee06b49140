import '../src/kinds.ts'
import type { Graph } from '../src/graph/graph.ts'
import { born } from '../src/store/change.ts'
import { write } from '../src/store/write.ts'
import type { State, Step } from '../src/store/kind.ts'
import { crudOperations } from '../src/registry/capabilities/capabilities.contract.ts'
import { relationship } from './sample-graph.ts'

/** Twenty areas of a business, each with a description and typical fields. */
const areas: Record<string, [about: string, fields: string[]]> = {
  payroll: ['wages and salaries of employees', ['grossPay', 'taxClass']],
  recruiting: ['applicants and vacancies', ['applicantName', 'vacancyTitle']],
  leave: ['holidays and sick days of employees', ['absentFrom', 'absentUntil']],
  training: ['courses and certificates of employees', ['courseTitle', 'certificateNumber']],
  fleet: ['company cars and their mileage', ['licensePlate', 'mileage']],
  facilities: ['buildings, rooms and keys', ['buildingName', 'roomNumber']],
  procurement: ['purchase orders to vendors', ['vendorName', 'purchaseNumber']],
  contracts: ['agreements and their terms', ['counterparty', 'noticePeriod']],
  compliance: ['regulations and audits', ['regulationCode', 'auditor']],
  quality: ['defects and complaints about goods', ['defectCode', 'severity']],
  laboratory: ['samples and measurements', ['sampleNumber', 'measuredValue']],
  maintenance: ['machines and their repairs', ['machineNumber', 'repairedOn']],
  energy: ['meters and consumption of electricity', ['meterNumber', 'kilowattHours']],
  insurance: ['policies and premiums', ['policyNumber', 'premium']],
  claims: ['damages that are reported', ['damageDate', 'estimatedLoss']],
  loans: ['borrowers and instalments', ['borrower', 'instalment']],
  treasury: ['bank accounts and liquidity', ['iban', 'balance']],
  tax: ['returns and assessments', ['taxYear', 'assessment']],
  budgeting: ['cost centres and plans', ['costCentre', 'plannedAmount']],
  events: ['conferences and their guests', ['conferenceName', 'guestCount']],
}

/** Ten modules per area: entity, description, and the aspect that it depends on. */
const aspects: Record<string, [thing: string, does: string, dependsOn?: string]> = {
  catalogue: ['Item', 'Keeps the catalogue of'],
  requests: ['Request', 'Takes requests about', 'catalogue'],
  approvals: ['Approval', 'Lets managers approve or refuse what was requested about', 'requests'],
  schedules: ['Slot', 'Plans dates for', 'approvals'],
  documents: ['Attachment', 'Archives scanned papers about', 'requests'],
  pricing: ['Rate', 'Calculates prices and fees for', 'catalogue'],
  inspections: ['Inspection', 'Records inspections on site of', 'schedules'],
  forecasts: ['Forecast', 'Predicts next year for', 'reports'],
  reports: ['Figure', 'Summarises monthly figures about', 'approvals'],
  partners: ['Partner', 'Keeps outside partners for', 'catalogue'],
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
const identified = <Contents extends object>(ref: string, contents: Contents) => ({ ...born(ref, 1), ...contents })

function statesOf(area: string, aspect: string): State[] {
  const [about, fields] = areas[area]!
  const [thing, does] = aspects[aspect]!
  const module = `${area}-${aspect}`
  const entity = `${capital(area)}${thing}`
  const place = `/${module}/${thing.toLowerCase()}s`
  const endpoints = crudOperations.map((operation) => ({
    operation,
    method: { create: 'POST', read: 'GET', update: 'PATCH', delete: 'DELETE', list: 'GET' }[operation],
    path: operation === 'create' || operation === 'list' ? place : `${place}/{id}`,
  }))
  const text = { unique: [], states: null, path: place }
  const facts = { type: 'crud', status: 'active', health: 'unknown', version: '1.0.0', owner: area, tags: [area] }
  return [
    identified(`module:${module}`, {
      key: module,
      name: `${capital(area)} ${aspect}`,
      description: `${does} ${about}.`,
      ...facts,
      metadata: { apiBasePath: `/${module}` },
    }),
    identified(`entity:${module}/${entity}`, {
      module,
      name: entity,
      label: `${capital(area)} ${thing.toLowerCase()}`,
      description: '',
      ...text,
      fields: fields.map((name) => ({ name, type: 'text' as const })),
    }),
    ...endpoints.map(({ method, path }) =>
      identified(`endpoint:${module}/${method} ${path}`, {
        module,
        key: `${method} ${path}`,
        method,
        path,
        description: '',
        deprecated: false,
      }),
    ),
    identified(`capability:${module}/${thing.toLowerCase()}-crud`, {
      module,
      key: `${thing.toLowerCase()}-crud`,
      name: `${thing} records`,
      type: 'crud',
      description: '',
      entity,
      operations: [...crudOperations],
      endpoints,
    }),
  ]
}

/** Loads 200 modules, ten per area, related to each other within an area and to the sample modules. */
export async function loadGeneratedModules(graph: Graph): Promise<void> {
  const states = Object.keys(areas).flatMap((area) =>
    Object.entries(aspects).flatMap(([aspect, [, , dependsOn]]) => [
      ...statesOf(area, aspect),
      ...(dependsOn === undefined ? [] : [relationship('dependency', `${area}-${aspect}`, `${area}-${dependsOn}`)]),
      ...(aspect === 'approvals' ? [relationship('integration', `${area}-approvals`, 'notifications')] : []),
      ...(aspect === 'reports' ? [relationship('data-flow', `${area}-reports`, 'analytics')] : []),
      ...(aspect === 'requests' ? [relationship('dependency', `${area}-requests`, 'identity')] : []),
    ]),
  )
  const steps = states.map((after): Step => ({ before: null, after }))
  await graph.write((run) => write(run, steps))
  await graph.read('registry/await-indexes', {})
}
