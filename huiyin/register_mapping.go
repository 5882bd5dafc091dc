package huiyin

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// What a mapping may choose where a register leaves something open (I2).
const (
	DayFill   = "fill"   // a line without a day has that of the line above
	DayToday  = "today"  // it was received today
	DayRefuse = "refuse" // it is refused

	HiddenTake  = "take"
	HiddenLeave = "leave"

	CounterLines = "row"    // a column of 1, 2, 3 numbers the lines and no cases
	CounterCases = "number" // it numbers the cases all the same

	EndRefuse   = "refuse"   // a result without its day is refused
	EndReceived = "received" // it was settled on the day of receipt

	RoomsShown  = "shown"  // a room that a spreadsheet took for a day is read as it is shown
	RoomsDashed = "dashed" // or as month and day with a dash: 3-12

	ColumnLeft = "-" // a column that is left out, or a word that is read as nothing
)

// RegisterMapping says how a register is read where it does not say so itself: which column is which field, what its
// words mean, and what becomes of what it leaves open (I4). It is remembered for a site.
type RegisterMapping struct {
	Columns map[string]string            `json:",omitempty"` // a title, as it is compared, to a field
	Words   map[string]map[string]string `json:",omitempty"` // of a field, a word, as it is compared, to a code
	Fixed   map[string]string            `json:",omitempty"` // a field that the register does not say, and what stands there

	EmptyDay, Hidden, Counter, NoEnd, Rooms string   `json:",omitempty"`
	DayOrder                                DayOrder `json:",omitempty"`

	// Of one file alone.
	Sheets         []string `json:"-"`
	Head, HeadLast int      `json:"-"` // the lines of the titles, 0 where they are found by themselves
}

// Remembered is the part of a mapping that the next file of the site is read with.
func (m RegisterMapping) Remembered() RegisterMapping {
	m.Sheets, m.Head, m.HeadLast, m.DayOrder = nil, 0, 0, ""
	return m
}

// Empty tells whether nothing is chosen.
func (m RegisterMapping) Empty() bool {
	return len(m.Columns)+len(m.Words)+len(m.Fixed) == 0 && cmp.Or(m.EmptyDay, m.Hidden, m.Counter, m.NoEnd, m.Rooms) == ""
}

// Bounds of a mapping, which a form sends.
const (
	mostMapped = 1000
	mostWord   = 200
)

// Check refuses what no mapping of files of a kind can say.
func (m RegisterMapping) Check(o *Org, kind *RegisterKind) error {
	kind = kind.orComplaints()
	n := len(m.Columns) + len(m.Fixed)
	for title, field := range m.Columns {
		if len([]rune(title)) > mostWord || field != ColumnLeft && kind.Column(field) == nil {
			return Invalid("field", "请选择列表中的一项。")
		}
	}
	for field, words := range m.Words {
		n += len(words)
		for word, code := range words {
			if len([]rune(word)) > mostWord || code != ColumnLeft && !kind.hasChoice(o, field, code) {
				return Invalid("word_code", "请选择列表中的一项。")
			}
		}
	}
	for field, value := range m.Fixed {
		if !slices.Contains(FixedFields, field) || field != "demand" && !kind.hasChoice(o, field, value) ||
			field == "demand" && !slices.Contains(FixedDemands, value) {
			return Invalid("fixed_"+field, "请选择列表中的一项。")
		}
	}
	for _, c := range []struct {
		field, value string
		known        []string
	}{
		{"empty_day", m.EmptyDay, []string{DayFill, DayToday, DayRefuse}}, {"hidden", m.Hidden, []string{HiddenTake, HiddenLeave}},
		{"counter", m.Counter, []string{CounterLines, CounterCases}}, {"no_end", m.NoEnd, []string{EndRefuse, EndReceived}},
		{"rooms", m.Rooms, []string{RoomsShown, RoomsDashed}},
		{"day_order", string(m.DayOrder), []string{string(YearFirst), string(DayFirst), string(MonthFirst)}},
	} {
		if c.value != "" && !slices.Contains(c.known, c.value) {
			return Invalid(c.field, "请选择列表中的一项。")
		}
	}
	if n > mostMapped {
		return Invalid("field", "最多对应 %d 项。", mostMapped)
	}
	return nil
}

func (kind *RegisterKind) hasChoice(o *Org, field, code string) bool {
	return slices.ContainsFunc(kind.WordChoices(o, field), func(c WordChoice) bool { return c.Code == code })
}

// FixedFields are those for which a register that does not say them may have one value for all.
var FixedFields = []string{"channel", "category", "demand"}

// What stands as the demand where a register has none: the matter's own words, or that it was not written down.
const (
	DemandOfMatter = "matter"
	DemandUnknown  = "unknown"
)

// FixedDemands are both.
var FixedDemands = []string{DemandOfMatter, DemandUnknown}

// WordChoice is a value that a word of a register may mean.
type WordChoice struct{ Code, Label string }

// WordChoices are the values of a field whose words are mapped.
func (kind *RegisterKind) WordChoices(o *Org, field string) (out []WordChoice) {
	if k := kind.orComplaints(); k.words != nil {
		if out = k.words(o, field); out != nil || field != "site" {
			return out
		}
	}
	switch field {
	case "category":
		for i := range o.Categories {
			out = append(out, WordChoice{o.Categories[i].Code, o.CategoryName(o.Categories[i].Code)})
		}
	case "site":
		for _, s := range o.Sites {
			out = append(out, WordChoice{s.Code, s.Name})
		}
	case "state":
		return []WordChoice{{stateEnded, "已结案"}, {stateOpen, "处理中"}}
	case "channel":
		return choices(channels)
	case "relation":
		return choices(relations)
	case "emotion":
		return choices(emotions)
	case "urgency":
		return choices(urgencies)
	case "scope":
		return choices(scopes)
	case "grade":
		return choices(grades)
	case "outcome":
		return choices(outcomes)
	case "satisfaction":
		return choices(satisfactions)
	}
	return out
}

