package huiyin

import (
	"slices"
	"time"
)

// MergeState is what a complaint is merged into, and what was merged into it (rule K7).
type MergeState struct {
	MergedInto string // number of the other complaint, "" while it stands by itself
	MergedAt   time.Time
	MergedBy   string
	UnmergedAt time.Time // when it was last taken out again
	Mergings   []Merging // what was merged into this one
}

// Merging is another complaint that is, or was, merged into this one (rule K7). It keeps its number,
// record, parts and journal; this one answers its customer.
type Merging struct {
	ID             int64
	Number         string
	ReceivedAt     time.Time
	At             time.Time
	By             string
	D2, D3, D4, D5 time.Time // the dates that still ran for it, zero for none
	PartedAt       time.Time
	PartedBy       string
}

func (m *Merging) dates() map[DeadlineKind]*time.Time {
	return map[DeadlineKind]*time.Time{D2: &m.D2, D3: &m.D3, D4: &m.D4, D5: &m.D5}
}

// Merged tells whether the complaint is merged into another: it is read-only, has no clocks and counts
// as open nowhere (rule K7).
func (c *Complaint) Merged() bool { return c.MergedInto != "" }

// Open tells whether the complaint is still being worked on by itself.
func (c *Complaint) Open() bool { return c.State.Open() && !c.Merged() }

// whileMerged tells whether an action stays open to a merged complaint: work that was given out before
// is ended where it was given; and it may be closed to others (rule P8).
func (a Action) whileMerged() bool {
	return a == ActionUnmerge || a == ActionReveal || a == ActionPrint || a == ActionLookUp || a == ActionEndTask ||
		a == ActionDoMeasure || a == ActionVerify || a == ActionRestrict || a == ActionLiftRestriction ||
		a == ActionHold || a == ActionEndHold || a == ActionPackEvidence || a == ActionEraseSensitive || a == ActionReleaseData || a.outside() ||
		a.Confidential() && a != ActionProposeSanction
}

// outside tells whether an action is between the house and who passed the complaint on, to whom an answer is owed
// for each number, whatever it is merged into (rule K12).
func (a Action) outside() bool {
	return a == ActionReturnOutside || a == ActionAnswerReturn || a == ActionExtendOutside ||
		a == ActionGrantOutside || a == ActionSendOutside || a == ActionNoteVerdict
}

// Absorbed lists what is merged into the complaint now.
func (c *Complaint) Absorbed() []Merging {
	return slices.DeleteFunc(slices.Clone(c.Mergings), func(m Merging) bool { return !m.PartedAt.IsZero() })
}

// MayMerge tells why a person may not merge the complaint into another as it stands, nil when they may.
func (c *Complaint) MayMerge(by Actor) error {
	return Every(c.mayBegin(by, ActionMerge), c.mergeable())
}

func (c *Complaint) mergeable() error {
	agreed := slices.ContainsFunc(c.Proposals, func(p Proposal) bool { return p.Money() && p.Status == ProposalAgreed })
	switch {
	case agreed || len(c.Payments) > 0 || len(c.Debts()) > 0:
		return Conflict("这件投诉已有客户接受或已经支付的补偿，不能并入其他投诉。")
	case len(c.Absorbed()) > 0:
		return Conflict("已有其他投诉并入这件投诉，不能再把它并入别的投诉。")
	}
	return nil
}

// MayTake tells why the complaint cannot take in another, nil when it can. It reads nothing of it but
// who may see and decide it, its state, whose it is and whom it is about.
func (c *Complaint) MayTake(by Actor, other *Complaint) error {
	outside := func(a string) bool { return !c.Bars(a) }
	switch {
	case !c.Visible(by):
		return Invalid("into", "没有找到这件投诉。")
	case c.Number == other.Number:
		return Invalid("into", "不能并入自己。")
	case by.may(ActionMerge, c) != nil:
		return Forbidden("合并须对两件投诉都有决定权。")
	case c.Merged():
		return Invalid("into", "这件投诉本身已并入另一件投诉。")
	case !c.State.Open() || c.State == InDispute:
		return Invalid("into", "处于“%s”的投诉不能接受并入。", c.State.Label())
	case slices.ContainsFunc(other.Barred(), outside): // rule P4: nobody handles by the back door what is about them
		return Invalid("into", "针对员工的投诉只能并入针对同样人员的投诉。")
	case !c.sameHousehold(by.Org, &other.Intake): // rule K8: persons and units count
		return Invalid("into", "只有同一客户或同一房号的投诉才能合并；不同客户的请登记为关联。")
	}
	return nil
}

// sameHousehold tells whether two records are of one person or one household: the same phone in whatever writing, the
// same name and unit, or the same unit of the same site (rule K7).
func (in *Intake) sameHousehold(o *Org, other *Intake) bool {
	keys, unit := in.CustomerKeys(o).Own, UnitKey(in.Unit)
	return slices.ContainsFunc(other.CustomerKeys(o).Own, func(k string) bool { return slices.Contains(keys, k) }) ||
		o.SamePhone(in.Phone, other.Phone) || in.Site == other.Site && unit != "" && unit == UnitKey(other.Unit)
}

