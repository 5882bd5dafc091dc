package demo

import (
	"slices"
	"time"
)

// storiesJY are the complaints of 景园, the managed estate.
func storiesJY() []story {
	return []story{
		chengShuzhen(), dingShaokang(), mengQing(), geTianfang(), wanLijiang(), muJianguo(), zongYing(), tuMin(),
		chiYian(), liWeiran(), yuCaiwei(), shaLi(), anLu(), huaXuemei(), shenJing(), yuQing(), luFang(),
		jianGuoqiang(), yanBeichen(), siYuan(), duanYunlong(), fangYuan(), liangHaiyan(), pengZhiyuan(),
	}
}

func chengShuzhen() story {
	return story{
		site: "JY", day: 88, at: "09:15", by: "w01",
		in: intake("phone", "owner", "程淑贞", "3栋2单元1801", "leak", "agitated",
			"顶楼主卧天花板漏水，报修过两次，只补了一层腻子，下雨又渗，墙纸已经起皮发霉。",
			"彻底修好屋面，并赔偿墙面损失。", where("3栋2单元1801 主卧")),
		acts: []act{
			{"0 09:50", "u01", assign("w01", "engineering")},
			{"0 10:05", "w01", accept},
			{"0 15:30", "w01", attach("photo", "主卧天花板.png", "渗水面积约一平方米")},
			{"0 16:30", "w01", talk("visit", "上门查看并拍照，与客户约定三天内给出维修方案。")},
			{"1 09:00", "e01", opine("屋面女儿墙根部防水卷材开裂，须整段重做，约五个工作日。")},
			{"1 11:00", "u01", judge("company", "engineering", 3, 2, 1)},
			{"1 14:00", "w01", find("前两次只修了室内面层，没有查屋面，属维修不到位。", "工程部勘查单；《维修作业规程》第 11 条")},
			{"1 15:20", "w01", propose("apology compensation help", 1800, "重做女儿墙防水，恢复主卧墙面并补偿 1800 元。", "维修不到位造成的损失")},
			{"1 16:40", "u01", approve("同意，防水做完须做淋水试验。")},
			{"2 10:00", "u01", answer("face", "yes", "上门致歉，说明施工日期和补偿。", "希望周末不要施工。")},
			{"2 10:30", "u01", task("e01", "女儿墙防水整段重做并做淋水试验。", 8*days)},
			{"2 10:40", "u01", cause("process", "维修工单按室内完工销号，没有核查渗漏来源。")},
			{"2 10:50", "u01", correct("e01", "渗漏类工单须查明水源，淋水试验合格后方可销号。", 10*days)},
			{"8 16:00", "e01", done("淋水试验 24 小时无渗漏，验收照片已存档。")},
			{"9 10:20", "f01", pay(0, "SK-2306-0044")},
			{"10 15:00", "e01", did("工单系统增加“查明水源”必填项。")},
			{"11 09:30", "u01", verify("抽查八张渗漏工单，均附淋水记录。")},
			{"11 10:00", "w01", tell("phone", "satisfied", "客户确认没有再渗，补偿已到账。")},
			{"11 16:00", "u01", closeAs("solved", "")},
			{"14 10:00", "u01", call("satisfied", "连下两天雨没有再漏。")},
		},
	}
}

func dingShaokang() story {
	return story{
		site: "JY", day: 95, at: "21:30", by: "w01",
		in: intake("phone", "owner", "丁少康", "8栋1单元602", "noise", "dissatisfied",
			"楼上晚上九点以后还在用跑步机，地板一直震，孩子第二天要上学。",
			"请物业上门劝阻。", nextSteps("值班人员当晚上门。")),
		acts: []act{
			{"+45m", "w01", settle("people", "住户不清楚夜间健身的影响。", "上门沟通，住户同意加减震垫、九点后不用。", "向来电人反馈沟通结果。", "satisfied")},
			{"1 09:30", "u01", judge("customer", "", 1, 1, 1)},
			{"1 10:00", "u01", closeAs("solved", "")},
			{"5 19:30", "u01", call("satisfied", "晚上安静了，谢谢物业。")},
		},
	}
}

