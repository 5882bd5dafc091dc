package huiyin

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ContactRecord is what an inquiry and praise are taken down on alike: who said what, where, and what became of it.
type ContactRecord struct {
	Record
	Site       string
	Channel    Channel
	ReceivedAt time.Time
	Name       string
	Phone      string
	Unit       string
	Matter     string // what is asked, or praised
	RecordedBy string
	State      ContactRecordState
	Origin     string   // number of the inquiry that it was made from
	Into       string   // number of the complaint or praise that it was made into
	Accused    []string // complained about there; from then on not theirs to see (rule P4)

	AnonymisedAt time.Time // when the personal data were taken out (rule B1)
}

// ContactRecordState is where an inquiry or praise stands.
type ContactRecordState string

// The states: an inquiry is open, then answered; praise is noted.
const (
	ContactOpen      ContactRecordState = "open"
	ContactAnswered  ContactRecordState = "answered"
	ContactNoted     ContactRecordState = "noted"
	ContactConverted ContactRecordState = "converted"
)

var contactRecordStates = words[ContactRecordState]{{ContactOpen, "待答复"}, {ContactAnswered, "已答复"},
	{ContactNoted, "已登记"}, {ContactConverted, "已转出"}}

// Label is the state's name on pages.
func (s ContactRecordState) Label() string { return contactRecordStates.label(s) }

// ContactRecordForm is what the person at the counter writes down of an inquiry or of praise.
type ContactRecordForm struct {
	Site    string
	Channel Channel
	Name    string
	Phone   string
	Unit    string
	Matter  string
}

// Check refuses a slip that lacks what is needed; about says what it is about.
func (f *ContactRecordForm) Check(o *Org, about string) error {
	for _, text := range []*string{&f.Name, &f.Phone, &f.Unit, &f.Matter} {
		*text = strings.TrimSpace(*text)
	}
	site := o.Site(f.Site)
	var unread error
	if f.Phone != "" && !phoneLike(f.Phone) {
		unread = phoneWrong("phone", f.Phone)
	}
	return Every(when(site == nil || site.Closed, "site", "请选择项目。"),
		when(!channels.has(f.Channel), "channel", "请选择联系方式。"),
		when(f.Name == "", "name", "请填写姓名；不愿留名的写“匿名”。"), unread, when(f.Matter == "", "matter", about), within("name", f.Name, shortText), within("phone", f.Phone, 50), within("unit", f.Unit, shortText),
		within("matter", f.Matter, longText))
}

// reachable refuses an inquiry or complaint that nobody could answer.
func (f *ContactRecordForm) reachable() error {
	in := Intake{Name: f.Name}
	if f.Phone == "" && f.Channel != ChannelVisit && !in.Anonymous() {
		return Invalid("phone", "请填写联系电话；来访或匿名的可以不填。")
	}
	return nil
}

// CustomerKeys identify the customer as those of an intake do (rule B1).
func (s *ContactRecord) CustomerKeys(o *Org) CustomerKeys {
	if !s.AnonymisedAt.IsZero() {
		return CustomerKeys{}
	}
	in := s.asIntake()
	return in.CustomerKeys(o)
}

func (s *ContactRecord) asIntake() Intake {
	return Intake{Site: s.Site, Name: s.Name, Phone: s.Phone, Unit: s.Unit}
}

func newContactRecord(by Actor, now time.Time, f ContactRecordForm, state ContactRecordState) ContactRecord {
	return ContactRecord{Site: f.Site, Channel: f.Channel, ReceivedAt: now, Name: f.Name, Phone: f.Phone, Unit: f.Unit,
		Matter: f.Matter, RecordedBy: by.Account, State: state}
}

// serial writes a number: the prefix, the site, the local day of receipt, and the count of that day,
// four digits from the thousandth (RULES.md §2).
func serial(prefix, site string, received time.Time, n int) string {
	s := strconv.Itoa(n)
	for len(s) < 3 {
		s = "0" + s
	}
	return prefix + "-" + site + "-" + received.Format("20060102") + "-" + s
}

// InquiryNumber and PraiseNumber write their numbers by the rule of complaints.
func InquiryNumber(site string, received time.Time, n int) string {
	return serial("ZX", site, received, n)
}

// PraiseNumber is InquiryNumber for praise.
func PraiseNumber(site string, received time.Time, n int) string {
	return serial("BY", site, received, n)
}

// IsInquiry and IsPraise tell a number's kind.
func IsInquiry(number string) bool { return strings.HasPrefix(number, "ZX-") }

// IsPraise is IsInquiry for praise.
func IsPraise(number string) bool { return strings.HasPrefix(number, "BY-") }

