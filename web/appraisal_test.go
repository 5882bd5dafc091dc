package web

import (
	"strings"
	"testing"
	"time"
)

// settled closes a case as whoever is in charge.
func settled(p *portal, c, who string) {
	p.t.Helper()
	p.as(who).must(c+"/settle", "class", "process", "cause", "疏忽", "measure", "道歉", "said", "已道歉", "satisfaction",
		"fair")
	p.as(who).must(c+"/close", "outcome", "withdrawn", "reason", "客户撤诉")
}

// The month's sheets, by whose they are and who reads them (rules A4, P3, P4, P8).
func TestA4_SheetsWithinWhatTheirReaderMaySee(t *testing.T) {
	p := newPortal(t)
	c := found(p)
	number := strings.TrimPrefix(c, "/complaints/")
	month := p.now.In(p.store.Org().Zone).Format("2006-01")
	sheet := "/appraisals/a01?month=" + month
	points := "/appraisals/a01/" + number + "/1"
	if body := p.as("s01").get(sheet).body; !strings.Contains(body, `data-points="0"`) {
		t.Error("points were taken before it was settled")
	}
	settled(p, c, "x02")
	link := `href="` + c + `"`
	secrets := []string{link, "赵大海", "恶劣"}
	p.check(
		row{"a01", get, "/notices", nil, 200, []string{"您的考评扣分有变动"}, secrets},
		row{"a01", get, sheet, nil, 200, []string{`data-points="0"`, `data-points-state="proposed"`, "责任人为您", "提出异议"},
			secrets},
		row{"a01", post, points + "/confirm", []string{"decision", "drop", "words", "x"}, 404, nil, nil},
		row{"a02", post, points + "/objection", []string{"objection", "x"}, 404, nil, nil},
		row{"q01", post, points + "/confirm", []string{"decision", "drop", "words", "x"}, 404, nil, nil},
		row{"x02", post, points + "/confirm", []string{"decision", "drop", "words", "x"}, 403, nil, nil}, // closed it
		row{"s01", post, points + "/confirm", []string{"decision", "confirm", "month", month}, 409,
			[]string{"异议期限还没有过"}, nil},
		row{"a01", post, points + "/objection", []string{"objection", "当日不在岗", "month", month}, 303, nil, nil},
		row{"a01", post, points + "/objection", []string{"objection", "再说一次", "month", month}, 409, nil, nil},
		row{"s01", get, sheet, nil, 200, []string{`data-points="0"`, "当日不在岗"}, nil},
		row{"s01", get, "/", nil, 200, []string{`data-kind="考评"`}, nil},
		row{"x02", get, "/", nil, 200, nil, []string{`data-kind="考评"`}},
		row{
			"s01",
			post,
			points + "/confirm",
			[]string{"decision", "confirm", "month", month},
			422,
			nil,
			nil,
		}, // says why
		row{"s01", post, points + "/confirm", []string{"decision", "confirm", "words", "排班表有本人", "month", month}, 303,
			nil, nil},
		row{
			"s02",
			post,
			points + "/confirm",
			[]string{"decision", "drop", "words", "x", "month", month},
			409,
			nil,
			nil,
		},
	)
	p.check(
		row{"s01", get, sheet, nil, 200, []string{`data-points="-5"`, link, "不作为扣减工资的依据"}, nil},
		row{"v01", get, "/appraisals", nil, 200, []string{`data-person="a01" data-points="-5"`, `data-person="w01"`},
			nil},
		row{"s01", get, "/appraisals", nil, 200, []string{`data-person="a01"`, `data-person="s01"`},
			[]string{`data-person="w01"`, `data-person="s02"`, `data-person="p01"`}},
		row{"q01", get, "/appraisals", nil, 200, []string{`data-person="w01"`}, []string{`data-person="a01"`}},
		row{"v01", get, "/appraisals?site=JY", nil, 200, []string{`data-person="w01"`}, []string{`data-person="a01"`}},
		// the matter was put to them, and they may not open it
		row{"a01", get, "/appraisals", nil, 200, []string{`data-points="-5"`, number},
			[]string{link, `data-person="a02"`}},
		row{"a01", get, sheet, nil, 200, []string{`data-points="-5"`, "排班表有本人"}, secrets},
		row{"a02", get, sheet, nil, 404, nil, nil},
		row{"q01", get, sheet, nil, 404, nil, nil},
		row{"a01", get, "/appraisals/s01", nil, 404, nil, nil},
		// handled it; the word was typed by who is in charge (rule W6)
		row{"a02", get, "/appraisals", nil, 200, []string{`data-points="0"`, "0 / 0 / 0"}, nil},
		row{"v01", get, "/appraisals?month=abc", nil, 422, nil, nil},
		row{"v01", get, "/appraisals?month=99999-01", nil, 422, nil, nil},
		row{"v01", get, "/appraisals?site=XX", nil, 404, nil, nil},
		row{"v01", get, "/appraisals/nobody", nil, 404, nil, nil},
		row{"v01", get, "/appraisals/a01?month=2020-01", nil, 200, []string{`data-points="0"`}, []string{number}},
	)
	p.as("x02").must(c+"/restrict", "reason", "涉及员工")
	p.check(
		row{"s01", get, sheet, nil, 200, []string{`data-points="-5"`, "一件您不能查看的投诉"}, []string{number}}, // rule P8
		row{"x02", get, sheet, nil, 200, []string{link}, nil},
	)
	p.as("x02").must(c+"/lift", "reason", "不再涉及")
	p.as("v01").must(c+"/reopen", "reason", "查明不是本人")
	p.check(row{"s01", get, sheet, nil, 200, []string{`data-points="0"`, link, "扣分撤销", "<del>-5</del>"}, nil})
	p.pass(40 * 24 * time.Hour)
	p.check(row{"s01", get, "/appraisals/a01", nil, 200, []string{`data-points="0"`}, []string{"<del>-5</del>"}})
	p.verified()
}

