package huiyin

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func amounts(text string) []Money {
	var out []Money
	for _, s := range SumsIn(text) {
		out = append(out, s.Amount)
	}
	return out
}

func TestC7_SumsInTheirSpellings(t *testing.T) {
	for text, want := range map[string]Money{
		"5万": 50_000, "五万元": 50_000, "¥50,000": 50_000, "￥５００００": 50_000, "5 0000元": 50_000, "５０，０００元": 50_000,
		"伍万元整": 50_000, "3w": 30_000, "赔3W吧": 30_000, "五万块": 50_000, "一千五百": 1_500, "1.5万": 15_000, "5千": 5_000,
		"5k":  5_000,
		"三万五": 35_000, "一千五": 1_500, "3万5": 35_000, "3万5千元": 35_000, "两万": 20_000, "貳萬圓": 20_000, "十万": 100_000,
		"十五万": 150_000, "一百零五元": 105, "一千零五十": 1_050, "一万零五百元": 10_500, "人民币5000": 5_000, "RMB 5000": 5_000,
		"5000 yuan": 5_000, "50000元": 50_000, "赔您50000": 50_000, "赔偿50000": 50_000, "退还 3000 给您": 3_000, "给您五百": 500,
		"五百块钱": 500, "两千多块钱": 2_000, "5000多元": 5_000, "上万元": 10_000, "百万元": 1_000_000, "三百万": 3_000_000,
		"1亿元":  100_000_000,
		"叁佰元整": 300, "五六万元": 60_000, "十几万": 110_000, "五圆": 5, "八块钱": 8, "伍萬圓整": 50_000, "5000美元": 5_000,
		"补偿给客户 8,000": 8_000, "共计：1,234.50元": 1_234, "人民币（大写）伍万元整": 50_000, "三千块左右": 3_000,
	} {
		got := amounts(text)
		if len(got) != 1 || got[0]/Yuan != want {
			t.Errorf("%s: %v, want %v", text, got, want*Yuan)
		}
	}
	for text, want := range map[string]string{
		"五块五": "¥5.50", "3元5角": "¥3.50", "壹元零伍分": "¥1.05", "12.30元": "¥12.30", "三元五角八分": "¥3.58",
		"1,234.56元": "¥1,234.56",
	} {
		if got := amounts(text); len(got) != 1 || got[0].String() != want {
			t.Errorf("%s: %v, want %s", text, got, want)
		}
	}
	for _, text := range []string{
		"电话13912300099", "致电 0755-8000 1234", "2025年3月5日", "2025-04-10 前", "3-301", "3栋2单元1201室", "合同HY-2024-0381",
		"HT20250001",
		"12315", "五万平方米", "1.5万户", "三千瓦", "3W灯", "4k电视", "百分之五十", "50%", "24小时内", "三日内", "第一百条", "第3条", "一百个不愿意",
		"千万别", "万一", "三块地砖", "第2块玻璃", "重做三块瓷砖", "赔偿3倍", "两位师傅", "付3次", "退还2把钥匙", "给您13912300099回电", "元旦3天", "2025元旦",
		"三百六十度", "支付宝", "一千人", "五千多名业主", "补3天假", "付款后10日内", "五百米外", "一般", "一样", "统一", "十分抱歉", "三心二意", "百年老店",
	} {
		if got := amounts(text); len(got) > 0 {
			t.Errorf("%s is taken for %v", text, got)
		}
	}
}

// lower writes an amount in the numerals of daily use.
func lower(m Money) string {
	return strings.NewReplacer("壹", "一", "贰", "二", "叁", "三", "肆", "四", "伍", "五", "陆", "六", "柒", "七", "捌", "八", "玖", "九",
		"拾", "十", "佰", "百", "仟", "千", "整", "").Replace(m.Capitals())
}

func TestC7_EverySpellingOfASumIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		yuan := Money(rapid.Int64Range(1, 99_999_999).Draw(t, "yuan"))
		m := yuan * Yuan
		plain := strconv.FormatInt(int64(yuan), 10)
		wide := strings.Map(func(c rune) rune { return c + '０' - '0' }, plain)
		spellings := []string{m.String(), "￥" + plain, plain + "元", wide + "元", plain + "块钱", "人民币" + plain,
			"人民币" + m.Capitals(),
			m.Capitals(), lower(m), "RMB" + plain, plain + " yuan", strings.TrimPrefix(m.String(), "¥") + "元",
			traditional.Replace(m.Capitals())}
		if yuan%10_000 == 0 {
			spellings = append(spellings, plain[:len(plain)-4]+"万", plain[:len(plain)-4]+"w",
				plain[:len(plain)-4]+" 0000元",
				strings.TrimSuffix(lower(m), "元"))
		}
		if yuan%100 == 0 && yuan >= 10_000 {
			spellings = append(spellings, strings.TrimRight(fmt.Sprintf("%.2f", float64(yuan)/10_000), "0.")+"万元")
			if s := spellings[len(spellings)-1]; yuan%10_000 == 0 {
				spellings[len(spellings)-1] = plain[:len(plain)-4] + s[len(s)-len("万元"):]
			}
		}
		text := rapid.SampledFrom(spellings).Draw(t, "spelling")
		around := rapid.SampledFrom([]string{"%s", "我们赔您%s。", "先给%s，再说", "答应：%s，3月5日前",
			"3栋301室，%s；13912300099"}).Draw(t, "around")
		if got := amounts(fmt.Sprintf(around, text)); !slices.Equal(got, []Money{m}) {
			t.Fatalf("%s: %v, want %v", fmt.Sprintf(around, text), got, m)
		}
	})
}

