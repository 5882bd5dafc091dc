package db

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"huiyin/huiyin"
)

// This file knows which texts of a complaint a search looks through, and shows where it found something.

// ownPassages are the columns of a complaint's own row. Identity and address are in no search; the phone
// has marks of its own (rule P5).
var ownPassages = columns("matter demand name unit number old_number contract event_place involved next_steps " +
	"close_reason outside_number outside_category")

// toldPassages are the columns of its parts, in the order in which a hit in them is shown rather than in
// the next. Only what everyone reads who sees the complaint stands here: not consequences (rule A3), nor
// what a correction replaced (rule W11).
var toldPassages = []struct {
	place huiyin.Place
	table string
	cols  []string
}{
	{huiyin.TextInFinding, "finding", columns("finding ground asked conclusion")},
	{huiyin.TextInOpinion, "opinion", columns("opinion")},
	{huiyin.TextInStatement, "statement", columns("statement")},
	{huiyin.TextInContact, "contact", columns("said promised who")},
	{huiyin.TextInProposal, "proposal", columns("text ground")},
	{huiyin.TextInDecision, "step", columns("words")},
	{huiyin.TextInAnswer, "answer", columns("said wants ground")},
	{huiyin.TextInResult, "result", columns("said wants")},
	{huiyin.TextInTask, "task", columns("what result")},
	{huiyin.TextInCause, "cause", columns("cause")},
	{huiyin.TextInMeasure, "measure", columns("what done words")},
	{huiyin.TextInFollowUp, "follow_up", columns("said word")},
	{"close_reason", "stand_in", columns("words")},
	{huiyin.TextInReminder, "reminder", columns("caller")},
	{huiyin.TextInAttachment, "attachment", columns("name note")},
	{huiyin.TextInDispute, "dispute", columns("body file_number mediator lawyer claim words")},
	{huiyin.TextInDispute, "dispute_event", columns("words")},
	{huiyin.TextInPayment, "payment", columns("receipt payee reason")},
	{huiyin.TextInPayment, "payment_waiver", columns("reason")},
	{huiyin.TextInGift, "present", columns("what words receipt reason")},
	{huiyin.TextInPause, "pause", columns("reason")},
	{huiyin.TextInExtension, "extension", columns("reason")},
	{huiyin.TextInOutside, "outside_event", columns("text")},
}

// passages gives the texts that a search looks through, each with its place.
func passages(c *huiyin.Complaint, use func(huiyin.Place, string)) {
	pairs := complaintTable.pairs(c)
	for _, col := range ownPassages {
		if text := *pairs[slices.Index(complaintTable.cols, col)].field.(*string); text != "" {
			use(huiyin.Place(col), text)
		}
	}
	all := parts(c)
	for _, told := range toldPassages {
		i := slices.IndexFunc(all, func(p part) bool { return p.named() == told.table })
		all[i].texts(told.cols, func(text string) {
			if text != "" {
				use(told.place, text)
			}
		})
	}
}

// mostRead is how much of one text is read for an excerpt, in characters.
const mostRead = 4000

// Each of these reads the complaints of a page in one query, whatever is on it.
var selectOwn, selectTold = func() (own, told string) {
	page := "WITH page (id) AS (VALUES " + strings.TrimSuffix(strings.Repeat("(?), ", pageRows), ", ") + ") "
	own = page + fmt.Sprintf("SELECT c.id, c.phone, substr(c.%s, 1, %d) FROM page CROSS JOIN complaint c ON c.id "+
		"= page.id",
		strings.Join(ownPassages, fmt.Sprintf(", 1, %d), substr(c.", mostRead)), mostRead)
	var selects []string
	for n, t := range toldPassages {
		for _, col := range t.cols {
			selects = append(selects,
				fmt.Sprintf("SELECT p.complaint, %d, substr(p.%s, 1, %d) FROM page CROSS JOIN %s p ON p.complaint "+
					"= page.id", n, col, mostRead, t.table))
		}
	}
	return own, page + strings.Join(selects, " UNION ALL ")
}()