// Whom the customer merely accused has no points; whose fault it was is told of them and sees nothing of the case
// (rules A4, P4).
func TestA4P4_OfTheResponsiblePersonAlone(t *testing.T) {
	p := newPortal(t)
	accused := p.as("a02").record("site", "HY", "accused", "a01", "category", "attitude")
	p.as("x02").must(accused+"/assess", "validity", "valid", "responsibility", "company")
	settled(p, accused, "x02")
	p.check(row{"s01", get, "/appraisals/a01", nil, 200, []string{`data-points="0"`}, []string{"data-deduction"}})
	c := p.as("a02").
		record(append(p.stranger(), "site", "HY", "accused", "a01", "category", "attitude", "name", "赵大海")...)
	p.as("x02").must(c+"/assess", "validity", "valid", "responsibility", "company", "responsible_person", "a01")
	settled(p, c, "x02")
	p.check(row{"a01", get, "/appraisals/a01", nil, 200, []string{`data-points-state="proposed"`, "责任人为您"},
		[]string{`href="` + c + `"`, "赵大海"}})
	p.verified()
}

// No points beside a consequence for the same fact, upheld or lifted (rules A3, A4).
func TestA4_NoPointsBesideAConsequence(t *testing.T) {
	p := newPortal(t)
	c := punished(p)
	settled(p, c, "x02")
	none := row{"s01", get, "/appraisals/a01", nil, 200, []string{`data-points="0"`}, []string{"data-deduction"}}
	p.check(none)
	p.as("a01").must(c+"/consequences/1/view", "view", "当日客户较多。")
	p.as("v01").must(c+"/consequences/1/decide", "decision", "impose", "words", "属实")
	p.as("a01").must(c+"/consequences/1/objection", "objection", "过重")
	p.as("v02").must(c+"/consequences/1/objection/decide", "decision", "lift", "words", "撤")
	p.check(none)
}
