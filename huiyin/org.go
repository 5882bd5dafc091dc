package huiyin

import (
	"slices"
	"time"
)

// Role is one of the four roles, each above the one before (rule P1).
type Role int

// The roles.
const (
	Agent Role = iota + 1
	Supervisor
	Manager
	VP
)

var roles = codes[Role]{{Agent, "agent", "经办人"}, {Supervisor, "supervisor", "主管"}, {Manager, "manager", "经理"},
	{VP, "vp", "副总经理"}}

// Code is the role's name in forms and tables.
func (r Role) Code() string { return roles.code(r) }

// Label is the role's name on pages.
func (r Role) Label() string { return roles.label(r) }

// ParseRole finds a role by its code.
func ParseRole(code string) (Role, bool) { return roles.parse(code) }

// Roles lists the roles from the lowest up.
func Roles() []Role { return roles.all() }

// Function is what a department does; some functions add to a role (rule P2).
type Function string

// The functions.
const (
	Sales           Function = "sales"
	Service         Function = "service"
	SalesManagement Function = "sales_management"
	Engineering     Function = "engineering"
	Contracts       Function = "contracts"
	Legal           Function = "legal"
	Finance         Function = "finance"
	Administration  Function = "administration"
	Press           Function = "press"
	Supervision     Function = "supervision"
)

var functions = words[Function]{
	{Sales, "销售"}, {Service, "客户服务"}, {SalesManagement, "销售管理"}, {Engineering, "工程"}, {Contracts, "合同"},
	{Legal, "法务"}, {Finance, "财务"}, {Administration, "行政"}, {Press, "公关"}, {Supervision, "监督小组"},
}

// Label is the function's name on pages.
func (f Function) Label() string { return functions.label(f) }

// Functions lists the functions.
func Functions() []Function { return functions.all() }

// SiteKind says what a site is (rule P2).
type SiteKind string

// The kinds of sites.
const (
	SalesOffice   SiteKind = "sales_office"
	AgencyStore   SiteKind = "agency_store"
	ManagedEstate SiteKind = "managed_estate"
)

var siteKinds = words[SiteKind]{{SalesOffice, "售楼部"}, {AgencyStore, "门店"}, {ManagedEstate, "物业项目"}}

// Label is the kind's name on pages.
func (k SiteKind) Label() string { return siteKinds.label(k) }

// SiteKinds lists the kinds of sites.
func SiteKinds() []SiteKind { return siteKinds.all() }

// Site is a sales office, an agency store or a managed estate.
type Site struct {
	Code    string // stands in complaint numbers: HY
	Name    string
	Kind    SiteKind
	Manager string // account in charge of important complaints here; "" leaves it to the kind (rule G6)
	Phone   string // printed on the receipt (F3)
	Closed  bool   // takes no new complaints

	// The time that the law of the place sets for the answer in writing, 0 for none, and that law (rule D17).
	AnswerDays   int
	AnswerGround string

	// The legal person that papers name as party (rule C11).
	LegalName    string
	CreditCode   string
	LegalAddress string

	LegalRepresentative string // 法定代表人

	ComplainURL string // that customers reach by the code on the wall, "" for a call of its phone (rule F7)
}

// Department is a part of the head office, or of every site, with a function.
type Department struct {
	Code     string
	Name     string
	Function Function
}

// Category is one entry of the two-level list of what complaints are about (rule K1).
type Category struct {
	Code      string
	Name      string
	Parent    string // "" on the first level
	Emergency bool   // sets the urgency (rule K2)
	Selling   bool   // the company's own selling, agency or reception work (rule G2)
	Promise   bool   // a promise or a contract term (rule G1)
	Internal  bool   // written by staff (rule G4)
	Closed    bool   // no longer offered
	Least     Grade  // complaints of it have this grade at least (rule G10); "" leaves it to the rulebook
}

// leastImportant are the categories of the seed whose complaints are important at least (rule G10).
var leastImportant = []string{"late_delivery", "safety_accident", "group_disturbance", DataLeak, "sold_twice"}

