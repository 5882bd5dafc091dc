package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"huiyin/huiyin"
)

// Customers lists the customers of whom a person sees a complaint, by the newest of these, or those found
// by words: name, initials, unit, the whole phone number or its last four digits (rules P3, P5). A page of
// 50, and where the next begins.
func (s *Store) Customers(ctx context.Context, by huiyin.Actor, q, page string) (out []huiyin.CustomerRow, next string,
	err error) {
	_, at, id, err := place(page)
	if err != nil {
		return nil, "", err
	}
	sc := scopeOf(by)
	shown := sc.shown("m")
	var inner string
	var args []any
	if q != "" {
		match, ok := matchQuery(q)
		if !ok {
			return nil, "", nil
		}
		ids, err := s.namedCustomers(ctx, sc, match, id)
		if err != nil || len(ids) == 0 {
			return nil, "", err
		}
		inner, args = "SELECT id, id AS place FROM complaint WHERE id IN ("+placeholders(len(ids))+") LIMIT ?",
			anys(ids)
	} else {
		newer := sc.shown("n")
		conds := []condition{{"+c.customer > 0", nil}, sc.open(), // the plus leaves the order to the index of receipt
			{"NOT EXISTS (SELECT 1 FROM complaint n WHERE n.customer = c.customer AND n.customer > 0 AND " +
				"(n.received_at, n.id) > (c.received_at, c.id) AND " + newer.sql + ")", newer.args}}
		if id != 0 {
			conds = append(conds, condition{"(c.received_at, c.id) < (?, ?)", []any{at, id}})
		}
		var streams []string
		stream := func(place, from string, more ...condition) {
			cond, a := where(append(more, conds...))
			streams, args = append(streams, "SELECT "+place+" AS place FROM "+from+" WHERE "+cond), append(args, a...)
		}
		if sc.all {
			stream("c.id AS id, c.received_at", "complaint c INDEXED BY complaint_by_receipt")
		} else {
			for _, site := range sc.sites {
				stream("c.id AS id, c.received_at", "complaint c INDEXED BY complaint_by_site",
					condition{"c.site = ?", []any{site}})
			}
			sites, owned := sc.split(by.Org)
			for _, site := range sites {
				for _, k := range sc.keys {
					if !owned[site] {
						stream("k.complaint AS id, k.received_at",
							"concern k CROSS JOIN complaint c ON c.id = k.complaint",
							append(received("k", "complaint", huiyin.Filter{}, at, id),
								condition{"k.who = ? AND k.site = ?", []any{k, site}})...)
					}
				}
			}
		}
		inner = strings.Join(streams, " UNION ") + " ORDER BY 2 DESC, 1 DESC LIMIT ?"
	}
	query := "SELECT c.customer, coalesce(nullif(f.name, ''), c.name), c.phone, c.unit, c.site, c.received_at, " +
		"c.id, (SELECT count(*) FROM complaint m WHERE m.customer = c.customer AND m.customer > 0 AND " + shown.sql +
		") FROM (" + inner +
		") p CROSS JOIN complaint c ON c.id = p.id CROSS JOIN customer f ON f.id = c.customer ORDER BY p.place " +
		"DESC, p.id DESC"
	err = reader{ctx, s}.query(query, append(append(slices.Clone(shown.args), args...), pageRows+1),
		func(rows *sql.Rows) error {
			for rows.Next() {
				var r huiyin.CustomerRow
				if err := rows.Scan(targets([]any{&r.ID, &r.Name, &r.Phone, &r.Unit, &r.Site, &r.Newest, &r.Complaint,
					&r.Complaints})...); err != nil {
					return err
				}
				out = append(out, r)
			}
			return nil
		})
	if err != nil {
		return nil, "", fmt.Errorf("list customers: %w", err)
	}
	if len(out) > pageRows {
		out = out[:pageRows]
		last := out[pageRows-1]
		next = strconv.FormatInt(last.Newest.UnixMilli(), 10) + "~" + strconv.FormatInt(last.Complaint, 10)
		if q != "" {
			next = "~" + strconv.FormatInt(last.Complaint, 10)
		}
	}
	return out, next, nil
}

