-- +goose Up
-- Which of several of a paper came home, such as the notice of one measure (rules F6, A1), and the papers of the house
-- by their numbers.
ALTER TABLE attachment ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scan ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
CREATE INDEX scan_apart ON scan (number, id) WHERE status = 'filed' AND attachment = 0;
