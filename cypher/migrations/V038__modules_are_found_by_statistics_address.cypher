// The monitor finds the modules whose numbers it can ask for without looking at all.
CREATE INDEX module_statistics_url IF NOT EXISTS
FOR (m:Module) ON (m.statisticsUrl)
