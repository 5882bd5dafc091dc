package web

import (
	"context"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/contacts"
	"huiyin/views/ui"
)

// praiseRoutes are praise, gifts of thanks and commendations (rule B2).
func (s *Server) praiseRoutes() []route {
	return []route{
		{get, "/praises", huiyin.ActionRead, s.listPraises, nil, 0},
		{get, "/praises/new", huiyin.ActionRecordPraise, emptyForm(s, s.praisingPage), nil, 0},
		{post, "/praises/new", huiyin.ActionRecordPraise, s.carried(s.praisingPage), nil, 0},
		{post, "/praises", huiyin.ActionRecordPraise, s.recordPraise, s.praisingPage, 0},
		{get, "/praises/:praise", huiyin.ActionRead, emptyForm(s, s.praisePage), nil, 0},
		{post, "/praises/:praise/gifts", huiyin.ActionThank, s.thank, s.praisePage, 0},
		{post, "/praises/:praise/gifts/:n/decide", huiyin.ActionDecideGift, s.decideThanks, s.praisePage, 0},
		{post, "/praises/:praise/gifts/:n/give", huiyin.ActionGiveGift, s.giveThanks, s.praisePage, 0},
		{post, "/praises/:praise/confirm", huiyin.ActionConfirmPraise, s.confirmPraise, s.praisePage, 0},
		{post, "/praises/:praise/commend", huiyin.ActionCommend, s.commend, s.praisePage, 0},
		{post, "/praises/:praise/convert", huiyin.ActionConvert, s.convertPraise, s.praisePage, 0},
		{post, "/praises/:praise/reveal", huiyin.ActionReveal, s.revealPraise, s.praisePage, 0},
	}
}

func (s *Server) listPraises(c echo.Context) error {
	v, status, err := s.contactList(c, "表扬",
		func(ctx context.Context, f huiyin.ContactRecordFilter, v *contacts.List) (err error) {
			v.Praises, v.Total, v.Next, err = s.store.Praises(ctx, actor(c), f)
			return err
		})
	if err != nil {
		return err
	}
	return s.render(c, status, contacts.PraisesPage(v))
}

func (s *Server) praisingPage(c echo.Context, status int, f ui.Form) error {
	return s.render(c, status,
		contacts.PraisingPage(contacts.Recording{Page: s.page(c, "登记表扬"), By: actor(c), Form: f}))
}

func (s *Server) recordPraise(c echo.Context) error {
	var slip slipForm
	if err := s.bind(c, &slip); err != nil {
		return err
	}
	return submitTo(s, c, func(p posted[praiseForm]) (string, error) {
		praised := huiyin.PraiseForm{ContactRecordForm: huiyin.ContactRecordForm(slip), Persons: p.Form.Persons}
		number, err := s.store.RecordPraise(c.Request().Context(), p.Once, p.By, s.Now(), praised)
		return "/praises/" + number, err
	})
}

func (s *Server) praisePage(c echo.Context, status int, f ui.Form) error {
	ctx, by := c.Request().Context(), actor(c)
	p, err := s.store.Praise(ctx, by, c.Param("praise"))
	if err != nil {
		return err
	}
	v := contacts.PraiseView{P: p, View: contacts.View{Page: s.page(c, ""), By: by, Form: f}}
	v.Title = p.Number
	if err := s.around(ctx, &v.View, &p.ContactRecord, p.Offers(by, huiyin.ActionReveal)); err != nil {
		return err
	}
	return s.render(c, status, contacts.PraisePage(v))
}

// changePraise is how a form changes the praise it stands on, then goes back to it.
func changePraise[F any](s *Server, c echo.Context,
	fn func(by huiyin.Actor, now time.Time, p *huiyin.Praise, f F) error) error {
	number := c.Param("praise")
	return submit(s, c, "/praises/"+number, func(p posted[F]) error {
		return s.store.ChangePraise(c.Request().Context(), p.Once, number, p.Version, func(k *huiyin.Praise) error {
			if err := huiyin.CanOn(p.By, huiyin.ActionRead, k); err != nil {
				return err
			}
			return fn(p.By, s.Now(), k, p.Form)
		})
	})
}

func (s *Server) thank(c echo.Context) error {
	return changePraise(s, c, func(by huiyin.Actor, now time.Time, p *huiyin.Praise, f giftForm) error {
		return p.Thank(by, now, f.What, f.Value)
	})
}

// giftOf reads which gift an address is about.
func giftOf(c echo.Context) int {
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil {
		return 0 // no gift has it
	}
	return n
}

func (s *Server) decideThanks(c echo.Context) error {
	return changePraise(s, c, func(by huiyin.Actor, now time.Time, p *huiyin.Praise, f decideForm) error {
		return p.DecideGift(by, now, giftOf(c), f.Decision, f.Words)
	})
}

func (s *Server) giveThanks(c echo.Context) error {
	return changePraise(s, c, func(by huiyin.Actor, now time.Time, p *huiyin.Praise, f givingForm) error {
		return p.Give(by, now, giftOf(c), huiyin.Giving{At: f.At, Receipt: f.Receipt, Dropped: f.Dropped})
	})
}

type confirmPraiseForm struct {
	Way   huiyin.Way `form:"way"`
	Words string     `form:"words"`
}

// confirmPraise notes that somebody else has heard the praise from the customer (rule A4).
func (s *Server) confirmPraise(c echo.Context) error {
	return changePraise(s, c, func(by huiyin.Actor, now time.Time, p *huiyin.Praise, f confirmPraiseForm) error {
		return p.Confirm(by, now, f.Way, f.Words)
	})
}

type commendForm struct {
	Person string `form:"person"`
	Words  string `form:"words"`
}

func (s *Server) commend(c echo.Context) error {
	return changePraise(s, c, func(by huiyin.Actor, now time.Time, p *huiyin.Praise, f commendForm) error {
		return p.CommendPerson(by, now, f.Person, f.Words)
	})
}

func (s *Server) revealPraise(c echo.Context) error {
	return changePraise(s, c, func(by huiyin.Actor, now time.Time, p *huiyin.Praise, f revealForm) error {
		return p.RevealField(by, now, f.Field)
	})
}

func (s *Server) convertPraise(c echo.Context) error {
	return submitTo(s, c, func(p posted[convertForm]) (string, error) {
		number, err := s.store.ConvertPraise(c.Request().Context(), p.Once, c.Param("praise"), p.Version,
			func(k *huiyin.Praise) (*huiyin.Complaint, error) {
				made, err := k.Convert(p.By, s.Now(), huiyin.Converting(p.Form))
				return made, err
			})
		return pageOfNew(number, p.Form.Accused, p.By), err
	})
}
