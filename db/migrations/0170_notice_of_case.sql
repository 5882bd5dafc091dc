-- +goose Up
-- The page of notices has one row a case: the newest of each is found without reading the others.
CREATE INDEX notice_of_case ON notice (account, number, id, kind);
