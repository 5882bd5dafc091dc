package huiyin

import (
	"cmp"
	"crypto/x509"
	"encoding/pem"
	"regexp"
	"slices"
	"strings"
	"time"
)

// DomainLogin is how people log in with their account of the company's directory server (LDAP, Active
// Directory), which says in which of its groups they are, and with that their role and place. It is off until an
// administrator turns it on.
type DomainLogin struct {
	On       bool
	Host     string
	Port     int
	Security MailSecurity // of the line to the server
	Plain    bool         // an administrator has agreed to a line that is not encrypted
	CA       string       // certificates in PEM that may vouch for the server, "" for those of the system
	Abroad

	Bind     string // the name (DN) under which people are looked up, "" for nobody's
	Password string
	Base     string // where the search begins
	Filter   string // finds a person; %s is what they typed

	Account, Name, Mail string // attributes of a person; Mail may be ""

	GroupsBy    DomainGroupsBy
	MemberOf    string // the attribute that names a person's groups
	GroupBase   string // where the search for groups begins
	GroupFilter string // finds a person's groups; %s is their DN, %u their account

	Create bool // an account is opened at a person's first log-in
	Groups []DomainGroup
	SetBy  []string // who ever changed this, and so does not confirm what follows from it (rule P10)

	journal
}

// DomainGroupsBy is a way to learn the groups of a person.
type DomainGroupsBy string

// The ways: an attribute of the person; the same through nested groups, which Active Directory follows; a
// search among the groups.
const (
	GroupsByAttribute DomainGroupsBy = "attribute"
	GroupsNested      DomainGroupsBy = "nested"
	GroupsBySearch    DomainGroupsBy = "search"
)

var domainGroupsBy = words[DomainGroupsBy]{{GroupsNested, "Active Directory，含嵌套的组"}, {GroupsByAttribute, "人员的组属性"},
	{GroupsBySearch, "在组里查找人员"}}

// Label is the way's name on pages.
func (g DomainGroupsBy) Label() string { return domainGroupsBy.label(g) }

// DomainGroupsWays lists the ways.
func DomainGroupsWays() []DomainGroupsBy { return domainGroupsBy.all() }

// DomainGroup says what people of one of the domain's groups are here (rules P1, P2).
type DomainGroup struct {
	ID         int64
	DN         string
	Role       Role
	Site       string
	Department string
	Sites      []string
	AllSites   bool
}

// DomainPerson is what the domain says of a person.
type DomainPerson struct {
	DN, Account, Name, Mail string
	In                      []int64  // those groups of DomainLogin.Groups that they are in
	Groups                  []string // all their groups, as far as the way to learn them tells
}

// DefaultDomainLogin is what the form shows at first: an Active Directory as it usually is.
func DefaultDomainLogin() *DomainLogin {
	return &DomainLogin{
		Port: 636, Security: TLS, Filter: "(&(objectCategory=person)(objectClass=user)(sAMAccountName=%s))",
		Account: "sAMAccountName", Name: "displayName", Mail: "mail", GroupsBy: GroupsNested, MemberOf: "memberOf",
		GroupFilter: "(&(objectClass=groupOfNames)(member=%s))", Create: true,
	}
}

// Bounds of what is kept of a domain.
const (
	mostCA           = 100_000
	mostDN           = 1000
	mostDomainGroups = 100
)

var (
	attributeForm = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,59}$`)
	dnForm        = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.-]*=[^=\t\n][^\t\n]*$`)
)

// Group finds a group, nil when there is none.
func (d *DomainLogin) Group(id int64) *DomainGroup {
	if i := slices.IndexFunc(d.Groups, func(g DomainGroup) bool { return g.ID == id }); i >= 0 {
		return &d.Groups[i]
	}
	return nil
}

