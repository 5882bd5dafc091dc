package huiyin

import "slices"

// Action names what a person does; the code stands in forms, routes and the journal.
type Action string

// The actions. Public and SignedIn guard routes that belong to no case.
const (
	Public      Action = "public"
	SignedIn    Action = "signed_in"
	RecordIt    Action = "record"
	Read        Action = "read"
	Assign      Action = "assign"
	Accept      Action = "accept"
	Assess      Action = "assess"
	Find        Action = "findings"
	Opine       Action = "opinion"
	HearThem    Action = "hearing"
	MakeState   Action = "statement"
	LogContact  Action = "contacts"
	Remind      Action = "reminders"
	Propose     Action = "proposals"
	Submit      Action = "submit"
	WithdrawIt  Action = "withdraw"
	Decide      Action = "decide"
	GiveAnswer  Action = "answers"
	TellResult  Action = "results"
	AddTask     Action = "tasks"
	EndTask     Action = "end_task"
	Pay         Action = "payments"
	FindCause   Action = "cause"
	AddMeasure  Action = "measures"
	DoMeasure   Action = "done"
	Verify      Action = "verify"
	Settle      Action = "settle"
	Close       Action = "close"
	Reopen      Action = "reopen"
	Archive     Action = "archive"
	FollowItUp  Action = "followups"
	Attach      Action = "attachments"
	WithdrawAtt Action = "withdraw_attachment"
	Correct     Action = "correct"
	ReadOld     Action = "read_old"
	Reveal      Action = "reveal"
	Print       Action = "print"
	Export      Action = "export"
	Merge       Action = "merge"
	Part        Action = "part"
	StartCase   Action = "disputes"
	EndCase     Action = "end_dispute"
	LogCase     Action = "dispute_event"
	PhaseIt     Action = "phase"
	TickIt      Action = "tick"
	PauseIt     Action = "pause"
	ResumeIt    Action = "resume"
	ExtendIt    Action = "extend"
	GrantIt     Action = "grant_extension"
	ReturnIt    Action = "return"
	Alert       Action = "alert"
	RaiseGrade  Action = "raise_grade"
	MissDate    Action = "miss_deadline"
	Inquire     Action = "inquiries"
	Praising    Action = "praises"
	Convert     Action = "convert"
	ToPraise    Action = "to_praise"
	Thank       Action = "thanks"
	Commend     Action = "commend"
	AskGesture  Action = "gestures"
	AgreeGift   Action = "decide_gift"
	GiveGift    Action = "give_gift"
	SeeDesk     Action = "desk"
	SeeApproval Action = "approvals"
	Manage      Action = "manage"
	MoveClock   Action = "move_clock"
	LogIn       Action = "log_in"
	LogOut      Action = "log_out"
	SetPassword Action = "set_password"
	SetReach    Action = "set_reach"
	SetSecond   Action = "second_factor"
	HandOn      Action = "delegate"
	EndHandOn   Action = "end_delegation"
	Restrict    Action = "restrict"
	Lift        Action = "lift"
	HandWork    Action = "hand_over"

	SeeCustomers      Action = "customers"
	SetConsent        Action = "set_consent"
	MergeFile         Action = "merge_customer"
	PartFile          Action = "part_customer"
	SeeAccess         Action = "customer_access"
	AskData           Action = "data_request"
	AssignData        Action = "assign_data_request"
	AnswerDataRequest Action = "answer_data_request"
	KeepData          Action = "keep_data"
	Anonymise         Action = "anonymise"
	SeePenalties      Action = "see_consequences"
	ListPenalties     Action = "list_consequences"
	ProposePenalty    Action = "consequences"
	HearPenalty       Action = "hear_consequence"
	AnswerPenalty     Action = "consequence_view"
	DecidePenalty     Action = "decide_consequence"
	Object            Action = "objection"
	DecideObjection   Action = "decide_objection"
	WriteReview       Action = "self_review"
	DropPenalty       Action = "drop_consequence"
	ReviewDue         Action = "self_review_due"
	PrintPenalty      Action = "print_consequence"
	Appraise          Action = "appraise"
	SeeAppraisal      Action = "appraisals"
	SeeFigures        Action = "figures"
	ScanIt            Action = "scans"
	FileIt            Action = "file_scan"
	DiscardIt         Action = "discard_scan"
	SignIt            Action = "sign"
	SaveView          Action = "save_view"
	DropView          Action = "drop_view"
	Import            Action = "import"
	SeeReports        Action = "reports"
	CommentReport     Action = "comment_report"
	ReturnReport      Action = "return_report"
	SignReport        Action = "sign_report"
	SeeQuarters       Action = "quarters"
	WriteQuarter      Action = "write_quarter"
	ReleaseQuarter    Action = "release_quarter"
	SeeJobs           Action = "jobs"
	AssignWork        Action = "assign_job"
	EndWork           Action = "end_job"
	SeeMeetings       Action = "meetings"
	CallMeeting       Action = "call_meeting"
	WriteMeeting      Action = "write_meeting"
	CloseMeeting      Action = "close_meeting"
	SeePlans          Action = "plans"
	StartPlan         Action = "open_plan"
	CheckWork         Action = "check_job"
	EndPlan           Action = "end_plan"
	TellPlan          Action = "tell_plan"
	SeeSamples        Action = "samples"
	DrawIt            Action = "draw_sample"
	AskCheck          Action = "ask_check"
	CheckIt           Action = "check"
)

