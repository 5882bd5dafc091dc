package print

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"huiyin/huiyin"
)

// everyPaper prints each paper that there is from one complaint and one company.
func everyPaper() map[string]func(io.Writer, Stamp, *huiyin.Complaint, *huiyin.Org) error {
	period := Period{Site: "HY", Words: "2025年3月", Number: "TZ-HY-202503"}
	all := map[string]func(io.Writer, Stamp, *huiyin.Complaint, *huiyin.Org) error{
		"rectification": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return Rectification(w, s, c, &c.Measures[0], o)
		},
		"circular": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return Circular(w, s, c, &c.Sanctions[0], o)
		},
		"decision": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return SanctionNotice(w, s, c, &c.Sanctions[0], o)
		},
		"forms": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			b := NewBook(w, "forms", s.At)
			return errors.Join(b.Paper(Form, s, c, o), b.Paper(Form, s, received(), o), b.Close())
		},
		"dossier": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return WriteDossier(w, Dossier{Stamp: s, C: c}, o)
		},
		"dossierout": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return WriteDossier(w, Dossier{Stamp: s, C: c, Outside: true}, o)
		},
		"ledger": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return Ledger(w, s, period, []*huiyin.Complaint{c, received(), c}, o)
		},
		"followups": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return FollowUps(w, s, period, calls(c), o)
		},
		"monthly": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return Monthly(w, s, period, analysed(o), o)
		},
		"emergency": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return Emergency(w, s, o.Site("HY"), "YJ-HY", o)
		},
		"duty": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return Duty(w, s, period, o.DutyDays("HY", 202503), o)
		},
	}
	all["anchors"] = func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
		return AnchorSheet(w, s, nights(), o)
	}
	all["guide"] = func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
		return Guide(w, s, huiyin.Authority{
			Name: "Huiyin CA portal.example 2025-03-03", SHA256: strings.Repeat("5dad484e", 8),
			SHA1: strings.Repeat("2e5240e4", 5), Until: s.At, Bound: true,
			Addresses: []string{"https://portal", "https://192.168.10.5:8443", "https://portal.corp.example:8443"},
		}, o)
	}
	for name, paper := range papers {
		all[name] = paper
	}
	return all
}

// nights are a month's anchors, some of which went out of the house.
func nights() *huiyin.AnchorSheet {
	v := &huiyin.AnchorSheet{Month: 202503}
	for i := range 31 {
		n := huiyin.AnchorNight{At: day(i+1, 0, 0), Entry: int64(100 * (i + 1)), Hash: huiyin.Digest(strconv.Itoa(i)), Drift: "12ms"}
		if i%2 == 1 {
			n.Stamped, n.Mailed = "tsa.example", i%3 == 0
		}
		v.Nights = append(v.Nights, n)
	}
	return v
}

// calls are the follow-up calls of a complaint, and one still to be made.
func calls(c *huiyin.Complaint) []huiyin.FollowUpCall {
	var out []huiyin.FollowUpCall
	for _, f := range c.FollowUps {
		out = append(out, huiyin.FollowUpCall{FollowUp: f, Number: c.Number, Name: c.Name, Unit: c.Unit})
	}
	return append(out, huiyin.FollowUpCall{Number: "TS-HY-20250301-002", Name: c.Name, Unit: c.Unit,
		Due: day(15, 9, 0)})
}

// analysed is a month with something in every figure.
func analysed(o *huiyin.Org) *huiyin.Analysis {
	a := huiyin.NewAnalysis(202503, "", []string{"HY", "JY"})
	for _, k := range o.Categories {
		if k.Parent == "" {
			a.Add(202503, "JY", huiyin.CountCategory, k.Code, 2, 0)
		}
	}
	for i := range huiyin.Month(13) {
		a.Add(huiyin.Month(202503).Add(-int(i)), "JY", huiyin.CountReceived, "", 7+int(i*5)%11, 0)
		a.Add(huiyin.Month(202503).Add(-int(i)), "JY", huiyin.CountSettled, "", 5+int(i*3)%9, 0)
	}
	for i, class := range huiyin.CauseClasses() {
		a.Add(202503, "JY", huiyin.CountCause, string(class), i+1, 0)
	}
	for _, q := range o.People {
		a.Add(202503, "JY", huiyin.CountHandler, q.Account, 3, 0)
	}
	a.Add(202503, "JY", huiyin.CountPaid, "", 1, 123_450)
	return a
}

