package demo

import (
	"time"

	"huiyin/huiyin"
)

const (
	hours = time.Hour
	days  = 24 * time.Hour
)

// storiesHY are the complaints of 海悦府, the sales office.
func storiesHY() []story {
	return []story{
		qinYuelan(), gongZhenbang(), wuJingyi(), qiXiangdong(), chuAnran(), chenLihang(), ruanTianyou(), youJiayin(),
		anonymousCaller(), zhuoWenqi(), tengLiguo(), ouyangChunhui(), wanXiaolin(), zhuJiahe(), kuangShaohua(),
		miaoQiushi(), shaoYifan(), dengKexin(), langZimo(), weiChunxiao(), heSiqi(), jiHongda(), anonymousStaff(),
		lingYutong(), wangShihan(),
	}
}

func qinYuelan() story {
	return story{
		site: "HY", day: 86, at: "10:20", by: "a01",
		in: intake("visit", "prospect", "秦月兰", "", "attitude", "dissatisfied",
			"周日下午到售楼部看房，置业顾问陈立航全程低头看手机，问两居室的得房率，回答“网上都有”，随后把我一个人留在沙盘前去接待别的客户。",
			"要求当面道歉，并换一位置业顾问重新介绍。", about("a02"), where("海悦府售楼部大厅")),
		acts: []act{
			{"0 11:05", "s01", assign("s02", "sales_management")},
			{"0 11:30", "s02", accept},
			{"0 14:10", "s02", talk("phone", "向客户核对当天的经过，客户愿意再来一次，希望换一位顾问。")},
			{"0 16:40", "a02", state("当天同时接待三组客户，确实回了两次工作消息，没有向秦女士说明就离开，是我不对。")},
			{"1 09:30", "s02", find("监控显示客户到店 48 分钟，顾问与其交谈不足 9 分钟，中途离开 26 分钟没有交接。", "《案场接待规范》第 6 条：离开客户须交接。")},
			{"1 15:00", "x02", opine("投诉属实。接待高峰没有分流，顾问离岗不交接，按接待规范处理。")},
			{"1 16:20", "x02", judge("company", "sales_management", 2, 1, 3, responsible("a02"))},
			{"1 17:00", "p01", punish("周日下午接待来访客户时多次看手机，中途离开没有交接。", "监控和本人陈述一致，违反接待规范第 6 条。")},
			{"1 18:10", "a02", view("情况属实，当天没有人补位，今后离开前一定交接。")},
			{"2 09:20", "v01", impose("事实清楚，本人认识到位，按重要投诉处理。")},
			{"2 10:00", "s02", propose("apology improvement", 0, "由陈立航当面致歉；周敏主管重新接待并完整介绍两居室产品。", "《案场接待规范》第 6、9 条")},
			{"2 11:40", "x02", approve("同意。道歉时主管须在场。")},
			{"2 15:00", "a02", object("黄牌过重：周末没有排号分流，也没有主管补位。")},
			{"3 11:00", "v02", uphold("分流不足由项目整改；离开不交接是本人的责任，处罚适当。")},
			{"3 14:30", "a02", review("当天同时接待三组客户，没有说明就离开，让客户空等。今后离开前先请主管补位并向客户说明。")},
			{"75 10:00", "v02", circulate("接待来访客户时多次看手机，离开时没有交接，客户空等二十六分钟。", "离开客户前先请人补位，并向客户说明。")},
			{"3 15:30", "x02", answer("face", "yes", "请客户到店，顾问当面道歉，说明整改安排，并由主管重新讲解户型。", "希望周末也能预约到主管。")},
			{"3 16:00", "x02", cause("process", "周末来客集中，没有排号和分流，顾问一人同时接三组客户。")},
			{"3 16:20", "x02", correct("s02", "周末启用接待排号，超过两组客户由主管补位。", 5*days)},
			{"3 16:30", "x02", prevent("s01", "全体顾问学习接待规范并抽查录音。", 10*days)},
			{"6 10:00", "s02", tell("phone", "satisfied", "告知排号已启用，客户表示上周再去时体验很好。")},
			{"7 17:30", "s02", did("排号机已启用，两个周末没有再出现空等。")},
			{"8 09:40", "x02", verify("抽查两个周末的排号记录，平均等候 7 分钟。")},
			{"8 10:00", "a01", signed},
			{"8 10:30", "x02", closeAs("solved", "")},
			{"10 14:20", "s01", call("satisfied", "客户已定三号楼，对后来的接待满意。")},
		},
	}
}

