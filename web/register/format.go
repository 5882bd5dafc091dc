package register

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"time"

	"huiyin/huiyin"
)

// mostStyles is how many styles a workbook may have.
const mostStyles = 1 << 16

// numberFormat is how a style shows a number: nothing for as it is.
type numberFormat struct{ code string }

// builtIn are the formats that a workbook need not write down, as far as they matter.
var builtIn = map[int]string{
	14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
	21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: `yyyy"年"m"月"`, 28: `m"月"d"日"`, 29: `m"月"d"日"`, 30: "m-d-yy",
	31: `yyyy"年"m"月"d"日"`, 32: `h"时"mm"分"`, 33: `h"时"mm"分"ss"秒"`, 36: `yyyy"年"m"月"`, 45: "mm:ss",
	46: "[h]:mm:ss", 47: "mm:ss", 50: `yyyy"年"m"月"`, 51: `m"月"d"日"`, 52: `yyyy"年"m"月"`, 53: `m"月"d"日"`,
	54: `m"月"d"日"`, 57: `yyyy"年"m"月"`, 58: `m"月"d"日"`,
}

// style reads how the styles show numbers.
func (w *book) style() error {
	own := map[string]string{}
	return w.read(w.styling, w.unpacked, func(in []string, piece xml.Token) error {
		switch p := piece.(type) {
		case xml.StartElement:
			switch {
			case p.Name.Local == "numFmt" && len(own) < mostStyles:
				own[attribute(p, "numFmtId")] = attribute(p, "formatCode")
			case p.Name.Local == "xf" && len(in) > 1 && in[len(in)-2] == "cellXfs" && len(w.formats) < mostStyles:
				id := attribute(p, "numFmtId")
				code, ok := own[id]
				if n, err := strconv.Atoi(id); !ok && err == nil {
					code = builtIn[n]
				}
				w.formats = append(w.formats, numberFormat{code})
			}
		case xml.EndElement:
			if p.Name.Local == "cellXfs" {
				return errEnough
			}
		}
		return nil
	})
}

// plainNumber writes a number that a program stored with a power, or with what a binary fraction leaves behind, as a
// person would.
func plainNumber(raw string) string {
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.Abs(n) >= 1e15 || n != math.Trunc(n) || !strings.ContainsAny(raw, ".eE") {
		return raw
	}
	return strconv.FormatFloat(n, 'f', 0, 64)
}

// show writes a number as the format shows it, and what is odd about that: a day, or zeros and dashes that are not in
// the number.
func (f numberFormat) show(raw string, since int) (string, huiyin.Oddity) {
	code, _, _ := strings.Cut(f.code, ";")
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil || code == "" || strings.EqualFold(code, "general") || code == "@" {
		return plainNumber(raw), ""
	}
	if pieces, day := dayPieces(code); day {
		if at, ok := huiyin.DayOfNumber(n, since); ok {
			return showDay(pieces, at), huiyin.OddDay
		}
		return plainNumber(raw), ""
	}
	if shown, ok := padded(code, n); ok && shown != plainNumber(raw) {
		return shown, huiyin.OddPadded
	}
	return plainNumber(raw), ""
}

// padded writes a whole number into a format of zeros and other signs, as 0000 or 000-0000-0000.
func padded(code string, n float64) (string, bool) {
	if n < 0 || n != math.Trunc(n) || n >= 1e15 {
		return "", false
	}
	pieces := formatPieces(code)
	places, zeros := 0, 0
	for _, p := range pieces {
		switch {
		case p.literal:
		case p.text == "0":
			places++
			zeros++
		case p.text == "#":
			places++
		case strings.ContainsAny(p.text, "-() "):
		default: // thousands, fractions, percents: a sum, not a name
			return "", false
		}
	}
	digits := strconv.FormatFloat(n, 'f', 0, 64)
	if zeros < 2 && places == zeros+strings.Count(code, "#") && places < 2 {
		return "", false
	}
	if len(digits) < zeros {
		digits = strings.Repeat("0", zeros-len(digits)) + digits
	}
	out := ""
	for i := len(pieces) - 1; i >= 0; i-- {
		p := pieces[i]
		switch {
		case p.literal || p.text != "0" && p.text != "#":
			out = p.text + out
		case digits != "":
			if places--; places == 0 { // the first place takes what is left
				out, digits = digits+out, ""
				continue
			}
			out, digits = digits[len(digits)-1:]+out, digits[:len(digits)-1]
		}
	}
	return out, true
}

