// The index over the texts as they are written has been replaced by that over their words.
DROP INDEX registry_text IF EXISTS
