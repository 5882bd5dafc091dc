-- +goose Up
-- Data that the law has kept are blocked: stored, and used for nothing else (rule B1).
ALTER TABLE complaint ADD COLUMN blocked_at INTEGER;
