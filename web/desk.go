package web

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"huiyin"
	"huiyin/views/desk"
)

// mostOnDesk is how many rows each part of the desk shows.
const mostOnDesk = 10

func (s *Server) desk(c echo.Context) error {
	ctx, by, now := c.Request().Context(), actor(c), s.Now()
	v := desk.View{Page: s.page(c, "工作台"), By: by}
	var err error
	if v.Mine, err = s.store.Open(ctx, by, mostOnDesk); err != nil {
		return err
	}
	if v.Tasks, err = s.store.Tasks(ctx, by, mostOnDesk); err != nil {
		return err
	}
	if v.Requests, err = s.store.DueRequests(ctx, by, mostOnDesk); err != nil {
		return err
	}
	if v.Hearings, err = s.store.Hearings(ctx, by); err != nil {
		return err
	}
	if v.Groups, err = s.store.Groups(ctx, by, now); err != nil {
		return err
	}
	if v.Dates, err = s.store.Dates(ctx, by, now, mostOnDesk); err != nil {
		return err
	}
	if v.Penalties, err = s.store.PenaltiesWaiting(ctx, by, mostOnDesk); err != nil {
		return err
	}
	if v.MyPenalties, err = s.store.MyPenalties(ctx, by, now); err != nil {
		return err
	}
	if v.Waiting, err = s.store.Waiting(ctx, by, mostOnDesk); err != nil {
		return err
	}
	if v.Inquiries, err = s.store.OpenInquiries(ctx, by, mostOnDesk); err != nil {
		return err
	}
	if v.Gifts, err = s.store.OpenGifts(ctx, by, mostOnDesk); err != nil {
		return err
	}
	if v.Duties, err = s.store.Duties(ctx, by, now); err != nil {
		return err
	}
	if v.Jobs, err = s.store.Jobs(ctx, by, false, mostOnDesk); err != nil {
		return err
	}
	if v.Rises, err = s.store.Rises(ctx, by, now, v.Opens()); err != nil {
		return err
	}
	late, err := s.store.Complaints(ctx, by, now, huiyin.Filter{Sort: "due"})
	if err != nil {
		return err
	}
	newest, err := s.store.Complaints(ctx, by, now, huiyin.Filter{})
	if err != nil {
		return err
	}
	v.Due, v.Newest, v.Open, v.All = late.Rows[:min(mostOnDesk, len(late.Rows))], newest.Rows[:min(mostOnDesk, len(newest.Rows))], late.Total, newest.Total
	return s.render(c, http.StatusOK, desk.DeskPage(v))
}
