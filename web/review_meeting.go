package web

import (
	"cmp"
	"io"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/print"
	"huiyin/views/reports"
	"huiyin/views/ui"
)

// meetingRoutes are the complaint meetings (rule M7).
func (s *Server) meetingRoutes() []route {
	return []route{
		{get, "/figures/meetings", huiyin.ActionSeeMeetings, emptyForm(s, s.meetingsPage), nil, 0},
		{post, "/figures/meetings", huiyin.ActionCallMeeting, s.callMeeting, s.meetingsPage, 0},
		{get, "/figures/meetings/:doc", huiyin.ActionSeeMeetings, emptyForm(s, s.meetingPage), nil, 0},
		{get, "/figures/meetings/:doc/minutes.pdf", huiyin.ActionSeeMeetings, s.meetingPDF, nil, heavy},
		{post, "/figures/meetings/:doc/write", huiyin.ActionWriteMeeting, s.writeMeeting, s.meetingPage, 0},
		{post, "/figures/meetings/:doc/jobs", huiyin.ActionAssignJob, s.resolve, s.meetingPage, 0},
		{post, "/figures/meetings/:doc/close", huiyin.ActionCloseMeeting, s.closeMeeting, s.meetingPage, 0},
	}
}

func (s *Server) meetingsPage(c echo.Context, status int, f ui.Form) error {
	var q struct {
		Year int `form:"year"`
	}
	v := reports.MeetingsView{DocView: reports.DocView{Page: s.page(c, "分析会"), By: actor(c), Form: f}}
	v.Path = "/figures/meetings"
	if c.Request().Method == get {
		if err := s.bind(c, &q); err != nil {
			return err
		}
	}
	v.This = s.Now().In(v.Zone).Year()
	v.Year = cmp.Or(q.Year, v.This)
	if v.Year < 1900 || v.Year > 2200 {
		return huiyin.NotFound()
	}
	var err error
	if v.Rows, err = s.store.Meetings(c.Request().Context(), v.By, v.Year); err != nil {
		return err
	}
	return s.render(c, status, reports.MeetingsPage(v))
}

type meetingForm struct {
	Site    string    `form:"site"`
	At      time.Time `form:"at"`
	Venue   string    `form:"venue"`
	People  []string  `form:"people"`
	Cases   string    `form:"cases"`
	Topics  string    `form:"topics"`
	Minutes string    `form:"minutes"`
}

func (f meetingForm) form() huiyin.MeetingForm {
	return huiyin.MeetingForm{HeldAt: f.At, Venue: f.Venue, People: f.People, Cases: f.Cases, Topics: f.Topics,
		Minutes: f.Minutes}
}

func (s *Server) callMeeting(c echo.Context) error {
	return submitTo(s, c, func(p posted[meetingForm]) (string, error) {
		site := p.Form.Site
		if site == companySite {
			site = ""
		} else if site == "" {
			p.Once.Wrong = huiyin.Every(p.Once.Wrong, huiyin.Invalid("site", "请选择项目。"))
		}
		number, err := s.store.CallMeeting(c.Request().Context(), p.Once, p.By, s.Now(), site, p.Form.form())
		return "/figures/meetings/" + number, err
	})
}

// companySite stands for the company where a form asks for a site.
const companySite = "*"

func (s *Server) meetingPage(c echo.Context, status int, f ui.Form) error {
	v := reports.MeetingView{}
	var err error
	if v.M, v.Cases, err = s.store.Meeting(c.Request().Context(), actor(c), c.Param("doc")); err != nil {
		return err
	}
	if v.DocView, err = s.docView(c, v.M.Number, "投诉分析会", f); err != nil {
		return err
	}
	return s.render(c, status, reports.MeetingPage(v))
}

// changeMeeting is how a form changes the meeting it stands on, then goes back to it.
func changeMeeting[F any](s *Server, c echo.Context,
	fn func(by huiyin.Actor, now time.Time, m *huiyin.Meeting, sees huiyin.Sees, f F) error) error {
	number := c.Param("doc")
	return submit(s, c, "/figures/meetings/"+number, func(p posted[F]) error {
		return s.store.ChangeMeeting(c.Request().Context(), p.Once, p.By, number, p.Version,
			func(m *huiyin.Meeting, sees huiyin.Sees) error {
				return fn(p.By, s.Now(), m, sees, p.Form)
			})
	})
}

func (s *Server) writeMeeting(c echo.Context) error {
	return changeMeeting(s, c, func(by huiyin.Actor, now time.Time, m *huiyin.Meeting, sees huiyin.Sees,
		f meetingForm) error {
		return m.Write(by, now, f.form(), sees)
	})
}

func (s *Server) resolve(c echo.Context) error {
	return changeMeeting(s, c, func(by huiyin.Actor, now time.Time, m *huiyin.Meeting, _ huiyin.Sees, f jobForm) error {
		return m.Resolve(by, now, f.job())
	})
}

func (s *Server) closeMeeting(c echo.Context) error {
	return changeMeeting(s, c, func(by huiyin.Actor, now time.Time, m *huiyin.Meeting, _ huiyin.Sees,
		_ struct{}) error {
		return m.Close(by, now)
	})
}

func (s *Server) meetingPDF(c echo.Context) error {
	ctx, by, now := c.Request().Context(), actor(c), s.Now()
	m, cases, err := s.store.Meeting(ctx, by, c.Param("doc"))
	if err == nil {
		err = m.Printable()
	}
	if err != nil {
		return err
	}
	return s.documentPDF(c, now, m.Number,
		func(w io.Writer, stamp print.Stamp) error { return print.Minutes(w, stamp, m, cases, by.Org) })
}
