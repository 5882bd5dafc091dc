package huiyin

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Paper is a printed paper of a complaint (RULES.md §13).
type Paper string

// The form 《客户投诉意见处理表》 has two parts. The customer's alone is shown to the customer, signed by them and counted
// by closing (rules F1, W7). PaperForm asks for both at once; on its own it was the code of the form until it was
// parted, and what was printed then still comes home as what it is.
const (
	PaperForm     Paper = "form"
	PaperCustomer Paper = "formcustomer"
	PaperHouse    Paper = "formhouse"
)

// PaperSettlement is the agreement that customer and company sign (rule C10).
const PaperSettlement Paper = "settlement"

// PaperPaid is the customer's receipt for money that came, apart from the agreement (rule C10).
const PaperPaid Paper = "paidreceipt"

// PaperWithdrawal is the customer's own word that they take the complaint back, which proves it (rules F7, W6).
const PaperWithdrawal Paper = Paper(WithdrawalForm)

// PaperMeasure is the notice that orders a measure (rules A1, F7), the one paper of which a case has several.
const PaperMeasure Paper = "rectification"

// PaperReport is the closure report and PaperDossier the whole file of a case, each with an edition for outside
// (rule F5). PaperExtract is what is held on a customer (rule B1). Neither dossier nor extract comes home signed.
const (
	PaperReport     Paper = "report"
	PaperReportOut  Paper = "reportout"
	PaperDossier    Paper = "dossier"
	PaperDossierOut Paper = "dossierout"
	PaperExtract    Paper = "extract"
)

// papers is the one list of the printed papers of a complaint, by code and title. Package web has their functions.
var papers = words[Paper]{
	{PaperCustomer, "客户投诉意见处理表（客户联）"}, {PaperHouse, "客户投诉意见处理表（内部联）"}, {"receipt", "投诉受理回执"},
	{"approval", "补偿审批表"}, {"settlement", "和解协议"}, {PaperPaid, "收条"}, {PaperWithdrawal, "撤诉书"}, {"letter", "投诉答复函"},
	{PaperReport, "投诉结案报告"}, {PaperReportOut, "投诉结案报告（外部版）"},
	{"process", "投诉处理过程记录表"}, {"followup", "回访记录表"}, {PaperMeasure, "整改通知单"},
	{PaperForm, "客户投诉意见处理表（分联前的旧表）"},
}

// Label is the paper's title.
func (p Paper) Label() string {
	if h := p.house(); h != nil {
		return h.title
	}
	if p.apart() {
		return apartPapers.label(p)
	}
	return papers.label(p)
}

// Title is what a file that is printed now is called: the form then holds both parts (rule F1).
func (p Paper) Title() string {
	if p == PaperForm {
		return "客户投诉意见处理表"
	}
	return p.Label()
}

// Printable refuses a paper that cannot be printed yet, as a conflict (rules C3, C6, F4, W9).
func (p Paper) Printable(c *Complaint) error {
	switch p {
	case "approval":
		return c.ApprovalPrintable()
	case "settlement":
		return c.SettlementPrintable()
	case PaperPaid:
		return c.PaidPrintable()
	case PaperWithdrawal:
		return c.WithdrawalPrintable()
	case "letter":
		return c.LetterPrintable()
	case "followup":
		return c.FollowUpPrintable()
	}
	return nil
}

// Papers lists the papers of a complaint.
func Papers() []Paper { return papers.all() }

// Kind is what a signed one is filed as.
func (p Paper) Kind() EvidenceKind {
	switch p {
	case PaperForm, PaperCustomer:
		return SignedForm
	case PaperHouse:
		return HouseForm // which proves nothing of the customer's
	case "settlement":
		return SignedAgreement
	case PaperReportOut:
		return EvidenceKind(PaperReport)
	}
	return EvidenceKind(p)
}

