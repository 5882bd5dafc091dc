package register

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"huiyin/huiyin"
)

// lines are alike from one number to another.
func lines(from, to int, cells string) string {
	var out strings.Builder
	for n := from; n <= to; n++ {
		fmt.Fprintf(&out, "%d:%s\n", n, cells)
	}
	return out.String()
}

// One open quote costs its own line alone, which is named with the lines that were read as one field (I3).
func TestImport_I3_AnOpenQuoteCostsItsOwnLine(t *testing.T) {
	for name, tt := range map[string]struct{ file, want string }{
		"at a field's beginning": {"a,b,c\n1,\"2,3\n4,5,6\n7,8,9\n",
			"1:a|b|c\n2: wrong: 第 2 列的引号没有成对，从第 2 行到第 3 行被读成了一格。这一行没有导入，从下一行起继续读取。\n3:4|5|6\n4:7|8|9\n"},
		"up to another field in quotes": {"a,b\n1,\"2\n3,4\n5,\"6\"\n7,8\n",
			"1:a|b\n2: wrong: 第 2 列的引号没有成对，从第 2 行到第 4 行被读成了一格。这一行没有导入，从下一行起继续读取。\n3:3|4\n4:5|6\n5:7|8\n"},
		"up to an empty field in quotes": {"a,b,c,d\n1,2,\"3,4\n5,6,\"\",8\n9,9,9,9\n",
			"1:a|b|c|d\n2: wrong: 第 3 列的引号没有成对，从第 2 行到第 3 行被读成了一格。这一行没有导入，从下一行起继续读取。\n3:5|6||8\n4:9|9|9|9\n"},
		"two of them": {"a,b,c\n1,\"2,3\n4,5,6\n7,\"8,9\n0,0,0\n",
			"1:a|b|c\n2: wrong: 第 2 列的引号没有成对，从第 2 行到第 3 行被读成了一格。这一行没有导入，从下一行起继续读取。\n3:4|5|6\n" +
				"4: wrong: 第 2 列的引号没有成对，从第 4 行到第 5 行被读成了一格。这一行没有导入，从下一行起继续读取。\n5:0|0|0\n"},
		"in the last line": {"a,b\n1,\"2\n", "1:a|b\n2: wrong: 第 2 列的引号没有成对，从第 2 行到第 2 行被读成了一格。这一行没有导入，从下一行起继续读取。\n"},
		"a cell of lines":  {"a,b,c\n1,\"2\n\n3\",4\n5,6,7\n", "1:a|b|c\n2:1|2\n\n3|4\n5:5|6|7\n"},
		"lines in the first cell": {"a,b,c\n\"王一\n（业主）\",2,3\n4,5,6\n",
			"1:a|b|c\n2:王一\n（业主）|2|3\n4:4|5|6\n"},
		"a quoted word":      {"a,b\n\"大门\"口漏水,2\n", "1:a|b\n2:\"大门\"口漏水|2\n"},
		"quotes in quotes":   {"a,b\n\"说\"\"好\"\"的\",2\n", "1:a|b\n2:说\"好\"的|2\n"},
		"numbers as texts":   {"a,b\n=\"13900001111\",=\"0302\"\n", "1:a|b\n2:13900001111|0302\n"},
		"and so in quotes":   {"a,b\n\"=\"\"13900001111\"\"\",2\n", "1:a|b\n2:13900001111|2\n"},
		"parted by strokes":  {"a|b\n1|2\n", "1:a|b\n2:1|2\n"},
		"an empty last cell": {"a,b\n\"1\",\n", "1:a|b\n2:1\n"},
	} {
		if got, err := table([]byte(tt.file)); err != nil || got != tt.want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, tt.want)
		}
	}
}

// What a number is shown as is read, with what is odd about it (I2).
func TestImport_I2_NumbersAreReadAsShown(t *testing.T) {
	for _, tt := range []struct {
		code  string
		value any
		want  string
	}{
		{"m-d", 45728, "3-12 day@0"}, {`m"月"d"日"`, 45728, "3月12日 day@0"}, {"d-mmm", 45728, "12-Mar day@0"},
		{"yyyy/m/d", 45728, "2025/3/12 day@0"}, {"yyyy-mm-dd hh:mm", 45728.5, "2025-03-12 12:00 day@0"},
		{"[$-804]yyyy/m/d;@", 45728, "2025/3/12 day@0"}, {`h:mm AM/PM`, 0.625, "3:00 PM day@0"},
		{"0000", 302, "0302 padded@0"}, {"000-0000-0000", 13812345678, "138-1234-5678 padded@0"}, {"00-00", 302, "03-02 padded@0"},
		{"General", 302, "302"}, {"0", 302, "302"}, {"0.00", 302, "302"}, {"#,##0", 13800000001, "13800000001"},
		{"@", 302, "302"}, {"0%", 1, "1"}, {"0_ ", 13800000001, "13800000001"}, {"yyyy/m/d", -5, "-5"},
		{"General", 1.2, "1.2"},
	} {
		b := workbook(t, [][]any{{"a"}, {tt.value}}, func(f *excelize.File) {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &tt.code})
			if err == nil {
				err = f.SetCellStyle("Sheet1", "A2", "A2", style)
			}
			if err != nil {
				t.Fatal(err)
			}
		})
		if got, err := table(b); err != nil || got != "1:a\n2:"+tt.want+"\n" {
			t.Errorf("%v as %s: %q, %v; want %q", tt.value, tt.code, got, err, tt.want)
		}
	}
}

