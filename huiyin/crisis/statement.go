package crisis

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/huiyin"
)

// Statement is one version of what is said outside (rule R3). Of those issued one is in force.
type Statement struct {
	ID          int64
	N           int
	Kind        StatementKind
	Text        string
	NextAt      time.Time // when the next word is promised
	Answers     string    // who answers questions
	Status      StatementStatus
	By          string // who wrote it
	At          time.Time
	SubmittedAt time.Time
	Asked       int // whom the clock has told that it waits: 1 the deputy, 2 every vice president
	DecidedAt   time.Time
	DecidedBy   string
	Words       string // of the decision
	Unheard     string // why it was approved without legal's opinion
	Hash        string // of the approved text
	Template    string // of a holding statement
	IssuedAt    time.Time
	IssuedBy    string
	WordDue     int       // whom the clock has told that the next word is due: 1 spokesperson, 2 duty, 3 highest
	UnreadAt    time.Time // when duty was told who has not read it
	EndedAt     time.Time // replaced or withdrawn
	EndedBy     string
	Reason      string
}

// StatementKind says for whom it is.
type StatementKind string

// The kinds.
const (
	WordsForStaff StatementKind = "words"
	PublicNotice  StatementKind = "notice"
	Progress      StatementKind = "progress"
)

var statementKinds = huiyin.Words[StatementKind]{{WordsForStaff, "统一口径"}, {PublicNotice, "公告"}, {Progress, "进展公告"}}

// Label is the kind's name on pages.
func (k StatementKind) Label() string { return statementKinds.Label(k) }

// StatementKinds lists the kinds.
func StatementKinds() []StatementKind { return statementKinds.All() }

// StatementStatus is where a statement stands.
type StatementStatus string

// The states.
const (
	Draft     StatementStatus = "draft"
	Waiting   StatementStatus = "waiting"
	Approved  StatementStatus = "approved"
	Returned  StatementStatus = "returned"
	Refused   StatementStatus = "refused"
	Issued    StatementStatus = "issued"
	Replaced  StatementStatus = "replaced"
	Withdrawn StatementStatus = "withdrawn"
)

var statementStatuses = huiyin.Words[StatementStatus]{{Draft, "草稿"}, {Waiting, "待批准"}, {Approved, "已批准，待发布"}, {Returned, "已退回"},
	{Refused, "未批准"}, {Issued, "生效中"}, {Replaced, "已替代"}, {Withdrawn, "已撤下"}}

// Label is the state's name on pages.
func (s StatementStatus) Label() string { return statementStatuses.Label(s) }

// Opinion is legal's word on a statement (rule R3).
type Opinion struct {
	ID    int64
	N     int // of the statement
	At    time.Time
	By    string
	Agree bool
	Words string
}

// Channel is a way on which a statement went out (rule R3).
type Channel struct {
	ID      int64
	N       int
	At      time.Time
	By      string
	Channel ChannelKind
	Link    string
}

// ChannelKind is where a statement goes out.
type ChannelKind string

// The channels.
const (
	OnStaff   ChannelKind = "staff"
	OnDoor    ChannelKind = "door"
	OnGroup   ChannelKind = "group"
	OnAccount ChannelKind = "account"
	OnSite    ChannelKind = "site"
	OnPress   ChannelKind = "press"
)

var channelKinds = huiyin.Words[ChannelKind]{{OnStaff, "内部口径"}, {OnDoor, "现场张贴"}, {OnGroup, "业主群"}, {OnAccount, "公众号"},
	{OnSite, "官网"}, {OnPress, "媒体"}}

// Label is the channel's name on pages.
func (k ChannelKind) Label() string { return channelKinds.Label(k) }

// ChannelKinds lists the channels.
func ChannelKinds() []ChannelKind { return channelKinds.All() }

// Read is one of the front staff's 知道了 for a version (rule R3).
type Read struct {
	ID int64
	N  int
	At time.Time
	By string
}

