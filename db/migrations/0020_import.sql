-- +goose Up
-- Complaints from an old register: how they stood there, and their number there.
ALTER TABLE complaint ADD COLUMN imported TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN old_number TEXT NOT NULL DEFAULT '';

-- Which lines have been imported, each by a sum of its number or its content, so that none is twice.
CREATE TABLE imported (
    key       TEXT PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id)
) STRICT, WITHOUT ROWID;
