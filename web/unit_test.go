package web

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
)

const unitFile = "项目,楼栋,单元,房号,面积,标价,预售证号,抵押查封,状态,业主,电话\n" +
	"HY,5,1,1203,98.5,1850000,深房许字(2025)示例001号,无,已售,郑一,13800000021\n" +
	"HY,5,1,1204,101,1900000,深房许字(2025)示例001号,无,待售,,\n" +
	"HY,5,1,1205,88,1700000,,抵押,已售,=钱二,13800000022\n"

// units uploads a file of units and gives its page.
func (p *portal) units(who, file string, more ...string) string {
	p.t.Helper()
	return p.uploaded(unitImportPath, who, file, more...)
}

// uploaded is units for any file that is imported at a place.
func (p *portal) uploaded(path, who, file string, more ...string) string {
	p.t.Helper()
	a := p.as(who).upload(path, "房源.csv", []byte(file), more...)
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, path+"/") {
		p.t.Fatalf("%s: %d %s", who, a.status, sentences(a))
	}
	return a.location
}

// taken imports a file of units, as it is.
func (p *portal) taken(who, file string, more ...string) string {
	p.t.Helper()
	return p.takenAt(unitImportPath, who, file, more...)
}

func (p *portal) takenAt(path, who, file string, more ...string) string {
	p.t.Helper()
	at := p.uploaded(path, who, file)
	if a := p.as(who).post(at, more...); a.status != http.StatusSeeOther {
		p.t.Fatalf("%s: %d %s", who, a.status, sentences(a))
	}
	p.server.imports.busy.Wait()
	return at
}

func TestB11_AFileOfUnitsIsShownThenTakenThenTheSame(t *testing.T) {
	p := newPortal(t)
	at := p.units("p01", unitFile)
	p.check(row{"p01", get, at, nil, 200, []string{`data-import="checked"`, `data-will="new"`, `data-count-of="new" data-count="3"`,
		"HY/5-1-1203"}, []string{"13800000021"}},
		row{"s01", get, at, nil, 403, nil, nil}, row{"x02", get, at, nil, 404, nil, nil})
	if p.count("unit") != 0 {
		t.Fatal("checking stored something")
	}
	if a := p.as("p01").post(at); a.location != at { // without fields it is imported
		t.Fatalf("%d %s", a.status, sentences(a))
	}
	p.server.imports.busy.Wait()
	if p.count("unit") != 3 {
		t.Fatalf("%d units", p.count("unit"))
	}
	p.check(
		row{"p01", get, at, nil, 200, []string{`data-import="done"`, `data-count-of="new" data-count="3"`, "整批撤销"}, nil},
		row{"v01", get, at, nil, 200, []string{`data-import="done"`}, nil},
		row{"q01", get, at, nil, 404, nil, nil},
		row{"a01", get, "/units?site=HY", nil, 200, []string{`data-unit="5-1-1203"`, `data-state="sold"`, `data-price="1850000.00"`},
			[]string{"郑一"}},
		row{"a01", get, "/units?site=HY&q=5栋1单元1204", nil, 200, []string{`data-unit="5-1-1204"`}, []string{`data-unit="5-1-1203"`}},
		row{"w01", get, "/units?site=HY", nil, 200, nil, []string{`data-unit=`}}, // of another site
		row{"w01", get, "/units/HY/5-1-1203", nil, 404, nil, nil},
		row{"a01", get, "/units/HY/5-1-1203", nil, 200, []string{`data-unit="5-1-1203"`, "查询业主"}, []string{"郑一", "13800000021"}},
		row{"s01", get, "/units/HY/5-1-1203", nil, 200, []string{"郑一", "138****0021"}, []string{"13800000021"}},
		row{"s01", post, "/units/HY/5-1-1203/correct", []string{"field", "plan", "value", "三房", "reason", "实测"}, 403, nil, nil},
	)
	again := p.units("p01", unitFile)
	p.check(row{"p01", get, again, nil, 200, []string{`data-count-of="same" data-count="3"`}, []string{`data-will="new"`}})
	p.verified()
}

// A line of a site that is not the importer's is refused, and hides nothing of the import.
func TestB11_ALineOfAnotherSiteHidesNoImport(t *testing.T) {
	p := newPortal(t)
	at := p.taken("p01", unitFile+"LT,1,1,101,98.5,,,,,,\n")
	p.check(row{"p01", get, at, nil, 200, []string{`data-import="done"`, `data-count-of="refused" data-count="1"`, "整批撤销"}, nil})
	p.verified()
}

