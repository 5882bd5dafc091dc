package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/ui"
)

// change is how a form changes the case it stands on: one load, one move, one commit, then back to the page.
func (s *Server) change(c echo.Context, fn func(*huiyin.Complaint) error) error {
	return s.changeAs(c, huiyin.ActionRead, "/complaints/"+numberOf(c), fn)
}

// changeAs is change for whoever may do an action, with the page that shows it to them.
func (s *Server) changeAs(c echo.Context, a huiyin.Action, back string, fn func(*huiyin.Complaint) error, files ...*db.Incoming) error {
	by := actor(c)
	once, wrong := s.once(c)
	v, wrong2 := version(c)
	_, err := s.store.ChangeComplaint(c.Request().Context(), once, numberOf(c), v, func(k *huiyin.Complaint) error {
		if err := huiyin.Can(by, a, k); err != nil {
			if c.Param("number") == "" { // found by a part of it, of which nobody learns who may not open it (rule P8)
				return huiyin.NotFound()
			}
			return err
		}
		return ruleFirst(fn(k), firstError(wrong, wrong2))
	}, files...)
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, back)
}

// changeWith reads the form first, then changes the case with it.
func changeWith[F any](s *Server, c echo.Context, fn func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f F) error) error {
	var f F
	wrong := s.bind(c, &f)
	return s.change(c, func(k *huiyin.Complaint) error { return ruleFirst(fn(actor(c), s.Now(), k, f), wrong) })
}

// ruleFirst says what the case refuses before what could not be read in the form, so that a person who
// may not, or comes too late, hears that first (rule W1).
func ruleFirst(refused, wrong error) error {
	if wrong != nil && (refused == nil || huiyin.KindOf(refused) == huiyin.KindInvalid) {
		return wrong
	}
	return refused
}

func (s *Server) listComplaints(c echo.Context) error {
	return s.list(c)
}

type listQuery struct {
	Q        string         `form:"q"`
	Grade    huiyin.Grade   `form:"grade"`
	State    huiyin.State   `form:"state"`
	Site     string         `form:"site"`
	Category string         `form:"category"`
	Channel  huiyin.Channel `form:"channel"`
	Urgency  huiyin.Urgency `form:"urgency"`
	Owner    string         `form:"owner"`
	Late     bool           `form:"late"`
	Open     bool           `form:"open"`
	From     time.Time      `form:"from"`
	To       time.Time      `form:"to"`
	Sort     string         `form:"sort"`
	Page     string         `form:"page"`

	Figure huiyin.Indicator `form:"figure"`
	Of     string           `form:"of"`
	Month  string           `form:"month"`
}

// mostWords is the longest text to search for, in characters.
const mostWords = 200

func (s *Server) filter(form map[string][]string) (huiyin.Filter, error) {
	var q listQuery
	if err := read(form, s.store.Org().Zone, reflect.ValueOf(&q).Elem()); err != nil {
		return huiyin.Filter{}, err
	}
	if n := utf8.RuneCountInString(q.Q); n > mostWords {
		return huiyin.Filter{}, huiyin.Invalid("q", "最多 %d 个字，现有 %d 个。", mostWords, n)
	}
	if to := url.Values(form).Get("to"); len(to) == len(time.DateOnly) { // a day is meant whole
		q.To = q.To.Add(24 * time.Hour)
	}
	return huiyin.Filter(q), huiyin.Filter(q).Asks()
}

func (s *Server) list(c echo.Context) error {
	v, err := s.listView(c, c.QueryParams(), postedValues(c))
	if err != nil {
		return err
	}
	status := http.StatusOK
	if v.Form.Wrong != nil {
		status = statuses[v.Form.Wrong.Kind]
	}
	return s.render(c, status, complaints.ListPage(v))
}

