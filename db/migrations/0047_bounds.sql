-- +goose Up
-- What a person has brought in a day, in bytes (rule K6); older rows go with their next file.
CREATE TABLE uploaded (
    account TEXT NOT NULL,
    day     TEXT NOT NULL, -- of the company
    bytes   INTEGER NOT NULL,
    PRIMARY KEY (account, day)
) STRICT, WITHOUT ROWID;