var actions = words[Action]{
	{RecordIt, "登记"}, {Read, "查看"}, {Assign, "分派"}, {Accept, "接收"}, {Assess, "评估定级"}, {Find, "记录调查结果"}, {Opine, "填写部门意见"},
	{HearThem, "请当事人陈述"}, {MakeState, "当事人陈述"}, {LogContact, "记录沟通"}, {Remind, "登记催办"}, {Propose, "提出方案"}, {Submit, "提交方案"}, {WithdrawIt, "撤回方案"},
	{Decide, "审批方案"}, {GiveAnswer, "答复客户"}, {TellResult, "告知结果"}, {AddTask, "布置事项"}, {EndTask, "办结事项"}, {Pay, "登记付款"},
	{FindCause, "原因分析"}, {AddMeasure, "制定措施"}, {DoMeasure, "办结措施"}, {Verify, "验证效果"}, {Settle, "现场解决"}, {Close, "结案"},
	{Reopen, "重开"}, {Archive, "归档"}, {FollowItUp, "回访"}, {Attach, "上传材料"}, {WithdrawAtt, "撤回材料"}, {Reveal, "查看联系方式"}, {Correct, "更正"}, {ReadOld, "查看更正前的内容"},
	{Print, "打印"}, {Export, "导出"}, {Merge, "合并"}, {Part, "拆出"}, {StartCase, "转争议处理"}, {EndCase, "结束争议"}, {LogCase, "登记争议进展"}, {PhaseIt, "判定阶段"}, {TickIt, "完成步骤"}, {PauseIt, "暂停计时"}, {ResumeIt, "恢复计时"}, {ExtendIt, "延期"}, {GrantIt, "答复延期申请"}, {ReturnIt, "退回"}, {Alert, "提醒"}, {RaiseGrade, "升级"}, {MissDate, "超时"},
	{Inquire, "登记咨询"}, {Praising, "登记表扬"}, {Convert, "转为投诉"}, {ToPraise, "转为表扬"}, {Thank, "申请答谢礼品"}, {Commend, "表彰员工"},
	{AskGesture, "申请急用慰问"}, {AgreeGift, "审批礼品"}, {GiveGift, "送出礼品"},
	{SeeFigures, "查看统计"},
	{Manage, "管理设置"}, {LogIn, "登录"}, {LogOut, "退出"}, {SetPassword, "修改密码"}, {SetReach, "设置通知方式"}, {SetSecond, "设置两步验证"}, {SeeDesk, "查看工作台"}, {SeeApproval, "查看审批"}, {MoveClock, "移动演练时钟"},
	{HandOn, "交由他人代理"}, {EndHandOn, "结束代理"}, {Restrict, "设为受限"}, {Lift, "解除受限"}, {HandWork, "移交工作"},
	{SeeCustomers, "查看客户档案"}, {SetConsent, "登记客户同意"}, {MergeFile, "合并客户档案"}, {PartFile, "撤销合并"}, {SeeAccess, "查看资料访问记录"}, {AskData, "登记个人信息请求"},
	{AssignData, "改派个人信息请求"}, {AnswerDataRequest, "答复个人信息请求"}, {KeepData, "暂留个人信息"}, {Anonymise, "匿名化"},
	{SeePenalties, "查看处罚"}, {ListPenalties, "查看处罚登记"}, {ProposePenalty, "提出处罚"}, {HearPenalty, "查看对本人的处罚"}, {AnswerPenalty, "陈述意见"}, {DecidePenalty, "决定处罚"},
	{Object, "提出异议"}, {DecideObjection, "复议处罚"}, {WriteReview, "提交书面检查"}, {DropPenalty, "撤回处罚提议"}, {ReviewDue, "书面检查到期"}, {PrintPenalty, "打印处罚通报"}, {Appraise, "考评计分"}, {SeeAppraisal, "查看考评"},
	{ScanIt, "上传签字单据"}, {FileIt, "归入投诉"}, {DiscardIt, "作废单据页"}, {SignIt, "现场签字"},
	{SaveView, "保存常用视图"}, {DropView, "删除常用视图"},
	{Import, "导入"},
	{SeeReports, "查看统计报告"}, {CommentReport, "点评"}, {ReturnReport, "退回点评"}, {SignReport, "签发"},
	{SeeQuarters, "查看季度评估"}, {WriteQuarter, "完成评估"}, {ReleaseQuarter, "发布评估"}, {SeeJobs, "查看交办工作"}, {AssignWork, "交办工作"}, {EndWork, "办结工作"},
	{SeeMeetings, "查看会议"}, {CallMeeting, "召集会议"}, {WriteMeeting, "记录会议"}, {CloseMeeting, "会议纪要定稿"},
	{SeePlans, "查看专项整改"}, {StartPlan, "专项整改立项"}, {CheckWork, "核实效果"}, {EndPlan, "办结方案"}, {TellPlan, "告知客户"},
	{SeeSamples, "查看监督检查"}, {DrawIt, "抽样"}, {AskCheck, "指定检查人"}, {CheckIt, "填写检查表"},
}

