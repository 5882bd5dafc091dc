package dbtest

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"huiyin/db"
	"huiyin/huiyin"
)

// Statistics reckons the figures of months a second way, complaint by complaint, for everybody, and compares;
// and that the list behind each number has exactly so many rows, all of which the reader may open (rules
// M2, M4, P3, P4, P8). It tells how many numbers other than 0 it compared.
func Statistics(t *testing.T, s *db.Store, now time.Time, months ...huiyin.Month) (compared int) {
	t.Helper()
	all, reopened := everything(t, s, now)
	for i := range s.Org().People {
		by := Actor(t, s, s.Org().People[i].Account)
		if by.Person.Disabled { // who has left sees nothing
			continue
		}
		var mine []*huiyin.Complaint
		for _, c := range all {
			if huiyin.Can(by, huiyin.ActionRead, c) == nil {
				mine = append(mine, c)
			}
		}
		sites := append([]string{""}, by.SitesOf()...)
		if by.SitesOf() == nil {
			if huiyin.Can(by, huiyin.ActionSeeStatistics, nil) == nil {
				t.Errorf("%s sees figures of no site", by.Account)
			}
			continue
		}
		for _, m := range months {
			for _, site := range sites {
				a, err := s.Analysis(t.Context(), by, m, site)
				if err != nil {
					t.Fatal(err)
				}
				r := reckoning{by.Org, mine, reopened, by.SitesOf()}
				if site != "" {
					r.sites = []string{site}
				}
				r.compare(t, fmt.Sprint(by.Account, " ", m, " ", site), a)
				compared += lists(t, s, by, now, a)
			}
		}
	}
	return compared
}

// everything loads all complaints, one by one, each as somebody who may, and when they were reopened.
func everything(t *testing.T, s *db.Store, now time.Time) (all []*huiyin.Complaint, reopened map[string][]time.Time) {
	t.Helper()
	seen := map[string]bool{}
	reopened = map[string][]time.Time{}
	for i := range s.Org().People {
		by := Actor(t, s, s.Org().People[i].Account)
		list, err := s.Whole(t.Context(), by, now, huiyin.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			if seen[c.Number] {
				continue
			}
			seen[c.Number] = true
			all = append(all, c)
			entries, err := s.Journal(t.Context(), c.Number, true, 0, 10_000)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				if e.Reopens() {
					reopened[c.Number] = append(reopened[c.Number], e.At)
				}
			}
		}
	}
	return all, reopened
}

// reckoning counts by brute force.
type reckoning struct {
	o        *huiyin.Org
	mine     []*huiyin.Complaint
	reopened map[string][]time.Time
	sites    []string
}

// of picks those of a month by some dates of theirs.
func (r reckoning) of(m huiyin.Month, dates func(c *huiyin.Complaint) []time.Time) (out []*huiyin.Complaint) {
	for _, c := range r.mine {
		if c.MergedInto != "" || !slices.Contains(r.sites, c.Site) ||
			c.Grade == huiyin.Internal || r.o.Category(c.Category).Internal { // rule M8
			continue
		}
		if slices.ContainsFunc(dates(c),
			func(at time.Time) bool { return !at.IsZero() && at.In(r.o.Zone).Format("2006-01") == m.String() }) {
			out = append(out, c)
		}
	}
	return out
}

func (r reckoning) received(m huiyin.Month) []*huiyin.Complaint {
	return r.of(m, func(c *huiyin.Complaint) []time.Time { return []time.Time{c.ReceivedAt} })
}

func (r reckoning) settled(m huiyin.Month) []*huiyin.Complaint {
	return r.of(m, func(c *huiyin.Complaint) []time.Time { return []time.Time{c.SettledAt} })
}

