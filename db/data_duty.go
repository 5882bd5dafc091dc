package db

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

const (
	dutySetting = "data_duties"
	dutyTold    = "data_duties.told" // which of them were told
)

// DataDuties are what was done of the tasks about personal data (rule K13).
func (s *Store) DataDuties(ctx context.Context) (*huiyin.DataDuties, error) {
	return dataDuties(reader{ctx, s})
}

func dataDuties(q querier) (*huiyin.DataDuties, error) {
	l := &huiyin.DataDuties{}
	if err := loadSetting(q, dutySetting, l); err != nil {
		return nil, err
	}
	return l, nil
}

// ChangeDataDuties lets fn write down what was done, with its journal entries (rule J1).
func (s *Store) ChangeDataDuties(ctx context.Context, once Once, fn func(*huiyin.DataDuties) error) error {
	_, _, err := changeSetting(ctx, s, once, dutySetting, dataDuties, fn, nil)
	return err
}

// DutiesDue lists the yearly tasks that are open.
func (s *Store) DutiesDue(ctx context.Context, now time.Time) ([]huiyin.DataDutyDue, error) {
	return dutiesDue(reader{ctx, s}, s.Org(), now)
}

func dutiesDue(q querier, o *huiyin.Org, now time.Time) ([]huiyin.DataDutyDue, error) {
	l, err := dataDuties(q)
	if err != nil {
		return nil, err
	}
	first := now.UnixMilli()
	if err := q.row("SELECT coalesce(min(at), ?) FROM journal WHERE id = 1", []any{first}, &first); err != nil {
		return nil, err
	}
	return l.Due(o, now, time.UnixMilli(first).In(o.Zone).Year()), nil
}

// tellDuties tells of the yearly tasks that wait, each once before the year's end and once after it.
func (s *Store) tellDuties(ctx context.Context, now time.Time) (int, error) {
	q, o := reader{ctx, s}, s.Org()
	due, err := dutiesDue(q, o, now)
	if err != nil {
		return 0, fmt.Errorf("data duties: %w", err)
	}
	had, err := all[string](q, "SELECT value FROM setting WHERE name = ?", dutyTold)
	if err != nil {
		return 0, fmt.Errorf("data duties: %w", err)
	}
	told := strings.Fields(strings.Join(had, " "))
	due = slices.DeleteFunc(due, func(d huiyin.DataDutyDue) bool {
		return !d.ToTell(o, now) || slices.Contains(told, d.Key())
	})
	if len(due) == 0 {
		return 0, nil
	}
	for _, d := range due {
		told = append(told, d.Key())
	}
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		if err := t.set(dutyTold, strings.Join(told[max(0, len(told)-20):], " ")); err != nil {
			return err
		}
		return t.tell(huiyin.DutiesDue(o, due, now))
	})
	return len(due), err
}
