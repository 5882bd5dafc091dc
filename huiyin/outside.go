package huiyin

import (
	"slices"
	"strings"
	"time"
)

// OutsideSource is who passed a complaint on to the house, with a number of their own (rule K12).
type OutsideSource string

// The sources that have figures of their own (rule D16); they are called as the channels that they use.
const (
	FromGovernment OutsideSource = OutsideSource(ChannelGovernment)
	FromDeveloper  OutsideSource = OutsideSource(ChannelDeveloper)
)

var outsideSources = words[OutsideSource]{
	{FromGovernment, "政府热线 12345 等"}, {FromDeveloper, "开发商"}, {"platform", "网络投诉平台"}, {"consumer", "消费者协会"},
	{"media", "媒体"}, {"other", "其他"},
}

// Label is the source's name on pages.
func (s OutsideSource) Label() string { return outsideSources.label(s) }

// OutsideSources lists the sources.
func OutsideSources() []OutsideSource { return outsideSources.all() }

// OutsideReference is what the sheet of an outside body says about a complaint (rule K12).
type OutsideReference struct {
	Source   OutsideSource
	Number   string    // theirs, unique with the source
	Received time.Time // by them
	Handed   time.Time // to the house
	Due      time.Time // by when they want an answer, zero where they name no date
	Category string    // in their words
	Secret   bool      // confidential
}

// Outside is what is theirs on a complaint that was passed on, zero for none (rule K12).
func (in *Intake) Outside() OutsideReference {
	return OutsideReference{Source: in.OutsideSource, Number: in.OutsideNumber, Received: in.OutsideReceived,
		Handed: in.OutsideHanded, Due: in.OutsideDue, Category: in.OutsideCategory, Secret: in.OutsideSecret}
}

func (in *Intake) setOutside(r OutsideReference) {
	in.OutsideSource, in.OutsideNumber, in.OutsideReceived, in.OutsideHanded = r.Source, r.Number, r.Received, r.Handed
	in.OutsideDue, in.OutsideCategory, in.OutsideSecret = r.Due, r.Category, r.Secret
}

// Referred tells whether somebody outside has passed the complaint on (rule K12).
func (in *Intake) Referred() bool { return in.OutsideSource != "" }

// CallsForOutside tells whether the channel is one whose complaints come with a number of theirs (rule K12).
func (in *Intake) CallsForOutside() bool {
	return in.Channel == ChannelGovernment || in.Channel == ChannelDeveloper
}

// check refuses what cannot be; as is what stands before the names of the fields.
func (r *OutsideReference) check(now time.Time, as string) error {
	if *r == (OutsideReference{}) {
		return nil
	}
	return Every(when(!outsideSources.has(r.Source), as+"source", "请选择转来的单位。"),
		when(r.Number == "", as+"number", "请填写对方的编号。"),
		when(r.Received.After(now), as+"received", "对方受理的时间不能晚于现在。"),
		when(r.Handed.After(now), as+"handed", "转来的时间不能晚于现在。"),
		when(!r.Handed.IsZero() && predates(r.Handed, r.Received), as+"handed", "转来的时间不能早于对方受理的时间。"),
		when(!r.Due.IsZero() && (predates(r.Due, r.Received) || predates(r.Due, r.Handed)), as+"due", "答复期限不能早于转来的时间。"),
		when(r.Due.After(now.AddDate(3, 0, 0)), as+"due", "答复期限过远，请核对。"),
		within(as+"number", r.Number, shortText),
		within(as+"category", r.Category, shortText))
}

// asks tells whether they pass on a question, which has a shorter date than a complaint (rule D16).
func (r *OutsideReference) asks() bool { return strings.Contains(r.Category, "咨询") }

// within is how many working days an answer may take where they name no date (rule D16).
func (r *OutsideReference) within(o *Org) int64 {
	figures := map[OutsideSource][2]Parameter{
		FromGovernment: {AnswerGovernment, AnswerGovernmentAsked},
		FromDeveloper:  {AnswerDeveloper, AnswerDeveloperAsked},
	}
	pair, own := figures[r.Source]
	if !own {
		pair = [2]Parameter{AnswerOutside, AnswerOutsideAsked}
	}
	if r.asks() {
		return o.Parameters.Get(pair[1])
	}
	return o.Parameters.Get(pair[0])
}

// Refer notes who passed the complaint on, with their number (rule K12). Whoever answers for it has to answer them
// too, by their date (rule D16).
func (c *Complaint) Refer(by Actor, now time.Time, r OutsideReference) error {
	m, err := c.begin(by, ActionRefer, now)
	if err != nil {
		return err
	}
	trimmed(&r.Number, &r.Category)
	switch {
	case !c.AnonymisedAt.IsZero():
		return Conflict("客户资料已匿名化，不能登记外部编号。")
	case c.Referred():
		return Conflict("已经登记了外部编号；写错的请更正，再次转来的请登记再办。")
	case r == (OutsideReference{}):
		return Invalid("source", "请选择转来的单位。")
	}
	if err := r.check(now, ""); err != nil {
		return err
	}
	with := c.Intake
	with.setOutside(r)
	detail := outsideChanges(&c.Intake, &with)
	named := c.namedOfSecret(r, m.by)
	if named != nil { // rule P8
		detail = append(detail, changes("restricted", "", flag(true), "named", "", strings.Join(named, " "))...)
	}
	if err := m.stay(detail...); err != nil {
		return err
	}
	proposed := c.ProposedGrade(by.Org)
	c.Intake = with
	c.closeSecret(named)
	c.expect(by.Org, r.begins(now), time.Time{}, r.Due)
	c.hush(by.Org, c.Deadline(D16), now)
	c.tell(by.Org, NoticeOutside, "", now, by.Account, append(c.tier(by.Org, TierHandler), c.Owner)...)
	c.regrade(by, now, proposed)
	return nil
}