// Set changes the server and how people are found on it; the groups stay. An empty password stays as it is while
// it is meant for the same name on the same server.
func (d *DomainLogin) Set(by Actor, now time.Time, to DomainLogin) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	if to.Password == "" && to.Bind == d.Bind && to.Host == d.Host {
		to.Password = d.Password
	}
	if to.Bind == "" {
		to.Password = ""
	}
	if to.Security != Plain {
		to.Plain = false
	}
	if err := Every(to.checkServer(), to.Abroad.check(to.Host), to.checkSearch()); err != nil {
		return err
	}
	detail := changes("domain_on", flag(d.On), flag(to.On), "domain_host", d.Host, to.Host, "port", number(d.Port),
		number(to.Port), "security", string(d.Security), string(to.Security),
		"domain_ca", fingerprintOf(d.CA), fingerprintOf(to.CA), "domain_bind", d.Bind, to.Bind, "domain_base", d.Base,
		to.Base, "domain_filter", d.Filter, to.Filter,
		"domain_account", d.Account, to.Account, "domain_name", d.Name, to.Name, "domain_mail", d.Mail, to.Mail,
		"domain_groups_by", string(d.GroupsBy), string(to.GroupsBy), "domain_member_of", d.MemberOf, to.MemberOf,
		"domain_group_base", d.GroupBase, to.GroupBase,
		"domain_group_filter", d.GroupFilter, to.GroupFilter, "domain_create", flag(d.Create), flag(to.Create))
	if to.Password != d.Password {
		detail = append(detail, secretChanged)
	}
	detail = append(detail, d.changesTo(to.Abroad)...)
	to.Groups, to.SetBy, to.journal = d.Groups, d.SetBy, d.journal
	*d = to
	d.changed(by, now, detail)
	return nil
}

func (d *DomainLogin) checkServer() error {
	return Every(when(d.On && d.Host == "", "host", "请填写域服务器。"),
		when(strings.ContainsAny(d.Host, " /@:"), "host", "请只填服务器名称，如 dc1.example.com。"),
		when(d.Port < 1 || d.Port > 65535, "port", "须在 %d 与 %d 之间。", 1, 65535),
		when(!mailSecurities.has(d.Security), "security", "请选择列表中的一项。"),
		when(d.Security == Plain && !d.Plain, "plain", "不加密时，每个人的密码都会在网络上明文传送。确实要用，请在这里勾选。"),
		when(d.CA != "" && !certificates(d.CA), "ca", "这里只能是 PEM 格式的证书，以 -----BEGIN CERTIFICATE----- 开头。"),
		when(d.Bind != "" && d.Password == "" && len(d.Bind) <= mostDN, "password", "请填写查询账号的密码。"),
		within("host", d.Host, shortText),
		within("ca", d.CA, mostCA),
		within("bind", d.Bind, mostDN),
		within("password", d.Password, shortText))
}

func (d *DomainLogin) checkSearch() error {
	choose := "请选择列表中的一项。"
	attribute := "请填写一个属性名，如 %s。"
	search := d.GroupsBy == GroupsBySearch
	return Every(when(d.On && d.Base == "", "base", "请填写查找起点，如 dc=example,dc=com。"),
		when(!dnLike(d.Base) && d.Base != "", "base", "请填写查找起点，如 dc=example,dc=com。"),
		when(!filterLike(d.Filter) || !strings.Contains(d.Filter, "%s"), "filter",
			"筛选条件须写在括号里，括号成对，并用 %s 代表登录时填写的账号，如 %s。", "%s", "(uid=%s)"),
		when(!attributeForm.MatchString(d.Account), "account", attribute, "sAMAccountName"),
		when(!attributeForm.MatchString(d.Name), "name", attribute, "displayName"),
		when(d.Mail != "" && !attributeForm.MatchString(d.Mail), "mail", attribute, "mail"),
		when(!domainGroupsBy.has(d.GroupsBy), "groups_by", choose),
		when((d.GroupsBy == GroupsByAttribute || d.MemberOf != "") &&
			!attributeForm.MatchString(d.MemberOf), "member_of",
			attribute, "memberOf"),
		when((search || d.GroupBase != "") && !dnLike(d.GroupBase), "group_base", "请填写查找起点，如 dc=example,dc=com。"),
		when((search || d.GroupFilter != "") && (!filterLike(d.GroupFilter) || !strings.Contains(d.GroupFilter, "%s") &&
			!strings.Contains(d.GroupFilter, "%u")), "group_filter", "筛选条件须写在括号里，括号成对，并用 %s 代表人员的 DN，或用 %s 代表账号。", "%s", "%u"),
		within("base", d.Base, mostDN),
		within("filter", d.Filter, mostDN),
		within("group_base", d.GroupBase, mostDN),
		within("group_filter", d.GroupFilter, mostDN))
}

// dnLike tells whether a text looks like a DN; whether there is such an entry shows when it is asked for.
func dnLike(text string) bool {
	return dnForm.MatchString(text)
}

// filterLike tells whether a text is in brackets that come in pairs.
func filterLike(text string) bool {
	depth := 0
	for i, r := range text {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth < 1 && i < len(text)-1 || r < ' ' {
			return false
		}
	}
	return text != "" && depth == 0
}

