// A module by its key or id.
// @param id STRING  its key or id
// @returns module {.*, key STRING}
// @access read
// @example {"id": "crm"}
MATCH (m:Module)
WHERE m.key = $id OR m.id = $id
RETURN m {.*, createdAt: toString(m.createdAt), updatedAt: toString(m.updatedAt)} AS module
