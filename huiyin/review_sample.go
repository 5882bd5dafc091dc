package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Sample is the supervision sample 监督检查 of a month (rule A6): closed complaints drawn by chance, each checked
// against a sheet by somebody who was not involved.
type Sample struct {
	Document
	Seed
	From  string // the complaints that it was drawn from, apart by spaces
	Share int64  // in percent
	Least int64
	Pool  int // how many were drawn from
	Items []SampleItem
	Marks []SheetMark

	Inquiries []SampledInquiry // kept as such though their words complain (rule W13)
}

// SampledInquiry is an inquiry of a sample whose words complain, and what was found of its being one (rules W13, A6).
type SampledInquiry struct {
	ID       int64
	N        int
	Number   string
	JudgedAt time.Time
	JudgedBy string
	Verdict  InquiryVerdict
	Words    string
}

// InquiryVerdict is what was found of an inquiry whose words complain.
type InquiryVerdict string

// The verdicts.
const (
	RightlyInquiry InquiryVerdict = "inquiry"
	WasComplaint   InquiryVerdict = "complaint"
)

var inquiryVerdicts = words[InquiryVerdict]{{RightlyInquiry, "属于咨询"}, {WasComplaint, "应登记为投诉"}}

// Label is the verdict on pages.
func (v InquiryVerdict) Label() string { return inquiryVerdicts.label(v) }

// InquiryVerdicts lists the verdicts.
func InquiryVerdicts() []InquiryVerdict { return inquiryVerdicts.all() }

// SampleItem is one complaint of a sample.
type SampleItem struct {
	ID         int64
	N          int
	Number     string
	Checker    string // "" until somebody is asked
	AssignedAt time.Time
	AssignedBy string
	Job        int // the work by which the checker was asked
	CheckedAt  time.Time
}

// SheetMark is what the checker gave one item of the sheet of a complaint (rule A6).
type SheetMark struct {
	ID    int64
	N     int // of the complaint in the sample
	Code  string
	None  bool // 不适用
	Score int
	Words string
}

// SheetLine is one item of the score sheet.
type SheetLine struct{ Code, Label string }

// ScoreSheet is the score sheet, each item 0 to 10 (rule A6).
var ScoreSheet = []SheetLine{{"record", "记录完整"}, {"response", "首次响应"}, {"finding", "调查核实"}, {"basis", "答复依据"},
	{"promise", "承诺兑现"}, {"improvement", "整改闭环"}}

const (
	fullMark = 10
	wordMark = 6 // below it words are needed
)

// SampleNumber is the number of a month's sample, JC-202603.
func SampleNumber(m Month) string { return "JC-" + m.digits() }

// Draw picks so many of these numbers by their SHA-256 with the seed: the same seed and complaints give the
// same sample, in whatever order they come.
func Draw(seed string, numbers []string, size int) []string {
	out := slices.Clone(numbers)
	slices.Sort(out)
	out = slices.Compact(out)
	slices.SortStableFunc(out, func(a, b string) int { return strings.Compare(Digest(seed+a), Digest(seed+b)) })
	return out[:min(max(size, 0), len(out))]
}

// SampleSize is how many of so many are drawn: the share in percent, rounded up, and at least so many.
func SampleSize(pool int, share, least int64) int {
	return min(pool, max((pool*int(share)+99)/100, int(least)))
}

// supervises tells who draws samples and asks for checks: a supervisor or above of the supervision group;
// where it has nobody, a VP.
func supervises(by Actor) bool {
	due := func(p *Person) bool { return p.Role >= Supervisor && by.Org.Has(p, Supervision) }
	return due(by.Person) || by.Role == VP && len(by.Org.Active(due)) == 0
}

// Supervises is supervises for the store.
func Supervises(by Actor) bool { return by.Person != nil && supervises(by) }

