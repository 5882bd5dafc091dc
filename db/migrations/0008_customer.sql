-- +goose Up
-- A customer's file (rule B1). key is what identifies the customer in a complaint's intake, tail the end
-- of the phone number; both come from the complaints and are NULL once the last of these is anonymised.
CREATE TABLE customer (
    id            INTEGER PRIMARY KEY,
    key           TEXT UNIQUE,
    tail          TEXT,
    into_file     INTEGER NOT NULL,
    merged_at     INTEGER,
    merged_by     TEXT NOT NULL,
    merge_reason  TEXT NOT NULL,
    name          TEXT NOT NULL,
    phone         TEXT NOT NULL,
    address       TEXT NOT NULL,
    consent       TEXT NOT NULL,
    consent_at    INTEGER,
    anonymised_at INTEGER
) STRICT;
CREATE INDEX customer_by_tail ON customer (tail) WHERE tail IS NOT NULL;
CREATE INDEX customer_merged ON customer (into_file) WHERE into_file > 0;

-- file is the one that the intake gives, customer the one it is merged into, or the same. NULL is not
-- filed yet, which the store makes up for when it opens; 0 is a complaint of nobody one could tell.
ALTER TABLE complaint ADD COLUMN file INTEGER;
ALTER TABLE complaint ADD COLUMN customer INTEGER;
ALTER TABLE complaint ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
ALTER TABLE complaint ADD COLUMN anonymised_at INTEGER;
CREATE INDEX complaint_unfiled ON complaint (id) WHERE file IS NULL;
CREATE INDEX complaint_by_file ON complaint (file) WHERE file > 0;
CREATE INDEX complaint_by_customer ON complaint (customer, received_at DESC, id DESC, site) WHERE customer > 0;

-- What one may find a customer by: name, initials, unit, phone; rowid = complaint.id.
CREATE VIRTUAL TABLE names USING fts5(t, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');

CREATE TABLE data_request (
    id          INTEGER PRIMARY KEY,
    customer    INTEGER NOT NULL REFERENCES customer (id),
    kind        TEXT NOT NULL,
    site        TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    way         TEXT NOT NULL,
    asked       TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    handler     TEXT NOT NULL,
    due         INTEGER NOT NULL,
    answered_at INTEGER,
    answered_by TEXT NOT NULL,
    answer      TEXT NOT NULL,
    outcome     TEXT NOT NULL
) STRICT;
CREATE INDEX data_request_by_customer ON data_request (customer);
CREATE INDEX data_request_open ON data_request (due, id) WHERE answered_at IS NULL;
CREATE INDEX data_request_answered ON data_request (id) WHERE answered_at IS NOT NULL;

-- Which complaints an export showed; the entry says who and when (rule P5). Nothing is ever removed.
CREATE TABLE exported (
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    entry     INTEGER NOT NULL,
    PRIMARY KEY (complaint, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX journal_of_looks ON journal (subject, id) WHERE action IN ('reveal', 'print');

-- Contents of attachments that were removed with the personal data, and lie on the disk until the store
-- has deleted them.
ALTER TABLE attachment ADD COLUMN removed_at INTEGER;
CREATE INDEX attachment_by_hash ON attachment (hash);
CREATE TABLE doomed (
    hash TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The one change that the journal takes: the detail of an entry of a subject that was anonymised goes, and
-- its digest, by which it is sealed, stays in its place (rules B1, J2).
ALTER TABLE journal ADD COLUMN digest TEXT NOT NULL DEFAULT '';
DROP TRIGGER journal_no_update;
-- +goose StatementBegin
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
WHEN NOT (OLD.digest = '' AND length(NEW.digest) = 64 AND NEW.detail = '' AND OLD.action <> 'anonymise'
    AND NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.logged = OLD.logged AND NEW.by = OLD.by AND NEW.for = OLD.for AND NEW.action = OLD.action
    AND NEW.subject = OLD.subject AND NEW.version = OLD.version AND NEW.from_state = OLD.from_state AND NEW.to_state = OLD.to_state
    AND NEW.sum = OLD.sum AND NEW.hash = OLD.hash
    AND EXISTS (SELECT 1 FROM journal a WHERE a.subject = OLD.subject AND a.id > OLD.id AND a.action = 'anonymise'))
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
-- +goose StatementEnd
CREATE INDEX journal_of_anonymised ON journal (subject, id) WHERE action = 'anonymise';

-- What is archived is looked at by the clock again: its personal data does not stay for ever.
UPDATE complaint SET next_due = closed_at + 94608000000 WHERE state = 'archived' AND closed_at IS NOT NULL AND next_due IS NULL;
