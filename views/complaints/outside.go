package complaints

import (
	"strings"
	"time"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// outsideDue is the date that is owed to who passed the complaint on, "" where none is.
func (v View) outsideDue() string {
	if d := v.C.AwaitedOutside(); d != nil {
		return d.Due.Format(time.RFC3339)
	}
	return ""
}

// verdict puts what they found into words.
func (v View) verdict(e *huiyin.OutsideEvent) string {
	var said []string
	for _, part := range [][3]string{
		{e.Contacted, "已联系", "未联系"}, {e.Solved, "已解决", "未解决"}, {e.Satisfied, "满意", "不满意"},
	} {
		switch part[0] {
		case "yes":
			said = append(said, v.T(part[1]))
		case "no":
			said = append(said, v.T(part[2]))
		}
	}
	return strings.Join(said, v.T("、")) + " · " + v.Clock().Full(e.On)
}

// returnedLate tells whether it went back after the time in which what is not the house's own may.
func (v View) returnedLate(e *huiyin.OutsideEvent) bool {
	return e.Kind == huiyin.OutsideReturned && e.At.After(e.Until)
}

// sendable are the kinds of answers that this person may send.
func (v View) sendable() []ui.Option {
	out := ui.Choices(v.Lang, string(huiyin.OutsideProgress), "报送进展")
	if v.C.SendsFinal(v.By) {
		out = append(out, ui.Choices(v.Lang, string(huiyin.OutsideFinal), "报送最终答复")...)
	}
	return out
}
