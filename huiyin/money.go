package huiyin

import (
	"regexp"
	"strconv"
	"strings"
)

// Money is an amount in fen (rule C1).
type Money int64

// Yuan is one yuan in fen.
const Yuan Money = 100

// maxMoney keeps sums of many amounts far from overflow: one hundred billion yuan.
const maxMoney = 100_000_000_000 * Yuan

// String gives the amount as it is shown: ¥1,234.50.
func (m Money) String() string {
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	yuan := strconv.FormatInt(int64(m/Yuan), 10)
	var b strings.Builder
	b.WriteString(sign + "¥")
	for i, r := range yuan {
		if i > 0 && (len(yuan)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	fen := int64(m % Yuan)
	b.WriteString("." + string(rune('0'+fen/10)) + string(rune('0'+fen%10)))
	return b.String()
}

// Plain gives the amount as it is typed in a form: 1234.50.
func (m Money) Plain() string {
	return strings.NewReplacer("¥", "", ",", "").Replace(m.String())
}

var (
	typedMoney   = regexp.MustCompile(`^([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.([0-9]{1,2}))?$`)
	typedMyriads = regexp.MustCompile(`^([0-9]{1,8})(?:\.([0-9]{1,6}))?([万亿千百])$`)
	moneyAround  = regexp.MustCompile(`^(?:人民币|rmb|cny|¥|:)*|(?:元整|元正|块钱|元|块|圆|rmb|cny|yuan|整)*$`)
	hanMoney     = regexp.MustCompile(`^[零一二三四五六七八九十百千万亿]+$`)
)

// ParseMoney reads yuan with up to two decimals, as people type them: 1200, ¥1,200.00, 1200元, 1.2万, １２００,
// 壹仟贰佰元整 (I12). What has two meanings, such as 1万2, and a negative amount is an Invalid error on field, which shows
// the character that could not be read.
func ParseMoney(field, text string) (Money, error) {
	s := strings.Join(strings.Fields(plainDigits.Replace(strings.ToLower(PlainTyped(text)))), "")
	s = moneyAround.ReplaceAllString(moneyAround.ReplaceAllString(s, ""), "")
	m := Money(0)
	if parts := typedMoney.FindStringSubmatch(s); parts != nil {
		yuan, _ := strconv.ParseInt(strings.ReplaceAll(parts[1], ",", ""), 10, 64) // at most 15 digits
		fen, _ := strconv.ParseInt((parts[2] + "00")[:2], 10, 64)
		m = Money(yuan)*Yuan + Money(fen)
	} else if parts := typedMyriads.FindStringSubmatch(s); parts != nil {
		worth := unitWorth[[]rune(parts[3])[0]]
		whole, _ := strconv.ParseInt(parts[1]+(parts[2] + "000000")[:6], 10, 64) // at most 14 digits
		if whole*worth%10_000 != 0 {
			return 0, Invalid(field, "金额最多精确到分。")
		}
		if whole > int64(maxMoney) {
			return 0, Invalid(field, "金额过大，请核对。")
		}
		m = Money(whole * worth / 10_000)
	} else if wholeHan(s) {
		m = readNumber(s)
	} else {
		return 0, moneyUnread(field, text, s)
	}
	if m > maxMoney {
		return 0, Invalid(field, "金额过大，请核对。")
	}
	return m, nil
}

// wholeHan tells whether Chinese numerals are one amount: 一千二百, not 一千二.
func wholeHan(s string) bool {
	r := []rune(s)
	if !hanMoney.MatchString(s) {
		return false
	}
	if len(r) < 3 {
		return len(r) == 1 || unitWorth[r[0]] > 0 || unitWorth[r[1]] > 0
	}
	last, before := r[len(r)-1], r[len(r)-2]
	return unitWorth[last] > 0 || before == '零' || before == '十'
}

// moneySigns are what an amount may hold.
const moneySigns = "0123456789.,¥零一二三四五六七八九十百千万亿元块圆整: "

// moneyUnread says what cannot be read of an amount.
func moneyUnread(field, text, s string) error {
	for _, r := range text {
		if c := []rune(plainDigits.Replace(strings.ToLower(PlainTyped(string(r))))); len(c) == 1 &&
			!strings.ContainsRune(moneySigns, c[0]) {
			return Invalid(field, "金额里的“%s”认不出，请只写数字，单位元，最多两位小数。", string(r))
		}
	}
	if s != "" && strings.ContainsAny(s, hanUnits) {
		return Invalid(field, "“%s”可以有两种读法，请写成数字，单位元。", clip(text))
	}
	return Invalid(field, "金额须为数字，单位元，最多两位小数。")
}

// Capitals gives the amount as one signs for it: 壹仟贰佰叁拾肆元伍角整 (rule C1).
func (m Money) Capitals() string {
	if m < 0 {
		return "负" + (-m).Capitals()
	}
	yuan, jiao, fen := int64(m/Yuan), int(m/10%10), int(m%10)
	var b strings.Builder
	if yuan > 0 {
		b.WriteString(capitalInteger(yuan) + "元")
	}
	switch {
	case jiao == 0 && fen == 0:
		if yuan == 0 {
			b.WriteString("零元")
		}
		b.WriteString("整")
	case fen == 0:
		b.WriteString(capitalDigits[jiao] + "角整")
	case jiao == 0:
		if yuan > 0 {
			b.WriteString("零")
		}
		b.WriteString(capitalDigits[fen] + "分")
	default:
		b.WriteString(capitalDigits[jiao] + "角" + capitalDigits[fen] + "分")
	}
	return b.String()
}

var capitalDigits = [10]string{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"}

// capitalInteger writes a positive integer: what stands before the largest unit, the unit, what
// follows. A gap of zeros between the two, or a zero just before the unit, is one 零.
func capitalInteger(n int64) string {
	for _, u := range [...]struct {
		value int64
		name  string
	}{{1e8, "亿"}, {1e4, "万"}, {1000, "仟"}, {100, "佰"}, {10, "拾"}} {
		before, after := n/u.value, n%u.value
		switch {
		case before == 0:
			continue
		case after == 0:
			return capitalInteger(before) + u.name
		case after < u.value/10 || before%10 == 0:
			return capitalInteger(before) + u.name + "零" + capitalInteger(after)
		}
		return capitalInteger(before) + u.name + capitalInteger(after)
	}
	return capitalDigits[n]
}
