// Number of webhooks.
// @returns total INTEGER
// @access read
// @example {}
RETURN COUNT { (:Webhook) } AS total
