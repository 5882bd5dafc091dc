package huiyin

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Bargain is a kind of words that the company may not make anything depend on, or write at all (rule C12).
type Bargain string

// The kinds.
const (
	BargainComplaint Bargain = "complaint" // to withdraw or not to make a complaint
	BargainPost      Bargain = "post"      // to delete lawful words
	BargainRating    Bargain = "rating"    // to give a rating
	BargainSilence   Bargain = "silence"   // to say nothing
	BargainRights    Bargain = "rights"    // to waive all rights, or that to go to law
	BargainInjury    Bargain = "injury"    // to waive what is owed for injury or intent
	BargainOfficial  Bargain = "official"  // something of value to officials, mediators, journalists
)

var bargains = words[Bargain]{
	{BargainComplaint, "以撤回或不提投诉、举报、信访为条件"}, {BargainPost, "以删除或修改帖子、评价为条件"}, {BargainRating, "以好评或满意为条件"},
	{BargainSilence, "以不对外讲、对机关或媒体保密为条件"}, {BargainRights, "让客户放弃一切权利或诉讼、投诉的权利"},
	{BargainInjury, "免除人身伤害或故意的责任"}, {BargainOfficial, "向公职人员、调解员或记者给好处"},
}

// Label says what is wrong with such words.
func (b Bargain) Label() string { return bargains.label(b) }

// simpleHan writes the traditional characters of the words that are looked for in simplified ones.
var simpleHan = func() *strings.Replacer {
	from := []rune("訴舉報訪訟貼評價滿銷迴調員記體關門權棄責傷殘導導過領導幹軍長禮紅錢費謝請賞頭發佈傳宣揚談論說對嘴網絡視頻" +
		"隱屏蔽動態熱線單結號認檢監應須願轉換點個產業處機構會協溝開見責療醫將沒無並與從來後還為於則給償賠補減險級語雙條開經" +
		"終斷斂噤聲採訪賣購標準選擇填寫廣誤數據該講聯繫據約簽歸撥打擾擴勸誹謗駁賬號賓館飯紀執規劃違實滅證續聞風這裡嗎讓們務" +
		"刪負帳佔閉裏賄賂臺彙復貳簡訊澤鎖獲瞞眾陳週總齡詢訂異議辦覆徵僅進誠諾達團圖書變審參勞車馬煙筆潤師壓飛戶義爾濟區廳聽隨類贊讚")
	to := []rune("诉举报访讼贴评价满销回调员记体关门权弃责伤残导导过领导干军长礼红钱费谢请赏头发布传宣扬谈论说对嘴网络视频" +
		"隐屏蔽动态热线单结号认检监应须愿转换点个产业处机构会协沟开见责疗医将没无并与从来后还为于则给偿赔补减险级语双条开经" +
		"终断敛噤声采访卖购标准选择填写广误数据该讲联系据约签归拨打扰扩劝诽谤驳账号宾馆饭纪执规划违实灭证续闻风这里吗让们务" +
		"删负账占闭里贿赂台汇复二简讯泽锁获瞒众陈周总龄询订异议办复征仅进诚诺达团图书变审参劳车马烟笔润师压飞户义尔济区厅听随类赞赞")
	pairs := make([]string, 0, 2*len(from))
	for i := range from {
		if from[i] != to[i] {
			pairs = append(pairs, string(from[i]), string(to[i]))
		}
	}
	return strings.NewReplacer(pairs...)
}()

// plainHan writes a text in one way, sentence by sentence: simplified, narrow, lower case, without blanks, strokes and
// signs between the characters. A comma stays where it parts clauses, not where it stands between single characters.
func plainHan(text string) []string {
	var b strings.Builder
	for _, r := range strings.ToLower(simpleHan.Replace(text)) {
		switch {
		case r >= 0xFF01 && r <= 0xFF5E:
			r -= 0xFEE0
			r = unicode.ToLower(r)
		case r >= '①' && r <= '⑨':
			r = '1' + r - '①'
		}
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		case strings.ContainsRune("。!?！？\n\r", r):
			b.WriteRune('。')
		case strings.ContainsRune(",;:，；：", r): // 、 only lists
			b.WriteRune(',')
		}
	}
	return strings.Split(unparted(b.String()), "。")
}

