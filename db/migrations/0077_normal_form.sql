-- +goose Up
-- By what a customer is known: every phone and line of the records in their file, or name and unit (rules B1, I8). Several
-- files may know one key, where two turned out to be of one person; key and tail of customer are no longer used.
CREATE TABLE customer_key (
    key  TEXT NOT NULL,
    file INTEGER NOT NULL REFERENCES customer (id),
    PRIMARY KEY (key, file)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_key_of ON customer_key (file);
INSERT INTO customer_key (key, file) SELECT key, id FROM customer WHERE key IS NOT NULL;
DROP INDEX customer_by_tail;
ALTER TABLE customer DROP COLUMN tail;
UPDATE customer SET key = NULL WHERE key IS NOT NULL;

-- The unit as units of a site are looked up.
ALTER TABLE complaint ADD COLUMN unit_key TEXT NOT NULL DEFAULT '';
CREATE INDEX complaint_by_unit_key ON complaint (site, unit_key, received_at DESC, id DESC) WHERE unit_key <> '';
DROP INDEX complaint_by_phone;
DROP INDEX complaint_by_unit;

-- What an earlier Huiyin indexed in its own way is indexed and filed anew, some at a time, while the portal is open.
CREATE TABLE unindexed_slip (kind TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
INSERT INTO unindexed_slip SELECT 'inquiry', id FROM inquiry;
INSERT INTO unindexed_slip SELECT 'praise', id FROM praise;
DELETE FROM unindexed;
INSERT INTO unindexed (complaint) SELECT id FROM complaint;