// formatPiece is a sign of a format, or letters of a kind, or a literal.
type formatPiece struct {
	text    string
	literal bool
}

// formatPieces parts a format's first section; colours, conditions and languages in brackets are left out.
func formatPieces(code string) (out []formatPiece) {
	for i := 0; i < len(code); {
		switch c := code[i]; {
		case c == '"':
			text, _, _ := strings.Cut(code[i+1:], `"`)
			out = append(out, formatPiece{text, true})
			i += len(text) + 2
		case c == '[':
			text, _, _ := strings.Cut(code[i:], "]")
			if low := strings.ToLower(text); low == "[h" || low == "[hh" || low == "[m" || low == "[mm" {
				out = append(out, formatPiece{low[1:], false})
			}
			i += len(text) + 1
		case c == '\\' && i+1 < len(code):
			r := []rune(code[i+1:])[0]
			out = append(out, formatPiece{string(r), true})
			i += 1 + len(string(r))
		case c == '_' || c == '*': // the width of a sign, and what fills the cell
			i += 2
		case strings.HasPrefix(strings.ToUpper(code[i:]), "AM/PM"):
			out = append(out, formatPiece{"ampm", false})
			i += 5
		case strings.HasPrefix(code[i:], "上午/下午"):
			out = append(out, formatPiece{"ampm", false})
			i += len("上午/下午")
		case strings.IndexByte("ymdhsYMDHS", c) >= 0:
			j := i
			for j < len(code) && code[j]|0x20 == c|0x20 {
				j++
			}
			out = append(out, formatPiece{strings.ToLower(code[i:j]), false})
			i = j
		default:
			r := []rune(code[i:])[0]
			out = append(out, formatPiece{string(r), false})
			i += len(string(r))
		}
	}
	return out
}

// dayPieces tells whether a format shows a day or a time.
func dayPieces(code string) (pieces []formatPiece, day bool) {
	pieces = formatPieces(code)
	for _, p := range pieces {
		if p.literal {
			continue
		}
		switch p.text[0] {
		case 'y', 'd', 'm', 'h', 's':
			day = true
		case '0', '#', '?', 'e', 'E':
			return nil, false
		}
	}
	return pieces, day
}

// showDay writes a day by the pieces of a format. An m beside hours or seconds is minutes.
func showDay(pieces []formatPiece, at time.Time) string {
	var out strings.Builder
	near := func(i, step int) byte {
		for j := i + step; j >= 0 && j < len(pieces); j += step {
			if t := pieces[j].text; !pieces[j].literal && t != "" && strings.IndexByte("ymdhs", t[0]) >= 0 {
				return t[0]
			}
		}
		return 0
	}
	half := false
	for _, p := range pieces {
		half = half || p.text == "ampm" && !p.literal
	}
	for i, p := range pieces {
		layout := map[string]string{"y": "06", "yy": "06", "yyy": "2006", "yyyy": "2006", "d": "2", "dd": "02", "ddd": "Mon",
			"dddd": "Monday", "s": "5", "ss": "05", "m": "1", "mm": "01", "mmm": "Jan", "mmmm": "January", "h": "15", "hh": "15",
			"ampm": "PM"}[p.text]
		switch {
		case p.literal || layout == "":
			out.WriteString(p.text)
			continue
		case (p.text == "m" || p.text == "mm") && (near(i, -1) == 'h' || near(i, 1) == 's'):
			layout = map[string]string{"m": "4", "mm": "04"}[p.text]
		case half && p.text[0] == 'h':
			layout = "3"
		}
		out.WriteString(at.Format(layout))
	}
	return strings.TrimSpace(out.String())
}
