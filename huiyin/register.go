package huiyin

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// OldComplaint is a line of an old register 旧台账: an intake, and how it ended there if it did.
type OldComplaint struct {
	Intake
	Line         int    // in its file, counted from 1
	Key          string // tells the line from every other, whichever file it stands in
	Number       string // in the old register
	Shut         bool   // the old register says that it has ended
	open         bool   // it says that it has not
	ClosedAt     time.Time
	Outcome      Outcome
	Ending       string // 处理结果, in the register's own words
	Grade        Grade  // of a case that has ended; an open one is graded by the rules
	Satisfaction Satisfaction
}

// unknownThen stands where an old register says nothing about a case that has ended.
const unknownThen = "（旧台账未记载）"

// TakeOver records a line of an old register. A case that is still open is recorded like any other, as of
// its day of receipt: its clocks have run since then, and the month too (rules G8, D2 to D5). One that
// had ended keeps its ending: no clock, alarm or deadline judges it afterwards, and after its time it is
// archived at once (rules D13, W10). Both say where they come from (rule J1).
func TakeOver(by Actor, now time.Time, old OldComplaint) (*Complaint, error) {
	if err := by.may(ActionImport, nil); err != nil {
		return nil, err
	}
	if by.Org.Site(old.Site) != nil && !by.AnswersFor(old.Site) { // rule P1
		return nil, Invalid("site", "您不负责%s，不能导入它的投诉。", by.Org.SiteName(old.Site))
	}
	if err := old.check(by, now); err != nil {
		return nil, err
	}
	if old.Shut {
		return old.closed(by, now)
	}
	c, err := RecordComplaint(by, now, old.Intake)
	if err != nil {
		return nil, err
	}
	c.Imported, c.OldNumber = Received, old.Number
	e := &c.journal[0]
	e.Action, e.Detail = ActionImport, append(e.Detail, Note("imported", string(c.Imported)), Note("old_number", c.OldNumber))
	return c, nil
}

// check refuses what an old register cannot say of a case.
func (old *OldComplaint) check(by Actor, now time.Time) error {
	if strings.ContainsRune(old.Phone, '*') {
		return Invalid("phone", "电话“%s”是脱敏的，请填写完整的号码。", old.Phone)
	}
	switch {
	case old.Shut && old.open:
		return Invalid("state", "状态是还没有结案，却有完成日期。")
	case old.Shut && old.ReceivedAt.IsZero():
		return Invalid("received_at", "已经结案的须写明受理时间。")
	case old.Shut && old.ClosedAt.IsZero():
		return Invalid("closed_at", "已经结案的须写明完成日期。")
	case !old.Shut && (old.Outcome != "" || old.Ending != "" || old.Satisfaction != ""):
		return Invalid("closed_at", "写了处理结果或满意度，却没有完成日期；还没有结案的，这两栏须留空。")
	case old.Shut && old.ClosedAt.After(now):
		return Invalid("closed_at", "完成日期不能晚于现在。")
	}
	return firstErr(within("old_number", old.Number, 64), within("result", old.Ending, longText))
}

