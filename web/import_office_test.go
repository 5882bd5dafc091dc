package web

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// office is a register as a property office keeps it, imported through the page without being edited.
type office struct {
	name, file string
	book       func(*excelize.File) error // in the place of file
	with       []string                   // chosen beside what the page proposes
	good       int
	refused    int
	notes      []string // that the page says before the import
	find       string   // what is found afterwards
}

func (o office) content(t *testing.T) []byte {
	t.Helper()
	if o.book == nil {
		return []byte(o.file)
	}
	f := excelize.NewFile()
	if err := o.book(f); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// filled writes rows into a sheet.
func filled(f *excelize.File, sheet string, rows ...[]any) error {
	if _, err := f.NewSheet(sheet); err != nil {
		return err
	}
	for i, row := range rows {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
			return err
		}
	}
	return nil
}

var (
	selectOf  = regexp.MustCompile(`(?s)<input type="hidden" name="(title|word)" value="([^"]*)"/?>.*?<select[^>]*name="(field|word_code)"[^>]*>(.*?)</select>`)
	wordField = regexp.MustCompile(`<input type="hidden" name="word_field" value="([^"]*)"`)
	whyNot    = regexp.MustCompile(`<td class="rest">[^<]*</td>`)
	chosenOf  = regexp.MustCompile(`<option value="([^"]*)" selected`)
)

// proposals are the fields of the mapping form as the page sends them when nothing is changed in it.
func proposals(body string) (out []string) {
	for _, m := range wordField.FindAllStringSubmatch(body, -1) {
		out = append(out, "word_field", m[1])
	}
	for _, m := range selectOf.FindAllStringSubmatch(body, -1) {
		value := ""
		if c := chosenOf.FindStringSubmatch(m[4]); c != nil {
			value = c[1]
		}
		out = append(out, m[1], m[2], m[3], value)
	}
	return out
}

func offices() []office {
	return []office{
		{name: "12 months in sheets, days merged, two lines of titles", good: 36, notes: []string{`data-note="merged"`, `data-note="left_blank"`, `data-note="left_sums"`, `data-note="year"`},
			with: []string{"no_end", "received", "fixed_demand", "matter"}, find: "三月第二件",
			book: func(f *excelize.File) error {
				for m := 1; m <= 12; m++ {
					sheet := fmt.Sprintf("2024年%d月", m)
					if err := filled(f, sheet, []any{"青禾花园客户投诉登记台账"}, []any{"序号", "日期", "业主信息", "", "", "反映情况", "", "处理", ""},
						[]any{"", "", "姓名", "电话", "房号", "反映渠道", "反映问题", "问题类型", "处理情况"},
						[]any{1, fmt.Sprintf("%d月3日", m), "王芳", "13922220001", "9-901", "前台来访", fmt.Sprintf("%s第一件", han[m]), "漏水报修", "已修"},
						[]any{2, nil, "李强", "13922220002/13922220003", "9-902", "微信业主群", fmt.Sprintf("%s第二件", han[m]), "物业费疑问", "已解释"},
						[]any{3, fmt.Sprintf("%d月9日", m), "赵敏", "021-5555666", "9-903", "管家转", fmt.Sprintf("%s第三件", han[m]), "邻居装修吵", "已劝阻"},
						[]any{4}, []any{"合计", 3}); err != nil {
						return err
					}
					if err := f.MergeCell(sheet, "B4", "B5"); err != nil {
						return err
					}
				}
				return f.DeleteSheet("Sheet1")
			}},
		{name: "GBK of another program, numbers as texts, one open quote", good: 3, refused: 1, find: "水管爆",
			file: gbk("编号,受理时间,投诉人,联系电话,房号,投诉方式,投诉内容,客户诉求,投诉类别\r\n" +
				"K1,2024/5/6 周一,孙一,=\"13800000011\",=\"0302\",来电,水管爆,修,渗漏\r\n" +
				"K2,2024/5/7,孙二,13800000012,0303,来电,\"门坏,修,渗漏\r\n" +
				"K3,2024.5.8,孙三,13800000013,0304,来电,窗坏,修,渗漏\r\n" +
				"K4,24-5-9,孙四,13800000014,0305,来电,灯坏,修,设施设备\r\n")},
		{name: "numbers anew each month, days asked once", good: 4, find: "二月的",
			with: []string{"day_order", "dmy"},
			file: "编号,受理时间,投诉人,联系电话,投诉方式,投诉内容,客户诉求,投诉类别\n" +
				"1,03/01/2025,周一,13800000021,电话,一月的事,修,渗漏\n2,04/01/2025,周二,13800000022,电话,一月的另一件,修,渗漏\n" +
				"1,03/02/2025,周三,13800000023,电话,二月的事,修,渗漏\n2,04/02/2025,周四,13800000024,电话,二月的另一件,修,渗漏\n"},
		{name: "a page named .xls, building, entrance and room apart", good: 2, notes: []string{`data-note="joined"`}, find: "3-2-1502",
			file: "<html><table><tr><td>受理时间<td>投诉人<td>电话<td>楼栋<td>单元<td>房号<td>投诉方式<td>投诉内容<td>诉求<td>类别</tr>" +
				"<tr><td>2024-6-1<td>吴一<td>13800000031<td>3<td>2<td>1502<td>电话<td>噪音<td>管<td>收费</tr>" +
				"<tr><td>2024-6-2<td>吴二<td>13800000032<td>3<td>2<td>1503<td>电话<td>噪音大<td>管<td>收费</tr></table></html>"},
		{name: "a hidden sheet first, a room that became a day", good: 2, notes: []string{`data-note="shown_day"`, `data-note="left_sheet"`},
			find: "郑二的事",
			book: func(f *excelize.File) error {
				if err := filled(f, "台账", []any{"受理时间", "投诉人", "电话", "房号", "投诉方式", "投诉内容", "诉求", "类别"},
					[]any{45667, "郑一", "13800000041", 45728, "电话", "郑一的事", "修", "渗漏"},
					[]any{"2025年1月12日上午9点", "郑二", "13800000042", "3-13", "电话", "郑二的事", "修", "渗漏"}); err != nil {
					return err
				}
				code := "m-d"
				style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
				if err == nil {
					err = f.SetCellStyle("台账", "D2", "D2", style)
				}
				if err == nil {
					err = filled(f, "Sheet1", []any{"字典"}, []any{"渗漏"})
				}
				f.SetActiveSheet(1)
				if err == nil {
					err = f.SetSheetVisible("Sheet1", false)
				}
				return err
			}},
	}
}

