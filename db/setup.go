package db

import (
	"context"
	"fmt"
	"time"

	"huiyin/huiyin"
)

// Installation is what the check of what an installation needs asks beside the company (rule D10), with one statement.
func (s *Store) Installation(ctx context.Context) (huiyin.Installation, error) {
	note, err := readBackupNote(s.dir)
	if err != nil {
		return huiyin.Installation{}, fmt.Errorf("last backup: %w", err)
	}
	v := huiyin.Installation{Backup: note.At}
	var since int64
	if err := (reader{ctx, s}).row("SELECT coalesce((SELECT at FROM journal ORDER BY id LIMIT 1), 0), "+
		"EXISTS (SELECT 1 FROM complaint)", nil, &since, &v.Recorded); err != nil {
		return v, fmt.Errorf("installation: %w", err)
	}
	v.Since = time.UnixMilli(since).UTC()
	return v, nil
}
