// Package appraisals shows the appraisal 考评 of a month: who lost and won points, and by what (rule A4).
package appraisals

import (
	"fmt"
	"net/url"
	"strconv"
	"time"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// View is the sheets of a month, of several people or one.
type View struct {
	layout.Page
	By     huiyin.Actor
	Month  time.Time // its first instant
	Site   string
	Sheets []huiyin.Sheet
	One    bool // the sheet of one person, with what stands behind it
	Form   ui.Form
	Posted string // the complaint of a form about points that was refused
}

func (v View) month() string { return huiyin.AppraisalMonth(v.Month, v.Zone) }

// address is this page, of another month or person.
func (v View) address(month time.Time, person string) string {
	path := "/appraisals"
	q := url.Values{"month": {huiyin.AppraisalMonth(month, v.Zone)}}
	if person != "" {
		path += "/" + person
	}
	if v.Site != "" && !v.One {
		q.Set("site", v.Site)
	}
	return path + "?" + q.Encode()
}

func (v View) person() string {
	if v.One {
		return v.Sheets[0].Person
	}
	return ""
}

func (v View) before() string {
	return v.address(v.Month.In(v.Zone).AddDate(0, -1, 0), v.person())
}

// after is the month after this one, "" when it has not begun.
func (v View) after() string {
	if next := v.Month.In(v.Zone).AddDate(0, 1, 0); !next.After(v.Now) {
		return v.address(next, v.person())
	}
	return ""
}

// sites are those whose people the reader may look at.
func (v View) sites() []ui.Option {
	var out []ui.Option
	for _, s := range v.By.Org.Sites {
		if v.By.AnswersFor(s.Code) {
			out = append(out, ui.Option{Value: s.Code, Label: s.Name})
		}
	}
	return out
}

// pointsForm is the form of an action on points, fresh unless it was the one that was refused.
func (v View) pointsForm(a huiyin.Action, d huiyin.Deducted) ui.Form {
	f := ui.Form{Lang: v.Form.Lang, Once: v.Form.Once}
	if v.Posted == d.Number {
		f = v.Form.For(string(a) + "-" + strconv.Itoa(d.N))
	}
	f.ID = string(a) + "-" + d.Number + "-" + strconv.Itoa(d.N)
	return f
}

func (v View) pointsTarget(a huiyin.Action, d huiyin.Deducted, path string) ui.Target {
	return ui.Target{URL: "/appraisals/" + d.Person + "/" + d.Number + "/" + strconv.Itoa(d.N) + "/" + path,
		Action: string(a), Region: "-"}
}

// mayObject tells whether the reader may object to points now.
func (v View) mayObject(d huiyin.Deducted) bool {
	return d.Person == v.By.Account && d.State == huiyin.PointsProposed && v.Now.Before(d.ObjectBy)
}

// unplaced is a refusal whose form the page no longer has.
func (v View) unplaced() *huiyin.Error {
	if v.Form.Wrong == nil || !v.One {
		return nil
	}
	for _, d := range v.Sheets[0].Deducted {
		n := "-" + strconv.Itoa(d.N)
		if d.Number == v.Posted && (v.mayObject(d) && v.Form.Action == string(huiyin.ActionObjectPoints)+n ||
			d.Confirms && v.Form.Action == string(huiyin.ActionConfirmPoints)+n) {
			return nil
		}
	}
	return v.Form.Wrong
}

func signed(n int) string {
	if n > 0 {
		return "+" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// kept writes how many of how many were kept, "—" for none.
func kept(kept, missed int) string {
	if kept+missed == 0 {
		return "—"
	}
	return fmt.Sprintf("%d/%d", kept, kept+missed)
}

// outcomes lists how what was handled ended.
func (v View) outcomes(s *huiyin.Sheet) string {
	out := ""
	for _, o := range huiyin.Outcomes() {
		if n := s.Outcomes[o]; n > 0 {
			if out != "" {
				out += v.T("、")
			}
			out += v.T("%s %d 件", v.T(o.Label()), n)
		}
	}
	if out == "" {
		return "—"
	}
	return out
}

// place says where a person works.
func (v View) place(account string) string {
	p := v.By.Org.Person(account)
	switch {
	case p == nil:
		return ""
	case p.Site != "":
		return v.By.Org.SiteName(p.Site)
	case p.Department != "":
		return v.By.Org.DepartmentName(p.Department)
	}
	return v.T(p.Title())
}
