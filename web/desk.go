package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/desk"
)

// deskRoutes are the desk.
func (s *Server) deskRoutes() []route {
	return []route{
		{get, "/", huiyin.ActionSeeDesk, s.desk, nil, 0},
		{get, "/groups", huiyin.ActionSeeDesk, emptyForm(s, s.groupsPage), nil, 0},
		{post, "/groups", huiyin.ActionAnswerGroup, s.answerGroup, s.groupsPage, 0},
	}
}

// mostOnDesk is how many rows each part of the desk shows.
const mostOnDesk = 10

func (s *Server) desk(c echo.Context) error {
	ctx, by, now := c.Request().Context(), actor(c), s.Now()
	d, err := s.store.Desk(ctx, by, now, mostOnDesk)
	if err != nil {
		return err
	}
	v := desk.View{
		Page: s.page(c, "工作台"), By: by, Mine: d.Mine, Tasks: d.Tasks, Waiting: d.Waiting, Due: d.Due, Newest: d.Newest,
		News: d.News, Requests: d.Requests, Hearings: d.Hearings,
		Groups: d.Groups, Rises: d.Rises, Dates: d.Dates, Inquiries: d.Inquiries, Gifts: d.Gifts, Facts: d.Facts,
		Payments: d.Payments, Releases: d.Releases, Exports: d.Exports, Words: by.Org.SecondWordsFor(by.Account, now),
		Penalties: d.Penalties, MyPenalties: d.MyPenalties, Circulars: d.Circulars, Points: d.Points, Duties: d.Duties, Jobs: d.Jobs, Open: d.Open, All: d.All,
		More: d.More, Unowned: d.Unowned, Checks: d.Checks, Unset: huiyin.Unset(s.setup(c)),
	}
	return s.render(c, http.StatusOK, desk.DeskPage(v))
}
