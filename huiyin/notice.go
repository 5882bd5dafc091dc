package huiyin

import (
	"slices"
	"time"
)

// Notice tells one person that something about a complaint waits for them or has happened (rule D8).
// It names the complaint and nothing of the customer (rules P3, P5).
type Notice struct {
	ID      int64
	Account string
	Kind    NoticeKind
	Number  string
	Grade   Grade
	State   State
	What    string // which deadline, D2 to D5, or how an approval was decided; else ""
	At      time.Time
	Seen    bool

	// Of the record as it stands when a message about it goes out (rule D8).
	Site    string
	Due     time.Time // the date that the notice speaks of, else the next one; zero for none
	DueKind DeadlineKind
}

// NoticeKind says what a notice is about.
type NoticeKind string

// The kinds of notices.
const (
	NoticeAssigned         NoticeKind = "assigned"
	NoticeReturned         NoticeKind = "returned"
	NoticeUnassigned       NoticeKind = "unassigned"
	NoticeApprovalWaiting  NoticeKind = "approval_waiting"
	NoticeApprovalUrged    NoticeKind = "approval_urged"
	NoticeApprovalDecided  NoticeKind = "approval_decided"
	NoticeHalf             NoticeKind = "deadline_half"
	NoticeNear             NoticeKind = "deadline_near"
	NoticeMissed           NoticeKind = "deadline_missed"
	NoticeFar              NoticeKind = "deadline_far"
	NoticeRaised           NoticeKind = "grade_raised"
	NoticeReminded         NoticeKind = "reminded"
	NoticeSilent           NoticeKind = "silent_customer"
	NoticeEmergency        NoticeKind = "emergency"
	NoticeTaskDue          NoticeKind = "task_due"
	NoticeMeasureDue       NoticeKind = "measure_due"
	NoticePaymentDue       NoticeKind = "payment_due"
	NoticePaymentOwed      NoticeKind = "payment_owed"
	NoticePaymentToRelease NoticeKind = "payment_to_release"
	NoticeReversalAsked    NoticeKind = "reversal_asked"
	NoticePaymentReversed  NoticeKind = "payment_reversed"
	NoticeFollowUpDue      NoticeKind = "follow_up_due"
	NoticeFollowUpBad      NoticeKind = "follow_up_bad"
	NoticeIneffective      NoticeKind = "measure_ineffective"
	NoticeExtension        NoticeKind = "extension_asked"
	NoticeExtended         NoticeKind = "extension_decided"
	NoticeMerged           NoticeKind = "merged"
	NoticeParted           NoticeKind = "parted"
	NoticePaused           NoticeKind = "paused"
	NoticeResumed          NoticeKind = "resumed"
	NoticeHandedOver       NoticeKind = "handed_over"
	NoticeConfirm          NoticeKind = "judicial_confirmation"
	NoticePraised          NoticeKind = "praised"
	NoticeCommended        NoticeKind = "commended"
	NoticePraiseWaiting    NoticeKind = "praise_waiting"
	NoticeStatementGiven   NoticeKind = "statement_given"
	NoticeFraud            NoticeKind = "fraud"
	NoticeLegalAsked       NoticeKind = "legal_asked"
	NoticePlan             NoticeKind = "plan"
	NoticeLeak             NoticeKind = "data_leak"
	NoticeSanctionWaiting  NoticeKind = "consequence_waiting"
	NoticeSanctionViewed   NoticeKind = "consequence_viewed"
	NoticeSanctionDone     NoticeKind = "consequence_done"
	NoticeSelfReview       NoticeKind = "self_review"
	NoticeReviewLate       NoticeKind = "self_review_late"
	NoticeSaidTooMuch      NoticeKind = "unapproved_sum"
	NoticeLetterWaiting    NoticeKind = "letter_waiting"
	NoticeCallAsked        NoticeKind = "call_asked"
	NoticeWordDenied       NoticeKind = "word_denied"
	NoticeWordUnproven     NoticeKind = "word_unproven"
	NoticeClosingAsked     NoticeKind = "closing_asked"
	NoticeClosingAgreed    NoticeKind = "closing_agreed"
	NoticeClosingEnded     NoticeKind = "closing_ended"
	NoticeClosedUnheard    NoticeKind = "closed_unheard"
	NoticeInvalidObjected  NoticeKind = "invalid_objected"
	NoticeInvalidDecided   NoticeKind = "invalid_decided"
	NoticeInquiryComplains NoticeKind = "inquiry_complains"

	NoticeCounterReminder NoticeKind = "counter_reminder"
	NoticeCounterMessage  NoticeKind = "counter_message"
	NoticeAsked           NoticeKind = "counter_asked"

	NoticeTransfer         NoticeKind = "transfer"
	NoticeTransferAccepted NoticeKind = "transfer_accepted"
	NoticeTransferBack     NoticeKind = "transfer_back"
	NoticeTransferLate     NoticeKind = "transfer_late"

	NoticeOutside         NoticeKind = "outside"
	NoticeOutsideExtended NoticeKind = "outside_extended"
	NoticeOutsideAgain    NoticeKind = "outside_again"
	NoticeRecusalAsked    NoticeKind = "recusal_asked"
	NoticeRecusalDecided  NoticeKind = "recusal_decided"

	// rules B1, P10
	NoticeReleaseAsked NoticeKind = "release_asked"
	NoticeDataGiven    NoticeKind = "data_given"
	NoticeOpened       NoticeKind = "opened_by_task"

	// To every vice president and to the person, by their account (rule P10).
	NoticeRights           NoticeKind = "rights_changed"
	NoticePasswordReset    NoticeKind = "password_reset"
	NoticeSecondDropped    NoticeKind = "second_dropped"
	NoticeClosedHandedOver NoticeKind = "restricted_handed_over"

	// To those who may confirm a change of rights and to the person, and to who asked for it (rule P10).
	NoticeWordAsked   NoticeKind = "rights_asked"
	NoticeWordDecided NoticeKind = "rights_decided"

	// To whoever is in charge of a restricted complaint that an administrator could not hand over (rule P10).
	NoticeHandOverAsked NoticeKind = "hand_over_asked"

	// To the manager of who has looked up too much at the counter (rule P11).
	NoticeLookUps NoticeKind = "counter_look_ups"
	// A destruction list waits for a signature (rule B1).
	NoticeDestruction NoticeKind = "destruction_list"
	// An archive list waits for a signature (rule W10).
	NoticeArchive NoticeKind = "archive_list"

	// The clock has drawn the month's sample (rule A6), a month's anchors wait to be printed and sealed (rule J4).
	NoticeSample      NoticeKind = "sample_drawn"
	NoticeAnchorSheet NoticeKind = "anchor_sheet"

	// A year's task about personal data waits (rule K13).
	NoticeDataDuty NoticeKind = "data_duty"

	// Complaints look like those of a group (rule K8).
	NoticeGroup NoticeKind = "group"

	// To whomever lines of an old register concern, once for all of them (I7).
	NoticeImported NoticeKind = "import_done"

	// To everybody who answers for the site before which many people stand (rule R15).
	NoticeAlarm NoticeKind = "crisis_alarm"
	// Of a crisis: who leads, which phase it is in, what is said outside (rules R1, R3, R7, R14).
	NoticeCrisisOpened       NoticeKind = "crisis_opened"
	NoticeCrisisNamed        NoticeKind = "crisis_named"
	NoticeCrisisSeat         NoticeKind = "crisis_seat"
	NoticeSeatOffered        NoticeKind = "crisis_handover"
	NoticeCrisisPhase        NoticeKind = "crisis_phase"
	NoticeStatementWaiting   NoticeKind = "statement_waiting"
	NoticeStatementDecided   NoticeKind = "statement_decided"
	NoticeStatementIssued    NoticeKind = "statement_issued"
	NoticeStatementWithdrawn NoticeKind = "statement_withdrawn"
	NoticeStatementNone      NoticeKind = "statement_none"
	NoticeStatementWordDue   NoticeKind = "statement_word_due"
	NoticeStatementUnread    NoticeKind = "statement_unread"
	// NoticeUnitConflict says that a file of units has what is decided line by line (rule B11).
	NoticeUnitConflict NoticeKind = "unit_conflict"

	// To whose account strangers try (rule P11).
	NoticeTried NoticeKind = "account_tried"

	// To who has changed their own password or second factor, in case it was somebody else (rule P10).
	NoticeOwnPassword NoticeKind = "own_password"
	NoticeOwnSecond   NoticeKind = "own_second"

	// To who brought a stack of papers, by its batch (rule F6).
	NoticeStackFiled NoticeKind = "stack_filed"

	// To the person it is about, who may not see the complaint (rules A3, P4).
	NoticeStatementAsked  NoticeKind = "statement_asked"
	NoticeSanctionHeard   NoticeKind = "consequence_heard"
	NoticeSanctionDecided NoticeKind = "consequence_decided"
	NoticeSanctionDropped NoticeKind = "consequence_dropped"
	NoticeReviewDue       NoticeKind = "self_review_due"
	NoticePoints          NoticeKind = "appraisal_points"
)

