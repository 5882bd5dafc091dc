package huiyin

import (
	"slices"
	"strconv"
	"time"
)

// LawDue is a date of the law in a dispute (rule T3).
const LawDue DeadlineKind = "T3"

// LawDateKind names a date of the law after, or before the first hearing of, a stage (rule T3).
type LawDateKind string

// The kinds.
const (
	LawObjection LawDateKind = "objection"
	LawSetAside  LawDateKind = "set_aside"
	LawAppeal    LawDateKind = "appeal"
	LawRuling    LawDateKind = "appeal_ruling"
	LawPerform   LawDateKind = "perform"
	LawEnforce   LawDateKind = "enforce"
	LawConfirm   LawDateKind = "confirm"
	LawRemind    LawDateKind = "remind_customer"
)

// LawTerm says of a date what it is, how long it is, and where the law says so. Nothing of the house moves it; a date
// that was read longer ago than that is looked up again before it is relied on.
type LawTerm struct {
	Kind    LawDateKind
	Label   string
	Years   int
	Months  int
	Days    int
	Ground  string
	ReadOn  string // when the text was read
	ByRead  bool   // read in the text of the law itself, not in another's page
	Shifts  bool   // a last day off work moves to the first working day after it
	ByHouse bool   // a reminder of the house
}

// LawTerms are the dates of the law as data (rule T3). Periods begin the day after what starts them, and end with their
// last day; one that is a day off ends with the next working day (民事诉讼法 85).
func LawTerms() []LawTerm { return slices.Clone(lawTerms) }

var lawTerms = []LawTerm{
	{LawObjection, "首次开庭前对仲裁协议效力提出异议", 0, 0, 0, "《仲裁法》（2025 修订）第二十七条", "2026-11-30", false, false, false},
	{LawSetAside, "申请撤销仲裁裁决", 0, 3, 0, "《仲裁法》（2025 修订）第七十二条", "2026-11-30", false, true, false},
	{LawAppeal, "对判决提起上诉", 0, 0, 15, "《民事诉讼法》第一百七十一条", "2025-04-01", true, true, false},
	{LawRuling, "对裁定提起上诉", 0, 0, 10, "《民事诉讼法》第一百七十一条", "2025-04-01", true, true, false},
	{LawPerform, "按裁决、判决或调解书履行", 0, 0, 0, "裁决、判决或调解书写明的履行期限", "", true, false, false},
	{LawEnforce, "申请执行", 2, 0, 0, "《民事诉讼法》第二百五十条", "2025-04-01", true, true, false},
	{LawConfirm, "双方共同申请司法确认", 0, 0, 30, "《民事诉讼法》第二百零五条、《人民调解法》第三十三条", "2025-04-01", true, true, false},
	{LawRemind, "提醒客户可以共同申请司法确认", 0, 0, 10, "《人民调解法》第三十三条", "2025-04-01", true, false, true},
}

// Term is what is known of the kind.
func (k LawDateKind) Term() LawTerm {
	for _, t := range lawTerms {
		if t.Kind == k {
			return t
		}
	}
	return LawTerm{Kind: k}
}

// Label is the date's name on pages.
func (k LawDateKind) Label() string { return k.Term().Label }

// LawDate is a date of the law in a dispute, with its deadline and what became of it (rule T3).
type LawDate struct {
	ID      int64
	N       int
	Dispute int
	Kind    LawDateKind
	From    time.Time // what starts the period
	Due     time.Time
	Told    int // percent of the rung last climbed (rule D8)
	DoneAt  time.Time
	EndedAt time.Time // when it was written down that it was done, or why not; or it fell away
	By      string
	Words   string
	Dropped bool // it was not done, with the reason
}

// Open tells whether the date still stands.
func (d *LawDate) Open() bool { return d.EndedAt.IsZero() }

// Deadline gives the date's own (rule T3): its verdict falls once (rule D13).
func (d *LawDate) Deadline() Deadline {
	out := Deadline{Kind: LawDue, Status: Running, From: d.From, Due: d.Due, Span: d.Due.Sub(d.From), MetAt: d.DoneAt,
		Told: d.Told}
	switch {
	case d.Dropped:
		out.Status = Waived
	case d.DoneAt.After(d.Due), d.DoneAt.IsZero() && d.Told >= 100:
		out.Status = Missed
	case !d.DoneAt.IsZero():
		out.Status = Met
	}
	return out
}

