-- +goose Up
-- What a form that acts once had in it, so that other content under the same text is told from sending again (I18).
ALTER TABLE once ADD COLUMN sum TEXT NOT NULL DEFAULT '';

-- What was typed into a form when the log-in ran out, until its person has logged in again (I17).
CREATE TABLE typed (
    id      INTEGER PRIMARY KEY,
    account TEXT NOT NULL REFERENCES person (account),
    at      INTEGER NOT NULL,
    path    TEXT NOT NULL,
    form    TEXT NOT NULL
) STRICT;
CREATE INDEX typed_by_account ON typed (account, id);
