package db

import (
	"context"

	"huiyin"
)

// Statements lists the SQL that the store has run so far.
func (s *Store) Statements() []string {
	var out []string
	for _, ls := range []*lines{s.writer, s.readers} {
		for range ls.n {
			l := <-ls.free
			for query := range l.kept {
				out = append(out, query)
			}
			ls.free <- l
		}
	}
	return out
}

// MostStatements is what a line keeps; a test that asks for more sees only a part.
const MostStatements = mostStatements

// ForgetCounts makes the next lists count anew, as after a change.
func (s *Store) ForgetCounts() { s.changed.Add(1) }

// ChangesSince is what outdated filed papers.
func (s *Store) ChangesSince(ctx context.Context, filed []huiyin.Scan) (map[int64][]huiyin.Entry, error) {
	return s.changesSince(ctx, filed)
}
