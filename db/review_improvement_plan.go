package db

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

var improvementPlans = docKind[huiyin.ImprovementPlan, *huiyin.ImprovementPlan]{
	kind: huiyin.DocImprovementPlan,
	own: newTable("plan", func(v *huiyin.ImprovementPlan) []column {
		return []column{
			{"category", &v.Category}, {"cause", &v.Cause}, {"aim", &v.Aim}, {"covered", &v.Covered},
			{"result", &v.Result}, {"ended_at", &v.EndedAt}, {"ended_by", &v.EndedBy}, {"way", &v.Way},
			{"said", &v.Said},
		}
	}),
	doc: func(v *huiyin.ImprovementPlan) *huiyin.Document { return &v.Document },
	parts: func(v *huiyin.ImprovementPlan) []part {
		return []part{jobsOf(&v.Document), partOf[huiyin.Told]{toldTable, &v.Told}}
	},
}

var toldTable = newTable("plan_told", func(v *huiyin.Told) []column {
	return []column{{"id", &v.ID}, {"at", &v.At}, {"by", &v.By}, {"number", &v.Number}, {"why", &v.Why}}
})

// OpenImprovementPlan numbers a new improvement plan and stores it with its journal, and gives the number (rule A2).
func (s *Store) OpenImprovementPlan(ctx context.Context, once Once, by huiyin.Actor, now time.Time,
	f huiyin.ImprovementPlanForm) (string, error) {
	defer s.forgetRises()
	return s.write(ctx, once, func(t *tx) (err error) {
		t.answer, err = t.openImprovementPlan(by, now, f)
		return err
	})
}

func (t *tx) openImprovementPlan(by huiyin.Actor, now time.Time, f huiyin.ImprovementPlanForm) (string, error) {
	p, err := huiyin.OpenImprovementPlan(by, now, f,
		func(number string) (*huiyin.Complaint, error) { return load(t, "number = ?", number) })
	if err != nil {
		return "", err
	}
	local := now.In(by.Org.Zone)
	n, err := t.serial("ZG", p.Site, local)
	if err != nil {
		return "", err
	}
	p.Numbered(by, huiyin.ImprovementPlanNumber(p.Site, local, n))
	return p.Number, improvementPlans.insert(t, p)
}

// ImprovementPlan reads a plan as a person may see it: of the complaints covered those that they may see (rule P3),
// and the effect as the figures of its reader count it (rules A2, M4).
func (s *Store) ImprovementPlan(ctx context.Context, by huiyin.Actor, now time.Time,
	number string) (p *huiyin.ImprovementPlan, covered []huiyin.Covering, e *huiyin.Effect, err error) {
	err = s.snapshot(ctx, func(q querier) error {
		if p, err = improvementPlans.load(q, "number = ?", number); err != nil {
			return err
		}
		if err := huiyin.CanOn(by, huiyin.ActionRead, p); err != nil {
			return err
		}
		sc := scopeOf(by)
		if len(p.Covered) > 0 {
			cond, args := where(append([]condition{{"c.number IN (" + placeholders(len(p.Covered)) + ")",
				anys(p.Covered)}}, sc.flat()...))
			rows, err := listed(q, "SELECT "+selectListed+" FROM complaint c WHERE "+cond+" ORDER BY c.number", args,
				len(p.Covered))
			if err != nil {
				return fmt.Errorf("plan %s: %w", number, err)
			}
			for _, r := range rows {
				covered = append(covered, huiyin.Covering{Listed: r, Told: p.ToldOf(r.Number)})
			}
		}
		e, err = effect(q, by, now, p)
		return err
	})
	return p, covered, e, err
}

// within are a category of the first level and its children.
func within(o *huiyin.Org, category string) []string {
	out := []string{category}
	for _, c := range o.Categories {
		if c.Parent == category {
			out = append(out, c.Code)
		}
	}
	return out
}

