package huiyin

import (
	"slices"
	"time"
)

// Filter is what a list of complaints is narrowed to; empty fields ask nothing.
type Filter struct {
	Q        string // words to find
	Grade    Grade
	State    State
	Site     string
	Category string // a first-level category stands for its children too
	Channel  Channel
	Urgency  Urgency
	Owner    string
	Late     bool
	Open     bool      // still being worked on by itself
	Moved    bool      // handed to another site, found at either (rule K11)
	From, To time.Time // received from, before
	Sort     string    // "" newest first; "due" earliest date to keep first, complaints with one only
	Page     string    // "" the first; else what the page before gave as Next, or a small page number

	Figure Indicator // counted under it (rule M4)
	Of     string    // with one of these of its values, parted by commas; "" any
	Month  string    // 2006-01
}

// Listed is one complaint in a list.
type Listed struct {
	ID         int64
	Number     string
	Site       string
	ReceivedAt time.Time
	Name       string
	Unit       string
	Matter     string // the beginning
	Category   string
	Grade      Grade
	State      State
	Urgency    Urgency
	Owner      string
	Handler    string
	DueAt      time.Time
	DueKind    DeadlineKind
	MergedInto string // "" for one that stands by itself (rule K7)
	Restricted bool   // rule P8
	Channel    Channel
	Department string
	Phone      string // masked (rule P5)
	Demand     string // the beginning
	ClosedAt   time.Time
	Outcome    Outcome
	Shut       bool // the reader sees that it exists, nothing more

	Excerpt *Excerpt // where it has what was sought
}

// Plain tells whether the filter asks for nothing that a complaint holds: what is known of a restricted
// one, its site and number, fits it (rule P8).
func (f Filter) Plain() bool {
	f.Site, f.Page = "", ""
	return f == Filter{}
}

// shut leaves of a row what those may know who may not open it (rule P8).
func (l *Listed) shut() {
	if l.Shut {
		*l = Listed{ID: l.ID, Number: l.Number, Site: l.Site, Restricted: true, Shut: true}
	}
}

// Close leaves of the page's rows what its reader may know (rule P8).
func (p *Page) Close() {
	for i := range p.Rows {
		p.Rows[i].shut()
	}
}

// Late tells whether a date that still has to be kept has passed.
func (l *Listed) Late(now time.Time) bool { return !l.DueAt.IsZero() && !now.Before(l.DueAt) }

// Page is one page of a list.
type Page struct {
	Rows  []Listed
	Total int    // found, as far as the reader may see them (rule P3)
	More  bool   // there may be more than Total: it was counted no further
	Next  string // the Filter.Page of the next page, "" at the end
}

// Waiting is a proposal on someone's approvals desk (rule C8).
type Waiting struct {
	Listed
	Proposal int
	Text     string
	Ground   string
	Remedies []string
	Amount   Money
	Gift     Money // of the amount
	Worth    Money // of measures that are not owed (rule C2)
	Unpriced bool  // with one of unknown worth
	Sum      Money
	By       string
	For      string // in whose place the reader would decide (rule P6)
	Step     Step
}

// DueTask is a task or a measure that someone has to do.
type DueTask struct {
	ID      int64
	Number  string
	What    string
	Due     time.Time
	Measure bool
}

// StatementRequest is a matter put to the person complained about, who sees nothing else of it (rule P4).
type StatementRequest struct {
	Number     string
	Wording    string
	Open       bool
	Stated     bool
	Statements []Statement // their own
}

// Date is something in a person's diary.
type Date struct {
	Number string
	Site   string
	Name   string
	Kind   DateKind
	At     time.Time
	Words  string
}

// DateKind says what is on a date.
type DateKind string

// The kinds of dates.
const (
	DateHearing  DateKind = "hearing"   // of a dispute (rule T1)
	DateLaw      DateKind = "law"       // of the law, in a dispute (rule T3)
	DateFollowUp DateKind = "follow_up" // due after closing (rule W9)
	DateCall     DateKind = "call"      // a second person asks the customer by then (rule W6)
	DateAgree    DateKind = "agree"     // a closing or an objection waits for the next role since then (rules W8, K10)
	DateWord     DateKind = "word"      // a bad follow-up waits for it since then (rule W9)
	DateMeasure  DateKind = "measure"   // a new one is asked for since then (rule A1)
)

var dateKinds = words[DateKind]{
	{DateHearing, "开庭或调解"}, {DateLaw, "法定期限"}, {DateFollowUp, "回访"}, {DateCall, "电话核实客户意见"}, {DateAgree, "结案或客户异议等您决定"},
	{DateWord, "答复回访：重开或说明原因"}, {DateMeasure, "措施无效，另定新措施"},
}

// Label is what is on the date, on pages.
func (k DateKind) Label() string { return dateKinds.label(k) }

// Column is what a list of complaints shows of each, besides its number and its matter.
type Column string

