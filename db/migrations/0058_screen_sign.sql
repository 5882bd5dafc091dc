-- +goose Up
-- What is kept with a signature on a screen (rule F8).
ALTER TABLE signing ADD COLUMN agreed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE signing ADD COLUMN whole INTEGER NOT NULL DEFAULT 0;
ALTER TABLE signing ADD COLUMN id_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE signing ADD COLUMN id_last4 TEXT NOT NULL DEFAULT '';
ALTER TABLE signing ADD COLUMN copy_way TEXT NOT NULL DEFAULT '';
ALTER TABLE signing ADD COLUMN strokes TEXT NOT NULL DEFAULT ''; -- hash of their data
CREATE INDEX signing_by_strokes ON signing (strokes) WHERE strokes <> '';