// listView is the list that an address asks for, given as it stands there and as it was read.
func (s *Server) listView(c echo.Context, query url.Values, asked map[string][]string) (complaints.List, error) {
	f, wrong := s.filter(asked)
	lang := s.lang(c)
	v := complaints.List{Page: s.page(c, "投诉"), By: actor(c), Filter: f, Query: query, Form: ui.Form{Lang: lang}}
	v.Chosen = ui.Form{Lang: lang, Once: newID()}.For("bulk")
	views, err := s.store.Views(c.Request().Context(), actor(c))
	if err != nil {
		return v, err
	}
	var odd error
	v.Views = views
	if v.Columns, odd = huiyin.ChooseColumns(asked["col"]); wrong == nil {
		wrong = odd
	}
	if wrong == nil {
		v.Found, wrong = s.store.Complaints(c.Request().Context(), actor(c), s.Now(), f)
	}
	if wrong != nil {
		e := refusal(wrong)
		if e == nil {
			return v, wrong
		}
		v.Form.Wrong, v.Form.Typed = e, asked
	}
	return v, nil
}

// search is the list, or with json=1 a few suggestions.
func (s *Server) search(c echo.Context) error {
	if c.QueryParam("json") != "1" {
		return s.list(c)
	}
	found, err := s.store.Suggestions(c.Request().Context(), actor(c), s.Now(), huiyin.Clean(c.QueryParam("q")), 10)
	if err != nil {
		return err
	}
	type suggestion struct{ Number, Name, Matter string }
	out := []suggestion{}
	for _, l := range found {
		out = append(out, suggestion{l.Number, l.Name, l.Matter})
	}
	return c.JSON(http.StatusOK, out)
}

// intakeForm is POST /complaints; import reads the same names.
type intakeForm struct {
	Site         string          `form:"site"`
	Channel      huiyin.Channel  `form:"channel"`
	ReceivedAt   time.Time       `form:"received_at"`
	Name         string          `form:"name"`
	Phone        string          `form:"phone"`
	Identity     string          `form:"identity"`
	Address      string          `form:"address"`
	Relation     huiyin.Relation `form:"relation"`
	Unit         string          `form:"unit"`
	Contract     string          `form:"contract"`
	EventAt      time.Time       `form:"event_at"`
	EventPlace   string          `form:"event_place"`
	Involved     string          `form:"involved"`
	Accused      []string        `form:"accused"`
	Matter       string          `form:"matter"`
	Demand       string          `form:"demand"`
	Emotion      huiyin.Emotion  `form:"emotion"`
	Complainants int             `form:"complainants"`
	Category     string          `form:"category"`
	Urgency      huiyin.Urgency  `form:"urgency"`
	Scope        huiyin.Scope    `form:"scope"`
	ReadBack     bool            `form:"read_back"`
	Apologised   bool            `form:"apologised"`
	NextSteps    string          `form:"next_steps"`
	PromisedAt   time.Time       `form:"promised_at"`
	Link         string          `form:"link"`
}

func (s *Server) newComplaint(c echo.Context) error {
	f := ui.Form{Lang: s.lang(c), Once: newID()}
	draft, err := s.store.Draft(c.Request().Context(), accountOf(c))
	if err != nil {
		return err
	}
	f.Typed = draft
	return s.recordPage(c, http.StatusOK, f)
}

func (s *Server) recordPage(c echo.Context, status int, f ui.Form) error {
	hints, err := s.hints(c, f)
	if err != nil {
		return err
	}
	return s.render(c, status, complaints.RecordPage(complaints.Recording{Page: s.page(c, "登记投诉"), By: actor(c), Form: f, Hints: hints, Draft: c.Request().Method == get && f.Typed != nil}))
}

// keepDraft keeps what was typed so far; with discard it is thrown away.
func (s *Server) keepDraft(c echo.Context) error {
	form := postedValues(c)
	discard := form["discard"] != nil
	delete(form, "once")
	if discard {
		form = nil
	}
	if err := s.store.KeepDraft(c.Request().Context(), accountOf(c), s.Now(), form); err != nil {
		return err
	}
	if discard {
		return c.Redirect(http.StatusSeeOther, "/complaints/new")
	}
	return c.NoContent(http.StatusNoContent)
}

