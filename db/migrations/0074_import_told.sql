-- +goose Up
-- Whom an import that is running still has to tell, each of how many of its lines, once it ends (I7).
CREATE TABLE import_told (
    account TEXT PRIMARY KEY,
    lines   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
