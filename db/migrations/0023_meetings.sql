-- +goose Up

-- Complaint meetings and their minutes (rule M7).
CREATE TABLE meeting (
    document  INTEGER PRIMARY KEY REFERENCES document (id),
    held_at   INTEGER NOT NULL,
    venue     TEXT NOT NULL,
    people    TEXT NOT NULL, -- accounts, as JSON
    cases     TEXT NOT NULL, -- numbers of complaints, as JSON
    topics    TEXT NOT NULL,
    minutes   TEXT NOT NULL,
    closed_at INTEGER
) STRICT;