func choices[T ~string](known words[T]) (out []WordChoice) {
	for _, w := range known {
		out = append(out, WordChoice{string(w.value), w.label})
	}
	return out
}

const (
	stateEnded = "ended"
	stateOpen  = "open"
)

// UnknownWord is a word of a register that means nothing here yet, with a proposal where one is likely.
type UnknownWord struct {
	Field, Word string
	Count       int
	Proposal    string
	key         string
}

// mostUnknown is how many unknown words of a file are gathered.
const mostUnknown = 300

// unknown gathers a word that has to be mapped.
func (r *Register) unknown(field, word string) {
	k := r.wordKey(word)
	for i := range r.Unknown {
		if u := &r.Unknown[i]; u.Field == field && u.key == k {
			u.Count++
			return
		}
	}
	if len(r.Unknown) < mostUnknown && len([]rune(word)) <= mostWord {
		r.Unknown = append(r.Unknown, UnknownWord{Field: field, Word: word, Count: 1, key: k,
			Proposal: r.propose(field, word)})
	}
}

// mapped tells what a word was mapped to.
func (r *Register) mapped(field, word string) (code string, ok bool) {
	code, ok = r.Mapping.Words[field][r.wordKey(word)]
	return code, ok
}

// WordKey is how a word is compared.
func (r *Register) wordKey(word string) string {
	if r.Fold != nil {
		word = r.Fold(word)
	}
	return letters(word)
}

// MapWord and MapColumn choose what a word or a title means.
func (r *Register) MapWord(field, word, code string) {
	if r.Mapping.Words == nil {
		r.Mapping.Words = map[string]map[string]string{}
	}
	if r.Mapping.Words[field] == nil {
		r.Mapping.Words[field] = map[string]string{}
	}
	r.Mapping.Words[field][r.wordKey(word)] = code
}

// MapColumn chooses which field a column with a title is.
func (r *Register) MapColumn(title, field string) {
	if r.Mapping.Columns == nil {
		r.Mapping.Columns = map[string]string{}
	}
	r.Mapping.Columns[r.wordKey(title)] = field
}

// propose finds what a word most likely means: what it, or one of its common wordings, has most in common with.
func (r *Register) propose(field, word string) string {
	k := r.wordKey(word)
	for _, hint := range r.kind().wordHints[field] {
		for part := range strings.FieldsSeq(hint.Parts) {
			if strings.Contains(k, part) && r.kind().hasChoice(r.Org, field, hint.Code) {
				return hint.Code
			}
		}
	}
	best, score := "", 0.0
	for _, c := range r.kind().WordChoices(r.Org, field) {
		name := c.Label
		if i := strings.LastIndex(name, "/"); i >= 0 && field == "category" {
			name = name[i+1:]
		}
		if s := alike(k, r.wordKey(name)); s > score {
			best, score = c.Code, s
		}
	}
	if score < 0.5 {
		return ""
	}
	return best
}

// alike is the share of characters that two words have in common, of the shorter one.
func alike(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) == 0 {
		return 0
	}
	n := 0
	for _, c := range x {
		if slices.Contains(y, c) {
			n++
		}
	}
	return float64(n) / float64(len(x))
}

// RegisterMappings are the mappings that are remembered, by site; "" is of files that name the site in each line.
type RegisterMappings struct {
	Sites map[string]RegisterMapping

	journal
}

// Of gives the mapping that is remembered for the files of a kind and a site.
func (m *RegisterMappings) Of(kind *RegisterKind, site string) RegisterMapping {
	return m.Sites[kind.orComplaints().place(site)]
}

// Remember keeps a site's mapping for its next file of the kind.
func (m *RegisterMappings) Remember(by Actor, now time.Time, kind *RegisterKind, site string,
	mapping RegisterMapping) error {
	kind = kind.orComplaints()
	if err := by.may(kind.Action, nil); err != nil {
		return err
	}
	if site != "" && (by.Org.Site(site) == nil || kind.Action != ActionManage && !by.AnswersFor(site)) {
		return Invalid("site", "请选择您负责的项目。")
	}
	if err := mapping.Check(by.Org, kind); err != nil {
		return err
	}
	mapping = mapping.Remembered()
	if m.Sites == nil {
		m.Sites = map[string]RegisterMapping{}
	}
	place := kind.place(site)
	if old, ok := m.Sites[place]; ok && old.same(mapping) {
		return nil
	}
	m.Sites[place] = mapping
	m.log(by, kind.Action, "settings", now, Note("site", site),
		Note("register_mapping", strings.Join(sortedPairs(mapping.Columns), "、")))
	return nil
}

func (m RegisterMapping) same(other RegisterMapping) bool {
	return maps.Equal(m.Columns, other.Columns) && maps.Equal(m.Fixed, other.Fixed) &&
		maps.EqualFunc(m.Words, other.Words, maps.Equal[map[string]string, map[string]string]) && m.EmptyDay == other.EmptyDay &&
		m.Hidden == other.Hidden && m.Counter == other.Counter && m.NoEnd == other.NoEnd && m.Rooms == other.Rooms
}

func sortedPairs(m map[string]string) []string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, k+"="+m[k])
	}
	return out
}
