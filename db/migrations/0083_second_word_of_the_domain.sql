-- +goose Up
-- What a group of the domain says of somebody from manager up waits as well (rules P10, O6).
ALTER TABLE second_word ADD COLUMN domain_group TEXT NOT NULL DEFAULT '';
ALTER TABLE second_word ADD COLUMN set_by TEXT NOT NULL DEFAULT '';