func mengQing() story {
	return story{
		site: "JY", day: 66, at: "08:40", by: "w01",
		in: intake("app", "owner", "孟清", "2栋1单元503", "water_power", "dissatisfied",
			"早高峰水压很小，洗澡的水断断续续，六层以上都这样，已经一个星期。",
			"恢复正常水压。", many(4, "part")),
		acts: []act{
			{"0 09:00", "u01", assign("w01", "engineering")},
			{"0 09:10", "w01", accept},
			{"0 11:30", "e01", opine("二次供水泵变频器参数漂移，调整后压力恢复，建议更换传感器。")},
			{"0 15:00", "w01", talk("wechat", "在楼栋群里说明正在检修，请住户错峰用水。")},
			{"0 16:00", "u01", judge("company", "engineering", 2, 2, 2)},
			{"1 10:00", "u01", propose("apology improvement", 0, "更换压力传感器，早高峰前每天记录压力。", "《二次供水管理办法》")},
			{"1 14:30", "u01", answer("phone", "yes", "说明原因和检修安排并致歉。", "")},
			{"1 15:00", "u01", cause("product", "压力传感器老化，偏差没有被巡检发现。")},
			{"1 15:10", "u01", correct("e01", "更换 3 台传感器并写入月检表。", 4*days)},
			{"4 16:00", "e01", did("传感器更换完成，压力曲线正常。")},
			{"5 09:20", "w01", tell("wechat", "satisfied", "客户确认水压恢复。")},
			{"5 10:00", "u01", closeAs("solved", "")},
		},
	}
}

func geTianfang() story {
	return story{
		site: "JY", day: 57, at: "18:25", by: "w01",
		in: intake("phone", "tenant", "葛天放", "1栋3单元1106", "lift_trapped", "furious",
			"被困在电梯里二十多分钟，应急电话响了很久没有人接，同梯还有一位老人。",
			"马上放人，查清电话为什么没有人接。", where("1栋3单元电梯"), many(2, "part")),
		acts: []act{
			{"+4m", "u01", assign("w01", "engineering")},
			{"+6m", "w01", accept},
			{"+25m", "w01", talk("face", "人员已安全救出，当面道歉并陪同老人休息。")},
			{"0 20:10", "e01", opine("门机皮带打滑，已停梯更换；监控室对讲机断电。")},
			{"1 09:30", "u01", judge("company", "engineering", 4, 5, 4)},
			{"1 10:20", "w01", attach("photo", "门机皮带.png", "更换下来的皮带")},
			{"1 11:00", "u01", propose("apology explanation improvement", 0, "书面说明原因；对讲机加装备用电源，值班每小时试拨一次。",
				"《电梯应急预案》")},
			{"1 15:00", "u01", answer("phone", "yes", "说明故障原因与整改措施。", "希望公示检修结果。")},
			{"1 15:20", "u01", cause("product", "门机皮带超过更换周期，对讲机没有备用电源。")},
			{"1 15:30", "u01", correct("e01", "全部电梯按周期更换皮带，监控室加装备用电源。", 10*days)},
			{"7 17:00", "e01", did("14 部电梯全部检查，更换皮带 3 条，备用电源已装。")},
			{"8 10:00", "u01", verify("夜间断电演练，对讲可用。")},
			{"8 11:00", "w01", tell("phone", "satisfied", "公示已张贴，客户表示可以放心乘坐。")},
			{"8 14:00", "u01", closeAs("solved", "")},
			{"10 09:30", "u01", call("satisfied", "客户说没有再出故障。")},
		},
	}
}