// Sheets, hidden ones and rows, merged cells and formulas without a value are told apart (I2, I4).
func TestImport_I2_NothingOfAWorkbookIsUnsaid(t *testing.T) {
	must := func(errs ...error) {
		t.Helper()
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	b := workbook(t, [][]any{{"日期", "姓名", "x"}, {"3月1日", "王一"}, {nil, "李二"}, {nil, "赵三"}}, func(f *excelize.File) {
		_, err := f.NewSheet("二月")
		must(err, f.SetSheetRow("二月", "B3", &[]any{"周四"}), f.MergeCell("Sheet1", "A2", "A4"), f.SetRowVisible("Sheet1", 3, false),
			f.SetCellFormula("Sheet1", "C4", "A1+1"), f.SetSheetVisible("二月", false))
	})
	want := "1:日期|姓名|x\n2:3月1日|王一\n3:3月1日|李二 hidden merged@0\n4:3月1日|赵三 no_value@2 merged@0\n[二月 true]3:|周四\n"
	if got, err := table(b); err != nil || got != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}

// What a file is is told by what it holds; what cannot be read is refused with the true reason (I6).
func TestImport_I6_TheTrueReason(t *testing.T) {
	packed := func(names ...string) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, n := range names {
			if _, err := w.Create(n); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	ole := func(name string) []byte {
		b := append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 70_000)...)
		for _, c := range []byte(name) {
			b = append(b, c, 0)
		}
		return append(b, 0, 0, 0, 0)
	}
	for name, tt := range map[string]struct {
		file []byte
		want string
	}{
		"ods": {packed("mimetype", "content.xml"), ".ods"}, "xlsb": {packed("_rels/.rels", "xl/workbook.bin"), ".xlsb"},
		"docx": {packed("_rels/.rels", "word/document.xml"), "Word"}, "pptx": {packed("_rels/.rels", "ppt/presentation.xml"), "演示文稿"},
		"a zip of files": {packed("台账.xlsx"), "压缩包"}, "numbers": {packed("Index/Document.iwa"), "Numbers"},
		"old workbook": {ole("Workbook"), "二进制 .xls"}, "older workbook": {ole("Book"), "二进制 .xls"},
		"with a password": {ole("EncryptedPackage"), "密码"}, "doc": {ole("WordDocument"), "Word"}, "pdf": {[]byte("%PDF-1.7"), "PDF"},
		"picture": {[]byte("\x89PNG\r\n\x1a\n"), "图片"}, "rar": {[]byte("Rar!\x1a"), "压缩包"}, "rtf": {[]byte(`{\rtf1`), ".rtf"},
		"a page without tables": {[]byte("<html><frameset><frame src=a></frameset></html>"), "没有表格"},
		"mht":                   {[]byte("MIME-Version: 1.0\r\n"), ".mht"}, "a database": {[]byte("SQLite format 3\x00"), "不是表格"},
		"zeros": {make([]byte, 5000), "不是表格"},
	} {
		if got, err := table(tt.file); huiyin.KindOf(err) != huiyin.KindInvalid || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %q, %v; want %q", name, got, err, tt.want)
		}
	}
}

// Pages and XML that other systems name .xls are read (I6).
func TestImport_I6_PagesAndXMLAreRead(t *testing.T) {
	page := `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=gbk><style>td{x:1}</style></head><body>
<table border=1><tr><th>日期<th>姓&nbsp;名<th colspan=2>内容</tr>
<tr><td rowspan=2>2025-3-1</td><td>王一</td><td>漏水<br>三天</td><td>修</td></tr>
<tr style='display: none'><td>李二<td>噪音 &amp; 尘</table></body></html>`
	xml := `<?xml version="1.0" encoding="GB2312"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="一月"><Table><Row><Cell><Data ss:Type="String">日期</Data></Cell><Cell><Data ss:Type="String">姓名</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="DateTime">2025-03-01T00:00:00.000</Data></Cell><Cell><Data ss:Type="Number">1.3800000001E10</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="String">李二</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="二月"><Table/><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>`
	wantPage := "1:日期|姓 名|内容\n2:2025-3-1|王一|漏水\n三天|修\n3:2025-3-1|李二|噪音 & 尘 hidden merged@0\n"
	wantXML := "[一月 false]1:日期|姓名\n3:2025-03-01|13800000001\n4:2025-03-01|李二 merged@0\n[二月 true]"
	for name, tt := range map[string]struct {
		file []byte
		want string
	}{
		"a page": {[]byte(page), wantPage}, "in GBK": {encoded(page, simplifiedchinese.GBK.NewEncoder()), wantPage},
		"XML": {[]byte(xml), wantXML}, "XML in GBK": {encoded(xml, simplifiedchinese.GBK.NewEncoder()), wantXML},
		"two tables": {[]byte("<table><tr><td>a</table><table><tr><td>b<table><tr><td>c</table></table>"), "[1 false]1:a\n[2 false]1:bc\n"},
	} {
		if got, err := table(tt.file); err != nil || got != tt.want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, tt.want)
		}
	}
}
