-- +goose Up
-- A gift's task opens at closing (rule C9). What was closed before this was the rule gets none.
ALTER TABLE task ADD COLUMN gift INTEGER NOT NULL DEFAULT 0;
