package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/layout"
)

// alarmRoutes are the emergencies on top of the pages of those who were told of them (rule K2).
func (s *Server) alarmRoutes() []route {
	return []route{
		{get, "/notices/alarms", huiyin.SignedIn, s.alarmStrip, nil, watches},
		s.onCase("heard", huiyin.ActionHear, s.hearAlarm),
	}
}

// alarmStrip is the strip alone, for a page that is open already.
func (s *Server) alarmStrip(c echo.Context) error {
	p := s.page(c, "紧急投诉")
	p.Path = "/"
	return s.render(c, http.StatusOK, layout.AlarmStrip(p))
}

type hearForm struct {
	Back string `form:"back"`
}

// hearAlarm notes that the person knows, and goes back to the page on which the strip stood.
func (s *Server) hearAlarm(c echo.Context) error {
	return submitTo(s, c, func(p posted[hearForm]) (string, error) {
		now := s.Now()
		return localPath(p.Form.Back), s.store.Hear(c.Request().Context(), p.Once, p.By, numberOf(c), now,
			func(k *huiyin.Complaint, told bool) error {
				if !told {
					return huiyin.Can(p.By, huiyin.ActionHear, k)
				}
				return k.Hear(p.By, now)
			})
	})
}

// alarms puts the emergencies of which a person was told on their page.
func (s *Server) alarms(c echo.Context, p *layout.Page, by huiyin.Actor) error {
	ctx, o := c.Request().Context(), by.Org
	all, err := s.store.Alarms(ctx, by)
	if err != nil {
		return err
	}
	codes, err := s.crowds(c, p)
	if err != nil {
		return err
	}
	for _, a := range all {
		url := layout.RecordURL(a.C.Number)
		v := layout.Alarm{Notice: a.Notice, Number: a.C.Number, URL: url, Hear: url + "/heard", At: a.At, Matter: huiyin.MaskText(shortened(a.C.Matter, 60)),
			Take: a.C.Offers(by, huiyin.ActionAccept)}
		if k := o.Category(a.C.Category); k != nil && k.Emergency {
			v.What = k.Name
		} else {
			v.What = p.T("紧急投诉")
		}
		v.Where = strings.TrimSpace(o.SiteName(a.C.Site) + " " + huiyin.MaskText(a.C.Unit))
		if d := a.C.Deadline(huiyin.D2); d != nil && d.MetAt.IsZero() && d.Status != huiyin.Paused {
			v.Due = d.Due
		}
		if all := o.NumbersFor(a.C.Site, a.C.Category, a.C.Matter); len(all) > 0 {
			v.Calls, v.Phone = all[0].What, all[0].Phone
		}
		var known, unknown []string
		for _, t := range a.Told {
			if t.Knows() {
				known = append(known, o.PersonName(t.Account))
			} else if t.Account != by.Account {
				unknown = append(unknown, o.PersonName(t.Account))
			}
		}
		v.Known, v.Unknown = strings.Join(known, p.T("、")), strings.Join(unknown, p.T("、"))
		p.Alarms = append(p.Alarms, v)
		codes = append(codes, a.Code())
	}
	said, err := s.spoken(c, p, by)
	if err != nil {
		return err
	}
	p.AlarmCode = strings.Join(append(codes, said...), ",")
	return nil
}
