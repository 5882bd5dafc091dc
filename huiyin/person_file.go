package huiyin

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// PersonLine is what a line of a file says of an account to be added (rules P1, P2).
type PersonLine struct {
	Sheet  string
	Line   int
	Person Person // Account "" where the file leaves it to us
}

// PeopleFile is the sort of files that accounts come in by. Telephones and identity numbers are not among its columns: an
// account does not need them (rule K13).
var PeopleFile = KindOfRegister("people", ActionManage, []RegisterColumn{
	ColumnNamed("name", "姓名", "员工姓名", "人员", "人员姓名", "名字"),
	ColumnNamed("account", "账号", "登录账号", "登录名", "用户名", "账户"),
	ColumnNamed("role", "职务", "岗位", "职位", "角色"),
	ColumnNamed("site", "所属项目", "项目", "项目名称", "案场", "门店", "小区"),
	ColumnNamed("sites", "负责的项目", "负责项目", "分管项目", "管理项目"),
	ColumnNamed("department", "所属部门", "部门", "部门名称"),
	ColumnNamed("admin", "系统管理员", "管理员"),
	ColumnNamed("domain", "域账号"),
	ColumnNamed("order", "顺序", "主管排序"),
}, []string{"name", "role"}, peopleTitles, peopleWords, personWords, "姓名、账号、职务、所属项目、所属部门")

// allSites is the word for all of them in a file.
const allSites = "*"

func personWords(o *Org, field string) (out []WordChoice) {
	switch field {
	case "role":
		for _, r := range Roles() {
			out = append(out, WordChoice{r.Code(), r.Label()})
		}
		return append(out, WordChoice{"general_manager", "总经理"})
	case "site", "sites":
		for _, s := range o.Sites {
			out = append(out, WordChoice{s.Code, s.Name})
		}
		return append(out, WordChoice{allSites, "全部项目"})
	case "department":
		for _, d := range o.Departments {
			out = append(out, WordChoice{d.Code, d.Name})
		}
	case "admin", "domain":
		return []WordChoice{{"yes", "是"}, {"no", "否"}}
	}
	return out
}

// ReadPerson reads a line of a file of people; all that it says wrongly is its error.
func ReadPerson(_ *Register, row RegisterRow) (PersonLine, error) {
	l := PersonLine{Sheet: row.Sheet, Line: row.Line}
	p := &l.Person
	p.Name = strings.Join(strings.Fields(row.Text("name")), " ")
	if han(p.Name) {
		p.Name = strings.ReplaceAll(p.Name, " ", "")
	}
	p.Account = AccountTyped(row.Text("account"))
	role, wrong1 := row.Word("role")
	if p.GeneralManager = role == "general_manager"; p.GeneralManager {
		role = VP.Code()
	}
	p.Role, _ = ParseRole(role)
	site, wrong2 := row.Words("site")
	sites, wrong3 := row.Words("sites")
	department, wrong4 := row.Word("department")
	admin, wrong5 := row.Word("admin")
	domain, wrong6 := row.Word("domain")
	order, wrong7 := 0, error(nil)
	if text := row.Text("order"); text != "" {
		if order, wrong7 = strconv.Atoi(PlainTyped(text)); wrong7 != nil {
			wrong7 = Invalid("order", "须为整数。")
		}
	}
	p.Department, p.Admin, p.Domain, p.Order = department, admin == "yes", domain == "yes", order
	wrong8 := p.placed(slices.Concat(site, sites))
	if err := Every(wrong1, wrong2, wrong3, wrong4, wrong5, wrong6, wrong7); err != nil {
		return l, err
	}
	return l, Every(when(p.Name == "", "name", "没有姓名。"), when(role == "", "role", "没有职务。"), wrong8)
}

func han(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r >= 0x3400 && r <= 0x9FFF })
}

// placed puts a person at the sites of a line, as their role has it: one alone, those that a manager answers for, or all.
func (p *Person) placed(sites []string) error {
	slices.Sort(sites)
	sites = slices.Compact(sites)
	switch {
	case slices.Contains(sites, allSites):
		if p.Role < Manager && p.Role > 0 {
			return Invalid("site", "%s只属于一个项目或部门，不能写全部项目。", p.Role.Label())
		}
		p.AllSites = p.Role == Manager // a VP's are all anyway
	case p.Role >= Manager:
		p.Sites = sites
	case len(sites) > 1:
		return Invalid("site", "%s只属于一个项目，这一行写了 %d 个。", p.Role.Label(), len(sites))
	case len(sites) == 1:
		p.Site = sites[0]
	}
	return nil
}

// PersonWill says what becomes of a line of a file of people.
type PersonWill string

