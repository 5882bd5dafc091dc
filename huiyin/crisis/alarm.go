package crisis

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"huiyin/huiyin"
)

// Alarm says that many people have come together at a site (rule R15). Those who answer for the site hear of it at
// once, and again until somebody has ended it.
type Alarm struct {
	huiyin.Record
	Site    string
	At      time.Time // of the first report
	State   AlarmState
	People  int       // the most that anybody has counted
	Loud    int       // people when it rang last for a number
	Rings   int       // how often the clock has rung again
	RungAt  time.Time // the last ring
	Next    time.Time // when it rings again, zero for never
	EndedAt time.Time
	EndedBy string
	Reason  EndReason
	Crisis  string // the number of the crisis that it became
	Reports []Report
	Hearers []Hearer
}

// Report is one person's word of it: the first raised it, the others joined.
type Report struct {
	ID     int64
	At     time.Time
	By     string
	Place  string // "" where only the number is new
	People int
	Said   string
}

// Hearer is one who said that they know of it.
type Hearer struct {
	ID int64
	At time.Time
	By string
}

// AlarmState is where an alarm stands.
type AlarmState string

// The states.
const (
	AlarmOpen   AlarmState = "open"
	AlarmCrisis AlarmState = "crisis"
	AlarmEnded  AlarmState = "ended"
)

var alarmStates = huiyin.Words[AlarmState]{{AlarmOpen, "报警中"}, {AlarmCrisis, "已转危机"}, {AlarmEnded, "已结束"}}

// Label is the state's name on pages.
func (s AlarmState) Label() string { return alarmStates.Label(s) }

// EndReason says why an alarm is over.
type EndReason string

// The reasons.
const (
	Dispersed EndReason = "dispersed"
	FalseCall EndReason = "false"
	Handled   EndReason = "handled"
)

var endReasons = huiyin.Words[EndReason]{{Dispersed, "人已散去"}, {Handled, "已处理"}, {FalseCall, "误报"}}

// Label is the reason's name on pages.
func (r EndReason) Label() string { return endReasons.Label(r) }

// EndReasons lists the reasons.
func EndReasons() []EndReason { return endReasons.All() }

// AlarmForm is what raises an alarm, or adds to one.
type AlarmForm struct {
	Site   string
	Place  string
	People int
	Said   string
}

// Bounds of what is typed.
const (
	mostPeople = 100_000
	mostPlace  = 60
	mostSaid   = 500
	mostTitle  = 100
	mostBrief  = 2000
	mostRings  = 4 // by the clock
)

func (f AlarmForm) check(more bool) error {
	var noPlace, people error
	if !more && f.Place == "" {
		noPlace = huiyin.Invalid("place", "请选择或填写地点。")
	}
	if f.People < 1 || f.People > mostPeople {
		people = huiyin.Invalid("people", "请填写 1 到 %d 之间的人数。", mostPeople)
	}
	said := huiyin.AtMost("said", f.Said, mostSaid)
	if more {
		said = huiyin.Needed("said", f.Said, mostSaid)
	}
	return huiyin.Every(noPlace, huiyin.AtMost("place", f.Place, mostPlace), people, said)
}

// AlarmNumber is the number of an alarm, BJ-HY-20250508-1.
func AlarmNumber(site string, day time.Time, n int) string {
	return fmt.Sprintf("BJ-%s-%s-%d", site, day.Format("20060102"), n)
}

// MayRaise tells whether a person may raise an alarm for a site: their own, and of head office, managers and vice
// presidents any (rule R15).
func MayRaise(by huiyin.Actor, site string) bool {
	s := by.Org.Site(site)
	return s != nil && (by.Site == "" || by.Site == site || by.Role >= huiyin.Manager)
}

// SitesToRaise are those that a person may raise an alarm for, their own first.
func SitesToRaise(by huiyin.Actor) []huiyin.Site {
	var out []huiyin.Site
	for _, s := range by.Org.Sites {
		if MayRaise(by, s.Code) {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b huiyin.Site) int { return rank(by, a) - rank(by, b) })
	return out
}

func rank(by huiyin.Actor, s huiyin.Site) int {
	switch {
	case by.AtSite(s.Code):
		return 0
	case by.AnswersFor(s.Code):
		return 1
	}
	return 2
}

// CheckAlarm refuses an alarm that nobody may raise, or that says too little.
func CheckAlarm(by huiyin.Actor, f AlarmForm) error {
	if err := huiyin.Can(by, huiyin.ActionRaiseAlarm, nil); err != nil {
		return err
	}
	var site error
	if !MayRaise(by, f.Site) {
		site = huiyin.Invalid("site", "请选择您的项目。")
	}
	return huiyin.Every(site, f.check(false))
}

