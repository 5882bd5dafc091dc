package huiyin

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Caller are the ways in which the counter recognises who asks (rule P9).
type Caller string

// What a caller may be recognised by.
const (
	ByName   Caller = "name"
	ByNumber Caller = "number"
	ByUnit   Caller = "unit"
	ByPhone  Caller = "phone"
)

var callers = words[Caller]{{ByName, "姓名"}, {ByNumber, "投诉编号"}, {ByUnit, "房号"}, {ByPhone, "完整的电话"}}

// Label is what the caller was recognised by, on pages.
func (c Caller) Label() string { return callers.label(c) }

// Callers lists them.
func Callers() []Caller { return callers.all() }

// Question is what is asked at the counter: a whole number, or else a whole phone as PhoneKey writes it.
type Question struct {
	Number string
	Phone  string
	Site   string // with Unit, which only an intake asks for
	Unit   string
}

// AtIntake are the questions that an intake asks by itself while it is written down: for earlier complaints of
// the same phone, and of the same unit of the site (rules K7, P9).
func AtIntake(site, phone, unit string) []Question {
	var out []Question
	if q, err := AskCounter(phone); err == nil && q.Phone != "" {
		out = append(out, q)
	}
	if unit = strings.TrimSpace(unit); unit != "" && site != "" {
		out = append(out, Question{Site: site, Unit: unit})
	}
	return out
}

// By is what the question asks by.
func (q Question) By() Caller {
	switch {
	case q.Number != "":
		return ByNumber
	case q.Unit != "":
		return ByUnit
	}
	return ByPhone
}

// Key tells one question from another.
func (q Question) Key() string {
	return string(q.By()) + " " + q.Number + q.Phone + q.Site + " " + q.Unit
}

// masked is the question as the journal keeps it, without anybody's phone (rule P5).
func (q Question) masked() string {
	if q.Phone != "" {
		return Mask(q.Phone)
	}
	return q.Number + q.Unit
}

var (
	wholeNumber  = regexp.MustCompile(`^TS-[A-Z0-9]{1,8}-\d{8}-\d{3,}$`)
	unpartNumber = regexp.MustCompile(`^TS([A-Z0-9]{1,8}?)((?:19|20|21)\d{2}[01]\d[0-3]\d)(\d{3,4})$`)
)

// leastPhone is how many digits a whole phone has at least.
const leastPhone = 7

// AskCounter reads what was typed at the counter: a whole number or a whole phone in any usual spelling, with
// spaces, dashes, +86 or full-width characters (rule P9). A part of one is refused.
func AskCounter(typed string) (Question, error) {
	if number := numberAsked(typed); number != "" {
		return Question{Number: number}, nil
	}
	if all := Phones(typed); phoneLike(typed) && len(all) > 0 && len(all[0].Base) >= leastPhone {
		return Question{Phone: all[0].String()}, nil
	}
	return Question{}, Invalid("q", "请输入完整的投诉编号或完整的电话号码。")
}

// numberAsked reads a whole number of a complaint in any usual spelling, "" for anything else.
func numberAsked(typed string) string {
	parts := strings.FieldsFunc(strings.ToUpper(PlainTyped(typed)), func(r rune) bool {
		return r == ' ' || r == '-' || strings.ContainsRune("_/.·", r) || unicode.IsSpace(r)
	})
	number := strings.Join(parts, "-")
	if m := unpartNumber.FindStringSubmatch(strings.Join(parts, "")); m != nil && !wholeNumber.MatchString(number) {
		number = strings.Join([]string{"TS", m[1], m[2], m[3]}, "-")
	}
	if wholeNumber.MatchString(number) {
		return number
	}
	return ""
}

// CounterRow is all that the counter learns of a complaint (rule P9).
type CounterRow struct {
	Number    string
	Asked     string // the number asked for, where that one is merged into this
	State     State
	Next      time.Time // the date of the next answer, zero for none
	Handler   string    // account of who handles it
	InHand    bool      // restricted: "in hand, you will be called", and nothing else (rule P8)
	Opens     bool      // the asker may open it anyway
	Reminds   bool      // a reminder may be left
	Speaks    bool      // a message may be left
	Elsewhere bool      // merged into one that is not for this counter
}