func wanLijiang() story {
	return story{
		site: "JY", day: 52, at: "07:50", by: "w01",
		in: intake("visit", "owner", "万里江", "6栋2单元302", "safety_accident", "furious",
			"雨天大堂地砖湿滑没有铺防滑垫，母亲进门摔倒，手腕骨折，当天送医院手术。",
			"承担医疗费和护理费，并立即整改。", where("6栋大堂")),
		acts: []act{
			{"+5m", "u01", assign("w01", "engineering")},
			{"+10m", "w01", accept},
			{"0 11:00", "w01", talk("visit", "到医院看望，先行陪同办理住院手续。")},
			{"0 14:30", "u01", judge("company", "engineering", 5, 5, 4, injured)},
			{"1 10:00", "w01", find("当日中雨，大堂防滑垫收起晾晒没有铺回，没有放置提示牌。", "大堂监控；《雨天作业规程》第 3 条")},
			{"1 10:30", "w01", attach("photo", "6栋大堂.png", "事发时地面")},
			{"2 09:30", "e01", opine("属管理疏忽，应承担相应责任，雨天流程须设专人负责。")},
			{"3 10:00", "u01", propose("apology compensation help", 12000, "承担医疗及护理费用 12000 元，后续复查凭票据另行协商；雨天防滑专人负责。",
				"安全保障义务；医疗票据")},
			{"3 11:30", "q01", approve("情况属实，建议从快。")},
			{"3 16:00", "v01", approve("同意，派人每日探望。")},
			{"4 10:30", "v01", answer("face", "yes", "到医院当面致歉，说明费用承担和复查安排。", "希望物业今后下雨前就铺垫子。")},
			{"4 11:00", "v01", cause("process", "雨天防滑没有固定责任人，谁想起谁铺。")},
			{"4 11:10", "v01", correct("u01", "各楼栋指定雨天责任人，预警一发即铺设并拍照。", 3*days)},
			{"8 15:00", "f01", pay(0, "SK-2308-0066")},
			{"9 09:30", "u01", did("17 个大堂全部定人，两次降雨均按时铺设。")},
			{"10 10:00", "v01", verify("抽查雨天照片记录，没有遗漏。")},
			{"11 10:20", "w01", tell("visit", "fair", "老人已出院，家属接受处理，希望复查时有人陪同。")},
			{"11 11:00", "w01", signed},
			{"11 14:00", "v01", closeAs("solved", "")},
			{"13 15:30", "q01", call("fair", "复查恢复良好。")},
		},
	}
}

func muJianguo() story {
	return story{
		site: "JY", day: 44, at: "10:05", by: "w01",
		in: intake("wechat", "owner", "穆建国", "9栋1单元1203", "cleaning", "dissatisfied",
			"小区北侧绿化带落叶堆了一个星期没有清，夜里刮风都吹到车上。",
			"每天清扫，并修剪树枝。", many(1, "part")),
		acts: []act{
			{"0 10:20", "u01", assign("w01", "administration")},
			{"0 10:40", "w01", accept},
			{"0 16:00", "h01", opine("外包清运频次不足，按合同要求增加频次。")},
			{"1 09:30", "u01", judge("company", "administration", 1, 1, 1)},
			{"1 10:30", "u01", propose("apology improvement", 0, "落叶季改为每天两清，修剪临车枝条。", "环境服务标准")},
			{"1 15:00", "u01", answer("wechat", "yes", "发送清运前后照片并说明安排。", "")},
			{"1 15:20", "u01", cause("supplier", "绿化外包只排每周两次。")},
			{"1 15:30", "u01", correct("w01", "外包合同落叶季加排每日两次。", 6*days)},
			{"5 16:30", "w01", did("外包已调整，连续五天记录完整。")},
			{"5 17:00", "w01", tell("wechat", "satisfied", "客户点赞，说路面干净了。")},
			{"6 10:00", "u01", closeAs("solved", "")},
		},
	}
}

func zongYing() story {
	return story{
		site: "JY", day: 30, at: "11:45", by: "w01",
		in: intake("phone", "owner", "宗颖", "10栋2单元707", "charges", "agitated",
			"物业费账单多收了一个月公摊水费，问了三个人，三个说法。",
			"退回多收的部分，并列出公摊明细。"),
		acts: []act{
			{"0 13:30", "u01", assign("w01", "finance")},
			{"0 14:00", "w01", accept},
			{"0 16:30", "f01", opine("账单按抄表周期合并计收，建议改为按月列示，避免误解。")},
			{"1 10:00", "w01", talk("phone", "对账后公摊水费按抄表周期合并两期，没有多收。")},
			{"1 15:00", "w01", find("当期账单合并计收两期公摊，金额与抄表一致。", "抄表记录；公摊计算表")},
			{"2 09:30", "u01", findsInvalid("收费与抄表一致，客户误以为按月计收。")},
			{"2 11:00", "u01", closeAs("invalid", "已逐期说明并把计算表寄给客户。")},
		},
	}
}

