-- +goose Up
-- Inquiries and praise have terms of their own, after which their personal data go by a list (rule B1).
ALTER TABLE inquiry ADD COLUMN anonymised_at INTEGER;
ALTER TABLE praise ADD COLUMN anonymised_at INTEGER;
CREATE INDEX inquiry_kept_long ON inquiry (received_at) WHERE anonymised_at IS NULL AND state <> 'open';
CREATE INDEX praise_kept_long ON praise (received_at) WHERE anonymised_at IS NULL AND state <> 'open';
