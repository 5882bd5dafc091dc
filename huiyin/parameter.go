package huiyin

import "time"

// Figure names a default of the rulebook that an administrator can change (DOMAIN, "Default").
type Figure string

// The figures of DOMAIN §3 to §6.
const (
	RemindersForMajor    Figure = "reminders_for_major"
	HeavyLoss            Figure = "heavy_loss"
	InquiryAnswer        Figure = "d1"
	InquiryWorking       Figure = "d1_working"
	FirstResponseNow     Figure = "d2_emergency"
	FirstResponseUrgent  Figure = "d2_urgent"
	FirstResponse        Figure = "d2_normal"
	FirstFeedback        Figure = "d3"
	OpinionMinor         Figure = "d4_minor"
	OpinionImportant     Figure = "d4_important"
	OpinionMajor         Figure = "d4_major"
	SettleMinor          Figure = "d5_minor"
	SettleImportant      Figure = "d5_important"
	SettleMajor          Figure = "d5_major"
	FirstResponseWorking Figure = "d2_working"
	FirstFeedbackWorking Figure = "d3_working"
	OpinionWorking       Figure = "d4_working"
	SettleWorking        Figure = "d5_working"
	AcceptWithin         Figure = "accept_within"
	SilentAfter          Figure = "d12"
	PayWithin            Figure = "pay_within"
	FollowUpWithin       Figure = "follow_up_within"
	ReopenWithin         Figure = "reopen_within"
	ArchiveAfter         Figure = "archive_after"
	SupervisorLimit      Figure = "authority_supervisor"
	ManagerLimit         Figure = "authority_manager"
	VPLimit              Figure = "authority_vp"
	OpinionsFrom         Figure = "opinions_from"
	GroupPeople          Figure = "group_people"
	GroupComplaints      Figure = "group_complaints"
	GroupDays            Figure = "group_days"
	AnswerDataWithin     Figure = "answer_data_request"
	KeepMinor            Figure = "keep_minor"
	KeepImportant        Figure = "keep_important"
	KeepMajor            Figure = "keep_major"
	ObjectWithin         Figure = "object_within"
	SelfReviewWithin     Figure = "self_review_within"
	PointsMinor          Figure = "points_minor"
	PointsImportant      Figure = "points_important"
	PointsMajor          Figure = "points_major"
	PointsPraise         Figure = "points_praise"
	SecondFactor         Figure = "second_factor"
	SessionIdle          Figure = "session_idle"
	SessionLimit         Figure = "session_limit"
	ReportDue            Figure = "report_due"
	SampleShare          Figure = "sample_share"
	SampleLeast          Figure = "sample_least"
)

// Unit is what a figure counts.
type Unit string

// The units. Money figures are kept in fen, durations in the unit itself.
const (
	Times    Unit = "次"
	InYuan   Unit = "元"
	Minutes  Unit = "分钟"
	Hours    Unit = "小时"
	Days     Unit = "天"
	YesNo    Unit = "是否"
	People   Unit = "人"
	Cases    Unit = "件"
	Years    Unit = "年"
	Points   Unit = "分"
	OnDay    Unit = "日"
	Percents Unit = "%"
)

// FigureInfo describes a figure on the settings page.
type FigureInfo struct {
	Figure   Figure
	Label    string
	Unit     Unit
	Default  int64
	Min, Max int64
	Rule     string
}

