-- +goose Up
-- The program that logged in, as it names itself, and whether the second factor is still awaited.
ALTER TABLE session ADD COLUMN agent TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN half INTEGER NOT NULL DEFAULT 0;

-- The second factor of an account; since is 0 until its first code was right. step is the last one used,
-- so that no code works twice.
CREATE TABLE second_factor (
    account TEXT PRIMARY KEY REFERENCES person (account),
    secret  TEXT NOT NULL,
    since   INTEGER NOT NULL,
    step    INTEGER NOT NULL
) STRICT;

-- Codes for when the telephone is lost, each good once.
CREATE TABLE recovery_code (
    account TEXT NOT NULL REFERENCES person (account),
    hash    TEXT NOT NULL,
    PRIMARY KEY (account, hash)
) STRICT, WITHOUT ROWID;

DROP INDEX journal_of_company;
CREATE INDEX journal_of_company ON journal (id) WHERE action IN ('manage', 'set_password', 'set_reach', 'delegate', 'end_delegation', 'second_factor');
