package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/print"
	"huiyin/views/ui"
)

// complaintRoutes are a complaint from its recording to its archive.
func (s *Server) complaintRoutes() []route {
	return []route{
		{get, "/complaints/new", huiyin.ActionRecord, s.newComplaint, nil, 0},
		{post, "/complaints/draft", huiyin.ActionRecord, s.keepDraft, nil, 0},
		{post, "/complaints", huiyin.ActionRecord, s.recordComplaint, s.recordPage, 0},
		{get, "/complaints/:number", huiyin.ActionRead, s.complaint, nil, 0},
		{get, "/complaints/:number/journal", huiyin.ActionRead, s.journal, nil, 0},
		{post, "/tasks/:id", huiyin.ActionEndTask, s.endTask, s.complaintPage, 0},
		s.onCase("accept", huiyin.ActionAccept, s.accept),
		s.onCase("assign", huiyin.ActionAssign, s.assign),
		s.onCase("assess", huiyin.ActionAssess, s.assess),
		s.onCase("findings", huiyin.ActionFind, s.find),
		s.onCase("opinion", huiyin.ActionGiveOpinion, s.opine),
		s.onCase("contacts", huiyin.ActionLogContact, s.logContact),
		s.onCase("reminders", huiyin.ActionRemind, s.remind),
		s.onCase("answers", huiyin.ActionGiveAnswer, s.answer),
		s.onCase("answers/:n/facts", huiyin.ActionDecideFacts, s.decideFacts),
		s.onCase("answers/:n/confirm", huiyin.ActionConfirmWord, s.confirmWord),
		s.onCase("results", huiyin.ActionTellResult, s.tellResult),
		s.onCase("tasks", huiyin.ActionAddTask, s.addTask),
		s.onCase("settle", huiyin.ActionSettle, s.settle),
		s.onCase("close", huiyin.ActionClose, s.closeComplaint),
		s.onCase("close/agree", huiyin.ActionAgreeClosing, s.agreeClosing),
		s.onCase("objections", huiyin.ActionObjectInvalid, s.objectInvalid),
		s.onCase("objections/:n/decide", huiyin.ActionDecideInvalid, s.decideInvalid),
		s.onCase("reopen", huiyin.ActionReopen, s.reopen),
		s.onCase("archive", huiyin.ActionArchive, s.archive),
		s.onCase("followups", huiyin.ActionFollowUp, s.followUp),
		s.onCase("followups/:n/word", huiyin.ActionAnswerFollowUp, s.answerFollowUp),
		s.onCase("reveal", huiyin.ActionReveal, s.reveal),
	}
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

	OutsideSource   huiyin.OutsideSource `form:"outside_source"`
	OutsideNumber   string               `form:"outside_number"`
	OutsideReceived time.Time            `form:"outside_received"`
	OutsideHanded   time.Time            `form:"outside_handed"`
	OutsideDue      time.Time            `form:"outside_due"`
	OutsideCategory string               `form:"outside_category"`
	OutsideSecret   bool                 `form:"outside_secret"`
}

func (s *Server) newComplaint(c echo.Context) error {
	f := ui.Form{Lang: s.lang(c), Once: newID()}
	if key := c.QueryParam("draft"); key != "" {
		drafts, err := s.store.Drafts(c.Request().Context(), accountOf(c), recordPath)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(drafts, func(d huiyin.Draft) bool { return d.Path == recordPath && d.Key == key })
		if i < 0 { // recorded or thrown away meanwhile
			return c.Redirect(http.StatusSeeOther, "/complaints/new")
		}
		f.Typed, f.Once = drafts[i].Form, key
	}
	return s.recordPage(c, http.StatusOK, f)
}

func (s *Server) recordPage(c echo.Context, status int, f ui.Form) error {
	hints, err := s.hints(c, f)
	if err != nil {
		return err
	}
	drafts, err := s.store.Drafts(c.Request().Context(), accountOf(c), recordPath)
	if err != nil {
		return err
	}
	drafts = slices.DeleteFunc(drafts, func(d huiyin.Draft) bool {
		return d.Path != recordPath || d.Key == cmp.Or(f.Value("once", ""), f.Once) || d.Empty()
	})
	return s.render(c, status, complaints.RecordPage(complaints.Recording{Page: s.page(c, "登记投诉"), By: actor(c), Form: f,
		Hints: hints, Drafts: drafts[:min(len(drafts), mostOffered)]}))
}

const (
	recordPath  = "/complaints"
	mostOffered = 3 // drafts, on the form
)

