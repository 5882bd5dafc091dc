package crisis

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/huiyin"
)

// Crisis is one case of many people against a site: who leads, what is said outside, how many they are (rules R1, R3,
// R14). Its number is CR-HY-20250508-1.
type Crisis struct {
	huiyin.Record
	Site      string
	Category  string // "" for all that the site has
	Title     string
	Matter    string
	Place     string
	Alarm     string // the number of the alarm it was opened from
	Beside    string // why a vice president opened it though another was open
	State     State
	Phase     huiyin.Phase
	PhaseAt   time.Time
	OpenedAt  time.Time
	OpenedBy  string
	Force     int       // the statement in force, 0 for none
	Withdrawn bool      // the last one was withdrawn without a successor
	FirstBy   time.Time // when the first statement is due, by the figure of the day on which the outbreak began
	FirstAt   time.Time // when the first statement was issued
	NoneAt    time.Time // when the vice presidents were told that there is none

	ClosedAt time.Time
	ClosedBy string
	Outcome  Outcome
	Learned  string // what it taught

	Sites      []Extension // further sites 涉及项目
	Seats      []Seat
	HandOvers  []HandOver
	Team       []Part
	Counts     []HeadCount
	Statements []Statement
	Opinions   []Opinion
	Channels   []Channel
	Reads      []Read
}

// State is where the case stands.
type State string

// The states.
const (
	Open   State = "open"
	Closed State = "closed"
)

var states = huiyin.Words[State]{{Open, "进行中"}, {Closed, "已结束"}}

// Label is the state's name on pages.
func (s State) Label() string { return states.Label(s) }

// Extension is a further site of the crisis.
type Extension struct {
	ID   int64
	At   time.Time
	By   string
	Site string
}

// HeadCount is how many they were at a time (rule R8).
type HeadCount struct {
	ID     int64
	At     time.Time // counted
	Logged time.Time // written down
	By     string
	Place  string
	People int
	How    Counting
}

// Counting tells how people were counted.
type Counting string

// The ways.
const (
	Estimated Counting = "estimated"
	Counted   Counting = "counted"
)

var countings = huiyin.Words[Counting]{{Estimated, "估计"}, {Counted, "清点"}}

// Label is the way's name on pages.
func (c Counting) Label() string { return countings.Label(c) }

// Countings lists the ways.
func Countings() []Counting { return countings.All() }

// Number is the number of a crisis, CR-HY-20250508-1.
func Number(site string, day time.Time, n int) string {
	return fmt.Sprintf("CR-%s-%s-%d", site, day.Format("20060102"), n)
}

// Opening is what opens a crisis (rule R1).
type Opening struct {
	Site, Title, Matter, Place, Category string
	People                               int
	Phase                                huiyin.Phase
	Beside                               string // a vice president's reason for a second one
	Seats                                [3]Named
}

// Named is who is to hold a seat, and who stands in.
type Named struct{ Holder, Deputy string }

// MayOpen tells whether a person may open a crisis at a site: its managers and the vice presidents (rule R1).
func MayOpen(by huiyin.Actor, site string) bool {
	s := by.Org.Site(site)
	return s != nil && !s.Closed && by.Role >= huiyin.Manager && by.AnswersFor(site)
}

// SitesToOpen are those at which a person may open a crisis.
func SitesToOpen(by huiyin.Actor) []huiyin.Site {
	return slices.DeleteFunc(slices.Clone(by.Org.Sites), func(s huiyin.Site) bool { return !MayOpen(by, s.Code) })
}

