package huiyin

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Codes stand in numbers, addresses and the journal: once given they never change.
var (
	accountForm  = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,31}$`)
	siteCodeForm = regexp.MustCompile(`^[A-Z0-9]{1,8}$`)
	codeForm     = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
)

const (
	mostName  = 40
	mostPhone = 40
	mostOrder = 9999
)

// note writes a change of the company into the journal; what changed nothing leaves no entry (rule J1).
func (o *Org) note(by Actor, now time.Time, subject string, detail []Change) {
	o.logManaged(by, subject, now, detail)
	o.Index()
}

// put replaces the element that is the same, or adds a new one at the end.
func put[T any](list []T, v T, same func(T) bool) []T {
	if i := slices.IndexFunc(list, same); i >= 0 {
		list[i] = v
		return list
	}
	return append(list, v)
}

// checkCode refuses to rename, and a new code that is taken or badly formed.
func checkCode(field, was, code string, taken bool, form *regexp.Regexp, formed string) error {
	switch {
	case was != "" && was != code:
		return Invalid(field, "已经启用，不能更改。")
	case was != "":
		return nil
	case !form.MatchString(code):
		return Invalid(field, formed)
	case taken:
		return Invalid(field, "“%s”已被使用。", code)
	}
	return nil
}

// SetCompany names the company.
func (o *Org) SetCompany(by Actor, now time.Time, name string) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	if err := needed("company", name, mostName); err != nil {
		return err
	}
	detail := changes("company", o.Company, name)
	o.Company = name
	o.note(by, now, "settings", detail)
	return nil
}

// PutPerson changes the person with the account was, or adds one when was is empty. open lists the
// complaints in which that person still has work: who has any cannot be disabled (rule P7). What raises somebody waits
// for a second word (rule P10).
func (o *Org) PutPerson(by Actor, now time.Time, was string, p Person, open []string) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	want, err := o.checkedPerson(by, was, p, open)
	if err != nil {
		return err
	}
	var old Person
	if was != "" {
		old = *o.Person(was)
	}
	if raises(by, &old, want) && !o.alone(by, want.Account) {
		return o.askSecondWord(by, now, SecondWord{On: OnPlace, Account: want.Account, Wanted: keepPerson(want)})
	}
	o.place(by, now, &old, want)
	return nil
}

// checkedPerson is a person as they are to be kept, or why they cannot be.
func (o *Org) checkedPerson(by Actor, was string, p Person, open []string) (*Person, error) {
	var old Person
	if was != "" {
		found := o.Person(was)
		if found == nil {
			return nil, NotFound()
		}
		old = *found
	}
	wrong := Every(checkCode("account", was, p.Account, o.Person(p.Account) != nil, accountForm,
		"账号为 2 至 32 个小写字母、数字或 . _ -，以字母或数字开头。"), needed("name", p.Name, mostName),
		when(p.Order < 0 || p.Order > mostOrder, "order", "须在 %d 与 %d 之间。", 1, mostOrder))
	p.Sites = slices.Compact(slices.Sorted(slices.Values(p.Sites)))
	if slices.Equal(p.Sites, slices.Sorted(slices.Values(old.Sites))) {
		p.Sites = old.Sites // another order is no change
	}
	if err := Every(wrong, o.checkPlace(&p), o.checkFlags(by, &old, &p)); err != nil {
		return nil, err
	}
	if p.Disabled && !old.Disabled && len(open) > 0 {
		e := Conflict("%s还有 %d 件未办结的工作，须先移交：%s。", p.Name, len(open), List(open))
		e.Field = "disabled"
		return nil, e
	}
	if p.Order == 0 {
		p.Order = old.Order
	}
	if p.Order == 0 && was == "" {
		for i := range o.People {
			p.Order = max(p.Order, o.People[i].Order)
		}
		p.Order = min(p.Order+1, mostOrder)
	}
	return &p, nil
}

// place keeps a person, notes it, and warns those who must hear of it.
func (o *Org) place(by Actor, now time.Time, old, p *Person) {
	o.People = put(o.People, *p, func(other Person) bool { return other.Account == p.Account })
	slices.SortStableFunc(o.People, func(a, b Person) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.Account, b.Account))
	})
	detail := personChanges(old, p)
	if len(detail) > 0 {
		detail = append(detail, o.lapse(by, now, p.Account)...)
	}
	o.note(by, now, "account:"+p.Account, detail)
	if raises(by, old, p) {
		o.warnings = append(o.warnings, o.Warn(NoticeRights, p.Account, now, true)...)
	}
	if p.Disabled && !old.Disabled {
		o.endDelegationsOf(by, now, p.Account)
	}
}

// checkPlace refuses a place in the company that does not fit the role (rule P2). An administrator who
// is nothing else needs none.
func (o *Org) checkPlace(p *Person) error {
	choose := "请选择列表中的一项。"
	if err := Every(when(p.Role.Code() == "", "role", choose),
		when(p.Site != "" && o.Site(p.Site) == nil, "site", choose),
		when(p.Department != "" && o.Department(p.Department) == nil, "department", choose),
		when(slices.ContainsFunc(p.Sites, func(code string) bool { return o.Site(code) == nil }), "sites",
			choose)); err != nil {
		return err
	}
	many := p.AllSites || len(p.Sites) > 0
	return Every(when(p.Role < Manager && many, "sites", "只有经理负责多个项目；%s请填所属项目或部门。", p.Role.Label()),
		when(p.Role < Manager && p.Site == "" && p.Department == "" && !p.Admin, "site",
			"%s须属于一个项目或总部的一个部门。", p.Role.Label()),
		when(p.Role == Manager && p.Site != "", "site", "经理不属于单个项目，请填负责的项目。"),
		when(p.Role == Manager && !many && p.Department == "", "sites", "经理须填负责的项目、全部项目或所属部门。"),
		when(p.Role == VP && p.Site != "", "site", "副总经理负责全部项目，不必另填。"),
		when(p.Role == VP && many, "sites", "副总经理负责全部项目，不必另填。"))
}

// checkFlags refuses flags that would leave the company without an administrator or with two general
// managers (rules P1, P2, P7).
func (o *Org) checkFlags(by Actor, old, p *Person) error {
	if p.Domain && p.Admin {
		return Invalid("domain", "系统管理员须用回音自己的密码登录，域服务器停止时也能进来。")
	}
	others := func(fits func(*Person) bool) *Person {
		found := o.Active(func(other *Person) bool { return other.Account != p.Account && fits(other) })
		if len(found) == 0 {
			return nil
		}
		return found[0]
	}
	if p.GeneralManager && p.Role != VP {
		return Invalid("general_manager", "只有副总经理可以标为总经理。")
	}
	if p.GeneralManager && !p.Disabled {
		if other := others(func(v *Person) bool { return v.GeneralManager }); other != nil {
			return Invalid("general_manager", "%s已标为总经理，请先取消。", other.Name)
		}
	}
	if err := Every(when(p.Account == by.Account && old.Admin && !p.Admin, "admin", "不能取消自己的管理员权限，请由另一位管理员取消。"),
		when(p.Account == by.Account && p.Disabled, "disabled", "不能停用自己的账号。")); err != nil {
		return err
	}
	if old.Admin && !old.Disabled && (!p.Admin || p.Disabled) &&
		others(func(v *Person) bool { return v.Admin }) == nil {
		field := "admin"
		if p.Disabled {
			field = "disabled"
		}
		return Invalid(field, "这是最后一位系统管理员，须先指定另一位。")
	}
	return nil
}

// ResetPassword lets an administrator give somebody else a new password and notes it; the store keeps
// its hash. One's own is changed by who knows the old one.
func (o *Org) ResetPassword(by Actor, now time.Time, account string) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	if o.Person(account) == nil {
		return NotFound()
	}
	if account == by.Account {
		return Invalid("password", "自己的密码请用“修改密码”更改。")
	}
	if o.Person(account).Domain {
		return Invalid("password", "此人用域账号登录，没有回音的密码。")
	}
	if takesSecondWord(o.Person(account)) && !byMachine(by) { // rule P10
		return o.askSecondWord(by, now, SecondWord{On: OnPassword, Account: account})
	}
	o.passwordSet(by, now, account)
	return nil
}

// PutSite changes the site with the code was, or adds one when was is empty.
func (o *Org) PutSite(by Actor, now time.Time, was string, s Site) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	var old Site
	if was != "" {
		found := o.Site(was)
		if found == nil {
			return NotFound()
		}
		old = *found
	}
	// rule D17
	if err := Every(checkCode("code", was, s.Code, o.Site(s.Code) != nil, siteCodeForm, "代码为 1 至 8 个大写字母或数字。"),
		needed("name", s.Name, mostName),
		when(!siteKinds.has(s.Kind), "kind", "请选择列表中的一项。"),
		when(s.Manager != "" && !slices.ContainsFunc(o.ManagersOf(s.Code),
			func(p *Person) bool { return p.Account == s.Manager }), "manager", "须为负责这个项目的在职经理。"),
		within("phone", s.Phone, mostPhone),
		within("answer_ground", s.AnswerGround, shortText),
		s.checkLegal(),
		within("complain_url", s.ComplainURL, 120),
		when(s.ComplainURL != "" && !webAddress(s.ComplainURL), "complain_url", "请填写以 http:// 或 https:// 开头的地址。"),
		when(s.AnswerDays < 0 || s.AnswerDays > 365, "answer_days", "须在 %d 与 %d 之间。", 0, 365),
		when(s.AnswerDays > 0 && strings.TrimSpace(s.AnswerGround) == "", "answer_ground", "请写明法定时限的依据。")); err != nil {
		return err
	}
	o.Sites = put(o.Sites, s, func(other Site) bool { return other.Code == s.Code })
	slices.SortFunc(o.Sites, func(a, b Site) int { return cmp.Compare(a.Code, b.Code) })
	o.note(by, now, "site:"+s.Code, changes("name", old.Name, s.Name, "kind", string(old.Kind), string(s.Kind),
		"manager", old.Manager, s.Manager, "phone", old.Phone, s.Phone, "closed", flag(old.Closed), flag(s.Closed),
		"answer_days", strconv.Itoa(old.AnswerDays), strconv.Itoa(s.AnswerDays), "answer_ground", old.AnswerGround,
		s.AnswerGround, "legal_name", old.LegalName, s.LegalName, "credit_code", old.CreditCode, s.CreditCode,
		"legal_address", old.LegalAddress, s.LegalAddress, "legal_representative", old.LegalRepresentative,
		s.LegalRepresentative, "complain_url", old.ComplainURL, s.ComplainURL))
	return nil
}

// ManagersOf lists the managers who answer for a site: who may be in charge of it (rule G6).
func (o *Org) ManagersOf(site string) []*Person {
	return o.Active(func(p *Person) bool { return p.Role == Manager && p.AnswersFor(site) })
}

// PutDepartment changes the department with the code was, or adds one when was is empty.
func (o *Org) PutDepartment(by Actor, now time.Time, was string, d Department) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	var old Department
	if was != "" {
		found := o.Department(was)
		if found == nil {
			return NotFound()
		}
		old = *found
	}
	if err := Every(checkCode("code", was, d.Code, o.Department(d.Code) != nil, codeForm,
		"代码为 1 至 32 个小写字母、数字或下划线。"),
		needed("name", d.Name, mostName),
		when(!functions.has(d.Function), "function", "请选择列表中的一项。"),
		when(was != "" && d.Function != old.Function && o.lendsRights(by, was), "function",
			"部门里有您本人、管理员或经理以上人员，职能不能直接改。请新建部门，再把人员逐个调入。")); err != nil {
		return err
	}
	o.Departments = put(o.Departments, d, func(other Department) bool { return other.Code == d.Code })
	slices.SortFunc(o.Departments, func(a, b Department) int { return cmp.Compare(a.Code, b.Code) })
	o.note(by, now, "department:"+d.Code, changes("name", old.Name, d.Name, "function", string(old.Function),
		string(d.Function)))
	return nil
}

// lendsRights tells whether another function of a department would give its people what takes a second word where they are
// moved one by one: the administrator themselves, others of that flag, and managers and above (rule P10).
func (o *Org) lendsRights(by Actor, department string) bool {
	return slices.ContainsFunc(o.People, func(p Person) bool {
		return p.Department == department && (p.Account == by.Account || p.Admin || p.Role >= Manager)
	})
}

// PutCategory changes the category with the code was, or adds one when was is empty; there are two
// levels (rule K1).
func (o *Org) PutCategory(by Actor, now time.Time, was string, c Category) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	var old Category
	if was != "" {
		found := o.Category(was)
		if found == nil {
			return NotFound()
		}
		old = *found
	}
	parent := o.Category(c.Parent)
	above := slices.ContainsFunc(o.Categories, func(other Category) bool { return other.Parent == c.Code })
	if err := Every(checkCode("code", was, c.Code, o.Category(c.Code) != nil, codeForm,
		"代码为 1 至 32 个小写字母、数字或下划线。"),
		needed("name", c.Name, mostName),
		when(c.Parent != "" && (parent == nil || parent.Parent != "" || c.Parent == c.Code), "parent", "须为第一级的类别。"),
		when(c.Parent != "" && above, "parent", "下面还有类别，只能放在第一级。"),
		when(c.Least != "" && !slices.Contains(LeastGrades(), c.Least), "least", "请选择列表中的一项。")); err != nil {
		return err
	}
	if c.Least == old.LeastGrade() { // what the rulebook says anyway is no change
		c.Least = old.Least
	}
	o.Categories = put(o.Categories, c, func(other Category) bool { return other.Code == c.Code })
	o.note(by, now, "category:"+c.Code, changes("name", old.Name, c.Name, "parent", old.Parent, c.Parent,
		"emergency", flag(old.Emergency), flag(c.Emergency), "selling", flag(old.Selling), flag(c.Selling),
		"promise", flag(old.Promise), flag(c.Promise), "internal", flag(old.Internal), flag(c.Internal), "closed",
		flag(old.Closed), flag(c.Closed), "least", string(old.Least), string(c.Least)))
	return nil
}

// SetParameters gives figures of the rulebook a value, in their units, money in fen, from an instant on; the
// zero instant is now. Those not named stay, and so does what is planned for later. Nothing applies
// backwards (rule D13).
func (o *Org) SetParameters(by Actor, now, from time.Time, values map[Parameter]int64) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	later := from.After(now)
	wrong := Every(when(!later && !from.IsZero(), "from", "须晚于现在；已经生效的数值不能改写。"),
		when(from.After(now.AddDate(10, 0, 0)), "from", "最多提前 10 年。"))
	if from.IsZero() {
		from = now
	}
	from = from.Truncate(time.Millisecond).UTC()
	was, terms := o.figuresAt(from), slices.Clone(o.Terms)
	known := 0
	var detail []Change
	for _, i := range ParameterList {
		v, ok := values[i.Figure]
		if !ok {
			continue
		}
		known++
		if err := i.Check(v); err != nil {
			wrong = Every(wrong, err)
			continue
		}
		if old := was.Get(i.Figure); old != v {
			terms = put(terms, Term{i.Figure, from, v},
				func(t Term) bool { return t.Figure == i.Figure && t.From.Equal(from) })
			detail = append(detail, changes(string(i.Figure), i.Text(old), i.Text(v))...)
		}
	}
	if known < len(values) {
		return Invalid("", "没有这样的参数。")
	}
	if wrong != nil {
		return wrong
	}
	if later && len(detail) > 0 {
		detail = append(detail, Note("from", from.Format(time.RFC3339)))
	}
	return o.setTerms(by, now, from, terms, detail)
}

// DropParameter takes back a value that was planned and has not begun.
func (o *Org) DropParameter(by Actor, now time.Time, figure Parameter, from time.Time) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	n := slices.IndexFunc(o.Terms, func(t Term) bool { return t.Figure == figure && t.From.Equal(from) })
	info := figureInfo(figure)
	if n < 0 || info == nil {
		return NotFound()
	}
	if !from.After(now) {
		return Conflict("已经生效的数值不能撤销。")
	}
	terms := slices.Delete(slices.Clone(o.Terms), n, n+1)
	return o.setTerms(by, now, from, terms, []Change{{Field: string(figure), Before: info.Text(o.Terms[n].Value)},
		Note("from", from.UTC().Format(time.RFC3339))})
}

// setTerms replaces the terms; from is when the change begins.
func (o *Org) setTerms(by Actor, now, from time.Time, terms []Term, detail []Change) error {
	slices.SortFunc(terms,
		func(a, b Term) int { return cmp.Or(a.From.Compare(b.From), cmp.Compare(a.Figure, b.Figure)) })
	next := &Org{Terms: terms}
	for _, at := range append([]time.Time{from}, next.starts(from)...) {
		figures := next.figuresAt(at)
		for _, step := range [][2]Parameter{{SupervisorLimit, ManagerLimit}, {ManagerLimit, VPLimit}} {
			if above := figures.Get(step[1]); above < figures.Get(step[0]) && !(step[1] == VPLimit && above == 0) {
				return Invalid(string(step[1]), "上一级的审批权限不能低于下一级的 %s。", figures.Money(step[0])) // rule C2
			}
		}
	}
	o.Terms = terms
	o.at, o.Parameters = now, o.figuresAt(now)
	o.note(by, now, "settings", detail)
	return nil
}

// starts lists the instants after at from which a figure changes.
func (o *Org) starts(at time.Time) []time.Time {
	var out []time.Time
	for _, t := range o.Terms {
		if t.From.After(at) {
			out = append(out, t.From)
		}
	}
	return out
}

func figureInfo(f Parameter) *ParameterInfo {
	for i := range ParameterList {
		if ParameterList[i].Figure == f {
			return &ParameterList[i]
		}
	}
	return nil
}

// Text gives a value as one types it: amounts in yuan.
func (i ParameterInfo) Text(v int64) string {
	if i.Unit == InYuan {
		return Money(v).Plain()
	}
	return strconv.FormatInt(v, 10)
}

// Parse reads a value as one types it, and checks it.
func (i ParameterInfo) Parse(text string) (int64, error) {
	var v int64
	if i.Unit == InYuan {
		m, err := ParseMoney(string(i.Figure), text)
		if err != nil {
			return 0, err
		}
		v = int64(m)
	} else {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return 0, Invalid(string(i.Figure), "须为整数。")
		}
		v = n
	}
	return v, i.Check(v)
}