// keepDraft keeps what was typed so far; with discard that draft is thrown away.
func (s *Server) keepDraft(c echo.Context) error {
	ctx, form := c.Request().Context(), postedValues(c)
	if key := postedText(c, "discard"); key != "" {
		if err := s.store.DropDraft(ctx, accountOf(c), recordPath, key); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, "/complaints/new")
	}
	return s.keepTypedAt(c, recordPath, cmp.Or(postedText(c, "once"), "before"), form)
}

// pageOfNew is where the form that recorded a complaint leads, which is not to be seen by whom it is about (rule P4).
func pageOfNew(number string, accused []string, by huiyin.Actor) string {
	if slices.Contains(accused, by.Account) {
		return "/complaints"
	}
	return "/complaints/" + number
}

func (s *Server) recordComplaint(c echo.Context) error {
	return submitTo(s, c, func(p posted[intakeForm]) (string, error) {
		number, err := s.store.Record(c.Request().Context(), p.Once, p.By, s.Now(), huiyin.Intake(p.Form))
		return pageOfNew(number, p.Form.Accused, p.By), err
	})
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
	if v.Unread > 0 && c.Request().Method == get { // whoever opens a case has read what the bell says of it; on a full disk they read it all the same
		_ = s.store.SeeNoticesOn(c.Request().Context(), v.By.Account, v.C.Number)
	}
	if after, err := strconv.ParseInt(c.QueryParam("after"), 10, 64); err == nil && f.Wrong == nil {
		v.Flash = v.Said(after)
	}
	return s.render(c, status, complaints.ComplaintPage(v))
}

func (s *Server) complaintView(c echo.Context, f ui.Form) (v complaints.View, err error) {
	ctx := c.Request().Context()
	if v, err = s.caseView(c, f, 0, mostLines); err != nil {
		return v, err
	}
	v.Reminding, v.Asked = reminding(c.QueryParams()), huiyin.EvidenceKind(c.QueryParam("kind"))
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
	v.Title, v.Unprintable = k.Number, print.Lacks(printedOf(k))
	if v.Form.Kept, err = s.keptForms(c, by.Account, k.Number); err != nil {
		return v, err
	}
	if v.Journal, err = s.store.Journal(ctx, k.Number, k.ReadsConfidential(by), before, lines); err != nil {
		return v, err
	}
	if err = s.beside(ctx, &v); err == nil {
		v.SeesOrigin, err = s.sees(ctx, by, k.Origin)
	}
	if err == nil && len(k.Circulars) > 0 && len(k.SanctionsFor(by)) > 0 {
		v.CircularReaders, err = s.store.CircularReaders(ctx, k.ID)
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
	back := "/complaints/" + numberOf(c)
	if p := sent["responsible_person"]; len(p) > 0 && p[0] == actor(c).Account { // barred from now on (rule K5)
		back = "/"
	}
	return changeAs(s, c, huiyin.ActionRead, back,
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f assessForm) error {
			a := huiyin.Assessing{Grade: f.Grade, GradeReason: f.GradeReason, Urgency: f.Urgency,
				UrgencyReason: f.UrgencyReason, Reason: f.Reason}
			a.Assessment = huiyin.Assessment{
				Validity: cmp.Or(f.Validity, k.Validity), Responsibility: cmp.Or(f.Responsibility, k.Responsibility),
				Impact:     keepUnlessSent(sent["impact"], k.Impact, f.Impact),
				Risk:       keepUnlessSent(sent["risk"], k.Risk, f.Risk),
				Reputation: keepUnlessSent(sent["reputation"], k.Reputation, f.Reputation),
				ResponsibleDepartment: keepUnlessSent(sent["responsible_department"], k.ResponsibleDepartment,
					f.ResponsibleDepartment),
				ResponsiblePerson: keepUnlessSent(sent["responsible_person"], k.ResponsiblePerson, f.ResponsiblePerson),
				Loss:              keepUnlessSent(sent["loss"], k.Loss, f.Loss), Injury: f.Injury,
				PromiseBroken: f.PromiseBroken, Fraud: f.Fraud,
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
	Finding    string `form:"finding"`
	Ground     string `form:"ground"`
	Asked      string `form:"asked"`
	Conclusion string `form:"conclusion"`
}

func (s *Server) find(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f findingForm) error {
		return k.Find(by, now, huiyin.Finding{Finding: f.Finding, Ground: f.Ground, Asked: f.Asked,
			Conclusion: f.Conclusion})
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
	Confirm    bool       `form:"confirm"`
	Unreached  bool       `form:"unreached"`
	Private    bool       `form:"private"`
}

func (s *Server) logContact(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f contactForm) error {
		return k.LogContact(by, now, huiyin.Contact{Way: f.Way, Said: f.Said, At: f.At, Who: f.Who,
			Promised: f.Promised, PromisedAt: f.PromisedAt, Confirmed: f.Confirm, Unreached: f.Unreached, Private: f.Private})
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

type endTaskForm struct {
	Done    string `form:"done"`
	Dropped string `form:"dropped"`
}

func (s *Server) endTask(c echo.Context) error {
	return partOf(s, c, s.store.NumberOfTask,
		func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, id int64, f endTaskForm) error {
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
	Unheard  string     `form:"without_opinion"`

	Facts   huiyin.Facts `form:"facts"`
	Confirm bool         `form:"confirm"`
}

func (s *Server) answer(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f answerForm) error {
		return k.GiveAnswer(by, now, huiyin.Answer{Way: f.Way, Said: f.Said, Accepted: f.Accepted, Wants: f.Wants,
			Declines: f.Declines, Ground: f.Ground, Facts: f.Facts, Unheard: f.Unheard, Confirmed: f.Confirm})
	})
}

// decideFacts gives a word on what an answer admits (rule W16).
func (s *Server) decideFacts(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f decideForm) error {
		return k.DecideFacts(by, now, n, f.Decision, f.Words)
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
		return k.TellResult(by, now, huiyin.Result{Way: f.Way, Said: f.Said, Satisfaction: f.Satisfaction,
			Wants: f.Wants})
	})
}

type settleForm struct {
	Class        huiyin.CauseClass   `form:"class"`
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
	Outcome       huiyin.Outcome `form:"outcome"`
	Reason        string         `form:"reason"`
	NoAnswer      string         `form:"no_answer"`
	NoAnswerWords string         `form:"no_answer_words"`
	NoResult      string         `form:"no_result"`
	NoResultWords string         `form:"no_result_words"`
	NoForm        string         `form:"no_form"`
	NoFormWords   string         `form:"no_form_words"`
}

// instead are the written reasons that stand in for what cannot be had (rule W7): one of the list with words
// beside, or words alone.
func (f closeForm) instead() (out []huiyin.StandIn) {
	for _, s := range []struct {
		lacks      huiyin.Lacking
		why, words string
	}{
		{huiyin.LacksAnswer, f.NoAnswer, f.NoAnswerWords}, {huiyin.LacksResult, f.NoResult, f.NoResultWords},
		{huiyin.LacksForm, f.NoForm, f.NoFormWords},
	} {
		why := huiyin.WhyLacking(s.why)
		switch {
		case s.why == "" && s.words == "":
			continue
		case s.words == "" && !why.Known():
			why, s.words = huiyin.LackOther, s.why
		}
		out = append(out, huiyin.StandIn{Lacks: s.lacks, Why: why, Words: s.words})
	}
	return out
}

func (s *Server) closeComplaint(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f closeForm) error {
		return k.Close(by, now, f.Outcome, f.Reason, f.instead()...)
	})
}

