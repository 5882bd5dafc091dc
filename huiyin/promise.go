package huiyin

import "time"

// PromiseStatus says what became of a promise to a customer (rule W4).
type PromiseStatus string

// What may become of a promise.
const (
	PromiseOpen    PromiseStatus = "open"    // its date is still to come
	PromiseKept    PromiseStatus = "kept"    // done by its date
	PromiseLate    PromiseStatus = "late"    // done, after its date
	PromiseDropped PromiseStatus = "dropped" // no longer carried out
	PromiseOverdue PromiseStatus = "overdue" // its date has passed, nothing done
	PromiseMissed  PromiseStatus = "missed"  // any of the last three, to look for
)

var promiseStatuses = words[PromiseStatus]{
	{PromiseOpen, "未到期"}, {PromiseKept, "按期兑现"}, {PromiseLate, "逾期兑现"}, {PromiseDropped, "未兑现"},
	{PromiseOverdue, "逾期未办"}, {PromiseMissed, "未按期兑现"},
}

// Label is what became of it, on pages.
func (k PromiseStatus) Label() string { return promiseStatuses.label(k) }

// PromiseStatuses are those that a register is narrowed to.
func PromiseStatuses() []PromiseStatus {
	return []PromiseStatus{PromiseOpen, PromiseKept, PromiseMissed}
}

// PromiseStatus tells what became of a promise by now: only what was done by its date was kept.
func (t *Task) PromiseStatus(now time.Time) PromiseStatus {
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
	Kept     PromiseStatus // open, kept or missed
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