// punished is a complaint at its end with a consequence, and everything else that a paper may show.
func punished() *huiyin.Complaint {
	c := closed()
	c.Sanctions = []huiyin.Sanction{{
		N: 1, At: day(13, 11, 0), By: "x02", Person: "a01", Grade: huiyin.Major,
		Kinds: []string{"red_card", "criticism"}, Wording: "录入合同价款时漏计折扣，客户多付房款。",
		State: huiyin.SanctionUpheld, DecidedAt: day(14, 9, 0), DecidedBy: "v01", Words: "情况属实，予以处罚。",
		ObjectBy: day(17, 18, 0), ActAt: day(3, 9, 0), Clause: "3.3@1", ReadAt: day(1, 9, 0), View: "当日客户较多。",
		Objection: "处罚过重。", ObjectedAt: day(15, 9, 0), VerdictWords: "处罚适当。", VerdictAt: day(17, 9, 0),
		VerdictBy: "v02", EffectiveAt: day(17, 9, 0), LapsesAt: day(17, 9, 0).AddDate(1, 0, 0),
		DeliveredAt: day(17, 10, 0), DeliveredBy: "p01", DeliveryWay: "signed", DeliveryProof: "本人当面签收。",
	}}
	c.Evidence = []huiyin.SanctionEvidence{{N: 1, Code: "finding-1", Text: "合同价款少计一次折扣。"}}
	c.Circulars = []huiyin.Circular{{N: 1, Roles: []string{"agent"}, Sites: []string{"HY"}, Person: "a01",
		Function: "海悦府 · 经办人", Facts: "合同价款漏计折扣。", Clause: "3.3@1", Lesson: "录入后由他人复核。",
		At: day(18, 9, 0), By: "v01", Until: day(18, 9, 0).AddDate(0, 0, 30)}}
	c.Pauses = []huiyin.Pause{{At: day(7, 10, 0), By: "s01", Reason: "等客户寄回补充协议", EndedAt: day(8, 10, 0),
		EndedBy: "s01"}}
	c.Extensions = []huiyin.Extension{{N: 1, At: day(8, 11, 0), By: "s01", Deadline: huiyin.D5, Until: day(20, 18, 0),
		Reason: "补充协议须客户本人签字", DecidedAt: day(8, 12, 0), DecidedBy: "v01", Granted: "yes"}}
	return c
}

// furnished is the company with what the papers for the wall show.
func furnished() *huiyin.Org {
	o := company()
	o.People = append(o.People, huiyin.Person{Account: "p01", Name: "何经理", Role: huiyin.Manager, Sites: []string{"HY"}})
	o.People[2].Site = "HY"
	o.Clauses = []huiyin.Clause{{Key: "3.3@1", Code: "3.3", Version: 1, Text: "价格和折扣须经双人复核。", From: "2022-01-01"}}
	o.Directory = map[string][]huiyin.DirectoryEntry{"HY": {{What: "火警", Name: "消防", Phone: "119"},
		{What: "电梯困人", Name: "电梯维保单位 值班", Phone: "0755-8000 0110"},
		{What: "停水停电、漏水", Name: "海悦府工程值班", Phone: "0755-8000 0222"}}}
	o.Calendar.Days = map[string]huiyin.DayOff{"2025-03-08": huiyin.MadeUpDay, "2025-03-20": huiyin.Holiday}
	return o.Index()
}

// cases are complaints and companies to print from: nothing known, as it comes from the counter, at its end,
// and with every text that people type hostile or long.
func cases() map[string]func() (*huiyin.Complaint, *huiyin.Org) {
	return map[string]func() (*huiyin.Complaint, *huiyin.Org){
		"at the counter": func() (*huiyin.Complaint, *huiyin.Org) {
			c := received()
			c.Measures, c.Sanctions = make([]huiyin.Measure, 1), make([]huiyin.Sanction, 1)
			return c, furnished()
		},
		"at its end": func() (*huiyin.Complaint, *huiyin.Org) { return punished(), furnished() },
		"long": func() (*huiyin.Complaint, *huiyin.Org) {
			return typedIn(func(string) string { return han(3000) }), furnished()
		},
		"Latin": func() (*huiyin.Complaint, *huiyin.Org) {
			return typedIn(func(string) string { return latin }), named(latin)
		},
		"kinsoku": func() (*huiyin.Complaint, *huiyin.Org) {
			return typedIn(func(string) string { return kinsoku }), named(kinsoku)
		},
		"all at once": func() (*huiyin.Complaint, *huiyin.Org) {
			return typedIn(nil), named("Wǒ的（长名）、WWWWWWWWWW")
		},
	}
}

