package db

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// LikelyGroup counts the open complaints of a site and category that came in lately, as far as a person may
// see them (rules K8, P3), and those that the site has since handed to another (rule K11).
func (s *Store) LikelyGroup(ctx context.Context, by huiyin.Actor, now time.Time, site, category string) (n, moved int,
	err error) {
	sc := scopeOf(by)
	f := huiyin.Together(by.Org, now, site, category)
	cond, args := where(append(s.filters(sc, f, now), sc.flat()...))
	if n, err = s.countOnce(ctx, condition{"SELECT count(*) FROM complaint c INDEXED BY complaint_open_lately WHERE " +
		cond, args}, s.changed.Load()); err != nil {
		return 0, 0, err
	}
	f.Site = ""
	cond, args = where(slices.Concat([]condition{handedOn([]string{site})}, s.filters(sc, f, now), sc.flat()))
	moved, err = s.countOnce(ctx, condition{"SELECT count(DISTINCT c.id) FROM transfer t CROSS JOIN complaint c " +
		"ON c.id = t.complaint WHERE " + cond, args}, s.changed.Load())
	return n, moved, err
}

// handedOn are the rows t of transfer of what these sites have handed to others, where c is now (rule K11).
func handedOn(sites []string) condition {
	return condition{"t.from_site IN (" + placeholders(len(sites)) + ") AND t.back_at IS NULL AND " +
		"c.site <> t.from_site", anys(sites)}
}

// mostGroups is how many hints a desk shows, mostWorded how many the page of all of them.
const (
	mostGroups = 5
	mostWorded = 100
)

// Groups lists what may be a group at the sites that a person answers for, the largest first (rule K8).
func (s *Store) Groups(ctx context.Context, by huiyin.Actor, now time.Time) ([]huiyin.Group, error) {
	var f foundGroups
	if err := s.ask(ctx, groups(by, now, &f)...); err != nil {
		return nil, fmt.Errorf("find groups: %w", err)
	}
	return f.all(by.Org, now, mostWorded), nil
}

// foundGroups are complaints of a site and category by their number, and those that are a group by
// themselves.
type foundGroups struct {
	counts []ofKind
	moved  []ofKind
	crowds []huiyin.Group
	words  []huiyin.GroupWord // the newest first
}

type ofKind struct {
	site, category string
	n, people      int
}

func (c ofKind) plus(d ofKind) ofKind { c.n, c.people = c.n+d.n, c.people+d.people; return c }

// all are the hints, the largest first, those to which somebody has said why not behind the others.
func (f *foundGroups) all(o *huiyin.Org, now time.Time, most int) []huiyin.Group {
	counts, moved := map[[2]string]ofKind{}, map[[2]string]ofKind{}
	add := func(m map[[2]string]ofKind, c ofKind) {
		key := [2]string{c.site, c.category}
		m[key] = m[key].plus(c)
	}
	for _, c := range f.counts {
		add(counts, c)
	}
	for _, c := range f.moved {
		add(moved, c)
		add(counts, ofKind{site: c.site, category: c.category}) // there may be none at the site itself
	}
	out := append(grouped(o, now, counts, moved), f.crowds...)
	for i := range out {
		for k := range f.words {
			if w := &f.words[k]; w.GroupKey == out[i].Key() {
				if w.Holds(out[i].People) {
					out[i].Word = w
				}
				break
			}
		}
	}
	slices.SortStableFunc(out, func(a, b huiyin.Group) int {
		said := func(g huiyin.Group) int {
			if g.Word != nil {
				return 1
			}
			return 0
		}
		return said(a) - said(b)
	})
	return out[:min(len(out), most)]
}

func groups(by huiyin.Actor, now time.Time, into *foundGroups) []subquery {
	sc := scopeOf(by)
	if len(sc.sites) == 0 {
		return nil
	}
	accused, sites := sc.open(), placeholders(len(sc.sites))
	gone, args := where(slices.Concat([]condition{handedOn(sc.sites), {"c.received_at >= ? AND " + openAlone,
		[]any{huiyin.GroupSince(by.Org, now).UnixMilli()}}}, sc.flat()))
	return []subquery{
		subqueryOf("SELECT t.from_site, c.category, count(DISTINCT c.id), sum(c.complainants) FROM transfer t CROSS JOIN complaint c ON "+
			"c.id = t.complaint WHERE "+gone+" GROUP BY t.from_site, c.category", args,
			func(c *ofKind) []any { return []any{&c.site, &c.category, &c.n, &c.people} }, &into.moved),
		subqueryOf("SELECT c.site, c.category, count(*), sum(c.complainants) FROM complaint c INDEXED BY complaint_open_lately WHERE "+
			"c.site IN ("+sites+") AND c.received_at >= ? AND "+openAlone+" AND "+accused.sql+
			" GROUP BY c.site, c.category",
			append(append(anys(sc.sites), huiyin.GroupSince(by.Org, now).UnixMilli()), accused.args...),
			func(c *ofKind) []any { return []any{&c.site, &c.category, &c.n, &c.people} }, &into.counts),
		subqueryOf("SELECT c.number, c.site, c.category, c.complainants FROM complaint c INDEXED BY "+
			"complaint_open_crowd WHERE c.site IN ("+sites+") AND c.complainants >= ? AND c.complainants > 1 AND "+
			openAlone+" AND "+accused.sql+" ORDER BY c.complainants DESC, c.id DESC LIMIT ?",
			append(append(append(anys(sc.sites), by.Org.Parameters.Get(huiyin.GroupPeople)), accused.args...),
				mostWorded),
			func(g *huiyin.Group) []any { return []any{&g.Number, &g.Site, &g.Category, &g.People} }, &into.crowds),
		subqueryOf("SELECT w.site, w.category, w.number, w.people, w.at, w.by, w.reason FROM group_word w INDEXED BY "+
			"group_word_by_site WHERE w.site IN ("+sites+") AND w.at >= ? ORDER BY w.id DESC LIMIT ?",
			append(anys(sc.sites), now.AddDate(-1, 0, 0).UnixMilli(), mostWorded),
			func(w *huiyin.GroupWord) []any {
				return []any{&w.Site, &w.Category, &w.Number, &w.People, &w.At, &w.By, &w.Reason}
			}, &into.words),
	}
}

// grouped makes hints of counts by site and category. As in the list behind a hint, a first-level
// category stands for its children too.
func grouped(o *huiyin.Org, now time.Time, counts, moved map[[2]string]ofKind) []huiyin.Group {
	var out []huiyin.Group
	for key, n := range counts {
		away, under := moved[key], ofKind{}
		for _, c := range o.Categories {
			if c.Parent != key[1] {
				continue
			}
			below, gone := counts[[2]string{key[0], c.Code}], moved[[2]string{key[0], c.Code}]
			if all := below.plus(gone); all.n > under.n {
				under = ofKind{category: c.Code, n: all.n}
			}
			n, away = n.plus(below), away.plus(gone)
		}
		if g := huiyin.GroupOf(o, now, key[0], key[1], n.n, away.n); g != nil {
			g.People, g.Under = n.people+away.people, under.category
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
	return out
}
