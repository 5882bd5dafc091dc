package settings

import (
	"slices"
	"strconv"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// Holds is where everything of a site, a customer or a member of staff is put under legal hold (rule T2).
type Holds struct {
	layout.Page
	By     huiyin.Actor
	Form   ui.Form
	Number string   // of the case from which somebody came
	Known  []string // those of the cases by which customers were named that the reader may know of (rule P3)
}

// all lists the holds, those that stand first, newest first, but for those about the reader (rule P4).
func (v Holds) all() []huiyin.StandingHold {
	var stand, lifted []huiyin.StandingHold
	for _, h := range slices.Backward(v.By.Org.StandingHolds) {
		if h.About(v.By) {
			continue
		}
		if h.Stands() {
			stand = append(stand, h)
		} else {
			lifted = append(lifted, h)
		}
	}
	return append(stand, lifted...)
}

func (v Holds) status(h huiyin.StandingHold) string {
	if h.Stands() {
		return "stands"
	}
	return "lifted"
}

// covers names what is held.
func (v Holds) covers(h huiyin.StandingHold) string {
	switch h.Over {
	case huiyin.HoldOverSite:
		return v.By.Org.SiteName(h.Key)
	case huiyin.HoldOverPerson:
		return v.By.Org.PersonName(h.Key)
	}
	if !slices.Contains(v.Known, h.Case) {
		return v.T("一位客户")
	}
	return v.T("%s 的客户", h.Case)
}

// key is what is held, as tests and scripts find it: a customer's by the case that names them.
func (v Holds) key(h huiyin.StandingHold) string {
	switch {
	case h.Over != huiyin.HoldOverCustomer:
		return h.Key
	case slices.Contains(v.Known, h.Case):
		return h.Case
	}
	return ""
}

func (v Holds) sites() []ui.Option {
	var out []ui.Option
	for _, s := range v.By.Org.Sites {
		out = append(out, ui.Option{Value: s.Code, Label: s.Name})
	}
	return out
}

// people are all who have or had an account: who left is held as well.
func (v Holds) people() []ui.Option {
	var out []ui.Option
	for _, p := range v.By.Org.People {
		out = append(out, ui.Option{Value: p.Account, Label: p.Name + " · " + v.T(p.Title())})
	}
	return out
}

func (v Holds) endForm(h huiyin.StandingHold) ui.Form {
	f := v.Form.For(string(huiyin.ActionEndHoldAll) + "-" + strconv.FormatInt(h.ID, 10))
	f.ID = "end-" + strconv.FormatInt(h.ID, 10)
	return f
}

func (v Holds) endTarget(h huiyin.StandingHold) ui.Target {
	return ui.Target{URL: "/holds/" + strconv.FormatInt(h.ID, 10) + "/end", Action: string(huiyin.ActionEndHoldAll)}
}
