package crisis

import (
	"strconv"
	"time"

	"huiyin/huiyin"
)

// These spans belong to CRISIS.md 4; the two hours of R3 are a figure of the settings.
const (
	askDeputy  = 10 * time.Minute // a statement waits: the deputy is told
	askVPs     = 20 * time.Minute // likewise every vice president
	wordBefore = 15 * time.Minute // the next word is due: the spokesperson before it, duty at it
	wordAfter  = 15 * time.Minute // the highest leader after it
	seatWaits  = 30 * time.Minute // a hand-over is not accepted
	unreadFor  = 30 * time.Minute // front staff have not read what is in force
)

// step is what falls due in a case.
type step struct {
	at time.Time
	do func()
}

// FirstDue is when the first statement is due in the outbreak, the zero time where it is not (rule R3).
func (c *Crisis) FirstDue() time.Time {
	if c.State != Open || c.Phase != huiyin.Outbreak || !c.FirstAt.IsZero() {
		return time.Time{}
	}
	return c.FirstBy
}

// steps are what is still to come by the clock; who is told is asked when it has come.
func (c *Crisis) steps(o *huiyin.Org) []step {
	if c.State != Open {
		return nil
	}
	var out []step
	tell := func(at time.Time, kind huiyin.NoticeKind, what string, mark func(), accounts func() []string) {
		out = append(out, step{at, func() {
			mark()
			told := accounts()
			if kind == huiyin.NoticeStatementUnread {
				if len(c.Unread(o)) == 0 {
					return
				}
				what = strconv.Itoa(len(c.Unread(o)))
			}
			c.note(huiyin.System(o), huiyin.ActionAlert, at, huiyin.Note("kind", string(kind)), huiyin.Note("what", what))
			c.tell(o, at, kind, what, "", told...)
		}})
	}
	vps := func() []string { return c.vps(o) }
	acting := func(kind SeatKind) func() []string { return func() []string { return []string{c.Acting(o, kind)} } }
	if due := c.FirstDue(); !due.IsZero() && c.NoneAt.IsZero() {
		tell(due, huiyin.NoticeStatementNone, "", func() { c.NoneAt = due },
			func() []string { return append(c.vps(o), c.Acting(o, Duty)) })
	}
	for i := range c.Statements {
		s := &c.Statements[i]
		n := strconv.Itoa(s.N)
		switch s.Status {
		case Waiting:
			if s.Asked == 0 {
				tell(s.SubmittedAt.Add(askDeputy), huiyin.NoticeStatementWaiting, n, func() { s.Asked = 1 },
					func() []string { return []string{c.seat(Highest).Deputy} })
			} else if s.Asked == 1 {
				tell(s.SubmittedAt.Add(askVPs), huiyin.NoticeStatementWaiting, n, func() { s.Asked = 2 }, vps)
			}
		case Issued:
			if !s.NextAt.IsZero() {
				switch s.WordDue {
				case 0:
					tell(s.NextAt.Add(-wordBefore), huiyin.NoticeStatementWordDue, n, func() { s.WordDue = 1 }, c.spokespersons)
				case 1:
					tell(s.NextAt, huiyin.NoticeStatementWordDue, n, func() { s.WordDue = 2 }, acting(Duty))
				case 2:
					tell(s.NextAt.Add(wordAfter), huiyin.NoticeStatementWordDue, n, func() { s.WordDue = 3 }, acting(Highest))
				}
			}
			if s.UnreadAt.IsZero() {
				at := s.IssuedAt.Add(unreadFor)
				tell(at, huiyin.NoticeStatementUnread, "", func() { s.UnreadAt = at }, acting(Duty))
			}
		}
	}
	for i := range c.HandOvers {
		if h := &c.HandOvers[i]; h.Waits() && h.RemindedAt.IsZero() {
			at := h.At.Add(seatWaits)
			tell(at, huiyin.NoticeSeatOffered, string(h.Kind), func() { h.RemindedAt = at },
				func() []string { return []string{h.From, c.Acting(o, Highest)} })
		}
	}
	return out
}

// NextDue is when the clock has to look at the case again, the zero time for never.
func (c *Crisis) NextDue() time.Time {
	var next time.Time
	for _, s := range c.steps(nil) {
		if next.IsZero() || s.at.Before(next) {
			next = s.at
		}
	}
	return next
}

// Run lets what is due happen, each once and at its own time (rule D10).
func (c *Crisis) Run(o *huiyin.Org, now time.Time) {
	for {
		var first *step
		for _, s := range c.steps(o) {
			if !s.at.After(now) && (first == nil || s.at.Before(first.at)) {
				first = &s
			}
		}
		if first == nil {
			return
		}
		first.do()
	}
}

// NextWords says of the statement in force whether the word promised next is kept, for pages: "" where none is promised.
func (s *Statement) NextWords(now time.Time) string {
	switch {
	case s.NextAt.IsZero():
		return ""
	case s.Status == Issued && s.NextAt.After(now):
		return "running"
	case s.Status == Issued, s.EndedAt.After(s.NextAt):
		return "missed"
	}
	return "met"
}
