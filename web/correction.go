package web

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/ui"
)

// correctionRoutes are corrections (rule W11).
func (s *Server) correctionRoutes() []route {
	return []route{
		{get, "/complaints/:number/corrections", huiyin.ActionRead, emptyForm(s, s.correctionsPage), nil, 0},
		{post, "/complaints/:number/correct", huiyin.ActionCorrect, s.correctIntake, s.correctionsPage, 0},
		{post, "/complaints/:number/correct/:n", huiyin.ActionCorrect, s.correctPart, s.correctionsPage, 0},
	}
}

func (s *Server) correctionsPage(c echo.Context, status int, f ui.Form) error {
	v, err := s.complaintView(c, f)
	if err != nil {
		return err
	}
	return s.render(c, status, complaints.CorrectionsPage(v))
}

func (s *Server) correctIntake(c echo.Context) error {
	sent := slices.Collect(maps.Keys(postedValues(c)))
	return changeAs(s, c, huiyin.ActionRead, "/complaints/"+numberOf(c)+"/corrections",
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f intakeForm) error {
			return k.CorrectIntake(by, now, huiyin.Intake(f), sent, postedText(c, "reason"))
		})
}

// correctPart corrects a passage that the address names: finding-1.
func (s *Server) correctPart(c echo.Context) error {
	part, n, _ := strings.Cut(c.Param("n"), "-")
	i, err := strconv.Atoi(n)
	if err != nil {
		return huiyin.NotFound()
	}
	values := map[string]string{}
	for name := range postedValues(c) {
		values[name] = postedText(c, name)
	}
	return changeAs(s, c, huiyin.ActionRead, "/complaints/"+numberOf(c)+"/corrections",
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, _ struct{}) error {
			return k.CorrectPart(by, now, huiyin.Passage(part), i, values, values["reason"])
		})
}
