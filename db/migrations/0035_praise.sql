-- +goose Up
-- Praise adds points once somebody else has confirmed it with the customer (rule A4). What was recorded before counts as
-- it did: its points are given.
ALTER TABLE praise ADD COLUMN unconfirmed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE praise ADD COLUMN confirmed_at INTEGER;
ALTER TABLE praise ADD COLUMN confirmed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE praise ADD COLUMN confirm_way TEXT NOT NULL DEFAULT '';
ALTER TABLE praise ADD COLUMN confirmed TEXT NOT NULL DEFAULT '';

-- Inquiries and praise stand in their customer's file, as complaints do (rule B1): file is the one that they give,
-- customer the one it is merged into, or the same. NULL is not filed yet, which the store makes up for when it opens.
ALTER TABLE praise ADD COLUMN file INTEGER;
ALTER TABLE praise ADD COLUMN customer INTEGER;
ALTER TABLE inquiry ADD COLUMN file INTEGER;
ALTER TABLE inquiry ADD COLUMN customer INTEGER;
CREATE INDEX praise_unfiled ON praise (id) WHERE file IS NULL;
CREATE INDEX inquiry_unfiled ON inquiry (id) WHERE file IS NULL;
CREATE INDEX praise_by_file ON praise (file) WHERE file > 0;
CREATE INDEX inquiry_by_file ON inquiry (file) WHERE file > 0;
CREATE INDEX praise_by_customer ON praise (customer, received_at) WHERE customer > 0;
CREATE INDEX inquiry_by_customer ON inquiry (customer, received_at) WHERE customer > 0;