// Wording is what a statement is written with.
type Wording struct {
	Text    string
	Kind    StatementKind
	NextAt  time.Time
	Answers string
}

const mostText = 600

func (w *Wording) check(o *huiyin.Org, now time.Time) error {
	var kind, next, answers error
	if !statementKinds.Has(w.Kind) {
		kind = huiyin.Invalid("kind", "请选择列表中的一项。")
	}
	if !w.NextAt.IsZero() && !w.NextAt.After(now) {
		next = huiyin.Invalid("next_at", "下次发布须在现在之后。")
	}
	if p := o.Person(w.Answers); w.Answers != "" && (p == nil || p.Disabled) {
		answers = huiyin.Invalid("answers", "请选择列表中的一项。")
	}
	return huiyin.Every(huiyin.Needed("text", w.Text, mostText), noSum(w.Text), kind, next, answers)
}

// noSum refuses words that name a sum: each complaint answers it as it was approved (rule C7).
func noSum(text string) error {
	if sums := huiyin.SumsIn(text); len(sums) > 0 {
		return huiyin.Invalid("text", "口径中不写金额（%s）；金额由每件投诉按审批答复。", sums[0].Amount)
	}
	return nil
}

func (c *Crisis) statement(n int) (*Statement, error) {
	if n < 1 || n > len(c.Statements) {
		return nil, huiyin.NotFound()
	}
	return &c.Statements[n-1], nil
}

// InForce is the statement in force, nil for none.
func (c *Crisis) InForce() *Statement {
	if c.Force == 0 {
		return nil
	}
	return &c.Statements[c.Force-1]
}

// Stale tells whether the next word that it promises has gone by, so that it cannot go out any more.
func (s *Statement) Stale(now time.Time) bool { return !s.NextAt.IsZero() && !s.NextAt.After(now) }

func (s *Statement) called() huiyin.Change { return huiyin.Note("statement", strconv.Itoa(s.N)) }

// DraftStatement begins a statement (rule R3), and gives its number.
func (c *Crisis) DraftStatement(by huiyin.Actor, now time.Time, w Wording) (int, error) {
	if err := huiyin.ReadyOn(by, huiyin.ActionDraftStatement, c); err != nil {
		return 0, err
	}
	if w.Kind == "" {
		w.Kind = WordsForStaff
	}
	if err := w.check(by.Org, now); err != nil {
		return 0, err
	}
	s := Statement{N: len(c.Statements) + 1, Kind: w.Kind, Text: w.Text, NextAt: w.NextAt, Answers: w.Answers, Status: Draft,
		By: by.Account, At: now}
	c.Statements = append(c.Statements, s)
	c.note(by, huiyin.ActionDraftStatement, now, s.called(), huiyin.Note("text", w.Text))
	return s.N, nil
}

// EditStatement changes a draft, or one that came back; what was submitted stays as it is (rule R3).
func (c *Crisis) EditStatement(by huiyin.Actor, now time.Time, n int, w Wording) error {
	s, err := c.begin(by, huiyin.ActionDraftStatement, n)
	switch {
	case err != nil:
		return err
	case s.Status != Draft && s.Status != Returned:
		return huiyin.Conflict("这一版%s，不能再改；请新建一版。", s.Status.Label())
	case s.By != by.Account:
		return huiyin.Forbidden("草稿由起草人修改；请新建一版。")
	}
	if w.Kind == "" {
		w.Kind = s.Kind
	}
	if err := w.check(by.Org, now); err != nil {
		return err
	}
	c.note(by, huiyin.ActionDraftStatement, now, s.called(), huiyin.Change{Field: "text", Before: s.Text, After: w.Text})
	s.Text, s.Kind, s.NextAt, s.Answers, s.Status = w.Text, w.Kind, w.NextAt, w.Answers, Draft
	return nil
}

func (c *Crisis) begin(by huiyin.Actor, act huiyin.Action, n int) (*Statement, error) {
	if err := huiyin.ReadyOn(by, act, c); err != nil {
		return nil, err
	}
	return c.statement(n)
}

