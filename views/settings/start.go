package settings

import (
	"slices"

	"huiyin/huiyin"
)

// Start is what an installation needs, for the administrator (rule D10).
type Start struct {
	View
	Steps []huiyin.Setup
}

// startGroups are the steps as the page shows them.
var startGroups = []struct {
	title string
	steps []huiyin.SetupStep
}{
	{"组织", []huiyin.SetupStep{huiyin.SetupCompany, huiyin.SetupSites, huiyin.SetupDepartments}},
	{"应急和单据", []huiyin.SetupStep{huiyin.SetupEmergency, huiyin.SetupLetterhead, huiyin.SetupCalendar}},
	{"人员", []huiyin.SetupStep{huiyin.SetupPeople, huiyin.SetupMajor, huiyin.SetupLeads, huiyin.SetupFinance}},
	{"系统", []huiyin.SetupStep{huiyin.SetupBackup, huiyin.SetupHTTPS, huiyin.SetupTrial}},
}

func (v Start) of(steps []huiyin.SetupStep) []huiyin.Setup {
	return slices.DeleteFunc(slices.Clone(v.Steps), func(s huiyin.Setup) bool { return !slices.Contains(steps, s.Step) })
}

func done(all []huiyin.Setup) int { return len(all) - len(huiyin.Unset(all)) }

// urgent names what must come first.
func urgent(all []huiyin.Setup) (first []huiyin.Setup) {
	return slices.DeleteFunc(huiyin.Unset(all), func(s huiyin.Setup) bool { return !s.First })
}

// next is the step to take now: the most urgent, else the first that is open; "" where all is done.
func next(all []huiyin.Setup) huiyin.SetupStep {
	if first := urgent(all); len(first) > 0 {
		return first[0].Step
	}
	if open := huiyin.Unset(all); len(open) > 0 {
		return open[0].Step
	}
	return ""
}

// why says in the reader's language how a step stands.
func (v View) why(s huiyin.Setup) string { return v.Lang.Err(&huiyin.Error{Text: s.Why, Args: s.Args}) }

func (v Status) unsetNote() string {
	if len(v.Unset) == 0 {
		return ""
	}
	return v.T("还有 %d 项", len(v.Unset))
}