// LawEnd is the last minute of a period of the law that starts on a day: the day itself does not count, and where the
// last day is one on which nobody works, it ends with the next on which somebody does (民事诉讼法 85, rule T3).
func (o *Org) LawEnd(from time.Time, t LawTerm) time.Time {
	day := dayOf(from, o.Zone)
	last := time.Date(day.Year()+t.Years, day.Month()+time.Month(t.Months), 1, 0, 0, 0, 0, o.Zone)
	last = last.AddDate(0, 0, min(day.Day(), daysIn(last))-1).AddDate(0, 0, t.Days)
	for i := 0; t.Shifts && i < 60 && o.restDay(last); i++ {
		last = last.AddDate(0, 0, 1)
	}
	return last.Add(24*time.Hour - time.Minute)
}

func daysIn(month time.Time) int {
	return time.Date(month.Year(), month.Month()+1, 0, 0, 0, 0, 0, month.Location()).Day()
}

// restDay tells whether the country rests: a site that works at weekends moves no date of the law.
func (o *Org) restDay(day time.Time) bool {
	switch o.Calendar.Days[day.Format(time.DateOnly)] {
	case Holiday:
		return true
	case MadeUpDay:
		return false
	}
	return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
}

// oweByLaw starts a date of the law; one that is there already is kept.
func (c *Complaint) oweByLaw(n int, k LawDateKind, from, due, now time.Time) {
	if slices.ContainsFunc(c.LawDates, func(d LawDate) bool {
		return d.Dispute == n && d.Kind == k && (k != LawRemind || d.Due.Equal(due)) && d.Open()
	}) {
		return
	}
	d := LawDate{N: len(c.LawDates) + 1, Dispute: n, Kind: k, From: from, Due: due}
	if !due.After(now) { // nobody is told now that half of it has gone long ago
		d.Told = 80
	}
	c.LawDates = append(c.LawDates, d)
}

// oweObjection starts the last time to object to the arbitration agreement: the first hearing (rule T3).
func (c *Complaint) oweObjection(d *Dispute, at, now time.Time) {
	if d.Stage != Arbitration || at.IsZero() || !at.After(d.StartedAt) {
		return
	}
	for i := range c.LawDates {
		if o := &c.LawDates[i]; o.Dispute == d.N && o.Kind == LawObjection {
			if o.Open() && at.Before(o.Due) {
				o.Due = at
			}
			return
		}
	}
	c.oweByLaw(d.N, LawObjection, d.StartedAt, at, now)
}

// oweAfter starts what the law leaves time for once a stage has ended (rule T3). The former dates of the stage fall away.
func (c *Complaint) oweAfter(o *Org, d *Dispute, e DisputeEnd, now time.Time) {
	c.endLawDates(d.N, now, LawObjection)
	served := e.ServedAt
	if served.IsZero() {
		served = e.At
	}
	owe := func(k LawDateKind, from time.Time) { c.oweByLaw(d.N, k, from, o.LawEnd(from, k.Term()), now) }
	switch e.Result {
	case Awarded:
		owe(LawSetAside, served)
	case JudgedCourt:
		if e.Ruling {
			owe(LawRuling, served)
		} else {
			owe(LawAppeal, served)
		}
	case Agreed:
		if d.Stage == Mediation {
			owe(LawConfirm, e.At)
			for _, day := range confirmRemind {
				c.oweByLaw(d.N, LawRemind, e.At, o.LawEnd(e.At, LawTerm{Days: day}), now)
			}
			return
		}
	default:
		return
	}
	perform := e.At
	if !e.PerformBy.IsZero() {
		perform = e.PerformBy
		c.oweByLaw(d.N, LawPerform, e.At, o.LawEnd(e.PerformBy, LawTerm{}), now)
	}
	owe(LawEnforce, perform)
}

