package huiyin

import "time"

// Parameter names a default of the rulebook that an administrator can change (RULES.md, "Default").
type Parameter string

// The figures of RULES.md §3 to §6.
const (
	RemindersForMajor    Parameter = "reminders_for_major"
	HeavyLoss            Parameter = "heavy_loss"
	InquiryAnswer        Parameter = "d1"
	InquiryWorking       Parameter = "d1_working"
	FirstResponseNow     Parameter = "d2_emergency"
	FirstResponseUrgent  Parameter = "d2_urgent"
	FirstResponse        Parameter = "d2_normal"
	FirstFeedback        Parameter = "d3"
	OpinionMinor         Parameter = "d4_minor"
	OpinionImportant     Parameter = "d4_important"
	OpinionMajor         Parameter = "d4_major"
	SettleMinor          Parameter = "d5_minor"
	SettleImportant      Parameter = "d5_important"
	SettleMajor          Parameter = "d5_major"
	FirstResponseWorking Parameter = "d2_working"
	FirstFeedbackWorking Parameter = "d3_working"
	OpinionWorking       Parameter = "d4_working"
	SettleWorking        Parameter = "d5_working"
	AcceptWithin         Parameter = "accept_within"
	AcceptWorking        Parameter = "accept_working"
	PauseDays            Parameter = "pause_days"
	PauseTimes           Parameter = "pause_times"
	PauseTotal           Parameter = "pause_total"
	SilentAfter          Parameter = "d12"
	PayWithin            Parameter = "pay_within"
	AgreementFrom        Parameter = "agreement_from"
	FollowUpWithin       Parameter = "follow_up_within"
	ReopenWithin         Parameter = "reopen_within"
	SupervisorLimit      Parameter = "authority_supervisor"
	ManagerLimit         Parameter = "authority_manager"
	GestureLimit         Parameter = "gesture_limit"
	SumMonths            Parameter = "sum_months"
	VPLimit              Parameter = "authority_vp"
	OpinionsFrom         Parameter = "opinions_from"
	GroupPeople          Parameter = "group_people"
	GroupVPs             Parameter = "group_vps"
	GroupComplaints      Parameter = "group_complaints"
	GroupDays            Parameter = "group_days"
	AlarmJoins           Parameter = "alarm_joins"
	AlarmRepeats         Parameter = "alarm_repeats"
	CrisisPeople         Parameter = "crisis_people"
	FirstWord            Parameter = "first_statement"
	UnitsUndo            Parameter = "units_undo"
	ReadAfterTask        Parameter = "read_after_task"
	AgentBackdates       Parameter = "agent_backdates"
	AnswerDataWithin     Parameter = "answer_data_request"
	KeepMinor            Parameter = "keep_minor"
	KeepInquiry          Parameter = "keep_inquiry"
	KeepPraise           Parameter = "keep_praise"
	KeepImportant        Parameter = "keep_important"
	KeepMajor            Parameter = "keep_major"
	ObjectWithin         Parameter = "object_within"
	SelfReviewWithin     Parameter = "self_review_within"
	SanctionLasts        Parameter = "consequence_lasts"
	CircularDays         Parameter = "circular_days"
	PointsObjectWithin   Parameter = "points_object_within"
	PointsMinor          Parameter = "points_minor"
	PointsImportant      Parameter = "points_important"
	PointsMajor          Parameter = "points_major"
	PointsPraise         Parameter = "points_praise"
	SecondFactor         Parameter = "second_factor"
	SessionIdle          Parameter = "session_idle"
	SessionLimit         Parameter = "session_limit"
	ReportDue            Parameter = "report_due"
	SampleShare          Parameter = "sample_share"
	SampleLeast          Parameter = "sample_least"
	PeopleForImportant   Parameter = "people_important"
	PeopleForMajor       Parameter = "people_major"
	FraudOpinionWithin   Parameter = "fraud_opinion_within"
	ViewWithin           Parameter = "view_within"
	CounterLookUps       Parameter = "counter_look_ups"
	ExportPeople         Parameter = "export_people"
	AcceptTransfer       Parameter = "accept_transfer"
	CallWithin           Parameter = "call_within"
	UnheardDays          Parameter = "unheard_days"
	InvalidObjection     Parameter = "invalid_objection"
	UploadQuota          Parameter = "upload_quota"
	KeepRecordings       Parameter = "keep_recordings"
	ScreenSignBelow      Parameter = "screen_sign_below"

	AnswerGovernment      Parameter = "outside_government"
	AnswerGovernmentAsked Parameter = "outside_government_asked"
	AnswerDeveloper       Parameter = "outside_developer"
	AnswerDeveloperAsked  Parameter = "outside_developer_asked"
	AnswerOutside         Parameter = "outside_other"
	AnswerOutsideAsked    Parameter = "outside_other_asked"
	ReturnOutside         Parameter = "outside_return"
)

