// Deletes example data from the history of all modules, in batches.
// @param limit INTEGER  maximum number of samples
// @returns dropped INTEGER
// @access write
// @example {"limit": 1000}
MATCH (sample:Sample)
WHERE sample.resolution IN ['minute', 'hour'] AND sample.at IS NOT NULL AND sample.example
WITH sample
LIMIT $limit
DELETE sample
RETURN count(*) AS dropped
