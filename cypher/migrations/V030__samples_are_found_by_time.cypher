// The last minutes of all modules, and what has had its time, are found at once.
CREATE INDEX sample_time IF NOT EXISTS
FOR (s:Sample) ON (s.resolution, s.at)
