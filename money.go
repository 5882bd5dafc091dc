package huiyin

import (
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

// ParseMoney reads yuan with up to two decimals, as in a form. Thousands commas and the sign ¥ may
// stand; anything else, and a negative amount, is an Invalid error on field.
func ParseMoney(field, text string) (Money, error) {
	text = strings.NewReplacer("¥", "", "￥", "", ",", "", "，", "", " ", "").Replace(text)
	yuan, fen, dot := strings.Cut(text, ".")
	wrong := Invalid(field, "金额须为数字，单位元，最多两位小数。")
	if !digits(yuan) || len(yuan) > 12 || dot && (!digits(fen) || len(fen) > 2) {
		return 0, wrong
	}
	y, _ := strconv.ParseInt(yuan, 10, 64)
	f, _ := strconv.ParseInt((fen + "00")[:2], 10, 64)
	m := Money(y)*Yuan + Money(f)
	if m > maxMoney {
		return 0, Invalid(field, "金额过大，请核对。")
	}
	return m, nil
}

func digits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
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

// capitalInteger writes a positive integer in groups of four digits; a gap of zeros, inside a group
// or between groups, is one 零.
func capitalInteger(n int64) string {
	var groups []int64
	for ; n > 0; n /= 10000 {
		groups = append(groups, n%10000)
	}
	units := [...]string{"", "万", "亿", "万亿"}
	out, gap := "", false
	for i := len(groups) - 1; i >= 0; i-- {
		g := groups[i]
		if g == 0 {
			gap = out != ""
			continue
		}
		if gap || out != "" && g < 1000 {
			out += "零"
		}
		out += capitalGroup(g) + units[i]
		gap = false
	}
	return out
}

func capitalGroup(g int64) string {
	out, gap := "", false
	for _, p := range [...]struct {
		value int64
		unit  string
	}{{1000, "仟"}, {100, "佰"}, {10, "拾"}, {1, ""}} {
		d := g / p.value % 10
		if d == 0 {
			gap = out != ""
			continue
		}
		if gap {
			out += "零"
		}
		out += capitalDigits[d] + p.unit
		gap = false
	}
	return out
}
