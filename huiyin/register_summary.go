package huiyin

import (
	"strconv"
	"time"
)

// ImportSummary tells each person once of all lines of an import that concern them, by their number alone (I7, rule P5).
type ImportSummary struct{ notices []Notice }

// Tell notes what a person is told. Who imports sees it on the page.
func (s *ImportSummary) Tell(by Actor, now time.Time, account string, lines int) {
	if p := by.Org.Person(account); p == nil || p.Disabled || account == by.Account {
		return
	}
	s.notices = append(s.notices, Notice{Account: account, Kind: NoticeImported,
		Number: "DR-" + now.In(by.Org.Zone).Format("20060102"), What: strconv.Itoa(lines), At: now})
}

// Notices gives what is told.
func (s *ImportSummary) Notices() []Notice { return s.notices }

// Messages gives what goes out about it, to nobody's group.
func (s *ImportSummary) Messages(o *Org, d *Delivery, reach map[string]NotificationPreferences) []Message {
	return messages(o, d, reach, s.notices, func(Actor) bool { return false })
}

// UnitsInConflict is said to a site's managers and to sales management when a file of units has lines that are decided one
// by one (rule B11): one row a file.
func UnitsInConflict(o *Org, sites []string, id string, n int, causer string, now time.Time) *News {
	k := &News{}
	people := o.Active(func(p *Person) bool { return o.Has(p, SalesManagement) })
	for _, site := range sites {
		people = append(people, o.SiteManagers(site)...)
	}
	for _, account := range Accounts(people) {
		if account != causer {
			k.notices = append(k.notices, Notice{Account: account, Kind: NoticeUnitConflict, Number: id,
				What: strconv.Itoa(n), At: now})
		}
	}
	return k
}
