-- +goose Up
-- Inquiries and praise stand in the file of the customer who left the same phone number (rule B1).
CREATE INDEX inquiry_by_phone ON inquiry (phone) WHERE phone <> '';
CREATE INDEX praise_by_phone ON praise (phone) WHERE phone <> '';
CREATE INDEX inquiry_by_unit ON inquiry (unit, site) WHERE unit <> '';
CREATE INDEX praise_by_unit ON praise (unit, site) WHERE unit <> '';