// ParameterUnit is what a figure counts.
type ParameterUnit string

// The units. Money figures are kept in fen, durations in the unit itself.
const (
	Times    ParameterUnit = "次"
	InYuan   ParameterUnit = "元"
	Minutes  ParameterUnit = "分钟"
	Hours    ParameterUnit = "小时"
	Days     ParameterUnit = "天"
	YesNo    ParameterUnit = "是否"
	People   ParameterUnit = "人"
	Cases    ParameterUnit = "件"
	Months   ParameterUnit = "个月"
	Years    ParameterUnit = "年"
	Points   ParameterUnit = "分"
	OnDay    ParameterUnit = "日"
	Percents ParameterUnit = "%"
	InMB     ParameterUnit = "MB"
)

// ParameterInfo describes a figure on the settings page.
type ParameterInfo struct {
	Figure   Parameter
	Label    string
	Unit     ParameterUnit
	Default  int64
	Min, Max int64
	Rule     string
}

// ParameterList is every figure with its default, in the order of the settings page.
var ParameterList = []ParameterInfo{
	{RemindersForMajor, "承诺或合同类投诉，催办几次升为重大", Times, 3, 1, 20, "G1"},
	{HeavyLoss, "重大经济损失起点", InYuan, int64(10_000 * Yuan), 1, int64(maxMoney), "G1"},
	{FraudOpinionWithin, "涉嫌欺诈：最终答复等待法务意见", Hours, 72, 1, 1000, "G1"},
	{PeopleForImportant, "投诉人数达到多少为重要", People, 5, 2, 100_000, "G10"},
	{PeopleForMajor, "投诉人数达到多少为重大", People, 20, 2, 100_000, "G10"},
	{InquiryAnswer, "答复咨询", Hours, 24, 1, 1000, "D1"},
	{FirstResponseNow, "首次响应：紧急", Minutes, 30, 1, 10_000, "D2"},
	{FirstResponseUrgent, "首次响应：加急", Hours, 4, 1, 1000, "D2"},
	{FirstResponse, "首次响应：一般", Hours, 24, 1, 1000, "D2"},
	{FirstFeedback, "首次反馈", Hours, 48, 1, 1000, "D3"},
	{OpinionMinor, "部门处理意见：轻微", Hours, 24, 1, 2000, "D4"},
	{OpinionImportant, "部门处理意见：重要", Hours, 48, 1, 2000, "D4"},
	{OpinionMajor, "部门处理意见：重大", Hours, 72, 1, 2000, "D4"},
	{SettleMinor, "办结：轻微", Days, 3, 1, 365, "D5"},
	{SettleImportant, "办结：重要", Days, 7, 1, 365, "D5"},
	{SettleMajor, "办结：重大", Days, 15, 1, 365, "D5"},
	{InquiryWorking, "答复咨询按工作时间计", YesNo, 0, 0, 1, "D9"},
	{FirstResponseWorking, "首次响应按工作时间计（紧急除外）", YesNo, 0, 0, 1, "D9"},
	{FirstFeedbackWorking, "首次反馈按工作时间计", YesNo, 0, 0, 1, "D9"},
	{OpinionWorking, "部门处理意见按工作时间计", YesNo, 0, 0, 1, "D9"},
	{SettleWorking, "办结按工作日计", YesNo, 0, 0, 1, "D9"},
	{AcceptWithin, "分派后须接收，未分派须分派", Hours, 4, 1, 1000, "W14"},
	{AcceptWorking, "接收和分派按工作时间计（紧急除外）", YesNo, 1, 0, 1, "W14"},
	{PauseDays, "一次最多暂停计时", Days, 10, 1, 365, "D9"},
	{PauseTimes, "一件投诉最多暂停计时，更多须上一级决定", Times, 2, 1, 100, "D9"},
	{PauseTotal, "一件投诉合计最多暂停计时，更久须上一级决定", Days, 20, 1, 1000, "D9"},
	{SilentAfter, "未联系客户提醒", Days, 7, 1, 365, "D12"},
	{AgreementFrom, "须先有签字协议或裁决才能付的金额", InYuan, int64(1_000 * Yuan), 0, int64(maxMoney), "C6"},
	{PayWithin, "客户接受后付款提醒", Days, 7, 1, 365, "C6"},
	{CallWithin, "客户口头接受或撤诉，第二人电话核实", Days, 3, 1, 365, "W6"},
	{UnheardDays, "客户不接受：答复函之后无新意见，自动结案", Days, 15, 1, 365, "W8"},
	{InvalidObjection, "客户对无效认定提出异议的期限", Days, 15, 1, 365, "K10"},
	{FollowUpWithin, "重要和重大投诉结案后回访", Days, 3, 1, 365, "W9"},
	{ReopenWithin, "结案后可重开的期限", Days, 90, 1, 3650, "§4"},
	{SupervisorLimit, "主管审批权限", InYuan, int64(2_000 * Yuan), 0, int64(maxMoney), "C2"},
	{ManagerLimit, "经理审批权限", InYuan, int64(20_000 * Yuan), 0, int64(maxMoney), "C2"},
	{GestureLimit, "结案前应急慰问，一件投诉合计上限", InYuan, int64(200 * Yuan), 1, int64(maxMoney), "C9"},
	{SumMonths, "同一客户或房号的金额累计", Months, 12, 1, 120, "C2"},
	{VPLimit, "副总经理审批权限，超出须总经理审批，0 为不限", InYuan, 0, 0, int64(maxMoney), "C3"},
	{OpinionsFrom, "法务、财务会签起点", InYuan, int64(50_000 * Yuan), 1, int64(maxMoney), "C3"},
	{GroupPeople, "群诉提示：一件投诉的人数", People, 5, 2, 100_000, "K8"},
	{GroupVPs, "群诉提示：告知副总经理的人数", People, 20, 2, 100_000, "K8"},
	{GroupComplaints, "群诉提示：同一项目同一类别未办结的件数", Cases, 3, 2, 1000, "K8"},
	{GroupDays, "群诉提示：在几天之内", Days, 7, 1, 365, "K8"},
	{AlarmJoins, "群体事件：同一项目再次报警并入前一次", Hours, 2, 1, 24, "R15"},
	{AlarmRepeats, "群体事件：无人结束时再次提醒", Minutes, 15, 1, 240, "R15"},
	{CrisisPeople, "危机：多少人起从爆发期开始", People, 20, 2, 100_000, "R1"},
	{FirstWord, "危机：爆发期多久没有首份口径即告知副总经理", Hours, 2, 1, 72, "R3"},
	{UnitsUndo, "房源导入之后可整批撤销", Hours, 24, 1, 720, "B11"},
	{AgentBackdates, "经办人可登记多久以前受理的投诉", Days, 7, 1, 365, "D10"},
	{ReadAfterTask, "事项办结后仍可查看", Days, 30, 1, 365, "P3"},
	{AnswerDataWithin, "答复个人信息权利请求", Days, 15, 1, 365, "B1"},
	{KeepInquiry, "咨询答复后保存个人信息", Years, 1, 1, 50, "B1"},
	{KeepPraise, "表扬登记后保存个人信息", Years, 1, 1, 50, "B1"},
	{KeepMinor, "轻微投诉结案后保存个人信息", Years, 3, 1, 50, "B1"},
	{KeepImportant, "重要和内部投诉结案后保存个人信息", Years, 5, 1, 50, "B1"},
	{KeepMajor, "重大投诉和争议结案后保存个人信息", Years, 10, 1, 50, "B1"},
	{ViewWithin, "处罚决定之前等待当事人陈述（工作日）", Days, 3, 1, 60, "A3"},
	{ObjectWithin, "对处罚提出异议的期限（工作日）", Days, 3, 1, 60, "A3"},
	{SelfReviewWithin, "书面检查提交期限", Days, 7, 1, 365, "A3"},
	{SanctionLasts, "处罚生效后多久失效", Months, 12, 1, 60, "A3"},
	{CircularDays, "处罚通报张挂", Days, 30, 1, 365, "F7"},
	{PointsObjectWithin, "对考评扣分提出异议的期限（工作日）", Days, 3, 1, 60, "A4"},
	{PointsMinor, "考评扣分：轻微和内部投诉", Points, 2, 0, 100, "A4"},
	{PointsImportant, "考评扣分：重要投诉", Points, 5, 0, 100, "A4"},
	{PointsMajor, "考评扣分：重大投诉", Points, 10, 0, 100, "A4"},
	{PointsPraise, "考评加分：表扬", Points, 2, 0, 100, "A4"},
	{SecondFactor, "经理及以上和管理员登录须两步验证", YesNo, 0, 0, 1, "P1"},
	{SessionIdle, "多久没有操作须重新登录", Minutes, 30, 5, 720, "P1"},
	{SessionLimit, "登录后最长多久须重新登录", Hours, 12, 1, 168, "P1"},
	{ReportDue, "月度统计分析：次月几日之前签发", OnDay, 5, 1, 28, "M2"},
	{SampleShare, "监督检查：每月抽查已结案投诉的比例", Percents, 10, 1, 100, "A6"},
	{SampleLeast, "监督检查：每月至少抽查", Cases, 5, 1, 100, "A6"},
	{ExportPeople, "导出完整号码须副总经理同意：超过几人", People, 200, 1, 100_000, "P5"},
	{CounterLookUps, "按整个号码查询：每个账号十分钟内最多几次", Times, 30, 1, 1000, "P11"},
	{UploadQuota, "每人每天最多上传", InMB, 2_000, 200, 1_000_000, "K6"},
	{KeepRecordings, "通话录音不作证据的，保存几年", Years, 1, 1, 10, "K6"},
	{ScreenSignBelow, "和解协议达到多少须在纸上签字", InYuan, int64(1_000 * Yuan), 1, int64(maxMoney), "F8"},
	{AcceptTransfer, "转办后接收项目须接收（工作时间）", Hours, 4, 1, 1000, "K11"},
	{AnswerGovernment, "政府转来的投诉须答复（工作日）", Days, 5, 1, 365, "D16"},
	{AnswerGovernmentAsked, "政府转来的咨询须答复（工作日）", Days, 1, 1, 365, "D16"},
	{AnswerDeveloper, "开发商转来的投诉须答复（工作日）", Days, 5, 1, 365, "D16"},
	{AnswerDeveloperAsked, "开发商转来的咨询须答复（工作日）", Days, 1, 1, 365, "D16"},
	{AnswerOutside, "其他单位转来的投诉须答复（工作日）", Days, 5, 1, 365, "D16"},
	{AnswerOutsideAsked, "其他单位转来的咨询须答复（工作日）", Days, 1, 1, 365, "D16"},
	{ReturnOutside, "不属本公司的须退回转来方（工作日）", Days, 1, 1, 60, "D16"},
}

