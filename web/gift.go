package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
)

// giftRoutes are gestures of goodwill.
func (s *Server) giftRoutes() []route {
	return []route{
		s.onCase("gestures", huiyin.ActionAskGesture, s.askGesture),
		s.onCase("gifts/:n/decide", huiyin.ActionDecideGift, s.agreeGesture),
		s.onCase("gifts/:n/give", huiyin.ActionGiveGift, s.giveGift),
	}
}

type giftForm struct {
	What  string       `form:"what"`
	Value huiyin.Money `form:"value"`
}

func (s *Server) askGesture(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f giftForm) error {
		return k.AskGesture(by, now, f.What, f.Value)
	})
}

func (s *Server) agreeGesture(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f decideForm) error {
		return k.AgreeGesture(by, now, giftOf(c), f.Decision, f.Words)
	})
}

type givingForm struct {
	What       string    `form:"what"`
	At         time.Time `form:"at"`
	Receipt    string    `form:"receipt"`
	Attachment int64     `form:"attachment"`
	Dropped    string    `form:"dropped"`
}

func (s *Server) giveGift(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f givingForm) error {
		return k.Give(by, now, giftOf(c), huiyin.Giving(f))
	})
}
