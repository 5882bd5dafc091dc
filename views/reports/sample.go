package reports

import (
	"fmt"
	"slices"
	"strconv"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// SamplesView is the list of the samples.
type SamplesView struct {
	DocView
	Rows []huiyin.SampleRow
}

// SampleView is one sample, with the places of the complaints in it that the reader knows of and opens.
type SampleView struct {
	DocView
	S           *huiyin.Sample
	Known, Open []int
	From        []string          // what it was drawn from, as far as the reader may know of it
	Inquiries   []*huiyin.Inquiry // of the sample, without whose they are (rule W13)
}

func (v SamplesView) draws() bool { return huiyin.Can(v.By, huiyin.ActionDrawSample, nil) == nil }

// last is the month that can be drawn from now.
func (v SamplesView) last() string { return huiyin.MonthOf(v.Now, v.Zone).Add(-1).String() }

func tenths(n int) string {
	if n < 0 {
		return "–"
	}
	return fmt.Sprintf("%d.%d", n/10, n%10)
}

func (v SampleView) framed() layout.Page {
	v.Main = docAttrs(&v.S.Document)
	return v.Page
}

func (v SampleView) target(a huiyin.Action, path string) ui.Target {
	return target(&v.S.Document, "/figures/samples/", a, path)
}

// items are the complaints of the sample that the reader knows of.
func (v SampleView) items() []huiyin.SampleItem {
	return slices.DeleteFunc(slices.Clone(v.S.Items),
		func(i huiyin.SampleItem) bool { return !slices.Contains(v.Known, i.N) })
}

func (v SampleView) opens(n int) bool { return slices.Contains(v.Open, n) }

func (v SampleView) asks(i huiyin.SampleItem) bool {
	return i.CheckedAt.IsZero() && v.S.Offers(v.By, huiyin.ActionAskCheck)
}

func (v SampleView) checks(i huiyin.SampleItem) bool {
	return i.CheckedAt.IsZero() && i.Checker == v.By.Account && v.opens(i.N) &&
		v.S.Offers(v.By, huiyin.ActionCheckSample)
}

// placed tells whether a refused form stands on the page.
func (v SampleView) placed() bool {
	if v.Form.Wrong == nil || v.Form.Action == string(huiyin.ActionAssignJob) &&
		v.S.Offers(v.By, huiyin.ActionAssignJob) || v.endsHere(v.S, v.mine().Jobs) {
		return true
	}
	return slices.ContainsFunc(v.items(), func(i huiyin.SampleItem) bool {
		return v.asks(i) && v.Form.Action == formAt(huiyin.ActionAskCheck, i.N) ||
			v.checks(i) && v.Form.Action == formAt(huiyin.ActionCheckSample, i.N)
	}) || slices.ContainsFunc(v.Inquiries, func(q *huiyin.Inquiry) bool {
		k := v.sampled(q)
		return v.S.MayJudge(v.By, k.N, q) == nil && v.Form.Action == judgeAt(k.N)
	})
}

// sampled is the place of an inquiry in the sample.
func (v SampleView) sampled(q *huiyin.Inquiry) huiyin.SampledInquiry {
	i := slices.IndexFunc(v.S.Inquiries, func(k huiyin.SampledInquiry) bool { return k.Number == q.Number })
	return v.S.Inquiries[i]
}

func judgeAt(n int) string { return JudgeForm(strconv.Itoa(n)) }

// JudgeForm names the form about the n-th inquiry of a sample.
func JudgeForm(n string) string { return "inquiry-" + n }

func formAt(a huiyin.Action, n int) string { return string(a) + "-" + strconv.Itoa(n) }

func at(path string, n int) string { return path + "/" + strconv.Itoa(n) }

// marks are those of one complaint.
func (v SampleView) marks(n int) []huiyin.SheetMark {
	return slices.DeleteFunc(slices.Clone(v.S.Marks), func(m huiyin.SheetMark) bool { return m.N != n })
}

func (v SampleView) mean(n int) string {
	tenth, k := v.S.Average("", []int{n})
	if k == 0 {
		return "–"
	}
	return tenths(tenth)
}

// mine is the sample's document with the work that the reader may know of: all for the supervision group and
// the management, else what they have or gave.
func (v SampleView) mine() *huiyin.Document {
	d := v.S.Document
	if !v.all() {
		d.Jobs = slices.DeleteFunc(slices.Clone(d.Jobs),
			func(j huiyin.Job) bool { return j.Who != v.By.Account && j.By != v.By.Account })
	}
	return &d
}

func (v SampleView) all() bool {
	return huiyin.Supervises(v.By) || v.By.Role >= huiyin.Manager && len(v.By.SitesOf()) == len(v.By.Org.Sites)
}

func scoreLabel(code string) string {
	for _, l := range huiyin.ScoreSheet {
		if l.Code == code {
			return l.Label
		}
	}
	return code
}

// scores are the choices of one item of the sheet.
func (v DocView) scores() []ui.Option {
	var all []ui.Option
	for n := 10; n >= 0; n-- {
		all = append(all, ui.Option{Value: strconv.Itoa(n), Label: strconv.Itoa(n)})
	}
	return append(all, ui.Option{Value: "none", Label: v.T("不适用")})
}
