-- +goose Up
-- What who passed a complaint on says about it: theirs, apart from ours (rule K12).
ALTER TABLE complaint ADD COLUMN outside_source TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN outside_number TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN outside_received INTEGER;
ALTER TABLE complaint ADD COLUMN outside_handed INTEGER;
ALTER TABLE complaint ADD COLUMN outside_due INTEGER;
ALTER TABLE complaint ADD COLUMN outside_category TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN outside_secret INTEGER NOT NULL DEFAULT 0;
ALTER TABLE complaint ADD COLUMN outside_return_by INTEGER; -- rule D16
CREATE UNIQUE INDEX complaint_by_outside ON complaint (outside_number, outside_source) WHERE outside_number <> '';

-- What happened between the house and them (rule K12).
CREATE TABLE outside_event (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    for       TEXT NOT NULL,
    kind      TEXT NOT NULL,
    text      TEXT NOT NULL,
    until     INTEGER,
    on_at     INTEGER,
    contacted TEXT NOT NULL,
    solved    TEXT NOT NULL,
    satisfied TEXT NOT NULL
) STRICT;
CREATE INDEX outside_event_by_complaint ON outside_event (complaint);

-- Hints of groups and figures show what a site has handed to another (rules K11, K8).
CREATE INDEX transfer_by_origin ON transfer (from_site, complaint);