// Label is the action's name on pages.
func (a Action) Label() string { return actions.label(a) }

// silent tells whether an action leaves what people typed up to date: it only looks, or a date went by.
// It is in the journal and changes no version (rules J3, W12).
func (a Action) silent() bool {
	return a == Reveal || a == Print || a == MissDate || a == Alert || a == KeepData || a == AskCheck || a.Confidential()
}

// grant says who may do an action: at least which role, and in which relation to the case.
type grant struct {
	least Role
	admin bool                // needs the administrator's flag instead (rule P1)
	has   func(by Actor) bool // what else they need, whatever the case
	when  func(by Actor, c *Complaint) bool
	why   string // the refusal in words, where more can be said than that it is not allowed
}

// grants is the whole policy. For the person complained about there is nothing but their statement (rule P4).
var grants = map[Action]grant{
	SignedIn:    {least: Agent},
	SeeDesk:     {least: Agent},
	SeeApproval: {least: Agent},
	RecordIt:    {least: Agent},
	Read:        {least: Agent},
	Print:       {least: Agent},
	Export:      {least: Supervisor},
	SeeFigures:  {least: Supervisor, has: hasSites}, // rule M2
	Manage:      {admin: true},
	HandWork:    {admin: true}, // rule P7
	MoveClock:   {least: Agent},
	HandOn:      {least: Supervisor}, // rule P6
	EndHandOn:   {least: Supervisor},
	Restrict:    {least: Agent, when: governs, why: "设为受限由负责人决定。"}, // rule P8
	Lift:        {least: Agent, when: governs, why: "解除受限由负责人决定。"},

	Assign:     {least: Agent, when: decides}, // rule G5
	Accept:     {least: Agent, when: func(by Actor, c *Complaint) bool { return c.Handler == by.Account }},
	Assess:     {least: Agent, when: decides},                         // rule G5
	HearThem:   {least: Agent, when: decides},                         // rule P4
	MakeState:  {least: Agent, when: accused, why: "当事人陈述由被投诉人本人填写。"}, // rule P4
	Find:       {least: Agent, when: works},
	Opine:      {least: Agent, when: func(by Actor, c *Complaint) bool { return asked(by, c) || advises(by, c) || decides(by, c) }}, // rules W2, G1
	LogContact: {least: Agent, when: works},
	Remind:     {least: Agent, when: works},
	Propose:    {least: Agent, when: works},
	Submit:     {least: Agent, when: works},
	WithdrawIt: {least: Agent, when: works},
	Decide:     {least: Agent, when: mayDecide, why: "这一步不由您审批：不能审批自己提出或涉及自己的方案，也不能在同一次审批中表态两次。"}, // rules C3, C4
	GiveAnswer: {least: Agent, when: answers, why: "重要和重大投诉由负责人亲自答复，轻微投诉由主管或其指定的经办人答复。"},          // rule G7
	TellResult: {least: Agent, when: works},
	AddTask:    {least: Agent, when: works},
	EndTask:    {least: Agent, when: involved},
	Pay:        {least: Agent, when: func(by Actor, c *Complaint) bool { return by.Org.Has(by.Person, Finance) }}, // rule C6
	FindCause:  {least: Agent, when: func(by Actor, c *Complaint) bool { return works(by, c) || asked(by, c) }},
	AddMeasure: {least: Agent, when: func(by Actor, c *Complaint) bool { return works(by, c) || asked(by, c) }},
	DoMeasure:  {least: Agent, when: involved},
	Verify:     {least: Agent, when: func(by Actor, c *Complaint) bool { return works(by, c) }},
	Settle:     {least: Agent, when: settles},
	Close:      {least: Agent, when: governs, why: "结案由负责人决定，经办人不能自行结案。"}, // rule W8
	Reopen:     {least: Agent, when: reopens},
	Archive:    {least: Agent, when: governs},
	FollowItUp: {least: Agent, when: func(by Actor, c *Complaint) bool {
		return by.Account != c.Handler && works(by, c)
	}}, // rule W9
	Attach:      {least: Agent, when: func(by Actor, c *Complaint) bool { return works(by, c) || asked(by, c) || involved(by, c) }},
	WithdrawAtt: {least: Agent, when: works},
	Correct:     {least: Agent, when: func(by Actor, c *Complaint) bool { return works(by, c) || asked(by, c) || advises(by, c) }}, // rule W11
	ReadOld:     {least: Agent, when: decides},                                                                                     // rule W11
	Reveal:      {least: Agent, when: handles},                                                                                     // rule P5
	PauseIt:     {least: Agent, when: works},                                                                                       // rule D9
	ResumeIt:    {least: Agent, when: works},
	ExtendIt:    {least: Agent, when: works},                     // rule D11
	GrantIt:     {least: Agent, when: governs, why: "延期由负责人决定。"}, // rule D11
	Merge:       {least: Agent, when: decides},                   // rule K7
	Part:        {least: Agent, when: decides},
	StartCase:   {least: Agent, when: governs},
	EndCase:     {least: Agent, when: governs},
	LogCase:     {least: Agent, when: works},
	PhaseIt:     {least: Agent, when: works}, // rule K9
	TickIt:      {least: Agent, when: works}, // rules K2, K9

	SeeCustomers:      {least: Agent},
	SetConsent:        {least: Agent},
	MergeFile:         {least: Supervisor},
	PartFile:          {least: Supervisor},
	SeeAccess:         {least: Manager},
	AskData:           {least: Agent},
	AssignData:        {least: Agent},
	AnswerDataRequest: {least: Agent},
	Anonymise: {least: Manager, why: "删除个人信息由负责该项目的经理以上人员批准。", when: func(by Actor, c *Complaint) bool {
		return by.AnswersFor(c.Site)
	}}, // rule B1

	Inquire:    {least: Agent}, // rule W13; what an inquiry or praise allows, CanOn asks
	Praising:   {least: Agent}, // rule B2
	Convert:    {least: Agent},
	ToPraise:   {least: Agent},
	Thank:      {least: Agent},
	Commend:    {least: Supervisor},
	AskGesture: {least: Agent, when: works}, // rule C9
	AgreeGift:  {least: Supervisor, when: mayAgreeGift, why: notYourGift},
	GiveGift:   {least: Agent, when: works},

	SeePenalties:    {least: Supervisor, when: seesPenalties}, // rule A3
	ListPenalties:   {least: Manager},
	ProposePenalty:  {least: Agent, when: proposesPenalty, why: "处罚由项目经理以上提出，责任人本人不能提出。"},
	HearPenalty:     {least: Agent, when: penalised},
	AnswerPenalty:   {least: Agent, when: penalised},
	Object:          {least: Agent, when: penalised},
	WriteReview:     {least: Agent, when: penalised},
	DecidePenalty:   {least: Agent, when: anyConsequence((*Complaint).judges), why: whyNotJudge},
	DecideObjection: {least: Agent, when: anyConsequence((*Complaint).hearsObjection), why: whyNotJudge},
	SeeAppraisal:    {least: Agent}, // rule A4
	ScanIt:          {least: Agent}, // rule F6; into a case only who may attach to it
	FileIt:          {least: Agent},
	DiscardIt:       {least: Agent},
	SignIt:          {least: Agent, when: func(by Actor, c *Complaint) bool { return works(by, c) || asked(by, c) || involved(by, c) }}, // rule F6, as Attach
	SaveView:        {least: Agent},
	DropView:        {least: Agent},
	Import:          {least: Manager}, // rule P1: for the sites that they answer for

	SeeReports:    {least: Supervisor, has: hasSites}, // rule M2; what a report allows, CanOn asks
	CommentReport: {least: Supervisor, has: hasSites},
	ReturnReport:  {least: Manager, has: hasSites},
	SignReport:    {least: Manager, has: hasSites},

	SeeQuarters:    {least: Manager, has: overAll}, // rule M3
	WriteQuarter:   {least: Manager, has: overAll},
	ReleaseQuarter: {least: VP},
	SeeJobs:        {least: Agent},
	AssignWork:     {least: Agent}, // what a document allows, CanOn asks
	EndWork:        {least: Agent},

	SeeMeetings:  {least: Agent}, // rule M7; what a meeting allows, CanOn asks
	CallMeeting:  {least: Supervisor, has: callsMeetings},
	WriteMeeting: {least: Agent},
	CloseMeeting: {least: Agent},

	SeePlans:  {least: Supervisor, has: hasSites}, // rule A2
	StartPlan: {least: Supervisor, has: hasSites},
	CheckWork: {least: Supervisor, has: hasSites},
	EndPlan:   {least: Manager, has: hasSites},
	TellPlan:  {least: Supervisor, has: hasSites},

	SeeSamples: {least: Agent}, // rule A6; what a sample allows, CanOn asks
	DrawIt:     {least: Supervisor, has: supervises},
	AskCheck:   {least: Supervisor, has: supervises},
	CheckIt:    {least: Agent},
}