// effect counts a plan's site and category by month: the sums, without what is not for the reader.
func effect(q querier, by huiyin.Actor, now time.Time, p *huiyin.ImprovementPlan) (*huiyin.Effect, error) {
	e := p.NewEffect(by.Org, now)
	sites := []string{p.Site}
	if p.Site == "" {
		sites = by.SitesOf()
	}
	var months []any
	for _, t := range e.Points {
		months = append(months, int64(t.Month))
	}
	categories := within(by.Org, p.Category)
	in := func(n int) string { return "IN (" + placeholders(n) + ")" }
	err := q.query("SELECT month, sum(n) FROM tally WHERE month "+in(len(months))+
		" AND indicator = 'category' AND value "+in(len(categories))+" AND site "+in(len(sites))+" GROUP BY month",
		append(append(slices.Clone(months), anys(categories)...), anys(sites)...), func(rows *sql.Rows) error {
			for rows.Next() {
				var m huiyin.Month
				var n int
				if err := rows.Scan(&m, &n); err != nil {
					return err
				}
				e.Add(m, n)
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("effect: %w", err)
	}
	hidden := scopeOf(by).hidden()
	err = hiddenMarks(q, hidden, months, sites, func(m huiyin.Month, _ string, category string) {
		if slices.Contains(categories, category) {
			e.Add(m, -1)
		}
	})
	if err != nil {
		return nil, fmt.Errorf("effect: %w", err)
	}
	return e, nil
}

// hiddenMarks gives the category of each complaint received in these months that a reader may not see.
func hiddenMarks(q querier, hidden condition, months []any, sites []string,
	each func(m huiyin.Month, site, category string)) error {
	return q.query("SELECT month, site, marks FROM fact INDEXED BY fact_by_complaint WHERE complaint IN ("+hidden.sql+
		") AND base = 'received' AND month IN ("+placeholders(len(months))+") AND site IN ("+placeholders(len(sites))+
		")",
		append(append(slices.Clone(hidden.args), months...), anys(sites)...), func(rows *sql.Rows) error {
			for rows.Next() {
				var m huiyin.Month
				var site, marks string
				if err := rows.Scan(&m, &site, &marks); err != nil {
					return err
				}
				readMarks(marks, func(k huiyin.Mark) {
					if k.Of == huiyin.CountCategory {
						each(m, site, k.Value)
					}
				})
			}
			return nil
		})
}

// ChangeImprovementPlan lets fn change the plan of a number, and stores it with its journal, all or nothing.
func (s *Store) ChangeImprovementPlan(ctx context.Context, once Once, by huiyin.Actor, number string, version int64,
	fn func(*huiyin.ImprovementPlan) error) error {
	defer s.forgetRises()
	_, err := s.write(ctx, once, func(t *tx) error { return t.changeImprovementPlan(by, number, version, fn) })
	return err
}

func (t *tx) changeImprovementPlan(by huiyin.Actor, number string, version int64,
	fn func(*huiyin.ImprovementPlan) error) error {
	return change(t, improvementPlans.records(), number, version, func(p *huiyin.ImprovementPlan) error {
		if err := huiyin.CanOn(by, huiyin.ActionRead, p); err != nil {
			return err
		}
		return fn(p)
	})
}

// TellImprovementPlan tells the customers of a plan its result: each complaint is changed by its own way, and what
// refuses is left as it is (rules A2, W4).
func (s *Store) TellImprovementPlan(ctx context.Context, once Once, by huiyin.Actor, now time.Time, number string,
	version int64, way huiyin.Way, said string, wrong error) error {
	_, err := s.write(ctx, once,
		func(t *tx) error { return t.tellImprovementPlan(by, now, number, version, way, said, wrong) })
	s.changed.Add(1)
	return err
}

func (t *tx) tellImprovementPlan(by huiyin.Actor, now time.Time, number string, version int64, way huiyin.Way,
	said string, wrong error) error {
	return t.changeImprovementPlan(by, number, version, func(p *huiyin.ImprovementPlan) error {
		err := p.Tell(by, now, way, said, func(number string, fn func(*huiyin.Complaint) error) error {
			return t.change(number, 0, fn)
		})
		if wrong != nil && (err == nil || huiyin.KindOf(err) == huiyin.KindInvalid) {
			return wrong
		}
		return err
	})
}

// mostImprovementPlans is how many plans are listed.
const mostImprovementPlans = 200

// ImprovementPlans lists the plans that a person may see, the newest first.
func (s *Store) ImprovementPlans(ctx context.Context, by huiyin.Actor) ([]huiyin.ImprovementPlan, error) {
	sites := by.SitesOf()
	if huiyin.NewReport(0, "").Visible(by) {
		sites = append(sites, "")
	}
	var out []huiyin.ImprovementPlan
	err := reader{ctx,
		s}.query("SELECT d.number, d.site, d.at, d.by, d.state, p.category, p.cause, p.ended_at FROM document d "+
		"CROSS JOIN plan p ON p.document = d.id WHERE d.kind = 'plan' AND d.period = 0 AND d.site IN ("+
		placeholders(len(sites))+") ORDER BY d.at DESC, d.id DESC LIMIT ?",
		append(anys(sites), mostImprovementPlans), func(rows *sql.Rows) error {
			for rows.Next() {
				var p huiyin.ImprovementPlan
				if err := rows.Scan(&p.Number, &p.Site, nullTime{&p.At}, &p.By, &p.State, &p.Category, &p.Cause,
					nullTime{&p.EndedAt}); err != nil {
					return err
				}
				out = append(out, p)
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("list plans: %w", err)
	}
	return out, nil
}

// markedCategory reads the category out of the marks of a fact.
const markedCategory = "substr(f.marks, instr(f.marks, char(10) || 'category=') + 10, instr(substr(f.marks, " +
	"instr(f.marks, char(10) || 'category=') + 10), char(9)) - 1)"

// Rises lists the categories that have risen at these sites of a person, the highest first, where no open
// plan covers them: over the complaints that the person may see (rules A2, P3).
func (s *Store) Rises(ctx context.Context, by huiyin.Actor, now time.Time, sites []string) ([]huiyin.Rise, error) {
	var f foundRises
	if err := s.ask(ctx, rises(by, now, sites, &f)...); err != nil {
		return nil, fmt.Errorf("find rises: %w", err)
	}
	return f.all(by.Org, now), nil
}

// foundRises are complaints by site and category: lately, in the months before, and where an open plan
// covers them.
type foundRises struct{ rows []riseRow }

type riseRow struct {
	what, site, category string
	n                    int
}

// rises counts for proposals of plans, with one query.
func rises(by huiyin.Actor, now time.Time, sites []string, into *foundRises) []subquery {
	if len(sites) == 0 || huiyin.Can(by, huiyin.ActionSeeImprovementPlans, nil) != nil {
		return nil
	}
	hidden := scopeOf(by).hidden()
	lately, before := huiyin.RiseMonths(by.Org, now)
	in, months := placeholders(len(sites)), placeholders(len(before))
	query := "SELECT 'lately', f.site, " + markedCategory +
		", count(*) FROM fact f WHERE f.base = 'received' AND f.month IN (" + placeholders(len(lately)) +
		") AND f.received_at >= ? AND f.site IN (" + in + ") AND f.complaint NOT IN (" + hidden.sql +
		") GROUP BY 2, 3" +
		" UNION ALL SELECT 'before', site, value, sum(n) FROM tally WHERE month IN (" + months +
		") AND indicator = 'category' AND site IN (" + in + ") GROUP BY 2, 3" +
		" UNION ALL SELECT 'before', f.site, " + markedCategory +
		", -count(*) FROM fact f INDEXED BY fact_by_complaint WHERE f.complaint IN (" + hidden.sql +
		") AND f.base = 'received' AND f.month IN (" + months + ") AND f.site IN (" + in + ") GROUP BY 2, 3" +
		" UNION ALL SELECT 'plan', d.site, p.category, 1 FROM document d INDEXED BY document_by_state CROSS JOIN " +
		"plan p ON p.document = d.id WHERE d.kind = 'plan' AND d.state IN ('planned', 'working')" +
		" UNION ALL SELECT 'since', s.value, '', (SELECT t.month FROM tally t WHERE t.month > 0 AND t.indicator = " +
		"'received' AND t.n > 0 AND t.site = s.value ORDER BY t.month LIMIT 1) AS first FROM json_each(?) s WHERE first > 0"
	args := slices.Concat(monthArgs(lately), []any{huiyin.RiseSince(now).UnixMilli()}, anys(sites), hidden.args,
		monthArgs(before), anys(sites), hidden.args, monthArgs(before), anys(sites),
		[]any{jsonList(sites)})
	return []subquery{subqueryOf(query, args,
		func(r *riseRow) []any { return []any{&r.what, &r.site, &r.category, &r.n} }, &into.rows)}
}

func (f *foundRises) all(o *huiyin.Org, now time.Time) []huiyin.Rise {
	since := map[string]bool{} // the sites with figures to compare with
	type key struct{ site, category string }
	counts, earlier, covered := map[key]int{}, map[key]int{}, map[key]bool{}
	for _, r := range f.rows {
		switch k := (key{r.site, o.TopCategory(r.category)}); r.what {
		case "since":
			since[r.site] = huiyin.HasHistory(o, now, huiyin.Month(r.n))
		case "lately":
			counts[k] += r.n
		case "before":
			earlier[k] += r.n
		default:
			covered[k] = true
		}
	}
	var out []huiyin.Rise
	for k, n := range counts {
		if r := huiyin.RiseOf(o, k.site, k.category, n, earlier[k]); r != nil && since[k.site] && !covered[k] &&
			!covered[key{"", k.category}] {
			out = append(out, *r)
		}
	}
	slices.SortFunc(out, func(a, b huiyin.Rise) int {
		if a.N != b.N {
			return b.N - a.N
		}
		return strings.Compare(a.Site+"\n"+a.Category, b.Site+"\n"+b.Category)
	})
	return out
}

// remembered are proposals that a desk shows again, because it cost much to count them.
type remembered struct {
	at    time.Time
	sites string
	rises []huiyin.Rise
}

const (
	dearRises = 2000             // complaints of 30 days; fewer are counted each time
	oldRises  = 10 * time.Minute // until they are counted again
)

// risesOnDesk is the count that finds the proposals for whoever may open a plan, nothing where their desk
// remembers them; found gives them once the count was asked.
func (s *Store) risesOnDesk(by huiyin.Actor, now time.Time) (count []subquery, found func() []huiyin.Rise) {
	var f foundRises
	var sites []string
	for _, code := range by.SitesOf() {
		if huiyin.Opens(by, code) {
			sites = append(sites, code)
		}
	}
	where := strings.Join(sites, " ")
	s.mu.Lock()
	r, ok := s.rises[by.Account]
	s.mu.Unlock()
	if ok && r.sites == where && !now.Before(r.at) && now.Sub(r.at) < oldRises {
		return nil, func() []huiyin.Rise { return r.rises }
	}
	return rises(by, now, sites, &f), func() []huiyin.Rise { return s.rememberRises(by, now, where, &f) }
}

// rememberRises keeps what was found for a person's desk, where it cost much.
func (s *Store) rememberRises(by huiyin.Actor, now time.Time, sites string, f *foundRises) []huiyin.Rise {
	found, n := f.all(by.Org, now), 0
	for _, r := range f.rows {
		if r.what == "lately" {
			n += r.n
		}
	}
	if n < dearRises {
		return found
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rises == nil || len(s.rises) >= mostCounts {
		s.rises = map[string]remembered{}
	}
	s.rises[by.Account] = remembered{now, sites, found}
	return found
}

// forgetRises makes desks count again, after a plan was opened or ended.
func (s *Store) forgetRises() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rises = nil
}

// Behind lists the complaints of the last 30 days of a site and category that a person may see, the newest
// first: those that a proposal counts.
func (s *Store) Behind(ctx context.Context, by huiyin.Actor, now time.Time, site, category string) ([]huiyin.Listed,
	error) {
	sites := by.SitesOf()
	if site != "" {
		if !slices.Contains(sites, site) {
			return nil, nil
		}
		sites = []string{site}
	}
	if len(sites) == 0 || by.Org.Category(category) == nil {
		return nil, nil
	}
	sc := scopeOf(by)
	lately, _ := huiyin.RiseMonths(by.Org, now)
	categories := within(by.Org, category)
	open := sc.open()
	rows, err := s.listed(ctx, "SELECT "+selectListed+
		" FROM fact f CROSS JOIN complaint c ON c.id = f.complaint WHERE f.base = 'received' AND f.month IN ("+
		placeholders(len(lately))+") AND f.received_at >= ? AND f.site IN ("+placeholders(len(sites))+") AND "+
		markedCategory+" IN ("+placeholders(len(categories))+") AND "+open.sql+
		" ORDER BY f.received_at DESC, f.complaint DESC LIMIT ?",
		slices.Concat(monthArgs(lately), []any{huiyin.RiseSince(now).UnixMilli()}, anys(sites), anys(categories),
			open.args, []any{huiyin.MostCovered}), huiyin.MostCovered)
	if err != nil {
		return nil, fmt.Errorf("behind a rise: %w", err)
	}
	return rows, nil
}

func monthArgs(months []huiyin.Month) []any {
	out := make([]any, len(months))
	for i, m := range months {
		out[i] = int64(m)
	}
	return out
}

// OpenImprovementPlan is Store.OpenPlan.
func (b *Batch) OpenImprovementPlan(by huiyin.Actor, now time.Time, f huiyin.ImprovementPlanForm) (string, error) {
	return b.t.openImprovementPlan(by, now, f)
}

// ChangeImprovementPlan is Store.ChangePlan.
func (b *Batch) ChangeImprovementPlan(by huiyin.Actor, number string, fn func(*huiyin.ImprovementPlan) error) error {
	return b.t.changeImprovementPlan(by, number, 0, fn)
}

// TellImprovementPlan is Store.TellPlan.
func (b *Batch) TellImprovementPlan(by huiyin.Actor, now time.Time, number string, way huiyin.Way, said string) error {
	return b.t.tellImprovementPlan(by, now, number, 0, way, said, nil)
}
