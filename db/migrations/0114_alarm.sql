-- +goose Up
-- When somebody who was alarmed said that they know (rule K2).
ALTER TABLE notice ADD COLUMN heard INTEGER;
CREATE INDEX notice_alarm ON notice (account) WHERE kind = 'emergency' AND heard IS NULL;
CREATE INDEX notice_alarmed ON notice (number) WHERE kind = 'emergency';
