-- +goose Up
CREATE TABLE pause (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    reason    TEXT NOT NULL,
    ended_at  INTEGER,
    ended_by  TEXT NOT NULL
) STRICT;
CREATE INDEX pause_by_complaint ON pause (complaint);

CREATE TABLE extension (
    id         INTEGER PRIMARY KEY,
    complaint  INTEGER NOT NULL REFERENCES complaint (id),
    n          INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    by         TEXT NOT NULL,
    deadline   TEXT NOT NULL,
    until      INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    decided_at INTEGER,
    decided_by TEXT NOT NULL,
    granted    TEXT NOT NULL
) STRICT;
CREATE INDEX extension_by_complaint ON extension (complaint);

-- Notices to people, written with the change that caused them (rule D8).
CREATE TABLE notice (
    id      INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    kind    TEXT NOT NULL,
    number  TEXT NOT NULL,
    grade   TEXT NOT NULL,
    state   TEXT NOT NULL,
    what    TEXT NOT NULL,
    at      INTEGER NOT NULL,
    seen    INTEGER NOT NULL
) STRICT;
CREATE INDEX notice_by_account ON notice (account, id DESC);
CREATE INDEX notice_unseen ON notice (account) WHERE seen = 0;

-- What goes out by mail and webhook, written in the same transaction and sent after it.
CREATE TABLE outbox (
    id      INTEGER PRIMARY KEY,
    notice  INTEGER NOT NULL REFERENCES notice (id),
    way     TEXT NOT NULL,
    due     INTEGER NOT NULL,
    tries   INTEGER NOT NULL,
    sent_at INTEGER,
    failed  TEXT NOT NULL
) STRICT;
CREATE INDEX outbox_due ON outbox (due) WHERE sent_at IS NULL;

-- Days on which the company rests or makes up for it, and the working week of a site (rule D9).
CREATE TABLE special_day (
    date TEXT PRIMARY KEY,
    kind TEXT NOT NULL
) STRICT;
CREATE TABLE week (
    site  TEXT PRIMARY KEY,
    hours TEXT NOT NULL
) STRICT;

-- Since when a figure has its value; a later row rules from its date on (rule D13).
CREATE TABLE figure (
    name    TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    value   INTEGER NOT NULL,
    PRIMARY KEY (name, from_at)
) STRICT, WITHOUT ROWID;
INSERT INTO figure (name, from_at, value) SELECT substr(name, 8), 0, CAST(value AS INTEGER) FROM setting WHERE name LIKE 'figure.%';
DELETE FROM setting WHERE name LIKE 'figure.%';
