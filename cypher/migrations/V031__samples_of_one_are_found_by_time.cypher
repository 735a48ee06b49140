// The history of one module or entity is found in order.
CREATE INDEX sample_of IF NOT EXISTS
FOR (s:Sample) ON (s.of, s.resolution, s.at)
