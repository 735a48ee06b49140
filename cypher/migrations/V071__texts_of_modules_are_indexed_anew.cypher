// The index does not have the aliases; the next migration makes it again.
DROP INDEX module_text IF EXISTS
