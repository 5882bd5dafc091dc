-- +goose Up
-- Help and improvement say whether they are owed by contract or law, or what they are worth, which counts as money
-- (rules W3, C2). Proposals from before say neither, and nothing is counted for them that nobody was asked.
ALTER TABLE offered_measure ADD COLUMN owed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE offered_measure ADD COLUMN worth INTEGER NOT NULL DEFAULT 0;
ALTER TABLE offered_measure ADD COLUMN unpriced INTEGER NOT NULL DEFAULT 0;
ALTER TABLE proposal ADD COLUMN worth INTEGER NOT NULL DEFAULT 0;
ALTER TABLE proposal ADD COLUMN unpriced INTEGER NOT NULL DEFAULT 0;
ALTER TABLE proposal ADD COLUMN sum_unpriced INTEGER NOT NULL DEFAULT 0;

-- A proposal that is the mandate of a dispute, whose limit is its amount (rule T1).
ALTER TABLE proposal ADD COLUMN mandate INTEGER NOT NULL DEFAULT 0;
