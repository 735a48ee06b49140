// Whatever can be an end of a relationship has one ref.
CREATE CONSTRAINT registry_node_ref IF NOT EXISTS
FOR (n:RegistryNode) REQUIRE n.ref IS UNIQUE