// SubmitStatement asks for legal's opinion and the highest leader's word (rule R3).
func (c *Crisis) SubmitStatement(by huiyin.Actor, now time.Time, n int) error {
	s, err := c.begin(by, huiyin.ActionSubmitStatement, n)
	if err != nil {
		return err
	}
	if s.Status != Draft {
		return huiyin.Conflict("这一版%s，不能提交。", s.Status.Label())
	}
	if s.Stale(now) {
		return huiyin.Conflict("下次发布的时间已过，请先修改。")
	}
	s.Status, s.SubmittedAt, s.Asked = Waiting, now, 0
	c.note(by, huiyin.ActionSubmitStatement, now, s.called())
	asked := []string{c.Acting(by.Org, Highest)}
	for _, p := range c.Parts() {
		if p.Kind == LegalPart {
			asked = append(asked, p.Person)
		}
	}
	c.tell(by.Org, now, huiyin.NoticeStatementWaiting, strconv.Itoa(n), by.Account, asked...)
	return nil
}

// GiveOpinion is legal's word: agreed, or with words (rule R3).
func (c *Crisis) GiveOpinion(by huiyin.Actor, now time.Time, n int, agree bool, words string) error {
	s, err := c.begin(by, huiyin.ActionReviewStatement, n)
	if err != nil {
		return err
	}
	if s.Status != Waiting && s.Status != Draft {
		return huiyin.Conflict("这一版%s，不再需要意见。", s.Status.Label())
	}
	if err := huiyin.AtMost("opinion", words, mostSaid); err != nil {
		return err
	}
	if !agree && strings.TrimSpace(words) == "" {
		return huiyin.Invalid("opinion", "请写明意见，或选择无异议。")
	}
	c.Opinions = append(c.Opinions, Opinion{N: n, At: now, By: by.Account, Agree: agree, Words: words})
	agreed := ""
	if agree {
		agreed = "1"
	}
	c.note(by, huiyin.ActionReviewStatement, now, s.called(), huiyin.Note("agree", agreed), huiyin.Note("opinion", words))
	return nil
}

// OpinionsOn are legal's words on a statement.
func (c *Crisis) OpinionsOn(n int) []Opinion {
	return slices.DeleteFunc(slices.Clone(c.Opinions), func(o Opinion) bool { return o.N != n })
}

// DecideStatement approves, returns or refuses; the first word counts, and it is never the writer's (rule R3).
func (c *Crisis) DecideStatement(by huiyin.Actor, now time.Time, n int, d huiyin.Decision, words, unheard string) error {
	s, err := c.begin(by, huiyin.ActionDecideStatement, n)
	if err != nil {
		return err
	}
	if s.DecidedBy != "" && s.Status != Draft && s.Status != Waiting {
		return huiyin.Conflict("%s %s：%s。", by.Org.PersonName(s.DecidedBy), s.DecidedAt.In(by.Org.Zone).Format("15:04"), s.Status.Label())
	}
	if s.Status != Waiting {
		return huiyin.Conflict("这一版%s，没有提交批准。", s.Status.Label())
	}
	if by.Account == s.By || slices.ContainsFunc(by.Org.StandsFor(by.Person), func(p *huiyin.Person) bool { return p.Account == s.By }) {
		return huiyin.Forbidden("起草人和其代理人不能批准自己的口径。")
	}
	var decision, why, unasked error
	into := map[huiyin.Decision]StatementStatus{huiyin.Approve: Approved, huiyin.Return: Returned, huiyin.Refuse: Refused}[d]
	if into == "" {
		decision = huiyin.Invalid("decision", "请选择列表中的一项。")
	}
	turned := d == huiyin.Return || d == huiyin.Refuse
	switch {
	case turned && strings.TrimSpace(words) == "":
		why = huiyin.Invalid("words", "请写明理由。")
	case !turned && len(c.OpinionsOn(n)) == 0 && strings.TrimSpace(unheard) == "":
		unasked = huiyin.Invalid("without_opinion", "法务还没有意见；不等法务的，请写明理由。")
	}
	if err := huiyin.Every(decision, why, unasked, huiyin.AtMost("words", words, mostSaid),
		huiyin.AtMost("without_opinion", unheard, mostSaid)); err != nil {
		return err
	}
	s.Status, s.DecidedAt, s.DecidedBy, s.Words = into, now, by.Account, words
	if d == huiyin.Approve {
		s.Hash = hashed(s.Text)
		if len(c.OpinionsOn(n)) == 0 {
			s.Unheard = unheard
		}
	}
	c.note(by, huiyin.ActionDecideStatement, now, s.called(), huiyin.Note("decision", string(d)), huiyin.Note("words", words),
		huiyin.Note("without_opinion", s.Unheard), huiyin.Note("hash", s.Hash))
	c.tell(by.Org, now, huiyin.NoticeStatementDecided, strconv.Itoa(n), by.Account, append(c.speakers(by.Org), s.By)...)
	return nil
}

