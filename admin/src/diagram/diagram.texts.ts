import { number } from '../shared/shared.texts.ts'

/** Texts of all diagrams. */
export const diagramTexts = {
  label: (name: string, nodes: number, lines: number) =>
    `Diagram of ${name}: ${number(nodes)} ${nodes === 1 ? 'node' : 'nodes'}, ${number(lines)} ${lines === 1 ? 'line' : 'lines'}`,
  nodes: 'Nodes',
  nodesShown: (shown: number, total: number) => `${number(shown)} of ${number(total)} nodes`,
  fit: 'Show everything',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  legend: 'Legend',
  legendHint: 'Press a kind of node to hide or show it',
  lines: 'Lines',
  open: 'Open',
  choose: 'Choose a node to see what it is connected to.',
  connections: (count: number) => `${number(count)} ${count === 1 ? 'connection' : 'connections'}`,
  incoming: (source: string, verb: string) => `${source} ${verb} this`,
  outgoing: (verb: string, target: string) => `${verb} ${target}`,
  cut: (returned: number, total: number) =>
    `The diagram holds ${number(returned)} of ${number(total)} nodes; the others are left out.`,
  nodeGroups: {
    composite: 'Group',
    module: 'Module',
    capability: 'Capability',
    entity: 'Entity',
    endpoint: 'Endpoint',
    configuration: 'Configuration',
  },
  edgeGroups: {
    DEPENDS_ON: 'depends on',
    INTEGRATES_WITH: 'integrates with',
    FLOWS_TO: 'sends data to',
    PART_OF: 'is part of',
    HAS_CAPABILITY: 'can do',
    HAS_ENTITY: 'keeps',
    HAS_CONFIGURATION: 'configured by',
    OPERATES_ON: 'operates on',
    EXPOSES: 'exposes',
  },
}
