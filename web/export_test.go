package web

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// An export holds exactly what the list has found, in its order and with its columns, over all its pages;
// no text in it is a formula, phones are masked below a manager, and the journal says who took it.
func TestP5_ExportIsExactlyTheList(t *testing.T) {
	t.Parallel()
	p := newPortal(t)
	for i := range 60 {
		dbtest.Complaint(t, p.store, dbtest.Actor(t, p.store, "s01"), func(in *huiyin.Intake) {
			in.Site, in.Name, in.Phone = "HY", fmt.Sprint("王", i), fmt.Sprint(13800138000+i)
			in.Matter = []string{"=1+1", "+1噪音", "-1", "@SUM(A1)", "＝1噪音", "，噪音\"引号\n换行"}[i%6]
		})
	}
	dbtest.Complaint(t, p.store, dbtest.Actor(t, p.store, "u01"), func(in *huiyin.Intake) { in.Matter = "别处的噪音" })
	read := func(who, query string) (rows [][]string) {
		a := p.as(who).get("/complaints/export.csv?" + query)
		if a.status != http.StatusOK || !strings.HasPrefix(a.body, "\uFEFF") {
			t.Fatalf("%s %s: %d", who, query, a.status)
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\uFEFF"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		b := p.as(who).get("/complaints/export.xlsx?" + query)
		f, err := excelize.OpenReader(bytes.NewReader([]byte(b.body)))
		if err != nil {
			t.Fatal(err)
		}
		same, err := f.GetRows("投诉")
		if err != nil || len(same) != len(rows) {
			t.Fatalf("%d rows in Excel, %d in CSV, %v", len(same), len(rows), err)
		}
		last := len(rows) - 1
		if mark := rows[last][0]; !strings.Contains(mark, "（"+who+"） · 导出时间 2025-03-") ||
			!strings.Contains(mark, "用途 ") || same[last][0] != mark {
			t.Errorf("%s: the mark is %q", who, mark)
		}
		rows, same = rows[:last], same[:last]
		for i := range same {
			for j, cell := range same[i] {
				safe := rows[i][j]
				if cell != strings.TrimPrefix(safe, "'") {
					t.Errorf("Excel has %q, CSV %q", cell, safe)
				}
				if safe != "" && strings.ContainsAny(safe[:1], "=+-@\t\r") || strings.HasPrefix(safe, "＝") {
					t.Errorf("a formula: %q", safe)
				}
				place, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if formula, _ := f.GetCellFormula("投诉", place); formula != "" {
					t.Errorf("a formula: %q", formula)
				}
			}
		}
		return rows
	}
	listed := func(who, query string) (out []string) {
		at := "/complaints?" + query
		for at != "" {
			d := p.as(who).get(at).page()
			d.Find("tr[data-number]").Each(func(_ int,
				tr *goquery.Selection) {
				out = append(out, tr.AttrOr("data-number", ""))
			})
			at = d.Find(".pager a").Last().AttrOr("href", "")
			if !strings.Contains(at, "~") {
				at = ""
			}
		}
		return out
	}
	for _, query := range []string{"", "site=HY", "q=噪音&col=phone", "sort=due", "q=噪音&sort=due&site=HY",
		"grade=major"} {
		for _, who := range []string{"s01", "v01"} {
			rows, want := read(who, query), listed(who, query)
			var got []string
			for _, r := range rows[1:] {
				got = append(got, r[0])
			}
			if strings.Join(got, " ") != strings.Join(want, " ") || query == "site=HY" && len(got) != 60 {
				t.Errorf("%s %q: %d rows, the list has %d", who, query, len(got), len(want))
			}
		}
	}
	if head := read("s01", "col=phone&col=demand")[0]; strings.Join(head, " ") != "编号 受理时间 投诉事项 类别 紧急程度 电话 客户诉求" {
		t.Errorf("head %q", head)
	}
	if row := read("s01", "site=HY&col=phone")[1]; row[5] != "138****8059" {
		t.Errorf("a supervisor gets %q", row[5])
	}
	if row := read("p01", "site=HY&col=phone")[1]; row[5] != "13800138059" {
		t.Errorf("a manager gets %q", row[5])
	}
	for _, want := range []struct{ by, detail string }{
		{"s01", `[{"f":"rows","a":"60"},{"f":"purpose","a":"直接取用，未另说明"},{"f":"filter","a":"site=HY col=phone"}]`},
		{"p01", `[{"f":"rows","a":"60"},{"f":"purpose","a":"直接取用，未另说明"},{"f":"filter","a":"site=HY col=phone"},` +
			`{"f":"field","a":"phone"}]`},
	} {
		if n := len(p.rows("SELECT id FROM journal WHERE action = 'export' AND by = ? AND detail = ?", want.by,
			want.detail)); n != 2 {
			t.Errorf("%s: %d entries %s", want.by, n, want.detail)
		}
	}
	before := len(p.rows("SELECT id FROM journal WHERE action = 'export'"))
	p.check(
		row{"a01", get, "/complaints/export.csv", nil, http.StatusForbidden, nil, []string{"13800138"}},
		row{"s01", get, "/complaints/export.csv?col=nonsense", nil, http.StatusUnprocessableEntity, nil,
			[]string{"13800138"}},
	)
	if after := len(p.rows("SELECT id FROM journal WHERE action = 'export'")); after != before {
		t.Error("a refused export is noted")
	}
	p.verified()
}

// A long export is made in the background, and handed out only while what it shows may still be seen.
func TestP3_ExportInTheBackground(t *testing.T) {
	p := newPortal(t)
	c := p.as("a01").record("site", "HY", "matter", "后台噪音")
	p.as("a01").record("site", "HY", "matter", "别的事情", "category", "facilities")
	v := p.as("s01")
	export := func() string {
		at := v.must("/complaints/export", "list", "q=噪音", "format", "csv", "purpose", "核对噪音投诉")
		p.made()
		return at
	}
	at := export()
	if a := v.get(at + "/file"); a.status != http.StatusOK || strings.Count(a.body, "\n") != 3 ||
		!strings.Contains(a.body, "后台噪音") {
		t.Errorf("%d %q", a.status, a.body)
	}
	at = export()
	p.check(row{"s02", get, at + "/file", nil, http.StatusNotFound, nil, nil})
	p.as("v01").must(c+"/assess", "grade", "major", "grade_reason", "影响大", "validity", "valid")
	p.as("v01").must(c+"/restrict", "people", "a01", "reason", "涉及客户资料")
	p.check(row{"s01", get, at + "/file", nil, http.StatusForbidden, nil, []string{"后台噪音"}})
	p.verified()
}

// A view shows each who opens it what they may see, is offered to those it is shared with, and belongs to
// its owner alone.
func TestP3_ViewsAreSharedAndShowEachTheirOwn(t *testing.T) {
	p := newPortal(t)
	mine := p.as("a01").record("site", "HY", "matter", "本项目噪音")
	p.as("w01").record("site", "JY", "matter", "外项目噪音")
	if at := p.as("s01").must("/views", "name", "噪音投诉", "share", "agent", "list",
		"q=噪音&page=2&once=x&col=phone"); at != "/complaints?col=phone&q=%E5%99%AA%E9%9F%B3" {
		t.Errorf("leads to %s", at)
	}
	p.as("s01").must("/views", "name", "自己的", "list", "late=1")
	offered := func(who string) string {
		return strings.Join(strings.Fields(p.as(who).get("/complaints").page().Find("nav.views .chip").Text()), " ")
	}
	for who, want := range map[string]string{"s01": "噪音投诉自己的", "a01": "噪音投诉", "a02": "噪音投诉", "w01": "", "s02": "",
		"v01": "", "b01": ""} {
		if got := offered(who); got != want {
			t.Errorf("%s is offered %q, want %q", who, got, want)
		}
	}
	number := strings.TrimPrefix(mine, "/complaints/")
	open := "/complaints?col=phone&q=噪音"
	p.check(
		row{"a01", get, open, nil, http.StatusOK, []string{number, "<mark>噪音</mark>", "138****8000", `data-total="1"`},
			[]string{"外项目", "13800138000"}},
		row{"a02", get, open, nil, http.StatusOK, []string{`data-total="0"`}, []string{number}},
		// agents share nothing
		row{"a01", post, "/views", []string{"name", "x", "share", "agent", "list", "late=1"},
			http.StatusUnprocessableEntity, nil, nil},
		row{"s01", post, "/views", []string{"name", "x", "share", "manager", "list", "late=1"},
			http.StatusUnprocessableEntity, nil, nil},
		row{"s01", post, "/views", []string{"name", "自己的", "list", "late=1"}, http.StatusUnprocessableEntity,
			[]string{"同名"}, nil},
		row{"s01", post, "/views", []string{"name", "y", "list", "q=138 0013 8000"}, http.StatusUnprocessableEntity,
			[]string{"电话号码"}, nil},
		row{"a01", post, "/views/1", []string{"name", "我的"}, http.StatusNotFound, nil, nil},
		row{"s02", post, "/views/1/drop", nil, http.StatusNotFound, nil, nil},
		row{"s01", post, "/views/1", []string{"name", "改名", "share", "supervisor"}, http.StatusSeeOther, nil, nil},
	)
	if got := offered("s02"); got != "改名" {
		t.Errorf("s02 is offered %q", got)
	}
	p.as("s01").must("/views/1/drop")
	if got := offered("s02") + offered("a01"); got != "" {
		t.Errorf("a deleted view is offered: %q", got)
	}
	for action, want := range map[string]int{"save_view": 3, "drop_view": 1} {
		if n := len(p.rows("SELECT id FROM journal WHERE action = ? AND by = 's01'", action)); n != want {
			t.Errorf("%s: %d entries", action, n)
		}
	}
	p.verified()
}
