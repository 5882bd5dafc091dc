-- +goose Up
ALTER TABLE complaint ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE proposal ADD COLUMN gift INTEGER NOT NULL DEFAULT 0;

-- Gifts of a complaint: agreed with a proposal, or an emergency gesture where proposal is 0 (rule C9).
CREATE TABLE present (
    id         INTEGER PRIMARY KEY,
    complaint  INTEGER NOT NULL REFERENCES complaint (id),
    n          INTEGER NOT NULL,
    proposal   INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    by         TEXT NOT NULL,
    what       TEXT NOT NULL,
    value      INTEGER NOT NULL,
    status     TEXT NOT NULL,
    decided_at INTEGER,
    decided_by TEXT NOT NULL,
    words      TEXT NOT NULL,
    given_at   INTEGER,
    given_by   TEXT NOT NULL,
    receipt    TEXT NOT NULL,
    attachment INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    UNIQUE (complaint, n)
) STRICT;
CREATE INDEX present_open ON present (status, complaint) WHERE status = 'asked' OR status = 'approved';

-- The day's counter of a site and a kind of number, so that numbers have no gaps and are never reused.
CREATE TABLE slip_counter (
    prefix TEXT NOT NULL,
    site   TEXT NOT NULL,
    day    TEXT NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (prefix, site, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE inquiry (
    id          INTEGER PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    version     INTEGER NOT NULL,
    site        TEXT NOT NULL,
    channel     TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    name        TEXT NOT NULL,
    phone       TEXT NOT NULL,
    unit        TEXT NOT NULL,
    matter      TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    state       TEXT NOT NULL,
    origin      TEXT NOT NULL,
    turned_into TEXT NOT NULL,
    accused     TEXT NOT NULL,
    handler     TEXT NOT NULL,
    half        INTEGER NOT NULL,
    near        INTEGER NOT NULL,
    due         INTEGER NOT NULL,
    working     INTEGER NOT NULL,
    status      TEXT NOT NULL,
    told        INTEGER NOT NULL,
    way         TEXT NOT NULL,
    answer      TEXT NOT NULL,
    answered_at INTEGER,
    answered_by TEXT NOT NULL,
    next_due    INTEGER  -- when the clock has to look at it again
) STRICT;
-- It holds all that a list is filtered by, so that it is counted without its rows.
CREATE INDEX inquiry_by_receipt ON inquiry (received_at DESC, id DESC, site, state, recorded_by, handler, accused);
CREATE INDEX inquiry_by_next ON inquiry (next_due) WHERE next_due IS NOT NULL;
CREATE INDEX inquiry_open_handler ON inquiry (handler, due) WHERE state = 'open';

CREATE TABLE inquiry_contact (
    id          INTEGER PRIMARY KEY,
    inquiry     INTEGER NOT NULL REFERENCES inquiry (id),
    at          INTEGER NOT NULL,
    by          TEXT NOT NULL,
    way         TEXT NOT NULL,
    who         TEXT NOT NULL,
    said        TEXT NOT NULL,
    promised    TEXT NOT NULL,
    promised_at INTEGER
) STRICT;
CREATE INDEX inquiry_contact_by_inquiry ON inquiry_contact (inquiry);

CREATE TABLE praise (
    id          INTEGER PRIMARY KEY,
    number      TEXT NOT NULL UNIQUE,
    version     INTEGER NOT NULL,
    site        TEXT NOT NULL,
    channel     TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    name        TEXT NOT NULL,
    phone       TEXT NOT NULL,
    unit        TEXT NOT NULL,
    matter      TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    state       TEXT NOT NULL,
    origin      TEXT NOT NULL,
    turned_into TEXT NOT NULL,
    accused     TEXT NOT NULL,
    persons     TEXT NOT NULL
) STRICT;
CREATE INDEX praise_by_receipt ON praise (received_at DESC, id DESC, site, state, recorded_by, accused);

-- Whom praise is for, an index over praise.persons.
CREATE TABLE praised (
    account     TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    praise      INTEGER NOT NULL REFERENCES praise (id),
    PRIMARY KEY (account, received_at, praise)
) STRICT, WITHOUT ROWID;
CREATE INDEX praised_by_praise ON praised (praise, account);
CREATE INDEX praised_by_receipt ON praised (received_at, account, praise);

CREATE TABLE praise_present (
    id         INTEGER PRIMARY KEY,
    praise     INTEGER NOT NULL REFERENCES praise (id),
    n          INTEGER NOT NULL,
    proposal   INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    by         TEXT NOT NULL,
    what       TEXT NOT NULL,
    value      INTEGER NOT NULL,
    status     TEXT NOT NULL,
    decided_at INTEGER,
    decided_by TEXT NOT NULL,
    words      TEXT NOT NULL,
    given_at   INTEGER,
    given_by   TEXT NOT NULL,
    receipt    TEXT NOT NULL,
    attachment INTEGER NOT NULL,
    reason     TEXT NOT NULL,
    UNIQUE (praise, n)
) STRICT;
CREATE INDEX praise_present_open ON praise_present (status, praise) WHERE status = 'asked' OR status = 'approved';

CREATE TABLE praise_commendation (
    id     INTEGER PRIMARY KEY,
    praise INTEGER NOT NULL REFERENCES praise (id),
    at     INTEGER NOT NULL,
    by     TEXT NOT NULL,
    person TEXT NOT NULL,
    words  TEXT NOT NULL
) STRICT;
CREATE INDEX praise_commendation_by_praise ON praise_commendation (praise);

-- +goose StatementBegin
CREATE TRIGGER inquiry_no_delete BEFORE DELETE ON inquiry BEGIN SELECT RAISE(ABORT, 'an inquiry is never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER praise_no_delete BEFORE DELETE ON praise BEGIN SELECT RAISE(ABORT, 'praise is never deleted'); END;
-- +goose StatementEnd

-- Bigrams of what one may search, as texts has them of complaints.
CREATE VIRTUAL TABLE inquiry_texts USING fts5(t, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE praise_texts USING fts5(t, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