func (r reckoning) month(m huiyin.Month) huiyin.Tally {
	out := huiyin.Tally{}
	for _, c := range r.received(m) {
		one := func(i huiyin.Indicator, value string, adds int64) { out.Add(i, value, 1, adds) }
		orNone := func(s string) string {
			if s == "" {
				return "-"
			}
			return s
		}
		one("received", "", 0)
		one("grade", string(c.Grade), 0)
		top := c.Category
		if k := r.o.Category(top); k.Parent != "" {
			top = k.Parent
		}
		one("category", top, 0)
		one("channel", string(c.Channel), 0)
		one("department", orNone(c.Department), 0)
		one("handler", orNone(c.Handler), 0)
		one("validity", string(c.Validity), 0)
		against := slices.Clone(c.Accused)
		if c.ResponsiblePerson != "" && !slices.Contains(against, c.ResponsiblePerson) {
			against = append(against, c.ResponsiblePerson)
		}
		for _, account := range against {
			one("against", account, 0)
		}
		for _, d := range c.Deadlines {
			if !d.Start.IsZero() || d.Kind == "D6" {
				continue
			}
			switch {
			case d.Status == "missed" || !d.LateAt.IsZero():
				one(huiyin.Indicator(d.Kind), "missed", 0)
			case d.Status == "met":
				one(huiyin.Indicator(d.Kind), "met", 0)
			}
			if d.Kind == "D2" && !d.MetAt.IsZero() {
				one("response", "", max(0, int64(d.MetAt.Sub(c.ReceivedAt).Minutes())))
			}
		}
		if !c.Risen.IsZero() {
			one("risen", "", 0)
		}
		if len(c.Pauses) > 0 {
			one("paused", "", int64(len(c.Pauses)))
			stood := 0.0
			for _, k := range c.Pauses {
				if !k.EndedAt.IsZero() {
					stood += k.EndedAt.Sub(k.At).Hours()
				}
			}
			one("pause_days", "", int64(math.Floor(stood/2.4+0.5)))
		}
		reminders := int64(0)
		for _, k := range c.Reminders {
			if k.Counts {
				reminders++
			}
		}
		if reminders > 0 {
			one("reminded", "", reminders)
		}
		took := 0
		for _, k := range c.Mergings {
			if k.PartedAt.IsZero() {
				took++
			}
		}
		if c.Link != "" || took > 0 {
			one("repeated", "", 0)
		}
		if len(c.Disputes) > 0 || c.Channel == "media" || c.Channel == "government" {
			one("outside", "", 0)
		}
		if c.GradeRule == "person" {
			one("regraded", "", 0)
		}
	}
	for _, c := range r.settled(m) {
		out.Add("settled", "", 1, 0)
		days := int64(math.Floor(max(0, c.SettledAt.Sub(c.ReceivedAt).Hours())/2.4 + 0.5))
		out.Add("days", strconv.FormatInt(days, 10), 1, days)
		word := string(c.Satisfaction())
		if word == "" {
			word = "-"
		}
		out.Add("satisfaction", word, 1, 0)
		kept := map[string]int64{}
		for _, f := range c.Fulfilments() {
			kept[string(f.Status)]++
		}
		for _, verdict := range []string{"met", "missed"} {
			if n := kept[verdict]; n > 0 {
				out.Add("fulfilled", verdict, 1, n)
			}
		}
		class := "-"
		if n := len(c.Causes); n > 0 && c.Causes[n-1].Class != "" {
			class = string(c.Causes[n-1].Class)
		}
		out.Add("cause", class, 1, 0)
		spot := false
		for _, a := range c.Answers {
			if a.Accepted == "yes" {
				spot = a.Proposal == 0
			}
		}
		if spot {
			out.Add("on_spot", "", 1, 0)
		}
		for i, fits := range map[huiyin.Indicator]func(huiyin.Measure) bool{
			"corrective":           func(huiyin.Measure) bool { return true },
			"corrective_done":      func(k huiyin.Measure) bool { return !k.DoneAt.IsZero() },
			"corrective_effective": func(k huiyin.Measure) bool { return k.Effective == "yes" },
		} {
			n := int64(0)
			for _, k := range c.Measures {
				if k.Kind == "corrective" && fits(k) {
					n++
				}
			}
			if n > 0 {
				out.Add(i, "", 1, n)
			}
		}
	}
	for _, c := range r.of(m, func(c *huiyin.Complaint) []time.Time { return []time.Time{c.ClosedAt} }) {
		out.Add("closed", "", 1, 0)
		outcome := string(c.Outcome)
		if outcome == "" {
			outcome = "-"
		}
		out.Add("outcome", outcome, 1, 0)
		for _, k := range c.StandIns {
			if k.Lacks == "form" && k.At.Equal(c.ClosedAt) {
				out.Add("no_form", string(k.Why), 1, 0)
			}
		}
	}
	for _, c := range r.mine { // rule K11: at both sites, whichever it is at now
		from, to := "", ""
		for _, t := range c.Transfers {
			if t.BackAt.IsZero() && t.At.In(r.o.Zone).Format("2006-01") == m.String() {
				if to = t.To; from == "" {
					from = t.From
				}
			}
		}
		if from == to || c.MergedInto != "" || c.Internal(r.o) {
			continue
		}
		if slices.Contains(r.sites, from) {
			out.Add("transferred_out", "", 1, 0)
		}
		if slices.Contains(r.sites, to) {
			out.Add("transferred_in", "", 1, 0)
		}
	}
	for range r.of(m, func(c *huiyin.Complaint) []time.Time { return r.reopened[c.Number] }) {
		out.Add("reopened", "", 1, 0)
	}
	again := func(late bool) func(c *huiyin.Complaint) []time.Time {
		return func(c *huiyin.Complaint) (at []time.Time) {
			for _, d := range c.Deadlines {
				missed := d.Status == "missed" || !d.LateAt.IsZero()
				if d.Kind == "D5" && !d.Start.IsZero() && (missed == late) && (late || d.Status == "met") {
					at = append(at, d.Start)
				}
			}
			return at
		}
	}
	missed := map[string]bool{}
	for _, c := range r.of(m, again(true)) {
		missed[c.Number] = true
		out.Add("again", "missed", 1, 0)
	}
	for _, c := range r.of(m, again(false)) {
		if !missed[c.Number] {
			out.Add("again", "met", 1, 0)
		}
	}
	for _, c := range r.of(m, func(c *huiyin.Complaint) (at []time.Time) {
		for _, p := range c.Payments {
			if !p.ReleasedAt.IsZero() {
				at = append(at, p.ReleasedAt)
			}
		}
		return at
	}) {
		sum := int64(0)
		for _, p := range c.Payments {
			switch {
			case p.ReleasedAt.IsZero() || p.ReleasedAt.In(r.o.Zone).Format("2006-01") != m.String():
			case p.Reverses == 0:
				sum += int64(p.Amount)
			default:
				sum -= int64(p.Amount)
			}
		}
		out.Add("paid", "", 1, sum)
	}
	return out
}

