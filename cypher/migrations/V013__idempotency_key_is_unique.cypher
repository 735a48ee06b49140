// One answer is kept for a key of a client.
CREATE CONSTRAINT kept_answer_key IF NOT EXISTS
FOR (k:KeptAnswer) REQUIRE k.key IS UNIQUE
