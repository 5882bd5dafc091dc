-- +goose Up
-- The company's logos on paper, named by their content; the present one is a setting (DOMAIN §13).
CREATE TABLE logo (
    hash    TEXT PRIMARY KEY,
    width   INTEGER NOT NULL,
    height  INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;
