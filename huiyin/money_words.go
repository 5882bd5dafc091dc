package huiyin

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// NamedSum is an amount of money that stands in a text, with the clause around it (rule C7).
type NamedSum struct {
	Amount Money
	clause string // the words around it, in the characters of plainDigits
}

// plainDigits writes full-width characters and every kind of numeral that people type in one way.
var plainDigits = func() *strings.Replacer {
	pairs := []string{"，", ",", "．", ".", "￥", "¥", "：", ":", "％", "%", "－", "-", "\u3000", " ", "\u00a0", " "}
	from := []rune("０１２３４５６７８９壹贰貳弍叁參叄肆伍陆陸柒捌玖拾佰仟萬億两兩〇圆圓塊錢數幾餘賠償補還給減個")
	to := []rune("0123456789一二二二三三三四五六六七八九十百千万亿二二零元元块钱数几余赔偿补还给减个")
	for i := range from {
		pairs = append(pairs, string(from[i]), string(to[i]))
	}
	return strings.NewReplacer(pairs...)
}()

// moneyBefore and moneyAfter are what makes a number money; countsAfter what makes it something else; givesBefore
// what makes a bare number one: somebody gives it.
var (
	moneyBefore = regexp.MustCompile(`(?:¥|rmb|cny|人民币)[: (（大小写)）]*$`)
	moneyAfter  = regexp.MustCompile(`^ ?(?:[多余来]|左右)? ?(?:元(?:[^旦件素月宵帅首凶老]|$)|块(?:钱|[^砖石板玻瓷木地表牌瓦布田区]|$)|美元|美金|港币|港元|人民币|rmb|cny|yuan)`)
	countsAfter = regexp.MustCompile(`^ ?(?:[多余来]|左右)? ?(?:[%:/号层楼栋幢座室房单车位字份张页条步台辆部项种类倍股把根棵片包箱袋瓶杯桶票声遍火平㎡米里公厘亩吨斤克升度瓦伏安人户次家套个件名岁年月日天时分秒点周]|小时|业主|mm|cm|km|kg|-[0-9])`)
	manyAfter   = regexp.MustCompile(`^(?:灯|功率|电视|高清|屏|视频|画|[a-z])`)
	givesBefore = regexp.MustCompile(`(?:赔偿|赔付|赔|补偿|补助|补贴|补|退还|退款|退|返还|返|减免|支付|付款|付|承担|给予|给您|给你|给客户|给他|给她|转账|汇款|打款|优惠|奖励)(?:给)?(?:您|你|客户|他|她|业主|对方)?们?(?:了|共|约|合计|总计|金额|现金|损失|大约|最多|至少|不超过)*[: ]*$`)
	cents       = regexp.MustCompile(`^(?:([0-9一二三四五六七八九])[角毛])?(?:零?([0-9一二三四五六七八九])分)?`)
	halfSpoken  = regexp.MustCompile(`^块([一二三四五六七八九])(?:[^一二三四五六七八九十百千万0-9]|$)`)
)

const hanDigits, hanUnits = "零一二三四五六七八九", "十百千万亿"

// SumsIn finds the amounts of money in a text, in figures or in Chinese numerals: ¥50,000, 5万, 3w, 五万元, 伍万元整,
// 5 0000元, 五万块, 一千五百, 三万五. Numbers of phones, rooms, contracts, dates and of anything counted are none.
func SumsIn(text string) []NamedSum {
	s := plainDigits.Replace(strings.ToLower(text))
	r := []rune(s)
	var out []NamedSum
	for i := 0; i < len(r); {
		if !startsNumber(r, i) {
			i++
			continue
		}
		end := numberEnd(r, i)
		token, before, after := string(r[i:end]), string(r[max(0, i-24):i]), string(r[end:min(len(r), end+12)])
		if m, ok := moneyIn(token, before, after); ok {
			out = append(out, NamedSum{m, clauseAround(r, i, end)})
		}
		i = end
	}
	return out
}

func isDigit(c rune) bool { return c >= '0' && c <= '9' }

func startsNumber(r []rune, i int) bool {
	c := r[i]
	if c == '几' || c == '数' {
		return i+1 < len(r) && strings.ContainsRune(hanUnits, r[i+1])
	}
	return isDigit(c) || strings.ContainsRune(hanDigits, c) || strings.ContainsRune(hanUnits, c)
}

