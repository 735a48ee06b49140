// Creates a webhook for the changes after the current revision.
// @param ref        STRING  ref of the webhook
// @param properties MAP     the webhook
// @returns saved INTEGER
// @access write
// @example {"ref": "webhook:1", "properties": {"ref": "webhook:1", "id": "1"}}
MATCH (registry:Registry {id: 'registry'})
MERGE (w:Alert {ref: $ref})
SET w:Webhook, w = $properties, w.known = registry.revision
RETURN count(*) AS saved
