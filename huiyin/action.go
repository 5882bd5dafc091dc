package huiyin

// Action names what a person does; the code stands in forms, routes and the journal.
type Action string

// The actions. Public and SignedIn guard routes that belong to no case.
const (
	Public                           Action = "public"
	SignedIn                         Action = "signed_in"
	ActionRecord                     Action = "record"
	ActionRead                       Action = "read"
	ActionAssign                     Action = "assign"
	ActionAccept                     Action = "accept"
	ActionAssess                     Action = "assess"
	ActionFind                       Action = "findings"
	ActionGiveOpinion                Action = "opinion"
	ActionRequestStatement           Action = "hearing"
	ActionChangeAccused              Action = "accused"
	ActionReseat                     Action = "reseat"
	ActionGiveStatement              Action = "statement"
	ActionLogContact                 Action = "contacts"
	ActionRemind                     Action = "reminders"
	ActionPropose                    Action = "proposals"
	ActionSubmit                     Action = "submit"
	ActionWithdraw                   Action = "withdraw"
	ActionDecide                     Action = "decide"
	ActionUrge                       Action = "urge"
	ActionGiveAnswer                 Action = "answers"
	ActionDecideFacts                Action = "decide_facts"
	ActionDraftLetter                Action = "letter"
	ActionFreezeLetter               Action = "freeze_letter"
	ActionTellResult                 Action = "results"
	ActionAddTask                    Action = "tasks"
	ActionEndTask                    Action = "end_task"
	ActionPay                        Action = "payments"
	ActionWaivePayment               Action = "waive_payment"
	ActionReversePayment             Action = "reverse_payment"
	ActionReleasePayment             Action = "release_payment"
	ActionAgreeReversal              Action = "agree_reversal"
	ActionFindCause                  Action = "cause"
	ActionAddMeasure                 Action = "measures"
	ActionDoMeasure                  Action = "done"
	ActionVerify                     Action = "verify"
	ActionSettle                     Action = "settle"
	ActionClose                      Action = "close"
	ActionConfirmWord                Action = "confirm_word"
	ActionAgreeClosing               Action = "agree_closing"
	ActionObjectInvalid              Action = "object_invalid"
	ActionDecideInvalid              Action = "decide_invalid"
	ActionConfirmAttachment          Action = "confirm_attachment"
	ActionTellProvenance             Action = "provenance"
	ActionEndLawDate                 Action = "law_date"
	ActionDropRecording              Action = "drop_recording" // by the clock (rule K6)
	ActionAnswerFollowUp             Action = "answer_follow_up"
	ActionReopen                     Action = "reopen"
	ActionArchive                    Action = "archive"
	ActionFollowUp                   Action = "followups"
	ActionAttach                     Action = "attachments"
	ActionWithdrawAttachment         Action = "withdraw_attachment"
	ActionCorrect                    Action = "correct"
	ActionReadOld                    Action = "read_old"
	ActionReveal                     Action = "reveal"
	ActionHear                       Action = "hear"
	ActionPrint                      Action = "print"
	ActionExport                     Action = "export"
	ActionAskExport                  Action = "ask_export"
	ActionDecideExport               Action = "decide_export"
	ActionMerge                      Action = "merge"
	ActionUnmerge                    Action = "part"
	ActionStartDispute               Action = "disputes"
	ActionEndDispute                 Action = "end_dispute"
	ActionLogDispute                 Action = "dispute_event"
	ActionSetPhase                   Action = "phase"
	ActionMarkItem                   Action = "tick"
	ActionPause                      Action = "pause"
	ActionResume                     Action = "resume"
	ActionExtend                     Action = "extend"
	ActionGrantExtension             Action = "grant_extension"
	ActionReturn                     Action = "return"
	ActionAlert                      Action = "alert"
	ActionRaiseGrade                 Action = "raise_grade"
	ActionMissDeadline               Action = "miss_deadline"
	ActionSetDates                   Action = "set_dates"
	ActionInquire                    Action = "inquiries"
	ActionRecordPraise               Action = "praises"
	ActionConvert                    Action = "convert"
	ActionToPraise                   Action = "to_praise"
	ActionThank                      Action = "thanks"
	ActionCommend                    Action = "commend"
	ActionConfirmPraise              Action = "confirm_praise"
	ActionAskGesture                 Action = "gestures"
	ActionDecideGift                 Action = "decide_gift"
	ActionGiveGift                   Action = "give_gift"
	ActionSeeDesk                    Action = "desk"
	ActionSeeApprovals               Action = "approvals"
	ActionManage                     Action = "manage"
	ActionMoveClock                  Action = "move_clock"
	ActionLogIn                      Action = "log_in"
	ActionLogOut                     Action = "log_out"
	ActionSetPassword                Action = "set_password"
	ActionSetNotificationPreferences Action = "set_reach"
	ActionSetSecondFactor            Action = "second_factor"
	ActionDelegate                   Action = "delegate"
	ActionEndDelegation              Action = "end_delegation"
	ActionRestrict                   Action = "restrict"
	ActionLiftRestriction            Action = "lift"
	ActionReadCompanyJournal         Action = "company_journal"
	ActionAnswerGroup                Action = "answer_group" // rule K8
	ActionHandOver                   Action = "hand_over"

	ActionSeeCustomers        Action = "customers"
	ActionSetConsent          Action = "set_consent"
	ActionMergeCustomer       Action = "merge_customer"
	ActionUnmergeCustomer     Action = "part_customer"
	ActionSeeCustomerAccess   Action = "customer_access"
	ActionRequestData         Action = "data_request"
	ActionAssignDataRequest   Action = "assign_data_request"
	ActionAnswerDataRequest   Action = "answer_data_request"
	ActionKeepData            Action = "keep_data"
	ActionEndReading          Action = "end_reading"
	ActionAskHandOver         Action = "ask_hand_over"
	ActionAskRelease          Action = "ask_release"
	ActionReleaseData         Action = "release_data"
	ActionHandOut             Action = "hand_out"
	ActionAnonymise           Action = "anonymise"
	ActionBlock               Action = "block"
	ActionSeeSanctions        Action = "see_consequences"
	ActionListSanctions       Action = "list_consequences"
	ActionProposeSanction     Action = "consequences"
	ActionReadOwnSanction     Action = "hear_consequence"
	ActionAnswerSanction      Action = "consequence_view"
	ActionDecideSanction      Action = "decide_consequence"
	ActionFileObjection       Action = "objection"
	ActionDecideObjection     Action = "decide_objection"
	ActionWriteSelfReview     Action = "self_review"
	ActionDropSanction        Action = "drop_consequence"
	ActionSelfReviewDue       Action = "self_review_due"
	ActionPrintSanction       Action = "print_consequence"
	ActionPrepareDismissal    Action = "prepare_dismissal"
	ActionDeliverSanction     Action = "deliver_consequence"
	ActionLiftSanction        Action = "lift_consequence"
	ActionCirculate           Action = "circulate"
	ActionSeeCirculars        Action = "circulars"
	ActionReadCircular        Action = "read_circular"
	ActionReadClause          Action = "read_clause"
	ActionAppraise            Action = "appraise"
	ActionObjectPoints        Action = "object_points"
	ActionConfirmPoints       Action = "confirm_points"
	ActionSeeAppraisals       Action = "appraisals"
	ActionSeeStatistics       Action = "figures"
	ActionUploadScan          Action = "scans"
	ActionFileScan            Action = "file_scan"
	ActionDiscardScan         Action = "discard_scan"
	ActionSign                Action = "sign"
	ActionSaveView            Action = "save_view"
	ActionDropView            Action = "drop_view"
	ActionImport              Action = "import"
	ActionSeeReports          Action = "reports"
	ActionCommentReport       Action = "comment_report"
	ActionReturnReport        Action = "return_report"
	ActionSignReport          Action = "sign_report"
	ActionSeeQuarters         Action = "quarters"
	ActionWriteQuarter        Action = "write_quarter"
	ActionReleaseQuarter      Action = "release_quarter"
	ActionSeeJobs             Action = "jobs"
	ActionAssignJob           Action = "assign_job"
	ActionEndJob              Action = "end_job"
	ActionSeeMeetings         Action = "meetings"
	ActionRaiseAlarm          Action = "raise_alarm"
	ActionAddToAlarm          Action = "add_to_alarm"
	ActionHearAlarm           Action = "hear_alarm"
	ActionEndAlarm            Action = "end_alarm"
	ActionOpenCrisis          Action = "open_crisis"
	ActionCloseCrisis         Action = "close_crisis"
	ActionReopenCrisis        Action = "reopen_crisis"
	ActionJoinAlarm           Action = "join_alarm"
	ActionSetSeat             Action = "set_seat"
	ActionTakeOver            Action = "take_over"
	ActionTakeBack            Action = "take_back"
	ActionHandOverSeat        Action = "hand_over_seat"
	ActionAcceptSeat          Action = "accept_seat"
	ActionNameParts           Action = "name_parts"
	ActionEndPart             Action = "end_part"
	ActionExtendCrisis        Action = "extend_crisis"
	ActionSetCrisisPhase      Action = "set_crisis_phase"
	ActionCountPeople         Action = "count_people"
	ActionDraftStatement      Action = "draft_statement"
	ActionSubmitStatement     Action = "submit_statement"
	ActionReviewStatement     Action = "review_statement"
	ActionDecideStatement     Action = "decide_statement"
	ActionIssueStatement      Action = "issue_statement"
	ActionHoldStatement       Action = "hold_statement"
	ActionSendStatement       Action = "send_statement"
	ActionWithdrawStatement   Action = "withdraw_statement"
	ActionReadStatement       Action = "read_statement"
	ActionWriteHolding        Action = "write_holding"
	ActionApproveHolding      Action = "approve_holding"
	ActionEndHolding          Action = "end_holding"
	ActionSeeCrises           Action = "crises"
	ActionSeeUnits            Action = "units"
	ActionLookUpUnit          Action = "look_up_unit"
	ActionRevealOwner         Action = "reveal_owner"
	ActionChangeUnit          Action = "change_unit"
	ActionImportUnits         Action = "import_units"
	ActionUndoUnits           Action = "undo_units"
	ActionCallMeeting         Action = "call_meeting"
	ActionWriteMeeting        Action = "write_meeting"
	ActionCloseMeeting        Action = "close_meeting"
	ActionSeeImprovementPlans Action = "plans"
	ActionOpenImprovementPlan Action = "open_plan"
	ActionCheckJob            Action = "check_job"
	ActionEndImprovementPlan  Action = "end_plan"
	ActionTellImprovementPlan Action = "tell_plan"
	ActionSeeSamples          Action = "samples"
	ActionDrawSample          Action = "draw_sample"
	ActionDataDue             Action = "data_due"         // by the clock: the time of the personal data is over (rule B1)
	ActionStamp               Action = "stamp"            // by the clock: a trusted timestamp came (rule J4)
	ActionListDestruction     Action = "list_destruction" // by the clock
	ActionSignDestruction     Action = "sign_destruction"
	ActionListArchive         Action = "list_archive"
	ActionSignArchive         Action = "sign_archive"
	ActionDestroy             Action = "destroy" // by the clock
	ActionAskCheck            Action = "ask_check"
	ActionCheckSample         Action = "check"
	ActionLookUp              Action = "counter"
	ActionCounterRemind       Action = "counter_reminder"
	ActionLeaveMessage        Action = "counter_message"
	ActionTransfer            Action = "transfer"
	ActionAcceptTransfer      Action = "accept_transfer"
	ActionSendBack            Action = "send_back"
	ActionRefer               Action = "outside"
	ActionReturnOutside       Action = "outside_return"
	ActionAnswerReturn        Action = "outside_returned"
	ActionExtendOutside       Action = "outside_extend"
	ActionGrantOutside        Action = "outside_extended"
	ActionSendOutside         Action = "outside_send"
	ActionTakeAgain           Action = "outside_again"
	ActionNoteVerdict         Action = "outside_verdict"
	ActionHold                Action = "hold"
	ActionEndHold             Action = "end_hold"
	ActionHoldAll             Action = "hold_all"
	ActionEndHoldAll          Action = "end_hold_all"
	ActionAskSecondWord       Action = "ask_second_word"
	ActionGiveSecondWord      Action = "give_second_word"
	ActionWithdrawSecondWord  Action = "withdraw_second_word"
	ActionRecuse              Action = "recuse"
	ActionDecideRecusal       Action = "decide_recusal"
	ActionReportLaw           Action = "report_law"
	ActionNameParty           Action = "parties"
	ActionPackEvidence        Action = "pack_evidence"
	ActionHandOnData          Action = "hand_on_data"
	ActionNoteSensitive       Action = "note_sensitive"
	ActionEraseSensitive      Action = "erase_sensitive"
)

