package register

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/sheet"
)

// workbook makes an .xlsx of rows; change may set up more.
func workbook(t testing.TB, rows [][]any, change func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// table reads the sheets of a file into one text: cells parted by |, lines by their number.
func table(b []byte) (string, error) {
	var out strings.Builder
	src, err := sniff(bytes.NewReader(b), limitsFor(0), db.Fold)
	if err != nil {
		return "", err
	}
	for i, sheet := range src.sheets() {
		if sheet.Name != "" && sheet.Name != "Sheet1" || sheet.Hidden {
			fmt.Fprintf(&out, "[%s %v]", sheet.Name, sheet.Hidden)
		}
		err = src.each(i, func(l huiyin.RegisterLine, wrong error) error {
			fmt.Fprintf(&out, "%d:%s", l.Line, strings.Join(l.Cells, "|"))
			if wrong != nil {
				fmt.Fprintf(&out, " wrong: %v", wrong)
			}
			if l.Since == 1904 {
				fmt.Fprintf(&out, " since %d", l.Since)
			}
			if l.Hidden {
				out.WriteString(" hidden")
			}
			for _, o := range l.Odd {
				fmt.Fprintf(&out, " %s@%d", o.Kind, o.Column)
			}
			out.WriteString("\n")
			return nil
		})
		if err != nil {
			return out.String(), err
		}
	}
	return out.String(), nil
}

func encoded(s string, to interface{ String(string) (string, error) }) []byte {
	out, err := to.String(s)
	if err != nil {
		panic(err)
	}
	return []byte(out)
}

func TestImport_FilesAreRead(t *testing.T) {
	const text, want = "项目,投诉人\n海悦府,\"王,一\"\n\n景园,李二\n", "1:项目|投诉人\n2:海悦府|王,一\n4:景园|李二\n"
	long := strings.Repeat("漏水", 40_000) // the last character of a block is cut somewhere
	for name, tt := range map[string]struct {
		file []byte
		want string // "" where the file is refused
	}{
		"UTF-8":             {[]byte(text), want},
		"UTF-8 with a mark": {[]byte("\uFEFF" + text), want},
		"GB 18030":          {encoded(text, simplifiedchinese.GB18030.NewEncoder()), want},
		"Big5": {encoded("編號,項目,投訴人,投訴事項,客戶訴求\n甲1,景園,陳大文,天花板漏水，報修無人理,儘快維修\n",
			traditionalchinese.Big5.NewEncoder()), "1:編號|項目|投訴人|投訴事項|客戶訴求\n2:甲1|景園|陳大文|天花板漏水，報修無人理|儘快維修\n"},
		"Big5, two columns": {encoded("投訴人,電話\n許功蓋,1\n", traditionalchinese.Big5.NewEncoder()),
			"1:投訴人|電話\n2:許功蓋|1\n"},
		"Big5, English names": {encoded("site,name,satisfaction\nHY,陳大文,滿意\nHY,李四,基本滿意\n",
			traditionalchinese.Big5.NewEncoder()), "1:site|name|satisfaction\n2:HY|陳大文|滿意\n3:HY|李四|基本滿意\n"},
		"GBK in old characters": {encoded("編號,項目,投訴人\n甲1,景園,陳大文\n", simplifiedchinese.GBK.NewEncoder()),
			"1:編號|項目|投訴人\n2:甲1|景園|陳大文\n"},
		"UTF-16 of Excel": {encoded("项目\t投诉人\r\n海悦府\t王,一,二\r\n",
			unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()), "1:项目|投诉人\n2:海悦府|王,一,二\n"},
		"UTF-16, big end first":      {encoded(text, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder()), want},
		"GBK behind a mark of UTF-8": {append([]byte("\uFEFF"), encoded(text, simplifiedchinese.GB18030.NewEncoder())...), want},
		"line ends of old Macs":      {[]byte(strings.ReplaceAll(text, "\n", "\r")), want},
		"a byte that is broken": {[]byte(text + strings.Repeat("海悦府,李二\n", 20) + "海悦府,王\xE4\xBA\n"),
			want + lines(5, 24, "海悦府|李二") + "25:海悦府|王\uFFFD\n"},
		"UTF-16 without a mark": {encoded("site,name\nHY,x\n",
			unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder()), "1:site|name\n2:HY|x\n"},
		"below a heading":      {[]byte("台账\na;b;c,d\n1;2\n"), "1:台账\n2:a|b|c,d\n3:1|2\n"},
		"only two-byte pairs":  {encoded("a,b\n漏水,1\n", simplifiedchinese.GB18030.NewEncoder()), "1:a|b\n2:漏水|1\n"},
		"tabs":                 {[]byte("a\tb,c\n1\t2\n"), "1:a|b,c\n2:1|2\n"},
		"semicolons":           {[]byte("a;b;c,d\n1;2\n"), "1:a|b|c,d\n2:1|2\n"},
		"line ends of Windows": {[]byte("a,b\r\n\"1\r\n2\",3\r\n"), "1:a|b\n2:1\n2|3\n"},
		"a quote within":       {[]byte("a,b\n5\"x,2\n3,4\n"), "1:a|b\n2:5\"x|2\n3:3|4\n"},
		"control characters":   {[]byte("a,b\n1\x00\x07,2\n"), "1:a|b\n2:1|2\n"},
		"a long one in GB 18030": {encoded("a,b\n"+long+",1\n", simplifiedchinese.GB18030.NewEncoder()),
			"1:a|b\n2:" + long[:mostCell-1] + "|1 wrong: 有一格超过 64 KB。\n"}, // a character is not cut
		"a long one in UTF-8": {[]byte("a,b\n1," + strings.Repeat("漏水", 10_000) + "\n"),
			"1:a|b\n2:1|" + strings.Repeat("漏水", 10_000) + "\n"},
		"a workbook": {workbook(t, [][]any{{"项目", "日期"}, {"海悦府", 45717.5}, nil, {"景园", "2025/3/1"}}, nil),
			"1:项目|日期\n2:海悦府|45717.5\n4:景园|2025/3/1\n"},
		"a formula's value": {workbook(t, [][]any{{"a", "b"}, {1, 2}}, func(f *excelize.File) {
			if err := f.SetCellFormula("Sheet1", "B2", "A2+1"); err != nil {
				t.Fatal(err)
			}
		}), "1:a|b\n2:1|2\n"},
		"counted from 1904": {workbook(t, [][]any{{"a"}, {44255}}, func(f *excelize.File) {
			yes := true
			if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
				t.Fatal(err)
			}
		}), "1:a since 1904\n2:44255 since 1904\n"},
		"a phone as a number": {workbook(t, [][]any{{"电话"}, {13800000001}}, nil), "1:电话\n2:13800000001\n"},
		"empty":               {nil, ""},
		"blank":               {[]byte("  \n"), ""},
		"old Excel":           {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), ""},
		"a PDF":               {[]byte("%PDF-1.7"), ""},
		"a broken workbook":   {[]byte("PK\x03\x04 and nothing"), ""},
		"half a workbook":     {workbook(t, [][]any{{"a"}}, nil)[:900], ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := table(tt.file)
			if tt.want == "" {
				if huiyin.KindOf(err) != huiyin.KindInvalid {
					t.Fatalf("%q, %v; want a refusal", got, err)
				}
				return
			}
			if err != nil || got != tt.want {
				t.Errorf("%.200q, %v; want %.200q", got, err, tt.want)
			}
		})
	}
}

