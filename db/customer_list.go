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

// Unit reads what a person may see of the complaints of one unit at a site, newest first, with what
// happened in them. A unit of which they see nothing is not found (rule P3).
func (s *Store) Unit(ctx context.Context, by huiyin.Actor, site, unit string) (*huiyin.CustomerFile, error) {
	f := &huiyin.CustomerFile{}
	cond, args := where(scopeOf(by).flat())
	err := s.snapshot(ctx, func(q querier) (err error) {
		f.Seen, err = complaintRows(q, "SELECT c."+strings.Join(complaintTable.cols, ", c.")+
			" FROM complaint c WHERE c.unit = ? AND c.unit <> '' AND c.site = ? AND "+cond+
			" ORDER BY c.received_at DESC, c.id DESC LIMIT ?",
			append(append([]any{unit, site}, args...), mostSeen))
		if err == nil && len(f.Seen) == 0 {
			return huiyin.NotFound()
		}
		if err == nil {
			f.Happened, err = happenings(q, f.Seen)
		}
		if err == nil {
			f.Slips, err = contactRecordsOf(q, by,
				condition{"r.unit <> '' AND r.unit = ? AND r.site = ?", []any{unit, site}})
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}
