-- +goose Up

-- Special improvement plans (rule A2).
CREATE TABLE plan (
    document INTEGER PRIMARY KEY REFERENCES document (id),
    category TEXT NOT NULL, -- of the first level
    cause    TEXT NOT NULL,
    aim      TEXT NOT NULL,
    covered  TEXT NOT NULL, -- numbers of complaints
    result   TEXT NOT NULL,
    ended_at INTEGER,
    ended_by TEXT NOT NULL,
    way      TEXT NOT NULL, -- in which customers were told last
    said     TEXT NOT NULL
) STRICT;

-- Which customers were told the result of a plan, and which were not.
CREATE TABLE plan_told (
    id       INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document (id),
    at       INTEGER NOT NULL,
    by       TEXT NOT NULL,
    number   TEXT NOT NULL,
    why      TEXT NOT NULL -- why not, '' who was told
) STRICT;
CREATE INDEX plan_told_of_document ON plan_told (document);

-- The department that work is given to, and what somebody else found of its effect.
ALTER TABLE job ADD COLUMN unit TEXT NOT NULL DEFAULT '';
ALTER TABLE job ADD COLUMN checked_at INTEGER;
ALTER TABLE job ADD COLUMN checked_by TEXT NOT NULL DEFAULT '';
ALTER TABLE job ADD COLUMN effective TEXT NOT NULL DEFAULT '';
ALTER TABLE job ADD COLUMN found TEXT NOT NULL DEFAULT '';
