-- +goose Up
-- The part of a complaint in an extract of what is held on a customer is released by whoever is in charge of it
-- (rules B1, P8). What was printed before this was the rule stays as it was.
CREATE TABLE data_release (
    id          INTEGER PRIMARY KEY,
    complaint   INTEGER NOT NULL REFERENCES complaint (id),
    request     INTEGER NOT NULL,
    handler     TEXT NOT NULL,
    asked_at    INTEGER NOT NULL,
    due         INTEGER NOT NULL,
    decided_at  INTEGER,
    decided_by  TEXT NOT NULL,
    decided_for TEXT NOT NULL,
    decision    TEXT NOT NULL,
    reason      TEXT NOT NULL,
    closed      INTEGER NOT NULL
) STRICT;
CREATE INDEX data_release_by_complaint ON data_release (complaint);
CREATE INDEX data_release_open ON data_release (due, id) WHERE decided_at IS NULL;