// latin is one word that no cell holds, and one that few do.
var latin = strings.Repeat("W", 300) + " " + strings.Repeat("Donaudampfschifffahrtsgesellschaft", 2) +
	" https://example.com/" + strings.Repeat("a", 200)

// kinsoku is full of what may not begin or end a line.
var kinsoku = strings.Repeat("（《“一”》），。；：“二”、《三》！？￥1,234.50％……——（四）", 6) + strings.Repeat("，", 60) +
	strings.Repeat("《", 60) + "完"

// han is a text of n Han characters, no two neighbours of which are the same.
func han(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteRune('一' + rune(i*7%6000))
	}
	return b.String()
}

// longest is as long as a text gets where people write most, and its own name elsewhere.
func longest(field string) string {
	if slices.Contains(
		[]string{"matter", "finding", "answer", "cause", "corrective", "follow-up", "penalty", "evidence",
			"facts"},
		field,
	) {
		return han(3000)
	}
	return field
}

// typedIn is a complaint at its end with a text in every field that people type, else one of its own in each.
func typedIn(text func(field string) string) *huiyin.Complaint {
	c, _ := filled(text)
	return c
}

func filled(text func(field string) string) (*huiyin.Complaint, map[string]*string) {
	c, fields := hostileCase()
	full := punished()
	c.Sanctions, c.Pauses, c.Extensions = full.Sanctions, full.Pauses, full.Extensions
	c.Evidence, c.Circulars = full.Evidence, full.Circulars
	for name, f := range map[string]*string{
		"penalty": &c.Sanctions[0].Wording, "decision": &c.Sanctions[0].Words, "pause": &c.Pauses[0].Reason,
		"extension": &c.Extensions[0].Reason, "view": &c.Sanctions[0].View, "objection": &c.Sanctions[0].Objection,
		"verdict": &c.Sanctions[0].VerdictWords, "proof": &c.Sanctions[0].DeliveryProof,
		"evidence": &c.Evidence[0].Text, "facts": &c.Circulars[0].Facts, "lesson": &c.Circulars[0].Lesson,
		"done": &c.Measures[0].Done, "unit of a measure": &c.Measures[0].Unit, "task's result": &c.Tasks[0].Result,
		"spoken to": &c.Contacts[0].Who,
		"promised":  &c.Contacts[0].Promised, "result's wants": &c.Results[0].Wants,
		"way of paying": &c.Payments[0].Way,
	} {
		fields[name] = f
	}
	for n, name := range slices.Sorted(maps.Keys(fields)) {
		if *fields[name] = tagged(n); text != nil {
			*fields[name] = text(name)
		}
	}
	return c, fields
}

// named is the company in which everybody and everything has a name as long as the settings allow.
func named(name string) *huiyin.Org {
	o, long := furnished(), string([]rune(name)[:min(40, len([]rune(name)))])
	o.Company = long
	for i := range o.People {
		o.People[i].Name = long
	}
	for i := range o.Sites {
		o.Sites[i].Name, o.Sites[i].Phone = long, long
	}
	for i := range o.Departments {
		o.Departments[i].Name = long
	}
	for i := range o.Categories {
		o.Categories[i].Name = long
	}
	for i := range o.Directory["HY"] {
		o.Directory["HY"][i] = huiyin.DirectoryEntry{What: long, Name: long, Phone: long}
	}
	return o.Index()
}