// unparted joins single characters that were parted to hide a word: 撤，诉.
func unparted(s string) string {
	var out strings.Builder
	for s != "" {
		end := strings.IndexAny(s, ",。")
		if end < 0 {
			end = len(s)
		}
		part := s[:end]
		out.WriteString(part)
		if end == len(s) {
			break
		}
		_, size := utf8.DecodeRuneInString(s[end:])
		mark, rest := s[end:end+size], s[end+size:]
		next := rest
		if i := strings.IndexAny(rest, ",。"); i >= 0 {
			next = rest[:i]
		}
		here, after := utf8.RuneCountInString(part), utf8.RuneCountInString(next)
		if min(here, after) != 1 || max(here, after) > 3 {
			out.WriteString(mark)
		}
		s = rest
	}
	return out.String()
}

// What is complained with, to whom, and words that only name it: no complaint is withdrawn by "投诉处理".
const (
	complaintWord = `(?:投诉|举报|信访|上访|检举|控告|申诉|曝光|爆料|报案|工单|诉求件|维权|差评|12345|12315|12318|12388|12358)`
	plainName     = `(?:人|者|处理|受理|办理|渠道|电话|中心|须知|回执|量|率|部门|邮箱|方式|途径)`
	upTo16        = `[^,]{0,16}?`
	upTo10        = `[^,]{0,10}?`
	authority     = `(?:12345|12315|市长热线|政务热线|热线|政府|主管|监管|部门|机关|住建|房管|消协|消委|消费者|市场监管|工商|信访|街道|法院|仲裁|纪委|监委|媒体|记者|` +
		`电视台|报社|报纸|律师)`
	notTo = `(?:不再|不得|不能|不准|不许|不会|不可|不应|不该|不去|不要|不予|不必再|不向|不对|不到|不在|不就|不因此|不以任何|不做|不作|不继续|不另行|勿|切勿|请勿|莫|` +
		`别再|别去|别向|永不|绝不|决不|未来不|停止|终止|中止|放弃|禁止|无权|免于|无须再|无需再|避免再)`
)

