package complaints

import (
	"slices"
	"strconv"
	"time"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// passageLabels name the fields of a passage on its form of correction.
var passageLabels = map[string]string{
	"finding.finding": "核实的事实", "finding.ground": "依据",
	"finding.asked": "问了谁", "finding.conclusion": "结论", "result.said": "告知的结果", "result.wants": "客户其他要求",
	"followup.said": "客户反馈", "opinion.opinion": "部门处理意见", "contact.said": "沟通内容",
	"contact.who": "与谁沟通",
	"cause.cause": "根本原因", "answer.said": "答复内容", "answer.wants": "客户其他要求", "answer.ground": "拒绝的依据",
}

// inWords are the fields whose versions are compared by the character; the others are replaced whole.
var inWords = map[string]bool{
	"matter": true, "demand": true, "involved": true, "next_steps": true, "finding": true, "ground": true,
	"opinion": true, "said": true, "wants": true, "cause": true, "asked": true, "conclusion": true,
}

// unplacedCorrection is a refusal whose form is not on the page, or whose field is not in the form.
func (v View) unplacedCorrection() *huiyin.Error {
	if v.Form.Wrong == nil {
		return nil
	}
	for _, p := range v.C.Passages() {
		name := "correct"
		if p.N > 0 {
			name += "-" + passageName(p.Part, p.N)
		}
		if name == v.Form.Action && v.C.MayCorrect(v.By, p.Part, p.N) == nil &&
			!slices.Contains([]string{"site", "received_at", "urgency", "accused"}, v.Form.Wrong.Field) {
			return nil
		}
	}
	return v.Form.Wrong
}

// passageName is a passage in an address: finding-1.
func passageName(part huiyin.Passage, n int) string {
	if n == 0 {
		return string(part)
	}
	return string(part) + "-" + strconv.Itoa(n)
}

func (v View) wrote(by string, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return v.who(by) + " · " + v.Clock().Short(at)
}

// revealedValue is what a form shows of a protected field: nothing, unless this person has it revealed (rule P5).
func (v View) revealedValue(field, value string) string {
	if v.Revealed[field] {
		return value
	}
	return ""
}

func (v View) keptHint(value string) string {
	if value == "" {
		return ""
	}
	return v.T("现为 %s，不填则不变。", huiyin.Mask(value))
}

// categoriesNow are the categories with the complaint's own among them, also when it is closed.
func (v View) categoriesNow() []ui.Option {
	out := categories(v.By.Org, false, func(name string) string { return v.T("%s（其他）", name) })
	for _, o := range out {
		if o.Value == v.C.Category {
			return out
		}
	}
	return append(out, ui.Option{Value: v.C.Category, Label: v.By.Org.CategoryName(v.C.Category)})
}

// revisionField is the journal's name of a corrected field.
func revisionField(r huiyin.Revision) string {
	switch {
	case r.Part == huiyin.TheIntake && (r.Field == "name" || r.Field == "unit"):
		return "customer_" + r.Field
	case r.Part == huiyin.AContact && r.Field == "who":
		return "spoken_to"
	}
	return r.Field
}

// shownAs puts a version of a field into words; what is protected stays masked until it is revealed (rule P5).
func (v View) shownAs(r huiyin.Revision, value string) string {
	if r.Part == huiyin.TheIntake && (r.Field == "phone" || r.Field == "identity" || r.Field == "address") {
		return v.protected(r.Field, value)
	}
	return v.fieldValue(revisionField(r), value)
}
