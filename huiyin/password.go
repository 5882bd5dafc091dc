package huiyin

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// LeastPassword is the shortest password, in characters, where several spaces count as one.
const LeastPassword = 12

// mostPassword is the longest, in characters: more is not hashed.
const mostPassword = 128

// CheckPassword refuses, at the form's field, a password that is too short, too long to hash, or among the first
// that somebody would try: the names of the company, its sites and the person among them, written or spelled as spelled
// says (pinyin). It asks for no signs and capitals: these make passwords that are written down.
func (o *Org) CheckPassword(field, account, password string, spelled func(name string) []string) error {
	if PasswordLength(password) < LeastPassword || utf8.RuneCountInString(password) > mostPassword {
		return Invalid(field, "密码须有 %d 至 %d 个字符。", LeastPassword, mostPassword)
	}
	names := []string{account, o.Company}
	for _, s := range o.Sites {
		names = append(names, s.Name, s.Code, s.Phone)
	}
	if p := o.Person(account); p != nil {
		names = append(names, p.Name)
	}
	for _, name := range slices.Clone(names) {
		names = append(names, spelled(name)...)
	}
	if CommonPassword(account, password) || madeOf(password, names...) {
		return Invalid(field, "这个密码太容易被猜到，请换一个，例如几个不相干的词。")
	}
	return nil
}

// PasswordLength counts the characters of a password, several spaces as one.
func PasswordLength(password string) int {
	n, space := 0, false
	for _, r := range password {
		if !space || !unicode.IsSpace(r) {
			n++
		}
		space = unicode.IsSpace(r)
	}
	return n
}

// leastOwn is how much of a password must be left without the name of its account.
const leastOwn = 5

// CommonPassword tells whether a password is one of those that are tried first: on every list of common
// ones, one sign or a short piece again and again, a run along the alphabet, the digits or the keyboard, or
// the account's own name with a little added.
func CommonPassword(account, password string) bool {
	p := strings.ToLower(password)
	plain := unsigned(p)
	lettered := strings.NewReplacer("@", "a", "$", "s", "!", "i").Replace(p)
	if listedPassword(plain) || listedPassword(lettered) || repeatedPiece(plain) || alongLine(plain) {
		return true
	}
	return madeOf(password, account)
}

// unsigned is a password without the signs that are put between words.
func unsigned(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -_.!@#$%*+,", r) {
			return -1
		}
		return r
	}, s)
}

// madeOf tells whether a password is made of names with a little added.
func madeOf(password string, names ...string) bool {
	left := unsigned(strings.ToLower(password))
	whole := left
	slices.SortStableFunc(names, func(a, b string) int { return len(b) - len(a) })
	for _, name := range names {
		if name = unsigned(strings.ToLower(name)); len(name) >= 3 {
			left = strings.ReplaceAll(left, name, "")
		}
	}
	return left != whole && utf8.RuneCountInString(left) < leastOwn
}

// listedPassword tells whether a text is a common password, or a common word with digits behind it.
func listedPassword(s string) bool {
	_, whole := commonPasswords[s]
	_, stem := commonStems[strings.TrimRight(s, "0123456789")]
	return whole || stem
}

// repeatedPiece tells whether a text is a piece of up to four signs again and again.
func repeatedPiece(s string) bool {
	signs := []rune(s)
	for n := 1; n <= 4 && n < len(signs); n++ {
		if strings.HasPrefix(strings.Repeat(string(signs[:n]), len(signs)/n+1), s) {
			return true
		}
	}
	return false
}

// keyRows are what fingers run along.
var keyRows = []string{
	"01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm",
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
}

// longRun is so much of a line that a little added makes no password of it.
const longRun = 8

// alongLine tells whether a text is one or two runs along a line, forwards or backwards, or a long one with a little
// added.
func alongLine(s string) bool {
	run := func(s string) bool {
		for _, l := range keyRows {
			if strings.Contains(l, s) || strings.Contains(backwards(l), s) {
				return true
			}
		}
		return false
	}
	for i := 3; i <= len(s)-3; i++ {
		if run(s[:i]) && run(s[i:]) {
			return true
		}
	}
	for i := max(longRun, len(s)-leastOwn+1); i <= len(s); i++ {
		if run(s[:i]) || run(s[len(s)-i:]) {
			return true
		}
	}
	return run(s)
}

func backwards(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// commonStems are words that become common passwords with any digits behind them.
var commonStems = wordSet(`password passwd passw0rd p@ssw0rd pass admin administrator root user guest test demo login welcome
	iloveyou woaini woaiwojia aini love lovely princess dragon monkey master superman batman football baseball sunshine shadow
	qwerty qwer asdf asdfgh zxcvbn qweasd qwe asd zxc abc abcd aaa a aa qq wx q w z s computer internet windows secret
	huiyin changeme default letmein trustno hello china beijing shanghai shenzhen guangzhou zhongguo nihao mima wode wodemima
	kefu tousu kehu xiaoshou zhiye wuye guest office company summer winter spring autumn january monday michael jordan`)

// commonPasswords are those at the head of every published list that the rules above do not find.
var commonPasswords = wordSet(`5201314520 52013145201314 1314520520 13145201314 woaini520 woaini1314520 woaini5201314 aini1314520
	147258369 123456789a 123456789q 1234567890a 12345678910 987654321a 741852963 963852741 159357456 789456123 456789123
	a1b2c3d4 aa123456789 abc123456789 zxcvbnm123 qwertyuiop123 asdfghjkl123 qazwsx123 123qweasd 123qweasdzxc qweasdzxc
	qweasdzxc123 1qazxsw2 zaq12wsx zaq1xsw2 q1w2e3r4 iloveyou1314 whatever starwars letmein1 trustno1 passwordpassword
	football1 baseball1 princess1 superman1 11223344 1122334455 112233445566 99887766 13579246 135792468 24681357 88886666
	66668888 31415926 314159265 19491001 20080808 20000101 19900101 password1234 adminadmin administrator123 rootroot testtest
	computer1 internet1 welcome123 changeme123 1234qwer qwer1234 asdf1234 zxcv1234 abcd1234 1234abcd qq123456789 wang1234 li123456`)

func wordSet(words string) map[string]struct{} {
	m := map[string]struct{}{}
	for _, w := range strings.Fields(words) {
		m[w] = struct{}{}
	}
	return m
}
