package huiyin

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// DirectoryEntry is one entry of a directory: what for, who, and by which number.
type DirectoryEntry struct {
	What  string
	Name  string
	Phone string
}

// Outside is where a customer may turn when the company does not meet their demand (rule W16).
type Outside string

// The outside bodies.
const (
	ToConsumers   Outside = "consumers"
	To12315       Outside = "12315"
	ToHousing     Outside = "housing"
	ToMediation   Outside = "mediation"
	ToArbitration Outside = "arbitration"
	ToCourt       Outside = "court"
)

var outsides = words[Outside]{
	{ToConsumers, "消费者协会"}, {To12315, "12315 热线"}, {ToHousing, "住房和城乡建设部门"}, {ToMediation, "人民调解"},
	{ToArbitration, "仲裁"}, {ToCourt, "人民法院"},
}

// Label is the body's name on pages.
func (b Outside) Label() string { return outsides.label(b) }

// Outsides lists the outside bodies in the order of the letter.
func Outsides() []Outside { return outsides.all() }

// outsideKey is where the company's outside bodies stand in the directory; a site's emergency contacts
// stand under its code.
const outsideKey = "outside"

const mostLines = 40

// OutsideLine gives the local name and number of an outside body, empty where none is set.
func (o *Org) OutsideLine(b Outside) DirectoryEntry {
	for _, l := range o.Directory[outsideKey] {
		if l.What == string(b) {
			return l
		}
	}
	return DirectoryEntry{What: string(b)}
}

// Emergency lists whom to call in an emergency at a site (rules K2, B5).
func (o *Org) Emergency(site string) []DirectoryEntry { return o.Directory[site] }

// SetOutside names the outside bodies that stand in decision letters (rule W16).
func (o *Org) SetOutside(by Actor, now time.Time, lines map[Outside]DirectoryEntry) error {
	var all []DirectoryEntry
	for _, b := range Outsides() {
		l := lines[b]
		l.What, l.Name, l.Phone = string(b), strings.TrimSpace(l.Name), strings.TrimSpace(l.Phone)
		if err := Every(within("name_"+string(b), l.Name, 100),
			within("phone_"+string(b), l.Phone, mostPhone)); err != nil {
			return err
		}
		if l.Name != "" || l.Phone != "" {
			all = append(all, l)
		}
	}
	return o.setLines(by, now, outsideKey, "settings", all)
}

// SetEmergency names whom to call in an emergency at a site (rule B5); lines without anything are left out.
func (o *Org) SetEmergency(by Actor, now time.Time, site string, lines []DirectoryEntry) error {
	if o.Site(site) == nil {
		return NotFound()
	}
	var all []DirectoryEntry
	for i, l := range lines {
		l.What, l.Name, l.Phone = strings.TrimSpace(l.What), strings.TrimSpace(l.Name), strings.TrimSpace(l.Phone)
		n := strconv.Itoa(i + 1)
		switch {
		case l == DirectoryEntry{}:
			continue
		case l.What == "":
			return Invalid("what_"+n, "请写明联系什么事。")
		case l.Phone == "":
			return Invalid("phone_"+n, "请填写电话。")
		}
		if err := Every(within("what_"+n, l.What, 60), within("name_"+n, l.Name, 60),
			within("phone_"+n, l.Phone, mostPhone)); err != nil {
			return err
		}
		all = append(all, l)
	}
	if len(all) > mostLines {
		return Invalid("", "最多 %d 条。", mostLines)
	}
	return o.setLines(by, now, site, "site:"+site, all)
}

func (o *Org) setLines(by Actor, now time.Time, key, subject string, lines []DirectoryEntry) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	was := o.Directory[key]
	next := maps.Clone(o.Directory)
	if next == nil {
		next = map[string][]DirectoryEntry{}
	}
	next[key] = lines
	field := "emergency_contacts"
	if key == outsideKey {
		field = "outside_bodies"
	}
	if slices.Equal(was, lines) {
		return nil
	}
	o.Directory = next
	o.note(by, now, subject, changes(field, inLines(was), inLines(lines)))
	return nil
}

// inLines writes a directory as the journal keeps it.
func inLines(lines []DirectoryEntry) string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = strings.Join(strings.Fields(l.What+" "+l.Name+" "+l.Phone), " ")
	}
	return strings.Join(out, "\n")
}

// Unmet tells whether the customer's demand is not met as things stand: an answer they have not accepted,
// one that refuses it, or a closing without their consent (rule W16).
func (c *Complaint) Unmet() bool {
	if c.Outcome == NotAccepted || c.Outcome == FollowedUp {
		return true
	}
	return c.Word() != "yes" || c.Answers[len(c.Answers)-1].Declines
}

// Arbitrated tells whether the parties have agreed on arbitration, which excludes the court (rule T3).
func (c *Complaint) Arbitrated() bool {
	return slices.ContainsFunc(c.Disputes, func(d Dispute) bool { return d.Stage == Arbitration || d.Agreement != 0 })
}

// DisputeEnded tells whether a dispute ended with a result.
func (c *Complaint) DisputeEnded(r DisputeResult) bool {
	return slices.ContainsFunc(c.Disputes, func(d Dispute) bool { return d.Result == r })
}

// Turns lists where the customer may still turn, in the law's order (rules W16, T3): after an arbitration
// agreement no court, after an award or a judgment neither again.
func (c *Complaint) Turns() []Outside {
	decided := c.DisputeEnded(Awarded) || c.DisputeEnded(JudgedCourt)
	return slices.DeleteFunc(Outsides(), func(b Outside) bool {
		switch b {
		case ToMediation, ToArbitration:
			return decided
		case ToCourt:
			return decided || c.Arbitrated()
		}
		return false
	})
}

// DutyDay is one day of a duty roster 值班表 (rule B5).
type DutyDay struct {
	Day     time.Time // a date, at midnight UTC
	Rest    bool      // nobody works at the site by its calendar
	Special DayOff    // "" on an ordinary day
}

// DutyDays lists the days of a month at a site as its calendar has them (rules B5, D9).
func (o *Org) DutyDays(site string, m Month) []DutyDay {
	first := time.Date(int(m)/100, time.Month(int(m)%100), 1, 0, 0, 0, 0, time.UTC)
	week := o.Calendar.Week(site)
	var out []DutyDay
	for day := first; day.Month() == first.Month(); day = day.AddDate(0, 0, 1) {
		out = append(out, DutyDay{day, len(o.Calendar.shifts(week, day)) == 0,
			o.Calendar.Days[day.Format(time.DateOnly)]})
	}
	return out
}
