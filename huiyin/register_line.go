package huiyin

// RegisterLine is a line of a file as its reader hands it on: what its cells show, and what is odd about them.
type RegisterLine struct {
	Sheet  string
	Line   int // in its sheet, counted from 1
	Cells  []string
	Since  int            // the year that day numbers are counted from: 1900 where it is 0, or 1904
	Days   map[int]string // the numbers beneath cells that show a day
	Odd    []CellOddity
	Hidden bool // the row is

	HiddenColumn func(int) bool // nil where none is
}

// Oddity is what a reader found, or did, in a cell.
type Oddity string

// The oddities.
const (
	OddDay     Oddity = "day"      // a number that its format shows as a day
	OddPadded  Oddity = "padded"   // zeros or dashes that its format adds
	OddMerged  Oddity = "merged"   // filled from the merged cell that it is a part of
	OddNoValue Oddity = "no_value" // a formula whose result the file does not hold
)

// CellOddity is one of a line; columns count from 0.
type CellOddity struct {
	Column int
	Kind   Oddity
	From   int // the line in which a merged cell begins
}

// odd tells whether a cell has an oddity.
func (l *RegisterLine) odd(column int, kind Oddity) bool {
	for _, o := range l.Odd {
		if o.Column == column && o.Kind == kind {
			return true
		}
	}
	return false
}