func gongZhenbang() story {
	return story{
		site: "HY", day: 79, at: "15:45", by: "a02",
		in: intake("visit", "buyer", "龚振邦", "5栋1单元1802", "fees_not_told", "agitated",
			"签约当天才被告知还要另交地下室使用费和代办费，认购时的费用清单上没有这两项，感觉被牵着走。",
			"取消这两项费用，或者说明收费依据。", contract("HYF-2023-0517"), involving("合同专员、置业顾问林晓雯")),
		acts: []act{
			{"0 16:10", "s01", assign("a01", "finance")},
			{"0 16:30", "a01", accept},
			{"1 10:20", "a01", talk("phone", "向客户要了认购时的清单照片，约定两天内答复。")},
			{"1 11:00", "a01", attach("photo", "认购费用清单.png", "客户保存的认购清单，没有代办费一栏")},
			{"1 15:30", "f01", opine("代办费不在公示范围，建议退还；地下室使用费属自愿，须书面说明可以不选。")},
			{"2 09:30", "a01", find("认购清单是旧模板，缺代办费一行；地下室使用费属自愿选购，当天没有说明可以不选。", "《销售费用公示表》2023 版")},
			{"2 15:20", "s01", judge("company", "finance", 3, 2, 2)},
			{"3 10:10", "a01", propose("apology explanation compensation", 1500,
				"书面说明两项费用的性质；地下室自愿选购；退代办费并补偿往返费用，合计 1500 元。", "公示表与模板不一致，属我方失误")},
			{"3 11:30", "s01", approve("情况属实，金额在授权之内。")},
			{"3 17:00", "p01", approve("同意，模板当天下架。")},
			{"4 10:30", "x02", answer("face", "yes", "向客户出示公示表和旧模板，承认失误，说明补偿安排。", "")},
			{"4 10:50", "x02", frozenLetter},
			{"4 11:00", "x02", cause("information", "费用公示表更新后，签约室仍在使用旧模板。")},
			{"4 11:10", "x02", correct("s01", "收回旧版认购清单，签约室只留现行模板。", 3*days)},
			{"6 15:40", "f01", pay(0, "SK-2307-0118")},
			{"7 10:00", "a01", tell("phone", "satisfied", "告知款项已到账，客户确认收到。")},
			{"7 16:30", "s01", did("旧模板已全部收回销毁，共 43 份。")},
			{"8 10:00", "x02", verify("抽查一周内 12 份认购文件，均为现行模板。")},
			{"8 14:00", "a01", signed},
			{"8 15:10", "x02", closeAs("solved", "")},
			{"11 10:40", "a02", call("satisfied", "费用已退，没有其他问题。")},
		},
	}
}

func wuJingyi() story {
	return story{
		site: "HY", day: 76, at: "09:50", by: "a02",
		in: intake("visit", "prospect", "伍静宜", "", "cleaning", "calm",
			"售楼部二楼洗手间地面积水没有人拖，孩子差点滑倒，门口也没有放提示牌。",
			"马上清理，并安排人定时巡视。", where("海悦府售楼部二楼")),
		acts: []act{
			{"+12m", "a02", settle("process", "保洁交接班空档，二楼没有人巡视。", "立即拖干并放置防滑提示牌，交接班改为当面交接。", "带客户查看清理结果，并送上热茶。",
				"satisfied")},
			{"1 09:00", "s01", judge("company", "administration", 1, 2, 1)},
			{"1 10:20", "s01", closeAs("solved", "")},
			{"3 16:00", "s01", call("satisfied", "客户说第二次来时洗手间很干净。")},
		},
	}
}

func qiXiangdong() story {
	return story{
		site: "HY", day: 63, at: "14:15", by: "a01",
		in: intake("visit", "buyer", "戚向东", "2栋2单元2301", "sold_twice", "furious",
			"三个月前交了认购金的 2301，今天来签约，系统显示已经卖给别人。顾问说是“系统没锁住”，全家为这套房把老房子都卖了。",
			"要么给原房，要么给同面积同楼层的房并赔偿全部损失。", contract("HYF-2023-0392"), urgent, involving("销控专员"),
			nextSteps("今天下午五点前由销管部经理当面答复。")),
		acts: []act{
			{"0 14:25", "s01", assign("s02", "legal")},
			{"0 14:35", "s02", accept},
			{"0 16:50", "x02", talk("face", "当面致歉，承认房号重复认购，请客户给三天核实可换房源。")},
			{"1 11:00", "x02", judge("company", "sales_management", 5, 4, 4, brokePromise, loss(18000))},
			{"1 16:00", "s02", find("2301 于同日被两个窗口先后认购，销控表靠人工登记，第二笔没有复核。", "《房号管理办法》第 4 条；认购书两份")},
			{"1 16:10", "s02", attach("contract", "认购书（第一份）.png", "")},
			{"2 09:20", "v01", talk("phone", "副总经理来电致歉，说明正在核对同楼栋的保留房源。")},
			{"2 17:00", "l01", opine("重复认购构成违约，客户可主张返还定金及损失，建议以换房加补偿协商。")},
			{"3 10:30", "s02", propose("apology compensation help", 45000,
				"换购 2栋 2302（同面积同楼层），差价由公司承担，另补偿搬迁与租房损失，合计 45000 元。", "《民法典》违约责任；《房号管理办法》第 4 条")},
			{"3 16:30", "x02", approve("同意换房方案，销控表改为系统锁定。")},
			{"4 09:40", "v01", approve("同意。须签和解协议，付款不超过五个工作日。")},
			{"4 15:30", "v01", answer("face", "yes", "当面道歉，逐条解释换房与补偿方案，客户现场看了 2302。", "希望合同当天签好。")},
			{"4 16:00", "v01", cause("process", "房号靠人工登记，两个窗口之间没有锁定和复核。")},
			{"4 16:10", "v01", correct("x02", "销控改为系统锁房，认购前必须双人复核。", 7*days)},
			{"4 16:20", "v01", task("s02", "陪同客户办理换房签约。", 3*days)},
			{"6 11:30", "s02", done("换房合同已签，编号 HYF-2023-0455。")},
			{"9 10:00", "f01", pay(0, "SK-2307-0211")},
			{"10 15:20", "x02", did("系统锁房已上线，旧销控表停用。")},
			{"11 09:50", "v01", verify("查看上线后的认购记录，未再出现重复房号。")},
			{"11 10:30", "s02", tell("face", "fair", "补偿到账，客户认可处理结果，但认为耽误了装修。")},
			{"11 11:00", "s02", signed},
			{"12 09:00", "v01", closeAs("solved", "")},
			{"14 15:00", "s01", call("fair", "新房满意，希望以后不要再出这种错。")},
		},
	}
}

