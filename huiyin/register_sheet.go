package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// RegisterSheet is a sheet of a register, as it was looked over.
type RegisterSheet struct {
	Name           string
	Hidden         bool
	First          []RegisterLine // its first lines
	Lines          int            // below the titles, or altogether where there are none
	Head, HeadLast int            // between which lines the titles stand, 0 where none were found
	Matched        []Match        // a match for each column
	Chosen         bool
	Counter        bool   // its numbers count its lines: 1, 2, 3
	Title          string // of the column of numbers

	columns []*RegisterColumn
	counts  bool // the numbers are no identity
	count   counter
	year    int
	looked  bool
}

// Match is a column of the file with the field it is read into, "" for one that is left out.
type Match struct {
	Title    string
	Field    string
	Proposal string // of one that is not known
}

const (
	// firstLines is how far down the titles may stand, below a heading.
	firstLines = 30
	// mostColumns is how wide a register may be.
	mostColumns = 200
	// fewTitles is how many columns a line of titles names at least.
	fewTitles = 3
)

// AddSheet begins the looking over of a sheet.
func (r *Register) AddSheet(name string, hidden bool) {
	r.settle()
	r.Sheets = append(r.Sheets, RegisterSheet{Name: name, Hidden: hidden})
	r.sheet = &r.Sheets[len(r.Sheets)-1]
	r.sheet.year = yearIn(name)
}

// Look looks a line of the sheet over. One that cannot be read has no cells to look at.
func (r *Register) Look(l RegisterLine, unread error) error {
	if len(l.Cells) > mostColumns {
		return Invalid("file", "列数超过 %d，请删去多余的列。", mostColumns)
	}
	s := r.sheet
	if len(s.First) < firstLines && !s.looked {
		l.Cells = slices.Clone(l.Cells)
		s.First = append(s.First, l)
		if len(s.First) == firstLines {
			r.settle()
		}
		return nil
	}
	s.Lines++
	if unread == nil {
		r.watch(&l)
	}
	return nil
}

// settle finds the titles among the first lines of the sheet.
func (r *Register) settle() {
	s := r.sheet
	if s == nil || s.looked {
		return
	}
	s.looked = true
	r.findTitles(s)
	for i := range s.First {
		l := &s.First[i]
		if l.Line <= s.HeadLast {
			if s.year == 0 && l.Line < s.Head {
				s.year = yearIn(strings.Join(l.Cells, " "))
			}
			continue
		}
		s.Lines++
		r.watch(l)
	}
}

func yearIn(text string) int {
	if m := yearOf.FindStringSubmatch(narrowed(text)); m != nil {
		return atoi(m[1])
	}
	return 0
}

// watch looks at what numbers the lines.
func (r *Register) watch(l *RegisterLine) {
	for i := range r.sheet.columns {
		if c := r.sheet.columns[i]; c != nil && c.Name == "old_number" && i < len(l.Cells) {
			r.sheet.count.add(strings.TrimSpace(l.Cells[i]))
		}
	}
}

// counter tells a column that counts lines, 1 to N, also anew each month, from one that numbers cases (I1).
type counter struct {
	n, last, top int
	no, down     bool
}

func (k *counter) add(cell string) {
	if cell == "" || k.no {
		return
	}
	v, err := strconv.Atoi(strings.TrimSuffix(cell, ".0"))
	switch {
	case err != nil || v < 1:
		k.no = true
		return
	case k.n == 0 && v > 1:
		k.down = true
	case k.n > 0 && k.down && v != k.last-1:
		k.no = true
	case k.n > 0 && !k.down && v != 1 && v <= k.last:
		k.no = true
	}
	k.n, k.last, k.top = k.n+1, v, max(k.top, v)
}

// counts tells whether it counts lines. Some may have been taken out.
func (k *counter) counts() bool {
	return !k.no && k.n > 0 && (!k.down || k.last == 1) && k.top <= 2*k.n+5
}

// titleLine is a line, or two, that may be the titles.
type titleLine struct {
	first, last int
	titles      []string
	known       int
}

// match finds the field of each column: what was chosen for its title, else what its title names.
func (r *Register) match(s *RegisterSheet, titles []string) {
	used := map[*RegisterColumn]bool{}
	s.Matched, s.columns = make([]Match, len(titles)), make([]*RegisterColumn, len(titles))
	proposed := map[string]bool{}
	for i, title := range titles {
		title = strings.Join(strings.Fields(title), " ")
		s.Matched[i].Title = title
		chosen, ok := r.Mapping.Columns[r.wordKey(title)]
		c := r.column(title)
		if ok {
			c = r.kind().Column(chosen) // nil where it is left out
		}
		joined := r.kind().joined
		if c == nil || used[c] && !slices.Contains(joined, c.Name) ||
			used[c] && !ok && !slices.Contains(joined[:min(3, len(joined))], c.Name) {
			continue
		}
		used[c] = true
		s.Matched[i].Field, s.columns[i] = c.Name, c
		if c.Name == "old_number" {
			s.Title = title
		}
	}
	for i := range s.Matched {
		m := &s.Matched[i]
		if _, ok := r.Mapping.Columns[r.wordKey(m.Title)]; m.Field != "" || ok || m.Title == "" {
			continue
		}
		if p := r.proposeColumn(m.Title); p != "" && !used[r.kind().Column(p)] && !proposed[p] {
			m.Proposal, proposed[p] = p, true
		}
	}
}

