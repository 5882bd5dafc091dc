package huiyin

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// importCompany is the demo company in its zone, as it stands at importNow.
func importCompany() *Org {
	o := DemoCompany()
	o.Zone = shanghai
	return o.Index().At(importNow)
}

// register is one over the demo company whose titles stand.
func register(t *testing.T, titles string) *Register {
	t.Helper()
	r := &Register{Org: importCompany(), Fold: func(s string) string {
		return strings.NewReplacer("電話", "电话", "臺", "台", "時", "时", "滿", "满").Replace(s)
	}}
	if err := begun(r, strings.Split(titles, ",")); err != nil {
		t.Fatalf("titles: %v", err)
	}
	return r
}

// begun looks over a sheet of some lines, with one more below them, and begins it.
func begun(r *Register, lines ...[]string) error {
	r.AddSheet("", false)
	for i, cells := range append(lines, []string{"x"}) {
		if err := r.Look(RegisterLine{Line: i + 1, Cells: cells}, nil); err != nil {
			return err
		}
	}
	if err := r.Choose(); err != nil {
		return err
	}
	r.Begin(0)
	return nil
}

// read reads a line.
func (r *Register) read(line int, cells []string) (OldComplaint, error) {
	return r.Read(RegisterLine{Line: line, Cells: cells})
}

var importNow = time.Date(2025, 3, 3, 4, 0, 0, 0, time.UTC) // noon in Shanghai

func importerOf(o *Org, account string) Actor { return Actor{Person: o.Person(account), Org: o} }

const plainTitles = "site,channel,received_at,name,phone,matter,demand,category"

func TestImport_TitlesAreMatchedByName(t *testing.T) {
	for name, tt := range map[string]struct {
		site   string
		lines  []string
		fields string // "" where refused
		want   string // in the refusal
	}{
		"field names": {"", []string{plainTitles}, "site channel received_at name phone matter demand category",
			""},
		"an old register": {"HY", []string{"序号,编号,日期,投诉人,房号,电话,方式,被投诉部门/人,内容摘要,等级,处理结果,完成日期,满意度"},
			" old_number received_at name unit phone channel complained_of matter grade result closed_at satisfaction",
			""},
		"below a heading": {"", []string{"投诉处理记录表", plainTitles},
			"site channel received_at name phone matter demand category", ""},
		"with remarks": {"", []string{"项目（必填）,投诉方式*, 受理时间 ,投诉人：,電話,投诉事项,客户诉求,投诉类别"},
			"site channel received_at name phone matter demand category", ""},
		"one twice": {"", []string{plainTitles + ",投诉人"},
			"site channel received_at name phone matter demand category ", ""},
		"accused twice": {"", []string{plainTitles + ",accused,accused"},
			"site channel received_at name phone matter demand category accused accused", ""},
		"no site":            {"", []string{"channel,name,phone,matter,demand,category"}, "", "缺少这些列：项目。"},
		"no demand, no date": {"HY", []string{"方式,投诉人,电话,内容摘要"}, "", "缺少这些列：投诉类别、客户诉求。"},
		"none":               {"", slices.Repeat([]string{"a,b,c"}, 10), "", "没有找到列名"},
		"too many":           {"", []string{strings.Repeat("a,", 300)}, "", "列数超过 200"},
	} {
		t.Run(name, func(t *testing.T) {
			r := &Register{Org: importCompany(), Site: tt.site,
				Fold: func(s string) string { return strings.ReplaceAll(s, "電話", "电话") }}
			var lines [][]string
			for _, line := range tt.lines {
				lines = append(lines, strings.Split(line, ","))
			}
			err := begun(r, lines...)
			if tt.fields == "" {
				if KindOf(err) != KindInvalid || !strings.Contains(err.Error(), tt.want) {
					t.Fatalf("%v, want %q", err, tt.want)
				}
				return
			}
			var fields []string
			for _, m := range r.Matched() {
				fields = append(fields, m.Field)
			}
			if got := strings.Join(fields, " "); err != nil || got != tt.fields {
				t.Errorf("%q, %v; want %q", got, err, tt.fields)
			}
		})
	}
}