// OpenCrisis opens a crisis, from an alarm or on its own (rule R1); open are those of the site that are open. It has no
// number yet. The alarm, nil for none, ends by it.
func OpenCrisis(by huiyin.Actor, now time.Time, f Opening, a *Alarm, open []*Crisis) (*Crisis, error) {
	if err := huiyin.Can(by, huiyin.ActionOpenCrisis, nil); err != nil {
		return nil, err
	}
	if err := f.check(by, a); err != nil {
		return nil, err
	}
	for _, other := range open {
		if other.Category != f.Category {
			continue
		}
		if by.Role < huiyin.VP || strings.TrimSpace(f.Beside) == "" {
			return nil, other.AlreadyOpen(by)
		}
	}
	if a != nil {
		if err := a.Becomes(by, now, ""); err != nil {
			return nil, err
		}
	}
	c := &Crisis{Record: huiyin.Record{Version: 1}, Site: f.Site, Category: f.Category, Title: f.Title, Matter: f.Matter,
		Place: f.Place, Beside: f.Beside, State: Open, OpenedAt: now, OpenedBy: by.Account, PhaseAt: now}
	c.Phase = cmp.Or(f.Phase, huiyin.Latent)
	if a != nil || f.People >= int(by.Org.Parameters.Get(huiyin.CrisisPeople)) {
		c.Phase = huiyin.Outbreak
	}
	c.outbreak(by.Org, now)
	for i, kind := range SeatKinds() {
		c.Seats = append(c.Seats, Seat{Kind: kind, Holder: f.Seats[i].Holder, Deputy: f.Seats[i].Deputy, Since: now})
	}
	c.Counts = []HeadCount{{At: now, Logged: now, By: by.Account, Place: f.Place, People: f.People, How: Estimated}}
	detail := []huiyin.Change{huiyin.Note("title", f.Title), huiyin.Note("site", f.Site), huiyin.Note("people", strconv.Itoa(f.People)),
		huiyin.Note("phase", string(c.Phase)), huiyin.Note("category", f.Category), huiyin.Note("matter", f.Matter),
		huiyin.Note("place", f.Place), huiyin.Note("beside", f.Beside)}
	if a != nil {
		c.Alarm = a.Number
		detail = append(detail, huiyin.Note("alarm", a.Number))
	}
	for _, s := range c.Seats {
		detail = append(detail, huiyin.Note(string(s.Kind), s.Holder), huiyin.Note(string(s.Kind)+"_deputy", s.Deputy))
	}
	c.Note(by, huiyin.ActionOpenCrisis, "", huiyin.State(Open), now, slices.DeleteFunc(detail,
		func(d huiyin.Change) bool { return d.After == "" })...)
	c.tell(by.Org, now, huiyin.NoticeCrisisOpened, "", by.Account, slices.Concat(c.seated(by.Org),
		huiyin.Accounts(by.Org.SiteManagers(f.Site)), c.vps(by.Org))...)
	return c, nil
}

func (f *Opening) check(by huiyin.Actor, a *Alarm) error {
	var site, people, phase, category, alarm error
	if !MayOpen(by, f.Site) {
		site = huiyin.Invalid("site", "请选择您负责的项目。")
	}
	if f.People < 1 || f.People > mostPeople {
		people = huiyin.Invalid("people", "请填写 1 到 %d 之间的人数。", mostPeople)
	}
	if f.Phase != "" && f.Phase != huiyin.Latent && f.Phase != huiyin.Outbreak {
		phase = huiyin.Invalid("phase", "危机从潜伏期或爆发期开始。")
	}
	if k := by.Org.Category(f.Category); f.Category != "" && (k == nil || k.Closed) {
		category = huiyin.Invalid("category", "请选择列表中的一项。")
	}
	if a != nil && a.Site != f.Site {
		alarm = huiyin.Invalid("site", "报警 %s 是另一个项目的。", a.Number)
	}
	errs := []error{site, huiyin.Needed("title", f.Title, mostTitle), people, huiyin.AtMost("matter", f.Matter, mostSaid),
		huiyin.AtMost("place", f.Place, mostPlace), phase, category, alarm, huiyin.AtMost("beside", f.Beside, mostSaid)}
	for i, kind := range SeatKinds() {
		errs = append(errs, checkSeat(by.Org, kind, f.Seats[i], string(kind), string(kind)+"_deputy"))
		for j := range i {
			if f.Seats[i].Holder != "" && f.Seats[i].Holder == f.Seats[j].Holder {
				errs = append(errs, huiyin.Invalid(string(kind), "一个人只能担任一个席位。"))
			}
		}
	}
	return huiyin.Every(errs...)
}

