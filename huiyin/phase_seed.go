package huiyin

// phaseSeed is what to do and what to say in each phase of a conflict (rule K9). It is knowledge, kept in
// the language of the house.
var phaseSeed = map[Phase]Checklist{
	Latent: {
		Steps: []ChecklistItem{
			{"listen", "主动联系客户，听完诉求，不打断、不争辩"},
			{"facts", "核对合同、承诺和现场，留存照片和记录"},
			{"alike", "查清同类客户有多少、诉求是否一致"},
			{"plan", "准备两套以上的处理办法和权限内的让步"},
			{"inside", "内部预警：主管、项目经理知道此事和对外口径"},
		},
		Say: []string{
			"谢谢您先告诉我们。我把您说的记下来，请您看看有没有记错。",
			"这件事由我跟进，今天下班前给您第一次回音。",
			"还没有查清的事我不猜，查清了第一时间告诉您。",
		},
	},
	Outbreak: {
		Steps: []ChecklistItem{
			{"safety", "先保安全：隔开人群，老人孩子先安置"},
			{"onsite", "负责人到场，一个人对外说话"},
			{"represent", "请客户推举代表，记下姓名和电话"},
			{"daily", "每天与每位代表至少联系一次"},
			{"record", "录像、登记诉求，不扣留、不推搡"},
			{"media", "媒体和围观者统一由公关接待"},
		},
		Say: []string{
			"大家的心情我理解，这里太吵听不清，请代表到会客室，我们一件一件谈。",
			"我能答应的现在答应，我做不了主的，今天请能做主的人来。",
			"请放心，来反映问题的不会因此受到影响。",
		},
	},
	Handling: {
		Steps: []ChecklistItem{
			{"demands", "逐条列出诉求：能办、部分能办、不能办，各写依据"},
			{"approve", "方案按权限报批，批准之前不承诺金额"},
			{"deadline", "每一条写明由谁、何时办完，并告知客户"},
			{"written", "谈定的内容写成书面，双方签字"},
			{"progress", "每两天通报一次进展，没有进展也要说明"},
		},
		Say: []string{
			"您的三条诉求，第一条我们照办，第二条这样办，第三条不能办，依据在这里。",
			"您不同意也没有关系，还可以找调解、仲裁或者法院，我把地址给您。",
			"约好的时间到了我没有来电，请您直接找我的主管。",
		},
	},
	Aftermath: {
		Steps: []ChecklistItem{
			{"done", "逐条核对承诺已经办完"},
			{"call", "由未经手的人回访"},
			{"watch", "约定三十天、六十天、九十天再看是否复发"},
			{"review", "内部复盘：原因、做对的、要改的"},
			{"tell", "把改进结果告诉客户"},
		},
		Say: []string{
			"上次的事办完了，想听听您现在怎么看。",
			"因为您的意见，我们改了这几处，请您再来看看。",
			"如果再有类似情况，请直接打这个电话找我。",
		},
	},
}