// accused: complained about.
func accused(by Actor, c *Complaint) bool { return slices.Contains(c.Accused, by.Account) }

// decides: whoever is in charge, or a supervisor or above of the site (rule G5).
func decides(by Actor, c *Complaint) bool { return by.Account == c.Owner || by.AnswersFor(c.Site) }

// governs: the seat that the complaint belongs to (rules G6, W8).
func governs(by Actor, c *Complaint) bool { return c.inCharge(by.Org, by.Person) }

// handles: the person in charge, the handler, and whoever answers until the handler has accepted (rule W14).
func handles(by Actor, c *Complaint) bool {
	return by.Account == c.Owner || by.deputy == nil && (by.Account == c.Handler || by.Account == c.FirstContact)
}

// works: whoever handles it, took it in, or decides over it.
func works(by Actor, c *Complaint) bool {
	return handles(by, c) || by.Account == c.RecordedBy || decides(by, c)
}

// asked: a member of the responsible department (rule W2).
func asked(by Actor, c *Complaint) bool { return c.Department != "" && by.Department == c.Department }

// advises: legal, where fraud is suspected (rule G1).
func advises(by Actor, c *Complaint) bool { return c.Fraud && by.Org.Has(by.Person, Legal) }

// involved: works on it or has a task or a measure in it.
func involved(by Actor, c *Complaint) bool {
	return works(by, c) ||
		slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.Who == by.Account }) ||
		slices.ContainsFunc(c.Measures, func(m Measure) bool { return m.Person == by.Account })
}

