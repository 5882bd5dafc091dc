package huiyin

import (
	"slices"
	"strings"
	"testing"
)

// spelledOut gives some names in letters.
func spelledOut(name string) []string {
	known := map[string]string{"王芳": "wangfang", "李雷": "lilei", "赵总": "zhaozong", "林晓雯": "linxiaowen"}
	if s := known[name]; s != "" {
		return []string{s}
	}
	return []string{""}
}

// peopleRegister is a file of people over the demo company whose titles stand.
func peopleRegister(t *testing.T, titles string) *Register {
	t.Helper()
	r := &Register{Org: importCompany(), Kind: PeopleFile}
	if err := begun(r, strings.Split(titles, ",")); err != nil {
		t.Fatalf("titles: %v", err)
	}
	return r
}

func personRead(t *testing.T, r *Register, line int, cells string) (PersonLine, error) {
	t.Helper()
	row, err := r.ReadRow(RegisterLine{Line: line, Cells: strings.Split(cells, ",")})
	if err != nil {
		t.Fatal(err)
	}
	return ReadPerson(r, row)
}

func TestP1_ALineOfPeopleIsReadAsTheFormHasIt(t *testing.T) {
	for cells, want := range map[string]Person{
		"王　芳,ＷangF,经办人,海悦府,,":        {Name: "王芳", Account: "wangf", Role: Agent, Site: "HY"},
		"李雷,,主管,,工程部,":               {Name: "李雷", Role: Supervisor, Department: "engineering"},
		"李雷,,经理,海悦府、龙庭店,,":           {Name: "李雷", Role: Manager, Sites: []string{"HY", "LT"}},
		"李雷,,经理,全部项目,销管部,":           {Name: "李雷", Role: Manager, AllSites: true, Department: "sales_management"},
		"赵总,,总经理,全部项目,,":             {Name: "赵总", Role: VP, GeneralManager: true},
		"John  Smith,js,agent,HY,,是": {Name: "John Smith", Account: "js", Role: Agent, Site: "HY", Admin: true},
	} {
		r := peopleRegister(t, "姓名,账号,岗位,项目,部门,系统管理员")
		l, err := personRead(t, r, 2, cells)
		if err != nil || keepPerson(&l.Person) != keepPerson(&want) {
			t.Errorf("%s: %+v %v", cells, l.Person, err)
		}
	}
}

// A word of the office's own is never taken for a role by itself: it is proposed, and the line waits (I4).
func TestP1_RoleWordsAreProposedNeverTaken(t *testing.T) {
	for word, want := range map[string]string{"置业顾问": "agent", "客服": "agent", "客服主管": "supervisor", "项目经理": "manager",
		"案场经理": "manager", "客户经理": "agent", "副总裁": "vp", "管家": "agent", "营销总监": "manager", "前台": "agent"} {
		r := peopleRegister(t, "姓名,账号,岗位,项目")
		_, err := personRead(t, r, 2, "王芳,,"+word+",海悦府")
		if KindOf(err) != KindInvalid || len(r.Unknown) != 1 || r.Unknown[0].Proposal != want {
			t.Errorf("%s: %v, %+v", word, err, r.Unknown)
		}
		r.MapWord("role", word, want)
		if l, err := personRead(t, r, 2, "王芳,,"+word+",海悦府"); want != "vp" && (err != nil || l.Person.Role.Code() != want) {
			t.Errorf("%s, mapped: %v %v", word, l.Person.Role, err)
		}
	}
}

func TestP1_WrongLinesAreRefused(t *testing.T) {
	for cells, field := range map[string]string{"王芳,,经办人,海悦府、龙庭店": "site", ",,经办人,海悦府": "name", "王芳,,,海悦府": "role",
		"王芳,,经办人,全部项目": "site", "王芳,,经办人,火星": "site"} {
		r := peopleRegister(t, "姓名,账号,岗位,项目")
		var e *Error
		if _, err := personRead(t, r, 2, cells); err != nil {
			e = err.(*Error)
		}
		if e.On(field) == nil {
			t.Errorf("%s: %v", cells, e)
		}
	}
}

func agentLine(line int, name, account string) PersonLine {
	return PersonLine{Line: line, Person: Person{Name: name, Account: account, Role: Agent, Site: "HY"}}
}