// certificates tells whether a text is certificates in PEM and nothing else: a key has no place here.
func certificates(text string) bool {
	rest := []byte(strings.TrimSpace(text))
	for len(rest) > 0 {
		block, after := pem.Decode(rest)
		if block == nil || block.Type != "CERTIFICATE" {
			return false
		}
		if _, err := x509.ParseCertificate(block.Bytes); err != nil {
			return false
		}
		rest = []byte(strings.TrimSpace(string(after)))
	}
	return true
}

func fingerprintOf(text string) string {
	if text == "" {
		return ""
	}
	return Digest(text)[:12]
}

// changed notes a change and whose it was.
func (d *DomainLogin) changed(by Actor, now time.Time, detail []Change) {
	d.logManaged(by, "settings", now, detail)
	if len(detail) > 0 && !slices.Contains(d.SetBy, by.Account) {
		d.SetBy = append(slices.Clone(d.SetBy), by.Account)
	}
}

// PutGroup changes a group, or adds one whose ID is 0. What it says must be what an administrator may say of a
// person (rules P1, P2).
func (d *DomainLogin) PutGroup(by Actor, now time.Time, g DomainGroup) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	old := DomainGroup{}
	if g.ID != 0 {
		found := d.Group(g.ID)
		if found == nil {
			return NotFound()
		}
		old = *found
	}
	g.Sites = slices.Compact(slices.Sorted(slices.Values(g.Sites)))
	if err := Every(needed("dn", g.DN, mostDN),
		by.Org.checkPlace(&Person{Role: g.Role, Site: g.Site, Department: g.Department, Sites: g.Sites,
			AllSites: g.AllSites})); err != nil {
		return err
	}
	switch {
	case !dnLike(g.DN):
		return Invalid("dn", "请填写组的完整 DN，如 cn=huiyin-agents,ou=groups,dc=example,dc=com。")
	case slices.ContainsFunc(d.Groups, func(other DomainGroup) bool {
		return other.ID != g.ID &&
			strings.EqualFold(other.DN, g.DN)
	}):
		return Invalid("dn", "这个组已经对应过。")
	case g.ID == 0 && len(d.Groups) >= mostDomainGroups:
		return Invalid("dn", "最多 %d 个组。", mostDomainGroups)
	}
	detail := changes("domain_group", old.DN, g.DN, "role", old.Role.Code(), g.Role.Code(), "site", old.Site, g.Site,
		"department", old.Department, g.Department,
		"sites", strings.Join(old.Sites, " "), strings.Join(g.Sites, " "), "all_sites", flag(old.AllSites),
		flag(g.AllSites))
	if len(detail) > 0 && old.DN == g.DN {
		detail = append([]Change{Note("domain_group", g.DN)}, detail...)
	}
	if g.ID == 0 {
		for _, other := range d.Groups {
			g.ID = max(g.ID, other.ID)
		}
		g.ID++
	}
	d.Groups = put(slices.Clone(d.Groups), g, func(other DomainGroup) bool { return other.ID == g.ID })
	d.changed(by, now, detail)
	return nil
}

// DropGroup takes a group out: whoever is in no other cannot log in any more.
func (d *DomainLogin) DropGroup(by Actor, now time.Time, id int64) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	g := d.Group(id)
	if g == nil {
		return NotFound()
	}
	detail := []Change{{Field: "domain_group", Before: g.DN}}
	d.Groups = slices.DeleteFunc(slices.Clone(d.Groups), func(other DomainGroup) bool { return other.ID == id })
	d.changed(by, now, detail)
	return nil
}

// PlaceOf tells which group decides what somebody is: of those that they are in the one with the highest role,
// and of these the first. A manager's sites are those of all their groups of managers. False when they are in none.
func (d *DomainLogin) PlaceOf(p DomainPerson) (DomainGroup, bool) {
	var place DomainGroup
	for _, g := range d.Groups {
		if !slices.Contains(p.In, g.ID) {
			continue
		}
		switch {
		case g.Role > place.Role:
			place = g
		case g.Role == place.Role && g.Role == Manager:
			place.Sites = slices.Concat(place.Sites, g.Sites)
			place.AllSites = place.AllSites || g.AllSites
			place.Department = cmp.Or(place.Department, g.Department)
		}
	}
	place.Sites = slices.Compact(slices.Sorted(slices.Values(place.Sites)))
	return place, place.ID != 0
}

// Admits tells whether somebody may log in by the domain as far as this portal goes: a person known here must be
// marked for it, one who is not must be welcome. Whoever has a password of this portal logs in with that alone.
func (d *DomainLogin) Admits(o *Org, account string) bool {
	p := o.Person(account)
	if p == nil {
		return d.Create
	}
	return p.Domain && !p.Disabled && !p.Admin
}