// bargainWords are the words of each kind. They are looked for in the sentences of plainHan.
var bargainWords = []struct {
	kind Bargain
	re   *regexp.Regexp
}{
	{BargainComplaint, regexp.MustCompile(`撤诉|撤访|撤单|销单|销号|息诉|息访|罢访|销诉|撤案|停诉|免诉`)},
	{BargainComplaint, regexp.MustCompile(`(?:撤回|撤销|撤消|撤掉|撤了|撤走|撤去|撤|取消|注销|收回|消除|销掉|销|结掉|关闭|` +
		`了结)[^,并复处可]{0,16}?` + complaintWord)},
	{BargainComplaint, regexp.MustCompile(complaintWord + `[^,]{0,8}?(?:撤回|撤销|撤消|撤掉|撤了|撤下|撤走|收回|注销|销掉|销号|消掉|取消|作废)`)},
	{BargainComplaint, regexp.MustCompile(notTo + `[^,可权请欢]{0,16}?` + complaintWord)},
	{BargainComplaint, regexp.MustCompile(`不(?:进行|提起|提出|发起|追加|以|去)?(?:任何|其他)?` + complaintWord)},
	{BargainComplaint, regexp.MustCompile(`(?:撤回|撤销|撤消|撤掉|撤|取消|注销|收回|关闭|了结|结)` + upTo10 + `热线[^,]{0,6}(?:诉求|单|件|` +
		`记录|来电)`)},
	{BargainComplaint, regexp.MustCompile(`(?:不再反映|不得反映|不许反映|不准反映|不要反映|停止反映|` + notTo + upTo10 + `(?:向|到|去|找|跟|` +
		`同|给)` + upTo10 +
		`(?:反映|反应|告状|告发|起诉|闹|求助|说明|陈述|报告|上报|反馈))`)},
	{BargainComplaint, regexp.MustCompile(notTo + upTo10 + authority + `[^,]{0,6}?(?:反映|反应|告状|告发|反馈|求助|投书)`)},
	{BargainComplaint, regexp.MustCompile(`(?:不追究|放弃追究)[^,]{0,6}(?:投诉|举报)`)},

	{BargainPost, regexp.MustCompile(`删帖|删贴|删评|删博|撤帖|撤贴|负评删|删负评|沉帖|封帖|删文|清帖`)},
	{BargainPost, regexp.MustCompile(`(?:删除|删掉|删去|删了|删|撤下|撤回|撤销|撤掉|下架|下线|隐藏|屏蔽|清除|清空|移除|抹去|拿下|关闭|修改|更改|改掉|转为私密)` +
		upTo10 + `(?:帖|贴|微博|朋友圈|视频|文章|评论|差评|负评|评价|点评|言论|小红书|抖音|快手|笔记|动态|负面|舆情|网文|推文|公众号|发布的|发表的|网上|网络|网友)`)},
	{BargainPost, regexp.MustCompile(`(?:群里|群内|业主群|网上|网络|论坛|平台)[^,]{0,8}(?:话|言论|信息|消息|内容|文字|图片)[^,]{0,6}(?:撤|删|清)`)},
	{BargainPost, regexp.MustCompile(`(?:帖子|贴子|微博|朋友圈|视频|文章|评论|差评|点评|言论|小红书|抖音|快手|笔记|推文|负面|网上[^,]{0,6}内容)[^,]{0,6}?` +
		`(?:删|撤下|撤掉|撤回|下架|隐藏|屏蔽|清除|移除|抹去|拿下|设为私密|转为私密)`)},

	{BargainRating, regexp.MustCompile(`好评返|返好评|五星好评|5星好评|刷好评|改好评|打满意|评满意|给好评|写好评|好评返现|追评|全5星|全五星`)},
	{BargainRating, regexp.MustCompile(`(?:打|勾选|勾|圈|选择|选|填写|填|评价为|评价|评定|评为|评|改为|改成|改|给出|给予|给|点|点赞|回答|回复|答复|答|说是|` +
		`说|按)` +
		`(?:一个|个|为|成|是|了|上|出|我们|我司|物业|公司|甲方|服务|都|全|全部|五分|5分|五|个五|非常|很|十分|一律|"|满意度){0,4}(?:满意|好评|五星|5星|满分|高分|10分|` +
		`十分|100分)`)},
	{BargainRating, regexp.MustCompile(`(?:回访|测评|评分|打分|满意度|调查|评价)[^,]{0,12}(?:须|应|要|必须|得|请|答应|承诺|保证|一律|统一|都|` +
		`同意)[^,]{0,8}(?:满意|好评|五星|5星|满分|高分)`)},
	{BargainRating, regexp.MustCompile(`(?:须|应|要|必须|请|答应|承诺|保证|同意|配合)[^,]{0,10}(?:回访|测评|评分|打分|满意度|调查|` +
		`评价)[^,]{0,10}(?:满意|好评|五星|5星|满分|高分)`)},

	{BargainSilence, regexp.MustCompile(`封口|封锁消息|封锁信息|闭口|噤声|缄口|守口|不声张|别声张|勿声张|不外传|别外传|不得外传|勿外传|不发声|不得发声|保持沉默|三缄|` +
		`息事宁人|不张扬|别张扬`)},
	{BargainSilence, regexp.MustCompile(`(?:不|别|勿)(?:要|得|许|准|再|能|会){1,3}(?:来|去)?闹`)},
	{BargainSilence, regexp.MustCompile(`(?:不得|不再|不能|不准|不许|不会|不可|不应|不要|不去|不|勿|切勿|请勿|禁止|停止|别)(?:再|以任何[^,]{0,6}|` +
		`擅自|私自|自行|随意|因此)?(?:对外|向外|对外界|向外界|对第三方|向第三方|向任何|对任何|与任何|跟任何|向他人|对他人|向其他|对其他|跟别人|对别人|向别人)` +
		`[^,]{0,14}?(?:透露|披露|公开|宣扬|传播|谈|说|讲|泄露|泄漏|提及|提起|散布|发布|发表|议论|声张|告知|宣传|声称|表述|陈述|评价|主张|求助)`)},
	{BargainSilence, regexp.MustCompile(notTo + upTo10 + `(?:媒体|记者|电视台|报社|采访|镜头|12345|12315|消协|消委|主管部门|监管部门|政府|机关)` +
		upTo10 + `(?:透露|披露|公开|谈|说|讲|泄露|泄漏|提及|提供|采访|联系|接触|曝|爆|发声|告知|陈述|主张|沟通)`)},
	{BargainSilence, regexp.MustCompile(`(?:不得|不再|不能|不准|不许|不会|不可|不应|不要|不|拒绝|谢绝|停止)(?:再)?(?:接受|参加|` +
		`配合)[^,]{0,8}(?:采访|访问|报道|调查)`)},
	{BargainSilence, regexp.MustCompile(`(?:不得|不再|不能|不准|不许|不会|不可|不应|不要|不|勿|切勿|请勿|禁止|停止|别)(?:再)?(?:在|到|于|通过|` +
		`利用)?[^,]{0,14}` +
		`(?:发帖|发贴|发视频|发微博|发朋友圈|发抖音|发小红书|发文|转发|散布|传播|散播|发表言论|发布|发表|议论|爆料|曝光|吐槽|上传)`)},
	{BargainSilence, regexp.MustCompile(`(?:对|向)[^,]{0,16}(?:12345|12315|热线|政府|部门|机关|消协|消委|消费者协会|消费者委员会|媒体|记者|` +
		`法院|任何人|任何第三|第三方|外界|其他业主|邻居)[^,]{0,8}保密`)},
	{BargainSilence, regexp.MustCompile(`保密[^,]{0,12}(?:不得|包括|含|对|向)[^,]{0,6}(?:12345|12315|热线|政府|部门|机关|消协|消委|` +
		`媒体|记者|任何人|第三方|外界)`)},
	{BargainSilence, regexp.MustCompile(`(?:乙方|客户|业主|您|你|贵方|投诉人|购房人)[^,]{0,14}(?:保密|守密)`)},
	{BargainSilence, regexp.MustCompile(`(?:本协议|协议|本方案|方案|和解|补偿|赔偿|金额|款项|此事|本事|该事|事情|处理结果)[^,]{0,10}(?:保密|守密|` +
		`不公开|不得公开)`)},

	{BargainRights, regexp.MustCompile(`(?:放弃|抛弃|舍弃|不再享有|不享有|丧失|免除|不再主张|不得主张|不主张)(?:[^,]{0,10}?)(?:一切|所有|全部|任何|` +
		`其他|其它|其余|各种|各项|相关|有关|今后|日后|将来|未来)[^,]{0,12}?(?:权|诉求|请求|主张|追偿|索赔|责任)`)},
	{BargainRights, regexp.MustCompile(`放弃[^,]{0,8}?(?:诉讼|起诉|上诉|诉权|仲裁|索赔|追偿|追究|投诉|举报|信访|维权|法律|救济|申请执行|抗辩|知情|权利)`)},
	{BargainRights, regexp.MustCompile(`(?:一切|所有|全部|任何)(?:法律|合法)?(?:权利|权益|诉权|追诉权)[^,]{0,6}(?:放弃|归于消灭|消灭|终止|丧失|作废)`)},
	{BargainRights, regexp.MustCompile(`(?:永不追究|绝不追究|再不追究|(?:永不|永远不|永久不|不再|不得|不得再|不能再|不)(?:再)?(?:以任何[^,]{0,8}|` +
		`就任何[^,]{0,6})?(?:向[^,]{0,8})?(?:追究|追诉|追索)[^,]{0,10}?(?:任何|一切|所有|其他|全部|法律|民事|刑事|责任))`)},
	{BargainRights, regexp.MustCompile(`(?:不再|不得|不能|不准|不许|不会|不可|永不)(?:再)?[^,]{0,10}(?:起诉|提起诉讼|申请仲裁|提起仲裁|诉诸法律|` +
		`走法律|打官司|寻求法律)`)},
	{BargainRights, regexp.MustCompile(`(?:不得|不能|不再|不可|永不)(?:再)?(?:向[^,]{0,6})?(?:再)?(?:提出|主张|提)(?:任何|其他|` +
		`一切)[^,]{0,6}(?:要求|诉求|主张|请求|权利|赔偿|补偿)`)},
	{BargainRights, regexp.MustCompile(`(?:最终)?解释权[^,]{0,4}归|互不追究任何|无任何权利|两清互不`)},

	{BargainInjury, regexp.MustCompile(`(?:人身|受伤|伤害|伤残|残疾|伤情|伤亡|死亡|医疗|后遗|身体|健康|故意|重大过失)[^,]{0,16}?(?:免责|概不负责|` +
		`一概不|不再追究|不追究|放弃|免除|一次了结|一次性了结|互不追究|后果自负|责任自负|自行承担|与甲方无关|与我司无关|与公司无关|不得再|不再主张|不再索赔)`)},
	{BargainInjury, regexp.MustCompile(`(?:免责|免除|放弃|不再追究|不追究|一次性了结|一次了结|概不负责)[^,]{0,16}?(?:人身|受伤|伤害|伤残|残疾|伤情|伤亡|` +
		`死亡|医疗|后遗|身体|健康|故意|重大过失)`)},

	{BargainOfficial, regexp.MustCompile(`车马费|好处费|辛苦费|打点(?:[^滴行]|$)|封口费|茶水费|润笔|意思意思|` +
		`疏通[^,]{0,8}?(?:关系|人脉|门路|领导|官员|机关|法官|记者|媒体|监管|住建|街道办|居委)`)}, // pipes are cleared too
	{BargainOfficial, regexp.MustCompile(`(?:送|赠|赠送|给|给予|致送|馈赠|酬谢|答谢|感谢|宴请|招待|请|转交|表示)[^,]{0,10}?` + officials +
		`[^,]{0,10}?(?:礼|红包|烟|酒|茶|卡|钱|元|现金|宴|饭|餐|水果|鲜花|花篮|购物|特产|旅游|月饼|锦旗费|费用|好处|补贴)`)},
	{BargainOfficial, regexp.MustCompile(officials + `[^,]{0,8}?(?:礼品|礼物|礼金|红包|礼盒|购物卡|茶叶|烟酒|香烟|月饼|宴请|招待|吃饭|用餐|` +
		`答谢|酬谢|好处|果篮|花篮|特产)`)},
	{BargainOfficial, regexp.MustCompile(`(?:宴请|招待|打点|酬谢|答谢|慰问|行贿|贿赂)[^,]{0,10}` + officials)},
	{BargainOfficial, regexp.MustCompile(`(?:礼品|礼物|礼金|礼盒|红包|购物卡|茶叶|烟酒|香烟|月饼|果篮|花篮|特产|水果|鲜花|现金)[^,]{0,8}(?:送|给|赠|` +
		`致|交)[^,]{0,8}` + officials)},
}

