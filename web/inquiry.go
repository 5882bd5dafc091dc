package web

import (
	"context"
	"maps"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/contacts"
	"huiyin/views/ui"
)

// inquiryRoutes are inquiries (rule W13), and the ways between the three forms of recording.
func (s *Server) inquiryRoutes() []route {
	return []route{
		{post, "/complaints/new", huiyin.ActionRecord, s.carried(s.recordPage), nil, 0},
		{get, "/inquiries", huiyin.ActionRead, s.listInquiries, nil, 0},
		{get, "/inquiries/new", huiyin.ActionInquire, emptyForm(s, s.inquirePage), nil, 0},
		{post, "/inquiries/new", huiyin.ActionInquire, s.carried(s.inquirePage), nil, 0},
		{post, "/inquiries", huiyin.ActionInquire, s.recordInquiry, s.inquirePage, 0},
		{get, "/inquiries/:inquiry", huiyin.ActionRead, emptyForm(s, s.inquiryPage), nil, 0},
		{post, "/inquiries/:inquiry/answers", huiyin.ActionGiveAnswer, s.answerInquiry, s.inquiryPage, 0},
		{post, "/inquiries/:inquiry/contacts", huiyin.ActionLogContact, s.contactInquiry, s.inquiryPage, 0},
		{post, "/inquiries/:inquiry/assign", huiyin.ActionAssign, s.assignInquiry, s.inquiryPage, 0},
		{post, "/inquiries/:inquiry/convert", huiyin.ActionConvert, s.convertInquiry, s.inquiryPage, 0},
		{post, "/inquiries/:inquiry/praise", huiyin.ActionToPraise, s.praiseInquiry, s.inquiryPage, 0},
		{post, "/inquiries/:inquiry/reveal", huiyin.ActionReveal, s.revealInquiry, s.inquiryPage, 0},
	}
}

// carried shows a form of recording with what was typed into another one.
func (s *Server) carried(page func(echo.Context, int, ui.Form) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		all := maps.Clone(postedValues(c))
		// what no other form asks
		for name, usual := range map[string]string{"urgency": string(huiyin.Normal), "scope": "household"} {
			if all[name] == nil {
				all[name] = []string{usual}
			}
		}
		delete(all, "once")
		return page(c, http.StatusOK, ui.Form{Lang: s.lang(c), Typed: all, Once: newID()})
	}
}

type slipForm struct {
	Site    string         `form:"site"`
	Channel huiyin.Channel `form:"channel"`
	Name    string         `form:"name"`
	Phone   string         `form:"phone"`
	Unit    string         `form:"unit"`
	Matter  string         `form:"matter"`
}

type slipQuery struct {
	Q     string                    `form:"q"`
	State huiyin.ContactRecordState `form:"state"`
	Site  string                    `form:"site"`
	Page  string                    `form:"page"`
}

// contactFilter reads what a list of inquiries or praise is narrowed to.
func (s *Server) contactFilter(c echo.Context) (huiyin.ContactRecordFilter, error) {
	var q slipQuery
	if err := s.bind(c, &q); err != nil {
		return huiyin.ContactRecordFilter{}, err
	}
	if len([]rune(q.Q)) > mostWords {
		return huiyin.ContactRecordFilter(q), huiyin.Invalid("q", "最多 %d 个字，现有 %d 个。", mostWords, len([]rune(q.Q)))
	}
	return huiyin.ContactRecordFilter(q), nil
}

// contactList is the frame of a list of inquiries or praise, with its status.
func (s *Server) contactList(c echo.Context, title string,
	find func(context.Context, huiyin.ContactRecordFilter, *contacts.List) error) (contacts.List, int, error) {
	f, wrong := s.contactFilter(c)
	v := contacts.List{Page: s.page(c, title), By: actor(c), Filter: f, Query: c.QueryParams(),
		Form: ui.Form{Lang: s.lang(c)}}
	if wrong == nil {
		wrong = find(c.Request().Context(), f, &v)
	}
	if wrong == nil {
		return v, http.StatusOK, nil
	}
	e := refusal(wrong)
	if e == nil {
		return v, 0, wrong
	}
	v.Form.Wrong, v.Form.Typed = e, postedValues(c)
	return v, statuses[e.Kind], nil
}

func (s *Server) listInquiries(c echo.Context) error {
	v, status, err := s.contactList(c, "咨询",
		func(ctx context.Context, f huiyin.ContactRecordFilter, v *contacts.List) (err error) {
			v.Inquiries, v.Total, v.Next, err = s.store.Inquiries(ctx, actor(c), f)
			return err
		})
	if err != nil {
		return err
	}
	return s.render(c, status, contacts.InquiriesPage(v))
}

func (s *Server) inquirePage(c echo.Context, status int, f ui.Form) error {
	return s.render(c, status, contacts.InquirePage(contacts.Recording{Page: s.page(c, "登记咨询"), By: actor(c), Form: f}))
}

func (s *Server) recordInquiry(c echo.Context) error {
	type form struct {
		Due     time.Time `form:"due"`
		Handler string    `form:"handler"`
		Why     string    `form:"why"`
	}
	var slip slipForm
	if err := s.bind(c, &slip); err != nil {
		return err
	}
	return submitTo(s, c, func(p posted[form]) (string, error) {
		asked := huiyin.InquiryForm{ContactRecordForm: huiyin.ContactRecordForm(slip), Due: p.Form.Due,
			Handler: p.Form.Handler, Why: p.Form.Why}
		number, err := s.store.RecordInquiry(c.Request().Context(), p.Once, p.By, s.Now(), asked)
		return "/inquiries/" + number, err
	})
}

