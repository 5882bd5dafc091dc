package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Tries are how many tries are left of something that may be tried, so that a restart gives nobody new ones (rule P11).
type Tries struct {
	Key  string
	Left float64
	Most float64
	At   time.Time
}

// KeepTries keeps what is left, and forgets what was tried before an instant.
func (s *Store) KeepTries(ctx context.Context, tries []Tries, before time.Time) error {
	if len(tries) == 0 {
		return nil
	}
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		for _, k := range tries {
			if _, err := t.exec("INSERT INTO attempt (key, remaining, most, at) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE "+
				"SET remaining = excluded.remaining, most = excluded.most, at = excluded.at", k.Key, k.Left, k.Most,
				k.At.UnixMilli()); err != nil {
				return err
			}
		}
		_, err := t.exec("DELETE FROM attempt WHERE at < ?", before.UnixMilli())
		return err
	})
	return err
}

// Tries reads what is left of all that was tried since an instant.
func (s *Store) Tries(ctx context.Context, since time.Time) (out []Tries, err error) {
	err = reader{ctx, s}.query("SELECT key, remaining, most, at FROM attempt WHERE at >= ?", []any{since.UnixMilli()},
		func(rows *sql.Rows) error {
			for rows.Next() {
				var k Tries
				if err := rows.Scan(&k.Key, &k.Left, &k.Most, nullTime{&k.At}); err != nil {
					return err
				}
				out = append(out, k)
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("tries: %w", err)
	}
	return out, nil
}
