// Kept answers are forgotten after a day.
CREATE INDEX kept_answer_at IF NOT EXISTS
FOR (k:KeptAnswer) ON (k.at)
