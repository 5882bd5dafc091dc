package huiyin

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// state is all of a company that a change could touch, as text.
func (o *Org) state(t *testing.T) string {
	t.Helper()
	b, err := json.Marshal(struct {
		*Org
		Journal []Entry
	}{o, o.journal})
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// orgRefused lets somebody do to the company what has to be refused at a field, with nothing changed.
func orgRefused(t *testing.T, o *Org, kind Kind, field string, do func(*Org) error) {
	t.Helper()
	before := o.state(t)
	err := do(o)
	var e *Error
	if !errors.As(err, &e) || e.Kind != kind || e.Field != field {
		t.Errorf("got %v, want refusal %d at %q", err, kind, field)
	}
	if diff := cmp.Diff(before, o.state(t)); diff != "" {
		t.Errorf("refused, yet changed (-before +after):\n%s", diff)
	}
}

// orgChanged lets somebody change the company and wants one entry with these fields, or none.
func orgChanged(t *testing.T, o *Org, subject string, fields []string, do func(*Org) error) {
	t.Helper()
	before := len(o.journal)
	if err := do(o); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range o.journal[before:] {
		if e.Subject != subject || e.Action != ActionManage || e.By != "admin" || !e.At.Equal(monday) ||
			!e.Logged.Equal(monday) {
			t.Errorf("entry %+v", e)
		}
		for _, c := range e.Detail {
			got = append(got, c.Field)
		}
	}
	if len(o.journal)-before > 1 || !slices.Equal(got, fields) {
		t.Errorf("%d entries about %v, want %v", len(o.journal)-before, got, fields)
	}
}

// edit gives a change of one person of the company by somebody.
func edit(by, account string, change func(*Person), open ...string) func(*Org) error {
	return func(o *Org) error {
		p := *o.Person(account)
		p.Sites = slices.Clone(p.Sites)
		change(&p)
		return o.PutPerson(o.as(by), monday, account, p, open)
	}
}

func TestP1_OnlyAnAdministratorChangesTheCompany(t *testing.T) {
	for what, do := range map[string]func(*Org, Actor) error{
		"company":    func(o *Org, by Actor) error { return o.SetCompany(by, monday, "新名") },
		"person":     func(o *Org, by Actor) error { return o.PutPerson(by, monday, "a01", Person{}, nil) },
		"nobody":     func(o *Org, by Actor) error { return o.PutPerson(by, monday, "nobody", Person{}, nil) },
		"password":   func(o *Org, by Actor) error { return o.ResetPassword(by, monday, "a01") },
		"site":       func(o *Org, by Actor) error { return o.PutSite(by, monday, "HY", Site{}) },
		"department": func(o *Org, by Actor) error { return o.PutDepartment(by, monday, "", Department{}) },
		"category":   func(o *Org, by Actor) error { return o.PutCategory(by, monday, "", Category{}) },
		"figures": func(o *Org, by Actor) error {
			return o.SetParameters(by, monday, time.Time{}, map[Parameter]int64{HeavyLoss: -1})
		},
	} {
		t.Run(what, func(t *testing.T) {
			for _, p := range demo().People {
				if o := demo(); !p.Admin {
					orgRefused(t, o, KindForbidden, "", func(o *Org) error { return do(o, o.as(p.Account)) })
				}
			}
			o := demo(disabled("admin"))
			orgRefused(t, o, KindForbidden, "", func(o *Org) error { return do(o, o.as("admin")) })
		})
	}
}

func TestP1_PutPersonRefuses(t *testing.T) {
	fresh := func(change func(*Person)) func(*Org) error {
		return func(o *Org) error {
			p := Person{Account: "n01", Name: "新人", Role: Agent, Site: "HY"}
			change(&p)
			return o.PutPerson(o.as("admin"), monday, "", p, nil)
		}
	}
	for name, tt := range map[string]struct {
		kind  Kind
		field string
		do    func(*Org) error
	}{
		"account too short": {KindInvalid, "account", fresh(func(p *Person) { p.Account = "n" })},
		"account too long": {KindInvalid, "account",
			fresh(func(p *Person) { p.Account = "n23456789012345678901234567890123" })},
		"account in capitals":  {KindInvalid, "account", fresh(func(p *Person) { p.Account = "N01" })},
		"account with a slash": {KindInvalid, "account", fresh(func(p *Person) { p.Account = "n/1" })},
		"account of dots":      {KindInvalid, "account", fresh(func(p *Person) { p.Account = ".." })},
		"account taken":        {KindInvalid, "account", fresh(func(p *Person) { p.Account = "a01" })},
		"account renamed": {KindInvalid, "account",
			edit("admin", "a01", func(p *Person) { p.Account = "a09" })},
		"account unknown": {KindNotFound, "",
			func(o *Org) error { return o.PutPerson(o.as("admin"), monday, "zz", Person{Account: "zz"}, nil) }},
		"no name":               {KindInvalid, "name", fresh(func(p *Person) { p.Name = " " })},
		"no role":               {KindInvalid, "role", fresh(func(p *Person) { p.Role = 0 })},
		"role above VP":         {KindInvalid, "role", fresh(func(p *Person) { p.Role = VP + 1 })},
		"agent of no place":     {KindInvalid, "site", fresh(func(p *Person) { p.Site = "" })},
		"agent of unknown site": {KindInvalid, "site", fresh(func(p *Person) { p.Site = "XX" })},
		"unknown department":    {KindInvalid, "department", fresh(func(p *Person) { p.Department = "xx" })},
		"supervisor of sites": {KindInvalid, "sites",
			edit("admin", "s01", func(p *Person) { p.Sites = []string{"HY"} })},
		"supervisor of all":  {KindInvalid, "sites", edit("admin", "s01", func(p *Person) { p.AllSites = true })},
		"manager of nothing": {KindInvalid, "sites", edit("admin", "p01", func(p *Person) { p.Sites = nil })},
		"manager of unknown site": {KindInvalid, "sites",
			edit("admin", "p01", func(p *Person) { p.Sites = []string{"HY", "XX"} })},
		"manager inside a site": {KindInvalid, "site", edit("admin", "p01", func(p *Person) { p.Site = "HY" })},
		"VP inside a site":      {KindInvalid, "site", edit("admin", "v01", func(p *Person) { p.Site = "HY" })},
		"VP of sites": {KindInvalid, "sites",
			edit("admin", "v01", func(p *Person) { p.Sites = []string{"HY"} })},
		"manager as general": {KindInvalid, "general_manager",
			edit("admin", "p01", func(p *Person) { p.GeneralManager = true })},
		"second general manager": {KindInvalid, "general_manager",
			edit("admin", "v01", func(p *Person) { p.GeneralManager = true })},
		"own flag": {KindInvalid, "admin",
			edit("admin", "admin", func(p *Person) { p.Admin, p.Site = false, "HY" })},
		"oneself disabled": {KindInvalid, "disabled",
			edit("admin", "admin", func(p *Person) { p.Disabled = true })},
		"place before the first": {KindInvalid, "order", edit("admin", "a02", func(p *Person) { p.Order = -1 })},
		"place beyond the last": {KindInvalid, "order",
			edit("admin", "a02", func(p *Person) { p.Order = mostOrder + 1 })},
	} {
		t.Run(name, func(t *testing.T) { orgRefused(t, demo(), tt.kind, tt.field, tt.do) })
	}
}

// Two administrators who disable each other at the same moment do not lock everybody out.
func TestP1_AnAdministratorRemains(t *testing.T) {
	second := func(o *Org) { o.People[0].Admin = true } // a01
	o := demo(second)
	admin := o.as("admin")
	o = demo(second, disabled("admin"))
	orgRefused(t, o, KindInvalid, "disabled", func(o *Org) error {
		p := *o.Person("a01")
		p.Disabled = true
		return o.PutPerson(admin, monday, "a01", p, nil)
	})
	orgRefused(t, o, KindInvalid, "admin", func(o *Org) error {
		p := *o.Person("a01")
		p.Admin = false
		return o.PutPerson(admin, monday, "a01", p, nil)
	})
	orgChanged(t, demo(second), "account:a01", []string{"disabled"},
		edit("admin", "a01", func(p *Person) { p.Disabled = true }))
}

func TestP2_PeopleChange(t *testing.T) {
	o := demo()
	orgChanged(t, o, "account:n01", []string{"name", "role", "site", "order"}, func(o *Org) error {
		return o.PutPerson(o.as("admin"), monday, "", Person{Account: "n01", Name: "新人", Role: Agent, Site: "HY"}, nil)
	})
	if p := o.Person("n01"); p == nil || p.Order != 22 || o.People[len(o.People)-1].Account != "n01" {
		t.Fatalf("the new one is not last: %+v", p)
	}
	orgChanged(t, o, "account:n01", nil, edit("admin", "n01", func(*Person) {}))
	orgChanged(t, o, "account:q01", nil, edit("admin", "q01", func(p *Person) { p.Sites = []string{"JY", "LT", "JY"} }))
	raise := func(account string, change func(*Person)) { // rule P10
		if err := edit("admin", account, change)(o); err != nil {
			t.Fatal(err)
		}
		wordsConfirmed(t, o)
	}
	raise("a02", func(p *Person) { p.Role, p.Site, p.Sites = Manager, "", []string{"LT"} })
	if !o.Person("a02").AnswersFor("LT") || o.Person("a02").AnswersFor("HY") {
		t.Error("the new manager does not answer for LT alone")
	}
	orgChanged(t, o, "account:s02", []string{"order"}, edit("admin", "s02", func(p *Person) { p.Order = 1 }))
	if first := o.Active(func(p *Person) bool { return p.Role == Supervisor })[0]; first.Account != "s02" {
		t.Errorf("%s comes before s02", first.Account)
	}
	raise("g01", func(p *Person) { p.GeneralManager = false })
	raise("v01", func(p *Person) { p.GeneralManager = true })
	if o.Person("g01").GeneralManager || !o.Person("v01").GeneralManager {
		t.Error("the general manager has not changed")
	}
}

func TestP7_OpenWorkMustBeHandedOver(t *testing.T) {
	off := func(p *Person) { p.Disabled = true }
	orgRefused(t, demo(), KindConflict, "disabled", edit("admin", "s01", off, "TS-HY-20250303-001"))
	err := edit("admin", "s01", off, "TS-HY-20250303-001", "TS-HY-20250303-002")(demo())
	if want := "周敏还有 2 件未办结的工作，须先移交：TS-HY-20250303-001、TS-HY-20250303-002。"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	o := demo()
	orgChanged(t, o, "account:s01", []string{"disabled"}, edit("admin", "s01", off))
	orgChanged(t, o, "account:s01", []string{"name"},
		edit("admin", "s01", func(p *Person) { p.Name = "周小敏" }, "TS-HY-20250303-001"))
	if p := o.Person("s01"); p == nil || !p.Disabled {
		t.Error("a disabled account stays, disabled")
	}
	orgChanged(t, o, "account:s01", []string{"disabled"}, edit("admin", "s01", func(p *Person) { p.Disabled = false }))
}

func TestP1_PasswordsOfOthersAreReset(t *testing.T) {
	o := demo()
	orgRefused(t, o, KindInvalid, "password",
		func(o *Org) error { return o.ResetPassword(o.as("admin"), monday, "admin") })
	orgRefused(t, o, KindNotFound, "", func(o *Org) error { return o.ResetPassword(o.as("admin"), monday, "zz") })
	if err := o.ResetPassword(o.as("admin"), monday, "a01"); err != nil {
		t.Fatal(err)
	}
	if e := o.journal[0]; e.Action != ActionSetPassword || e.Subject != "account:a01" || e.By != "admin" ||
		len(e.Detail) != 0 {
		t.Errorf("entry %+v", e)
	}
}

func TestP2_PutSite(t *testing.T) {
	put := func(was string, s Site) func(*Org) error {
		return func(o *Org) error { return o.PutSite(o.as("admin"), monday, was, s) }
	}
	hy := *demo().Site("HY")
	for name, tt := range map[string]struct {
		kind  Kind
		field string
		do    func(*Org) error
	}{
		"taken":         {KindInvalid, "code", put("", hy)},
		"renamed":       {KindInvalid, "code", put("HY", Site{Code: "HX", Name: "海悦府", Kind: SalesOffice})},
		"small letters": {KindInvalid, "code", put("", Site{Code: "hx", Name: "新", Kind: SalesOffice})},
		"hyphen":        {KindInvalid, "code", put("", Site{Code: "H-X", Name: "新", Kind: SalesOffice})},
		"nine":          {KindInvalid, "code", put("", Site{Code: "ABCDEFGHI", Name: "新", Kind: SalesOffice})},
		"empty":         {KindInvalid, "code", put("", Site{Name: "新", Kind: SalesOffice})},
		"unknown":       {KindNotFound, "", put("XX", Site{Code: "XX", Name: "新", Kind: SalesOffice})},
		"no name":       {KindInvalid, "name", put("HY", Site{Code: "HY", Kind: SalesOffice})},
		"no kind":       {KindInvalid, "kind", put("HY", Site{Code: "HY", Name: "海悦府", Kind: "castle"})},
		"manager of another": {KindInvalid, "manager",
			put("HY", Site{Code: "HY", Name: "海悦府", Kind: SalesOffice, Manager: "q01"})},
		"supervisor as manager": {KindInvalid, "manager",
			put("HY", Site{Code: "HY", Name: "海悦府", Kind: SalesOffice, Manager: "s01"})},
		"VP as manager": {KindInvalid, "manager",
			put("HY", Site{Code: "HY", Name: "海悦府", Kind: SalesOffice, Manager: "v01"})},
		"phone without any end": {KindInvalid, "phone",
			put("HY", Site{Code: "HY", Name: "海悦府", Kind: SalesOffice, Phone: string(make([]byte, mostPhone+1))})},
	} {
		t.Run(name, func(t *testing.T) { orgRefused(t, demo(), tt.kind, tt.field, tt.do) })
	}
	orgRefused(t, demo(disabled("p01")), KindInvalid, "manager",
		put("HY", Site{Code: "HY", Name: "海悦府", Kind: SalesOffice, Manager: "p01"}))
	o := demo()
	orgChanged(t, o, "site:HY", nil, put("HY", hy))
	orgChanged(t, o, "site:HY",
		[]string{"kind", "manager", "phone", "closed", "legal_name", "credit_code", "legal_address",
			"legal_representative"},
		put("HY", Site{Code: "HY", Name: "海悦府", Kind: ManagedEstate, Manager: "p01", Closed: true}))
	orgChanged(t, o, "site:A1", []string{"name", "kind"}, put("", Site{Code: "A1", Name: "新盘", Kind: ManagedEstate}))
	if o.Sites[0].Code != "A1" || o.Site("A1") == nil || !o.Site("HY").Closed {
		t.Errorf("sites %+v", o.Sites)
	}
}

func TestP2_PutDepartment(t *testing.T) {
	put := func(was string, d Department) func(*Org) error {
		return func(o *Org) error { return o.PutDepartment(o.as("admin"), monday, was, d) }
	}
	for name, tt := range map[string]struct {
		kind  Kind
		field string
		do    func(*Org) error
	}{
		"taken":       {KindInvalid, "code", put("", Department{"legal", "法务部", Legal})},
		"renamed":     {KindInvalid, "code", put("legal", Department{"law", "法务部", Legal})},
		"capitals":    {KindInvalid, "code", put("", Department{"Law", "法务部", Legal})},
		"unknown":     {KindNotFound, "", put("law", Department{"law", "法务部", Legal})},
		"no name":     {KindInvalid, "name", put("legal", Department{"legal", "", Legal})},
		"no function": {KindInvalid, "function", put("legal", Department{"legal", "法务部", "magic"})},
	} {
		t.Run(name, func(t *testing.T) { orgRefused(t, demo(), tt.kind, tt.field, tt.do) })
	}
	o := demo()
	orgChanged(t, o, "department:legal", nil, put("legal", Department{"legal", "法务部", Legal}))
	orgChanged(t, o, "department:legal", []string{"name", "function"},
		put("legal", Department{"legal", "合规部", Contracts}))
	orgChanged(t, o, "department:it", []string{"name", "function"}, put("", Department{"it", "信息部", Administration}))
	if o.Department("it") == nil || o.DepartmentName("legal") != "合规部" {
		t.Errorf("departments %+v", o.Departments)
	}
}

func TestK1_PutCategory(t *testing.T) {
	put := func(was string, c Category) func(*Org) error {
		return func(o *Org) error { return o.PutCategory(o.as("admin"), monday, was, c) }
	}
	for name, tt := range map[string]struct {
		kind  Kind
		field string
		do    func(*Org) error
	}{
		"taken":          {KindInvalid, "code", put("", Category{Code: "repair", Name: "维修"})},
		"renamed":        {KindInvalid, "code", put("repair", Category{Code: "repairs", Name: "维修"})},
		"badly formed":   {KindInvalid, "code", put("", Category{Code: "re pair", Name: "维修"})},
		"unknown":        {KindNotFound, "", put("zz", Category{Code: "zz", Name: "维修"})},
		"no name":        {KindInvalid, "name", put("repair", Category{Code: "repair"})},
		"unknown parent": {KindInvalid, "parent", put("", Category{Code: "lift", Name: "电梯", Parent: "zz"})},
		"third level":    {KindInvalid, "parent", put("", Category{Code: "lift", Name: "电梯", Parent: "leak"})},
		"its own parent": {KindInvalid, "parent",
			put("attitude", Category{Code: "attitude", Name: "服务态度", Parent: "attitude"})},
		"has children": {KindInvalid, "parent",
			put("repair", Category{Code: "repair", Name: "维修", Parent: "attitude"})},
	} {
		t.Run(name, func(t *testing.T) { orgRefused(t, demo(), tt.kind, tt.field, tt.do) })
	}
	o := demo()
	orgChanged(t, o, "category:leak", nil, put("leak", Category{Code: "leak", Name: "渗漏", Parent: "repair"}))
	orgChanged(t, o, "category:leak", []string{"name", "parent", "closed"},
		put("leak", Category{Code: "leak", Name: "漏水", Parent: "delivery", Closed: true}))
	orgChanged(t, o, "category:fire", []string{"name", "parent", "emergency", "selling", "promise", "internal"},
		put("", Category{Code: "fire", Name: "起火", Parent: "safety_accident", Emergency: true, Selling: true,
			Promise: true, Internal: true}))
	if o.CategoryName("fire") != "安全事故 / 起火" {
		t.Errorf("it is called %s", o.CategoryName("fire"))
	}
}

func TestC2_FiguresChange(t *testing.T) {
	set := func(values map[Parameter]int64) func(*Org) error {
		return func(o *Org) error { return o.SetParameters(o.as("admin"), monday, time.Time{}, values) }
	}
	for name, tt := range map[string]struct {
		field  Parameter
		values map[Parameter]int64
	}{
		"below its least":             {FirstFeedback, map[Parameter]int64{FirstFeedback: 0}},
		"above its most":              {FirstFeedback, map[Parameter]int64{FirstFeedback: 1001}},
		"one right, one wrong":        {SilentAfter, map[Parameter]int64{ReopenWithin: 80, SilentAfter: 366}},
		"unknown":                     {"", map[Parameter]int64{ReopenWithin: 4, "mood": 3}},
		"manager below supervisor":    {ManagerLimit, map[Parameter]int64{SupervisorLimit: int64(20_001 * Yuan)}},
		"VP below manager":            {VPLimit, map[Parameter]int64{VPLimit: int64(19_999 * Yuan)}},
		"no amount can be negative":   {VPLimit, map[Parameter]int64{VPLimit: -1}},
		"limits of nobody, all of it": {ManagerLimit, map[Parameter]int64{ManagerLimit: 0}},
	} {
		t.Run(name, func(t *testing.T) { orgRefused(t, demo(), KindInvalid, string(tt.field), set(tt.values)) })
	}
	o := demo()
	orgChanged(t, o, "settings", nil, set(map[Parameter]int64{SupervisorLimit: int64(2_000 * Yuan)}))
	orgChanged(t, o, "settings", []string{"d3", "authority_supervisor", "authority_vp"},
		set(map[Parameter]int64{FirstFeedback: 24, SupervisorLimit: int64(3_000 * Yuan),
			VPLimit: int64(200_000 * Yuan)}))
	if got := o.journal[0].Detail[1]; got != (Change{"authority_supervisor", "2000.00", "3000.00"}) {
		t.Errorf("the entry says %+v", got)
	}
	if o.Parameters.Get(FirstFeedback) != 24 || o.Parameters.Money(SupervisorLimit) != 3_000*Yuan ||
		o.Parameters.Get(SettleImportant) != 7 {
		t.Errorf("figures %v", o.Parameters)
	}
	orgChanged(t, o, "settings", []string{"d3"}, set(map[Parameter]int64{FirstFeedback: 48}))
}

func TestFiguresAreReadAsTheyAreWritten(t *testing.T) {
	for _, i := range ParameterList {
		for _, v := range []int64{i.Min, i.Default, i.Max} {
			if got, err := i.Parse(i.Text(v)); err != nil || got != v {
				t.Errorf("%s: %d became %s became %d, %v", i.Figure, v, i.Text(v), got, err)
			}
		}
		for _, text := range []string{"", "x", "-1", "1.005", i.Text(i.Max) + "0"} {
			var e *Error
			if _, err := i.Parse(text); !errors.As(err, &e) || e.Field != string(i.Figure) {
				t.Errorf("%s: %q gave %v", i.Figure, text, err)
			}
		}
	}
}

func TestP1_TheCompanyHasAName(t *testing.T) {
	set := func(name string) func(*Org) error {
		return func(o *Org) error { return o.SetCompany(o.as("admin"), monday, name) }
	}
	orgRefused(t, demo(), KindInvalid, "company", set(""))
	orgRefused(t, demo(), KindInvalid, "company", set(string(make([]rune, mostName+1))))
	orgChanged(t, demo(), "settings", nil, set("示例地产"))
	orgChanged(t, demo(), "settings", []string{"company"}, set("示例置业"))
}
