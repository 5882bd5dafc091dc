package web

import (
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
)

// dataMinimumRoutes note what is sensitive apart, and to whom a customer's data went (rule K13).
func (s *Server) dataMinimumRoutes() []route {
	return []route{
		s.onCase("data-handings", huiyin.ActionHandOnData, s.handOnData),
		s.onCase("sensitive", huiyin.ActionNoteSensitive, s.noteSensitive),
		s.onCase("sensitive/:n/erase", huiyin.ActionEraseSensitive, s.eraseSensitive),
	}
}

func (s *Server) handOnData(c echo.Context) error {
	type form struct {
		Kind    huiyin.Receiver   `form:"receiver_kind"`
		To      string            `form:"receiver"`
		Purpose string            `form:"purpose"`
		What    string            `form:"what"`
		Ground  huiyin.DataGround `form:"data_ground"`
		At      time.Time         `form:"at"`
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f form) error {
		return k.HandOnData(by, now, huiyin.DataHanding{Kind: f.Kind, To: f.To, Purpose: f.Purpose, What: f.What,
			DataGround: f.Ground, At: f.At})
	})
}

func (s *Server) noteSensitive(c echo.Context) error {
	type form struct {
		Kind      huiyin.SensitiveKind `form:"sensitive_kind"`
		Text      string               `form:"sensitive"`
		ConsentBy string               `form:"consent_by"`
		Agreed    bool                 `form:"agreed"`
		Guardian  bool                 `form:"guardian"`
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f form) error {
		return k.NoteSensitive(by, now, huiyin.Sensitive{Kind: f.Kind, Text: f.Text, ConsentBy: f.ConsentBy,
			Guardian: f.Guardian}, f.Agreed)
	})
}

func (s *Server) eraseSensitive(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f reasonForm) error {
		return k.EraseSensitive(by, now, n, f.Reason)
	})
}