// What stands in a cell is read by code or label; what cannot be read is refused at its field.
func TestImport_CellsAreReadOrRefused(t *testing.T) {
	o := importCompany()
	at := func(s string) time.Time {
		t, err := time.ParseInLocation("2006-01-02 15:04:05", s, o.Zone)
		if err != nil {
			panic(err)
		}
		return t.UTC()
	}
	when := func(want string) func(OldComplaint) bool {
		return func(c OldComplaint) bool { return c.ReceivedAt.Equal(at(want)) }
	}
	for _, tt := range []struct {
		title, cell string
		good        func(OldComplaint) bool // nil where it is refused
	}{
		{"site", "HY", func(c OldComplaint) bool { return c.Site == "HY" }},
		{"项目", " 海悦府 ", func(c OldComplaint) bool { return c.Site == "HY" }},
		{"项目", "海月府", nil},
		{"方式", "phone", func(c OldComplaint) bool { return c.Channel == "phone" }},
		{"方式", "電話", func(c OldComplaint) bool { return c.Channel == "phone" }},
		{"方式", "来电", func(c OldComplaint) bool { return c.Channel == "phone" }},
		{"方式", "鸽子", nil},
		{"满意度", "基本滿意", func(c OldComplaint) bool { return c.Satisfaction == Fair }},
		{"满意度", "还行", nil},
		{"等级", "重大", func(c OldComplaint) bool { return c.Grade == Major }},
		{"类别", "渗漏", func(c OldComplaint) bool { return c.Category == "leak" }},
		{"类别", "工程维修/渗漏", func(c OldComplaint) bool { return c.Category == "leak" }},
		{"类别", "没有的", nil},
		{"被投诉人", "a01、" + o.PersonName("a02"),
			func(c OldComplaint) bool { return slices.Equal(c.Accused, []string{"a01", "a02"}) }},
		{"被投诉人", "某人", nil},
		{"被投诉部门/人", "工程部、" + o.PersonName("a02"), func(c OldComplaint) bool {
			return slices.Equal(c.Accused, []string{"a02"}) && strings.HasPrefix(c.Involved, "工程部")
		}},
		{"日期", "2025-03-01", when("2025-03-01 00:00:00")},
		{"日期", "2025/3/1", when("2025-03-01 00:00:00")},
		{"日期", "2025.3.1 9:05", when("2025-03-01 09:05:00")},
		{"日期", "2025年3月1日", when("2025-03-01 00:00:00")},
		{"日期", "2025年3月1日下午2时05分", when("2025-03-01 14:05:00")},
		{"日期", "2025-03-01T14:05", when("2025-03-01 14:05:00")},
		{"日期", "2025-03-01T06:05:00Z", when("2025-03-01 14:05:00")},
		{"日期", "20250301", when("2025-03-01 00:00:00")},
		{"日期", "45717", when("2025-03-01 00:00:00")},
		{"日期", "45717.586805555555", when("2025-03-01 14:05:00")},
		{"日期", "3/1/25", nil},
		{"日期", "2025-13-01", nil},
		{"日期", "2025-02-30", nil},
		{"日期", "12", nil},
		{"日期", "9e9", nil},
		{"日期", "NaN", nil},
		{"日期", "昨天", nil},
		{"电话", "13800000001", func(c OldComplaint) bool { return c.Phone == "13800000001" }},
		{"电话", "13800000001.0", func(c OldComplaint) bool { return c.Phone == "13800000001" }},
		{"电话", "1.3800000001E+10", func(c OldComplaint) bool { return c.Phone == "13800000001" }},
		{"电话", "'+86 138 0000 0001", func(c OldComplaint) bool { return c.Phone == "+86 138 0000 0001" }},
		{"电话", "1.38E+10", nil},
		{"身份证号", "4.4010119900101E+17", nil},
		{"人数", "3人", func(c OldComplaint) bool { return c.Complainants == 3 }},
		{"人数", "很多", nil},
		{"已致歉安抚", "是", func(c OldComplaint) bool { return c.Apologised }},
		{"已致歉安抚", "也许", nil},
		{"状态", "已办结", func(c OldComplaint) bool { return c.Shut }},
		{"状态", "archived", func(c OldComplaint) bool { return c.Shut }},
		{"状态", "处理中", func(c OldComplaint) bool { return !c.Shut }},
		{"状态", "差不多", nil},
		{"处理结果", "已解决", func(c OldComplaint) bool { return c.Outcome == Solved && c.Ending == "" }},
		{"处理结果", "上门修好", func(c OldComplaint) bool { return c.Outcome == "" && c.Ending == "上门修好" }},
		{"内容摘要", "#REF!", nil},
		{"内容摘要", "断\uFFFD字", nil},
		{"内容摘要", "'=1+1", func(c OldComplaint) bool { return c.Matter == "=1+1" }},
	} {
		titles := plainTitles + ",extra"
		r := register(t, titles)
		column := r.column(tt.title)
		if column == nil {
			t.Fatalf("no column %q", tt.title)
		}
		r.sheet.columns = []*RegisterColumn{column}
		c, err := r.read(2, []string{tt.cell})
		switch {
		case tt.good == nil && KindOf(err) != KindInvalid:
			t.Errorf("%s %q: %v, want a refusal", tt.title, tt.cell, err)
		case tt.good != nil && (err != nil || !tt.good(c)):
			t.Errorf("%s %q: %+v, %v", tt.title, tt.cell, c, err)
		}
	}
	r := register(t, plainTitles)
	if got := r.Legible([]string{"45717", "", "45717.5", "3"}); !slices.Equal(got,
		[]string{"45717", "", "2025-03-01 12:00", "3"}) {
		t.Errorf("legible: %q", got)
	}
	r.since = 1904
	if got, err := r.when("44255"); err != nil || !got.at.Equal(at("2025-03-01 00:00:00")) {
		t.Errorf("counted from 1904: %v", got)
	}
}

