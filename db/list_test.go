package db_test

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// entangle gives a complaint relations to people at random, wilder than the rulebook would.
func (l life) entangle(c *huiyin.Complaint) {
	account := func() string { return pick(l, l.org.People...).Account }
	maybe := func(percent int, into *string, v string) {
		if l.chance(percent) {
			*into = v
		}
	}
	maybe(50, &c.RecordedBy, account())
	maybe(50, &c.FirstContact, account())
	maybe(30, &c.Owner, account())
	maybe(50, &c.Handler, account())
	maybe(20, &c.Department, pick(l, l.org.Departments...).Code)
	c.Grade, c.State, c.Urgency = pick(l, huiyin.Grades()...), pick(l, huiyin.States()...),
		pick(l, huiyin.Urgencies()...)
	c.Fraud = l.chance(5)
	if l.chance(20) {
		c.Restricted, c.Named = true, []string{account()}
	}
	if l.chance(10) {
		c.Deputies = []string{account()}
	}
	if l.chance(10) {
		c.Checkers = []string{account()}
	}
	if l.chance(20) {
		c.Former = []string{account()}
	}
	if l.chance(15) {
		c.Tasks = append(c.Tasks, huiyin.Task{At: c.ReceivedAt, What: "事项", Who: account(),
			Due: c.ReceivedAt.Add(time.Hour)})
	}
	if l.chance(15) {
		c.Measures = append(c.Measures, huiyin.Measure{At: c.ReceivedAt, What: "措施", Person: account(),
			Due: c.ReceivedAt.Add(time.Hour)})
	}
	if l.chance(15) {
		c.Proposals = append(c.Proposals,
			huiyin.Proposal{N: len(c.Proposals) + 1, At: c.ReceivedAt, Remedies: []string{"compensation"}, Amount: 1,
				Status: huiyin.ProposalAgreed})
		c.Answers = append(c.Answers, huiyin.Answer{At: c.ReceivedAt, Accepted: pick(l, "yes", "no"),
			Proposal: len(c.Proposals)})
	}
	if l.chance(15) {
		s := huiyin.Step{Proposal: 1, Stage: 1, Function: pick(l, huiyin.Functions()...), By: account()}
		if l.chance(50) {
			s.OpenedAt = c.ReceivedAt
		}
		c.Steps = append(c.Steps, s)
	}
	if l.chance(10) {
		c.Payments = append(c.Payments, huiyin.Payment{Proposal: 1, Amount: 1, PaidAt: c.ReceivedAt, By: account(),
			At: c.ReceivedAt})
	}
	ended := func() time.Time { return c.ReceivedAt.Add(time.Duration(pick(l, 1, 2, 3)) * time.Hour) }
	if l.chance(10) { // parts that have ended, some long enough ago (rule P3)
		c.ReadShut = ended()
		for range pick(l, 1, 2, 3) {
			c.Opinions = append(c.Opinions, huiyin.Opinion{At: ended(), By: account(), Opinion: "意见"})
			c.Readers = append(c.Readers, huiyin.Reader{Who: account(), EndedAt: ended()})
			c.Deputies = append(c.Deputies, c.Readers[len(c.Readers)-1].Who)
		}
	}
}

// standIns hands decisions over, at every role and of every kind, one to two people at once (rule P6).
func standIns(t testing.TB, s *db.Store) {
	t.Helper()
	for _, d := range [][2]string{{"s01", "t01"}, {"u01", "t01"}, {"q01", "p01"}, {"x02", "v02"}, {"v01", "v02"},
		{"g01", "v01"}, {"l01", "e01"}, {"f01", "p01"}, {"t01", "k01"}} {
		err := s.ChangeOrg(t.Context(), db.Once{}, func(o *huiyin.Org) error {
			return o.Delegate(huiyin.Actor{Person: o.Person(d[0]), Org: o}, dbtest.Now, d[1], dbtest.Now,
				dbtest.Now.AddDate(0, 1, 0))
		})
		if err != nil {
			t.Fatal(d, err)
		}
	}
}

func actors(t testing.TB, s *db.Store) []huiyin.Actor {
	t.Helper()
	var out []huiyin.Actor
	for _, p := range s.Org().People {
		out = append(out, dbtest.Actor(t, s, p.Account))
	}
	return out
}

