-- +goose Up
-- When an administrator gave an account its password, 0 where its person chose it.
ALTER TABLE person ADD COLUMN given INTEGER NOT NULL DEFAULT 0;