func TestB11_AHandCorrectionWinsUntilTheFileBringsAThirdValue(t *testing.T) {
	p := newPortal(t)
	p.taken("p01", unitFile)
	p.as("p01").must("/units/HY/5-1-1203/correct", "field", "plan", "value", "三房", "reason", "实测")
	p.as("p01").must("/units/HY/5-1-1203/correct", "field", "price", "value", "1860000", "reason", "调价单")
	p.check(row{"p01", get, p.units("p01", unitFile), nil, 200, []string{`data-count-of="same" data-count="3"`},
		[]string{`data-will="conflict"`}})
	third := strings.Replace(unitFile, "1850000", "1880000", 1)
	at := p.units("p01", third)
	p.check(row{"p01", get, at, nil, 200, []string{`data-line="2" data-will="conflict"`, "1860000.00 → 1880000.00"}, nil},
		row{"p01", post, at, []string{"do", "2=nonsense"}, 303, nil, nil})
	p.server.imports.busy.Wait()
	left := p.taken("p01", third)
	p.check(row{"p01", get, "/units/HY/5-1-1203", nil, 200, []string{`data-price="1860000.00"`}, nil}, // left alone
		row{"p01", get, left, nil, 200, []string{`data-count-of="conflict" data-count="1"`}, nil},
		row{"x02", get, "/notices", nil, 200, []string{`data-notice="unit_conflict"`}, nil},
		row{"s01", get, "/notices", nil, 200, nil, []string{`data-notice="unit_conflict"`}})
	p.taken("p01", third, "do", "2=take")
	p.check(row{"p01", get, "/units/HY/5-1-1203", nil, 200, []string{`data-price="1880000.00"`}, nil})
	p.verified()
}

func TestB11_ChangeOfOwnerClosesAPeriodAndOpensOne(t *testing.T) {
	p := newPortal(t)
	p.taken("p01", unitFile)
	sold := strings.Replace(unitFile, "郑一,13800000021", "孙新,13800000031", 1)
	at := p.units("p01", sold)
	p.check(row{"p01", get, at, nil, 200, []string{`data-line="2" data-will="owner"`, "郑一 → 孙新"}, nil})
	p.taken("p01", sold, "at", "2025-03-01")
	p.check(
		row{"s01", get, "/units/HY/5-1-1203", nil, 200, []string{"孙新", `data-past="owner"`, "2025-03-01"}, []string{"郑一"}},
		row{"a01", get, "/units/HY/5-1-1203", nil, 200, nil, []string{"孙新", "郑一", "data-past"}},
		row{"a01", get, "/units/look?site=HY&unit=5栋1203", nil, 200, []string{"孙新", "13800000031", `data-fill="孙新"`}, []string{"郑一"}},
		row{"a01", get, "/units/look?phone=138-0000-0031", nil, 200, []string{"5-1-1203"}, nil},
		row{"a01", get, "/units/look?phone=13800000021", nil, 200, []string{`data-found="0"`}, nil}, // of the former owner
		row{"w01", get, "/units/look?phone=13800000031", nil, 200, []string{`data-found="0"`}, nil},
		row{"a01", get, "/units/look?phone=1380", nil, 422, nil, nil},
		row{"a01", get, "/units/look?unit=5-1203", nil, 422, nil, nil},
	)
	if n := len(p.rows("SELECT id FROM journal WHERE action = 'reveal_owner' AND by = 'a01'")); n != 1 {
		t.Errorf("%d looks on record", n)
	}
	p.verified()
}

