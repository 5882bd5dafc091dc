package huiyin

import (
	"slices"
	"strings"
	"time"
)

// FormControl is how a company's own system of documents knows a paper 受控表单: its number there, its edition and from
// when on that holds, and who drew it up, checked it and approved it. It stands at the foot of each page.
type FormControl struct {
	Paper     Paper
	Number    string
	Edition   string
	Effective string // a day, as 2006-01-02
	Drafted   string // 编制
	Reviewed  string // 审核
	Approved  string // 批准
}

// DefaultEdition is the edition of a paper for which a company has set none.
const DefaultEdition = "A/0"

// The bounds of what stands at the foot.
const (
	mostFormNumber  = 20
	mostFormEdition = 12
	mostFormName    = 12
)

// ControlledPapers lists the papers that may have a number of the company's own.
func ControlledPapers() []Paper {
	out := slices.DeleteFunc(Papers(), func(p Paper) bool { return p == PaperForm })
	out = append(out, PaperConsequence, PaperSigning, PaperDossier, PaperDossierOut)
	for _, h := range housePapers {
		if h.paper != PaperSample && h.paper != PaperGuide {
			out = append(out, h.paper)
		}
	}
	return out
}

// Control is the company's own number of a paper, nil where it has none. The form from before it had its parts is the
// customer's.
func (p *Letterhead) Control(paper Paper) *FormControl {
	if paper == PaperForm {
		paper = PaperCustomer
	}
	for i := range p.Controls {
		if p.Controls[i].Paper == paper {
			return &p.Controls[i]
		}
	}
	return nil
}

// empty tells whether nothing is set.
func (f FormControl) empty() bool { return f == FormControl{Paper: f.Paper} }

// words is the control as journals show it.
func (f FormControl) words() string {
	if f.empty() {
		return ""
	}
	out := []string{f.Paper.Label(), f.Number, f.Edition, f.Effective, f.Drafted, f.Reviewed, f.Approved}
	return strings.Join(slices.DeleteFunc(out, func(s string) bool { return s == "" }), " · ")
}

// SetFormControl sets the company's own number of a paper, or takes it off where every field is empty. What was
// printed before keeps what stands on it (rules F6, J1).
func (o *Org) SetFormControl(by Actor, now time.Time, f FormControl) error {
	if err := Every(by.may(ActionManage, nil),
		when(!slices.Contains(ControlledPapers(), f.Paper), "paper", "请选择列表中的一项。"),
		f.check()); err != nil {
		return err
	}
	was := FormControl{}
	if old := o.Letterhead.Control(f.Paper); old != nil {
		was = *old
	}
	list := slices.DeleteFunc(slices.Clone(o.Letterhead.Controls), func(c FormControl) bool { return c.Paper == f.Paper })
	if !f.empty() {
		list = append(list, f)
	}
	var ordered []FormControl
	for _, p := range ControlledPapers() {
		for _, c := range list {
			if c.Paper == p {
				ordered = append(ordered, c)
			}
		}
	}
	o.Letterhead.Controls = ordered
	o.note(by, now, "settings", changes("form_control", was.words(), f.words()))
	return nil
}

func (f FormControl) check() error {
	if f.empty() {
		return nil
	}
	if err := Every(needed("number", f.Number, mostFormNumber), oneLine("number", f.Number, mostFormNumber),
		needed("edition", f.Edition, mostFormEdition), oneLine("edition", f.Edition, mostFormEdition),
		oneLine("drafted", f.Drafted, mostFormName), oneLine("reviewed", f.Reviewed, mostFormName),
		oneLine("approved", f.Approved, mostFormName)); err != nil {
		return err
	}
	if _, err := time.Parse(time.DateOnly, f.Effective); f.Effective != "" && err != nil {
		return Invalid("effective", "日期须写成 2025-03-03 的样子。")
	}
	return nil
}
