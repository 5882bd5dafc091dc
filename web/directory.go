package web

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/print"
	"huiyin/views/settings"
	"huiyin/views/ui"
)

// directoryRoutes are whom to call, for everybody, and what hangs on the wall of a site (rule B5).
func (s *Server) directoryRoutes() []route {
	return []route{
		{get, "/directory", huiyin.ActionRead, s.directory, nil, 0},
		{get, "/directory/:code/emergency.pdf", huiyin.ActionPrint, s.emergencyPDF, nil, heavy},
		{get, "/directory/:code/notice.pdf", huiyin.ActionPrint, s.noticePDF, nil, heavy},
		{get, "/directory/:code/howto.pdf", huiyin.ActionPrint, s.howToPDF, nil, heavy},
		{get, "/directory/:code/duty.pdf", huiyin.ActionPrint, s.dutyPDF, nil, heavy},
	}
}

// directory lists the emergency contacts of every site (rules K2, B5).
func (s *Server) directory(c echo.Context) error {
	return s.render(c, http.StatusOK, settings.ContactsPage(s.page(c, "应急电话"), s.store.Org()))
}

// emergencyPDF prints 应急电话表 of a site (rules B5, F7).
func (s *Server) emergencyPDF(c echo.Context) error { return s.wallPaper(c, "YJ-", print.Emergency) }

// noticePDF prints what customers are told about their data, for the wall (rule K13).
func (s *Server) noticePDF(c echo.Context) error { return s.wallPaper(c, "GZ-", print.Notice) }

// howToPDF prints 《投诉须知》 for the wall of a site (rule F7).
func (s *Server) howToPDF(c echo.Context) error { return s.wallPaper(c, "XZ-", print.HowTo) }

// wallPaper prints what hangs on the wall of a site, under its number.
func (s *Server) wallPaper(c echo.Context, prefix string,
	write func(io.Writer, print.Stamp, *huiyin.Site, string, *huiyin.Org) error) error {
	by, now := actor(c), s.Now()
	site := by.Org.Site(c.Param("code"))
	if site == nil {
		return huiyin.NotFound()
	}
	number := prefix + site.Code
	if err := s.notePrint(c, site.Code, number); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := write(&b, print.Stamp{At: now, By: by.Name, QR: number}, site, number, by.Org); err != nil {
		return err
	}
	return s.pdf(c, number+".pdf", b.Bytes())
}

// dutyPDF prints 值班表 of a site and a month, to be filled in by hand (rules B5, F7).
func (s *Server) dutyPDF(c echo.Context) error {
	by, now := actor(c), s.Now()
	if by.Org.Site(c.Param("code")) == nil {
		return huiyin.NotFound()
	}
	month := huiyin.MonthOf(now, by.Org.Zone)
	if q := c.QueryParam("month"); q != "" {
		var err error
		if month, err = huiyin.ParseMonth(q); err != nil {
			return err
		}
	}
	of := print.Period{Site: c.Param("code"), Words: monthWords(month), Number: "ZB-" + c.Param("code") + "-" +
		strconv.Itoa(int(month))}
	if err := s.notePrint(c, of.Site, of.Number); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := print.Duty(&b, print.Stamp{At: now, By: by.Name, QR: of.Number}, of, by.Org.DutyDays(of.Site, month),
		by.Org); err != nil {
		return err
	}
	return s.pdf(c, of.Number+".pdf", b.Bytes())
}

// notePrint writes into the journal who printed a paper of a site (rule J3).
func (s *Server) notePrint(c echo.Context, site, number string) error {
	return s.store.Note(c.Request().Context(),
		huiyin.NewEntry(accountOf(c), huiyin.ActionPrint, "site:"+site, s.Now(), huiyin.Note("paper", number)))
}

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
	var lines []huiyin.DirectoryEntry
	for i := 1; i <= mostRows; i++ {
		n := strconv.Itoa(i)
		lines = append(lines, huiyin.DirectoryEntry{What: postedText(c, "what_"+n), Name: postedText(c, "name_"+n),
			Phone: postedText(c, "phone_"+n)})
	}
	return changeCompany(s, c, "/settings/sites/"+code+"/emergency",
		func(o *huiyin.Org) any { return o.Emergency(code) },
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ struct{}) error {
			return o.SetEmergency(by, now, code, lines)
		})
}

func (s *Server) outsidePage(c echo.Context, status int, f ui.Form) error {
	return s.render(c, status,
		settings.OutsidePage(s.settingsView(c, "outside", "外部机构", "outside", f, outsideLines(s.store.Org()))))
}

func outsideLines(o *huiyin.Org) any {
	var all []huiyin.DirectoryEntry
	for _, b := range huiyin.Outsides() {
		all = append(all, o.OutsideLine(b))
	}
	return all
}

func (s *Server) setOutside(c echo.Context) error {
	lines := map[huiyin.Outside]huiyin.DirectoryEntry{}
	for _, b := range huiyin.Outsides() {
		lines[b] = huiyin.DirectoryEntry{Name: postedText(c, "name_"+string(b)),
			Phone: postedText(c, "phone_"+string(b))}
	}
	return changeCompany(s, c, "/settings/outside", outsideLines,
		func(by huiyin.Actor, now time.Time, o *huiyin.Org, _ struct{}) error {
			return o.SetOutside(by, now, lines)
		})
}
