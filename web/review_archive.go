package web

import (
	"io"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/print"
	"huiyin/views/reports"
	"huiyin/views/ui"
)

// archiveRoutes are the lists by which archived complaints are handed over (rule W10).
func (s *Server) archiveRoutes() []route {
	const one = "/archive-lists/:doc"
	return []route{
		{get, "/archive-lists", huiyin.ActionSignArchive, emptyForm(s, s.archivesPage), nil, 0},
		{post, "/archive-lists", huiyin.ActionListArchive, s.drawArchive, s.archivesPage, 0},
		{get, one, huiyin.ActionSignArchive, emptyForm(s, s.archivePage), nil, 0},
		{get, one + "/list.pdf", huiyin.ActionSignArchive, s.archivePDF, nil, heavy},
		{post, one + "/sign", huiyin.ActionSignArchive, s.signArchive, s.archivePage, 0},
	}
}

func (s *Server) archivesPage(c echo.Context, status int, f ui.Form) error {
	v := reports.ArchivesView{DocView: reports.DocView{Page: s.page(c, "档案移交清册"), By: actor(c), Form: f}}
	v.Path = "/archive-lists"
	ctx := c.Request().Context()
	var err error
	if v.Rows, err = s.store.ArchiveLists(ctx, v.By, mostLists); err != nil {
		return err
	}
	if v.Draws = huiyin.Can(v.By, huiyin.ActionListArchive, nil) == nil; v.Draws {
		if v.Waiting, err = s.store.ArchiveWaiting(ctx, v.By, time.Time{}, s.Now()); err != nil {
			return err
		}
	}
	return s.render(c, status, reports.ArchivesPage(v))
}

func (s *Server) drawArchive(c echo.Context) error {
	return submitTo(s, c, func(p posted[struct {
		Site string `form:"site"`
	}]) (string, error) {
		number, err := s.store.DrawArchiveList(c.Request().Context(), p.Once, p.By, s.Now(), p.Form.Site, time.Time{}, s.Now())
		return "/archive-lists/" + number, err
	})
}

func (s *Server) archivePage(c echo.Context, status int, f ui.Form) error {
	v := reports.ArchiveView{}
	var err error
	if v.L, err = s.store.ArchiveList(c.Request().Context(), actor(c), c.Param("doc")); err != nil {
		return err
	}
	if v.DocView, err = s.docView(c, v.L.Number, "档案移交清册", f); err != nil {
		return err
	}
	return s.render(c, status, reports.ArchivePage(v))
}

func (s *Server) signArchive(c echo.Context) error {
	number := c.Param("doc")
	return submit(s, c, "/archive-lists/"+number, func(p posted[struct{}]) error {
		return s.store.ChangeArchiveList(c.Request().Context(), p.Once, number, p.Version,
			func(l *huiyin.ArchiveList) error { return l.Sign(p.By, s.Now()) })
	})
}

func (s *Server) archivePDF(c echo.Context) error {
	by := actor(c)
	l, err := s.store.ArchiveList(c.Request().Context(), by, c.Param("doc"))
	if err != nil {
		return err
	}
	return s.documentPDF(c, s.Now(), l.Number, func(w io.Writer, stamp print.Stamp) error {
		return print.ArchiveList(w, stamp, l, by.Org)
	})
}