// decidedLabels say how what was asked came back (rule C8).
var decidedLabels = map[Decision]string{Approve: "已批准", Return: "被退回", Refuse: "被驳回"}

// Subject is the notice in two words: what it is about and, where there is more to say, which deadline or how it was
// decided; "" for no more.
func (n Notice) Subject() (about, more string) {
	switch {
	case n.What == "", n.Kind == NoticeAlarm, slices.Contains(CrisisNotices(), n.Kind):
		return n.Kind.Label(), ""
	case n.Kind == NoticeApprovalDecided:
		return n.Kind.Label(), decidedLabels[Decision(n.What)]
	}
	return n.Kind.Label(), DeadlineKind(n.What).Label()
}

var noticeKinds = words[NoticeKind]{
	{NoticeAssigned, "分派给您"}, {NoticeReturned, "未接收，已退回"}, {NoticeUnassigned, "尚未分派"}, {NoticeApprovalWaiting, "等您审批"},
	{NoticeApprovalUrged, "请尽快审批"}, {NoticeApprovalDecided, "方案已审批"}, {NoticeHalf, "时限过半"}, {NoticeNear, "时限将到"}, {NoticeMissed, "已逾期"},
	{NoticeFar, "严重逾期"},
	{NoticeRaised, "等级升为重大"}, {NoticeReminded, "客户多次催办"}, {NoticeSilent, "多日未联系客户"}, {NoticeEmergency, "紧急投诉"},
	{NoticeTaskDue, "事项到期"}, {NoticeMeasureDue, "整改措施到期"}, {NoticePaymentDue, "补偿待付款"},
	{NoticePaymentOwed, "客户已接受，请安排付款"},
	{NoticePaymentToRelease, "付款待您放行"}, {NoticeReversalAsked, "付款冲正待您同意"}, {NoticePaymentReversed, "付款已冲正"}, {NoticeFollowUpDue, "待回访"},
	{NoticeInquiryComplains, "抽查认为应登记为投诉"}, {NoticeFollowUpBad, "回访不满意，待答复"}, {NoticeIneffective, "措施无效，须另定"},
	{NoticeExtension, "申请延期"}, {NoticeExtended, "延期申请已答复"}, {NoticeMerged, "投诉合并"}, {NoticeParted, "投诉拆出"},
	{NoticePaused, "计时已暂停"}, {NoticeResumed, "计时已恢复"},
	{NoticeHandedOver, "工作移交给您"}, {NoticeConfirm, "可申请司法确认"},
	{NoticePraised, "收到客户表扬"}, {NoticeCommended, "受到表彰"},
	{NoticePraiseWaiting, "表扬待您核实"},
	{NoticeStatementGiven, "当事人已陈述"}, {NoticeFraud, "涉嫌欺诈，请出具法务意见"},
	{NoticeLegalAsked, "客户诉求以撤诉、删帖、评价或保密作交换，请出具法务意见"}, {NoticePlan, "按预案先告知您"},
	{NoticeLeak, "客户资料泄露"}, {NoticeStatementAsked, "请您陈述情况"},
	{NoticeCounterReminder, "客户在柜台催办"}, {NoticeCounterMessage, "柜台留言"}, {NoticeAsked, "客户在柜台询问受限投诉"},
	{NoticeLookUps, "按号码查询过于频繁"}, {NoticeDestruction, "鉴定销毁清册待签"}, {NoticeArchive, "档案移交清册待签"},
	{NoticeGroup, "可能是群诉"}, {NoticeSample, "监督检查已抽样，请指定检查人"}, {NoticeAnchorSheet, "日志存证月表待打印、签字、盖章"},
	{NoticeDataDuty, "个人信息保护的年度事项待做"},
	{NoticeRights, "账号的职务或权限已变更"}, {NoticePasswordReset, "账号的密码已由他人重置"}, {NoticeSecondDropped, "账号的两步验证已由他人关闭"},
	{NoticeWordAsked, "账号的权限变更等待确认"}, {NoticeWordDecided, "您提出的权限变更已有结果"},
	{NoticeClosedHandedOver, "账号的受限投诉已移交"}, {NoticeHandOverAsked, "受限投诉的工作请您另行安排"},
	{NoticeTransfer, "投诉转办"}, {NoticeTransferAccepted, "转办已接收"}, {NoticeTransferBack, "转办被退回"},
	{NoticeTransferLate, "转办逾期未接收"},
	{NoticeOutside, "有外部编号，须答复转来方"}, {NoticeOutsideExtended, "对方同意延期，请告知来电人"},
	{NoticeOutsideAgain, "对方再次转来，再办"},
	{NoticeReleaseAsked, "资料摘录等您放行"}, {NoticeDataGiven, "资料摘录已交给客户"},
	{NoticeOpened, "投诉因事项向他人开放"},
	{NoticeRecusalAsked, "申请回避，请您决定"}, {NoticeRecusalDecided, "有人回避"},
	{NoticeSanctionWaiting, "处罚等您决定"}, {NoticeSanctionViewed, "当事人已陈述意见"}, {NoticeSanctionDone, "处罚已有决定"},
	{NoticeSelfReview, "书面检查已提交"},
	{NoticeSaidTooMuch, "说出了未批准的金额"}, {NoticeLetterWaiting, "答复函等您定稿"},
	{NoticeCallAsked, "请核实客户意见"}, {NoticeWordDenied, "客户否认原来的意见"}, {NoticeWordUnproven, "客户意见逾期未核实"},
	{NoticeClosingAsked, "结案等您同意"}, {NoticeClosingAgreed, "结案已获同意"}, {NoticeClosingEnded, "结案申请已中止"},
	{NoticeClosedUnheard, "已按客户不接受结案"}, {NoticeInvalidObjected, "客户异议等您裁定"}, {NoticeInvalidDecided, "客户异议已裁定"},
	{NoticeReviewLate, "书面检查未按期提交"}, {NoticeSanctionHeard, "拟给予您处罚，请陈述意见"}, {NoticeSanctionDecided, "对您的处罚已有决定"},
	{NoticeSanctionDropped, "对您的处罚提议已撤回"}, {NoticeReviewDue, "您的书面检查到期"},
	{NoticePoints, "您的考评扣分有变动"}, {NoticeTried, "有人多次尝试登录您的账号"},
	{NoticeOwnPassword, "您的密码已更改，如非本人操作请联系管理员"}, {NoticeOwnSecond, "您的两步验证已更改，如非本人操作请联系管理员"},
	{NoticeStackFiled, "您上传的单据已读完归档"},
	{NoticeImported, "导入了旧台账"}, {NoticeAlarm, "群体事件"}, {NoticeUnitConflict, "房源导入有冲突"},
	{NoticeCrisisOpened, "启动了危机专班"},
	{NoticeCrisisNamed, "您在危机专班中有新的角色"},
	{NoticeCrisisSeat, "危机席位有变动"},
	{NoticeSeatOffered, "席位交接待您接收"},
	{NoticeCrisisPhase, "危机转入新阶段"},
	{NoticeStatementWaiting, "口径待批准"},
	{NoticeStatementDecided, "口径已有决定"},
	{NoticeStatementIssued, "口径已发布"},
	{NoticeStatementWithdrawn, "口径已撤下"},
	{NoticeStatementNone, "爆发期还没有首份口径"},
	{NoticeStatementWordDue, "承诺的下次发布到时"},
	{NoticeStatementUnread, "还有人没有读口径"},
}