// paperTexts are the actions that change what stands on a paper. A paper printed before one of them is
// outdated when it comes home; what is only noted beside, such as a contact or a file, outdates nothing.
var paperTexts = map[Paper][]Action{
	PaperForm: append([]Action{ActionAssign, ActionFind, ActionGiveOpinion, ActionPropose, ActionSubmit,
		ActionWithdraw, ActionDecide, ActionGiveAnswer, ActionTellResult, ActionFindCause, ActionAddMeasure,
		ActionDoMeasure, ActionVerify, ActionSettle, ActionClose, ActionReopen, ActionTakeAgain, ActionFollowUp,
		ActionRaiseGrade},
		intakeTexts...),
	PaperCustomer: {ActionPropose, ActionSubmit, ActionWithdraw, ActionDecide, ActionGiveAnswer, ActionDecideFacts,
		ActionTellResult, ActionSettle, ActionClose, ActionReopen, ActionTakeAgain, ActionCorrect, ActionAnonymise},
	PaperHouse: append([]Action{ActionAssign, ActionFind, ActionGiveOpinion, ActionGiveStatement, ActionPropose,
		ActionSubmit, ActionWithdraw, ActionDecide, ActionFindCause, ActionAddMeasure, ActionDoMeasure, ActionVerify,
		ActionSettle, ActionClose, ActionReopen, ActionTakeAgain, ActionRaiseGrade}, intakeTexts...),
	PaperReportOut: {ActionLogContact, ActionGiveAnswer, ActionTellResult, ActionPay,
		ActionReleasePayment, ActionSettle, ActionClose, ActionReopen, ActionTakeAgain, ActionStartDispute, ActionEndDispute,
		ActionPropose, ActionSubmit, ActionWithdraw, ActionDecide, ActionDecideFacts, ActionCorrect, ActionAnonymise},
	"receipt":  intakeTexts,
	"approval": append([]Action{ActionPropose, ActionSubmit, ActionWithdraw, ActionDecide}, intakeTexts...),
	"settlement": append([]Action{ActionNameParty, ActionPropose, ActionSubmit, ActionWithdraw, ActionDecide},
		intakeTexts...),
	PaperPaid:       {ActionReleasePayment, ActionAgreeReversal, ActionCorrect, ActionAnonymise},
	PaperWithdrawal: {ActionCorrect, ActionAnonymise},
	"letter": append([]Action{ActionPropose, ActionSubmit, ActionWithdraw, ActionDecide, ActionGiveAnswer,
		ActionSettle, ActionDecideFacts, ActionFreezeLetter}, intakeTexts...),
	PaperReport: append([]Action{
		ActionAssign, ActionFind, ActionGiveOpinion, ActionGiveStatement, ActionLogContact, ActionRemind, ActionPropose,
		ActionSubmit, ActionWithdraw, ActionDecide, ActionGiveAnswer, ActionTellResult, ActionAddTask, ActionEndTask,
		ActionPay, ActionReleasePayment, ActionFindCause, ActionAddMeasure, ActionDoMeasure, ActionVerify, ActionSettle, ActionClose,
		ActionReopen, ActionTakeAgain,
		ActionFollowUp, ActionRaiseGrade, ActionStartDispute, ActionEndDispute, ActionLogDispute,
	}, intakeTexts...),
	"process": append([]Action{
		ActionAssign, ActionAccept, ActionFind, ActionGiveOpinion, ActionGiveStatement, ActionLogContact, ActionRemind,
		ActionPropose, ActionSubmit, ActionWithdraw, ActionDecide, ActionGiveAnswer, ActionTellResult, ActionAddTask,
		ActionEndTask, ActionPay, ActionReleasePayment, ActionFindCause, ActionAddMeasure, ActionDoMeasure, ActionVerify, ActionSettle,
		ActionClose, ActionReopen, ActionTakeAgain, ActionFollowUp, ActionRaiseGrade, ActionStartDispute,
		ActionEndDispute,
		ActionLogDispute, ActionPause, ActionResume, ActionExtend, ActionGrantExtension, ActionGiveGift,
	}, intakeTexts...),
	// What is written on these by hand, the call and the result, is typed in before they come home.
	"followup":   append([]Action{ActionClose, ActionReopen, ActionTakeAgain}, intakeTexts...),
	PaperMeasure: append([]Action{ActionFindCause}, intakeTexts...),
}

// intakeTexts change what every paper repeats.
var intakeTexts = []Action{ActionCorrect, ActionAssess, ActionAnonymise}

