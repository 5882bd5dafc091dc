package huiyin

import "time"

// Assigning is one time that a case was given to somebody.
type Assigning struct {
	At             time.Time
	By, For        string
	To, Department string
}

// Assignings reads out of a case's journal, newest first as it is kept, who gave it to whom, the first one first.
func Assignings(entries []Entry) []Assigning {
	var out []Assigning
	for i := len(entries) - 1; i >= 0; i-- {
		e := &entries[i]
		if e.Action != ActionAssign {
			continue
		}
		a := Assigning{At: e.At, By: e.By, For: e.For}
		for _, d := range e.Detail {
			switch d.Field {
			case "handler":
				a.To = d.After
			case "department":
				a.Department = d.After
			}
		}
		out = append(out, a)
	}
	return out
}
