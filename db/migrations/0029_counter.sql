-- +goose Up
-- By what the counter recognised who called, and the messages that it left for the handler (rule P9).
ALTER TABLE reminder ADD COLUMN recognised TEXT NOT NULL DEFAULT '[]';
CREATE TABLE counter_message (
    id         INTEGER PRIMARY KEY,
    complaint  INTEGER NOT NULL REFERENCES complaint (id),
    at         INTEGER NOT NULL,
    by         TEXT NOT NULL,
    said       TEXT NOT NULL,
    recognised TEXT NOT NULL
) STRICT;
CREATE INDEX counter_message_by_complaint ON counter_message (complaint);

-- What an account has looked up within the last minutes (rule P11); older rows go with its next look-up.
CREATE TABLE look_up (
    id      INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    at      INTEGER NOT NULL,
    key     TEXT NOT NULL -- digest of the question
) STRICT;
CREATE INDEX look_up_by_account ON look_up (account, at);

-- Hand-overs of a complaint to another site (rule K11).
CREATE TABLE transfer (
    id          INTEGER PRIMARY KEY,
    complaint   INTEGER NOT NULL REFERENCES complaint (id),
    n           INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    by          TEXT NOT NULL,
    from_site   TEXT NOT NULL,
    to_site     TEXT NOT NULL,
    reason      TEXT NOT NULL,
    due         INTEGER NOT NULL,
    told        INTEGER NOT NULL,
    accepted_at INTEGER,
    accepted_by TEXT NOT NULL,
    back_at     INTEGER,
    back_by     TEXT NOT NULL,
    back_reason TEXT NOT NULL
) STRICT;
CREATE INDEX transfer_by_complaint ON transfer (complaint);
