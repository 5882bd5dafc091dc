package huiyin

import "slices"

// State is where a complaint stands (RULES.md §4).
type State string

// The states.
const (
	Received      State = "received"
	Investigating State = "investigating"
	Proposing     State = "proposing"
	Approving     State = "approving"
	Answering     State = "answering"
	Executing     State = "executing"
	Closed        State = "closed"
	Archived      State = "archived"
	InDispute     State = "dispute"
)

var states = words[State]{
	{Received, "已受理"}, {Investigating, "调查中"}, {Proposing, "拟定方案"}, {Approving, "审批中"}, {Answering, "待客户确认"},
	{Executing, "执行中"}, {Closed, "已结案"}, {Archived, "已归档"}, {InDispute, "争议处理"},
}

// Label is the state's name on pages.
func (s State) Label() string { return states.label(s) }

// States lists the states in the order of the way.
func States() []State { return states.all() }

// Open tells whether the complaint is still being worked on.
func (s State) Open() bool { return s != Closed && s != Archived }

// Settled tells whether the customer has accepted, or the case is closed (rule D5).
func (s State) Settled() bool { return s == Executing || !s.Open() }

// Grade says who is in charge (RULES.md §3).
type Grade string

// The grades.
const (
	Minor     Grade = "minor"
	Important Grade = "important"
	Major     Grade = "major"
	Internal  Grade = "internal"
)

var grades = words[Grade]{{Minor, "轻微"}, {Important, "重要"}, {Major, "重大"}, {Internal, "内部"}}

// Label is the grade's name on pages.
func (g Grade) Label() string { return grades.label(g) }

// Grades lists the grades.
func Grades() []Grade { return grades.all() }

// Urgency drives clocks and alarms, never who is in charge (rules K2, G9).
type Urgency string

// The urgencies.
const (
	Normal    Urgency = "normal"
	Urgent    Urgency = "urgent"
	Emergency Urgency = "emergency"
)

var urgencies = words[Urgency]{{Normal, "一般"}, {Urgent, "加急"}, {Emergency, "紧急"}}

// Label is the urgency's name on pages.
func (u Urgency) Label() string { return urgencies.label(u) }

// Urgencies lists the urgencies from the lowest up.
func Urgencies() []Urgency { return urgencies.all() }

func (u Urgency) rank() int {
	for i, w := range urgencies {
		if w.value == u {
			return i
		}
	}
	return -1
}

// Validity is whether a complaint stands (rule K10).
type Validity string

// The validities.
const (
	Undecided Validity = "undecided"
	Valid     Validity = "valid"
	NotValid  Validity = "invalid"
)

var validities = words[Validity]{{Undecided, "待定"}, {Valid, "有效"}, {NotValid, "无效"}}

// Label is the validity's name on pages.
func (v Validity) Label() string { return validities.label(v) }

// Validities lists the validities.
func Validities() []Validity { return validities.all() }

// Channel is how a complaint came in.
type Channel string

// The channels that rules name.
const (
	ChannelPhone      Channel = "phone"
	ChannelVisit      Channel = "visit"
	ChannelGovernment Channel = "government"
	ChannelDeveloper  Channel = "developer"
)

var channels = words[Channel]{
	{ChannelPhone, "电话"}, {ChannelVisit, "来访"}, {"letter", "信函"}, {"email", "电子邮件"}, {"wechat", "微信"}, {"app", "网络"},
	{"social", "社交媒体"}, {"hotline", "热线"}, {"media", "媒体"}, {ChannelGovernment, "政府转办"}, {ChannelDeveloper, "开发商转来"},
	{"manager", "项目经理转来"}, {"other", "其他"},
}

// Label is the channel's name on pages.
func (c Channel) Label() string { return channels.label(c) }

// Channels lists the channels.
func Channels() []Channel { return channels.all() }

// Relation is what the complainant is to the company.
type Relation string

// RelationDeveloper is the relation that a rule names (G2).
const RelationDeveloper Relation = "developer"

var relations = words[Relation]{
	{"owner", "业主"}, {"buyer", "购房客户"}, {"prospect", "意向客户"}, {"tenant", "租户"}, {"landlord", "房东"},
	{RelationDeveloper, "开发商"}, {"staff", "员工"}, {"other", "其他"},
}

// Label is the relation's name on pages.
func (r Relation) Label() string { return relations.label(r) }

// Relations lists the relations.
func Relations() []Relation { return relations.all() }

// Emotion is how upset the customer is.
type Emotion string

var emotions = words[Emotion]{{"calm", "平静"}, {"dissatisfied", "不满"}, {"agitated", "激动"}, {"furious", "愤怒"}}

// Label is the emotion's name on pages.
func (e Emotion) Label() string { return emotions.label(e) }

// Emotions lists the emotions.
func Emotions() []Emotion { return emotions.all() }

// Scope is how many households are touched (rule K3).
type Scope string

// OneHousehold is the scope of what concerns nobody else.
const OneHousehold Scope = "household"

var scopes = words[Scope]{{OneHousehold, "个体"}, {"part", "局部区域"}, {"estate", "整个项目"}}

