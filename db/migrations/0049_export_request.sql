-- +goose Up
-- Exports in clear of many people wait for a VP's word (rule P5).
CREATE TABLE export_request (
    id         INTEGER PRIMARY KEY,
    number     TEXT NOT NULL UNIQUE,
    version    INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    by         TEXT NOT NULL,
    purpose    TEXT NOT NULL,
    list       TEXT NOT NULL,
    format     TEXT NOT NULL,
    people     INTEGER NOT NULL,
    state      TEXT NOT NULL,
    decided_at INTEGER,
    decided_by TEXT NOT NULL,
    words      TEXT NOT NULL
) STRICT;
CREATE INDEX export_request_open ON export_request (id) WHERE state = 'export_asked';
CREATE INDEX export_request_by ON export_request (by, id);

-- +goose StatementBegin
CREATE TRIGGER export_request_no_delete BEFORE DELETE ON export_request BEGIN SELECT RAISE(ABORT, 'a request for an export is never deleted'); END;
-- +goose StatementEnd
