-- +goose Up
-- What is left of tries at passwords and codes, by account, device and address, after wrong ones: a restart gives nobody
-- new ones (rule P11). What is older than every try is forgiven goes with the next wrong one.
CREATE TABLE attempt (
    key       TEXT PRIMARY KEY,
    remaining REAL NOT NULL,
    most      REAL NOT NULL,
    at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attempt_by_time ON attempt (at);