// excerpts puts into the rows of a page where they have what was sought.
func excerpts(q querier, rows []huiyin.Listed, typed string) error {
	ask := askedFor(typed)
	var words []word
	for _, w := range ask.words {
		words = append(words, wordOf(w))
	}
	if len(rows) == 0 || len(words) == 0 {
		return nil
	}
	best := map[int64]*hit{}
	rest := map[int64]bool{} // rows whose own texts have not all the words
	for _, l := range rows {
		best[l.ID], rest[l.ID] = &hit{}, true
	}
	var id int64
	var phone string
	texts := make([]string, len(ownPassages))
	into := []any{&id, &phone}
	for i := range texts {
		into = append(into, &texts[i])
	}
	err := q.query(selectOwn, padded(rest), func(found *sql.Rows) error {
		for found.Next() {
			if err := found.Scan(into...); err != nil {
				return err
			}
			b := best[id]
			for i, col := range ownPassages {
				b.look(huiyin.Place(col), texts[i], words)
			}
			if b.words < len(words) {
				b.lookOver(phone, texts[slices.Index(ownPassages, "unit")], texts[slices.Index(ownPassages, "name")], ask)
			}
			if b.words == len(words) {
				delete(rest, id)
			}
		}
		return nil
	})
	if err == nil && len(rest) > 0 {
		err = q.query(selectTold, padded(rest), func(found *sql.Rows) error {
			var n int
			var text string
			for found.Next() {
				if err := found.Scan(&id, &n, &text); err != nil {
					return err
				}
				best[id].look(toldPassages[n].place, text, words)
			}
			return nil
		})
	}
	if err != nil {
		return fmt.Errorf("excerpts: %w", err)
	}
	for i := range rows {
		rows[i].Excerpt = best[rows[i].ID].excerpt()
	}
	return nil
}

// padded are the ids as arguments, and as many of nobody as it takes.
func padded(ids map[int64]bool) []any {
	out := make([]any, 0, pageRows)
	for id := range ids {
		out = append(out, id)
	}
	for len(out) < pageRows {
		out = append(out, 0)
	}
	return out
}

// word is one of the words sought, folded, in its runs as the index has them.
type word struct {
	letters []rune
	run     []int // of each letter
	han     []bool
}

func wordOf(typed string) word {
	var w word
	n := 0
	runs(typed, func(run []rune, han bool) {
		for _, r := range run {
			w.letters, w.run, w.han = append(w.letters, r), append(w.run, n), append(w.han, han)
		}
		n++
	})
	return w
}

// folded is a text as the index has it, and where each of its letters stands in it.
type folded struct {
	word
	at []int // byte
}

func foldText(text string) folded {
	var f folded
	n := 0
	huiyin.Runs(text, func(run huiyin.Run) {
		n++
		for i, r := range run.Letters {
			f.letters, f.run, f.han, f.at = append(f.letters, r), append(f.run, n), append(f.han, run.Han), append(f.at, run.At[i])
		}
	})
	return f
}

// has tells whether w stands at letter i of f, by the rules of matchQuery: within a run it is found
// anywhere in Chinese, and elsewhere only from the beginning of the run, to the end of it or, with two
// letters and more at the end of what was typed, anywhere.
func (f *folded) has(w word, i int) bool {
	if !w.han[0] && i > 0 && f.run[i-1] == f.run[i] {
		return false
	}
	for k, r := range w.letters {
		if f.letters[i+k] != r || k > 0 && (f.run[i+k] == f.run[i+k-1]) != (w.run[k] == w.run[k-1]) {
			return false
		}
	}
	last := len(w.letters) - 1
	if next := i + last + 1; !w.han[last] && (last == 0 || w.run[last-1] != w.run[last]) {
		return next == len(f.letters) || f.run[next] != f.run[i+last]
	}
	return true
}

// hit is the passage of a complaint that has most of the words.
type hit struct {
	words int
	place huiyin.Place
	text  string
	spans [][2]int // what is marked, in bytes
}

