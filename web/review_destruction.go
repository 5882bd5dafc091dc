package web

import (
	"io"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/print"
	"huiyin/views/reports"
	"huiyin/views/ui"
)

// destructionRoutes are the lists of what has been kept for its time (rule B1).
func (s *Server) destructionRoutes() []route {
	const one = "/destruction-lists/:doc"
	return []route{
		{get, "/destruction-lists", huiyin.ActionSignDestruction, emptyForm(s, s.destructionsPage), nil, 0},
		{get, one, huiyin.ActionSignDestruction, emptyForm(s, s.destructionPage), nil, 0},
		{get, one + "/list.pdf", huiyin.ActionSignDestruction, s.destructionPDF, nil, heavy},
		{post, one + "/sign", huiyin.ActionSignDestruction, s.signDestruction, s.destructionPage, 0},
	}
}

// mostLists is how many lists the page shows.
const mostLists = 120

func (s *Server) destructionsPage(c echo.Context, status int, f ui.Form) error {
	v := reports.DestructionsView{DocView: reports.DocView{Page: s.page(c, "鉴定销毁清册"), By: actor(c), Form: f}}
	v.Path = "/destruction-lists"
	var err error
	if v.Rows, err = s.store.DestructionLists(c.Request().Context(), v.By, mostLists); err != nil {
		return err
	}
	return s.render(c, status, reports.DestructionsPage(v))
}

func (s *Server) destructionPage(c echo.Context, status int, f ui.Form) error {
	v := reports.DestructionView{}
	var err error
	if v.L, err = s.store.DestructionList(c.Request().Context(), actor(c), c.Param("doc")); err != nil {
		return err
	}
	if v.DocView, err = s.docView(c, v.L.Number, "鉴定销毁清册", f); err != nil {
		return err
	}
	return s.render(c, status, reports.DestructionPage(v))
}

func (s *Server) signDestruction(c echo.Context) error {
	number := c.Param("doc")
	return submit(s, c, "/destruction-lists/"+number, func(p posted[struct{}]) error {
		return s.store.ChangeDestruction(c.Request().Context(), p.Once, number, p.Version,
			func(l *huiyin.DestructionList) error { return l.Sign(p.By, s.Now()) })
	})
}

func (s *Server) destructionPDF(c echo.Context) error {
	by := actor(c)
	l, err := s.store.DestructionList(c.Request().Context(), by, c.Param("doc"))
	if err != nil {
		return err
	}
	return s.documentPDF(c, s.Now(), l.Number, func(w io.Writer, stamp print.Stamp) error {
		return print.DestructionList(w, stamp, l, by.Org)
	})
}
