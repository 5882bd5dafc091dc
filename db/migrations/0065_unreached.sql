-- +goose Up
-- A try that did not reach the customer (rule W4); an inquiry that was kept as one though its words complain, and the
-- sample's part of such (rules W13, A6).
ALTER TABLE contact ADD COLUMN unreached INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inquiry_contact ADD COLUMN unreached INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inquiry ADD COLUMN why_inquiry TEXT NOT NULL DEFAULT '';
CREATE INDEX inquiry_kept ON inquiry (received_at) WHERE why_inquiry <> '';
CREATE TABLE sample_inquiry (
    id        INTEGER PRIMARY KEY,
    document  INTEGER NOT NULL REFERENCES document (id),
    n         INTEGER NOT NULL,
    number    TEXT NOT NULL,
    judged_at INTEGER,
    judged_by TEXT NOT NULL,
    verdict   TEXT NOT NULL,
    words     TEXT NOT NULL
) STRICT;
CREATE INDEX sample_inquiry_of_document ON sample_inquiry (document);
