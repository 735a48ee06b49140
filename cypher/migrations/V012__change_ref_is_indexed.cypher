// The history of one resource is found by its ref.
CREATE INDEX change_ref IF NOT EXISTS
FOR (c:Change) ON (c.ref)