// AlreadyOpen refuses a second crisis, and names the first (rule R1).
func (c *Crisis) AlreadyOpen(by huiyin.Actor) error {
	return huiyin.Conflict("%s %s 已启动 %s，请加入。", by.Org.PersonName(c.OpenedBy),
		c.OpenedAt.In(by.Org.Zone).Format("15:04"), c.Number)
}

// AtSites are the sites of the crisis, its own first.
func (c *Crisis) AtSites() []string {
	out := []string{c.Site}
	for _, x := range c.Sites {
		out = append(out, x.Site)
	}
	return out
}

func (c *Crisis) tell(o *huiyin.Org, at time.Time, kind huiyin.NoticeKind, what, causer string, accounts ...string) {
	c.Tell(o, huiyin.Notice{Kind: kind, State: huiyin.State(c.State), What: what, At: at}, causer, c.Visible, accounts...)
}

// Visible tells whether a person reads the crisis: those with a seat or a part, the managers of its sites and the vice
// presidents (rule R1). The same stands as SQL in db.
func (c *Crisis) Visible(by huiyin.Actor) bool {
	return by.Role >= huiyin.Manager && slices.ContainsFunc(c.AtSites(), by.AnswersFor) || c.named(by.Account)
}

// named tells whether a person has a seat, stands in for one, or has a part.
func (c *Crisis) named(account string) bool {
	return account != "" && (c.inSeat(account) || slices.ContainsFunc(c.Team, func(p Part) bool { return p.Person == account && p.EndedAt.IsZero() }))
}

// inSeat tells whether a person holds a seat, acts in one, or stands in.
func (c *Crisis) inSeat(account string) bool {
	return slices.ContainsFunc(c.Seats, func(s Seat) bool {
		return account == s.Holder || account == s.Deputy || account == s.Acting
	})
}

// has tells whether a person has one of these parts.
func (c *Crisis) has(account string, kinds ...PartKind) bool {
	return slices.ContainsFunc(c.Team, func(p Part) bool {
		return p.Person == account && p.EndedAt.IsZero() && slices.Contains(kinds, p.Kind)
	})
}

// holds tells whether a person holds one of these seats, or acts in it; of none given, any.
func (c *Crisis) holds(o *huiyin.Org, account string, kinds ...SeatKind) bool {
	return slices.ContainsFunc(c.Seats, func(s Seat) bool {
		return (len(kinds) == 0 || slices.Contains(kinds, s.Kind)) && account != "" &&
			(account == s.Holder || account == s.Who(o))
	})
}

// Lets: who may do what in the case (CRISIS.md 3.3).
func (c *Crisis) Lets(by huiyin.Actor, act huiyin.Action) bool {
	o, vp := by.Org, by.Role == huiyin.VP
	manages := by.Role >= huiyin.Manager && slices.ContainsFunc(c.AtSites(), by.AnswersFor)
	seat := c.holds(o, by.Account)
	works := manages || seat || c.named(by.Account) && !c.only(by.Account, Observer)
	switch act {
	case huiyin.ActionSetSeat:
		return vp || seat // duty and scene their own alone
	case huiyin.ActionNameParts, huiyin.ActionEndPart, huiyin.ActionExtendCrisis:
		return vp || c.holds(o, by.Account, Highest)
	case huiyin.ActionTakeOver, huiyin.ActionTakeBack, huiyin.ActionHandOverSeat, huiyin.ActionAcceptSeat:
		return vp || c.named(by.Account) // which seat, the move asks
	case huiyin.ActionSetCrisisPhase:
		return manages || seat
	case huiyin.ActionCountPeople, huiyin.ActionDraftStatement, huiyin.ActionSubmitStatement:
		return works
	case huiyin.ActionReviewStatement:
		return c.has(by.Account, LegalPart) || c.named(by.Account) && o.Has(by.Person, huiyin.Legal)
	case huiyin.ActionDecideStatement, huiyin.ActionCloseCrisis, huiyin.ActionReopenCrisis:
		return vp
	case huiyin.ActionIssueStatement:
		return seat || c.has(by.Account, Spokesperson)
	case huiyin.ActionSendStatement:
		return seat || c.has(by.Account, Spokesperson, Recorder)
	case huiyin.ActionHoldStatement:
		return seat
	case huiyin.ActionWithdrawStatement:
		return vp || seat
	}
	return true
}

