package huiyin

import (
	"slices"
	"time"
)

// Warnings tell of an account what somebody else must hear at once: they stand in the bell of every vice president and
// of the person, and nobody can switch them off (rule P10).
type Warnings []Notice

// Notices gives them.
func (w Warnings) Notices() []Notice { return w }

// Messages are the mails that go out about them; to no group.
func (w Warnings) Messages(o *Org, d *Delivery, reach map[string]NotificationPreferences) []Message {
	return messages(o, d, reach, w, func(Actor) bool { return false })
}

// Warn warns of what was done to an account: the person, and every vice president where all is said to them, or
// where the account is a manager's or above.
func (o *Org) Warn(kind NoticeKind, account string, now time.Time, all bool) Warnings {
	told := []string{account}
	if p := o.Person(account); all || p != nil && p.Role >= Manager {
		told = append(told, accounts(o.Active(func(p *Person) bool { return p.Role == VP }))...)
	}
	slices.Sort(told)
	var out Warnings
	for _, who := range slices.Compact(told) {
		out = append(out, Notice{Account: who, Kind: kind, Number: account, At: now})
	}
	return out
}

// Notices gives the warnings that the changes since the loading have caused.
func (o *Org) Notices() []Notice { return o.warnings }

// Messages are the mails that go out about them.
func (o *Org) Messages(now *Org, d *Delivery, reach map[string]NotificationPreferences) []Message {
	return o.warnings.Messages(now, d, reach)
}

// raises tells whether a change of an account is one that others must hear of and confirm: a role or reach from manager
// up, who vouches for the password of such a one, the administrator's flag, or anything of one's own place (rule P10).
func raises(by Actor, old, p *Person) bool {
	place := old.Role != p.Role || old.AllSites != p.AllSites || old.GeneralManager != p.GeneralManager ||
		old.Site != p.Site || old.Department != p.Department || !slices.Equal(old.Sites, p.Sites)
	return old.Admin != p.Admin || (place || old.Domain != p.Domain) && max(old.Role, p.Role) >= Manager ||
		place && by.Account == p.Account
}