// OnePrint tells whether a picture's codes are pages of one print, so that it shows each of them.
func OnePrint(codes []PaperCode) bool {
	for _, c := range codes {
		if c.Text() != codes[0].Text() {
			return false
		}
	}
	return len(codes) > 0
}

// ScanStatus says whether a scan lies in its complaint, waits in the tray, or was discarded as nothing to file.
type ScanStatus string

// The statuses.
const (
	ScanFiled ScanStatus = "filed"
	ScanTray  ScanStatus = "tray"
	ScanGone  ScanStatus = "discarded"
)

// ScanProblem is why a scan waits in the tray. What names no complaint, and what names one that whoever
// brought it may not see, is unread alike (rule P3).
type ScanProblem string

// The problems.
const (
	ScanUnread  ScanProblem = "unread"
	ScanSeveral ScanProblem = "several"  // codes of different papers
	ScanEmpty   ScanProblem = "empty"    // no picture on the page
	ScanRefused ScanProblem = "refused"  // the complaint takes nothing from whoever brought it
	ScanTooMuch ScanProblem = "too_much" // its reader was ended: too long, or too much memory
	ScanNoHome  ScanProblem = "no_home"  // a paper of the portal's that is not kept when it comes back
)

var scanProblems = words[ScanProblem]{
	{ScanUnread, "没有认出这一页的二维码，或者它不是您能查看的单据，请指定归入哪件投诉。"}, {ScanSeveral, "这一页上有几份不同单据的二维码，请指定归入哪件投诉。"},
	{ScanEmpty, "这一页画不出来（格式特殊或已损坏），请打开核对，再指定归入哪件投诉。"},
	{ScanTooMuch, "读取这一页超过了 5 秒或 256 MB 内存，请打开核对，再指定归入哪件投诉，或换一种方式扫描。"}, {ScanRefused, "上传人不能向这件投诉添加材料，或者投诉的状态不允许，请核对后归入。"},
	{ScanNoHome, "认出了这一页，这种单据不归档，请核对后作废。"},
}

// Label is the sentence about it.
func (p ScanProblem) Label() string { return scanProblems.label(p) }

// Scan is one page that was photographed or scanned (rule F6).
type Scan struct {
	ID       int64
	Upload   int64 // the file that it came in
	At       time.Time
	By       string
	Name     string // of the file
	Sheet    int    // of the file's, from 1
	Sheets   int
	Source   string // hash of the file as it came
	Hash     string // of the page alone
	Type     string
	Size     int64
	Thumb    string // hash of a small picture, "" for none
	Site     string // of the complaint that its code names, else of whoever brought it
	Status   ScanStatus
	Problem  ScanProblem
	Number   string // where it was filed to, or what its code said
	Paper    Paper
	Part     int64
	Version  int64
	Page     int
	Pages    int
	Case     int64 // id of the complaint that it is filed to or that its code names, 0 for none
	Other    int64 // that a second code names
	FiledAt  time.Time
	FiledBy  string
	Attached int64    // id of the attachment
	Outdated []string // actions since the print (see Attachment)

	DiscardedAt time.Time // such as the blank back of a form; it stays listed and can still be filed (rule W11)
	DiscardedBy string
	Reason      string

	RemovedAt time.Time // when the content was deleted with the personal data (rule B1)
}

// Code is what stands on the page, or what a person said of it.
func (s *Scan) Code() PaperCode {
	return PaperCode{Number: s.Number, Paper: s.Paper, Part: s.Part, Version: s.Version, Page: s.Page, Pages: s.Pages}
}

// subject is what entries of the journal about it are under.
func (s *Scan) subject() string { return "scan:" + strconv.FormatInt(s.ID, 10) }

// Seen tells whether a person sees a scan, given the complaints that it is filed to or that its codes
// name: a filed one those who brought or filed it, as long as they see its complaint; in the tray one's
// own, and what lies at a site that one answers for, unless it names a complaint that one may not see
// (rules P3, P4, P8). The same rule stands as SQL in db.seenScans; a test proves them equal.
func (s *Scan) Seen(by Actor, named ...*Complaint) bool {
	all := !slices.ContainsFunc(named, func(c *Complaint) bool { return !c.Visible(by) })
	if s.Status == ScanFiled {
		return all && (s.By == by.Account || s.FiledBy == by.Account)
	}
	return s.By == by.Account || all && by.AnswersFor(s.Site)
}

