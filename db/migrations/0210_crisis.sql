-- +goose Up
-- A crisis: who leads, what is said outside, how many they are (rules R1, R3, R14).
CREATE TABLE crisis (
    id        INTEGER PRIMARY KEY,
    number    TEXT NOT NULL UNIQUE,
    version   INTEGER NOT NULL,
    site      TEXT NOT NULL,
    category  TEXT NOT NULL,
    title     TEXT NOT NULL,
    matter    TEXT NOT NULL,
    place     TEXT NOT NULL,
    alarm     TEXT NOT NULL,
    beside    TEXT NOT NULL,
    state     TEXT NOT NULL,
    phase     TEXT NOT NULL,
    phase_at  INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    opened_by TEXT NOT NULL,
    force     INTEGER NOT NULL, -- the statement in force, 0 for none
    withdrawn INTEGER NOT NULL,
    first_by  INTEGER,
    first_at  INTEGER,
    none_at   INTEGER,
    closed_at INTEGER,
    closed_by TEXT NOT NULL,
    outcome   TEXT NOT NULL,
    learned   TEXT NOT NULL,
    next_due  INTEGER           -- when the clock has to look at it again
) STRICT;
CREATE INDEX crisis_by_state ON crisis (state, opened_at DESC, id DESC);
CREATE INDEX crisis_by_next ON crisis (next_due) WHERE next_due IS NOT NULL;

CREATE TABLE crisis_site (
    id     INTEGER PRIMARY KEY,
    crisis INTEGER NOT NULL REFERENCES crisis (id),
    at     INTEGER NOT NULL,
    by     TEXT NOT NULL,
    site   TEXT NOT NULL
) STRICT;
CREATE INDEX crisis_site_by_crisis ON crisis_site (crisis, id);

CREATE TABLE crisis_seat (
    id     INTEGER PRIMARY KEY,
    crisis INTEGER NOT NULL REFERENCES crisis (id),
    kind   TEXT NOT NULL,
    holder TEXT NOT NULL,
    deputy TEXT NOT NULL,
    acting TEXT NOT NULL,
    since  INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX crisis_seat_by_crisis ON crisis_seat (crisis, id);

CREATE TABLE crisis_hand_over (
    id          INTEGER PRIMARY KEY,
    crisis      INTEGER NOT NULL REFERENCES crisis (id),
    n           INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    "from"      TEXT NOT NULL,
    "to"        TEXT NOT NULL,
    brief       TEXT NOT NULL,
    at          INTEGER NOT NULL,
    accepted_at INTEGER,
    dropped_at  INTEGER,
    reminded_at INTEGER,
    force       INTEGER NOT NULL,
    people      INTEGER NOT NULL,
    phase       TEXT NOT NULL,
    next_at     INTEGER
) STRICT;
CREATE INDEX crisis_hand_over_by_crisis ON crisis_hand_over (crisis, id);

CREATE TABLE crisis_part (
    id       INTEGER PRIMARY KEY,
    crisis   INTEGER NOT NULL REFERENCES crisis (id),
    kind     TEXT NOT NULL,
    person   TEXT NOT NULL,
    outside  TEXT NOT NULL,
    firm     TEXT NOT NULL,
    phone    TEXT NOT NULL,
    at       INTEGER NOT NULL,
    by       TEXT NOT NULL,
    ended_at INTEGER,
    reason   TEXT NOT NULL
) STRICT;
CREATE INDEX crisis_part_by_crisis ON crisis_part (crisis, id);

CREATE TABLE crisis_count (
    id     INTEGER PRIMARY KEY,
    crisis INTEGER NOT NULL REFERENCES crisis (id),
    at     INTEGER NOT NULL,
    logged INTEGER NOT NULL,
    by     TEXT NOT NULL,
    place  TEXT NOT NULL,
    people INTEGER NOT NULL,
    how    TEXT NOT NULL
) STRICT;
CREATE INDEX crisis_count_by_crisis ON crisis_count (crisis, id);

CREATE TABLE crisis_statement (
    id           INTEGER PRIMARY KEY,
    crisis       INTEGER NOT NULL REFERENCES crisis (id),
    n            INTEGER NOT NULL,
    kind         TEXT NOT NULL,
    text         TEXT NOT NULL,
    next_at      INTEGER,
    answers      TEXT NOT NULL,
    status       TEXT NOT NULL,
    by           TEXT NOT NULL,
    at           INTEGER NOT NULL,
    submitted_at INTEGER,
    asked        INTEGER NOT NULL,
    decided_at   INTEGER,
    decided_by   TEXT NOT NULL,
    words        TEXT NOT NULL,
    unheard      TEXT NOT NULL,
    hash         TEXT NOT NULL,
    template     TEXT NOT NULL,
    issued_at    INTEGER,
    issued_by    TEXT NOT NULL,
    word_due     INTEGER NOT NULL,
    unread_at    INTEGER,
    ended_at     INTEGER,
    ended_by     TEXT NOT NULL,
    reason       TEXT NOT NULL
) STRICT;
CREATE INDEX crisis_statement_by_crisis ON crisis_statement (crisis, n);

CREATE TABLE crisis_opinion (
    id     INTEGER PRIMARY KEY,
    crisis INTEGER NOT NULL REFERENCES crisis (id),
    n      INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    by     TEXT NOT NULL,
    agree  INTEGER NOT NULL,
    words  TEXT NOT NULL
) STRICT;
CREATE INDEX crisis_opinion_by_crisis ON crisis_opinion (crisis, id);

CREATE TABLE crisis_channel (
    id      INTEGER PRIMARY KEY,
    crisis  INTEGER NOT NULL REFERENCES crisis (id),
    n       INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    by      TEXT NOT NULL,
    channel TEXT NOT NULL,
    link    TEXT NOT NULL
) STRICT;
CREATE INDEX crisis_channel_by_crisis ON crisis_channel (crisis, id);

CREATE TABLE crisis_read (
    id     INTEGER PRIMARY KEY,
    crisis INTEGER NOT NULL REFERENCES crisis (id),
    n      INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    by     TEXT NOT NULL
) STRICT;
CREATE INDEX crisis_read_by_crisis ON crisis_read (crisis, n, by);

-- Holding statements 首发口径, approved beforehand.
CREATE TABLE holding (
    id          INTEGER PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    version     INTEGER NOT NULL,
    name        TEXT NOT NULL,
    text        TEXT NOT NULL,
    at          INTEGER NOT NULL,
    by          TEXT NOT NULL,
    approved_at INTEGER,
    approved_by TEXT NOT NULL,
    ended_at    INTEGER,
    ended_by    TEXT NOT NULL
) STRICT;

ALTER TABLE alarm ADD COLUMN crisis TEXT NOT NULL DEFAULT '';