var traditional = strings.NewReplacer("贰", "貳", "叁", "參", "陆", "陸", "万", "萬", "元", "圓", "亿", "億")

// What was said of a sum decides whether it is asked about.
func TestC7_WhoseSumItIs(t *testing.T) {
	c := &Complaint{Intake: Intake{Matter: "交了定金5万元不退", Demand: "退还定金5万元，赔偿误工费2000元"}}
	for text, want := range map[string]Money{
		"我们赔您50000元": 50_000, "我答应给您赔五万元": 50_000, "同意客户要求，退还定金5万元": 50_000, "可以补偿三千": 3_000, "一共五千元": 5_000,
		"客户要求我们赔偿5万元": 0, "客户索赔十万元": 0, "不能退还定金5万元": 0, "不予赔偿2000元": 0, "您已支付的房款120万元": 0, "核对5万元定金收据": 0,
		"说明了定金5万元的来由": 0, "": 0, "三天内回电": 0, "已退500元": 0,
	} {
		if got := c.beyond(text, 800*Yuan); got != want*Yuan {
			t.Errorf("%s: %v, want %v", text, got, want*Yuan)
		}
	}
	if got := c.beyond("补偿八百元", 800*Yuan); got != 0 {
		t.Errorf("what was approved is asked about: %v", got)
	}
}

func TestC7_PromisesBeyondWhatIsApprovedAreRefused(t *testing.T) {
	promise := func(w *walk, words string) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.LogContact(by, now,
				Contact{Way: "phone", Said: "沟通", Promised: words, PromisedAt: now.AddDate(0, 0, 3)})
		}
	}
	w := reached(t, Answering)
	approved := w.promisable()
	for _, words := range []string{"赔偿50000000元", "五千万元", "给您￥５０００００００", "一千万", "5000w"} {
		w.wrong("a01", "promised", promise(w, words))
	}
	w.must("a01", promise(w, "赔付"+approved.Plain()+"元"))
	w.wrong("a01", "promised", promise(w, "赔付"+(approved+1).Plain()+"元"))
}

func TestC7_SayingTooMuchAsksOnceAndTells(t *testing.T) {
	w := reached(t, Answering)
	said := func(confirmed bool) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.LogContact(by, now, Contact{Way: "phone", Said: "我答应给您赔九千万元", Confirmed: confirmed})
		}
	}
	w.wrong("a01", SaidTooMuch, said(false))
	if err := said(true)(w.o.as("a01"), w.now); err != nil || w.told(NoticeSaidTooMuch, "") != w.Owner {
		t.Errorf("%v, told %q, want %s", err, w.told(NoticeSaidTooMuch, ""), w.Owner)
	}
	if n := len(w.Journal()); n != 1 || !slices.Contains(w.Journal()[0].Detail, Note("unapproved", "90000000.00")) {
		t.Errorf("the journal does not say it: %v", w.Journal())
	}
	w.saved()
	answer := func(confirmed bool) func(Actor, time.Time) error {
		return func(by Actor, now time.Time) error {
			return w.GiveAnswer(by, now,
				Answer{Way: "phone", Said: "我们赔您90000000元", Accepted: "pending", Confirmed: confirmed})
		}
	}
	w.wrong(w.Owner, SaidTooMuch, answer(false))
	if err := answer(true)(w.o.as(w.Owner), w.now); err != nil || w.told(NoticeSaidTooMuch, "") != "x02" {
		t.Errorf("%v, told %q, want the manager", err, w.told(NoticeSaidTooMuch, ""))
	}
}

func TestC7_NothingIsPromisedAtIntake(t *testing.T) {
	o := demo()
	for words, ok := range map[string]bool{"三天内赔您五千元": false, "补偿3000": false, "三天内回电": true, "请客户备好三千元的发票": true} {
		in := intake()
		in.NextSteps = words
		_, err := RecordComplaint(o.as("a01"), monday, in)
		if e, _ := err.(*Error); (err == nil) != ok || !ok && e.Field != "next_steps" {
			t.Errorf("%s: %v", words, err)
		}
	}
	w := record(t, o, "a01", intake())
	w.wrong("a01", "next_steps", w.correctIntake(func(in *Intake) { in.NextSteps = "赔您五千元" }, "补记", "next_steps"))
	w.must("a01", w.correctIntake(func(in *Intake) { in.NextSteps = "两天内回电" }, "补记", "next_steps"))
	w.wrong("a01", "said", func(by Actor, now time.Time) error {
		return w.Settle(by, now, Settling{Class: "process", Cause: "漏水", Measure: "换件", Said: "给您五千",
			Satisfaction: Satisfied})
	})
}