func chuAnran() story {
	return story{
		site: "HY", day: 47, at: "16:30", by: "a01",
		in: intake("hotline", "prospect", "褚安然", "", "wrong_introduction", "dissatisfied",
			"看房时说走路五分钟到地铁站，实际走了二十多分钟，定金已经交了。",
			"退还定金。", involving("置业顾问"), where("海悦府样板间")),
		acts: []act{
			{"0 17:00", "s02", assign("a02", "sales_management")},
			{"0 17:20", "a02", accept},
			{"1 10:15", "a02", talk("phone", "客户坚持步行时间是购买的主要理由。")},
			{"1 15:00", "a02", find("销讲词写“地铁近在身旁”，顾问口头说成五分钟；实测步行 19 分钟。", "现行销讲词第 3 页；实测记录")},
			{"1 17:00", "x02", opine("销讲词用语不实，介绍人承担责任，建议退定并更正。")},
			{"2 09:30", "x02", judge("company", "sales_management", 3, 3, 3)},
			{"2 10:20", "a02", attach("viewing_record", "带看记录.png", "")},
			{"2 11:00", "a02", propose("apology explanation compensation", 2000, "退还定金的手续费由公司承担并补偿 2000 元；更正销讲词。",
				"口头介绍与事实不符，属介绍错误")},
			{"2 14:30", "s02", approve("属实，同意。")},
			{"2 16:10", "x02", approve("同意，销讲词本周内改完。")},
			{"4 11:00", "x02", answer("phone", "yes", "说明核实结果并致歉，定金按原路退回，另付补偿。", "")},
			{"4 11:20", "x02", cause("information", "销讲词用形容词代替距离，顾问各自发挥。")},
			{"4 11:30", "x02", correct("s02", "销讲词写明实测距离和步行时间，全员过关后上岗。", 6*days)},
			{"6 14:00", "f01", pay(0, "SK-2308-0037")},
			{"8 17:00", "s02", did("新销讲词已启用，11 名顾问考核通过。")},
			{"9 10:00", "x02", verify("神秘客户抽查两次，介绍与实测一致。")},
			{"9 10:30", "a02", tell("wechat", "satisfied", "定金和补偿均已到账，客户表示理解。")},
			{"9 15:00", "a02", signed},
			{"9 16:00", "x02", closeAs("solved", "")},
		},
	}
}

func chenLihang() story {
	return story{
		site: "HY", day: 70, at: "09:10", by: "a02",
		in: intake("letter", "staff", "陈立航", "", "internal", "dissatisfied",
			"近两个月新客户的分配没有按排班表执行，周末来访客户多次直接交给固定的人，向主管反映后没有答复。",
			"公开客户分配记录，按制度重新排班。", about("s02")),
		acts: []act{
			{"0 10:00", "x02", assign("h01", "administration")},
			{"0 10:40", "h01", accept},
			{"1 15:00", "h01", talk("face", "与反映人面谈，核对六个周末的分配情况。")},
			{"1 17:20", "s02", state("周末客流临时调整过几次，没有在系统里登记，不是有意偏向。")},
			{"2 14:00", "h01", find("48 组客户中有 14 组没有按排班表分配，其中 11 组没有登记原因。", "客户分配系统导出；排班表")},
			{"2 16:30", "h01", opine("分配临时调整应有登记，建议恢复系统自动分配。")},
			{"3 09:40", "x02", judge("company", "sales_management", 2, 2, 1)},
			{"3 10:30", "x02", propose("explanation improvement", 0, "恢复系统自动分配，临时调整须在当天登记并公示。", "《客户分配制度》第 3 条")},
			{"3 15:00", "x02", answer("face", "yes", "向反映人说明核查结果和改进办法。", "希望每月公示一次。")},
			{"3 15:20", "x02", cause("process", "制度允许临时调整，却没有登记和公示的要求。")},
			{"3 15:30", "x02", correct("s01", "分配记录每周在晨会公示。", 5*days)},
			{"9 10:00", "s01", did("已公示一周，记录完整。")},
			{"9 11:00", "x02", verify("抽查分配记录，临时调整均有登记。")},
			{"9 14:00", "x02", tell("face", "fair", "反映人认可改进，希望坚持下去。")},
			{"9 15:00", "x02", closeAs("solved", "")},
			{"12 10:00", "p01", call("satisfied", "近两周分配正常。")},
		},
	}
}