func oldCase() OldComplaint {
	return OldComplaint{Line: 2, Intake: Intake{
		Site: "HY", Channel: ChannelPhone, ReceivedAt: importNow.AddDate(0, -3, 0), Name: "王一", Phone: "13800000001",
		Matter: "漏水", Demand: "修", Category: "leak",
	}}
}

// An open case goes on under the rules from its day of receipt.
func TestImport_G8_AnOpenCaseIsRecordedAsOfItsReceipt(t *testing.T) {
	o := importCompany()
	old := oldCase()
	old.Number, old.Grade = "旧-1", Important
	c, err := TakeOver(importerOf(o, "x02"), importNow, old)
	if err != nil {
		t.Fatal(err)
	}
	if c.State != Received || c.Imported != Received || c.OldNumber != "旧-1" || c.Owner != "v01" {
		t.Errorf("%+v", c)
	}
	if j := c.Journal(); j[0].Action != ActionImport || !slices.Contains(j[0].Detail, Note("old_number", "旧-1")) {
		t.Errorf("journal %+v", j)
	}
	if due := MonthAfter(old.ReceivedAt, o.Zone); c.Grade != Major || !c.Risen.Equal(due) ||
		c.Deadline(D5).Status != Missed {
		t.Errorf("grade %s, risen %v, D5 %s", c.Grade, c.Risen, c.Deadline(D5).Status)
	}
}

