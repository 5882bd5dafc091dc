package huiyin

import (
	"encoding/pem"
	"slices"
	"strings"
	"testing"
	"time"
)

// domainOf is a domain with three groups, in use.
func domainOf(t *testing.T, by Actor) *DomainLogin {
	t.Helper()
	d := DefaultDomainLogin()
	to := *d
	to.On, to.Host, to.Base = true, "dc1.example.com", "dc=example,dc=com"
	if err := d.Set(by, decemberNoon, to); err != nil {
		t.Fatal(err)
	}
	for _, g := range []DomainGroup{
		{DN: "cn=agents,dc=example,dc=com", Role: Agent, Site: "HY"},
		{DN: "cn=managers,dc=example,dc=com", Role: Manager, Sites: []string{"LT"}},
		{DN: "cn=more,dc=example,dc=com", Role: Manager, Sites: []string{"HY", "LT"}},
		{DN: "cn=vps,dc=example,dc=com", Role: VP},
	} {
		if err := d.PutGroup(by, decemberNoon, g); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

var decemberNoon = time.Date(2025, 12, 1, 4, 0, 0, 0, time.UTC)

func domainAdmin(o *Org) Actor { return Actor{Person: o.Person("admin"), Org: o} }

func TestDomainLogin_SettingsAreRefusedInWords(t *testing.T) {
	o := DemoCompany()
	admin := domainAdmin(o)
	key := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("x")}))
	for name, tt := range map[string]struct {
		change func(*DomainLogin)
		field  string
	}{
		"no host":                 {func(d *DomainLogin) { d.Host = "" }, "host"},
		"an address":              {func(d *DomainLogin) { d.Host = "ldap://dc1" }, "host"},
		"no port":                 {func(d *DomainLogin) { d.Port = 0 }, "port"},
		"no way":                  {func(d *DomainLogin) { d.Security = "" }, "security"},
		"plain, not agreed":       {func(d *DomainLogin) { d.Security = Plain }, "plain"},
		"a key for a certificate": {func(d *DomainLogin) { d.CA = key }, "ca"},
		"a spoilt certificate": {func(d *DomainLogin) {
			d.CA = strings.ReplaceAll(key, "PRIVATE KEY",
				"CERTIFICATE")
		}, "ca"},
		"no certificate":           {func(d *DomainLogin) { d.CA = "hello" }, "ca"},
		"a name, no password":      {func(d *DomainLogin) { d.Bind = "cn=huiyin,dc=example,dc=com" }, "password"},
		"no base":                  {func(d *DomainLogin) { d.Base = "" }, "base"},
		"a base that is none":      {func(d *DomainLogin) { d.Base = "example.com" }, "base"},
		"no place for the account": {func(d *DomainLogin) { d.Filter = "(uid=a)" }, "filter"},
		"brackets open":            {func(d *DomainLogin) { d.Filter = "(&(uid=%s)" }, "filter"},
		"two filters":              {func(d *DomainLogin) { d.Filter = "(uid=%s)(cn=x)" }, "filter"},
		"no brackets":              {func(d *DomainLogin) { d.Filter = "uid=%s" }, "filter"},
		"an account of two":        {func(d *DomainLogin) { d.Account = "uid,cn" }, "account"},
		"no name":                  {func(d *DomainLogin) { d.Name = "" }, "name"},
		"mail in Chinese":          {func(d *DomainLogin) { d.Mail = "邮件" }, "mail"},
		"no way to groups":         {func(d *DomainLogin) { d.GroupsBy = "x" }, "groups_by"},
		"no attribute of groups": {func(d *DomainLogin) { d.GroupsBy, d.MemberOf = GroupsByAttribute, "" },
			"member_of"},
		"no base of groups": {func(d *DomainLogin) { d.GroupsBy = GroupsBySearch }, "group_base"},
		"a filter of all groups": {func(d *DomainLogin) {
			d.GroupsBy, d.GroupBase, d.GroupFilter = GroupsBySearch, "dc=example,dc=com", "(cn=*)"
		}, "group_filter"},
	} {
		d := domainOf(t, admin)
		before, entries := *d, len(d.Journal())
		to := *d
		tt.change(&to)
		err := d.Set(admin, decemberNoon, to)
		if e, ok := err.(*Error); !ok || e.Kind != KindInvalid || e.Field != tt.field {
			t.Errorf("%s: %v", name, err)
		}
		if len(d.Journal()) != entries || d.Host != before.Host || d.Filter != before.Filter ||
			d.Security != before.Security {
			t.Errorf("%s: something was changed", name)
		}
	}
	d := domainOf(t, admin)
	if err := d.Set(Actor{Person: o.Person("v01"), Org: o}, decemberNoon, *d); KindOf(err) != KindForbidden {
		t.Errorf("a VP sets the domain: %v", err)
	}
	to := *d
	to.Bind, to.Password = "cn=huiyin,dc=example,dc=com", "geheim-7"
	if err := d.Set(admin, decemberNoon, to); err != nil {
		t.Fatal(err)
	}
	to.Password, to.Mail = "", ""
	if err := d.Set(admin, decemberNoon, to); err != nil || d.Password != "geheim-7" {
		t.Errorf("the password is lost: %v", err)
	}
	to.Host = "evil.example.com" // to which the password must not go
	if err := d.Set(admin, decemberNoon, to); KindOf(err) != KindInvalid {
		t.Errorf("the password goes to another server: %v", err)
	}
	for _, e := range d.Journal() {
		for _, c := range e.Detail {
			if strings.Contains(c.Before+c.After, "geheim") {
				t.Error("the journal holds the password")
			}
		}
	}
}

