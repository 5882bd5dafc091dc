package web

import (
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
		{get, "/views", huiyin.ActionRead, emptyForm(s, s.viewsPage), nil, 0},
		{post, "/views", huiyin.ActionSaveView, s.saveView, s.viewsPage, 0},
		{post, "/views/:n", huiyin.ActionSaveView, s.saveView, s.viewsPage, 0},
		{post, "/views/:n/drop", huiyin.ActionDropView, s.dropView, s.viewsPage, 0},
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
	v := complaints.Views{Page: s.page(c, "常用视图"), By: actor(c), List: views, Form: f,
		Query: viewQuery(c.QueryParam("list"))}
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

// view reads the form; an ID of 0 is a new one.
func (f viewForm) view(id int64) huiyin.View {
	v := huiyin.View{ID: id, Name: f.Name, Query: viewQuery(f.List)}
	role, known := huiyin.ParseRole(f.Share)
	if v.Share = role; !known && f.Share != "" {
		v.Share = -1
	}
	return v
}

// saveView keeps a new view, or the one of the address under another name.
func (s *Server) saveView(c echo.Context) error {
	var n int64
	var err error
	if c.Param("n") != "" {
		if n, err = id(c, "n"); err != nil {
			return err
		}
	}
	return submitTo(s, c, func(p posted[viewForm]) (string, error) {
		v := p.Form.view(n)
		asked, err := url.ParseQuery(v.Query)
		if err != nil {
			return "", err
		}
		_, odd := s.filter(asked)
		_, odd2 := huiyin.ChooseColumns(asked["col"])
		if n == 0 && (odd != nil || odd2 != nil) {
			p.Once.Wrong = huiyin.Invalid("list", "条件有误，请回到投诉列表重新筛选。")
		}
		err = s.store.ChangeViews(c.Request().Context(), p.Once, p.By, func(vs *huiyin.Views) error {
			return vs.Save(p.By, s.Now(), v, asked)
		})
		if n != 0 {
			return "/views", err
		}
		return v.Address(), err
	})
}

func (s *Server) dropView(c echo.Context) error {
	n, err := id(c, "n")
	if err != nil {
		return err
	}
	return submit(s, c, "/views", func(p posted[struct{}]) error {
		return s.store.ChangeViews(c.Request().Context(), p.Once, p.By,
			func(vs *huiyin.Views) error { return vs.Drop(p.By, s.Now(), n) })
	})
}
