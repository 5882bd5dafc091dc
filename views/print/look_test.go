package print

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"image"
	"image/png"
	"io"
	"os"
	"strings"
	"testing"

	"huiyin/huiyin"
)

// every prints each paper that there is, with a company's look.
func every(t *testing.T, c *huiyin.Complaint, look huiyin.Letterhead) map[string]string {
	t.Helper()
	o := company()
	o.Letterhead, o.Clauses = look, furnished().Clauses
	out := map[string]string{}
	keep := func(name string, write func(io.Writer) error) {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = read(t, b.Bytes())
	}
	for name, paper := range papers {
		keep(name, func(w io.Writer) error { return paper(w, stamped(), c, o) })
	}
	keep("ledger", func(w io.Writer) error {
		return Ledger(w, stamped(), Period{Site: "HY", Words: "2025年3月", Number: "TZ-HY-202503"},
			[]*huiyin.Complaint{c}, o)
	})
	keep("circular", func(w io.Writer) error {
		return Circular(w, stamped(), punished(), &punished().Sanctions[0], o)
	})
	keep("decision", func(w io.Writer) error {
		return SanctionNotice(w, stamped(), punished(), &punished().Sanctions[0], o)
	})
	return out
}

// picture is a logo of some size, of noise, which no file makes smaller.
func picture(t testing.TB, width, height int) huiyin.Logo {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	noise := uint32(1)
	for i := range m.Pix {
		noise = noise*1664525 + 1013904223
		m.Pix[i] = byte(noise >> 24)
		if i%4 == 3 {
			m.Pix[i] = 0xFF
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return huiyin.NewLogo(b.Bytes(), width, height)
}

// Each paper carries the company's name on paper and its footer, whoever wrote that paper.
func TestEveryPaperHasTheCompanysLook(t *testing.T) {
	look := huiyin.Letterhead{Name: "示例地产（集团）有限公司龙岗分公司", Footer: "服务热线 400-000-0001 · 监督邮箱 fw@example.com",
		Logo: picture(t, 300, 100)}
	for name, got := range every(t, closed(), look) {
		if !strings.Contains(squeeze(got), squeeze(look.Name)) || strings.Contains(got, "示例地产有限公司") {
			t.Errorf("%s lacks the name on paper, or has the other", name)
		}
		if pages := strings.Count(got, "\f"); strings.Count(squeeze(got), squeeze(look.Footer)) != pages {
			t.Errorf("%s has no footer on each of its %d pages", name, pages)
		}
	}
	o := company()
	o.Letterhead, o.Clauses = look, furnished().Clauses
	var b bytes.Buffer
	if err := FormCustomer(&b, stamped(), received(), o); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(b.Bytes(), []byte("/Subtype /Image")) || strings.Count(read(t, b.Bytes()), "\f") != 1 {
		t.Error("the form has no logo, or no longer stands on one page")
	}
}

// A sheet that is not made by newPaper says how the company wants it to look.
func TestEverySheetIsToldItsLook(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			made, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			if kind, ok := made.Type.(*ast.Ident); !ok || kind.Name != "heading" {
				return true
			}
			found++
			for _, e := range made.Elts {
				if pair, ok := e.(*ast.KeyValueExpr); ok && pair.Key.(*ast.Ident).Name == "look" {
					return true
				}
			}
			t.Errorf("%s: this heading lacks look: org.Printing, so its paper ignores the print settings",
				set.Position(made.Pos()))
			return true
		})
	}
	if found < 3 {
		t.Errorf("%d headings found", found)
	}
}

