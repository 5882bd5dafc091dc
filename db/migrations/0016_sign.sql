-- +goose Up
-- Papers shown on a screen to be signed there (rule F6).
CREATE TABLE signing (
    id         INTEGER PRIMARY KEY,
    complaint  INTEGER NOT NULL REFERENCES complaint (id),
    n          INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    by         TEXT NOT NULL,
    paper      TEXT NOT NULL,
    edition    INTEGER NOT NULL,
    hash       TEXT NOT NULL,     -- of the PDF as it was shown
    size       INTEGER NOT NULL,
    signed_at  INTEGER,
    signed_by  TEXT NOT NULL,
    signer     TEXT NOT NULL,
    witness    TEXT NOT NULL,
    drawing    TEXT NOT NULL,     -- hash of the picture of the signature
    removed_at INTEGER
) STRICT;
CREATE INDEX signing_by_complaint ON signing (complaint);
CREATE INDEX signing_by_hash ON signing (hash);
CREATE INDEX signing_by_drawing ON signing (drawing) WHERE drawing <> '';
ALTER TABLE attachment ADD COLUMN signing INTEGER NOT NULL DEFAULT 0;

-- A page of the tray that is nothing to file, such as the blank back of a form: it stays.
ALTER TABLE scan ADD COLUMN discarded_at INTEGER;
ALTER TABLE scan ADD COLUMN discarded_by TEXT NOT NULL DEFAULT '';
ALTER TABLE scan ADD COLUMN reason TEXT NOT NULL DEFAULT '';
CREATE INDEX scan_discarded ON scan (site, id) WHERE status = 'discarded';
