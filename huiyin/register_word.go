package huiyin

// What registers of offices say; the words are matched against, and shown to nobody.

// wordHints are parts of words by which offices call a value, the more telling first.
var wordHints = map[string][]WordHint{
	"channel": {
		{"hotline", "12345 热线 市长 400 客服中心"}, {"wechat", "微信 公众号 业主群 企微 小程序"},
		{"government", "信访 住建 街道 政府 房管 消协 315 12315 市监"}, {"media", "媒体 电视 报纸 记者"}, {"social", "抖音 微博 小红书 网络舆情 舆情 快手"},
		{"phone", "电话 来电 致电 座机 手机"}, {"visit", "上门 来访 到访 前台 现场 面谈 接待 当面 走访"}, {"letter", "信函 来信 书面 函件"},
		{"email", "邮件 邮箱 email"}, {"app", "app 平台 线上 网站 网上"}, {"other", "其他 管家 转交 巡查 内部"},
	},
	"category": {
		{"lift_trapped", "困人 困梯"}, {"leak", "漏水 渗水 渗漏 漏雨 返潮 滴水"}, {"flood_power_cut", "停电 水浸 淹水"},
		{"water_power", "水电 跳闸 水压 断水 停水"}, {"facilities", "电梯 设施 设备 门禁 路灯 健身"},
		{"noise", "噪音 扰民 邻里 噪声 装修 宠物"}, {"cleaning", "保洁 卫生 绿化 垃圾 清洁 环境"}, {"order", "安保 保安 秩序 停车 车位 安全管理"},
		{"late_delivery", "延期 逾期交"}, {"delivery", "交付 交房 验房"}, {"charges", "收费 物业费 费用 账单 电费"}, {"discount", "折扣 优惠"},
		{"price_contract", "合同 价格 退款 定金 房价 退房"}, {"promise_beyond_scope", "承诺 虚假宣传"}, {"wrong_introduction", "误导 介绍"},
		{"attitude", "态度 服务 礼貌"}, {"competence", "业务能力 不专业"}, {"process", "流程 效率 速度 手续 办证 产证"},
		{"property_loss", "丢失 失窃 财物 被盗"}, {"data_leak", "泄露 隐私"}, {"safety_accident", "安全事故 受伤 高空坠物"},
		{"repair", "维修 工程 质量 报修 房屋 墙 裂 空鼓"}, {"other", "其它 其他 杂项 综合"},
	},
	"state": {
		{stateOpen, "未 处理中 跟进 进行 待 正在 挂起 协调 在办"}, {stateEnded, "完 结 闭环 关闭 已处理 已解决 办毕 已回复 归档"},
	},
	"outcome": {
		{"not_accepted", "不接受 未认可 不认可"}, {"withdrawn", "撤"}, {"mediated", "调解"}, {"arbitrated", "仲裁"}, {"judged", "判决 诉讼 法院"},
		{"invalid", "无效 不成立 不属实"}, {"solved", "解决 满意 闭环 完成 办结 认可 修复 处理完"}, {"followed_up", "跟进 持续 后续 观察"},
	},
	"satisfaction": {
		{"unsatisfied", "不满 差 不认可"}, {"fair", "基本 一般 尚可 还行 还可以 较"}, {"satisfied", "满意 好 认可 优"},
	},
	"urgency":  {{"emergency", "特急 紧急 立即 重大"}, {"urgent", "急 加急 优先 高"}, {"normal", "一般 普通 常规 低 中"}},
	"relation": {{"prospect", "意向 访客 未成交"}, {"buyer", "购房 认购 准业主 买"}, {"tenant", "租户 租客 承租"}, {"landlord", "房东 出租"}, {"developer", "开发"}, {"owner", "业主 户主 家属"}, {"other", "其他 商户"}},
	"grade":    {{"major", "重大 特大 a级 一级"}, {"important", "重要 较大 严重 b级 二级"}, {"minor", "一般 轻微 普通 c级 三级"}},
	"emotion":  {{"furious", "愤怒 暴"}, {"agitated", "激动 激烈"}, {"dissatisfied", "不满 抱怨"}, {"calm", "平静 平和 正常 稳定"}},
	"scope":    {{"estate", "全 整个 小区"}, {"part", "部分 楼栋 单元"}, {"household", "一户 单户 个别"}},
}

