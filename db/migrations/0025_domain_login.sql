-- +goose Up
-- Who logs in with the company's account of the domain: they have no password here.
ALTER TABLE person ADD COLUMN domain INTEGER NOT NULL DEFAULT 0;
