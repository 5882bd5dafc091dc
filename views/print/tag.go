package print

import (
	"fmt"
	"strings"
)

// element is one piece of a paper's meaning, for readers who do not see the page: a heading, a paragraph, a table, its
// rows and cells. Element 0 of a canvas is the paper itself; what belongs to none is decoration.
type element struct {
	kind   string
	parent int
	alt    string // what a figure shows
	head   bool   // a cell that names its row or column
	marks  [][2]int
}

// open begins an element, and what is drawn from now on belongs to it.
func (c *canvas) open(kind string, parent int) int {
	if len(c.elements) == 0 {
		c.elements = append(c.elements, element{kind: "Sect"})
	}
	c.elements = append(c.elements, element{kind: kind, parent: parent})
	c.now = len(c.elements) - 1
	return c.now
}

// as draws what belongs to an element, and then goes on as before.
func (c *canvas) as(kind string, draw func()) {
	was := c.now
	c.open(kind, 0)
	draw()
	c.now = was
}

// structure gathers the elements of all the papers of a file, and which marks on which page are theirs.
type structure struct {
	elements []element // the first is the document
	pages    [][]int   // of each page, the element of each piece of marked content
}

// take adds the elements of a paper and gives where they begin.
func (s *structure) take(c *canvas) (base int) {
	if len(s.elements) == 0 {
		s.elements = append(s.elements, element{kind: "Document"})
	}
	base = len(s.elements)
	for i, e := range c.elements {
		if i > 0 {
			e.parent += base
		}
		s.elements = append(s.elements, e)
	}
	return base
}

// page draws the marks of a page, each run of them as what it belongs to.
func (s *structure) page(base int, page []op, write func(string), draw func(op)) {
	n, cur := len(s.pages), -1
	var ids []int
	for _, o := range page {
		if o.tag != cur {
			if cur >= 0 {
				write("EMC\n")
			}
			if cur = o.tag; cur == 0 {
				write("/Artifact BMC\n")
			} else {
				e := &s.elements[base+cur]
				e.marks = append(e.marks, [2]int{n, len(ids)})
				write(fmt.Sprintf("/%s <</MCID %d>> BDC\n", e.kind, len(ids)))
				ids = append(ids, base+cur)
			}
		}
		draw(o)
	}
	if cur >= 0 {
		write("EMC\n")
	}
	s.pages = append(s.pages, ids)
}

// objects writes the elements and gives the root of their tree, 0 where there are none.
func (s *structure) objects(number func() int, put func(n int, text string), pages []int) int {
	if len(s.elements) == 0 {
		return 0
	}
	root, tree := number(), number()
	at := make([]int, len(s.elements))
	kids := make([][]int, len(s.elements))
	for i := range s.elements {
		at[i] = number()
		if i > 0 {
			kids[s.elements[i].parent] = append(kids[s.elements[i].parent], i)
		}
	}
	for i, e := range s.elements {
		parent := root
		if i > 0 {
			parent = at[e.parent]
		}
		var b strings.Builder
		fmt.Fprintf(&b, "<</Type/StructElem/S/%s/P %d 0 R", e.kind, parent)
		if e.head {
			b.WriteString("/A<</O/Table/Scope/Row>>")
		}
		if e.alt != "" {
			fmt.Fprintf(&b, "/Alt<FEFF%X>", unicode16(e.alt))
		}
		b.WriteString("/K[")
		for _, m := range e.marks {
			fmt.Fprintf(&b, "<</Type/MCR/Pg %d 0 R/MCID %d>>", pages[m[0]], m[1])
		}
		for _, k := range kids[i] {
			fmt.Fprintf(&b, "%d 0 R ", at[k])
		}
		b.WriteString("]>>")
		put(at[i], b.String())
	}
	var b strings.Builder
	b.WriteString("<</Nums[")
	for i, ids := range s.pages {
		fmt.Fprintf(&b, "%d[", i)
		for _, id := range ids {
			fmt.Fprintf(&b, "%d 0 R ", at[id])
		}
		b.WriteString("]")
	}
	b.WriteString("]>>")
	put(tree, b.String())
	put(root, fmt.Sprintf("<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>", at[0], tree,
		len(s.pages)))
	return root
}