// titleHints are parts of titles by which offices call a column, the more telling first.
var titleHints = []TitleHint{
	{"closed_at", "办结时 办结日 完成时 完成日 结案时 结案日 关闭时 关闭日 处理完 解决时 解决日 闭环时 闭环日 销单"},
	{"promised_at", "承诺 约定回复"}, {"event_at", "发生时 发生日 事发"},
	{"received_at", "受理 接单 来电时 来电日 来访日 来访时 反映时 反映日 投诉时 投诉日 登记时 登记日 接报 报事时 时间 日期"},
	{"identity", "身份证 证件"}, {"phone", "电话 手机 联系方 联络"}, {"complained_of", "被投诉 责任部门 责任人 涉事"},
	{"building", "楼栋 栋号 楼号 幢"}, {"entrance", "单元"}, {"unit", "房号 房屋 户号 房间 楼室 房源 室号 位置"},
	{"contract", "合同"}, {"satisfaction", "满意"}, {"name", "姓名 业主 客户名 来电人 来访人 反映人 投诉者 报事人 诉求人 投诉人"},
	{"channel", "渠道 方式 来源 途径"}, {"category", "类别 类型 分类 性质"}, {"state", "状态 是否 进度 完成情况 闭环"},
	{"result", "处理结果 处理情况 处理措施 处理过程 处理意见 处理 回复 办理 措施 结果"},
	{"demand", "诉求 要求 期望"}, {"matter", "内容 事项 问题 描述 事由 情况 摘要"}, {"grade", "等级 级别"}, {"relation", "身份 关系"},
	{"urgency", "紧急 缓急"}, {"old_number", "编号 单号 工单号 流水号"}, {"site", "项目 案场 小区 楼盘"}, {"address", "地址"},
	{"complainants", "人数"},
}

// notProposed are parts of titles of which no field is proposed.
var notProposed = []string{"备注", "序号", "登记人", "记录人", "受理人", "接待人", "经办", "签字", "签名", "回访时", "回访日",
	"附件", "照片"}

// sumWords begin the line of sums below a table.
var sumWords = []string{"合计", "小计", "总计", "共计", "累计", "本页合计", "本页小计", "本月合计", "本月小计"}

// lineTitles are the titles of a column that counts lines.
var lineTitles = []string{"序号", "行号", "no", "项次", "顺序号"}

// betweenWords parts a cell that names several.
const betweenWords = "、,，;；/\n"

// peopleTitles and peopleWords are the same of lists of staff. A title of honour says little of what a person may do: all
// are proposals.
var peopleTitles = []TitleHint{
	{"sites", "负责 分管 管辖"}, {"account", "账号 帐号 账户 登录 用户名 工号"}, {"role", "职务 岗位 职位 角色 职级"},
	{"department", "部门 科室"}, {"site", "项目 案场 门店 楼盘 小区 所在"}, {"admin", "管理员"}, {"name", "姓名 名字 员工"},
}

var peopleWords = map[string][]WordHint{
	"role": {
		{"agent", "客户经理 助理 秘书 顾问 专员 管家 经纪人 前台 文员 接待 销售员"}, {"vp", "副总 董事"},
		{"general_manager", "总经理 总裁"}, {"supervisor", "主管 组长 班长 领班 主任 店助"}, {"manager", "经理 总监 店长 负责人"},
		{"agent", "客服 销售 员 师"},
	},
	"admin": yesOrNo, "domain": yesOrNo,
	"site": {{allSites, "全部 所有 公司 集团 各项目"}}, "sites": {{allSites, "全部 所有 公司 集团 各项目"}},
}

var yesOrNo = []WordHint{{"yes", "是 有 √ y 1"}, {"no", "否 无 × n 0"}}

// surnames are family names that are read otherwise than the same character in a text.
var surnames = map[string]string{"单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "朴": "piao",
	"尉迟": "yuchi", "翟": "zhai", "乐": "yue", "缪": "miao", "盖": "ge", "覃": "qin", "纪": "ji", "任": "ren", "华": "hua", "员": "yun",
	"种": "chong", "万俟": "moqi", "长孙": "zhangsun", "牟": "mou", "葛": "ge", "洗": "xian", "冼": "xian", "折": "she", "逄": "pang"}
