// Modules that a language model has generated are found.
CREATE INDEX module_ai_model IF NOT EXISTS
FOR (m:Module) ON (m.aiModel)
