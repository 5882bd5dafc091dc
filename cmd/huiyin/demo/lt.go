package demo

import "huiyin/huiyin"

// storiesLT are the complaints of 龙庭店, the agency store.
func storiesLT() []story {
	return []story{
		luZongming(), beiXiaoxue(), shiKefan(), kuangYuxin(), changShenglan(), youAnqi(), luoYing(), peiJianxiong(),
		guNianci(), sangZirui(), xiongYun(), fanLuming(), qiuHaitao(), wenRuyi(), tongXiaolan(), nanYuehong(),
		zhaiXiaoman(),
	}
}

func luZongming() story {
	return story{
		site: "LT", day: 74, at: "10:50", by: "t01",
		in: intake("phone", "landlord", "鲁宗明", "柳荫里6栋402", "attitude", "agitated",
			"委托贵店出租，经纪人何佳带人看房没有提前打电话，租客还在午睡就用钥匙开了门。",
			"归还钥匙，并向租客道歉。", about("b01"), where("柳荫里6栋")),
		acts: []act{
			{"0 11:20", "q01", assign("t01", "supervision")},
			{"0 11:40", "t01", accept},
			{"0 15:00", "t01", talk("phone", "分别向房东和租客致歉，当天归还钥匙。")},
			{"1 09:30", "b01", state("约的是下午三点，客户提前到了，我没有再打电话就上楼，做得不对。")},
			{"1 11:00", "k01", opine("未经同意入户违反带看规定，性质较重，应当面道歉并追究。")},
			{"1 14:20", "t01", find("看房预约为 15:00，实际 13:20 入户，没有取得租客同意。", "看房预约单；门锁记录")},
			{"2 10:00", "q01", judge("company", "supervision", 3, 3, 3)},
			{"2 11:00", "t01", propose("apology improvement gift", 200, "上门致歉并送租客一份水果；钥匙改为密码柜登记领用。", "《带看管理规定》第 2 条")},
			{"2 15:30", "q01", approve("同意，慰问品从简，结案后送达。")},
			{"3 10:40", "q01", answer("face", "yes", "与房东、租客一同见面道歉，说明钥匙新规。", "继续委托，但要求固定一位经纪人。")},
			{"3 11:00", "q01", cause("people", "经纪人图方便自行入户，钥匙领用没有登记。")},
			{"3 11:10", "q01", correct("t01", "钥匙全部入密码柜，领用须两次电话确认。", 5*days)},
			{"6 16:00", "t01", did("密码柜启用，已登记 38 把。")},
			{"7 09:20", "q01", verify("抽查十次带看，均有预约和确认记录。")},
			{"7 10:00", "t01", tell("phone", "satisfied", "告知钥匙管理已调整，房东认可。")},
			{"7 10:30", "t01", signed},
			{"7 11:00", "q01", closeAs("solved", "")},
			{"8 10:00", "t01", gives("水果一箱", "租客签收")},
			{"9 15:00", "q01", call("satisfied", "房东表示后来都会提前通知。")},
		},
	}
}

func beiXiaoxue() story {
	return story{
		site: "LT", day: 65, at: "11:30", by: "b01",
		in: intake("visit", "tenant", "贝小雪", "锦绣里2栋901", "property_loss", "dissatisfied",
			"搬家时发现洗衣机电源线被剪断，应该是上一任租客搬走后没有验收。",
			"换好电源线，并核对其他家具。", where("锦绣里2栋901")),
		acts: []act{
			{"+35m", "b01", settle("process", "退租验收单没有逐件通电。", "店内维修当天换线，并补做全屋家电通电检查。", "带客户现场试机，其余家电正常。", "satisfied")},
			{"1 10:00", "t01", judge("company", "sales", 1, 1, 1)},
			{"1 15:30", "t01", closeAs("solved", "")},
			{"4 10:20", "t01", call("satisfied", "租客说使用正常。")},
		},
	}
}