// asks are the filters that lists are tried with, each with the rule it stands for.
func asks(o *huiyin.Org) map[string]huiyin.Filter {
	out := map[string]huiyin.Filter{
		"everything": {}, "late": {Late: true}, "by date": {Sort: "due"}, "late by date": {Late: true, Sort: "due"},
		"parent category": {Category: "repair"}, "channel": {Channel: huiyin.ChannelPhone}, "owner": {Owner: "q01"},
		"days":  {From: dbtest.Now.AddDate(0, 0, -20), To: dbtest.Now.AddDate(0, 0, -5)},
		"words": {Q: "装修 噪音"}, "word and site": {Q: "漏水", Site: "JY"}, "word and late": {Q: "电梯", Late: true},
		"several":            {Site: "LT", State: huiyin.Received, Urgency: huiyin.Normal, Grade: huiyin.Minor},
		"nothing searchable": {Q: "？！"},
		"late at a site":     {Late: true, Site: "HY"},
		"site by date":       {Sort: "due", Site: "JY", Grade: huiyin.Important},
	}
	for _, site := range o.Sites {
		out["site "+site.Code] = huiyin.Filter{Site: site.Code}
	}
	for _, st := range huiyin.States() {
		out["state "+string(st)] = huiyin.Filter{State: st}
		out["state and category "+string(st)] = huiyin.Filter{State: st, Category: "price_contract"}
	}
	for _, g := range huiyin.Grades() {
		out["grade "+string(g)] = huiyin.Filter{Grade: g}
	}
	return out
}

// fits says of one complaint what a filter asks.
func fits(o *huiyin.Org, c *huiyin.Complaint, now time.Time, f huiyin.Filter) bool {
	due := c.NextToKeep().Due
	category := o.Category(c.Category)
	ok := (f.Site == "" || c.Site == f.Site) && (f.Grade == "" || c.Grade == f.Grade) &&
		(f.State == "" || c.State == f.State) &&
		(f.Channel == "" || c.Channel == f.Channel) && (f.Urgency == "" || c.Urgency == f.Urgency) &&
		(f.Owner == "" || c.Owner == f.Owner) &&
		(f.Category == "" || category.Code == f.Category || category.Parent == f.Category) &&
		(f.From.IsZero() || !c.ReceivedAt.Before(f.From)) && (f.To.IsZero() || c.ReceivedAt.Before(f.To)) &&
		(!f.Late || !due.IsZero() && !due.After(now)) && (f.Sort != "due" || !due.IsZero() || f.Q != "")
	if f.Q == "？！" {
		return false
	}
	for _, word := range strings.Fields(f.Q) {
		ok = ok && (strings.Contains(c.Matter, word) || category != nil && strings.Contains(category.Name, word)) // rule I11
	}
	return ok
}

func inOrder(cs []*huiyin.Complaint, f huiyin.Filter) {
	slices.SortFunc(cs, func(a, b *huiyin.Complaint) int {
		switch {
		case f.Q != "":
			return cmp.Compare(b.ID, a.ID)
		case f.Sort == "due":
			return cmp.Or(a.NextToKeep().Due.Compare(b.NextToKeep().Due), cmp.Compare(a.ID, b.ID))
		}
		return cmp.Or(b.ReceivedAt.Compare(a.ReceivedAt), cmp.Compare(b.ID, a.ID))
	})
}

func numbers(cs []*huiyin.Complaint) []string {
	out := make([]string, len(cs))
	for i, c := range cs {
		out[i] = c.Number
	}
	return out
}

func listed(ls []huiyin.Listed) []string {
	out := make([]string, len(ls))
	for i, l := range ls {
		out[i] = l.Number
	}
	return out
}

// fillStore fills a store with n entangled complaints and gives them as they are stored.
func fillStore(t testing.TB, s *db.Store, seed uint64, n int) []*huiyin.Complaint {
	t.Helper()
	l := newLife(seed, s.Org())
	cs := l.complaints(n, 40, 0)
	for i, c := range cs {
		if i%7 == 0 && i > 0 { // received in the same minute
			c.ReceivedAt = cs[i-1].ReceivedAt
		}
		l.entangle(c)
	}
	if err := s.RecordAll(t.Context(), cs); err != nil {
		t.Fatal(err)
	}
	return cs
}

