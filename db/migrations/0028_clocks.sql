-- +goose Up
-- What the customer has agreed to, and how far the alarm about it has climbed (rules D14, D8).
ALTER TABLE task ADD COLUMN for_customer INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task ADD COLUMN climbed INTEGER NOT NULL DEFAULT 0; -- percent