func (r reckoning) compare(t *testing.T, who string, a *huiyin.Analysis) {
	t.Helper()
	full := func(in huiyin.Tally) huiyin.Tally { // without what counts nothing
		out := huiyin.Tally{}
		for i, values := range in {
			for v, s := range values {
				if s != (huiyin.Sum{}) {
					out.Add(i, v, s.N, s.Adds)
				}
			}
		}
		return out
	}
	for k, m := range a.Months {
		want := r.month(m)
		if d := cmp.Diff(want, full(a.Counts[k])); d != "" {
			t.Fatalf("%s, month %s (- reckoned, + shown):\n%s", who, m, d)
		}
		var days []float64
		sum := 0.0
		for _, c := range r.settled(m) {
			d := math.Floor(max(0, c.SettledAt.Sub(c.ReceivedAt).Hours())/2.4+0.5) / 10
			days, sum = append(days, d), sum+d
		}
		if n := len(days); n > 0 {
			slices.Sort(days)
			near(t, who+" mean", a.Counts[k].MeanDays(), sum/float64(n))
			near(t, who+" median", a.Counts[k].MedianDays(), (days[(n-1)/2]+days[n/2])/2)
		} else if a.Counts[k].MeanDays() != "–" || a.Counts[k].MedianDays() != "–" {
			t.Errorf("%s: days of nothing", who)
		}
	}
	for _, p := range a.Trend {
		if n, k := len(r.received(p.Month)), len(r.settled(p.Month)); p.Received != n || p.Settled != k {
			t.Errorf("%s: trend of %s is %d and %d, want %d and %d", who, p.Month, p.Received, p.Settled, n, k)
		}
	}
	grid := map[string]map[string]int{}
	for _, c := range r.received(a.Month) {
		if grid[c.Site] == nil {
			grid[c.Site] = map[string]int{}
		}
		grid[c.Site][r.o.TopCategory(c.Category)]++
	}
	for site, row := range a.Grid {
		for category, n := range row {
			if n != grid[site][category] {
				t.Errorf("%s: %d of %s at %s, want %d", who, n, category, site, grid[site][category])
			}
			delete(grid[site], category)
		}
		if len(grid[site]) == 0 {
			delete(grid, site)
		}
	}
	if len(grid) > 0 {
		t.Errorf("%s: the grid lacks %v", who, grid)
	}
}

