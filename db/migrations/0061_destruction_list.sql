-- +goose Up
-- What has been kept for its time stands on a list until legal and the archive have signed it (rule B1).
ALTER TABLE complaint ADD COLUMN overdue_at INTEGER;
CREATE INDEX complaint_overdue ON complaint (overdue_at) WHERE overdue_at IS NOT NULL AND anonymised_at IS NULL;
CREATE TABLE destruction_list (
    document  INTEGER PRIMARY KEY REFERENCES document (id),
    legal_by  TEXT NOT NULL,
    legal_at  INTEGER,
    keeper_by TEXT NOT NULL,
    keeper_at INTEGER,
    done_at   INTEGER
) STRICT;
CREATE TABLE destruction_line (
    id        INTEGER PRIMARY KEY,
    document  INTEGER NOT NULL REFERENCES document (id),
    n         INTEGER NOT NULL,
    number    TEXT NOT NULL,
    site      TEXT NOT NULL,
    grade     TEXT NOT NULL,
    closed_at INTEGER,
    due_at    INTEGER,
    gone_at   INTEGER,
    kept      TEXT NOT NULL
) STRICT;
CREATE INDEX destruction_line_of_document ON destruction_line (document);
CREATE INDEX destruction_line_open ON destruction_line (number) WHERE gone_at IS NULL;
