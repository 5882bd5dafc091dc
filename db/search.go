package db

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"

	"huiyin/huiyin"
)

// This file holds all that is SQLite's own about full-text search. A text is indexed as overlapping
// pairs of characters of each Han run plus its last character alone, and as whole words otherwise,
// after folding Traditional to Simplified, full to half width and upper to lower case.

var simplify = func() map[rune]rune {
	m := make(map[rune]rune, 3200)
	s := []rune(simplified)
	for i, t := range []rune(traditional) {
		m[t] = s[i]
	}
	return m
}()

// fold brings a character to the one form that is indexed and searched.
func fold(r rune) rune {
	if r < 0x80 {
		return unicode.ToLower(r)
	}
	if r >= 0xFF01 && r <= 0xFF5E { // full width
		return unicode.ToLower(r - 0xFEE0)
	}
	if s, ok := simplify[r]; ok {
		return s
	}
	return unicode.ToLower(r)
}

// runs calls use for each run of Han characters and each run of other letters and digits, folded.
func runs(text string, use func(run []rune, han bool)) {
	var run []rune
	han := false
	flush := func() {
		if len(run) > 0 {
			use(run, han)
		}
		run = run[:0]
	}
	for _, r := range text {
		r = fold(r)
		isHan := unicode.Is(unicode.Han, r)
		switch {
		case !isHan && !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
			continue
		case isHan != han:
			flush()
			han = isHan
		}
		run = append(run, r)
	}
	flush()
}

// tokens writes the index form of a text.
func tokens(b *strings.Builder, text string) {
	runs(text, func(run []rune, han bool) {
		if !han {
			b.WriteByte(' ')
			for _, r := range run {
				b.WriteRune(r)
			}
			return
		}
		for i := range run {
			b.WriteByte(' ')
			b.WriteRune(run[i])
			if i+1 < len(run) {
				b.WriteRune(run[i+1])
			}
		}
	})
}

// document is everything one may find a complaint by, and the marks by which a search looks only through
// what its reader may see.
func document(c *huiyin.Complaint) string {
	var b strings.Builder
	phoneTokens(&b, c.Phone)
	tokens(&b, strings.Join(initials(c.Name), " "))
	if d := digits(c.OutsideNumber); len(d) >= leastPhone { // a question of nothing but digits is read as one run
		b.WriteString(" " + d)
	}
	passages(c, func(_ huiyin.Place, text string) { tokens(&b, text) })
	for _, m := range []string{mark('s', c.Site), mark('g', string(c.Grade)), mark('t', string(c.State)),
		mark('u', string(c.Urgency)), mark('c', string(c.Channel)), mark('y', c.Category), mark('o', c.Owner)} {
		b.WriteString(" " + m)
	}
	for _, key := range c.Concerns() {
		b.WriteString(" " + keyToken(key))
	}
	if !c.NextToKeep().Due.IsZero() {
		b.WriteString(" " + dueToken)
	}
	return b.String()
}

// Marks in the index are what nobody can type: they begin with a character of private use, which is
// neither letter nor digit to runs. A kind of mark is a letter: s the site, k whom it concerns (rule P3),
// and g, t, u, c, y, o what lists are narrowed to.
const (
	markBegins = "\uE000"
	dueToken   = markBegins + "d" // has a date to keep
)

func mark(kind rune, code string) string { return markBegins + string(kind) + private(code) }

func keyToken(key string) string { return mark('k', key) }

// private keeps a code in one token.
func private(code string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '\uE001'
	}, code)
}

// mostMarks is how many marks of one kind a search asks for; beyond, looking at each hit costs less.
const mostMarks = 16

// matchSeen narrows a search to what a person may see and to what the list is narrowed to, so that it
// costs what fits all and not every hit there is. The conditions that stand beside it decide.
func (s *Store) matchSeen(match string, sc scope, f huiyin.Filter) string {
	and := func(marks ...string) {
		if len(marks) > 0 && len(marks) <= mostMarks {
			match = "(" + match + `) AND ("` + strings.Join(marks, `" OR "`) + `")`
		}
	}
	if f.Sort == "due" || f.Late {
		and(dueToken)
	}
	site := f.Site
	if f.Moved { // found at either
		site = ""
	}
	for i, code := range []string{site, string(f.Grade), string(f.State), string(f.Urgency), string(f.Channel),
		f.Owner} {
		if code != "" {
			and(mark(rune("sgtuco"[i]), code))
		}
	}
	if f.Category != "" {
		var marks []string
		for _, code := range s.categoryCodes(f.Category) {
			marks = append(marks, mark('y', code))
		}
		and(marks...)
	}
	if !sc.all {
		var marks []string
		for _, site := range sc.sites {
			marks = append(marks, mark('s', site))
		}
		for _, key := range sc.keys {
			marks = append(marks, keyToken(key))
		}
		and(marks...)
	}
	return match
}

// categoryCodes are a category and those below it.
func (s *Store) categoryCodes(category string) []string {
	codes := []string{category}
	for _, c := range s.Org().Categories {
		if c.Parent == category {
			codes = append(codes, c.Code)
		}
	}
	return codes
}

