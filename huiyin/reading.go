package huiyin

import (
	"slices"
	"strings"
	"time"
)

// Reader is somebody whose part in the case leaves no other row: who was asked or decided in another's place, who
// checks it afterwards (rules P3, P6, A6).
type Reader struct {
	ID      int64
	Who     string
	EndedAt time.Time // when their part ended, for now; zero while it lasts
}

// part is why a complaint concerns a key, and since when no longer: zero while it lasts. Whoever had a part reads on
// until some days after it ended (rule P3).
type part struct {
	key   string
	ended time.Time
}

// partsTaken are the parts that people have taken in the case, or have in it.
type partsTaken []part

func (t *partsTaken) lasting(keys ...string) {
	for _, k := range keys {
		t.until(k, time.Time{})
	}
}

func (t *partsTaken) until(key string, ended time.Time) {
	if key != "" {
		*t = append(*t, part{key, ended})
	}
}

// parts lists for whom the complaint is anything beyond the say over its site, and when that ended (rules P3, P8).
func (c *Complaint) parts() partsTaken {
	var t partsTaken
	t.lasting(c.Owner, c.Handler)
	if c.Owner != "" {
		t.lasting(decidesKey(c.Owner))
	}
	if c.Unowned() {
		t.lasting(Unappointed) // rule G6
	}
	switch {
	case c.Blocked(): // rule B1
		return partsTaken{{c.Owner, time.Time{}}, {decidesKey(c.Owner), time.Time{}}, {functionKey(Legal), time.Time{}}}
	case c.Restricted: // who is still answerable keeps it (rule W14)
		t.lasting(c.FirstContact)
		t.lasting(c.Named...)
		return t
	}
	t.lasting(c.RecordedBy, c.FirstContact)
	t.lasting(c.Former...)
	t.lasting(c.Offered...) // rule W14
	c.opinionParts(&t)
	c.workParts(&t)
	c.moneyParts(&t)
	c.wordParts(&t)
	for _, a := range slices.Concat(c.Deputies, c.Checkers) { // rules P6, A6
		t.until(a, c.readerEnded(a))
	}
	return t
}

// opinionParts: the responsible department until the case is closed, since it works on causes and measures too;
// legal as long as it is asked, or holds the case (rules W2, G1, C12, T2).
func (c *Complaint) opinionParts(t *partsTaken) {
	if c.Department != "" {
		t.until(departmentKey(c.Department), c.ClosedAt)
	}
	if (c.Fraud || !c.LegalAskedAt.IsZero()) && c.Held() {
		t.lasting(functionKey(Legal))
	} else if c.Fraud || !c.LegalAskedAt.IsZero() {
		ended := c.ClosedAt
		if n := len(c.Holds); n > 0 && !ended.IsZero() {
			ended = latest(ended, c.Holds[n-1].At)
		}
		t.until(functionKey(Legal), ended)
	}
	for _, o := range c.Opinions {
		t.until(o.By, o.At)
	}
}

// workParts: tasks and measures (rules W5, A1).
func (c *Complaint) workParts(t *partsTaken) {
	for i := range c.Tasks {
		if !c.Tasks[i].Shut {
			t.until(c.Tasks[i].Who, c.Tasks[i].EndedAt)
		}
	}
	for _, m := range c.Measures {
		t.until(m.Person, m.DoneAt)
	}
}

// moneyParts: steps of approval, and finance as long as something is owed or waits for a second person (rules C3,
// C6, T1, W17).
func (c *Complaint) moneyParts(t *partsTaken) {
	for i := range c.Steps {
		s := &c.Steps[i]
		t.until(s.By, s.At)
		if s.Function != "" && !s.OpenedAt.IsZero() {
			t.until(functionKey(s.Function), c.stepEnded(s))
		}
	}
	for _, a := range c.Answers {
		if p := c.Proposal(a.Proposal); a.Accepted == "yes" && p != nil && p.Has(Compensation) {
			ended := latest(a.At, p.EndedAt)
			if d := c.debt(p.N, 0); d != nil {
				ended = c.debtEnded(*d)
			}
			t.until(functionKey(Finance), ended)
		}
	}
	for _, d := range c.Debts() {
		if d.Dispute > 0 {
			t.until(functionKey(Finance), c.debtEnded(d))
		}
	}
	for i := range c.Payments {
		t.until(c.Payments[i].By, c.paymentEnded(i))
		t.until(c.Payments[i].ReleasedBy, c.Payments[i].ReleasedAt)
	}
}

// paymentEnded is when a payment or counter-entry got its second person, or was taken back; zero while it waits.
func (c *Complaint) paymentEnded(i int) time.Time {
	p := &c.Payments[i]
	ended := latest(p.ReleasedAt, p.AgreedAt)
	if r := c.Reversal(i + 1); r != nil {
		ended = latest(ended, r.AgreedAt)
	}
	return ended
}

// stepEnded is when a step was decided, or its chain ended without it; zero while it waits.
func (c *Complaint) stepEnded(s *Step) time.Time {
	p := c.Proposal(s.Proposal)
	if !s.At.IsZero() || p == nil || p.Chain == s.Chain && p.Status == ProposalPending {
		return s.At
	}
	ended := latest(s.OpenedAt, p.EndedAt)
	for _, k := range c.Steps {
		if k.Proposal == s.Proposal && k.Chain == s.Chain {
			ended = latest(ended, k.At)
		}
	}
	return ended
}

