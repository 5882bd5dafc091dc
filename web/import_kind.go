package web

import (
	"context"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	views "huiyin/views/imports"
	"huiyin/views/ui"
	"huiyin/web/register"
)

type pageFunc = func(c echo.Context, status int, f ui.Form) error

// importKind is a sort of files that come in: where its pages lie, how its lines are read and what becomes of them.
type importKind struct {
	views.Kind
	fixed []string // fields for which one value may stand for all lines

	// read reads the lines; while j.tries it says what would become of them, else it takes them in.
	read func(s *Server, ctx context.Context, j *importJob, file register.File) error
	// earlier lists imports that are over, after shows one of them; both may be nil.
	earlier func(s *Server, c echo.Context) ([]views.Earlier, error)
	after   func(k *importKind, s *Server, c echo.Context, status int, f ui.Form) error
}

// oldRegisters are old registers of complaints.
var oldRegisters = &importKind{Kind: views.Kind{Path: importPath, Title: "导入旧台账", Action: huiyin.ActionImport},
	fixed: huiyin.FixedFields, read: readRegister}

func (k *importKind) routes(s *Server) []route {
	by := func(fn func(*Server, echo.Context) error) echo.HandlerFunc {
		return func(c echo.Context) error { return fn(s, c) }
	}
	return []route{
		{get, k.Path, k.Action, emptyForm(s, k.choosePage(s)), nil, 0},
		{post, k.Path, k.Action, by(k.check), k.choosePage(s), streams},
		{get, k.Path + "/:id", k.Action, emptyForm(s, k.runPage(s)), nil, polled},
		{post, k.Path + "/:id", k.Action, by(k.confirm), k.runPage(s), 0},
		{get, k.Path + "/:id/refused.csv", k.Action, by(k.refused), nil, heavy},
	}
}

// siteOf tells whether a person may import files of this kind for a site, "" for those that name it in each line.
func (k *importKind) siteOf(by huiyin.Actor, site string) bool {
	return site == "" || by.Org.Site(site) != nil && (k.Action == huiyin.ActionManage || by.AnswersFor(site))
}

// importForm is what is sent to a file that was checked: a command, or what is chosen for its lines.
type importForm struct {
	Do      []string `form:"do"`
	Missing string   `form:"missing"`
	At      string   `form:"at"`
}

// importCommands are those that a page has buttons for.
var importCommands = []string{"import", "drop", "map", "forget", "cancel", "slips"}

// command is the button that was pressed; a file whose lines are chosen one by one is imported without one.
func (f importForm) command(k *importKind) string {
	for _, do := range f.Do {
		if slices.Contains(importCommands, do) {
			return do
		}
	}
	if k.Chosen {
		return "import"
	}
	return ""
}

// decided reads what was chosen for lines, of what may be.
func (f importForm) decided(known []string) (map[string]string, error) {
	out := map[string]string{}
	for _, text := range f.Do {
		i := strings.LastIndex(text, "=")
		if i < 0 {
			continue
		}
		if !slices.Contains(known, text[i+1:]) {
			return nil, huiyin.Invalid("do", "请选择列表中的一项。")
		}
		out[text[:i]] = text[i+1:]
	}
	return out, nil
}