// Behind tells whether what is kept of a person is not what the domain says, as far as it may be kept or asked for now.
// One who may not come in is forbidden.
func (d *DomainLogin) Behind(o *Org, now time.Time, p DomainPerson) (bool, error) {
	want, place, err := d.person(o, p)
	if err != nil {
		return false, err
	}
	keep, ask := o.byDomain(now, place.DN, want)
	return keep != nil || ask != nil, nil
}

// byDomain parts what the domain says of somebody into what is kept at once and what waits for a second word, each nil
// for nothing: a role or reach from manager up never comes by a group alone. While it waits, and once it was not
// agreed to, the person stays what they are (rule P10).
func (o *Org) byDomain(now time.Time, group string, want Person) (keep, ask *Person) {
	old := o.Person(want.Account)
	if !o.raisedByDomain(old, &want) {
		if old != nil && sameByDomain(old, &want) {
			return nil, nil
		}
		return &want, nil
	}
	if old != nil && old.Name != want.Name {
		named := *old
		named.Name = want.Name
		return &named, &want
	}
	for i := range slices.Backward(o.SecondWords) {
		w := &o.SecondWords[i]
		if w.Account != want.Account || w.On != OnPlace {
			continue
		}
		asked := w.Asked()
		same := sameByDomain(&asked, &want)
		switch w.Status(o, now) {
		case WordAsked:
			if w.Group == "" || same {
				return nil, nil
			}
		case WordRefused, WordWithdrawn:
			if w.Group == group && same && (old == nil || w.Was == keepPerson(old)) {
				return nil, nil
			}
		}
		break
	}
	return nil, &want
}

// raisedByDomain tells whether a group makes more of somebody than they are, from manager up.
func (o *Org) raisedByDomain(old, want *Person) bool {
	switch {
	case want.Role < Manager:
		return false
	case old == nil || want.Role != old.Role:
		return old == nil || want.Role > old.Role
	}
	return want.AllSites && !old.AllSites || want.Department != "" && want.Department != old.Department ||
		slices.ContainsFunc(want.Sites, func(site string) bool { return !old.AnswersFor(site) })
}

// sameByDomain tells whether two are the same in what the domain decides.
func sameByDomain(a, b *Person) bool {
	return a.Name == b.Name && a.Role == b.Role && a.Site == b.Site && a.Department == b.Department &&
		a.AllSites == b.AllSites && a.GeneralManager == b.GeneralManager &&
		slices.Equal(slices.Sorted(slices.Values(a.Sites)), slices.Sorted(slices.Values(b.Sites)))
}

// person is somebody as the domain says, with the group that decides it.
func (d *DomainLogin) person(o *Org, p DomainPerson) (Person, DomainGroup, error) {
	place, ok := d.PlaceOf(p)
	switch {
	case !d.Admits(o, p.Account):
		return Person{}, place, Forbidden("域账号登录不接受这个账号。")
	case !ok:
		return Person{}, place, Forbidden("这个账号不在任何已对应的域组里。")
	}
	want := Person{Account: p.Account}
	if old := o.Person(p.Account); old != nil {
		want = *old
	}
	want.Name = nameOf(p)
	want.Role, want.Site, want.Department, want.Sites, want.AllSites = place.Role, place.Site, place.Department,
		place.Sites, place.AllSites
	want.GeneralManager = want.GeneralManager && want.Role == VP
	want.Domain = true
	return want, place, nil
}

// nameOf is a name that is fit to be kept, at worst the account.
func nameOf(p DomainPerson) string {
	name := []rune(strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(p.Name, ""))), " "))
	return cmp.Or(string(name[:min(len(name), mostName)]), p.Account)
}

// FollowDomain brings what is kept of a person in line with the domain, at their log-in, by the same rules as an
// administrator; the journal names the group (rule J1). What raises them waits for the word of somebody who did not set
// the groups (rule P10).
func (o *Org) FollowDomain(now time.Time, d *DomainLogin, p DomainPerson) error {
	want, place, err := d.person(o, p)
	if err != nil {
		return err
	}
	keep, ask := o.byDomain(now, place.DN, want)
	before, domain := len(o.journal), Actor{Person: &Person{Admin: true}, Org: o}
	if keep != nil {
		if err := o.PutPerson(domain, now, o.known(p.Account), *keep, nil); err != nil {
			return err
		}
	}
	if ask != nil {
		if err := o.askByDomain(domain, now, d, place.DN, *ask); err != nil {
			return err
		}
	}
	for i := range o.journal[before:] {
		e := &o.journal[before+i]
		e.Detail = append(e.Detail, Note("domain_group", place.DN))
	}
	return nil
}

