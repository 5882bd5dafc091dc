-- +goose Up
-- How many complaints there are of each kind that a list is filtered by, kept with every change, so that
-- lists count and choose their way without reading the complaints.
CREATE TABLE stock (
    site     TEXT NOT NULL,
    state    TEXT NOT NULL,
    grade    TEXT NOT NULL,
    urgency  TEXT NOT NULL,
    channel  TEXT NOT NULL,
    category TEXT NOT NULL,
    owner    TEXT NOT NULL,
    n        INTEGER NOT NULL,
    PRIMARY KEY (site, state, grade, urgency, channel, category, owner)
) STRICT, WITHOUT ROWID;
INSERT INTO stock (site, state, grade, urgency, channel, category, owner, n)
    SELECT site, state, grade, urgency, channel, category, owner, count(*) FROM complaint GROUP BY 1, 2, 3, 4, 5, 6, 7;

-- The ways to what is rare.
CREATE INDEX complaint_by_grade ON complaint (grade, site, received_at DESC, id DESC);
CREATE INDEX complaint_by_category ON complaint (category, site, received_at DESC, id DESC);
CREATE INDEX complaint_by_channel ON complaint (channel, site, received_at DESC, id DESC);
CREATE INDEX complaint_by_urgency ON complaint (urgency, site, received_at DESC, id DESC) WHERE urgency <> 'normal';
CREATE INDEX complaint_by_owner ON complaint (owner, site, received_at DESC, id DESC);

-- Dates to keep, with all that a list is filtered by.
DROP INDEX complaint_by_due;
CREATE INDEX complaint_by_due ON complaint (due_at, site, state, grade, urgency, channel, category, owner) WHERE due_at IS NOT NULL;

-- Whom a complaint concerns is looked for by site, because those who answer for a site look elsewhere only.
CREATE TABLE concern_of_site (
    who         TEXT NOT NULL,
    site        TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    complaint   INTEGER NOT NULL REFERENCES complaint (id),
    PRIMARY KEY (who, site, received_at DESC, complaint DESC)
) STRICT, WITHOUT ROWID;
INSERT INTO concern_of_site (who, site, received_at, complaint) SELECT who, site, received_at, complaint FROM concern ORDER BY who, site, received_at DESC, complaint DESC;
DROP TABLE concern;
ALTER TABLE concern_of_site RENAME TO concern;
CREATE INDEX concern_by_complaint ON concern (complaint, who);

-- Follow-up calls still to be made, with all that tells whose they are.
DROP INDEX complaint_to_call;
CREATE INDEX complaint_to_call ON complaint (closed_at, owner, handler, recorded_by, site, outcome) WHERE state = 'closed' AND grade IN ('important', 'major');

-- Search indexes merge what is new later and at once: recording spent a third of its time on it.
INSERT INTO texts (texts, rank) VALUES ('automerge', 8);
INSERT INTO texts (texts, rank) VALUES ('crisismerge', 32);
INSERT INTO names (names, rank) VALUES ('automerge', 8);
INSERT INTO names (names, rank) VALUES ('crisismerge', 32);
