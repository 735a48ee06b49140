// Full text over the words of modules, as the registry compares them: properties that it derives with every change.
CREATE FULLTEXT INDEX module_words IF NOT EXISTS
FOR (m:Module) ON EACH [m.searchedKeys, m.searchedNames, m.searchedTerms, m.searchedTexts, m.searchedEntities]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words', `fulltext.eventually_consistent`: true}}