// endLawDates lets dates of a stage fall away; without kinds all.
func (c *Complaint) endLawDates(n int, at time.Time, kinds ...LawDateKind) {
	for i := range c.LawDates {
		if d := &c.LawDates[i]; d.Dispute == n && d.Open() && (len(kinds) == 0 || slices.Contains(kinds, d.Kind)) {
			d.EndedAt, d.Dropped = at, true
		}
	}
}

// lawEvents are what meets a date when it is recorded as what followed a stage (rule T3).
var lawEvents = map[EventKind][]LawDateKind{SettingAside: {LawSetAside}, Enforcement: {LawEnforce},
	Confirmation: {LawConfirm, LawRemind}}

// meetLawDates notes that what the law leaves time for was done.
func (c *Complaint) meetLawDates(n int, e DisputeEvent, by string, now time.Time) {
	for i := range c.LawDates {
		d := &c.LawDates[i]
		if d.Dispute != n || !d.Open() || !slices.Contains(lawEvents[e.Kind], d.Kind) {
			continue
		}
		d.EndedAt, d.By, d.Words = now, by, e.Words
		if d.DoneAt, d.Dropped = e.On, false; d.Kind == LawRemind { // no need any more
			d.DoneAt, d.Dropped = time.Time{}, true
		}
	}
}

// performed tells whether the company has paid all that a stage came to, so that nothing is left to perform or enforce.
func (c *Complaint) performed(n int) bool {
	d := &c.Disputes[n-1]
	return d.Amount > 0 && c.PaidFor(Debt{Dispute: n}) >= d.Amount
}

// lawStands tells whether a date of the law still calls: what was paid in full leaves nothing to perform or to enforce, and
// an archived case nothing at all.
func (c *Complaint) lawStands(d *LawDate) bool {
	return d.Open() && c.State != Archived && !((d.Kind == LawPerform || d.Kind == LawEnforce) && c.performed(d.Dispute))
}

// LawDatesOpen lists the dates of the law that still call.
func (c *Complaint) LawDatesOpen() []*LawDate {
	var out []*LawDate
	for i := range c.LawDates {
		if d := &c.LawDates[i]; c.lawStands(d) {
			out = append(out, d)
		}
	}
	return out
}

// EndLawDate notes that what a date of the law is for was done, or why it is not, which whoever is in charge says
// (rule T3).
func (c *Complaint) EndLawDate(by Actor, now time.Time, n int, done time.Time, words, dropped string) error {
	if n < 1 || n > len(c.LawDates) || !c.Visible(by) {
		return NotFound()
	}
	m, err := c.begin(by, ActionEndLawDate, now)
	if err != nil {
		return err
	}
	d := &c.LawDates[n-1]
	switch {
	case !d.Open():
		return Conflict("这项法定期限已经登记。")
	case dropped != "" && !governs(by, c):
		return Forbidden("不办理法定事项由负责人决定。")
	case dropped == "" && done.IsZero():
		return Invalid("done_at", "请填写时间。")
	case dropped == "" && done.After(now):
		return Invalid("done_at", "时间不能晚于现在。")
	case dropped == "" && predates(done, dayOf(d.From, by.Org.Zone)):
		return Invalid("done_at", "时间不能早于期限开始的时间。")
	}
	if err := Every(within("words", words, 1000), within("not_done", dropped, 1000)); err != nil {
		return err
	}
	if dropped != "" {
		done, words = time.Time{}, dropped
	}
	if err := m.stay(Note("law_date", string(d.Kind)), Note("dispute", strconv.Itoa(d.Dispute)),
		Note("done_at", stamp(done)), Note("words", words), Note("not_done", dropped)); err != nil {
		return err
	}
	d.DoneAt, d.EndedAt, d.By, d.Words, d.Dropped = done, now, m.by.Account, words, dropped != ""
	return nil
}

// lawDatesDue adds the rungs of the dates of the law (rules T3, D8). Nothing pauses them.
func (c *Complaint) lawDatesDue(o *Org, add func(time.Time, func(time.Time))) {
	for _, d := range c.LawDatesOpen() {
		c.climbs(o, LawDue, d.From, d.Due, &d.Told, add)
	}
}