type confirmWordForm struct {
	Accepted string `form:"accepted"`
	Words    string `form:"words"`
}

// confirmWord records the second person's call about an answer, or about the withdrawal where it is 0 (rule W6).
func (s *Server) confirmWord(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f confirmWordForm) error {
		return k.ConfirmWord(by, now, n, f.Accepted, f.Words)
	})
}

type agreeForm struct {
	Words string `form:"words"`
}

// agreeClosing is the next role's word on a closing as not accepted or invalid (rules W8, K10).
func (s *Server) agreeClosing(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f agreeForm) error {
		return k.AgreeClosing(by, now, f.Words)
	})
}

type saidForm struct {
	Said string `form:"said"`
}

// objectInvalid records the customer's objection to "invalid", decideInvalid is the word on it (rule K10).
func (s *Server) objectInvalid(c echo.Context) error {
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f saidForm) error {
		return k.Object(by, now, f.Said)
	})
}

func (s *Server) decideInvalid(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f decideForm) error {
		return k.DecideInvalid(by, now, n, f.Decision, f.Words)
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
		return k.LogFollowUp(by, now, huiyin.FollowUp{At: f.At, Satisfaction: f.Satisfaction, Recurred: f.Recurred,
			Said: f.Said})
	})
}

type followUpWordForm struct {
	Reopen bool   `form:"reopen"`
	Reason string `form:"reason"`
}

// answerFollowUp gives the word that a bad follow-up asks for (rule W9).
func (s *Server) answerFollowUp(c echo.Context) error {
	n, err := proposalOf(c)
	if err != nil {
		return err
	}
	return changeWith(s, c, func(by huiyin.Actor, now time.Time, k *huiyin.Complaint, f followUpWordForm) error {
		return k.AnswerFollowUp(by, now, n, f.Reopen, f.Reason)
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
