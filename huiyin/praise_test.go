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
	if want := []string{"praised a02 BY-HY-20250303-001", "praised s02 BY-HY-20250303-001"}; !slices.Equal(told, want) {
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
			ActionDecideGift: "",
		} {
			want := KindNotFound
			switch {
			case slices.Contains(strings.Fields(may), account):
				want = 0
			case slices.Contains(strings.Fields(sees), account), (a == ActionCommend || a == ActionDecideGift) &&
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
