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

var typedMoney = regexp.MustCompile(`^[¥￥]?([0-9]{1,12}|[0-9]{1,3}(?:[,，][0-9]{3}){1,4})(?:\.([0-9]{1,2}))?$`)

// ParseMoney reads yuan with up to two decimals, as in a form. The sign ¥ and commas between the
// thousands may stand; anything else, and a negative amount, is an Invalid error on field.
func ParseMoney(field, text string) (Money, error) {
	parts := typedMoney.FindStringSubmatch(strings.TrimSpace(text))
	if parts == nil {
		return 0, Invalid(field, "金额须为数字，单位元，最多两位小数。")
	}
	yuan, _ := strconv.ParseInt(strings.NewReplacer(",", "", "，", "").Replace(parts[1]), 10, 64) // at most 15 digits
	fen, _ := strconv.ParseInt((parts[2] + "00")[:2], 10, 64)
	m := Money(yuan)*Yuan + Money(fen)
	if m > maxMoney {
		return 0, Invalid(field, "金额过大，请核对。")
	}
	return m, nil
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