// What becomes of it. Waiting is a new account that takes a second word (rule P10).
const (
	PersonNew      PersonWill = "new"
	PersonWaiting  PersonWill = "waits"
	PersonSame     PersonWill = "same"
	PersonDiffers  PersonWill = "differs"
	PersonConflict PersonWill = "conflict"
	PersonRefused  PersonWill = "refused"
)

var personWills = words[PersonWill]{{PersonConflict, "有冲突"}, {PersonNew, "新账号"}, {PersonWaiting, "新账号，须另一人确认"},
	{PersonDiffers, "已有账号，内容不同，不改动"}, {PersonSame, "已有账号"}, {PersonRefused, "不能导入"}}

// Label is its name on pages.
func (w PersonWill) Label() string { return personWills.label(w) }

// PersonWills lists them, what has to be looked at first.
func PersonWills() []PersonWill { return personWills.all() }

// Adds tells whether the line makes an account.
func (w PersonWill) Adds() bool { return w == PersonNew || w == PersonWaiting }

// PersonPlan is a line with what becomes of it.
type PersonPlan struct {
	PersonLine
	At    int // which of the lines
	Will  PersonWill
	Why   *Error   // of one that is refused, or asked about
	Diff  []Change // of one that is there otherwise
	Other *Person  // who has the account or the name
}

// PlanPeople tells what becomes of the lines of a file, in the order in which they are taken: whoever could confirm the
// others goes first (rule P10). Each is judged in the company as it is then, so that a file read again adds nobody twice
// (rule W12). adds says of a conflict that another person is meant; spelled gives a name in letters.
func (o *Org) PlanPeople(by Actor, now time.Time, lines []PersonLine, adds func(PersonLine) bool,
	spelled func(name string) []string) []PersonPlan {
	out := twiceInFile(lines)
	slices.SortStableFunc(out, func(a, b PersonPlan) int { return a.Person.first() - b.Person.first() })
	then := *o
	then.People = slices.Clone(o.People)
	waiting := o.waitingPeople(now)
	named := map[string]bool{}
	for i := range lines {
		named[lines[i].Person.Account] = true
	}
	taken := maps.Clone(named)
	for _, p := range slices.Concat(o.People, waiting) {
		taken[p.Account] = true
	}
	for i := range out {
		p := &out[i]
		if p.Will != "" {
			continue
		}
		typed := p.Person.Account
		then.knows(p, waiting, named)
		if p.Will != "" && (p.Will != PersonConflict || !adds(p.PersonLine)) {
			continue
		}
		if typed == "" || p.Will == PersonConflict && p.Other.Account == typed {
			p.Person.Account = freeAccount(p.Person.Name, taken, spelled)
		}
		taken[p.Person.Account] = true
		want, err := then.checkedPerson(by, "", p.Person, nil)
		if err != nil {
			p.Will, p.Why = PersonRefused, nil
			errors.As(err, &p.Why)
			continue
		}
		p.Will, p.Why = PersonNew, nil
		if raises(by, &Person{}, want) && !then.alone(by, want.Account) {
			p.Will = PersonWaiting
		}
		then.People = append(then.People, *want)
		then.Index()
	}
	return out
}

// first orders those who may confirm others before these.
func (p *Person) first() int {
	if p.Role == VP || p.Admin {
		return 0
	}
	return 1
}

// twiceInFile begins a plan: of lines that say the same one is read, of those that give one account to several none.
func twiceInFile(lines []PersonLine) []PersonPlan {
	out := make([]PersonPlan, len(lines))
	accounts, whole := map[string][]int{}, map[string]int{}
	for i, l := range lines {
		out[i] = PersonPlan{PersonLine: l, At: i}
		k := keepPerson(&l.Person)
		if first, ok := whole[k]; ok {
			out[i].Will, out[i].Why = PersonRefused, Conflict("与第 %d 行相同，只导入一次。", lines[first].Line)
			continue
		}
		whole[k] = i
		if l.Person.Account != "" {
			accounts[l.Person.Account] = append(accounts[l.Person.Account], i)
		}
	}
	for account, at := range accounts {
		for n, i := range at {
			if len(at) > 1 {
				other := lines[at[(n+1)%len(at)]].Line
				out[i].Will, out[i].Why = PersonRefused, Invalid("account", "账号 %s 在第 %d 行也有，内容不同。", account, other)
			}
		}
	}
	return out
}

