package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Verify verifies the installation in dir without a lock, so that it may run while the portal serves.
// The database file itself is read through first.
func Verify(ctx context.Context, dir string, contains ...string) (v Verdict, err error) {
	if err := unfinishedRestore(dir); err != nil {
		return v, err
	}
	path := filepath.Join(dir, databaseName)
	if _, err := os.Stat(path); err != nil {
		return v, fmt.Errorf("no installation in %s: %w", dir, err)
	}
	defer func() { err = explained(dir, err) }()
	pool, err := openPool(path, "&_pragma=query_only(1)", 1)
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	if err := quickCheck(ctx, pool); err != nil {
		return v, err
	}
	if lacks, highest, err := versions(ctx, pool); err != nil {
		return v, err
	} else if lacks > 0 {
		return v, fmt.Errorf("the database was written by an older huiyin (version %d); start the portal once, then verify",
			highest)
	}
	conns, err := openConns(ctx, pool, 1)
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, conns.close()) }()
	keys, err := readKeys(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // without one every secret is named
		return v, err
	}
	return (&Store{dir: dir, readers: conns, keys: keys}).Verify(ctx, contains...)
}

// LastLogged is when the journal's newest entry was written, the zero time in an empty journal.
func (s *Store) LastLogged(ctx context.Context) (time.Time, error) {
	var last time.Time
	err := reader{ctx, s}.row("SELECT max(logged) FROM journal", nil, nullTime{&last})
	return last, err
}
