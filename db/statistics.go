package db

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/huiyin"
)

// fact is a row of what a complaint adds to the figures of a month.
type fact struct {
	base     huiyin.Base
	month    huiyin.Month
	received int64
	site     string
	marks    string
}

// facts are the rows of a complaint.
func facts(c *huiyin.Complaint, o *huiyin.Org, reopened []time.Time) []fact {
	counted := c.Indicators(o, reopened)
	out := make([]fact, len(counted))
	for i, f := range counted {
		out[i] = fact{f.Base, f.Month, c.ReceivedAt.UnixMilli(), cmp.Or(f.Site, c.Site), writeMarks(f.Marks)}
	}
	return out
}

// writeMarks and readMarks turn marks into the text of a row and back.
func writeMarks(marks []huiyin.Mark) string {
	var b strings.Builder
	for _, m := range marks {
		b.WriteString("\n" + string(m.Of) + "=" + m.Value + "\t" + strconv.FormatInt(m.Adds, 10))
	}
	return b.String() + "\n"
}

func readMarks(text string, each func(m huiyin.Mark)) {
	for line := range strings.SplitSeq(strings.Trim(text, "\n"), "\n") {
		of, rest, _ := strings.Cut(line, "=")
		value, adds, _ := strings.Cut(rest, "\t")
		n, _ := strconv.ParseInt(adds, 10, 64)
		each(huiyin.Mark{Of: huiyin.Indicator(of), Value: value, Adds: n})
	}
}

// tallyKey is a row of the sums.
type tallyKey struct {
	month            huiyin.Month
	indicator, value string
	site             string
}

// tally counts a row in, or out where n is -1; the sums are written when the change is done.
func (t *tx) tally(f fact, n int) {
	if t.tallies == nil {
		t.tallies = map[tallyKey]huiyin.Sum{}
	}
	readMarks(f.marks, func(m huiyin.Mark) {
		k := tallyKey{f.month, string(m.Of), m.Value, f.site}
		s := t.tallies[k]
		t.tallies[k] = huiyin.Sum{N: s.N + n, Adds: s.Adds + int64(n)*m.Adds}
	})
}

func (t *tx) writeTallies() error {
	for k, s := range t.tallies {
		if s == (huiyin.Sum{}) {
			continue
		}
		if _, err := t.exec(`INSERT INTO tally (month, indicator, value, site, n, adds) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (month, indicator, value, site) DO UPDATE SET n = n + excluded.n, adds = adds + excluded.adds`,
			int64(k.month), k.indicator, k.value, k.site, s.N, s.Adds); err != nil {
			return fmt.Errorf("figures: %w", err)
		}
	}
	t.tallies = nil
	return nil
}

// figure keeps what a complaint adds to the figures; its journal has been written (rules M2, M4).
func (t *tx) figure(c *huiyin.Complaint, fresh bool) error {
	var had []fact
	var reopened []time.Time
	if fresh {
		for _, e := range c.Journal() {
			if e.Reopens() {
				reopened = append(reopened, e.At)
			}
		}
	} else {
		err := t.query("SELECT base, month, received_at, site, marks FROM fact WHERE complaint = ?", []any{c.ID},
			func(rows *sql.Rows) error {
				for rows.Next() {
					var f fact
					if err := rows.Scan(&f.base, &f.month, &f.received, &f.site, &f.marks); err != nil {
						return err
					}
					had = append(had, f)
				}
				return nil
			})
		if err != nil {
			return fmt.Errorf("figures: %w", err)
		}
		if reopened, err = reopenings(t, c.Number); err != nil {
			return fmt.Errorf("figures: %w", err)
		}
	}
	has := facts(c, t.s.Org(), reopened)
	for _, f := range had {
		if slices.Contains(has, f) {
			continue
		}
		t.tally(f, -1)
		if _, err := t.exec("DELETE FROM fact WHERE base = ? AND month = ? AND received_at = ? AND complaint = ?",
			string(f.base), int64(f.month), f.received, c.ID); err != nil {
			return fmt.Errorf("figures: %w", err)
		}
	}
	for _, f := range has {
		if slices.Contains(had, f) {
			continue
		}
		t.tally(f, 1)
		if _, err := t.exec("INSERT INTO fact (base, month, received_at, complaint, site, marks) VALUES (?, ?, ?, "+
			"?, ?, ?)",
			string(f.base), int64(f.month), f.received, c.ID, f.site, f.marks); err != nil {
			return fmt.Errorf("figures: %w", err)
		}
	}
	return nil
}

