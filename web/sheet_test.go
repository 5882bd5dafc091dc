package web

import (
	"encoding/csv"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"huiyin/huiyin"
)

// typedInOffices are units and names that a spreadsheet would make something else of.
var typedInOffices = []string{"3-4", "5-2001", "1/2", "2-1-301", "0102", "1.10", "3月4日", "12:30", "5%", "(5)", "Mar-1",
	"-1层-023车位", "+8613800001234", "123456789012345678", "A座-12", "3栋2单元1201"}

// Paper and sheet of one ledger say the same, cell for cell, carry one number that names whose view it is, and the sheet
// opens as an office wants it (rule F2).
func TestF2_PaperAndSheetAgree(t *testing.T) {
	p := newPortal(t)
	for _, name := range []string{"received", "assessed", "executing", "closed", "archived", "paused"} {
		if make := cases[name]; make != nil {
			make(p)
		}
	}
	reopened := cases["closed"](p)
	p.as("s01").must(reopened+"/reopen", "reason", "复发")
	merged, into := p.as("a02").record("site", "HY"), p.as("a02").record("site", "HY")
	p.as("s01").must(merged+"/merge", "into", numberIn(into))
	for _, query := range []string{"?month=2025-03", "?month=2025-03&site=HY"} {
		paper, file := p.as("s01").get("/complaints/ledger.pdf"+query), p.as("s01").get("/complaints/ledger.xlsx"+query)
		rows, text := rowsIn(file), strings.Join(strings.Fields(paper.text()), "")
		if len(rows) < 4 {
			t.Fatalf("%d rows", len(rows))
		}
		at := map[string]int{}
		for i, h := range rows[0] {
			at[h] = i
		}
		done := 0
		for _, row := range rows[1:] {
			cell := func(h string) string {
				if i := at[h]; i < len(row) {
					return strings.Join(strings.Fields(row[i]), "")
				}
				return ""
			}
			if !strings.Contains(paper.text(), cell("编号")) {
				t.Errorf("%s is not whole on the paper", cell("编号"))
			}
			_, rest, _ := strings.Cut(text, cell("编号"))
			for _, h := range []string{"日期", "方式", "被投诉部门/人", "等级", "承诺时限", "处理结果", "完成日期", "是否超时", "满意度", "回访人", "回访日期"} {
				if !strings.Contains(rest[:min(len(rest), 900)], cell(h)) {
					t.Errorf("%s: the paper lacks %s %q in %.300s", cell("编号"), h, cell(h), rest)
				}
			}
			if cell("完成日期") != "" {
				done++
			}
			if numberIn(reopened) == cell("编号") && cell("完成日期") != "" {
				t.Error("a reopened complaint is done")
			}
			if numberIn(merged) == cell("编号") && cell("处理结果") != "已并入其他投诉" {
				t.Error("a merged complaint is", cell("处理结果"))
			}
		}
		book, err := excelize.OpenReader(strings.NewReader(file.body))
		if err != nil {
			t.Fatal(err)
		}
		sums, err := book.GetRows("合计")
		if err != nil || sums[len(sums)-1][0] != "合计" || sums[len(sums)-1][4] != fmt.Sprint(done) {
			t.Errorf("%v sums, %d done, %v", sums, done, err)
		}
		if !strings.Contains(text, strings.Join(sums[len(sums)-1][:7], "")) {
			t.Errorf("the paper's sums are others: %v", sums[len(sums)-1])
		}
		number := "TZ-202503-S01"
		if strings.Contains(query, "HY") {
			number = "TZ-HY-202503-S01"
		}
		for what, in := range map[string]string{"number": text, "file name": file.header.Get("Content-Disposition")} {
			if !strings.Contains(in, number) {
				t.Errorf("no %s %s in %.200s", what, number, in)
			}
		}
		props, err := book.GetDocProps()
		if err != nil || props.Creator != p.store.Org().Company || !strings.Contains(props.Title, "所见") ||
			!strings.HasPrefix(props.Created, "2025-03-03") {
			t.Errorf("%+v %v", props, err)
		}
		list := book.GetSheetName(0)
		if kind, _ := book.GetCellType(list, "C2"); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
			t.Errorf("the day is no number but %v", kind)
		}
		layout, err := book.GetPageLayout(list)
		if err != nil || layout.Orientation == nil || *layout.Orientation != "landscape" {
			t.Errorf("%+v %v", layout, err)
		}
		if width, _ := book.GetColWidth(list, "B"); width < 20 {
			t.Errorf("a number has %v characters", width)
		}
		names := book.GetDefinedName()
		if !slices.ContainsFunc(names, func(n excelize.DefinedName) bool { return n.Name == "_xlnm.Print_Titles" }) {
			t.Errorf("the head is not repeated: %v", names)
		}
		_ = book.Close()
	}
}

// What is exported can be read in again, whatever offices call their rooms: in a sheet as it was typed, in a CSV file
// with a mark that Excel shows and the import takes off.
func TestF2_ExportsAreReadInAgain(t *testing.T) {
	p := newPortal(t)
	for i, typed := range typedInOffices {
		p.as("a02").record("site", "HY", "unit", typed, "name", "客户"+typed, "phone", fmt.Sprint(13800138100+i))
	}
	const columns = "?site=HY&col=site&col=customer&col=phone&col=demand&col=channel&purpose=%E6%A0%B8%E5%AF%B9"
	files := map[string]answer{
		"ledger.xlsx": p.as("p01").get("/complaints/ledger.xlsx?month=2025-03&site=HY"),
	}
	for _, kind := range []string{"csv", "xlsx"} {
		files["export."+kind] = p.as("p01").get("/complaints/export." + kind + columns)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		a := files[name]
		if a.status != 200 {
			t.Fatalf("%s: %d %.200s", name, a.status, a.body)
		}
		var rows [][]string
		if strings.HasSuffix(name, ".csv") {
			r := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\uFEFF")))
			r.FieldsPerRecord = -1
			var err error
			if rows, err = r.ReadAll(); err != nil {
				t.Fatal(err)
			}
		} else {
			rows = rowsIn(a)
		}
		register := huiyin.Register{Org: p.store.Org()}
		register.AddSheet("", false)
		for i, row := range rows {
			if err := register.Look(huiyin.RegisterLine{Line: i + 1, Cells: row}, nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := register.Choose(); err != nil {
			t.Fatalf("%s: %v %v", name, rows[0], err)
		}
		register.Begin(0)
		units := map[string]bool{}
		for i, row := range rows[1:] {
			line := huiyin.RegisterLine{Line: i + 2, Cells: row}
			if register.NoCase(line) {
				continue
			}
			c, err := register.Read(line)
			if err != nil {
				t.Errorf("%s: %v: %v", name, row, err)
			}
			units[c.Unit] = true
			if c.ReceivedAt.IsZero() || c.ReceivedAt.After(p.now.Add(time.Minute)) {
				t.Errorf("%s: received %v", name, c.ReceivedAt)
			}
		}
		for _, typed := range typedInOffices {
			if !units[typed] {
				t.Errorf("%s: unit %q did not come back: %v", name, typed, slices.Sorted(maps.Keys(units)))
			}
		}
	}
}
