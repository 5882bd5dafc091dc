package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/ui"
)

// viewRoutes are the lists that people keep under a name 常用视图.
func (s *Server) viewRoutes() []route {
	return []route{
		{get, "/views", huiyin.ActionRead, emptyForm(s, s.viewsPage), nil},
		{post, "/views", huiyin.ActionSaveView, s.saveView, s.viewsPage},
		{post, "/views/:n", huiyin.ActionSaveView, s.saveView, s.viewsPage},
		{post, "/views/:n/drop", huiyin.ActionDropView, s.dropView, s.viewsPage},
	}
}

// viewQuery keeps of a list's address what a view consists of, in one order.
func viewQuery(address string) string {
	q, err := url.ParseQuery(address)
	if err != nil {
		return ""
	}
	for name, values := range q {
		for i := range values {
			values[i] = huiyin.Clean(values[i])
		}
		values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
		if q[name] = values; len(values) == 0 || !slices.Contains(huiyin.ViewParameters(), name) {
			delete(q, name)
		}
	}
	return q.Encode()
}

// viewsPage lists the views to be renamed, shared and deleted; with list= it keeps a new one.
func (s *Server) viewsPage(c echo.Context, status int, f ui.Form) error {
	views, err := s.store.Views(c.Request().Context(), actor(c))
	if err != nil {
		return err
	}
	v := complaints.Views{Page: s.page(c, "常用视图"), By: actor(c), List: views, Form: f, Query: viewQuery(c.QueryParam("list"))}
	if list := f.Typed["list"]; len(list) > 0 {
		v.Query = viewQuery(list[0])
	}
	return s.render(c, status, complaints.ViewsPage(v))
}

type viewForm struct {
	Name  string `form:"name"`
	Share string `form:"share"`
	List  string `form:"list"`
}

// saveView keeps a new view, or the one of the address under another name.
func (s *Server) saveView(c echo.Context) error {
	var f viewForm
	wrong := s.bind(c, &f)
	once, wrong2 := s.once(c)
	v := huiyin.View{Name: f.Name, Query: viewQuery(f.List)}
	asked, err := url.ParseQuery(v.Query)
	if err != nil {
		return err
	}
	if c.Param("n") != "" {
		n, err := id(c, "n")
		if err != nil {
			return err
		}
		v.ID = n
	} else {
		_, odd := s.filter(asked)
		_, odd2 := huiyin.ChooseColumns(asked["col"])
		if firstError(odd, odd2) != nil {
			wrong = huiyin.Invalid("list", "条件有误，请回到投诉列表重新筛选。")
		}
	}
	role, known := huiyin.ParseRole(f.Share)
	if v.Share = role; !known && f.Share != "" {
		v.Share = -1
	}
	by, now := actor(c), s.Now()
	err = s.store.ChangeViews(c.Request().Context(), once, by, func(vs *huiyin.Views) error {
		return ruleFirst(vs.Save(by, now, v, asked), firstError(wrong, wrong2))
	})
	if err != nil {
		return err
	}
	if v.ID != 0 {
		return c.Redirect(http.StatusSeeOther, "/views")
	}
	return c.Redirect(http.StatusSeeOther, v.Address())
}

func (s *Server) dropView(c echo.Context) error {
	n, err := id(c, "n")
	if err != nil {
		return err
	}
	once, err := s.once(c)
	if err != nil {
		return err
	}
	by, now := actor(c), s.Now()
	if err := s.store.ChangeViews(c.Request().Context(), once, by, func(vs *huiyin.Views) error { return vs.Drop(by, now, n) }); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/views")
}