const officials = `(?:官员|公务员|领导|干部|执法|城管|民警|警官|警察|检察官|检察|法官|书记员|仲裁员|调解员|调解人|调解委员|人民调解|记者|媒体|编辑|主持人|住建|房管|街道|` +
	`社区书记|居委|信访|消协|消委|消保委|市场监管|工商|税务|环保局|监督员|监察|12345|12315|热线|政府|主管部门|监管)`

// honest are the ways in which such words stand in a sentence that bargains over nothing. What they match is taken
// out before the words are looked for.
var honest = []*regexp.Regexp{
	// it does not hinder anybody
	regexp.MustCompile(`(?:不|并不|均不|绝不|也不|决不|不会|不得|不能|不应|不可|无意|从未|没有|未|不存在|禁止|不予)(?:会|得|能|应|可|因此|以任何[^,]{0,6}|再|` +
		`曾|构成对|构成|因)?(?:影响|限制|妨碍|妨害|阻碍|阻止|阻挠|排除|干涉|干预|剥夺|禁止|免除|减损|减轻|损害|视为|意味着|代表|等于|强迫|强制|诱导|劝阻|劝说|打击|报复|拖延|推诿|` +
		`压制|删减)[^。]*`),
	// nor is it asked for, or a condition
	regexp.MustCompile(`(?:不|并不|无须|无需|不需|不需要|不必|不用|不会|不得|不能|不应|没有|从未|未|绝不|并未|不曾)(?:得|能|会|再|曾|向[^,]{0,8}|` +
		`对[^,]{0,8})?(?:要求|需要|强求|附加|因(?:为)?(?:您|你|乙方|客户|业主|投诉人|其))[^,]{0,14}?(?:撤诉|撤访|撤单|撤回|撤销|投诉|举报|信访|反映|曝光|` +
		`删帖|删贴|删除|好评|满意|评价|沉默|保密|放弃|媒体|12345|12315)[^,]{0,14}`),
	regexp.MustCompile(`(?:不|不得|未|从未|不会|不能|不应)(?:再)?(?:以|把|将|拿)[^,]{0,20}?(?:为|作为|当作|作)[^,]{0,8}?(?:条件|前提|由|理由|` +
		`代价|交换|筹码|要件)`),
	regexp.MustCompile(`(?:不得|禁止|严禁|不许|不准|不会|不能)[^,]{0,10}(?:要求|逼迫|强迫|诱导|劝说|索要|变相要求)[^,]{2,}`),
	regexp.MustCompile(`(?:无须|无需|不需要|不需|不必|不用)(?:您|你|乙方|客户|业主)?(?:再)?(?:撤诉|撤单|撤回|撤销|删帖|删除|打满意|给好评|保密|放弃)[^,]{0,10}`),
	regexp.MustCompile(`(?:不|未|没有|并未|从未|并不)(?:放弃|丧失|免除|撤回|撤销|撤诉|删除|承诺撤)[^,]{0,16}`),
	// it is to happen less often that anybody has to
	regexp.MustCompile(`(?:不再|不会再|避免|避免再次|避免再|防止|防止再|杜绝|减少|不)(?:次|度)?(?:发生|出现|收到|引发|产生|引起|导致|有|遇到|接到|重复|` +
		`让[^,]{0,8})[^,]{0,12}(?:投诉|举报|信访|差评|曝光|工单|上访|维权|投訴)`),
	regexp.MustCompile(`(?:投诉|举报|信访|差评)[^,]{0,6}(?:不再发生|不再出现|不再重复)`),
	// the house asks its own people to keep quiet about the customer, and takes its own words down
	regexp.MustCompile(`(?:我司|我们|我方|本公司|甲方|公司|物业|员工|工作人员|销售|置业顾问|经办人|管家)[^,]{0,10}(?:对|不|将|应|须|会|为|已|` +
		`均)[^,]{0,14}(?:您|客户|业主|乙方|个人|隐私|信息|资料|电话|号码|身份)[^,]{0,12}(?:保密|泄露|泄漏|透露|披露|外传|公开)[^,]{0,8}`),
	regexp.MustCompile(`(?:我司|我们|我方|本公司|甲方|公司|物业|售楼处|门店)(?:将|会|已|已经|立即|负责|承诺|应|当|于[^,]{0,8}|在[^,]{0,10}|应当|` +
		`同意)*(?:对|把)?(?:删除|删掉|撤下|撤回|下架|下线|修改|更正|更改|移除|清除)[^,]{0,20}`),
	regexp.MustCompile(`(?:删除|撤下|下架|下线|修改|更正|更改|更换|移除|停止发布|不再发布|停止传播|不再使用|停止使用)[^,]{0,10}(?:广告|宣传|误导|监控|海报|房源|` +
		`沙盘|样板|展板|我司|公告)[^,]{0,12}`),
	regexp.MustCompile(`(?:为|替|对)(?:您|客户|业主|乙方|投诉人|举报人)?[^,]{0,8}(?:个人信息|个人资料|隐私|身份|信息|资料|联系方式|` +
		`电话)[^,]{0,8}(?:予以|严格|依法)?保密[^,]{0,6}`),
	regexp.MustCompile(`(?:个人信息|个人资料|客户(?:的)?(?:资料|信息|隐私)|您的(?:资料|信息)|隐私|商业秘密|商业机密|身份|联系方式)[^,]{0,4}保密`),
	regexp.MustCompile(`(?:为|替)(?:您|客户|业主|乙方|投诉人|举报人|其)(?:严格)?保密`),
	regexp.MustCompile(`(?:不得|不|禁止|严禁)(?:对外|向外|向他人|擅自|向第三方)?[^,]{0,6}(?:泄露|泄漏|透露|披露|提供|出售|发布|传播|` +
		`公开)[^,]{0,6}(?:您|客户|业主|乙方|对方|他人|其)?(?:的)?(?:个人信息|个人资料|客户信息|客户资料|隐私|信息|资料|电话|号码|身份|商业秘密|照片)`),
	// satisfaction as an aim, a fact or a free choice
	regexp.MustCompile(`(?:满意|好评)(?:的(?:时间|单位|人员|颜色|材料|师傅|款式|答复|结果|方案|处理|解决|办法|服务|回复|维修|安排|房|户型|楼层|产品|体验)|为止|与否|` +
		`或(?:者)?(?:基本满意|较满意|不满意)|,?基本满意)`),
	regexp.MustCompile(`(?:填写|参加|参与|进行|开展|提高|提升|做好|做)[^,]{0,6}满意(?:度|率)(?:调查|测评|问卷|表)?`),
	regexp.MustCompile(`(?:不满意|是否满意|直到满意|直至满意|如不满|使您满意|让您满意|令您满意|您满意|客户满意)`),
	// bodies that stand in the sentence for another reason
	regexp.MustCompile(`(?:调解|仲裁|诉讼|鉴定|公证|律师|检测)(?:员|费|委员会)?[^,]{0,4}(?:费用|费)`),
	regexp.MustCompile(`(?:取消|撤销|撤回|关闭|终止|停止)(?:本次|该|此|对|这项|上述)?(?:收费|违约金|滞纳金|订单|合同|认购|罚款|处罚|通知|公告|施工|供水|供电|预约|` +
		`活动|扣款)[^,]{0,16}`),
	// what the court is asked for is no complaint to an authority
	regexp.MustCompile(`(?:向|到|在)[^,]{0,10}(?:法院|仲裁委员会|仲裁委)[^,]{0,8}(?:申请)?撤诉`),
	// a contract is not read off a reflection: 不能反映真实情况
	regexp.MustCompile(`不(?:能|足以|能够)?(?:真实|准确|完全|如实|客观)?(?:反映|反应)(?:真实|实际|全部|市场|情况|现状|问题)[^,]{0,8}`),
}

