package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// unitMarks are the words that say what a number in a unit's code is; the longest first.
var unitMarks = []struct {
	word string
	kind rune // 'b' building, 'u' part of it, 'f' floor, 'r' room, 'w' kept as a word
}{
	{"号楼", 'b'}, {"号院", 'w'}, {"单元", 'u'}, {"楼层", 'f'}, {"组团", 'w'}, {"地块", 'w'}, {"栋", 'b'}, {"幢", 'b'}, {"座", 'b'},
	{"楼", 'l'}, {"梯", 'u'}, {"门", 'u'}, {"层", 'f'}, {"室", 'r'}, {"房", 'r'}, {"户", 'r'}, {"号", 'h'}, {"期", 'w'}, {"区", 'w'},
	{"弄", 'w'}, {"巷", 'w'}, {"院", 'w'}, {"苑", 'w'},
}

// unitPiece is a piece of a unit's code: a number or letter with what it is, or a word.
type unitPiece struct {
	text string
	kind rune // as in unitMarks, 0 where nothing says so, 'w' for a word
}

const hanFigures = "零一二三四五六七八九"

// hanNumber reads Chinese numerals: 二十一 and 九零一, "" for none.
func hanNumber(r []rune) string {
	r = []rune(strings.NewReplacer("〇", "零", "○", "零", "两", "二").Replace(string(r)))
	if !slices.ContainsFunc(r, func(c rune) bool { return strings.ContainsRune("十百千", c) }) {
		var b strings.Builder
		for _, c := range r {
			b.WriteByte(byte('0' + strings.IndexRune(hanFigures, c)/3))
		}
		return b.String()
	}
	total, n := 0, 0
	for _, c := range r {
		switch c {
		case '十', '百', '千':
			worth := map[rune]int{'十': 10, '百': 100, '千': 1000}[c]
			total, n = total+max(n, 1)*worth, 0
		default:
			n = strings.IndexRune(hanFigures, c) / 3
		}
	}
	return strconv.Itoa(total + n)
}

func isHanFigure(r rune) bool { return strings.ContainsRune(hanFigures+"十百千〇两", r) }

// withFigures writes Chinese numerals as figures where they are numbers: before a word of unitMarks, between signs, at
// the end; not those of a name such as 三湘.
func withFigures(r []rune) []rune {
	var out []rune
	for i := 0; i < len(r); {
		n := i
		for n < len(r) && isHanFigure(r[n]) {
			n++
		}
		if n == i {
			out = append(out, r[i])
			i++
			continue
		}
		rest := string(r[n:])
		before := len(out) > 0 && unicode.Is(unicode.Han, out[len(out)-1]) && !endsWithMark(string(out))
		marked := startsWithMark(rest)
		if marked || !before && (n == len(r) || !unicode.Is(unicode.Han, r[n])) {
			figures := []rune(strings.NewReplacer("〇", "零", "○", "零", "两", "二").Replace(string(r[i:n])))
			out = append(out, []rune(hanNumber(figures))...)
		} else {
			out = append(out, r[i:n]...)
		}
		i = n
	}
	return out
}

func startsWithMark(s string) bool {
	for _, m := range unitMarks {
		if strings.HasPrefix(s, m.word) {
			return true
		}
	}
	return false
}

func endsWithMark(s string) bool {
	for _, m := range unitMarks {
		if strings.HasSuffix(s, m.word) {
			return true
		}
	}
	return false
}

// unitPieces parts a unit's code.
func unitPieces(text string) (out []unitPiece) {
	r := withFigures([]rune(strings.NewReplacer("#楼", "号楼", "＃楼", "号楼").Replace(Fold(text))))
	kindAt := func(i int) (rune, int) {
		for i < len(r) && (unicode.IsSpace(r[i])) {
			i++
		}
		if i < len(r) && r[i] == '#' {
			return 'b', i + 1
		}
		for _, m := range unitMarks {
			if strings.HasPrefix(string(r[i:]), m.word) {
				return m.kind, i + len([]rune(m.word))
			}
		}
		return 0, i
	}
	for i := 0; i < len(r); {
		c := r[i]
		n := i
		switch {
		case unicode.IsDigit(c):
			for n < len(r) && unicode.IsDigit(r[n]) {
				n++
			}
			number := strings.TrimLeft(string(r[i:n]), "0")
			if number == "" {
				number = "0"
			}
			kind, end := kindAt(n)
			if kind == 'w' { // 一期
				out = append(out, unitPiece{number + string(r[n:end]), 'w'})
				i = end
				continue
			}
			if kind != 0 {
				n = end
			}
			out = append(out, unitPiece{number, kind})
		case c >= 'a' && c <= 'z':
			for n < len(r) && r[n] >= 'a' && r[n] <= 'z' {
				n++
			}
			kind, end := kindAt(n)
			word := string(r[i:n])
			if kind != 0 && kind != 'w' {
				n = end
			}
			out = append(out, unitPiece{word, kind})
		case unicode.IsLetter(c):
			for n < len(r) && unicode.IsLetter(r[n]) && !(r[n] >= 'a' && r[n] <= 'z') {
				n++
			}
			out = append(out, unitPiece{string(r[i:n]), 'w'})
		default:
			n++
		}
		i = n
	}
	return out
}