// RaiseAlarm begins an alarm and tells those who answer for the site (rule R15). It has no number yet.
func RaiseAlarm(by huiyin.Actor, now time.Time, f AlarmForm) (*Alarm, error) {
	if err := CheckAlarm(by, f); err != nil {
		return nil, err
	}
	a := &Alarm{Record: huiyin.Record{Version: 1}, Site: f.Site, At: now, State: AlarmOpen}
	a.report(by, huiyin.ActionRaiseAlarm, now, f)
	return a, nil
}

// Joins tells whether a new alarm of the site goes into this one: while it is open, and for a time after its first
// report (rule R15).
func (a *Alarm) Joins(o *huiyin.Org, site string, now time.Time) bool {
	return a.State == AlarmOpen && a.Site == site &&
		now.Before(a.At.Add(time.Duration(o.Parameters.Get(huiyin.AlarmJoins))*time.Hour))
}

// Join adds a second alarm of the site to the first (rule R15).
func (a *Alarm) Join(by huiyin.Actor, now time.Time, f AlarmForm) error {
	if err := CheckAlarm(by, f); err != nil {
		return err
	}
	if !a.Joins(by.Org, f.Site, now) {
		return huiyin.Conflict("报警已结束，请重新报警。")
	}
	a.report(by, huiyin.ActionRaiseAlarm, now, f)
	return nil
}

// Add is a further count or word of one who knows of the alarm.
func (a *Alarm) Add(by huiyin.Actor, now time.Time, people int, said string) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionAddToAlarm, a); err != nil {
		return err
	}
	f := AlarmForm{Site: a.Site, People: people, Said: said}
	if err := f.check(true); err != nil {
		return err
	}
	a.report(by, huiyin.ActionAddToAlarm, now, f)
	return nil
}

// report notes a word of it. It rings again only when there are twice as many people as when it rang (rule R15).
func (a *Alarm) report(by huiyin.Actor, act huiyin.Action, now time.Time, f AlarmForm) {
	from := a.State
	if len(a.Reports) == 0 {
		from = ""
	}
	a.Reports = append(a.Reports, Report{At: now, By: by.Account, Place: f.Place, People: f.People, Said: f.Said})
	a.People = max(a.People, f.People)
	a.Note(by, act, huiyin.State(from), huiyin.State(a.State), now, huiyin.Note("place", f.Place),
		huiyin.Note("people", strconv.Itoa(f.People)), huiyin.Note("said", f.Said))
	if a.Loud == 0 || a.People >= 2*a.Loud {
		a.Loud = a.People
		a.ring(by.Org, now, by.Account)
	}
}

// ring tells everybody who answers for the site.
func (a *Alarm) ring(o *huiyin.Org, now time.Time, causer string) {
	a.rung(o, now)
	a.Tell(o, huiyin.Notice{Kind: huiyin.NoticeAlarm, State: huiyin.State(a.State), What: strconv.Itoa(a.People),
		At: now}, causer, a.Visible, Alarmed(o, a.Site)...)
}

// rung says when it rings again: at most four times by the clock, until it is ended (rule R15).
func (a *Alarm) rung(o *huiyin.Org, at time.Time) {
	a.RungAt, a.Next = at, time.Time{}
	if a.Rings < mostRings {
		a.Next = at.Add(time.Duration(o.Parameters.Get(huiyin.AlarmRepeats)) * time.Minute)
	}
}

// Alarmed are those an alarm of a site rings for: its managers and supervisors, the manager in charge, and the
// vice presidents (rule R15).
func Alarmed(o *huiyin.Org, site string) []string {
	of := func(role huiyin.Role) []*huiyin.Person {
		return o.Active(func(p *huiyin.Person) bool { return p.Role == role && p.AnswersFor(site) })
	}
	managers := o.SiteManagers(site)
	if p := o.ManagerInCharge(site); p != nil {
		managers = append(managers, p)
	}
	return huiyin.Accounts(managers, of(huiyin.VP), of(huiyin.Supervisor))
}

// Heard notes that a person knows of it. Twice is once.
func (a *Alarm) Heard(by huiyin.Actor, now time.Time) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionHearAlarm, a); err != nil {
		return err
	}
	if a.HeardBy(by.Account) {
		return nil
	}
	a.Hearers = append(a.Hearers, Hearer{At: now, By: by.Account})
	a.Note(by, huiyin.ActionHearAlarm, huiyin.State(a.State), huiyin.State(a.State), now)
	return nil
}

// HeardBy tells whether a person has said that they know of it.
func (a *Alarm) HeardBy(account string) bool {
	return slices.ContainsFunc(a.Hearers, func(h Hearer) bool { return h.By == account })
}