// LeastGrade is the grade that complaints of the category have at least (rule G10).
func (k *Category) LeastGrade() Grade {
	switch {
	case k.Least != "":
		return k.Least
	case slices.Contains(leastImportant, k.Code):
		return Important
	}
	return Minor
}

// LeastGrades lists the grades that a category may carry as its least.
func LeastGrades() []Grade { return []Grade{Minor, Important, Major} }

// Person is someone with an account (rules P1, P2, P7).
type Person struct {
	Account        string
	Name           string
	Role           Role
	Admin          bool
	Site           string   // "" at head office
	Department     string   // code; "" when the site is all there is to say
	Sites          []string // a manager's sites
	AllSites       bool     // a manager of the company
	GeneralManager bool     // a VP marked 总经理
	Disabled       bool
	Domain         bool // logs in with the company's account of the domain; has no password here
	Order          int  // who comes first where a rule says so (rule G6)
}

// AnswersFor tells whether the person has the say over a site by role (rules P2, P3).
func (p *Person) AnswersFor(site string) bool {
	switch p.Role {
	case VP:
		return true
	case Manager:
		return p.AllSites || slices.Contains(p.Sites, site)
	case Supervisor:
		return p.Site != "" && p.Site == site
	}
	return false
}

// AtSite tells whether the person is of a site: works there or manages it.
func (p *Person) AtSite(site string) bool { return p.Site == site || slices.Contains(p.Sites, site) }

// Title is what stands beside the name: 经理, or 总经理 for the VP so marked.
func (p *Person) Title() string {
	if p.GeneralManager {
		return "总经理"
	}
	return p.Role.Label()
}

// Org is the company as it stands: people, sites, departments, categories and figures. It is never
// changed in place; a change makes a new one.
type Org struct {
	Company     string
	Letterhead  Letterhead // how its papers look
	Zone        *time.Location
	Sites       []Site
	Departments []Department
	Categories  []Category
	People      []Person   // by Order
	Parameters  Parameters // the values of the instant for which the company was asked (At)
	Terms       []Term     // all values that figures have had or will have, by instant
	Calendar    Calendar
	Delegations []Delegation                // all that were made, oldest first
	Directory   map[string][]DirectoryEntry // whom to call: emergency contacts by site, outside bodies
	Clauses     []Clause                    // of the company's rules, every version (rule A3)
	Readings    []ClauseReading             // who has read which

	OwnPhones      []string // the firm's own numbers, which identify no customer (I9)
	EmergencyWords []string // its own patterns of emergencies, a line each (I14)

	StandingHolds []StandingHold // all that were set, oldest first (rule T2)
	SecondWords   []SecondWord   // all changes of rights that waited or wait for one, oldest first (rule P10)

	asked    []int64 // the second words that this change of the company asks for
	releases []Release
	dropped  []string

	at time.Time // of Figures
	journal
	warnings   Warnings
	people     map[string]*Person
	standing   map[string][]*Person // by delegate, at that instant (rule P6)
	sites      map[string]*Site
	categories map[string]*Category
}

// Index prepares the look-ups; call it once the lists are filled.
func (o *Org) Index() *Org {
	o.people = make(map[string]*Person, len(o.People))
	for i := range o.People {
		o.people[o.People[i].Account] = &o.People[i]
	}
	o.sites = make(map[string]*Site, len(o.Sites))
	for i := range o.Sites {
		o.sites[o.Sites[i].Code] = &o.Sites[i]
	}
	o.categories = make(map[string]*Category, len(o.Categories))
	for i := range o.Categories {
		o.categories[o.Categories[i].Code] = &o.Categories[i]
	}
	o.deputise()
	return o
}

// At gives the company with the figures that are valid at an instant.
func (o *Org) At(at time.Time) *Org {
	c := *o
	c.at, c.Parameters = at, o.figuresAt(at)
	c.deputise()
	return &c
}

// Asked is the instant for which the company was asked.
func (o *Org) Asked() time.Time { return o.at }

// Holds tells whether figures and delegations are those of an instant, too: none has changed in between.
func (o *Org) Holds(at time.Time) bool {
	return o.holdsDelegations(at) &&
		!slices.ContainsFunc(o.Terms, func(t Term) bool { return t.From.After(o.at) != t.From.After(at) })
}

