-- +goose Up
-- What the customer has agreed to, by when it is owed, and how far the alarm about it has climbed (rules D14, D8).
ALTER TABLE task ADD COLUMN for_customer INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN climbed INTEGER NOT NULL DEFAULT 0; -- percent
ALTER TABLE proposal ADD COLUMN pay_by INTEGER;
ALTER TABLE proposal ADD COLUMN climbed INTEGER NOT NULL DEFAULT 0;

-- A pause has a last day, a deadline of a later round its own start, a moved one is judged by its first date
-- (rules D9, D13, D15).
ALTER TABLE pause ADD COLUMN until INTEGER;
CREATE TABLE deadline_of_round (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    kind      TEXT NOT NULL,
    due       INTEGER NOT NULL,
    status    TEXT NOT NULL,
    met_at    INTEGER,
    from_at   INTEGER NOT NULL,
    span      INTEGER NOT NULL, -- nanoseconds
    working   INTEGER NOT NULL,
    first_due INTEGER,
    told      INTEGER NOT NULL,
    own_span  INTEGER NOT NULL DEFAULT 0, -- nanoseconds
    start_at  INTEGER,                    -- NULL for the receipt
    late_at   INTEGER,
    UNIQUE (complaint, kind, start_at)
) STRICT;
INSERT INTO deadline_of_round (id, complaint, kind, due, status, met_at, from_at, span, working, first_due, told, own_span)
    SELECT id, complaint, kind, due, status, met_at, from_at, span, working, first_due, told, own_span FROM deadline;
DROP TABLE deadline;
ALTER TABLE deadline_of_round RENAME TO deadline;

-- To whom it was offered, and how often it was told that nobody has accepted it (rule W14).
ALTER TABLE complaint ADD COLUMN offered TEXT NOT NULL DEFAULT '[]';
ALTER TABLE complaint ADD COLUMN unassigned_rung INTEGER NOT NULL DEFAULT 0;

-- The clock looks at once at every open complaint, and gives it the new dates without telling anybody of the past
-- (rules D6, D14); at a closed one when its time for reopening is over (rule W10).
UPDATE complaint SET next_due = received_at WHERE state NOT IN ('closed', 'archived') AND merged_into = '';
UPDATE complaint SET next_due = closed_at + 7776000000
    WHERE state = 'closed' AND merged_into = '' AND (next_due IS NULL OR next_due > closed_at + 7776000000);