// Term is the value of a figure from an instant on, until the next term of the same figure (rule D13).
// The zero instant is the founding of the company.
type Term struct {
	Figure Parameter
	From   time.Time
	Value  int64
}

// Parameters holds the figures that differ from their default.
type Parameters map[Parameter]int64

// Get gives a figure's value in its unit, money in fen.
func (f Parameters) Get(name Parameter) int64 {
	if v, ok := f[name]; ok {
		return v
	}
	for _, i := range ParameterList {
		if i.Figure == name {
			return i.Default
		}
	}
	panic("huiyin: no figure " + string(name))
}

// Money gives a figure that is an amount.
func (f Parameters) Money(name Parameter) Money { return Money(f.Get(name)) }

// Span gives a figure that is a length of time.
func (f Parameters) Span(name Parameter) time.Duration {
	units := map[ParameterUnit]time.Duration{Minutes: time.Minute, Hours: time.Hour, Days: 24 * time.Hour}
	for _, i := range ParameterList {
		if i.Figure == name {
			return time.Duration(f.Get(name)) * units[i.Unit]
		}
	}
	panic("huiyin: no figure " + string(name))
}

// Check refuses a value that its figure cannot take.
func (i ParameterInfo) Check(v int64) error {
	if v >= i.Min && v <= i.Max {
		return nil
	}
	if i.Unit == InYuan {
		return Invalid(string(i.Figure), "须在 %s 与 %s 之间。", Money(i.Min), Money(i.Max))
	}
	return Invalid(string(i.Figure), "须在 %d 与 %d 之间。", i.Min, i.Max)
}
