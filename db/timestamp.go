package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"huiyin/huiyin"
)

// ToStamp gives what waits for a trusted timestamp, without a token: the newest night's anchor, and what was frozen or
// signed since the night before (rule J4).
func (s *Store) ToStamp(ctx context.Context) (out []huiyin.Timestamp, err error) {
	list, err := s.Anchors()
	if err != nil {
		return nil, err
	}
	var night Anchor
	for _, a := range list {
		if a.Cause == "night" {
			night = a
		}
	}
	if night.Entry == 0 {
		return nil, nil
	}
	line, err := AnchorLines(night)
	if err != nil {
		return nil, err
	}
	q, actions := reader{ctx, s}, make([]any, len(huiyin.Stamped))
	for i, a := range huiyin.Stamped {
		actions[i] = string(a)
	}
	hash, had := huiyin.Digest(string(line)), 0
	if err := q.row("SELECT count(*) FROM timestamp WHERE hash = ?", []any{hash}, &had); err != nil {
		return nil, fmt.Errorf("to stamp: %w", err)
	}
	if had == 0 {
		out = append(out, huiyin.Timestamp{Hash: hash, Entry: night.Entry})
	}
	for _, t := range night.Trees {
		if err := q.query("SELECT hash, id FROM journal WHERE id >= ? AND id <= ? AND action IN ("+
			placeholders(len(actions))+") AND NOT EXISTS (SELECT 1 FROM timestamp s WHERE s.hash = journal.hash) ORDER BY id",
			append([]any{t.From, t.To}, actions...), func(rows *sql.Rows) error {
				for rows.Next() {
					var v huiyin.Timestamp
					if err := rows.Scan(&v.Hash, &v.Entry); err != nil {
						return err
					}
					out = append(out, v)
				}
				return rows.Err()
			}); err != nil {
			return nil, fmt.Errorf("to stamp: %w", err)
		}
	}
	return out, nil
}

// KeepTimestamp keeps a timestamp that came, once, with its journal entry (rule J4).
func (s *Store) KeepTimestamp(ctx context.Context, now time.Time, v huiyin.Timestamp) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		if _, err := t.exec("INSERT INTO timestamp (hash, entry, at, server, token) VALUES (?, ?, ?, ?, ?)", v.Hash, v.Entry,
			v.At.UnixMilli(), v.Server, v.Token); err != nil {
			return err
		}
		return t.append([]huiyin.Entry{v.Noted(now)}, "")
	})
	if err != nil {
		return fmt.Errorf("keep timestamp: %w", err)
	}
	return nil
}

// Timestamps gives those that attest one of the hashes.
func (s *Store) Timestamps(ctx context.Context, hashes ...string) (out []huiyin.Timestamp, err error) {
	return out, s.readTimestamps(ctx, &out, "hash IN ("+placeholders(len(hashes))+") ORDER BY id", anys(hashes)...)
}

// NewestTimestamp is the last that came, zero for none.
func (s *Store) NewestTimestamp(ctx context.Context) (v huiyin.Timestamp, err error) {
	var out []huiyin.Timestamp
	if err = s.readTimestamps(ctx, &out, "id = (SELECT max(id) FROM timestamp)"); len(out) > 0 {
		v = out[0]
	}
	return v, err
}

func (s *Store) readTimestamps(ctx context.Context, into *[]huiyin.Timestamp, cond string, args ...any) error {
	return s.ask(ctx, subqueryOf("SELECT id, hash, entry, at, server, token FROM timestamp WHERE "+cond, args,
		func(v *huiyin.Timestamp) []any { return []any{&v.ID, &v.Hash, &v.Entry, &v.At, &v.Server, &v.Token} }, into))
}
