// Each AI module on its way is found by its id, and the newest first.
CREATE CONSTRAINT draft_id IF NOT EXISTS
FOR (d:Draft) REQUIRE d.id IS UNIQUE