func tuMin() story {
	return story{
		site: "JY", day: 25, at: "16:15", by: "w01",
		in: intake("visit", "owner", "屠敏", "4栋1单元1602", "leak", "furious",
			"楼上管道检修口没有封好，一夜漏到我家，客厅木地板全泡了，这是第二次。",
			"更换地板，并彻底解决检修口。", where("4栋1单元1602 客厅")),
		acts: []act{
			{"0 16:40", "u01", assign("w01", "engineering")},
			{"0 17:00", "w01", accept},
			{"0 18:30", "w01", attach("photo", "客厅地板.png", "泡水面积约十五平方米")},
			{"1 10:00", "e01", opine("检修口密封圈老化失效，需更换并加装托盘。")},
			{"1 15:30", "u01", judge("company", "engineering", 4, 3, 2, loss(13000))},
			{"2 10:30", "w01", propose("apology compensation", 12000, "更换地板并补偿临时住宿，合计 12000 元；加装检修口托盘。", "维修责任；定损单")},
			{"2 15:00", "u01", approve("属实，定损已核。")},
			{"2 16:30", "q01", approve("同意。")},
			{"3 09:30", "v01", approve("同意，施工与付款同步安排。")},
			{"3 15:00", "v01", answer("face", "yes", "上门致歉，说明施工计划与补偿。", "")},
			{"3 15:30", "v01", cause("product", "检修口密封圈没有寿命台账，老化后无人更换。")},
			{"3 15:40", "v01", correct("e01", "建立密封圈更换台账，全区检修口逐一加装托盘。", 30*days)},
			{"8 14:30", "f01", pay(0, "SK-2312-0077")},
			{"18 10:00", "w01", propose("compensation", 4200, "补充方案：地板厂家停产，改换同价位产品并补差 4200 元。", "补充方案：原型号停产")},
			{"18 14:00", "u01", approve("属实，差价有厂家报价单。")},
			{"18 16:00", "q01", approve("同意补差。")},
		},
	}
}

func chiYian() story {
	return story{
		site: "JY", day: 13, at: "09:00", by: "w01",
		in: intake("phone", "tenant", "池亦安", "7栋3单元1401", "property_loss", "agitated",
			"电动车停在地库充电位被偷，保安说监控那几天坏了，连录像都看不到。",
			"赔偿电动车，并修好监控。", where("7栋地库充电区")),
		acts: []act{
			{"0 09:20", "u01", assign("w01", "engineering")},
			{"0 09:40", "w01", accept},
			{"0 16:00", "w01", talk("phone", "协助客户报警并提供地库门禁记录。")},
			{"1 10:30", "e01", opine("充电区两个摄像头离线十一天，值守没有发现。")},
			{"1 15:00", "u01", judge("shared", "engineering", 3, 3, 3)},
			{"2 10:00", "w01", propose("apology compensation improvement", 1600, "按责任分担补偿 1600 元；监控离线自动告警。",
				"保管责任与案件情况；物价认定")},
			{"2 14:30", "u01", approve("同意。")},
			{"2 17:20", "u01", answer("phone", "yes", "说明责任分担与整改。", "希望早日破案。")},
			{"3 09:30", "u01", cause("process", "监控在线没有人看，离线不告警。")},
			{"3 09:40", "u01", correct("e01", "离线自动告警，值守每班巡查画面。", 7*days)},
			{"5 15:00", "f01", pay(0, "SK-2401-0031")},
			{"6 10:00", "w01", tell("phone", "fair", "补偿到账，监控已恢复，客户等待警方结果。")},
		},
	}
}

