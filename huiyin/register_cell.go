package huiyin

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

type setter = func(*Register, *OldComplaint, string) error

func cellText(into func(*OldComplaint) *string) setter {
	return func(_ *Register, c *OldComplaint, cell string) error {
		join(into(c), "；", cell)
		return nil
	}
}

// join adds what a further column says of a field.
func join(into *string, between, more string) {
	if *into != "" && *into != more {
		more = *into + between + more
	}
	*into = more
}

// atField says at which field an error is.
func atField(err error, field string) error {
	var e *Error
	if errors.As(err, &e) {
		e.Field = field
	}
	return err
}

// setPart keeps a part of a room: its building, its entrance, or its door.
func setPart(i int) setter {
	return func(_ *Register, c *OldComplaint, cell string) error {
		c.unitParts[i] = strings.TrimSuffix(cell, ".0")
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
		join(into(c), " / ", whole)
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
		r.unknown(field, cell)
		labels := make(List, len(known))
		for i, w := range known {
			labels[i] = w.label
		}
		return Invalid(field, "“%s”不是“%s”的一种，可以写：%s。", clip(cell), ImportColumn(field).Title(), labels)
	}
}

// alsoCalled are other words for codes that old registers use, simplified.
var alsoCalled = map[string]map[string]string{
	"channel": {"来电": "phone", "致电": "phone", "电访": "phone", "上门": "visit", "现场": "visit", "面谈": "visit",
		"来信": "letter", "信件": "letter",
		"邮件": "email", "app": "app", "网上": "app", "网络app": "app", "12345": "hotline", "12345热线": "hotline",
		"客服热线": "hotline", "政府": "government"},
	"satisfaction": {"非常满意": "satisfied", "很满意": "satisfied", "较满意": "fair", "比较满意": "fair", "一般": "fair",
		"不太满意": "unsatisfied"},
	"urgency": {"普通": "normal", "正常": "normal", "特急": "emergency"},
	"outcome": {"解决": "solved", "跟进": "followed_up", "撤回": "withdrawn"},
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
		m, err := r.when(cell)
		if err != nil {
			return atField(err, field)
		}
		if m.note != "" {
			r.note(m.note, ImportColumn(field).Title(), &RegisterLine{Sheet: c.Sheet, Line: c.Line}, cell)
		}
		*into(c) = m.at
		return nil
	}
}

func (r *Register) setSite(c *OldComplaint, cell string) error {
	k := r.key(cell)
	for _, s := range r.Org.Sites {
		if k == r.key(s.Code) || k == r.key(s.Name) {
			c.Site = s.Code
			return nil
		}
	}
	r.unknown("site", cell)
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
	r.unknown("category", cell)
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
	join(&c.Involved, "；", cell)
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
	r.unknown("state", cell)
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
	join(&c.Ending, "；", cell)
	return nil
}

// tickWords and stateWords are how old registers say yes, and that a case has ended.
var (
	tickWords = map[string]bool{
		"1": true, "是": true, "true": true, "yes": true, "y": true, "on": true, "√": true, "✓": true, "已": true,
		"0": false, "否": false, "false": false, "no": false, "n": false, "off": false, "×": false, "未": false,
	}
	stateWords = map[string]bool{
		"完成": true, "已完成": true, "办结": true, "已办结": true, "结案": true, "已处理": true, "已解决": true, "处理完毕": true, "是": true,
		"yes": true,
		"未完成": false, "未办结": false, "未结案": false, "处理中": false, "跟进中": false, "待处理": false, "未处理": false, "未解决": false,
		"否": false, "no": false, "open": false,
	}
)
