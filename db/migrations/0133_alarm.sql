-- +goose Up
-- Many people before the door of a site (rule R15).
CREATE TABLE alarm (
    id       INTEGER PRIMARY KEY,
    number   TEXT NOT NULL UNIQUE,
    version  INTEGER NOT NULL,
    site     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    state    TEXT NOT NULL,
    people   INTEGER NOT NULL,
    loud     INTEGER NOT NULL, -- people when it rang last for their number
    rings    INTEGER NOT NULL,
    rung_at  INTEGER NOT NULL,
    next_ring INTEGER,
    ended_at INTEGER,
    ended_by TEXT NOT NULL,
    reason   TEXT NOT NULL,
    next_due INTEGER           -- when the clock has to look at it again
) STRICT;
CREATE INDEX alarm_by_state ON alarm (state, at DESC, id DESC);
CREATE INDEX alarm_by_next ON alarm (next_due) WHERE next_due IS NOT NULL;

CREATE TABLE alarm_report (
    id     INTEGER PRIMARY KEY,
    alarm  INTEGER NOT NULL REFERENCES alarm (id),
    at     INTEGER NOT NULL,
    by     TEXT NOT NULL,
    place  TEXT NOT NULL,
    people INTEGER NOT NULL,
    said   TEXT NOT NULL
) STRICT;
CREATE INDEX alarm_report_by_alarm ON alarm_report (alarm, id);
CREATE INDEX alarm_report_by_person ON alarm_report (by, alarm);

CREATE TABLE alarm_hearer (
    id    INTEGER PRIMARY KEY,
    alarm INTEGER NOT NULL REFERENCES alarm (id),
    at    INTEGER NOT NULL,
    by    TEXT NOT NULL
) STRICT;
CREATE INDEX alarm_hearer_by_alarm ON alarm_hearer (alarm, id);