func shiKefan() story {
	return story{
		site: "LT", day: 58, at: "14:05", by: "b01",
		in: intake("phone", "buyer", "施可凡", "春晓苑3栋701", "wrong_introduction", "agitated",
			"买的二手房介绍说“满五唯一”，过户时才发现只满两年，多交一大笔税。",
			"承担多出的税费。", contract("LTZ-2023-0188")),
		acts: []act{
			{"0 14:30", "t01", assign("b01", "legal")},
			{"0 14:50", "b01", accept},
			{"0 17:10", "b01", talk("phone", "请客户发来完税凭证，答应两天内核实。")},
			{"1 10:00", "b01", find("房源登记时业主口头称满五，没有查询权属记录就录入系统。", "房源登记表；不动产查询结果")},
			{"1 11:20", "l01", opine("房源年限核验是居间义务，应承担相应责任，建议协商补偿。")},
			{"1 16:20", "t01", judge("company", "legal", 3, 2, 2, loss(9600))},
			{"2 10:30", "b01", propose("apology explanation compensation", 3000, "致歉并按税差的三分之一补偿 3000 元；房源录入须附查询件。",
				"《房源核验规定》第 3 条")},
			{"2 14:00", "t01", approve("属实。")},
			{"2 16:30", "q01", approve("同意，核验规定即日执行。")},
			{"4 10:00", "q01", answer("phone", "yes", "说明核验疏漏和补偿安排。", "")},
			{"4 10:20", "q01", cause("information", "房源年限凭口头登记，没有查询权属。")},
			{"4 10:30", "q01", correct("t01", "上架前逐套查询权属并存档。", 10*days)},
			{"9 15:00", "f01", pay(0, "SK-2308-0101")},
			{"11 17:00", "t01", did("补查在售房源 216 套，改正年限标注 9 套。")},
			{"12 09:30", "q01", verify("随机复查 20 套，均有查询件。")},
			{"12 10:00", "b01", tell("phone", "fair", "补偿到账，客户接受，但认为税差没有补足。")},
			{"12 11:00", "b01", signed},
			{"12 14:30", "q01", closeAs("solved", "")},
		},
	}
}

func kuangYuxin() story {
	return story{
		site: "LT", day: 49, at: "09:30", by: "b01",
		in: intake("visit", "tenant", "匡雨欣", "柳荫里2栋503", "charges", "dissatisfied",
			"租房合同到期不续租，押金被扣了六百多，说是“家具折旧”，入住时拍的照片都在。",
			"全额退回押金。", contract("LTZ-2022-0455")),
		acts: []act{
			{"0 10:20", "t01", assign("t01", "finance")},
			{"0 10:30", "t01", accept},
			{"1 09:30", "f01", opine("折旧扣款没有合同依据，应退回；清洗费有照片支持。")},
			{"1 11:00", "t01", talk("phone", "核对入住照片，床垫污渍为入住后产生。")},
			{"1 15:30", "t01", find("扣款中床垫属正常使用磨损以外，其余折旧不应扣。", "入住验收照片；租赁合同第 9 条")},
			{"2 10:00", "t01", judge("shared", "finance", 2, 1, 2)},
			{"2 11:20", "t01", propose("explanation compensation", 420, "退回折旧扣款 420 元，床垫清洗费由客户承担。", "租赁合同第 9 条")},
			{"2 15:00", "q01", approve("情况属实，同意。")},
			{"3 10:40", "t01", answer("phone", "no", "说明扣款依据和退回金额。", "只接受全额退回，否则自行处理。")},
			{"6 14:00", "t01", talk("phone", "再次协商，客户表示不再继续，也不接受方案。")},
			{"6 15:00", "t01", cause("process", "入住时没有双方签字的物品清单。")},
			{"6 15:10", "t01", correct("b01", "入住交接一律填写双方签字的清单并拍照。", 10*days)},
			{"6 15:30", "t01", frozenLetter},
			{"6 16:00", "t01", closeAs("not_accepted", "客户不接受按合同扣除清洗费，已书面告知救济途径。")},
			{"7 09:30", "q01", agreeClosing("答复函写清了依据和途径，同意；期间客户来电即重新办理。")},
			{"14 17:00", "b01", did("清单已启用，近两周 7 份均签字齐全。")},
		},
	}
}

