-- +goose Up

-- Complaint meetings and their minutes (rule M7).
CREATE TABLE meeting (
    document  INTEGER PRIMARY KEY REFERENCES document (id),
    held_at   INTEGER NOT NULL,
    venue     TEXT NOT NULL,
    people    TEXT NOT NULL, -- accounts, as JSON
    cases     TEXT NOT NULL, -- numbers of complaints, as JSON
    topics    TEXT NOT NULL,
    minutes   TEXT NOT NULL,
    closed_at INTEGER
) STRICT;

-- Supervision samples (rule A6).
CREATE TABLE sample (
    document INTEGER PRIMARY KEY REFERENCES document (id),
    seed     TEXT NOT NULL,
    share    INTEGER NOT NULL,
    least    INTEGER NOT NULL,
    pool     INTEGER NOT NULL
) STRICT;
CREATE TABLE sample_item (
    id          INTEGER PRIMARY KEY,
    document    INTEGER NOT NULL REFERENCES document (id),
    n           INTEGER NOT NULL,
    number      TEXT NOT NULL, -- of the complaint
    checker     TEXT NOT NULL,
    assigned_at INTEGER,
    assigned_by TEXT NOT NULL,
    job         INTEGER NOT NULL,
    checked_at  INTEGER
) STRICT;
CREATE INDEX sample_item_of_document ON sample_item (document);
CREATE TABLE sample_mark (
    id       INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document (id),
    n        INTEGER NOT NULL,
    code     TEXT NOT NULL,
    none     INTEGER NOT NULL,
    score    INTEGER NOT NULL,
    words    TEXT NOT NULL
) STRICT;
CREATE INDEX sample_mark_of_document ON sample_mark (document);
ALTER TABLE complaint ADD COLUMN checkers TEXT NOT NULL DEFAULT '[]'; -- were asked to check it
CREATE INDEX complaint_by_closing ON complaint (closed_at) WHERE closed_at IS NOT NULL;