// knows says of a line what stands in the company already, or waits to: its account, or somebody of that name. Of two
// whom the file itself tells apart by their accounts, named, none is taken for the other.
func (o *Org) knows(p *PersonPlan, waiting []Person, named map[string]bool) {
	want := &p.Person
	if want.Account != "" {
		if p.Other = o.Person(want.Account); p.Other != nil {
			p.compare()
			return
		}
		if slices.ContainsFunc(waiting, func(w Person) bool { return w.Account == want.Account }) {
			p.Will, p.Why = PersonSame, Conflict("已经提交，等待另一人确认。")
			return
		}
	}
	for i, other := range slices.Concat(o.People, waiting) {
		if NameKey(other.Name) != NameKey(want.Name) || want.Account != "" && named[other.Account] {
			continue
		}
		if want.Account == "" && len(differing(&other, want)) == 0 {
			if p.Person.Account, p.Other, p.Will, p.Why = other.Account, &other, PersonSame, nil; i >= len(o.People) {
				p.Why = Conflict("已经提交，等待另一人确认。")
			}
			return
		}
		p.Other, p.Will, p.Why = &other, PersonConflict, Conflict("已有同名的人：账号 %s，%s。", other.Account, other.Title())
	}
}

// waitingPeople are those who are added once a second word is given.
func (o *Org) waitingPeople(now time.Time) (out []Person) {
	for _, w := range o.SecondWordsAsked("", now) {
		if w.On == OnPlace && w.Was == "" {
			out = append(out, w.Asked())
		}
	}
	return out
}

// compare compares a line with who has its account.
func (p *PersonPlan) compare() {
	if NameKey(p.Other.Name) != NameKey(p.Person.Name) {
		p.Will, p.Why = PersonConflict, Conflict("账号 %s 已由%s使用。", p.Other.Account, p.Other.Name)
		return
	}
	if p.Diff, p.Will = differing(p.Other, &p.Person), PersonSame; len(p.Diff) > 0 {
		p.Will = PersonDiffers
	}
}

// differing says what a line says otherwise of somebody who is there; what it does not say is no difference.
func differing(old, want *Person) []Change {
	return slices.DeleteFunc(personChanges(old, want), func(c Change) bool {
		return c.Field == "name" || c.Field == "order" || c.After == ""
	})
}

// freeAccount makes an account of a name in letters that nobody has: wangfang, wangfang2.
func freeAccount(name string, taken map[string]bool, spelled func(string) []string) string {
	letters, readings := "", spelled(name)
	for family, reading := range surnames {
		if strings.HasPrefix(name, family) { // 单 as a name is shan
			if i := slices.IndexFunc(readings, func(r string) bool { return strings.HasPrefix(r, reading) }); i > 0 {
				readings = readings[i:]
			}
		}
	}
	for _, reading := range append(readings, strings.ToLower(PlainTyped(name)), "user") {
		letters = strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, reading)
		if len(letters) > 1 {
			break
		}
	}
	letters = letters[:min(len(letters), 24)]
	account := letters
	for n := 2; taken[account]; n++ {
		account = letters + strconv.Itoa(n)
	}
	return account
}

// IssuePasswords gives first passwords anew to accounts whose people never came in, for slips that were lost or never
// printed, and notes each (rule J1). never are those accounts. One that takes a second word waits for it, unless it waits
// as a whole: then the password that comes with it is replaced, by whoever asked (rule P10).
func (o *Org) IssuePasswords(by Actor, now time.Time, accounts, never []string) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	if len(accounts) == 0 {
		return Invalid("accounts", "请至少选择一个账号。")
	}
	for _, account := range accounts {
		if err := o.issuePassword(by, now, account, slices.Contains(never, account)); err != nil {
			return err
		}
	}
	return nil
}

func (o *Org) issuePassword(by Actor, now time.Time, account string, never bool) error {
	p := o.Person(account)
	for _, w := range o.SecondWordsAsked(account, now) {
		if w.By == by.Account && (w.On == OnPassword || w.On == OnPlace && w.Was == "") {
			o.asked = append(o.asked, w.ID)
			o.log(by, ActionSetPassword, w.subject(), now, w.noted()...)
			return nil
		}
	}
	switch {
	case p == nil:
		return NotFound()
	case !never:
		return Conflict("%s已经登录过，请在人员页上重设密码。", p.Name)
	case takesSecondWord(p) && !byMachine(by):
		return o.askSecondWord(by, now, SecondWord{On: OnPassword, Account: account})
	}
	o.log(by, ActionSetPassword, "account:"+account, now)
	return nil
}

// Unentered are the accounts of the company for which slips can be printed anew: those of people who never came in, and
// those that wait for a second word that this person asked for.
func (o *Org) Unentered(by Actor, never []string, now time.Time) []Person {
	var out []Person
	for _, account := range never {
		if p := o.Person(account); p != nil && !p.Disabled && !p.Domain && account != by.Account {
			out = append(out, *p)
		}
	}
	for _, w := range o.SecondWordsAsked("", now) {
		if w.On == OnPlace && w.Was == "" && w.By == by.Account && !w.Asked().Domain {
			out = append(out, w.Asked())
		}
	}
	return out
}
