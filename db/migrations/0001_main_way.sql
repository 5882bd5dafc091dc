-- +goose Up
-- Times are Unix milliseconds UTC, NULL for none; money is fen; flags are 0 or 1; lists are JSON.
-- A complaint's row and parts are written only by Store.ChangeComplaint, with the journal.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE site (
    code    TEXT PRIMARY KEY,
    place   INTEGER NOT NULL,
    name    TEXT NOT NULL,
    kind    TEXT NOT NULL,
    manager TEXT NOT NULL,
    phone   TEXT NOT NULL,
    closed  INTEGER NOT NULL
) STRICT;

CREATE TABLE department (
    code     TEXT PRIMARY KEY,
    place    INTEGER NOT NULL,
    name     TEXT NOT NULL,
    function TEXT NOT NULL
) STRICT;

CREATE TABLE category (
    code      TEXT PRIMARY KEY,
    place     INTEGER NOT NULL,
    name      TEXT NOT NULL,
    parent    TEXT NOT NULL,
    emergency INTEGER NOT NULL,
    selling   INTEGER NOT NULL,
    promise   INTEGER NOT NULL,
    internal  INTEGER NOT NULL,
    closed    INTEGER NOT NULL
) STRICT;

CREATE TABLE person (
    account         TEXT PRIMARY KEY,
    place           INTEGER NOT NULL,
    name            TEXT NOT NULL,
    role            INTEGER NOT NULL,
    admin           INTEGER NOT NULL,
    site            TEXT NOT NULL,
    department      TEXT NOT NULL,
    sites           TEXT NOT NULL,
    all_sites       INTEGER NOT NULL,
    general_manager INTEGER NOT NULL,
    disabled        INTEGER NOT NULL,
    password        TEXT NOT NULL DEFAULT '',
    lang            TEXT NOT NULL DEFAULT '',
    theme           TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE session (
    id      TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES person (account),
    created INTEGER NOT NULL,
    seen    INTEGER NOT NULL,
    address TEXT NOT NULL
) STRICT;
CREATE INDEX session_by_account ON session (account);
CREATE INDEX session_by_age ON session (seen);

-- What a form with a once value has already done (rule W12).
CREATE TABLE once (
    key    TEXT PRIMARY KEY,
    at     INTEGER NOT NULL,
    answer TEXT NOT NULL
) STRICT;
CREATE INDEX once_by_age ON once (at);

-- The day's counter of a site, so that numbers have no gaps and are never reused.
CREATE TABLE counter (
    site TEXT NOT NULL,
    day  TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (site, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE complaint (
    id                     INTEGER PRIMARY KEY,
    number                 TEXT NOT NULL UNIQUE,
    version                INTEGER NOT NULL,
    site                   TEXT NOT NULL,
    channel                TEXT NOT NULL,
    received_at            INTEGER NOT NULL,
    name                   TEXT NOT NULL,
    phone                  TEXT NOT NULL,
    identity               TEXT NOT NULL,
    address                TEXT NOT NULL,
    relation               TEXT NOT NULL,
    unit                   TEXT NOT NULL,
    contract               TEXT NOT NULL,
    event_at               INTEGER,
    event_place            TEXT NOT NULL,
    involved               TEXT NOT NULL,
    accused                TEXT NOT NULL,
    matter                 TEXT NOT NULL,
    demand                 TEXT NOT NULL,
    emotion                TEXT NOT NULL,
    complainants           INTEGER NOT NULL,
    category               TEXT NOT NULL,
    urgency                TEXT NOT NULL,
    scope                  TEXT NOT NULL,
    read_back              INTEGER NOT NULL,
    apologised             INTEGER NOT NULL,
    next_steps             TEXT NOT NULL,
    promised_at            INTEGER,
    validity               TEXT NOT NULL,
    impact                 INTEGER NOT NULL,
    risk                   INTEGER NOT NULL,
    reputation             INTEGER NOT NULL,
    responsibility         TEXT NOT NULL,
    responsible_department TEXT NOT NULL,
    responsible_person     TEXT NOT NULL,
    loss                   INTEGER NOT NULL,
    injury                 INTEGER NOT NULL,
    promise_broken         INTEGER NOT NULL,
    fraud                  INTEGER NOT NULL,
    recorded_by            TEXT NOT NULL,
    recorded_at            INTEGER NOT NULL,
    grade                  TEXT NOT NULL,
    grade_rule             TEXT NOT NULL,
    grade_reason           TEXT NOT NULL,
    state                  TEXT NOT NULL,
    round                  INTEGER NOT NULL,
    owner                  TEXT NOT NULL,
    handler                TEXT NOT NULL,
    assigned_at            INTEGER,
    accepted_at            INTEGER,
    first_contact          TEXT NOT NULL,
    department             TEXT NOT NULL,
    former                 TEXT NOT NULL,
    risen                  INTEGER,
    unsettled_since        INTEGER,
    settled_at             INTEGER,
    closed_at              INTEGER,
    closed_by              TEXT NOT NULL,
    outcome                TEXT NOT NULL,
    close_reason           TEXT NOT NULL,
    wording                TEXT NOT NULL,
    unassigned_told        INTEGER,
    silent_told            INTEGER,
    follow_up_told         INTEGER,
    due_at                 INTEGER, -- the earliest date still to keep, for lists
    due_kind               TEXT NOT NULL,
    next_due               INTEGER  -- when the clock has to look at it again
) STRICT;
-- The first two hold all that a list is filtered by, so that it is counted without its rows.
CREATE INDEX complaint_by_receipt ON complaint (received_at DESC, id DESC, site, state, grade, urgency, channel, category, owner);
CREATE INDEX complaint_by_site ON complaint (site, received_at DESC, id DESC, state, grade, urgency, channel, category, owner);
CREATE INDEX complaint_by_state ON complaint (state, received_at DESC, id DESC);
CREATE INDEX complaint_by_due ON complaint (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX complaint_by_next ON complaint (next_due) WHERE next_due IS NOT NULL;
CREATE INDEX complaint_open_owner ON complaint (owner, due_at) WHERE state NOT IN ('closed', 'archived');
CREATE INDEX complaint_open_handler ON complaint (handler, due_at) WHERE state NOT IN ('closed', 'archived');
CREATE INDEX complaint_by_phone ON complaint (phone, received_at DESC, id DESC) WHERE phone <> '';
CREATE INDEX complaint_by_unit ON complaint (unit, received_at DESC, id DESC) WHERE unit <> '';

-- Who a complaint concerns beyond the say over its site (rule P3), an index over what Concerns gives.
CREATE TABLE concern (
    who         TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    complaint   INTEGER NOT NULL REFERENCES complaint (id),
    site        TEXT NOT NULL,
    PRIMARY KEY (who, received_at DESC, complaint DESC)
) STRICT, WITHOUT ROWID;
CREATE INDEX concern_by_complaint ON concern (complaint, who);

-- Who must not see it (rule P4), an index over complaint.accused.
CREATE TABLE accused (
    account   TEXT NOT NULL,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    PRIMARY KEY (account, complaint)
) STRICT, WITHOUT ROWID;
CREATE INDEX accused_by_complaint ON accused (complaint, account);

CREATE TABLE finding (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    finding   TEXT NOT NULL,
    ground    TEXT NOT NULL
) STRICT;
CREATE INDEX finding_by_complaint ON finding (complaint);

CREATE TABLE opinion (
    id         INTEGER PRIMARY KEY,
    complaint  INTEGER NOT NULL REFERENCES complaint (id),
    at         INTEGER NOT NULL,
    by         TEXT NOT NULL,
    department TEXT NOT NULL,
    opinion    TEXT NOT NULL
) STRICT;
CREATE INDEX opinion_by_complaint ON opinion (complaint);

CREATE TABLE statement (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    statement TEXT NOT NULL
) STRICT;
CREATE INDEX statement_by_complaint ON statement (complaint);

CREATE TABLE contact (
    id          INTEGER PRIMARY KEY,
    complaint   INTEGER NOT NULL REFERENCES complaint (id),
    at          INTEGER NOT NULL,
    by          TEXT NOT NULL,
    way         TEXT NOT NULL,
    who         TEXT NOT NULL,
    said        TEXT NOT NULL,
    promised    TEXT NOT NULL,
    promised_at INTEGER
) STRICT;
CREATE INDEX contact_by_complaint ON contact (complaint);

CREATE TABLE reminder (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    way       TEXT NOT NULL,
    caller    TEXT NOT NULL,
    counts    INTEGER NOT NULL
) STRICT;
CREATE INDEX reminder_by_complaint ON reminder (complaint);

CREATE TABLE proposal (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    n         INTEGER NOT NULL,
    round     INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    remedies  TEXT NOT NULL,
    text      TEXT NOT NULL,
    ground    TEXT NOT NULL,
    amount    INTEGER NOT NULL,
    status    TEXT NOT NULL,
    sum       INTEGER NOT NULL,
    chain     INTEGER NOT NULL,
    stage     INTEGER NOT NULL,
    ended_at  INTEGER,
    told      INTEGER NOT NULL,
    UNIQUE (complaint, n)
) STRICT;
CREATE INDEX proposal_pending ON proposal (complaint, n) WHERE status = 'pending';

CREATE TABLE step (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    proposal  INTEGER NOT NULL,
    chain     INTEGER NOT NULL,
    stage     INTEGER NOT NULL,
    role      INTEGER NOT NULL,
    function  TEXT NOT NULL,
    account   TEXT NOT NULL,
    general   INTEGER NOT NULL,
    opened_at INTEGER,
    decision  TEXT NOT NULL,
    words     TEXT NOT NULL,
    by        TEXT NOT NULL,
    at        INTEGER
) STRICT;
CREATE INDEX step_by_complaint ON step (complaint);
CREATE INDEX step_decided ON step (by, at DESC) WHERE by <> '';

CREATE TABLE answer (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    way       TEXT NOT NULL,
    said      TEXT NOT NULL,
    accepted  TEXT NOT NULL,
    wants     TEXT NOT NULL,
    proposal  INTEGER NOT NULL
) STRICT;
CREATE INDEX answer_by_complaint ON answer (complaint);

CREATE TABLE result (
    id           INTEGER PRIMARY KEY,
    complaint    INTEGER NOT NULL REFERENCES complaint (id),
    at           INTEGER NOT NULL,
    by           TEXT NOT NULL,
    way          TEXT NOT NULL,
    said         TEXT NOT NULL,
    satisfaction TEXT NOT NULL,
    wants        TEXT NOT NULL
) STRICT;
CREATE INDEX result_by_complaint ON result (complaint);

CREATE TABLE task (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    what      TEXT NOT NULL,
    who       TEXT NOT NULL,
    due       INTEGER NOT NULL,
    promise   INTEGER NOT NULL,
    ended_at  INTEGER,
    ended_by  TEXT NOT NULL,
    result    TEXT NOT NULL,
    dropped   INTEGER NOT NULL,
    told      INTEGER NOT NULL
) STRICT;
CREATE INDEX task_by_complaint ON task (complaint);
CREATE INDEX task_open ON task (who, due) WHERE ended_at IS NULL;

CREATE TABLE payment (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    proposal  INTEGER NOT NULL,
    amount    INTEGER NOT NULL CHECK (amount > 0),
    paid_at   INTEGER NOT NULL,
    way       TEXT NOT NULL,
    receipt   TEXT NOT NULL,
    by        TEXT NOT NULL,
    at        INTEGER NOT NULL
) STRICT;
CREATE INDEX payment_by_complaint ON payment (complaint);

CREATE TABLE cause (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    class     TEXT NOT NULL,
    cause     TEXT NOT NULL
) STRICT;
CREATE INDEX cause_by_complaint ON cause (complaint);

CREATE TABLE measure (
    id          INTEGER PRIMARY KEY,
    complaint   INTEGER NOT NULL REFERENCES complaint (id),
    at          INTEGER NOT NULL,
    by          TEXT NOT NULL,
    kind        TEXT NOT NULL,
    what        TEXT NOT NULL,
    unit        TEXT NOT NULL,
    person      TEXT NOT NULL,
    due         INTEGER NOT NULL,
    done_at     INTEGER,
    done_by     TEXT NOT NULL,
    done        TEXT NOT NULL,
    verified_at INTEGER,
    verified_by TEXT NOT NULL,
    effective   TEXT NOT NULL,
    words       TEXT NOT NULL,
    told        INTEGER NOT NULL
) STRICT;
CREATE INDEX measure_by_complaint ON measure (complaint);
CREATE INDEX measure_open ON measure (person, due) WHERE done_at IS NULL;

CREATE TABLE follow_up (
    id           INTEGER PRIMARY KEY,
    complaint    INTEGER NOT NULL REFERENCES complaint (id),
    at           INTEGER NOT NULL,
    by           TEXT NOT NULL,
    satisfaction TEXT NOT NULL,
    recurred     INTEGER NOT NULL,
    said         TEXT NOT NULL
) STRICT;
CREATE INDEX follow_up_by_complaint ON follow_up (complaint);

CREATE TABLE attachment (
    id              INTEGER PRIMARY KEY,
    complaint       INTEGER NOT NULL REFERENCES complaint (id),
    at              INTEGER NOT NULL,
    by              TEXT NOT NULL,
    name            TEXT NOT NULL,
    kind            TEXT NOT NULL,
    type            TEXT NOT NULL,
    size            INTEGER NOT NULL,
    hash            TEXT NOT NULL,
    note            TEXT NOT NULL,
    withdrawn_at    INTEGER,
    withdrawn_by    TEXT NOT NULL,
    withdraw_reason TEXT NOT NULL
) STRICT;
CREATE INDEX attachment_by_complaint ON attachment (complaint);

CREATE TABLE dispute (
    id         INTEGER PRIMARY KEY,
    complaint  INTEGER NOT NULL REFERENCES complaint (id),
    n          INTEGER NOT NULL,
    stage      TEXT NOT NULL,
    body       TEXT NOT NULL,
    mediator   TEXT NOT NULL,
    consent    INTEGER NOT NULL,
    agreement  INTEGER NOT NULL,
    hearing_at INTEGER,
    lawyer     TEXT NOT NULL,
    claim      TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    started_by TEXT NOT NULL,
    ended_at   INTEGER,
    ended_by   TEXT NOT NULL,
    result     TEXT NOT NULL,
    words      TEXT NOT NULL,
    UNIQUE (complaint, n)
) STRICT;

CREATE TABLE deadline (
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
    UNIQUE (complaint, kind)
) STRICT;

-- Rule J2: every entry's hash covers the one before; nothing in it changes.
CREATE TABLE journal (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    logged  INTEGER NOT NULL,
    by      TEXT NOT NULL,
    for     TEXT NOT NULL,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    version INTEGER NOT NULL,
    from_state TEXT NOT NULL,
    to_state   TEXT NOT NULL,
    detail  TEXT NOT NULL,
    sum     TEXT NOT NULL,
    hash    TEXT NOT NULL
) STRICT;
CREATE INDEX journal_by_subject ON journal (subject, id);

-- +goose StatementBegin
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER complaint_no_delete BEFORE DELETE ON complaint BEGIN SELECT RAISE(ABORT, 'a complaint is never deleted'); END;
-- +goose StatementEnd

-- Bigrams of everything one may search in a complaint; rowid = complaint.id (STACK: Chinese search).
CREATE VIRTUAL TABLE texts USING fts5(t, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');

-- Recording drafts, one per person, kept until recorded (UI: a closed browser loses nothing).
CREATE TABLE draft (
    account TEXT PRIMARY KEY REFERENCES person (account),
    at      INTEGER NOT NULL,
    form    TEXT NOT NULL
) STRICT;
