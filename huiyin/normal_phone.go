package huiyin

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Phone is a telephone number as numbers are compared.
type Phone struct {
	Base      string // digits: without the country, with the area's zero; of another country +digits
	Extension string
}

// String writes the number so that Phones reads it again.
func (p Phone) String() string {
	if p.Extension != "" {
		return p.Base + "转" + p.Extension
	}
	return p.Base
}

var (
	wholePhone = regexp.MustCompile(`^(?:0?(1[3-9]\d{9})|(0(?:10|2\d)\d{8}|0[3-9]\d\d\d{7,8})|([2-9]\d{6,7})|([48]00\d{7}))$`)
	afterCode  = regexp.MustCompile(`^(?:0?(1[3-9]\d{9})|0?((?:10|2\d)\d{8}|[3-9]\d\d\d{7,8}))$`)
	areaCode   = regexp.MustCompile(`^0(?:10|2\d|[3-9]\d\d)`)
)

// whole reads digits that are one whole number.
func whole(d string) (base string, ok bool) {
	m := wholePhone.FindStringSubmatch(d)
	if m == nil {
		return "", false
	}
	return m[1] + m[2] + m[3] + m[4], true
}

// abroadless reads digits behind the code of the country.
func abroadless(d string) (base string, ok bool) {
	m := afterCode.FindStringSubmatch(d)
	switch {
	case m == nil:
		return "", false
	case m[1] != "":
		return m[1], true
	}
	return "0" + m[2], true
}

// Line is the number without its area code, as people of the place dial it.
func (p Phone) Line() string { return strings.TrimPrefix(p.Base, areaCode.FindString(p.Base)) }

// mobile tells whether the number is a mobile phone's.
func (p Phone) mobile() bool { return len(p.Base) == 11 && p.Base[0] == '1' }

// SameLine tells whether two numbers are one line: the same, or one is without its area code or its extension. Two
// mobile numbers that end alike are two people's (rule B1).
func (p Phone) SameLine(o Phone) bool {
	if p.Extension != o.Extension && p.Extension != "" && o.Extension != "" {
		return false
	}
	a, b := p.Base, o.Base
	if len(a) < len(b) {
		a, b = b, a
	}
	return a == b || len(b) >= 7 && areaCode.MatchString(a) && strings.TrimPrefix(a, areaCode.FindString(a)) == b
}

// Nobody tells whether a number identifies nobody: a short code, one digit repeated or a sequence typed to fill the
// field, a firm's hotline (I9).
func (p Phone) Nobody() bool {
	b := strings.TrimPrefix(p.Base, "+")
	if len(b) < leastPhone || strings.HasPrefix(b, "400") && len(b) == 10 || strings.HasPrefix(b, "800") && len(b) == 10 {
		return true
	}
	rest := p.Line()
	return strings.Trim(rest, rest[:1]) == "" || strings.Trim(b, b[:1]) == "" ||
		strings.Contains("01234567890123456789", rest) || strings.Contains("98765432109876543210", rest)
}

// phoneToken is a piece of what was typed into a field of phones.
type phoneToken struct {
	digits string
	kind   rune // 'd' digits, ' ' what may stand within a number, '-' a dash, '+', 'x' before an extension, '|' between numbers
}

// extensionWords stand before an extension, folded; the longest first.
var extensionWords = []string{"分机号", "分机", "内线", "转接", "转", "extension", "ext.", "ext", "x", "#"}

// betweenPhones stand between numbers; isHanNumeral are characters that may be meant as digits.
const (
	betweenPhones = "、,，;；/／|｜\\:：\n\"'“”"
	isHanNumeral  = "零〇一二三四五六七八九十两幺"
)

// phoneLabels are words beside a number that say nothing of it.
var phoneLabels = []string{"telephone", "mobile", "phone", "tel", "wechat", "qq"}

