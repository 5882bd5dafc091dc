-- +goose Up
-- Evidence of a case that was put together for somebody outside, what for and for whom (rule J4).
CREATE TABLE evidence_package (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    n         INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    purpose   TEXT NOT NULL,
    receiver  TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_package_by_complaint ON evidence_package (complaint);