// Merge puts a duplicate under another complaint (rule K7). The duplicate keeps all it has and stands
// still until it is parted; its dates that still run bind the other one where they are earlier, and
// so does its month. It counts as no reminder.
func (c *Complaint) Merge(by Actor, now time.Time, into *Complaint) error {
	m, err := c.begin(by, ActionMerge, now)
	if err := Every(err,
		c.mergeable(),
		when(into == nil, "into", "没有找到这件投诉。")); err != nil {
		return err
	}
	if into != c {
		into.Run(by.Org, now)
	}
	if err := into.MayTake(by, c); err != nil {
		return err
	}
	took := Merging{Number: c.Number, ReceivedAt: c.ReceivedAt, At: now, By: by.Account}
	for k, at := range took.dates() {
		if d := c.Deadline(k); d != nil && d.Status == Running {
			*at = d.Due
		}
	}
	if err := m.stay(Note("merged_into", into.Number)); err != nil {
		return err
	}
	into.note(by, ActionMerge, into.State, now, Note("merged_from", c.Number))
	c.tell(by.Org, NoticeMerged, "", now, by.Account, c.Handler, c.FirstContact, c.Owner)
	into.tell(by.Org, NoticeMerged, "", now, by.Account, into.Handler, into.Owner)
	c.MergedInto, c.MergedAt, c.MergedBy = into.Number, now, by.Account
	into.Mergings = append(into.Mergings, took)
	into.borrow(by.Org, took)
	c.appraise(by, now)
	return nil
}

// MayUnmerge tells why a person may not take the complaint out of the one it is merged into, nil when they may.
func (c *Complaint) MayUnmerge(by Actor, from *Complaint) error {
	return Every(c.mayBegin(by, ActionUnmerge), c.unmergeable(by, from))
}

func (c *Complaint) unmergeable(by Actor, from *Complaint) error {
	switch {
	case from == nil || by.may(ActionUnmerge, from) != nil:
		return Forbidden("拆出须对两件投诉都有决定权。")
	case from.State == Archived: // rule W10
		return Conflict("所并入的投诉已归档，须由副总经理重开之后才能拆出。")
	}
	return nil
}

// Unmerge takes a merged complaint out again, as it was when it was merged. Its own clocks count from its
// own receipt; what fell due meanwhile takes effect now. The other one gets its own dates back;
// verdicts that fell stay (rules K7, D13).
func (c *Complaint) Unmerge(by Actor, now time.Time, from *Complaint) error {
	m, err := c.begin(by, ActionUnmerge, now)
	if err != nil {
		return err
	}
	if from != nil {
		from.Run(by.Org, now)
	}
	if err := c.unmergeable(by, from); err != nil {
		return err
	}
	if err := m.stay(Change{"merged_into", from.Number, ""}); err != nil {
		return err
	}
	from.note(by, ActionUnmerge, from.State, now, Change{"merged_from", c.Number, ""})
	c.MergedInto, c.MergedAt, c.MergedBy, c.UnmergedAt = "", time.Time{}, "", now
	for i := range c.Deadlines {
		c.hush(by.Org, &c.Deadlines[i], now)
	}
	for i := range from.Mergings {
		if m := &from.Mergings[i]; m.Number == c.Number && m.PartedAt.IsZero() {
			m.PartedAt, m.PartedBy = now, by.Account
		}
	}
	from.giveBack(by.Org)
	c.appraise(by, now)
	c.tell(by.Org, NoticeParted, "", now, by.Account, c.Handler, c.FirstContact, c.Owner)
	from.tell(by.Org, NoticeParted, "", now, by.Account, from.Handler, from.Owner)
	return nil
}

// borrow takes over the dates of what is merged in where they are earlier. A date that was granted stands.
func (c *Complaint) borrow(o *Org, m Merging) {
	c.setMonth(o)
	for k, at := range m.dates() {
		d := c.Deadline(k)
		if at.IsZero() || d == nil || d.Status != Running && d.Status != Paused || !d.FirstDue.IsZero() ||
			!at.Before(d.Due) {
			continue
		}
		c.shorten(o, d, *at)
	}
}

// shorten makes a deadline due earlier, and keeps what it has by itself.
func (c *Complaint) shorten(o *Org, d *Deadline, due time.Time) {
	if d.OwnSpan == 0 {
		d.OwnSpan = d.Span
	}
	d.Due, d.Span = due, c.between(o, d, d.From, due)
}

