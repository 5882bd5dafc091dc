package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/huiyin"
)

// Export reads what a list has found, all of it in the list's order, as it stands at one instant: nothing
// that is written meanwhile shows a row twice or hides one. use gets each row as it is read, with its texts
// whole, and these and the phone as they stand; of those whose existence is all the reader may know, no more than that
// (rules P3, P8).
func (s *Store) Export(ctx context.Context, by huiyin.Actor, now time.Time, f huiyin.Filter,
	use func(huiyin.Listed) error) error {
	f.Page = ""
	query, args, err := s.counting(ctx).listQuery(by, now, f)
	if err != nil {
		return err
	}
	query = strings.NewReplacer("substr(c.matter, 1, 60)", "c.matter", "substr(c.demand, 1, 60)",
		"c.demand").Replace(query)
	args[len(args)-2] = -1 // no end
	err = reader{ctx, s}.query(query, args, func(rows *sql.Rows) error {
		var l huiyin.Listed
		ptrs := listedPtrs(&l)
		for i, p := range ptrs {
			switch m := p.(type) {
			case masked:
				ptrs[i] = m.phone
			case maskedText:
				ptrs[i] = m.text
			}
		}
		into := targets(ptrs)
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				return err
			}
			one := huiyin.Page{Rows: []huiyin.Listed{l}}
			one.Close()
			if err := use(one.Rows[0]); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

// mostExported is how many rows one transaction notes, so that others write in between.
const mostExported = 10_000

// NoteExported writes an export into the journal, and which complaints it showed, by their ids (rules P5, J3). Of many
// rows an entry at the end says that they are all there.
func (s *Store) NoteExported(ctx context.Context, e huiyin.Entry, ids []int64) error {
	var entry int64
	many := len(ids) > mostExported
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		sum := ""
		if !many {
			sum = exportedSum(ids)
		}
		if err := t.append([]huiyin.Entry{e}, sum); err != nil {
			return err
		}
		if err := t.row("SELECT max(id) FROM journal", nil, &entry); err != nil || many {
			return err
		}
		return t.exported(entry, ids)
	})
	if !many {
		return err
	}
	for part := range slices.Chunk(ids, mostExported) {
		if err != nil {
			return err
		}
		_, err = s.write(ctx, Once{}, func(t *tx) error { return t.exported(entry, part) })
	}
	if err != nil {
		return err
	}
	e.Subject, e.Detail = exportSubject+strconv.FormatInt(entry, 10), nil
	_, err = s.write(ctx, Once{}, func(t *tx) error { return t.append([]huiyin.Entry{e}, exportedSum(ids)) })
	return err
}

func (t *tx) exported(entry int64, ids []int64) error {
	for chunk := range slices.Chunk(ids, 200) {
		args := make([]any, 0, 2*len(chunk))
		for _, id := range chunk {
			args = append(args, id, entry)
		}
		if _, err := t.exec(insertSQL("exported", columns("complaint entry"), len(chunk)), args...); err != nil {
			return fmt.Errorf("export: %w", err)
		}
	}
	return nil
}

// CountOpenIDs is how many of these complaints a person may open now (rules P3, P4, P8).
func (s *Store) CountOpenIDs(ctx context.Context, by huiyin.Actor, ids []int64) (n int, err error) {
	const at = 200
	cond, args := where(scopeOf(by).flat())
	query := "SELECT count(*) FROM complaint c WHERE c.id IN (" + placeholders(at) + ") AND " + cond
	for part := range slices.Chunk(ids, at) {
		asked := anys(part)
		for len(asked) < at {
			asked = append(asked, 0)
		}
		more := 0
		if err := (reader{ctx, s}).row(query, append(asked, args...), &more); err != nil {
			return 0, fmt.Errorf("count open complaints: %w", err)
		}
		n += more
	}
	return n, nil
}

// NoteExport writes an export into the journal, and which complaints it showed (rules P5, J3).
func (s *Store) NoteExport(ctx context.Context, e huiyin.Entry, list []*huiyin.Complaint) error {
	ids := make([]int64, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	return s.NoteExported(ctx, e, ids)
}
