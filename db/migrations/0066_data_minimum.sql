-- +goose Up
-- To whom a customer's data went, and what is noted of health and children apart from all else (rule K13).
CREATE TABLE data_handing (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    kind      TEXT NOT NULL,
    receiver  TEXT NOT NULL,
    purpose   TEXT NOT NULL,
    what      TEXT NOT NULL,
    ground    TEXT NOT NULL
) STRICT;
CREATE INDEX data_handing_by_complaint ON data_handing (complaint);
CREATE TABLE sensitive (
    id         INTEGER PRIMARY KEY,
    complaint  INTEGER NOT NULL REFERENCES complaint (id),
    n          INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    by         TEXT NOT NULL,
    kind       TEXT NOT NULL,
    text       TEXT NOT NULL,
    consent_by TEXT NOT NULL,
    guardian   INTEGER NOT NULL,
    erased_at  INTEGER,
    erased_by  TEXT NOT NULL
) STRICT;
CREATE INDEX sensitive_by_complaint ON sensitive (complaint);
