-- +goose Up
-- Since when it is known that somebody was hurt (rules T2, D18).
ALTER TABLE complaint ADD COLUMN injury_at INTEGER;

-- Words by hand about the legal hold: that it is set, or which grounds have ended (rule T2).
CREATE TABLE legal_hold (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    reason    TEXT NOT NULL,
    ended     TEXT NOT NULL -- grounds, none where it was set
) STRICT;
CREATE INDEX legal_hold_by_complaint ON legal_hold (complaint);

-- Who stands back from a complaint, or was asked to (rule P4).
CREATE TABLE recusal (
    id         INTEGER PRIMARY KEY,
    complaint  INTEGER NOT NULL REFERENCES complaint (id),
    n          INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    by         TEXT NOT NULL,
    who        TEXT NOT NULL,
    reason     TEXT NOT NULL,
    decided_at INTEGER,
    decided_by TEXT NOT NULL,
    decision   TEXT NOT NULL,
    words      TEXT NOT NULL
) STRICT;
CREATE INDEX recusal_by_complaint ON recusal (complaint);

-- The time that the law of the place sets for the answer in writing, and that law (rule D17).
ALTER TABLE site ADD COLUMN answer_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE site ADD COLUMN answer_ground TEXT NOT NULL DEFAULT '';

-- Reports that the law wants from an accident or a leak, with their own deadlines (rule D18).
CREATE TABLE law_report (
    id          INTEGER PRIMARY KEY,
    complaint   INTEGER NOT NULL REFERENCES complaint (id),
    n           INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    from_at     INTEGER NOT NULL,
    due         INTEGER NOT NULL,
    told        INTEGER NOT NULL,
    reported_at INTEGER,
    reported_to TEXT NOT NULL,
    way         TEXT NOT NULL,
    reg_no      TEXT NOT NULL,
    reason      TEXT NOT NULL,
    at          INTEGER,
    by          TEXT NOT NULL
) STRICT;
CREATE INDEX law_report_by_complaint ON law_report (complaint);