// closed records a case that had ended in the old register.
func (old *OldComplaint) closed(by Actor, now time.Time) (*Complaint, error) {
	in := old.Intake
	in.Demand, in.Category = cmp.Or(in.Demand, unknownThen), cmp.Or(in.Category, "other")
	in.fill(now)
	if err := in.Check(by.Org, now); err != nil {
		return nil, err
	}
	at := old.ClosedAt
	if d := in.ReceivedAt.Sub(at); d > 0 && d < 24*time.Hour && wholeDay(at, by.Org.Zone) { // only the day is known
		at = in.ReceivedAt
	}
	if predates(at, in.ReceivedAt) {
		return nil, Invalid("closed_at", "完成日期不能早于受理时间。")
	}
	in.Accused = slices.Compact(slices.Sorted(slices.Values(in.Accused)))
	c := &Complaint{
		Intake: in, Assessment: Assessment{Validity: Undecided, Responsibility: ByUnknown},
		RecordedBy: by.Account, RecordedAt: now, FirstContact: by.Account, State: Received,
		Imported: Closed, OldNumber: old.Number,
		Outcome: cmp.Or(old.Outcome, FollowedUp), CloseReason: cmp.Or(old.Ending, unknownThen), ClosedAt: at, SettledAt: at,
		FollowUpTold: now, // nobody is asked to call about what ended elsewhere
	}
	if c.Outcome == InvalidCase { // rule K10
		c.Validity = NotValid
	}
	p := c.ProposedGrade(by.Org)
	c.Grade, c.GradeRule = p.Grade, p.Rule
	if old.Grade != "" && old.Grade != p.Grade {
		c.Grade, c.GradeRule = old.Grade, gradedThen
	}
	if err := c.enter(by.Org); err != nil {
		return nil, err
	}
	for _, k := range deadlineKinds.all() { // whether they were kept nobody wrote down then
		c.waive(k)
	}
	if old.Satisfaction != "" {
		c.Results = append(c.Results, Result{At: at, Way: "other", Said: c.CloseReason, Satisfaction: old.Satisfaction})
	}
	to := Closed
	if now.Sub(at) >= by.Org.Parameters.Span(ArchiveAfter) { // rule W10
		to = Archived
	}
	c.note(by, ActionImport, to, now,
		Note("channel", string(in.Channel)), Note("category", in.Category), Note("urgency", string(in.Urgency)),
		Note("grade", string(c.Grade)), Note("owner", c.Owner), Note("matter", in.Matter), Note("demand", in.Demand),
		Note("outcome", string(c.Outcome)), Note("reason", c.CloseReason), Note("satisfaction", string(old.Satisfaction)), Note("closed_at", stamp(at)),
		Note("imported", string(c.Imported)), Note("old_number", c.OldNumber))
	return c, nil
}

// gradedThen is the rule of a grade that the old register gave.
const gradedThen = "register"

func wholeDay(t time.Time, zone *time.Location) bool {
	l := t.In(zone)
	return l.Hour()+l.Minute()+l.Second() == 0
}

// RisesAtOnce tells whether the month is over already, so that the clock makes it major (rule G8).
func (c *Complaint) RisesAtOnce(o *Org, now time.Time) bool {
	at := c.risesAt(o)
	return !at.IsZero() && !at.After(now)
}

// GoesAtOnce tells whether the time to keep its personal data is over already (rule B1).
func (c *Complaint) GoesAtOnce(o *Org, now time.Time) bool {
	at := c.KeptUntil(o)
	return !at.IsZero() && !at.After(now)
}

// RegisterColumn is one that an import knows: the field names of POST /complaints, and what an old register says
// besides. It is found by its name or by one of its titles.
type RegisterColumn struct {
	Name   string
	titles []string
	set    func(*Register, *OldComplaint, string) error
}

// Title is what the column is called on pages.
func (c *RegisterColumn) Title() string { return c.titles[0] }

// Titles are all that the column may be called.
func (c *RegisterColumn) Titles() []string { return c.titles }

// ImportColumns are all of them, in the order in which an export writes them.
var ImportColumns []RegisterColumn