func TestP1_WhatBecomesOfALineOfPeople(t *testing.T) {
	o := importCompany()
	a01 := *o.Person("a01")
	other := agentLine(2, a01.Name, "")
	other.Person.Site = "LT"
	sup := agentLine(2, a01.Name, "a01")
	sup.Person.Role = Supervisor
	vp := PersonLine{Line: 2, Person: Person{Name: "赵总", Role: VP}}
	for name, tt := range map[string]struct {
		line    PersonLine
		will    PersonWill
		account string
	}{
		"new, account made up":            {agentLine(2, "王芳", ""), PersonNew, "wangfang"},
		"new, account given":              {agentLine(2, "王芳", "wf"), PersonNew, "wf"},
		"there, by account":               {agentLine(2, a01.Name, "a01"), PersonSame, "a01"},
		"there, by name and place":        {agentLine(2, a01.Name, ""), PersonSame, "a01"},
		"there otherwise":                 {sup, PersonDiffers, "a01"},
		"the name elsewhere":              {other, PersonConflict, ""},
		"another's account":               {agentLine(2, "王芳", "a01"), PersonConflict, "a01"},
		"the name, another account":       {agentLine(2, a01.Name, "neu"), PersonConflict, "neu"},
		"a VP waits":                      {vp, PersonWaiting, "zhaozong"},
		"an agent of nowhere":             {PersonLine{Person: Person{Name: "王芳", Role: Agent}}, PersonRefused, "wangfang"},
		"a supervisor with sites to lead": {PersonLine{Person: Person{Name: "王芳", Role: Supervisor, Sites: []string{"HY"}}}, PersonRefused, "wangfang"},
	} {
		plan := o.PlanPeople(importerOf(o, "admin"), monday, []PersonLine{tt.line}, func(PersonLine) bool { return false }, spelledOut)
		if p := plan[0]; p.Will != tt.will || p.Person.Account != tt.account {
			t.Errorf("%s: %s %q %v, want %s %q", name, p.Will, p.Person.Account, p.Why, tt.will, tt.account)
		}
	}
	if len(o.Journal()) > 0 || o.Person("wangfang") != nil {
		t.Error("a plan changed the company")
	}
}

