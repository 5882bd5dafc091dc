-- +goose Up
-- What a sample was drawn with and from (rules A6, J4). Of a sample drawn before it is not said.
ALTER TABLE sample ADD COLUMN seed_entry INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sample ADD COLUMN seed_source TEXT NOT NULL DEFAULT '';
ALTER TABLE sample ADD COLUMN pool_list TEXT NOT NULL DEFAULT '';
