-- +goose Up
-- What the search index does not know yet: an earlier Huiyin looked through fewer texts. Opening the
-- store indexes them and takes them off.
CREATE TABLE unindexed (complaint INTEGER PRIMARY KEY) STRICT;
INSERT INTO unindexed (complaint) SELECT id FROM complaint;

-- Lists that people have kept under a name.
CREATE TABLE saved_view (
    id    INTEGER PRIMARY KEY,
    owner TEXT NOT NULL REFERENCES person (account),
    name  TEXT NOT NULL,
    query TEXT NOT NULL,
    share INTEGER NOT NULL, -- up to which role, 0 for nobody
    at    INTEGER NOT NULL
) STRICT;
CREATE INDEX saved_view_by_owner ON saved_view (owner, id);
CREATE INDEX saved_view_shared ON saved_view (share) WHERE share > 0;