// What people have typed stands on the papers that repeat it, every character.
func TestF6_NothingTypedIsLost(t *testing.T) {
	c, fields := filled(nil)
	for name, want := range map[string][]string{
		"process": {
			"name", "unit", "matter", "said", "spoken to", "promised", "caller", "finding", "ground", "statement",
			"opinion", "pause", "extension", "proposal", "proposal ground",
			"words", "answer", "wants", "task", "task's result", "receipt", "way of paying", "cause", "corrective",
			"preventive", "done", "unit of a measure", "check", "result", "result's wants",
			"follow-up", "close reason",
		},
		"followup":      {"name", "unit", "matter", "answer", "wants", "result", "result's wants", "follow-up"},
		"followups":     {"name", "unit", "follow-up"},
		"rectification": {"cause", "corrective", "unit of a measure", "done", "check"},
		"circular":      {"facts", "lesson"},
		"decision":      {"penalty", "evidence", "view", "decision", "objection", "verdict", "proof"},
		"ledger":        {"name", "unit"},
	} {
		var out bytes.Buffer
		if err := everyPaper()[name](&out, stamped(), c, furnished()); err != nil {
			t.Fatal(err)
		}
		got := squeeze(read(t, out.Bytes()))
		for _, f := range want {
			if !within(squeeze(clean(*fields[f])), got) {
				t.Errorf("%s: %s is not whole", name, f)
			}
		}
	}
	o := named("（长名）项目、甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒")
	for _, name := range []string{"emergency", "duty"} {
		var out bytes.Buffer
		if err := everyPaper()[name](&out, stamped(), c, o); err != nil {
			t.Fatal(err)
		}
		if got := squeeze(read(t, out.Bytes())); strings.Count(got, squeeze(o.Sites[0].Name)) < 2 {
			t.Errorf("%s: names are not whole", name)
		}
	}
}

// The same case gives the same bytes, twice and at the same time: nothing is shared, nothing is left to
// chance.
func TestF6_SameCaseSameBytes(t *testing.T) {
	for name, paper := range everyPaper() {
		write := func() []byte {
			var out bytes.Buffer
			if err := paper(&out, stamped(), punished(), furnished()); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			return out.Bytes()
		}
		want := write()
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if got := write(); !bytes.Equal(got, want) {
					t.Errorf("%s: another file from the same case", name)
				}
			})
		}
		wg.Wait()
	}
}

// Every page of every paper says which it is: number, version of the layout, page of pages, printer, time,
// and has its code; one beyond the first is marked as such.
func TestF6_EveryPageSaysWhichItIs(t *testing.T) {
	for name, paper := range everyPaper() {
		var out bytes.Buffer
		if err := paper(&out, stamped(), typedIn(longest), furnished()); err != nil {
			t.Fatal(err)
		}
		pages := strings.Split(strings.TrimSuffix(read(t, out.Bytes()), "\f"), "\f")
		for i, page := range pages {
			for _, want := range []string{"编号 ", "版次 A/0", "打印人 张三", "打印时间 2025-03-16 14:05",
				fmt.Sprintf("第%d页 共%d页", i+1, len(pages))} {
				// several papers in one file, each with its own pages
				if !strings.Contains(page, want) && name != "forms" && name != "form" {
					t.Errorf("%s: page %d lacks %q", name, i+1, want)
				}
			}
			// which is many papers
			if strings.Contains(page, "（续页）") != (i > 0) && name != "form" && name != "forms" &&
				name != "dossier" && name != "dossierout" {
				t.Errorf("%s: page %d is not marked as it should be", name, i+1)
			}
		}
		// one at the head and one at the foot
		if codes := bytes.Count([]byte(strings.Join(streams(t, out.Bytes()), "")),
			[]byte("re\nf")); codes != 2*len(pages) {
			t.Errorf("%s: %d codes on %d pages", name, codes, len(pages))
		}
	}
}

// Only the calls that were made are ticked, those to make are left to write, and no phone stands there.
func TestW9_FollowUpRecord(t *testing.T) {
	c := punished()
	c.FollowUps = append(c.FollowUps, huiyin.FollowUp{At: day(16, 9, 0), By: "a02", Satisfaction: huiyin.Unsatisfied,
		Recurred: true, Said: "又漏了"})
	var out bytes.Buffer
	if err := FollowUps(&out, stamped(), Period{Site: "HY", Words: "2025年3月", Number: "HF-HY-202503"}, calls(c), furnished()); err != nil {
		t.Fatal(err)
	}
	got := squeeze(read(t, out.Bytes()))
	for _, want := range []string{"HF-HY-202503", "又漏了", "应于2025-03-1509:00前回访，已超期", "已回访满意基本满意不满意再次发生待回访210111"} {
		if !strings.Contains(got, want) {
			t.Errorf("the record lacks %s in %s", want, got)
		}
	}
	if strings.Contains(got, c.Phone) || strings.Contains(got, huiyin.Mask(c.Phone)) {
		t.Error("a phone stands in the record")
	}
	if got := squeeze(text(t, "followup", stamped(), c)); !strings.Contains(got, "第2次回访") ||
		!strings.Contains(got, "138****5678") || !strings.Contains(got, "由经办人以外的人进行") {
		t.Error(got)
	}
	c.State, c.FollowUps = huiyin.Archived, nil
	if got := squeeze(text(t, "followup", stamped(), c)); strings.Contains(got, "本次回访") {
		t.Error("an archived case is asked to be called")
	}
}

