-- +goose Up
-- The customer's word that settles a case, with its proof (rule W6). What was said before has none, and counts.
CREATE TABLE customer_word (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    n         INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    proof     TEXT NOT NULL,
    proven_at INTEGER,
    due       INTEGER,
    told      INTEGER NOT NULL,
    called_at INTEGER,
    called_by TEXT NOT NULL,
    denied    INTEGER NOT NULL,
    words     TEXT NOT NULL
) STRICT;
CREATE INDEX customer_word_by_complaint ON customer_word (complaint);
CREATE INDEX customer_word_oral ON customer_word (complaint) WHERE proof = 'oral';

-- Since when a case is settled without the proof that D5 and the month ask (rules W6, D5, G8).
ALTER TABLE complaint ADD COLUMN unproven_since INTEGER;

-- Satisfaction written down by whom it praises (rule W6).
ALTER TABLE result ADD COLUMN own INTEGER NOT NULL DEFAULT 0;

-- By when a second person is to call: what the desk finds a case by (rule W6).
ALTER TABLE complaint ADD COLUMN call_due INTEGER;
CREATE INDEX complaint_call_due ON complaint (call_due) WHERE call_due IS NOT NULL;

-- Asking the next role to agree to a closing, and the customer's objection to "invalid" (rules W8, K10).
CREATE TABLE closing_request (
    id         INTEGER PRIMARY KEY,
    complaint  INTEGER NOT NULL REFERENCES complaint (id),
    at         INTEGER NOT NULL,
    by         TEXT NOT NULL,
    "for"      TEXT NOT NULL,
    outcome    TEXT NOT NULL,
    reason     TEXT NOT NULL,
    at_the_top INTEGER NOT NULL,
    agreed_at  INTEGER,
    agreed_by  TEXT NOT NULL,
    agreed_for TEXT NOT NULL,
    words      TEXT NOT NULL,
    due        INTEGER,
    ended_at   INTEGER,
    ended_by   TEXT NOT NULL,
    done       INTEGER NOT NULL
) STRICT;
CREATE INDEX closing_request_by_complaint ON closing_request (complaint);
CREATE TABLE objection (
    id          INTEGER PRIMARY KEY,
    complaint   INTEGER NOT NULL REFERENCES complaint (id),
    at          INTEGER NOT NULL,
    by          TEXT NOT NULL,
    said        TEXT NOT NULL,
    seat        INTEGER NOT NULL,
    decided_at  INTEGER,
    decided_by  TEXT NOT NULL,
    decided_for TEXT NOT NULL,
    decision    TEXT NOT NULL,
    words       TEXT NOT NULL
) STRICT;
CREATE INDEX objection_by_complaint ON objection (complaint);
ALTER TABLE complaint ADD COLUMN agree_since INTEGER;
ALTER TABLE complaint ADD COLUMN agree_role INTEGER NOT NULL DEFAULT 0;
CREATE INDEX complaint_agree_since ON complaint (agree_since) WHERE agree_since IS NOT NULL;

-- What was found invalid before goes on being silent (rules K10, D13).
ALTER TABLE complaint ADD COLUMN quiet INTEGER NOT NULL DEFAULT 0;
UPDATE complaint SET quiet = 1 WHERE validity = 'invalid' AND state NOT IN ('closed', 'archived');
