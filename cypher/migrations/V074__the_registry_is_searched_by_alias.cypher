// Full text over all that a question can be about, aliases of modules included.
CREATE FULLTEXT INDEX registry_text IF NOT EXISTS
FOR (n:Module|Capability|Entity|Configuration) ON EACH [n.key, n.name, n.aliases, n.label, n.description, n.tags, n.operations, n.words, n.documentation]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}}