// mayDecide: a step of the pending proposal waits for this person (rules C3, C4).
func mayDecide(by Actor, c *Complaint) bool {
	for i := range c.Proposals {
		if c.openStep(by, c.Proposals[i].N) != nil {
			return true
		}
	}
	return false
}

// answers: minor, the supervisor in charge or the handler for them; above, whoever is in charge in
// person (rule G7).
func answers(by Actor, c *Complaint) bool {
	return by.Account == c.Owner || c.Grade == Minor && (by.Account == c.Handler && by.deputy == nil || c.inCharge(by.Org, by.Person))
}

// settles: on the spot, whoever took a minor complaint or works on it; above, whoever is in charge (rule G7).
func settles(by Actor, c *Complaint) bool {
	return by.Account == c.Owner || c.Grade == Minor && works(by, c)
}

// reopens: a closed one whoever decides, an archived one a VP (rule W10).
func reopens(by Actor, c *Complaint) bool {
	if c.State == Archived {
		return by.Role == VP
	}
	return decides(by, c)
}

// Concerns lists the keys of those the complaint concerns beyond the say over its site: who recorded,
// handles, owns or owned it, has work in it, or was asked for an opinion, a decision or a payment
// (rule P3); of a restricted one only who may open it (rule P8). The store keeps them in an index; Can
// reads them from here.
func (c *Complaint) Concerns() []string {
	keys := []string{c.Owner, c.Handler}
	if c.Owner != "" {
		keys = append(keys, decidesKey(c.Owner))
	}
	if c.Restricted {
		return settle(append(keys, c.Named...))
	}
	keys = append(append(append(keys, c.RecordedBy, c.FirstContact), c.Former...), c.Deputies...)
	keys = append(keys, c.Checkers...) // rule A6
	if c.Department != "" {
		keys = append(keys, departmentKey(c.Department))
	}
	if c.Fraud {
		keys = append(keys, functionKey(Legal)) // rule G1
	}
	for _, o := range c.Opinions {
		keys = append(keys, o.By)
	}
	for _, t := range c.Tasks {
		keys = append(keys, t.Who)
	}
	for _, m := range c.Measures {
		keys = append(keys, m.Person)
	}
	for _, s := range c.Steps {
		keys = append(keys, s.By)
		if s.Function != "" && !s.OpenedAt.IsZero() {
			keys = append(keys, functionKey(s.Function))
		}
	}
	for _, a := range c.Answers {
		if p := c.Proposal(a.Proposal); a.Accepted == "yes" && p != nil && p.Has(Compensation) {
			keys = append(keys, functionKey(Finance)) // rule C6
		}
	}
	for _, p := range c.Payments {
		keys = append(keys, p.By)
	}
	return settle(keys)
}