// Label is the scope's name on pages.
func (s Scope) Label() string { return scopes.label(s) }

// Scopes lists the scopes.
func Scopes() []Scope { return scopes.all() }

// Responsibility is whose fault it was (rule K5).
type Responsibility string

// The responsibilities that rules name.
const (
	ByCompany   Responsibility = "company"
	ByDeveloper Responsibility = "developer"
	ByThird     Responsibility = "third_party"
	ByCustomer  Responsibility = "customer"
	ByUnknown   Responsibility = "unknown"
)

var responsibilities = words[Responsibility]{
	{ByUnknown, "尚不清楚"}, {ByCompany, "我方"}, {ByDeveloper, "开发商遗留"}, {ByThird, "第三方"}, {ByCustomer, "客户自身"},
	{"shared", "共同"},
}

// Label is the responsibility's name on pages.
func (r Responsibility) Label() string { return responsibilities.label(r) }

// Responsibilities lists the responsibilities.
func Responsibilities() []Responsibility { return responsibilities.all() }

// Satisfaction is the customer's word on the result (rule W6).
type Satisfaction string

// The satisfactions.
const (
	Satisfied   Satisfaction = "satisfied"
	Fair        Satisfaction = "fair"
	Unsatisfied Satisfaction = "unsatisfied"
)

var satisfactions = words[Satisfaction]{{Satisfied, "满意"}, {Fair, "基本满意"}, {Unsatisfied, "不满意"}}

// Label is the satisfaction's name on pages.
func (s Satisfaction) Label() string { return satisfactions.label(s) }

// Satisfactions lists the satisfactions.
func Satisfactions() []Satisfaction { return satisfactions.all() }

// Outcome is how a complaint ended (rule W8).
type Outcome string

// The outcomes.
const (
	Solved      Outcome = "solved"
	FollowedUp  Outcome = "followed_up"
	NotAccepted Outcome = "not_accepted"
	Withdrawn   Outcome = "withdrawn"
	Mediated    Outcome = "mediated"
	Arbitrated  Outcome = "arbitrated"
	Judged      Outcome = "judged"
	InvalidCase Outcome = "invalid"
)

var outcomes = words[Outcome]{
	{Solved, "已解决"}, {FollowedUp, "已跟进"}, {NotAccepted, "客户不接受"}, {Withdrawn, "撤诉"}, {Mediated, "调解"},
	{Arbitrated, "仲裁"},
	{Judged, "诉讼"}, {InvalidCase, "无效"},
}

// Label is the outcome's name on pages.
func (o Outcome) Label() string { return outcomes.label(o) }

// Outcomes lists the outcomes.
func Outcomes() []Outcome { return outcomes.all() }

// Way is how someone was spoken to; face to face comes first (rule W6).
type Way string

// FaceToFace is the way that a rule names.
const FaceToFace Way = "face"

var ways = words[Way]{{FaceToFace, "面谈"}, {"phone", "电话"}, {"wechat", "微信"}, {"email", "电子邮件"}, {"letter", "书面"},
	{"visit", "来访"}, {"other", "其他"}}

// Label is the way's name on pages.
func (w Way) Label() string { return ways.label(w) }

// Ways lists the ways.
func Ways() []Way { return ways.all() }

// Remedy is one kind of measure in a proposal (rule W3).
type Remedy string

// The remedies.
const (
	Apology      Remedy = "apology"
	Explanation  Remedy = "explanation"
	Compensation Remedy = "compensation"
	Help         Remedy = "help"
	Improvement  Remedy = "improvement"
	RemedyGift   Remedy = "gift"
)

var remedies = words[Remedy]{
	{Apology, "道歉"}, {Explanation, "解释说明"}, {Compensation, "经济补偿"}, {Help, "协助解决"}, {Improvement, "改进服务"},
	{RemedyGift, "礼品"},
}

// Label is the remedy's name on pages.
func (r Remedy) Label() string { return remedies.label(r) }

// Remedies lists the remedies.
func Remedies() []Remedy { return remedies.all() }

// CauseClass sorts root causes (rule A1).
type CauseClass string

var causeClasses = words[CauseClass]{
	{"people", "人员"}, {"process", "流程"}, {"product", "产品"}, {"information", "信息"}, {"supplier", "供应商"},
	{"environment", "环境"},
}

// Label is the class's name on pages.
func (c CauseClass) Label() string { return causeClasses.label(c) }

// CauseClasses lists the classes.
func CauseClasses() []CauseClass { return causeClasses.all() }

// MeasureKind tells a correction from a prevention (rule A1).
type MeasureKind string

// The kinds of measures.
const (
	Corrective MeasureKind = "corrective"
	Preventive MeasureKind = "preventive"
)

var measureKinds = words[MeasureKind]{{Corrective, "纠正措施"}, {Preventive, "预防措施"}}

// Label is the kind's name on pages.
func (k MeasureKind) Label() string { return measureKinds.label(k) }

// MeasureKinds lists the kinds.
func MeasureKinds() []MeasureKind { return measureKinds.all() }