func (s *Server) recordComplaint(c echo.Context) error {
	var f intakeForm
	if err := s.bind(c, &f); err != nil {
		return err
	}
	once, err := s.once(c)
	if err != nil {
		return err
	}
	now, by := s.Now(), actor(c)
	number, err := s.store.Record(c.Request().Context(), once, by, now, huiyin.Intake(f))
	if err != nil {
		return err
	}
	if slices.Contains(f.Accused, by.Account) { // rule P4: recorded, and from here on not theirs to see
		return c.Redirect(http.StatusSeeOther, "/complaints")
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+number)
}

func (s *Server) complaint(c echo.Context) error {
	return s.complaintPage(c, http.StatusOK, ui.Form{Lang: s.lang(c)})
}

// revealed is how long a field stays readable to who revealed it (rule P5).
const revealed = 15 * time.Minute

// mostLines is how much of the journal a case's page shows; the rest has a page of its own.
const mostLines = 40

func (s *Server) complaintPage(c echo.Context, status int, f ui.Form) error {
	v, err := s.complaintView(c, f)
	if err != nil {
		return err
	}
	if v.Trail = v.Journal; len(v.Journal) == mostLines { // else that is all of it
		if v.Trail, err = s.store.PaperTrail(c.Request().Context(), v.C.Number); err != nil {
			return err
		}
	}
	return s.render(c, status, complaints.ComplaintPage(v))
}

func (s *Server) complaintView(c echo.Context, f ui.Form) (v complaints.View, err error) {
	ctx := c.Request().Context()
	if v, err = s.caseView(c, f, 0, mostLines); err != nil {
		return v, err
	}
	v.Reminding = reminding(c.QueryParams())
	if err := s.repeats(ctx, &v); err != nil {
		return v, err
	}
	v.Revealed, err = s.revealedTo(ctx, v.By, v.C)
	return v, err
}

// caseView is a complaint with so much of its journal.
func (s *Server) caseView(c echo.Context, f ui.Form, before int64, lines int) (v complaints.View, err error) {
	ctx, by := c.Request().Context(), actor(c)
	k, err := s.store.Complaint(ctx, by, numberOf(c))
	if err != nil {
		return v, err
	}
	v = complaints.View{Page: s.page(c, ""), By: by, C: k, Form: f}
	v.Title = k.Number
	if v.Journal, err = s.store.Journal(ctx, k.Number, k.ReadsConfidential(by), before, lines); err != nil {
		return v, err
	}
	if err = s.beside(ctx, &v); err == nil {
		v.SeesOrigin, err = s.sees(ctx, by, k.Origin)
	}
	return v, err
}

// revealedTo lists the protected fields that a person has revealed lately, on record (rule P5).
func (s *Server) revealedTo(ctx context.Context, by huiyin.Actor, k *huiyin.Complaint) (map[string]bool, error) {
	if !k.Offers(by, huiyin.ActionReveal) {
		return nil, nil
	}
	return s.store.Revealed(ctx, k.Number, by.Account, s.Now().Add(-revealed))
}

func (s *Server) journal(c echo.Context) error {
	before, err := strconv.ParseInt(c.QueryParam("before"), 10, 64)
	if err != nil {
		before = 0
	}
	const lines = 200
	v, err := s.caseView(c, ui.Form{Lang: s.lang(c)}, before, lines+1)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, complaints.JournalPage(v, lines))
}

// stalePage shows what others changed since the form's page was opened, and the form's typing, ready
// to be sent again (rule W12).
func (s *Server) stalePage(c echo.Context, status int, f ui.Form) error {
	v, err := s.complaintView(c, f)
	if err != nil {
		return err
	}
	old, err := version(c)
	if err != nil {
		return err
	}
	return s.render(c, status, complaints.StalePage(v, old, c.Request().URL.Path))
}

