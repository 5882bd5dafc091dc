package db

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"

	"huiyin/huiyin"
)

// This file holds all that is SQLite's own about full-text search. A text is indexed as overlapping
// pairs of characters of each Han run plus its last character alone, and as whole words otherwise,
// after folding Traditional to Simplified, full to half width and upper to lower case.

// fold brings a character to the one form that is indexed and searched.
func fold(r rune) rune { return huiyin.FoldRune(r) }

// runs calls use for each run of Han characters and each run of other letters and digits, folded.
func runs(text string, use func(run []rune, han bool)) {
	huiyin.Runs(text, func(r huiyin.Run) { use(r.Letters, r.Han) })
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
	for _, number := range []string{c.Number, c.Contract, c.OldNumber, c.OutsideNumber} {
		joinedTokens(&b, number)
	}
	b.WriteString(unitTokens(c.Unit))
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

// leastPhone is how many digits a whole phone number has at least.
const leastPhone = 7

// phoneTokens writes the index form of every phone number of a field: whole, and its end; of one with an area code or
// an extension also without (I11).
func phoneTokens(b *strings.Builder, field string) {
	for _, p := range huiyin.Phones(field) {
		for _, d := range phoneForms(p) {
			b.WriteString(" " + phoneMark + d)
		}
		if end := p.Line(); len(end) >= 4 {
			b.WriteString(" " + phoneMark + end[len(end)-4:])
		}
	}
}

// phoneForms are the digits by which a number is found.
func phoneForms(p huiyin.Phone) []string {
	base := digits(p.Base)
	out := []string{base}
	if l := p.Line(); l != p.Base {
		out = append(out, l)
	}
	if p.Extension != "" {
		out = append(out, base+p.Extension)
	}
	return out
}

// joinedTokens writes a number of a case or a contract as it is typed without its signs, and without the letters or
// the code before it: 20250303001 and HY20250303001 find TS-HY-20250303-001.
func joinedTokens(b *strings.Builder, number string) {
	var parts []string
	runs(number, func(run []rune, _ bool) { parts = append(parts, string(run)) })
	for len(parts) > 1 {
		b.WriteString(" " + strings.Join(parts, ""))
		parts = parts[1:]
	}
}

// unitTokens are the marks of a unit, however it is typed (I8).
func unitTokens(unit string) string {
	key, room := huiyin.UnitKey(unit), huiyin.UnitRoom(unit)
	if key == "" {
		return ""
	}
	out := " " + unitToken(key)
	if room != key {
		out += " " + unitToken(room)
	}
	return out
}

func unitToken(key string) string { return mark('r', key) }

// digits are those of a text, however it was typed.
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
func initials(name string) []string { return readings(name, pinyinArgs) }

func readings(name string, how pinyin.Args) []string {
	out := []string{""}
	for _, letters := range pinyin.Pinyin(name, how) {
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

// Spelled is how a Chinese name is written in letters, in every reading: 示例地产 → shilidichan, sldc.
func Spelled(name string) []string {
	whole := pinyinArgs
	whole.Style = pinyin.Normal
	return append(readings(name, whole), initials(name)...)
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

// typedQuery is what was typed, in its words, of which each must be found, and in the readings of the whole (I10).
type typedQuery struct {
	words []string
	whole string // all of it where it may be one phone, unit or number
}

// askedFor reads what was typed.
func askedFor(typed string) (a typedQuery) {
	if r := []rune(typed); len(r) > mostTyped {
		typed = string(r[:mostTyped])
	}
	for _, word := range strings.Fields(typed) {
		if len(a.words) < mostSought && strings.ContainsFunc(word, searchable) {
			a.words = append(a.words, word)
		}
	}
	if len(a.words) > 1 && strings.ContainsFunc(typed, unicode.IsDigit) {
		a.whole = typed
	}
	return a
}

func searchable(r rune) bool {
	r = fold(r)
	return unicode.Is(unicode.Han, r) || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// matchQuery turns typed words into an FTS5 query: every word must be found. ok is false when nothing searchable was
// typed. What may be a phone, a unit or a number is looked for as each of them (I10).
func matchQuery(typed string) (query string, ok bool) {
	return matchWords(askedFor(typed), func(string) string { return "" })
}

// matchNamed is matchQuery for complaints, whose category is found by its name as it is called today (I11).
func (s *Store) matchNamed(typed string) (query string, ok bool) {
	return matchWords(askedFor(typed), func(word string) string {
		key := huiyin.NameKey(word)
		if len([]rune(key)) < 2 {
			return ""
		}
		var marks []string
		for _, c := range s.Org().Categories {
			if strings.Contains(huiyin.NameKey(c.Name), key) {
				for _, code := range s.categoryCodes(c.Code) {
					if m := `"` + mark('y', code) + `"`; !slices.Contains(marks, m) {
						marks = append(marks, m)
					}
				}
			}
		}
		return strings.Join(marks[:min(len(marks), mostMarks)], " OR ")
	})
}

// matchWords is matchQuery; also gives what else a word may mean, "" for nothing.
func matchWords(a typedQuery, also func(word string) string) (query string, ok bool) {
	var words []string
	for _, word := range a.words {
		q := phraseOf(word)
		for _, more := range append(readingsOf(word), also(word)) {
			if more != "" {
				q += " OR " + more
			}
		}
		words = append(words, "("+q+")")
	}
	query = strings.Join(words, " AND ")
	for _, more := range readingsOf(a.whole) {
		query = "(" + query + ") OR " + more
	}
	return query, len(words) > 0
}

// readingsOf are what a text may mean besides its letters: a phone, a unit, a number without its signs.
func readingsOf(text string) (out []string) {
	if !strings.ContainsFunc(text, unicode.IsDigit) {
		return nil
	}
	for _, p := range huiyin.PhonesAsked(text) {
		out = append(out, `"`+phoneMark+digits(p.Base)+p.Extension+`"`)
	}
	if d := digits(text); len(out) == 0 && d == huiyin.PlainTyped(text) {
		out = append(out, `"`+phoneMark+d+`"`)
	}
	if key := huiyin.UnitKey(text); strings.Contains(key, "-") {
		out = append(out, `"`+unitToken(key)+`"`)
	}
	var joined []rune
	n := 0
	runs(text, func(run []rune, han bool) { joined = append(joined, run...); n++ })
	if n > 1 && len(joined) >= 4 && !slices.ContainsFunc(joined, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		out = append(out, `"`+string(joined)+`"*`)
	}
	return out
}

// phraseOf is the query for the letters of a word.
func phraseOf(word string) string {
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
	return q
}
