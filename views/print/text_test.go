package print

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"plain":                 {"客户反映：漏水。", "客户反映：漏水。"},
		"rare surnames":         {"䶮㛃𬱖", "䶮㛃𬱖"},
		"what the fonts lack":   {"笑😀한\U00030000", "笑＿＿＿"},
		"names beyond Noto":     {"𠮷𠀋﨑", "𠮷𠀋﨑"},
		"private use":           {"a\uE000b", "a＿b"},
		"our check boxes":       {"a\uFDD0\uFDD1b", "a＿＿b"},
		"a family is joined":    {"👨‍👩‍👧", "＿＿＿"},
		"invalid UTF-8":         {"a\xff\xfeb\xe4\xb8", "a＿＿b＿＿"},
		"controls":              {"a\x00b\x07c\x1bd\x7fe", "abcde"},
		"bidi":                  {"a\u202Eb\u2066c\u200Fd", "abcd"},
		"joiners, BOM, hyphen":  {"\ufeffa\u200bb\u200dc\u00add", "abcd"},
		"variation selectors":   {"葛\U000E0100城\uFE00", "葛城"},
		"line ends":             {"\r\na\r\nb\rc\u2028d\u0085e\n", "a\nb\nc\nd\ne"},
		"many empty lines":      {"a\n\n\r\n\n\nb", "a\n\nb"},
		"a line end and a mark": {"a\r\u200b\nb", "a\n\nb"},
		"spaces":                {"a\tb\u2003c\u202fd\u3000e", "a\u3000b c d\u3000e"},
		"combining":             {"e\u0301", "e\u0301"},
		"empty":                 {"\x00\n\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := clean(tt.in); got != tt.want {
				t.Errorf("clean(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

// hostile draws texts from everything that has broken a text layout before.
func hostile() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(rapid.OneOf(
			rapid.String(),
			rapid.StringMatching(`[0-9,.]{1,40}`),
			rapid.StringMatching(`[a-zA-Z:/.?&=-]{1,120}`),
			rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 8), func(b []byte) string { return string(b) }),
			rapid.Map(rapid.SliceOfN(rapid.Int32Range('一', '龥'), 1, 60), func(r []int32) string { return string(r) }),
			rapid.SampledFrom([]string{
				"，", "。", "、", "（", "）", "《补充协议》", "“", "”", "——", "……", "￥1,234.50", "％", "第3条", " ", "  ", "\u3000",
				"\n", "\r\n", "\t", "\x00", "\u202E", "\u200d", "\ufe0f", "𬱖", "𠮷", "😀", "䶮", "e\u0301", "\u0301",
				"\uFDD0", "\uFFFD", "¥", "\u00a0",
			}),
		), 0, 30).Draw(t, "parts")
		return strings.Join(parts, "")
	})
}

func TestCleanedTextCanBeSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := hostile().Draw(t, "text")
		out := clean(in)
		if !utf8.ValidString(out) {
			t.Fatalf("clean(%q) is not UTF-8", in)
		}
		for _, r := range out {
			if r != '\n' && (faceOf(regular(), r).find(r) == 0 || faceOf(bold(), r).find(r) == 0) {
				t.Fatalf("clean(%q) keeps %U, which a font lacks", in, r)
			}
		}
		if again := clean(out); again != out {
			t.Fatalf("clean(clean(x)) = %q, clean(x) = %q", again, out)
		}
		// No visible character goes: each is kept or shown as ＿.
		seen := func(s string) (n int) {
			for _, r := range s {
				if unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S, unicode.Co) {
					n++
				}
			}
			return n
		}
		if got, want := seen(out), seen(in); got < want {
			t.Fatalf("%d visible characters of %q became %d in %q", want, in, got, out)
		}
	})
}