// phoneMark stands before the digits of a phone number in the index, so that only the whole number or
// its last four digits find it: whoever sees it masked cannot feel their way along it (rule P5).
const phoneMark = "p"

// leastPhone is how many digits with nothing but spaces and signs between them are read as one phone number.
const leastPhone = 7

// phoneTokens writes the index form of a phone number.
func phoneTokens(b *strings.Builder, phone string) {
	if phone := digits(phone); phone != "" {
		b.WriteString(" " + phoneMark + phone + " " + phoneMark + phone[max(0, len(phone)-4):])
	}
}

// digits are those of a phone number, however it was typed.
func digits(phone string) string {
	return strings.Map(func(r rune) rune {
		if r = fold(r); r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone)
}

var pinyinArgs = pinyin.Args{Style: pinyin.FirstLetter, Heteronym: true,
	Fallback: func(rune, pinyin.Args) []string { return nil }}

// mostReadings bounds the readings of a name of which many characters have several.
const mostReadings = 16

// initials are the first letters of a name's pinyin, in every reading: 王小明 → wxm, 单庆 → dq sq cq.
func initials(name string) []string {
	out := []string{""}
	for _, letters := range pinyin.Pinyin(name, pinyinArgs) {
		var longer []string
		for _, begun := range out {
			for _, l := range letters {
				if !slices.Contains(longer, begun+l) && len(longer) < mostReadings {
					longer = append(longer, begun+l)
				}
			}
		}
		out = longer
	}
	return out
}

// index writes a complaint's search text where it differs from before.
func (t *tx) index(c *huiyin.Complaint, before string) error {
	if before == "" {
		if err := t.indexName(c); err != nil {
			return err
		}
	}
	return t.indexIn("texts", c.ID, document(c), before)
}

// indexAnew indexes the complaints that an earlier Huiyin indexed in its own way, some at a time.
func (s *Store) indexAnew(ctx context.Context) error {
	for {
		ids, err := all[int64](reader{ctx, s}, "SELECT complaint FROM unindexed ORDER BY complaint LIMIT 500")
		if err != nil || len(ids) == 0 {
			return err
		}
		_, err = s.write(ctx, Once{}, func(t *tx) error {
			for _, id := range ids {
				c, err := load(t, "id = ?", id)
				if err != nil {
					return err
				}
				if _, err := t.exec("DELETE FROM texts WHERE rowid = ?", id); err != nil {
					return err
				}
				if err := t.indexIn("texts", id, document(c), ""); err != nil {
					return err
				}
			}
			_, err := t.exec("DELETE FROM unindexed WHERE complaint <= ?", ids[len(ids)-1])
			return err
		})
		if err != nil {
			return err
		}
	}
}

// indexIn is index for any table of texts.
func (t *tx) indexIn(table string, id int64, now, before string) error {
	if now == before {
		return nil
	}
	if before != "" {
		t.later("DELETE FROM "+table+" WHERE rowid = ?", id)
	}
	t.later("INSERT INTO "+table+" (rowid, t) VALUES (?, ?)", id, now)
	return nil
}

// mostTyped is how many characters of a question count; a pasted letter is found by its beginning.
const mostTyped = 200

// mostSought is how many words of a question count.
const mostSought = 10

// sought parts what was typed into its words, of which each must be found.
func sought(typed string) []string {
	if r := []rune(typed); len(r) > mostTyped {
		typed = string(r[:mostTyped])
	}
	if phone := digits(typed); len(phone) >= leastPhone && strings.Trim(typed, "0123456789０１２３４５６７８９ 　-－+()（）") == "" {
		typed = phone
	}
	var words []string
	for _, word := range strings.Fields(typed) {
		if len(words) < mostSought && strings.ContainsFunc(word, func(r rune) bool {
			r = fold(r)
			return unicode.Is(unicode.Han, r) || unicode.IsLetter(r) || unicode.IsDigit(r)
		}) {
			words = append(words, word)
		}
	}
	return words
}

// matchQuery turns typed words into an FTS5 query: every word must be found. ok is false when nothing
// searchable was typed.
func matchQuery(typed string) (query string, ok bool) {
	var words []string
	for _, word := range sought(typed) {
		var phrase []string
		prefix := false
		last := "" // of a Han run that something follows: the index has it there
		runs(word, func(run []rune, han bool) {
			if last != "" {
				phrase = append(phrase, last)
			}
			last, prefix = "", false
			switch {
			case !han:
				phrase = append(phrase, string(run))
				prefix = len(run) >= 2
			case len(run) == 1:
				phrase = append(phrase, string(run))
				prefix = true
			default:
				for i := 0; i+1 < len(run); i++ {
					phrase = append(phrase, string(run[i:i+2]))
				}
				last = string(run[len(run)-1])
			}
		})
		q := `"` + strings.Join(phrase, " ") + `"`
		if prefix {
			q += "*"
		}
		if d := digits(word); len(phrase) == 1 && d == phrase[0] {
			q = "(" + q + ` OR "` + phoneMark + d + `")`
		}
		words = append(words, q)
	}
	return strings.Join(words, " AND "), len(words) > 0
}
