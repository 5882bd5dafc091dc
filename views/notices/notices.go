// Package notices shows what the portal has told a person (rule D8).
package notices

import (
	"slices"

	"huiyin/huiyin"
	"huiyin/views/layout"
)

// View is what a person was told, one row a record, the newest first: what they have to do something about, and what
// they are only to know.
type View struct {
	layout.Page
	Org         *huiyin.Org
	ToDo, Known []Case
	Tab         string // that was asked for
	Newest      bool   // none is newer than the first
	Older       int64  // before which there are more, 0 for none
}

// tabShown is the tab that is seen: the one asked for, else what is to be done, where there is any.
func (v View) tabShown() string {
	if v.Tab == "known" || v.Tab != "to-do" && len(v.ToDo) == 0 {
		return "known"
	}
	return "to-do"
}

// Case is what somebody was told of one record, the newest first.
type Case struct {
	Notices []huiyin.Notice
	Case    huiyin.Listed // without a number where they do not see it, or it is no complaint
}

// Asks tells whether something of it asks for a deed.
func (c Case) Asks() bool {
	return slices.ContainsFunc(c.Notices, func(n huiyin.Notice) bool { return n.Kind.Asks() })
}

// unseen is how many of it were not read.
func (c Case) unseen() (n int) {
	for _, k := range c.Notices {
		if !k.Seen {
			n++
		}
	}
	return n
}

// newest is the last notice on the page, up to which all are read at once.
func (v View) newest() (id int64) {
	for _, c := range slices.Concat(v.ToDo, v.Known) {
		id = max(id, c.Notices[0].ID)
	}
	return id
}
