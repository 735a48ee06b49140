// Values that may occur once are claimed by one record, also when two want them at the same time.
CREATE CONSTRAINT claim_ref IF NOT EXISTS
FOR (c:Claim) REQUIRE c.ref IS UNIQUE
