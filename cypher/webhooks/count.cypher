// How many webhooks there are.
// @returns total INTEGER
// @access read
// @example {}
RETURN COUNT { (:Webhook) } AS total
