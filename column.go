package huiyin

import "slices"

// Column is what a list of complaints shows of each, besides its number and its matter.
type Column string

// The columns.
const (
	ColSite       Column = "site"
	ColCustomer   Column = "customer"
	ColPhone      Column = "phone"
	ColDemand     Column = "demand"
	ColChannel    Column = "channel"
	ColGrade      Column = "grade"
	ColState      Column = "state"
	ColOwner      Column = "owner"
	ColDepartment Column = "department"
	ColDue        Column = "due"
	ColOutcome    Column = "outcome"
	ColClosed     Column = "closed"
)

var listColumns = words[Column]{
	{ColSite, "项目"}, {ColCustomer, "投诉人"}, {ColPhone, "电话"}, {ColDemand, "客户诉求"}, {ColChannel, "投诉方式"}, {ColGrade, "等级"}, {ColState, "状态"},
	{ColOwner, "负责"}, {ColDepartment, "责任部门"}, {ColDue, "下一期限"}, {ColOutcome, "结案状态"}, {ColClosed, "结案日期"},
}

// Label is the column's head.
func (c Column) Label() string { return listColumns.label(c) }

// ListColumns are all of them, in their order.
func ListColumns() []Column { return listColumns.all() }

// UsualColumns are those of a list that nobody has chosen others for.
func UsualColumns() []Column {
	return []Column{ColSite, ColCustomer, ColGrade, ColState, ColOwner, ColDue}
}

// MostColumns is how many a list shows, so that it fits on the screen.
const MostColumns = 8

// ChooseColumns reads chosen columns; without any they are the usual ones. They come back in their order.
func ChooseColumns(chosen []string) ([]Column, error) {
	var out []Column
	for _, c := range ListColumns() {
		if slices.Contains(chosen, string(c)) {
			out = append(out, c)
		}
	}
	switch {
	case slices.ContainsFunc(chosen, func(c string) bool { return c != "" && !listColumns.has(Column(c)) }):
		return UsualColumns(), Invalid("col", "请选择列表中的一项。")
	case len(out) > MostColumns:
		return UsualColumns(), Invalid("col", "最多选 %d 列，现选了 %d 列。", MostColumns, len(out))
	case out == nil:
		return UsualColumns(), nil
	}
	return out, nil
}
