-- +goose Up
-- The number of a letter that goes out, to whom a copy goes, and who represents the legal person (rules W16, C11).
ALTER TABLE letter ADD COLUMN reference TEXT NOT NULL DEFAULT '';
ALTER TABLE letter ADD COLUMN copies_to TEXT NOT NULL DEFAULT '';
ALTER TABLE site ADD COLUMN legal_representative TEXT NOT NULL DEFAULT '';
-- What the code on the wall of a site leads to (rule F7).
ALTER TABLE site ADD COLUMN complain_url TEXT NOT NULL DEFAULT '';