// CrisisNotices are the kinds that are about a crisis.
func CrisisNotices() []NoticeKind {
	return []NoticeKind{NoticeCrisisOpened, NoticeCrisisNamed, NoticeCrisisSeat, NoticeSeatOffered, NoticeCrisisPhase, NoticeStatementWaiting,
		NoticeStatementDecided, NoticeStatementIssued, NoticeStatementWithdrawn, NoticeStatementNone, NoticeStatementWordDue, NoticeStatementUnread}
}

// Personal tells whether a notice is about the person told, on whose own page it leads to; what it is
// about they need not be able to see (rules A3, P4).
func (k NoticeKind) Personal() bool {
	return k == NoticeStatementAsked || k == NoticeSanctionHeard || k == NoticeSanctionDecided ||
		k == NoticeSanctionDropped || k == NoticeReviewDue || k == NoticePoints || k == NoticeTried ||
		k == NoticeOwnPassword || k == NoticeOwnSecond ||
		k == NoticeStackFiled
}

// OfAccount tells whether a notice is about an account, whose name is its number (rules P10, P11).
func (k NoticeKind) OfAccount() bool { return k == NoticeLookUps || k.Warns() }

// Pressing is how little a notice can wait, 0 for one that can: what several are about is told by the most pressing.
func (k NoticeKind) Pressing() int {
	return map[NoticeKind]int{NoticeAlarm: 6, NoticeEmergency: 5, NoticeLeak: 4, NoticeFar: 3, NoticeMissed: 2, NoticeNear: 1}[k]
}