// reopenings are when a complaint was reopened, from its journal.
func reopenings(q querier, number string) ([]time.Time, error) {
	at, err := all[int64](q, "SELECT at FROM journal WHERE subject = ? AND (action = 'reopen' OR "+
		"action = 'outside_again' AND from_state IN ('closed', 'archived'))", number)
	out := make([]time.Time, len(at))
	for i, ms := range at {
		out[i] = time.UnixMilli(ms)
	}
	return out, err
}

// countAnew counts all complaints again when an earlier Huiyin recorded them, or counted them otherwise.
func (s *Store) countAnew(ctx context.Context) error {
	edition, err := all[int](reader{ctx, s}, "SELECT edition FROM counted")
	if err != nil || slices.Equal(edition, []int{huiyin.StatisticsEdition}) {
		return err
	}
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		for _, query := range []string{"DELETE FROM fact", "DELETE FROM tally", "DELETE FROM counted"} {
			if _, err := t.exec(query); err != nil {
				return err
			}
		}
		for last := int64(0); ; {
			ids, err := all[int64](t, "SELECT id FROM complaint WHERE id > ? ORDER BY id LIMIT 500", last)
			if err != nil {
				return err
			}
			if len(ids) == 0 {
				break
			}
			for _, id := range ids {
				c, err := load(t, "id = ?", id)
				if err != nil {
					return err
				}
				if err := t.figure(c, false); err != nil {
					return err
				}
				last = id
			}
		}
		_, err := t.exec("INSERT INTO counted (edition) VALUES (?)", huiyin.StatisticsEdition)
		return err
	})
	return err
}

// Analysis reads the figures of a month, of a site or of all whose figures a person sees, over the
// complaints of these sites that they may open (rules M2, M4, P3, P4, P8). What it asks the database does
// not grow with the number of complaints: it reads sums, and takes out what is not for the reader.
func (s *Store) Analysis(ctx context.Context, by huiyin.Actor, month huiyin.Month, site string) (*huiyin.Analysis,
	error) {
	sites := by.SitesOf()
	if site != "" {
		if !slices.Contains(sites, site) {
			return nil, huiyin.NotFound()
		}
		sites = []string{site}
	}
	if len(sites) == 0 {
		return nil, huiyin.NotFound()
	}
	var a *huiyin.Analysis
	err := s.snapshot(ctx, func(q querier) (err error) {
		sc := scopeOf(by)
		a, err = countAnalysis(q, by.Org, huiyin.NewAnalysis(month, site, sites), sc.hidden(), sc.seen())
		return err
	})
	return a, err
}

// OpenByState counts the open complaints that a person sees, at a site or at all, by state, with one statement.
func (s *Store) OpenByState(ctx context.Context, by huiyin.Actor, now time.Time, site string) (map[huiyin.State]int,
	error) {
	out := map[huiyin.State]int{}
	c := s.counting(ctx)
	var counts []func() error
	for _, state := range huiyin.States() {
		if state.Open() {
			counts = append(counts, func() (err error) {
				out[state], _, err = c.complaints(by, now, huiyin.Filter{State: state, Site: site})
				return err
			})
		}
	}
	if err := c.together(counts...); err != nil {
		return nil, fmt.Errorf("open by state: %w", err)
	}
	return out, nil
}

// movedBases are the bases of what counts at a site that the complaint may have left (rule K11).
const movedBases = "'transferred_out', 'transferred_in'"

// leaves tells whether a figure counts complaints at a site that they may have left (rule K11).
func leaves(i huiyin.Indicator) bool { return i == huiyin.CountHandedOn || i == huiyin.CountTakenOn }

