-- +goose Up
-- Numbers of customers' files that were counted stand in addresses and tell who came earlier (rule P3): such a file gets a
-- drawn number as the newer ones have. "was" is the one before, by which the journal, holds and old links know it.
PRAGMA defer_foreign_keys = 1;
ALTER TABLE customer ADD COLUMN was INTEGER NOT NULL DEFAULT 0;
UPDATE customer SET was = id, id = 4294967296 + (random() & 4503599627370495) WHERE id < 4294967296;
CREATE UNIQUE INDEX customer_was ON customer (was) WHERE was > 0;
UPDATE customer SET into_file = (SELECT c.id FROM customer c WHERE c.was = customer.into_file AND c.was > 0)
    WHERE into_file > 0 AND into_file IN (SELECT was FROM customer WHERE was > 0);
UPDATE customer_key SET file = (SELECT c.id FROM customer c WHERE c.was = customer_key.file AND c.was > 0)
    WHERE file IN (SELECT was FROM customer WHERE was > 0);
UPDATE data_request SET customer = (SELECT c.id FROM customer c WHERE c.was = data_request.customer AND c.was > 0)
    WHERE customer IN (SELECT was FROM customer WHERE was > 0);
UPDATE complaint SET file = coalesce((SELECT c.id FROM customer c WHERE c.was = complaint.file AND c.was > 0), file),
    customer = coalesce((SELECT c.id FROM customer c WHERE c.was = complaint.customer AND c.was > 0), customer)
    WHERE file > 0 AND file < 4294967296 OR customer > 0 AND customer < 4294967296;
UPDATE inquiry SET file = coalesce((SELECT c.id FROM customer c WHERE c.was = inquiry.file AND c.was > 0), file),
    customer = coalesce((SELECT c.id FROM customer c WHERE c.was = inquiry.customer AND c.was > 0), customer)
    WHERE file > 0 AND file < 4294967296 OR customer > 0 AND customer < 4294967296;
UPDATE praise SET file = coalesce((SELECT c.id FROM customer c WHERE c.was = praise.file AND c.was > 0), file),
    customer = coalesce((SELECT c.id FROM customer c WHERE c.was = praise.customer AND c.was > 0), customer)
    WHERE file > 0 AND file < 4294967296 OR customer > 0 AND customer < 4294967296;
