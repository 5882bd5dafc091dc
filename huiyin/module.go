package huiyin

import (
	"slices"
	"time"
)

// What follows is how the rules of a module, a package of its own such as huiyin/crisis, take part in what stands once:
// the policy, the journal, notices, vocabulary and checks of what was typed.

// Governed is a module's record as the policy asks it: who sees it, who may do an action to it, and whether it takes
// place as the record stands.
type Governed interface {
	Visible(by Actor) bool
	Lets(by Actor, a Action) bool
	TakesPlace(a Action) error
}

type governed struct{ Governed }

func (g governed) lets(by Actor, a Action) bool { return g.Lets(by, a) }
func (g governed) takesPlace(a Action) error    { return g.TakesPlace(a) }

// MayOn is CanOn for a module's record.
func MayOn(by Actor, a Action, g Governed) error { return CanOn(by, a, governed{g}) }

// ReadyOn asks the policy, then the state (rule W1).
func ReadyOn(by Actor, a Action, g Governed) error { return readyOn(by, a, governed{g}) }

// Note writes down what was done, and how the record stood before and stands after (rule J1).
func (r *Record) Note(by Actor, a Action, from, to State, now time.Time, detail ...Change) {
	r.note(by, a, from, to, now, detail...)
}

// Tell notes notices, one a person, for those who are active, see the record and have not caused it (rules P3, P4).
func (r *Record) Tell(o *Org, n Notice, causer string, visible func(Actor) bool, accounts ...string) {
	told := map[string]bool{"": true, causer: true}
	for _, account := range accounts {
		p := o.Person(account)
		if told[account] || p == nil || p.Disabled || !visible(Actor{Person: p, Org: o}) {
			continue
		}
		told[account] = true
		n.Account, n.Number = account, r.Number
		r.notices = append(r.notices, n)
	}
}

// MessagesOf gives what goes out of the house about a record's notices; to a group only if all of it see the record.
func MessagesOf(o *Org, d *Delivery, reach map[string]NotificationPreferences, r *Record,
	visible func(Actor) bool) []Message {
	return messages(o, d, reach, r.notices, visible)
}

// ManagerInCharge is the manager to whom a site's important complaints go (rule G6), nil where there is none.
func (o *Org) ManagerInCharge(site string) *Person {
	return (&Complaint{Intake: Intake{Site: site}}).managerInCharge(o, func(*Person) bool { return true })
}

// Words pairs the values of a type that is its own code with their names, in the order of a form.
type Words[T ~string] []struct {
	Value T
	Name  string
}

// Label is a value's name on pages, the value itself where it is none of them.
func (ws Words[T]) Label(v T) string {
	for _, w := range ws {
		if w.Value == v {
			return w.Name
		}
	}
	return string(v)
}

// Has tells whether a value is one of them.
func (ws Words[T]) Has(v T) bool { return slices.Contains(ws.All(), v) }

// All lists the values.
func (ws Words[T]) All() []T {
	out := make([]T, len(ws))
	for i, w := range ws {
		out[i] = w.Value
	}
	return out
}

// Needed refuses an empty text, or one of more than so many characters, at its field.
func Needed(field, text string, most int) error { return needed(field, text, most) }

// AtMost refuses a text of more than so many characters at its field.
func AtMost(field, text string, most int) error { return within(field, text, most) }

// Accounts lists the accounts of people, each once.
func Accounts(lists ...[]*Person) []string {
	var out []string
	for _, list := range lists {
		for _, p := range list {
			if !slices.Contains(out, p.Account) {
				out = append(out, p.Account)
			}
		}
	}
	return out
}

// Shortened is the beginning of a text, as messages quote it.
func Shortened(text string) string { return clip(text) }
