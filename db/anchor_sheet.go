package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"huiyin/huiyin"
)

// mostSheets is how many months a page of sheets lists.
const mostSheets = 13

// AnchorSheets gives the months whose nights were noted outside the database, the newest first (rule J4).
func (s *Store) AnchorSheets(ctx context.Context) (out []huiyin.AnchorSheet, err error) {
	list, err := s.Anchors()
	if err != nil {
		return nil, err
	}
	zone := s.Org().Zone
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Cause != "night" {
			continue
		}
		m := huiyin.MonthOf(list[i].At, zone)
		if n := len(out); n == 0 || out[n-1].Month != m {
			if n == mostSheets {
				break
			}
			out = append(out, huiyin.AnchorSheet{Month: m})
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	numbers := make([]any, len(out))
	for i := range out {
		numbers[i] = out[i].Number()
		if out[i].Nights, err = s.nightsOf(ctx, list, out[i].Month); err != nil {
			return nil, err
		}
	}
	return out, reader{ctx, s}.query("SELECT number, max(filed_at) FROM scan INDEXED BY scan_apart WHERE number IN ("+
		placeholders(len(numbers))+") AND status = 'filed' AND attachment = 0 AND removed_at IS NULL GROUP BY number", numbers,
		func(rows *sql.Rows) error {
			for rows.Next() {
				var number string
				var at time.Time
				if err := rows.Scan(&number, nullTime{&at}); err != nil {
					return err
				}
				for i := range out {
					if out[i].Number() == number {
						out[i].Home = at
					}
				}
			}
			return nil
		})
}

// AnchorSheet gives a month's nights; unknown is huiyin.NotFound.
func (s *Store) AnchorSheet(ctx context.Context, m huiyin.Month) (*huiyin.AnchorSheet, error) {
	list, err := s.Anchors()
	if err != nil {
		return nil, err
	}
	v := &huiyin.AnchorSheet{Month: m}
	if v.Nights, err = s.nightsOf(ctx, list, m); err == nil && len(v.Nights) == 0 {
		err = huiyin.NotFound()
	}
	return v, err
}

// nightsOf gives the nights of a month among all anchors, and how each went out of the house.
func (s *Store) nightsOf(ctx context.Context, list []Anchor, m huiyin.Month) (out []huiyin.AnchorNight, err error) {
	zone := s.Org().Zone
	mailed := map[string]bool{}
	var hashes []string
	for _, a := range list {
		switch {
		case a.Cause == "mail":
			mailed[a.Hash] = true
		case a.Cause == "night" && huiyin.MonthOf(a.At, zone) == m:
			line, err := AnchorLines(a)
			if err != nil {
				return nil, err
			}
			hashes = append(hashes, huiyin.Digest(string(line)))
			out = append(out, huiyin.AnchorNight{At: a.At, Entry: a.Entry, Hash: a.Hash, Drift: a.Drift})
		}
	}
	stamps, err := s.Timestamps(ctx, hashes...)
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].Mailed = mailed[out[i].Hash]
		for _, t := range stamps {
			if t.Hash == hashes[i] {
				out[i].Stamped = t.Server
			}
		}
	}
	return out, nil
}

// seedOf is what a month's sample is drawn with (rule A6).
func (s *Store) seedOf(ctx context.Context, q querier, m huiyin.Month) (seed huiyin.Seed, err error) {
	list, err := s.Anchors()
	if err != nil {
		return seed, err
	}
	nights, err := s.nightsOf(ctx, list, m)
	if err != nil {
		return seed, err
	}
	plan, err := backupPlan(q)
	if err != nil {
		return seed, err
	}
	last, err := lastEntry(q, m.Ends(s.Org().Zone))
	return huiyin.SeedOf(nights, plan.Sheets, last), err
}

// lastEntry is the last entry of the journal that was written before an instant, of number 0 where there is none.
// Entries have no gaps, and each is written after the one before.
func lastEntry(q querier, before time.Time) (seed huiyin.Seed, err error) {
	var from, to int64
	if err := q.row("SELECT coalesce(max(id), 0) FROM journal", nil, &to); err != nil {
		return seed, fmt.Errorf("last entry: %w", err)
	}
	for from < to {
		mid, logged := (from+to+1)/2, int64(0)
		if err := q.row("SELECT logged FROM journal WHERE id = ?", []any{mid}, &logged); err != nil {
			return seed, fmt.Errorf("last entry: %w", err)
		}
		if logged < before.UnixMilli() {
			from = mid
		} else {
			to = mid - 1
		}
	}
	if seed.Entry = from; from > 0 {
		err = q.row("SELECT hash FROM journal WHERE id = ?", []any{from}, &seed.Hash)
	}
	return seed, err
}

// sheetTold is the newest month whose sheet the clock has asked for.
const sheetTold = "anchor.sheet"

// RunHouse lets the clock do what the house itself owes: it tells of what may be a group (rule K8); each month it draws the sample of the month before (rule A6)
// and asks for that month's sheet of anchors (rule J4). Run again it does nothing.
func (s *Store) RunHouse(ctx context.Context, now time.Time) (n int, err error) {
	told, err := s.TellGroups(ctx, now)
	if err == nil {
		var duties int
		duties, err = s.tellDuties(ctx, now)
		told += duties
	}
	m, due := huiyin.SampleDue(s.Org(), now)
	if err != nil || !due {
		return told, err
	}
	drawn, err := s.runSample(ctx, now, m)
	if err != nil {
		return 0, fmt.Errorf("sample: %w", err)
	}
	asked, err := s.askSheet(ctx, now, m)
	if err != nil {
		return told + drawn, fmt.Errorf("sheet of anchors: %w", err)
	}
	return told + drawn + asked, nil
}

// runSample draws a month's sample where nobody has, and remembers that there was nothing to draw.
func (s *Store) runSample(ctx context.Context, now time.Time, m huiyin.Month) (int, error) {
	if huiyin.Month(s.undrawn.Load()) == m {
		return 0, nil
	}
	had, err := all[int64](reader{ctx, s}, "SELECT id FROM document WHERE number = ?", huiyin.SampleNumber(m))
	if err != nil {
		return 0, err
	}
	if len(had) == 0 {
		_, err = s.DrawSample(ctx, Once{}, huiyin.System(s.Org()), now, m)
	}
	switch {
	case huiyin.KindOf(err) == huiyin.KindInvalid, len(had) > 0:
		s.undrawn.Store(int64(m))
		return 0, nil
	case err != nil:
		return 0, err
	}
	return 1, nil
}

// askSheet tells the administrators, once, that the month's sheet waits to be printed.
func (s *Store) askSheet(ctx context.Context, now time.Time, m huiyin.Month) (int, error) {
	q := reader{ctx, s}
	plan, err := backupPlan(q)
	if err != nil || !plan.Sheets {
		return 0, err
	}
	told, err := all[string](q, "SELECT value FROM setting WHERE name = ?", sheetTold)
	if err != nil || len(told) == 1 && told[0] >= m.String() {
		return 0, err
	}
	sheet, err := s.AnchorSheet(ctx, m)
	if huiyin.KindOf(err) == huiyin.KindNotFound {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		if err := t.set(sheetTold, m.String()); err != nil {
			return err
		}
		return t.tell(huiyin.SheetWaits(s.Org(), sheet, now))
	})
	return 1, err
}