func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// speakers are those who issue: the seats and the spokesperson.
func (c *Crisis) speakers(o *huiyin.Org) []string {
	var out []string
	for _, s := range c.Seats {
		out = append(out, s.Who(o))
	}
	return append(out, c.spokespersons()...)
}

func (c *Crisis) spokespersons() (out []string) {
	for _, p := range c.Parts() {
		if p.Kind == Spokesperson {
			out = append(out, p.Person)
		}
	}
	return out
}

// IssueStatement puts an approved statement in force; replaces is the one that was in force on the page of who issues,
// 0 for none: of two who issue at once the second is told (rule R3).
func (c *Crisis) IssueStatement(by huiyin.Actor, now time.Time, n, replaces int, channels []ChannelKind) error {
	s, err := c.begin(by, huiyin.ActionIssueStatement, n)
	if err != nil {
		return err
	}
	if other := c.otherInForce(by.Org); replaces == 0 && c.Force > 0 { // a page of before, or one that does not say
		return huiyin.Every(huiyin.Invalid("replaces", other.Text, other.Args...), c.checkChannels(channels))
	} else if replaces != c.Force {
		return other
	}
	switch {
	case s.Status != Approved:
		return huiyin.Conflict("这一版%s，不能发布。", s.Status.Label())
	case hashed(s.Text) != s.Hash:
		return huiyin.Conflict("文字和批准的不同，不能发布。")
	case s.Stale(now):
		return huiyin.Conflict("口径里的下次发布时间已过，请新建一版。")
	}
	if err := c.checkChannels(channels); err != nil {
		return err
	}
	c.issue(by, huiyin.ActionIssueStatement, now, s, channels)
	return nil
}

func (c *Crisis) checkChannels(channels []ChannelKind) error {
	if len(channels) == 0 {
		return huiyin.Invalid("channel", "请选择发布渠道。")
	}
	for _, k := range channels {
		if !channelKinds.Has(k) {
			return huiyin.Invalid("channel", "请选择列表中的一项。")
		}
	}
	return nil
}

func (c *Crisis) otherInForce(o *huiyin.Org) *huiyin.Error {
	f := c.InForce()
	if f == nil {
		return huiyin.Conflict("原来的口径已撤下，现在没有生效的口径。请重新打开本页。")
	}
	return huiyin.Conflict("%s %s已发布第 %d 版：“%s”请重新打开本页再决定。", o.PersonName(f.IssuedBy),
		f.IssuedAt.In(o.Zone).Format("15:04"), f.N, huiyin.Shortened(f.Text))
}