func phoneTokens(field string) (out []phoneToken, unread rune) {
	text := []rune(strings.ToLower(PlainTyped(field)))
	add := func(kind rune, d string) {
		if n := len(out) - 1; kind == ' ' && (n < 0 || out[n].kind != 'd') {
			return
		}
		out = append(out, phoneToken{d, kind})
	}
	for i := 0; i < len(text); {
		r, rest := text[i], string(text[i:min(len(text), i+12)])
		if w := slices.IndexFunc(extensionWords, func(w string) bool { return strings.HasPrefix(Fold(rest), w) }); w >= 0 {
			add('x', "")
			i += len([]rune(extensionWords[w]))
			continue
		}
		if w := slices.IndexFunc(phoneLabels, func(w string) bool { return strings.HasPrefix(rest, w) }); w >= 0 {
			add('|', "")
			i += len(phoneLabels[w])
			continue
		}
		switch {
		case r >= '0' && r <= '9':
			n := i
			for n < len(text) && text[n] >= '0' && text[n] <= '9' {
				n++
			}
			add('d', string(text[i:n]))
			i = n
			continue
		case r == '+':
			add('+', "")
		case r == '-', r == '_', r == '~':
			add('-', "")
		case r == ' ', r == '\t', r == '(', r == ')', r == '.', r == '·':
			add(' ', "")
		case strings.ContainsRune(betweenPhones, r):
			add('|', "")
		case unicode.Is(unicode.Han, r) && !strings.ContainsRune(isHanNumeral, r):
			add('|', "")
		default:
			if unread == 0 {
				unread = r
			}
			add('|', "")
		}
		i++
	}
	return out, unread
}

