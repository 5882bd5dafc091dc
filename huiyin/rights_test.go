package huiyin

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// unlawful are words of every kind that are refused, as people write them.
var unlawful = map[Bargain][]string{
	BargainComplaint: {
		"支付5000元，乙方撤回在12345的投诉", "客户撤销投诉后付款", "前提是撤诉", "請撤訴後領款", "撤回举报即给予补偿", "乙方不再向12345反映本事项",
		"业主承诺不再投诉", "不得向住建局举报", "不再向任何部门反映此事", "此后不再曝光", "不再信访", "取消投诉", "把12315的投诉撤掉", "撤 销 投 诉",
		"撤·诉", "撤，诉", "撤。诉", "ｃ撤銷投訴", "乙方不得就此再向政府部门举报或投诉", "放弃投诉", "客户承诺停止上访", "关闭12345工单后三日内支付",
		"收到款项后到市长热线销单", "息诉罢访", "不得再向媒体曝光", "不提起投诉", "客户不去消协投诉的，另补偿500元", "收回投诉", "终止信访",
		"投诉撤回后付款", "工单注销后付款", "不再到住建局反映", "业主不向监管部门反映", "别再投诉了", "withdraw the complaint at 12345",
		"the owner will not complain to the bureau", "drop the report",
	},
	BargainPost: {
		"删帖后付款", "刪帖", "删除小红书笔记", "乙方删除差评", "撤下抖音视频", "把朋友圈删掉", "微博删除后三日内支付", "修改评价", "删 帖", "请删贴",
		"屏蔽业主群里的负面评论", "下架视频", "网上发布的内容清除后付款", "delete the post", "take down your review",
	},
	BargainRating: {
		"改好评", "回访时打满意", "回訪時打滿意", "评价改为满意", "给五星", "五星好评后返现50元", "勾选非常满意", "回访须回答满意", "满意度调查请填满意",
		"客户同意在回访中表示满意", "打满分", "把差评改成好评", "leave a five-star review", "选“满意”",
	},
	BargainSilence: {
		"乙方不得对外透露", "客户须对本协议内容保密", "不得接受采访", "不接受媒体采访", "不得在业主群发布", "不得向任何第三方披露", "对12345保密",
		"乙方保密", "客户不声张", "封口", "不得對外宣揚", "不要跟媒体说", "不在网上发帖", "赔偿金额保密，不得告诉其他业主", "不发朋友圈",
		"not talk to the press", "keep silent",
	},
	BargainRights: {
		"放弃一切权利", "放棄一切權利", "乙方自愿放弃其他任何权利主张", "放弃诉讼权利", "不再追究甲方任何责任", "永不追究", "放 弃 一 切 权 利",
		"不得再起诉", "放弃起诉", "一切权利归于消灭", "不再主张任何权利", "最终解释权归甲方所有", "放弃追究法律责任", "waive all rights",
	},
	BargainInjury: {
		"人身伤害一次性了结", "受伤事宜免责", "免除故意造成损失的责任", "后遗症概不负责", "医疗费用一次了结", "对身体伤害不再追究",
	},
	BargainOfficial: {
		"给调解员送茶叶", "送记者红包", "车马费500元", "赠送街道领导月饼", "宴请住建局领导", "给记者礼品", "礼盒送给执法人员", "调解员礼金", "打点关系", "疏通关系", "疏通一下住建的关系", "打点上下", "疏通街道办的门路",
		"gift for the mediator",
	},
}

// lawful are honest sentences that name the same things.
var lawful = []string{
	"您有权向12345反映", "不影响您向消协投诉", "不影响您向12345、12315投诉举报", "您可以拨打12315投诉", "您也可以向住建部门反映",
	"本协议不限制乙方向主管部门投诉、举报或接受采访", "本方案不以撤诉为条件", "不要求您撤回投诉", "无需撤诉", "客户已在12345撤诉",
	"避免再次发生此类投诉", "确保不再发生同类投诉", "减少投诉", "投诉处理情况公示", "设立投诉电话", "三天内回复投诉人", "直到您满意",
	"给您一个满意的答复", "请选择满意、基本满意或不满意", "提高客户满意度", "我司对您的个人信息严格保密", "员工不得泄露您的个人信息", "为投诉人保密",
	"我司删除不实宣传视频", "公司将撤下误导性广告", "取消该笔收费", "撤销违约金通知", "书面致歉，三日内修好", "赔偿吊顶损失800元，一次了结",
	"更换监控设备", "调解员主持调解", "向调解委员会支付调解费", "退还定金并解除合同", "放弃收取违约金", "本公司不放弃整改", "如有异议可依法申请仲裁或向法院起诉",
	"换购2栋2302，补偿搬迁与租房损失", "对乙方的个人信息予以保密", "不得以此为由拒绝您的投诉", "甲方不得阻止乙方向12345反映",
	"修改合同条款", "删除系统中错误的收费记录", "协助您向街道办事处申请", "不会因您投诉而降低服务", "我们已向12345报送答复", "陪同客户到住建局办理备案",
	"客户可在网上评价", "请对我们的服务作出评价", "撤下展板，回复投诉", "水表不能反映真实用量", "免收三个月物业费", "联系媒体澄清",
	"致歉信由经理送达", "请您保留向法院起诉的权利", "保修责任不因此免除", "不免除人身伤害责任", "本协议不免除因故意造成损失的责任",
	"疏通下水管道并消毒", "当日派人疏通排水渠道", "疏通地漏，更换止水阀", "陪同客户挂号，承担打点滴的费用", "医疗费用由甲方承担", "our offer does not affect your right to complain to 12345", "you may report to the authority",
	"replace the door within 3 days", "尽快关闭漏水阀门并回复客户", "派人上门，取消预约的另约时间", "选择一家满意的维修单位",
}

func TestC12_BargainsOverRightsAreFound(t *testing.T) {
	for kind, list := range unlawful {
		for _, text := range list {
			if _, _, is := bargainIn(text); !is {
				t.Errorf("%s let pass: %s", kind, text)
			}
		}
	}
}

func TestC12_HonestSentencesAreNot(t *testing.T) {
	for _, text := range lawful {
		if kind, said, is := bargainIn(text); is {
			t.Errorf("%s (%s): %s", kind, said, text)
		}
	}
}

// However it is spaced and parted, a word is the same word, and stands among honest sentences.
func TestC12_SpellingDoesNotHelp(t *testing.T) {
	core := []string{"撤诉", "删帖", "改好评", "打满意", "撤回投诉", "放弃一切权利", "不再投诉", "不再曝光", "撤销举报", "封口费"}
	traditional := strings.NewReplacer("诉", "訴", "删", "刪", "评", "評", "满", "滿", "权", "權", "举", "舉", "报", "報", "贴", "貼")
	fill := []string{"", " ", "\u3000", "·", "-", "*", "_", "|", "\u200b", ".", "~", "、"}
	rapid.Check(t, func(rt *rapid.T) {
		word := rapid.SampledFrom(core).Draw(rt, "word")
		if rapid.Bool().Draw(rt, "traditional") {
			word = traditional.Replace(word)
		}
		sep := rapid.SampledFrom(fill).Draw(rt, "between")
		word = strings.Join(strings.Split(word, ""), sep)
		text := rapid.SampledFrom(lawful[:40]).Draw(rt, "before") + "。" + word + "。" +
			rapid.SampledFrom(lawful[:40]).Draw(rt, "after")
		if _, _, is := bargainIn(text); !is {
			rt.Fatalf("let pass: %s", text)
		}
	})
}
