package web

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// The month's sheets, by whose they are and who reads them (rules A4, P3, P4, P8).
func TestA4_SheetsWithinWhatTheirReaderMaySee(t *testing.T) {
	p := newPortal(t)
	c := punished(p)
	number := strings.TrimPrefix(c, "/complaints/")
	month := p.now.In(p.store.Org().Zone).Format("2006-01")
	sheet := "/appraisals/a01?month=" + month
	if body := p.as("s01").get(sheet).body; !strings.Contains(body, `data-points="0"`) {
		t.Error("points were taken before it was settled")
	}
	p.as("x02").must(c+"/settle", "class", "process", "cause", "疏忽", "measure", "道歉", "said", "已道歉", "satisfaction",
		"fair")
	link := `href="` + c + `"`
	p.check(
		row{"s01", get, sheet, nil, 200, []string{`data-points="-5"`, link, "不影响扣分"}, nil},
		row{"v01", get, "/appraisals", nil, 200, []string{`data-person="a01" data-points="-5"`, `data-person="w01"`},
			nil},
		row{"s01", get, "/appraisals", nil, 200, []string{`data-person="a01"`, `data-person="s01"`},
			[]string{`data-person="w01"`, `data-person="s02"`, `data-person="p01"`}},
		row{"q01", get, "/appraisals", nil, 200, []string{`data-person="w01"`}, []string{`data-person="a01"`}},
		row{"v01", get, "/appraisals?site=JY", nil, 200, []string{`data-person="w01"`}, []string{`data-person="a01"`}},
		// the matter was put to them, and they may not open it
		row{"a01", get, "/appraisals", nil, 200, []string{`data-points="-5"`, number},
			[]string{link, `data-person="a02"`}},
		row{"a01", get, sheet, nil, 200, []string{`data-points="-5"`}, []string{link}},
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
	p.as("x02").must(c+"/assess", "validity", "invalid", "reason", "查无此事")
	p.check(row{"s01", get, sheet, nil, 200, []string{`data-points="0"`, link, "扣分撤销", "<del>-5</del>"}, nil})
	p.verified()
}

// Nobody learns from their sheet of a complaint that was never put to them (rule P4).
func TestA4P4_WhatWasNeverPutToThePersonStaysNameless(t *testing.T) {
	p := newPortal(t)
	c := p.as("a02").record("site", "HY", "accused", "a01", "category", "attitude")
	p.as("x02").must(c+"/assess", "validity", "valid", "responsibility", "company")
	p.as("x02").must(c+"/settle", "class", "process", "cause", "疏忽", "measure", "道歉", "said", "已道歉", "satisfaction",
		"fair")
	p.check(row{"a01", get, "/appraisals", nil, 200, []string{`data-points="-5"`, "一件您不能查看的投诉"},
		[]string{strings.TrimPrefix(c, "/complaints/")}})
}

// A lifted consequence leaves the points (rules A3, A4).
func TestA4_ALiftedConsequenceLeavesThePoints(t *testing.T) {
	p := newPortal(t)
	c := punished(p)
	p.as("x02").must(c+"/settle", "class", "process", "cause", "疏忽", "measure", "道歉", "said", "已道歉", "satisfaction",
		"fair")
	p.as("a01").must(c+"/consequences/1/view", "view", "当日客户较多。")
	p.as("v01").must(c+"/consequences/1/decide", "decision", "impose", "words", "属实")
	p.as("a01").must(c+"/consequences/1/objection", "objection", "过重")
	p.as("v02").must(c+"/consequences/1/objection/decide", "decision", "lift", "words", "撤")
	p.check(row{"s01", get, "/appraisals/a01", nil, 200, []string{`data-points="-5"`}, nil})
	p.pass(40 * 24 * time.Hour)
	if a := p.as("s01").get("/appraisals/a01"); a.status != http.StatusOK ||
		!strings.Contains(a.body, `data-points="0"`) {
		t.Error("the points stand in another month")
	}
}