func (s *Server) inquiryPage(c echo.Context, status int, f ui.Form) error {
	ctx, by := c.Request().Context(), actor(c)
	q, err := s.store.Inquiry(ctx, by, c.Param("inquiry"))
	if err != nil {
		return err
	}
	v := contacts.InquiryView{Q: q, View: contacts.View{Page: s.page(c, ""), By: by, Form: f}}
	v.Title = q.Number
	if err := s.around(ctx, &v.View, &q.ContactRecord, q.Offers(by, huiyin.ActionReveal)); err != nil {
		return err
	}
	return s.render(c, status, contacts.InquiryPage(v))
}

// around adds to a page what stands beside an inquiry or praise: its journal, what was revealed, and which
// of the records that it came from and became the reader may open (rules P3, P4).
func (s *Server) around(ctx context.Context, v *contacts.View, slip *huiyin.ContactRecord, reveals bool) (err error) {
	if v.Journal, err = s.store.Journal(ctx, slip.Number, true, 0, mostLines); err != nil {
		return err
	}
	if reveals {
		if v.Revealed, err = s.store.Revealed(ctx, slip.Number, v.By.Account, s.Now().Add(-revealed)); err != nil {
			return err
		}
	}
	if v.SeesOrigin, err = s.sees(ctx, v.By, slip.Origin); err != nil {
		return err
	}
	v.SeesInto, err = s.sees(ctx, v.By, slip.Into)
	return err
}

// sees tells whether a person may open the record of a number; "" is none.
func (s *Server) sees(ctx context.Context, by huiyin.Actor, number string) (bool, error) {
	var err error
	switch {
	case number == "":
		return false, nil
	case huiyin.IsInquiry(number):
		_, err = s.store.Inquiry(ctx, by, number)
	case huiyin.IsPraise(number):
		_, err = s.store.Praise(ctx, by, number)
	default:
		_, err = s.store.Complaint(ctx, by, number)
	}
	if huiyin.KindOf(err) == huiyin.KindNotFound {
		return false, nil
	}
	return err == nil, err
}

// changeInquiry is how a form changes the inquiry it stands on, then goes back to it.
func changeInquiry[F any](s *Server, c echo.Context,
	fn func(by huiyin.Actor, now time.Time, q *huiyin.Inquiry, f F) error) error {
	number := c.Param("inquiry")
	return submit(s, c, "/inquiries/"+number, func(p posted[F]) error {
		return s.store.ChangeInquiry(c.Request().Context(), p.Once, number, p.Version, func(q *huiyin.Inquiry) error {
			if err := huiyin.CanOn(p.By, huiyin.ActionRead, q); err != nil {
				return err
			}
			return fn(p.By, s.Now(), q, p.Form)
		})
	})
}

func (s *Server) answerInquiry(c echo.Context) error {
	return changeInquiry(s, c, func(by huiyin.Actor, now time.Time, q *huiyin.Inquiry, f contactForm) error {
		return q.Reply(by, now, f.Way, f.Said)
	})
}

func (s *Server) contactInquiry(c echo.Context) error {
	return changeInquiry(s, c, func(by huiyin.Actor, now time.Time, q *huiyin.Inquiry, f contactForm) error {
		return q.LogContact(by, now, huiyin.Contact{Way: f.Way, Said: f.Said, At: f.At, Who: f.Who,
			Unreached: f.Unreached})
	})
}

func (s *Server) assignInquiry(c echo.Context) error {
	return changeInquiry(s, c, func(by huiyin.Actor, now time.Time, q *huiyin.Inquiry, f assignForm) error {
		return q.Assign(by, now, f.Handler)
	})
}

func (s *Server) revealInquiry(c echo.Context) error {
	return changeInquiry(s, c, func(by huiyin.Actor, now time.Time, q *huiyin.Inquiry, f revealForm) error {
		return q.RevealField(by, now, f.Field)
	})
}

type convertForm struct {
	Site     string          `form:"site"`
	Phone    string          `form:"phone"`
	Matter   string          `form:"matter"`
	Demand   string          `form:"demand"`
	Category string          `form:"category"`
	Relation huiyin.Relation `form:"relation"`
	Emotion  huiyin.Emotion  `form:"emotion"`
	Urgency  huiyin.Urgency  `form:"urgency"`
	Accused  []string        `form:"accused"`
}

func (s *Server) convertInquiry(c echo.Context) error {
	return submitTo(s, c, func(p posted[convertForm]) (string, error) {
		number, err := s.store.ConvertInquiry(c.Request().Context(), p.Once, c.Param("inquiry"), p.Version,
			func(q *huiyin.Inquiry) (*huiyin.Complaint, error) {
				k, err := q.Convert(p.By, s.Now(), huiyin.Converting(p.Form))
				return k, err
			})
		return pageOfNew(number, p.Form.Accused, p.By), err
	})
}

type praiseForm struct {
	Persons []string `form:"persons"`
	Matter  string   `form:"matter"`
}

func (s *Server) praiseInquiry(c echo.Context) error {
	return submitTo(s, c, func(p posted[praiseForm]) (string, error) {
		number, err := s.store.PraiseInquiry(c.Request().Context(), p.Once, c.Param("inquiry"), p.Version,
			func(q *huiyin.Inquiry) (*huiyin.Praise, error) {
				k, err := q.ToPraise(p.By, s.Now(), p.Form.Persons, p.Form.Matter)
				return k, err
			})
		return "/praises/" + number, err
	})
}
