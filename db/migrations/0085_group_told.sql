-- +goose Up
-- Why what looks like a group needs no crisis, and who was told of a group at how many people (rule K8).
CREATE TABLE group_word (
    id       INTEGER PRIMARY KEY,
    site     TEXT NOT NULL,
    category TEXT NOT NULL,
    number   TEXT NOT NULL,
    people   INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    by       TEXT NOT NULL,
    reason   TEXT NOT NULL
) STRICT;
CREATE INDEX group_word_by_site ON group_word (site, at);
CREATE TABLE group_told (
    account  TEXT NOT NULL,
    site     TEXT NOT NULL,
    category TEXT NOT NULL,
    number   TEXT NOT NULL,
    people   INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (account, site, category, number)
) STRICT;
-- Verify asks for these alone.
CREATE INDEX journal_of_groups ON journal (id) WHERE action = 'answer_group';
