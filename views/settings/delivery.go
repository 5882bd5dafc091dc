package settings

import (
	"slices"
	"strings"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// Delivery is how messages leave the house; of secrets it is only told whether there are any.
type Delivery struct {
	View
	Delivery *huiyin.Delivery
	Mails    bool   // the mail server has a password
	Tried    bool   // a trial has just gone out
	Folder   string // where messages of a rehearsal go, "" when they are sent
}

// Robot is the form of one robot, ID 0 for a new one.
type Robot struct {
	View
	Robot huiyin.Robot
	Tried bool
}

// NotificationPreferences is how a person wants to hear of notices outside the portal.
type NotificationPreferences struct {
	layout.Page
	Form    ui.Form
	Reach   huiyin.NotificationPreferences
	Version int
	Mails   bool // the company sends mail at all
	Proof   bool // the log-in was long ago: another address takes the password
}

// everyone offers all people in use as members, and whoever is one already.
func (v Robot) everyone() []ui.Option {
	var out []ui.Option
	for _, p := range v.Org.People {
		if !p.Disabled || slices.Contains(v.Robot.Members, p.Account) {
			out = append(out, ui.Option{Value: p.Account, Label: p.Name, Hint: v.T(p.Title())})
		}
	}
	return out
}

func (v NotificationPreferences) quiet(minute int) string {
	if v.Reach.Quiet.From == v.Reach.Quiet.To {
		return ""
	}
	return huiyin.Minute(minute)
}

// quiet is the robot's quiet time; a new one is proposed the night.
func (v Robot) quiet(from bool) string {
	w := v.Robot.Quiet
	switch {
	case v.Robot.ID == 0:
		w = huiyin.DailyWindow{From: 22 * 60, To: 7 * 60}
	case w.From == w.To:
		return ""
	}
	if from {
		return huiyin.Minute(w.From)
	}
	return huiyin.Minute(w.To)
}

func (v NotificationPreferences) digest() string {
	if !v.Reach.Daily {
		return ""
	}
	return huiyin.Minute(v.Reach.Digest)
}

// names joins people's names.
func (v View) names(accounts []string) string {
	out := make([]string, len(accounts))
	for i, a := range accounts {
		out[i] = v.Org.PersonName(a)
	}
	return strings.Join(out, v.T("、"))
}