func liWeiran() story {
	return story{
		site: "JY", day: 10, at: "16:20", by: "w01",
		in: intake("visit", "owner", "厉蔚然", "10栋1单元0501", "facilities", "agitated",
			"滑梯接缝翘起把孩子的裤子刮破了，围栏也松，报修两周没有人来。",
			"停用并修好，检查其他器械。", where("景园儿童乐园"), many(5, "estate")),
		acts: []act{
			{"0 16:30", "u01", assign("w01", "engineering")},
			{"0 16:45", "w01", accept},
			{"0 17:20", "w01", talk("visit", "当场拉警戒线停用滑梯。")},
			{"1 09:30", "w01", attach("photo", "滑梯接缝.png", "接缝翘起约八毫米")},
			{"1 14:00", "e01", opine("两处连接件断裂，须更换，其余器械逐件排查。")},
			{"1 15:00", "u01", judge("company", "engineering", 2, 4, 3)},
			{"2 10:00", "q01", propose("apology improvement", 0, "更换连接件，器械检查结果向业主公示。", "《游乐设施安全管理》")},
			{"2 11:30", "q01", spoken("phone", "yes", "说明更换计划与公示安排。", "")},
			{"2 11:40", "u01", cause("process", "报修单派给了外包，两周没有人跟催。")},
			{"2 11:50", "u01", correct("w01", "游乐设施报修当天派单、三天内到场。", 15*days)},
			{"2 15:00", "u01", task("e01", "更换连接件并全面检查器械，张贴公示。", 14*days)},
		},
	}
}

func yuCaiwei() story {
	return story{
		site: "JY", day: 9, at: "19:10", by: "w01",
		in: intake("phone", "owner", "郁采薇", "11栋2单元902", "charges", "agitated",
			"停车月卡涨价没有公示也没有投票，原来的登记车位还被临时车占着。",
			"按原价续费，并把车位腾出来。", many(9, "part")),
		acts: []act{
			{"0 19:30", "u01", assign("w01", "finance")},
			{"0 20:00", "w01", accept},
			{"1 15:00", "f01", opine("调价按程序报备，公示张贴在北门，南门漏贴。")},
			{"3 14:10", "w01", remind("phone", "客户本人")},
			{"4 09:20", "w01", remind("wechat", "客户家人")},
			{"6 10:40", "w01", remind("visit", "客户本人")},
			{"6 16:00", "w01", talk("visit", "约业主代表周末到南门核对公示和车位。")},
		},
	}
}

func shaLi() story {
	return story{
		site: "JY", day: 6, at: "15:30", by: "w01",
		in: intake("app", "owner", "沙丽", "5栋1单元0703", "leak", "dissatisfied",
			"卫生间返水，下水道清掏后两天又堵，地漏一直冒臭水。",
			"彻底疏通，并查出堵在哪里。"),
		acts: []act{
			{"0 16:00", "u01", assign("w01", "engineering")},
			{"0 16:20", "w01", accept},
			{"1 10:00", "e01", opine("主管道检查口错位，须开挖修复，工期两天。")},
			{"1 14:30", "u01", judge("company", "engineering", 3, 2, 2)},
			{"2 10:00", "u01", propose("apology help", 0, "开挖修复主管道，修复期间提供临时卫生间。", "管道检测报告")},
			{"3 15:00", "u01", answer("phone", "no", "说明施工安排和致歉。", "要求补偿地板清洁费用。")},
			{"4 10:30", "w01", talk("phone", "核算清洁费用，客户同意等新方案。")},
		},
	}
}

func anLu() story {
	return story{
		site: "JY", day: 4, at: "17:40", by: "w01",
		in: intake("phone", "owner", "安陆", "2栋1单元2208", "order", "agitated",
			"高空抛下一个花盆砸坏我的车引擎盖，物业说找不到人就没办法。",
			"赔偿修车费，并装朝上的监控。", where("2栋北侧")),
		acts: []act{
			{"0 18:00", "u01", assign("w01", "administration")},
			{"0 18:20", "w01", accept},
			{"1 10:00", "w01", attach("photo", "引擎盖凹陷.png", "停在禁停区外")},
			{"1 11:00", "h01", opine("找不到加害人时可以先行补偿，同时排查可能的楼层。")},
			{"1 16:00", "u01", judge("shared", "administration", 3, 3, 2, grade("important", "高空抛物危及公共安全，由项目经理负责"))},
			{"2 09:30", "w01", propose("apology compensation improvement", 2600, "先行补偿 2600 元，向加害人追偿；加装朝上摄像头。",
				"先行补偿协议")},
			{"2 14:00", "u01", approve("同意先行补偿。")},
		},
	}
}