// told is what was done already and is only told: 客户已在12345撤诉.
var (
	toldFact = regexp.MustCompile(`(?:已|已经|曾|业已|此前|先前|早前|日前|自行|主动)[^,]{0,14}(?:撤诉|撤单|撤访|撤回|撤销|撤消|取消|删帖|删贴|删除|` +
		`打满意|满意|好评|放弃)[^,]{0,14}|(?:客户|业主|您|投诉人|乙方)(?:自行|主动)?(?:撤诉|撤回|撤销|撤|删除|删)了[^,]{0,14}`)
	condition = regexp.MustCompile(`(?:后|即|则|方可|才|前提|条件|如果|若|只要|凡|否则|一经|待|等|换|以此)`)
	giving    = regexp.MustCompile(`(?:赔|补偿|补贴|支付|付款|退还|返还|奖励|优惠|减免|赠|送|给予|给您|到账)`)
)

// English words of the same kinds.
var bargainEnglish = []struct {
	kind Bargain
	re   *regexp.Regexp
}{
	{BargainComplaint, regexp.MustCompile(`\b(?:withdraw\w*|drop\w*|retract\w*|cancel\w*|` +
		`revoke\w*)\b[^.]{0,40}\b(?:complain\w*|reports?|petitions?|tickets?)\b`)},
	{BargainComplaint, regexp.MustCompile(`\b(?:not|never|stop|cease|refrain from|no longer|` +
		`no further)\b[^.]{0,30}\b(?:complain\w*|report(?:ing)? to|petition\w*|call(?:ing)? 123\d\d)\b`)},
	{BargainPost, regexp.MustCompile(`\b(?:delet\w*|tak(?:e|ing) down|remov\w*|edit\w*|hid(?:e|` +
		`ing))\b[^.]{0,30}\b(?:posts?|reviews?|videos?|comments?|tweets?|ratings?)\b`)},
	{BargainRating, regexp.MustCompile(`\b(?:giv\w*|leav\w*|writ\w*|tick\w*|` +
		`chang\w*)\b[^.]{0,20}\b(?:five[- ]star\w*|5[- ]star\w*|good reviews?|positive (?:reviews?|ratings?)|` +
		`satisfied)\b`)},
	{BargainSilence, regexp.MustCompile(`\b(?:not|never|nobody|no one)\b[^.]{0,25}\b(?:speak|talk|tell|disclose|` +
		`reveal|publish)\w*\b[^.]{0,30}\b(?:press|media|journalists?|reporters?|authorit\w+|anyone|anybody|` +
		`public|third part\w+|outside)\b|\bkeep\w* (?:silent|quiet|silence)\b`)},
	{BargainRights, regexp.MustCompile(`\b(?:waiv\w*|giv\w* up|renounc\w*|surrender\w*)\b[^.]{0,20}\b(?:all|any|` +
		`every|further)\b[^.]{0,20}\b(?:rights?|claims?|remed\w+)\b`)},
	{BargainOfficial, regexp.MustCompile(`\b(?:gifts?|money|cash|presents?|dinner)\b[^.]{0,15}\b(?:for|` +
		`to)\b[^.]{0,15}\b(?:officials?|mediators?|arbitrators?|judges?|journalists?|reporters?)\b`)},
}