// DrawSample draws the sample of a month from the complaints closed in it: without those that are restricted,
// for who checks must read them (rule P8), and those about who draws (rule P4).
// Besides the share, all of always are in it: what other rules send here (rules K10, W6, W7); and the share of the
// inquiries whose words complain, at least one (rule W13).
func DrawSample(by Actor, now time.Time, m Month, with Seed, pool, always, kept []string) (*Sample, error) {
	if err := Can(by, ActionDrawSample, nil); err != nil && !by.clock() {
		return nil, err
	}
	seed := with.Hash
	switch {
	case now.Before(m.Ends(by.Org.Zone)):
		return nil, Invalid("month", "这个月还没有结束，结束后才能抽样。")
	case len(pool)+len(kept) == 0:
		return nil, Invalid("month", "这个月没有可以抽查的已结案投诉。")
	}
	share, least := by.Org.Parameters.Get(SampleShare), by.Org.Parameters.Get(SampleLeast)
	s := &Sample{Document: Document{Record: Record{Number: SampleNumber(m)}, Kind: DocSample, Period: int(m), At: now,
		By: by.Account}, Seed: with, Share: share, Least: least, Pool: len(pool)}
	rest := slices.DeleteFunc(slices.Clone(pool), func(n string) bool { return slices.Contains(always, n) })
	slices.Sort(rest)
	s.From = strings.Join(rest, " ")
	drawn := append(slices.Sorted(slices.Values(always)), Draw(seed, rest, SampleSize(len(pool), share, least))...)
	for i, n := range drawn {
		s.Items = append(s.Items, SampleItem{N: i + 1, Number: n})
	}
	inquiries := Draw(seed, kept, SampleSize(len(kept), share, 1))
	for i, n := range inquiries {
		s.Inquiries = append(s.Inquiries, SampledInquiry{N: i + 1, Number: n})
	}
	entry := ""
	if with.Entry > 0 {
		entry = strconv.FormatInt(with.Entry, 10)
	}
	s.note(by, ActionDrawSample, DocDrawn, now, Note("seed", seed), Note("seed_source", string(with.Source)),
		Note("seed_entry", entry), Note("pool", strconv.Itoa(len(pool))), Note("pool_digest", Digest(s.From)),
		Note("drawn", strconv.Itoa(len(drawn))), Note("cases", strings.Join(drawn, " ")),
		Note("inquiries", strings.Join(inquiries, " ")))
	if by.clock() {
		for _, p := range by.Org.Active(func(p *Person) bool { return supervises(Actor{Person: p, Org: by.Org}) }) {
			s.notices = append(s.notices, Notice{Account: p.Account, Kind: NoticeSample, Number: s.Number, At: now})
		}
	}
	return s, nil
}

// SampleDue tells whether the clock draws the sample of the month before: from the company's first working minute of a
// month on (rule A6).
func SampleDue(o *Org, now time.Time) (Month, bool) {
	m := MonthOf(now, o.Zone).Add(-1)
	return m, !now.Before(o.Calendar.Add("", o.Zone, m.Ends(o.Zone), time.Minute))
}

// clock tells whether nobody but the clock acts.
func (a Actor) clock() bool { return a.Person != nil && a.Account == "" && a.AllSites && a.Role == VP }

// Item finds a complaint of the sample by its place, nil when there is none.
func (s *Sample) Item(n int) *SampleItem {
	if n < 1 || n > len(s.Items) {
		return nil
	}
	return &s.Items[n-1]
}

// Visible tells whether a person may see the sample; which complaints of it, the store asks besides: the
// supervision group, the management of the company, and whoever has work from it.
func (s *Sample) Visible(by Actor) bool {
	return supervises(by) || overAll(by) || slices.ContainsFunc(s.Jobs, func(j Job) bool { return j.Who == by.Account })
}

// lets: the supervision group asks for checks; work from findings also those who check give.
func (s *Sample) lets(by Actor, a Action) bool {
	checks := slices.ContainsFunc(s.Items, func(i SampleItem) bool { return i.Checker == by.Account })
	switch a {
	case ActionCheckSample:
		return checks
	case ActionAssignJob:
		return checks || supervises(by)
	}
	return supervises(by)
}

func (s *Sample) takesPlace(Action) error { return nil }

// Offers tells whether an action is open to a person on the sample (rule W1).
func (s *Sample) Offers(by Actor, a Action) bool { return readyOn(by, a, s) == nil }

// TookPart tells whether a person had anything to do with the complaint, acted being all who did something
// in it: they cannot check it (rule A6).
func (c *Complaint) TookPart(p *Person, acted []string) bool {
	return c.Excluded(p.Account) || slices.Contains(acted, p.Account) ||
		p.Account == c.ResponsiblePerson ||
		slices.Contains(c.everConcerned(), p.Account) && !slices.Contains(c.Checkers, p.Account) ||
		p.Department != "" && (p.Department == c.Department || p.Department == c.ResponsibleDepartment) ||
		slices.ContainsFunc(c.Sanctions, func(k Sanction) bool { return k.Person == p.Account })
}