// debtEnded is when the last payment of a debt was released; zero while some of it is owed, or waits for a second
// person.
func (c *Complaint) debtEnded(d Debt) time.Time {
	ended := d.Due
	for i, p := range c.Payments {
		if p.Proposal != d.Proposal || p.Dispute != d.Dispute {
			continue
		}
		done := c.paymentEnded(i)
		if done.IsZero() {
			return done
		}
		ended = latest(ended, done)
	}
	if c.Left(d) > 0 {
		return time.Time{}
	}
	return ended
}

// wordParts: whoever was asked for a word on facts, a closing or an objection (rules W16, W8, K10).
func (c *Complaint) wordParts(t *partsTaken) {
	for _, w := range c.FactsWords {
		t.until(w.By, w.At)
	}
	for i, a := range c.Answers {
		if a.FactsLegal {
			t.until(functionKey(Legal), c.factsEnded(i))
		}
	}
	for i := range c.ClosingRequests {
		r := &c.ClosingRequests[i]
		if t.until(r.AgreedBy, r.AgreedAt); r.Group {
			t.until(functionKey(Supervision), latest(r.AgreedAt, r.EndedAt))
		}
	}
	for _, x := range c.Objections {
		if x.Seat >= VP {
			t.until(functionKey(Supervision), x.DecidedAt)
		}
	}
}

// factsEnded is when the words on the facts of an answer were given, or a later one had them asked no more; zero
// while they are waited for.
func (c *Complaint) factsEnded(i int) time.Time {
	if c.Answers[i].FactsOpen {
		return time.Time{}
	}
	ended := c.Answers[i].At
	for _, w := range c.FactsWords {
		if w.Answer == i+1 {
			ended = latest(ended, w.At)
		}
	}
	if i+1 < len(c.Answers) {
		ended = latest(ended, c.Answers[i+1].At)
	}
	return ended
}

// readerEnded is when the part of a deputy or checker ended; of before that was written down, with the case.
func (c *Complaint) readerEnded(account string) time.Time {
	ended, found := time.Time{}, false
	for _, r := range c.Readers {
		switch {
		case r.Who != account:
		case r.EndedAt.IsZero():
			return time.Time{}
		default:
			ended, found = latest(ended, r.EndedAt), true
		}
	}
	switch {
	case found:
		return ended
	case c.ClosedAt.IsZero() || !slices.Contains(c.Checkers, account):
		return c.ClosedAt
	}
	return c.ClosedAt.AddDate(0, 3, 0) // its month's sample has been checked by then
}

// readFrom lets somebody read from now on, until they have done their part.
func (c *Complaint) readFrom(account string) { c.Readers = append(c.Readers, Reader{Who: account}) }

// readUntil notes that somebody has done their part for now; a later one counts anew.
func (c *Complaint) readUntil(account string, at time.Time) {
	for i := range slices.Backward(c.Readers) {
		if r := &c.Readers[i]; r.Who == account {
			r.EndedAt = at
			return
		}
	}
	c.Readers = append(c.Readers, Reader{Who: account, EndedAt: at})
}

// Concerns lists the keys of those the complaint concerns beyond the say over its site: who recorded, handles, owns
// or owned it, and whose part in it has not ended long enough ago (rule P3); of a restricted one only who may open
// it (rule P8). The store keeps them in an index; Can reads them from here.
func (c *Complaint) Concerns() []string { return c.parts().since(c.ReadShut) }

// everConcerned are those too who read it no longer.
func (c *Complaint) everConcerned() []string { return c.parts().since(time.Time{}) }

// since lists the keys whose part lasts, or ended after an instant.
func (t partsTaken) since(shut time.Time) []string {
	var keys []string
	for _, p := range t {
		if p.ended.IsZero() || p.ended.After(shut) {
			keys = append(keys, p.key)
		}
	}
	return settle(keys)
}

// settle sorts keys, each once.
func settle(keys []string) []string {
	slices.Sort(keys)
	keys = slices.Compact(keys)
	return slices.DeleteFunc(keys, func(k string) bool { return k == "" })
}

// nextShut is the first instant after which somebody has no part any more, of those who still read; zero for none.
func (c *Complaint) nextShut() time.Time {
	t := c.parts()
	var next time.Time
	for _, key := range t.since(c.ReadShut) {
		var ended time.Time
		lasts := false
		for _, p := range t {
			if p.key == key {
				lasts, ended = lasts || p.ended.IsZero(), latest(ended, p.ended)
			}
		}
		if !lasts {
			next = sooner(next, ended)
		}
	}
	return next
}

// readingEnds adds when whoever had a part reads the case no longer by it: some days after it ended (rules P3, P10).
func (c *Complaint) readingEnds(o *Org, add func(time.Time, func(time.Time))) {
	ended := c.nextShut()
	if ended.IsZero() {
		return
	}
	add(ended.Add(o.Parameters.Span(ReadAfterTask)), func(at time.Time) {
		before := c.Concerns()
		c.ReadShut = ended
		after := c.Concerns()
		var who []Change
		for _, key := range before {
			if !slices.Contains(after, key) {
				who = append(who, noteReader(key))
			}
		}
		c.note(System(o), ActionEndReading, c.State, at, who...)
	})
}

func noteReader(key string) Change {
	switch kind, name, _ := strings.Cut(key, ":"); kind {
	case "department":
		return Note("department", name)
	case "function":
		return Note("function", name)
	}
	return Note("who", key)
}

// ReadsByTask tells whether whoever has or had a task still reads the case by it (rule P10).
func (c *Complaint) ReadsByTask(t *Task) bool {
	return !t.Shut && (t.EndedAt.IsZero() || t.EndedAt.After(c.ReadShut))
}