// Chosen refuses what is no paper.
func (p Paper) Chosen() error { return when(!papers.has(p), "paper", "请选择单据。") }

// FileScan attaches a page to the complaint whose paper it is, as a signed one, and says what has changed
// on that paper since it was printed, given the journal since (rule F6).
func (c *Complaint) FileScan(by Actor, now time.Time, s *Scan, code PaperCode, since []Entry) error {
	if err := code.Paper.Chosen(); err != nil {
		return err
	}
	for i := range c.Attachments {
		if a := &c.Attachments[i]; a.Hash == s.Hash && a.Paper == code.Paper && a.Part == code.Part &&
			a.Page == code.Page && a.WithdrawnAt.IsZero() {
			return Conflict("这一页已经归入这件投诉。")
		}
	}
	a := Attachment{
		Name: s.FileName(), Kind: code.Paper.Kind(), Type: s.Type, Size: s.Size, Hash: s.Hash,
		Scan: s.ID, Paper: code.Paper, Part: code.Part, Page: code.Page, Pages: code.Pages, Edition: code.Version,
		Outdated: changedSince(code, since), EvidenceSource: EvidenceSource{Origin: OriginScan},
	}
	return c.Attach(by, now, a)
}

// Discard puts a page of the tray aside, with the reason; nothing of it is deleted (rules F6, W11).
func (s *Scan) Discard(by Actor, now time.Time, reason string) error {
	switch s.Status {
	case ScanFiled:
		if !s.Apart() { // withdrawn with its complaint's evidence
			return Conflict("这一页已经归入投诉。")
		}
	case ScanGone:
		return Conflict("这一页已经作废。")
	}
	if err := Every(by.may(ActionDiscardScan, nil), needed("reason", reason, 200)); err != nil {
		return err
	}
	s.Status, s.DiscardedAt, s.DiscardedBy, s.Reason = ScanGone, now, by.Account, reason
	return nil
}

// PutBlankAside puts the empty page of a file of several aside, as the back of a form that a duplex scanner sends; it is
// kept, and listed with what was discarded. A file that is nothing but an empty page waits for a person.
func (s *Scan) PutBlankAside(by Actor, now time.Time) bool {
	if s.Sheets < 2 || s.Status != ScanTray {
		return false
	}
	s.Status, s.DiscardedAt, s.DiscardedBy, s.Reason = ScanGone, now, by.Account, "空白页（单据背面）"
	return true
}

// FileName names the page after its file.
func (s *Scan) FileName() string {
	if s.Sheets < 2 {
		return s.Name
	}
	name, page := strings.TrimSuffix(s.Name, ".pdf"), fmt.Sprintf("-%d.pdf", s.Sheet)
	if r := []rune(name); len(r) > 200 {
		name = string(r[:200])
	}
	return name + page
}

// changedSince lists the actions that have changed a paper's text since it was printed, each once, the
// first of them first.
func changedSince(code PaperCode, since []Entry) []string {
	var out []string
	for _, e := range since {
		if code.Version > 0 && e.Version > code.Version && slices.Contains(paperTexts[code.Paper], e.Action) &&
			!slices.Contains(out, string(e.Action)) {
			out = append(out, string(e.Action))
		}
	}
	return out
}

// place notes what an attachment was printed as.
func (a *Attachment) place() []Change {
	if a.Paper == "" {
		return nil
	}
	code := PaperCode{Paper: a.Paper, Part: a.Part, Page: a.Page, Pages: a.Pages}
	edition := ""
	if a.Edition > 0 {
		edition = strconv.FormatInt(a.Edition, 10)
	}
	return []Change{
		Note("scan", strconv.FormatInt(a.Scan, 10)), Note("paper", string(a.Paper)), Note("part", code.part()),
		Note("page", code.place()),
		Note("edition", edition), Note("outdated", strings.Join(a.Outdated, " ")),
	}
}

// Changed tells whether an entry changed the paper that an attachment is, after it was printed.
func (a *Attachment) Changed(e *Entry) bool {
	return len(a.Outdated) > 0 && e.Version > a.Edition && !e.Logged.After(a.At) &&
		slices.Contains(paperTexts[a.Paper], e.Action)
}
