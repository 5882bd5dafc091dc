package web

import (
	"strings"
	"testing"
	"time"
)

// A crisis from the alarm to the word in force, as those who lead it, the front staff and strangers meet it (rules R1, R3,
// R14).
func TestR1R3R14_ACrisisFromTheAlarmToTheWordInForce(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	alarm := p.as("a01").must("/crises/alarm", "site", "HY", "place", "大门", "people", "20")
	number := strings.TrimPrefix(alarm, "/crises/alarm/")
	opening := []string{"site", "HY", "title", "三期延期交付", "people", "46", "highest", "v01", "highest_deputy", "v02", "duty", "x02",
		"duty_deputy", "p01", "scene", "s01", "scene_deputy", "s02", "alarm", number}
	p.check(
		row{"p01", get, alarm, nil, 200, []string{"/crises/new?alarm=" + number}, nil},
		row{"s01", get, alarm, nil, 200, nil, []string{"/crises/new"}},
		row{"p01", get, "/crises/new?alarm=" + number, nil, 200, []string{`value="20"`, "大门"}, nil},
		row{"s01", post, "/crises", opening, 403, nil, nil},
		row{"q01", post, "/crises", opening, 404, nil, []string{number}},
		row{"p01", post, "/crises", []string{"site", "HY", "title", "", "people", "0"}, 422,
			[]string{`id="title-wrong"`, `id="people-wrong"`, `id="highest-wrong"`, `id="scene-wrong"`}, nil},
	)
	c := p.as("p01").must("/crises", opening...)
	cr := strings.TrimPrefix(c, "/crises/")
	if cr != "CR-HY-20250303-1" {
		t.Error("the number is", cr)
	}
	p.check(
		row{"v02", post, "/crises", opening[:len(opening)-2], 409, []string{`data-crisis="` + cr + `"`, "请加入"}, nil},
		row{"p01", get, alarm, nil, 200, []string{`data-state="crisis"`, `data-crisis="` + cr + `"`}, []string{alarm + "/end"}},
		row{"p01", get, c, nil, 200, []string{`data-phase="outbreak"`, `data-people="46"`, `data-seat="highest"`, `data-person="v01"`,
			`data-acting="v01"`, `data-deputy="v02"`}, nil},
		row{"a01", get, c, nil, 404, nil, []string{"三期延期交付"}},
		row{"w01", get, "/crises", nil, 200, nil, []string{cr}},
		row{"x02", get, "/notices", nil, 200, []string{`data-notice="crisis_opened"`, cr}, nil},
		row{"a01", get, "/notices", nil, 200, nil, []string{cr}},
	)
	hold := p.held("p01", "v01")
	p.as("x02").must(c+"/statements/hold", "template", hold, "place", "一楼会议室")
	said := `data-statement="` + cr + `" data-statement-n="1"`
	read := c + "/statements/1/read"
	p.check(
		row{"a01", get, "/", nil, 200, []string{said, "请到一楼会议室登记", read}, []string{"三期延期交付"}},
		row{"a01", get, "/complaints/new", nil, 200, []string{said}, nil},
		row{"w01", get, "/", nil, 200, nil, []string{said}},
		row{"w01", post, read, nil, 404, nil, nil},
		row{"w01", get, c + "/statement-1.pdf", nil, 404, nil, nil},
		row{"p01", get, c, nil, 200, []string{`data-status="issued"`, `data-read="0"`}, nil},
	)
	if a := p.as("a01").post(read, "back", "/counter"); a.location != "/counter" {
		t.Errorf("知道了 leads to %d %s", a.status, a.location)
	}
	p.check(row{"a01", get, "/approvals", nil, 200, []string{said}, []string{read}},
		row{"p01", get, c, nil, 200, []string{`data-read="1"`}, nil})

	// The next version: drafted, legal agrees, another vice president approves, the first who issues is the only one.
	p.as("v01").must(c+"/team", "part", "legal", "person", "k01")
	p.as("v01").must(c+"/team", "part", "spokesperson", "person", "e01")
	p.as("e01").must(c+"/statements", "text", "项目组已到现场。", "kind", "notice", "next_at", p.later(2*time.Hour), "answers", "e01")
	p.as("e01").must(c + "/statements/2/submit")
	p.check(row{"a02", get, "/", nil, 200, []string{said}, []string{"项目组已到现场"}},
		row{"e01", post, c + "/statements/2/decide", []string{"decision", "approve"}, 403, nil, nil},
		row{"k01", get, c, nil, 200, []string{c + "/statements/2/opinion"}, []string{c + "/statements/2/decide"}})
	p.as("k01").must(c+"/statements/2/opinion", "agree", "1")
	p.as("v02").must(c+"/statements/2/decide", "decision", "approve")
	p.check(row{"v01", post, c + "/statements/2/decide", []string{"decision", "refuse", "words", "不妥"}, 409, []string{"韩雪梅"}, nil},
		row{"x02", post, c + "/statements/2/issue", []string{"channel", "staff"}, 422, []string{"第 1 版"}, nil},
		row{"x02", post, c + "/statements/2/issue", []string{"channel", "staff", "replaces", "9"}, 409, []string{"第 1 版"}, nil})
	p.as("e01").must(c+"/statements/2/issue", "replaces", "1", "channel", "staff", "channel", "door")
	p.check(
		row{"x02", post, c + "/statements/2/issue", []string{"channel", "staff", "replaces", "1"}, 409, []string{"第 2 版"}, nil},
		row{"a01", get, "/", nil, 200, []string{`data-statement-n="2"`, "项目组已到现场", c + "/statements/2/read"}, []string{said}},
		row{"a01", post, read, nil, 409, nil, nil},
		row{"a01", get, c + "/statement-1.pdf", nil, 409, []string{"第 2 版"}, nil},
		row{"a01", get, c + "/statement-1.pdf?marked=1", nil, 409, nil, nil},
		row{"v01", get, c + "/statement-1.pdf?marked=1", nil, 200, []string{"%PDF"}, nil},
		row{"a01", get, c + "/statement-2.pdf", nil, 200, []string{"%PDF"}, nil},
		row{"a01", get, c + "/statement-9.pdf", nil, 404, nil, nil},
	)
	p.as("s01").must(c+"/statements/2/withdraw", "reason", "有误")
	p.check(row{"a01", get, "/", nil, 200, []string{"口径已撤下", "由专人回复"}, []string{"项目组已到现场"}},
		row{"a01", get, c + "/statement-2.pdf", nil, 409, nil, nil})
	p.verified()
}

