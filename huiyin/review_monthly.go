package huiyin

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Report is the monthly analysis 月度统计分析 of a site or of the company as a document (rule M2): it
// follows the figures until it is signed, and from then on says what was signed.
type Report struct {
	Document
	Comment     string
	CommentedAt time.Time
	CommentedBy string
	Words       string // of who signed
	SignedAt    time.Time
	SignedBy    string
	Returned    string // why the comment was sent back, "" once there is a newer one
	ReturnedAt  time.Time
	ReturnedBy  string
	Frozen      string // the figures as signed
}

// Month is the month that the report is about.
func (r *Report) Month() Month { return Month(r.Period) }

// ReportNumber is the number of the report of a site, or of the company where it is "".
func ReportNumber(m Month, site string) string {
	if site != "" {
		site += "-"
	}
	return "TJ-" + site + strings.ReplaceAll(m.String(), "-", "")
}

// ParseReport reads a report's number; what names no month or no site of the company is not found.
func ParseReport(o *Org, number string) (m Month, site string, err error) {
	rest, ok := strings.CutPrefix(number, "TJ-")
	if i := strings.LastIndex(rest, "-"); i >= 0 {
		site, rest = rest[:i], rest[i+1:]
		ok = ok && o.Site(site) != nil
	}
	if !ok || len(rest) != 6 {
		return 0, "", NotFound()
	}
	if m, err = ParseMonth(rest[:4] + "-" + rest[4:]); err != nil {
		return 0, "", NotFound()
	}
	return m, site, nil
}

// NewReport is the report of a month before anybody has said anything to it.
func NewReport(m Month, site string) *Report {
	return &Report{Document: Document{Record: firstVersion(ReportNumber(m, site)), Kind: DocMonthlyReport, Site: site,
		Period: int(m), State: DocDraft}}
}

// Ends is when the month is over, and with it its figures.
func (m Month) Ends(zone *time.Location) time.Time {
	n := m.Add(1)
	return time.Date(int(n)/100, time.Month(int(n)%100), 1, 0, 0, 0, 0, zone)
}

// ReportDueAt is by when the report of a month is to be released (rule M2): the end of a day of the next month.
func ReportDueAt(o *Org, m Month) time.Time {
	return m.Ends(o.Zone).AddDate(0, 0, int(o.Parameters.Get(ReportDue)))
}

// Visible tells whether a person may see the report: whoever sees the figures of its site.
func (r *Report) Visible(by Actor) bool { return over(by, r.Site) }

// lets: the supervisor comments, and the manager signs what another has commented.
func (r *Report) lets(by Actor, a Action) bool {
	if a == ActionCommentReport {
		return comments(by, r.Site)
	}
	return by.Role >= Manager && by.answersForAll(r.Site) && by.Account != r.CommentedBy
}

// comments: of a site, its supervisors; of the company, sales management. Where there is nobody of these, a
// manager who answers for it.
func comments(by Actor, site string) bool {
	due := func(p *Person) bool {
		if site == "" {
			return p.Role == Manager && p.AllSites && by.Org.Has(p, SalesManagement)
		}
		return p.Role == Supervisor && p.AnswersFor(site)
	}
	if due(by.Person) {
		return true
	}
	return by.Role == Manager && by.answersForAll(site) && len(by.Org.Active(due)) == 0
}

func (r *Report) takesPlace(a Action) error {
	switch {
	case a == ActionCommentReport && r.State != DocReleased, r.State == DocCommented:
		return nil
	}
	return Conflict("月度统计分析“%s”，不能%s。", r.State.Label(), a.Label())
}

// Offers tells whether an action is open to a person on the report as it stands (rule W1).
func (r *Report) Offers(by Actor, a Action, now time.Time) bool {
	return readyOn(by, a, r) == nil && r.over(by.Org, now) == nil
}

// over refuses a report on a month that still runs.
func (r *Report) over(o *Org, now time.Time) error {
	if now.Before(r.Month().Ends(o.Zone)) {
		return Conflict("这个月还没有结束，结束后才能点评和签发。")
	}
	return nil
}

// CommentOn writes the supervisor's comment (rule M2); until it is signed a newer one takes its place.
func (r *Report) CommentOn(by Actor, now time.Time, comment string) error {
	trimmed(&comment)
	if err := Every(readyOn(by, ActionCommentReport, r), r.over(by.Org, now),
		needed("comment", comment, longText)); err != nil {
		return err
	}
	r.begin(by, now)
	r.note(by, ActionCommentReport, DocCommented, now, changes("comment", r.Comment, comment)...)
	r.Comment, r.CommentedAt, r.CommentedBy = comment, now, by.Account
	r.Returned, r.ReturnedAt, r.ReturnedBy = "", time.Time{}, ""
	return nil
}

// SendBack returns the comment to the supervisor, with the reason.
func (r *Report) SendBack(by Actor, now time.Time, reason string) error {
	trimmed(&reason)
	if err := Every(readyOn(by, ActionReturnReport, r), needed("reason", reason, longText)); err != nil {
		return err
	}
	r.note(by, ActionReturnReport, DocDraft, now, Note("reason", reason))
	r.Returned, r.ReturnedAt, r.ReturnedBy = reason, now, by.Account
	return nil
}

