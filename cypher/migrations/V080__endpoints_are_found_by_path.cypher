// Which modules declare a path is looked up for each request that nothing answers.
CREATE INDEX endpoint_path IF NOT EXISTS
FOR (p:Endpoint) ON (p.path)
