package huiyin

import (
	"regexp"
	"strings"
	"time"
)

// Inquiry is a question 咨询, recorded lightly, with its own deadline (rules W13, D1).
type Inquiry struct {
	ContactRecord
	Handler string
	Why     string // why it stayed one though its words complain (rule W13)

	// The deadline D1: the instants of its rungs are fixed when it is recorded, so that no later setting
	// or calendar moves them (rule D13).
	Half    time.Time // 50 %
	Near    time.Time // 80 %
	Due     time.Time
	Working bool // counted in working hours
	Status  DeadlineStatus
	Told    int // percent of the rung last climbed (rule D8)

	Way        Way
	Answer     string
	AnsweredAt time.Time
	AnsweredBy string

	Contacts []Contact
}

// InquiryForm is what an inquiry is recorded on. By when it is to be answered is the deadline D1, or an
// earlier time agreed with the customer; the handler is the recorder unless another is named.
type InquiryForm struct {
	ContactRecordForm
	Due     time.Time
	Handler string
	Why     string // needed where its words complain
}

// RecordInquiry takes an inquiry in (rule W13). Its number is given by the store, which counts the day.
func RecordInquiry(by Actor, now time.Time, f InquiryForm) (*Inquiry, error) {
	if err := by.may(ActionInquire, nil); err != nil {
		return nil, err
	}
	f.Why = strings.TrimSpace(f.Why)
	wrong, words := Every(f.Check(by.Org, "请写明咨询的内容。"), f.reachable()), Discontent(f.Matter)
	wrong = Every(wrong, within("why", f.Why, 1000), when(f.Why == "" && words != "", "why",
		"内容里有“%s”，请改为登记投诉；仍登记为咨询的，请写明原因，供抽查。", words))
	q := &Inquiry{ContactRecord: newContactRecord(by, now, f.ContactRecordForm, ContactOpen), Handler: by.Account,
		Status: Running}
	if Discontent(q.Matter) != "" {
		q.Why = f.Why
	}
	if f.Handler != "" {
		p := by.Org.Person(f.Handler)
		wrong = Every(wrong, when(p == nil || p.Disabled, "handler", "请选择经办人。"))
		q.Handler = f.Handler
	}
	if err := Every(wrong, q.setDates(by.Org, f.Due)); err != nil {
		return nil, err
	}
	q.note(by, ActionInquire, ContactOpen, now, Note("channel", string(q.Channel)), Note("handler", q.Handler),
		Note("due", stamp(q.Due)), Note("matter", q.Matter), Note("why_inquiry", q.Why))
	q.tell(by.Org, NoticeAssigned, "", now, by.Account, q.Handler)
	return q, nil
}

// setDates reckons the deadline D1 and its rungs, by natural or working hours (rules D1, D9). An earlier
// time agreed takes its place, a later one does not.
func (q *Inquiry) setDates(o *Org, agreed time.Time) error {
	span := o.Parameters.Span(InquiryAnswer)
	q.Working = o.Parameters.Get(InquiryWorking) == 1
	after := func(span time.Duration) time.Time {
		if q.Working {
			return o.Calendar.Add(q.Site, o.Zone, q.ReceivedAt, span)
		}
		return q.ReceivedAt.Add(span)
	}
	q.Due = after(span)
	if !agreed.IsZero() {
		switch {
		case !agreed.After(q.ReceivedAt):
			return Invalid("due", "答复时间须晚于现在。")
		case agreed.After(q.Due):
			return Invalid("due", "制度要求最迟 %s 答复，约定的时间不能更晚。", q.Due.In(o.Zone).Format("2006-01-02 15:04"))
		}
		q.Due, span = agreed, agreed.Sub(q.ReceivedAt)
		if q.Working {
			span = o.Calendar.Between(q.Site, o.Zone, q.ReceivedAt, agreed)
		}
	}
	q.Half, q.Near = after(span/100*50), after(span/100*80)
	return nil
}

// Visible tells whether a person may see the inquiry (rules P3, P4): who recorded or handles it, and those
// with the say over its site; whoever is complained about in what it became, no longer. The same rule
// stands as SQL in db; a test proves them equal.
func (q *Inquiry) Visible(by Actor) bool {
	return !q.hidden(by) && (q.takes(by) || by.Account == q.Handler)
}