// Sign releases the report with the figures as they stand now (rule M2). Who signs is not who commented.
func (r *Report) Sign(by Actor, now time.Time, words string, a *Analysis) error {
	trimmed(&words)
	if err := Every(readyOn(by, ActionSignReport, r), within("words", words, longText)); err != nil {
		return err
	}
	frozen := a.freeze(by.Org, r.CommentedBy, by.Account)
	r.note(by, ActionSignReport, DocReleased, now, Note("words", words), Note("figures", Digest(frozen)))
	r.Words, r.SignedAt, r.SignedBy, r.Frozen = words, now, by.Account, frozen
	return nil
}

// frozen is an analysis as it was released, with the names of that day.
type frozen struct {
	Analysis    *Analysis
	Sites       []Site
	Departments []Department
	Categories  []Category
	People      []Person
}

// freeze writes the figures down so that nothing changes them later: neither a complaint nor a new name.
func (a *Analysis) freeze(o *Org, more ...string) string {
	f := frozen{Analysis: a, Departments: o.Departments, Categories: o.Categories}
	for _, s := range o.Sites {
		if slices.Contains(a.Sites, s.Code) {
			f.Sites = append(f.Sites, Site{Code: s.Code, Name: s.Name})
		}
	}
	for _, t := range a.Counts {
		for account := range t[CountHandler] {
			more = append(more, account)
		}
		for account := range t[CountAgainst] {
			more = append(more, account)
		}
	}
	slices.Sort(more)
	for _, account := range slices.Compact(more) {
		if p := o.Person(account); p != nil {
			f.People = append(f.People, Person{Account: p.Account, Name: p.Name})
		}
	}
	b, err := json.Marshal(f)
	if err != nil { // plain values always marshal
		panic(err)
	}
	return string(b)
}

// Figures gives the figures of the report with the names that go with them: those of today until it is
// released, and from then on what was released.
func (r *Report) Figures(o *Org, today *Analysis) (*Analysis, *Org, error) {
	if r.State != DocReleased {
		return today, o, nil
	}
	var f frozen
	if err := json.Unmarshal([]byte(r.Frozen), &f); err != nil {
		return nil, nil, err
	}
	then := &Org{Company: o.Company, Zone: o.Zone, Parameters: o.Parameters, Sites: f.Sites, Departments: f.Departments,
		Categories: f.Categories, People: f.People}
	return f.Analysis, then.Index(), nil
}

// ReportReaders are those who may read the report of a site. It counts what they all may see, so that nobody
// learns of a complaint from it that is kept from them (rules P4, P8).
func (o *Org) ReportReaders(site string) []string {
	var out []string
	for _, p := range o.Active(func(p *Person) bool { return over(Actor{Person: p, Org: o}, site) }) {
		out = append(out, p.Account)
	}
	return out
}

// ReportCounts says what a report leaves out.
const ReportCounts = "设为受限的投诉，以及涉及本报告读者本人的投诉，不计算在内，因此数字可能少于各人的统计页。"

// Duty is a report or an evaluation that waits for a person: to be commented on or completed, or for their
// signature.
type Duty struct {
	Kind   DocKind
	Number string
	Period int
	Site   string
	State  DocState
	Due    time.Time
}

// DutyOf tells whether a report or an evaluation waits for a person, as it stands: in which state, "" where
// nobody has begun, and written by whom.
func DutyOf(by Actor, now time.Time, kind DocKind, period int, site string, state DocState, writer string) (Duty,
	bool) {
	if kind == DocQuarterlyReport {
		q := NewQuarter(period)
		q.State, q.WrittenBy = cmp.Or(state, q.State), writer
		d := Duty{kind, q.Number, period, "", q.State, ReportDueAt(by.Org, QuarterMonths(period)[2])}
		return d, q.State == DocWriting && q.Offers(by, ActionWriteQuarter, now) ||
			q.Offers(by, ActionReleaseQuarter, now)
	}
	r := NewReport(Month(period), site)
	r.State, r.CommentedBy = cmp.Or(state, r.State), writer
	d := Duty{kind, r.Number, period, site, r.State, ReportDueAt(by.Org, r.Month())}
	return d, (site == "" || by.Org.Site(site) != nil) &&
		(r.State == DocDraft && r.Offers(by, ActionCommentReport, now) || r.Offers(by, ActionSignReport, now))
}

// Awaits names the people for whose word the report waits.
func (r *Report) Awaits(o *Org, now time.Time) List {
	return o.namesOf(func(p *Person) bool {
		_, waits := DutyOf(Actor{Person: p, Org: o}, now, DocMonthlyReport, int(r.Month()), r.Site, r.State, r.CommentedBy)
		return waits
	})
}

// When is the month or quarter that a document is about, as addresses write it.
func When(kind DocKind, period int) string {
	if kind == DocQuarterlyReport {
		return QuarterName(period)
	}
	return Month(period).String()
}

// ReportRow is one month in the list of reports.
type ReportRow struct {
	Number                string
	Month                 Month
	State                 DocState
	CommentedBy, SignedBy string
	SignedAt              time.Time
	Due                   time.Time
}

// Printable refuses to print a report that still follows the figures; those of the month print by themselves.
func (r *Report) Printable() error {
	if r.State != DocReleased {
		return Conflict("签发以后才能打印和导出这份报告。")
	}
	return nil
}