func (c *Crisis) issue(by huiyin.Actor, act huiyin.Action, now time.Time, s *Statement, channels []ChannelKind) {
	detail := []huiyin.Change{s.called()}
	if old := c.InForce(); old != nil {
		old.Status, old.EndedAt, old.EndedBy = Replaced, now, by.Account
		detail = append(detail, huiyin.Note("replaces", strconv.Itoa(old.N)))
	}
	s.Status, s.IssuedAt, s.IssuedBy = Issued, now, by.Account
	c.Force, c.Withdrawn = s.N, false
	if c.FirstAt.IsZero() {
		c.FirstAt = now
	}
	for _, k := range channels {
		c.Channels = append(c.Channels, Channel{N: s.N, At: now, By: by.Account, Channel: k})
		detail = append(detail, huiyin.Note("channel", string(k)))
	}
	c.note(by, act, now, detail...)
	c.tell(by.Org, now, huiyin.NoticeStatementIssued, strconv.Itoa(s.N), by.Account, append(c.everybody(by.Org), s.By)...)
}

// HoldStatement issues an approved holding statement 首发口径 unchanged, with its blanks filled in (rule R3).
func (c *Crisis) HoldStatement(by huiyin.Actor, now time.Time, h *Holding, place, phone, at string) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionHoldStatement, c); err != nil {
		return err
	}
	if f := c.InForce(); f != nil {
		return huiyin.Conflict("第 %d 版口径已在生效，不能再发首发口径。", f.N)
	}
	if h == nil || !h.Usable() {
		return huiyin.Every(huiyin.Invalid("template", "请选择已批准的首发口径。"), huiyin.AtMost("place", place, mostPlace),
			huiyin.AtMost("phone", phone, 50), huiyin.AtMost("time", at, 50))
	}
	text, err := h.Filled(place, phone, at)
	if err != nil {
		return err
	}
	c.Statements = append(c.Statements, Statement{N: len(c.Statements) + 1, Kind: WordsForStaff, Text: text, By: by.Account, At: now,
		DecidedAt: h.ApprovedAt, DecidedBy: h.ApprovedBy, Hash: hashed(text), Template: h.Number})
	c.issue(by, huiyin.ActionHoldStatement, now, &c.Statements[len(c.Statements)-1], []ChannelKind{OnStaff})
	return nil
}

// SendStatement ticks a channel on which the statement in force went out (rule R3).
func (c *Crisis) SendStatement(by huiyin.Actor, now, at time.Time, n int, k ChannelKind, link string) error {
	s, err := c.begin(by, huiyin.ActionSendStatement, n)
	if err != nil {
		return err
	}
	if s.Status != Issued {
		return huiyin.Conflict("这一版%s，不再发布。", s.Status.Label())
	}
	if at.IsZero() {
		at = now
	}
	var when error
	if at.After(now) || at.Before(s.IssuedAt.Truncate(time.Minute)) {
		when = huiyin.Invalid("at", "时间须在发布之后、现在之前。")
	}
	if err := huiyin.Every(c.checkChannels([]ChannelKind{k}), when, huiyin.AtMost("link", link, mostSaid)); err != nil {
		return err
	}
	c.Channels = append(c.Channels, Channel{N: n, At: at, By: by.Account, Channel: k, Link: link})
	c.note(by, huiyin.ActionSendStatement, now, s.called(), huiyin.Note("channel", string(k)), huiyin.Note("link", link))
	return nil
}

// ChannelsOf are the ways on which a statement went out.
func (c *Crisis) ChannelsOf(n int) []Channel {
	return slices.DeleteFunc(slices.Clone(c.Channels), func(x Channel) bool { return x.N != n })
}

// WithdrawStatement takes the statement in force back at once, without a successor (rule R3).
func (c *Crisis) WithdrawStatement(by huiyin.Actor, now time.Time, n int, reason string) error {
	s, err := c.begin(by, huiyin.ActionWithdrawStatement, n)
	if err != nil {
		return err
	}
	if s.Status != Issued {
		return huiyin.Conflict("这一版%s，不能撤下。", s.Status.Label())
	}
	if err := huiyin.Needed("reason", reason, mostSaid); err != nil {
		return err
	}
	s.Status, s.EndedAt, s.EndedBy, s.Reason = Withdrawn, now, by.Account, reason
	c.Force, c.Withdrawn = 0, true
	c.note(by, huiyin.ActionWithdrawStatement, now, s.called(), huiyin.Note("reason", reason))
	c.tell(by.Org, now, huiyin.NoticeStatementWithdrawn, strconv.Itoa(n), by.Account, append(c.everybody(by.Org), s.By)...)
	return nil
}