// Warns tells whether a notice warns of an account (rule P10).
func (k NoticeKind) Warns() bool {
	return k == NoticeRights || k == NoticePasswordReset || k == NoticeSecondDropped ||
		k == NoticeClosedHandedOver || k == NoticeWordAsked || k == NoticeWordDecided
}

// Confidential tells whether a notice is for its person alone and never for a group (rule A3).
func (k NoticeKind) Confidential() bool {
	return k.Personal() || k.OfAccount() || k == NoticeSanctionWaiting || k == NoticeSanctionViewed ||
		k == NoticeSanctionDone ||
		k == NoticeSelfReview || k == NoticeReviewLate
}

// PersonalNotices lists the kinds that are personal.
func PersonalNotices() []NoticeKind {
	return slices.DeleteFunc(noticeKinds.all(), func(k NoticeKind) bool {
		return !k.Personal() && !k.OfAccount() && k != NoticeDestruction && k != NoticeArchive && k != NoticeSample && k != NoticeGroup && k != NoticeDataDuty && k != NoticeAnchorSheet && k != NoticeImported && k != NoticeUnitConflict
	})
}

// ConfidentialNotices lists the kinds that are confidential.
func ConfidentialNotices() []NoticeKind {
	return slices.DeleteFunc(noticeKinds.all(), func(k NoticeKind) bool { return !k.Confidential() })
}

