// The monitor finds the modules that it can ask without looking at all.
CREATE INDEX module_health_url IF NOT EXISTS
FOR (m:Module) ON (m.healthUrl)
