package huiyin

import (
	"slices"
	"time"
)

// BulkAct is what can be done to several chosen complaints at once.
type BulkAct string

// The acts on chosen complaints.
const (
	BulkAssign BulkAct = "assign"
	BulkPrint  BulkAct = "print"
	BulkExport BulkAct = "export"
)

var bulkActs = words[BulkAct]{{BulkAssign, "批量分派"}, {BulkPrint, "批量打印"}, {BulkExport, "批量导出"}}

// Label is the act's name on pages.
func (a BulkAct) Label() string { return bulkActs.label(a) }

// MostPrinted is how many complaints' forms can be printed as one file.
const MostPrinted = 500

// MostChosen is how many complaints can be chosen at once: a page of the list.
const MostChosen = 50

// Bulk is one act on several chosen complaints. Each of them is asked and changed by itself, so that what
// one refuses leaves the others as they are.
type Bulk struct {
	Act                 BulkAct
	Numbers             []string
	Handler, Department string // of an assignment
}

// Assigns tells whether there can be complaints that a person may assign (rule G5).
func (by Actor) Assigns() bool { return by.Role >= Supervisor }

// Check refuses what no complaint could take, and leaves each number once.
func (b *Bulk) Check(by Actor) error {
	switch b.Act {
	case BulkAssign, BulkPrint:
	case BulkExport:
		if err := by.may(ActionExport, nil); err != nil { // rule P5
			return err
		}
	}
	var each []string
	for _, n := range b.Numbers {
		if !slices.Contains(each, n) {
			each = append(each, n)
		}
		if len(each) > MostChosen { // no more of them are read
			break
		}
	}
	b.Numbers = each
	var assigned error
	if b.Act == BulkAssign && by.Assigns() {
		assigned = assignable(by.Org, b.Handler, b.Department)
	}
	return Every(when(!slices.Contains([]BulkAct{BulkAssign, BulkPrint, BulkExport}, b.Act), "act", "请选择列表中的一项。"),
		when(len(each) > MostChosen, "number", "一次最多选 %d 件，请分几次办理。", MostChosen),
		when(len(each) == 0, "number", "请先在列表中勾选投诉。"), assigned)
}

// On does the act to one complaint, or tells what the act by itself would be refused with. A paper is
// noted when it is printed and an export when it is written (rule J3), not here.
func (b *Bulk) On(c *Complaint, by Actor, now time.Time) error {
	switch b.Act {
	case BulkAssign:
		return c.Assign(by, now, b.Handler, b.Department)
	case BulkPrint:
		return c.mayBegin(by, ActionPrint)
	}
	return by.may(ActionRead, c)
}

// assignable refuses a handler or department that is none.
func assignable(o *Org, handler, department string) error {
	p := o.Person(handler)
	return Every(when(p == nil || p.Disabled, "handler", "请选择经办人。"),
		when(department != "" && o.Department(department) == nil, "department", "请选择列表中的一项。"))
}
