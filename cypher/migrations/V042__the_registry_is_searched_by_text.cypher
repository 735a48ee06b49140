// Full text over all that a question can be about: modules, what they can do, their entities with their fields, their documentation.
CREATE FULLTEXT INDEX registry_text IF NOT EXISTS
FOR (n:Module|Capability|Entity|Configuration) ON EACH [n.key, n.name, n.label, n.description, n.tags, n.operations, n.words, n.documentation]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}}
