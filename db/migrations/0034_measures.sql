-- +goose Up
-- A measure of a proposal with its person and its date (rule W3). Proposals from before have none, so that nothing is
-- owed or late that nobody was told of.
CREATE TABLE offered_measure (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    proposal  INTEGER NOT NULL,
    remedy    TEXT NOT NULL,
    who       TEXT NOT NULL,
    due       INTEGER
) STRICT;
CREATE INDEX offered_measure_by_complaint ON offered_measure (complaint);

-- The proposal of which a task is a measure that the customer has accepted (rules W3, D14).
ALTER TABLE task ADD COLUMN proposal INTEGER NOT NULL DEFAULT 0;