var han = []string{"", "一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"}

func gbk(s string) string {
	out, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

// Registers as offices keep them are imported without being edited: by what the page proposes and what it asks (I1 to I7).
func TestImport_I4_OfficesRegistersAsTheyAre(t *testing.T) {
	p := newPortal(t)
	for _, o := range offices() {
		at := p.checked("v01", string(o.content(t)), "site", "JY")
		before := p.count("complaint")
		a := p.as("v01").get(at)
		for range 2 { // the columns, and then the words in them
			if b := p.as("v01").post(at, append(append(proposals(a.body), "do", "map", "keep", "1", "site", "JY"), o.with...)...); b.location != at {
				t.Errorf("%s: %d %s", o.name, b.status, sentences(b))
			}
			a = p.as("v01").get(at)
		}
		for _, want := range append(o.notes, `data-import="checked"`, fmt.Sprintf(`data-good="%d"`, o.good),
			fmt.Sprintf(`data-refused="%d"`, o.refused)) {
			if !strings.Contains(a.body, want) {
				t.Errorf("%s: lacks %s: %.300q", o.name, want, whyNot.FindAllString(a.body, 5))
			}
		}
		if p.count("complaint") != before {
			t.Errorf("%s: checking stored something", o.name)
		}
		if b := p.as("v01").post(at, "do", "import"); b.location != at {
			t.Errorf("%s: %d %s", o.name, b.status, sentences(b))
			continue
		}
		p.server.imports.busy.Wait()
		if n := p.count("complaint") - before; n != o.good {
			t.Errorf("%s: %d imported", o.name, n)
		}
		if b := p.as("v01").get("/complaints?all=1&q=" + o.find); !strings.Contains(b.body, "data-number=") {
			t.Errorf("%s: %q is not found", o.name, o.find)
		}
		again := p.checked("v01", string(o.content(t)), "site", "JY")
		p.as("v01").post(again, append(append(proposals(p.as("v01").get(again).body), "do", "map", "site", "JY"), o.with...)...)
		if b := p.as("v01").get(again); !strings.Contains(b.body, `data-good="0"`) ||
			!strings.Contains(b.body, fmt.Sprintf(`data-already="%d"`, o.good)) {
			t.Errorf("%s: again: %s", o.name, sentences(b))
		}
	}
	p.verified()
}

// An import tells each person once, and nobody by the lines (I7).
func TestImport_I7_OneSummaryEach(t *testing.T) {
	p := newPortal(t)
	var file strings.Builder
	file.WriteString("编号,日期,项目,投诉人,电话,方式,内容摘要,诉求,类别\n")
	for i := range 60 {
		fmt.Fprintf(&file, "旧-%d,2024/%d/5,海悦府,王%d,138000%05d,电话,漏水%d,修,渗漏\n", i, i%12+1, i, i, i)
	}
	newest := p.rows("SELECT coalesce(max(id), 0) FROM notice")[0][0]
	at := p.checked("x02", file.String())
	if a := p.as("x02").post(at, "do", "import"); a.location != at {
		t.Fatalf("%d %s", a.status, sentences(a))
	}
	p.server.imports.busy.Wait()
	told := p.rows("SELECT account, kind, count(*) FROM notice WHERE id > ? GROUP BY account, kind ORDER BY account", newest)
	if len(told) == 0 {
		t.Fatal("nobody was told")
	}
	for _, row := range told {
		if row[1] != "import_done" || row[2] != "1" {
			t.Errorf("told: %v", row)
		}
	}
	p.check(row{"v01", get, "/notices", nil, 200, []string{`data-notice="import_done"`, "件与您有关"}, nil})
	p.pass(0)
	if more := p.rows("SELECT account, kind FROM notice WHERE id > ? AND kind <> 'import_done'", newest); len(more) > 0 {
		t.Errorf("the clock told at once: %v", more)
	}
}
