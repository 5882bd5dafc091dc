-- +goose Up
-- From when on who is complained about knows what is asked of them, and whether they were told (rule P4).
ALTER TABLE complaint ADD COLUMN hearing_at INTEGER;
ALTER TABLE complaint ADD COLUMN hearing_told INTEGER NOT NULL DEFAULT 0;

-- Since when fraud is suspected (rule G1), and why a final answer did not wait for legal's opinion.
ALTER TABLE complaint ADD COLUMN fraud_at INTEGER;
ALTER TABLE answer ADD COLUMN without_opinion TEXT NOT NULL DEFAULT '';

-- The least grade of a category's complaints (rule G10); '' leaves it to the rulebook.
ALTER TABLE category ADD COLUMN least TEXT NOT NULL DEFAULT '';

-- Who was found responsible is barred like who is complained about (rules K5, P4). What they own or have in hand goes
-- back when the clock looks, which it does now.
INSERT INTO accused (account, complaint)
    SELECT responsible_person, id FROM complaint c WHERE responsible_person <> ''
    AND NOT EXISTS (SELECT 1 FROM accused a WHERE a.account = c.responsible_person AND a.complaint = c.id);
UPDATE complaint SET next_due = recorded_at WHERE responsible_person <> '' AND state NOT IN ('closed', 'archived')
    AND merged_into = '' AND (next_due IS NULL OR next_due > recorded_at);
