package web

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"huiyin/huiyin"
)

const oldRegister = "编号,日期,项目,投诉人,电话,方式,内容摘要,诉求,类别,处理结果,完成日期,满意度,备用\n" +
	"旧-1,2024/11/5,海悦府,王一,13800000001,电话,漏水,修,渗漏,已上门修好,2024/11/7,满意,x\n" +
	"旧-2,2025/1/6,海悦府,=李二,13800000002,电话,漏水,修,渗漏,,,,\n" +
	"旧-3,2025/1/7,景园,赵三,13800000003,电话,漏水,修,渗漏,,,,\n" +
	"旧-4,2025/1/8,海悦府,=钱四,1.38E+10,电话,漏水,修,渗漏,,,,\n"

// checked uploads a register and gives its page.
func (p *portal) checked(who, file string, more ...string) string {
	p.t.Helper()
	a := p.as(who).upload(importPath, "台账.csv", []byte(file), more...)
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, importPath+"/") {
		p.t.Fatalf("%s: %d %s", who, a.status, sentences(a))
	}
	return a.location
}

// A file is checked, shown and confirmed; a second run imports nothing twice.
func TestImport_AFileIsCheckedShownAndConfirmed(t *testing.T) {
	p := newPortal(t)
	before := p.count("complaint")
	at := p.checked("v01", oldRegister)
	p.check(
		row{"v01", get, at, nil, 200, []string{`data-import="checked"`, `data-good="3"`, `data-refused="1"`,
			`data-line="5"`, "138****0001", "备用", "导入 3 件", "还没有结案而受理已满一个月"}, []string{"13800000001"}},
		row{"v02", get, at, nil, 404, nil, []string{"王一"}}, row{"x02", get, at, nil, 404, nil, nil},
		row{"x02", post, at, []string{"do", "import"}, 404, nil, nil},
		row{"v02", get, at + "/refused.csv", nil, 404, nil, []string{"钱四"}}, row{"s01", get, at, nil, 403, nil, nil},
		row{"admin", get, importPath, nil, 403, nil, nil},
		row{"v01", post, at, nil, 422, nil, nil},
	)
	if p.count("complaint") != before {
		t.Error("checking stored something")
	}
	if a := p.as("v01").get(at + "/refused.csv"); !strings.HasPrefix(a.body, "\uFEFF行号,原因,编号") ||
		!strings.Contains(a.body, "\n5,") || !strings.Contains(a.body, ",'=钱四,") || strings.Contains(a.body, "王一") {
		t.Errorf("refused: %s", a.body)
	}
	if a := p.as("v01").post(at, "do", "import", "once", "k"); a.location != at {
		t.Fatalf("%d %s", a.status, sentences(a))
	}
	p.server.imports.busy.Wait()
	if again := p.as("v01").post(at, "do", "import", "once", "k"); again.location != at ||
		p.count("complaint") != before+3 {
		t.Errorf("sent twice: %d, %d complaints", again.status, p.count("complaint")-before)
	}
	p.check(
		row{"v01", get, at, nil, 200, []string{`data-import="done"`, `data-good="3"`, `data-refused="1"`}, nil},
		row{"v01", post, at, []string{"do", "import"}, 409, nil, nil},
		row{"v01", get, "/complaints/TS-HY-20241105-001", nil, 200,
			[]string{`data-imported="closed"`, "旧-1", `data-state="archived"`, "已上门修好"},
			[]string{`data-status="missed"`}},
		row{"s01", get, "/complaints/TS-HY-20241105-001/journal", nil, 200, []string{`data-action="import"`, "旧-1"},
			nil},
		row{"v01", get, "/complaints/TS-HY-20250106-001", nil, 200,
			[]string{`data-imported="received"`, `data-state="received"`}, nil},
		row{"t01", get, "/complaints/TS-HY-20250106-001", nil, 404, nil, nil},
	)
	p.pass(0)
	p.check(row{"v01", get, "/complaints/TS-HY-20250106-001", nil, 200, []string{`data-grade="major"`}, nil}) // rule G8
	if second := p.checked("v01", oldRegister); true {
		p.check(row{"v01", get, second, nil, 200, []string{`data-good="0"`, `data-already="3"`, `data-refused="1"`},
			[]string{`value="import"`}})
		if a := p.as("v01").post(second, "do", "drop"); a.location != importPath {
			t.Errorf("%d %s", a.status, sentences(a))
		}
		p.check(row{"v01", get, second, nil, 404, nil, nil})
	}
	if left, _ := filepath.Glob(filepath.Join(p.store.Dir(), "files", "incoming-*")); len(left) > 0 {
		t.Errorf("files left: %q", left)
	}
	p.verified()
}

// A manager imports for their own sites, and a file that is none is refused at its field.
func TestImport_P1_ForOnesOwnSites(t *testing.T) {
	p := newPortal(t)
	p.check(row{"q01", get, p.checked("q01", oldRegister), nil, 200,
		[]string{`data-good="1"`, `data-refused="3"`, "您不负责海悦府"}, nil})
	for name, tt := range map[string]struct {
		who, site, file string
		status          int
		field           string
	}{
		"an agent":        {"a01", "", oldRegister, 403, ""},
		"nobody":          {"", "", oldRegister, 401, ""},
		"another's site":  {"q01", "HY", oldRegister, 422, "site"},
		"an unknown site": {"v01", "XX", oldRegister, 422, "site"},
		"nothing":         {"v01", "", "", 422, "file"},
		"no titles":       {"v01", "", "一,二,三\n", 422, "file"},
		"titles alone":    {"v01", "", strings.SplitAfter(oldRegister, "\n")[0], 422, "file"},
		"an old workbook": {"v01", "", "\xD0\xCF\x11\xE0", 422, "file"},
		"too large":       {"v01", "", oldRegister + strings.Repeat(" ", mostImportBytes), 413, ""},
		"more lines than taken": {"v01", "", strings.SplitAfter(oldRegister, "\n")[0] +
			strings.Repeat("a\n", mostImportLines+1), 422, "file"},
	} {
		a := p.as(tt.who).upload(importPath, "台账.csv", []byte(tt.file), "site", tt.site)
		if a.status != tt.status || tt.field != "" && !strings.Contains(a.body, `id="`+tt.field+`-wrong"`) {
			t.Errorf("%s: %d %s", name, a.status, sentences(a))
		}
	}
	if a := p.as("v01").post(importPath); a.status != http.StatusUnprocessableEntity {
		t.Errorf("no upload: %d", a.status)
	}
	first := p.checked("v01", oldRegister, "once", "k")
	if again := p.checked("v01", oldRegister, "once", "k"); again != first {
		t.Errorf("%s and %s", first, again)
	}
	for range mostImportKept {
		p.checked("v01", oldRegister)
	}
	p.check(row{"v01", get, first, nil, 404, nil, nil}) // the oldest has gone
	if left, _ := filepath.Glob(filepath.Join(p.store.Dir(), "files", "incoming-*")); len(left) != mostImportKept+1 {
		t.Errorf("files left: %q", left)
	}
	if huiyin.Can(huiyin.Actor{Person: p.store.Org().Person("admin"), Org: p.store.Org()}, huiyin.ActionImport,
		nil) == nil {
		t.Error("the administrator's flag imports")
	}
}