func ruanTianyou() story {
	return story{
		site: "HY", day: 40, at: "11:20", by: "a01",
		in: intake("visit", "buyer", "阮天佑", "7栋1单元0903", "discount", "agitated",
			"认购时承诺的老带新一个点优惠，到签约又说活动已经结束，算下来多付三万多。顾问的聊天记录我都留着。",
			"按原来承诺的折扣重新核算房款。", contract("HYF-2023-0561"), involving("置业顾问、案场财务")),
		acts: []act{
			{"0 13:30", "s01", assign("a02", "sales_management")},
			{"0 14:00", "a02", accept},
			{"1 09:40", "a02", talk("wechat", "客户发来聊天记录截图，显示顾问确认可以叠加优惠。")},
			{"1 10:00", "a02", attach("contact_record", "聊天记录截图.png", "客户提供，顾问称可叠加")},
			{"3 16:00", "a02", find("老带新活动上月底结束，顾问在活动结束后仍口头答应叠加，没有报批。", "活动方案；聊天记录")},
			{"4 15:10", "x02", opine("口头承诺没有权限，但客户信赖合理，建议按差额的一半协商。")},
			{"5 10:00", "x02", judge("company", "sales_management", 4, 3, 3)},
			{"6 11:00", "a02", propose("apology compensation", 8000, "承认顾问越权承诺，给予一次性补偿 8000 元。", "客户信赖利益；活动方案截止日期")},
			{"6 15:20", "s01", approve("属实，同意上报。")},
			{"7 09:30", "p01", approve("同意。")},
			{"8 14:00", "x02", answer("face", "no", "说明活动已结束和补偿的考虑。", "只接受按原折扣执行，不要一次性补偿。")},
			{"12 10:30", "a02", remind("phone", "客户本人")},
			{"20 09:10", "a02", remind("visit", "客户爱人")},
			{"34 16:20", "v01", talk("phone", "副总经理接手后致电，约下周面谈，客户同意。")},
			{"36 10:00", "a02", draft("apology compensation improvement", 20000, "按优惠差额的三分之二补偿 20000 元，并由公司承担律师见证费。",
				"越权承诺的责任分担测算表")},
		},
	}
}

func youJiayin() story {
	return story{
		site: "HY", day: 33, at: "10:40", by: "a02",
		in: intake("app", "prospect", "尤佳音", "", "process", "dissatisfied",
			"开盘当天按网上预约九点到场，等到下午一点才叫到号，中间没有人解释，也没有地方坐。",
			"给一个说法，并优先安排选房。", where("海悦府售楼部广场")),
		acts: []act{
			{"0 11:00", "s02", assign("a01", "sales")},
			{"0 11:40", "a01", accept},
			{"1 09:50", "a01", talk("phone", "向客户道歉，说明当天叫号设备出过故障。")},
			{"1 15:00", "x02", judge("company", "sales", 2, 1, 2)},
			{"2 16:30", "a01", talk("wechat", "客户来信说已经选到满意的房，不再追究，请求撤回投诉。")},
			{"3 09:20", "x02", closeAs("withdrawn", "客户已选房，书面表示撤回，聊天记录已留存。")},
		},
	}
}

func anonymousCaller() story {
	return story{
		site: "HY", day: 29, at: "14:50", by: "a01",
		in: intake("phone", "prospect", "匿名", "", "competence", "calm",
			"听邻居说你们的顾问算贷款算错过，我虽然还没来看房，但觉得你们不专业。",
			"提高顾问水平。"),
		acts: []act{
			{"0 15:30", "s01", assign("s01", "")},
			{"0 15:40", "s01", accept},
			{"1 10:30", "s01", find("来电人没有接触过本项目，也说不出具体的人和事；查近半年贷款测算记录，没有差错投诉。", "来电录音；测算记录")},
			{"1 11:00", "x02", findsInvalid("没有具体事实，转述内容经查不属实。")},
			{"2 09:15", "x02", closeAs("invalid", "没有可以核实的事实，已感谢来电人的提醒。")},
			{"2 14:00", "v01", agreeClosing("同意，来电人可以再提供具体情况。")},
		},
	}
}

func zhuoWenqi() story {
	return story{
		site: "HY", day: 24, at: "09:30", by: "a02",
		in: intake("visit", "buyer", "卓文启", "3栋1单元1501", "facilities", "dissatisfied",
			"样板间里演示的新风系统，交付标准里写的是“预留接口”，来问了两次都说以后再看。",
			"明确到底装不装新风。", contract("HYF-2023-0418")),
		acts: []act{
			{"0 10:00", "s01", assign("a01", "engineering")},
			{"0 10:30", "a01", accept},
			{"0 16:00", "a01", talk("phone", "告知正在向工程部核对交付标准。")},
			{"1 09:40", "e01", opine("交付标准为预留接口，样板间属加装展示，应在现场标明。")},
			{"1 11:00", "s01", judge("company", "engineering", 2, 1, 2)},
			{"1 14:30", "a01", find("样板间没有“展示加装、以合同为准”的标识。", "交付标准附件二")},
			{"2 10:00", "s01", propose("explanation improvement", 0, "书面说明交付标准；样板间逐项贴展示说明；愿意加装的给集采价。",
				"《样板间管理规定》第 5 条")},
			{"2 15:20", "s01", answer("face", "yes", "带客户看标识样张并说明集采价。", "考虑后再决定是否加装。")},
			{"2 15:40", "s01", cause("information", "样板间的加装项没有标识。")},
			{"2 15:50", "s01", correct("a02", "三套样板间全部补贴展示说明。", 3*days)},
			{"3 17:00", "a02", did("共贴标识 27 处。")},
			{"4 09:20", "s01", tell("phone", "fair", "告知标识已补齐，集采价单已发给客户。")},
			{"4 10:00", "s01", closeAs("solved", "")},
			{"19 11:10", "s02", reopen("客户发现集采价单与现场报价不一致，要求重新说明。")},
			{"19 14:00", "s01", talk("phone", "向客户致歉，约三天内给出统一报价。")},
		},
	}
}