// proposeColumn finds the field that a title most likely names, "" where none is likely.
func (r *Register) proposeColumn(title string) string {
	k := r.wordKey(title)
	if len([]rune(k)) > 20 || slices.ContainsFunc(notProposed, func(part string) bool { return strings.Contains(k, part) }) {
		return ""
	}
	for _, h := range r.kind().hints {
		for part := range strings.FieldsSeq(h.Parts) {
			if strings.Contains(k, part) {
				return h.Field
			}
		}
	}
	return ""
}

// Choose ends the looking over: which sheets are read, and what numbers their lines. It tells what still has to be chosen.
func (r *Register) Choose() error {
	r.settle()
	for i := range r.Sheets {
		s := &r.Sheets[i]
		r.sheet = s
		if s.Head == 0 {
			s.Lines = max(s.Lines, len(s.First))
		}
		s.Chosen = s.Head > 0 && !s.Hidden && s.Lines > 0
		if len(r.Mapping.Sheets) > 0 {
			s.Chosen = s.Head > 0 && slices.Contains(r.Mapping.Sheets, s.Name)
		}
		s.Counter = s.count.counts()
		s.counts = s.Counter && r.Mapping.Counter != CounterCases
		if !s.Chosen && s.Lines > 0 {
			r.note(NoteOtherSheet, "", &RegisterLine{Sheet: s.Name}, "")
			r.Notes[len(r.Notes)-1].Count = s.Lines
		}
	}
	r.lines, r.said = map[string]int{}, map[string]linePlace{}
	r.Lacks = r.NotReady()
	return r.Lacks
}

// errNoTitles refuses a file in which no line names the columns.
var errNoTitles error = Invalid("file", "没有找到列名。文件的第一行须是列名，例如：项目、投诉方式、受理时间、投诉人、联系电话、投诉事项、客户诉求、投诉类别。")

// errNoLines refuses one with nothing below its titles.
var errNoLines error = Invalid("file", "列名下面没有内容。")

// NotReady tells what has to be chosen before the lines can be read, nil where nothing has.
func (r *Register) NotReady() error {
	chosen, lines := 0, 0
	for i := range r.Sheets {
		s := &r.Sheets[i]
		lines += s.Lines
		if !s.Chosen {
			continue
		}
		chosen++
		if missing := r.missing(s); len(missing) > 0 {
			return Invalid("file", "缺少这些列：%s。", missing)
		}
	}
	switch {
	case chosen > 0:
		return nil
	case slices.ContainsFunc(r.Sheets, func(s RegisterSheet) bool { return s.Head > 0 }) && lines == 0:
		return errNoLines
	}
	return r.kind().noTitles
}

// Mappable tells whether what is missing can be chosen: there is a line that may be titles, and something below it.
func (r *Register) Mappable() bool {
	return slices.ContainsFunc(r.Sheets, func(s RegisterSheet) bool {
		if s.Head > 0 {
			return s.Lines > 0
		}
		wide := 0
		for i, l := range s.First {
			filled := 0
			for _, c := range l.Cells {
				if strings.TrimSpace(c) != "" {
					filled++
				}
			}
			if filled >= fewTitles && i+1 < len(s.First) {
				wide++
			}
		}
		return wide > 0
	})
}

// missing lists what a sheet must say and does not.
func (r *Register) missing(s *RegisterSheet) (out List) {
	has := func(name string) bool {
		return slices.ContainsFunc(s.columns, func(c *RegisterColumn) bool { return c != nil && c.Name == name })
	}
	for _, name := range r.kind().needed {
		switch {
		case has(name), name == "site" && r.Site != "", r.Mapping.Fixed[name] != "":
		case (name == "category" || name == "demand") && has("closed_at"): // an old register need not say them of what has ended
		default:
			out = append(out, r.kind().Column(name).Title())
		}
	}
	return out
}

// IsMissing tells whether the columns of a chosen sheet lack a field.
func (r *Register) IsMissing(field string) bool {
	c := r.kind().Column(field)
	return c != nil && slices.ContainsFunc(r.Sheets, func(s RegisterSheet) bool {
		return s.Chosen && slices.Contains(r.missing(&s), c.Title())
	})
}

