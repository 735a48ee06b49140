// Full text over the words of all that a question can be about, as the registry compares them. A word in several of the fields counts more.
CREATE FULLTEXT INDEX registry_words IF NOT EXISTS
FOR (n:Module|Capability|Entity|Configuration) ON EACH [n.searchedKeys, n.searchedNames, n.searchedTerms, n.searchedTexts]
OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words', `fulltext.eventually_consistent`: true}}