func changShenglan() story {
	return story{
		site: "LT", day: 44, at: "15:40", by: "b01",
		in: intake("phone", "owner", "常胜蓝", "金桂苑9栋1203", "fees_not_told", "agitated",
			"卖房的时候说佣金买方付，签约后又拿出一份授权书说卖方也要付，签名不是我签的。",
			"免除这笔佣金，并调查签名。", contract("LTZ-2023-0301")),
		acts: []act{
			{"0 16:00", "t01", assign("t01", "legal")},
			{"0 16:20", "t01", accept},
			{"1 10:30", "t01", talk("face", "当面比对签名，店内承认授权书由前同事代签。")},
			{"2 09:20", "l01", opine("代签不成立授权，佣金不能向卖方收取；建议道歉并协商。")},
			{"2 15:00", "q01", judge("company", "sales", 4, 4, 4)},
			{"3 10:00", "t01", propose("apology explanation", 0, "书面道歉，撤销向卖方收取佣金，重新拟定委托书。", "《民法典》无权代理；法务意见")},
			{"3 14:20", "q01", approve("同意。")},
			{"5 10:30", "q01", answer("phone", "no", "说明撤销佣金并道歉。", "要求登报道歉，先找调解委员会。")},
			{"6 15:00", "t01", attach("document", "同意调解函.png", "")},
			{"7 10:00", "q01",
				dispute(huiyin.Dispute{Stage: "mediation", Body: "示例区消费争议调解中心", Mediator: "汤调解员", Consent: true,
					Claim: "书面道歉并赔偿公证费用。"})},
			{"16 11:00", "q01", endDispute("agreed", "双方同意书面道歉并承担公证费，不再主张其他。")},
			{"16 15:00", "q01", cause("people", "授权书由他人代签，签约没有核对本人。")},
			{"16 15:10", "q01", correct("t01", "卖方委托须本人视频确认后方可签约。", 7*days)},
			{"20 10:00", "t01", did("视频确认流程启用，留存 6 份记录。")},
			{"20 16:00", "q01", verify("抽查 6 份，均由本人确认。")},
			{"21 09:30", "t01", tell("phone", "fair", "道歉信和公证费已处理，客户同意结束。")},
			{"21 10:30", "q01", closeAs("mediated", "", without(huiyin.LacksForm, huiyin.LackAward,
				"双方签字的调解协议书已归入材料，不再另签处理表。"))},
			{"23 14:00", "q01", call("fair", "客户表示今后会谨慎委托。")},
		},
	}
}

func youAnqi() story {
	return story{
		site: "LT", day: 37, at: "10:15", by: "b01",
		in: intake("visit", "buyer", "游安琪", "丹桂园5栋1502", "promise_beyond_scope", "agitated",
			"说好两个月内过户，拖了快三个月，每次都说“在排队”，旧房的租约已经到期，全家住在亲戚家。",
			"定下过户日期，并承担这段时间的住宿费。", contract("LTZ-2023-0277")),
		acts: []act{
			{"0 11:00", "t01", assign("b01", "contracts")},
			{"0 11:20", "b01", accept},
			{"1 15:00", "b01", talk("wechat", "查询过户进度，材料缺一份婚姻证明，已通知卖方补齐。")},
			{"9 10:00", "b01", remind("phone", "客户本人")},
			{"12 16:20", "b01", promise("phone", "卖方材料已收齐，预计本月可以约号。", "催办过户预约", 14*days)},
			{"20 09:40", "b01", remind("wechat", "客户本人")},
			{"32 10:30", "v01", talk("phone", "副总经理接手，承诺本周内由专人陪同办理过户。")},
			{"33 10:00", "v01", assign("t01", "contracts")},
			{"33 10:20", "t01", accept},
		},
	}
}