// Begin begins the reading of a sheet, after all were looked over.
func (r *Register) Begin(i int) {
	r.sheet, r.lastDay = &r.Sheets[i], ""
	s := r.sheet
	if s.counts && s.Title != "" {
		r.note(NoteCounter, s.Title, &RegisterLine{Sheet: s.Name}, "")
	}
	for k, c := range s.columns {
		if c != nil && c.Name == "identity" { // rule K13
			r.note(NoteIdentity, s.Matched[k].Title, &RegisterLine{Sheet: s.Name}, "")
		}
		if l := s.First[0]; c != nil && l.HiddenColumn != nil && l.HiddenColumn(k) {
			r.note(NoteHiddenColumn, s.Matched[k].Title, &RegisterLine{Sheet: s.Name}, "")
		}
	}
}

// Matched are the columns of the sheet being read.
func (r *Register) Matched() []Match { return r.sheet.Matched }

// HeadLine is where its titles stand, 0 before they are found.
func (r *Register) HeadLine() int {
	if r.sheet == nil {
		return 0
	}
	return r.sheet.Head
}

func (r *Register) columnAt(i int) *RegisterColumn {
	if i >= len(r.sheet.columns) {
		return nil
	}
	return r.sheet.columns[i]
}

// NoCase tells whether a line is none of the register's cases, and says why: it is the titles or above them, the line
// of sums below a table, the titles once more, numbered in advance and not used, hidden where such lines are left, or
// the mark that an export ends with (rule P5).
func (r *Register) NoCase(l RegisterLine) bool {
	if l.Line <= r.sheet.HeadLast {
		return true
	}
	filled := 0
	alone := true
	for i, cell := range l.Cells {
		if strings.TrimSpace(cell) == "" {
			continue
		}
		filled++
		if c := r.columnAt(i); c != nil && c.Name != "old_number" && !l.odd(i, OddMerged) || c == nil && r.Matchless(i) {
			alone = false
		}
	}
	i := slices.IndexFunc(l.Cells, func(c string) bool { return strings.TrimSpace(c) != "" })
	if i < 0 && len(l.Odd) == 0 {
		return true
	}
	first := ""
	if i >= 0 {
		first = l.Cells[i]
	}
	word := strings.Join(strings.Fields(strings.TrimRight(first, ":： ")), "")
	switch {
	case slices.Contains(sumWords, word):
		r.note(NoteSums, "", &l, "")
	case filled == 1 && IsExportMark(first):
		r.note(NoteExportMark, "", &l, "")
	case r.repeats(&l):
		r.note(NoteTitlesAgain, "", &l, "")
	case alone && i >= 0 && r.onlyCounts(&l):
		r.note(NoteBlank, "", &l, "")
	case l.Hidden && r.Mapping.Hidden == HiddenLeave:
		r.note(NoteHiddenLeft, "", &l, "")
	default:
		return false
	}
	return true
}

// Matchless tells whether a column without a field has a title all the same, other than one that counts lines.
func (r *Register) Matchless(i int) bool {
	if i >= len(r.sheet.Matched) {
		return false
	}
	k := r.wordKey(r.sheet.Matched[i].Title)
	return k != "" && !slices.Contains(lineTitles, k)
}

// onlyCounts tells whether a line holds nothing but a number.
func (r *Register) onlyCounts(l *RegisterLine) bool {
	for i, cell := range l.Cells {
		if cell = strings.TrimSpace(cell); cell == "" || l.odd(i, OddMerged) {
			continue
		}
		if _, err := strconv.Atoi(strings.TrimSuffix(cell, ".0")); err != nil {
			return false
		}
	}
	return true
}

// repeats tells whether a line says the titles once more.
func (r *Register) repeats(l *RegisterLine) bool {
	same, other := 0, 0
	for i, cell := range l.Cells {
		if cell = strings.TrimSpace(cell); cell == "" || l.odd(i, OddMerged) {
			continue
		}
		c := r.columnAt(i)
		switch {
		case i < len(r.sheet.Matched) && r.wordKey(cell) == r.wordKey(r.sheet.Matched[i].Title), c != nil && r.column(cell) == c:
			same++
		default:
			other++
		}
	}
	return same >= fewTitles && same > other
}