// numberEnd is where a number ends that begins at i.
func numberEnd(r []rune, i int) int {
	for i < len(r) {
		c := r[i]
		digitNext := i+1 < len(r) && isDigit(r[i+1])
		switch {
		case isDigit(c), strings.ContainsRune(hanDigits, c), strings.ContainsRune(hanUnits, c), c == '几':
		case c == '数' && startsNumber(r, i):
		case c == '.' && digitNext && i > 0 && isDigit(r[i-1]):
		case c == ',' && i > 0 && isDigit(r[i-1]) && groupAt(r, i+1, 3):
		case c == ' ' && i > 0 && isDigit(r[i-1]) && (groupAt(r, i+1, 3) || groupAt(r, i+1, 4)):
		case (c == 'w' || c == 'k') && i > 0 && isDigit(r[i-1]):
			return i + 1
		default:
			return i
		}
		i++
	}
	return i
}

// groupAt tells whether so many digits, and no more, stand at i: 5 0000, 12,000.
func groupAt(r []rune, i, size int) bool {
	n := 0
	for i+n < len(r) && isDigit(r[i+n]) {
		n++
	}
	return n == size
}

// moneyIn gives the amount that a number is, false where it is no money.
func moneyIn(token, before, after string) (Money, bool) {
	figures := isDigit([]rune(token)[0])
	sharp := strings.ContainsAny(token, "百千万亿wk")
	if strings.ContainsAny(token, "wk") && manyAfter.MatchString(after) {
		return 0, false
	}
	m := readNumber(token)
	switch {
	case m <= 0:
		return 0, false
	case moneyBefore.MatchString(before):
	case moneyAfter.MatchString(after):
	case strings.HasSuffix(before, "第") || strings.HasSuffix(before, "分之") || countsAfter.MatchString(after):
		return 0, false
	case latinEnd(before):
		return 0, false
	case sharp && (figures || m >= 100*Yuan) && strings.IndexAny(token, "百千万亿") != 0:
	case givesBefore.MatchString(before) && m >= 10*Yuan && !(figures && len(token) > 9):
	default:
		return 0, false
	}
	if k := halfSpoken.FindStringSubmatch(after); k != nil {
		return m + Money(digitOf([]rune(k[1])[0]))*10, true
	}
	for _, unit := range []string{"元", "块"} {
		if rest, ok := strings.CutPrefix(after, unit); ok {
			k := cents.FindStringSubmatch(rest)
			for j, worth := range []Money{10, 1} {
				if k[j+1] != "" {
					m += Money(digitOf([]rune(k[j+1])[0])) * worth
				}
			}
		}
	}
	return m, true
}

// latinEnd tells whether a letter or a stroke stands just before: A500, 3-301.
func latinEnd(before string) bool {
	r := []rune(before)
	if len(r) == 0 {
		return false
	}
	c := r[len(r)-1]
	return c >= 'a' && c <= 'z' || c == '-' && len(r) > 1 &&
		(isDigit(r[len(r)-2]) || r[len(r)-2] >= 'a' && r[len(r)-2] <= 'z')
}

func digitOf(c rune) int64 {
	if isDigit(c) {
		return int64(c - '0')
	}
	if c == '几' || c == '数' {
		return 1
	}
	return int64(slices.Index([]rune(hanDigits), c))
}

var unitWorth = map[rune]int64{'十': 10, '百': 100, '千': 1000, '万': 10_000, '亿': 100_000_000, 'w': 10_000, 'k': 1000}

// readNumber reads a number in figures, Chinese numerals or both (1.5万, 3万5千, 三万五) as yuan.
func readNumber(token string) Money {
	const one = 10_000 // four decimals are kept while units may still follow
	var total, section, number, last int64
	var run int  // digits of Chinese numerals that stand side by side
	gap := false // a 零 stood before
	for r := []rune(token); len(r) > 0; {
		c := r[0]
		switch {
		case isDigit(c):
			n := 0
			for n < len(r) && (isDigit(r[n]) || r[n] == '.' || r[n] == ',' || r[n] == ' ') {
				n++
			}
			number, run, gap = figuresOf(string(r[:n])), 0, gap || n > 1
			r = r[n:]
			continue
		case unitWorth[c] > 0:
			worth := unitWorth[c]
			if max(total, section, number) > int64(maxMoney)/100*one/worth {
				return maxMoney
			}
			if worth < 10_000 && c != 'w' {
				if number == 0 && run == 0 {
					number = one
				}
				section += number * worth
			} else {
				section += number
				if section == 0 && total == 0 {
					section = one
				}
				if worth == 100_000_000 {
					total, section = (total+section)*worth, 0
				} else {
					total, section = total+section*worth, 0
				}
			}
			number, run, gap, last = 0, 0, false, worth
		case c == '零':
			if run > 0 {
				number *= 10
			}
			gap = true
		default: // 五六万 means up to 六万; digits side by side without a unit are read one by one
			d := digitOf(c) * one
			next := rune(0)
			if len(r) > 1 {
				next = r[1]
			}
			if run > 0 && unitWorth[next] == 0 {
				d += number * 10
			}
			number, run = d, run+1
		}
		r = r[1:]
	}
	if number > 0 && number < 10*one && run <= 1 && !gap && last >= 100 { // 三万五, 一千五
		number *= last / 10
	}
	return min(maxMoney, Money((total+section+number)/(one/100)))
}

