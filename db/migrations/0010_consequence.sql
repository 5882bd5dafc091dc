-- +goose Up
-- What a complaint found justified has for the person responsible (rule A3).
CREATE TABLE consequence (
    id            INTEGER PRIMARY KEY,
    complaint     INTEGER NOT NULL REFERENCES complaint (id),
    n             INTEGER NOT NULL,
    person        TEXT NOT NULL,
    state         TEXT NOT NULL,
    grade         TEXT NOT NULL,
    sanctions     TEXT NOT NULL,
    wording       TEXT NOT NULL,
    reason        TEXT NOT NULL,
    at            INTEGER NOT NULL,
    by            TEXT NOT NULL,
    view          TEXT NOT NULL,
    view_at       INTEGER,
    words         TEXT NOT NULL,
    decided_at    INTEGER,
    decided_by    TEXT NOT NULL,
    decided_for   TEXT NOT NULL,
    object_by     INTEGER,
    objection     TEXT NOT NULL,
    objected_at   INTEGER,
    changed       TEXT NOT NULL,
    verdict_words TEXT NOT NULL,
    verdict_at    INTEGER,
    verdict_by    TEXT NOT NULL,
    verdict_for   TEXT NOT NULL,
    review_due    INTEGER,
    review        TEXT NOT NULL,
    review_at     INTEGER,
    review_told   INTEGER NOT NULL,
    ended_at      INTEGER,
    ended_why     TEXT NOT NULL,
    UNIQUE (complaint, n)
) STRICT;
CREATE INDEX consequence_by_person ON consequence (person, at);
CREATE INDEX consequence_by_time ON consequence (at DESC, id DESC);
CREATE INDEX consequence_waiting ON consequence (at) WHERE state IN ('proposed', 'objected');

-- Points taken from the appraisal of a month (rule A4).
CREATE TABLE deduction (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    person    TEXT NOT NULL,
    month     TEXT NOT NULL,
    grade     TEXT NOT NULL,
    points    INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    undone_at INTEGER,
    undone    TEXT NOT NULL
) STRICT;
CREATE INDEX deduction_by_complaint ON deduction (complaint);
CREATE INDEX deduction_by_month ON deduction (month, person);
CREATE INDEX complaint_handled ON complaint (handler, settled_at) WHERE settled_at IS NOT NULL;