// Ask asks somebody who was not involved to check a complaint by a date. They read it from then on (rule P3).
func (s *Sample) Ask(by Actor, now time.Time, n int, checker string, due time.Time, c *Complaint,
	acted []string) error {
	if err := readyOn(by, ActionAskCheck, s); err != nil {
		return err
	}
	item, p := s.Item(n), by.Org.Person(checker)
	switch {
	case item == nil || c == nil || c.Number != item.Number || c.Restricted || accused(by, c):
		return NotFound()
	case !item.CheckedAt.IsZero():
		return Conflict("这件投诉已经检查。")
	}
	unknown := p == nil || p.Disabled || p.Admin
	if err := Every(when(unknown, "checker", "请选择检查人。"),
		when(checker == by.Account, "checker", "指定检查人的不能自己检查，请选择别人。"), // rule P10
		when(!unknown && c.TookPart(p, acted), "checker", "检查人不能与这件投诉有关，请选择没有参与过的人。"),
		dueFrom(due, now)); err != nil {
		return err
	}
	before := item.Checker
	if j := s.Job(item.Job); j != nil && j.EndedAt.IsZero() {
		if err := EndJob(s, by, now, j.N, "", "改由他人检查。"); err != nil {
			return err
		}
	}
	if err := AssignJob(s, by, now, Job{What: "检查抽中的投诉，填写检查表。", Who: checker, Due: due}); err != nil {
		return err
	}
	s.note(by, ActionAskCheck, s.State, now, append(changes("checker", before, checker), Note("n", strconv.Itoa(n)))...)
	item.Checker, item.AssignedAt, item.AssignedBy, item.Job = checker, now, by.Account, len(s.Jobs)
	if checker == before {
		return nil
	}
	c.note(by, ActionAskCheck, c.State, now, Note("checker", checker))
	if before != "" {
		c.readUntil(before, now)
	}
	if c.readFrom(checker); !slices.Contains(c.Checkers, checker) {
		c.Checkers = append(c.Checkers, checker)
	}
	return nil
}

// Fill writes the score sheet of a complaint, once (rule A6).
func (s *Sample) Fill(by Actor, now time.Time, n int, marks []SheetMark, c *Complaint, acted []string) error {
	if err := readyOn(by, ActionCheckSample, s); err != nil {
		return err
	}
	item := s.Item(n)
	switch {
	case item == nil || c == nil || c.Number != item.Number || !c.Visible(by):
		return NotFound()
	case item.Checker != by.Account:
		return Forbidden("只有指定的检查人可以填写检查表。")
	case !item.CheckedAt.IsZero():
		return Conflict("这件投诉已经检查。")
	case c.TookPart(by.Person, acted):
		return Forbidden("您参与过这件投诉，不能检查。")
	}
	given, wrong := 0, error(nil)
	for i := range marks {
		m := &marks[i]
		trimmed(&m.Words)
		if !m.None {
			given++
		}
		unknown := !m.None && (m.Score < 0 || m.Score > fullMark)
		wrong = Every(wrong, when(unknown, "score_"+m.Code, "请选择 0 到 10 分，或者不适用。"),
			when(!m.None && !unknown && m.Score < wordMark && m.Words == "", "words_"+m.Code, "低于 6 分的，请写明原因。"),
			within("words_"+m.Code, m.Words, longText))
		m.N = n
	}
	if err := Every(wrong, when(given == 0, "score_"+ScoreSheet[0].Code, "至少要有一项评分。")); err != nil {
		return err
	}
	if j := s.Job(item.Job); j != nil && j.EndedAt.IsZero() {
		if err := EndJob(s, by, now, j.N, "已填写检查表。", ""); err != nil {
			return err
		}
	}
	s.note(by, ActionCheckSample, s.State, now, Note("n", strconv.Itoa(n)))
	s.Marks = append(s.Marks, marks...)
	item.CheckedAt = now
	c.note(by, ActionCheckSample, c.State, now)
	c.readUntil(by.Account, now)
	return nil
}

