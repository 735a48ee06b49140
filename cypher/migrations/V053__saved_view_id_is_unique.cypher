// A view that somebody keeps is found by its id.
CREATE CONSTRAINT saved_view_id IF NOT EXISTS
FOR (v:SavedView) REQUIRE v.id IS UNIQUE
