package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Alarm is an emergency that somebody was told of and has neither heard nor seen in hand (rule K2): it stands on top of
// every page of theirs.
type Alarm struct {
	Notice int64 // by which they were told
	At     time.Time
	C      *Complaint
	Told   []Alarmed // all who were told of it
}

// Alarmed is one person who was told of an emergency, and whether they have opened it or said that they know.
type Alarmed struct {
	Account string
	At      time.Time
	Opened  bool
	Heard   time.Time
}

// Code is a word about the alarm that changes when what its strip says does.
func (a Alarm) Code() string {
	heard := 0
	for _, t := range a.Told {
		if t.Knows() {
			heard++
		}
	}
	return strconv.FormatInt(a.Notice, 10) + "." + strconv.Itoa(heard)
}

// Knows tells whether the person has opened it or said that they know.
func (a Alarmed) Knows() bool { return a.Opened || !a.Heard.IsZero() }

// Hear notes that one of those alarmed knows of the emergency (rule K2). It changes nothing of what others type.
func (c *Complaint) Hear(by Actor, now time.Time) error {
	m, err := c.begin(by, ActionHear, now)
	if err != nil {
		return err
	}
	return m.stay()
}

// Alarms tells whether an emergency told at a time still alarms: it is one, and nobody has taken it over since (rule K2).
func (c *Complaint) Alarms(told time.Time) bool {
	return c.Urgency == Emergency && c.State.Open() && c.AcceptedAt.Before(told)
}

// halfIn tells whether one of the two words that a word of four characters is made of stands in a text.
func halfIn(text, word string) bool {
	r := []rune(word)
	return len(r) == 4 && (strings.Contains(text, string(r[:2])) || strings.Contains(text, string(r[2:])))
}

// NumbersFor lists the emergency numbers of a site, those that fit the kind of what happened first (rule K2).
func (o *Org) NumbersFor(site, category, matter string) []DirectoryEntry {
	kind := o.CategoryName(category) + matter
	fits := func(l DirectoryEntry) bool {
		return slices.ContainsFunc(strings.FieldsFunc(l.What, func(r rune) bool { return r == '、' || r == ' ' }),
			func(word string) bool { return strings.Contains(kind, word) || halfIn(kind, word) })
	}
	all := slices.Clone(o.Emergency(site))
	slices.SortStableFunc(all, func(a, b DirectoryEntry) int {
		switch {
		case fits(a) == fits(b):
			return 0
		case fits(a):
			return -1
		}
		return 1
	})
	return all
}