// ofSite tells whether the person is of a site, so that they may look up its complaints (rule P9).
func (by Actor) ofSite(site string) bool {
	return by.Site == site || by.AnswersFor(site) ||
		slices.ContainsFunc(by.Org.StandsFor(by.Person), func(p *Person) bool { return p.AnswersFor(site) })
}

// CounterShows tells whether a person at the counter learns the few words about the complaint, having asked by
// its number or by the phone alone (rules P4, P8, P9). What they do not is as if unknown.
func (c *Complaint) CounterShows(by Actor, asked Caller) bool {
	return by.ofSite(c.Site) && !accused(by, c) &&
		(by.Site == c.Site || by.AnswersFor(c.Site) || !c.about(by.Org.StandsFor(by.Person))) &&
		(asked == ByNumber || !c.Restricted || c.Visible(by))
}

// atCounter: of the site, and not the person it is about (rule P9).
func atCounter(by Actor, c *Complaint) bool { return c.CounterShows(by, ByNumber) }

// atCounter tells whether an action is one of the counter's, open to those who see nothing else of the case.
func (a Action) atCounter() bool {
	return a == ActionLookUp || a == ActionCounterRemind || a == ActionLeaveMessage
}

// CounterRow gives what the counter learns (rule P9).
func (c *Complaint) CounterRow(by Actor) CounterRow {
	r := CounterRow{Number: c.Number, Opens: c.Visible(by)}
	r.Reminds, r.Speaks = c.Offers(by, ActionCounterRemind), c.Offers(by, ActionLeaveMessage)
	if c.Restricted && !r.Opens {
		r.InHand = true
		return r
	}
	r.State, r.Next, r.Handler = c.State, c.NextAnswer(), c.counterHandler()
	return r
}

// counterHandler is who handles the complaint, or answers until somebody does (rule W14).
func (c *Complaint) counterHandler() string {
	for _, a := range []string{c.Handler, c.FirstContact, c.Owner} {
		if a != "" {
			return a
		}
	}
	return ""
}

// towardsCustomer are the deadlines by which the customer hears something.
var towardsCustomer = []DeadlineKind{D3, D5, "D14"}

// NextAnswer is the date by which the customer next hears something: the first feedback, the settling or a
// promise that is still open, late ones included; zero where nothing is owed (rules P9, D3, D5, W4).
func (c *Complaint) NextAnswer() time.Time {
	var next time.Time
	take := func(at time.Time) {
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	if c.Merged() || !c.State.Open() {
		return next
	}
	for _, d := range c.Deadlines {
		if slices.Contains(towardsCustomer, d.Kind) && d.MetAt.IsZero() && d.Status != Waived {
			take(d.Due)
		}
	}
	for _, t := range c.Tasks {
		if t.Promise && t.EndedAt.IsZero() {
			take(t.Due)
		}
	}
	return next
}

// LookedUp notes that somebody at the counter looked the complaint up; of a restricted one the handler is told
// at once that its customer asks (rules P9, J3).
func (c *Complaint) LookedUp(by Actor, now time.Time, asked Caller) error {
	m, err := c.begin(by, ActionLookUp, now)
	if err != nil {
		return err
	}
	if err := m.stay(Note("asked_by", string(asked))); err != nil {
		return err
	}
	if c.Restricted && !c.Visible(by) {
		c.tell(by.Org, NoticeAsked, "", now, by.Account, c.onDuty()...)
	}
	return nil
}

// onDuty are the handler and the owner, whom the counter's words reach at once (rule P9).
func (c *Complaint) onDuty() []string { return []string{c.counterHandler(), c.Owner} }

// CounterMessage is a message that the counter left for the handler (rule P9).
type CounterMessage struct {
	ID         int64
	At         time.Time
	By         string
	Said       string
	Recognised []string
}

// recognise checks by what the caller was recognised: two things, of which what was asked by is one, and that
// alone where nothing is said (rule P9).
func recognise(given []string, asked Caller) ([]string, error) {
	for _, g := range given {
		if !callers.has(Caller(g)) {
			return nil, Invalid("recognised", "请选择列表中的一项。")
		}
	}
	all := slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(given), string(asked)))))
	if len(given) > 0 && len(all) < 2 {
		return nil, Invalid("recognised", "请核对两项：姓名、投诉编号、房号、完整的电话。")
	}
	return all, nil
}

