package db

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"

	"huiyin"
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

// document is everything one may find a complaint by.
func document(c *huiyin.Complaint) string {
	var b strings.Builder
	add := func(texts ...string) {
		for _, t := range texts {
			tokens(&b, t)
		}
	}
	add(c.Number, c.Name, c.Phone, lastFour(c.Phone), c.Unit, c.Contract, c.EventPlace, c.Involved, c.Matter, c.Demand, initials(c.Name))
	for _, f := range c.Findings {
		add(f.Finding, f.Ground)
	}
	for _, k := range c.Contacts {
		add(k.Said, k.Promised)
	}
	for _, a := range c.Answers {
		add(a.Said, a.Wants)
	}
	for _, p := range c.Proposals {
		add(p.Text)
	}
	for _, a := range c.Attachments {
		add(a.Name)
	}
	return b.String()
}

func lastFour(phone string) string {
	if len(phone) < 7 || utf8.RuneCountInString(phone) != len(phone) {
		return ""
	}
	return phone[len(phone)-4:]
}

var pinyinArgs = pinyin.Args{Style: pinyin.FirstLetter, Heteronym: false, Fallback: func(rune, pinyin.Args) []string { return nil }}

// initials are the first letters of a name's pinyin: 王小明 → wxm.
func initials(name string) string {
	var b strings.Builder
	for _, syllable := range pinyin.LazyPinyin(name, pinyinArgs) {
		b.WriteString(syllable)
	}
	return b.String()
}

// index writes a complaint's search text where it differs from before.
func (t *tx) index(c *huiyin.Complaint, before string) error {
	now := document(c)
	if now == before {
		return nil
	}
	if before != "" {
		if _, err := t.exec("DELETE FROM texts WHERE rowid = ?", c.ID); err != nil {
			return err
		}
	}
	_, err := t.exec("INSERT INTO texts (rowid, t) VALUES (?, ?)", c.ID, now)
	return err
}

// matchQuery turns typed words into an FTS5 query: every word must be found. ok is false when nothing
// searchable was typed.
func matchQuery(typed string) (query string, ok bool) {
	var words []string
	for _, word := range strings.Fields(typed) {
		var phrase []string
		prefix := false
		runs(word, func(run []rune, han bool) {
			prefix = false
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
			}
		})
		if len(phrase) == 0 {
			continue
		}
		q := `"` + strings.Join(phrase, " ") + `"`
		if prefix {
			q += "*"
		}
		words = append(words, q)
		if len(words) == 10 {
			break
		}
	}
	return strings.Join(words, " AND "), len(words) > 0
}