func TestP2_DomainGroupsSayWhatAnAdministratorMaySay(t *testing.T) {
	o := DemoCompany()
	admin := domainAdmin(o)
	d := domainOf(t, admin)
	for name, tt := range map[string]struct {
		group DomainGroup
		field string
	}{
		"no DN":               {DomainGroup{Role: VP}, "dn"},
		"not a DN":            {DomainGroup{DN: "agents", Role: VP}, "dn"},
		"one that is there":   {DomainGroup{DN: "CN=Agents,dc=example,dc=com", Role: VP}, "dn"},
		"no role":             {DomainGroup{DN: "cn=x,dc=example,dc=com"}, "role"},
		"an agent of nowhere": {DomainGroup{DN: "cn=x,dc=example,dc=com", Role: Agent}, "site"},
		"an unknown site":     {DomainGroup{DN: "cn=x,dc=example,dc=com", Role: Agent, Site: "XX"}, "site"},
		"a VP of one site":    {DomainGroup{DN: "cn=x,dc=example,dc=com", Role: VP, Site: "HY"}, "site"},
		"an agent of many":    {DomainGroup{DN: "cn=x,dc=example,dc=com", Role: Agent, Sites: []string{"HY"}}, "sites"},
	} {
		before := slices.Clone(d.Groups)
		err := d.PutGroup(admin, decemberNoon, tt.group)
		if e, ok := err.(*Error); !ok || e.Field != tt.field {
			t.Errorf("%s: %v", name, err)
		}
		if len(d.Groups) != len(before) {
			t.Errorf("%s: kept all the same", name)
		}
	}
	for _, err := range []error{d.PutGroup(Actor{Person: o.Person("v01"), Org: o}, decemberNoon, DomainGroup{}),
		d.DropGroup(Actor{Person: o.Person("v01"), Org: o}, decemberNoon, 1)} {
		if KindOf(err) != KindForbidden {
			t.Errorf("a VP changes groups: %v", err)
		}
	}
	if err := d.DropGroup(admin, decemberNoon, 9); KindOf(err) != KindNotFound {
		t.Error(err)
	}
	if err := d.DropGroup(admin, decemberNoon, 1); err != nil || d.Group(1) != nil || len(d.Groups) != 3 {
		t.Errorf("dropped: %v %v", err, d.Groups)
	}
}

