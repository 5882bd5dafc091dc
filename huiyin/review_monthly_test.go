package huiyin

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// docRefused proves a refusal of that kind and at that field, and that nothing changed.
func docRefused[T any](t *testing.T, v *T, want Kind, field string, do func() error) {
	t.Helper()
	before := *v
	err := do()
	e, _ := err.(*Error)
	if KindOf(err) != want || field != "" && (e == nil || e.Field != field) {
		t.Errorf("got %v (%+v), want refusal %d at %q", err, e, want, field)
	}
	if diff := cmp.Diff(before, *v, cmp.AllowUnexported(Record{})); diff != "" {
		t.Errorf("refused, yet changed:\n%s", diff)
	}
}

func TestM2_NumbersOfReports(t *testing.T) {
	o := demo()
	for number, want := range map[string]struct {
		m    Month
		site string
	}{"TJ-202602": {202602, ""}, "TJ-HY-202602": {202602, "HY"}} {
		if m, site, err := ParseReport(o, number); err != nil || m != want.m || site != want.site ||
			ReportNumber(m, site) != number {
			t.Errorf("%s: %v %q %v", number, m, site, err)
		}
	}
	for _, number := range []string{"", "TJ-", "TJ-XX-202602", "TJ-202613", "TJ-2026", "TJ-HY-", "TJ--202602",
		"ZX-HY-20250303-001", "TJ-HY-20260203"} {
		if _, _, err := ParseReport(o, number); KindOf(err) != KindNotFound {
			t.Errorf("%q: %v", number, err)
		}
	}
}

func TestM2_ReportIsCommentedAndSignedByAnother(t *testing.T) {
	o := demo()
	now := time.Date(2026, 3, 2, 10, 0, 0, 0, o.Zone)
	for _, site := range []string{"HY", "JY", ""} {
		comments, signs := map[string]string{"HY": "s01 s02", "JY": "u01", "": "x02"}[site],
			map[string]string{"HY": "p01 x02 v01 v02 g01", "JY": "q01 x02 v01 v02 g01", "": "v01 v02 g01"}[site]
		sees := map[string]string{"HY": "s01 s02 p01 x02 v01 v02 g01", "JY": "u01 q01 x02 v01 v02 g01",
			"": "x02 v01 v02 g01"}[site]
		r := NewReport(202602, site)
		who := strings.Fields(comments)[0]
		for i := range o.People {
			by := o.as(o.People[i].Account)
			is := func(list string) bool { return strings.Contains(" "+list+" ", " "+by.Account+" ") }
			if r.Visible(by) != is(sees) {
				t.Errorf("%q: %s sees it: %v", site, by.Account, r.Visible(by))
			}
			if got := r.Offers(by, ActionCommentReport, now); got != is(comments) {
				t.Errorf("%q: %s comments: %v", site, by.Account, got)
			}
			if r.Offers(by, ActionSignReport, now) {
				t.Errorf("%q: %s may sign what nobody commented on", site, by.Account)
			}
		}
		if err := r.CommentOn(o.as(who), now, " 投诉集中在交付 "); err != nil || r.State != DocCommented ||
			r.Comment != "投诉集中在交付" || len(r.Journal()) != 1 {
			t.Fatalf("%+v %v", r, err)
		}
		r.Loaded()
		for i := range o.People {
			by := o.as(o.People[i].Account)
			want := strings.Contains(" "+signs+" ", " "+by.Account+" ")
			if got := r.Offers(by, ActionSignReport, now); got != want ||
				r.Offers(by, ActionReturnReport, now) != want {
				t.Errorf("%q: %s signs: %v", site, by.Account, got)
			}
			if !want {
				kind := KindForbidden
				if Can(by, ActionSignReport, nil) == nil && !r.Visible(by) {
					kind = KindNotFound
				}
				docRefused(t, r, kind, "", func() error { return r.Sign(by, now, "", NewAnalysis(202602, site, nil)) })
			}
		}
	}
	r := NewReport(202602, "HY")
	s, p := o.as("s01"), o.as("p01")
	docRefused(t, r, KindInvalid, "comment", func() error { return r.CommentOn(s, now, " ") })
	docRefused(t, r, KindInvalid, "comment",
		func() error { return r.CommentOn(s, now, strings.Repeat("长", longText+1)) })
	docRefused(t, r, KindConflict, "", func() error { return r.CommentOn(s, now.AddDate(0, 0, -2), "早了") })
	docRefused(t, r, KindConflict, "", func() error { return r.SendBack(p, now, "没有点评") })
	if err := r.CommentOn(s, now, "一"); err != nil {
		t.Fatal(err)
	}
	docRefused(t, r, KindInvalid, "reason", func() error { return r.SendBack(p, now, "") })
	if err := r.SendBack(p, now, "写明原因"); err != nil || r.State != DocDraft || r.Returned != "写明原因" {
		t.Fatal(err, r.State)
	}
	docRefused(t, r, KindConflict, "", func() error { return r.Sign(p, now, "", NewAnalysis(202602, "HY", nil)) })
	if err := r.CommentOn(s, now, "二"); err != nil || r.Returned != "" {
		t.Fatal(err, r.Returned)
	}
	if err := r.Sign(p, now, "同意", NewAnalysis(202602, "HY", []string{"HY"})); err != nil || r.State != DocReleased {
		t.Fatal(err)
	}
	docRefused(t, r, KindConflict, "", func() error { return r.CommentOn(s, now, "又想起") })
	docRefused(t, r, KindConflict, "", func() error { return r.SendBack(p, now, "又想起") })
	docRefused(t, r, KindConflict, "",
		func() error { return r.Sign(o.as("v01"), now, "", NewAnalysis(202602, "HY", nil)) })
}

