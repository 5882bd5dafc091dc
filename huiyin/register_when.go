package huiyin

import (
	"cmp"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// DayOrder is in which order a date such as 03/04/2025 is read, which a file cannot say itself (I5).
type DayOrder string

// The orders.
const (
	YearFirst  DayOrder = "ymd"
	DayFirst   DayOrder = "dmy"
	MonthFirst DayOrder = "mdy"
)

var dayOrders = words[DayOrder]{{DayFirst, "日/月/年"}, {MonthFirst, "月/日/年"}, {YearFirst, "年/月/日"}}

// Label is the order in words.
func (d DayOrder) Label() string { return dayOrders.label(d) }

// DayOrders lists them.
func DayOrders() []DayOrder { return dayOrders.all() }

var (
	weekday = regexp.MustCompile(`\(?(?:星期|周|礼拜)[一二三四五六日天]\)?|\(?(?i:\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|` +
		`\b(?:mon|tue|wed|thu|fri|sat|sun)\b)\)?,?`)
	fullDate = regexp.MustCompile(`^'?(\d{1,4})\s*(?:[-/.、年]|\s)\s*(\d{1,2})\s*(?:[-/.、月]|\s)\s*(\d{1,4})\s*[日号]?`)
	monthOf  = regexp.MustCompile(`^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*(?:月份?)?$`)
	noYear   = regexp.MustCompile(`^(\d{1,2})\s*(月|[-/.])\s*(\d{1,2})\s*[日号]?`)
	clockOf  = regexp.MustCompile(`^(\d{1,2})(?:\s*[:时点]\s*(\d{1,2})?(?:\s*[:分]\s*(\d{1,2})?(?:\.\d+)?\s*秒?)?)?$`)
	stampOf  = regexp.MustCompile(`^(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?(\d\d)?$`)
	shortOf  = regexp.MustCompile(`^(\d\d)(\d\d)(\d\d)$`)
	yearOf   = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)(?:\s*年|\D|$)`)
	half     = regexp.MustCompile(`(?i)上午|早上|早晨|清晨|凌晨|下午|傍晚|晚上|夜里|夜间|中午|晚|早|\bam\b|\bpm\b|a\.m\.|p\.m\.|am$|pm$`)
	inHan    = regexp.MustCompile(`[〇零○一二三四五六七八九十两]+`)
)

// englishLayouts are the ways to write a day with the month as an English word.
var englishLayouts = []string{"2-Jan-2006", "2-Jan-06", "2 Jan 2006", "Jan 2, 2006", "Jan 2 2006", "2 January 2006",
	"January 2, 2006", "2-January-2006", "Jan-2-2006", "2-Jan-2006 15:04", "2-Jan-2006 15:04:05"}

// cellMoment is what a cell says of a time.
type cellMoment struct {
	at   time.Time
	note RegisterNoteKind // what had to be added
}

// when reads a moment in the company's zone, in every spelling that has one reading. What has several is read in the
// order that was chosen for the file.
func (r *Register) when(cell string) (m cellMoment, err error) {
	cell = narrowed(cell)
	if r.Fold != nil {
		cell = r.Fold(cell)
	}
	if n, err := strconv.ParseFloat(cell, 64); err == nil && !stampOf.MatchString(cell) && !shortOf.MatchString(cell) &&
		!monthOf.MatchString(cell) {
		if at, ok := r.day(n); ok {
			return cellMoment{at: at}, nil
		}
	}
	if t, err := time.Parse(time.RFC3339Nano, strings.ToUpper(cell)); err == nil && reasonable(t) {
		return cellMoment{at: t.UTC()}, nil
	}
	text := strings.TrimSpace(weekday.ReplaceAllString(cell, " "))
	for _, layout := range englishLayouts {
		if t, err := time.ParseInLocation(layout, text, r.Org.Zone); err == nil && reasonable(t) {
			return cellMoment{at: t.UTC()}, nil
		}
	}
	text = inHan.ReplaceAllStringFunc(text, inDigits)
	m, rest, err := r.date(text)
	if err != nil {
		return m, err
	}
	if m.at.IsZero() {
		return m, errNoTime(cell)
	}
	h, minute, second, ok := timeOfDay(rest)
	if !ok {
		return m, errNoTime(cell)
	}
	y, mo, d := m.at.Date()
	m.at = time.Date(y, mo, d, h, minute, second, 0, r.Org.Zone).UTC()
	return m, nil
}

func errNoTime(cell string) error {
	return Invalid("received_at", "“%s”不是能认出的时间，请写成 2025-03-01 或 2025-03-01 14:05。", clip(cell))
}

// date reads the day at the beginning of a text, as a day in UTC, and tells what comes behind it.
func (r *Register) date(text string) (m cellMoment, rest string, err error) {
	if p := stampOf.FindStringSubmatch(text); p != nil {
		at, ok := day(atoi(p[1]), atoi(p[2]), atoi(p[3]))
		if p[4] == "" || !ok {
			return cellMoment{at: at}, "", nil
		}
		return cellMoment{at: at}, p[4] + ":" + cmp.Or(p[5], "00") + ":" + cmp.Or(p[6], "00"), nil
	}
	if p := shortOf.FindStringSubmatch(text); p != nil {
		at, ok := day(2000+atoi(p[1]), atoi(p[2]), atoi(p[3]))
		if first, whole := day(atoi(text[:4]), atoi(text[4:]), 1); whole && r.likely(first) {
			if ok && r.likely(at) {
				return m, "", nil // 201212 is a month, or a day of 2020
			}
			return cellMoment{at: first, note: NoteMonth}, "", nil
		}
		if !ok || !r.likely(at) {
			at = time.Time{}
		}
		return cellMoment{at: at}, "", nil
	}
	if p := fullDate.FindStringSubmatch(text); p != nil {
		m, err := r.threeNumbers(p[1], p[2], p[3], strings.ContainsAny(p[0], "年"), text)
		return m, text[len(p[0]):], err
	}
	if p := monthOf.FindStringSubmatch(text); p != nil {
		at, _ := day(atoi(p[1]), atoi(p[2]), 1)
		return cellMoment{at: at, note: NoteMonth}, "", nil
	}
	if p := noYear.FindStringSubmatch(text); p != nil {
		if _, ok := day(2024, atoi(p[1]), atoi(p[3])); ok && r.year() == 0 {
			return m, "", Invalid("received_at", "“%s”没有写年份，请补上年份，例如 2025-03-01。", clip(text))
		}
		at, _ := day(r.year(), atoi(p[1]), atoi(p[3]))
		return cellMoment{at: at, note: NoteYear}, text[len(p[0]):], nil
	}
	return m, "", nil
}

// threeNumbers reads year, month and day, the year first or last.
func (r *Register) threeNumbers(a, b, c string, named bool, text string) (cellMoment, error) {
	x, y, z := atoi(a), atoi(b), atoi(c)
	switch {
	case len(a) == 4 || named && len(a) == 2:
		if len(a) == 2 {
			x += 2000
		}
		if len(c) > 2 {
			return cellMoment{}, nil
		}
		at, _ := day(x, y, z)
		return cellMoment{at: at}, nil
	case len(a) > 2 || len(c) == 3 || len(c) == 1 && z == 0:
		return cellMoment{}, nil
	}
	readings := map[DayOrder]time.Time{}
	year := z
	if len(c) < 4 {
		year += 2000
		if at, ok := day(2000+x, y, z); ok && r.likely(at) {
			readings[YearFirst] = at
		}
	}
	if at, ok := day(year, y, x); ok && (len(c) == 4 || len(c) == 2 && r.likely(at)) {
		readings[DayFirst] = at
	}
	if at, ok := day(year, x, y); ok && (len(c) == 4 || len(c) == 2 && r.likely(at)) {
		readings[MonthFirst] = at
	}
	var one time.Time
	for _, at := range readings {
		one = at
	}
	for _, at := range readings {
		if !at.Equal(one) {
			return r.chosenReading(readings, text)
		}
	}
	return cellMoment{at: one}, nil
}

// chosenReading is the one that was chosen for the file.
func (r *Register) chosenReading(readings map[DayOrder]time.Time, text string) (cellMoment, error) {
	if at, ok := readings[r.Mapping.DayOrder]; ok {
		return cellMoment{at: at, note: NoteDayOrder}, nil
	}
	if r.Ambiguous++; r.AmbiguousExample == "" {
		r.AmbiguousExample = clip(text)
	}
	return cellMoment{}, Invalid("received_at", "“%s”有几种读法，请先选择这个文件中年月日的顺序。", clip(text))
}

// likely tells whether a day whose year has two digits, or none, may be meant.
func (r *Register) likely(at time.Time) bool {
	now := r.Now
	if now.IsZero() {
		now = time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	}
	return at.Year() >= now.Year()-16 && at.Year() <= now.Year()+1
}

// year is the one that the sheet's name or its heading says for all of it, 0 where neither does.
func (r *Register) year() int {
	if r.sheet == nil {
		return 0
	}
	return r.sheet.year
}

func day(year, month, d int) (time.Time, bool) {
	t := time.Date(year, time.Month(month), d, 0, 0, 0, 0, time.UTC)
	if t.Year() != year || int(t.Month()) != month || t.Day() != d || !reasonable(t) {
		return time.Time{}, false
	}
	return t, true
}

func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

func reasonable(t time.Time) bool { return t.Year() >= 1950 && t.Year() <= 2200 }

// timeOfDay reads the time behind a day: 14:05, 9点, 下午3点半, 3:05 PM; nothing is midnight.
func timeOfDay(text string) (h, minute, second int, ok bool) {
	text = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(text), "Tt"))
	text = strings.TrimLeft(text, ",，; ")
	word := strings.ToLower(half.FindString(text))
	text = strings.TrimSpace(half.ReplaceAllString(text, " "))
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(text, "左右"), "许"))
	text = strings.NewReplacer("点半", ":30", "时半", ":30", "点整", ":00", "时整", ":00", "点钟", ":00", "一刻", "15", "三刻", "45", "1刻", "15",
		"3刻", "45", "：", ":").Replace(text)
	if text == "" {
		return 0, 0, 0, true
	}
	text = strings.TrimSuffix(strings.TrimSuffix(text, ":"), ":")
	p := clockOf.FindStringSubmatch(text)
	if p == nil || !strings.ContainsAny(text, ":时点") && word == "" {
		return 0, 0, 0, false
	}
	h, minute, second = atoi(p[1]), atoi(p[2]), atoi(p[3])
	switch word {
	case "下午", "傍晚", "晚上", "夜里", "夜间", "晚", "pm", "p.m.":
		if h < 12 {
			h += 12
		}
	case "中午":
		if h < 10 {
			h += 12
		}
	case "am", "a.m.", "凌晨", "上午":
		if h == 12 && word != "上午" {
			h = 0
		}
	}
	return h, minute, second, h < 24 && minute < 60 && second < 60
}

// narrowed writes full-width digits and signs as the usual ones.
func narrowed(s string) string {
	s = strings.Map(func(c rune) rune {
		switch {
		case c >= 0xFF01 && c <= 0xFF5E:
			return c - 0xFEE0
		case c == '\u3000' || c == '\u00a0' || c == '\n' || c == '\t':
			return ' '
		case c == '－' || c == '—' || c == '–' || c == '‑' || c == '−':
			return '-'
		case c == '。' || c == '·':
			return '.'
		}
		return c
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// inDigits writes a number in Han characters in digits: 二〇二五, 十二, 二十一.
func inDigits(s string) string {
	before, after, tens := strings.Cut(s, "十")
	if tens && (utf8.RuneCountInString(before) > 1 || utf8.RuneCountInString(after) > 1 || after == "十") {
		return s // no number of a date
	}
	return hanNumber([]rune(s))
}

// DayOfNumber is the day and time of a spreadsheet's day number, counted from 1900 or 1904, to the second.
func DayOfNumber(n float64, since int) (time.Time, bool) {
	if math.IsNaN(n) || n < 0 || n > 200_000 {
		return time.Time{}, false
	}
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if since == 1904 {
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	whole, part := math.Modf(n)
	return first.AddDate(0, 0, int(whole)).Add(time.Duration(math.Round(part*86_400)) * time.Second), true
}

// day reads a day number; anything that is not between 1927 and 2447 is no date.
func (r *Register) day(n float64) (time.Time, bool) {
	d, ok := DayOfNumber(n, r.since)
	if !ok || n < 10_000 {
		return time.Time{}, false
	}
	t := time.Date(d.Year(), d.Month(), d.Day(), d.Hour(), d.Minute(), d.Second(), 0, r.Org.Zone).UTC()
	return t, reasonable(t)
}
