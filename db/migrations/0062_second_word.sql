-- +goose Up
-- Changes of rights that wait for the word of another administrator or a VP (rule P10).
CREATE TABLE second_word (
    id       INTEGER PRIMARY KEY,
    matter   TEXT NOT NULL,
    account  TEXT NOT NULL,
    by       TEXT NOT NULL,
    at       INTEGER NOT NULL,
    was      TEXT NOT NULL,
    wanted   TEXT NOT NULL,
    hash     TEXT NOT NULL,
    state    TEXT NOT NULL,
    ended_at INTEGER,
    ended_by TEXT NOT NULL,
    reason   TEXT NOT NULL
) STRICT;
CREATE INDEX journal_of_company_and_rights ON journal (id)
    WHERE action IN ('manage', 'set_password', 'set_reach', 'delegate', 'end_delegation', 'second_factor', 'read_clause',
        'hold_all', 'end_hold_all', 'ask_second_word', 'give_second_word', 'withdraw_second_word');
-- Which entry last sealed credentials is asked at each start.
CREATE INDEX journal_of_credentials ON journal (id) WHERE to_state = '' AND instr(sum, ':') > 0;