// What is written is read back, and no cell is a formula.
func TestImport_TablesAreWrittenAndRead(t *testing.T) {
	rows := [][]string{{"a", "b"}, {"=1+1", "+86 138"}, {"-x", "@y"}, {"多行\n内容", "引\"号,"}, {"", "_x0041_ <b>&amp;"}}
	for _, excel := range []bool{false, true} {
		var b bytes.Buffer
		w, err := sheet.NewTable(&b, excel, sheet.Book{Sheet: "表"})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if err := w.Row(sheet.Texts(r)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		var got [][]string
		src, err := sniff(bytes.NewReader(b.Bytes()), limitsFor(0), db.Fold)
		if err != nil {
			t.Fatal(err)
		}
		if err := src.each(0, func(l huiyin.RegisterLine, wrong error) error {
			got = append(got, slices.Clone(l.Cells))
			return wrong
		}); err != nil {
			t.Fatal(err)
		}
		want := rows // in a workbook a text is a text
		if !excel {
			want = [][]string{{"a", "b"}, {"'=1+1", "'+86 138"}, {"'-x", "'@y"}, {"多行\n内容", "引\"号,"},
				{"", "_x0041_ <b>&amp;"}}
		}
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("excel %v: %q", excel, got)
		}
	}
}

// Whatever a file holds, reading it ends, with lines in their order and cells that can be kept.
func FuzzRegister(f *testing.F) {
	f.Add([]byte("项目,投诉方式,受理时间,投诉人,联系电话,投诉事项,客户诉求,投诉类别\n海悦府,电话,2025/3/1,王一,13800000001,漏水,修,渗漏\n"))
	f.Add(encoded("项目\t方式\t投诉人\n海悦府\t电话\t王一\n", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()))
	f.Add(encoded("项目;方式;投诉人;完成日期\n海悦府;电话;王一;45717\n", simplifiedchinese.GB18030.NewEncoder()))
	f.Add([]byte("a,\"b\n\"\"c"))
	f.Add([]byte("PK\x03\x04"))
	f.Add(workbook(f, [][]any{{"项目", "方式", "投诉人", "内容摘要", "完成日期"}, {"海悦府", "电话", "王一", "漏水", 45717}}, nil))
	o := huiyin.DemoCompany()
	o.Zone = time.UTC
	o.Index()
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > 1<<20 {
			return
		}
		last := 0
		r := &huiyin.Register{Org: o, Site: "HY"}
		err := Read(bytes.NewReader(b), r, 1000,
			func(c huiyin.OldComplaint, cells []string, wrong *huiyin.Error) error {
				if c.Line < last {
					t.Fatalf("line %d after %d", c.Line, last)
				}
				last = c.Line
				for _, cell := range cells {
					if cell != huiyin.Clean(cell) {
						t.Fatalf("cell %q", cell)
					}
				}
				if wrong == nil && c.Key == "" {
					t.Fatal("a line without a key")
				}
				r.Legible(cells)
				return nil
			})
		if err != nil && huiyin.KindOf(err) != huiyin.KindInvalid {
			t.Fatal(err)
		}
	})
}
