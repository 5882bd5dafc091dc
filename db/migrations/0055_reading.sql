-- +goose Up
-- Whoever had a part in a case reads it for some days after that ended, then no longer (rule P3): nobody reads it any
-- more by a part that ended until read_shut. The parts that leave no row of their own, of deputies and checkers:
CREATE TABLE reader (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    who       TEXT NOT NULL,
    ended_at  INTEGER
) STRICT;
CREATE INDEX reader_by_complaint ON reader (complaint);
ALTER TABLE complaint ADD COLUMN read_shut INTEGER;
-- Parts ended before this was the rule: the clock looks at each case once.
UPDATE complaint SET next_due = received_at WHERE next_due IS NULL OR next_due > received_at;
