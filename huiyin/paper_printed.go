package huiyin

import (
	"maps"
	"slices"
	"time"
)

// PaperActions lists what stands in the trail of a complaint's papers: their prints, and whatever changes
// what one of them says (rule F6).
func PaperActions() []Action {
	all := []Action{ActionPrint}
	for _, p := range slices.Sorted(maps.Keys(paperTexts)) {
		all = append(all, paperTexts[p]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// alters tells whether an entry changed what a paper of an edition says.
func (p Paper) alters(edition int64, e *Entry) bool {
	return edition > 0 && e.Version > edition && slices.Contains(paperTexts[p], e.Action)
}

// ChangedLater tells whether an entry changed the paper that an attachment is, after it had come home.
func (a *Attachment) ChangedLater(e *Entry) bool {
	return a.Paper.alters(max(a.Edition, 1), e) && !e.Logged.Before(a.At) && !a.Changed(e) // a clock may stand still
}

// Changed tells whether an entry changed the paper that a filed scan is, after its print and before it came home.
func (s *Scan) Changed(e *Entry) bool {
	return e.Subject == s.Number && s.Paper.alters(s.Version, e) && !e.Logged.After(s.FiledAt)
}

// Printout is a print of a paper that the record has gone beyond.
type Printout struct {
	Paper   Paper
	At      time.Time
	By      string
	Edition int64
	Since   []*Entry // what changed on it, the newest first
}

// Printouts lists the newest print of each paper where that is outdated and did not come home, given the
// trail of the papers, newest first (rule F6).
func (c *Complaint) Printouts(trail []Entry) (out []Printout) {
	for _, p := range Papers() {
		i := slices.IndexFunc(trail, func(e Entry) bool {
			return e.Action == ActionPrint &&
				slices.ContainsFunc(e.Detail, func(d Change) bool { return d.Field == "paper" && d.After == string(p) })
		})
		if i < 0 {
			continue
		}
		o := Printout{Paper: p, At: trail[i].At, By: trail[i].By, Edition: trail[i].Version}
		home := slices.ContainsFunc(c.Attachments, func(a Attachment) bool {
			return a.Paper == p && a.WithdrawnAt.IsZero() && (a.Edition >= o.Edition || a.At.After(o.At))
		})
		for j := range trail[:i] {
			if e := &trail[j]; p.alters(o.Edition, e) {
				o.Since = append(o.Since, e)
			}
		}
		if !home && len(o.Since) > 0 {
			out = append(out, o)
		}
	}
	return out
}