func TestP1_AccountsAreSpelledAsNamesAre(t *testing.T) {
	for name, want := range map[string]string{"单雨": "shanyu", "王芳": "wangfang2", "Anna Lind": "annalind", "㐀": "user", "长孙雨": "zhangsunyu"} {
		spelled := func(string) []string {
			return map[string][]string{"单雨": {"danyu", "shanyu", "chanyu", "dy"}, "王芳": {"wangfang", "wf"}, "长孙雨": {"changsunyu", "zhangsunyu"}}[name]
		}
		if got := freeAccount(name, map[string]bool{"wangfang": true}, spelled); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

// What a file says twice is added once, or not at all; of two lines each is judged after the one before.
func TestP1_TwiceInAFileOfPeople(t *testing.T) {
	o := importCompany()
	gm := func(line int, name string) PersonLine {
		return PersonLine{Line: line, Person: Person{Name: name, Account: "gm" + name, Role: VP, GeneralManager: true}}
	}
	elsewhere := agentLine(3, "王芳", "")
	elsewhere.Person.Site = "LT"
	for name, tt := range map[string]struct {
		lines []PersonLine
		wills []PersonWill
		names string
	}{
		"the same twice":         {[]PersonLine{agentLine(2, "王芳", ""), agentLine(3, "王芳", "")}, []PersonWill{PersonNew, PersonRefused}, "wangfang "},
		"an account for two":     {[]PersonLine{agentLine(2, "王芳", "x1"), agentLine(3, "李雷", "x1")}, []PersonWill{PersonRefused, PersonRefused}, "x1 x1"},
		"two of a name":          {[]PersonLine{agentLine(2, "王芳", "x1"), agentLine(3, "王芳", "x2")}, []PersonWill{PersonNew, PersonNew}, "x1 x2"},
		"a name at two places":   {[]PersonLine{agentLine(2, "王芳", ""), elsewhere}, []PersonWill{PersonNew, PersonConflict}, "wangfang "},
		"a made up account kept": {[]PersonLine{agentLine(2, "王芳", ""), agentLine(3, "李雷", "wangfang")}, []PersonWill{PersonNew, PersonNew}, "wangfang2 wangfang"},
		"two general managers":   {[]PersonLine{gm(2, "1"), gm(3, "2")}, []PersonWill{PersonRefused, PersonRefused}, "gm1 gm2"}, // there is one
	} {
		var wills []PersonWill
		var names []string
		for _, p := range o.PlanPeople(importerOf(o, "admin"), monday, tt.lines, func(PersonLine) bool { return false }, spelledOut) {
			wills, names = append(wills, p.Will), append(names, p.Person.Account)
		}
		if !slices.Equal(wills, tt.wills) || strings.Join(names, " ") != tt.names {
			t.Errorf("%s: %v %q", name, wills, names)
		}
	}
}

// In a house that is being founded the one who can confirm the others comes first, whatever the order of the file.
func TestP10_WhoCanConfirmIsAddedFirst(t *testing.T) {
	o := (&Org{Zone: shanghai, Sites: []Site{{Code: "HY", Name: "海悦府", Kind: SalesOffice}},
		People: []Person{{Account: "admin", Name: "管理", Role: Agent, Admin: true}}}).Index()
	lines := []PersonLine{{Line: 2, Person: Person{Name: "王芳", Role: Manager, Sites: []string{"HY"}}},
		{Line: 3, Person: Person{Name: "赵总", Role: VP}}, agentLine(4, "李雷", "")}
	got := ""
	for _, p := range o.PlanPeople(importerOf(o, "admin"), monday, lines, func(PersonLine) bool { return false }, spelledOut) {
		got += p.Person.Account + "=" + string(p.Will) + " "
	}
	if got != "zhaozong=new wangfang=waits lilei=new " {
		t.Error(got)
	}
}

func TestP10_AFirstPasswordAgainFollowsTheRuleOfPasswords(t *testing.T) {
	never := []string{"a01", "p01"}
	o := importCompany()
	admin := importerOf(o, "admin")
	for name, tt := range map[string]struct {
		by       string
		accounts []string
		kind     Kind
	}{
		"nobody":         {"admin", nil, KindInvalid},
		"one that is in": {"admin", []string{"a01", "s01"}, KindConflict},
		"no account":     {"admin", []string{"nobody"}, KindNotFound},
		"no right":       {"v01", []string{"a01"}, KindForbidden},
	} {
		if err := o.IssuePasswords(importerOf(o, tt.by), monday, tt.accounts, never); KindOf(err) != tt.kind {
			t.Errorf("%s: %v", name, err)
		}
		o = importCompany() // all of it or nothing is the store's
	}
	if err := o.IssuePasswords(admin, monday, never, never); err != nil {
		t.Fatal(err)
	}
	if o.Withhold("a01", "h1") || !o.Withhold("p01", "h2") {
		t.Error("the manager's does not wait, or the agent's does")
	}
	if w := o.SecondWordsAsked("p01", monday); len(w) != 1 || w[0].Hash != "h2" {
		t.Fatalf("%+v", w)
	}
	if err := o.IssuePasswords(admin, monday, []string{"p01"}, never); err != nil { // it waits already, and is replaced
		t.Error(err)
	}
	if !o.Withhold("p01", "h3") || len(o.SecondWordsAsked("p01", monday)) != 1 {
		t.Error("a second one waits")
	}
	if len(o.Journal()) != 3 {
		t.Errorf("%d entries", len(o.Journal()))
	}
}

func TestP10_AWaitingAccountIsNeitherAddedNorAskedTwice(t *testing.T) {
	o := importCompany()
	admin := importerOf(o, "admin")
	line := PersonLine{Line: 2, Person: Person{Name: "赵总", Account: "zhao", Role: VP}}
	if err := o.PutPerson(admin, monday, "", line.Person, nil); err != nil {
		t.Fatal(err)
	}
	o.Withhold("zhao", "first")
	for _, account := range []string{"zhao", ""} {
		line.Person.Account = account
		p := o.PlanPeople(admin, monday, []PersonLine{line}, func(PersonLine) bool { return false }, spelledOut)[0]
		if p.Will != PersonSame || p.Person.Account != "zhao" {
			t.Errorf("%q: %s %q", account, p.Will, p.Person.Account)
		}
	}
	if got := o.Unentered(admin, nil, monday); len(got) != 1 || got[0].Account != "zhao" {
		t.Errorf("%+v", got)
	}
	if err := o.IssuePasswords(admin, monday, []string{"zhao"}, nil); err != nil || !o.Withhold("zhao", "second") {
		t.Errorf("its password is not replaced: %v", err)
	}
	if err := o.IssuePasswords(importerOf(o, "v01"), monday, []string{"zhao"}, nil); KindOf(err) != KindForbidden {
		t.Error(err)
	}
}
