package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"huiyin/huiyin"
)

// mappingSetting is the name of the mappings of registers among the settings.
const mappingSetting = "import.mappings"

func registerMappings(q querier) (*huiyin.RegisterMappings, error) {
	m := &huiyin.RegisterMappings{}
	return m, loadSetting(q, mappingSetting, m)
}

// RegisterMapping is how the last file of a kind and a site was read, empty where there was none.
func (s *Store) RegisterMapping(ctx context.Context, kind *huiyin.RegisterKind, site string) (huiyin.RegisterMapping, error) {
	m, err := registerMappings(reader{ctx, s})
	if err != nil {
		return huiyin.RegisterMapping{}, err
	}
	return m.Of(kind, site), nil
}

// RememberMapping keeps how a file of a kind and a site was read, with its journal entry (rule J1).
func (s *Store) RememberMapping(ctx context.Context, by huiyin.Actor, now time.Time, kind *huiyin.RegisterKind,
	site string, mapping huiyin.RegisterMapping) error {
	_, _, err := changeSetting(ctx, s, Once{}, mappingSetting, registerMappings, func(m *huiyin.RegisterMappings) error {
		return m.Remember(by, now, kind, site, mapping)
	}, nil)
	return err
}

// tellLater notes whom the import tells of a line, one of their own each, once it ends. A process that dies leaves it to the next import.
func (t *tx) tellLater(accounts []string) error {
	for _, account := range accounts {
		if _, err := t.exec("INSERT INTO import_told (account, lines) VALUES (?, 1) ON CONFLICT (account) DO UPDATE SET "+
			"lines = lines + 1", account); err != nil {
			return fmt.Errorf("import: %w", err)
		}
	}
	return nil
}

// FinishImport tells each person once what the lines that were imported mean for them (I7).
func (s *Store) FinishImport(ctx context.Context, by huiyin.Actor, now time.Time) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		var sum huiyin.ImportSummary
		err := t.query("SELECT account, lines FROM import_told ORDER BY account", nil, func(rows *sql.Rows) error {
			for rows.Next() {
				var account string
				var lines int
				if err := rows.Scan(&account, &lines); err != nil {
					return err
				}
				sum.Tell(by, now, account, lines)
			}
			return nil
		})
		if err == nil {
			err = t.tell(&sum)
		}
		if err == nil {
			_, err = t.exec("DELETE FROM import_told")
		}
		return err
	})
	return err
}
