// Package crises shows what a day needs on which many customers stand before the door (RULES.md §8).
package crises

import (
	"slices"
	"strconv"

	"huiyin/huiyin"
	"huiyin/huiyin/crisis"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// AlarmRow is an alarm as the list shows it.
type AlarmRow struct {
	Number string
	Site   string
	When   string // written out
	State  crisis.AlarmState
	People int
	Reason crisis.EndReason
}

// Raise is the page on which an alarm is raised.
type Raise struct {
	layout.Page
	By   huiyin.Actor
	Form ui.Form
	Site string // chosen before anything was typed
	Rows []AlarmRow
}

func (v Raise) sites() []ui.Option {
	var out []ui.Option
	for _, s := range crisis.SitesToRaise(v.By) {
		if !s.Closed {
			out = append(out, ui.Option{Value: s.Code, Label: s.Name})
		}
	}
	return out
}

// site is the one that the form begins with: the person's own, else the first.
func (v Raise) site() string {
	if sites := v.sites(); v.Site == "" && len(sites) > 0 {
		return sites[0].Value
	}
	return v.Site
}

// called are the sites whose numbers stand above the form.
func (v Raise) called() []huiyin.Site {
	var out []huiyin.Site
	for _, s := range crisis.SitesToRaise(v.By) {
		if !s.Closed && (len(v.sites()) == 1 || v.By.AtSite(s.Code) || s.Code == v.site()) {
			out = append(out, s)
		}
	}
	return out
}

// places are where people mostly come together, in the language of the records; glances what one counts at one.
var (
	places  = []string{"大门", "大堂", "样板区", "工地", "物业中心", "网上"}
	glances = []string{"10", "20", "50", "100"}
)

// callable are the numbers of a site, and that of the police where the site has not set it.
func callable(p layout.Page, o *huiyin.Org, site string) []huiyin.DirectoryEntry {
	lines := o.Emergency(site)
	if slices.ContainsFunc(lines, func(l huiyin.DirectoryEntry) bool { return l.Phone == "110" }) {
		return lines
	}
	return append([]huiyin.DirectoryEntry{{What: p.T("报警电话"), Phone: "110"}}, lines...)
}

// AlarmView is one alarm.
type AlarmView struct {
	layout.Page
	By   huiyin.Actor
	A    *crisis.Alarm
	Form ui.Form
	Open []crisis.Listed // crises of the site that it may join
}

func (v AlarmView) url() string { return "/crises/alarm/" + v.A.Number }

func (v AlarmView) target(act huiyin.Action, path string) ui.Target {
	return ui.Target{URL: v.url() + "/" + path, Action: string(act), Version: int(v.A.Version)}
}

func (v AlarmView) name(account string) string { return v.By.Org.PersonName(account) }

// rung tells those it rang for who know of it and who do not, in the order of the alarm.
func (v AlarmView) rung() (heard, not []string) {
	unheard := v.A.Unheard(v.By.Org)
	for _, account := range crisis.Alarmed(v.By.Org, v.A.Site) {
		if slices.Contains(unheard, account) {
			not = append(not, account)
		} else {
			heard = append(heard, account)
		}
	}
	return heard, not
}

// asked tells whether it rings for the person, who has not said yet that they know.
func (v AlarmView) asked() bool {
	return v.A.Offers(v.By, huiyin.ActionHearAlarm) && slices.Contains(v.A.Unheard(v.By.Org), v.By.Account)
}

func (v AlarmView) plan() *huiyin.EmergencyPlan {
	for _, p := range huiyin.EmergencyPlans() {
		if p.Code == "crowd" {
			return &p
		}
	}
	return nil
}

// newest are the reports, the newest first.
func (v AlarmView) newest() []crisis.Report {
	out := slices.Clone(v.A.Reports)
	slices.Reverse(out)
	return out
}

func (v AlarmView) people(n int) string { return v.T("约 %d 人", n) }

func (v AlarmView) count() string { return strconv.Itoa(v.A.People) }

func (v AlarmView) joins() []ui.Option {
	var out []ui.Option
	for _, c := range v.Open {
		out = append(out, ui.Option{Value: c.Number, Label: c.Title + " " + c.Number})
	}
	return out
}