// The record of the course holds what happened in its order with what came next, and nothing of what only
// few may read (rule A3).
func TestF2A3_ProcessRecordTellsTheCourse(t *testing.T) {
	c := punished()
	got := squeeze(text(t, "process", stamped(), c))
	last := -1
	for _, step := range []string{
		"2025-03-0309:12受理李娜", "2025-03-0310:00交办", "2025-03-0310:30接收赵敏", "2025-03-0411:00调查赵敏经核对",
		"2025-03-0414:00当事人陈述王强", "2025-03-0417:30沟通", "2025-03-0509:00催办",
		"2025-03-0510:00拟定方案", "2025-03-0514:00审批周正", "2025-03-0609:00审批陈国栋", "2025-03-0615:00答复陈国栋",
		"2025-03-0615:10布置事项陈国栋", "2025-03-0709:00原因分析", "2025-03-0709:10纠正措施",
		"2025-03-0710:00暂停计时", "2025-03-0811:00申请延期", "2025-03-0911:00执行", "2025-03-1010:20付款钱会", "2025-03-1110:00告知结果",
		"2025-03-1117:00措施办结", "2025-03-1309:00效果验证周正", "2025-03-1310:00结案", "2025-03-1510:00回访",
	} {
		i := strings.Index(got, step)
		if i <= last {
			t.Errorf("%s is missing or out of order", step)
		}
		last = i
	}
	for _, secret := range []string{"红牌", "处罚", "通报", c.Sanctions[0].Words} {
		if strings.Contains(got, secret) {
			t.Errorf("the record tells of %s", secret)
		}
	}
	if !strings.Contains(got, "以下空白") || strings.Contains(squeeze(text(t, "process", stamped(), received())), "以下空白") {
		t.Error("only a case at its end has nothing more to write")
	}
}

// The notice orders one measure, and names no customer (rules A1, P5).
func TestA1_RectificationNotice(t *testing.T) {
	c := punished()
	for i, want := range [][]string{{"整改1", "停用旧合同模板", "旧模板已删除", "抽查20份合同"},
		{"整改2", "合同价款须由第二人复核签字", "2025-03-2018:00"}} {
		var out bytes.Buffer
		if err := Rectification(&out, stamped(), c, &c.Measures[i], furnished()); err != nil {
			t.Fatal(err)
		}
		got := squeeze(read(t, out.Bytes()))
		for _, w := range append(want, c.Number, "合同录入无复核环节", "海悦府销售部", "赵敏", "签发人", "责任单位签收", "验证人签字") {
			if !strings.Contains(got, w) {
				t.Errorf("notice %d lacks %s", i+1, w)
			}
		}
		for _, secret := range []string{c.Name, c.Phone, huiyin.Mask(c.Phone), c.Unit, c.Matter} {
			if strings.Contains(got, secret) {
				t.Errorf("notice %d names the customer: %s", i+1, secret)
			}
		}
	}
}

// The papers for the wall fit on one page, also in a long month and with many numbers.
func TestB5_WallCopiesAreOnePage(t *testing.T) {
	o := furnished()
	for i := range 9 {
		o.Directory["HY"] = append(o.Directory["HY"],
			huiyin.DirectoryEntry{What: fmt.Sprint("事项", i), Name: "某单位", Phone: fmt.Sprint("0755-8000000", i)})
	}
	for name, want := range map[string]string{"emergency": "0755-80000008", "duty": "8六调休上班"} {
		var out bytes.Buffer
		if err := everyPaper()[name](&out, stamped(), nil, o); err != nil {
			t.Fatal(err)
		}
		if got := squeeze(read(t, out.Bytes())); !strings.Contains(got, "共1页") || !strings.Contains(got, want) ||
			!strings.Contains(got, "何经理") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// BenchmarkPapers sets each paper of a case at its end.
func BenchmarkPapers(b *testing.B) {
	c, o := punished(), furnished()
	for _, name := range slices.Sorted(maps.Keys(everyPaper())) {
		paper := everyPaper()[name]
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := paper(io.Discard, stamped(), c, o); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