// Phones reads every number of a field, in whatever spelling: with spaces, dashes, brackets, the code of the country,
// an extension, several in one field, in full width (I8). What is none of the known kinds is read as its digits.
func Phones(field string) []Phone {
	tokens, _ := phoneTokens(field)
	var out []Phone
	for i := 0; i < len(tokens); {
		if tokens[i].kind != 'd' && tokens[i].kind != '+' {
			i++
			continue
		}
		p, next := phoneAt(tokens, i)
		if i = next; p.Base == "" {
			continue
		}
		p.Extension, i = p.extensionAt(tokens, i)
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// joins tells whether the next digits may belong to the same number, and where they stand.
func joins(tokens []phoneToken, i int) (next int, ok bool) {
	for i < len(tokens) && (tokens[i].kind == ' ' || tokens[i].kind == '-') {
		i++
	}
	return i, i < len(tokens) && tokens[i].kind == 'd'
}

// phoneAt reads the number that begins at a token, and tells where it ends.
func phoneAt(tokens []phoneToken, i int) (p Phone, next int) {
	plus := tokens[i].kind == '+'
	if plus {
		var ok bool
		if i, ok = joins(tokens, i+1); !ok {
			return p, i
		}
	}
	d := ""
	for at, ok := i, true; ok && len(d) < 20; at, ok = joins(tokens, at+1) {
		d += tokens[at].digits
		rest, code := strings.CutPrefix(d, "0086")
		if !code {
			if rest, code = strings.CutPrefix(d, "86"); code && !plus && len(rest) < 10 {
				code = false // a line of its own may begin so
			}
		}
		if base, ok := abroadless(rest); code && ok {
			return Phone{Base: base}, at + 1
		}
		if base, ok := whole(d); ok && !plus && !(len(d) == 7 && (d[:3] == "400" || d[:3] == "800")) && !countryAhead(tokens, at, d) {
			return Phone{Base: base}, at + 1
		}
		if plus && !strings.HasPrefix("86", d[:min(2, len(d))]) && !strings.HasPrefix(d, "86") {
			if n, more := joins(tokens, at+1); !more || len(d)+len(tokens[n].digits) > 15 {
				return Phone{Base: "+" + d}, at + 1
			}
		}
	}
	d = tokens[i].digits // no known kind: its digits, up to what is a number by itself
	at := i
	for {
		n, more := joins(tokens, at+1)
		if !more || len(d) >= 12 {
			break
		}
		if _, alone := whole(tokens[n].digits); alone {
			break
		}
		d, at = d+tokens[n].digits, n
	}
	if rest, code := strings.CutPrefix(d, "0086"); code {
		d = rest
	} else if plus {
		d = strings.TrimPrefix(d, "86")
	}
	if rest, code := strings.CutPrefix(d, "86"); code { // written twice: read as it will be read again
		if base, ok := abroadless(rest); ok {
			d = base
		}
	}
	return Phone{Base: d}, at + 1
}

// countryAhead tells whether digits that are a whole number are the beginning of one with the country's code: 86-10-…
func countryAhead(tokens []phoneToken, at int, d string) bool {
	if !strings.HasPrefix(d, "86") {
		return false
	}
	for n, ok := joins(tokens, at+1); ok && len(d) < 15; n, ok = joins(tokens, n+1) {
		d += tokens[n].digits
		if _, ok := abroadless(d[2:]); ok {
			return true
		}
	}
	return false
}

// mostExtension is how many digits an extension has at most.
const mostExtension = 6

// extensionAt reads what stands behind a number: behind a word for it, or few digits behind a dash or a space.
func (p Phone) extensionAt(tokens []phoneToken, i int) (extension string, next int) {
	at := i
	for at < len(tokens) && (tokens[at].kind == ' ' || tokens[at].kind == '-') {
		at++
	}
	marked := at < len(tokens) && tokens[at].kind == 'x'
	if marked {
		at++
		for at < len(tokens) && (tokens[at].kind == ' ' || tokens[at].kind == '-' || tokens[at].kind == '|') {
			at++
		}
	}
	if at >= len(tokens) || tokens[at].kind != 'd' || len(tokens[at].digits) > mostExtension {
		return "", i
	}
	if _, known := whole(p.Base); !marked && !known {
		return "", i
	}
	if n, more := joins(tokens, at+1); !marked && more { // 021 6234 5678 138 …: the next number begins
		_, alone := whole(tokens[n].digits)
		if _, ahead := whole(tokens[at].digits + tokens[n].digits); ahead && tokens[at].digits[0] == '0' {
			return "", i // 138 0000 0053 (0755) 26001111: an area code
		}
		if !alone && len(tokens[at].digits)+len(tokens[n].digits) >= leastPhone {
			return "", i
		}
	}
	return tokens[at].digits, at + 1
}

var datedNumber = regexp.MustCompile(`^(?:19|20)\d\d[01]\d[0-3]\d\d{3,4}$`)

// PhonesAsked are the whole phones that a question may mean: numbers of a known kind, or many digits. A room, a date
// and the end of a case's number are none (I10).
func PhonesAsked(text string) []Phone {
	if !phoneLike(text) {
		return nil
	}
	all := Phones(text)
	return slices.DeleteFunc(all, func(p Phone) bool {
		_, known := whole(p.Base)
		alone := len(all) == 1 && PlainTyped(text) == p.Base
		return len(p.Base) < leastPhone || !known && !alone && len(p.Base) < 10 ||
			!known && datedNumber.MatchString(p.Base)
	})
}

// PhoneKey is the first number of a field as it is asked for, "" for none.
func PhoneKey(field string) string {
	if all := Phones(field); len(all) > 0 {
		return all[0].String()
	}
	return ""
}

// SameLine tells whether two fields have numbers that may be one line in two writings, and none that are the same.
func SameLine(a, b string) bool {
	same := false
	for _, p := range Phones(a) {
		for _, o := range Phones(b) {
			if p == o {
				return false
			}
			same = same || p.SameLine(o)
		}
	}
	return same
}

// phoneWrong tells what is wrong with a field of phones, nil for nothing; the message shows the very character.
func phoneWrong(field, text string) error {
	tokens, unread := phoneTokens(text)
	if unread != 0 {
		return Invalid(field, "联系电话里的“%s”认不出是什么，请改成数字。", string(unread))
	}
	n, longest := 0, 0
	for _, t := range tokens {
		n += len(t.digits)
		longest = max(longest, len(t.digits))
	}
	switch {
	case n < 5:
		return Invalid(field, "联系电话至少 5 位数字。")
	case longest > 20:
		return Invalid(field, "联系电话有一段长达 %d 位数字，请核对；多个电话之间用“、”隔开。", longest)
	}
	return nil
}

func phoneLike(s string) bool { return phoneWrong("", s) == nil }

// Identifies tells whether a number tells one customer from another.
func (o *Org) Identifies(p Phone) bool {
	return !p.Nobody() && !slices.ContainsFunc(o.OwnPhones, func(own string) bool {
		return slices.ContainsFunc(Phones(own), func(q Phone) bool { return Phone{Base: q.Base}.SameLine(Phone{Base: p.Base}) })
	})
}

// SamePhone tells whether two fields have a number in common that identifies somebody, in whatever spelling.
func (o *Org) SamePhone(a, b string) bool {
	for _, p := range Phones(a) {
		for _, q := range Phones(b) {
			if p.SameLine(q) && o.Identifies(p) {
				return true
			}
		}
	}
	return false
}

// phoneKeys are the keys of the numbers of a field that identify somebody: those of the numbers themselves, and those
// of their lines, under which a number without area code or extension is found.
func (o *Org) phoneKeys(field string) (own, lines []string) {
	for _, p := range Phones(field) {
		if !o.Identifies(p) {
			continue
		}
		own = append(own, "phone:"+p.String())
		if !p.mobile() && p.Base[0] != '+' || p.Extension != "" {
			if l := "line:" + p.Line(); !slices.Contains(lines, l) {
				lines = append(lines, l)
			}
		}
	}
	return own, lines
}