// Unheard are those it rang for who have not said that they know of it, nor reported it themselves.
func (a *Alarm) Unheard(o *huiyin.Org) []string {
	return slices.DeleteFunc(Alarmed(o, a.Site), func(account string) bool {
		return a.HeardBy(account) || a.reportedBy(account)
	})
}

// End ends the alarm for a reason (rule R15).
func (a *Alarm) End(by huiyin.Actor, now time.Time, r EndReason) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionEndAlarm, a); err != nil {
		return err
	}
	if !endReasons.Has(r) {
		return huiyin.Invalid("reason", "请选择结束的原因。")
	}
	from := a.State
	a.State, a.EndedAt, a.EndedBy, a.Reason, a.Next = AlarmEnded, now, by.Account, r, time.Time{}
	a.Note(by, huiyin.ActionEndAlarm, huiyin.State(from), huiyin.State(a.State), now, huiyin.Note("reason", string(r)))
	return nil
}

// Becomes ends the alarm by the crisis that is opened from it, or that it joins; a new one has no number yet (rule R15).
func (a *Alarm) Becomes(by huiyin.Actor, now time.Time, number string) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionEndAlarm, a); err != nil {
		return err
	}
	from := a.State
	a.State, a.EndedAt, a.EndedBy, a.Crisis, a.Next = AlarmCrisis, now, by.Account, number, time.Time{}
	a.Note(by, huiyin.ActionEndAlarm, huiyin.State(from), huiyin.State(a.State), now)
	return nil
}

// Join counts an alarm's people in an open crisis of its site; the alarm ends by it (rule R15).
func (c *Crisis) Join(by huiyin.Actor, now time.Time, a *Alarm) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionCountPeople, c); err != nil {
		return err
	}
	if !slices.Contains(c.AtSites(), a.Site) {
		return huiyin.Invalid("crisis", "请选择列表中的一项。")
	}
	if err := a.Becomes(by, now, c.Number); err != nil {
		return err
	}
	return c.Count(by, now, now, a.People, a.Place(), Estimated)
}

// NextDue is when the clock rings again, the zero time for never.
func (a *Alarm) NextDue() time.Time { return a.Next }

// Run lets what is due happen. After a stop it rings once for all that was missed, at the time when it was due last.
func (a *Alarm) Run(o *huiyin.Org, now time.Time) {
	if a.Next.IsZero() || a.Next.After(now) {
		return
	}
	last := a.Next
	for !a.Next.IsZero() && !a.Next.After(now) {
		last, a.Rings = a.Next, a.Rings+1
		a.Note(huiyin.System(o), huiyin.ActionAlert, huiyin.State(a.State), huiyin.State(a.State), last,
			huiyin.Note("rings", strconv.Itoa(a.Rings)))
		a.rung(o, last)
	}
	a.ring(o, last, "")
}

// Visible tells whether a person sees the alarm (rule R15): who reported it, and those who answer for its site. The
// same stands as SQL in db.
func (a *Alarm) Visible(by huiyin.Actor) bool {
	return by.AnswersFor(a.Site) || a.reportedBy(by.Account)
}

func (a *Alarm) reportedBy(account string) bool {
	return slices.ContainsFunc(a.Reports, func(r Report) bool { return r.By == account })
}

// Lets: whoever sees it adds to it and says that they know; a manager or above ends it (rule R15).
func (a *Alarm) Lets(by huiyin.Actor, act huiyin.Action) bool {
	return act != huiyin.ActionEndAlarm && act != huiyin.ActionJoinAlarm || by.Role >= huiyin.Manager && by.AnswersFor(a.Site)
}

// TakesPlace: an alarm that is over takes nothing any more.
func (a *Alarm) TakesPlace(huiyin.Action) error {
	if a.State != AlarmOpen {
		return huiyin.Conflict("报警已结束。")
	}
	return nil
}

// Offers tells whether an action is open to a person as the alarm stands (rule W1).
func (a *Alarm) Offers(by huiyin.Actor, act huiyin.Action) bool {
	return huiyin.ReadyOn(by, act, a) == nil
}

// Place is where the newest report that names a place saw them.
func (a *Alarm) Place() string {
	for _, r := range slices.Backward(a.Reports) {
		if r.Place != "" {
			return r.Place
		}
	}
	return ""
}

// By is who raised it.
func (a *Alarm) By() string { return a.Reports[0].By }

// Reporters is how many people reported it.
func (a *Alarm) Reporters() int {
	var who []string
	for _, r := range a.Reports {
		if !slices.Contains(who, r.By) {
			who = append(who, r.By)
		}
	}
	return len(who)
}

// Messages gives what goes out of the house about its notices.
func (a *Alarm) Messages(o *huiyin.Org, d *huiyin.Delivery,
	reach map[string]huiyin.NotificationPreferences) []huiyin.Message {
	return huiyin.MessagesOf(o, d, reach, &a.Record, a.Visible)
}