// only tells whether a person has nothing but this part.
func (c *Crisis) only(account string, kind PartKind) bool {
	return !c.inSeat(account) && !slices.ContainsFunc(c.Team, func(p Part) bool {
		return p.Person == account && p.EndedAt.IsZero() && p.Kind != kind
	})
}

// TakesPlace: a crisis that is over takes nothing any more but being opened again.
func (c *Crisis) TakesPlace(act huiyin.Action) error {
	switch {
	case c.State == Closed && act != huiyin.ActionReopenCrisis:
		return huiyin.Conflict("危机已结束。")
	case c.State == Open && act == huiyin.ActionReopenCrisis:
		return huiyin.Conflict("危机还在进行。")
	}
	return nil
}

// Offers tells whether an action is open to a person as the case stands (rule W1).
func (c *Crisis) Offers(by huiyin.Actor, act huiyin.Action) bool {
	return huiyin.ReadyOn(by, act, c) == nil
}

func (c *Crisis) note(by huiyin.Actor, act huiyin.Action, now time.Time, detail ...huiyin.Change) {
	c.Note(by, act, huiyin.State(c.State), huiyin.State(c.State), now,
		slices.DeleteFunc(detail, func(d huiyin.Change) bool { return d.Before == "" && d.After == "" })...)
}

// Extend lets the rules of the crisis hold at a further site (rule R1).
func (c *Crisis) Extend(by huiyin.Actor, now time.Time, site string) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionExtendCrisis, c); err != nil {
		return err
	}
	if s := by.Org.Site(site); s == nil || s.Closed {
		return huiyin.Invalid("site", "请选择列表中的一项。")
	}
	if slices.Contains(c.AtSites(), site) {
		return huiyin.Invalid("site", "这个项目已在其中。")
	}
	c.Sites = append(c.Sites, Extension{At: now, By: by.Account, Site: site})
	c.note(by, huiyin.ActionExtendCrisis, now, huiyin.Note("site", site))
	c.tell(by.Org, now, huiyin.NoticeCrisisOpened, "", by.Account, huiyin.Accounts(by.Org.SiteManagers(site))...)
	return nil
}

// SetPhase moves the case on: forwards, a step left out with a reason, backwards only to the outbreak and with one (rule R7).
func (c *Crisis) SetPhase(by huiyin.Actor, now time.Time, p huiyin.Phase, reason string) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionSetCrisisPhase, c); err != nil {
		return err
	}
	all := huiyin.Phases()
	from, to := slices.Index(all, c.Phase), slices.Index(all, p)
	if to < 0 {
		return huiyin.Every(huiyin.Invalid("phase", "请选择列表中的一项。"), huiyin.AtMost("reason", reason, mostSaid))
	}
	var phase, why error
	free := to == from+1 || c.Phase == huiyin.Latent && p == huiyin.Handling
	switch {
	case from == to:
		phase = huiyin.Conflict("现在就是%s。", p.Label())
	case to < from && p != huiyin.Outbreak:
		phase = huiyin.Conflict("只能退回爆发期。")
	case to < from && by.Role < huiyin.Manager && !c.holds(by.Org, by.Account, Highest):
		phase = huiyin.Forbidden("退回爆发期由经理、副总经理或最高领导决定。")
	case (!free || c.Phase == huiyin.Latent && p == huiyin.Outbreak) && strings.TrimSpace(reason) == "":
		why = huiyin.Invalid("reason", "请写明原因。")
	}
	if err := huiyin.Every(phase, why, huiyin.AtMost("reason", reason, mostSaid)); err != nil {
		return err
	}
	c.note(by, huiyin.ActionSetCrisisPhase, now, huiyin.Change{Field: "phase", Before: string(c.Phase), After: string(p)},
		huiyin.Note("reason", reason))
	c.Phase, c.PhaseAt = p, now
	c.outbreak(by.Org, now)
	told := append(c.everybody(by.Org), huiyin.Accounts(by.Org.SiteManagers(c.Site))...)
	if p == huiyin.Outbreak {
		told = append(told, c.vps(by.Org)...)
	}
	c.tell(by.Org, now, huiyin.NoticeCrisisPhase, string(p), by.Account, told...)
	return nil
}

