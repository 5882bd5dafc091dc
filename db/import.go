package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"huiyin/huiyin"
)

// Taken is what became of a line of an old register, or would.
type Taken struct {
	Sheet   string
	Line    int
	Number  string        // of the complaint
	Already bool          // it was imported before, or came from here
	Refused *huiyin.Error // why it cannot be imported
	Rises   bool          // the month is over: the clock makes it major (rule G8)
	Goes    bool          // the time to keep its personal data is over (rule B1)
}

// importBatch is how many lines are written in one transaction: others wait no longer than for that.
const importBatch = 500

// TakeOver imports lines of an old register in their order, each with its journal. A refused one holds up
// none of the others; one that was imported before, by this or any other file, is not imported again
// (rule W12). What it has done when it is stopped stays done.
func (s *Store) TakeOver(ctx context.Context, by huiyin.Actor, now time.Time, lines []huiyin.OldComplaint) ([]Taken,
	error) {
	out := make([]Taken, 0, len(lines))
	for len(lines) > 0 {
		batch := lines[:min(importBatch, len(lines))]
		taken, err := s.takeOver(ctx, by, now, batch)
		if err != nil && ctx.Err() == nil && len(batch) > 1 { // one that the database will not have fails alone
			for i := range batch {
				one, failed := s.takeOver(ctx, by, now, batch[i:i+1])
				if failed != nil {
					return out, fmt.Errorf("line %d: %w", batch[i].Line, failed)
				}
				out = append(out, one...)
			}
			taken, err = nil, nil
		}
		if err != nil {
			return out, err
		}
		out, lines = append(out, taken...), lines[len(batch):]
	}
	return out, nil
}

// takeOver imports a few lines in one transaction. Whatever is refused is refused before anything of it
// is written.
func (s *Store) takeOver(ctx context.Context, by huiyin.Actor, now time.Time, lines []huiyin.OldComplaint) (out []Taken,
	err error) {
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		out = out[:0]
		var fresh []*huiyin.Complaint
		for i := range lines {
			k, c, err := judge(t, by, now, &lines[i])
			if err != nil {
				return err
			}
			if c != nil {
				if err := t.tellLater(c.HushImport()); err != nil {
					return err
				}
				if err := t.insertComplaint(c); err != nil {
					return err
				}
				if _, err := t.exec("INSERT INTO imported (key, complaint) VALUES (?, ?)", lines[i].Key,
					c.ID); err != nil {
					return fmt.Errorf("import: %w", err)
				}
				k.Number, fresh = c.Number, append(fresh, c)
			}
			out = append(out, k)
		}
		for _, c := range fresh { // after the journals, each of which would write out the index so far
			if err := t.index(c, ""); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		s.changed.Add(1)
	}
	return out, err
}

// TryOver tells what TakeOver would do, and changes nothing.
func (s *Store) TryOver(ctx context.Context, by huiyin.Actor, now time.Time, lines []huiyin.OldComplaint) ([]Taken,
	error) {
	out := make([]Taken, 0, len(lines))
	err := s.snapshot(ctx, func(q querier) error {
		for i := range lines {
			k, _, err := judge(q, by, now, &lines[i])
			if err != nil {
				return err
			}
			out = append(out, k)
		}
		return nil
	})
	return out, err
}

// judge makes the complaint of a line, nil where it was imported before or is refused.
func judge(q querier, by huiyin.Actor, now time.Time, line *huiyin.OldComplaint) (k Taken, c *huiyin.Complaint,
	err error) {
	k.Sheet, k.Line = line.Sheet, line.Line
	c, err = huiyin.TakeOver(by, now, *line)
	if errors.As(err, &k.Refused) {
		return k, nil, nil
	}
	if err != nil {
		return k, nil, err
	}
	if k.Number, err = broughtBefore(q, by.Org.Zone, line); err != nil || k.Number != "" {
		k.Already = err == nil
		return k, nil, err
	}
	k.Rises, k.Goes = !c.Risen.IsZero(), c.GoesAtOnce(by.Org, now)
	return k, c, nil
}

// broughtBefore finds the complaint that a line was imported as, or that it was exported from, "" where there is none.
// Lines that were imported when a number alone was their key are found by it where the day agrees too.
func broughtBefore(q querier, zone *time.Location, line *huiyin.OldComplaint) (number string, err error) {
	for _, key := range append([]string{line.Key}, line.Before()...) {
		err = q.row("SELECT c.number FROM imported i JOIN complaint c ON c.id = i.complaint WHERE i.key = ?", []any{key},
			&number)
		if !errors.Is(err, sql.ErrNoRows) {
			return number, err
		}
	}
	if line.NumberKey == "" {
		return "", nil
	}
	var at int64
	err = q.row("SELECT c.number, c.received_at FROM imported i JOIN complaint c ON c.id = i.complaint WHERE i.key = ? "+
		"AND (c.name = ? OR c.matter = ? OR c.anonymised_at IS NOT NULL)",
		[]any{line.NumberKey, line.Name, line.Matter}, &number, &at)
	if err == nil {
		day := func(t time.Time) string { return t.In(zone).Format("20060102") }
		if line.ReceivedAt.IsZero() || day(time.UnixMilli(at)) == day(line.ReceivedAt) {
			return number, nil
		}
		number, err = "", sql.ErrNoRows
	}
	if errors.Is(err, sql.ErrNoRows) && line.Number != "" { // exported from here
		err = q.row("SELECT number FROM complaint WHERE number = ? AND site = ?", []any{line.Number, line.Site}, &number)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return number, err
}

// Fold brings Traditional, full-width and capital letters to the one form in which words are compared.
func Fold(s string) string { return huiyin.Fold(s) }

// Each hands on the complaints of a filter whole, one after the other in the order of receipt, as a person
// may see them, all in one state of the records.
func (s *Store) Each(ctx context.Context, by huiyin.Actor, now time.Time, f huiyin.Filter,
	fn func(*huiyin.Complaint) error) error {
	cond, args := where(append(scopeOf(by).flat(), s.filters(scopeOf(by), f, now)...))
	return s.snapshot(ctx, func(q querier) error {
		ids, err := all[int64](q, "SELECT c.id FROM complaint c WHERE "+cond+" ORDER BY c.received_at, c.id", args...)
		if err != nil {
			return fmt.Errorf("list complaints: %w", err)
		}
		for _, id := range ids {
			c, err := load(q, "id = ?", id)
			if err == nil {
				err = fn(c)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
