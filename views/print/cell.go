package print

// cell is one field of a row. Its text runs on on the next page where a page ends.
type cell struct {
	span   float64 // in columns of the sheet; a grid has 12
	title  string  // a bold line above the text
	text   string
	size   float64 // 0 for the body's
	kind   cellKind
	signs  []sign
	strike bool // struck: it does not apply
	heavy  bool // its text is bold
	own    bool // a label that somebody wrote, such as a site's name
}

type cellKind byte

const (
	asText   cellKind = iota // from the left; centred in height while the row is low
	asLabel                  // bold and centred, on every page the row reaches
	asCentre                 // centred
	asAmount                 // flush right
)

// sign is a place to sign: a line for the name and, unless undated, one for the date.
type sign struct {
	label   string
	undated bool
}

// The kinds of cells. raw takes a text already clean, with check boxes in it.
func label(span float64, text string) cell { return cell{span: span, text: text, kind: asLabel} }

func raw(span float64, text string) cell { return cell{span: span, text: text} }

func value(span float64, text string) cell { return cell{span: span, text: clean(text)} }

func middle(span float64, text string) cell {
	return cell{span: span, text: clean(text), kind: asCentre}
}

func amount(span float64, text string) cell {
	return cell{span: span, text: clean(text), kind: asAmount}
}

// signed adds places to sign at the foot of a cell.
func (c cell) signed(labels ...string) cell {
	for _, l := range labels {
		c.signs = append(c.signs, sign{label: l})
	}
	return c
}

// noted adds a place at the foot of a cell to write something that needs no date.
func (c cell) noted(label string) cell {
	c.signs = append(c.signs, sign{label, true})
	return c
}

// written marks a label that somebody wrote: it stays as it is in either script.
func (c cell) written() cell { c.own = true; return c }

// sized sets a cell in another type size.
func (c cell) sized(size float64) cell { c.size = size; return c }

// setLine is one line of a cell.
type setLine struct {
	text  string
	heavy bool
}

// laid is a cell whose text has been broken into lines, as far as it is not yet set.
type laid struct {
	cell
	x, width float64
	lines    []setLine
}

func (c *laid) height() float64 {
	return float64(len(c.lines))*lead(c.size) + 2*c.pad() + c.footHeight()
}

// pad is the space above and below the text.
func (c *laid) pad() float64 { return padY * c.size / bodySize }

// side is the space left and right of the text.
func (c *laid) side(framed bool) float64 {
	if !framed {
		return 0
	}
	return padX * c.size / bodySize
}

func (c *laid) footHeight() float64 {
	switch {
	case c.strike:
		return strikeHeight
	case len(c.signs) == 0:
		return 0
	case c.stacked():
		return signDeep
	}
	return signHeight
}

// leastPen is how long a line to sign on is, in mm; where the date leaves less beside it, that stands below.
const leastPen = 38

// stacked says whether a signature's date stands below its name for want of width.
func (c *laid) stacked() bool {
	share, name := (c.width-2*padX)/float64(len(c.signs)), 0.0
	for _, s := range c.signs {
		if !s.undated {
			name = max(name, mm(regular().width(s.label+"："), bodySize))
		}
	}
	return share < 72 || share-name-dateWidth-5 < leastPen && len(c.signs) > 1
}
