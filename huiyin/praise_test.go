package huiyin

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// praised is praise for a02 and s02 of HY, taken in by a01.
func praised(t *testing.T, o *Org) *Praise {
	t.Helper()
	p, err := RecordPraise(o.as("a01"), monday, PraiseForm{
		ContactRecordForm: ContactRecordForm{Site: "HY", Channel: "letter", Name: "钱女士", Phone: "13712345678",
			Matter: "带看细致耐心"}, Persons: []string{"s02", "a02", "a02"},
	})
	if err != nil {
		t.Fatal(err)
	}
	p.Numbered("BY-HY-20250303-001")
	return p
}

func TestB2_PraiseIsChecked(t *testing.T) {
	o := demo()
	for field, change := range map[string]func(*PraiseForm){
		"persons": func(f *PraiseForm) { f.Persons = nil }, "name": func(f *PraiseForm) { f.Name = "" },
		"matter": func(f *PraiseForm) { f.Matter = "" },
		"site":   func(f *PraiseForm) { f.Site = "zz" }, "channel": func(f *PraiseForm) { f.Channel = "zz" },
		"phone": func(f *PraiseForm) { f.Phone = "x" },
	} {
		f := PraiseForm{ContactRecordForm: ContactRecordForm{Site: "HY", Channel: "letter", Name: "钱女士", Matter: "好"},
			Persons: []string{"a02"}}
		if _, err := RecordPraise(o.as("a01"), monday, f); err != nil {
			t.Fatal(err)
		}
		change(&f)
		_, err := RecordPraise(o.as("a01"), monday, f)
		if e, ok := err.(*Error); !ok || e.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	p := praised(t, o)
	var told []string
	for _, n := range p.Notices() {
		told = append(told, string(n.Kind)+" "+n.Account+" "+n.Number)
	}
	if want := []string{"praised a02 BY-HY-20250303-001", "praised s02 BY-HY-20250303-001",
		"praise_waiting s01 BY-HY-20250303-001"}; !slices.Equal(told, want) {
		t.Errorf("told %v", told)
	}
}

func TestP3P5_WhoSeesPraise(t *testing.T) {
	o := demo()
	p := praised(t, o)
	const sees = "a01 a02 s01 s02 p01 x02 v01 v02 g01"
	for _, account := range everyone(o) {
		for a, may := range map[Action]string{
			ActionRead: sees, ActionReveal: "a01 s01 s02", ActionThank: "a01 s01 s02 p01 x02 v01 v02 g01",
			ActionCommend: "s01 s02 p01 x02 v01 v02 g01", ActionConvert: "a01 s01 s02 p01 x02 v01 v02 g01",
			ActionDecideGift: "", ActionConfirmPraise: "s01 p01 x02 v01 v02 g01",
		} {
			want := KindNotFound
			switch {
			case slices.Contains(strings.Fields(may), account):
				want = 0
			case slices.Contains(strings.Fields(sees), account), (a == ActionCommend || a == ActionDecideGift ||
				a == ActionConfirmPraise) &&
				o.Person(account).Role == Agent: // the role alone says no
				want = KindForbidden
			}
			if err := CanOn(o.as(account), a, p); KindOf(err) != want {
				t.Errorf("%s %s: %v", account, a, err)
			}
		}
	}
}

func TestB2C2_WhoApprovesAGiftOfThanks(t *testing.T) {
	o := demo()
	for name, tt := range map[string]struct {
		by    string
		value Money
		want  string // who may decide
	}{
		"an agent's small one":         {"a01", 100 * Yuan, "s01 p01 x02 v01 v02 g01"}, // s02 is praised
		"to the supervisor's limit":    {"a01", 2_000 * Yuan, "s01 p01 x02 v01 v02 g01"},
		"a fen above":                  {"a01", 2_000*Yuan + 1, "p01 x02 v01 v02 g01"},
		"above the manager's":          {"a01", 20_000*Yuan + 1, "v01 v02 g01"},
		"a supervisor's goes up":       {"s01", 100 * Yuan, "p01 x02 v01 v02 g01"},
		"a manager's goes to another":  {"p01", 100 * Yuan, "s01 x02 v01 v02 g01"},
		"a VP's goes to another again": {"v01", 30_000 * Yuan, "v02 g01"},
	} {
		p := praised(t, o)
		if err := p.Thank(o.as(tt.by), monday, "果篮", tt.value); err != nil {
			t.Fatal(err)
		}
		var may []string
		for _, account := range everyone(o) {
			if p.MayDecideGift(o.as(account), p.Present(1)) {
				may = append(may, account)
			} else if CanOn(o.as(account), ActionRead, p) == nil {
				slipRefused(t, p, KindForbidden, "",
					func() error { return p.DecideGift(o.as(account), monday, 1, Approve, "") })
			} else {
				slipRefused(t, p, KindNotFound, "",
					func() error { return p.DecideGift(o.as(account), monday, 1, Approve, "") })
			}
		}
		want := strings.Fields(tt.want)
		slices.Sort(may)
		slices.Sort(want)
		if !slices.Equal(may, want) {
			t.Errorf("%s: %v, want %v", name, may, want)
		}
	}
}

func TestC2_GiftsOfThanksAddUp(t *testing.T) {
	o := demo()
	p := praised(t, o)
	for range 2 {
		if err := p.Thank(o.as("a01"), monday, "果篮", 1_200*Yuan); err != nil {
			t.Fatal(err)
		}
	}
	if p.MayDecideGift(o.as("s01"), p.Present(2)) || !p.MayDecideGift(o.as("x02"), p.Present(2)) {
		t.Error("splitting helped")
	}
	if err := p.DecideGift(o.as("x02"), monday, 1, Refuse, "太贵"); err != nil {
		t.Fatal(err)
	}
	if !p.MayDecideGift(o.as("s01"), p.Present(2)) {
		t.Error("a refused gift still counts")
	}
}

func TestB2C9_AGiftOfThanksIsApprovedThenGiven(t *testing.T) {
	o := demo()
	p := praised(t, o)
	a, s, now := o.as("a01"), o.as("s01"), monday.Add(time.Hour)
	for _, cash := range []string{"现金", "微信红包", "购物卡一张", "转账 200 元", "gift card"} {
		slipRefused(t, p, KindInvalid, "what", func() error { return p.Thank(a, now, cash, 100*Yuan) })
	}
	slipRefused(t, p, KindInvalid, "what", func() error { return p.Thank(a, now, " ", 100*Yuan) })
	slipRefused(t, p, KindInvalid, "value", func() error { return p.Thank(a, now, "果篮", 0) })
	if err := p.Thank(a, now, "果篮", 100*Yuan); err != nil {
		t.Fatal(err)
	}
	slipRefused(t, p, KindConflict, "", func() error { return p.Give(a, now, 1, Giving{At: now}) })
	slipRefused(t, p, KindNotFound, "", func() error { return p.Give(a, now, 2, Giving{At: now}) })
	slipRefused(t, p, KindInvalid, "words", func() error { return p.DecideGift(s, now, 1, Refuse, "") })
	slipRefused(t, p, KindInvalid, "decision", func() error { return p.DecideGift(s, now, 1, Return, "x") })
	slipRefused(t, p, KindConflict, "", func() error {
		_, err := p.Convert(a, now, Converting{Category: "repair", Demand: "x"})
		return err
	})
	if err := p.DecideGift(s, now, 1, Approve, ""); err != nil {
		t.Fatal(err)
	}
	slipRefused(t, p, KindConflict, "", func() error { return p.DecideGift(s, now, 1, Approve, "") })
	slipRefused(t, p, KindInvalid, "at", func() error { return p.Give(a, now, 1, Giving{}) })
	slipRefused(t, p, KindInvalid, "at", func() error { return p.Give(a, now, 1, Giving{At: now.Add(1)}) })
	slipRefused(t, p, KindInvalid, "at", func() error { return p.Give(a, now, 1, Giving{At: monday}) })
	if err := p.Give(a, now.Add(time.Hour), 1, Giving{At: now, Receipt: "签收单 3"}); err != nil {
		t.Fatal(err)
	}
	if g := p.Present(1); g.Status != GiftGiven || g.GivenBy != "a01" || g.Receipt != "签收单 3" {
		t.Errorf("%+v", g)
	}
}

func TestB2_Commended(t *testing.T) {
	o := demo()
	p := praised(t, o)
	slipRefused(t, p, KindForbidden, "", func() error { return p.CommendPerson(o.as("a02"), monday, "s02", "好") })
	slipRefused(t, p, KindInvalid, "person", func() error { return p.CommendPerson(o.as("s01"), monday, "a01", "好") })
	slipRefused(t, p, KindInvalid, "person", func() error { return p.CommendPerson(o.as("s02"), monday, "s02", "好") })
	slipRefused(t, p, KindInvalid, "words", func() error { return p.CommendPerson(o.as("s01"), monday, "a02", "") })
	p.Loaded()
	if err := p.CommendPerson(o.as("s01"), monday, "a02", "服务周到"); err != nil {
		t.Fatal(err)
	}
	if n := p.Notices(); len(n) != 1 || n[0].Account != "a02" || n[0].Kind != NoticeCommended {
		t.Errorf("%+v", n)
	}
	slipRefused(t, p, KindInvalid, "person", func() error { return p.CommendPerson(o.as("s01"), monday, "a02", "又一次") })
}

// Praise adds points once somebody other than the praised and the recorder has heard it from the customer.
func TestA4_PraiseCountsOnceConfirmed(t *testing.T) {
	o := demo()
	p := praised(t, o)
	confirm := func(by string, way Way, words string) func() error {
		return func() error { return p.Confirm(o.as(by), monday, way, words) }
	}
	if !p.Unconfirmed {
		t.Fatal("counts from the start")
	}
	slipRefused(t, p, KindForbidden, "", confirm("a01", "phone", "属实")) // recorded it
	slipRefused(t, p, KindForbidden, "", confirm("a02", "phone", "属实")) // praised
	slipRefused(t, p, KindForbidden, "", confirm("s02", "phone", "属实")) // praised, and a supervisor
	slipRefused(t, p, KindNotFound, "", confirm("t01", "phone", "属实"))  // of another site
	slipRefused(t, p, KindInvalid, "words", confirm("s01", "phone", " "))
	slipRefused(t, p, KindInvalid, "words", confirm("s01", "phone", strings.Repeat("长", 1001)))
	slipRefused(t, p, KindInvalid, "way", confirm("s01", "dream", "属实"))
	if err := confirm("s01", "phone", "客户称带看确实耐心")(); err != nil {
		t.Fatal(err)
	}
	if p.Unconfirmed || p.ConfirmedBy != "s01" || !p.ConfirmedAt.Equal(monday) || p.ConfirmWay != "phone" {
		t.Errorf("%+v", p)
	}
	slipRefused(t, p, KindConflict, "", confirm("p01", "", "属实"))

	own, err := RecordPraise(o.as("s01"), monday, PraiseForm{Persons: []string{"a02"}, // the recorder is a supervisor
		ContactRecordForm: ContactRecordForm{Site: "HY", Channel: "letter", Name: "钱女士", Matter: "好"}})
	if err != nil {
		t.Fatal(err)
	}
	slipRefused(t, own, KindForbidden, "", func() error { return own.Confirm(o.as("s01"), monday, "", "属实") })
	if err := own.Confirm(o.as("s02"), monday, "", "属实"); err != nil { // a way is not asked for
		t.Fatal(err)
	}
	sheet := Sheet{Praised: []Praised{{Points: 2}, {Points: 2, Unconfirmed: true}}}
	if sheet.Plus() != 2 || sheet.Sum() != 2 {
		t.Errorf("the sheet: %d", sheet.Plus())
	}
}

// A gift of thanks to a customer whose complaint is open waits for its closing, and counts in its sum.
func TestC9C2_AGiftOfThanksWaitsForTheComplaint(t *testing.T) {
	w := investigated(t, demo(), intake(), "a01", nil)
	w.must("a01", w.propose(1_900*Yuan, Compensation)).must("a01", w.submit(1))
	p := praised(t, w.o)
	p.Persons, p.Cases = []string{"a02"}, []*Complaint{w.Complaint}
	if err := p.Thank(w.o.as("a01"), monday, "果篮", 500*Yuan); err != nil { // with ¥1,900 above the supervisor's ¥2,000
		t.Fatal(err)
	}
	w.Thanks = []Thanked{{p.Number, 500 * Yuan}} // as the store reads it
	if w.StandingSum(0) != 2_400*Yuan || w.StandingSum(1) != 500*Yuan {
		t.Errorf("the complaint's sum: %s, %s", w.StandingSum(0), w.StandingSum(1))
	}
	slipRefused(t, p, KindForbidden, "", func() error { return p.DecideGift(w.o.as("s01"), monday, 1, Approve, "") })
	if err := p.DecideGift(w.o.as("p01"), monday, 1, Approve, ""); err != nil {
		t.Fatal(err)
	}
	give := func(by string, f Giving) func() error {
		return func() error { return p.Give(w.o.as(by), monday, 1, f) }
	}
	given := Giving{At: monday, Receipt: "签收单"}
	slipRefused(t, p, KindConflict, "", give("a01", given))
	if why := p.MustWait(w.o.as("a01")).Error(); !strings.Contains(why, w.Number) {
		t.Errorf("who sees the complaint is told %q", why)
	}
	p.RecordedBy = "m01" // who sees the praise and not the complaint
	slipRefused(t, p, KindConflict, "", give("m01", given))
	if why := p.MustWait(w.o.as("m01")).Error(); strings.Contains(why, "TS-") || strings.Contains(why, "投诉") {
		t.Errorf("who may not see the complaint is told %q", why)
	}
	if p.Waits(w.o.as("a01"), p.Present(1)) {
		t.Error("stands on a desk though it cannot be given")
	}
	dropped := *p
	dropped.Presents = slices.Clone(p.Presents)
	if err := dropped.Give(w.o.as("m01"), monday, 1, Giving{Dropped: "客户不要"}); err != nil {
		t.Errorf("dropped: %v", err)
	}
	p.Cases = nil // closed
	if err := give("m01", given)(); err != nil {
		t.Fatal(err)
	}
}

func TestB2P4_PraiseBecomesAComplaint(t *testing.T) {
	o := demo()
	p := praised(t, o)
	c, err := p.Convert(o.as("s01"), monday, Converting{Category: "repair", Demand: "说明情况", Accused: []string{"a02"}})
	if err != nil || c.Origin != p.Number || c.Matter != p.Matter || p.State != ContactConverted {
		t.Fatalf("%v %+v", err, c)
	}
	if CanOn(o.as("a02"), ActionRead, p) == nil {
		t.Error("who is complained about still sees it")
	}
	slipRefused(t, p, KindConflict, "", func() error { return p.Thank(o.as("s01"), monday, "果篮", Yuan) })
}