func init() { // its cells name the columns
	ImportColumns = []RegisterColumn{
		{"old_number", []string{"原编号", "编号", "投诉编号", "旧编号", "台账编号", "number"}, cellText(func(c *OldComplaint) *string { return &c.Number })},
		{"site", []string{"项目", "项目名称", "案场", "门店", "小区", "楼盘"}, (*Register).setSite},
		{"channel", []string{"投诉方式", "方式", "渠道", "投诉渠道", "受理方式", "来源"}, cellCode("channel", channels, func(c *OldComplaint) *Channel { return &c.Channel })},
		{"received_at", []string{"受理时间", "日期", "投诉日期", "投诉时间", "受理日期", "登记日期", "登记时间", "接诉时间"}, cellTime("received_at", func(c *OldComplaint) *time.Time { return &c.ReceivedAt })},
		{"name", []string{"投诉人", "投诉人姓名", "姓名", "客户姓名", "客户"}, cellText(func(c *OldComplaint) *string { return &c.Name })},
		{"phone", []string{"联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"}, cellDigits("phone", func(c *OldComplaint) *string { return &c.Phone })},
		{"identity", []string{"证件号码", "身份证号", "身份证号码", "身份证"}, cellDigits("identity", func(c *OldComplaint) *string { return &c.Identity })},
		{"address", []string{"联系地址", "地址"}, cellText(func(c *OldComplaint) *string { return &c.Address })},
		{"relation", []string{"与我们的关系", "关系", "客户类型", "客户身份"}, cellCode("relation", relations, func(c *OldComplaint) *Relation { return &c.Relation })},
		{"unit", []string{"房号或位置", "房号", "房号/位置", "位置", "房屋"}, cellDigits("unit", func(c *OldComplaint) *string { return &c.Unit })},
		{"contract", []string{"合同编号", "合同号"}, cellDigits("contract", func(c *OldComplaint) *string { return &c.Contract })},
		{"event_at", []string{"事件时间", "发生时间", "发生日期"}, cellTime("event_at", func(c *OldComplaint) *time.Time { return &c.EventAt })},
		{"event_place", []string{"事件地点", "发生地点"}, cellText(func(c *OldComplaint) *string { return &c.EventPlace })},
		{"involved", []string{"涉及的人员或部门", "涉及人员", "涉及部门", "涉及人员和部门"}, (*Register).setInvolved},
		{"accused", []string{"被投诉人"}, (*Register).setAccused},
		{"complained_of", []string{"被投诉部门/人", "被投诉部门或人", "被投诉对象", "投诉对象"}, (*Register).setComplainedOf},
		{"matter", []string{"投诉事项", "内容摘要", "投诉内容", "事项", "内容", "摘要"}, cellText(func(c *OldComplaint) *string { return &c.Matter })},
		{"demand", []string{"客户诉求", "诉求", "投诉诉求", "投诉要求"}, cellText(func(c *OldComplaint) *string { return &c.Demand })},
		{"emotion", []string{"客户情绪", "情绪"}, cellCode("emotion", emotions, func(c *OldComplaint) *Emotion { return &c.Emotion })},
		{"complainants", []string{"投诉人数", "人数"}, setComplainants},
		{"category", []string{"投诉类别", "类别", "投诉分类", "分类", "投诉类型"}, (*Register).setCategory},
		{"urgency", []string{"紧急程度"}, cellCode("urgency", urgencies, func(c *OldComplaint) *Urgency { return &c.Urgency })},
		{"scope", []string{"影响范围", "范围"}, cellCode("scope", scopes, func(c *OldComplaint) *Scope { return &c.Scope })},
		{"read_back", []string{"已复述确认", "已向客户复述，客户确认无误"}, cellTick("read_back", func(c *OldComplaint) *bool { return &c.ReadBack })},
		{"apologised", []string{"已致歉安抚"}, cellTick("apologised", func(c *OldComplaint) *bool { return &c.Apologised })},
		{"next_steps", []string{"已告知客户的下一步", "后续步骤"}, cellText(func(c *OldComplaint) *string { return &c.NextSteps })},
		{"promised_at", []string{"承诺答复时间", "承诺时限", "承诺时间"}, cellTime("promised_at", func(c *OldComplaint) *time.Time { return &c.PromisedAt })},
		{"grade", []string{"等级", "投诉等级"}, cellCode("grade", grades, func(c *OldComplaint) *Grade { return &c.Grade })},
		{"state", []string{"状态", "处理状态", "是否办结", "是否完成"}, (*Register).setState},
		{"closed_at", []string{"完成日期", "结案日期", "结案时间", "完成时间", "办结日期", "办结时间"}, (*Register).setClosedAt},
		{"outcome", []string{"结案状态"}, cellCode("outcome", outcomes, func(c *OldComplaint) *Outcome { return &c.Outcome })},
		{"result", []string{"处理结果", "处理情况"}, (*Register).setResult},
		{"satisfaction", []string{"满意度", "客户满意度"}, cellCode("satisfaction", satisfactions, func(c *OldComplaint) *Satisfaction { return &c.Satisfaction })},
	}
}

