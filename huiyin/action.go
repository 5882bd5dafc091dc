package huiyin

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
