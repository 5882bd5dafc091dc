-- +goose Up
-- What somebody has typed into a form and not sent: of recording several, of a form on a case one each.
ALTER TABLE draft RENAME TO draft_of_one;
CREATE TABLE draft (
    account TEXT NOT NULL REFERENCES person (account),
    path    TEXT NOT NULL,
    key     TEXT NOT NULL,
    at      INTEGER NOT NULL,
    form    TEXT NOT NULL,
    PRIMARY KEY (account, path, key)
) STRICT;
INSERT INTO draft (account, path, key, at, form) SELECT account, '/complaints', 'before', at, form FROM draft_of_one;
DROP TABLE draft_of_one;