// For every person, what lists, counts and search show is exactly what Can allows to read, page by page.
func TestP3P6P8_ListAgreesWithCan(t *testing.T) {
	t.Parallel()
	dbtest.Whole(t)
	for _, handed := range []bool{false, true} {
		t.Run(fmt.Sprint("delegations ", handed), func(t *testing.T) { listAgreesWithCan(t, handed) })
	}
}

func listAgreesWithCan(t *testing.T, handed bool) {
	s := dbtest.New(t)
	if handed {
		standIns(t, s)
	}
	all := fillStore(t, s, 3, 140)
	shut := 0
	seen := map[int]int{} // how many complaints a person sees, to be sure that all is not all or nothing
	for _, by := range actors(t, s) {
		var mine, known []*huiyin.Complaint
		for _, c := range all {
			if c.Known(by) {
				known = append(known, c)
			}
			if huiyin.Can(by, huiyin.ActionRead, c) == nil {
				mine = append(mine, c)
			}
			_, err := s.Complaint(t.Context(), by, c.Number)
			if (err == nil) != (huiyin.Can(by, huiyin.ActionRead, c) == nil) {
				t.Fatalf("%s reads %s: %v", by.Account, c.Number, err)
			}
		}
		seen[len(mine)]++
		for name, f := range asks(s.Org()) {
			var expected []*huiyin.Complaint
			may := mine
			if f.Plain() { // rule P8: what exists
				may = known
			}
			for _, c := range may {
				if fits(s.Org(), c, dbtest.Now, f) {
					expected = append(expected, c)
				}
			}
			inOrder(expected, f)
			want := numbers(expected)
			for way, turn := range map[string]func(huiyin.Page, int) string{
				"cursor": func(p huiyin.Page, _ int) string { return p.Next },
				"page number": func(p huiyin.Page,
					n int) string {
					return map[bool]string{true: strconv.Itoa(n + 1)}[p.Next != ""]
				},
			} {
				got := []string{}
				for n := 1; ; n++ {
					p, err := s.Complaints(t.Context(), by, dbtest.Now, f)
					if err != nil {
						t.Fatalf("%s, %s: %v", by.Account, name, err)
					}
					if p.Total != len(want) {
						t.Fatalf("%s, %s: total %d, want %d", by.Account, name, p.Total, len(want))
					}
					got = append(got, listed(p.Rows)...)
					for _, l := range p.Rows {
						c := expected[slices.Index(want, l.Number)]
						if l.Shut != (huiyin.Can(by, huiyin.ActionRead, c) != nil) || l.Restricted != c.Restricted {
							t.Fatalf("%s, %s: %s is shown as %+v", by.Account, name, l.Number, l)
						}
						if l.Shut {
							shut++
							if l.ID, l.Number, l.Site = 0, "", ""; l != (huiyin.Listed{Restricted: true, Shut: true}) {
								t.Fatalf("%s learns of a restricted one: %+v", by.Account, l)
							}
						}
					}
					if f.Page = turn(p, n); f.Page == "" {
						break
					}
				}
				f.Page = ""
				if d := gocmp.Diff(want, got); d != "" {
					t.Fatalf("%s, %s by %s (- may, + shown):\n%s", by.Account, name, way, d)
				}
			}
			if f.Q == "" && f.Sort == "" {
				whole, err := s.Whole(t.Context(), by, dbtest.Now, f)
				if err != nil {
					t.Fatal(err)
				}
				got := numbers(whole)
				slices.Reverse(got)
				want := want
				if f.Plain() { // rule P8: no export of what merely exists
					want = nil
					for _, c := range expected {
						if huiyin.Can(by, huiyin.ActionRead, c) == nil {
							want = append(want, c.Number)
						}
					}
				}
				if len(want) == 0 && len(got) == 0 {
					continue
				}
				if d := gocmp.Diff(want, got); d != "" {
					t.Fatalf("%s, %s whole:\n%s", by.Account, name, d)
				}
			}
			if name == "late" {
				if n, err := s.LateCount(t.Context(), by, dbtest.Now); err != nil || n != len(want) {
					t.Errorf("%s: %d late, %v, want %d", by.Account, n, err, len(want))
				}
			}
		}
	}
	if shut < 50 {
		t.Errorf("only %d rows of what merely exists", shut)
	}
	if len(seen) < 12 {
		t.Errorf("people see only %d different numbers of complaints: %v", len(seen), seen)
	}
	clean(t, s)
}

