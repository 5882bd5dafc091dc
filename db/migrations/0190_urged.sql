-- +goose Up
-- When those whom a proposal waits for were last reminded (rule C8).
ALTER TABLE step ADD COLUMN urged_at INTEGER;