func tengLiguo() story {
	return story{
		site: "HY", day: 23, at: "15:10", by: "a01",
		in: intake("visit", "buyer", "滕立国", "1栋2单元0602", "price_contract", "furious",
			"补充协议里多了一条“面积误差五个点以内互不退补”，签的时候没有人提示，现在实测少了两个多点。",
			"按实测面积退还差价。", contract("HYF-2022-0987")),
		acts: []act{
			{"0 15:40", "s02", assign("a02", "legal")},
			{"0 16:00", "a02", accept},
			{"1 10:30", "a02", talk("face", "当面核对补充协议和测绘报告。")},
			{"1 16:00", "l01", opine("格式条款没有提示，效力存疑，诉讼风险较高，建议按实测面积协商。")},
			{"2 15:00", "a02", questioned("签约专员、测绘公司经办人", "条款属实，签署页有客户签名，但没有单独提示的记录。",
				"格式条款提示不足，责任在公司。", "补充协议第 8 条；测绘报告")},
			{"3 09:00", "x02", judge("company", "legal", 4, 4, 3, loss(9800))},
			{"3 14:00", "a02", propose("explanation compensation", 5000, "说明条款来历，按差价的一半补偿 5000 元。", "格式条款提示义务")},
			{"3 16:00", "s02", approve("同意。")},
			{"4 10:20", "x02", approve("同意先协商。")},
			{"6 11:00", "x02", answer("face", "no", "说明补偿方案。", "坚持全额退差价，否则请第三方调解。")},
			{"8 10:00", "a02", attach("document", "调解同意书.png", "双方签字同意调解")},
			{"8 15:30", "x02",
				dispute(huiyin.Dispute{Stage: "mediation", Body: "示例区房地产纠纷人民调解委员会", Mediator: "纪调解员", Consent: true,
					Claim: "按实测面积退还差价 9800 元。"})},
			{"15 10:00", "x02", talk("phone", "转达调委会排期，客户同意下周参加。")},
		},
	}
}

func ouyangChunhui() story {
	return story{
		site: "HY", day: 55, at: "09:25", by: "a02",
		in: intake("letter", "buyer", "欧阳春晖", "9栋1单元1102", "late_delivery", "agitated",
			"合同约定去年年底交付，拖到现在还没有交房通知，写了两封信没有正式答复，租房的钱每个月都在花。",
			"给出确定的交付日期，并按合同支付逾期违约金。", contract("HYF-2021-1203"), many(2, "part")),
		acts: []act{
			{"0 10:10", "s01", assign("a01", "engineering")},
			{"0 10:50", "a01", accept},
			{"1 15:00", "a01", talk("phone", "转达开发商的书面说明，客户不认可原因。")},
			{"3 09:00", "e01", opine("室外管网验收未过，预计下季度交付；逾期责任在开发商。")},
			{"4 14:20", "x02", judge("developer", "engineering", 4, 4, 4)},
			{"6 11:00", "x02", propose("explanation help", 0, "协调开发商出具书面交付计划，代办逾期违约金的申请。", "《商品房买卖合同》第 11 条")},
			{"8 10:30", "x02", declineDemand("phone", "no", "说明交付计划和违约金的申请渠道；违约金须按合同约定的程序申请，不能直接支付。",
				"要求直接支付违约金，准备起诉。", "《商品房买卖合同》第十二条")},
			{"8 11:00", "x02", frozenLetter},
			{"18 10:00", "a01", remind("phone", "客户本人")},
			{"30 16:30", "a01", remind("letter", "客户本人")},
			{"33 10:00", "v01", talk("phone", "副总经理接手，告知公司将配合开发商应诉，并继续协调先行垫付租金。")},
			{"36 14:30", "v01",
				dispute(huiyin.Dispute{Stage: "court", Body: "示例区人民法院", Lawyer: "示例律师事务所 田律师",
					Claim: "支付逾期交房违约金并确定交付日期。"})},
		},
	}
}

