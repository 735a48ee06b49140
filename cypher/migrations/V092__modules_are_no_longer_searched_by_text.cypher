// The index over the texts as they are written has been replaced by that over their words.
DROP INDEX module_text IF EXISTS
