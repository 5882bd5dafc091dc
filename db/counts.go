package db

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// bucket is what lists filter by; complaints are counted by it.
type bucket struct{ site, state, grade, urgency, channel, category, owner string }

func kindOfComplaint(c *huiyin.Complaint) bucket {
	return bucket{c.Site, string(c.State), string(c.Grade), string(c.Urgency), string(c.Channel), c.Category, c.Owner}
}

// count counts complaints of a kind in, or out where n is negative; it is written when the change is done.
func (t *tx) count(k bucket, n int) {
	if t.counts == nil {
		t.counts = map[bucket]int{}
	}
	t.counts[k] += n
}

func (t *tx) writeCounts() error {
	for k, n := range t.counts {
		if n == 0 {
			continue
		}
		if _, err := t.exec(`INSERT INTO stock (site, state, grade, urgency, channel, category, owner, n) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (site, state, grade, urgency, channel, category, owner) DO UPDATE SET n = n + excluded.n`,
			k.site, k.state, k.grade, k.urgency, k.channel, k.category, k.owner, n); err != nil {
			return fmt.Errorf("stock: %w", err)
		}
	}
	t.counts = nil
	return nil
}

// criterion is one thing that a filter asks of a complaint's kind, and the index by which the rare are found.
type criterion struct {
	col, index string
	values     []string
}

// criteria gives what a filter asks of a complaint's kind but its site.
func (s *Store) criteria(f huiyin.Filter) []criterion {
	var out []criterion
	add := func(col, index string, values ...string) {
		if values[0] != "" {
			out = append(out, criterion{col, index, values})
		}
	}
	add("state", "complaint_by_state", string(f.State))
	add("grade", "complaint_by_grade", string(f.Grade))
	if f.Urgency == huiyin.Normal {
		add("urgency", "", string(f.Urgency))
	} else {
		add("urgency", "complaint_by_urgency", string(f.Urgency))
	}
	add("channel", "complaint_by_channel", string(f.Channel))
	add("owner", "complaint_by_owner", f.Owner)
	add("category", "complaint_by_category", s.withChildren(f.Category)...)
	return out
}

// withChildren are a category and those below it.
func (s *Store) withChildren(category string) []string {
	out := []string{category}
	if category != "" {
		for _, c := range s.Org().Categories {
			if c.Parent == category {
				out = append(out, c.Code)
			}
		}
	}
	return out
}

// accessPath is how the complaints of a site that fit a filter are found: through an index of what is rare, else
// along the list.
type accessPath struct {
	site  string
	own   bool       // the person sees everything there, else what concerns them
	near  int        // how many that may be, up to mostNear
	fits  int        // exactly, of all at the site, as far as the filter asks of kinds; -1 where it asks of none
	rare  *criterion // by whose index, nil for along the list
	found int        // how many that index gives
}

const (
	covered  = 10    // rows of an index that holds all a filter asks are read so many times as fast as others
	mostNear = 1_000 // so many of what concerns a person are looked at without looking for a better way
)