// frontDesk is the case as the people of its sites see it: the statement in force and nothing else (rule R3).
type frontDesk struct{ *Crisis }

// Visible tells whether a person speaks for one of the sites.
func (f frontDesk) Visible(by huiyin.Actor) bool { return f.Hears(by) || f.Crisis.Visible(by) }

// Lets: each of them says that they know.
func (frontDesk) Lets(huiyin.Actor, huiyin.Action) bool { return true }

// TakesPlace: as long as there is something to know.
func (f frontDesk) TakesPlace(huiyin.Action) error {
	return f.Crisis.TakesPlace(huiyin.ActionReadStatement)
}

// Hears tells whether what is in force stands on a person's pages: those of its sites, and who is named (rule R3). The
// same stands as SQL in db.
func (c *Crisis) Hears(by huiyin.Actor) bool {
	return slices.ContainsFunc(c.AtSites(), by.AtSite) || c.named(by.Account)
}

// FrontStaff are those who speak with customers at the sites, and tap 知道了 for each version.
func (c *Crisis) FrontStaff(o *huiyin.Org) []string {
	return huiyin.Accounts(o.Active(func(p *huiyin.Person) bool {
		return p.Role < huiyin.Manager && slices.Contains(c.AtSites(), p.Site)
	}))
}

// ReadStatement notes that one of the front staff knows a version; twice is once (rule R3).
func (c *Crisis) ReadStatement(by huiyin.Actor, now time.Time, n int) error {
	if err := huiyin.ReadyOn(by, huiyin.ActionReadStatement, frontDesk{c}); err != nil {
		return err
	}
	s, err := c.statement(n)
	if err != nil {
		return err
	}
	if s.Status != Issued {
		if !c.Visible(by) && s.IssuedAt.IsZero() { // what was never said is not there
			return huiyin.NotFound()
		}
		return huiyin.Conflict("口径已更新，请看现在的口径。")
	}
	if c.HasRead(by.Account, n) {
		return nil
	}
	c.Reads = append(c.Reads, Read{N: n, At: now, By: by.Account})
	c.note(by, huiyin.ActionReadStatement, now, s.called())
	return nil
}

// HasRead tells whether a person has said that they know a version.
func (c *Crisis) HasRead(account string, n int) bool {
	return slices.ContainsFunc(c.Reads, func(r Read) bool { return r.By == account && r.N == n })
}

// Unread are the front staff who have not said that they know the statement in force.
func (c *Crisis) Unread(o *huiyin.Org) []string {
	return slices.DeleteFunc(c.FrontStaff(o), func(account string) bool { return c.HasRead(account, c.Force) })
}

// Printable refuses a print of what was never issued, and of what was replaced while it was asked for (rule R3). An older
// one is printed only by who reads the case, with the mark 已替代.
func (c *Crisis) Printable(by huiyin.Actor, n int, marked bool) (*Statement, error) {
	if !c.Hears(by) && !c.Visible(by) {
		return nil, huiyin.NotFound()
	}
	s, err := c.statement(n)
	if err != nil {
		return nil, err
	}
	switch {
	case s.Status == Issued:
		return s, nil
	case s.IssuedAt.IsZero() && !c.Visible(by):
		return nil, huiyin.NotFound()
	case s.IssuedAt.IsZero():
		return nil, huiyin.Conflict("这一版%s，没有发布，不能打印。", s.Status.Label())
	case marked && c.Visible(by):
		return s, nil
	}
	if f := c.InForce(); f != nil {
		return nil, huiyin.Conflict("口径已于 %s 更新，请打印第 %d 版。", f.IssuedAt.In(by.Org.Zone).Format("15:04"), f.N)
	}
	return nil, huiyin.Conflict("口径已撤下，不能打印。")
}