func TestB11_P11_WhoLooksUpTooMuchIsRefused(t *testing.T) {
	p := newPortal(t)
	p.taken("p01", unitFile)
	refused := 0
	for i := range 40 {
		a := p.as("a01").get("/units/look?site=HY&unit=5-" + string(rune('A'+i%26)) + strings.Repeat("1", 3+i/26))
		if a.status == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused == 0 {
		t.Error("nobody is refused")
	}
}

// The page of a unit is no way round the count (rule P11).
func TestB11_P11_PagingThroughUnitsIsRefused(t *testing.T) {
	p := newPortal(t)
	file := unitFile
	for i := range 40 {
		file += "HY,7,1," + strconv.Itoa(101+i) + ",90,1,,,,业主" + strconv.Itoa(i) + ",139000000" + strconv.Itoa(10+i) + "\n"
	}
	p.taken("p01", file)
	refused := 0
	for i := range 40 {
		at := "/units/HY/7-1-" + strconv.Itoa(101+i)
		a := p.as("a01").post(at + "/reveal")
		seen := strings.Contains(p.as("a01").get(at).body, "139000000"+strconv.Itoa(10+i))
		if seen != (a.status == http.StatusSeeOther) {
			t.Errorf("%s: %d, seen %v", at, a.status, seen)
		}
		if a.status == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused != 10 {
		t.Errorf("%d of 40 are refused", refused)
	}
}

func TestB11_AnImportIsUndoneAsAWhole(t *testing.T) {
	p := newPortal(t)
	first := p.taken("p01", unitFile)
	p.as("p01").must("/units/HY/5-1-1204/correct", "field", "plan", "value", "两房", "reason", "实测")
	p.check(row{"p01", post, first + "/undo", []string{"reason", "传错"}, 409, []string{"5-1-1204"}, nil})
	second := p.taken("p01", strings.Replace(strings.Replace(unitFile, "98.5", "99", 1), "郑一,13800000021", "孙新,13800000031", 1)+
		"HY,5,1,1206,90,1,,,,,\n", "at", "2025-03-01")
	p.check(row{"p01", post, second + "/undo", nil, 422, nil, nil}, row{"s01", post, second + "/undo", []string{"reason", "x"}, 403, nil, nil},
		row{"q01", post, second + "/undo", []string{"reason", "x"}, 404, nil, nil})
	p.as("p01").must(second+"/undo", "reason", "传错")
	p.check(row{"p01", get, second, nil, 200, []string{`data-import="undone"`, "传错"}, nil},
		row{"p01", get, "/units/HY/5-1-1203", nil, 200, []string{"郑一", "98.5"}, []string{"孙新", "data-past"}},
		row{"p01", get, "/units/HY/5-1-1206", nil, 404, nil, nil},
		row{"p01", post, second + "/undo", []string{"reason", "x"}, 409, nil, nil})
	p.verified()
	p.taken("p01", unitFile+"HY,5,1,1206,90,1,,,,,\n")
	p.check(row{"p01", get, "/units/HY/5-1-1206", nil, 200, nil, nil})
	p.verified()
}

func TestB11_WhatAFileSaysTwiceOrWronglyIsNamed(t *testing.T) {
	p := newPortal(t)
	at := p.units("p01", unitFile+
		"HY,5,1,1203,98.5,1850000,深房许字(2025)示例001号,无,已售,郑一,13800000021\n"+ // the same
		"HY,5,1,1205,60,1700000,,抵押,已售,=钱二,13800000022\n"+ // another
		"JY,5,1,1203,98.5,1,,无,已售,,\n"+ // another's site
		"HY,,,,98.5,1,,无,已售,,\n"+
		"HY,6,1,101,很大,1,,无,已售,,\n"+
		"HY,6,1,102,98,1,,无,乱写,,\n")
	p.check(row{"p01", get, at, nil, 200, []string{`data-line="5"`, `data-line="6"`, `data-line="7"`, "两行都不导入", "您不负责", "没有房号",
		"不是面积", `data-word="乱写"`, `data-count-of="new" data-count="2"`, `data-count-of="refused" data-count="6"`}, nil})
	left := p.as("p01").get(at + "/refused.csv")
	if strings.Count(left.body, "\n") != 8 {
		t.Errorf("left: %s", left.body)
	}
}

func TestB11_HintsAtRecordingNameTheOwnerAsFarAsTheRightsAllow(t *testing.T) {
	p := newPortal(t)
	p.taken("p01", unitFile)
	hint := "/complaints/hints?site=HY&unit=5栋1单元1203"
	p.check(row{"s01", get, hint, nil, 200, []string{`data-unit="5-1-1203"`, "业主：郑一", "2025-03-03 导入"}, []string{"13800000021"}},
		row{"a01", get, hint, nil, 200, []string{`data-unit="5-1-1203"`, "/units/look"}, []string{"郑一"}},
		row{"w01", get, hint, nil, 200, nil, []string{"5-1-1203", "郑一"}})
}
