// Each relationship of this type is found by its id.
CREATE CONSTRAINT flows_to_id IF NOT EXISTS
FOR ()-[r:FLOWS_TO]-() REQUIRE r.id IS UNIQUE
