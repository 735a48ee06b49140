// Where the modules of the whole picture are is kept once.
CREATE CONSTRAINT kept_picture_is_unique IF NOT EXISTS
FOR (picture:KeptPicture)
REQUIRE picture.id IS UNIQUE