// regrade raises the grade where new facts give a higher one (rules G2, G5).
func (c *Complaint) regrade(by Actor, now time.Time, before GradeProposal) {
	if p := c.ProposedGrade(by.Org); c.State.Open() && c.outgrown(before, p) {
		former := c.Owner
		c.raise(by.Org, p.Grade, p.Rule, now)
		c.setDates(by.Org, D4, D5)
		c.tell(by.Org, NoticeRaised, "", now, by.Account, append(c.tier(by.Org, TierManager), former, c.Owner)...)
	}
}

// outsideChanges names in the journal what is theirs.
func outsideChanges(was, is *Intake) []Change {
	return changes("outside_source", string(was.OutsideSource), string(is.OutsideSource),
		"outside_number", was.OutsideNumber, is.OutsideNumber,
		"outside_received", stamp(was.OutsideReceived), stamp(is.OutsideReceived),
		"outside_handed", stamp(was.OutsideHanded), stamp(is.OutsideHanded),
		"outside_due", stamp(was.OutsideDue), stamp(is.OutsideDue),
		"outside_category", was.OutsideCategory, is.OutsideCategory,
		"outside_secret", flag(was.OutsideSecret), flag(is.OutsideSecret))
}

// namedOfSecret are those who go on reading a complaint that was passed on in confidence, nil where it stays as
// open as it is (rules K12, P8).
func (c *Complaint) namedOfSecret(r OutsideReference, by Actor) []string {
	if !r.Secret || c.Restricted {
		return nil
	}
	named := []string{}
	me := by.Account
	if by.For != "" { // who stands in goes on reading by that
		me = ""
	}
	for _, a := range []string{me, c.RecordedBy, c.Handler, c.FirstContact} {
		if a != "" && !c.Bars(a) && !slices.Contains(named, a) {
			named = append(named, a)
		}
	}
	slices.Sort(named)
	return named
}

func (c *Complaint) closeSecret(named []string) {
	if named != nil {
		c.Restricted, c.RestrictReason, c.Named = true, "转来方要求保密", named
	}
}

// begins is when the time for an answer begins: when it was handed over, else when the house knows of it.
func (r *OutsideReference) begins(known time.Time) time.Time {
	if r.Handed.IsZero() {
		return known
	}
	return r.Handed
}

// expect sets the date by which they want an answer: the one they named, else so many working days from when it
// was handed over (rule D16). Start is zero for the first time.
func (c *Complaint) expect(o *Org, from, start, named time.Time) {
	r := c.Outside()
	due := named
	if due.IsZero() {
		due = c.workingDays(o, from, r.within(o))
	}
	if due.Before(from) {
		from = due
	}
	c.Deadlines = append(c.Deadlines, Deadline{Kind: D16, Status: Running, From: from, Due: due, Span: due.Sub(from),
		Start: start})
	c.OutsideReturnBy = c.workingDays(o, from, o.Parameters.Get(ReturnOutside))
}

// expectAnew lets the date follow a correction of what is theirs (rules D16, W11). A verdict stands, and so does a
// first date that a later one follows (rules D11, D13).
func (c *Complaint) expectAnew(o *Org, now time.Time, was *Intake) {
	r, before := c.Outside(), was.Outside()
	switch d := c.Deadline(D16); {
	case r == before:
	case !was.Referred():
		c.expect(o, r.begins(now), time.Time{}, r.Due)
		c.hush(o, c.Deadline(D16), now)
	case d == nil || d.Status != Running:
	case !c.Referred():
		c.waive(D16)
	default:
		due := r.Due
		if due.IsZero() {
			due = c.workingDays(o, r.begins(d.From), r.within(o))
		}
		if r.Due.Equal(before.Due) && (!r.Due.IsZero() || c.outsideExtended()) {
			return
		}
		c.redate(o, d, due)
	}
}

// redate gives a date that still runs another: a later one beside the first, an earlier one in its place.
func (c *Complaint) redate(o *Org, d *Deadline, due time.Time) {
	if due.After(d.Due) {
		c.extend(o, d, due)
		return
	}
	d.Due = due
	if !due.After(d.First()) {
		d.FirstDue = time.Time{}
	}
	if due.Before(d.From) {
		d.From = due
	}
	d.Span = due.Sub(d.From)
}

// outsideExtended tells whether they have granted a later date since they passed the complaint on.
func (c *Complaint) outsideExtended() bool {
	for _, e := range slices.Backward(c.OutsideEvents) {
		switch e.Kind {
		case OutsideExtended:
			return true
		case OutsideAgain:
			return false
		}
	}
	return false
}

// AwaitedOutside is the date by which an answer is still owed to who passed the complaint on, nil where none is
// (rule D16).
func (c *Complaint) AwaitedOutside() *Deadline {
	if d := c.Deadline(D16); d != nil && d.MetAt.IsZero() && d.Status != Waived {
		return d
	}
	return nil
}

// OutsideTaken refuses a number of theirs that another complaint has: that one is named to who may see it only
// (rules K12, P3). As is what stands before the names of the fields.
func OutsideTaken(by Actor, other *Complaint, as string) error {
	if other.Visible(by) {
		return Invalid(as+"number", "这个外部编号已登记在 %s；再次转来的，请在那一件登记再办。", other.Number)
	}
	return Invalid(as+"number", "这个外部编号已经登记过，不能重复登记；请与主管核对。")
}
