package web

import (
	"strings"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/desk"
	"huiyin/views/ui"
)

// groupsPage lists what may be a group at the sites that a person answers for (rule K8).
func (s *Server) groupsPage(c echo.Context, status int, f ui.Form) error {
	v := desk.GroupsView{Page: s.page(c, "可能的群诉"), By: actor(c), Form: f}
	v.Path = "/groups"
	var err error
	if v.Groups, err = s.store.Groups(c.Request().Context(), v.By, s.Now()); err != nil {
		return err
	}
	return s.render(c, status, desk.GroupsPage(v))
}

// answerGroup says why what looks like a group needs no crisis (rule K8).
func (s *Server) answerGroup(c echo.Context) error {
	type form struct {
		Group  string `form:"group"`
		Reason string `form:"reason"`
	}
	return submit(s, c, "/groups", func(p posted[form]) error {
		part := append(strings.Split(p.Form.Group, "/"), "", "", "")
		if p.Once.Wrong != nil {
			return p.Once.Wrong
		}
		return s.store.AnswerGroup(c.Request().Context(), p.Once, p.By, s.Now(),
			huiyin.GroupKey{Site: part[0], Category: part[1], Number: part[2]}, p.Form.Reason)
	})
}
