-- +goose Up
-- Units and whose they are when (rule B11).
CREATE TABLE unit (
    id           INTEGER PRIMARY KEY,
    number       TEXT NOT NULL UNIQUE, -- SITE/CODE
    version      INTEGER NOT NULL,
    site         TEXT NOT NULL,
    code         TEXT NOT NULL,        -- the one form of a site's units (I8)
    room         TEXT NOT NULL,        -- by which complaints of it are found, without the part of the building
    typed        TEXT NOT NULL,
    building     TEXT NOT NULL,
    floor        TEXT NOT NULL,
    plan         TEXT NOT NULL,
    area         TEXT NOT NULL,
    inner_area   TEXT NOT NULL,
    use          TEXT NOT NULL,
    price        INTEGER NOT NULL,
    price_from   INTEGER,
    filed        INTEGER NOT NULL,
    permit       TEXT NOT NULL,
    charges      TEXT NOT NULL,
    charges_at   INTEGER,
    state        TEXT NOT NULL,
    delivered_at INTEGER,
    hand         TEXT NOT NULL,        -- fields corrected by hand, with what the last file said
    imported_at  INTEGER,
    missing_at   INTEGER,
    gone         INTEGER NOT NULL      -- the import that brought it was undone
) STRICT;
CREATE UNIQUE INDEX unit_by_code ON unit (site, code);
CREATE INDEX unit_by_room ON unit (site, room);
CREATE INDEX unit_by_state ON unit (site, state, code);

CREATE TABLE unit_period (
    id        INTEGER PRIMARY KEY,
    unit      INTEGER NOT NULL REFERENCES unit (id),
    relation  TEXT NOT NULL,
    name      TEXT NOT NULL,
    phone     TEXT NOT NULL,
    share     TEXT NOT NULL,
    contract  TEXT NOT NULL,
    signed_at INTEGER,
    from_at   INTEGER,
    to_at     INTEGER,
    void      INTEGER NOT NULL
) STRICT;
CREATE INDEX unit_period_by_unit ON unit_period (unit, id);

-- The numbers by which the present people of a unit are found (I8).
CREATE TABLE unit_phone (
    key  TEXT NOT NULL,
    unit INTEGER NOT NULL REFERENCES unit (id),
    PRIMARY KEY (key, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_phone_of ON unit_phone (unit);

-- One import, and what its units were before it, until it can be undone no longer.
CREATE TABLE unit_batch (
    id        TEXT PRIMARY KEY,
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    name      TEXT NOT NULL,
    sites     TEXT NOT NULL,
    new       INTEGER NOT NULL,
    changed   INTEGER NOT NULL,
    owners    INTEGER NOT NULL,
    same      INTEGER NOT NULL,
    refused   INTEGER NOT NULL,
    conflicts INTEGER NOT NULL,
    missing   INTEGER NOT NULL,
    done_at   INTEGER,
    undone_at INTEGER,
    undone_by TEXT NOT NULL,
    reason    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_batch_by_time ON unit_batch (at DESC, id);

CREATE TABLE unit_before (
    batch   TEXT NOT NULL REFERENCES unit_batch (id),
    unit    INTEGER NOT NULL REFERENCES unit (id),
    version INTEGER NOT NULL, -- after it
    was     TEXT NOT NULL,    -- '' for one that was not there
    PRIMARY KEY (batch, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_before_of ON unit_before (unit);