// known is an account that there is, "" for a new one.
func (o *Org) known(account string) string {
	if o.Person(account) == nil {
		return ""
	}
	return account
}

// askByDomain asks for the second word on what a group says; what it said before and still waits lapses.
func (o *Org) askByDomain(domain Actor, now time.Time, d *DomainLogin, group string, want Person) error {
	checked, err := o.checkedPerson(domain, o.known(want.Account), want, nil)
	if err != nil {
		return err
	}
	for _, w := range o.SecondWordsAsked(want.Account, now) {
		if w.On == OnPlace && w.Group != "" {
			o.secondWord(w.ID).end(WordLapsed, domain, now, "")
		}
	}
	return o.askSecondWord(domain, now, SecondWord{On: OnPlace, Account: want.Account, Wanted: keepPerson(checked),
		Group: group, SetBy: strings.Join(d.SetBy, " ")})
}

// MailOf is the address at which a person whose account is opened is told of notices, "" for none.
func (p DomainPerson) MailOf() string {
	if mailLike(p.Mail) {
		return p.Mail
	}
	return ""
}

// DomainStep is where a log-in by the domain, or a trial of it, has ended.
type DomainStep string

// The steps, in their order. Those up to DomainGroups are faults of the server or the settings, the others say
// something of the person.
const (
	DomainConnect  DomainStep = "connect"
	DomainSecure   DomainStep = "secure"
	DomainService  DomainStep = "service"
	DomainSearch   DomainStep = "search"
	DomainMembers  DomainStep = "groups"
	DomainUnknown  DomainStep = "unknown"
	DomainMany     DomainStep = "many"
	DomainNameless DomainStep = "nameless"
	DomainDisabled DomainStep = "disabled"
	DomainPassword DomainStep = "password"
	DomainBadName  DomainStep = "account"
)

// DomainFault is why somebody could not be looked up or logged in. Err is the server's or the line's own word; it
// holds no password.
type DomainFault struct {
	Step DomainStep
	Err  error
}

func (f *DomainFault) Error() string {
	if f.Err == nil {
		return "domain: " + string(f.Step)
	}
	return "domain: " + string(f.Step) + ": " + f.Err.Error()
}

func (f *DomainFault) Unwrap() error { return f.Err }

// Down tells whether the server or the settings are at fault, rather than the person.
func (f *DomainFault) Down() bool {
	switch f.Step {
	case DomainConnect, DomainSecure, DomainService, DomainSearch, DomainMembers:
		return true
	}
	return false
}

// Explain says in words to an administrator what went wrong.
func (f *DomainFault) Explain() *Error {
	reason := ""
	if f.Err != nil {
		reason = strings.ToValidUTF8(f.Err.Error(), "\uFFFD")
	}
	e := &Error{Kind: KindInvalid, Args: []any{reason}}
	switch f.Step {
	case DomainConnect:
		e.Text = "连接不上域服务器：%s"
	case DomainSecure:
		e.Text = "加密连接没有建立，请核对端口、加密方式和证书：%s"
	case DomainService:
		e.Text = "域服务器不接受查询账号或其密码：%s"
	case DomainSearch:
		e.Text = "查找人员没有成功，请核对查找起点和筛选条件：%s"
	case DomainMembers:
		e.Text = "查找组没有成功，请核对组的设置：%s"
	default:
		e.Args = nil
		e.Field = "try_account"
		e.Text = map[DomainStep]string{
			DomainUnknown:  "按筛选条件没有找到这个账号。",
			DomainMany:     "按筛选条件找到不止一个账号，请把条件写得更严。",
			DomainNameless: "找到了这个人，但没有账号属性，请核对属性名。",
			DomainDisabled: "这个账号在域里已停用。",
			DomainBadName:  "域里的账号不合回音的写法：须为 2 至 32 个小写字母、数字或 . _ -，以字母或数字开头。",
		}[f.Step]
		if f.Step == DomainPassword {
			e.Field, e.Text = "try_password", "找到了这个账号，但域服务器不接受密码：密码不对，或账号已停用、锁定、过期。"
		}
	}
	return e
}

// AccountLike tells whether a text can be an account.
func AccountLike(text string) bool { return accountForm.MatchString(text) }

// Secrets are what of it nobody but the portal may read, by what they are.
func (d *DomainLogin) Secrets() map[string]*string {
	return map[string]*string{"password of the directory": &d.Password}
}