func wanXiaolin() story {
	return story{
		site: "HY", day: 20, at: "10:05", by: "a01",
		in: intake("phone", "buyer", "万晓琳", "6栋2单元1404", "charges", "dissatisfied",
			"办产权证时被收了两遍测绘费，一次在签约室，一次在代办窗口，票据上盖的章不一样。",
			"退还重复收取的费用，并查清是谁收的。", contract("HYF-2022-1140")),
		acts: []act{
			{"0 10:30", "s01", assign("a02", "finance")},
			{"0 11:00", "a02", accept},
			{"0 17:00", "a02", talk("phone", "请客户把两张票据拍照发来。")},
			{"1 09:30", "a02", attach("photo", "两张测绘费票据.png", "日期相隔十一天")},
			{"1 15:20", "f01", opine("代办窗口的收费没有入账，属代理公司私收，先由我方退还再追偿。")},
			{"1 16:00", "s01", judge("third_party", "finance", 3, 2, 2, loss(760))},
			{"2 10:00", "a02", propose("apology compensation explanation", 2600,
				"先行退还重复收取的费用并补偿往返费用，合计 2600 元；向代理公司追偿。", "代办服务协议第 7 条")},
			{"2 14:00", "s01", approve("属实，先退再追。")},
			{"2 17:30", "p01", approve("同意，代理公司须书面说明。")},
			{"3 10:30", "s01", answer("phone", "yes", "说明核查结果、退款与追偿安排。", "")},
			{"3 10:50", "s01", cause("supplier", "代办窗口由代理公司设置，收费没有纳入统一收银。")},
			{"3 11:00", "s01", correct("p01", "代办收费并入售楼部统一收银，窗口公示收费项目。", 10*days)},
			{"9 15:00", "a02", talk("phone", "告知付款在走流程，预计本周到账。")},
		},
	}
}

func zhuJiahe() story {
	return story{
		site: "HY", day: 14, at: "13:20", by: "a02",
		in: intake("visit", "buyer", "祝嘉禾", "8栋1单元2003", "promise_beyond_scope", "agitated",
			"销售主管口头答应送一个地下车位，签完合同就说“活动名额用完了”，同一批的邻居却有人拿到了。",
			"兑现车位，或者折成同等价值。", contract("HYF-2023-0630"), about("s02")),
		acts: []act{
			{"0 14:00", "s01", assign("a01", "sales_management")},
			{"0 14:30", "a01", accept},
			{"0 18:00", "a01", talk("face", "留存客户提供的录音，承诺一周内给出结论。")},
			{"1 09:30", "a01", attach("audio", "现场录音说明.png", "录音的文字整理稿")},
			{"2 15:10", "s02", state("当时活动还有两个名额，我以为能留住，没有报备就答应了。")},
			{"2 16:00", "a01", find("活动名额前一日已用完，主管没有查台账就口头答应。", "活动台账；录音文字稿")},
			{"3 10:00", "x02", opine("属越权承诺，建议以车位使用权补偿协商。")},
			{"3 11:20", "x02", judge("company", "sales_management", 4, 3, 3, brokePromise)},
			{"4 10:00", "a01", propose("apology compensation", 16000, "承认越权承诺，补偿两年车位租金合计 16000 元。", "周边车位租金测算；录音")},
			{"4 11:30", "s01", approve("同意。")},
			{"4 16:00", "p01", approve("同意，同类承诺一律停止。")},
			{"6 10:30", "x02", answer("face", "yes", "当面道歉，说明补偿的计算办法。", "希望三天内收到第一笔。")},
			{"6 11:00", "x02", cause("people", "主管不查台账就答应赠送，越权承诺没有人复核。")},
			{"6 11:10", "x02", correct("s01", "赠送类承诺一律书面报批，台账每日更新并上墙。", 6*days)},
			{"8 15:00", "f01", pay(8000, "SK-2401-0092")},
			{"8 15:40", "a01", talk("wechat", "告知首笔已付，第二笔月底前付清。")},
		},
	}
}

func kuangShaohua() story {
	return story{
		site: "HY", day: 12, at: "09:40", by: "a01",
		in: intake("government", "buyer", "匡少华", "2栋1单元0701", "sold_twice", "furious",
			"住建部门转来：同一套房有两份收款收据，其中一份收款账户是个人账户，怀疑有人利用职务骗取定金。",
			"查清去向，返还定金并赔偿利息。", contract("HYF-2023-0588"), urgent, involving("前销售主管（已离职）")),
		acts: []act{
			{"0 10:00", "x02", assign("s01", "contracts")},
			{"0 10:20", "s01", accept},
			{"0 16:30", "x02", talk("phone", "告知公司已封存档案，将由副总经理督办。")},
			{"1 09:00", "x02", judge("company", "contracts", 5, 5, 5, fraud, loss(60000))},
			{"1 15:20", "s01", attach("document", "收据复印件.png", "两份收据的收款账户不同")},
			{"2 10:00", "l01", opine("一笔款项进入个人账户，涉嫌职务侵占，建议同时报案，民事部分先行垫付。")},
			{"3 09:30", "s01", find("个人收据系前主管私自开具，经手人已离职，公司账面无此款。", "银行流水；离职交接单")},
			{"5 10:00", "s01", propose("apology compensation help", 68000, "先行垫付定金及利息合计 68000 元，同时报案追偿。",
				"《民法典》表见代理；法务意见")},
			{"5 16:40", "x02", approve("同意垫付，向责任人追偿。")},
			{"6 10:10", "l01", approve("同意垫付，须签债权转让协议。")},
		},
	}
}