// seeOddities says what the reader found in the cells that are read.
func (r *Register) seeOddities(l *RegisterLine) {
	if l.Hidden {
		r.note(NoteHiddenRow, "", l, "")
	}
	for _, o := range l.Odd {
		c := r.columnAt(o.Column)
		if c == nil {
			continue
		}
		cell := ""
		if o.Column < len(l.Cells) {
			cell = l.Cells[o.Column]
		}
		title := r.sheet.Matched[o.Column].Title
		switch {
		case o.Kind == OddDay && !strings.HasSuffix(c.Name, "_at"):
			if r.Mapping.Rooms == RoomsDashed && (c.Name == "unit" || slices.Contains(roomColumns, c.Name)) {
				cell = r.dashed(l, o.Column)
			}
			r.note(NoteShownDay, title, l, cell)
		case o.Kind == OddPadded:
			r.note(NotePadded, title, l, cell)
		case o.Kind == OddMerged:
			r.note(NoteMergedCell, title, l, cell)
		case o.Kind == OddNoValue && c.Name == "old_number":
			r.note(NoteNoValue, title, l, "")
		}
	}
}

// dashed writes a day that a spreadsheet made of a room as it may have been typed: 3-12.
func (r *Register) dashed(l *RegisterLine, column int) string {
	n, err := strconv.ParseFloat(l.Days[column], 64)
	d, ok := DayOfNumber(n, l.Since)
	if err != nil || !ok {
		return l.Cells[column]
	}
	return d.Format("1-2")
}

// asRead are the cells of a line as they are read: columns of moments by the number beneath, others as they are shown.
func (r *Register) asRead(l *RegisterLine) []string {
	out := slices.Clone(l.Cells)
	for i := range l.Days {
		c := r.columnAt(i)
		switch {
		case c == nil || i >= len(out):
		case strings.HasSuffix(c.Name, "_at"):
			out[i] = l.Days[i]
		case r.Mapping.Rooms == RoomsDashed && (c.Name == "unit" || slices.Contains(roomColumns, c.Name)):
			out[i] = r.dashed(l, i)
		}
	}
	for _, o := range l.Odd { // a formula without a value is a cell too
		for o.Kind == OddNoValue && len(out) <= o.Column {
			out = append(out, "")
		}
	}
	return out
}

// complete fills what the line leaves open, as the mapping says, and says so (I2).
func (r *Register) complete(l *RegisterLine, c *OldComplaint) error {
	r.joinUnit(l, c)
	if err := r.fillDay(l, c); err != nil {
		return err
	}
	fixed := func(field string, into *string) {
		if v := r.Mapping.Fixed[field]; v != "" && *into == "" {
			switch {
			case field != "demand":
				*into = v
			case v == DemandOfMatter:
				*into = c.Matter
			default:
				*into = unknownThen
			}
			if *into != "" {
				r.note(NoteFixed, ImportColumn(field).Title(), l, "")
			}
		}
	}
	channel := string(c.Channel)
	fixed("channel", &channel)
	c.Channel = Channel(channel)
	fixed("category", &c.Category)
	fixed("demand", &c.Demand)
	ended := c.Shut || !c.open && (c.Outcome != "" || c.Ending != "" || c.Satisfaction != "")
	if ended && c.ClosedAt.IsZero() && !c.ReceivedAt.IsZero() && r.Mapping.NoEnd == EndReceived {
		c.Shut, c.ClosedAt = true, c.ReceivedAt
		r.note(NoteEnded, ImportColumn("closed_at").Title(), l, "")
	}
	return nil
}

// joinUnit puts a room together that stands in several columns.
func (r *Register) joinUnit(l *RegisterLine, c *OldComplaint) {
	parts := slices.Clone(c.unitParts[:])
	if c.Unit != "" && strings.ContainsAny(c.Unit, "-栋幢#座") && c.unitParts[0] != "" {
		return // it says all of it already
	}
	parts = slices.DeleteFunc(append(parts, c.Unit), func(s string) bool { return s == "" })
	if len(parts) > 1 {
		c.Unit = strings.Join(parts, "-")
		r.note(NoteJoined, "", l, c.Unit)
	} else if len(parts) == 1 {
		c.Unit = parts[0]
	}
}

// fillDay gives a line without a day that of the line above, where the register says days at all.
func (r *Register) fillDay(l *RegisterLine, c *OldComplaint) error {
	says := slices.ContainsFunc(r.sheet.columns, func(c *RegisterColumn) bool { return c != nil && c.Name == "received_at" })
	if !c.ReceivedAt.IsZero() {
		r.lastDay = dayOf(c.ReceivedAt, r.Org.Zone).Format("2006-01-02")
		return nil
	}
	switch {
	case r.Mapping.EmptyDay == DayToday || !says && r.Mapping.EmptyDay != DayRefuse:
		r.note(NoteToday, "", l, "")
		return nil
	case r.Mapping.EmptyDay != DayRefuse && r.lastDay != "":
		r.note(NoteFilledDay, "", l, r.lastDay)
		return cellTime("received_at", func(c *OldComplaint) *time.Time { return &c.ReceivedAt })(r, c, r.lastDay)
	}
	return Invalid("received_at", "没有受理时间，上面也没有可以取的日期。")
}
