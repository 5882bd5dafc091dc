-- +goose Up
-- The word of a server outside the house on when a hash was there (rule J4).
CREATE TABLE timestamp (
    id     INTEGER PRIMARY KEY,
    hash   TEXT NOT NULL UNIQUE,
    entry  INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    server TEXT NOT NULL,
    token  BLOB NOT NULL
) STRICT;
CREATE INDEX timestamp_by_entry ON timestamp (entry);
