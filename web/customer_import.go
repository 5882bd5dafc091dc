package web

import (
	"context"

	"huiyin/huiyin"
	"huiyin/huiyin/units"
	views "huiyin/views/imports"
	"huiyin/web/register"
)

// customerImportPath is where files of customers come in (rules B1, B11).
const customerImportPath = "/customers/import"

var customerFiles = &importKind{
	Kind: views.Kind{Path: customerImportPath, Title: "导入客户", Action: huiyin.ActionImportUnits, Reg: units.Customers,
		SiteHint: "site", Chosen: true, Rules: []string{
			"一行是一位客户，可以写几套房；同一套房的业主、共有人、租户、家属各写一行。",
			"列按列名识别；不认识的列名和用词，上传后在页面上逐个对应，同一个项目下次照此读取。",
			"电话和房号各只有一种写法：138 0000 0001、+86 13800000001 是同一个，5栋1单元1203、5-1-1203 是同一套。",
			"同一电话已有客户档案，或者登记在别的房源上的，导入之前都列出来；姓名相同的归在一起，姓名不同的由您逐行决定。",
			"现有的姓名、电话不会不声不响地被改掉：有改动、换业主、有冲突的都先列出来。",
			"没有房号的客户不预先登记；证件号码不读取，脱敏的电话不导入。",
			"同一个文件再导入一次，不会重复；导入之后 24 小时内可以整批撤销。",
		}},
	read: readCustomers, earlier: earlierUnits, after: unitBatchPage,
}

// readCustomers reads a file of customers, then says what would become of their units, or takes them over.
func readCustomers(s *Server, ctx context.Context, j *importJob, file register.File) error {
	var read unitLines
	err := j.eachRow(ctx, file, mostImportLines, func(row huiyin.RegisterRow, cells []string) error {
		lines, err := units.ReadCustomer(j.reg, row)
		if err != nil {
			return err
		}
		for _, line := range lines {
			read.lines, read.cells = append(read.lines, line), append(read.cells, cells)
		}
		return nil
	})
	if err != nil {
		return err
	}
	together, from, wrong, repeats := units.Together(read.lines)
	whole := unitLines{lines: together}
	for i, l := range read.lines {
		switch {
		case wrong[i] != nil:
			j.refuse(l.Sheet, l.Line, read.cells[i], wrong[i])
		case repeats[i] >= 0:
			j.repeats(l, read.lines[repeats[i]].Line, read.cells[i])
		}
	}
	for _, f := range from {
		whole.cells = append(whole.cells, read.cells[f[0]])
	}
	known, err := s.store.KnownElsewhere(ctx, j.by, whole.lines)
	if err != nil {
		return err
	}
	if j.tries {
		return s.planUnits(ctx, j, whole, known)
	}
	return s.takeUnits(ctx, j, whole, known)
}
