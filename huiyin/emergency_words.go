package huiyin

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// EmergencyPattern says what and what happens to it: a sentence that has one of each near each other may tell of an
// emergency (rules K2, I14). Without What one of Happens is enough.
type EmergencyPattern struct{ What, Happens []string }

// How many characters stand between what and what happens to it, and between what happens and to what.
const (
	emergencyApart = "[^。！？!?；;\n]{0,16}?"
	emergencyBack  = "[^。！？!?；;\n，,]{0,8}?"
)

// pair is the pattern as browsers and Go read it alike; the words of the seed may hold classes of characters.
func (p EmergencyPattern) pair() [2]string {
	return [2]string{strings.Join(p.What, "|"), strings.Join(p.Happens, "|")}
}

func (p EmergencyPattern) compiled() *regexp.Regexp {
	k := p.pair()
	what, happens := "(?:"+k[0]+")", "(?:"+k[1]+")"
	if k[0] == "" {
		return regexp.MustCompile(happens)
	}
	return regexp.MustCompile(what + emergencyApart + happens + "|" + happens + emergencyBack + what)
}

// EmergencyReading is what a text is read by, here and in the browser: pairs that may tell of an emergency, in this order
// with Apart between them or in the other with Back, and words that say that there is none, in the same clause or in the
// sentence.
type EmergencyReading struct {
	Pairs    [][2]string `json:"pairs"` // what, "" where one of the second is enough
	Apart    string      `json:"apart"`
	Back     string      `json:"back"`
	Clause   string      `json:"clause"`
	Sentence string      `json:"sentence"`

	own []EmergencyPattern
}

// EmergencyReading gives the patterns of the house: those it ships with and its own.
func (o *Org) EmergencyReading() EmergencyReading {
	r := EmergencyReading{Clause: strings.Join(noEmergencyClause, "|"), Sentence: strings.Join(noEmergencySentence, "|"),
		Apart: emergencyApart, Back: emergencyBack}
	for _, line := range o.EmergencyWords {
		if p, ok := emergencyLine(line); ok {
			r.own = append(r.own, p)
		}
	}
	for _, p := range slices.Concat(emergencySeed, r.own) {
		r.Pairs = append(r.Pairs, p.pair())
	}
	return r
}

// shipped are the patterns of the seed, compiled when they are first needed.
var shipped = sync.OnceValue(func() (all struct {
	alarm            []*regexp.Regexp
	clause, sentence *regexp.Regexp
}) {
	for _, p := range emergencySeed {
		all.alarm = append(all.alarm, p.compiled())
	}
	all.clause = regexp.MustCompile(strings.Join(noEmergencyClause, "|"))
	all.sentence = regexp.MustCompile(strings.Join(noEmergencySentence, "|"))
	return all
})

// emergencyLine reads a line of the settings: 泳池 儿童池 × 溺水 呛水, or words alone.
func emergencyLine(line string) (p EmergencyPattern, ok bool) {
	line = strings.NewReplacer("x", "×", "X", "×", "*", "×", "＊", "×").Replace(strings.ToValidUTF8(line, ""))
	what, happens, pair := strings.Cut(line, "×")
	if !pair {
		what, happens = "", what
	}
	quoted := func(words string) (out []string) {
		for w := range strings.FieldsFuncSeq(words, func(r rune) bool { return strings.ContainsRune(" 　、，,|/\t", r) }) {
			out = append(out, regexp.QuoteMeta(w))
		}
		return out
	}
	p = EmergencyPattern{quoted(what), quoted(happens)}
	return p, len(p.Happens) > 0 && (!pair || len(p.What) > 0)
}

var (
	sentenceEnds = regexp.MustCompile(`[。！？!?；;\n]`)
	clauseEnds   = regexp.MustCompile(`[，,、]`)
)

// Finder gives what finds the words of a text that may tell of an emergency, "" for none (I14).
func (r EmergencyReading) Finder() func(text string) string {
	seed := shipped()
	alarm := slices.Clone(seed.alarm)
	for _, p := range r.own {
		alarm = append(alarm, p.compiled())
	}
	return func(text string) string {
		for _, s := range sentenceEnds.Split(inSimplified(text), -1) {
			if seed.sentence.MatchString(s) {
				continue
			}
			for _, a := range alarm {
				for _, m := range a.FindAllStringIndex(s, -1) {
					if !seed.clause.MatchString(around(s, m[0], m[1])) {
						return s[m[0]:m[1]]
					}
				}
			}
		}
		return ""
	}
}

// Find is what Finder finds in one text.
func (r EmergencyReading) Find(text string) string { return r.Finder()(text) }

// around is the clause, or the clauses, in which a passage stands.
func around(s string, from, to int) string {
	if before := clauseEnds.FindAllStringIndex(s[:from], -1); before != nil {
		from = before[len(before)-1][1]
	} else {
		from = 0
	}
	if after := clauseEnds.FindStringIndex(s[to:]); after != nil {
		return s[from : to+after[0]]
	}
	return s[from:]
}

// inSimplified writes a text in Simplified characters, and leaves all others as they are.
func inSimplified(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x2E80 {
			if s, ok := sameAs[r]; ok && r < 0xFF00 {
				return s
			}
		}
		return r
	}, text)
}

// mostEmergencyLines bounds the patterns of the house's own.
const mostEmergencyLines = 200

// Recognition is what the settings say of texts and numbers: the firm's own numbers (I9) and its own patterns of
// emergencies (I14).
type Recognition struct {
	OwnPhones      []string
	EmergencyWords []string
}

// SetRecognition stores them.
func (o *Org) SetRecognition(by Actor, now time.Time, r Recognition) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	r, err := checkedRecognition(r)
	if err != nil {
		return err
	}
	joined := func(lines []string) string { return strings.Join(lines, "\n") }
	detail := changes("own_phones", joined(o.OwnPhones), joined(r.OwnPhones), "emergency_words", joined(o.EmergencyWords),
		joined(r.EmergencyWords))
	o.OwnPhones, o.EmergencyWords = r.OwnPhones, r.EmergencyWords
	if len(detail) > 0 {
		o.note(by, now, "settings", detail)
	}
	return nil
}

// checkedRecognition are settings as they are kept, a line each.
func checkedRecognition(r Recognition) (Recognition, error) {
	lines := func(in []string) (out []string) {
		for _, l := range in {
			if l = strings.Join(strings.Fields(l), " "); l != "" && !slices.Contains(out, l) {
				out = append(out, l)
			}
		}
		return out
	}
	r = Recognition{lines(r.OwnPhones), lines(r.EmergencyWords)}
	for _, l := range r.OwnPhones {
		if err := phoneWrong("own_phones", l); err != nil {
			return r, err
		}
	}
	for _, l := range r.EmergencyWords {
		if _, ok := emergencyLine(l); !ok {
			return r, Invalid("emergency_words", "“%s”须写成“什么 × 发生什么”，词之间用空格隔开。", clip(l))
		}
	}
	if len(r.EmergencyWords) > mostEmergencyLines || len(r.OwnPhones) > mostEmergencyLines {
		return r, Invalid("emergency_words", "最多 %d 行。", mostEmergencyLines)
	}
	return r, nil
}
