package huiyin

import (
	"regexp"
	"strings"
)

// clauseCode is how rules number their clauses.
var clauseCode = regexp.MustCompile(`^[0-9A-Za-z一-鿿][0-9A-Za-z一-鿿.()（）-]{0,19}$`)

// fineWords are what a consequence never says: a fine or a deduction from wages, as people write them. Between the verb
// and what is taken, other words may stand.
var (
	fineOutright = regexp.MustCompile(`罚款|罚金|罚薪|罚钱|罚没|处罚金额|降薪|减薪|停薪|扣薪|扣钱|克扣|乐捐|负激励`)
	fineTaken    = regexp.MustCompile(
		`(扣|罚|减|停|降|取消|不予?|暂缓|抵)[^。；，,;\n]{0,12}(工资|薪|奖金|奖励|绩效|提成|佣金|津贴|补贴|补助|年终奖|全勤|底薪|报酬|工钱|分红)`)
	fineReversed = regexp.MustCompile(
		`(工资|薪水|薪资|薪酬|奖金|绩效|提成|佣金|津贴|补贴|补助|年终奖|全勤奖|底薪|报酬|分红)[^。；，,;\n]{0,8}(扣|罚|减|停发|降|取消|不予|不发|缓发|抵)`)
	fineSum = regexp.MustCompile(
		`(扣|罚|缴|赔[^。；，,;\n客业]{0,4}公司)[^。；，,;\n客业]{0,10}([0-9０-９零一二两三四五六七八九十百千万]+(元|块|圆|yuan|rmb|￥|%|％)|[¥￥][0-9０-９])`)
	dismissed = regexp.MustCompile(`开除|除名|辞退|解雇|解聘|劝退`)
)

// wageSigns are signs of Traditional writing that such words are written with; a discount or a kickback takes nothing
// from anybody's wages.
var wageSigns = strings.NewReplacer("折扣", "折", "回扣", "回", "罰", "罚", "獎", "奖", "資", "资", "績", "绩", "傭", "佣", "貼", "贴", "補", "补", "減", "减",
	"貳", "二", "萬", "万", "塊", "块", "圓", "圆", "錢", "钱", "開", "开", "辭", "辞", "僱", "雇", "發", "发", "報", "报",
	"剋", "克", "紅", "红", "賠", "赔", "繳", "缴", "勸", "劝")

// judgement are words on somebody's character, health, family or the like: a circular holds facts and the clause.
var judgement = regexp.MustCompile(
	`恶劣|卑劣|无耻|可耻|愚蠢|低能|懒惰|懒散|败类|害群之马|道德败坏|品行|人品|素质低|素质差|不要脸|丢人|丢脸|屡教不改|` +
		`疾病|患病|生病|病史|怀孕|抑郁|残疾|离婚|婚姻|家庭|丈夫|妻子|孩子|工会|员工心声|举报`)