// outbreak begins the time in which the first statement is due (rule R3).
func (c *Crisis) outbreak(o *huiyin.Org, now time.Time) {
	if c.Phase == huiyin.Outbreak {
		c.FirstBy, c.NoneAt = now.Add(time.Duration(o.Parameters.Get(huiyin.FirstWord))*time.Hour), time.Time{}
	}
}

// vps are the vice presidents.
func (c *Crisis) vps(o *huiyin.Org) []string {
	return huiyin.Accounts(o.Active(func(p *huiyin.Person) bool { return p.Role == huiyin.VP }))
}

// Count notes how many they are (rule R8); at is when they were counted.
func (c *Crisis) Count(by huiyin.Actor, now, at time.Time, people int, place string, how Counting) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionCountPeople, c); err != nil {
		return err
	}
	if at.IsZero() {
		at = now
	}
	var n, when, way error
	if people < 0 || people > mostPeople {
		n = huiyin.Invalid("people", "请填写 0 到 %d 之间的人数。", mostPeople)
	}
	if at.After(now) || at.Before(c.OpenedAt.AddDate(0, 0, -30)) {
		when = huiyin.Invalid("at", "时间不能晚于现在，也不能早于启动前 30 天。")
	}
	if !countings.Has(how) {
		way = huiyin.Invalid("how", "请选择列表中的一项。")
	}
	if err := huiyin.Every(n, when, huiyin.AtMost("place", place, mostPlace), way); err != nil {
		return err
	}
	c.Counts = append(c.Counts, HeadCount{At: at, Logged: now, By: by.Account, Place: place, People: people, How: how})
	c.note(by, huiyin.ActionCountPeople, now, huiyin.Note("people", strconv.Itoa(people)), huiyin.Note("place", place),
		huiyin.Note("how", string(how)), huiyin.Note("at", at.In(by.Org.Zone).Format(time.RFC3339)))
	return nil
}

// Course is the head-count in the order of its happening.
func (c *Crisis) Course() []HeadCount {
	out := slices.Clone(c.Counts)
	slices.SortStableFunc(out, func(a, b HeadCount) int { return a.At.Compare(b.At) })
	return out
}

// People is the newest head-count.
func (c *Crisis) People() int {
	if len(c.Counts) == 0 {
		return 0
	}
	return c.Course()[len(c.Counts)-1].People
}

// Outcome is how a crisis ended (rule R5).
type Outcome string

// The outcomes.
const (
	BothContent Outcome = "both"
	OneSided    Outcome = "one_sided"
	Unresolved  Outcome = "unresolved"
)

var outcomes = huiyin.Words[Outcome]{{BothContent, "双方满意"}, {OneSided, "一方满意，留有隐患"}, {Unresolved, "双方都不满意"}}

// Label is the outcome's name on pages.
func (o Outcome) Label() string { return outcomes.Label(o) }

// Outcomes lists the outcomes.
func Outcomes() []Outcome { return outcomes.All() }

// Missing lists what the closing still lacks (rule R5).
func (c *Crisis) Missing() []string {
	var out []string
	if c.Phase != huiyin.Latent && c.Phase != huiyin.Aftermath {
		out = append(out, "须先转入善后期")
	}
	if c.Force > 0 {
		out = append(out, "生效的口径须先撤下")
	}
	return out
}

