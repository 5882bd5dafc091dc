package sheet

import (
	"huiyin/huiyin"
)

// exportHeads are the heads of an export's columns; a column of the list holds one thing or two.
var exportHeads = map[huiyin.Column][]string{
	huiyin.ColSite: {"项目"}, huiyin.ColCustomer: {"投诉人", "房号"}, huiyin.ColPhone: {"电话"}, huiyin.ColDemand: {"客户诉求"},
	huiyin.ColChannel: {"投诉方式"},
	huiyin.ColGrade:   {"等级"}, huiyin.ColState: {"状态"}, huiyin.ColOwner: {"负责人", "经办人"}, huiyin.ColDepartment: {"责任部门"},
	huiyin.ColDue:     {"下一期限", "期限日期"},
	huiyin.ColOutcome: {"结案状态"}, huiyin.ColClosed: {"结案日期"},
}

// ListRow is the head of an export of the list, or with a complaint its row. Phones are as rule P5 allows them
// to whoever exports.
func ListRow(by huiyin.Actor, cols []huiyin.Column, l *huiyin.Listed) []string {
	out := []string{"编号", "受理时间", "投诉事项", "类别", "紧急程度"}
	if l != nil {
		out = []string{l.Number, stamp(by.Org, l.ReceivedAt), by.Exported(l.Matter), by.Org.CategoryName(l.Category),
			l.Urgency.Label()}
		if l.Shut { // rule P8
			out = []string{l.Number, "", "（受限）", "", ""}
		}
	}
	for _, c := range cols {
		switch {
		case l == nil:
			out = append(out, exportHeads[c]...)
		case l.Shut && c != huiyin.ColSite:
			out = append(out, make([]string, len(exportHeads[c]))...)
		default:
			out = append(out, listCells(by, c, l)...)
		}
	}
	return out
}

func listCells(by huiyin.Actor, c huiyin.Column, l *huiyin.Listed) []string {
	o := by.Org
	switch c {
	case huiyin.ColSite:
		return []string{o.SiteName(l.Site)}
	case huiyin.ColCustomer:
		return []string{by.Exported(l.Name), by.Exported(l.Unit)}
	case huiyin.ColPhone:
		if by.ExportsClear() { // rule P5
			return []string{l.Phone}
		}
		return []string{huiyin.Mask(l.Phone)}
	case huiyin.ColDemand:
		return []string{by.Exported(l.Demand)}
	case huiyin.ColChannel:
		return []string{l.Channel.Label()}
	case huiyin.ColGrade:
		return []string{l.Grade.Label()}
	case huiyin.ColState:
		if l.MergedInto != "" {
			return []string{"已并入其他投诉"}
		}
		return []string{l.State.Label()}
	case huiyin.ColOwner:
		return []string{o.PersonName(l.Owner), handlerName(o, l.Handler)}
	case huiyin.ColDepartment:
		return []string{o.DepartmentName(l.Department)}
	case huiyin.ColDue:
		if l.DueAt.IsZero() {
			return []string{"", ""}
		}
		return []string{l.DueKind.Label(), stamp(o, l.DueAt)}
	case huiyin.ColOutcome:
		if l.Outcome == "" {
			return []string{""}
		}
		return []string{l.Outcome.Label()}
	}
	return []string{stamp(o, l.ClosedAt)}
}