// Who takes over, hands over and comes back; exactly one acts (rule R14).
func TestR14_SeatsOnThePage(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	c := p.crisisOf("HY")
	p.check(row{"x02", post, c + "/seats/takeover", []string{"seat", "highest", "reason", "急"}, 403, nil, nil},
		row{"v02", post, c + "/seats/takeover", []string{"seat", "highest"}, 422, []string{`id="reason-wrong"`}, nil})
	p.as("v02").must(c+"/seats/takeover", "seat", "highest", "reason", "在飞机上")
	p.check(row{"v01", get, c, nil, 200, []string{`data-acting="v02"`, c + "/seats/back", "在飞机上"}, nil})
	p.as("v01").must(c+"/seats/back", "seat", "highest")
	p.check(row{"v01", get, c, nil, 200, []string{`data-acting="v01"`}, []string{`data-acting="v02"`}})
	p.as("x02").must(c+"/seats/handover", "seat", "duty", "to", "u01", "words", "人群已散")
	p.check(row{"u01", get, c, nil, 200, []string{c + "/seats/handover/1/accept", "人群已散"}, nil},
		row{"u01", get, "/notices", nil, 200, []string{`data-notice="crisis_handover"`}, nil},
		row{"u01", get, c + "/handover-1.pdf", nil, 200, []string{"%PDF"}, nil},
		row{"t01", get, c + "/handover-1.pdf", nil, 404, nil, nil},
		row{"x02", get, c, nil, 200, []string{`data-acting="x02"`}, nil})
	p.as("u01").must(c + "/seats/handover/1/accept")
	p.check(row{"u01", get, c, nil, 200, []string{`data-acting="u01"`}, []string{`data-acting="x02"`}})
	p.verified()
}
