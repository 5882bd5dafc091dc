package huiyin

import "time"

// News tells a person something that concerns nobody else.
type News struct {
	notices []Notice
}

// TriedByStrangers is said when an account takes no more tries of devices that are unknown to it.
func TriedByStrangers(p *Person, now time.Time) *News {
	return &News{[]Notice{{Account: p.Account, Kind: NoticeTried, Number: p.Account, At: now}}}
}

// ChangedTheirOwn is said to whose password or second factor was changed with their own password: who finds it in the
// bell or in their mail, and has not done it, asks an administrator for help.
func ChangedTheirOwn(account string, kind NoticeKind, now time.Time) *News {
	return &News{[]Notice{{Account: account, Kind: kind, Number: account, At: now}}}
}

// StackFiled is said when a stack of papers that a person brought has been read and filed (rule F6).
func StackFiled(p *Person, batch string, now time.Time) *News {
	return &News{[]Notice{{Account: p.Account, Kind: NoticeStackFiled, Number: batch, At: now}}}
}

// SheetWaits is said to the administrators when a month's anchors wait to be printed, signed and sealed (rule J4).
func SheetWaits(o *Org, s *AnchorSheet, now time.Time) *News {
	k := &News{}
	for _, p := range o.Active(func(p *Person) bool { return p.Admin }) {
		k.notices = append(k.notices, Notice{Account: p.Account, Kind: NoticeAnchorSheet, Number: s.Number(), At: now})
	}
	return k
}

// Notices are what is told.
func (k *News) Notices() []Notice { return k.notices }

// Messages is Complaint.Messages for them.
func (k *News) Messages(o *Org, d *Delivery, reach map[string]NotificationPreferences) []Message {
	return messages(o, d, reach, k.notices, func(Actor) bool { return false })
}