// UnitKey is the code of a unit as units of a site are compared (I8): 9栋901, 9-901, 9#901, 九栋901室 are one. Whatever
// tells two rooms apart stays, as do words.
func UnitKey(text string) string { return joinUnit(unitParts(text), true) }

// UnitRoom is the code without the part of the building 单元 and without words before it, under which a unit is looked
// up; which of them are the same SameUnit tells.
func UnitRoom(text string) string { return joinUnit(unitParts(text), false) }

// unitPart is what is left of the pieces: building, part, floor, room, in their order.
func unitParts(text string) []unitPiece {
	pieces := unitPieces(text)
	has := func(kinds string, from int) bool {
		return slices.ContainsFunc(pieces[from:], func(p unitPiece) bool {
			return p.kind != 'w' && (p.kind == 0 || strings.ContainsRune(kinds, p.kind))
		})
	}
	building := false
	var out []unitPiece
	for i, p := range pieces {
		more := has("rhlbuf", i+1)
		switch p.kind {
		case 'h': // 9号901 is a building, 901号 a room
			if p.kind = 'r'; more {
				p.kind = 'b'
			}
		case 'l': // 9楼901: a building, or the floor of a room
			switch {
			case !more:
				p.kind = 'w'
				p.text += "楼"
			case building:
				p.kind = 'f'
			case floorOf(pieces[i+1:]) == p.text: // either way; a room of the same sound is not taken for it
				p.kind, p.text = 'w', p.text+"楼"
			default:
				p.kind = 'b'
			}
		case 0:
			if !building && more && len(out) == countWords(out) {
				p.kind = 'b'
			}
		}
		building = building || p.kind == 'b'
		if p.kind == 'u' && !building { // 1单元901 says no building
			p.text += "单元"
		}
		if p.kind == 'f' && more {
			if floorOf(pieces[i+1:]) == p.text {
				continue // the room says it
			}
			if i+1 < len(pieces) && len(pieces[i+1].text) <= 2 && isNumber(pieces[i+1].text) && isNumber(p.text) &&
				p.text != "0" && pieces[i+1].text != "0" {
				room, _ := strconv.Atoi(pieces[i+1].text)
				pieces[i+1].text = p.text + strconv.Itoa(100 + room)[1:] // 9层01室 is 901
				continue
			}
		}
		if p.kind == 'f' {
			p.text += "层"
		}
		out = append(out, p)
	}
	return out
}

func countWords(pieces []unitPiece) (n int) {
	for _, p := range pieces {
		if p.kind == 'w' {
			n++
		}
	}
	return n
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// floorOf is the floor that the room of the pieces names: 9 of 901, 12 of 1203.
func floorOf(pieces []unitPiece) string {
	for _, p := range slices.Backward(pieces) {
		if isNumber(p.text) && len(p.text) >= 3 {
			return p.text[:len(p.text)-2]
		}
	}
	return ""
}

func joinUnit(pieces []unitPiece, all bool) string {
	var out []string
	numbers := 0
	for _, p := range pieces {
		if p.kind != 'w' {
			numbers++
		}
	}
	for i, p := range pieces {
		if !all && numbers > 1 && (p.kind == 'w' || p.kind == 'u' || p.kind == 0 && numbers == 3 && middle(pieces, i)) {
			continue
		}
		out = append(out, p.text)
	}
	return strings.Join(out, "-")
}

// middle tells whether a piece is the second of three that are no words: 1 of 9-1-901.
func middle(pieces []unitPiece, at int) bool {
	before := 0
	for _, p := range pieces[:at] {
		if p.kind != 'w' {
			before++
		}
	}
	return before == 1
}

// SameUnit tells whether two codes of a site may be one unit: they are equal, or one leaves out the part of the
// building or a word that the other says.
func SameUnit(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	if x, y := UnitKey(a), UnitKey(b); x == y {
		return x != ""
	}
	if UnitRoom(a) != UnitRoom(b) || !strings.Contains(UnitRoom(a), "-") {
		return false
	}
	pa, pb := strings.Split(UnitKey(a), "-"), strings.Split(UnitKey(b), "-")
	if len(pa) < len(pb) {
		pa, pb = pb, pa
	}
	for _, p := range pb { // what the shorter one says the longer one says too, in its order
		i := slices.Index(pa, p)
		if i < 0 {
			return false
		}
		pa = pa[i+1:]
	}
	return true
}
