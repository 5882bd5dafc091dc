package huiyin

import (
	"slices"
	"time"
)

// NewEntry is the journal's line about what an account has done to a subject, "" for the clock or the
// command line (rule J1). Every entry begins with it.
func NewEntry(account string, a Action, subject string, now time.Time, detail ...Change) Entry {
	return Entry{At: now, Logged: now, By: account, Action: a, Subject: subject, Detail: detail}
}

// journal is what was done to something since it was loaded (rule J1). Whatever is journalled embeds it,
// most of it in its Record.
type journal []Entry

// Journal gives the entries that the changes since the loading have caused.
func (j *journal) Journal() []Entry { return *j }

// log writes down what was done to a subject.
func (j *journal) log(by Actor, a Action, subject string, now time.Time, detail ...Change) {
	*j = append(*j, NewEntry(by.Account, a, subject, now, detail...))
}

// logManaged writes down what an administrator has set; what changed nothing leaves no entry.
func (j *journal) logManaged(by Actor, subject string, now time.Time, detail []Change) {
	if len(detail) > 0 {
		j.log(by, ActionManage, subject, now, detail...)
	}
}

// Record is what every journalled thing with a number has: it notes changes and notices, and knows whether
// a form is stale (rules J1, W12).
type Record struct {
	ID      int64
	Number  string
	Version int64 // counts changes; a form made on an older one is stale (rule W12)

	journal
	notices []Notice
	loaded  int64 // version when it was loaded
}

// firstVersion is a record of which there is one by its number though nobody has changed it yet: its first change
// makes version 2.
func firstVersion(number string) Record { return Record{Number: number, Version: 1, loaded: 1} }

// Loaded marks the record as it came from the store; changes count from here.
func (r *Record) Loaded() { r.loaded, r.journal, r.notices = r.Version, nil, nil }

// Notices gives the notices that the changes since Loaded have caused.
func (r *Record) Notices() []Notice { return r.notices }

// Changed tells whether anything but reading was done since Loaded.
func (r *Record) Changed() bool {
	confidential := func(e Entry) bool { return e.Action.Confidential() }
	return r.Version != r.loaded || slices.ContainsFunc(r.journal, confidential)
}

// Check refuses a change made on a page that shows another version (rule W12); version 0 asks nothing.
func (r *Record) Check(version int64) error { return r.check(version, StaleRecord()) }

func (r *Record) check(version int64, stale *Error) error {
	if version != 0 && version != r.Version {
		return stale
	}
	return nil
}

// Numbered gives a new record its number and names it in the entries and notices written so far.
func (r *Record) Numbered(number string) {
	r.Number = number
	for i := range r.journal {
		r.journal[i].Subject = number
	}
	for i := range r.notices {
		r.notices[i].Number = number
	}
}

// note writes down what was done and how the record stood before and stands after. What changes no version
// is noted too (rule J3).
func (r *Record) note(by Actor, a Action, from, to State, now time.Time, detail ...Change) {
	if !a.silent() {
		r.Version = r.loaded + 1
	}
	e := NewEntry(by.Account, a, r.Number, now, detail...)
	e.For, e.Version, e.From, e.To = by.For, r.Version, from, to
	r.journal = append(r.journal, e)
}