// The columns.
const (
	ColSite       Column = "site"
	ColCustomer   Column = "customer"
	ColPhone      Column = "phone"
	ColDemand     Column = "demand"
	ColChannel    Column = "channel"
	ColGrade      Column = "grade"
	ColState      Column = "state"
	ColOwner      Column = "owner"
	ColDepartment Column = "department"
	ColDue        Column = "due"
	ColOutcome    Column = "outcome"
	ColClosed     Column = "closed"
)

var listColumns = words[Column]{
	{ColSite, "项目"}, {ColCustomer, "投诉人"}, {ColPhone, "电话"}, {ColDemand, "客户诉求"}, {ColChannel, "投诉方式"},
	{ColGrade, "等级"}, {ColState, "状态"},
	{ColOwner, "负责"}, {ColDepartment, "责任部门"}, {ColDue, "下一期限"}, {ColOutcome, "结案状态"}, {ColClosed, "结案日期"},
}

// Label is the column's head.
func (c Column) Label() string { return listColumns.label(c) }

// ListColumns are all of them, in their order.
func ListColumns() []Column { return listColumns.all() }

// UsualColumns are those of a list that nobody has chosen others for.
func UsualColumns() []Column {
	return []Column{ColSite, ColCustomer, ColGrade, ColState, ColOwner, ColDue}
}

// MostColumns is how many a list shows, so that it fits on the screen.
const MostColumns = 8

// ChooseColumns reads chosen columns; without any they are the usual ones. They come back in their order.
func ChooseColumns(chosen []string) ([]Column, error) {
	var out []Column
	for _, c := range ListColumns() {
		if slices.Contains(chosen, string(c)) {
			out = append(out, c)
		}
	}
	switch {
	case slices.ContainsFunc(chosen, func(c string) bool { return c != "" && !listColumns.has(Column(c)) }):
		return UsualColumns(), Invalid("col", "请选择列表中的一项。")
	case len(out) > MostColumns:
		return UsualColumns(), Invalid("col", "最多选 %d 列，现选了 %d 列。", MostColumns, len(out))
	case out == nil:
		return UsualColumns(), nil
	}
	return out, nil
}

// Excerpt is a short piece of a complaint with what was sought marked in it.
type Excerpt struct {
	Place  Place
	Pieces []Piece // none of a phone, of which only that it fits is said (rule P5)
}

// Piece is a piece of text, found or around it.
type Piece struct {
	Text string
	Hit  bool
}

// Place is where in a complaint a text stands: a field of its intake, or what was written later.
type Place string

// The places.
const (
	TextInMatter     Place = "matter"
	TextInPhone      Place = "phone"
	TextInFinding    Place = "finding"
	TextInOpinion    Place = "opinion"
	TextInStatement  Place = "statement"
	TextInContact    Place = "contact"
	TextInProposal   Place = "proposal"
	TextInDecision   Place = "decision"
	TextInAnswer     Place = "answer"
	TextInResult     Place = "result"
	TextInTask       Place = "task"
	TextInCause      Place = "cause"
	TextInMeasure    Place = "measure"
	TextInFollowUp   Place = "follow_up"
	TextInReminder   Place = "reminder"
	TextInAttachment Place = "attachment"
	TextInDispute    Place = "dispute"
	TextInPayment    Place = "payment"
	TextInGift       Place = "present"
	TextInPause      Place = "pause"
	TextInExtension  Place = "extension"
	TextInOutside    Place = "outside_event"
)

var placesOfText = words[Place]{
	{TextInMatter, "投诉事项"}, {"demand", "客户诉求"}, {"name", "投诉人"}, {"unit", "房号/位置"}, {"number", "编号"},
	{"contract", "合同编号"}, {"event_place", "发生地点"},
	{"involved", "涉及的人员和部门"}, {"next_steps", "已告知客户的下一步"}, {"close_reason", "结案说明"}, {"old_number", "原编号"},
	{TextInPhone, "电话"},
	{TextInFinding, "调查结果"}, {TextInOpinion, "部门处理意见"}, {TextInStatement, "当事人陈述"}, {TextInContact, "沟通记录"},
	{TextInProposal, "方案"}, {TextInDecision, "审批意见"},
	{TextInAnswer, "答复"}, {TextInResult, "告知结果"}, {TextInTask, "执行事项"}, {TextInCause, "原因分析"}, {TextInMeasure, "整改措施"},
	{TextInFollowUp, "回访"}, {TextInReminder, "催办"},
	{TextInAttachment, "附件"}, {TextInDispute, "争议处理"}, {TextInPayment, "付款凭证"}, {TextInGift, "礼品"},
	{TextInPause, "暂停计时"}, {TextInExtension, "延期"},
	{"outside_number", "外部编号"}, {"outside_category", "对方的分类"}, {TextInOutside, "与转来方往来"},
}

// Label names the place on pages.
func (p Place) Label() string { return placesOfText.label(p) }

// PlacesOfText lists the places.
func PlacesOfText() []Place { return placesOfText.all() }
