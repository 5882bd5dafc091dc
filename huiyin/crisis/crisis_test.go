package crisis

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/huiyin"
)

// opened is a crisis of HY as p01 opens it: v01 leads, x02 is on duty, s01 on site.
func opened(t *testing.T, o *huiyin.Org, people int) *Crisis {
	t.Helper()
	c, err := OpenCrisis(as(t, o, "p01"), now, opening(people), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	c.Numbered(Number(c.Site, now, 1))
	c.Loaded()
	return c
}

func opening(people int) Opening {
	return Opening{Site: "HY", Title: "延期交付", People: people, Place: "大门",
		Seats: [3]Named{{"v01", "v02"}, {"x02", "p01"}, {"s01", "s02"}}}
}

// told are those told since the loading of a kind, sorted.
func told(c *Crisis, kind huiyin.NoticeKind) string {
	var out []string
	for _, n := range c.Notices() {
		if n.Kind == kind {
			out = append(out, n.Account)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// refused wants an error of a kind, and nothing changed.
func refused(t *testing.T, c *Crisis, kind huiyin.Kind, err error) {
	t.Helper()
	if huiyin.KindOf(err) != kind || len(c.Journal()) > 0 || len(c.Notices()) > 0 {
		t.Errorf("%v (kind %v, want %v), %d entries, %d notices", err, huiyin.KindOf(err), kind, len(c.Journal()), len(c.Notices()))
	}
}

// Who opens a crisis, how it begins, and that a site has one a category (rule R1).
func TestR1_OneCrisisOfASiteAndCategory(t *testing.T) {
	o := demo()
	for who, may := range map[string]bool{"p01": true, "v02": true, "x02": true, "s01": false, "a01": false, "admin": false, "q01": false} {
		c, err := OpenCrisis(as(t, o, who), now, opening(5), nil, nil)
		if (err == nil) != may || err == nil && c.Phase != huiyin.Latent {
			t.Errorf("%s: %v", who, err)
		}
	}
	a := raised(t, o)
	c, err := OpenCrisis(as(t, o, "p01"), now, opening(5), a, nil)
	if err != nil || c.Phase != huiyin.Outbreak || a.State != AlarmCrisis || c.Alarm != a.Number || !a.NextDue().IsZero() {
		t.Errorf("from an alarm: %v, %+v", err, a.State)
	}
	if c := opened(t, o, 20); c.Phase != huiyin.Outbreak || c.People() != 20 {
		t.Error("twenty people begin in", c.Phase)
	}
	first := opened(t, o, 5)
	second := opening(5)
	_, err = OpenCrisis(as(t, o, "v01"), now, second, nil, []*Crisis{first})
	if huiyin.KindOf(err) != huiyin.KindConflict || !strings.Contains(err.Error(), first.Number) {
		t.Errorf("a second one: %v", err)
	}
	second.Beside = "另一批业主"
	if _, err := OpenCrisis(as(t, o, "p01"), now, second, nil, []*Crisis{first}); huiyin.KindOf(err) != huiyin.KindConflict {
		t.Errorf("a manager opens a second one with a reason: %v", err)
	}
	if _, err := OpenCrisis(as(t, o, "v01"), now, second, nil, []*Crisis{first}); err != nil {
		t.Error(err)
	}
	second.Beside, second.Category = "", "late_delivery"
	if _, err := OpenCrisis(as(t, o, "p01"), now, second, nil, []*Crisis{first}); err != nil {
		t.Errorf("another category: %v", err)
	}
	// All that is wrong at once.
	bad := Opening{Site: "JY", People: 0, Phase: huiyin.Handling, Category: "none", Seats: [3]Named{{"p01", ""}, {"", ""}, {"a01", "a01"}}}
	_, err = OpenCrisis(as(t, o, "p01"), now, bad, nil, nil)
	for _, field := range []string{"site", "title", "people", "phase", "category", "highest", "duty", "scene", "scene_deputy"} {
		if e := errorOn(err, field); !e {
			t.Errorf("%s is not refused: %v", field, err)
		}
	}
}

// Who reads a crisis: seats, parts, managers of its sites and vice presidents, as long as they are named (rule R1).
func TestR1_WhoReads(t *testing.T) {
	o := demo()
	c := opened(t, o, 30)
	sees := func(who string) bool { return c.Visible(as(t, o, who)) }
	for who, want := range map[string]bool{"v01": true, "v03": o.Person("v03") != nil, "p01": true, "x02": true, "s01": true, "s02": true,
		"a01": false, "w01": false, "q01": false, "admin": false} {
		if o.Person(who) != nil && sees(who) != want {
			t.Errorf("%s sees it: %v", who, !want)
		}
	}
	if err := c.NamePart(as(t, o, "v01"), now, Part{Kind: LegalPart, Person: "k01"}); err != nil || !sees("k01") {
		t.Error("who is named does not read", err)
	}
	if err := c.EndPart(as(t, o, "v01"), now, "k01", "换人"); err != nil || sees("k01") {
		t.Error("who is not named any more reads", err)
	}
	if err := c.Extend(as(t, o, "v01"), now, "JY"); err != nil || !sees("q01") {
		t.Error("the manager of a further site does not read", err)
	}
}

// Seats: one person never two, scene and spokesperson never the same, exactly one acts at a time (rule R14).
func TestR14_SeatsAndWhoActs(t *testing.T) {
	o := demo()
	c := opened(t, o, 30)
	v01, v02, x02, s01, p01 := as(t, o, "v01"), as(t, o, "v02"), as(t, o, "x02"), as(t, o, "s01"), as(t, o, "p01")
	refused(t, c, huiyin.KindInvalid, c.SetSeat(v01, now, Duty, Named{"s01", ""}))    // has the other
	refused(t, c, huiyin.KindInvalid, c.SetSeat(v01, now, Highest, Named{"x02", ""})) // no vice president
	refused(t, c, huiyin.KindInvalid, c.SetSeat(v01, now, Scene, Named{"a01", ""}))   // no supervisor
	refused(t, c, huiyin.KindForbidden, c.SetSeat(s01, now, Duty, Named{"p01", ""}))  // not their own
	refused(t, c, huiyin.KindForbidden, c.TakeOver(x02, now, Highest, "不在"))
	refused(t, c, huiyin.KindForbidden, c.TakeOver(s01, now, Duty, "不在"))
	refused(t, c, huiyin.KindInvalid, c.TakeOver(v02, now, Highest, " "))
	refused(t, c, huiyin.KindConflict, c.TakeBack(v01, now, Highest))
	if err := c.NamePart(v01, now, Part{Kind: Spokesperson, Person: "s02"}); err != nil {
		t.Fatal(err)
	}
	c.Loaded()
	refused(t, c, huiyin.KindInvalid, c.SetSeat(v01, now, Scene, Named{"s02", ""}))
	refused(t, c, huiyin.KindInvalid, c.NamePart(v01, now, Part{Kind: Spokesperson, Person: "s01"}))
	refused(t, c, huiyin.KindForbidden, c.NamePart(x02, now, Part{Kind: Study, Person: "a01"}))

	if err := c.TakeOver(v02, now, Highest, "在飞机上"); err != nil || c.Acting(o, Highest) != "v02" {
		t.Error(err, c.Acting(o, Highest))
	}
	if got := told(c, huiyin.NoticeCrisisSeat); !strings.Contains(got, "v01") || strings.Contains(got, "v02") {
		t.Error("told of it:", got)
	}
	c.Loaded()
	refused(t, c, huiyin.KindConflict, c.TakeOver(v02, now, Highest, "再次"))
	refused(t, c, huiyin.KindForbidden, c.TakeBack(v02, now, Highest))
	if err := c.TakeBack(v01, now.Add(time.Hour), Highest); err != nil || c.Acting(o, Highest) != "v01" {
		t.Error(err, c.Acting(o, Highest))
	}
	// Hand-over: the giver remains until the other accepts.
	c.Loaded()
	refused(t, c, huiyin.KindForbidden, c.HandOverSeat(p01, now, Duty, "s02", "…"))
	if err := c.HandOverSeat(x02, now, Duty, "p01", "现状：人群已散"); err != nil || c.Acting(o, Duty) != "x02" || c.Offered("p01") != 1 {
		t.Error(err, c.Acting(o, Duty))
	}
	c.Loaded()
	refused(t, c, huiyin.KindNotFound, c.AcceptSeat(s01, now, 1))
	if err := c.AcceptSeat(p01, now, 1); err != nil || c.Acting(o, Duty) != "p01" {
		t.Error(err, c.Acting(o, Duty))
	}
	c.Loaded()
	refused(t, c, huiyin.KindConflict, c.AcceptSeat(p01, now, 1))
	// Who left or was demoted: the deputy acts; no deputy: nobody.
	o.Person("s01").Role = huiyin.Agent
	if c.Acting(o, Scene) != "s02" {
		t.Error("the deputy does not act:", c.Acting(o, Scene))
	}
	o.Person("s02").Disabled = true
	if c.Acting(o, Scene) != "" {
		t.Error("somebody acts:", c.Acting(o, Scene))
	}
}

// Forwards freely, a step left out and the outbreak with a reason, back to the outbreak alone (rule R7).
func TestR7_Phases(t *testing.T) {
	o := demo()
	all := huiyin.Phases()
	may := map[[2]huiyin.Phase]string{
		{"latent", "outbreak"}: "reason", {"latent", "handling"}: "free", {"latent", "aftermath"}: "reason", {"outbreak", "handling"}: "free",
		{"outbreak", "aftermath"}: "reason", {"handling", "outbreak"}: "reason", {"handling", "aftermath"}: "free", {"aftermath", "outbreak"}: "reason",
	}
	for _, from := range all {
		for _, to := range all {
			for _, reason := range []string{"", "人群散去"} {
				c := opened(t, o, 5)
				c.Phase = from
				err := c.SetPhase(as(t, o, "p01"), now, to, reason)
				how := may[[2]huiyin.Phase{from, to}]
				if ok := how == "free" || how == "reason" && reason != ""; ok != (err == nil) || ok && c.Phase != to || !ok && c.Phase != from {
					t.Errorf("%s to %s with %q: %v", from, to, reason, err)
				}
			}
		}
	}
	c := opened(t, o, 5)
	c.Phase = huiyin.Handling
	refused(t, c, huiyin.KindForbidden, c.SetPhase(as(t, o, "s01"), now, huiyin.Outbreak, "又来"))
}

// It ends in the latent phase or the aftermath, with nothing in force; a vice president opens it again within 90 days (R5).
func TestR5_ClosingAndOpeningAgain(t *testing.T) {
	o := demo()
	c := opened(t, o, 30)
	v02 := as(t, o, "v02")
	refused(t, c, huiyin.KindForbidden, c.Close(as(t, o, "x02"), now, BothContent, "…"))
	refused(t, c, huiyin.KindConflict, c.Close(v02, now, BothContent, "早说"))
	refused(t, c, huiyin.KindConflict, c.Reopen(v02, now, huiyin.Outbreak, "又来"))
	c.Phase = huiyin.Aftermath
	refused(t, c, huiyin.KindInvalid, c.Close(v02, now, "won", " "))
	c.Force = 1
	refused(t, c, huiyin.KindConflict, c.Close(v02, now, BothContent, "早说"))
	c.Force = 0
	if err := c.Close(v02, now, OneSided, "早说"); err != nil || c.State != Closed || !c.NextDue().IsZero() {
		t.Error(err)
	}
	c.Loaded()
	refused(t, c, huiyin.KindConflict, c.Count(as(t, o, "s01"), now, now, 9, "", Counted))
	refused(t, c, huiyin.KindInvalid, c.Reopen(v02, now, huiyin.Latent, ""))
	refused(t, c, huiyin.KindConflict, c.Reopen(v02, now.AddDate(0, 0, 91), huiyin.Handling, "又来"))
	if err := c.Reopen(v02, now.AddDate(0, 0, 90), huiyin.Outbreak, "又来"); err != nil || c.State != Open || c.FirstDue().IsZero() {
		t.Error(err)
	}
}

// The head-count has a course by its happening, and nobody counts ahead (rule R8).
func TestR8_HeadCount(t *testing.T) {
	o := demo()
	c := opened(t, o, 20)
	s01 := as(t, o, "s01")
	refused(t, c, huiyin.KindInvalid, c.Count(s01, now, now.Add(time.Hour), 30, "", Estimated))
	refused(t, c, huiyin.KindInvalid, c.Count(s01, now, now, -1, "", "guessed"))
	later := now.Add(2 * time.Hour)
	for _, n := range []struct {
		at     time.Time
		people int
	}{{later, 40}, {now.Add(time.Hour), 30}} { // the second is noted later
		if err := c.Count(s01, later, n.at, n.people, "大门", Counted); err != nil {
			t.Fatal(err)
		}
	}
	if c.People() != 40 || c.Course()[1].People != 30 {
		t.Errorf("%d people, course %+v", c.People(), c.Course())
	}
}

// errorOn tells whether an error refuses a field.
func errorOn(err error, field string) bool {
	var e *huiyin.Error
	return errors.As(err, &e) && e.On(field) != nil
}
