-- +goose Up
-- Dates of the law in a dispute (rule T3).
CREATE TABLE law_date (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    n         INTEGER NOT NULL,
    dispute   INTEGER NOT NULL,
    kind      TEXT NOT NULL,
    from_at   INTEGER NOT NULL,
    due       INTEGER NOT NULL,
    told      INTEGER NOT NULL,
    done_at   INTEGER,
    ended_at  INTEGER,
    by        TEXT NOT NULL,
    words     TEXT NOT NULL,
    dropped   INTEGER NOT NULL
) STRICT;
CREATE INDEX law_date_by_complaint ON law_date (complaint);
CREATE INDEX law_date_open ON law_date (due) WHERE ended_at IS NULL;