func (s *Server) accept(c echo.Context) error {
	return s.change(c, func(k *huiyin.Complaint) error { return k.Accept(actor(c), s.Now()) })
}

type assignForm struct {
	Handler    string `form:"handler"`
	Department string `form:"department"`
}

func (s *Server) assign(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f assignForm) error {
		return k.Assign(by, now, f.Handler, f.Department)
	})
}

type assessForm struct {
	Validity              huiyin.Validity       `form:"validity"`
	Grade                 huiyin.Grade          `form:"grade"`
	GradeReason           string                `form:"grade_reason"`
	Impact                int                   `form:"impact"`
	Risk                  int                   `form:"risk"`
	Reputation            int                   `form:"reputation"`
	Responsibility        huiyin.Responsibility `form:"responsibility"`
	ResponsibleDepartment string                `form:"responsible_department"`
	ResponsiblePerson     string                `form:"responsible_person"`
	Loss                  huiyin.Money          `form:"loss"`
	Injury                bool                  `form:"injury"`
	PromiseBroken         bool                  `form:"promise_broken"`
	Fraud                 bool                  `form:"fraud"`
	Urgency               huiyin.Urgency        `form:"urgency"`
	UrgencyReason         string                `form:"urgency_reason"`
	Reason                string                `form:"reason"`
}

func (s *Server) assess(c echo.Context) error {
	sent := postedValues(c)
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f assessForm) error {
		a := huiyin.Assessing{Grade: f.Grade, GradeReason: f.GradeReason, Urgency: f.Urgency, UrgencyReason: f.UrgencyReason, Reason: f.Reason}
		a.Assessment = huiyin.Assessment{
			Validity: cmp.Or(f.Validity, k.Validity), Responsibility: cmp.Or(f.Responsibility, k.Responsibility),
			Impact: keepUnlessSent(sent["impact"], k.Impact, f.Impact), Risk: keepUnlessSent(sent["risk"], k.Risk, f.Risk), Reputation: keepUnlessSent(sent["reputation"], k.Reputation, f.Reputation),
			ResponsibleDepartment: keepUnlessSent(sent["responsible_department"], k.ResponsibleDepartment, f.ResponsibleDepartment),
			ResponsiblePerson:     keepUnlessSent(sent["responsible_person"], k.ResponsiblePerson, f.ResponsiblePerson),
			Loss:                  keepUnlessSent(sent["loss"], k.Loss, f.Loss), Injury: f.Injury, PromiseBroken: f.PromiseBroken, Fraud: f.Fraud,
		}
		return k.Assess(by, now, a)
	})
}

// keepUnlessSent keeps what stands where a form left the field out; one sent empty takes it away.
func keepUnlessSent[T any](sent []string, stands, typed T) T {
	if sent == nil {
		return stands
	}
	return typed
}

type findingForm struct {
	Finding string `form:"finding"`
	Ground  string `form:"ground"`
}

func (s *Server) find(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f findingForm) error {
		return k.Find(by, now, f.Finding, f.Ground)
	})
}

type opinionForm struct {
	Opinion string `form:"opinion"`
}

func (s *Server) opine(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f opinionForm) error {
		return k.GiveOpinion(by, now, f.Opinion)
	})
}

type contactForm struct {
	Way        huiyin.Way `form:"way"`
	Said       string     `form:"said"`
	At         time.Time  `form:"at"`
	Who        string     `form:"who"`
	Promised   string     `form:"promised"`
	PromisedAt time.Time  `form:"promised_at"`
}

func (s *Server) logContact(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f contactForm) error {
		return k.LogContact(by, now, huiyin.Contact{Way: f.Way, Said: f.Said, At: f.At, Who: f.Who, Promised: f.Promised, PromisedAt: f.PromisedAt})
	})
}

type reminderForm struct {
	Way    huiyin.Way `form:"way"`
	Caller string     `form:"caller"`
	At     time.Time  `form:"at"`
}