// settle sorts keys, each once.
func settle(keys []string) []string {
	slices.Sort(keys)
	keys = slices.Compact(keys)
	return slices.DeleteFunc(keys, func(k string) bool { return k == "" })
}

// Visible tells whether a person may open the complaint (rules P3, P4, P6, P8). The same rule stands as
// SQL in db.scope; a test proves them equal.
func (c *Complaint) Visible(by Actor) bool {
	if accused(by, c) { // rule P4
		return false
	}
	concerned := c.Concerns()
	sees := func(p *Person, keys []string) bool {
		return !c.Restricted && p.AnswersFor(c.Site) || slices.ContainsFunc(keys, func(k string) bool { return slices.Contains(concerned, k) })
	}
	if sees(by.Person, by.Org.Keys(by.Person)) {
		return true
	}
	stands := by.Org.StandsFor(by.Person)
	return !c.about(stands) && slices.ContainsFunc(stands, func(p *Person) bool { return sees(p, by.Org.HandedKeys(p)) })
}

// about tells whether the complaint is about one of these people: who stands in for them sees nothing of
// it by that (rules P4, P6).
func (c *Complaint) about(people []*Person) bool {
	return slices.ContainsFunc(people, func(p *Person) bool { return slices.Contains(c.Accused, p.Account) })
}

