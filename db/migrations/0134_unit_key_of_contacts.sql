-- +goose Up
-- Inquiries and praise are found by the unit as units of a site are looked up, as complaints are, and so is what counts
-- in the sums of a unit (rules C2, I8).
ALTER TABLE inquiry ADD COLUMN unit_key TEXT NOT NULL DEFAULT '';
ALTER TABLE praise ADD COLUMN unit_key TEXT NOT NULL DEFAULT '';
CREATE INDEX inquiry_by_unit_key ON inquiry (site, unit_key) WHERE unit_key <> '';
CREATE INDEX praise_by_unit_key ON praise (site, unit_key) WHERE unit_key <> '';
DROP INDEX inquiry_by_unit;
DROP INDEX praise_by_unit;
INSERT OR IGNORE INTO unindexed_slip SELECT 'inquiry', id FROM inquiry WHERE unit <> '';
INSERT OR IGNORE INTO unindexed_slip SELECT 'praise', id FROM praise WHERE unit <> '';

-- Whoever opens a case has read their notices on it: those are found without reading all the others that wait.
DROP INDEX notice_unseen;
CREATE INDEX notice_unseen ON notice (account, number) WHERE seen = 0;