func TestNoRuneIsLostAtALineBreak(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := clean(hostile().Draw(t, "text"))
		width := rapid.IntRange(300, 40000).Draw(t, "width")
		var joined string
		for par := range strings.SplitSeq(text, "\n") {
			lines := regular().paragraph(nil, par, width)
			for _, l := range lines {
				bare := strings.TrimRight(l, " \u3000")
				if regular().width(bare) > width && utf8.RuneCountInString(strings.TrimFunc(bare, isMark)) > 1 {
					t.Fatalf("line %q is %d wide, only %d are free", l, regular().width(bare), width)
				}
			}
			if len(lines) > 1 && slices.Contains(lines, "") {
				t.Fatalf("an empty line in %q", lines)
			}
			joined += strings.Join(lines, "") + "\n"
		}
		if joined != text+"\n" {
			t.Fatalf("%q became %q", text, joined)
		}
		if text != "" {
			whole := regular().lines(text, width)
			if strings.Join(whole, "") != strings.ReplaceAll(text, "\n", "") {
				t.Fatalf("%q became %q", text, whole)
			}
		}
	})
}

func isMark(r rune) bool { return unicode.In(r, unicode.Mn, unicode.Mc, unicode.Me) }

// Where no unbreakable word fills a line, no line begins or ends with what may not.
func TestKinsoku(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
			"客户", "反映房屋漏水", "，", "。", "（三楼）", "《认购书》", "“尽快”", "￥1,234.50", "50%", "35％", "TS-HY-20250303-001", " ",
		}), 1, 80).Draw(t, "parts"), "客")
		lines := regular().lines(text, rapid.IntRange(14000, 30000).Draw(t, "width"))
		for i, l := range lines {
			first, _ := utf8.DecodeRuneInString(l)
			last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(l, " "))
			if i > 0 && (strings.ContainsRune(notFirst, first) || first == ' ') {
				t.Fatalf("line %d of %q begins with %c", i, lines, first)
			}
			if i < len(lines)-1 && strings.ContainsRune(notLast, last) {
				t.Fatalf("line %d of %q ends with %c", i, lines, last)
			}
		}
		for _, whole := range []string{"￥1,234.50", "TS-HY-20250303-001", "50%"} {
			sum := 0
			for _, l := range lines {
				sum += strings.Count(l, whole)
			}
			if sum != strings.Count(text, whole) {
				t.Fatalf("%s is divided in %q", whole, lines)
			}
		}
	})
}

func TestLines(t *testing.T) {
	for name, tt := range map[string]struct {
		text  string
		width int
		want  []string
	}{
		"a mark pulls its character along": {"一二三四，五", 4000, []string{"一二三", "四，五"}},
		"an opening mark moves on":         {"一二三（四五", 4000, []string{"一二三", "（四五"}},
		"a dash is not divided":            {"一二三——四", 4500, []string{"一二", "三——四"}},
		"a word is whole":                  {"一二abcd三", 3400, []string{"一二", "abcd三"}},
		"a long word is broken":            {"WWWWWWWWWW", 3000, []string{"WWW", "WWW", "WWW", "W"}},
		"a space hangs":                    {"一二三 四", 3000, []string{"一二三 ", "四"}},
		"narrower than a character":        {"一二", 10, []string{"一", "二"}},
		"an empty line":                    {"一\n\n二", 5000, []string{"一", "", "二"}},
		"a check box keeps its word":       {"\uFDD0轻微 \uFDD1重要", 4500, []string{"\uFDD0轻微 ", "\uFDD1重要"}},
		"marks alone":                      {"，，，，", 2000, []string{"，，", "，，"}},
		"empty":                            {"", 2000, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := regular().lines(tt.text, tt.width); !slices.Equal(got, tt.want) {
				t.Errorf("lines(%q, %d) = %q, want %q", tt.text, tt.width, got, tt.want)
			}
		})
	}
}

func FuzzLines(f *testing.F) {
	f.Add("客户\x00反映\u202E😀，abc", 2000)
	f.Fuzz(func(t *testing.T, s string, width int) {
		text := clean(s)
		got := strings.Join(regular().lines(text, width), "")
		if got != strings.ReplaceAll(text, "\n", "") {
			t.Fatalf("%q became %q", text, got)
		}
	})
}