// figuresOf reads figures with points, commas and spaces, in four decimals.
func figuresOf(s string) int64 {
	whole, part, _ := strings.Cut(strings.NewReplacer(",", "", " ", "").Replace(s), ".")
	if len(whole) > 12 {
		return int64(maxMoney) / 100 * 10_000
	}
	var n int64
	for _, c := range whole + (strings.ReplaceAll(part, ".", "") + "0000")[:4] {
		n = n*10 + int64(c-'0')
	}
	return n
}

// clauseAround gives the clause in which a number stands.
func clauseAround(r []rune, from, to int) string {
	ends := func(i int) bool {
		return strings.ContainsRune("。;；!！?？\n", r[i]) ||
			r[i] == ',' && !(i+1 < len(r) && isDigit(r[i+1]) && i > 0 && isDigit(r[i-1]))
	}
	for from > 0 && !ends(from-1) {
		from--
	}
	for to < len(r) && !ends(to) {
		to++
	}
	return strings.TrimFunc(string(r[from:to]), unicode.IsSpace)
}

// What a clause says of a sum: that the house gives it, that somebody asks for it, that it is not given, that it
// was given or paid before.
var (
	clauseGives  = regexp.MustCompile(`[赔补退返减免付给]|支付|承担|优惠|奖励|打款|转账|refund|compensat|reimburs|waive|pay`)
	clauseOurs   = regexp.MustCompile(`答应|承诺|同意|愿意|保证|决定|(?:我们|我司|公司|我|本人)[^要求]{0,6}[赔补退返减免付给]|[赔补退返付]给?[您你]|给[您你]`)
	clauseAsks   = regexp.MustCompile(`要求|索赔|索要|诉求|提出|主张|希望|反映|想要|认为应`)
	clauseDenies = regexp.MustCompile(`不予|不能|无法|不可以|不支持|不同意|不承担|不接受|不赔|不退|不补|拒绝|不会|未能|没有答应|没有承诺|未承诺|超出`)
	clauseDone   = regexp.MustCompile(`已经?(?:[支交缴赔补退返收转]|付|到账|打款)|[支交缴]过|付过|交纳的|缴纳的|支付的`)
	asksUs       = strings.NewReplacer("要求我们", "要求", "要求我司", "要求", "要求公司", "要求", "要我们", "要求", "不能只", "只")
)

// gives tells whether the house gives the sum in its clause, as far as words say.
func (s *NamedSum) gives() bool {
	clause := asksUs.Replace(s.clause)
	switch {
	case clauseDenies.MatchString(clause), clauseDone.MatchString(clause):
		return false
	case clauseOurs.MatchString(clause):
		return true
	}
	return !clauseAsks.MatchString(clause)
}

// beyond finds the largest sum that the house gives in a text beyond what it may, 0 for none. The customer's own
// sums, as in their matter and demand, may be named where nothing is given.
func (c *Complaint) beyond(text string, allowed Money) Money {
	return c.beyondWhere(text, allowed, false)
}

// givenBeyond is beyond, for clauses with a word of giving alone.
func (c *Complaint) givenBeyond(text string, allowed Money) Money {
	return c.beyondWhere(text, allowed, true)
}

func (c *Complaint) beyondWhere(text string, allowed Money, giving bool) Money {
	var own []NamedSum
	if text != "" {
		own = SumsIn(c.Matter + "\n" + c.Demand)
	}
	var most Money
	for _, s := range SumsIn(text) {
		theirs := slices.ContainsFunc(own, func(o NamedSum) bool { return o.Amount == s.Amount })
		if s.Amount > allowed && s.gives() && !((theirs || giving) && !clauseGives.MatchString(s.clause)) {
			most = max(most, s.Amount)
		}
	}
	return most
}
