package huiyin

import (
	"testing"
	"time"
)

func TestDefaults(t *testing.T) {
	for _, i := range ParameterList {
		if err := i.Check(i.Default); err != nil {
			t.Errorf("%s: its own default is refused: %v", i.Figure, err)
		}
		for _, v := range []int64{i.Min - 1, i.Max + 1} {
			if err := i.Check(v); KindOf(err) != KindInvalid || err.(*Error).Field != string(i.Figure) {
				t.Errorf("%s takes %d: %v", i.Figure, v, err)
			}
		}
		if (Parameters{i.Figure: i.Max}).Get(i.Figure) != i.Max || (Parameters{}).Get(i.Figure) != i.Default {
			t.Errorf("%s is not what was set", i.Figure)
		}
		if i.Label == "" || i.Rule == "" || i.Unit == "" {
			t.Errorf("%s says too little of itself", i.Figure)
		}
	}
	var f Parameters
	for figure, want := range map[Parameter]time.Duration{FirstResponseNow: 30 * time.Minute,
		FirstResponseUrgent: 4 * time.Hour, SettleMajor: 15 * 24 * time.Hour, ReopenWithin: 90 * 24 * time.Hour} {
		if got := f.Span(figure); got != want {
			t.Errorf("%s is %v, want %v", figure, got, want)
		}
	}
	for figure, want := range map[Parameter]Money{SupervisorLimit: 2_000 * Yuan, ManagerLimit: 20_000 * Yuan,
		VPLimit: 0, OpinionsFrom: 50_000 * Yuan, HeavyLoss: 10_000 * Yuan} {
		if got := f.Money(figure); got != want {
			t.Errorf("%s is %s, want %s", figure, got, want)
		}
	}
}
