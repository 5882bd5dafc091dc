-- +goose Up
-- What goes out by mail and by robots, written in the same transaction as its notice and sent after it.
-- Nothing was ever written into the table that is replaced.
DROP TABLE outbox;
CREATE TABLE outbox (
    id       INTEGER PRIMARY KEY,
    notice   INTEGER NOT NULL REFERENCES notice (id),
    account  TEXT NOT NULL,
    robot    INTEGER NOT NULL,
    due      INTEGER NOT NULL,
    tries    INTEGER NOT NULL,
    failed   TEXT NOT NULL,
    ended_at INTEGER,
    outcome  TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_due ON outbox (due) WHERE ended_at IS NULL;
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE ended_at IS NOT NULL;

-- How a person wants to hear of notices outside the portal; minutes from midnight.
CREATE TABLE reach (
    account    TEXT PRIMARY KEY,
    mail       TEXT NOT NULL,
    quiet_from INTEGER NOT NULL,
    quiet_to   INTEGER NOT NULL,
    daily      INTEGER NOT NULL,
    digest     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
