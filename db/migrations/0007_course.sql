-- +goose Up
-- Texts as they stood before they were corrected (rule W11).
CREATE TABLE revision (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    part      TEXT NOT NULL,
    n         INTEGER NOT NULL,
    field     TEXT NOT NULL,
    before    TEXT NOT NULL,
    after     TEXT NOT NULL,
    reason    TEXT NOT NULL
) STRICT;
CREATE INDEX revision_by_complaint ON revision (complaint);

-- The register of promises (rule W4).
CREATE INDEX task_promise ON task (due DESC, id DESC) WHERE promise = 1;