// simplified are the characters that no fixed word may show on a paper in Traditional Chinese.
func simplifiedIn(s string) string {
	var out strings.Builder
	for _, r := range s {
		if t, ok := traditionals().chars[r]; ok && t != r && !strings.ContainsRune("复征", r) {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// The fixed words are in Traditional Chinese, what somebody wrote stays as they wrote it.
func TestTraditionalLabelsAroundSimplifiedWords(t *testing.T) {
	look := huiyin.Letterhead{Script: huiyin.Traditional}
	c := closed()
	own := map[string]*string{ // each of characters that the conversion would change
		"matter": &c.Matter, "demand": &c.Demand, "finding": &c.Findings[0].Finding, "ground": &c.Findings[0].Ground,
		"statement": &c.Statements[0].Statement,
		"opinion":   &c.Opinions[0].Opinion, "proposal": &c.Proposals[0].Text,
		"proposal ground": &c.Proposals[0].Ground,
		"words":           &c.Steps[0].Words,
		"answer":          &c.Answers[0].Said, "task": &c.Tasks[0].What, "cause": &c.Causes[0].Cause,
		"measure": &c.Measures[0].What,
		"done":    &c.Measures[0].Done, "next": &c.NextSteps, "contact": &c.Contacts[0].Said,
		"result": &c.Results[0].Said,
		"unit":   &c.Measures[1].Unit,
	}
	for name, f := range own {
		*f = "发票签收日期与经办确认（" + name + "）"
	}
	all := every(t, c, look)
	for name, want := range map[string][]string{
		"form": {"客戶投訴意見處理表", "投訴等級", "輕微", "現場", "客戶簽字", "記錄人簽字", "部門負責人簽字", "副總經理", "答覆情況", "原因分析", "編號",
			"打印時間", "第1頁", "涉及個人信息，內部使用"},
		"receipt":    {"投訴受理回執", "聯繫電話", "受理單位（蓋章）", "客戶簽收", "件件有"},
		"approval":   {"補償審批表", "責任劃分", "開發商遺留", "法務會簽", "財務會簽", "肆萬伍仟元整", "銀行轉賬"},
		"settlement": {"和解協議", "人民幣（大寫）肆萬伍仟元整", "雙方經平等協商", "乙方（簽字）", "自雙方簽字或蓋章之日起生效"},
		"letter":     {"投訴答覆函", "尊敬的", "您反映的事項", "您的訴求", "解決方案", "補償金額", "不構成責任認定", "（蓋章）"},
		"report":     {"投訴結案報告", "處理經過", "結案狀態", "日誌校驗碼", "責任部門負責人", "银行转账"},
		"ledger":     {"投訴處理記錄表", "項目：海悦府", "承諾時限", "製表"},
		"circular":   {"處罰通報", "當事人", "適用條款", "發佈人", "不得外傳"},
		"decision":   {"處罰決定書", "當事人", "維持處罰", "申請勞動爭議仲裁", "本人簽收"},
	} {
		got := squeeze(all[name])
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s lacks %s", name, w)
			}
		}
	}
	for paper, fields := range map[string][]string{
		"form": {"matter", "demand", "finding", "ground", "statement", "opinion", "proposal", "proposal ground",
			"words", "answer", "cause", "measure", "done", "unit"},
		"receipt": {"matter", "demand", "next"}, "approval": {"matter", "proposal", "proposal ground", "words"},
		"settlement": {"matter", "proposal"},
		"letter":     {"matter", "demand", "answer", "proposal", "proposal ground"},
		"report": {"matter", "demand", "finding", "opinion", "contact", "proposal", "words", "task", "cause", "measure",
			"result", "unit"},
	} {
		got := squeeze(all[paper])
		for _, f := range fields {
			if !strings.Contains(got, squeeze(*own[f])) &&
				!strings.Contains(got, strings.TrimSuffix(squeeze(*own[f]), "）")) {
				t.Errorf("%s: %s was changed", paper, f)
			}
		}
	}
	for _, p := range company().People {
		for name, got := range all {
			if traditional(p.Name) != p.Name && strings.Contains(got, traditional(p.Name)) {
				t.Errorf("%s writes %s another way", name, p.Name)
			}
		}
	}
}

// A paper about which nothing is known shows no fixed word in Simplified Chinese.
func TestNoFixedWordIsForgotten(t *testing.T) {
	o := &huiyin.Org{Letterhead: huiyin.Letterhead{Script: huiyin.Traditional}}
	o.Index()
	for name, paper := range papers {
		for _, state := range []huiyin.State{huiyin.Received, huiyin.Proposing, huiyin.Closed} {
			c := received()
			c.Name, c.Matter, c.Demand, c.Category, c.RecordedBy, c.Owner, c.State, c.Site = "x", "x", "x", "x", "x",
				"x", state, "HY"
			var b bytes.Buffer
			if err := paper(&b, stampedIn(), c, o); err != nil {
				t.Fatal(err)
			}
			if left := simplifiedIn(read(t, b.Bytes())); left != "" {
				t.Errorf("%s, %s: %s", name, state, left)
			}
		}
	}
}

func stampedIn() Stamp {
	s := stamped()
	s.By = "x"
	return s
}

func TestTraditionalWords(t *testing.T) {
	for from, want := range map[string]string{
		"客户投诉意见处理表": "客戶投訴意見處理表", "制表": "製表", "答复": "答覆", "签字": "簽字", "会签": "會簽", "3 天后": "3 天後", "日志校验码": "日誌校驗碼",
		"复议":   "覆議",
		"联系电话": "聯繫電話", "系统": "系統", "A/0 x\u00A0": "A/0 x\u00A0", "": "", "\xff": "\xff",
	} {
		if got := traditional(from); got != want {
			t.Errorf("%s: %s, want %s", from, got, want)
		}
	}
	for from, to := range traditionals().chars {
		if regular().find(to) == 0 || bold().find(to) == 0 {
			t.Errorf("%c becomes %c, which the fonts lack", from, to)
		}
	}
	for _, list := range traditionals().words {
		for _, w := range list {
			for _, r := range w[1] {
				if regular().find(r) == 0 || bold().find(r) == 0 {
					t.Errorf("%s has %c, which the fonts lack", w[1], r)
				}
			}
		}
	}
	if n := len(traditionals().chars); n < 2400 {
		t.Errorf("%d characters", n)
	}
}

// A box that is left out is gone, but never one that a rule needs (rules W7, C3).
func TestC3_W7_NeededBoxesStay(t *testing.T) {
	all := huiyin.Letterhead{Unsigned: huiyin.Boxes(), Unsealed: huiyin.SealedPapers()}
	plain, bare := every(t, closed(), huiyin.Letterhead{}), every(t, closed(), all)
	for name, words := range map[string]struct{ gone, stay []string }{
		"form": {[]string{"记录人签字", "调查人签字", "部门负责人签字", "责任人签字", "验证人：\n", "归档", "售楼主管", "\n总经理"},
			[]string{"客户签字", "销管部经理", "副总经理", "责任单位"}},
		"receipt":    {[]string{"盖章", "客户签收"}, []string{"受理单位", "经办人"}},
		"settlement": {[]string{"盖章"}, []string{"乙方（签字）", "自双方签字之日起生效", "授权代表"}},
		"letter":     {[]string{"盖章"}, nil}, "approval": {nil, []string{"法务会签", "副总经理"}},
		"report": {[]string{"责任部门负责人", "归档（销管部）"}, []string{"经办人", "销管部经理", "副总经理"}},
	} {
		for _, w := range words.gone {
			if !strings.Contains(plain[name], w) && w != "验证人：\n" || strings.Contains(bare[name], w) {
				t.Errorf("%s: %q is not left out", name, w)
			}
		}
		for _, w := range words.stay {
			if !strings.Contains(bare[name], w) {
				t.Errorf("%s: %q is needed", name, w)
			}
		}
	}
	o := company()
	o.Letterhead = all
	for grade, want := range map[huiyin.Grade]bool{huiyin.Minor: false, huiyin.Internal: false, huiyin.Important: true,
		huiyin.Major: true, "": true} {
		c := received()
		c.Grade = grade
		var b bytes.Buffer
		if err := Form(&b, stamped(), c, o); err != nil {
			t.Fatal(err)
		}
		if got := read(t, b.Bytes()); strings.Contains(got, "客户签字") != want || strings.Contains(got, "投诉人签字") {
			t.Errorf("W7: grade %q: the customer's place to sign is not %v", grade, want)
		}
	}
	nobody := received()
	nobody.Owner, nobody.State = "", huiyin.Closed
	var b bytes.Buffer
	if err := Form(&b, stamped(), nobody, o); err != nil {
		t.Fatal(err)
	}
	if got := read(t, b.Bytes()); strings.Contains(got, "审批") || !strings.Contains(got, "共1页") {
		t.Error("an approval row without a box stands on the form")
	}
}

// Whatever a company calls itself, nothing leaves the page.
func TestHostileNamesStayOnThePage(t *testing.T) {
	for name, text := range map[string]string{
		"long": strings.Repeat("长", 60), "wide": strings.Repeat("W", 60), "astral": strings.Repeat("𬱖😀", 30),
		"bidi": "\u202Eedis\u202C甲\u2067乙\u200F", "lines": "甲\n乙\r\n\x00丙", "bytes": "\xff\xfe甲",
	} {
		for _, f := range []format{a4, a4Wide, a5} {
			look := huiyin.Letterhead{Name: text, Footer: text, Script: huiyin.Traditional, Logo: picture(t, 330, 20)}
			p := newSheet(f, heading{company: "x", title: "客户投诉意见处理表", place: "海悦府", number: "TS-HY-20250303-001",
				notes: internal, zone: office, look: look}, stamped())
			p.row(500, value(12, "文字"))
			if err := p.write(io.Discard); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, page := range p.pages {
				for _, o := range page {
					x2 := o.x2
					if o.kind == opText {
						x2 = o.x1 + mm(weight(o.bold).width(o.text), o.size)
						if o.y1 > p.height-1.5 || strings.ContainsAny(o.text, "\u202E\u2067\n\x00") {
							t.Errorf("%s: %q leaves the page, or has what may not be set", name, o.text)
						}
					}
					if o.kind != opQR && (o.x1 < p.left-0.01 || x2 > p.right+0.01) {
						t.Errorf("%s: %+v leaves the page", name, o)
					}
				}
			}
		}
	}
}

// The made-up case stands on one page, whatever is set, and is called an example.
func TestSampleIsOnePage(t *testing.T) {
	full := huiyin.Letterhead{Name: strings.Repeat("长", 60), Footer: strings.Repeat("长", 60),
		Script: huiyin.Traditional, Logo: picture(t, 330, 204)}
	for _, look := range []huiyin.Letterhead{{}, full, {Unsigned: huiyin.Boxes(), Unsealed: huiyin.SealedPapers()}} {
		for _, on := range []huiyin.Paper{"", "form", "receipt", "settlement", "letter"} {
			var b bytes.Buffer
			if err := Sample(&b, on, Stamp{At: day(16, 9, 0), By: "管理员"}, "示例地产", look, office); err != nil {
				t.Fatal(err)
			}
			got := read(t, b.Bytes())
			if strings.Count(got, "\f") != 1 || !strings.Contains(got, "示例项目（预览）") {
				t.Errorf("%q, %q: %d pages", on, look.Script, strings.Count(got, "\f"))
			}
		}
	}
	if err := Sample(io.Discard, "report", Stamp{}, "x", full, office); err != ErrNoSample {
		t.Error(err)
	}
	if got := Lacks("甲𬱖a😀😀\u200D□"); got != "😀" {
		t.Errorf("lacks %q", got)
	}
}

func TestSameLookSameBytes(t *testing.T) {
	o := company()
	o.Letterhead = huiyin.Letterhead{Name: "甲", Footer: "乙", Script: huiyin.Traditional, Logo: picture(t, 330, 204)}
	var one, other bytes.Buffer
	for _, b := range []*bytes.Buffer{&one, &other} {
		if err := Form(b, stamped(), closed(), o); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), other.Bytes()) {
		t.Error("another file from the same settings")
	}
}

// BenchmarkFormWithLook is BenchmarkForm with everything set and the largest logo, of noise.
func BenchmarkFormWithLook(b *testing.B) {
	c, o := closed(), company()
	o.Letterhead = huiyin.Letterhead{Name: "示例地产（集团）有限公司", Footer: "服务热线 400-000-0001", Script: huiyin.Traditional,
		Logo: picture(b, 330, 204)}
	b.ReportAllocs()
	for b.Loop() {
		if err := Form(io.Discard, stamped(), c, o); err != nil {
			b.Fatal(err)
		}
	}
}