// countAnalysis fills an analysis from the sums of its sites, without the hidden complaints, and without those that
// were handed to other sites and are not seen there; nil asks nothing.
func countAnalysis(q querier, o *huiyin.Org, a *huiyin.Analysis, hidden condition,
	seen []condition) (*huiyin.Analysis, error) {
	month, sites := a.Month, a.Sites
	in := "(" + placeholders(len(sites)) + ")"
	top := func(i huiyin.Indicator, value string) string {
		if i == huiyin.CountCategory {
			return o.TopCategory(value)
		}
		return value
	}
	months := make([]any, 0, huiyin.TrendMonths)
	for _, p := range a.Trend {
		months = append(months, int64(p.Month))
	}
	three := []any{int64(a.Months[0]), int64(a.Months[1]), int64(a.Months[2])}
	err := func() error {
		sums := func(query string, args []any, each func(m huiyin.Month, site string, i huiyin.Indicator, value string,
			n int, adds int64)) error {
			return q.query(query, args, func(rows *sql.Rows) error {
				for rows.Next() {
					var m huiyin.Month
					var site, value string
					var i huiyin.Indicator
					var n int
					var adds int64
					if err := rows.Scan(&m, &site, &i, &value, &n, &adds); err != nil {
						return err
					}
					each(m, site, i, value, n, adds)
				}
				return nil
			})
		}
		if err := sums("SELECT month, '', indicator, value, sum(n), sum(adds) FROM tally WHERE month IN (?, ?, ?) "+
			"AND site IN "+in+" GROUP BY month, indicator, value",
			append(slices.Clone(three), anys(sites)...),
			func(m huiyin.Month, _ string, i huiyin.Indicator, value string, n int, adds int64) {
				for k, month := range a.Months {
					if m == month {
						a.Counts[k].Add(i, top(i, value), n, adds)
					}
				}
			}); err != nil {
			return err
		}
		if err := sums("SELECT month, '', indicator, CASE indicator WHEN 'grade' THEN value ELSE '' END, sum(n), 0 "+
			"FROM tally WHERE month IN ("+placeholders(len(months))+") AND indicator IN ('received', 'settled', 'grade') "+
			"AND site IN "+in+" GROUP BY 1, 3, 4 UNION ALL SELECT month, '', '', '', 0, 0 FROM (SELECT month FROM "+
			"tally WHERE month > 0 AND indicator = 'received' AND n > 0 AND site IN "+in+" ORDER BY month LIMIT 1)",
			slices.Concat(months, anys(sites), anys(sites)),
			func(m huiyin.Month, _ string, i huiyin.Indicator, value string, n int, _ int64) {
				if i == "" {
					a.Since = m
				}
				a.AddTrend(m, i, value, n)
			}); err != nil {
			return err
		}
		if err := sums("SELECT month, site, indicator, value, n, 0 FROM tally WHERE month = ? AND indicator = "+
			"'category' AND n <> 0 AND site IN "+in,
			append([]any{int64(month)}, anys(sites)...),
			func(_ huiyin.Month, site string, i huiyin.Indicator, value string, n int, _ int64) {
				a.AddGrid(site, top(i, value), n)
			}); err != nil {
			return err
		}
		without := func(rows *sql.Rows) error {
			for rows.Next() {
				var m huiyin.Month
				var site, marks string
				if err := rows.Scan(&m, &site, &marks); err != nil {
					return err
				}
				readMarks(marks, func(k huiyin.Mark) { a.Add(m, site, k.Of, top(k.Of, k.Value), -1, -k.Adds) })
			}
			return nil
		}
		if err := q.query("SELECT month, site, marks FROM fact WHERE complaint IN ("+hidden.sql+
			") AND month BETWEEN ? AND ? AND site IN "+in,
			append(append(slices.Clone(hidden.args), months[0], months[len(months)-1]), anys(sites)...),
			without); err != nil || len(seen) == 0 {
			return err
		}
		here, args := where(seen) // what was handed to a site of others (rules K11, P3)
		return q.query("SELECT f.month, f.site, f.marks FROM fact f CROSS JOIN complaint c ON c.id = f.complaint "+
			"WHERE f.base IN ("+movedBases+") AND f.month BETWEEN ? AND ? AND f.site IN "+in+
			" AND f.complaint NOT IN ("+
			hidden.sql+") AND NOT ("+here+")", slices.Concat([]any{months[0], months[len(months)-1]}, anys(sites),
			hidden.args, args), without)
	}()
	if err != nil {
		return nil, fmt.Errorf("figures: %w", err)
	}
	return a, nil
}

