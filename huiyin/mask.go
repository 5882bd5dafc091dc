package huiyin

import "strings"

// MaskText hides the phones and ID numbers in a free text as Mask hides them in their fields, also written in
// full width, and with spaces, dashes or brackets between the digits (rule P5).
func MaskText(s string) string { return maskText(s, false) }

// MaskBeginning is MaskText for the beginning of a longer text: what stands at its end may be the beginning of a
// number.
func MaskBeginning(s string) string { return maskText(s, true) }

func maskText(s string, cut bool) string {
	if strings.IndexFunc(s, func(r rune) bool { return figureOf(r) >= 0 }) < 0 {
		return s
	}
	text := []rune(s)
	for at := 0; at < len(text); {
		if figureOf(text[at]) < 0 {
			at++
			continue
		}
		run := runFrom(text, at)
		next := run.starts[1]
		for _, first := range run.starts[:len(run.starts)-1] {
			if n := numberAt(run.digits[first:], run.ends(first), cut && run.last == len(text)); n > 0 {
				hide(text, run.places[first:first+n])
				next = first + n
				break
			}
		}
		if next >= len(run.places) {
			at = run.last
		} else {
			at = run.places[next]
		}
	}
	return string(text)
}

// digits is a run of digits with at most two signs between one and the next.
type digits struct {
	digits []byte
	places []int // of the digits in the text
	starts []int // which digits begin a group, and behind the last one their number
	last   int   // the place behind the last digit
}

// ends lists how many digits from first on end with a group.
func (d digits) ends(first int) map[int]bool {
	out := map[int]bool{}
	for _, s := range d.starts {
		out[s-first] = true
	}
	return out
}

func runFrom(text []rune, at int) (d digits) {
	for at < len(text) {
		gap := 0
		for at+gap < len(text) && gap < 3 && isBetween(text[at+gap]) && len(d.digits) > 0 {
			gap++
		}
		if gap > 2 || at+gap >= len(text) {
			break
		}
		v := figureOf(text[at+gap])
		if v < 0 {
			break
		}
		if gap > 0 || len(d.digits) == 0 {
			d.starts = append(d.starts, len(d.digits))
		}
		at += gap
		d.digits, d.places, d.last = append(d.digits, byte('0'+v)), append(d.places, at), at+1
		at++
	}
	d.starts = append(d.starts, len(d.digits))
	if at < len(text) && isX(text[at]) && len(d.digits) >= 17 { // of an ID number
		d.digits, d.places, d.last = append(d.digits, 'X'), append(d.places, at), at+1
		d.starts[len(d.starts)-1]++
	}
	return d
}

// isBetween tells whether people write a sign between the digits of a number.
func isBetween(r rune) bool {
	switch r {
	case ' ', '\u00a0', '\u3000', '\t', '-', '‐', '‑', '–', '—', '－', '.', '·', '(', ')', '（', '）':
		return true
	}
	return false
}

func isX(r rune) bool { return r == 'x' || r == 'X' || r == 'ｘ' || r == 'Ｘ' }

func figureOf(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r >= '０' && r <= '９':
		return int(r - '０')
	}
	return -1
}

// numberAt gives how many digits from the beginning are an ID number or a phone, 0 when they are none: ends tells
// where a group of digits ends. At the end of a text that was cut, the beginning of one is taken for it.
func numberAt(d []byte, ends map[int]bool, cut bool) int {
	for _, n := range []int{18, 15, 13, 11, 12, 10} {
		if len(d) >= n && ends[n] && numberLike(d[:n]) {
			return n
		}
	}
	if n := len(d); cut && n >= 7 && n < 18 && (d[0] == '0' || d[0] == '1' && d[1] >= '3' ||
		d[0] >= '1' && d[0] <= '8' && n > 8) {
		return n
	}
	return 0
}

func numberLike(d []byte) bool {
	two := func(i int) int { return int(d[i]-'0')*10 + int(d[i+1]-'0') }
	day := func(i int) bool { return two(i) >= 1 && two(i) <= 12 && two(i+2) >= 1 && two(i+2) <= 31 }
	mobile := func(d []byte) bool { return d[0] == '1' && d[1] >= '3' }
	switch len(d) {
	case 18: // area, birth, order, check
		return d[0] != '0' && two(6) >= 18 && two(6) <= 20 && day(10)
	case 15:
		return d[0] >= '1' && d[0] <= '8' && day(8) || d[0] == '0' && two(0) == 0 && two(2) == 86 && mobile(d[4:])
	case 13:
		return d[0] == '8' && d[1] == '6' && mobile(d[2:])
	case 11:
		return mobile(d) || d[0] == '0' && d[1] != '0'
	}
	return d[0] == '0' && d[1] != '0' // with the area code
}

// hide puts stars over the middle of a number, as Mask does: the first three and the last four stay.
func hide(text []rune, places []int) {
	for _, at := range places[3 : len(places)-4] {
		text[at] = '*'
	}
	if len(places) <= 7 {
		for _, at := range places[2:] {
			text[at] = '*'
		}
	}
}

// Exported gives a free text as rule P5 allows it to whoever exports.
func (by Actor) Exported(text string) string {
	if by.ExportsClear() {
		return text
	}
	return MaskText(text)
}
