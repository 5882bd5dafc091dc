package web

import (
	"context"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
)

// change is how a form without fields changes the case it stands on: one load, one move, one commit, then back to
// the page.
func (s *Server) change(c echo.Context, fn func(*huiyin.Complaint) error) error {
	return changeWith(s, c, func(_ huiyin.Actor, _ time.Time, k *huiyin.Complaint, _ struct{}) error { return fn(k) })
}

// changeWith is change with the fields of the form.
func changeWith[F any](s *Server, c echo.Context,
	fn func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f F) error) error {
	return changeAs(s, c, huiyin.ActionRead, "/complaints/"+numberOf(c), fn)
}

// changeAs is changeWith for who may do an action, with the page that shows it to them.
func changeAs[F any](s *Server, c echo.Context, a huiyin.Action, back string,
	fn func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f F) error, files ...*db.Incoming) error {
	return submitTo(s, c, func(p posted[F]) (string, error) {
		_, err := s.store.ChangeComplaint(c.Request().Context(), p.Once, numberOf(c), p.Version,
			func(k *huiyin.Complaint) error {
				if err := huiyin.Can(p.By, a, k); err != nil {
					if c.Param("number") == "" { // found by a part of it: who may not open it learns of none (rule P8)
						return huiyin.NotFound()
					}
					return err
				}
				return fn(p.By, s.Now(), k, p.Form)
			}, files...)
		if p.Once.Beside && p.Version > 0 && back == "/complaints/"+numberOf(c) { // its page says what was done since the one that was sent
			return back + "?after=" + strconv.FormatInt(p.Version, 10), err
		}
		return back, err
	})
}

// partOf finds the case that an address by a part's id is about, and changes it.
func partOf[F any](s *Server, c echo.Context, find func(context.Context, int64) (string, error),
	fn func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, id int64, f F) error) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	number, err := find(c.Request().Context(), n)
	if err != nil {
		return err
	}
	c.Set("number", number)
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint,
		f F) error {
		return fn(by, now, k, n, f)
	})
}
