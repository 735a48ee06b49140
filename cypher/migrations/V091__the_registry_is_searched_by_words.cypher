// Full text over the words of all that a question can be about, as the registry compares them.
CREATE FULLTEXT INDEX registry_words IF NOT EXISTS
FOR (n:Module|Capability|Entity|Configuration) ON EACH [n.searchedNames, n.searchedTexts]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words', `fulltext.eventually_consistent`: true}}