func (s *ContactRecord) note(by Actor, a Action, to ContactRecordState, now time.Time, detail ...Change) {
	s.Record.note(by, a, State(s.State), State(to), now, detail...)
	s.State = to
}

// tellThose notes notices for those who are active, may see the slip and have not caused it.
func (s *ContactRecord) tellThose(o *Org, visible func(Actor) bool, kind NoticeKind, what string, at time.Time,
	causer string, accounts ...string) {
	told := map[string]bool{"": true, causer: true}
	for _, account := range accounts {
		p := o.Person(account)
		if told[account] || p == nil || p.Disabled || !visible(Actor{Person: p, Org: o}) {
			continue
		}
		told[account] = true
		s.notices = append(s.notices, Notice{Account: account, Kind: kind, Number: s.Number, State: State(s.State),
			What: what, At: at})
	}
}

// hidden: complained about in what it was made into (rule P4).
func (s *ContactRecord) hidden(by Actor) bool { return slices.Contains(s.Accused, by.Account) }

// takes: recorded it, or a supervisor or above of the site.
func (s *ContactRecord) takes(by Actor) bool {
	return by.Account == s.RecordedBy || by.AnswersFor(s.Site)
}

// reveals: whoever recorded it, and the supervisors of its site (rule P5).
func (s *ContactRecord) reveals(by Actor) bool {
	return by.Account == s.RecordedBy || by.Role == Supervisor && by.AnswersFor(s.Site)
}

// Converting is what a complaint needs that an inquiry or praise did not ask for. Fields left empty are
// carried over.
type Converting struct {
	Site     string
	Phone    string
	Matter   string
	Demand   string
	Category string
	Relation Relation
	Emotion  Emotion
	Urgency  Urgency
	Accused  []string
}

// complaint makes a complaint of the slip, received now: from here on the customer complains. What was
// said before comes along as contacts.
func (s *ContactRecord) complaint(by Actor, now time.Time, f Converting, contacts []Contact) (*Complaint, error) {
	c, err := RecordComplaint(by, now, Intake{
		Site: cmp.Or(f.Site, s.Site), Channel: s.Channel, Name: s.Name, Phone: cmp.Or(s.Phone, f.Phone), Unit: s.Unit,
		Matter: cmp.Or(strings.TrimSpace(f.Matter), s.Matter),
		Demand: f.Demand, Category: f.Category, Relation: f.Relation, Emotion: f.Emotion, Urgency: f.Urgency,
		Accused: f.Accused,
	})
	if err != nil {
		return nil, err
	}
	c.Origin = s.Number
	c.Contacts = slices.Clone(contacts)
	for i := range c.Contacts { // the course of the complaint begins with them
		k := &c.Contacts[i]
		k.ID = 0
		e := NewEntry(k.By, ActionLogContact, "", now,
			Note("way", string(k.Way)), Note("spoken_to", k.Who), Note("said", k.Said))
		e.At, e.Version, e.From, e.To = k.At, c.Version, c.State, c.State
		c.journal = append(c.journal, e)
	}
	c.journal[0].Detail = append(c.journal[0].Detail, Note("origin", s.Number))
	return c, nil
}

// Became says into which record it was made, once that has its number.
func (s *ContactRecord) Became(number string) {
	s.Into = number
	last := &s.journal[len(s.journal)-1]
	last.Detail = append(last.Detail, Note("into", number))
}

// revealOn notes that the phone was looked at (rule P5).
func (s *ContactRecord) revealOn(by Actor, r noted, now time.Time, field string) error {
	if err := readyOn(by, ActionReveal, r); err != nil {
		return err
	}
	if field != "phone" {
		return Invalid("field", "没有这个受保护的字段。")
	}
	s.note(by, ActionReveal, s.State, now, Note("field", field))
	return nil
}

// foundBy notes that somebody who sees it has found it by its customer's whole phone: a reveal, as Complaint.FoundByPhone
// is (rules P5, P11).
func (s *ContactRecord) foundBy(by Actor, r noted, now time.Time) error {
	if err := CanOn(by, ActionRead, r); err != nil {
		return err
	}
	s.note(by, ActionReveal, s.State, now, Note("field", "phone"), Note(SearchedFor, "1"))
	return nil
}

// Messages gives what goes out of the house about the notices that the changes since Loaded have caused.
func (s *ContactRecord) messages(o *Org, d *Delivery, reach map[string]NotificationPreferences,
	visible func(Actor) bool) []Message {
	return messages(o, d, reach, s.notices, visible)
}

// ContactRecordFilter is what a list of inquiries or praise is narrowed to; empty fields ask nothing.
type ContactRecordFilter struct {
	Q     string
	State ContactRecordState
	Site  string
	Page  string // "" the first; else what the page before gave as Next
}
