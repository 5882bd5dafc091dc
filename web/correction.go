package web

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/ui"
)

func (s *Server) correctionsPage(c echo.Context, status int, f ui.Form) error {
	v, err := s.complaintView(c, f)
	if err != nil {
		return err
	}
	return s.render(c, status, complaints.CorrectionsPage(v))
}

func (s *Server) correctIntake(c echo.Context) error {
	var f intakeForm
	wrong := s.bind(c, &f)
	sent := slices.Collect(maps.Keys(postedValues(c)))
	return s.changeAs(c, huiyin.ActionRead, "/complaints/"+numberOf(c)+"/corrections", func(k *huiyin.Complaint) error {
		return ruleFirst(k.CorrectIntake(actor(c), s.Now(), huiyin.Intake(f), sent, first(postedValues(c)["reason"])), wrong)
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
	for name, v := range postedValues(c) {
		values[name] = first(v)
	}
	return s.changeAs(c, huiyin.ActionRead, "/complaints/"+numberOf(c)+"/corrections", func(k *huiyin.Complaint) error {
		return k.CorrectPart(actor(c), s.Now(), huiyin.Passage(part), i, values, values["reason"])
	})
}
