package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// RegisterColumn is one that an import knows: the field names of POST /complaints, and what an old register says
// besides. It is found by its name or by one of its titles.
type RegisterColumn struct {
	Name   string
	titles []string
	set    func(*Register, *OldComplaint, string) error
}

// roomColumns are columns that say a room in parts (I2).
var roomColumns = []string{"building", "entrance", "room"}

// ImportOnly tells whether a column is read into others, and not exported.
func (c *RegisterColumn) importOnly() bool {
	return c.Name == "complained_of" || slices.Contains(roomColumns, c.Name)
}

// Title is what the column is called on pages.
func (c *RegisterColumn) Title() string { return c.titles[0] }

// Titles are all that the column may be called.
func (c *RegisterColumn) Titles() []string { return c.titles }

// ImportColumns are all of them, in the order in which an export writes them.
var ImportColumns []RegisterColumn

func init() { // its cells name the columns
	ImportColumns = []RegisterColumn{
		{"old_number", []string{"原编号", "编号", "投诉编号", "旧编号", "台账编号", "number"},
			cellText(func(c *OldComplaint) *string { return &c.Number })},
		{"site", []string{"项目", "项目名称", "案场", "门店", "小区", "楼盘"}, (*Register).setSite},
		{"channel", []string{"投诉方式", "方式", "渠道", "投诉渠道", "受理方式", "来源"},
			cellCode("channel", channels, func(c *OldComplaint) *Channel { return &c.Channel })},
		{"received_at", []string{"受理时间", "日期", "投诉日期", "投诉时间", "受理日期", "登记日期", "登记时间", "接诉时间"},
			cellTime("received_at", func(c *OldComplaint) *time.Time { return &c.ReceivedAt })},
		{"name", []string{"投诉人", "投诉人姓名", "姓名", "客户姓名", "客户"},
			cellText(func(c *OldComplaint) *string { return &c.Name })},
		{"phone", []string{"联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"},
			cellDigits("phone", func(c *OldComplaint) *string { return &c.Phone })},
		{"identity", []string{"证件号码", "身份证号", "身份证号码", "身份证"},
			cellDigits("identity", func(c *OldComplaint) *string { return &c.Identity })},
		{"address", []string{"联系地址", "地址"}, cellText(func(c *OldComplaint) *string { return &c.Address })},
		{"relation", []string{"与我们的关系", "关系", "客户类型", "客户身份"},
			cellCode("relation", relations, func(c *OldComplaint) *Relation { return &c.Relation })},
		{"unit", []string{"房号或位置", "房号", "房号/位置", "位置", "房屋"},
			cellDigits("unit", func(c *OldComplaint) *string { return &c.Unit })},
		{"building", []string{"楼栋", "栋号", "楼号", "栋", "幢", "座", "楼栋号", "幢号", "楼幢", "栋座", "楼座"}, setPart(0)},
		{"entrance", []string{"单元", "单元号"}, setPart(1)},
		{"room", []string{"房间", "房间号", "室", "室号", "户号", "门牌号"}, setPart(2)},
		{"contract", []string{"合同编号", "合同号"},
			cellDigits("contract", func(c *OldComplaint) *string { return &c.Contract })},
		{"event_at", []string{"事件时间", "发生时间", "发生日期"},
			cellTime("event_at", func(c *OldComplaint) *time.Time { return &c.EventAt })},
		{"event_place", []string{"事件地点", "发生地点"}, cellText(func(c *OldComplaint) *string { return &c.EventPlace })},
		{"involved", []string{"涉及的人员或部门", "涉及人员", "涉及部门", "涉及人员和部门"}, (*Register).setInvolved},
		{"accused", []string{"被投诉人"}, (*Register).setAccused},
		{"complained_of", []string{"被投诉部门/人", "被投诉部门或人", "被投诉对象", "投诉对象"}, (*Register).setComplainedOf},
		{"matter", []string{"投诉事项", "内容摘要", "投诉内容", "事项", "内容", "摘要"},
			cellText(func(c *OldComplaint) *string { return &c.Matter })},
		{"demand", []string{"客户诉求", "诉求", "投诉诉求", "投诉要求"},
			cellText(func(c *OldComplaint) *string { return &c.Demand })},
		{"emotion", []string{"客户情绪", "情绪"},
			cellCode("emotion", emotions, func(c *OldComplaint) *Emotion { return &c.Emotion })},
		{"complainants", []string{"投诉人数", "人数"}, setComplainants},
		{"category", []string{"投诉类别", "类别", "投诉分类", "分类", "投诉类型"}, (*Register).setCategory},
		{"urgency", []string{"紧急程度"},
			cellCode("urgency", urgencies, func(c *OldComplaint) *Urgency { return &c.Urgency })},
		{"scope", []string{"影响范围", "范围"}, cellCode("scope", scopes, func(c *OldComplaint) *Scope { return &c.Scope })},
		{"read_back", []string{"已复述确认", "已向客户复述，客户确认无误"},
			cellTick("read_back", func(c *OldComplaint) *bool { return &c.ReadBack })},
		{"apologised", []string{"已致歉安抚"}, cellTick("apologised", func(c *OldComplaint) *bool { return &c.Apologised })},
		{"next_steps", []string{"已告知客户的下一步", "后续步骤"}, cellText(func(c *OldComplaint) *string { return &c.NextSteps })},
		{"promised_at", []string{"承诺答复时间", "承诺时限", "承诺时间"},
			cellTime("promised_at", func(c *OldComplaint) *time.Time { return &c.PromisedAt })},
		{"grade", []string{"等级", "投诉等级"}, cellCode("grade", grades, func(c *OldComplaint) *Grade { return &c.Grade })},
		{"state", []string{"状态", "处理状态", "是否办结", "是否完成"}, (*Register).setState},
		{"closed_at", []string{"完成日期", "结案日期", "结案时间", "完成时间", "办结日期", "办结时间"}, (*Register).setClosedAt},
		{"outcome", []string{"结案状态"},
			cellCode("outcome", outcomes, func(c *OldComplaint) *Outcome { return &c.Outcome })},
		{"result", []string{"处理结果", "处理情况"}, (*Register).setResult},
		{"satisfaction", []string{"满意度", "客户满意度"},
			cellCode("satisfaction", satisfactions, func(c *OldComplaint) *Satisfaction { return &c.Satisfaction })},
	}
	oldRegisters.Columns = ImportColumns
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
// in them by the codes and labels of the portal, or as the mapping says.
type Register struct {
	Org     *Org
	Site    string              // of all lines where no column says it
	Now     time.Time           // by which years of two digits are read
	Fold    func(string) string // brings Traditional and full-width characters to one form; nil leaves them
	Mapping RegisterMapping
	Kind    *RegisterKind // nil for an old register of complaints

	Sheets           []RegisterSheet
	Notes            []RegisterNote // what is altered or left out (I2)
	Unknown          []UnknownWord  // what has to be mapped
	Lacks            error          // what has to be chosen before lines are read
	Ambiguous        int            // days that can be read in several orders
	AmbiguousExample string

	sheet   *RegisterSheet // being looked over or read
	since   int            // the year that the line counts its days from
	noted   map[string]int
	alarm   func(text string) string // finds what may tell of an emergency
	lines   map[string]int           // how often a content was said, by the sum before and the one now
	said    map[string]linePlace
	lastDay string
}

// linePlace is where a line stands.
type linePlace struct {
	sheet string
	line  int
}

func (r *Register) column(title string) *RegisterColumn {
	k := r.key(title)
	if k == "" {
		return nil
	}
	columns := r.kind().Columns
	for i := range columns {
		c := &columns[i]
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
	return letters(s)
}

// Read makes an old case of a line. An error says which field is wrong; the case has its line all the same.
func (r *Register) Read(l RegisterLine) (OldComplaint, error) {
	c := OldComplaint{Sheet: l.Sheet, Line: l.Line, Intake: Intake{Site: r.Site}}
	r.since = l.Since
	r.seeOddities(&l)
	cells := r.asRead(&l)
	var wrong error // the first of them; the words of the other cells are gathered all the same
	for i, cell := range cells {
		column := r.columnAt(i)
		if column == nil {
			continue
		}
		if l.odd(i, OddNoValue) && column.Name != "old_number" {
			return c, column.noValue()
		}
		if cell = strings.TrimSpace(cell); cell == "" {
			continue
		}
		if err := r.set(column, &c, cell); err != nil && wrong == nil {
			wrong = err
		}
	}
	if wrong != nil {
		if !c.ReceivedAt.IsZero() {
			r.lastDay = dayOf(c.ReceivedAt, r.Org.Zone).Format("2006-01-02")
		}
		return c, wrong
	}
	if err := r.complete(&l, &c); err != nil {
		return c, err
	}
	r.warn(&l, &c)
	return c, r.identify(&c)
}

// identify tells the line from every other (I1): two are the same when number, day, name and matter agree. A line without a
// number is known by what it says, and by how often the file says so: two that say the same are two.
func (r *Register) identify(c *OldComplaint) error {
	day := ""
	if !c.ReceivedAt.IsZero() {
		day = c.ReceivedAt.In(r.Org.Zone).Format("20060102")
	}
	content := c.content()
	r.lines[content]++
	c.before = []string{Digest(content + "\x1f" + strconv.Itoa(r.lines[content]))}
	if c.Number != "" {
		c.NumberKey = Digest("number\x1f" + c.Site + "\x1f" + r.key(c.Number))
	}
	if c.Number == "" || r.sheet.counts {
		say := strings.Join([]string{"said", c.Site, stamp(c.ReceivedAt), r.wordKey(c.Name), r.wordKey(c.Phone),
			r.wordKey(c.Unit), r.wordKey(c.Matter), r.wordKey(c.Demand)}, "\x1f")
		r.lines[say]++
		c.Key, c.Number = Digest(say+"\x1f"+strconv.Itoa(r.lines[say])), ""
		return nil
	}
	c.Key = Digest(strings.Join([]string{"case", c.Site, r.wordKey(c.Number), day, r.wordKey(c.Name), r.wordKey(c.Matter)},
		"\x1f"))
	if at, ok := r.said[c.Key]; ok {
		if at.sheet != c.Sheet {
			return Invalid("old_number", "编号、日期、投诉人和事项都与工作表“%s”第 %d 行相同，只导入一次。", at.sheet, at.line)
		}
		return Invalid("old_number", "编号、日期、投诉人和事项都与第 %d 行相同，只导入一次。", at.line)
	}
	r.said[c.Key] = linePlace{c.Sheet, c.Line}
	return nil
}

// Legible writes the day numbers of a line as dates, for being shown.
func (r *Register) Legible(cells []string) []string {
	out := slices.Clone(cells)
	for i := range out {
		if c := r.columnAt(i); c == nil || !strings.HasSuffix(c.Name, "_at") {
			continue
		}
		n, err := strconv.ParseFloat(out[i], 64)
		if err != nil {
			continue
		}
		if t, ok := r.day(n); ok {
			out[i] = strings.TrimSuffix(t.In(r.Org.Zone).Format("2006-01-02 15:04"), " 00:00")
		}
	}
	return out
}

// legible refuses a cell that cannot be read, and takes off what a spreadsheet adds.
func (column *RegisterColumn) legible(cell string) (string, error) {
	switch {
	case strings.ContainsRune(cell, unicode.ReplacementChar):
		return "", Invalid(column.Name, "“%s”中有无法识别的字，请把文件另存为 UTF-8 编码。", column.Title())
	case cell[0] == '#' && slices.Contains([]string{"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"},
		cell):
		return "", Invalid(column.Name, "“%s”的公式出错：%s。", column.Title(), cell)
	case len(cell) > 1 && cell[0] == '\'' && cell[1] != '\'': // as an export writes it, and Excel a text that looks like a number
		return cell[1:], nil
	}
	return cell, nil
}

func (r *Register) set(column *RegisterColumn, c *OldComplaint, cell string) error {
	cell, err := column.legible(cell)
	if err != nil {
		return err
	}
	if code, ok := r.mapped(column.Name, cell); ok {
		if code == ColumnLeft {
			return nil
		}
		if column.Name != "state" {
			cell = code
		} else {
			return c.shut(code == stateEnded)
		}
	}
	return column.set(r, c, cell)
}

// noValue refuses a formula whose result the file does not hold.
func (column *RegisterColumn) noValue() error {
	return Invalid(column.Name, "“%s”是公式，文件里没有存下它的结果。请在 WPS/Excel 中打开这个文件，保存一次，再上传。", column.Title())
}

// content is the digest of all that a line says.
func (c *OldComplaint) content() string {
	at := func(t time.Time) string { return stamp(t) }
	return Digest(strings.Join([]string{
		"line", c.Site, string(c.Channel), at(c.ReceivedAt), c.Name, c.Phone, c.Identity, c.Address, string(c.Relation),
		c.Unit, c.Contract,
		at(c.EventAt), c.EventPlace, c.Involved, strings.Join(c.Accused, ","), c.Matter, c.Demand, string(c.Emotion),
		strconv.Itoa(c.Complainants),
		c.Category, string(c.Urgency), string(c.Scope), yes(c.ReadBack), yes(c.Apologised), c.NextSteps,
		at(c.PromisedAt),
		string(c.Grade), yes(c.Shut), at(c.ClosedAt), string(c.Outcome), c.Ending, string(c.Satisfaction),
	}, "\x1f"))
}

// letters are what of a text counts when texts are compared: letters and digits.
func letters(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, s)
}
