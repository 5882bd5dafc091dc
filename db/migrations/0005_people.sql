-- +goose Up
-- Whose decisions are handed to whom, and for how long (rule P6).
CREATE TABLE delegation (
    id       INTEGER PRIMARY KEY,
    giver    TEXT NOT NULL,
    taker    TEXT NOT NULL,
    starts   INTEGER NOT NULL,
    until    INTEGER NOT NULL,
    made_at  INTEGER NOT NULL,
    ended_at INTEGER,
    ended_by TEXT NOT NULL
) STRICT;

-- For whom a delegate decided.
ALTER TABLE step ADD COLUMN for TEXT NOT NULL DEFAULT '';
ALTER TABLE answer ADD COLUMN for TEXT NOT NULL DEFAULT '';
ALTER TABLE extension ADD COLUMN decided_for TEXT NOT NULL DEFAULT '';
ALTER TABLE dispute ADD COLUMN started_for TEXT NOT NULL DEFAULT '';
ALTER TABLE dispute ADD COLUMN ended_for TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN closed_for TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN deputies TEXT NOT NULL DEFAULT '[]';
INSERT INTO concern (who, received_at, complaint, site) SELECT 'decides:' || owner, received_at, id, site FROM complaint WHERE owner <> '';

-- Rule P8. The table is an index over complaint.restricted.
ALTER TABLE complaint ADD COLUMN restricted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE complaint ADD COLUMN restricted_by TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN restrict_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN named TEXT NOT NULL DEFAULT '[]';
CREATE TABLE restricted (
    site      TEXT NOT NULL,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    PRIMARY KEY (site, complaint)
) STRICT, WITHOUT ROWID;

-- What a person has in hand is found whoever may see it (rule P7).
CREATE INDEX complaint_open_first ON complaint (first_contact) WHERE state NOT IN ('closed', 'archived');
CREATE INDEX complaint_closed_owner ON complaint (owner) WHERE state = 'closed';

DROP INDEX journal_of_company;
CREATE INDEX journal_of_company ON journal (id) WHERE action IN ('manage', 'set_password', 'set_reach', 'delegate', 'end_delegation');