func huaXuemei() story {
	return story{
		site: "JY", day: 4, at: "09:50", by: "w01",
		in: intake("visit", "owner", "华雪梅", "12栋2单元0405", "charges", "dissatisfied",
			"供暖季收了全额取暖费，房间只有十六度，测温员一次也没有上门。",
			"按不达标天数退费。", where("12栋2单元0405")),
		acts: []act{
			{"0 10:20", "u01", assign("w01", "engineering")},
			{"0 10:40", "w01", accept},
			{"0 15:30", "w01", attach("document", "室温记录表.png", "连续三天测温")},
			{"1 10:00", "e01", opine("楼栋平衡阀需要重新调节，调节后温度可达标。")},
			{"1 15:00", "u01", judge("company", "engineering", 2, 2, 2)},
			{"1 16:00", "w01", propose("explanation compensation", 900, "按不达标天数折算退费 900 元并调节阀门。", "供热服务规范")},
			{"2 10:30", "u01", approve("同意，立即调阀。")},
		},
	}
}

func shenJing() story {
	return story{
		site: "JY", day: 3, at: "20:15", by: "w01",
		in: intake("phone", "owner", "申静", "1栋2单元0201", "flood_power_cut", "furious",
			"地下室排水泵故障，昨晚暴雨地库进水，车和储物间全泡了。",
			"赔偿损失，并保证不再进水。", where("1栋地下室"), many(7, "part")),
		acts: []act{
			{"+10m", "u01", assign("w01", "engineering")},
			{"+18m", "w01", accept},
			{"+95m", "w01", talk("visit", "到现场排水并安置受困车辆。")},
			{"+100m", "u01", judge("company", "engineering", 5, 5, 5, loss(42000))},
			{"1 09:40", "w01", attach("photo", "地下室水位.png", "水位约三十厘米")},
			{"1 15:30", "e01", opine("主泵故障自停，备用泵浮球卡住，巡检记录照填未查。")},
			{"1 17:00", "u01", propose("apology compensation help", 22000, "先行补偿车辆与储物损失 22000 元，并代办保险；水泵改双回路。",
				"定损清单；防汛管理规定")},
			{"2 10:00", "q01", approve("情况紧急，同意先行补偿。")},
		},
	}
}

func yuQing() story {
	return story{
		site: "JY", day: 2, at: "11:20", by: "w01",
		in: intake("app", "tenant", "俞青", "3栋1单元0606", "noise", "dissatisfied",
			"隔壁装修周日还在用冲击钻，中午也不停。",
			"周末停工。", many(2, "part")),
		acts: []act{
			{"0 11:40", "u01", assign("w01", "administration")},
			{"0 12:00", "w01", accept},
			{"0 12:20", "w01", talk("visit", "上门制止，发放装修时段告知单。")},
			{"0 13:30", "h01", opine("违规时段施工可停电处理，建议先书面告知。")},
			{"0 15:00", "u01", judge("customer", "administration", 1, 1, 1)},
			{"0 16:00", "u01", propose("explanation help", 0, "周末装修一律停工，违规停电处理。", "装修管理协议")},
			{"1 10:20", "u01", answer("wechat", "pending", "说明处理办法，等客户观察一个周末。", "")},
		},
	}
}

func luFang() story {
	return story{
		site: "JY", day: 2, at: "09:05", by: "w01",
		in: intake("visit", "owner", "陆芳", "6栋1单元1101", "cleaning", "dissatisfied",
			"电梯厅地面油渍三天没有清，老人推车打滑，保洁说油污要专业清洁剂。",
			"马上清洗。", where("6栋1单元电梯厅")),
		acts: []act{
			{"0 09:30", "u01", assign("w01", "administration")},
			{"0 09:45", "w01", accept},
			{"0 10:00", "u01", judge("company", "administration", 1, 2, 1)},
			{"0 11:30", "h01", opine("油渍应当日处理，保洁用品由库房统一备货。")},
			{"1 15:00", "w01", talk("phone", "告知清洁剂已到货，次日清洗。")},
			{"1 16:00", "w01", draft("apology improvement", 0, "当天深度清洗，电梯厅油污列入日检。", "清洁作业标准")},
		},
	}
}

