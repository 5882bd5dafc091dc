package web

import (
	"bytes"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/print"
)

// followUpRoutes are the list of follow-up calls (rule W9).
func (s *Server) followUpRoutes() []route {
	return []route{
		{get, "/complaints/followups.pdf", huiyin.ActionExport, s.followUpsPDF, nil, bulky},
	}
}

// followUpsPDF prints the follow-up calls of a month and a site, and those still to be made (rules W9, F7).
func (s *Server) followUpsPDF(c echo.Context) error {
	by, now := actor(c), s.Now()
	month, period, err := s.period(c, "HF")
	if err != nil {
		return err
	}
	calls, err := s.store.FollowUps(c.Request().Context(), by, now, period.Site, month, month.AddDate(0, 1, 0))
	if err != nil {
		return err
	}
	if _, err := s.noteExport(c, "followups:"+period.Number, calledOn(calls), false); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := print.FollowUps(&b, print.Stamp{At: now, By: by.Name, QR: period.Number}, period, calls,
		by.Org); err != nil {
		return err
	}
	return s.pdf(c, period.Number+".pdf", b.Bytes())
}

// calledOn are the complaints of some calls, each once, for the journal.
func calledOn(calls []huiyin.FollowUpCall) []*huiyin.Complaint {
	var out []*huiyin.Complaint
	known := map[int64]bool{}
	for _, k := range calls {
		if !known[k.Case] {
			known[k.Case] = true
			out = append(out, &huiyin.Complaint{Record: huiyin.Record{ID: k.Case}})
		}
	}
	return out
}