// ImportColumn finds a column by its name, nil when there is none.
func ImportColumn(name string) *RegisterColumn {
	i := slices.IndexFunc(ImportColumns, func(c RegisterColumn) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return &ImportColumns[i]
}

// Register reads the lines of one old register: its columns are matched by their titles, and what stands
// in them by the codes and labels of the portal.
type Register struct {
	Org      *Org
	Site     string              // of all lines where no column says it
	Since    int                 // the year that the file counts its days from: 1900, or 1904
	Fold     func(string) string // brings Traditional and full-width characters to one form; nil leaves them
	Matched  []Match             // a match for each column of the file
	HeadLine int                 // on which the titles stand

	columns  []*RegisterColumn // for each column of the file, nil for one left out
	lines    map[string]int
	numbers  map[string]int
	lastSeen int
}

// Match is a column of the file with the field it is read into, "" for one that is left out.
type Match struct {
	Title string
	Field string
}

// titleLines is how far down the titles may stand, below a heading.
const titleLines = 10

// mostColumns is how wide a register may be.
const mostColumns = 200

// Titles offers a line as the one that holds the titles, and tells whether it does: the first that names
// three columns. At the last one that may, what is missing is refused in words.
func (r *Register) Titles(line int, cells []string) (bool, error) {
	if len(cells) > mostColumns {
		return false, Invalid("file", "列数超过 %d，请删去多余的列。", mostColumns)
	}
	r.lastSeen++
	used := map[*RegisterColumn]bool{}
	matched, columns := make([]Match, len(cells)), make([]*RegisterColumn, len(cells))
	for i, title := range cells {
		matched[i].Title = strings.TrimSpace(title)
		if c := r.column(title); c != nil && (!used[c] || c.Name == "accused") {
			used[c], columns[i], matched[i].Field = true, c, c.Name
		}
	}
	if len(used) < 3 {
		if r.lastSeen >= titleLines {
			return false, errNoTitles
		}
		return false, nil
	}
	var missing List
	for _, name := range []string{"site", "channel", "name", "matter", "category", "demand"} {
		c := ImportColumn(name)
		switch {
		case used[c], name == "site" && r.Site != "":
		case (name == "category" || name == "demand") && (used[ImportColumn("closed_at")]): // an old register need not say them of what has ended
		default:
			missing = append(missing, c.Title())
		}
	}
	if len(missing) > 0 {
		return false, Invalid("file", "缺少这些列：%s。", missing)
	}
	r.Matched, r.columns, r.HeadLine = matched, columns, line
	r.lines, r.numbers = map[string]int{}, map[string]int{}
	return true, nil
}

// errNoTitles refuses a file in which no line names the columns.
var errNoTitles error = Invalid("file", "没有找到列名。文件的第一行须是列名，例如：项目、投诉方式、受理时间、投诉人、联系电话、投诉事项、客户诉求、投诉类别。")

// NoTitles refuses a file that ended before any line named the columns.
func NoTitles() error { return errNoTitles }

func (r *Register) column(title string) *RegisterColumn {
	k := r.key(title)
	if k == "" {
		return nil
	}
	for i := range ImportColumns {
		c := &ImportColumns[i]
		if k == r.key(c.Name) || slices.ContainsFunc(c.titles, func(t string) bool { return k == r.key(t) }) {
			return c
		}
	}
	return nil
}

// key brings a title or a label to the form in which they are compared: letters and digits, without a
// remark in brackets.
func (r *Register) key(s string) string {
	if r.Fold != nil {
		s = r.Fold(s)
	}
	s, _, _ = strings.Cut(strings.ReplaceAll(s, "（", "("), "(")
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, s)
}

