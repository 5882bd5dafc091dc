package huiyin

import (
	"strings"
	"testing"
	"time"
)

func TestM2P3_WhoSeesFiguresOfWhichSites(t *testing.T) {
	o := demo()
	for account, want := range map[string]string{
		"a01": "", "b01": "", "w01": "", "admin": "", "h01": "", "f01": "", "l01": "", "e01": "", "m01": "", "k01": "",
		"s01": "HY", "s02": "HY", "t01": "LT", "u01": "JY", "p01": "HY", "q01": "LT JY", "x02": "HY LT JY",
		"v01": "HY LT JY", "g01": "HY LT JY",
	} {
		by := o.as(account)
		if got := strings.Join(by.SitesOf(), " "); got != want {
			t.Errorf("%s: %q, want %q", account, got, want)
		}
		if err := Can(by, ActionSeeStatistics, nil); (err == nil) != (want != "") ||
			err != nil && KindOf(err) != KindForbidden {
			t.Errorf("%s: %v", account, err)
		}
	}
}

func TestM5M6_EveryFigureIsDefinedAndShown(t *testing.T) {
	a := NewAnalysis(202603, "", nil)
	for k := range a.Counts { // one of everything, so that every line stands
		for _, i := range indicators {
			a.Counts[k].Add(i.code, "", 1, 1)
		}
	}
	for _, i := range indicators {
		if i.label == "" || i.counts == "" || !bases.has(i.base) || i.code.Base() != i.base {
			t.Errorf("%s is not defined: %+v", i.code, i)
		}
	}
	seen := map[Indicator]bool{}
	for _, p := range a.Parts(demo()) {
		defined := map[Indicator]bool{}
		for _, i := range p.Defines {
			defined[i], seen[i] = true, true
		}
		for _, l := range p.Lines {
			if !defined[l.Of] {
				t.Errorf("%s: nothing beside it says what %s counts", l.Label, l.Of)
			}
		}
	}
	for _, i := range indicators {
		if !seen[i.code] {
			t.Errorf("%s is counted and not shown", i.code)
		}
	}
}

func TestM2_MonthsAndNumbers(t *testing.T) {
	for _, tt := range []struct {
		from Month
		add  int
		want string
	}{{202603, -1, "2026-02"}, {202601, -1, "2025-12"}, {202512, 1, "2026-01"}, {202603, -12, "2025-03"},
		{202602, 25, "2028-03"}} {
		if got := tt.from.Add(tt.add).String(); got != tt.want {
			t.Errorf("%s and %d months: %s, want %s", tt.from, tt.add, got, tt.want)
		}
	}
	zone := demo().Zone
	if m := MonthOf(time.Date(2026, 2, 28, 15, 59, 59, 0, time.UTC), zone); m != 202602 {
		t.Error(m)
	}
	if m := MonthOf(time.Date(2026, 2, 28, 16, 0, 0, 0, time.UTC), zone); m != 202603 {
		t.Error(m)
	}
	for _, wrong := range []string{"", "2026", "2026-13", "2026-3-1", "三月", "0001-01", "99999-01"} {
		if _, err := ParseMonth(wrong); KindOf(err) != KindInvalid {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	for _, tt := range []struct {
		part, whole int
		want        string
	}{{0, 0, "–"}, {0, 3, "0.0%"}, {1, 3, "33.3%"}, {2, 3, "66.7%"}, {3, 3, "100.0%"}, {1, 2000, "0.1%"},
		{1, 2001, "0.0%"}} {
		if got := Percent(tt.part, tt.whole); got != tt.want {
			t.Errorf("%d of %d: %s, want %s", tt.part, tt.whole, got, tt.want)
		}
	}
	days := Tally{}
	for _, d := range []string{"10", "20", "25"} {
		n := map[string]int64{"10": 10, "20": 20, "25": 25}[d]
		days.Add(CountDays, d, 1, n)
	}
	if days.MedianDays() != "2.0" || days.MeanDays() != "1.8" {
		t.Error(days.MedianDays(), days.MeanDays())
	}
	days.Add(CountDays, "31", 1, 31)
	if days.MedianDays() != "2.3" { // 2.25, rounded up
		t.Error(days.MedianDays())
	}
	for _, f := range []Filter{{Figure: "nonsense", Month: "2026-03"}, {Of: "x"}, {Month: "2026-03"},
		{Figure: CountPaid}, {Figure: CountPaid, Month: "x"},
		{Figure: CountGrade, Month: "2026-03", Of: strings.Repeat("x", 201)}} {
		if KindOf(f.Asks()) != KindInvalid {
			t.Errorf("%+v is taken", f)
		}
	}
	if err := (Filter{Figure: CountGrade, Of: "minor", Month: "2026-03"}).Asks(); err != nil {
		t.Error(err)
	}
}

// An axis begins at nothing, reaches above the most, and has few lines.
func TestPlotAxis(t *testing.T) {
	for most := range 3000 {
		p := NewPlot(100, 100, most)
		if p.Top < most || p.Ticks[0] != 0 || p.Ticks[len(p.Ticks)-1] != p.Top || len(p.Ticks) > 6 ||
			len(p.Ticks) < 2 || p.Y(0) != 100 || p.Y(p.Top) != 0 {
			t.Fatalf("%d: %+v", most, p)
		}
	}
}

// The line of a Pareto chart begins at the top of the first bar and lies above every other, on one scale that
// holds the sum (rule M2).
func TestM2_ParetoLineClearsItsBars(t *testing.T) {
	for _, counts := range [][]int{{1}, {5, 1, 1}, {3, 3, 3, 3}, {40, 17, 2, 1, 1, 1}} {
		var bars []Bar
		sum := 0
		for _, n := range counts {
			sum += n
			bars = append(bars, Bar{N: n, Sum: sum})
		}
		p := ParetoPlot(430, 160, bars)
		if p.Top < sum || p.Y(bars[0].N) != p.Y(bars[0].Sum) {
			t.Errorf("%v: top %d, first bar %.1f, line %.1f", counts, p.Top, p.Y(bars[0].N), p.Y(bars[0].Sum))
		}
		for i, b := range bars[1:] {
			if p.Y(b.Sum) >= p.Y(b.N) {
				t.Errorf("%v: the line runs through bar %d", counts, i+1)
			}
		}
	}
}

// A clock that was set back in between makes no negative figure.
func TestM2_NoDurationIsNegative(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	c := &Complaint{Standing: Standing{SettledAt: at.AddDate(0, 0, -3)}}
	c.ReceivedAt = at
	for _, m := range c.settledMarks() {
		if m.Adds < 0 || m.Of == CountDays && strings.HasPrefix(m.Value, "-") {
			t.Errorf("%+v", m)
		}
	}
}
