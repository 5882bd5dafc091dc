package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"huiyin/huiyin"
)

// openAlone are the complaints that are worked on by themselves; the partial indexes stand on it.
const openAlone = "c.state NOT IN ('closed', 'archived') AND c.merged_into = ''"

// ChangeTwo changes a complaint together with another one, both or neither, as ChangeComplaint does.
// The other is nil where there is none of that number, and the first itself where they are the same.
func (s *Store) ChangeTwo(ctx context.Context, once Once, number string, version int64,
	other func(*huiyin.Complaint) string, fn func(c, other *huiyin.Complaint) error) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		return t.change(number, version, func(c *huiyin.Complaint) error {
			second := other(c)
			if second == c.Number {
				return fn(c, c)
			}
			var there int
			err := t.row("SELECT 1 FROM complaint WHERE number = ?", []any{second}, &there)
			if errors.Is(err, sql.ErrNoRows) {
				return fn(c, nil)
			}
			if err != nil {
				return err
			}
			return t.change(second, 0, func(o *huiyin.Complaint) error { return fn(c, o) })
		})
	})
	if err == nil {
		s.changed.Add(1)
	}
	return err
}

// mayLink asks whether a new complaint may be linked to an earlier one.
func (t *tx) mayLink(by huiyin.Actor, number string) error {
	earlier, err := load(t, "number = ?", number)
	if err != nil && huiyin.KindOf(err) != huiyin.KindNotFound {
		return err
	}
	return huiyin.MayLink(by, earlier)
}

// Related reads what stands beside a complaint, as far as a person may see it. Of the numbers that its page
// names it tells which they may see (rules K7, P3).
func (s *Store) Related(ctx context.Context, by huiyin.Actor, c *huiyin.Complaint, named []string) (b huiyin.Related,
	err error) {
	var absorbed []string
	for _, m := range c.Absorbed() {
		absorbed = append(absorbed, m.Number)
	}
	b.Seen = map[string]bool{}
	q := reader{ctx, s}
	failed := func(err error) (huiyin.Related, error) {
		return b, fmt.Errorf("read what stands beside %s: %w", c.Number, err)
	}
	cond, args := where(scopeOf(by).flat())
	if numbers := append(named, absorbed...); len(numbers) > 0 {
		seen, err := repeats(q, "SELECT DISTINCT "+repeatCols+
			" FROM json_each(?) j CROSS JOIN complaint c ON c.number = j.value WHERE "+cond,
			append([]any{jsonList(numbers)}, args...))
		if err != nil {
			return failed(err)
		}
		for _, r := range seen {
			b.Seen[r.Number] = true
			if r.Number == c.MergedInto {
				b.Into = r.partial
			}
		}
	}
	found, err := absorb(q, absorbed)
	if err != nil {
		return failed(err)
	}
	for _, a := range found {
		if c.Shares(by, a, b.Seen[a.Number]) {
			b.Absorbed = append(b.Absorbed, a)
		}
	}
	b.Linked, err = listed(q, "SELECT "+selectListed+
		" FROM (SELECT id FROM complaint WHERE link = ? AND link <> '' UNION SELECT id FROM complaint WHERE "+
		"number = ?) p CROSS JOIN complaint c ON c.id = p.id WHERE "+
		cond+" ORDER BY c.received_at DESC, c.id DESC LIMIT ?",
		append(append([]any{c.Number, c.Link}, args...), mostLinked), mostLinked)
	if err != nil {
		return failed(err)
	}
	return b, nil
}

// mostLinked is how many linked complaints a page shows.
const mostLinked = 20

// absorb reads complaints with a few of their parts, in a fixed number of statements.
func absorb(q querier, numbers []string) ([]*huiyin.Complaint, error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	byID := map[int64]*huiyin.Complaint{}
	byNumber := map[string]*huiyin.Complaint{}
	var ids []int64
	err := q.query("SELECT c."+strings.Join(complaintTable.cols, ", c.")+
		" FROM json_each(?) j CROSS JOIN complaint c ON c.number = j.value", []any{jsonList(numbers)}, func(rows *sql.Rows) error {
		for rows.Next() {
			c := &huiyin.Complaint{}
			if err := rows.Scan(complaintTable.targets(c)...); err != nil {
				return err
			}
			byID[c.ID], byNumber[c.Number] = c, c
			ids = append(ids, c.ID)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = errors.Join(
		partsOf(q, contactTable, ids,
			func(id int64, v huiyin.Contact) { byID[id].Contacts = append(byID[id].Contacts, v) }),
		partsOf(q, reminderTable, ids,
			func(id int64, v huiyin.Reminder) { byID[id].Reminders = append(byID[id].Reminders, v) }),
		partsOf(q, attachmentTable, ids,
			func(id int64, v huiyin.Attachment) { byID[id].Attachments = append(byID[id].Attachments, v) }),
	)
	out := make([]*huiyin.Complaint, 0, len(numbers))
	for _, n := range numbers {
		if c := byNumber[n]; c != nil {
			out = append(out, c)
		}
	}
	return out, err
}

// listed reads rows of a list within a reading that has begun.
func listed(q querier, query string, args []any, most int) ([]huiyin.Listed, error) {
	out := make([]huiyin.Listed, 0, most)
	err := q.query(query, args, func(rows *sql.Rows) error {
		var l huiyin.Listed
		into := targets(listedPtrs(&l))
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				return err
			}
			out = append(out, l)
		}
		return nil
	})
	return out, err
}