func (q *Inquiry) lets(by Actor, a Action) bool {
	if a == ActionReveal { // rule P5
		return q.reveals(by) || by.Account == q.Handler
	}
	return q.Visible(by) // whoever sees it has it in hand
}

func (q *Inquiry) takesPlace(a Action) error {
	if err := q.gone(a); err != nil {
		return err
	}
	switch {
	case a == ActionReveal, q.State == ContactOpen, q.State == ContactAnswered && a != ActionGiveAnswer &&
		a != ActionAssign:
		return nil
	}
	return Conflict("咨询“%s”，不能%s。", q.State.Label(), a.Label())
}

// Offers tells whether an action is open to a person on the inquiry as it stands (rule W1).
func (q *Inquiry) Offers(by Actor, a Action) bool { return readyOn(by, a, q) == nil }

// begin stands at the head of every change: what was due before it happens first (rule D13).
func (q *Inquiry) begin(by Actor, a Action, now time.Time) error {
	q.Run(by.Org, now)
	return readyOn(by, a, q)
}

// Reply gives the answer; the verdict on D1 falls with it (rules W13, D1, D13).
func (q *Inquiry) Reply(by Actor, now time.Time, way Way, answer string) error {
	if err := q.begin(by, ActionGiveAnswer, now); err != nil {
		return err
	}
	if err := Every(when(!ways.has(way), "way", "请选择联系方式。"),
		needed("said", answer, longText)); err != nil {
		return err
	}
	q.note(by, ActionGiveAnswer, ContactAnswered, now, Note("way", string(way)), Note("said", answer))
	q.Way, q.Answer, q.AnsweredAt, q.AnsweredBy = way, answer, now, by.Account
	if q.Status == Running {
		q.Status = Met
	}
	return nil
}

// LogContact notes a contact with the customer; it does not answer the inquiry.
func (q *Inquiry) LogContact(by Actor, now time.Time, k Contact) error {
	if err := q.begin(by, ActionLogContact, now); err != nil {
		return err
	}
	if err := Every(k.made(now, q.ReceivedAt),
		k.written(),
		k.tried()); err != nil {
		return err
	}
	q.note(by, ActionLogContact, q.State, now, k.notes(now)...)
	q.Contacts = append(q.Contacts, Contact{At: k.At, By: by.Account, Way: k.Way, Who: k.Who, Said: k.Said,
		Unreached: k.Unreached})
	return nil
}

// Assign gives the inquiry to another handler; its deadline runs on.
func (q *Inquiry) Assign(by Actor, now time.Time, handler string) error {
	if err := q.begin(by, ActionAssign, now); err != nil {
		return err
	}
	if p := by.Org.Person(handler); p == nil || p.Disabled {
		return Invalid("handler", "请选择经办人。")
	}
	if handler == q.Handler {
		return Invalid("handler", "已经由这位经办。")
	}
	q.note(by, ActionAssign, q.State, now, changes("handler", q.Handler, handler)...)
	q.Handler = handler
	q.tell(by.Org, NoticeAssigned, "", now, by.Account, handler)
	return nil
}

// Convert makes a complaint of the inquiry, with everything carried over, once (rule W13). The store
// numbers the complaint and says so by Became.
func (q *Inquiry) Convert(by Actor, now time.Time, f Converting) (*Complaint, error) {
	if err := q.begin(by, ActionConvert, now); err != nil {
		return nil, err
	}
	c, err := q.complaint(by, now, f, q.said())
	if err != nil {
		return nil, err
	}
	q.end(by, ActionConvert, now)
	q.Accused = c.Accused
	return c, nil
}

// ToPraise makes praise of the inquiry, once (rule B2).
func (q *Inquiry) ToPraise(by Actor, now time.Time, persons []string, matter string) (*Praise, error) {
	if err := q.begin(by, ActionToPraise, now); err != nil {
		return nil, err
	}
	f := PraiseForm{ContactRecordForm: ContactRecordForm{Site: q.Site, Channel: q.Channel, Name: q.Name, Phone: q.Phone,
		Unit: q.Unit, Matter: matter}, Persons: persons}
	if strings.TrimSpace(matter) == "" {
		f.Matter = q.Matter
	}
	p, err := RecordPraise(by, now, f)
	if err != nil {
		return nil, err
	}
	p.Origin = q.Number
	p.journal[0].Detail = append(p.journal[0].Detail, Note("origin", q.Number))
	q.end(by, ActionToPraise, now)
	return p, nil
}