var actions = words[Action]{
	{ActionRecord, "登记"}, {ActionRead, "查看"}, {ActionAssign, "分派"}, {ActionAccept, "接收"}, {ActionAssess, "评估定级"},
	{ActionFind, "记录调查结果"}, {ActionGiveOpinion, "填写部门意见"},
	{ActionRequestStatement, "请当事人陈述"}, {ActionChangeAccused, "增减被投诉人"}, {ActionReseat, "改由他人负责"},
	{ActionGiveStatement, "当事人陈述"}, {ActionLogContact, "记录沟通"},
	{ActionRemind, "登记催办"}, {ActionPropose, "提出方案"}, {ActionSubmit, "提交方案"}, {ActionWithdraw, "撤回方案"},
	{ActionUrge, "催办审批"},
	{ActionDecide, "审批方案"}, {ActionGiveAnswer, "答复客户"}, {ActionDecideFacts, "审定事实表述"},
	{ActionDraftLetter, "起草答复函"}, {ActionFreezeLetter, "答复函定稿"}, {ActionTellResult, "告知结果"}, {ActionAddTask, "布置事项"},
	{ActionEndTask, "办结事项"}, {ActionPay, "登记付款"},
	{ActionWaivePayment, "放行付款"}, {ActionReversePayment, "冲正付款"}, {ActionAgreeReversal, "同意冲正"},
	{ActionReleasePayment, "复核付款"},
	{ActionFindCause, "原因分析"}, {ActionAddMeasure, "制定措施"}, {ActionDoMeasure, "办结措施"}, {ActionVerify, "验证效果"},
	{ActionSettle, "现场解决"}, {ActionClose, "结案"},
	{ActionConfirmWord, "核实客户意见"},
	{ActionAgreeClosing, "同意结案"}, {ActionObjectInvalid, "登记客户异议"}, {ActionDecideInvalid, "裁定客户异议"},
	{ActionReopen, "重开"}, {ActionArchive, "归档"}, {ActionFollowUp, "回访"}, {ActionAttach, "上传材料"},
	{ActionWithdrawAttachment, "撤回材料"}, {ActionConfirmAttachment, "确认签字表单"}, {ActionTellProvenance, "说明材料来源"}, {ActionEndLawDate, "登记法定期限"},
	{ActionDropRecording, "录音到期删除"}, {ActionAnswerFollowUp, "答复回访"},
	{ActionReveal, "查看联系方式"}, {ActionHear, "知悉紧急警报"}, {ActionCorrect, "更正"}, {ActionReadOld, "查看更正前的内容"},
	{ActionPrint, "打印"}, {ActionExport, "导出"}, {ActionAskExport, "申请导出"},
	{ActionDecideExport, "决定导出申请"}, {ActionMerge, "合并"}, {ActionUnmerge, "拆出"},
	{ActionStartDispute, "转争议处理"}, {ActionEndDispute, "结束争议"}, {ActionLogDispute, "登记争议进展"}, {ActionSetPhase, "判定阶段"},
	{ActionMarkItem, "完成步骤"}, {ActionPause, "暂停计时"}, {ActionResume, "恢复计时"}, {ActionExtend, "延期"},
	{ActionGrantExtension, "答复延期申请"}, {ActionReturn, "退回"}, {ActionAlert, "提醒"}, {ActionRaiseGrade, "升级"},
	{ActionMissDeadline, "超时"}, {ActionSetDates, "补定时限"},
	{ActionInquire, "登记咨询"}, {ActionRecordPraise, "登记表扬"}, {ActionConvert, "转为投诉"}, {ActionToPraise, "转为表扬"},
	{ActionThank, "申请答谢礼品"}, {ActionCommend, "表彰员工"}, {ActionConfirmPraise, "核实表扬"},
	{ActionAskGesture, "申请应急慰问"}, {ActionDecideGift, "审批礼品"}, {ActionGiveGift, "送出礼品"},
	{ActionSeeStatistics, "查看统计"},
	{ActionManage, "管理设置"}, {ActionLogIn, "登录"}, {ActionLogOut, "退出"}, {ActionSetPassword, "修改密码"},
	{ActionSetNotificationPreferences, "设置通知方式"}, {ActionSetSecondFactor, "设置两步验证"}, {ActionSeeDesk, "查看工作台"},
	{ActionSeeApprovals, "查看审批"}, {ActionMoveClock, "移动演练时钟"},
	{ActionDelegate, "交由他人代理"}, {ActionEndDelegation, "结束代理"}, {ActionRestrict, "设为受限"},
	{ActionLiftRestriction, "解除受限"}, {ActionHandOver, "移交工作"}, {ActionReadCompanyJournal, "查看变更记录"}, {ActionAnswerGroup, "说明不是群诉的原因"}, {ActionAskHandOver, "请负责人安排移交"}, {ActionEndReading, "结束查看"},
	{ActionSeeCustomers, "查看客户档案"}, {ActionSetConsent, "登记客户同意"}, {ActionMergeCustomer, "合并客户档案"},
	{ActionUnmergeCustomer, "撤销合并"}, {ActionSeeCustomerAccess, "查看资料访问记录"}, {ActionRequestData, "登记个人信息请求"},
	{ActionAssignDataRequest, "改派个人信息请求"}, {ActionAnswerDataRequest, "答复个人信息请求"}, {ActionKeepData, "暂留个人信息"},
	{ActionAskRelease, "请求放行资料摘录"}, {ActionReleaseData, "决定放行资料摘录"}, {ActionHandOut, "资料摘录交给客户"},
	{ActionAnonymise, "匿名化"}, {ActionBlock, "封存"},
	{ActionSeeSanctions, "查看处罚"}, {ActionListSanctions, "查看处罚登记"}, {ActionProposeSanction, "提出处罚"},
	{ActionReadOwnSanction, "查看对本人的处罚"}, {ActionAnswerSanction, "陈述意见"}, {ActionDecideSanction, "决定处罚"},
	{ActionFileObjection, "提出异议"}, {ActionDecideObjection, "复议处罚"}, {ActionWriteSelfReview, "提交书面检查"},
	{ActionDropSanction, "撤回处罚提议"}, {ActionSelfReviewDue, "书面检查到期"}, {ActionPrintSanction, "打印处罚通报"},
	{ActionPrepareDismissal, "登记解除前置程序"}, {ActionDeliverSanction, "登记送达"}, {ActionLiftSanction, "撤销处罚"},
	{ActionCirculate, "发布通报"}, {ActionSeeCirculars, "查看通报"}, {ActionReadCircular, "阅读通报"}, {ActionReadClause, "阅读制度条款"},
	{ActionObjectPoints, "对扣分提出异议"}, {ActionConfirmPoints, "确认扣分"},
	{ActionAppraise, "考评计分"}, {ActionSeeAppraisals, "查看考评"},
	{ActionUploadScan, "上传签字单据"}, {ActionFileScan, "归入投诉"}, {ActionDiscardScan, "作废单据页"}, {ActionSign, "现场签字"},
	{ActionSaveView, "保存常用视图"}, {ActionDropView, "删除常用视图"},
	{ActionImport, "导入"},
	{ActionSeeReports, "查看统计报告"}, {ActionCommentReport, "点评"}, {ActionReturnReport, "退回点评"}, {ActionSignReport, "签发"},
	{ActionSeeQuarters, "查看季度评估"}, {ActionWriteQuarter, "完成评估"}, {ActionReleaseQuarter, "发布评估"},
	{ActionSeeJobs, "查看交办工作"}, {ActionAssignJob, "交办工作"}, {ActionEndJob, "办结工作"},
	{ActionSeeMeetings, "查看会议"}, {ActionCallMeeting, "召集会议"}, {ActionWriteMeeting, "记录会议"},
	{ActionCloseMeeting, "会议纪要定稿"},
	{ActionSeeImprovementPlans, "查看专项整改"}, {ActionOpenImprovementPlan, "专项整改立项"}, {ActionCheckJob, "核实效果"},
	{ActionEndImprovementPlan, "办结方案"}, {ActionTellImprovementPlan, "告知客户"},
	{ActionSeeSamples, "查看监督检查"}, {ActionDrawSample, "抽样"}, {ActionDataDue, "个人信息保存期满"}, {ActionStamp, "取得可信时间戳"},
	{ActionListDestruction, "编制鉴定销毁清册"}, {ActionSignDestruction, "签署鉴定销毁清册"}, {ActionListArchive, "编制档案移交清册"},
	{ActionSignArchive, "签署档案移交清册"}, {ActionDestroy, "按清册销毁"},
	{ActionAskCheck, "指定检查人"}, {ActionCheckSample, "填写检查表"},
	{ActionLookUp, "柜台查询"}, {ActionCounterRemind, "柜台登记催办"}, {ActionLeaveMessage, "柜台留言"},
	{ActionTransfer, "转办"}, {ActionAcceptTransfer, "接收转办"}, {ActionSendBack, "退回转办"},
	{ActionRefer, "登记外部编号"}, {ActionReturnOutside, "退回转来方"}, {ActionAnswerReturn, "登记退回的答复"},
	{ActionExtendOutside, "向对方申请延期"}, {ActionGrantOutside, "登记对方同意延期"}, {ActionSendOutside, "报送答复"},
	{ActionTakeAgain, "登记再办"}, {ActionNoteVerdict, "登记对方回访"},
	{ActionHold, "法律留存"}, {ActionEndHold, "解除法律留存"},
	{ActionHoldAll, "整体留存"}, {ActionEndHoldAll, "解除整体留存"},
	{ActionAskSecondWord, "提出权限变更"}, {ActionGiveSecondWord, "确认权限变更"}, {ActionWithdrawSecondWord, "撤回权限变更"},
	{ActionRecuse, "申请回避"}, {ActionDecideRecusal, "决定回避"},
	{ActionReportLaw, "登记法定报告"}, {ActionNameParty, "登记和解签署人"},
	{ActionPackEvidence, "制作举证包"}, {ActionHandOnData, "登记资料提供"}, {ActionNoteSensitive, "记录敏感信息"},
	{ActionEraseSensitive, "删除敏感信息"},
	{ActionRaiseAlarm, "群体事件报警"}, {ActionAddToAlarm, "补报群体事件"}, {ActionHearAlarm, "知道群体事件"}, {ActionEndAlarm, "结束报警"},
	{ActionOpenCrisis, "启动危机"}, {ActionCloseCrisis, "结束危机"}, {ActionReopenCrisis, "重新启动危机"}, {ActionJoinAlarm, "并入危机"}, {ActionSetSeat, "安排席位"}, {ActionTakeOver, "代为指挥"},
	{ActionTakeBack, "到岗"}, {ActionHandOverSeat, "交接席位"}, {ActionAcceptSeat, "接收席位"},
	{ActionNameParts, "安排组员"}, {ActionEndPart, "结束角色"}, {ActionExtendCrisis, "增加涉及项目"}, {ActionSetCrisisPhase, "转换危机阶段"},
	{ActionCountPeople, "更新人数"}, {ActionDraftStatement, "起草口径"}, {ActionSubmitStatement, "提交口径"},
	{ActionReviewStatement, "出具法务意见"}, {ActionDecideStatement, "批准口径"}, {ActionIssueStatement, "发布口径"},
	{ActionHoldStatement, "发布首发口径"}, {ActionSendStatement, "登记发布渠道"},
	{ActionWithdrawStatement, "撤下口径"}, {ActionReadStatement, "知道口径"}, {ActionWriteHolding, "编写首发口径"},
	{ActionApproveHolding, "批准首发口径"}, {ActionEndHolding, "停用首发口径"}, {ActionSeeCrises, "查看危机"},
	{ActionSeeUnits, "查看房源"}, {ActionLookUpUnit, "查询业主"}, {ActionRevealOwner, "查看业主电话"}, {ActionChangeUnit, "更正房源"},
	{ActionImportUnits, "导入房源"}, {ActionUndoUnits, "撤销房源导入"},
}

// Label is the action's name on pages.
func (a Action) Label() string { return actions.label(a) }

// silent tells whether an action leaves what people typed up to date: it only looks, or a date went by.
// It is in the journal and changes no version (rules J3, W12).
func (a Action) silent() bool {
	return a == ActionReveal || a == ActionRevealOwner || a == ActionHear || a == ActionReadStatement || a == ActionPrint || a == ActionMissDeadline || a == ActionAlert ||
		a == ActionSetDates || a == ActionLookUp || a == ActionDataDue || a == ActionKeepData || a == ActionAskCheck ||
		a == ActionAskHandOver || a == ActionEndReading || a == ActionAskRelease || a == ActionHandOut || a.Confidential()
}