// FigureList is every figure with its default, in the order of the settings page.
var FigureList = []FigureInfo{
	{RemindersForMajor, "承诺或合同类投诉，催办几次升为重大", Times, 3, 1, 20, "G1"},
	{HeavyLoss, "重大经济损失起点", InYuan, int64(10_000 * Yuan), 1, int64(maxMoney), "G1"},
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
	{SilentAfter, "未联系客户提醒", Days, 7, 1, 365, "D12"},
	{PayWithin, "客户接受后付款提醒", Days, 7, 1, 365, "C6"},
	{FollowUpWithin, "重要和重大投诉结案后回访", Days, 3, 1, 365, "W9"},
	{ReopenWithin, "结案后可重开的期限", Days, 90, 1, 3650, "§4"},
	{ArchiveAfter, "结案后未回访也可归档", Days, 30, 1, 3650, "W10"},
	{SupervisorLimit, "主管审批权限", InYuan, int64(2_000 * Yuan), 0, int64(maxMoney), "C2"},
	{ManagerLimit, "经理审批权限", InYuan, int64(20_000 * Yuan), 0, int64(maxMoney), "C2"},
	{VPLimit, "副总经理审批权限，超出须总经理审批，0 为不限", InYuan, 0, 0, int64(maxMoney), "C3"},
	{OpinionsFrom, "法务、财务会签起点", InYuan, int64(50_000 * Yuan), 1, int64(maxMoney), "C3"},
	{GroupPeople, "群诉提示：一件投诉的人数", People, 5, 2, 100_000, "K8"},
	{GroupComplaints, "群诉提示：同一项目同一类别未办结的件数", Cases, 3, 2, 1000, "K8"},
	{GroupDays, "群诉提示：在几天之内", Days, 7, 1, 365, "K8"},
	{AnswerDataWithin, "答复个人信息权利请求", Days, 15, 1, 365, "B1"},
	{KeepMinor, "轻微投诉结案后保存个人信息", Years, 3, 1, 50, "B1"},
	{KeepImportant, "重要和内部投诉结案后保存个人信息", Years, 5, 1, 50, "B1"},
	{KeepMajor, "重大投诉和争议结案后保存个人信息", Years, 10, 1, 50, "B1"},
	{ObjectWithin, "对处罚提出异议的期限（工作日）", Days, 3, 1, 60, "A3"},
	{SelfReviewWithin, "书面检查提交期限", Days, 7, 1, 365, "A3"},
	{PointsMinor, "考评扣分：轻微和内部投诉", Points, 2, 0, 100, "A4"},
	{PointsImportant, "考评扣分：重要投诉", Points, 5, 0, 100, "A4"},
	{PointsMajor, "考评扣分：重大投诉", Points, 10, 0, 100, "A4"},
	{PointsPraise, "考评加分：表扬", Points, 2, 0, 100, "A4"},
	{SecondFactor, "经理及以上和管理员登录须两步验证", YesNo, 0, 0, 1, "P1"},
	{SessionIdle, "多久没有操作须重新登录", Minutes, 120, 5, 720, "P1"},
	{SessionLimit, "登录后最长多久须重新登录", Hours, 12, 1, 168, "P1"},
	{ReportDue, "月度统计分析：次月几日之前签发", OnDay, 5, 1, 28, "M2"},
	{SampleShare, "监督检查：每月抽查已结案投诉的比例", Percents, 10, 1, 100, "A6"},
	{SampleLeast, "监督检查：每月至少抽查", Cases, 5, 1, 100, "A6"},
}

// Term is the value of a figure from an instant on, until the next term of the same figure (rule D13).
// The zero instant is the founding of the company.
type Term struct {
	Figure Figure
	From   time.Time
	Value  int64
}

// Figures holds the figures that differ from their default.
type Figures map[Figure]int64

// Get gives a figure's value in its unit, money in fen.
func (f Figures) Get(name Figure) int64 {
	if v, ok := f[name]; ok {
		return v
	}
	for _, i := range FigureList {
		if i.Figure == name {
			return i.Default
		}
	}
	panic("huiyin: no figure " + string(name))
}

// Money gives a figure that is an amount.
func (f Figures) Money(name Figure) Money { return Money(f.Get(name)) }

// Span gives a figure that is a length of time.
func (f Figures) Span(name Figure) time.Duration {
	units := map[Unit]time.Duration{Minutes: time.Minute, Hours: time.Hour, Days: 24 * time.Hour}
	for _, i := range FigureList {
		if i.Figure == name {
			return time.Duration(f.Get(name)) * units[i.Unit]
		}
	}
	panic("huiyin: no figure " + string(name))
}

// Check refuses a value that its figure cannot take.
func (i FigureInfo) Check(v int64) error {
	if v >= i.Min && v <= i.Max {
		return nil
	}
	if i.Unit == InYuan {
		return Invalid(string(i.Figure), "须在 %s 与 %s 之间。", Money(i.Min), Money(i.Max))
	}
	return Invalid(string(i.Figure), "须在 %d 与 %d 之间。", i.Min, i.Max)
}