func (s *Server) remind(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f reminderForm) error {
		return k.Remind(by, now, huiyin.Reminder{Way: f.Way, Caller: f.Caller, At: f.At})
	})
}

type taskForm struct {
	What string    `form:"what"`
	Who  string    `form:"who"`
	Due  time.Time `form:"due"`
}

func (s *Server) addTask(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f taskForm) error {
		return k.AddTask(by, now, huiyin.Task{What: f.What, Who: f.Who, Due: f.Due})
	})
}

// partOf finds the case that an address by a part's id is about, and changes it.
func partOf[F any](s *Server, c echo.Context, find func(context.Context, int64) (string, error), fn func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, id int64, f F) error) error {
	n, err := id(c, "id")
	if err != nil {
		return err
	}
	number, err := find(c.Request().Context(), n)
	if err != nil {
		return err
	}
	c.Set("number", number)
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f F) error { return fn(by, now, k, n, f) })
}

type endTaskForm struct {
	Done    string `form:"done"`
	Dropped string `form:"dropped"`
}

func (s *Server) endTask(c echo.Context) error {
	return partOf(s, c, s.store.NumberOfTask, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, id int64, f endTaskForm) error {
		return k.EndTask(by, now, id, f.Done, f.Dropped)
	})
}

type answerForm struct {
	Way      huiyin.Way `form:"way"`
	Said     string     `form:"said"`
	Accepted string     `form:"accepted"`
	Wants    string     `form:"wants"`
	Declines bool       `form:"declines"`
	Ground   string     `form:"ground"`
}

func (s *Server) answer(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f answerForm) error {
		return k.GiveAnswer(by, now, huiyin.Answer{Way: f.Way, Said: f.Said, Accepted: f.Accepted, Wants: f.Wants, Declines: f.Declines, Ground: f.Ground})
	})
}

type resultForm struct {
	Way          huiyin.Way          `form:"way"`
	Said         string              `form:"said"`
	Satisfaction huiyin.Satisfaction `form:"satisfaction"`
	Wants        string              `form:"wants"`
}

func (s *Server) tellResult(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f resultForm) error {
		return k.TellResult(by, now, huiyin.Result{Way: f.Way, Said: f.Said, Satisfaction: f.Satisfaction, Wants: f.Wants})
	})
}

type settleForm struct {
	Cause        string              `form:"cause"`
	Measure      string              `form:"measure"`
	Said         string              `form:"said"`
	Satisfaction huiyin.Satisfaction `form:"satisfaction"`
}

func (s *Server) settle(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f settleForm) error {
		return k.Settle(by, now, huiyin.Settling(f))
	})
}

type closeForm struct {
	Outcome huiyin.Outcome `form:"outcome"`
	Reason  string         `form:"reason"`
}

func (s *Server) closeComplaint(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f closeForm) error {
		return k.Close(by, now, f.Outcome, f.Reason)
	})
}

type reasonForm struct {
	Reason string `form:"reason"`
}

func (s *Server) reopen(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f reasonForm) error {
		return k.Reopen(by, now, f.Reason)
	})
}

func (s *Server) archive(c echo.Context) error {
	return s.change(c, func(k *huiyin.Complaint) error { return k.Archive(actor(c), s.Now()) })
}

type followUpForm struct {
	At           time.Time           `form:"at"`
	Satisfaction huiyin.Satisfaction `form:"satisfaction"`
	Recurred     bool                `form:"recurred"`
	Said         string              `form:"said"`
}

func (s *Server) followUp(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f followUpForm) error {
		return k.LogFollowUp(by, now, huiyin.FollowUp{At: f.At, Satisfaction: f.Satisfaction, Recurred: f.Recurred, Said: f.Said})
	})
}

type revealForm struct {
	Field string `form:"field"`
}

func (s *Server) reveal(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f revealForm) error {
		return k.RevealField(by, now, f.Field)
	})
}