func jianGuoqiang() story {
	return story{
		site: "JY", day: 2, at: "08:15", by: "w01",
		in: intake("phone", "owner", "简国强", "8栋2单元1502", "noise", "calm",
			"装修期间电梯轿厢里堆着水泥袋，早上上班没法推婴儿车进去。",
			"清空电梯，安排货梯运料。", where("8栋2单元电梯")),
	}
}

func yanBeichen() story {
	return story{
		site: "JY", day: 1, at: "14:30", by: "w01",
		in: intake("hotline", "owner", "严北辰", "9栋3单元0802", "facilities", "dissatisfied",
			"楼道感应灯整层不亮，晚上开门要用手电筒，老人不敢出门。",
			"换灯，并检查整栋楼。", many(1, "part")),
		acts: []act{
			{"0 14:45", "u01", assign("w01", "engineering")},
			{"0 15:10", "w01", accept},
			{"0 17:30", "e01", opine("整层线路接头氧化，今晚更换，顺带检查上下三层。")},
		},
	}
}

func siYuan() story {
	return story{
		site: "JY", day: 4, at: "10:35", by: "u01",
		in: intake("visit", "owner", "司远", "2栋3单元0702", "attitude", "furious",
			"服务台工作人员马志强回答“不知道，你自己看公告”，还把我的表格扔在柜台上。",
			"道歉，并调看监控。", about("w01"), where("景园客服中心")),
		acts: []act{
			{"0 11:00", "q01", assign("u01", "service")},
			{"0 11:20", "u01", accept},
			{"0 16:00", "u01", talk("phone", "向客户致歉，说明已调取监控。")},
			{"1 14:30", "w01", state("当时在处理另一位业主的缴费，态度急了，愿意当面道歉。")},
			{"2 10:00", "u01", find("监控显示语气生硬，表格是推过去滑落的。", "服务台监控")},
		},
	}
}

func duanYunlong() story {
	return story{
		site: "JY", ago: 3 * hours, by: "w01",
		in: intake("app", "owner", "段云龙", "4栋2单元0902", "order", "dissatisfied",
			"快递柜前常年堵着电动车，消防通道也被占，晚上更严重。",
			"清理并划线。", where("4栋快递柜")),
	}
}

func fangYuan() story {
	return story{
		site: "JY", ago: 90 * time.Minute, by: "u01",
		in: intake("hotline", "owner", "方远（业主代表）", "9栋2单元1403", "group_disturbance", "furious",
			"近二十位业主聚集在南门，反对临时增加的车辆通行费，已经有人拍视频发到网上。",
			"当面说明收费依据，暂停收费。", many(18, "estate"), where("景园南门")),
		acts: []act{
			{"+5m", "u01", assign("w01", "press")},
			{"+9m", "w01", accept},
			{"+30m", "w01", talk("face", "与三位业主代表坐下来，约定今晚八点书面答复。")},
		},
	}
}

func liangHaiyan() story {
	return story{
		site: "JY", ago: 35 * time.Minute, by: "w01",
		in: intake("phone", "tenant", "梁海燕", "5栋2单元0904", "lift_trapped", "agitated",
			"电梯停在四楼和五楼之间，里面有我和一个孩子，应急电话打通了，说马上到。",
			"尽快放人。", where("5栋2单元电梯"), many(2, "part")),
		acts: []act{
			{"+2m", "u01", assign("w01", "engineering")},
			{"+4m", "w01", accept},
			{"+19m", "w01", talk("face", "人员已救出，没有受伤，电梯停用检修。")},
		},
	}
}

func pengZhiyuan() story {
	return story{
		site: "JY", ago: 20 * time.Minute, by: "w01",
		in: intake("app", "owner", "彭志远", "7栋2单元1308", "water_power", "dissatisfied",
			"今早家里突然停电，空气开关合不上，冰箱里的食物要坏了。",
			"尽快恢复供电。", urgent),
	}
}

// invented are all stories, of every site.
func invented() []story {
	return slices.Concat(storiesHY(), storiesLT(), storiesJY(), storiesOfEnds())
}
