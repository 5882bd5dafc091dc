-- +goose Up
-- A payment is recorded by one and released by another, with the slip's number or picture; another payee and cash take
-- the claimant's signed instruction (rule W17). What was paid before this was the rule stays paid.
ALTER TABLE payment ADD COLUMN payee TEXT NOT NULL DEFAULT '';
ALTER TABLE payment ADD COLUMN slip INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payment ADD COLUMN instruction INTEGER NOT NULL DEFAULT 0;
ALTER TABLE payment ADD COLUMN released_at INTEGER;
ALTER TABLE payment ADD COLUMN released_by TEXT NOT NULL DEFAULT '';
UPDATE payment SET released_at = paid_at WHERE reverses = 0 OR agreed_at IS NOT NULL;
