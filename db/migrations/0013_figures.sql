-- +goose Up

-- What a complaint adds to the figures of a month by a date (rules M2, M4): marks are lines of
-- indicator=value, a tab and what it adds, each between line ends.
CREATE TABLE fact (
    base        TEXT NOT NULL,
    month       INTEGER NOT NULL, -- 202603
    received_at INTEGER NOT NULL,
    complaint   INTEGER NOT NULL REFERENCES complaint (id),
    site        TEXT NOT NULL,
    marks       TEXT NOT NULL,
    PRIMARY KEY (base, month, received_at DESC, complaint DESC)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_by_complaint ON fact (complaint);

-- The sums of it by month and site, for everybody; a reader's figures leave out what they may not see.
CREATE TABLE tally (
    month     INTEGER NOT NULL,
    indicator TEXT NOT NULL,
    value     TEXT NOT NULL,
    site      TEXT NOT NULL,
    n         INTEGER NOT NULL,
    adds      INTEGER NOT NULL,
    PRIMARY KEY (month, indicator, value, site)
) STRICT, WITHOUT ROWID;

-- The edition of the definitions by which both were counted.
CREATE TABLE counted (
    edition INTEGER PRIMARY KEY
) STRICT;

CREATE INDEX journal_of_reopened ON journal (subject, at) WHERE action = 'reopen';
