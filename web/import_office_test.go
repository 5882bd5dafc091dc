package web

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

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
	finds      []string // likewise, however it is typed
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

// moreOffices are five of other kinds.
func moreOffices() []office {
	return []office{
		{name: "tabs and CR, phones of two, rooms in words", good: 3, find: "孙五的事",
			finds: []string{"13800000051", "+86 138 0000 0052", "138-0000-0053", "0755-26001111", "3-2-1502", "三栋二单元1502", "5#0801室"},
			file: "受理日期\t客户\t联系方式\t房屋\t来源\t事项\t要求\t分类\r2024年7月1日\t孙四\t13800000051/13800000052\t3栋2单元1502室\t电话\t" +
				"孙四的事\t修\t渗漏\r2024年7月2日\t孙五\t１３８００００００５３　（0755）26001111\t５号楼0801\t来访\t孙五的事\t修\t渗漏\r" +
				"2024年7月3日\t孙六\t+86 13800000054\t地下车库B2-017\t电话\t孙六的事\t修\t渗漏\r"},
		{name: "a week's report: three lines above, days over several rows, signed below", good: 4, find: "周报第四件",
			finds: []string{"13800000062", "4-1-302", "4栋1单元302"},
			notes: []string{`data-note="merged"`}, with: []string{"no_end", "received", "fixed_demand", "matter"},
			book: func(f *excelize.File) error {
				if err := filled(f, "周报", []any{"客户服务中心"}, []any{"客诉周报（第20周）"}, []any{"单位：件", "", "", "", "", "", "统计日期：2024-05-19"},
					[]any{"受理日期", "客户姓名", "电话", "房号", "投诉渠道", "投诉内容", "投诉分类", "处理结果"},
					[]any{"2024-05-13", "周一", "13800000061", "4-1-301", "电话", "周报第一件", "渗漏", "已处理"},
					[]any{nil, "周二", "13800000062", "4-1-302", "电话", "周报第二件", "渗漏", "已处理"},
					[]any{nil, "周三", "13800000063", "4-1-303", "来访", "周报第三件", "收费", "已解释"},
					[]any{"2024-05-16", "周四", "13800000064", "4-1-304", "来访", "周报第四件", "收费", "已解释"},
					[]any{"合计", 4}); err != nil {
					return err
				}
				for _, m := range [][2]string{{"A1", "H1"}, {"A2", "H2"}, {"A5", "A7"}} {
					if err := f.MergeCell("周报", m[0], m[1]); err != nil {
						return err
					}
				}
				return f.DeleteSheet("Sheet1")
			}},
		{name: "a hotline's export: stamps of 14 digits, ends of its own", good: 3, find: "GD2024-0003",
			finds: []string{"13800000071", "GD20240001", "gd2024-0002"},
			file: "\ufeff编号,受理时间,投诉人,手机号码,投诉方式,内容,诉求,类别,办结时间\n" +
				"GD2024-0001,20240301143000,吴三,13800000071,热线,热线第一件,回电,收费,20240302090000\n" +
				"GD2024-0002,20240301150000,吴四,13800000072,热线,\"热线第二件，\n分两行写\",回电,收费,20240302090000\n" +
				"GD2024-0003,20240301153000,吴五,13800000073,热线,热线第三件,回电,收费,\n"},
		{name: "numbers as numbers: phones, zeros of a format, days of Excel", good: 3, find: "郑六的事",
			finds: []string{"13800000082", "0302", "2024-0117"}, notes: []string{`data-note="padded"`},
			book: func(f *excelize.File) error {
				if err := filled(f, "Sheet1", []any{"受理时间", "投诉人", "联系电话", "房号", "合同编号", "投诉方式", "投诉内容", "客户诉求", "投诉类别"},
					[]any{45419, "郑四", 13800000081, 301, "HT-2024-0115", "电话", "郑四的事", "修", "渗漏"},
					[]any{45420.5, "郑五", 13800000082, 302, "HT-2024-0116", "电话", "郑五的事", "修", "渗漏"},
					[]any{45421, "郑六", 13800000083, 303, "HT-2024-0117", "电话", "郑六的事", "修", "渗漏"}); err != nil {
					return err
				}
				zeros := "0000"
				style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &zeros})
				if err == nil {
					err = f.SetCellStyle("Sheet1", "D2", "D4", style)
				}
				return err
			}},
		{name: "open cases that read like emergencies, own words", good: 3, find: "冯三的事", finds: []string{"13800000093"},
			with:  []string{"no_end", "received"},
			notes: []string{`data-note="emergency"`},
			file: "日期,姓名,电话,渠道,投诉内容,诉求,类别,状态\n2025-03-01,冯一,13800000091,电话,电梯里困了两个人出不来,救人,设施设备,处理中\n" +
				"2024-03-01,冯二,13800000092,电话,电梯里困了一个人,救人,设施设备,已办结\n2025-03-01,冯三,13800000093,电话,冯三的事,修,渗漏,处理中\n"},
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
	for _, o := range append(offices(), moreOffices()...) {
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
		for _, q := range append(o.finds, o.find) {
			if b := p.as("v01").get("/complaints?all=1&q=" + url.QueryEscape(q)); q != "" && !strings.Contains(b.body, "data-number=") {
				t.Errorf("%s: %q is not found (%d)", o.name, q, b.status)
			}
		}
		p.pass(11 * time.Minute) // whole phones are counted
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
