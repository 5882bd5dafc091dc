-- +goose Up
-- The sum of an award, a judgment or a mediation is payable (rule T1).
ALTER TABLE dispute ADD COLUMN amount INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dispute ADD COLUMN pay_told INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payment ADD COLUMN dispute INTEGER NOT NULL DEFAULT 0;

-- A wrong payment is taken back by a counter-entry, which counts once a second person has agreed (rule W17).
ALTER TABLE payment ADD COLUMN reverses INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payment ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE payment ADD COLUMN agreed_at INTEGER;
ALTER TABLE payment ADD COLUMN agreed_by TEXT NOT NULL DEFAULT '';

-- Leave to pay before the signed agreement or the award is on file (rule C6).
CREATE TABLE payment_waiver (
    id        INTEGER PRIMARY KEY,
    complaint INTEGER NOT NULL REFERENCES complaint (id),
    proposal  INTEGER NOT NULL,
    dispute   INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    by        TEXT NOT NULL,
    reason    TEXT NOT NULL
) STRICT;
CREATE INDEX payment_waiver_by_complaint ON payment_waiver (complaint);