func luoYing() story {
	return story{
		site: "LT", day: 22, at: "13:50", by: "b01",
		in: intake("phone", "tenant", "骆颖", "枫叶里4栋605", "property_loss", "dissatisfied",
			"钥匙丢在店里被前台误当成待领物交给了别人，门锁一直没换，晚上不敢睡。",
			"换锁，并说明钥匙的去向。", urgent, where("枫叶里4栋605")),
		acts: []act{
			{"0 14:20", "t01", assign("b01", "administration")},
			{"0 14:40", "b01", accept},
			{"0 17:00", "b01", talk("phone", "当晚安排师傅上门装临时锁。")},
			{"1 10:00", "h01", opine("前台交接不登记，按遗失物管理制度补登记。")},
			{"1 11:30", "t01", judge("company", "administration", 3, 2, 2)},
			{"2 10:20", "b01", propose("apology compensation improvement", 680, "更换门锁并承担费用，合计 680 元；前台物品一律登记。",
				"《物品保管制度》第 5 条")},
			{"2 14:30", "t01", approve("同意，尽快办。")},
			{"3 10:00", "t01", answer("phone", "yes", "说明换锁安排与登记新规。", "")},
			{"3 10:20", "t01", cause("process", "前台物品没有登记和交接签字。")},
			{"3 10:30", "t01", correct("h01", "前台启用物品登记本，取件须核对证件。", 5*days)},
			{"5 16:00", "f01", pay(0, "SK-2312-0019")},
			{"6 10:00", "b01", tell("phone", "satisfied", "门锁已换，客户放心了。")},
		},
	}
}

func peiJianxiong() story {
	return story{
		site: "LT", day: 21, at: "09:50", by: "t01",
		in: intake("letter", "buyer", "裴建雄", "锦绣里7栋1101", "price_contract", "furious",
			"合同写的贷款利率是门店承诺的优惠利率，实际放款高了零点几个点，月供差别不小，门店说“银行变了”。",
			"补足利息差额。", contract("LTZ-2023-0350")),
		acts: []act{
			{"0 10:30", "q01", assign("t01", "legal")},
			{"0 11:00", "t01", accept},
			{"1 15:30", "t01", talk("phone", "说明利率由银行决定，门店不应写入合同，正在核算差额。")},
			{"1 16:30", "l01", opine("利率承诺超出居间权限，合同条款有效性存在争议，仲裁风险较大。")},
			{"2 10:00", "t01", find("合同补充条款写明利率，属门店越权承诺；差额按三年测算。", "合同第 12 条；还款计划")},
			{"2 16:30", "q01", judge("company", "legal", 4, 3, 3)},
			{"3 10:30", "t01", propose("explanation compensation", 15000, "按三年利息差额的一半补偿 15000 元，合同条款作废。", "越权承诺责任分担")},
			{"3 14:00", "q01", approve("同意先行协商。")},
			{"5 15:00", "q01", answer("phone", "no", "说明补偿测算。", "只接受全额，要求按合同仲裁。")},
			{"6 10:20", "t01", attach("agreement", "仲裁协议（合同第 15 条）.png", "合同约定仲裁")},
			{"6 15:30", "q01", dispute(huiyin.Dispute{Stage: "arbitration", Body: "示例市仲裁委员会", Claim: "补足三年利息差额。"})},
		},
	}
}