func TestP1_DomainDecidesRoleAndPlaceAtLogIn(t *testing.T) {
	for name, tt := range map[string]struct {
		before Person // "" for nobody
		create bool
		in     []int64
		name   string
		want   Person // without an account: refused
		waits  bool   // for a second word first (rule P10)
	}{
		"new, an agent": {Person{}, true, []int64{1}, "新人",
			Person{Account: "new", Name: "新人", Role: Agent, Site: "HY"}, false},
		"new, without a name": {Person{}, true, []int64{1}, " \x00",
			Person{Account: "new", Name: "new", Role: Agent, Site: "HY"}, false},
		"new, in two groups": {Person{}, true, []int64{1, 2}, "新人",
			Person{Account: "new", Name: "新人", Role: Manager, Sites: []string{"LT"}}, true},
		"new, a manager by two": {Person{}, true, []int64{2, 3}, "新人",
			Person{Account: "new", Name: "新人", Role: Manager, Sites: []string{"HY", "LT"}}, true},
		"new, not opened":  {Person{}, false, []int64{1}, "新人", Person{}, false},
		"new, in no group": {Person{}, true, nil, "新人", Person{}, false},
		"known, risen": {Person{Account: "new", Name: "新人", Role: Agent, Site: "HY", Domain: true}, false,
			[]int64{4}, "新人", Person{Account: "new", Name: "新人", Role: VP}, true},
		"known, fallen": {Person{Account: "new", Name: "新人", Role: VP, GeneralManager: true, Domain: true},
			false, []int64{1}, "新人", Person{Account: "new", Name: "新人", Role: Agent, Site: "HY"}, false},
		"the general manager": {Person{Account: "new", Name: "旧名", Role: VP, GeneralManager: true, Domain: true},
			false, []int64{4}, "新人", Person{Account: "new", Name: "新人", Role: VP, GeneralManager: true}, false},
		"known, as they were": {Person{Account: "new", Name: "新人", Role: Agent, Site: "HY", Domain: true}, false,
			[]int64{1}, "新人", Person{Account: "new", Name: "新人", Role: Agent, Site: "HY"}, false},
		"known, in no group": {Person{Account: "new", Name: "新人", Role: VP, Domain: true}, true, nil, "新人",
			Person{}, false},
		"known, disabled": {Person{Account: "new", Name: "新人", Role: VP, Domain: true, Disabled: true}, true,
			[]int64{4}, "新人", Person{}, false},
		"known, with a password": {Person{Account: "new", Name: "新人", Role: VP}, true, []int64{4}, "新人", Person{}, false},
		"known, an administrator": {Person{Account: "new", Name: "新人", Role: Agent, Admin: true}, true, []int64{1},
			"新人", Person{}, false},
	} {
		o := DemoCompany()
		for i := range o.People { // the demo has a general manager
			o.People[i].GeneralManager = false
		}
		if tt.before.Account != "" {
			o.People = append(o.People, tt.before)
		}
		o.Index()
		d := domainOf(t, domainAdmin(o))
		d.Create = tt.create
		who := DomainPerson{Account: "new", Name: tt.name, In: tt.in}
		behind, err := d.Behind(o, decemberNoon, who)
		err2 := o.FollowDomain(decemberNoon, d, who)
		if tt.waits {
			confirmDomain(t, o, d, who)
		}
		got := o.Person("new")
		if tt.want.Account == "" {
			if KindOf(err) != KindForbidden || KindOf(err2) != KindForbidden || len(o.Journal()) != 0 ||
				(got == nil) != (tt.before.Account == "") {
				t.Errorf("%s: %v, %v, %+v", name, err, err2, got)
			}
			continue
		}
		if err != nil || err2 != nil || got == nil {
			t.Errorf("%s: %v, %v", name, err, err2)
			continue
		}
		tt.want.Domain, tt.want.Order = true, got.Order
		if !samePerson(*got, tt.want) {
			t.Errorf("%s: %+v, want %+v", name, *got, tt.want)
		}
		if behind != (len(o.Journal()) > 0) {
			t.Errorf("%s: behind %v, but %d entries", name, behind, len(o.Journal()))
		}
		if tt.waits {
			continue
		}
		for _, e := range o.Journal() { // rule J1
			last := e.Detail[len(e.Detail)-1]
			if e.By != "" || e.Action != ActionManage || e.Subject != "account:new" || last.Field != "domain_group" ||
				last.After == "" {
				t.Errorf("%s: entry %+v", name, e)
			}
		}
		if behind, err := d.Behind(o, decemberNoon, who); behind || err != nil {
			t.Errorf("%s: still behind, %v", name, err)
		}
	}
}

// confirmDomain gives the second word on what the domain says of somebody, which until then changes nothing and is asked
// once only, and not by who set the domain up (rule P10).
func confirmDomain(t *testing.T, o *Org, d *DomainLogin, who DomainPerson) {
	t.Helper()
	w := o.SecondWordsAsked("new", decemberNoon)
	if p := o.Person("new"); len(w) != 1 || w[0].Group == "" || p != nil && p.Role >= w[0].Asked().Role {
		t.Fatalf("raised at once: %+v, asked %+v", p, w)
	}
	if behind, err := d.Behind(o, decemberNoon, who); behind || err != nil {
		t.Errorf("asks again: %v", err)
	}
	yes := SecondWordDecision{Decision: Approve}
	if err := o.GiveSecondWord(o.as("admin"), decemberNoon, w[0].ID, yes); KindOf(err) != KindForbidden {
		t.Errorf("confirmed by who set the domain up: %v", err)
	}
	if e := o.Journal()[len(o.Journal())-1]; e.Action != ActionAskSecondWord || e.By != "" ||
		e.Detail[len(e.Detail)-1].Field != "domain_group" {
		t.Errorf("journal %+v", e)
	}
	if err := o.GiveSecondWord(o.as("v01"), decemberNoon, w[0].ID, yes); err != nil {
		t.Fatal(err)
	}
}

