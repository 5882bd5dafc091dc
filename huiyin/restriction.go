package huiyin

import (
	"slices"
	"strings"
	"time"
)

// DataLeak is the category of complaints about customers' data given away, which proposes to restrict the
// complaint (rules P8, B7).
const DataLeak = "data_leak"

// Restriction is who alone may open a complaint (rule P8).
type Restriction struct {
	Restricted     bool // opened by those named and whoever is in charge only
	RestrictedBy   string
	RestrictReason string
	Named          []string
}

// opens tells whether a person opens the complaint in their own name while it is restricted: whoever is in
// charge, the handler, who is answerable until one has accepted (rule W14), and those named (rule P8).
func (c *Complaint) opens(account string) bool {
	return account == c.Owner || account == c.Handler || account == c.FirstContact || slices.Contains(c.Named, account)
}

// closeLeak restricts a complaint about customers' data to those who must know: its recorder, legal, the VP, and
// the site's managers, whom the plan tells first; never who is complained about (rules B7, B4, P4).
func (c *Complaint) closeLeak(o *Org) {
	people := slices.Concat([]string{c.RecordedBy}, c.lawyers(o), c.toldFirst(o), c.tier(o, TierVP))
	slices.Sort(people)
	c.Restricted, c.RestrictReason = true, "客户资料泄露"
	c.Named = slices.DeleteFunc(slices.Compact(people), func(a string) bool { return a == "" || c.Bars(a) })
}

// lawyers are the people of the legal department (rules G1, B7).
func (c *Complaint) lawyers(o *Org) []string {
	return accounts(o.Active(func(p *Person) bool { return o.Has(p, Legal) && !c.Bars(p.Account) }))
}

// ProposesRestriction tells whether the facts ask for the complaint to be restricted (rule P8).
func (c *Complaint) ProposesRestriction() bool { return !c.Restricted && c.Category == DataLeak }

// Restrict closes the complaint to all but whoever is in charge, the handler and those named; done again,
// it names others (rule P8). Whoever restricts it without being one of them is named too.
func (c *Complaint) Restrict(by Actor, now time.Time, people []string, reason string) error {
	m, err := c.begin(by, ActionRestrict, now)
	if err != nil {
		return err
	}
	people = slices.Compact(slices.Sorted(slices.Values(people)))
	wrong := needed("reason", reason, 1000)
	for _, account := range people {
		p := by.Org.Person(account)
		wrong = Every(wrong, when(p == nil || p.Disabled, "people", "请选择人员。"),
			when(c.Bars(account), "people", "被投诉人不能查看这件投诉。")) // rule P4
	}
	if wrong != nil {
		return wrong
	}
	if m.by.For == "" && by.Account != c.Owner && by.Account != c.Handler && !slices.Contains(people, by.Account) {
		people = slices.Sorted(slices.Values(append(people, by.Account)))
	}
	detail := append(changes("restricted", flag(c.Restricted), flag(true), "named", strings.Join(c.Named, " "),
		strings.Join(people, " ")), Note("reason", reason))
	if err := m.stay(detail...); err != nil {
		return err
	}
	c.Restricted, c.RestrictedBy, c.RestrictReason, c.Named = true, by.Account, reason, people
	return nil
}

// Lift opens a restricted complaint again to all who otherwise see it (rules P3, P8).
func (c *Complaint) Lift(by Actor, now time.Time, reason string) error {
	m, err := c.begin(by, ActionLiftRestriction, now)
	if err != nil {
		return err
	}
	if !c.Restricted {
		return Conflict("这件投诉没有设为受限。")
	}
	if err := needed("reason", reason, 1000); err != nil {
		return err
	}
	if err := m.stay(append(
		changes("restricted", flag(true), "", "named", strings.Join(c.Named, " "), ""), Note("reason", reason),
	)...); err != nil {
		return err
	}
	c.Restricted, c.RestrictedBy, c.RestrictReason, c.Named = false, "", "", nil
	return nil
}

// mayOpen refuses work for someone who could not open the complaint (rule P8).
func (c *Complaint) mayOpen(o *Org, field, account string) error {
	if c.Restricted && !c.opens(account) {
		return Invalid(field, "这件投诉受限，须先把%s列入可以查看的人员。", o.PersonName(account))
	}
	return nil
}
