package huiyin

import "strings"

// findTitles finds the lines that name most columns, the first of them where several do; the titles may stand in two
// lines, a group above its columns (I4).
func (r *Register) findTitles(s *RegisterSheet) {
	best := titleLine{known: fewTitles - 1}
	for i := range s.First {
		l := &s.First[i]
		one := titleLine{first: l.Line, last: l.Line, titles: l.Cells}
		one.known = r.knownTitles(one.titles)
		if one.known > best.known {
			best = one
		}
		if i+1 == len(s.First) || s.First[i+1].Line > l.Line+1 || !heads(l.Cells) {
			continue
		}
		two := titleLine{first: l.Line, last: s.First[i+1].Line, titles: r.joinTitles(l.Cells, s.First[i+1].Cells)}
		if two.known = r.knownTitles(two.titles); two.known > best.known {
			best = two
		}
	}
	if m := r.Mapping; m.Head > 0 {
		for i := range s.First {
			l := &s.First[i]
			if l.Line != m.Head {
				continue
			}
			best = titleLine{first: l.Line, last: l.Line, titles: l.Cells, known: fewTitles}
			if i+1 < len(s.First) && m.HeadLast > m.Head {
				best.last, best.titles = s.First[i+1].Line, r.joinTitles(l.Cells, s.First[i+1].Cells)
			}
		}
	}
	if best.known < fewTitles {
		return
	}
	s.Head, s.HeadLast = best.first, best.last
	r.match(s, best.titles)
}

// heads tells whether a line can be groups above columns: one text alone is the title of the whole sheet.
func heads(cells []string) bool {
	first := ""
	for _, text := range cells {
		switch text = strings.TrimSpace(text); {
		case text == "" || text == first:
		case first != "":
			return true
		default:
			first = text
		}
	}
	return false
}

// joinTitles puts two lines of titles together: what a column is called below, with its group above where that says
// more.
func (r *Register) joinTitles(above, below []string) []string {
	out := make([]string, max(len(above), len(below)))
	group := ""
	for i := range out {
		up, down := "", ""
		if i < len(above) {
			up = strings.TrimSpace(above[i])
		}
		if i < len(below) {
			down = strings.TrimSpace(below[i])
		}
		if up != "" {
			group = up
		}
		switch {
		case down == "":
			out[i] = up
		case up == down || r.column(down) != nil && (up != "" || r.column(group+down) == nil):
			out[i] = down
		case group != "" && r.column(group+down) != nil:
			out[i] = group + down
		default:
			out[i] = strings.TrimSpace(group + " " + down)
		}
	}
	return out
}

// knownTitles counts the columns that a line names.
func (r *Register) knownTitles(titles []string) (n int) {
	used := map[*RegisterColumn]bool{}
	likely := map[string]bool{} // in lists that have few columns, what is like a title helps to find where they stand
	defer func() {
		if r.Kind != nil && n > 0 && n < fewTitles {
			n = min(n+len(likely), fewTitles)
		}
	}()
	for _, t := range titles {
		if c := r.column(t); c != nil && !used[c] {
			used[c] = true
			n++
		} else if c == nil && r.Mapping.Columns[r.wordKey(t)] != "" {
			n++
		} else if p := r.proposeColumn(t); c == nil && p != "" {
			likely[p] = true
		}
	}
	return n
}
