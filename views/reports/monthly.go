package reports

import (
	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// ReportsView is the list of the monthly reports of a site.
type ReportsView struct {
	layout.Page
	By      huiyin.Actor
	Site    string
	Rows    []huiyin.ReportRow
	Waiting []huiyin.Duty // for this person
	Form    ui.Form
}

// ReportView is one monthly report with its figures and the names that go with them.
type ReportView struct {
	DocView
	R     *huiyin.Report
	A     *huiyin.Analysis
	Names *huiyin.Org
}

func (v ReportsView) doc() DocView { return DocView{Page: v.Page, By: v.By} }

// sites are those whose reports the reader sees, the company first where it is theirs.
func (v ReportsView) sites() []ui.Option {
	var all []ui.Option
	for _, code := range v.By.SitesOf() {
		all = append(all, ui.Option{Value: code, Label: v.By.Org.SiteName(code)})
	}
	return all
}

// company is the choice of the company, where the reader sees it.
func (v ReportsView) company() ui.Opt {
	if huiyin.NewReport(190001, "").Visible(v.By) {
		return ui.Opt{Empty: "公司"}
	}
	return ui.Opt{}
}

func (v ReportView) framed() layout.Page {
	v.Main = docAttrs(&v.R.Document)
	return v.Page
}

func (v ReportView) can(a huiyin.Action) bool { return v.R.Offers(v.By, a, v.Now) }

func (v ReportView) target(a huiyin.Action, path string) ui.Target {
	return target(&v.R.Document, "/figures/reports/", a, path)
}

// figures shows the numbers as the page of figures does, with the names of the report.
func (v ReportView) figures() View {
	by := v.By
	by.Org = v.Names
	return View{Page: v.Page, By: by, Month: v.R.Month(), Site: v.R.Site, A: v.A}
}

// placed tells whether a refused form stands on the page.
func (v ReportView) placed() bool { return v.Form.Wrong == nil || v.can(huiyin.Action(v.Form.Action)) }