// EvidenceKind sorts attachments (rule K6).
type EvidenceKind string

// SignedForm is the paper the customer signed; closing an important or major complaint needs it (rule W7).
const SignedForm EvidenceKind = "signed_form"

// HouseForm is the house's part of the form, signed inside; it never stands for the customer's (rules F1, W7).
const HouseForm EvidenceKind = "house_form"

// SignedAgreement and AwardPaper are the papers that a payment rests on (rule C6).
const (
	SignedAgreement EvidenceKind = "agreement"
	AwardPaper      EvidenceKind = "award"
)

// PayInstruction is what the claimant signed for another payee or for cash, PaymentSlip the picture of the slip
// (rule W17).
const (
	PayInstruction EvidenceKind = "pay_instruction"
	PaymentSlip    EvidenceKind = "payment_slip"
)

// What proves the customer's word: a recorded call, a message or mail kept, a withdrawal in their own words (rule W6).
const (
	Audio          EvidenceKind = "audio"
	ContactPaper   EvidenceKind = "contact_record"
	WithdrawalForm EvidenceKind = "withdrawal"
)

// LawLetter is the letter of a lawyer, an arbitrator or a court, which puts the complaint under hold (rule T2).
const LawLetter EvidenceKind = "law_letter"

var evidenceKinds = words[EvidenceKind]{
	{"photo", "照片"}, {"video", "视频"}, {Audio, "录音"}, {"viewing_record", "带看记录"}, {ContactPaper, "沟通记录"},
	{"contract", "合同"}, {WithdrawalForm, "客户亲笔撤诉书"},
	{SignedForm, "已签字表单"}, {HouseForm, "已签内部联"}, {SignedAgreement, "和解或仲裁协议"}, {AwardPaper, "裁决、判决或调解文书"},
	{PayInstruction, "客户签字的付款指示"}, {PaymentSlip, "付款凭证"},
	{LawLetter, "律师函或法院、仲裁机构文书"}, {"receipt", "受理回执"},
	{EvidenceKind(PaperPaid), "客户收条"},
	{"approval", "补偿审批表"}, {"letter", "答复函"},
	{"report", "结案报告"},
	{"process", "处理过程记录"}, {"followup", "回访记录"}, {"rectification", "整改通知单"},
	{"document", "其他文件"},
}

// Label is the kind's name on pages.
func (k EvidenceKind) Label() string { return evidenceKinds.label(k) }

// EvidenceKinds lists the kinds.
func EvidenceKinds() []EvidenceKind { return evidenceKinds.all() }

// Stage is one rung of a dispute (rule T1).
type Stage string

// The stages.
const (
	Mediation   Stage = "mediation"
	Arbitration Stage = "arbitration"
	Court       Stage = "court"
)

var stages = words[Stage]{{Mediation, "调解"}, {Arbitration, "仲裁"}, {Court, "诉讼"}}

// Label is the stage's name on pages.
func (s Stage) Label() string { return stages.label(s) }

// Stages lists the stages.
func Stages() []Stage { return stages.all() }

// DisputeResult is how a stage ended.
type DisputeResult string

// The results.
const (
	Agreed      DisputeResult = "agreed"
	Awarded     DisputeResult = "awarded"
	JudgedCourt DisputeResult = "judged"
	GivenUp     DisputeResult = "given_up"
)

var disputeResults = words[DisputeResult]{{Agreed, "达成协议"}, {Awarded, "已裁决"}, {JudgedCourt, "已判决"}, {GivenUp, "未达成"}}

// Label is the result's name on pages.
func (r DisputeResult) Label() string { return disputeResults.label(r) }

// DisputeResults lists the results.
func DisputeResults() []DisputeResult { return disputeResults.all() }

// codes pairs the values of a small numbered type with their code and label.
type codes[T comparable] []struct {
	value       T
	code, label string
}

// words pairs the values of a type that is its own code with their labels, in the order of a form.
type words[T ~string] []struct {
	value T
	label string
}

func (cs codes[T]) code(v T) string {
	for _, c := range cs {
		if c.value == v {
			return c.code
		}
	}
	return ""
}

func (cs codes[T]) label(v T) string {
	for _, c := range cs {
		if c.value == v {
			return c.label
		}
	}
	return ""
}

func (cs codes[T]) parse(code string) (v T, ok bool) {
	for _, c := range cs {
		if c.code == code {
			return c.value, true
		}
	}
	return v, false
}

func (cs codes[T]) all() []T {
	out := make([]T, len(cs))
	for i, c := range cs {
		out[i] = c.value
	}
	return out
}

func (ws words[T]) label(v T) string {
	for _, w := range ws {
		if w.value == v {
			return w.label
		}
	}
	return string(v)
}

func (ws words[T]) has(v T) bool {
	return slices.ContainsFunc(ws, func(w struct {
		value T
		label string
	}) bool {
		return w.value == v
	})
}

func (ws words[T]) all() []T {
	out := make([]T, len(ws))
	for i, w := range ws {
		out[i] = w.value
	}
	return out
}
