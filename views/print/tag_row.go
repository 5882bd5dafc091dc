package print

// tagRow begins the row of a table, in the table that the row before was in, and gives it; 0 outside a table.
func (p *sheet) tagRow(framed bool) int {
	if !framed {
		p.tableTag = 0
		return 0
	}
	if p.tableTag == 0 {
		p.tableTag = p.open("Table", 0)
	}
	return p.open("TR", p.tableTag)
}

// tagCell begins what a cell is: of a row, a name or a value; else a heading or a paragraph.
func (p *sheet) tagCell(c *laid, row int, framed bool) {
	switch {
	case framed && c.kind == asLabel:
		p.open("TH", row)
		p.elements[p.now].head = true
	case framed:
		p.open("TD", row)
	case c.title != "" && c.text == "":
		p.open("H2", 0)
	default:
		p.open("P", 0)
	}
}

// figure sets a picture with what it shows, in words.
func (p *sheet) figure(alt string, o op) {
	p.as("Figure", func() {
		p.elements[p.now].alt = alt
		p.put(o)
	})
}