// namedCustomers gives, newest first, the complaints under which a page of customers was found by words: of
// each customer the newest that a person sees, from before the complaint with which the last page ended.
func (s *Store) namedCustomers(ctx context.Context, sc scope, match string, before int64) (ids []int64, err error) {
	cond, args := where(append([]condition{{"x.t MATCH ?", []any{match}}, {"c.customer > 0", nil}}, sc.flat()...))
	known := map[int64]bool{}
	err = reader{ctx, s}.query("SELECT c.id, c.customer FROM names x CROSS JOIN complaint c ON c.id = x.rowid WHERE "+
		cond+" ORDER BY x.rowid DESC", args, func(rows *sql.Rows) error {
		for len(ids) <= pageRows && rows.Next() {
			var id, customer int64
			if err := rows.Scan(&id, &customer); err != nil {
				return err
			}
			if !known[customer] && (before == 0 || id < before) {
				ids = append(ids, id)
			}
			known[customer] = true
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("find customers: %w", err)
	}
	return ids, nil
}

// ContactCustomers lists customers of whom a person sees inquiries or praise but no complaint, by the newest of these,
// or those found by words as in Customers (rules B1, P3). At most a page.
func (s *Store) ContactCustomers(ctx context.Context, by huiyin.Actor, q string) (out []huiyin.CustomerRow, err error) {
	shown := scopeOf(by).shown("n")
	match, ok := "", true
	if q != "" {
		if match, ok = matchQuery(q); !ok {
			return nil, nil
		}
	}
	var streams []string
	var args []any
	stream := func(name string, seen []condition) {
		from := name + " r"
		conds := append([]condition{{"r.customer > 0", nil}, {"NOT EXISTS (SELECT 1 FROM complaint n WHERE " +
			"n.customer = r.customer AND n.customer > 0 AND " + shown.sql + ")", shown.args}}, seen...)
		if match != "" {
			from = name + "_texts x CROSS JOIN " + from + " ON r.id = x.rowid"
			conds = append([]condition{{"x.t MATCH ?", []any{match}}}, conds...)
		}
		cond, a := where(conds)
		streams = append(streams,
			"SELECT * FROM (SELECT r.customer, r.name, r.phone, r.unit, r.site, r.received_at FROM "+
				from+" WHERE "+cond+" ORDER BY r.received_at DESC, r.id DESC LIMIT ?)")
		args = append(append(args, a...), 4*pageRows)
	}
	stream(inquiries.name, seenInquiries(by))
	stream(praises.name, seenPraises(by))
	known := map[int64]bool{}
	query := strings.Join(streams, " UNION ALL ") + " ORDER BY 6 DESC"
	err = reader{ctx, s}.query(query, args, func(rows *sql.Rows) error {
		for rows.Next() && len(out) < pageRows {
			var r huiyin.CustomerRow
			if err := rows.Scan(targets([]any{&r.ID, &r.Name, &r.Phone, &r.Unit, &r.Site, &r.Newest})...); err != nil {
				return err
			}
			if !known[r.ID] {
				known[r.ID], out = true, append(out, r)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list customers of inquiries and praise: %w", err)
	}
	return out, nil
}

// ContactsFound are the newest inquiries and praise that a person may see and that have what was typed: a number ZX- or
// BY-, a name, a phone, or words (rules B1, P3).
func (s *Store) ContactsFound(ctx context.Context, by huiyin.Actor, q string) (out []huiyin.ContactRecord, err error) {
	match, ok := matchQuery(q)
	if q == "" || !ok {
		return nil, nil
	}
	err = s.snapshot(ctx, func(r querier) error {
		for _, k := range []struct {
			name string
			seen []condition
		}{{inquiries.name, seenInquiries(by)}, {praises.name, seenPraises(by)}} {
			cond, args := where(append([]condition{{"x.t MATCH ?", []any{match}}}, k.seen...))
			if err := r.query("SELECT r.number, r.received_at, r.state, substr(r.matter, 1, 60), r.site, r.name FROM "+
				k.name+"_texts x CROSS JOIN "+k.name+" r ON r.id = x.rowid WHERE "+cond+
				" ORDER BY x.rowid DESC LIMIT ?",
				append(args, mostContactsFound), func(rows *sql.Rows) error {
					for rows.Next() {
						var v huiyin.ContactRecord
						if err := rows.Scan(targets([]any{&v.Number, &v.ReceivedAt, &v.State, &v.Matter, &v.Site,
							&v.Name})...); err != nil {
							return err
						}
						out = append(out, v)
					}
					return nil
				}); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// mostContactsFound is how many inquiries, and how much praise, a search shows.
const mostContactsFound = 10

// Unit reads what a person may see of the complaints of one unit at a site, however it was typed, newest first, with
// what happened in them. A unit of which they see nothing is not found (rule P3).
func (s *Store) Unit(ctx context.Context, by huiyin.Actor, site, unit string) (*huiyin.CustomerFile, error) {
	f := &huiyin.CustomerFile{}
	err := s.snapshot(ctx, func(q querier) (err error) {
		f.Seen, err = casesOfUnit(q, by, site, unit)
		if err == nil && len(f.Seen) == 0 {
			return huiyin.NotFound()
		}
		if err == nil {
			f.Happened, err = happenings(q, f.Seen)
		}
		if err == nil {
			f.Slips, err = contactRecordsOf(q, by,
				condition{"r.site = ? AND r.unit_key = ? AND r.unit_key <> ''", []any{site, huiyin.UnitRoom(unit)}})
			f.Slips = slices.DeleteFunc(f.Slips, func(r huiyin.ContactRecord) bool { return !huiyin.SameUnit(r.Unit, unit) })
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}
