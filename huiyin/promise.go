package huiyin

import "time"

// Kept says what became of a promise to a customer (rule W4).
type Kept string

// What may become of a promise.
const (
	PromiseOpen    Kept = "open"    // its date is still to come
	PromiseKept    Kept = "kept"    // done by its date
	PromiseLate    Kept = "late"    // done, after its date
	PromiseDropped Kept = "dropped" // no longer carried out
	PromiseOverdue Kept = "overdue" // its date has passed, nothing done
	PromiseMissed  Kept = "missed"  // any of the last three, to look for
)

var keptWords = words[Kept]{
	{PromiseOpen, "未到期"}, {PromiseKept, "按期兑现"}, {PromiseLate, "逾期兑现"}, {PromiseDropped, "未兑现"}, {PromiseOverdue, "逾期未办"}, {PromiseMissed, "未按期兑现"},
}

// Label is what became of it, on pages.
func (k Kept) Label() string { return keptWords.label(k) }

// KeptFilters are those that a register is narrowed to.
func KeptFilters() []Kept { return []Kept{PromiseOpen, PromiseKept, PromiseMissed} }

// Kept tells what became of a promise by now: only what was done by its date was kept.
func (t *Task) Kept(now time.Time) Kept {
	switch {
	case t.EndedAt.IsZero() && now.After(t.Due):
		return PromiseOverdue
	case t.EndedAt.IsZero():
		return PromiseOpen
	case t.Dropped:
		return PromiseDropped
	case t.EndedAt.After(t.Due):
		return PromiseLate
	}
	return PromiseKept
}

// PromiseFilter is what the register of promises is narrowed to; empty fields ask nothing.
type PromiseFilter struct {
	Site     string
	Kept     Kept // open, kept or missed
	From, To time.Time
	Page     string
}

// Check refuses what is no filter.
func (f *PromiseFilter) Check() error {
	if f.Kept != "" && f.Kept != PromiseOpen && f.Kept != PromiseKept && f.Kept != PromiseMissed {
		return Invalid("kept", "请选择列表中的一项。")
	}
	return nil
}

// Promised is one promise in the register, with the complaint in which it was made.
type Promised struct {
	Task
	Number string
	Site   string
	Name   string
	Unit   string
}

// PromisePage is one page of the register, with how many there are of each, whatever it is narrowed to.
type PromisePage struct {
	Rows               []Promised
	Open, Kept, Missed int
	Next               string
}