var honestEnglish = regexp.MustCompile(`\b(?:does not|do not|doesn't|don't|will not|shall not|never|` +
	`without)\b[^.]{0,10}\b(?:affect|limit|restrict|prevent|hinder|require|ask|waiv|have to|need)\w*[^.]*`)

// bargainIn finds the first words that bargain over rights in a text, and of which kind they are.
func bargainIn(text string) (Bargain, string, bool) {
	if strings.TrimSpace(text) == "" {
		return "", "", false
	}
	for _, sentence := range plainHan(text) {
		for _, h := range honest {
			sentence = h.ReplaceAllString(sentence, ",")
		}
		if m := toldFact.FindStringIndex(sentence); m != nil &&
			!condition.MatchString(sentence) && !giving.MatchString(sentence) {
			sentence = sentence[:m[0]] + "," + sentence[m[1]:]
		}
		for _, w := range bargainWords {
			if m := found(w.re, sentence); m != "" {
				return w.kind, m, true
			}
		}
	}
	english := honestEnglish.ReplaceAllString(strings.ToLower(text), "")
	for _, w := range bargainEnglish {
		if m := w.re.FindString(english); m != "" {
			return w.kind, m, true
		}
	}
	return "", "", false
}

var onlyNamed = regexp.MustCompile(`^` + plainName)