// Label is the kind's name on pages.
func (k NoticeKind) Label() string { return noticeKinds.label(k) }

// tell notes notices for those who are active, see the complaint and have not caused it (rules P3, P4).
func (c *Complaint) tell(o *Org, kind NoticeKind, what string, at time.Time, causer string, accounts ...string) {
	told := map[string]bool{"": true, causer: true}
	for _, account := range accounts {
		p := o.Person(account)
		if told[account] || p == nil || p.Disabled || !c.Visible(Actor{Person: p, Org: o}) {
			continue
		}
		told[account] = true
		c.notices = append(c.notices, Notice{Account: account, Kind: kind, Number: c.Number, Grade: c.Grade,
			State: c.State, What: what, At: at})
	}
}

// Tier is who is told at a rung of the ladder (rule D8).
type Tier int

// The tiers.
const (
	TierHandler Tier = iota
	TierSupervisor
	TierManager
	TierVP
)

// Rung is one step of climbing: at a percentage of a deadline these are told (rule D8).
type Rung struct {
	Percent int
	Kind    NoticeKind
	Tell    []Tier
}

// ladder is rule D8 as data; a major complaint goes to the VP when it is missed, the others later.
var ladder = []struct {
	Rung
	grades []Grade // nil for every grade
}{
	{Rung{50, NoticeHalf, []Tier{TierHandler}}, nil},
	{Rung{80, NoticeNear, []Tier{TierHandler, TierSupervisor}}, nil},
	{Rung{100, NoticeMissed, []Tier{TierHandler, TierSupervisor, TierManager}}, []Grade{Minor, Important, Internal}},
	{Rung{100, NoticeMissed, []Tier{TierHandler, TierSupervisor, TierManager, TierVP}}, []Grade{Major}},
	{Rung{150, NoticeFar, []Tier{TierVP}}, []Grade{Minor, Important, Internal}},
}

