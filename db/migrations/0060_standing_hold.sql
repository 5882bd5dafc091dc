-- +goose Up
-- Legal holds of everything of a site, a customer or a member of staff (rule T2).
CREATE TABLE standing_hold (
    id         INTEGER PRIMARY KEY,
    over       TEXT NOT NULL,
    key        TEXT NOT NULL,
    complaint  TEXT NOT NULL,
    since      INTEGER NOT NULL,
    by         TEXT NOT NULL,
    reason     TEXT NOT NULL,
    ended_at   INTEGER,
    ended_by   TEXT NOT NULL,
    end_reason TEXT NOT NULL
) STRICT;
-- Beside journal_of_company, which an older migration that comes late would make anew.
CREATE INDEX journal_of_company_and_holds ON journal (id)
    WHERE action IN ('manage', 'set_password', 'set_reach', 'delegate', 'end_delegation', 'second_factor', 'read_clause',
        'hold_all', 'end_hold_all');
