-- +goose Up
-- Whoever had a task reads the case by it for some days after it ended (rules P3, P10). Where it ended before this was
-- the rule, the reading ends when the case is next touched.
ALTER TABLE task ADD COLUMN shut INTEGER NOT NULL DEFAULT 0;