// found is the first match that is not only the name of something: 投诉处理, 举报人.
func found(re *regexp.Regexp, s string) string {
	for _, m := range re.FindAllStringIndex(s, -1) {
		hit := s[m[0]:m[1]]
		if onlyNamed.MatchString(s[m[1]:]) && (strings.HasSuffix(hit, "投诉") || strings.HasSuffix(hit, "举报") ||
			strings.HasSuffix(hit, "信访")) {
			continue
		}
		return hit
	}
	return ""
}

// refuseBargain refuses words that bargain over rights (rule C12).
func refuseBargain(field, text string) error {
	if kind, said, is := bargainIn(text); is {
		return Invalid(field, "%s：“%s”。客户投诉、举报、评价和诉诸法律的权利不作交换，请改写。", kind.Label(), said)
	}
	return nil
}

// askAboutDemand asks legal where the customer's own demand is such a bargain: it is taken down as they say it, and
// refused to nobody (rule C12).
func (c *Complaint) askAboutDemand(by Actor, now time.Time, said string) {
	if _, _, is := bargainIn(said); !is || !c.LegalAskedAt.IsZero() {
		return
	}
	c.LegalAskedAt = now
	c.tell(by.Org, NoticeLegalAsked, "", now, by.Account, c.lawyers(by.Org)...)
}

// LegalOpinion is what legal said of a demand that would bargain over rights, nil while it is asked (rule C12).
func (c *Complaint) LegalOpinion(o *Org) *Opinion {
	for i := range c.Opinions {
		p := &c.Opinions[i]
		if d := o.Department(p.Department); d != nil && d.Function == Legal && !p.At.Before(c.LegalAskedAt) {
			return p
		}
	}
	return nil
}

// withoutOwn takes the customer's own words out of a text that repeats them, so that quoting them is no offer.
func (c *Complaint) withoutOwn(text string) string {
	for _, own := range slices.Concat(strings.Split(c.Matter, "\n"), strings.Split(c.Demand, "\n")) {
		if own = strings.TrimSpace(own); len([]rune(own)) > 4 {
			text = strings.ReplaceAll(text, own, "")
		}
	}
	return text
}