func miaoQiushi() story {
	return story{
		site: "HY", day: 9, at: "11:15", by: "a02",
		in: intake("government", "owner", "苗秋实", "4栋3单元1006", "order", "agitated",
			"12345 转办：售楼部外的促销车辆长期占用消防通道，晚上出租车进不来。",
			"清出消防通道，不要再占。", where("海悦府南门"), many(6, "part")),
		acts: []act{
			{"0 11:30", "s01", assign("a01", "administration")},
			{"0 12:00", "a01", accept},
			{"0 15:30", "a01", talk("phone", "告知车辆已移开，正在协商固定停放点。")},
			{"1 10:00", "a01", attach("photo", "通道清空后.png", "清空后的消防通道")},
			{"1 16:00", "h01", opine("占用属实，临时车辆应停到地库，通道须画禁停线。")},
			{"2 09:40", "x02", judge("company", "administration", 2, 4, 3)},
			{"2 10:30", "a01", propose("apology improvement", 0, "通道画禁停黄线并立牌，促销车辆一律进地库。", "消防通道管理规定")},
			{"2 11:20", "x02", approve("同意，三天内完工。")},
			{"3 15:00", "x02", answer("phone", "yes", "向转办来信人说明整改结果并致歉。", "希望晚上也有人管。")},
			{"3 15:20", "x02", cause("process", "活动用车没有停放安排，安保默认在门口等客。")},
			{"3 15:30", "x02", correct("a01", "通道画黄线、立禁停牌，夜班每小时巡一次。", 4*days)},
			{"5 17:00", "a01", did("黄线与标牌完工，夜班巡查表已启用。")},
			{"6 09:30", "x02", verify("夜间两次突查，通道畅通。")},
			{"6 10:00", "a01", tell("phone", "satisfied", "告知巡查安排，来信人满意。")},
			{"6 14:00", "a01", signed},
			{"7 10:20", "x02", closeAs("solved", "")},
		},
	}
}

func shaoYifan() story {
	return story{
		site: "HY", day: 8, at: "10:10", by: "a02",
		in: intake("wechat", "buyer", "邵亦凡", "11栋1单元0805", "wrong_introduction", "dissatisfied",
			"宣传图上客厅朝南，实际是东南，冬天下午没有太阳，图纸上用小字写着“以实际为准”。",
			"解释清楚，并更正后来的宣传图。", contract("HYF-2023-0622")),
		acts: []act{
			{"0 10:40", "s02", assign("a01", "sales_management")},
			{"0 11:10", "a01", accept},
			{"1 10:00", "a01", talk("wechat", "客户发来宣传图和实测罗盘照片。")},
			{"1 15:30", "x02", opine("宣传图审核没有比对朝向，建议更正并向同批客户说明。")},
			{"2 09:20", "a01", find("宣传图把东南标成南向，偏差 34 度；合同附图标注正确。", "宣传页第 6 版；合同附图")},
			{"2 15:00", "x02", judge("company", "sales_management", 2, 2, 3)},
			{"3 10:30", "a01", propose("apology explanation improvement", 0, "书面更正朝向说明，回收旧宣传页，向同批客户逐一说明。",
				"《广告宣传审核办法》第 4 条")},
			{"3 14:10", "x02", approve("同意，旧页今天下架。")},
			{"6 16:00", "x02", answer("phone", "pending", "说明更正安排并致歉，客户要与家人商量。", "希望另外得到几年物业费减免。")},
		},
	}
}

func dengKexin() story {
	return story{
		site: "HY", day: 7, at: "15:20", by: "a01",
		in: intake("visit", "buyer", "邓可心", "5栋2单元1701", "discount", "dissatisfied",
			"算价单上优惠写了九七折，盖章合同变成九八折，差的钱说是“系统自动算的”。",
			"按九七折重新打印合同。", contract("HYF-2024-0033")),
		acts: []act{
			{"0 16:00", "s01", assign("a02", "finance")},
			{"0 16:20", "a02", accept},
			{"1 11:00", "a02", talk("phone", "请客户把算价单原件留存，正在核对系统记录。")},
			{"1 16:30", "f01", opine("系统折扣未获授权，算价单无效，但客户信赖应予考虑。")},
			{"2 10:00", "a02", find("算价单为顾问手工填写，系统折扣为九八折，未经授权。", "算价单；系统日志")},
			{"2 16:00", "x02", judge("company", "finance", 3, 2, 2)},
			{"3 09:30", "a02", propose("compensation apology", 3600, "按优惠差额补偿 3600 元，由顾问说明并道歉。", "顾问越权填写算价单")},
			{"3 11:00", "s01", approve("属实。")},
			{"3 16:20", "x02", decide("return", "金额应按合同总价重算，请附测算过程后再报。")},
		},
	}
}

func langZimo() story {
	return story{
		site: "HY", day: 6, at: "09:20", by: "a02",
		in: intake("phone", "buyer", "郎子墨", "10栋1单元0404", "change_refused", "dissatisfied",
			"想把合同上的名字加上爱人，认购时说“签约前随时能加”，现在说不行，要重新网签。",
			"加名或者给出书面理由。", contract("HYF-2024-0041")),
		acts: []act{
			{"0 10:00", "s02", assign("a01", "legal")},
			{"0 10:30", "a01", accept},
			{"1 09:40", "a01", talk("phone", "说明网签已备案，正在问清能否撤销重签。")},
			{"1 15:00", "l01", opine("网签备案可以撤销重签，不影响贷款审批，建议协助办理。")},
			{"2 11:00", "a01", find("网签备案后加名须撤销重签，约需十个工作日，可以办理。", "网签管理系统操作规程")},
			{"2 15:30", "x02", judge("company", "legal", 2, 1, 2)},
			{"3 10:00", "x02", propose("explanation help", 0, "代办撤销重签，公司承担手续费用以外的代办事项。", "合同变更流程")},
		},
	}
}

