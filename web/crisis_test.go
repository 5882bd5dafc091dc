package web

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// From the first report to the end, as the agent at the gate, those who answer for the site, and others see it.
func TestR15_AnAlarmFromTheGateToItsEnd(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	p.check(row{"a01", get, "/crises/alarm", nil, 200, []string{"tel:110", `data-fill="50"`, `value="HY"`},
		[]string{"data-alarm=", `value="JY"`}})
	at := p.as("a01").must("/crises/alarm", "site", "HY", "place", "大门", "people", "20", "said", "要见经理")
	number := strings.TrimPrefix(at, "/crises/alarm/")
	strip := `data-alarm="` + number + `"`
	if number != "BJ-HY-20250303-1" {
		t.Errorf("the number is %s", number)
	}
	// The same form sent twice, and a second report: one alarm.
	if again := p.as("a02").must("/crises/alarm", "site", "HY", "place", "大堂", "people", "39"); again != at {
		t.Errorf("a second report makes %s", again)
	}
	p.check(
		row{"a01", get, at, nil, 200, []string{strip, `data-state="open"`, `data-people="39"`, `data-unseen-by="v01"`, "要见经理",
			"2 人上报"}, []string{at + "/end", at + "/seen"}},
		row{"p01", get, "/", nil, 200, []string{strip, "知道了", "大堂", "约 39 人", "沈国梁"}, nil},
		row{"v01", get, "/notices", nil, 200, []string{`data-notice="crisis_alarm"`, `data-number="` + number + `"`,
			"约 20 人", at}, nil},
		row{"a02", get, "/complaints/new", nil, 200, []string{strip}, []string{"知道了"}},
		row{"w01", get, "/", nil, 200, nil, []string{number, strip}},
		row{"w01", get, at, nil, 404, nil, nil},
		row{"admin", get, "/notices", nil, 200, nil, []string{number}},
		row{"w01", post, at + "/more", []string{"people", "90", "said", "多了"}, 404, nil, nil},
		row{"s01", post, at + "/end", []string{"reason", "false"}, 403, nil, nil},
		row{"a01", post, at + "/more", []string{"people", "0", "said", ""}, 422, []string{`id="people-wrong"`}, nil},
		row{"a01", post, "/crises/alarm", []string{"site", "JY", "place", "大门", "people", "9"}, 422,
			[]string{`id="site-wrong"`}, nil},
	)
	if a := p.as("p01").post(at+"/seen", "back", "/approvals"); a.status != http.StatusSeeOther ||
		a.location != "/approvals" {
		t.Errorf("知道了 leads to %d %s", a.status, a.location)
	}
	if a := p.as("s02").post(at+"/seen", "back", "https://evil.example/"); a.location != "/" {
		t.Errorf("it leads out of the house: %s", a.location)
	}
	p.check(row{"v02", get, "/", nil, 200, []string{strip, "郑海涛、吴建民已看到"}, nil},
		row{"p01", get, "/", nil, 200, []string{strip}, []string{at + "/seen"}})
	// It rings again until somebody ends it.
	rings := func() int {
		return len(p.rows("SELECT id FROM notice WHERE kind = 'crisis_alarm' AND account = 'v01'"))
	}
	before := rings()
	p.pass(15 * time.Minute)
	if got := rings(); got != before+1 {
		t.Errorf("after a quarter of an hour %d rings, before %d", got, before)
	}
	p.as("x02").must(at+"/end", "reason", "dispersed")
	p.pass(3 * time.Hour)
	if got := rings(); got != before+1 {
		t.Errorf("it rings on after its end: %d", got)
	}
	p.check(row{"p01", get, "/", nil, 200, nil, []string{strip}},
		row{"p01", get, at, nil, 200, []string{`data-state="ended"`, "人已散去"}, []string{at + "/more"}},
		row{"p01", post, at + "/end", []string{"reason", "handled"}, 409, nil, nil},
		row{"a01", get, "/crises/alarm", nil, 200, []string{at}, nil})
	if next := p.as("a01").must("/crises/alarm", "site", "HY", "place", "大门", "people", "9"); next == at {
		t.Error("a new alarm joins one that is over")
	}
	p.verified()
}