// look takes a text where it has more of the words than those before.
func (b *hit) look(place huiyin.Place, text string, words []word) {
	f := foldText(text)
	n := 0
	var marked []bool
	for _, w := range words {
		found := false
		for i := 0; i+len(w.letters) <= len(f.letters); i++ {
			if !f.has(w, i) {
				continue
			}
			if marked == nil {
				marked = make([]bool, len(f.letters))
			}
			found = true
			for k := range w.letters {
				marked[i+k] = true
			}
		}
		if found {
			n++
		}
	}
	if n <= b.words {
		return
	}
	*b = hit{words: n, place: place, text: text}
	for i, m := range marked {
		if !m {
			continue
		}
		end := len(text)
		if i+1 < len(f.at) {
			end = f.at[i+1]
		}
		end = f.at[i] + len(firstRune(text[f.at[i]:end]))
		if last := len(b.spans) - 1; last >= 0 && b.spans[last][1] == f.at[i] {
			b.spans[last][1] = end
		} else {
			b.spans = append(b.spans, [2]int{f.at[i], end})
		}
	}
}

func firstRune(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}

// lookOver finds what stands in no text as it was typed: the phone, of which only that it fits is said (rule P5), the
// unit in another spelling, and the first letters of the name.
func (b *hit) lookOver(phone, unit, name string, ask typedQuery) {
	if b.words > 0 {
		return
	}
	for _, typed := range append(slices.Clone(ask.words), ask.whole) {
		key, letters := huiyin.UnitKey(typed), huiyin.NameKey(typed)
		switch {
		case fitsPhone(phone, typed):
			*b = hit{words: 1, place: huiyin.TextInPhone}
		case strings.Contains(key, "-") && (key == huiyin.UnitKey(unit) || key == huiyin.UnitRoom(unit)):
			*b = hit{words: 1, place: "unit", text: unit, spans: [][2]int{{0, len(unit)}}}
		case letters != "" && slices.ContainsFunc(initials(name),
			func(in string) bool { return in == letters || len(letters) >= 2 && strings.HasPrefix(in, letters) }):
			*b = hit{words: 1, place: "name", text: name, spans: [][2]int{{0, len(name)}}}
		}
		if b.words > 0 {
			return
		}
	}
}

// fitsPhone tells whether what was typed is a phone of a field, or the end of one.
func fitsPhone(field, typed string) bool {
	if field == "" || typed == "" {
		return false
	}
	var index strings.Builder
	phoneTokens(&index, field)
	tokens := strings.Fields(index.String())
	for _, p := range huiyin.PhonesAsked(typed) {
		if slices.Contains(tokens, phoneMark+digits(p.Base)+p.Extension) {
			return true
		}
	}
	d := digits(typed)
	return d != "" && d == huiyin.PlainTyped(typed) && slices.Contains(tokens, phoneMark+d)
}

const (
	mostBefore  = 6 // characters of an excerpt before the first hit
	mostExcerpt = 80
)

// excerpt is the passage around its first hit, nil where none was found.
func (b *hit) excerpt() *huiyin.Excerpt {
	if b.words == 0 {
		return nil
	}
	e := &huiyin.Excerpt{Place: b.place}
	if len(b.spans) == 0 {
		return e
	}
	from, before := b.spans[0][0], 0
	for from > 0 && before < mostBefore {
		from -= lastRune(b.text[:from])
		before++
	}
	to, n := from, 0
	for to < len(b.text) && n < mostExcerpt {
		to += len(firstRune(b.text[to:]))
		n++
	}
	add := func(text string, hit bool) {
		if text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\t' }), " "); text != "" {
			e.Pieces = append(e.Pieces, huiyin.Piece{Text: text, Hit: hit})
		}
	}
	if from > 0 {
		add("…", false)
	}
	at := from
	for _, span := range b.spans {
		if span[0] >= to {
			break
		}
		add(b.text[at:span[0]], false)
		at = min(span[1], to)
		add(b.text[span[0]:at], true)
	}
	add(b.text[at:to], false)
	if to < len(b.text) {
		add("…", false)
	}
	return e
}

func lastRune(s string) int {
	for n := 1; n < len(s); n++ {
		if c := s[len(s)-n]; c < 0x80 || c >= 0xC0 {
			return n
		}
	}
	return len(s)
}
