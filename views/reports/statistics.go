// Package figures shows the monthly analysis: its numbers, each with the list behind it, and its pictures.
package reports

import (
	"net/url"
	"strconv"
	"strings"

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
	Rises []huiyin.Rise // for which a plan is proposed (rule A2)
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

// The fields of the pictures, in units of their own, and the room around them.
const (
	plotWidth, plotHeight = 430, 160
	plotLeft, plotTop     = 36, 14
	plotFoot              = 24
)

// num writes a length.
func num(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

func whole(n int) string { return strconv.Itoa(n) }

// line gives the points of a line of the trend.
func (v View) line(p huiyin.Plot, of func(huiyin.TrendPoint) int) string {
	var b strings.Builder
	for i, t := range v.A.Trend {
		_, x, _ := p.Slot(i, len(v.A.Trend))
		b.WriteString(num(plotLeft+x) + "," + num(plotTop+p.Y(of(t))) + " ")
	}
	return strings.TrimSpace(b.String())
}

func received(t huiyin.TrendPoint) int { return t.Received }

func settled(t huiyin.TrendPoint) int { return t.Settled }

// trendWords says in words what the picture shows.
func (v View) trendWords() string {
	first, last := v.A.Trend[0], v.A.Trend[len(v.A.Trend)-1]
	return v.T("13 个月的趋势：%s受理 %d 件、办结 %d 件，%s受理 %d 件、办结 %d 件。", first.Month.String(), first.Received, first.Settled,
		last.Month.String(), last.Received, last.Settled)
}

func (v View) barWords(what string, words []string) string {
	return v.T(what) + " " + strings.Join(words, "; ")
}

func (v View) paretoWords(bars []huiyin.Bar) string {
	var words []string
	for _, b := range bars {
		words = append(words, v.T(b.Label)+" "+whole(b.N)+" ("+huiyin.Percent(b.Upto, 1000)+")")
	}
	return v.barWords("原因排列图，括号内为累计占比：", words)
}

func (v View) onTimeWords() string {
	var words []string
	for _, d := range v.A.OnTime() {
		words = append(words, v.T(d.Kind.Label())+" "+huiyin.Percent(d.Met, d.All))
	}
	return v.barWords("按时率：", words)
}

// upto gives the points of the line of sums.
func upto(p huiyin.Plot, bars []huiyin.Bar) string {
	var b strings.Builder
	for i, bar := range bars {
		_, x, _ := p.Slot(i, len(bars))
		b.WriteString(num(plotLeft+x) + "," + num(plotTop+p.Y(bar.Sum)) + " ")
	}
	return strings.TrimSpace(b.String())
}
