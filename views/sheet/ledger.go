package sheet

import (
	"cmp"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"huiyin/huiyin"
)

// Ledger writes the ledger (F2) as an Excel sheet, a row a complaint, phones as rule P5 allows them to whoever exports;
// mark says on a sheet of its own, and at the foot of each page, who that is: whoever reads the rows as complaints goes
// on counting them.
func Ledger(w io.Writer, by huiyin.Actor, now time.Time, list []*huiyin.Complaint, mark string) (err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	const sheet = "投诉处理记录表"
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	sw, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: footerOf(mark)}); err != nil {
		return err
	}
	head := []any{"序号", "编号", "日期", "投诉人", "房号", "电话", "方式", "类别", "被投诉部门", "内容摘要", "诉求", "等级", "状态", "负责人", "经办人",
		"承诺时限", "处理结果", "完成日期", "是否超时", "满意度", "补偿（元）", "备注"}
	if err := sw.SetRow("A1", head); err != nil {
		return err
	}
	o := by.Org
	phone := func(c *huiyin.Complaint) string { return huiyin.Mask(c.Phone) }
	if by.ExportsClear() { // rule P5
		phone = func(c *huiyin.Complaint) string { return text(c.Phone) }
	}
	for i, c := range list {
		late := ""
		if d := c.Deadline(huiyin.D5); d != nil && d.Late(now) && !(c.Merged() && d.Status == huiyin.Running) {
			late = "是"
		}
		paid := c.Account().Net()
		outcome := ""
		if c.Outcome != "" {
			outcome = c.Outcome.Label()
		}
		row := []any{i + 1, c.Number, stamp(o, c.ReceivedAt), text(by.Exported(c.Name)), text(by.Exported(c.Unit)),
			phone(c), c.Channel.Label(),
			o.CategoryName(c.Category),
			o.DepartmentName(c.Department), text(by.Exported(c.Matter)), text(by.Exported(c.Demand)), c.Grade.Label(),
			stateInLedger(c),
			o.PersonName(c.Owner), handlerName(o, c.Handler),
			stamp(o, c.PromisedAt), outcome, stamp(o, c.ClosedAt), late, c.Satisfaction().Label(),
			float64(paid) / float64(huiyin.Yuan), text(by.Exported(c.CloseReason))}
		cell, err := excelize.CoordinatesToCellName(1, i+2)
		if err != nil {
			return err
		}
		if err := sw.SetRow(cell, texts(row)); err != nil {
			return err
		}
	}
	if err := cmp.Or(sw.Flush(), noteMark(f, mark)); err != nil {
		return err
	}
	return f.Write(w)
}

// stateInLedger marks a complaint that is merged into another: it is not one more to be worked on (rule K7).
func stateInLedger(c *huiyin.Complaint) string {
	if c.Merged() {
		return "已并入其他投诉"
	}
	return c.State.Label()
}

// noteMark puts the mark on the last sheet of a workbook.
func noteMark(f *excelize.File, mark string) error {
	const sheet = "导出说明"
	if _, err := f.NewSheet(sheet); err != nil {
		return err
	}
	return f.SetCellStr(sheet, "A1", text(mark))
}