// counted are the conditions on rows f of fact that a filter's figure asks for, of the sites whose figures
// the reader sees (rule M4).
func (s *Store) counted(sc scope, f huiyin.Filter) []condition {
	month, _ := huiyin.ParseMonth(f.Month)
	out := []condition{{"f.base = ? AND f.month = ?", []any{string(f.Figure.Base()), int64(month)}}}
	if f.Site == "" && len(sc.sites) > 0 {
		out = append(out, condition{"f.site IN (" + placeholders(len(sc.sites)) + ")", anys(sc.sites)})
	} else {
		out = append(out, condition{"f.site = ?", []any{f.Site}})
	}
	if f.Of == "" {
		return append(out, condition{"instr(f.marks, ?) > 0", []any{"\n" + string(f.Figure) + "="}})
	}
	values := s.valuesOf(f)
	var or []string
	var args []any
	for _, v := range values {
		or, args = append(or, "instr(f.marks, ?) > 0"), append(args, "\n"+string(f.Figure)+"="+v+"\t")
	}
	return append(out, condition{"(" + strings.Join(or, " OR ") + ")", args})
}

// figureList and figureCount are the list and the number of those behind a figure, newest first: the rows of
// fact give them in their order, and where nothing else is asked the sums tell how many they are.
func (s *Store) figureList(sc scope, f huiyin.Filter, now time.Time, at, id int64) (string, []any) {
	cond, args := where(slices.Concat(s.counted(sc, f), s.seenBehind(sc, f),
		received("f", "complaint", huiyin.Filter{}, at, id), s.besides(sc, f, now)))
	return "SELECT " + selectListed + " FROM fact f CROSS JOIN complaint c ON c.id = f.complaint WHERE " + cond +
		" ORDER BY f.received_at DESC, f.complaint DESC LIMIT ? OFFSET ?", args
}

// seenBehind are the conditions on what a reader of a figure may open of it: at the site where it counts all but what
// is kept from them, elsewhere what they see there (rules P3, K11).
func (s *Store) seenBehind(sc scope, f huiyin.Filter) []condition {
	if leaves(f.Figure) {
		return sc.flat()
	}
	return []condition{sc.open()}
}

// besides are the conditions that a filter has besides its figure.
func (s *Store) besides(sc scope, f huiyin.Filter, now time.Time) []condition {
	if leaves(f.Figure) { // the site is the one where it counts
		f.Site = ""
	}
	f.Figure, f.Of, f.Month = "", "", ""
	return s.filters(sc, f, now)
}

func (s *Store) figureCount(sc scope, f huiyin.Filter, now time.Time) condition {
	hidden := sc.hidden()
	if !alone(f) || leaves(f.Figure) {
		cond, args := where(slices.Concat(s.counted(sc, f), s.seenBehind(sc, f), s.besides(sc, f, now)))
		return condition{"SELECT count(*) FROM fact f CROSS JOIN complaint c ON c.id = f.complaint WHERE " + cond, args}
	}
	month, _ := huiyin.ParseMonth(f.Month)
	sums := []condition{{"month = ? AND indicator = ?", []any{int64(month), string(f.Figure)}}}
	if values := s.valuesOf(f); values != nil {
		sums = append(sums, condition{"value IN (" + placeholders(len(values)) + ")", anys(values)})
	}
	sites := sc.sites
	if f.Site != "" || len(sites) == 0 {
		sites = []string{f.Site}
	}
	all, args := where(append(sums, condition{"site IN (" + placeholders(len(sites)) + ")", anys(sites)}))
	not, more := where(append([]condition{{"f.complaint IN (" + hidden.sql + ")", hidden.args}}, s.counted(sc, f)...))
	return condition{"SELECT (SELECT coalesce(sum(n), 0) FROM tally WHERE " + all +
		") - (SELECT count(*) FROM fact f WHERE " + not + ")", append(args, more...)}
}

// valuesOf are those that a filter asks of its figure, nil for any.
func (s *Store) valuesOf(f huiyin.Filter) []string {
	if f.Of == "" {
		return nil
	}
	values := strings.Split(f.Of, ",")
	if f.Figure == huiyin.CountCategory {
		values = append(values, s.withChildren(f.Of)[1:]...)
	}
	return values
}

// alone tells whether a filter asks for a figure, perhaps at a site, and nothing else: the sums answer it.
func alone(f huiyin.Filter) bool {
	g := huiyin.Filter{Figure: f.Figure, Of: f.Of, Month: f.Month, Site: f.Site, Page: f.Page}
	return f.Figure != "" && f == g
}
