package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin"
)

// LikelyGroup counts the open complaints of a site and category that came in lately, as far as a person may
// see them (rules K8, P3).
func (s *Store) LikelyGroup(ctx context.Context, by huiyin.Actor, now time.Time, site, category string) (int, error) {
	sc := scopeOf(by)
	conditions := append(s.filters(sc, huiyin.Together(by.Org, now, site, category), now), sc.flat()...)
	cond, args := where(conditions)
	return s.countOnce(ctx, condition{"SELECT count(*) FROM complaint c INDEXED BY complaint_open_lately WHERE " + cond, args}, s.changed.Load())
}

// mostGroups is how many hints a desk shows.
const mostGroups = 5

// Groups lists what may be a group at the sites that a person answers for, the largest first (rule K8).
func (s *Store) Groups(ctx context.Context, by huiyin.Actor, now time.Time) ([]huiyin.Group, error) {
	sc, o := scopeOf(by), by.Org
	if len(sc.sites) == 0 {
		return nil, nil
	}
	accused := sc.open()
	sites := placeholders(len(sc.sites))
	q := reader{ctx, s}
	counts := map[[2]string]int{}
	err := q.query("SELECT c.site, c.category, count(*) FROM complaint c INDEXED BY complaint_open_lately WHERE c.site IN ("+sites+") AND c.received_at >= ? AND "+openAlone+" AND "+accused.sql+" GROUP BY c.site, c.category",
		append(append(anys(sc.sites), huiyin.GroupSince(o, now).UnixMilli()), accused.args...), func(rows *sql.Rows) error {
			for rows.Next() {
				var site, category string
				var n int
				if err := rows.Scan(&site, &category, &n); err != nil {
					return err
				}
				counts[[2]string{site, category}] += n
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("find groups: %w", err)
	}
	out := grouped(o, now, counts)
	err = q.query("SELECT c.number, c.site, c.category, c.complainants FROM complaint c INDEXED BY complaint_open_crowd WHERE c.site IN ("+sites+") AND c.complainants >= ? AND c.complainants > 1 AND "+openAlone+" AND "+accused.sql+" ORDER BY c.complainants DESC, c.id DESC LIMIT ?",
		append(append(append(anys(sc.sites), o.Figures.Get(huiyin.GroupPeople)), accused.args...), mostGroups), func(rows *sql.Rows) error {
			for rows.Next() {
				var g huiyin.Group
				if err := rows.Scan(&g.Number, &g.Site, &g.Category, &g.People); err != nil {
					return err
				}
				out = append(out, g)
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("find groups: %w", err)
	}
	return out, nil
}

// grouped makes hints of counts by site and category. As in the list behind a hint, a first-level
// category stands for its children too.
func grouped(o *huiyin.Org, now time.Time, counts map[[2]string]int) []huiyin.Group {
	var out []huiyin.Group
	for key, n := range counts {
		for _, c := range o.Categories {
			if c.Parent == key[1] {
				n += counts[[2]string{key[0], c.Code}]
			}
		}
		if g := huiyin.GroupOf(o, now, key[0], key[1], n); g != nil {
			out = append(out, *g)
		}
	}
	slices.SortFunc(out, func(a, b huiyin.Group) int {
		if a.N != b.N {
			return b.N - a.N
		}
		if a.Site != b.Site {
			return strings.Compare(a.Site, b.Site)
		}
		return strings.Compare(a.Category, b.Category)
	})
	return out[:min(len(out), mostGroups)]
}
