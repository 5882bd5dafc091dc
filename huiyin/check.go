package huiyin

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Limits of what a person can type, in characters.
const (
	shortText = 200
	longText  = 20_000
)

func within(field, text string, most int) error {
	if n := utf8.RuneCountInString(text); n > most {
		return Invalid(field, "最多 %d 个字，现有 %d 个。", most, n)
	}
	return nil
}

// predates compares with an instant at which something happened: forms give times to the minute.
func predates(typed, happened time.Time) bool { return typed.Before(happened.Truncate(time.Minute)) }

// dayOf is the beginning of the day in which an instant lies.
func dayOf(at time.Time, zone *time.Location) time.Time {
	l := at.In(zone)
	return time.Date(l.Year(), l.Month(), l.Day(), 0, 0, 0, 0, zone)
}

// needed refuses an empty or overlong text field.
func needed(field, text string, most int) error {
	if strings.TrimSpace(text) == "" {
		return Invalid(field, "此项必填。")
	}
	return within(field, text, most)
}

// when refuses a field where something is the case.
func when(wrong bool, field, text string, args ...any) error {
	if !wrong {
		return nil
	}
	return Invalid(field, text, args...)
}

// Mask hides the middle of a phone number, an ID number or an address (rule P5): 138****5678.
func Mask(s string) string {
	r := []rune(s)
	switch n := len(r); {
	case n == 0:
		return ""
	case n >= 11:
		return string(r[:3]) + "****" + string(r[n-4:])
	case n >= 7:
		return string(r[:2]) + "****" + string(r[n-2:])
	default:
		return "****"
	}
}

// earlier writes into the journal when something happened that is logged only now.
func earlier(at, now time.Time) string {
	if at.Equal(now) {
		return ""
	}
	return stamp(at)
}

// stamp writes an instant into the journal.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// trimmed cleans typed texts around.
func trimmed(texts ...*string) {
	for _, t := range texts {
		*t = strings.TrimSpace(*t)
	}
}

// Clean makes a typed text fit to keep.
func Clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\u0085', r == '\u2028', r == '\u2029':
			return '\n'
		case r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unseen, r)):
			return -1
		}
		return r
	}, s))
}

// unseen is what turns the direction of a text or cannot be seen: it could make a text read as another, or
// two alike texts differ. What joins letters and the parts of a picture is none of it.
var unseen = &unicode.RangeTable{
	R16: []unicode.Range16{{0xAD, 0xAD, 1}, {0x61C, 0x61C, 1}, {0x200B, 0x200B, 1}, {0x200E, 0x200F, 1},
		{0x202A, 0x202E, 1}, {0x2060, 0x2064, 1}, {0x2066, 0x206F, 1}, {0xFEFF, 0xFEFF, 1}, {0xFFF9, 0xFFFB, 1}},
	R32: []unicode.Range32{{0xE0000, 0xE007F, 1}},
}