// NextStart is when the next figure changes after the instant that was asked for, the zero time for never.
func (o *Org) NextStart() time.Time {
	for _, t := range o.Terms {
		if t.From.After(o.at) {
			return t.From
		}
	}
	return time.Time{}
}

func (o *Org) figuresAt(at time.Time) Parameters {
	f := Parameters{}
	for _, t := range o.Terms { // in the order of their instants
		if !t.From.After(at) {
			f[t.Figure] = t.Value
		}
	}
	return f
}

// Person finds a person by account, nil when there is none.
func (o *Org) Person(account string) *Person { return o.people[account] }

// Site finds a site by code, nil when there is none.
func (o *Org) Site(code string) *Site { return o.sites[code] }

// Category finds a category by code, nil when there is none.
func (o *Org) Category(code string) *Category { return o.categories[code] }

// Department finds a department by code, nil when there is none.
func (o *Org) Department(code string) *Department {
	for i := range o.Departments {
		if o.Departments[i].Code == code {
			return &o.Departments[i]
		}
	}
	return nil
}

// PersonName gives a person's name; an account that is unknown gives itself, "" gives 系统.
func (o *Org) PersonName(account string) string {
	if account == "" {
		return "系统"
	}
	if p := o.Person(account); p != nil {
		return p.Name
	}
	return account
}

// SiteName gives a site's name, or the code itself when it is unknown.
func (o *Org) SiteName(code string) string {
	if s := o.Site(code); s != nil {
		return s.Name
	}
	return code
}

// DepartmentName gives a department's name, or the code itself when it is unknown.
func (o *Org) DepartmentName(code string) string {
	if d := o.Department(code); d != nil {
		return d.Name
	}
	return code
}

// CategoryName gives a category's name with its parent's before it: 价格与合同 / 房号卖重.
func (o *Org) CategoryName(code string) string {
	c := o.Category(code)
	if c == nil {
		return code
	}
	if p := o.Category(c.Parent); p != nil {
		return p.Name + " / " + c.Name
	}
	return c.Name
}

// function is the function of the person's department.
func (o *Org) function(p *Person) Function {
	if d := o.Department(p.Department); d != nil {
		return d.Function
	}
	return ""
}

// Has tells whether a person's department has a function (rule P2).
func (o *Org) Has(p *Person, f Function) bool { return f != "" && o.function(p) == f }

// Active lists the enabled people that fit, in their order.
func (o *Org) Active(fits func(*Person) bool) []*Person {
	var out []*Person
	for i := range o.People {
		if p := &o.People[i]; !p.Disabled && fits(p) {
			out = append(out, p)
		}
	}
	return out
}

// Keys are the names under which a complaint may concern a person: their account, their department,
// its function (rule P3). Store and Can read the same keys.
func (o *Org) Keys(p *Person) []string {
	keys := []string{p.Account}
	if p.Department != "" {
		keys = append(keys, departmentKey(p.Department))
		if f := o.function(p); f != "" {
			keys = append(keys, functionKey(f))
		}
	}
	return keys
}

func departmentKey(code string) string { return "department:" + code }

func functionKey(f Function) string { return "function:" + string(f) }

// Actor is a person acting, with the company around them.
type Actor struct {
	*Person
	Org    *Org
	For    string  // in whose name they decide, "" for their own (rule P6)
	veiled bool    // their exports are masked whatever their role (rule P5)
	deputy *Person // while the policy looks at a delegator's rights: who would use them
}

// System acts by the clock; its journal entries name no account.
func System(o *Org) Actor { return Actor{Person: &Person{Role: VP, AllSites: true}, Org: o} }

// Installer acts for who runs the commands; its journal entries name no account.
func Installer(o *Org) Actor { return Actor{Person: &Person{Role: Agent, Admin: true}, Org: o} }

// NeedsSecond tells whether a person must show a second factor beside the password.
func (o *Org) NeedsSecond(p *Person) bool {
	return o.Parameters.Get(SecondFactor) == 1 && (p.Role >= Manager || p.Admin)
}
