// Package figures shows the monthly analysis: its numbers, each with the list behind it, and its pictures.
package reports

import (
	"net/url"
	"strconv"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// View is the analysis of a month.
type View struct {
	layout.Page
	By    huiyin.Actor
	Month huiyin.Month
	Site  string
	A     *huiyin.Analysis // nil where what was asked for was wrong
	Form  ui.Form
	Rises []huiyin.Rise        // for which a plan is proposed (rule A2)
	Open  map[huiyin.State]int // now, by state; nil on a report, which is of a month
}

// address gives the page of another month, or a file of this one.
func (v View) address(path string, m huiyin.Month) string {
	q := url.Values{"month": {m.String()}}
	if v.Site != "" {
		q.Set("site", v.Site)
	}
	return path + "?" + q.Encode()
}

// list is the address of the complaints behind a number (rule M4).
func (v View) list(of huiyin.Indicator, value string, m huiyin.Month, site string) string {
	q := url.Values{"figure": {string(of)}, "month": {m.String()}}
	if value != "" {
		q.Set("of", value)
	}
	if site != "" {
		q.Set("site", site)
	}
	return "/complaints?" + q.Encode()
}

func (v View) sites() []ui.Option {
	var all []ui.Option
	for _, code := range v.By.SitesOf() {
		all = append(all, ui.Option{Value: code, Label: v.By.Org.SiteName(code)})
	}
	return all
}

// heads are the headings of the three months.
func (v View) heads() [3]string { return [3]string{v.T("本月"), v.T("上月"), v.T("去年同月")} }

func (v View) label(l huiyin.StatisticsLine) string {
	if l.Name {
		return l.Label
	}
	return v.T(l.Label)
}

// num writes a length.
func num(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

func whole(n int) string { return strconv.Itoa(n) }
