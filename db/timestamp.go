package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
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

// verifyTimestamps compares the timestamps that are kept with what the journal says of their coming (rule J2).
func verifyTimestamps(q querier, v *Verdict) error {
	var noted [][]huiyin.Change
	err := q.query("SELECT detail FROM journal WHERE action = ? ORDER BY id", []any{string(huiyin.ActionStamp)},
		func(rows *sql.Rows) error {
			for rows.Next() {
				var changes []huiyin.Change
				if err := rows.Scan((*detail)(&changes)); err != nil {
					return err
				}
				noted = append(noted, changes)
			}
			return nil
		})
	if err != nil {
		return err
	}
	err = q.query("SELECT id, hash, entry, at, server, token FROM timestamp ORDER BY id", nil, func(rows *sql.Rows) error {
		for rows.Next() {
			var k huiyin.Timestamp
			var at int64
			if err := rows.Scan(&k.ID, &k.Hash, &k.Entry, &at, &k.Server, &k.Token); err != nil {
				return err
			}
			k.At = time.UnixMilli(at).UTC()
			i := slices.IndexFunc(noted, k.NotedBy)
			if i < 0 {
				v.wrong("timestamp %d is not one that the journal says came", k.ID)
				continue
			}
			noted = slices.Delete(noted, i, i+1)
		}
		return nil
	})
	if len(noted) > 0 && err == nil {
		v.wrong("%d timestamps that the journal says came are missing or were changed", len(noted))
	}
	return err
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
	if len(hashes) == 0 {
		return nil, nil
	}
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
