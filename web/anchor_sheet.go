package web

import (
	"bytes"
	"net/http"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/print"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// anchorsPage lists the months whose anchors are to be printed and sealed (rule J4).
func (s *Server) anchorsPage(c echo.Context) error {
	v := settings.Anchors{View: s.settingsView(c, "journal", "日志存证月表", "", ui.Form{Lang: s.lang(c)}, nil)}
	var err error
	if v.Sheets, err = s.store.AnchorSheets(c.Request().Context()); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, settings.AnchorsPage(v))
}

// anchorSheet prints a month's anchors, to be signed and sealed (rule J4).
func (s *Server) anchorSheet(c echo.Context) error {
	m, err := huiyin.ParseMonth(c.Param("month"))
	if err != nil {
		return huiyin.NotFound()
	}
	v, err := s.store.AnchorSheet(c.Request().Context(), m)
	if err != nil {
		return err
	}
	by, now := actor(c), s.Now()
	if err := v.Printable(by.Org, now); err != nil {
		return err
	}
	if err := s.store.Note(c.Request().Context(), huiyin.NewEntry(by.Account, huiyin.ActionPrint, "settings", now,
		huiyin.Note("paper", v.Number()))); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := print.AnchorSheet(&b, print.Stamp{At: now, By: by.Name, QR: v.Number()}, v, by.Org); err != nil {
		return err
	}
	return s.pdf(c, v.Number()+".pdf", b.Bytes())
}
