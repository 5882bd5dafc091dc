-- +goose Up
-- Who was asked, and what follows from what was found (rule W2).
ALTER TABLE finding ADD COLUMN asked TEXT NOT NULL DEFAULT '';
ALTER TABLE finding ADD COLUMN conclusion TEXT NOT NULL DEFAULT '';

-- The date of the agreement, award or judgment, from which the law's time runs; and which of the reminders of
-- judicial confirmation was given last, by its day (rule T3). What ended before keeps day 25 alone.
ALTER TABLE dispute ADD COLUMN effective_at INTEGER;
ALTER TABLE dispute ADD COLUMN reminded INTEGER NOT NULL DEFAULT 0;

-- The word that a bad follow-up asks for (rule W9).
ALTER TABLE follow_up ADD COLUMN word_at INTEGER;
ALTER TABLE follow_up ADD COLUMN word_by TEXT NOT NULL DEFAULT '';
ALTER TABLE follow_up ADD COLUMN word_for TEXT NOT NULL DEFAULT '';
ALTER TABLE follow_up ADD COLUMN reopened INTEGER NOT NULL DEFAULT 0;
ALTER TABLE follow_up ADD COLUMN word TEXT NOT NULL DEFAULT '';

-- Who said what a signed form is that the portal did not recognise (rule W7).
ALTER TABLE attachment ADD COLUMN confirmed_at INTEGER;
ALTER TABLE attachment ADD COLUMN confirmed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE attachment ADD COLUMN confirm_words TEXT NOT NULL DEFAULT '';

-- From when closing asks everything anew, and when it was last assessed (rule W7).
ALTER TABLE complaint ADD COLUMN reopened_at INTEGER;
ALTER TABLE complaint ADD COLUMN assessed_at INTEGER;

-- Since when a bad follow-up waits for a word, and a measure without effect for a new one: what the desk finds a
-- complaint by (rules W9, A1).
ALTER TABLE complaint ADD COLUMN word_asked INTEGER;
ALTER TABLE complaint ADD COLUMN measure_asked INTEGER;
UPDATE complaint SET word_asked = (SELECT min(f.at) FROM follow_up f WHERE f.complaint = complaint.id
    AND f.at >= complaint.closed_at AND (f.satisfaction = 'unsatisfied' OR f.recurred = 1)) WHERE state = 'closed';
UPDATE complaint SET measure_asked = (SELECT min(m.verified_at) FROM measure m WHERE m.complaint = complaint.id
    AND m.effective = 'no' AND NOT EXISTS (SELECT 1 FROM measure n WHERE n.complaint = m.complaint AND n.id > m.id
    AND n.at >= m.verified_at)) WHERE state <> 'archived';
CREATE INDEX complaint_word_asked ON complaint (word_asked) WHERE word_asked IS NOT NULL;
CREATE INDEX complaint_measure_asked ON complaint (measure_asked) WHERE measure_asked IS NOT NULL;

-- The written reasons at closings for what could not be had (rule W7).
CREATE TABLE stand_in (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    "for"     TEXT NOT NULL,
    lacks     TEXT NOT NULL,
    why       TEXT NOT NULL,
    words     TEXT NOT NULL
) STRICT;
CREATE INDEX stand_in_by_complaint ON stand_in (complaint);
