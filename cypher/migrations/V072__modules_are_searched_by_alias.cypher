// Full text over what a person remembers of a module, aliases included.
CREATE FULLTEXT INDEX module_text IF NOT EXISTS
FOR (m:Module) ON EACH [m.key, m.name, m.aliases, m.description, m.owner, m.tags, m.entities]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}}
