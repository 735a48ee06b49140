// The index does not have the aliases; the next migration makes it again.
DROP INDEX registry_text IF EXISTS
