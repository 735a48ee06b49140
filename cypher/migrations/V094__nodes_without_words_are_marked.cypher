// What earlier versions have written has no words for the full text yet; the next start derives them.
MATCH (n:Module|Capability|Entity|Configuration)
WHERE n.searchedKeys IS NULL
SET n:WithoutWords
