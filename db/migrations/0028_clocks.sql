-- +goose Up
-- What the customer has agreed to, by when it is owed, and how far the alarm about it has climbed (rules D14, D8).
ALTER TABLE task ADD COLUMN for_customer INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN climbed INTEGER NOT NULL DEFAULT 0; -- percent
ALTER TABLE proposal ADD COLUMN pay_by INTEGER;
ALTER TABLE proposal ADD COLUMN climbed INTEGER NOT NULL DEFAULT 0;

-- A pause has a last day, a deadline of a later round its own start, a moved one is judged by its first date
-- (rules D9, D13, D15).
ALTER TABLE pause ADD COLUMN until INTEGER;
ALTER TABLE deadline ADD COLUMN start_at INTEGER;
ALTER TABLE deadline ADD COLUMN late_at INTEGER;

-- To whom it was offered, and how often it was told that nobody has accepted it (rule W14).
ALTER TABLE complaint ADD COLUMN offered TEXT NOT NULL DEFAULT '[]';
ALTER TABLE complaint ADD COLUMN unassigned_rung INTEGER NOT NULL DEFAULT 0;

-- The clock looks at once at every open complaint, and gives it the new dates without telling anybody of the past
-- (rules D6, D14); at a closed one when its time for reopening is over (rule W10).
UPDATE complaint SET next_due = received_at WHERE state NOT IN ('closed', 'archived') AND merged_into = '';
UPDATE complaint SET next_due = closed_at + 7776000000
    WHERE state = 'closed' AND merged_into = '' AND (next_due IS NULL OR next_due > closed_at + 7776000000);
