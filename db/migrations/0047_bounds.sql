-- +goose Up
-- What a person has brought in a day, in bytes (rule K6); older rows go with their next file.
CREATE TABLE uploaded (
    account TEXT NOT NULL,
    day     TEXT NOT NULL, -- of the company
    bytes   INTEGER NOT NULL,
    PRIMARY KEY (account, day)
) STRICT, WITHOUT ROWID;

-- Devices that have logged in as somebody, by the hash of what their browser keeps (rule P11).
CREATE TABLE device (
    account TEXT NOT NULL REFERENCES person (account),
    hash    TEXT NOT NULL,
    at      INTEGER NOT NULL, -- of its last log-in
    PRIMARY KEY (account, hash)
) STRICT, WITHOUT ROWID;