// Known tells whether a person may see that the complaint exists: who may open it, and of a restricted
// one those whose site it is, who see its number and nothing more (rule P8).
func (c *Complaint) Known(by Actor) bool {
	if c.Visible(by) {
		return true
	}
	stands := by.Org.StandsFor(by.Person)
	return c.Restricted && !accused(by, c) &&
		(by.AnswersFor(c.Site) || !c.about(stands) && slices.ContainsFunc(stands, func(p *Person) bool { return p.AnswersFor(c.Site) }))
}

// Can is the only authorisation decision: may this person do this, on this case if there is one?
// nil means yes; what they may not see is not found, what they may not do is forbidden.
func Can(by Actor, a Action, c *Complaint) error {
	by.For = ""
	if a == Public {
		return nil
	}
	g, ok := grants[a]
	if !ok || by.Person == nil || by.Disabled {
		return Forbidden("您没有权限%s。", a.Label())
	}
	if c != nil && !c.Visible(by) && !(a == MakeState && accused(by, c)) && !(a.ofPenalised() && penalised(by, c)) {
		if c.Known(by) {
			return Forbidden("这件投诉受限，只有负责人、经办人和指定的人员可以查看。") // rule P8
		}
		return NotFound()
	}
	switch {
	case g.admin && !by.Admin, by.Role < g.least, g.has != nil && !g.has(by):
		return Forbidden("您没有权限%s。", a.Label())
	case c == nil:
		return nil
	}
	if _, ok := by.nameFor(a, c); ok {
		return nil
	}
	if g.why != "" {
		return Forbidden(g.why)
	}
	return Forbidden("您没有权限%s。", a.Label())
}

func (by Actor) may(a Action, c *Complaint) error { return Can(by, a, c) }

// Offers tells whether an action is open to a person on a case as it stands: allowed to them, and
// allowed by the state (rule W1). Pages show what it allows.
func (c *Complaint) Offers(by Actor, a Action) bool { return c.ready(by, a) == nil }

// ExportsClear tells whether a person's exports show phones, addresses and identities in full (rule P5).
func (by Actor) ExportsClear() bool { return by.Role >= Manager }