// giveBack undoes borrow for what is no longer merged in.
func (c *Complaint) giveBack(o *Org) {
	c.setMonth(o)
	for i := range c.Deadlines {
		if d := &c.Deadlines[i]; d.OwnSpan != 0 && (d.Status == Running || d.Status == Paused) {
			d.Span, d.OwnSpan = d.OwnSpan, 0
			d.Due = c.after(o, d, d.From, d.Span)
		}
	}
	for _, m := range c.Absorbed() {
		c.borrow(o, m)
	}
}

// monthEnds is when the month is over (rule G8): of the complaint, or of one merged into it, where that
// is earlier, though not before it was merged.
func (c *Complaint) monthEnds(o *Org) time.Time {
	at := MonthAfter(c.ReceivedAt, o.Zone)
	for _, m := range c.Absorbed() {
		if earlier := latest(MonthAfter(m.ReceivedAt, o.Zone), m.At); earlier.Before(at) {
			at = earlier
		}
	}
	return at
}

// MayLink refuses to link a new complaint to one that is not there, or that the recorder may not see
// not even know of at the counter (rules K7, P3, P9).
func MayLink(by Actor, earlier *Complaint) error {
	if earlier == nil || !earlier.Visible(by) && !earlier.CounterShows(by, ByPhone) {
		return Invalid("link", "没有找到要关联的投诉。")
	}
	return nil
}

// Group is a hint that complaints may be those of a group 群诉 (rule K8): several open ones of a site
// and category within a few days, or one of many people.
type Group struct {
	Site     string
	Category string
	N        int       // complaints; 0 for one of many people
	Moved    int       // of them those that the site has handed to another (rule K11)
	From     time.Time // received since
	Number   string    // the one of many people
	People   int
	Under    string     // the largest group of a category below this one, "" for none
	Word     *GroupWord // why it needs no crisis, as long as that holds
}

// GroupSince is from when on complaints count towards a group (rule K8), to the minute.
func GroupSince(o *Org, now time.Time) time.Time {
	return now.Add(-o.Parameters.Span(GroupDays)).Truncate(time.Minute)
}

// GroupOf is the hint that so many open complaints of a site and category give, nil for none.
// Those that the site has handed to another count at both (rule K11).
func GroupOf(o *Org, now time.Time, site, category string, n, moved int) *Group {
	if int64(n+moved) < o.Parameters.Get(GroupComplaints) {
		return nil
	}
	return &Group{Site: site, Category: category, N: n + moved, Moved: moved, From: GroupSince(o, now)}
}

// Crowd is the hint that the number of complainants gives, nil for none.
func Crowd(o *Org, number, site, category string, people int) *Group {
	if int64(people) < o.Parameters.Get(GroupPeople) {
		return nil
	}
	return &Group{Site: site, Category: category, Number: number, People: people}
}

// Why puts the hint in words, a format with its arguments.
func (g *Group) Why(o *Org) (string, []any) {
	if g.N == 0 {
		return "可能是群诉：%s有一件投诉涉及 %d 人（%s）。", []any{o.SiteName(g.Site), g.People, o.CategoryName(g.Category)}
	}
	if g.Moved > 0 {
		return "可能是群诉：%s近 %d 天有 %d 件未办结的“%s”投诉，其中 %d 件已转办到其他项目。",
			[]any{o.SiteName(g.Site), o.Parameters.Get(GroupDays), g.N, o.CategoryName(g.Category), g.Moved}
	}
	return "可能是群诉：%s近 %d 天有 %d 件未办结的“%s”投诉。",
		[]any{o.SiteName(g.Site), o.Parameters.Get(GroupDays), g.N, o.CategoryName(g.Category)}
}

// Together is the list behind the hint: the open complaints of a site and category received lately.
func Together(o *Org, now time.Time, site, category string) Filter {
	return Filter{Site: site, Category: category, From: GroupSince(o, now), Open: true}
}

// Repeat is a complaint that another one may repeat, and how they are alike (rule K7).
type Repeat struct {
	Listed
	Phone, Unit, Text bool // the same phone, the same unit, like text
	Reminds           bool // the reader may note a reminder on it (rule D7)
	Takes             bool // the reader may merge the complaint at hand into it
}

// Related is what stands beside a complaint, as far as a person may see it (rules K7, P3).
type Related struct {
	Into     *Complaint      // the one it is merged into, with what says who may do what; nil when not to be seen
	Absorbed []*Complaint    // merged into it: intake, contacts, reminders and attachments, in their order
	Linked   []Listed        // to which it was linked, and which were linked to it, the newest first
	Seen     map[string]bool // of the numbers that its page names, those that the person may see
}

// Shares tells whether a person is shown on this complaint's page what is merged into it: whoever may see
// that by itself (seen), and whoever is in charge of or handles this one, for they answer both customers;
// never the person it is about, and a restricted one only to whom it is open (rules P3, P4, P8).
func (c *Complaint) Shares(by Actor, absorbed *Complaint, seen bool) bool {
	answers := by.Account == c.Owner || by.Account == c.Handler
	return !accused(by, absorbed) && (seen || answers && !absorbed.Restricted)
}
