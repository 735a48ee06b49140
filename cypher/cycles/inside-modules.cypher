// Data flows between parts of the same module.
// @returns ref STRING, targets LIST<STRING>
// @access read
// @grows with the modules and relationships that it visits, each once
// @example {}
MATCH (part:Capability|Configuration)-[:FLOWS_TO]->(target:Capability|Configuration)
WHERE split(split(part.ref, ':')[1], '/')[0] = split(split(target.ref, ':')[1], '/')[0]
RETURN part.ref AS ref, collect(target.ref) AS targets