func guNianci() story {
	return story{
		site: "LT", day: 17, at: "16:00", by: "t01",
		in: intake("visit", "landlord", "顾念慈", "丹桂园1栋502", "competence", "dissatisfied",
			"续租合同把起租日写早了半个月，租客拿着合同不肯付那半个月的租金。",
			"重签合同，并补上半个月租金。", contract("LTZ-2023-0412")),
		acts: []act{
			{"0 16:30", "q01", assign("b01", "legal")},
			{"0 17:00", "b01", accept},
			{"1 10:20", "b01", talk("phone", "与租客核对，双方同意重签，租金差额由门店承担。")},
			{"1 15:30", "b01", find("起租日录入错误，经办人没有按签字样张复核。", "合同样张；系统录入记录")},
			{"1 16:00", "l01", opine("录入错误由门店承担，重签合同并出具说明即可。")},
			{"2 10:00", "q01", judge("company", "legal", 2, 1, 2)},
			{"3 09:50", "b01", propose("apology help", 0, "免费重签合同，由门店与租客协调补足差额。", "录入错误")},
			{"3 14:20", "q01", approve("同意。")},
			{"4 10:00", "q01", answer("phone", "yes", "说明重签安排。", "")},
			{"4 10:20", "q01", cause("process", "合同日期手工填写，打印前没有第二人复核。")},
			{"4 10:30", "q01", correct("t01", "合同打印前双人复核并签名。", 14*days)},
			{"5 09:30", "q01", task("b01", "陪同双方重签合同并归档。", 20*days)},
		},
	}
}

func sangZirui() story {
	return story{
		site: "LT", day: 10, at: "10:30", by: "t01",
		in: intake("phone", "tenant", "桑梓睿", "枫叶里1栋1604", "attitude", "agitated",
			"催缴房租时经纪人何佳在业主群里点名，还贴了合同照片，家里老人也看到了。",
			"删除信息，并公开道歉。", about("b01"), where("枫叶里业主群")),
		acts: []act{
			{"0 10:50", "q01", assign("t01", "press")},
			{"0 11:10", "t01", accept},
			{"0 16:00", "t01", talk("phone", "当天联系群主删除信息，向客户致歉。")},
			{"1 10:00", "m01", opine("信息已在群内传播，建议当天删除、公开道歉，避免扩散。")},
			{"1 11:00", "b01", state("急着收租，没想到会公开，愿意在群里道歉。")},
			{"1 16:20", "t01", find("催缴信息含姓名与房号，属于不当公开。", "群聊截图；《客户信息保护规定》")},
			{"1 16:40", "t01", attach("photo", "群聊截图.png", "含姓名房号，已删除")},
			{"2 09:30", "q01", judge("company", "press", 3, 4, 4)},
			{"2 10:30", "t01", propose("apology improvement", 0, "经纪人在群内道歉，门店书面道歉，催缴一律单独联系。", "《客户信息保护规定》第 7 条")},
			{"2 14:20", "q01", approve("同意，今天完成。")},
			{"8 10:00", "q01", answer("phone", "pending", "说明道歉与整改，客户要与家人商量是否还需其他说法。", "")},
		},
	}
}

func xiongYun() story {
	return story{
		site: "LT", day: 5, at: "11:10", by: "b01",
		in: intake("phone", "buyer", "熊芸", "金桂苑3栋2001", "process", "dissatisfied",
			"房款已经付清，三周了还没有拿到钥匙，每次打电话都说“在走流程”，连负责人是谁都说不清。",
			"本周内交钥匙。", contract("LTZ-2023-0466")),
		acts: []act{
			{"0 11:40", "t01", assign("b01", "contracts")},
			{"0 12:00", "b01", accept},
			{"1 10:00", "b01", talk("phone", "告知卖方钥匙已收，差物业过户手续，预计三天内交付。")},
			{"2 14:30", "b01", find("卖方欠缴物业费，物业不予过户，影响交钥匙。", "物业欠费单")},
			{"2 15:40", "q01", judge("shared", "contracts", 2, 1, 2)},
			{"2 16:00", "b01", draft("explanation help", 0, "协调卖方补缴物业费，陪同办理交付。", "交付流程")},
			{"3 09:20", "b01", remind("wechat", "客户本人")},
		},
	}
}