// Dates that passed before the import are marked and announced to nobody: whoever would have been told is named for the
// summary. The ladder goes on from here (I7, rule D8).
func TestImport_I7_WhatPassedBeforeIsMarkedNotAnnounced(t *testing.T) {
	o := importCompany()
	old := oldCase()
	old.ReceivedAt = importNow.AddDate(-2, 0, 0)
	c, err := TakeOver(importerOf(o, "x02"), importNow, old)
	if err != nil {
		t.Fatal(err)
	}
	if told := c.HushImport(); len(c.Notices()) != 0 || !slices.Contains(told, "v01") || !slices.Contains(told, "s01") {
		t.Errorf("notices %v, told %v", c.Notices(), told)
	}
	for _, e := range c.Journal() {
		if e.Action == ActionAlert {
			t.Errorf("alerted: %+v", e)
		}
	}
	if len(c.Journal()) > 12 || c.Deadline(D5).Status != Missed {
		t.Errorf("%d entries, D5 %s", len(c.Journal()), c.Deadline(D5).Status)
	}
	if next := c.NextDue(o); !next.After(importNow) {
		t.Errorf("due at once: %v", next)
	}
	lately := oldCase() // of today: its ladder is still before it
	lately.ReceivedAt = importNow.Add(-time.Minute)
	if c, err = TakeOver(importerOf(o, "x02"), importNow, lately); err != nil {
		t.Fatal(err)
	}
	c.Run(o, importNow.AddDate(0, 0, 8))
	for _, kind := range []NoticeKind{NoticeNear, NoticeMissed} {
		if !slices.ContainsFunc(c.Notices(), func(n Notice) bool { return n.Kind == kind }) {
			t.Errorf("the ladder does not go on to %s", kind)
		}
	}
}

// A case that had ended is judged by no clock, and tells nobody anything.
func TestImport_D13_AnEndedCaseKeepsItsEnding(t *testing.T) {
	o := importCompany()
	old := oldCase()
	old.Shut, old.ClosedAt, old.Ending, old.Satisfaction, old.Grade = true, old.ReceivedAt.AddDate(0, 0, 2), "已上门修好",
		Fair, Important
	old.Demand, old.Category = "", ""
	old.ReceivedAt, old.ClosedAt = old.ReceivedAt.AddDate(0, -1, 0), old.ClosedAt.AddDate(0, -1, 0)
	c, err := TakeOver(importerOf(o, "v01"), importNow, old)
	if err != nil {
		t.Fatal(err)
	}
	if c.State != Archived || c.Imported != Closed || c.Grade != Important || c.Outcome != FollowedUp ||
		c.CloseReason != "已上门修好" || c.Satisfaction() != Fair || c.ClosedBy != "" {
		t.Errorf("%+v", c)
	}
	if len(c.Notices()) != 0 || c.onSpot() || len(c.Deductions) != 0 {
		t.Errorf("notices %v, on the spot %v, deductions %v", c.Notices(), c.onSpot(), c.Deductions)
	}
	entries := len(c.Journal())
	c.Run(o, importNow.AddDate(1, 0, 0))
	if c.Grade != Important || !c.Risen.IsZero() || len(c.Journal()) != entries || len(c.Notices()) != 0 {
		t.Errorf("the clock acted: %+v", c.Journal())
	}
	for _, d := range c.Deadlines {
		if d.Status != Waived {
			t.Errorf("%s is %s", d.Kind, d.Status)
		}
	}
	for _, f := range c.Indicators(o, nil) {
		for _, m := range f.Marks {
			if strings.HasPrefix(string(m.Of), "D") || m.Of == CountRegraded || m.Of == CountResponse {
				t.Errorf("counts as %s %s", m.Of, m.Value)
			}
		}
	}
	old.ClosedAt = importNow.AddDate(0, 0, -3)
	if c, err = TakeOver(importerOf(o, "v01"), importNow, old); err != nil || c.State != Closed ||
		!c.Offers(importerOf(o, "v01"), ActionReopen) {
		t.Errorf("closed lately: %v, %v", c, err)
	}
	old.ReceivedAt, old.ClosedAt = importNow.AddDate(-7, 0, 0), importNow.AddDate(-6, 0, 0)
	if c, err = TakeOver(importerOf(o, "v01"), importNow, old); err != nil || !c.GoesAtOnce(o, importNow) { // rule B1
		t.Errorf("long ago: %v, %v", c, err)
	}
}