// Close ends the case with its outcome and what it taught; by the highest leader or a vice president (rule R5).
func (c *Crisis) Close(by huiyin.Actor, now time.Time, o Outcome, learned string) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionCloseCrisis, c); err != nil {
		return err
	}
	if missing := c.Missing(); len(missing) > 0 {
		return huiyin.Conflict("还不能结束：%s。", huiyin.List(missing))
	}
	var outcome error
	if !outcomes.Has(o) {
		outcome = huiyin.Invalid("outcome", "请选择列表中的一项。")
	}
	if err := huiyin.Every(outcome, huiyin.Needed("learned", learned, mostBrief)); err != nil {
		return err
	}
	c.State, c.ClosedAt, c.ClosedBy, c.Outcome, c.Learned = Closed, now, by.Account, o, learned
	for i := range c.Team {
		if c.Team[i].EndedAt.IsZero() {
			c.Team[i].EndedAt = now
		}
	}
	c.Note(by, huiyin.ActionCloseCrisis, huiyin.State(Open), huiyin.State(Closed), now, huiyin.Note("outcome", string(o)),
		huiyin.Note("learned", learned))
	c.tell(by.Org, now, huiyin.NoticeCrisisPhase, string(Closed), by.Account, append(c.everybody(by.Org),
		huiyin.Accounts(by.Org.SiteManagers(c.Site))...)...)
	return nil
}

// reopens is how long after the closing a crisis may be opened again (rule R5).
const reopens = 90

// Reopen opens it again, with a reason, in the outbreak or the handling (rule R5).
func (c *Crisis) Reopen(by huiyin.Actor, now time.Time, p huiyin.Phase, reason string) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionReopenCrisis, c); err != nil {
		return err
	}
	if now.After(c.ClosedAt.AddDate(0, 0, reopens)) {
		return huiyin.Conflict("结束已超过 %d 天，请另行启动。", reopens)
	}
	var phase error
	if p != huiyin.Outbreak && p != huiyin.Handling {
		phase = huiyin.Invalid("phase", "请选择爆发期或处置期。")
	}
	if err := huiyin.Every(phase, huiyin.Needed("reason", reason, mostSaid)); err != nil {
		return err
	}
	c.State, c.Phase, c.PhaseAt, c.ClosedAt, c.ClosedBy, c.Outcome, c.Learned = Open, p, now, time.Time{}, "", "", ""
	c.FirstAt = time.Time{}
	c.outbreak(by.Org, now)
	c.Note(by, huiyin.ActionReopenCrisis, huiyin.State(Closed), huiyin.State(Open), now, huiyin.Note("phase", string(p)),
		huiyin.Note("reason", reason))
	c.tell(by.Org, now, huiyin.NoticeCrisisOpened, "", by.Account, append(c.seated(by.Org), c.vps(by.Org)...)...)
	return nil
}

// Messages gives what goes out of the house about its notices.
func (c *Crisis) Messages(o *huiyin.Org, d *huiyin.Delivery, reach map[string]huiyin.NotificationPreferences) []huiyin.Message {
	return huiyin.MessagesOf(o, d, reach, &c.Record, c.Visible)
}

// everybody are those who are named in the case, those who act included.
func (c *Crisis) everybody(o *huiyin.Org) []string {
	out := c.seated(o)
	for _, p := range c.Team {
		if p.Person != "" && p.EndedAt.IsZero() {
			out = append(out, p.Person)
		}
	}
	return out
}

// Listed is a crisis as a list shows it.
type Listed struct {
	Number, Site, Title, Matter string
	State                       State
	Phase                       huiyin.Phase
	OpenedAt, FirstBy, FirstAt  time.Time
	NextAt                      time.Time // the word promised next
	People                      int
}

// Due is what comes next of it: the first statement, or the word promised; the zero time for nothing.
func (l Listed) Due() time.Time {
	if l.State == Open && l.Phase == huiyin.Outbreak && l.FirstAt.IsZero() {
		return l.FirstBy
	}
	return l.NextAt
}

// Filter is what a list of crises shows.
type Filter struct {
	Site  string
	State State
	Phase huiyin.Phase
	Q     string
}
