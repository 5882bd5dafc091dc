-- +goose Up
-- Papers that came home: which scan an attachment is, and what its code said (rule F6).
ALTER TABLE attachment ADD COLUMN scan INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attachment ADD COLUMN paper TEXT NOT NULL DEFAULT '';
ALTER TABLE attachment ADD COLUMN page INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attachment ADD COLUMN pages INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attachment ADD COLUMN edition INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attachment ADD COLUMN outdated TEXT NOT NULL DEFAULT '[]';

-- A file of scans as it came. Those of one form share its batch.
CREATE TABLE scan_upload (
    id     INTEGER PRIMARY KEY,
    batch  INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    by     TEXT NOT NULL,
    name   TEXT NOT NULL,
    hash   TEXT NOT NULL,
    type   TEXT NOT NULL,
    size   INTEGER NOT NULL,
    sheets INTEGER NOT NULL,
    again  INTEGER NOT NULL  -- pages that had been brought before
) STRICT;
CREATE INDEX scan_upload_by_batch ON scan_upload (batch, by);

-- A page of it: in its complaint, or in the tray.
CREATE TABLE scan (
    id         INTEGER PRIMARY KEY,
    upload     INTEGER NOT NULL REFERENCES scan_upload (id),
    at         INTEGER NOT NULL,
    by         TEXT NOT NULL,
    name       TEXT NOT NULL,
    sheet      INTEGER NOT NULL,
    sheets     INTEGER NOT NULL,
    source     TEXT NOT NULL,
    hash       TEXT NOT NULL,
    type       TEXT NOT NULL,
    size       INTEGER NOT NULL,
    thumb      TEXT NOT NULL,
    site       TEXT NOT NULL,
    status     TEXT NOT NULL,
    problem    TEXT NOT NULL,
    number     TEXT NOT NULL,
    paper      TEXT NOT NULL,
    version    INTEGER NOT NULL,
    page       INTEGER NOT NULL,
    pages      INTEGER NOT NULL,
    complaint  INTEGER NOT NULL,  -- that it is filed to or that its code names, 0 for none
    other      INTEGER NOT NULL,  -- that a second code names
    filed_at   INTEGER,
    filed_by   TEXT NOT NULL,
    attachment INTEGER NOT NULL,
    outdated   TEXT NOT NULL,
    removed_at INTEGER
) STRICT;
CREATE INDEX scan_by_upload ON scan (upload);
CREATE INDEX scan_by_source ON scan (source, sheet);
CREATE INDEX scan_by_person ON scan (by, status, id);
CREATE INDEX scan_by_filer ON scan (filed_by, id) WHERE filed_by <> '';
CREATE INDEX scan_tray ON scan (site, id) WHERE status = 'tray';
CREATE INDEX scan_by_complaint ON scan (complaint) WHERE complaint > 0;
CREATE INDEX scan_by_hash ON scan (hash);
