-- +goose Up
-- The tables in which a complaint has rows, so that loading it looks into no other; NULL until it is next stored.
ALTER TABLE complaint ADD COLUMN parts TEXT;
