-- +goose Up
-- The company's rules by clause and version, and who has read which (rules A3, B3).
CREATE TABLE clause (
    key        TEXT PRIMARY KEY,
    code       TEXT NOT NULL,
    version    INTEGER NOT NULL,
    text       TEXT NOT NULL,
    from_day   TEXT NOT NULL,
    until_day  TEXT NOT NULL,
    discussed  TEXT NOT NULL,
    announced  TEXT NOT NULL,
    allows     TEXT NOT NULL,
    black_card TEXT NOT NULL
) STRICT;
CREATE TABLE clause_reading (
    key     TEXT PRIMARY KEY,
    clause  TEXT NOT NULL,
    account TEXT NOT NULL,
    at      INTEGER NOT NULL
) STRICT;

-- A consequence rests on a clause and on evidence, takes effect after the objection's end and lapses (rule A3). Those
-- decided before stand as they are, and never lapse.
ALTER TABLE consequence ADD COLUMN effective_at INTEGER;
ALTER TABLE consequence ADD COLUMN lapses_at INTEGER;
ALTER TABLE consequence ADD COLUMN act_at INTEGER;
ALTER TABLE consequence ADD COLUMN clause TEXT NOT NULL DEFAULT '';
ALTER TABLE consequence ADD COLUMN read_at INTEGER;
ALTER TABLE consequence ADD COLUMN waived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE consequence ADD COLUMN lifted_at INTEGER;
ALTER TABLE consequence ADD COLUMN lifted_by TEXT NOT NULL DEFAULT '';
ALTER TABLE consequence ADD COLUMN lifted_for TEXT NOT NULL DEFAULT '';
ALTER TABLE consequence ADD COLUMN lift_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE consequence ADD COLUMN legal_by TEXT NOT NULL DEFAULT '';
ALTER TABLE consequence ADD COLUMN legal_opinion TEXT NOT NULL DEFAULT '';
ALTER TABLE consequence ADD COLUMN union_told_on TEXT NOT NULL DEFAULT '';
ALTER TABLE consequence ADD COLUMN union_heard_on TEXT NOT NULL DEFAULT '';
ALTER TABLE consequence ADD COLUMN union_reply TEXT NOT NULL DEFAULT '';
ALTER TABLE consequence ADD COLUMN prepared_at INTEGER;
ALTER TABLE consequence ADD COLUMN prepared_by TEXT NOT NULL DEFAULT '';
ALTER TABLE consequence ADD COLUMN delivered_at INTEGER;
ALTER TABLE consequence ADD COLUMN delivered_by TEXT NOT NULL DEFAULT '';
ALTER TABLE consequence ADD COLUMN delivery_way TEXT NOT NULL DEFAULT '';
ALTER TABLE consequence ADD COLUMN delivery_proof TEXT NOT NULL DEFAULT '';
UPDATE consequence SET effective_at = decided_at WHERE state IN ('imposed', 'objected', 'upheld', 'changed');

CREATE TABLE consequence_evidence (
    id         INTEGER PRIMARY KEY,
    complaint  INTEGER NOT NULL REFERENCES complaint (id),
    n          INTEGER NOT NULL,
    code       TEXT NOT NULL,
    text       TEXT NOT NULL,
    attachment INTEGER NOT NULL
) STRICT;
CREATE INDEX consequence_evidence_by_complaint ON consequence_evidence (complaint);

-- What a circle is told of a consequence, for a time, and who has read it (rule F7).
CREATE TABLE circular (
    id           INTEGER PRIMARY KEY,
    complaint    INTEGER NOT NULL REFERENCES complaint (id),
    n            INTEGER NOT NULL,
    roles        TEXT NOT NULL,
    sites        TEXT NOT NULL,
    person       TEXT NOT NULL,
    function     TEXT NOT NULL,
    named        INTEGER NOT NULL,
    name_reason  TEXT NOT NULL,
    facts        TEXT NOT NULL,
    clause       TEXT NOT NULL,
    clause_text  TEXT NOT NULL,
    lesson       TEXT NOT NULL,
    at           INTEGER NOT NULL,
    by           TEXT NOT NULL,
    for_whom     TEXT NOT NULL,
    until        INTEGER NOT NULL,
    correction   TEXT NOT NULL,
    corrected_at INTEGER
) STRICT;
CREATE INDEX circular_by_complaint ON circular (complaint);
CREATE INDEX circular_by_until ON circular (until);
CREATE TABLE circular_reading (
    circular INTEGER NOT NULL REFERENCES circular (id),
    account  TEXT NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (circular, account)
) STRICT, WITHOUT ROWID;

-- Points are proposed, told, objected to and confirmed (rule A4). Those taken before stay as they counted.
ALTER TABLE deduction ADD COLUMN n INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deduction ADD COLUMN state TEXT NOT NULL DEFAULT 'confirmed';
ALTER TABLE deduction ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE deduction ADD COLUMN by TEXT NOT NULL DEFAULT '';
ALTER TABLE deduction ADD COLUMN object_by INTEGER;
ALTER TABLE deduction ADD COLUMN objection TEXT NOT NULL DEFAULT '';
ALTER TABLE deduction ADD COLUMN objected_at INTEGER;
ALTER TABLE deduction ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE deduction ADD COLUMN confirmed_at INTEGER;
ALTER TABLE deduction ADD COLUMN confirmed_by TEXT NOT NULL DEFAULT '';
UPDATE deduction SET n = (SELECT count(*) FROM deduction d WHERE d.complaint = deduction.complaint AND d.id <= deduction.id);
UPDATE deduction SET state = 'undone' WHERE undone_at IS NOT NULL;
CREATE INDEX deduction_open ON deduction (person) WHERE state IN ('proposed', 'objected');

DROP INDEX journal_of_company;
CREATE INDEX journal_of_company ON journal (id)
    WHERE action IN ('manage', 'set_password', 'set_reach', 'delegate', 'end_delegation', 'second_factor', 'read_clause');
