package db

import (
	"context"
	"database/sql"
	"fmt"
)

// References lists the numbers of frozen letters that begin with a prefix, whoever sees their cases: only the
// next one is told of them (rule P3).
func (s *Store) References(ctx context.Context, prefix string) (out []string, err error) {
	err = reader{ctx, s}.query("SELECT reference FROM letter WHERE substr(reference, 1, length(?)) = ? AND reference <> ''",
		[]any{prefix, prefix}, func(rows *sql.Rows) error {
			for rows.Next() {
				var text string
				if err := rows.Scan(&text); err != nil {
					return err
				}
				out = append(out, text)
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("numbers of letters: %w", err)
	}
	return out, nil
}
