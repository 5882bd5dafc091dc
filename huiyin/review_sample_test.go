package huiyin

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestA6_TheSameSeedDrawsTheSameSample(t *testing.T) {
	var numbers []string
	for n := range 120 {
		numbers = append(numbers, fmt.Sprintf("TS-HY-20260201-%03d", n+1))
	}
	first := Draw("seed", numbers, 12)
	slices.Reverse(numbers)
	if again := Draw("seed", append(numbers, numbers[0]), 12); !slices.Equal(first, again) {
		t.Errorf("%v\n%v", first, again)
	}
	if got := Draw("seed", []string{"TS-HY-20260201-001", "TS-HY-20260201-002", "TS-HY-20260201-003"},
		2); !slices.Equal(got, wantDrawn) {
		t.Errorf("the algorithm has changed: %v", got)
	}
	if slices.Equal(first, Draw("other", numbers, 12)) {
		t.Error("another seed draws the same")
	}
	drawn := map[string]int{} // by chance: each about as often
	for n := range 1000 {
		for _, k := range Draw(fmt.Sprint(n), numbers, 12) {
			drawn[k]++
		}
	}
	for k, n := range drawn {
		if n < 60 || n > 145 {
			t.Errorf("%s drawn %d times of 1000", k, n)
		}
	}
	for _, tt := range [][2]int{{0, 0}, {3, 3}, {5, 5}, {50, 5}, {51, 6}, {120, 12}, {121, 13}} {
		if got := SampleSize(tt[0], 10, 5); got != tt[1] {
			t.Errorf("of %d: %d, want %d", tt[0], got, tt[1])
		}
	}
}

func TestA6P3P4P8_WhoChecks(t *testing.T) {
	o := demo()
	now := time.Date(2026, 3, 2, 10, 0, 0, 0, o.Zone)
	number := "TS-HY-20260201-001"
	for _, p := range o.People {
		_, err := DrawSample(o.as(p.Account), now, 202602, Seed{Hash: "seed"}, []string{number}, nil, nil)
		if (err == nil) != (p.Account == "k01") {
			t.Errorf("%s draws: %v", p.Account, err)
		}
	}
	k := o.as("k01")
	if _, err := DrawSample(k, now, 202603, Seed{Hash: "seed"}, []string{number}, nil, nil); KindOf(err) != KindInvalid {
		t.Error(err)
	}
	if _, err := DrawSample(k, now, 202602, Seed{Hash: "seed"}, nil, nil, nil); KindOf(err) != KindInvalid {
		t.Error(err)
	}
	c := &Complaint{
		Intake: Intake{Site: "HY", Accused: []string{"b01"}}, Record: Record{Number: number},
		Standing:   Standing{State: Closed},
		Provenance: Provenance{RecordedBy: "a01"}, Closure: Closure{ClosedBy: "p01"},
		Assignment: Assignment{Handler: "a02", Owner: "s01", Department: "engineering"},
	}
	s, err := DrawSample(k, now, 202602, Seed{Hash: "seed"}, []string{number}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.Loaded()
	due := now.AddDate(0, 0, 7)
	acted := []string{"p01", "v01"}
	for _, who := range []string{"a01", "a02", "s01", "b01", "e01", "p01", "v01", "admin", "nobody", ""} {
		docRefused(t, s, KindInvalid, "checker", func() error { return s.Ask(k, now, 1, who, due, c, acted) })
	}
	docRefused(t, s, KindNotFound, "", func() error { return s.Ask(k, now, 2, "m01", due, nil, nil) })
	docRefused(t, s, KindForbidden, "", func() error { return s.Ask(o.as("x02"), now, 1, "m01", due, c, acted) })
	shut := *c
	shut.Restricted = true
	docRefused(t, s, KindNotFound, "", func() error { return s.Ask(k, now, 1, "m01", due, &shut, acted) })
	m := o.as("m01")
	if c.Visible(m) || len(c.Checkers) > 0 {
		t.Fatal("read before anybody asked")
	}
	if err := s.Ask(k, now, 1, "m01", due, c, acted); err != nil || !c.Visible(m) || c.Version != 0 ||
		len(s.Jobs) != 1 || s.Jobs[0].Who != "m01" {
		t.Fatalf("%v %+v", err, s.Jobs)
	}
	if c.Offers(m, ActionClose) || c.Offers(m, ActionReveal) {
		t.Error("a checker only reads")
	}
	c.Restricted = true
	if c.Visible(m) {
		t.Error("restricted, yet read")
	}
	c.Restricted = false
	sheet := func(score int, words string) []SheetMark {
		out := []SheetMark{{Code: "record", Score: 9}, {Code: "basis", Score: score, Words: words},
			{Code: "promise", None: true}}
		return out
	}
	docRefused(t, s, KindInvalid, "words_basis", func() error { return s.Fill(m, now, 1, sheet(5, " "), c, acted) })
	docRefused(t, s, KindInvalid, "score_basis", func() error { return s.Fill(m, now, 1, sheet(11, "x"), c, acted) })
	docRefused(t, s, KindInvalid, "",
		func() error { return s.Fill(m, now, 1, []SheetMark{{Code: "record", None: true}}, c, acted) })
	docRefused(t, s, KindForbidden, "", func() error { return s.Fill(k, now, 1, sheet(8, ""), c, acted) })
	docRefused(t, s, KindForbidden, "",
		func() error { return s.Fill(m, now, 1, sheet(8, ""), c, append(acted, "m01")) })
	if err := s.Fill(m, now, 1, sheet(5, "没有写依据"), c, acted); err != nil || s.Jobs[0].EndedAt.IsZero() {
		t.Fatal(err, s.Jobs)
	}
	docRefused(t, s, KindConflict, "", func() error { return s.Fill(m, now, 1, sheet(8, ""), c, acted) })
	docRefused(t, s, KindConflict, "", func() error { return s.Ask(k, now, 1, "f01", due, c, acted) })
	if r := s.Row([]int{1}); r.Checked != 1 || r.Means[0] != 90 || r.Means[3] != 50 || r.Means[4] != -1 ||
		r.Means[6] != 70 {
		t.Errorf("%+v", r)
	}
	if r := s.Row(nil); r.Checked != 0 || r.Means[6] != -1 {
		t.Errorf("what a reader may not know of counts: %+v", r)
	}
	if err := AssignJob(s, m, now, Job{What: "补写依据", Who: "a02", Due: due}); err != nil || !s.Visible(o.as("a02")) ||
		s.Visible(o.as("a01")) {
		t.Error(err)
	}
	if strings.Contains(s.Jobs[0].What, number) {
		t.Error("the work names the complaint")
	}
}

var wantDrawn = []string{"TS-HY-20260201-003", "TS-HY-20260201-002"}
