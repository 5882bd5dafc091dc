package sheet

import (
	"cmp"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"huiyin/huiyin"
)

// ledgerColumns are those of the paper, in its order, and then what the paper has no room for.
var ledgerColumns = []Column{{"序号", 6}, {"编号", 22}, {"日期", 12}, {"投诉人", 12}, {"房号", 14}, {"电话", 14}, {"方式", 10},
	{"被投诉部门/人", 18}, {"内容摘要", 40}, {"等级", 7}, {"承诺时限", 12}, {"处理结果", 14}, {"完成日期", 12}, {"是否超时", 9}, {"满意度", 10},
	{"回访人", 10}, {"回访日期", 12}, {"备注", 16}, {"项目", 14}, {"类别", 14}, {"客户诉求", 30}, {"状态", 12}, {"负责人", 10}, {"经办人", 10},
	{"补偿（元）", 12}, {"结案说明", 24}}

// Ledger writes the ledger (F2) as an Excel sheet, a row a complaint, cell for cell what the paper says and then more.
// Phones and texts are as rule P5 allows them to whoever exports. The sums stand on a sheet of their own, and mark on
// another and at the foot of each page: whoever reads the rows as complaints goes on counting them. of says which site
// and time it is about and whose view, "" for chosen complaints.
func Ledger(w io.Writer, by huiyin.Actor, now time.Time, list []*huiyin.Complaint, of, mark string) error {
	o := by.Org
	title := "投诉处理记录表 " + cmp.Or(of, "选中的投诉 "+by.Name+"所见")
	t, err := NewTable(w, true, Book{"投诉处理记录表", title, o.Company, o.Zone, now, ledgerColumns})
	if err != nil {
		return err
	}
	phone := huiyin.Mask
	if by.ExportsClear() { // rule P5
		phone = strings.TrimSpace
	}
	for i, c := range list {
		r := o.LedgerRow(c, now)
		if err := t.Row([]any{i + 1, c.Number, Day(r.Received), by.Exported(c.Name), by.Exported(c.Unit), phone(c.Phone),
			r.Channel, r.Against, by.Exported(c.Matter), c.Grade.Label(), Day(c.PromisedAt), r.Result, Day(r.Done), r.Late,
			r.Satisfaction, r.FollowedUp, Day(r.FollowedUpAt), r.Remark, o.SiteName(c.Site), o.CategoryName(c.Category),
			by.Exported(c.Demand), r.State, o.PersonName(c.Owner), handlerName(o, c.Handler), c.Account().Net(),
			by.Exported(c.CloseReason)}); err != nil {
			return err
		}
	}
	t.mark, t.beside = mark, func(f *excelize.File) error {
		return cmp.Or(noteSums(f, o.LedgerSums(list, now)), noteMark(f, mark))
	}
	return t.Close()
}

// noteSums writes the sums of a ledger on a sheet of their own.
func noteSums(f *excelize.File, sums []huiyin.LedgerSum) error {
	const sheet = "合计"
	if _, err := f.NewSheet(sheet); err != nil {
		return err
	}
	rows := [][]any{{"等级", "件数", "有效", "无效", "已办结", "未办结", "办结逾期", "补偿（元）"}}
	for _, s := range sums {
		rows = append(rows, []any{s.Name, s.All, s.Valid, s.NotValid, s.Done, s.Open, s.Late,
			float64(s.Paid) / float64(huiyin.Yuan)})
	}
	for i, r := range rows {
		if err := f.SetSheetRow(sheet, "A"+strconv.Itoa(i+1), &r); err != nil {
			return err
		}
	}
	last := strconv.Itoa(len(rows))
	return cmp.Or(f.SetCellStyle(sheet, "A1", "H1", looksHead), f.SetCellStyle(sheet, "H2", "H"+last, looksMoney),
		f.SetColWidth(sheet, "A", "H", 12))
}

// noteMark puts the mark on the last sheet of a workbook.
func noteMark(f *excelize.File, mark string) error {
	const sheet = "导出说明"
	if _, err := f.NewSheet(sheet); err != nil {
		return err
	}
	return f.SetCellStr(sheet, "A1", mark)
}