// RemindAtCounter counts the customer asking again at the counter; handler and owner learn it at once (rules
// P9, D7, G1).
func (c *Complaint) RemindAtCounter(by Actor, now time.Time, r Reminder, asked Caller) error {
	m, err := c.beginAtCounter(by, ActionCounterRemind, now)
	if err != nil {
		return err
	}
	recognised, wrong := recognise(r.Recognised, asked)
	if r.Recognised = recognised; wrong != nil {
		return Every(wrong, r.check(c, now))
	}
	if err := m.remind(r); err != nil {
		return err
	}
	c.tell(by.Org, NoticeCounterReminder, "", now, by.Account, c.onDuty()...)
	return nil
}

// LeaveMessage leaves the handler a message; handler and owner learn it at once (rule P9). It reaches no
// customer, and so meets no date.
func (c *Complaint) LeaveMessage(by Actor, now time.Time, said string, recognised []string, asked Caller) error {
	m, err := c.beginAtCounter(by, ActionLeaveMessage, now)
	if err != nil {
		return err
	}
	recognised, wrong := recognise(recognised, asked)
	if err := Every(wrong, needed("said", said, longText)); err != nil {
		return err
	}
	if err := m.stay(Note("said", said), Note("recognised", strings.Join(recognised, " "))); err != nil {
		return err
	}
	c.CounterMessages = append(c.CounterMessages, CounterMessage{At: now, By: by.Account, Said: said,
		Recognised: recognised})
	c.tell(by.Org, NoticeCounterMessage, "", now, by.Account, c.onDuty()...)
	return nil
}

// beginAtCounter is begin, and says nothing of how a restricted complaint stands (rule P8).
func (c *Complaint) beginAtCounter(by Actor, a Action, now time.Time) (*move, error) {
	m, err := c.begin(by, a, now)
	if err != nil && c.Restricted && !c.Visible(by) && KindOf(err) == KindConflict {
		return nil, Conflict("这件投诉现在不能登记，请转告负责人。")
	}
	return m, err
}

// Counter counts what an account has looked up within the last minutes (rules P9, P11).
type Counter struct {
	journal
	notices []Notice
	Tried   int // within LookUpWindow
}

// LookUpWindow is the time within which look-ups are counted (rule P11).
const LookUpWindow = 10 * time.Minute

// Try refuses who has looked up too much; the first refusal is told to the site's manager (rule P11).
func (k *Counter) Try(by Actor, now time.Time) error {
	if err := Can(by, ActionLookUp, nil); err != nil {
		return err
	}
	most := int(by.Org.Parameters.Get(CounterLookUps))
	if k.Tried < most {
		return nil
	}
	if k.Tried == most {
		k.log(by, ActionLookUp, "counter", now, Note("refused", "1"))
		for _, p := range by.managers() {
			k.notices = append(k.notices, Notice{Account: p.Account, Kind: NoticeLookUps, Number: by.Account, At: now})
		}
	}
	return &Error{Kind: KindTooMany, Text: "查询过于频繁，请过几分钟再试。"}
}

// Missed notes a look-up that found nothing for its asker, whatever there is (rule P9).
func (k *Counter) Missed(by Actor, now time.Time, q Question) {
	k.log(by, ActionLookUp, "counter", now, Note("asked", q.masked()))
}

// managers are those who answer for the person's site, the company's where it has none of its own.
func (by Actor) managers() []*Person {
	found := by.Org.Active(func(p *Person) bool {
		return p.Role == Manager && by.Site != "" && slices.Contains(p.Sites, by.Site) && p.Account != by.Account
	})
	if len(found) == 0 {
		found = by.Org.Active(func(p *Person) bool {
			return p.Role == Manager && p.AllSites && p.Account != by.Account
		})
	}
	return found
}

// Notices are what the counting has caused.
func (k *Counter) Notices() []Notice { return k.notices }

// Messages is Complaint.Messages for them.
func (k *Counter) Messages(o *Org, d *Delivery, reach map[string]NotificationPreferences) []Message {
	return messages(o, d, reach, k.notices, func(Actor) bool { return false })
}
