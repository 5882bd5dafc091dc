package layout

import "huiyin/huiyin"

// setupPlaces say where each step is taken: the page that shows it, the one that does it, and the verb.
var setupPlaces = map[huiyin.SetupStep][3]string{
	huiyin.SetupCompany:     {"/settings", "/settings", "填写…"},
	huiyin.SetupSites:       {"/settings/sites", "/settings/add/site", "添加…"},
	huiyin.SetupDepartments: {"/settings/departments", "/settings/add/department", "添加…"},
	huiyin.SetupPeople:      {"/settings/people", "/settings/add/person", "添加…"},
	huiyin.SetupMajor:       {"/settings/people", "/settings/add/person", "指定…"},
	huiyin.SetupLeads:       {"/settings/people", "/settings/add/person", "指定…"},
	huiyin.SetupFinance:     {"/settings/people", "/settings/add/person", "指定…"},
	huiyin.SetupEmergency:   {"/directory", "/settings/sites", "填写…"},
	huiyin.SetupLetterhead:  {"/settings/printing", "/settings/printing", "填写…"},
	huiyin.SetupCalendar:    {"/settings/calendar", "/settings/calendar", "录入…"},
	huiyin.SetupBackup:      {"/settings/backup", "/settings/backup", "备份…"},
	huiyin.SetupHTTPS:       {"/status", "/status", "查看"},
	huiyin.SetupTrial:       {"/complaints", "/complaints/new", "试登记…"},
}

// SetupPlace is where a step is looked at or taken, and the verb of the link.
func SetupPlace(s huiyin.Setup) (href, verb string) {
	p := setupPlaces[s.Step]
	switch {
	case s.Done:
		return p[0], "查看"
	case s.Step == huiyin.SetupEmergency && s.Site != "":
		return "/settings/sites/" + s.Site + "/emergency", p[2]
	case s.Step == huiyin.SetupLetterhead && s.Site != "":
		return "/settings/sites/" + s.Site, p[2]
	}
	return p[1], p[2]
}
