package web

import (
	"cmp"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/reports"
	"huiyin/views/ui"
)

// sampleRoutes are the supervision samples (rule A6).
func (s *Server) sampleRoutes() []route {
	return []route{
		{get, "/figures/samples", huiyin.ActionSeeSamples, emptyForm(s, s.samplesPage), nil, 0},
		{post, "/figures/samples", huiyin.ActionDrawSample, s.drawSample, s.samplesPage, 0},
		{get, "/figures/samples/:doc", huiyin.ActionSeeSamples, emptyForm(s, s.samplePage), nil, 0},
		{post, "/figures/samples/:doc/ask/:n", huiyin.ActionAskCheck, s.askCheck, s.samplePage, 0},
		{post, "/figures/samples/:doc/check/:n", huiyin.ActionCheckSample, s.checkSample, s.samplePage, 0},
		{post, "/figures/samples/:doc/inquiries/:n", huiyin.ActionCheckSample, s.judgeInquiry, s.sampledInquiryPage, 0},
		{post, "/figures/samples/:doc/jobs", huiyin.ActionAssignJob, s.sampleJob, s.samplePage, 0},
	}
}

// sampledInquiryPage is the sample with a refused form at one of its inquiries, which are numbered apart.
func (s *Server) sampledInquiryPage(c echo.Context, status int, f ui.Form) error {
	f.Action = reports.JudgeForm(c.Param("n"))
	return s.samplePage(c, status, f)
}

func (s *Server) samplesPage(c echo.Context, status int, f ui.Form) error {
	v := reports.SamplesView{DocView: reports.DocView{Page: s.page(c, "监督检查"), By: actor(c), Form: f}}
	v.Path = "/figures/samples"
	var err error
	if v.Rows, err = s.store.Samples(c.Request().Context(), v.By); err != nil {
		return err
	}
	return s.render(c, status, reports.SamplesPage(v))
}

func (s *Server) drawSample(c echo.Context) error {
	type form struct {
		Month string `form:"month"`
	}
	return submitTo(s, c, func(p posted[form]) (string, error) {
		m, err := huiyin.ParseMonth(p.Form.Month)
		if err != nil {
			return "", err
		}
		number, err := s.store.DrawSample(c.Request().Context(), p.Once, p.By, s.Now(), m)
		return "/figures/samples/" + number, err
	})
}

func (s *Server) samplePage(c echo.Context, status int, f ui.Form) error {
	v := reports.SampleView{}
	var err error
	if v.S, v.Known, v.Open, err = s.store.Sample(c.Request().Context(), actor(c), c.Param("doc")); err != nil {
		return err
	}
	if v.From, err = s.store.SamplePool(c.Request().Context(), actor(c), v.S); err != nil {
		return err
	}
	if v.Inquiries, err = s.store.SampledInquiries(c.Request().Context(), actor(c), v.S); err != nil {
		return err
	}
	if v.DocView, err = s.docView(c, v.S.Number, "监督检查", f); err != nil {
		return err
	}
	return s.render(c, status, reports.SamplePage(v))
}

// changeSample is how a form changes the sample it stands on, then goes back to it.
func changeSample[F any](s *Server, c echo.Context,
	fn func(by huiyin.Actor, now time.Time, v *huiyin.Sample, n int, k *huiyin.Complaint, acted []string,
		f F) error) error {
	n, err := strconv.Atoi(cmp.Or(c.Param("n"), "0"))
	if err != nil {
		return huiyin.NotFound()
	}
	number := c.Param("doc")
	return submit(s, c, "/figures/samples/"+number, func(p posted[F]) error {
		return s.store.ChangeSample(c.Request().Context(), p.Once, p.By, number, n, p.Version,
			func(v *huiyin.Sample, k *huiyin.Complaint, acted []string) error {
				return fn(p.By, s.Now(), v, n, k, acted, p.Form)
			})
	})
}

type askForm struct {
	Checker string    `form:"checker"`
	Due     time.Time `form:"due"`
}

func (s *Server) askCheck(c echo.Context) error {
	return changeSample(s, c, func(by huiyin.Actor, now time.Time, v *huiyin.Sample, n int, k *huiyin.Complaint,
		acted []string, f askForm) error {
		return v.Ask(by, now, n, f.Checker, f.Due, k, acted)
	})
}

func (s *Server) checkSample(c echo.Context) error {
	typed := postedValues(c)
	one := func(name string) string {
		if v := typed[name]; len(v) > 0 {
			return v[0]
		}
		return ""
	}
	return changeSample(s, c, func(by huiyin.Actor, now time.Time, v *huiyin.Sample, n int, k *huiyin.Complaint,
		acted []string, _ struct{}) error {
		var marks []huiyin.SheetMark
		for _, l := range huiyin.ScoreSheet {
			m := huiyin.SheetMark{Code: l.Code, Words: one("words_" + l.Code), Score: -1}
			switch score := one("score_" + l.Code); {
			case score == "none":
				m.None, m.Score = true, 0
			default:
				if k, err := strconv.Atoi(score); err == nil {
					m.Score = k
				}
			}
			marks = append(marks, m)
		}
		return v.Fill(by, now, n, marks, k, acted)
	})
}

// judgeInquiry says whether an inquiry whose words complain was rightly one (rule W13).
func (s *Server) judgeInquiry(c echo.Context) error {
	type form struct {
		Verdict huiyin.InquiryVerdict `form:"verdict"`
		Words   string                `form:"words"`
	}
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil {
		return huiyin.NotFound()
	}
	number := c.Param("doc")
	return submit(s, c, "/figures/samples/"+number, func(p posted[form]) error {
		return s.store.JudgeInquiry(c.Request().Context(), p.Once, p.By, number, n, p.Version,
			func(v *huiyin.Sample, q *huiyin.Inquiry) error {
				return v.JudgeInquiry(p.By, s.Now(), n, p.Form.Verdict, p.Form.Words, q)
			})
	})
}

func (s *Server) sampleJob(c echo.Context) error {
	return changeSample(s, c, func(by huiyin.Actor, now time.Time, v *huiyin.Sample, _ int, _ *huiyin.Complaint,
		_ []string, f jobForm) error {
		return huiyin.AssignJob(v, by, now, f.job())
	})
}
