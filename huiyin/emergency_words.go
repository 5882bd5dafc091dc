package huiyin

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// EmergencyPattern says what and what happens to it: a sentence that has one of each near each other may tell of an
// emergency (rules K2, I14). Without What one of Happens is enough.
type EmergencyPattern struct{ What, Happens []string }

// mostApart is how many characters stand between what and what happens to it.
const mostApart = "[^。！？!?；;\n]{0,16}?"

// regex is the pattern as browsers and Go read it alike; the words of the seed may hold classes of characters.
func (p EmergencyPattern) regex() string {
	happens := "(?:" + strings.Join(p.Happens, "|") + ")"
	if len(p.What) == 0 {
		return happens
	}
	what := "(?:" + strings.Join(p.What, "|") + ")"
	return what + mostApart + happens + "|" + happens + "[^。！？!?；;\n，,]{0,8}?" + what
}

// EmergencyReading is what a text is read by, here and in the browser: patterns that may tell of an emergency, and
// words that say that there is none, in the same clause or in the sentence.
type EmergencyReading struct {
	Alarm    []string `json:"alarm"`
	Clause   string   `json:"clause"`
	Sentence string   `json:"sentence"`

	alarm            []*regexp.Regexp
	clause, sentence *regexp.Regexp
}

// EmergencyReading gives the patterns of the house: those it ships with and its own.
func (o *Org) EmergencyReading() EmergencyReading {
	r := EmergencyReading{Clause: strings.Join(noEmergencyClause, "|"), Sentence: strings.Join(noEmergencySentence, "|")}
	for _, p := range emergencySeed {
		r.Alarm = append(r.Alarm, p.regex())
	}
	for _, line := range o.EmergencyWords {
		if p, ok := emergencyLine(line); ok {
			r.Alarm = append(r.Alarm, p.regex())
		}
	}
	for _, p := range r.Alarm {
		r.alarm = append(r.alarm, regexp.MustCompile(p))
	}
	r.clause, r.sentence = regexp.MustCompile(r.Clause), regexp.MustCompile(r.Sentence)
	return r
}

// emergencyLine reads a line of the settings: 泳池 儿童池 × 溺水 呛水, or words alone.
func emergencyLine(line string) (p EmergencyPattern, ok bool) {
	what, happens, pair := strings.Cut(strings.NewReplacer("x", "×", "X", "×", "*", "×", "＊", "×").Replace(line), "×")
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

// Find gives the words of a text that may tell of an emergency, "" for none (I14).
func (r EmergencyReading) Find(text string) string {
	for _, s := range sentenceEnds.Split(inSimplified(text), -1) {
		if r.sentence.MatchString(s) {
			continue
		}
		for _, a := range r.alarm {
			for _, m := range a.FindAllStringIndex(s, -1) {
				if !r.clause.MatchString(around(s, m[0], m[1])) {
					return s[m[0]:m[1]]
				}
			}
		}
	}
	return ""
}

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