// A customer's other complaints, open work and tasks too stay within what Can allows.
func TestP3P6P8_DeskAndRelatedAgreeWithCan(t *testing.T) {
	t.Parallel()
	s := dbtest.New(t)
	standIns(t, s)
	all := fillStore(t, s, 4, 300)
	for i, c := range all { // few customers
		phone, unit := fmt.Sprintf("1390000%04d", i%5), fmt.Sprint("5栋", i%7)
		if i%9 == 0 {
			phone, unit = "", ""
		}
		var err error
		all[i], err = s.ChangeComplaint(t.Context(), db.Once{}, c.Number, 0, func(k *huiyin.Complaint) error {
			k.Phone, k.Unit = phone, unit
			restricted := k.Restricted
			defer func() { k.Restricted = restricted }()
			k.Restricted = false // which the clock may not open
			return k.Printed(huiyin.System(s.Org()), dbtest.Now, "F1", huiyin.PrintChoice{})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, by := range actors(t, s) {
		var related, open, tasks []string
		for _, c := range all {
			if huiyin.Can(by, huiyin.ActionRead, c) != nil {
				continue
			}
			if c.Number != all[1].Number && (c.Phone == all[1].Phone || c.Unit == all[1].Unit && c.Site == all[1].Site) { // rule I8
				related = append(related, c.Number)
			}
			stands := slices.ContainsFunc(s.Org().StandsFor(by.Person),
				func(p *huiyin.Person) bool { return p.Account == c.Owner })
			if c.State.Open() && (c.Owner == by.Account || c.Handler == by.Account || stands) {
				open = append(open, c.Number)
			}
			for _, k := range c.Tasks {
				if k.Who == by.Account && c.State != huiyin.Archived {
					tasks = append(tasks, fmt.Sprint(c.Number, k.ID, false))
				}
			}
			for _, m := range c.Measures {
				if m.Person == by.Account && c.State != huiyin.Archived {
					tasks = append(tasks, fmt.Sprint(c.Number, m.ID, true))
				}
			}
		}
		repeats, err := s.Repeats(t.Context(), by,
			db.Question{Number: all[1].Number, Site: all[1].Site, Phone: all[1].Phone, Unit: all[1].Unit, Most: 1000})
		if err != nil {
			t.Fatal(err)
		}
		var r []huiyin.Listed
		for _, repeat := range repeats {
			r = append(r, repeat.Listed)
		}
		sameSet(t, by.Account+" related", related, listed(r))
		o, err := s.Open(t.Context(), by, 1000)
		if err != nil {
			t.Fatal(err)
		}
		sameSet(t, by.Account+" open", open, listed(o))
		if !slices.IsSortedFunc(o, func(a, b huiyin.Listed) int { return cmp.Compare(dueOrder(a), dueOrder(b)) }) {
			t.Errorf("%s: open work not by date", by.Account)
		}
		due, err := s.Tasks(t.Context(), by, 1000)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, k := range due {
			got = append(got, fmt.Sprint(k.Number, k.ID, k.Measure))
		}
		sameSet(t, by.Account+" tasks", tasks, got)
		if few, err := s.Open(t.Context(), by, 2); err != nil || len(few) != min(2, len(o)) {
			t.Errorf("%s: asked for two, got %d, %v", by.Account, len(few), err)
		}
	}
}

func dueOrder(l huiyin.Listed) int64 {
	if l.DueAt.IsZero() {
		return 1 << 62
	}
	return l.DueAt.UnixMilli()
}

func sameSet(t *testing.T, what string, want, got []string) {
	t.Helper()
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Fatalf("%s:\nwant %v\ngot  %v", what, want, got)
	}
}

// What waits on a person's desk is exactly each step that the rulebook opens to them.
func TestC8P6_WaitingAgreesWithStepFor(t *testing.T) {
	// A limit for the VP brings in the general manager, a low one for opinions legal and finance.
	company := huiyin.DemoCompany()
	company.Parameters = huiyin.Parameters{huiyin.VPLimit: int64(40_000 * huiyin.Yuan),
		huiyin.OpinionsFrom: int64(30_000 * huiyin.Yuan)}
	s := dbtest.Found(t, company)
	all := newLife(13, s.Org()).complaints(1400, 30, 14)
	standIns(t, s)
	l := newLife(14, s.Org()) // in which delegates decide too
	all = append(all, l.complaints(300, 30, 14)...)
	for _, c := range all {
		general := slices.ContainsFunc(c.Steps, func(st huiyin.Step) bool { return st.General }) // few
		if c.Restricted = l.chance(8) && !general; c.Restricted {
			c.Named = []string{pick(l, s.Org().People...).Account, pick(l, s.Org().People...).Account}
		}
	}
	if err := s.RecordAll(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, by := range actors(t, s) {
		var want, decided []string
		for _, c := range all {
			for _, p := range c.Proposals {
				if st, name := c.StepFor(by, p.N); st != nil && huiyin.Can(by, huiyin.ActionDecide, c) == nil {
					want = append(want, fmt.Sprint(c.Number, p.N, st.ID, name))
					if name != "" {
						kinds["代"]++
					}
					kinds[st.Label()]++
				}
			}
			for _, st := range c.Steps {
				if st.By == by.Account && huiyin.Can(by, huiyin.ActionRead, c) == nil {
					decided = append(decided, fmt.Sprint(c.Number, st.Proposal, st.ID))
				}
			}
		}
		waiting, err := s.Waiting(t.Context(), by, 1000)
		if err != nil {
			t.Fatal(err)
		}
		done, err := s.Decided(t.Context(), by, 10_000)
		if err != nil {
			t.Fatal(err)
		}
		names := func(ws []huiyin.Waiting) (out []string) {
			for _, w := range ws {
				out = append(out, fmt.Sprint(w.Number, w.Proposal, w.Step.ID, w.For))
			}
			return out
		}
		ids := func(ws []huiyin.Waiting) (out []string) {
			for _, w := range ws {
				out = append(out, fmt.Sprint(w.Number, w.Proposal, w.Step.ID))
			}
			return out
		}
		sameSet(t, by.Account+" waiting", want, names(waiting))
		sameSet(t, by.Account+" decided", decided, ids(done))
		if !slices.IsSortedFunc(waiting,
			func(a, b huiyin.Waiting) int { return a.Step.OpenedAt.Compare(b.Step.OpenedAt) }) {
			t.Errorf("%s: not the longest waiting first", by.Account)
		}
		if n, err := s.WaitingCount(t.Context(), by); err != nil || n != min(100, len(want)) {
			t.Errorf("%s: %d waiting, %v, want %d", by.Account, n, err, len(want))
		}
	}
	for _, kind := range []string{"主管", "经理", "副总经理", "总经理", "法务", "财务", "负责人", "代"} {
		if kinds[kind] == 0 {
			t.Errorf("no step of %s was tried: %v", kind, kinds)
		}
	}
}

func TestAPageThatCannotBeIsRefused(t *testing.T) {
	s := dbtest.New(t)
	for _, page := range []string{"0", "-1", "21", "x", "1~", "~", "~0", "a~1", "1~b", "~-5", "9999999999999999999~1"} {
		if _, err := s.Complaints(t.Context(), dbtest.Actor(t, s, "v01"), dbtest.Now,
			huiyin.Filter{Page: page}); huiyin.KindOf(err) != huiyin.KindInvalid {
			t.Errorf("page %q: %v", page, err)
		}
	}
}

// A count is never older than the last change, nor than the last date that passed.
func TestCountsFollowChangesAndTime(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	check := func(now time.Time, total, late int) {
		t.Helper()
		p, err := s.Complaints(t.Context(), by, now, huiyin.Filter{})
		if err != nil || p.Total != total {
			t.Fatalf("total %d, %v, want %d", p.Total, err, total)
		}
		if n, err := s.LateCount(t.Context(), by, now); err != nil || n != late {
			t.Fatalf("late %d, %v, want %d", n, err, late)
		}
	}
	check(dbtest.Now, 0, 0)
	dbtest.Complaint(t, s, by, nil)
	check(dbtest.Now, 1, 0)
	due := dbtest.Now.Add(24 * time.Hour) // D2 of a normal complaint
	check(due.Add(-time.Millisecond), 1, 0)
	check(due, 1, 1)
	dbtest.Complaint(t, s, by, nil)
	check(due, 2, 2)
	check(dbtest.Now, 2, 0)
}
