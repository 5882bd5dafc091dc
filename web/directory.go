package web

import (
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

func (s *Server) emergencyPage(c echo.Context, status int, f ui.Form) error {
	site := s.store.Org().Site(c.Param("code"))
	if site == nil {
		return huiyin.NotFound()
	}
	lines := s.store.Org().Emergency(site.Code)
	v := settings.Directory{View: s.settingsView(c, "sites", "应急电话", "emergency", f, lines), Site: *site, Lines: lines}
	return s.render(c, status, settings.EmergencyPage(v))
}

// mostRows bounds the rows of a form of contacts that are read.
const mostRows = 60

func (s *Server) setEmergency(c echo.Context) error {
	code := c.Param("code")
	var lines []huiyin.Line
	for i := 1; i <= mostRows; i++ {
		n := strconv.Itoa(i)
		lines = append(lines, huiyin.Line{What: first(typed(c)["what_"+n]), Name: first(typed(c)["name_"+n]), Phone: first(typed(c)["phone_"+n])})
	}
	return s.changeCompany(c, "/settings/sites/"+code+"/emergency", func(o *huiyin.Org) any { return o.Emergency(code) },
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ openWork) error {
			return o.SetEmergency(by, now, code, lines)
		})
}

func (s *Server) outsidePage(c echo.Context, status int, f ui.Form) error {
	return s.render(c, status, settings.OutsidePage(s.settingsView(c, "outside", "外部机构", "outside", f, outsideLines(s.store.Org()))))
}

func outsideLines(o *huiyin.Org) any {
	var all []huiyin.Line
	for _, b := range huiyin.Outsides() {
		all = append(all, o.OutsideLine(b))
	}
	return all
}

func (s *Server) setOutside(c echo.Context) error {
	lines := map[huiyin.Outside]huiyin.Line{}
	for _, b := range huiyin.Outsides() {
		lines[b] = huiyin.Line{Name: first(typed(c)["name_"+string(b)]), Phone: first(typed(c)["phone_"+string(b)])}
	}
	return s.changeCompany(c, "/settings/outside", outsideLines, func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ openWork) error {
		return o.SetOutside(by, now, lines)
	})
}
