// A method and path is unique inside its module.
CREATE CONSTRAINT endpoint_ref IF NOT EXISTS
FOR (p:Endpoint) REQUIRE p.ref IS UNIQUE
