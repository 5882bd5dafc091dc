package huiyin

import "time"

// Tries tells a person that strangers try their account (rule P11).
type Tries struct {
	notices []Notice
}

// TriedByStrangers is said when an account takes no more tries of devices that are unknown to it.
func TriedByStrangers(p *Person, now time.Time) *Tries {
	return &Tries{[]Notice{{Account: p.Account, Kind: NoticeTried, Number: p.Account, At: now}}}
}

// Notices are what is told.
func (k *Tries) Notices() []Notice { return k.notices }

// Messages is Complaint.Messages for them.
func (k *Tries) Messages(o *Org, d *Delivery, reach map[string]NotificationPreferences) []Message {
	return messages(o, d, reach, k.notices, func(Actor) bool { return false })
}