// accessPaths tells how a person finds what fits a filter at each site where there is any, from the counts.
func (c *counting) accessPaths(by huiyin.Actor, sc scope, f huiyin.Filter) ([]accessPath, error) {
	s := c.s
	f.Page = ""
	if out, known := c.paths[f]; known {
		return out, nil
	}
	asks := s.criteria(f)
	sites, owned := sc.split(by.Org)
	var out []accessPath
	var near []func() error
	for _, site := range sites {
		if f.Site == "" || f.Site == site {
			out = append(out, accessPath{site: site, own: owned[site], fits: -1})
		}
	}
	if len(asks) == 0 && !f.Open {
		return out, nil
	}
	for i := range out {
		if w := &out[i]; !w.own {
			near = append(near, func() (err error) {
				w.near, err = c.once(condition{"SELECT count(*) FROM (SELECT 1 FROM concern k WHERE k.who IN (" +
					placeholders(len(sc.keys)) + ") AND k.site = ? LIMIT ?)", append(anys(sc.keys), w.site, mostNear)})
				return err
			})
		}
	}
	if err := c.together(near...); err != nil {
		return nil, fmt.Errorf("stock: %w", err)
	}
	if c.ahead != nil { // nothing is known yet
		return out, nil
	}
	out = slices.DeleteFunc(out, func(w accessPath) bool { return !w.own && w.near == 0 })
	if len(asks) == 0 || len(out) == 0 {
		return out, nil
	}
	cols, args := make([]string, 0, len(asks)), []any(nil)
	for _, a := range asks {
		cols, args = append(cols, a.col+" IN ("+placeholders(len(a.values))+")"), append(args, anys(a.values)...)
	}
	query := "SELECT site, sum(n), sum(n * (" + strings.Join(cols, " AND ") + ")), sum(n * (" +
		strings.Join(cols, ")), sum(n * (") + ")) FROM stock GROUP BY site"
	counted := map[string][]int{}
	err := reader{c.ctx, s}.query(query, append(args, args...), func(rows *sql.Rows) error {
		for rows.Next() {
			site, n := "", make([]int, 2+len(asks))
			into := []any{&site}
			for i := range n {
				into = append(into, &n[i])
			}
			if err := rows.Scan(into...); err != nil {
				return err
			}
			counted[site] = n
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("stock: %w", err)
	}
	for i := range out {
		if n := counted[out[i].site]; n != nil {
			out[i].choose(asks, n[0], n[1], n[2:])
		} else {
			out[i].fits = 0
		}
	}
	out = slices.DeleteFunc(out, func(w accessPath) bool { return w.fits == 0 })
	c.paths[f] = out
	return out, nil
}

// choose finds the cheaper way to a page of the list, where so many of a site's complaints fit all that a
// filter asks, and so many each.
func (w *accessPath) choose(asks []criterion, all, fits int, each []int) {
	w.fits = fits
	if fits == 0 || !w.own && w.near < mostNear {
		return
	}
	for i := range asks {
		if asks[i].index != "" && (w.rare == nil || each[i] < w.found) {
			w.rare, w.found = &asks[i], each[i]
		}
	}
	until := func(n int) int { return min(n, n/fits*(pageRows+1)) } // rows to look at until a page is full
	switch {
	case w.rare == nil:
	case w.own && until(w.found)*covered > until(all),
		// among which what concerns them may lie thin
		!w.own && w.found > mostVisited && until(w.found)*covered > until(all):
		w.rare = nil
	}
}

// received narrows a stream to the span of a filter and to what comes after a place in the list.
func received(alias, id string, f huiyin.Filter, at, after int64) []condition {
	var out []condition
	if !f.From.IsZero() {
		out = append(out, condition{alias + ".received_at >= ?", []any{f.From.UnixMilli()}})
	}
	if !f.To.IsZero() {
		out = append(out, condition{alias + ".received_at < ?", []any{f.To.UnixMilli()}})
	}
	if after != 0 {
		out = append(out, condition{"(" + alias + ".received_at, " + alias + "." + id + ") < (?, ?)", []any{at, after}})
	}
	return out
}

// sources are queries of id and received_at, each in the order of the list, that together give what a
// person sees of what fits a filter. of makes each.
func (c *counting) sources(by huiyin.Actor, sc scope, f huiyin.Filter, now time.Time, at, after int64,
	keep condition) ([]condition, error) {
	s := c.s
	ways, err := c.accessPaths(by, sc, f)
	if err != nil {
		return nil, err
	}
	filters := append(s.filters(sc, f, now), keep)
	var out []condition
	add := func(from string, conditions ...[]condition) {
		cond, args := where(slices.Concat(conditions...))
		out = append(out, condition{"SELECT " + from + " WHERE " + cond, args})
	}
	for _, w := range ways {
		switch {
		case f.Open && (w.own || w.near == mostNear):
			add("c.id, c.received_at FROM complaint c INDEXED BY complaint_open_lately",
				[]condition{{"c.site = ?", []any{w.site}}}, sc.concerned(w.own), received("c", "id", f, at, after),
				filters)
		case w.rare != nil:
			for _, v := range w.rare.values {
				add("c.id, c.received_at FROM complaint c INDEXED BY "+w.rare.index, w.rare.among([]string{v}),
					[]condition{{"c.site = ?", []any{w.site}}}, sc.concerned(w.own), received("c", "id", f, at, after),
					filters)
			}
		case w.own:
			add("c.id, c.received_at FROM complaint c INDEXED BY complaint_by_site",
				[]condition{{"c.site = ?", []any{w.site}}}, received("c", "id", f, at, after), filters)
		default:
			for _, key := range sc.keys {
				add("k.complaint AS id, k.received_at FROM concern k CROSS JOIN complaint c ON c.id = k.complaint",
					[]condition{{"k.who = ? AND k.site = ?", []any{key, w.site}}},
					received("k", "complaint", f, at, after), filters)
			}
		}
	}
	return out, nil
}

// Counting ends here: further on a list says that there are more.
const (
	mostCounted = 10_000
	mostVisited = 3_000 // of what concerns a person, where each has to be looked at
)

// streams tells how many a person sees of what fits a filter, exactly where the counts or an index tells it,
// else as many as are found before counting ends, and then that there may be more.
func (c *counting) streams(by huiyin.Actor, now time.Time, f huiyin.Filter) (total int, more bool, err error) {
	s, sc := c.s, scopeOf(by)
	out := sc.out(f.Plain())
	ways, err := c.accessPaths(by, sc, f)
	if err != nil {
		return 0, false, err
	}
	filters := s.filters(sc, f, now)
	kept := append(slices.Clone(filters), condition{"c.id NOT IN (" + out.sql + ")", out.args})
	count := func(into *int, before, after string, conditions ...[]condition) {
		if err == nil {
			cond, args := where(slices.Concat(conditions...))
			*into, err = c.once(condition{before + cond + after, args})
		}
	}
	var here, beyond []string
	for _, w := range ways {
		site, n := []condition{{"c.site = ?", []any{w.site}}}, 0
		switch {
		case w.own && f.From.IsZero() && f.To.IsZero():
			here, n = append(here, w.site), max(w.fits, 0)
		case w.rare != nil && (w.found <= mostVisited || w.own && w.found <= mostCounted):
			count(&n, "SELECT count(*) FROM complaint c INDEXED BY "+w.rare.index+" WHERE ", "",
				w.rare.among(w.rare.values), site, sc.concerned(w.own), kept)
		case w.own:
			count(&n, "SELECT count(*) FROM (SELECT 1 FROM complaint c INDEXED BY complaint_by_site WHERE ",
				fmt.Sprintf(" LIMIT %d)", mostCounted+1), site, kept)
			more = more || n > mostCounted
		default:
			beyond = append(beyond, w.site)
		}
		total += n
	}
	if len(here) > 0 {
		n, in := 0, []condition{{"c.site IN (" + placeholders(len(here)) + ")", anys(here)}}
		if ways[0].fits < 0 { // nothing is asked: the days' counters have no gaps
			count(&n, "SELECT coalesce(sum(c.last), 0) FROM counter c WHERE ", "", in)
			total += n
		}
		count(&n, "SELECT count(*) FROM complaint c WHERE ", "", []condition{{"c.id IN (" + out.sql + ")", out.args}},
			in, filters)
		total -= n
	}
	if len(beyond) > 0 && err == nil {
		n, most := 0, mostVisited
		if len(filters) == 0 {
			most = mostCounted
		}
		cond, args := where(append([]condition{
			{"k.who IN (" + placeholders(len(sc.keys)) + ") AND k.site IN (" + placeholders(len(beyond)) + ")",
				append(anys(sc.keys), anys(beyond)...)},
			{"k.complaint NOT IN (" + out.sql + ")", out.args},
		}, received("k", "complaint", f, 0, 0)...))
		near := condition{fmt.Sprintf("(SELECT k.complaint AS id FROM concern k WHERE %s LIMIT %d) k", cond, most+1),
			args}
		visited := 0
		if visited, err = c.once(condition{"SELECT count(*) FROM " + near.sql, near.args}); err != nil {
			return 0, false, err
		}
		if more = more || visited > most; len(filters) == 0 {
			n, err = c.once(condition{"SELECT count(DISTINCT k.id) FROM " + near.sql, near.args})
		} else {
			cond, args := where(filters)
			n, err = c.once(condition{"SELECT count(DISTINCT c.id) FROM " + near.sql +
				" CROSS JOIN complaint c ON c.id = k.id WHERE " + cond, append(near.args, args...)})
		}
		total += n
	}
	return total, more, err
}

// among asks for some values, in the words of the index by which they are found.
func (a *criterion) among(values []string) []condition {
	out := []condition{{"c." + a.col + " IN (" + placeholders(len(values)) + ")", anys(values)}}
	if a.col == "urgency" {
		out = append(out, condition{"c.urgency <> 'normal'", nil})
	}
	return out
}

// concerned asks of complaints of a site that they concern the person, where the site is not theirs.
func (sc scope) concerned(own bool) []condition {
	if own {
		return nil
	}
	return []condition{{"EXISTS (SELECT 1 FROM concern k WHERE k.complaint = c.id AND k.who IN (" +
		placeholders(len(sc.keys)) + "))", anys(sc.keys)}}
}

// split gives all sites, and of which of them the person sees everything.
func (sc scope) split(o *huiyin.Org) (sites []string, owned map[string]bool) {
	owned = map[string]bool{}
	for _, site := range o.Sites {
		sites = append(sites, site.Code)
		owned[site.Code] = slices.Contains(sc.sites, site.Code)
	}
	return sites, owned
}
