// Deletes deliveries that succeeded a day ago and those that were given up a month ago.
// @returns forgotten INTEGER
// @access write
// @example {}
MATCH (d:Delivery)
WHERE (d.state = 'delivered' AND d.createdAt < datetime() - duration({days: 1}))
  OR (d.state = 'dead' AND d.createdAt < datetime() - duration({days: 30}))
WITH d
LIMIT 1000
DETACH DELETE d
RETURN count(*) AS forgotten
