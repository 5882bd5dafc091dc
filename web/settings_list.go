package web

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// listed is a list of the company's that the administration keeps: T is what stands in it under a code, F its form.
type listed[T, F any] struct {
	tab, form         string // "sites" and "site", as addresses and actions have them
	title, fresh, one string // of the list, of the page that adds one, of the page of one
	list              func(settings.View) templ.Component
	page              func(v settings.View, k T) templ.Component
	find              func(o *huiyin.Org, code string) *T
	put               func(o *huiyin.Org, by huiyin.Actor, now time.Time, was string, f F) error
}

func (l listed[T, F]) routes(s *Server) []route {
	const manage = huiyin.ActionManage
	all := "/settings/" + l.tab
	list := func(c echo.Context, status int, f ui.Form) error {
		return s.render(c, status, l.list(s.settingsView(c, l.tab, l.title, "", f, nil)))
	}
	page := func(c echo.Context, status int, f ui.Form) error { return l.show(s, c, status, f) }
	put := func(c echo.Context) error { return l.store(s, c) }
	return []route{
		{get, all, manage, emptyForm(s, list), nil, 0},
		{get, "/settings/add/" + l.form, manage, emptyForm(s, page), nil, 0},
		{post, all, manage, put, page, 0},
		{get, all + "/:code", manage, emptyForm(s, page), nil, 0},
		{post, all + "/:code", manage, put, page, 0},
	}
}

// show is the page of the one that the address names, or of one to be added.
func (l listed[T, F]) show(s *Server, c echo.Context, status int, f ui.Form) error {
	code := c.Param("code")
	if code == "" {
		var none T
		v := s.settingsView(c, l.tab, l.fresh, l.form, f, nil)
		v.Path = "/settings/" + l.tab
		return s.render(c, status, l.page(v, none))
	}
	k := l.find(s.store.Org(), code)
	if k == nil {
		return huiyin.NotFound()
	}
	return s.render(c, status, l.page(s.settingsView(c, l.tab, l.one, l.form, f, k), *k))
}

func (l listed[T, F]) store(s *Server, c echo.Context) error {
	was := c.Param("code")
	return changeCompany(s, c, "/settings/"+l.tab, func(o *huiyin.Org) any { return l.find(o, was) },
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, f F) error {
			return l.put(o, by, now, was, f)
		})
}

// How long the codes of the company's lists may be.
const (
	mostSiteCode = 8
	mostCode     = 32
)

// freeCode is the code of what was given none: its name's initials, with a number where they are taken.
func freeCode(name string, most int, taken func(string) bool) string {
	base := ui.Code(name)
	for n := 1; ; n++ {
		end := ""
		if n > 1 {
			end = strconv.Itoa(n)
		}
		if code := base[:min(len(base), most-len(end))] + end; base == "" || !taken(code) {
			return code
		}
	}
}

type siteForm struct {
	Code    string          `form:"code"`
	Name    string          `form:"name"`
	Kind    huiyin.SiteKind `form:"kind"`
	Manager string          `form:"manager"`
	Phone   string          `form:"phone"`
	Closed  bool            `form:"closed"`

	AnswerDays   int    `form:"answer_days"`
	AnswerGround string `form:"answer_ground"`

	LegalName    string `form:"legal_name"`
	CreditCode   string `form:"credit_code"`
	LegalAddress string `form:"legal_address"`

	LegalRepresentative string `form:"legal_representative"`
	ComplainURL         string `form:"complain_url"`
}

var siteList = listed[huiyin.Site, siteForm]{
	tab: "sites", form: "site", title: "项目与门店", fresh: "新增项目", one: "项目",
	list: settings.SitesPage,
	page: func(v settings.View, k huiyin.Site) templ.Component {
		return settings.SitePage(settings.Site{View: v, Site: k})
	},
	find: (*huiyin.Org).Site,
	put: func(o *huiyin.Org, by huiyin.Actor, now time.Time, was string, f siteForm) error {
		taken := func(code string) bool { return o.Site(strings.ToUpper(code)) != nil }
		f.Code = cmp.Or(was, strings.ToUpper(strings.TrimSpace(f.Code)),
			strings.ToUpper(freeCode(f.Name, mostSiteCode, taken)))
		return o.PutSite(by, now, was, huiyin.Site(f))
	},
}

type departmentForm struct {
	Code     string          `form:"code"`
	Name     string          `form:"name"`
	Function huiyin.Function `form:"function"`
}

var departmentList = listed[huiyin.Department, departmentForm]{
	tab: "departments", form: "department", title: "职能部门", fresh: "新增部门", one: "部门",
	list: settings.DepartmentsPage,
	page: func(v settings.View, k huiyin.Department) templ.Component {
		return settings.DepartmentPage(settings.Department{View: v, Department: k})
	},
	find: (*huiyin.Org).Department,
	put: func(o *huiyin.Org, by huiyin.Actor, now time.Time, was string, f departmentForm) error {
		f.Code = cmp.Or(was, strings.ToLower(strings.TrimSpace(f.Code)), freeCode(f.Name, mostCode,
			func(code string) bool { return o.Department(code) != nil }))
		return o.PutDepartment(by, now, was, huiyin.Department(f))
	},
}

type categoryForm struct {
	Code      string `form:"code"`
	Name      string `form:"name"`
	Parent    string `form:"parent"`
	Emergency bool   `form:"emergency"`
	Selling   bool   `form:"selling"`
	Promise   bool   `form:"promise"`
	Internal  bool   `form:"internal"`
	Closed    bool   `form:"closed"`

	Least huiyin.Grade `form:"least"`
}

var categoryList = listed[huiyin.Category, categoryForm]{
	tab: "categories", form: "category", title: "投诉分类", fresh: "新增类别", one: "投诉类别",
	list: settings.CategoriesPage,
	page: func(v settings.View, k huiyin.Category) templ.Component {
		return settings.CategoryPage(settings.Category{View: v, Category: k})
	},
	find: (*huiyin.Org).Category,
	put: func(o *huiyin.Org, by huiyin.Actor, now time.Time, was string, f categoryForm) error {
		f.Code = cmp.Or(was, strings.ToLower(strings.TrimSpace(f.Code)), freeCode(f.Name, mostCode,
			func(code string) bool { return o.Category(code) != nil }))
		return o.PutCategory(by, now, was, huiyin.Category(f))
	},
}
