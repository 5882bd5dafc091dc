-- +goose Up
-- What an answer says of the facts, and whose words an admission takes (rule W16). What was answered before says
-- nothing of them, and waits for nobody.
ALTER TABLE answer ADD COLUMN facts TEXT NOT NULL DEFAULT '';
ALTER TABLE answer ADD COLUMN facts_role INTEGER NOT NULL DEFAULT 0;
ALTER TABLE answer ADD COLUMN facts_legal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE answer ADD COLUMN facts_open INTEGER NOT NULL DEFAULT 0;
CREATE INDEX answer_facts_open ON answer (complaint) WHERE facts_open = 1;
CREATE TABLE facts_word (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    for       TEXT NOT NULL,
    answer    INTEGER NOT NULL, -- which one of the complaint's, from 1
    legal     INTEGER NOT NULL,
    decision  TEXT NOT NULL,
    words     TEXT NOT NULL
) STRICT;
CREATE INDEX facts_word_by_complaint ON facts_word (complaint);

-- The versions of the answer letter (rule W16).
CREATE TABLE letter (
    id         INTEGER PRIMARY KEY,
    complaint  INTEGER NOT NULL REFERENCES complaint (id),
    n          INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    by         TEXT NOT NULL,
    for        TEXT NOT NULL,
    text       TEXT NOT NULL,
    basis      TEXT NOT NULL,    -- digest of what it was written from
    frozen_at  INTEGER,
    frozen_by  TEXT NOT NULL,
    frozen_for TEXT NOT NULL
) STRICT;
CREATE INDEX letter_by_complaint ON letter (complaint);