// nextRung is the first rung above a percentage for a grade, nil when the ladder ends.
func (g Grade) nextRung(above int) *Rung {
	for i := range ladder {
		if r := &ladder[i]; r.Percent > above && (r.grades == nil || slices.Contains(r.grades, g)) {
			return &r.Rung
		}
	}
	return nil
}

// tier names the accounts of a tier: whoever handles it; the supervisors of the site; the manager in
// charge; the VP in charge.
func (c *Complaint) tier(o *Org, t Tier) []string {
	free := func(p *Person) bool { return !c.Excluded(p.Account) }
	switch t {
	case TierHandler:
		if c.Handler != "" {
			return []string{c.Handler}
		}
		return []string{c.FirstContact}
	case TierSupervisor:
		return accounts(o.Active(func(p *Person) bool {
			return p.Role == Supervisor && p.AnswersFor(c.Site) &&
				free(p)
		}))
	case TierManager:
		if p := c.managerInCharge(o, free); p != nil {
			return []string{p.Account}
		}
		return nil
	}
	if p := o.Person(c.Owner); p != nil && p.Role == VP {
		return []string{p.Account}
	}
	raised := *c
	raised.Grade = Major
	if owner := raised.route(o); owner != "" {
		return []string{owner}
	}
	return nil
}

func accounts(people []*Person) []string {
	out := make([]string, len(people))
	for i, p := range people {
		out[i] = p.Account
	}
	return out
}

// alarmed are those an emergency is told to at once: the site's supervisors, its project managers, the
// manager in charge and the VP (rule K2).
func (c *Complaint) alarmed(o *Org) []string {
	out := c.tier(o, TierSupervisor)
	out = append(out,
		accounts(o.Active(func(p *Person) bool { return p.Role == Manager && slices.Contains(p.Sites, c.Site) }))...)
	return append(append(out, c.tier(o, TierManager)...), c.tier(o, TierVP)...)
}