// MayRead tells whether a person reads what is asked in an inquiry of the sample: the supervision group.
func (s *Sample) MayRead(by Actor, n int, q *Inquiry) bool {
	return n >= 1 && n <= len(s.Inquiries) && q != nil && q.Number == s.Inquiries[n-1].Number && supervises(by) &&
		!q.hidden(by)
}

// MayJudge tells why a person may not judge an inquiry of the sample, nil when they may: the supervision group, and
// nobody about what they recorded or handle themselves (rules W13, A6).
func (s *Sample) MayJudge(by Actor, n int, q *Inquiry) error {
	if err := readyOn(by, ActionAskCheck, s); err != nil {
		return err
	}
	switch {
	case !s.MayRead(by, n, q):
		return NotFound()
	case !s.Inquiries[n-1].JudgedAt.IsZero():
		return Conflict("这件咨询已经检查。")
	case by.Account == q.RecordedBy || by.Account == q.Handler:
		return Forbidden("您登记或经办了这件咨询，不能检查。")
	}
	return nil
}

// JudgeInquiry says whether an inquiry whose words complain was rightly one; where it was not, the site's supervisors and
// its handler are told, who make a complaint of it (rule W13).
func (s *Sample) JudgeInquiry(by Actor, now time.Time, n int, v InquiryVerdict, text string, q *Inquiry) error {
	if err := s.MayJudge(by, n, q); err != nil {
		return err
	}
	trimmed(&text)
	if err := Every(when(!inquiryVerdicts.has(v), "verdict", "请选择检查结果。"), needed("words", text, 1000)); err != nil {
		return err
	}
	s.note(by, ActionCheckSample, s.State, now, Note("inquiry", q.Number), Note("inquiry_verdict", string(v)),
		Note("words", text))
	k := &s.Inquiries[n-1]
	k.JudgedAt, k.JudgedBy, k.Verdict, k.Words = now, by.Account, v, text
	q.note(by, ActionCheckSample, q.State, now, Note("inquiry_verdict", string(v)), Note("words", text))
	if v == WasComplaint {
		seats := &Complaint{Intake: Intake{Site: q.Site}}
		q.tell(by.Org, NoticeInquiryComplains, "", now, by.Account,
			append(seats.tier(by.Org, TierSupervisor), q.Handler)...)
	}
	return nil
}

// Average is the mean of an item of the sheet in tenths over these complaints, or of all items where it is
// "", with the number of marks behind it.
func (s *Sample) Average(code string, of []int) (tenths, n int) {
	sum := 0
	for _, m := range s.Marks {
		if !m.None && (code == "" || m.Code == code) && slices.Contains(of, m.N) {
			sum, n = sum+m.Score, n+1
		}
	}
	if n == 0 {
		return 0, 0
	}
	return (sum*10 + n/2) / n, n
}

// SampleRules says what a sample leaves out.
const SampleRules = "无效、只有客户口头意见、以书面原因代替材料结案的投诉全部检查，其余随机抽取。设为受限的投诉和涉及抽样人本人的投诉不参加抽样；本页只列出您可以知道的投诉。"

// SampleRow is one month in the list of samples: how many are known to the reader, how many of these are
// checked, and the mean of each item of the sheet, then of all, in tenths, -1 for none.
type SampleRow struct {
	Number         string
	Month          Month
	Drawn, Checked int
	Unasked        int // to whom nobody was asked yet
	Unjudged       int // inquiries
	Means          []int
}

// Row sums a sample up over the complaints that a reader may know of.
func (s *Sample) Row(known []int) SampleRow {
	r := SampleRow{Number: s.Number, Month: Month(s.Period), Drawn: len(known)}
	for _, n := range known {
		switch item := s.Item(n); {
		case !item.CheckedAt.IsZero():
			r.Checked++
		case item.Checker == "":
			r.Unasked++
		}
	}
	for _, q := range s.Inquiries {
		if q.JudgedAt.IsZero() {
			r.Unjudged++
		}
	}
	mean := func(code string) {
		tenths, n := s.Average(code, known)
		if n == 0 {
			tenths = -1
		}
		r.Means = append(r.Means, tenths)
	}
	for _, l := range ScoreSheet {
		mean(l.Code)
	}
	mean("")
	return r
}
