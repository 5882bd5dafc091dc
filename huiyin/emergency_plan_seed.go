package huiyin

// emergencySteps are ticked off in every emergency (rule K2).
var emergencySteps = []ChecklistItem{
	{"told_manager", "已通知项目经理"},
	{"called_help", "已报警或呼叫救援（不需要的也请勾选）"},
	{"on_site", "人员已到场"},
	{"controlled", "现场已控制"},
	{"told_customer", "已告知客户我们在做什么"},
	{"evidence", "已对现场设施取证（不拍人）"},
	{"told_leaders", "已报告负责经理和副总经理"},
	{ItemRecovered, "已恢复正常"},
}

// What several plans say: what arrives may be signed for as received, and no number is invented, but whoever asks by
// law is told the truth (rules B4, B8).
const (
	receivedNotices = "送来的通知、函件可以签收：只写“收到”、时间和姓名，当天交项目经理"
	unverified      = "不说未经核实的数字；政府部门问到的，如实回答"
)

// emergencyPlanSeed are the emergency plans that every installation begins with (rule B4). They are knowledge, kept
// in the language of the house.
var emergencyPlanSeed = []EmergencyPlan{
	{
		Code: "sold_twice", Name: "房号卖重、折扣算错", Categories: []string{"sold_twice", "discount"},
		First: "立即告知项目经理，由其通知销管部",
		Do:    []string{"封存房号管理单、认购书和收据", "两位客户分开接待，各由一位主管陪同", "当天核对合同与折扣审批，列出差额", receivedNotices, "由项目经理当面致歉并说明何时答复"},
		Dont:  []string{"不口头保留房号", "不签署客户自拟的承诺书", "不说出另一位客户的姓名和电话", "审批之前不谈赔付金额"},
		Call:  []string{"项目经理", "销管部", "合同部", "财务部"},
	},
	{
		Code: "fees", Name: "费用未告知、变更被拒", Categories: []string{"fees_not_told", "change_refused"}, First: "立即告知项目经理",
		Do:   []string{"拿出公示价目和购房须知，逐项核对", "查清是谁、何时、怎样告知的", "能退能改的当天报批", "不能办的写明依据", receivedNotices},
		Dont: []string{"不说“大家都这样收”", "不当场答应减免", "不签署客户自拟的承诺书", "不透露其他客户的成交条件"},
		Call: []string{"项目经理", "合同部", "财务部"},
	},
	{
		Code: "wrong_words", Name: "介绍错误、超范围承诺", Categories: []string{"wrong_introduction", "promise_beyond_scope"},
		First: "立即告知项目经理",
		Do:    []string{"请客户说明承诺的原话、时间和在场人", "调取带看记录、聊天记录和宣传资料", "换一位置业顾问接待", "查清之后再答复", receivedNotices},
		Dont:  []string{"不让当事置业顾问单独面对客户", "不否认尚未查清的事", unverified, "不签署客户自拟的承诺书"},
		Call:  []string{"项目经理", "销管部", "法务部"},
	},
	{
		Code: "data_leak", Name: "客户资料泄露", Categories: []string{"data_leak"}, First: "立即告知项目经理，由其通知法务部",
		Do:   []string{"停用外泄的账号和名单，保留原件", "列出谁在何时看过、导出过这位客户的资料", "告知客户：泄露了什么、可能的影响、我们做了什么", "需要时向公安机关报案"},
		Dont: []string{"不删除任何记录", "不猜测是谁泄露", "不通过原渠道再发送资料", unverified},
		Call: []string{"项目经理", "法务部", "公安机关 110"},
	},
	{
		Code: "crowd", Name: "人群聚集", Categories: []string{"group_disturbance"}, First: "立即告知项目经理，由其到场",
		Do:   []string{"先保安全，疏通出入口，照顾老人和孩子", "请客户自愿推举不超过五位代表到室内谈", "一个人对外说话，如实记录时间和诉求", "记下每条诉求和答复时间", receivedNotices},
		Dont: []string{"不签署联名承诺", "不推搡、不扣留、不抢手机", unverified, "不接受未经安排的采访"},
		Call: []string{"项目经理", "安保主管", "公关部", "派出所 110"},
	},
	{
		Code: "accident", Name: "现场安全事故", Categories: []string{"safety_accident", "lift_trapped"},
		First: "立即告知项目经理和单位负责人；有人受伤先打 120",
		Do: []string{"先救人：急救、切断危险源、隔离现场", "电梯困人先安抚，等维保到场再施救",
			"保护现场：拍照、录像取证之前不清理、不修理、不删监控；救人必须移动的，做标记、拍照并记录",
			"单位负责人知道之后 1 小时内，书面报告应急管理部门和住建部门；电梯等特种设备事故，同时报市场监管部门",
			"报告写明：单位概况，时间、地点和现场情况，简要经过，伤亡和下落不明人数，估计的直接损失，已采取的措施；有新情况及时补报",
			"派人陪同就医，垫付须经主管同意", receivedNotices},
		Dont: []string{"不移动伤情不明的人，有危险的除外", "不在查清之前认定责任",
			"不瞒报、不谎报、不迟报：谁都不能下令隐瞒，接到这样的要求照样报告", unverified},
		Call: []string{"急救 120", "消防 119", "应急管理部门", "住建部门", "市场监管部门（电梯等）", "电梯维保单位", "项目经理", "工程部"},
	},
	{
		Code: "inspection", Name: "政府部门检查", First: "立即告知项目经理或法务，30 分钟内到场或通上电话",
		Do: []string{"查看证件，登记单位、姓名、证件号和检查事项（不拍证件）", "30 分钟内请到项目经理或法务，或打通电话",
			"问到的如实回答，知道的说清楚，不知道的说不知道", "按要求提供资料，出示、复印、留下、带走的逐项登记，带走的要收据",
			"送达回证可以当场签收，写明收到的时间", "检查笔录由项目经理指定的人看完再签字，有不同意见的写在笔录上",
			"检查意见和要求的期限当天上报"},
		Dont: []string{"不隐藏、不转移、不删除任何资料", "不拒绝、不拖延、不阻挠", "不编造、不猜测", "不临时补做资料"},
		Call: []string{"项目经理", "法务部", "行政部"},
	},
	{
		Code: "property_loss", Name: "客户财物损失", Categories: []string{"property_loss"}, First: "立即告知项目经理",
		Do:   []string{"请客户写明物品、时间和地点", "当场封存监控录像", "陪同客户寻找或报案", "登记现场人员和班次", receivedNotices},
		Dont: []string{"不怀疑、不搜查任何人", "不当场答应赔偿", "不把录像交给个人"},
		Call: []string{"项目经理", "安保主管", "派出所 110"},
	},
	{
		Code: "general", Name: "紧急事件", First: "立即告知项目经理",
		Do: []string{"先保人身安全，再保财产", "派最近的人到场，十分钟内回报", "停水停电、漏水的，通知工程部关阀断电并张贴告示", "告知客户我们在做什么、何时再联系",
			"有人受伤或有生命危险的，按“现场安全事故”办", receivedNotices},
		Dont: []string{"不让客户自行处理危险", unverified, "未查清之前不谈责任"},
		Call: []string{"项目经理", "工程部", "客户服务部", "110、119、120"},
	},
}
