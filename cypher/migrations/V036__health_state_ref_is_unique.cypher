// What the monitor knows of a module's health is one node.
CREATE CONSTRAINT health_state_ref IF NOT EXISTS
FOR (state:HealthState) REQUIRE state.ref IS UNIQUE
