-- +goose Up
-- Repeats (rule K7): what a complaint was linked to when it was recorded, and into which it is merged.
ALTER TABLE complaint ADD COLUMN link TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN merged_at INTEGER;
ALTER TABLE complaint ADD COLUMN merged_by TEXT NOT NULL DEFAULT '';
ALTER TABLE complaint ADD COLUMN parted_at INTEGER;
CREATE INDEX complaint_by_link ON complaint (link) WHERE link <> '';
ALTER TABLE deadline ADD COLUMN own_span INTEGER NOT NULL DEFAULT 0; -- nanoseconds

-- What may be one group (rule K8): the open ones of a site by receipt, and those of several people.
CREATE INDEX complaint_open_lately ON complaint (site, received_at, category) WHERE state NOT IN ('closed', 'archived') AND merged_into = '';
CREATE INDEX complaint_open_crowd ON complaint (site, complainants) WHERE complainants > 1 AND state NOT IN ('closed', 'archived') AND merged_into = '';

CREATE TABLE merging (
    id          INTEGER PRIMARY KEY,
    complaint   INTEGER NOT NULL REFERENCES complaint (id),
    number      TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    by          TEXT NOT NULL,
    d2          INTEGER,
    d3          INTEGER,
    d4          INTEGER,
    d5          INTEGER,
    parted_at   INTEGER,
    parted_by   TEXT NOT NULL
) STRICT;
CREATE INDEX merging_by_complaint ON merging (complaint);
