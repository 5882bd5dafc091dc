-- +goose Up
-- What was changed in the company, and who logged in, are found without reading the journal of complaints.
CREATE INDEX journal_of_company ON journal (id) WHERE action IN ('manage', 'set_password');
CREATE INDEX journal_of_log_ins ON journal (id) WHERE action IN ('log_in', 'log_out');