// Where a site has no supervisor a manager comments, and another signs.
func TestM2_SomebodyAlwaysComments(t *testing.T) {
	o := demo(func(o *Org) { o.Person("u01").Disabled = true })
	now := time.Date(2026, 3, 2, 10, 0, 0, 0, o.Zone)
	r := NewReport(202602, "JY")
	if err := r.CommentOn(o.as("q01"), now, "无主管"); err != nil {
		t.Fatal(err)
	}
	docRefused(t, r, KindForbidden, "",
		func() error { return r.Sign(o.as("q01"), now, "", NewAnalysis(202602, "JY", nil)) })
	if !r.Offers(o.as("x02"), ActionSignReport, now) {
		t.Error("x02 may not sign")
	}
}

func TestM2_WhatIsReleasedStays(t *testing.T) {
	o := demo()
	now := time.Date(2026, 3, 2, 10, 0, 0, 0, o.Zone)
	a := NewAnalysis(202602, "HY", []string{"HY"})
	a.Add(202602, "HY", CountHandler, "a02", 3, 0)
	a.Add(202602, "HY", CountCategory, "noise", 2, 0)
	a.Add(202602, "HY", CountReceived, "", 3, 0)
	want := a.Parts(o)
	r := NewReport(202602, "HY")
	if err := r.CommentOn(o.as("s01"), now, "点评"); err != nil {
		t.Fatal(err)
	}
	b := NewAnalysis(202602, "HY", []string{"HY"})
	if got, names, err := r.Figures(o, b); got != b || names != o || err != nil {
		t.Errorf("before it is released it does not follow the figures: %v", err)
	}
	if err := r.Sign(o.as("p01"), now, "", a); err != nil {
		t.Fatal(err)
	}
	o.Person("a02").Name, o.Sites[0].Name = "改了名", "改了名"
	for i := range o.Categories {
		o.Categories[i].Name = "改了名"
	}
	a.Add(202602, "HY", CountReceived, "", 9, 0)
	got, names, err := r.Figures(o, b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got.Parts(names)); diff != "" {
		t.Error(diff)
	}
	if names.SiteName("HY") != "海悦府" || names.PersonName("s01") == "s01" || names.PersonName("p01") == "p01" {
		t.Error("names are lost")
	}
}

func TestM2_ReportsAreDueOnADayOfTheNextMonth(t *testing.T) {
	o := demo()
	if got := ReportDueAt(o, 202512); !got.Equal(time.Date(2026, 1, 6, 0, 0, 0, 0, o.Zone)) {
		t.Errorf("%v", got)
	}
	o.Parameters = Parameters{ReportDue: 10}
	if got := ReportDueAt(o, 202602); !got.Equal(time.Date(2026, 3, 11, 0, 0, 0, 0, o.Zone)) {
		t.Errorf("%v", got)
	}
}
