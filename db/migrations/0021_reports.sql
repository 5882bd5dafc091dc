-- +goose Up

-- Papers about many complaints; what each kind has besides stands in a table of its own.
CREATE TABLE document (
    id      INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,
    number  TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    site    TEXT NOT NULL, -- '' for the company
    period  INTEGER NOT NULL, -- 202603, or 20261 for a quarter
    at      INTEGER NOT NULL,
    by      TEXT NOT NULL,
    state   TEXT NOT NULL
) STRICT;
CREATE INDEX document_by_period ON document (kind, period, site);
CREATE INDEX document_by_state ON document (kind, state);

-- The monthly analysis (rule M2).
CREATE TABLE report (
    document     INTEGER PRIMARY KEY REFERENCES document (id),
    comment      TEXT NOT NULL,
    commented_at INTEGER,
    commented_by TEXT NOT NULL,
    words        TEXT NOT NULL,
    signed_at    INTEGER,
    signed_by    TEXT NOT NULL,
    returned     TEXT NOT NULL,
    returned_at  INTEGER,
    returned_by  TEXT NOT NULL,
    frozen       TEXT NOT NULL -- the figures as signed
) STRICT;

-- Work assigned in documents.
CREATE TABLE job (
    id       INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document (id),
    n        INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    by       TEXT NOT NULL,
    what     TEXT NOT NULL,
    who      TEXT NOT NULL,
    due      INTEGER NOT NULL,
    ended_at INTEGER,
    ended_by TEXT NOT NULL,
    result   TEXT NOT NULL,
    dropped  INTEGER NOT NULL
) STRICT;
CREATE INDEX job_of_document ON job (document);
CREATE INDEX job_of_worker ON job (who, ended_at, due);

-- The quarterly service evaluation (rule M3).
CREATE TABLE quarter (
    document    INTEGER PRIMARY KEY REFERENCES document (id),
    strengths   TEXT NOT NULL,
    weaknesses  TEXT NOT NULL,
    written_at  INTEGER,
    written_by  TEXT NOT NULL,
    words       TEXT NOT NULL,
    released_at INTEGER,
    released_by TEXT NOT NULL,
    frozen      TEXT NOT NULL -- figures and last quarter's measures as released
) STRICT;
