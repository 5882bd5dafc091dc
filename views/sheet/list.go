package sheet

import (
	"strings"

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

// widths are those of columns that are not as wide as others.
var widths = map[string]float64{"编号": 22, "投诉事项": 44, "客户诉求": 30, "紧急程度": 10, "项目": 14, "等级": 8, "电话": 14, "投诉人": 12}

// ListColumns are the columns of an export of the list.
func ListColumns(cols []huiyin.Column) []Column {
	heads := []string{"编号", "受理时间", "投诉事项", "类别", "紧急程度"}
	for _, c := range cols {
		heads = append(heads, exportHeads[c]...)
	}
	out := make([]Column, len(heads))
	for i, h := range heads {
		out[i] = Column{h, widths[h]}
	}
	return out
}

// ListTitle says what an export of the list is: whose view, and what it is narrowed to, in words.
func ListTitle(by huiyin.Actor, words string) string {
	return strings.TrimSpace("投诉 " + by.Name + "所见 " + words)
}

// ListRow is a complaint's row of an export of the list. Phones are as rule P5 allows them to whoever exports.
func ListRow(by huiyin.Actor, cols []huiyin.Column, l *huiyin.Listed) []any {
	out := []any{l.Number, l.ReceivedAt, by.Exported(l.Matter), by.Org.CategoryName(l.Category), l.Urgency.Label()}
	if l.Shut { // rule P8
		out = []any{l.Number, "", "（受限）", "", ""}
	}
	for _, c := range cols {
		if l.Shut && c != huiyin.ColSite {
			for range exportHeads[c] {
				out = append(out, "")
			}
			continue
		}
		out = append(out, listCells(by, c, l)...)
	}
	return out
}

func listCells(by huiyin.Actor, c huiyin.Column, l *huiyin.Listed) []any {
	o := by.Org
	switch c {
	case huiyin.ColSite:
		return []any{o.SiteName(l.Site)}
	case huiyin.ColCustomer:
		return []any{by.Exported(l.Name), by.Exported(l.Unit)}
	case huiyin.ColPhone:
		if by.ExportsClear() { // rule P5
			return []any{l.Phone}
		}
		return []any{huiyin.Mask(l.Phone)}
	case huiyin.ColDemand:
		return []any{by.Exported(l.Demand)}
	case huiyin.ColChannel:
		return []any{l.Channel.Label()}
	case huiyin.ColGrade:
		return []any{l.Grade.Label()}
	case huiyin.ColState:
		if l.MergedInto != "" {
			return []any{"已并入其他投诉"}
		}
		return []any{l.State.Label()}
	case huiyin.ColOwner:
		return []any{o.PersonName(l.Owner), handlerName(o, l.Handler)}
	case huiyin.ColDepartment:
		return []any{o.DepartmentName(l.Department)}
	case huiyin.ColDue:
		if l.DueAt.IsZero() {
			return []any{"", ""}
		}
		return []any{l.DueKind.Label(), l.DueAt}
	case huiyin.ColOutcome:
		if l.Outcome == "" {
			return []any{""}
		}
		return []any{l.Outcome.Label()}
	}
	return []any{l.ClosedAt}
}
