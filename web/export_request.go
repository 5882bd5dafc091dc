package web

import (
	"context"
	"errors"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	views "huiyin/views/downloads"
	"huiyin/views/ui"
)

// purposeOf reads what an export is for. The page asks for it; a program that fetches an export by its bare address
// keeps getting it, and the journal says that nothing was said (rule P5).
func purposeOf(c echo.Context) (string, error) {
	if !c.QueryParams().Has("purpose") {
		return huiyin.PurposeUnsaid, nil
	}
	purpose := huiyin.Clean(c.QueryParam("purpose"))
	return purpose, huiyin.CheckPurpose(purpose)
}

var errEnough = errors.New("enough people")

// countPeople counts of how many people a list tells; beyond most, 0 for any number, it stops.
func (s *Server) countPeople(ctx context.Context, by huiyin.Actor, f huiyin.Filter, most int) (int, error) {
	found := huiyin.Persons{}
	err := s.store.Export(ctx, by, s.Now(), f, func(l huiyin.Listed) error {
		if !l.Shut {
			found.Add(by.Org, l.Number, l.Site, l.Name, l.Phone, l.Unit)
		}
		if most > 0 && len(found) > most {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return len(found), err
}

// veiled is a person as they take a list out by their own word: masked, where it tells of too many people (rule P5).
func (s *Server) veiled(ctx context.Context, by huiyin.Actor, f huiyin.Filter) (huiyin.Actor, error) {
	if !by.ExportsClear() {
		return by, nil
	}
	n, err := s.countPeople(ctx, by, f, by.ClearUpTo())
	if err == nil && by.TooMany(n) {
		by = by.Veiled()
	}
	return by, err
}

// veiledFor is veiled for complaints that are at hand.
func veiledFor(by huiyin.Actor, list []*huiyin.Complaint) huiyin.Actor {
	found := huiyin.Persons{}
	for _, k := range list {
		found.Add(by.Org, k.Number, k.Site, k.Name, k.Phone, k.Unit)
	}
	if by.TooMany(len(found)) {
		return by.Veiled()
	}
	return by
}

// askExport asks the VPs for an export in clear of many people (rule P5).
func (s *Server) askExport(c echo.Context) error {
	return submitTo(s, c, func(p posted[exportForm]) (string, error) {
		_, asked, err := s.readExport(p.Form)
		if err != nil {
			return "", err
		}
		ctx := c.Request().Context()
		f, err := s.filter(asked)
		if err != nil {
			return "", err
		}
		n, err := s.countPeople(ctx, p.By, f, 0)
		if err != nil {
			return "", err
		}
		_, err = s.store.AskExport(ctx, p.Once, p.By, s.Now(), huiyin.ExportRequest{Purpose: p.Form.Purpose,
			List: asked.Encode(), Format: p.Form.Format, People: n})
		return "/exports", err
	})
}

// decideExport gives a VP's word. What is agreed to is made at once; where too much is being made, whoever asked
// starts it from their page (rule P5).
func (s *Server) decideExport(c echo.Context) error {
	number := c.Param("export")
	return submit(s, c, "/exports", func(p posted[decideForm]) error {
		var agreed *huiyin.ExportRequest
		err := s.store.ChangeExport(c.Request().Context(), p.Once, number, p.Version,
			func(r *huiyin.ExportRequest) error {
				agreed = r
				return r.Decide(p.By, s.Now(), p.Form.Decision, p.Form.Words)
			})
		if err != nil || agreed == nil || agreed.State != huiyin.ExportApproved {
			return err
		}
		o, err := s.requested(agreed)
		if err != nil {
			return err
		}
		if _, err := s.downloads.begin(agreed.By, s.Wall(), o); refusal(err) == nil {
			return err
		}
		return nil
	})
}

// requested is the export that a request asked for: what the list had when it was asked for, no more.
func (s *Server) requested(r *huiyin.ExportRequest) (exportJob, error) {
	asked, err := url.ParseQuery(r.List)
	if err != nil {
		return exportJob{}, err
	}
	e, err := s.export(asked, r.Format)
	if err != nil {
		return exportJob{}, err
	}
	if to := r.At.Add(time.Millisecond); e.filter.To.IsZero() || e.filter.To.After(to) {
		e.filter.To = to
	}
	e.purpose, e.request = r.Purpose, r.Number
	return s.exportJob(e, r.By, "/exports", r.People,
		func(ctx context.Context, by huiyin.Actor) (huiyin.Actor, error) {
			now, err := s.store.ExportRequest(ctx, by, r.Number)
			if err != nil {
				return by, err
			}
			return by, now.MayMake(by, s.Now())
		}), nil
}

// makeExport makes an agreed export again, while the word lasts.
func (s *Server) makeExport(c echo.Context) error {
	by := actor(c)
	r, err := s.store.ExportRequest(c.Request().Context(), by, c.Param("export"))
	if err == nil {
		err = r.MayMake(by, s.Now())
	}
	if err != nil {
		return err
	}
	o, err := s.requested(r)
	if err != nil {
		return err
	}
	return s.startDownload(c, o)
}

// mostExports is how many requests the page shows.
const mostExports = 50

func (s *Server) exportsPage(c echo.Context, status int, f ui.Form) error {
	by := actor(c)
	list, err := s.store.ExportRequests(c.Request().Context(), by, mostExports)
	if err != nil {
		return err
	}
	f.Action = c.Param("export")
	v := views.Requests{Page: s.page(c, "导出申请"), By: by, List: list, Form: f}
	v.Path = "/exports"
	return s.render(c, status, views.RequestsPage(v))
}
