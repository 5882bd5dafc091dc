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

-- A refusal of a demand cites its rule (rule W15).
ALTER TABLE answer ADD COLUMN declines INTEGER NOT NULL DEFAULT 0;
ALTER TABLE answer ADD COLUMN ground TEXT NOT NULL DEFAULT '';

-- Whom to call: a site's emergency contacts under its code, the outside bodies of decision letters (rules B5, W16).
CREATE TABLE directory (
    owner TEXT NOT NULL,
    place INTEGER NOT NULL,
    what  TEXT NOT NULL,
    name  TEXT NOT NULL,
    phone TEXT NOT NULL,
    PRIMARY KEY (owner, place)
) STRICT, WITHOUT ROWID;

-- Follow-up calls still to be made (rule W9).
CREATE INDEX complaint_to_call ON complaint (closed_at) WHERE state = 'closed' AND grade IN ('important', 'major');

-- Hearings and what follows a dispute (rules T1, T3).
CREATE TABLE dispute_event (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    dispute   INTEGER NOT NULL,
    kind      TEXT NOT NULL,
    on_at     INTEGER NOT NULL,
    words     TEXT NOT NULL
) STRICT;
CREATE INDEX dispute_event_by_complaint ON dispute_event (complaint);
ALTER TABLE dispute ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dispute ADD COLUMN file_number TEXT NOT NULL DEFAULT '';

-- How far a conflict has come, and what was ticked off in its checklists and in an emergency (rules K9, K2).
CREATE TABLE phase (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    phase     TEXT NOT NULL,
    reason    TEXT NOT NULL
) STRICT;
CREATE INDEX phase_by_complaint ON phase (complaint);

CREATE TABLE tick (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    list      TEXT NOT NULL,
    item      TEXT NOT NULL,
    UNIQUE (complaint, list, item)
) STRICT;