// Whoever answers for the site imports, and what an old register cannot say is refused.
func TestImport_P1_WhoAndWhatIsRefused(t *testing.T) {
	o := importCompany()
	for name, tt := range map[string]struct {
		by     string
		change func(*OldComplaint)
		kind   Kind
		field  string
	}{
		"manager of the site":     {"p01", func(*OldComplaint) {}, 0, ""},
		"manager of the company":  {"x02", func(*OldComplaint) {}, 0, ""},
		"vice president":          {"v01", func(*OldComplaint) {}, 0, ""},
		"manager of another site": {"q01", func(*OldComplaint) {}, KindInvalid, "site"},
		"supervisor":              {"s01", func(*OldComplaint) {}, KindForbidden, ""},
		"agent":                   {"a01", func(*OldComplaint) {}, KindForbidden, ""},
		"administrator":           {"admin", func(*OldComplaint) {}, KindForbidden, ""},
		"masked phone":            {"x02", func(c *OldComplaint) { c.Phone = "138****5678" }, KindInvalid, "phone"},
		"no phone":                {"x02", func(c *OldComplaint) { c.Phone = "" }, KindInvalid, "phone"},
		"no demand":               {"x02", func(c *OldComplaint) { c.Demand = "" }, KindInvalid, "demand"},
		"received tomorrow": {"x02", func(c *OldComplaint) { c.ReceivedAt = importNow.AddDate(0, 0, 1) },
			KindInvalid, "received_at"},
		"result without its date": {"x02", func(c *OldComplaint) { c.Ending = "修好了" }, KindInvalid, "closed_at"},
		"closed without its date": {"x02", func(c *OldComplaint) { c.Shut = true }, KindInvalid, "closed_at"},
		"closed tomorrow": {"x02",
			func(c *OldComplaint) { c.Shut, c.ClosedAt = true, importNow.AddDate(0, 0, 1) }, KindInvalid, "closed_at"},
		"closed before its receipt": {"x02",
			func(c *OldComplaint) { c.Shut, c.ClosedAt = true, c.ReceivedAt.AddDate(0, 0, -2) }, KindInvalid,
			"closed_at"},
		"closed, but open": {"x02", func(c *OldComplaint) {
			c.Shut, c.ClosedAt, c.open = true, importNow,
				true
		}, KindInvalid, "state"},
		"closed, receipt unknown": {"x02", func(c *OldComplaint) {
			c.Shut, c.ClosedAt, c.ReceivedAt = true, importNow,
				time.Time{}
		}, KindInvalid, "received_at"},
		"overlong number": {"x02", func(c *OldComplaint) { c.Number = strings.Repeat("9", 65) }, KindInvalid,
			"old_number"},
	} {
		old := oldCase()
		tt.change(&old)
		c, err := TakeOver(importerOf(o, tt.by), importNow, old)
		if KindOf(err) != tt.kind || (tt.kind == 0) != (c != nil) || tt.field != "" && err.(*Error).Field != tt.field {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A line is known by its number, or by its content and how often the file says it.
func TestImport_W12_EveryLineHasItsKey(t *testing.T) {
	line := strings.Split("HY,phone,2025-03-01,王一,13800000001,漏水,修,leak", ",")
	keys := func(r *Register, lines ...[]string) (out []string) {
		for i, l := range lines {
			c, err := r.read(i+2, l)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, c.Key)
		}
		return out
	}
	other := slices.Clone(line)
	other[3] = "王二"
	first := keys(register(t, plainTitles), line, other, line)
	labelled := strings.Split("海悦府,电话,45717,王一,13800000001.0,漏水,修,渗漏", ",")
	again := keys(register(t, "项目,方式,日期,投诉人,电话,内容摘要,诉求,类别"), labelled, labelled)
	if first[0] == first[1] || first[0] == first[2] || first[0] != again[0] || first[2] != again[1] {
		t.Errorf("%q and %q", first, again)
	}
}

// A number alone is no identity: lines are the same only where number, day, name and matter agree (I1).
func TestImport_I1_ANumberAloneIsNoIdentity(t *testing.T) {
	first := strings.Split("HY,phone,2025-03-01,王一,13800000001,漏水,修,leak,A-1", ",")
	r := register(t, plainTitles+",编号")
	was, err := r.read(2, first)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		column int
		cell   string
		same   bool
	}{
		"as it was":     {0, "HY", true},
		"another day":   {2, "2025-04-01", false},
		"day and time":  {2, "2025/3/1 09:30", true},
		"another name":  {3, "王二", false},
		"name with gap": {3, "王　一", true},
		"other matter":  {5, "电梯坏了", false},
		"a stop more":   {5, "漏水。", true},
		"other phone":   {4, "13900000001", true},
		"other number":  {8, "A-2", false},
	} {
		line := slices.Clone(first)
		line[tt.column] = tt.cell
		other, err := register(t, plainTitles+",编号").read(9, line)
		if err != nil || (other.Key == was.Key) != tt.same {
			t.Errorf("%s: the same is %v, %v", name, other.Key == was.Key, err)
		}
	}
	if _, err := r.read(3, first); KindOf(err) != KindInvalid || !strings.Contains(err.Error(), "第 2 行相同") {
		t.Errorf("twice in the file: %v", err)
	}
}

// A column of 1 to N counts lines, also anew each month, and is kept for no case (I1).
func TestImport_I1_RowCountersAreNoNumbers(t *testing.T) {
	for name, tt := range map[string]struct {
		cells string
		want  bool
	}{
		"1 to N":              {"1 2 3 4", true},
		"anew each month":     {"1 2 3 1 2 1 2 3", true},
		"some taken out":      {"1 2 4 5 9", true},
		"with zeros":          {"001 002 003", true},
		"the newest first":    {"4 3 2 1", true},
		"one line":            {"1", true},
		"as a sum":            {"1.0 2.0", true},
		"numbers of cases":    {"20250301 20250302", false},
		"letters":             {"A1 A2 A3", false},
		"not from the first":  {"17 18 19", false},
		"far apart":           {"1 200 3000", false},
		"backwards and again": {"3 2 1 3 2 1", false},
		"none":                {"", false},
	} {
		var k counter
		for cell := range strings.FieldsSeq(tt.cells) {
			k.add(cell)
		}
		if k.counts() != tt.want {
			t.Errorf("%s: %v", name, k.counts())
		}
	}
}

// What is exported is read back as it was.
func TestImport_ExportIsReadBack(t *testing.T) {
	o := importCompany()
	for _, shut := range []bool{false, true} {
		old := oldCase()
		old.Involved, old.Accused, old.ReadBack, old.NextSteps, old.Matter = "门岗", []string{"a01", "a02"}, true, "=明天",
			"漏水，\n很久"
		old.ReceivedAt = importNow.Add(-time.Hour)
		if old.Shut = shut; shut {
			old.ClosedAt, old.Ending, old.Satisfaction, old.Outcome = importNow, "修好", Satisfied, Solved
		}
		c, err := TakeOver(importerOf(o, "v01"), importNow, old)
		if err != nil {
			t.Fatal(err)
		}
		c.Numbered("TS-HY-20250303-001")
		r := &Register{Org: o}
		if err := begun(r, ExportTitles()); err != nil || len(ExportTitles()) != len(ExportRow(o, c)) {
			t.Fatalf("titles %v, %d cells", err, len(ExportRow(o, c)))
		}
		back, err := r.read(2, ExportRow(o, c))
		if err != nil {
			t.Fatal(err)
		}
		d, err := TakeOver(importerOf(o, "v01"), importNow, back)
		if err != nil {
			t.Fatal(err)
		}
		d.Numbered(c.Number)
		if a, b := ExportRow(o, c), ExportRow(o, d); !slices.Equal(a, b) {
			t.Errorf("%q became %q", a, b)
		}
		if d.OldNumber != c.Number || d.State != c.State {
			t.Errorf("%+v", d)
		}
	}
}

// One text above the titles is the sheet's own title; several are groups of columns (I4).
func TestImport_I4_OneTextAboveIsNoGroup(t *testing.T) {
	for _, tt := range []struct {
		cells []string
		want  bool
	}{
		{[]string{"海悦府客诉登记台账", "", "", ""}, false},
		{[]string{"海悦府客诉登记台账", "海悦府客诉登记台账", " 海悦府客诉登记台账 "}, false}, // a merged cell
		{[]string{"", " ", ""}, false},
		{[]string{"客户", "客户", "房屋", ""}, true},
		{[]string{"", "客户", "", "房屋"}, true},
	} {
		if got := heads(tt.cells); got != tt.want {
			t.Errorf("%q: %v", tt.cells, got)
		}
	}
}