func weiChunxiao() story {
	return story{
		site: "HY", day: 5, at: "14:30", by: "a01",
		in: intake("visit", "buyer", "韦春晓", "9栋2单元1603", "fees_not_told", "dissatisfied",
			"贷款放款后又被要求交抵押登记代办费，事先没人说过，其他楼盘都是免费的。",
			"退还代办费，或者自己去办。", contract("HYF-2023-0571")),
		acts: []act{
			{"0 15:00", "s01", assign("a02", "finance")},
			{"0 15:20", "a02", accept},
			{"1 10:40", "a02", talk("phone", "核对收费项目，客户愿意自己去办登记。")},
			{"1 16:00", "f01", opine("代办费由银行收取，公示表应补列，建议适当补偿。")},
			{"2 10:00", "a02", find("代办费为合作银行收取，公示表漏列，属告知不到位。", "收费公示表；银行收费说明")},
			{"2 16:00", "s01", judge("company", "finance", 2, 1, 2)},
			{"3 09:50", "a02", propose("apology compensation", 2400, "向客户致歉并补偿 2400 元；公示表补列代办费。", "告知不到位")},
			{"3 14:30", "s01", approve("属实，同意。")},
		},
	}
}

func heSiqi() story {
	return story{
		site: "HY", day: 3, at: "16:10", by: "s01",
		in: intake("visit", "prospect", "贺思琪", "", "attitude", "furious",
			"顾问林晓雯当着孩子的面说“这个价位你们再看看吧”，全家都很难堪。",
			"要求道歉并换人接待。", about("a01"), where("海悦府洽谈区")),
		acts: []act{
			{"0 16:40", "s01", assign("s02", "sales_management")},
			{"0 17:10", "s02", accept},
			{"1 10:00", "s02", talk("phone", "代表公司致歉，约客户下周见面。")},
			{"1 15:30", "a01", state("当时在说明首付比例，话说急了，没有别的意思，愿意道歉。")},
			{"1 16:30", "s02", find("洽谈区录像显示言语不当，时长约两分钟。", "洽谈区监控")},
			{"1 17:30", "x02", opine("接待语言不当，按接待规范先行道歉，停岗学习一天。")},
			{"1 18:00", "x02", judge("company", "sales_management", 2, 1, 2, responsible("a01"))},
			{"2 09:30", "p01", punish("在洽谈区接待一家来访客户时言语不当。", "洽谈区录像与客户所述一致。")},
		},
	}
}

func jiHongda() story {
	return story{
		site: "HY", day: 2, at: "11:50", by: "s02",
		in: intake("phone", "buyer", "纪宏达", "7栋2单元1102", "data_leak", "furious",
			"签约第二天就接到三家装修公司电话，直接叫得出房号和姓名，只能是你们这里漏出去的。",
			"查出是谁泄露的，并书面告知处理结果。", contract("HYF-2024-0052")),
		acts: []act{
			{"0 12:05", "x02", assign("s02", "sales_management")},
			{"0 12:15", "s02", accept},
			{"0 16:30", "s02", talk("phone", "请客户提供来电号码和时间，告知已封存相关账号的操作记录。")},
			{"0 17:40", "s02", attach("contact_record", "来电记录截图.png", "三个来电，均在签约后 20 小时内")},
			{"1 10:30", "x02", judge("company", "sales_management", 4, 5, 4)},
		},
	}
}

func anonymousStaff() story {
	return story{
		site: "HY", day: 4, at: "09:00", by: "h01",
		in: intake("letter", "staff", "匿名（员工来信）", "", "internal", "calm",
			"反映主管要求员工在休息日轮流到场“站岗”，没有调休也没有登记。",
			"按制度安排轮休。", about("s01")),
		acts: []act{
			{"0 10:00", "x02", assign("h01", "administration")},
			{"0 10:30", "h01", accept},
			{"2 15:00", "h01", find("抽查四周考勤，有 6 人次休息日到场没有登记调休。", "考勤与门禁记录")},
		},
	}
}

func lingYutong() story {
	return story{
		site: "HY", ago: 5 * hours, by: "a02",
		in: intake("hotline", "prospect", "凌雨桐", "", "competence", "dissatisfied",
			"问了三位顾问公积金贷款额度，三个数字都不一样，最后说“以银行为准”，那还要你们算什么。",
			"给出准确的测算。"),
	}
}

func wangShihan() story {
	return story{
		site: "HY", ago: 50 * time.Minute, by: "a01",
		in: intake("visit", "buyer", "汪诗涵", "3栋2单元0902", "charges", "calm",
			"停车办卡窗口今天没有人，贴了纸条写“请微信转账”，收款人是个人。",
			"走公司账户收费，并补开收据。"),
	}
}