// Groups of the domain raise nobody to manager and up alone (rules P10, O6): it waits as an administrator's wish does,
// lapses when the domain says something else, and what was refused is not asked again while nothing has changed.
func TestP10_GroupsOfTheDomainWaitForASecondWord(t *testing.T) {
	o := demo()
	d := domainOf(t, o.as("admin"))
	o.People = append(o.People, Person{Account: "new", Name: "新人", Role: Agent, Site: "HY", Domain: true})
	o.Index()
	logIn := func(name string, in ...int64) {
		t.Helper()
		if err := o.FollowDomain(decemberNoon, d, DomainPerson{Account: "new", Name: name, In: in}); err != nil {
			t.Fatal(err)
		}
	}
	waits := func(role Role, account Role) {
		t.Helper()
		w := o.SecondWordsAsked("new", decemberNoon)
		if p := o.Person("new"); len(w) != 1 || w[0].Asked().Role != role || p.Role != account {
			t.Fatalf("waits %+v, is %v", w, p.Role)
		}
	}
	logIn("新人", 4)
	waits(VP, Agent)
	logIn("新人", 2) // the domain says something else now
	waits(Manager, Agent)
	logIn("改名", 2) // the name is kept at once, the role still waits
	waits(Manager, Agent)
	if o.Person("new").Name != "改名" {
		t.Error("the name waits")
	}
	id := o.SecondWordsAsked("new", decemberNoon)[0].ID
	if err := o.WithdrawSecondWord(o.as("admin"), decemberNoon, id); KindOf(err) != KindForbidden {
		t.Errorf("withdrawn: %v", err)
	}
	if err := o.GiveSecondWord(o.as("v01"), decemberNoon, id, SecondWordDecision{Decision: Refuse, Reason: "不是经理"}); err != nil {
		t.Fatal(err)
	}
	logIn("改名", 2)
	if w := o.SecondWordsAsked("new", decemberNoon); len(w) != 0 {
		t.Errorf("refused, and asked again: %+v", w)
	}
	logIn("改名", 3)
	waits(Manager, Agent)
	id = o.SecondWordsAsked("new", decemberNoon)[0].ID
	if err := o.GiveSecondWord(o.as("v01"), decemberNoon, id, SecondWordDecision{Decision: Approve}); err != nil ||
		o.Person("new").Role != Manager {
		t.Fatalf("confirmed: %v", err)
	}
	logIn("改名", 2) // fewer sites are no rise
	if p := o.Person("new"); !slices.Equal(p.Sites, []string{"LT"}) {
		t.Errorf("sites %v", p.Sites)
	}
	logIn("改名", 3)
	waits(Manager, Manager)
	if p := o.Person("new"); !slices.Equal(p.Sites, []string{"LT"}) {
		t.Errorf("a site more at once: %v", p.Sites)
	}
	logIn("改名", 1) // down happens at once, and what waited lapses
	if p := o.Person("new"); p.Role != Agent || len(o.SecondWordsAsked("new", decemberNoon)) != 0 {
		t.Errorf("down: %+v", p)
	}
	logIn("改名", 4)
	o.Person("admin").Admin = false // who set the domain up is not who asks
	waits(VP, Agent)
	if w := o.SecondWordsAsked("new", decemberNoon.Add(secondWordLasts+time.Second)); len(w) != 0 {
		t.Error("never lapses")
	}
}

func samePerson(a, b Person) bool {
	return slices.Equal(a.Sites, b.Sites) && a.Account == b.Account && a.Name == b.Name && a.Role == b.Role &&
		a.Admin == b.Admin && a.Site == b.Site && a.Department == b.Department &&
		a.AllSites == b.AllSites && a.GeneralManager == b.GeneralManager && a.Disabled == b.Disabled &&
		a.Domain == b.Domain
}

// An administrator can always get in: never by the domain alone.
func TestP1_AdministratorsKeepTheirPassword(t *testing.T) {
	o := DemoCompany()
	admin := domainAdmin(o)
	p := *o.Person("admin")
	p.Domain = true
	if e, ok := o.PutPerson(admin, decemberNoon, "admin", p, nil).(*Error); !ok || e.Field != "domain" ||
		o.Person("admin").Domain {
		t.Error("an administrator by the domain")
	}
	p = *o.Person("a01")
	p.Domain = true
	if err := o.PutPerson(admin, decemberNoon, "a01", p, nil); err != nil {
		t.Fatal(err)
	}
	p.Admin = true
	if e, ok := o.PutPerson(admin, decemberNoon, "a01", p, nil).(*Error); !ok || e.Field != "domain" ||
		o.Person("a01").Admin {
		t.Error("somebody of the domain becomes an administrator")
	}
	if e, ok := o.ResetPassword(admin, decemberNoon, "a01").(*Error); !ok || e.Field != "password" {
		t.Error("somebody of the domain gets a password")
	}
}
