-- +goose Up
-- Since when legal is asked about a demand that would bargain over rights (rule C12). Old demands ask nobody.
ALTER TABLE complaint ADD COLUMN legal_asked_at INTEGER;

-- The legal person that a site's papers name as party (rule C11).
ALTER TABLE site ADD COLUMN legal_name TEXT NOT NULL DEFAULT '';
ALTER TABLE site ADD COLUMN credit_code TEXT NOT NULL DEFAULT '';
ALTER TABLE site ADD COLUMN legal_address TEXT NOT NULL DEFAULT '';

-- Who signs a settlement for the customer (rule C11). Identity numbers go with the personal data (rule B1).
CREATE TABLE party (
    id           INTEGER PRIMARY KEY,
    complaint    INTEGER NOT NULL REFERENCES complaint (id),
    n            INTEGER NOT NULL,
    proposal     INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    by           TEXT NOT NULL,
    name         TEXT NOT NULL,
    identity     TEXT NOT NULL,
    role         TEXT NOT NULL,
    stands_for   TEXT NOT NULL,
    powers       TEXT NOT NULL,
    until        INTEGER,
    seen         INTEGER NOT NULL,
    file         INTEGER NOT NULL,
    owners       TEXT NOT NULL,
    holder       TEXT NOT NULL,
    bank         TEXT NOT NULL,
    account      TEXT NOT NULL,
    withdrawn_at INTEGER,
    withdrawn_by TEXT NOT NULL
) STRICT;
CREATE INDEX party_by_complaint ON party (complaint);


-- What the approval sheet and the agreement say of a proposal (rules F4, C10).
ALTER TABLE proposal ADD COLUMN clause TEXT NOT NULL DEFAULT '';
ALTER TABLE proposal ADD COLUMN reckoning TEXT NOT NULL DEFAULT '';
ALTER TABLE proposal ADD COLUMN share_company INTEGER NOT NULL DEFAULT 0;
ALTER TABLE proposal ADD COLUMN share_customer INTEGER NOT NULL DEFAULT 0;
ALTER TABLE proposal ADD COLUMN share_other INTEGER NOT NULL DEFAULT 0;