func near(t *testing.T, what, got string, want float64) {
	t.Helper()
	if f, err := strconv.ParseFloat(got, 64); err != nil || math.Abs(f-want) > 0.0500001 {
		t.Errorf("%s: %s, want %v", what, got, want)
	}
}

// lists opens the list behind every number.
func lists(t *testing.T, s *db.Store, by huiyin.Actor, now time.Time, a *huiyin.Analysis) (compared int) {
	t.Helper()
	for _, part := range a.Parts(by.Org) {
		for _, l := range part.Lines {
			for k, cell := range l.Cells {
				if k > 0 && (compared+k)%4 > 0 { // the other months are counted alike
					continue
				}
				f := huiyin.Filter{Figure: l.Of, Of: l.Value, Month: a.Months[k].String(), Site: a.Site}
				if err := f.Asks(); err != nil {
					t.Fatal(err)
				}
				p, err := s.Complaints(t.Context(), by, now, f)
				if err != nil {
					t.Fatal(err)
				}
				if p.Total != cell.N || len(p.Rows) != min(cell.N, 50) {
					t.Fatalf("%s: %s/%s %s %q: %d in the list, %d rows, %d on the page", by.Account, part.Code, l.Label,
						f.Month, a.Site, p.Total, len(p.Rows), cell.N)
				}
				if n, err := strconv.Atoi(cell.Text); err == nil && l.Of != huiyin.CountReminded &&
					l.Of != huiyin.CountFulfilled && // measures, of which a complaint may have several
					!strings.HasPrefix(string(l.Of), "corrective") && n != cell.N {
					t.Fatalf("%s: %s says %s, counts %d", by.Account, l.Label, cell.Text, cell.N)
				}
				for _, row := range p.Rows[:min(len(p.Rows), 1+50*boolean(compared%29 == 0))] {
					if _, err := s.Complaint(t.Context(), by, row.Number); row.Shut || err != nil {
						t.Fatalf("%s: %s behind %s: %v", by.Account, row.Number, l.Label, err)
					}
				}
				if f.Grade = huiyin.Minor; cell.N > 0 && compared%17 == 0 { // together with another condition
					narrow, err := s.Complaints(t.Context(), by, now, f)
					if err != nil {
						t.Fatal(err)
					}
					if cell.N <= 50 {
						minor := 0
						for _, row := range p.Rows {
							if row.Grade == huiyin.Minor {
								minor++
							}
						}
						if narrow.Total != minor {
							t.Fatalf("%s: %d minor behind %s, want %d", by.Account, narrow.Total, l.Label, minor)
						}
					}
				}
				if cell.N > 0 {
					compared++
				}
			}
		}
	}
	return compared
}

func boolean(b bool) int {
	if b {
		return 1
	}
	return 0
}