func fanLuming() story {
	return story{
		site: "LT", day: 5, at: "16:20", by: "t01",
		in: intake("visit", "buyer", "范鹿鸣", "春晓苑1栋903", "fees_not_told", "agitated",
			"贷款服务费说是“一次性手续费”，放款后又来一笔“评估复核费”，两笔都没有发票。",
			"退掉第二笔，第一笔补开发票。", contract("LTZ-2024-0009")),
		acts: []act{
			{"0 16:50", "q01", assign("b01", "finance")},
			{"0 17:10", "b01", accept},
			{"1 10:30", "f01", opine("第二笔费用由合作方收取，应先要求合作方退费。")},
			{"1 11:00", "b01", find("评估复核费由合作方收取，门店没有公示。", "收费明细；合作协议")},
			{"1 15:30", "q01", judge("company", "finance", 2, 2, 2)},
			{"2 10:00", "b01", propose("apology compensation", 1800, "致歉并补偿 1800 元，合作方收费改为书面告知。", "未公示收费")},
			{"2 11:30", "t01", approve("属实。")},
			{"2 17:00", "q01", decide("refuse", "应先要求合作方退费，再谈补偿，请重新拟定。")},
		},
	}
}

func qiuHaitao() story {
	return story{
		site: "LT", day: 2, at: "15:00", by: "b01",
		in: intake("wechat", "prospect", "邱海涛", "", "charges", "dissatisfied",
			"看房前被要求交三百元“看房意向金”，说不看中可以退，现在说只能抵佣金。",
			"退还三百元。"),
		acts: []act{
			{"0 15:30", "t01", assign("b01", "finance")},
			{"0 16:00", "b01", accept},
			{"0 17:20", "b01", talk("wechat", "承认没有书面约定，答应上报。")},
			{"0 17:40", "f01", opine("意向金没有入账科目，不应收取，建议全额退还。")},
			{"1 10:00", "t01", judge("company", "finance", 1, 1, 2)},
			{"1 11:00", "b01", propose("apology compensation", 500, "退还意向金并补偿路费，合计 500 元；停止收取看房意向金。", "没有收费依据")},
		},
	}
}

func wenRuyi() story {
	return story{
		site: "LT", day: 3, at: "10:40", by: "b01",
		in: intake("phone", "owner", "温如意", "柳荫里8栋201", "process", "agitated",
			"委托卖房两个月，没有一次带看反馈，挂出的照片还是别人家的客厅。",
			"换一位经纪人，并每周反馈一次。", involving("前经纪人")),
		acts: []act{
			{"0 11:10", "t01", assign("t01", "sales")},
			{"0 11:30", "t01", accept},
			{"1 09:30", "t01", talk("phone", "核实挂牌照片用错房源，当天重新拍摄。")},
			{"1 14:00", "b01", remind("phone", "客户本人")},
		},
	}
}

func tongXiaolan() story {
	return story{
		site: "LT", day: 1, at: "09:20", by: "b01",
		in: intake("phone", "owner", "佟晓岚", "金桂苑6栋301", "noise", "agitated",
			"店门口招揽客户的音响每天从早放到晚，一楼的孩子没有办法午睡。",
			"中午和晚上关掉音响。", where("龙庭店门口"), many(3, "part")),
		acts: []act{
			{"0 09:40", "t01", assign("t01", "administration")},
			{"0 10:00", "t01", accept},
			{"0 15:20", "h01", opine("门店外放音响没有报备，建议限定时段和音量。")},
			{"0 16:30", "t01", talk("face", "到楼上向客户致歉，当场把音量调低，约定午间关闭。")},
		},
	}
}

func nanYuehong() story {
	return story{
		site: "LT", ago: 7 * hours, by: "b01",
		in: intake("developer", "buyer", "南月红", "丹桂园2栋1101", "wrong_introduction", "dissatisfied",
			"开发商转来：代理门店介绍赠送面积二十平方米，交房测绘没有这一项。",
			"书面说明赠送面积的依据。", contract("LTZ-2024-0013")),
		acts: []act{
			{"+40m", "t01", assign("b01", "contracts")},
		},
	}
}

func zhaiXiaoman() story {
	return story{
		site: "LT", ago: 2 * hours, by: "t01",
		in: intake("visit", "tenant", "翟小曼", "锦绣里5栋402", "other", "calm",
			"租约到期前一个月想转租，门店说制度不允许，却拿不出书面的规定。",
			"给出书面规定。"),
	}
}
