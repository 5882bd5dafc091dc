-- +goose Up
-- What is archived gets its archive number on a list that both sides sign (rule W10).
ALTER TABLE complaint ADD COLUMN file_number TEXT NOT NULL DEFAULT '';
CREATE INDEX complaint_for_archive ON complaint (site, closed_at)
    WHERE state = 'archived' AND file_number = '' AND imported = '' AND merged_into = '';
CREATE UNIQUE INDEX complaint_by_file_number ON complaint (file_number) WHERE file_number <> '';
CREATE TABLE archive_list (
    document  INTEGER PRIMARY KEY REFERENCES document (id),
    year      INTEGER NOT NULL,
    barred    TEXT NOT NULL,
    site_by   TEXT NOT NULL,
    site_at   INTEGER,
    keeper_by TEXT NOT NULL,
    keeper_at INTEGER
) STRICT;
CREATE TABLE archive_line (
    id          INTEGER PRIMARY KEY,
    document    INTEGER NOT NULL REFERENCES document (id),
    n           INTEGER NOT NULL,
    number      TEXT NOT NULL,
    series      TEXT NOT NULL,
    seq         INTEGER NOT NULL,
    file_number TEXT NOT NULL,
    grade       TEXT NOT NULL,
    restricted  INTEGER NOT NULL,
    closed_at   INTEGER,
    years       INTEGER NOT NULL,
    originals   INTEGER NOT NULL,
    files       INTEGER NOT NULL
) STRICT;
CREATE INDEX archive_line_of_document ON archive_line (document);
CREATE UNIQUE INDEX archive_line_of_series ON archive_line (series, seq);
