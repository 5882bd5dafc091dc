package web

import (
	"net/http"
	"strings"
	"testing"
)

// customerFile has an owner of two units, a tenant beside an owner, and lines that cannot be taken.
const customerFile = "项目,房号,姓名,电话,备用电话,关系,身份证号\n" +
	"HY,6-1-301、6-1-401,冯春,138 0000 0061,,业主,110101199001011234\n" +
	"HY,6-1-302,褚一,13800000062,0755-88880062,业主,\n" +
	"HY,6-1-302,卫强,+86 13800000063,,租户,\n" +
	"HY,6栋1单元302,卫强,+86 13800000063,,租户,\n" +
	"HY,6-1-302,另一,13800000064,,业主,\n" +
	"HY,,蒋意,13800000065,,业主,\n" +
	"HY,6-1-303,,13800000066,,业主,\n" +
	"HY,6-1-304,韩脱,138****0067,,业主,\n" +
	"LT,1-1,李外,13800000068,,业主,\n"

func TestB11_CustomersComeInFromAFile(t *testing.T) {
	p := newPortal(t)
	at := p.uploaded(customerImportPath, "p01", customerFile)
	p.check(row{"p01", get, at, nil, 200, []string{`data-count-of="new" data-count="3"`, "HY/6-1-301", "HY/6-1-401", "HY/6-1-302",
		"业主 褚一 138****0062", "租户 卫强", "没有房屋的客户不预先登记", "没有姓名", "脱敏", "与第 4 行相同", "已写明这套房的业主", "您不负责龙庭店", `data-note="identity"`},
		[]string{"13800000062", "110101199001011234"}},
		row{"s01", get, at, nil, 403, nil, nil}, row{"x02", get, at, nil, 404, nil, nil},
		row{"a01", get, customerImportPath, nil, 403, nil, nil}, row{"admin", get, customerImportPath, nil, 403, nil, nil})
	if p.count("unit") != 0 || p.count("unit_period") != 0 {
		t.Fatal("checking stored something")
	}
	p.as("p01").must(at)
	p.server.imports.busy.Wait()
	if p.count("unit") != 3 || p.count("unit_period") != 4 {
		t.Fatalf("%d units, %d people", p.count("unit"), p.count("unit_period"))
	}
	p.check(
		row{"p01", get, at, nil, 200, []string{`data-import="done"`, "导入客户", "整批撤销"}, nil},
		row{"s01", get, "/units/HY/6-1-302", nil, 200, []string{"褚一", "卫强", `data-relation="tenant"`, "138****0062"}, []string{"110101199001011234"}},
		row{"a01", get, "/units/HY/6-1-302", nil, 200, nil, []string{"褚一"}}, // agents look up whole numbers
		row{"a01", get, "/units/look?phone=0755-88880062", nil, 200, []string{"6-1-302"}, nil},
		row{"a01", get, "/units/look?phone=13800000061", nil, 200, []string{`data-found="2"`}, nil},
		row{"w01", get, "/units/look?phone=13800000061", nil, 200, []string{`data-found="0"`}, nil},
		row{"p01", get, p.uploaded(customerImportPath, "p01", customerFile), nil, 200, []string{`data-count-of="same" data-count="3"`},
			[]string{`data-will="new"`}})
	if rows := p.rows("SELECT id FROM journal WHERE action = 'import_units'"); len(rows) != 4 { // three units and the file
		t.Errorf("%d entries", len(rows))
	}
	p.as("p01").must("/units/import/"+at[strings.LastIndex(at, "/")+1:]+"/undo", "reason", "传错")
	p.check(row{"s01", get, "/units/HY/6-1-302", nil, 404, nil, nil})
	p.verified()
}

// What is known under a number is shown before, and another name under it waits for somebody's word.
func TestB11_CustomersAreBroughtTogetherByTheirNumbers(t *testing.T) {
	p := newPortal(t)
	c := p.as("a01").record("site", "HY", "phone", "13800000061", "name", "冯春", "unit", "6-1-301")
	p.takenAt(customerImportPath, "p01", "项目,房号,姓名,电话,关系\nHY,6-1-401,冯春,13800000061,业主\n")
	p.check(row{"s01", get, p.customer(c), nil, 200, []string{`data-home="HY/6-1-401"`, "名下房源"}, nil},
		row{"a01", get, p.customer(c), nil, 200, nil, []string{"data-home"}})
	file := "项目,房号,姓名,电话,关系\nHY,7-1-101,冯春,+86 138-0000-0061,业主\nHY,7-1-102,许另,13800000061,业主\n" +
		"HY,6-1-401,冯春,13900000061,业主\n"
	at := p.uploaded(customerImportPath, "p01", file)
	p.check(row{"p01", get, at, nil, 200, []string{"与 HY/6-1-401 的冯春是同一人", "与客户档案冯春是同一电话，归在一起",
		"HY/6-1-401 的冯春登记着同一电话，姓名不同", "同一电话的客户档案是冯春，姓名不同", `data-count-of="new" data-count="1"`,
		`data-count-of="conflict" data-count="2"`, "139****0061"}, []string{"13900000061"}})
	p.as("p01").must(at)
	p.server.imports.busy.Wait()
	p.check(row{"s01", get, "/units/HY/7-1-101", nil, 200, []string{"冯春"}, nil},
		row{"s01", get, "/units/HY/7-1-102", nil, 404, nil, nil}, // nobody decided
		row{"s01", get, "/units/HY/6-1-401", nil, 200, []string{"138****0061"}, []string{"139****0061"}},
		row{"x02", get, "/notices", nil, 200, []string{`data-notice="unit_conflict"`}, nil})
	p.takenAt(customerImportPath, "p01", file, "do", "3=take", "do", "4=take")
	p.check(row{"s01", get, "/units/HY/7-1-102", nil, 200, []string{"许另"}, nil},
		row{"s01", get, "/units/HY/6-1-401", nil, 200, []string{"冯春", "139****0061"}, []string{"138****0061", "data-past"}})
	p.verified()
}

func TestB11_ACustomersFileIsNoneOfUnitsThatLack(t *testing.T) {
	p := newPortal(t)
	p.taken("p01", unitFile)
	at := p.uploaded(customerImportPath, "p01", "项目,房号,姓名,电话,关系\nHY,5-1-1204,孙买,13800000071,业主\n")
	p.check(row{"p01", get, at, nil, 200, []string{`data-will="owner"`}, []string{`data-will="missing"`, "文件中没有的房源"}})
	if a := p.as("p01").post(at, "do", "import", "missing", "mark"); a.status != http.StatusSeeOther {
		t.Fatal(a.status)
	}
	p.server.imports.busy.Wait()
	if n := len(p.rows("SELECT id FROM unit WHERE missing_at IS NOT NULL")); n != 0 {
		t.Errorf("%d units are marked", n)
	}
	p.verified()
}