// end ends the inquiry in another record; what was not answered by then is no longer waited for.
func (q *Inquiry) end(by Actor, a Action, now time.Time) {
	q.note(by, a, ContactConverted, now)
	if q.Status == Running {
		q.Status = Waived
	}
}

// said are the contacts with the customer, and the answer as one of them.
func (q *Inquiry) said() []Contact {
	out := append([]Contact(nil), q.Contacts...)
	if q.Answer != "" {
		out = append(out, Contact{At: q.AnsweredAt, By: q.AnsweredBy, Way: q.Way, Said: q.Answer})
	}
	return out
}

// FoundByPhone is ContactRecord.foundBy.
func (q *Inquiry) FoundByPhone(by Actor, now time.Time) error { return q.foundBy(by, q, now) }

// RevealField notes that the phone was looked at (rule P5).
func (q *Inquiry) RevealField(by Actor, now time.Time, field string) error {
	q.Run(by.Org, now)
	return q.revealOn(by, q, now, field)
}

func (q *Inquiry) tell(o *Org, kind NoticeKind, what string, at time.Time, causer string, accounts ...string) {
	q.tellThose(o, q.Visible, kind, what, at, causer, accounts...)
}

// Messages gives what goes out of the house about the inquiry's new notices.
func (q *Inquiry) Messages(o *Org, d *Delivery, reach map[string]NotificationPreferences) []Message {
	return q.messages(o, d, reach, q.Visible)
}

// rung is the next rung of the ladder, nil when it ends: an inquiry's with its deadline (rule D8).
func (q *Inquiry) rung() *Rung {
	if q.State != ContactOpen || q.Told >= 100 {
		return nil
	}
	return Minor.nextRung(q.Told)
}

// NextDue is the next instant at which something happens to the inquiry by itself, zero for never.
func (q *Inquiry) NextDue() time.Time {
	r := q.rung()
	if r == nil {
		return time.Time{}
	}
	return map[int]time.Time{50: q.Half, 80: q.Near, 100: q.Due}[r.Percent]
}

// Run does what is due by now, each thing once and as of its own instant (rules D8, D10, D13): the handler
// is told at 50 %, handler and supervisor at 80 %, those and the manager at 100 %.
func (q *Inquiry) Run(o *Org, now time.Time) {
	for r := q.rung(); r != nil; r = q.rung() {
		at := q.NextDue()
		if at.After(now) {
			return
		}
		written := len(q.journal)
		if r.Percent == 100 {
			q.Status = Missed
			q.note(System(o), ActionMissDeadline, q.State, at, Note("deadline", string(D1)))
		}
		q.Told = r.Percent
		seats := &Complaint{Intake: Intake{Site: q.Site}, Assignment: Assignment{Handler: q.Handler}}
		var who []string
		for _, t := range r.Tell {
			who = append(who, seats.tier(o, t)...)
		}
		q.note(System(o), ActionAlert, q.State, at, Note("notice", string(r.Kind)), Note("deadline", string(D1)))
		q.tell(o, r.Kind, string(D1), at, "", who...)
		for i := range q.journal[written:] {
			q.journal[written+i].Logged = now
		}
	}
}

// Deadline is D1 as complaints show theirs.
func (q *Inquiry) Deadline() Deadline {
	return Deadline{Kind: D1, Due: q.Due, Status: q.Status, MetAt: q.AnsweredAt, From: q.ReceivedAt, Working: q.Working}
}

// discontented are words with which people complain, in simplified characters.
var discontented = regexp.MustCompile(`(?:投诉|举报|曝光|维权|索赔|赔偿|赔钱|退房|退定|骗|欺诈|虚假|忽悠|坑人|不满|生气|气愤|太差|很差|恶劣|糟糕|失望)|` +
	`不负责|推诿|推脱|敷衍|没人管|不管我|不理|没有答复|没人回复|迟迟|一直没|至今没|至今未|说好的|说话不算|不兑现|讨个?说法|要个?说法|12345|12315|信访|起诉|` +
	`告你们|太过分|受不了|忍无可忍`)

// Discontent are the words of a text with which its customer complains, "" where there are none (rule W13).
func Discontent(text string) string { return discontented.FindString(simpleHan.Replace(text)) }