// Read makes an old case of a line. An error says which field is wrong; the case has its line all the same.
func (r *Register) Read(line int, cells []string) (OldComplaint, error) {
	c := OldComplaint{Line: line, Intake: Intake{Site: r.Site}}
	for i, cell := range cells {
		if cell = strings.TrimSpace(cell); i >= len(r.columns) || r.columns[i] == nil || cell == "" {
			continue
		}
		if err := r.set(r.columns[i], &c, cell); err != nil {
			return c, err
		}
	}
	if c.Number != "" {
		k := c.Site + "\x1f" + r.key(c.Number)
		if first, seen := r.numbers[k]; seen {
			return c, Invalid("old_number", "编号“%s”在第 %d 行已经出现过。", c.Number, first)
		}
		r.numbers[k] = line
		c.Key = Digest("number\x1f" + k)
		return c, nil
	}
	content := c.content()
	r.lines[content]++
	c.Key = Digest(content + "\x1f" + strconv.Itoa(r.lines[content])) // two that say the same are two
	return c, nil
}

// Legible writes the day numbers of a line as dates, for being shown.
func (r *Register) Legible(cells []string) []string {
	out := slices.Clone(cells)
	for i := range min(len(out), len(r.columns)) {
		if c := r.columns[i]; c == nil || !strings.HasSuffix(c.Name, "_at") {
			continue
		}
		if _, err := strconv.ParseFloat(out[i], 64); err != nil {
			continue
		}
		if t, ok := r.when(out[i]); ok {
			out[i] = strings.TrimSuffix(t.In(r.Org.Zone).Format("2006-01-02 15:04"), " 00:00")
		}
	}
	return out
}

