// How many webhooks there are.
// @returns total
// @access read
// @example {}
RETURN COUNT { (:Webhook) } AS total
