// A webhook, or a message to one, is found by its ref.
CREATE CONSTRAINT alert_ref IF NOT EXISTS
FOR (n:Alert) REQUIRE n.ref IS UNIQUE