func (r *Register) set(column *RegisterColumn, c *OldComplaint, cell string) error {
	switch {
	case strings.ContainsRune(cell, unicode.ReplacementChar):
		return Invalid(column.Name, "“%s”中有无法识别的字，请把文件另存为 UTF-8 编码。", column.Title())
	case cell[0] == '#' && slices.Contains([]string{"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}, cell):
		return Invalid(column.Name, "“%s”的公式出错：%s。", column.Title(), cell)
	case len(cell) > 1 && cell[0] == '\'' && strings.ContainsRune("=+-@", rune(cell[1])): // as an export writes it
		cell = cell[1:]
	}
	return column.set(r, c, cell)
}

// content is the digest of all that a line says.
func (c *OldComplaint) content() string {
	at := func(t time.Time) string { return stamp(t) }
	return Digest(strings.Join([]string{
		"line", c.Site, string(c.Channel), at(c.ReceivedAt), c.Name, c.Phone, c.Identity, c.Address, string(c.Relation), c.Unit, c.Contract,
		at(c.EventAt), c.EventPlace, c.Involved, strings.Join(c.Accused, ","), c.Matter, c.Demand, string(c.Emotion), strconv.Itoa(c.Complainants),
		c.Category, string(c.Urgency), string(c.Scope), yes(c.ReadBack), yes(c.Apologised), c.NextSteps, at(c.PromisedAt),
		string(c.Grade), yes(c.Shut), at(c.ClosedAt), string(c.Outcome), c.Ending, string(c.Satisfaction),
	}, "\x1f"))
}

// What follows reads one cell each.

type setter = func(*Register, *OldComplaint, string) error

func cellText(into func(*OldComplaint) *string) setter {
	return func(_ *Register, c *OldComplaint, cell string) error {
		*into(c) = cell
		return nil
	}
}

// digits reads a number that is a name, such as a phone's. A spreadsheet may have made a sum of it.
func cellDigits(field string, into func(*OldComplaint) *string) setter {
	return func(_ *Register, c *OldComplaint, cell string) error {
		cell = strings.TrimSuffix(cell, ".0")
		whole, ok := unscientific(cell)
		if !ok {
			return Invalid(field, "“%s”在表格软件里成了科学计数，后面的位数可能已经丢失。请把这一列设为文本格式，填回完整的号码。", cell)
		}
		*into(c) = whole
		return nil
	}
}

// unscientific writes 1.3800001234E+10 out, and tells when digits are lost.
func unscientific(cell string) (string, bool) {
	mantissa, exponent, found := strings.Cut(strings.ToUpper(cell), "E")
	e, err := strconv.Atoi(exponent)
	if _, wrong := strconv.ParseFloat(mantissa, 64); !found || err != nil || wrong != nil || e < 5 {
		return cell, true
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	if len(whole) != 1 || len(fraction) != e {
		return cell, false
	}
	return whole + fraction, true
}

func cellCode[T ~string](field string, known words[T], into func(*OldComplaint) *T) setter {
	return func(r *Register, c *OldComplaint, cell string) error {
		k := r.key(cell)
		for _, w := range known {
			if k == r.key(string(w.value)) || k == r.key(w.label) {
				*into(c) = w.value
				return nil
			}
		}
		if v, ok := alsoCalled[field][k]; ok {
			*into(c) = T(v)
			return nil
		}
		labels := make(List, len(known))
		for i, w := range known {
			labels[i] = w.label
		}
		return Invalid(field, "“%s”不是“%s”的一种，可以写：%s。", clip(cell), ImportColumn(field).Title(), labels)
	}
}

// alsoCalled are other words for codes that old registers use, simplified.
var alsoCalled = map[string]map[string]string{
	"channel": {"来电": "phone", "致电": "phone", "电访": "phone", "上门": "visit", "现场": "visit", "面谈": "visit", "来信": "letter", "信件": "letter",
		"邮件": "email", "app": "app", "网上": "app", "网络app": "app", "12345": "hotline", "12345热线": "hotline", "客服热线": "hotline", "政府": "government"},
	"satisfaction": {"非常满意": "satisfied", "很满意": "satisfied", "较满意": "fair", "比较满意": "fair", "一般": "fair", "不太满意": "unsatisfied"},
	"urgency":      {"普通": "normal", "正常": "normal", "特急": "emergency"},
	"outcome":      {"解决": "solved", "跟进": "followed_up", "撤回": "withdrawn"},
}

func clip(s string) string {
	if r := []rune(s); len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return s
}

func cellTick(field string, into func(*OldComplaint) *bool) setter {
	return func(r *Register, c *OldComplaint, cell string) error {
		set, known := tickWords[strings.ToLower(cell)]
		if !known {
			return Invalid(field, "“%s”须写“是”或“否”。", ImportColumn(field).Title())
		}
		*into(c) = set
		return nil
	}
}

func cellTime(field string, into func(*OldComplaint) *time.Time) setter {
	return func(r *Register, c *OldComplaint, cell string) error {
		t, ok := r.when(cell)
		if !ok {
			return Invalid(field, "“%s”不是能认出的时间，请写成 2025-03-01 或 2025-03-01 14:05。", clip(cell))
		}
		*into(c) = t
		return nil
	}
}

// momentLayouts are the ways to write a moment, once the words for year, month and day are dashes.
var momentLayouts = []string{"2006-1-2", "2006-1-2 15:4", "2006-1-2 15:4:5", "2006-1-2 15:4:5.999999999", "2006-1-2 3:4 PM", "2006-1-2 3:4:5 PM", "20060102"}

// when reads a moment: an Excel day number, or a date with or without a time, in the company's zone.
func (r *Register) when(cell string) (t time.Time, ok bool) {
	if r.Fold != nil {
		cell = r.Fold(cell)
	}
	if n, err := strconv.ParseFloat(cell, 64); err == nil && len(cell) != len("20060102") {
		return r.day(n)
	}
	if t, err := time.Parse(time.RFC3339Nano, strings.ToUpper(cell)); err == nil {
		return t.UTC(), reasonable(t)
	}
	cell = strings.ToUpper(cell)
	for _, half := range []struct{ word, mark string }{{"上午", "AM"}, {"下午", "PM"}} {
		if strings.Contains(cell, half.word) {
			cell = strings.Replace(cell, half.word, " ", 1) + " " + half.mark
		}
	}
	if date, rest, found := strings.Cut(cell, "T"); found {
		cell = date + " " + rest
	}
	cell = strings.NewReplacer("年", "-", "月", "-", "日", " ", "号", " ", "/", "-", ".", "-", "时", ":", "点", ":", "分", "", "秒", "").Replace(cell)
	cell = strings.TrimSuffix(strings.Join(strings.Fields(cell), " "), ":")
	for _, layout := range momentLayouts {
		if t, err := time.ParseInLocation(layout, cell, r.Org.Zone); err == nil {
			return t.UTC(), reasonable(t)
		}
	}
	return time.Time{}, false
}

func reasonable(t time.Time) bool { return t.Year() >= 1950 && t.Year() <= 2200 }

// day reads a day number with the time as its fraction, to the second.
func (r *Register) day(n float64) (time.Time, bool) {
	if math.IsNaN(n) || n < 10_000 || n > 200_000 { // 1927 to 2447: anything else is no date
		return time.Time{}, false
	}
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if r.Since == 1904 {
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	whole, part := math.Modf(n)
	d := first.AddDate(0, 0, int(whole)).Add(time.Duration(math.Round(part*86_400)) * time.Second)
	t := time.Date(d.Year(), d.Month(), d.Day(), d.Hour(), d.Minute(), d.Second(), 0, r.Org.Zone).UTC()
	return t, reasonable(t)
}

func (r *Register) setSite(c *OldComplaint, cell string) error {
	k := r.key(cell)
	for _, s := range r.Org.Sites {
		if k == r.key(s.Code) || k == r.key(s.Name) {
			c.Site = s.Code
			return nil
		}
	}
	return Invalid("site", "没有名为“%s”的项目。", clip(cell))
}

// setCategory finds a category by its code, its name, or its name after its parent's.
func (r *Register) setCategory(c *OldComplaint, cell string) error {
	k := r.key(cell)
	var found []string
	for i := range r.Org.Categories {
		g := &r.Org.Categories[i]
		switch k {
		case r.key(g.Code), r.key(r.Org.CategoryName(g.Code)):
			c.Category = g.Code
			return nil
		case r.key(g.Name):
			found = append(found, g.Code)
		}
	}
	if len(found) == 1 {
		c.Category = found[0]
		return nil
	}
	return Invalid("category", "没有名为“%s”的投诉类别，可以写类别的名称，例如“工程维修 / 渗漏”。", clip(cell))
}

func setComplainants(_ *Register, c *OldComplaint, cell string) error {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(cell, "人"), ".0"))
	if err != nil || n < 1 {
		return Invalid("complainants", "投诉人数须在 1 与 100000 之间。")
	}
	c.Complainants = n
	return nil
}

// named splits a cell that names several.
func cellNames(cell string) []string {
	return strings.FieldsFunc(cell, func(c rune) bool { return strings.ContainsRune("、,，;；/\n", c) })
}

// setAccused finds people by account or name. Who is not known is refused: a name that is only a text
// would let them see the complaint (rule P4).
func (r *Register) setAccused(c *OldComplaint, cell string) error {
	for _, name := range cellNames(cell) {
		account, err := r.person(name)
		switch {
		case err != nil:
			return err
		case account == "":
			return Invalid("accused", "没有名为“%s”的人员。已不在公司的，请把这一列的列名改为“涉及人员”。", clip(strings.TrimSpace(name)))
		}
		c.Accused = append(c.Accused, account)
	}
	return nil
}

func (r *Register) setInvolved(c *OldComplaint, cell string) error {
	if c.Involved != "" {
		cell = c.Involved + "；" + cell
	}
	c.Involved = cell
	return nil
}

// setComplainedOf keeps in words who or what is complained of; people who are known are thereby accused
// (rule P4).
func (r *Register) setComplainedOf(c *OldComplaint, cell string) error {
	for _, name := range cellNames(cell) {
		account, err := r.person(name)
		if err != nil {
			return err
		}
		if account != "" {
			c.Accused = append(c.Accused, account)
		}
	}
	return r.setInvolved(c, cell)
}

// person finds one person by account or name, "" for nobody.
func (r *Register) person(name string) (account string, err error) {
	k := r.key(name)
	for i := range r.Org.People {
		p := &r.Org.People[i]
		switch {
		case k == "":
		case k == r.key(p.Account):
			return p.Account, nil
		case k != r.key(p.Name):
		case account != "":
			return "", Invalid("accused", "有几个人都叫“%s”，请改写账号。", clip(strings.TrimSpace(name)))
		default:
			account = p.Account
		}
	}
	return account, nil
}

// setState reads whether a case has ended; how far an open one had come begins anew here.
func (r *Register) setState(c *OldComplaint, cell string) error {
	k := r.key(cell)
	for _, s := range states {
		if k == r.key(string(s.value)) || k == r.key(s.label) {
			return c.shut(!s.value.Open())
		}
	}
	if ended, known := stateWords[k]; known {
		return c.shut(ended)
	}
	return Invalid("state", "“%s”不是能认出的状态，可以写“已结案”或“处理中”。", clip(cell))
}

func (c *OldComplaint) shut(shut bool) error {
	c.Shut, c.open = c.Shut || shut, !shut
	return nil
}

func (r *Register) setClosedAt(c *OldComplaint, cell string) error {
	c.Shut = true
	return cellTime("closed_at", func(c *OldComplaint) *time.Time { return &c.ClosedAt })(r, c, cell)
}

// setResult reads 处理结果: one of the outcomes where it says just that, else words.
func (r *Register) setResult(c *OldComplaint, cell string) error {
	k := r.key(cell)
	for _, o := range outcomes {
		if c.Outcome == "" && (k == r.key(string(o.value)) || k == r.key(o.label)) {
			c.Outcome = o.value
			return nil
		}
	}
	c.Ending = cell
	return nil
}

// ExportTitles are the names of the columns that ExportRow writes.
func ExportTitles() []string {
	var out []string
	for _, c := range ImportColumns {
		if c.Name != "complained_of" { // which is read into two others
			out = append(out, c.Name)
		}
	}
	return out
}

// ExportRow writes what an import reads back of a complaint, under its number here.
func ExportRow(o *Org, c *Complaint) []string {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.In(o.Zone).Format("2006-01-02T15:04:05")
	}
	tick := func(b bool) string {
		if b {
			return "1"
		}
		return ""
	}
	row := []string{
		c.Number, c.Site, string(c.Channel), at(c.ReceivedAt), c.Name, c.Phone, c.Identity, c.Address, string(c.Relation), c.Unit, c.Contract,
		at(c.EventAt), c.EventPlace, c.Involved, strings.Join(c.Accused, "、"), c.Matter, c.Demand, string(c.Emotion), strconv.Itoa(c.Complainants),
		c.Category, string(c.Urgency), string(c.Scope), tick(c.ReadBack), tick(c.Apologised), c.NextSteps, at(c.PromisedAt), string(c.Grade), string(c.State),
	}
	if c.State.Open() {
		return append(row, "", "", "", "")
	}
	return append(row, at(c.ClosedAt), string(c.Outcome), c.CloseReason, string(c.Satisfaction()))
}

// tickWords and stateWords are how old registers say yes, and that a case has ended.
var (
	tickWords = map[string]bool{
		"1": true, "是": true, "true": true, "yes": true, "y": true, "on": true, "√": true, "✓": true, "已": true,
		"0": false, "否": false, "false": false, "no": false, "n": false, "off": false, "×": false, "未": false,
	}
	stateWords = map[string]bool{
		"完成": true, "已完成": true, "办结": true, "已办结": true, "结案": true, "已处理": true, "已解决": true, "处理完毕": true, "是": true, "yes": true,
		"未完成": false, "未办结": false, "未结案": false, "处理中": false, "跟进中": false, "待处理": false, "未处理": false, "未解决": false, "否": false, "no": false, "open": false,
	}
)
