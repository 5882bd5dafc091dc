package web

import (
	"cmp"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/huiyin/crisis"
	"huiyin/views/crises"
	"huiyin/views/layout"
	"huiyin/views/print"
	"huiyin/views/ui"
)

// crisisCaseRoutes are the crisis cases: who leads, what is said outside (rules R1, R3, R14).
func (s *Server) crisisCaseRoutes() []route {
	const one, said = "/crises/:crisis", "/crises/:crisis/statements/:n"
	move := func(path string, act huiyin.Action, handle echo.HandlerFunc) route {
		return route{post, one + path, act, handle, s.crisisPage, 0}
	}
	return []route{
		{get, "/crises", huiyin.ActionSeeCrises, s.crisesPage, nil, 0},
		{get, "/crises/new", huiyin.ActionOpenCrisis, emptyForm(s, s.openPage), nil, 0},
		{post, "/crises", huiyin.ActionOpenCrisis, s.openCrisis, s.openPage, 0},
		{post, "/crises/alarm/:alarm/join", huiyin.ActionJoinAlarm, s.joinAlarm, s.alarmPage, 0},
		{get, "/crises/holding", huiyin.ActionWriteHolding, emptyForm(s, s.holdingPage), nil, 0},
		{post, "/crises/holding", huiyin.ActionWriteHolding, s.writeHolding, s.holdingPage, 0},
		{post, "/crises/holding/:doc/approve", huiyin.ActionApproveHolding, s.changeHolding((*crisis.Holding).Approve), s.holdingPage, 0},
		{post, "/crises/holding/:doc/end", huiyin.ActionEndHolding, s.changeHolding((*crisis.Holding).End), s.holdingPage, 0},
		{get, one, huiyin.ActionSeeCrises, emptyForm(s, s.crisisPage), nil, 0},
		{get, one + "/contacts.pdf", huiyin.ActionSeeCrises, s.crisisContactsPDF, nil, heavy},
		{get, one + "/statement-:file", huiyin.ActionSeeCrises, s.statementPDF, nil, heavy},
		{get, one + "/handover-:file", huiyin.ActionSeeCrises, s.handOverPDF, nil, heavy},
		move("/seats", huiyin.ActionSetSeat, s.setSeat),
		move("/seats/takeover", huiyin.ActionTakeOver, s.takeOver),
		move("/seats/back", huiyin.ActionTakeBack, s.takeBack),
		move("/seats/handover", huiyin.ActionHandOverSeat, s.handOverSeat),
		move("/seats/handover/:n/accept", huiyin.ActionAcceptSeat, s.acceptSeat),
		move("/team", huiyin.ActionNameParts, s.namePart),
		move("/team/end", huiyin.ActionEndPart, s.endPart),
		move("/sites", huiyin.ActionExtendCrisis, s.extendCrisis),
		move("/phase", huiyin.ActionSetCrisisPhase, s.crisisPhase),
		move("/close", huiyin.ActionCloseCrisis, s.closeCrisis),
		move("/reopen", huiyin.ActionReopenCrisis, s.reopenCrisis),
		move("/headcount", huiyin.ActionCountPeople, s.headCount),
		move("/statements", huiyin.ActionDraftStatement, s.draftStatement),
		move("/statements/hold", huiyin.ActionHoldStatement, s.holdStatement),
		{post, said, huiyin.ActionDraftStatement, s.editStatement, s.crisisPage, 0},
		{post, said + "/submit", huiyin.ActionSubmitStatement, s.submitStatement, s.crisisPage, 0},
		{post, said + "/opinion", huiyin.ActionReviewStatement, s.reviewStatement, s.crisisPage, 0},
		{post, said + "/decide", huiyin.ActionDecideStatement, s.decideStatement, s.crisisPage, 0},
		{post, said + "/issue", huiyin.ActionIssueStatement, s.issueStatement, s.crisisPage, 0},
		{post, said + "/sent", huiyin.ActionSendStatement, s.sendStatement, s.crisisPage, 0},
		{post, said + "/withdraw", huiyin.ActionWithdrawStatement, s.withdrawStatement, s.crisisPage, 0},
		{post, said + "/read", huiyin.ActionReadStatement, s.readStatement, nil, 0}, // who reads no crisis has no page of it
	}
}

func (s *Server) crisesPage(c echo.Context) error {
	type form struct {
		Site  string       `form:"site"`
		State crisis.State `form:"state"`
		Phase huiyin.Phase `form:"phase"`
		Q     string       `form:"q"`
	}
	var f form
	if err := s.bind(c, &f); err != nil {
		return err
	}
	v := crises.List{Page: s.page(c, "危机专班"), By: actor(c), Filter: crisis.Filter(f), Form: ui.Form{Lang: s.lang(c)}}
	var err error
	if v.Rows, err = s.store.Crises(c.Request().Context(), v.By, v.Filter); err != nil {
		return err
	}
	return s.render(c, http.StatusOK, crises.ListPage(v))
}

func (s *Server) openPage(c echo.Context, status int, f ui.Form) error {
	v := crises.Opening{Page: s.page(c, "启动危机"), By: actor(c), Form: f}
	v.Path = "/crises/new"
	given := func(name string) string {
		if c.Request().Method == get {
			return c.QueryParam(name)
		}
		return postedText(c, name)
	}
	if number := given("alarm"); number != "" {
		a, err := s.store.Alarm(c.Request().Context(), v.By, number)
		if err != nil {
			return err
		}
		v.Alarm, v.Site, v.People, v.Place = a.Number, a.Site, a.People, a.Place()
	}
	v.Site, v.Category = cmp.Or(v.Site, given("site")), given("category")
	rows, err := s.store.Crises(c.Request().Context(), v.By, crisis.Filter{Site: v.Site, State: crisis.Open})
	if err != nil {
		return err
	}
	if v.Site != "" {
		v.First = rows
	}
	return s.render(c, status, crises.OpenPage(v))
}

type openingForm struct {
	Site          string       `form:"site"`
	Title         string       `form:"title"`
	People        int          `form:"people"`
	Highest       string       `form:"highest"`
	Duty          string       `form:"duty"`
	Scene         string       `form:"scene"`
	HighestDeputy string       `form:"highest_deputy"`
	DutyDeputy    string       `form:"duty_deputy"`
	SceneDeputy   string       `form:"scene_deputy"`
	Matter        string       `form:"matter"`
	Place         string       `form:"place"`
	Category      string       `form:"category"`
	Phase         huiyin.Phase `form:"phase"`
	Alarm         string       `form:"alarm"`
	Beside        string       `form:"beside"`
}

func (s *Server) openCrisis(c echo.Context) error {
	return submitTo(s, c, func(p posted[openingForm]) (string, error) {
		f := p.Form
		number, err := s.store.OpenCrisis(c.Request().Context(), p.Once, p.By, s.Now(), crisis.Opening{Site: f.Site, Title: f.Title,
			Matter: f.Matter, Place: f.Place, Category: f.Category, People: f.People, Phase: f.Phase, Beside: f.Beside,
			Seats: [3]crisis.Named{{Holder: f.Highest, Deputy: f.HighestDeputy}, {Holder: f.Duty, Deputy: f.DutyDeputy},
				{Holder: f.Scene, Deputy: f.SceneDeputy}}}, f.Alarm)
		return "/crises/" + number, err
	})
}

func (s *Server) joinAlarm(c echo.Context) error {
	alarm := c.Param("alarm")
	return submitTo(s, c, func(p posted[struct {
		Crisis string `form:"crisis"`
	}]) (string, error) {
		return "/crises/" + p.Form.Crisis, s.store.JoinAlarm(c.Request().Context(), p.Once, p.By, s.Now(), alarm, p.Form.Crisis)
	})
}

func (s *Server) crisisPage(c echo.Context, status int, f ui.Form) error {
	ctx, by := c.Request().Context(), actor(c)
	k, err := s.store.Crisis(ctx, by, c.Param("crisis"))
	if err != nil {
		return err
	}
	if c.Request().Method == get { // whoever opens it has read what the bell says of it; on a full disk too
		_ = s.store.SeeNoticesOn(ctx, by.Account, k.Number)
	}
	v := crises.View{Page: s.page(c, ""), By: by, C: k, Form: f}
	v.Title = k.Title
	v.Main = v.Attrs()
	if v.Holdings, err = s.store.Holdings(ctx); err != nil {
		return err
	}
	if v.Journal, err = s.store.Journal(ctx, k.Number, true, 0, mostLines); err != nil {
		return err
	}
	return s.render(c, status, crises.CrisisPage(v))
}

// onCrisis is how a form changes the crisis it stands on, then goes back to it, or to where its strip stood. Many work on
// one page at once: what each form needs of the state it says itself, and no form is stale for another's entry (W12).
func onCrisis[F any](s *Server, c echo.Context, fn func(by huiyin.Actor, now time.Time, k *crisis.Crisis, f F) error) error {
	number, back := c.Param("crisis"), postedText(c, "back")
	if back == "" {
		back = "/crises/" + number
	}
	return submit(s, c, localPath(back), func(p posted[F]) error {
		return s.store.ChangeCrisis(c.Request().Context(), p.Once, number, func(k *crisis.Crisis) error {
			return fn(p.By, s.Now(), k, p.Form)
		})
	})
}

// onStatement is onCrisis for the statement that the address names.
func onStatement[F any](s *Server, c echo.Context,
	fn func(by huiyin.Actor, now time.Time, k *crisis.Crisis, n int, f F) error) error {
	n, _ := strconv.Atoi(c.Param("n")) // what is no number is no statement
	return onCrisis(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, f F) error { return fn(by, now, k, n, f) })
}

type seatForm struct {
	Seat   crisis.SeatKind `form:"seat"`
	Person string          `form:"person"`
	Deputy string          `form:"deputy"`
	Reason string          `form:"reason"`
	To     string          `form:"to"`
	Words  string          `form:"words"`
}

func (s *Server) setSeat(c echo.Context) error {
	return onCrisis(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, f seatForm) error {
		return k.SetSeat(by, now, f.Seat, crisis.Named{Holder: f.Person, Deputy: f.Deputy})
	})
}

func (s *Server) takeOver(c echo.Context) error {
	return onCrisis(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, f seatForm) error {
		return k.TakeOver(by, now, f.Seat, f.Reason)
	})
}

func (s *Server) takeBack(c echo.Context) error {
	return onCrisis(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, f seatForm) error {
		return k.TakeBack(by, now, f.Seat)
	})
}

func (s *Server) handOverSeat(c echo.Context) error {
	return onCrisis(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, f seatForm) error {
		return k.HandOverSeat(by, now, f.Seat, f.To, f.Words)
	})
}

func (s *Server) acceptSeat(c echo.Context) error {
	return onStatement(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, n int, _ struct{}) error {
		return k.AcceptSeat(by, now, n)
	})
}

func (s *Server) namePart(c echo.Context) error {
	type form struct {
		Person  string          `form:"person"`
		Outside string          `form:"outside"`
		Firm    string          `form:"firm"`
		Phone   string          `form:"phone"`
		Part    crisis.PartKind `form:"part"`
	}
	return onCrisis(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, f form) error {
		return k.NamePart(by, now, crisis.Part{Kind: f.Part, Person: f.Person, Outside: f.Outside, Firm: f.Firm, Phone: f.Phone})
	})
}

func (s *Server) endPart(c echo.Context) error {
	return onCrisis(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, f seatForm) error {
		return k.EndPart(by, now, f.Person, f.Reason)
	})
}

func (s *Server) extendCrisis(c echo.Context) error {
	type form struct {
		Site string `form:"site"`
	}
	return onCrisis(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, f form) error {
		return k.Extend(by, now, f.Site)
	})
}

func (s *Server) closeCrisis(c echo.Context) error {
	type form struct {
		Outcome crisis.Outcome `form:"outcome"`
		Learned string         `form:"learned"`
	}
	return onCrisis(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, f form) error {
		return k.Close(by, now, f.Outcome, f.Learned)
	})
}

func (s *Server) reopenCrisis(c echo.Context) error {
	type form struct {
		Phase  huiyin.Phase `form:"phase"`
		Reason string       `form:"reason"`
	}
	return onCrisis(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, f form) error {
		return k.Reopen(by, now, f.Phase, f.Reason)
	})
}

func (s *Server) crisisPhase(c echo.Context) error {
	type form struct {
		Phase  huiyin.Phase `form:"phase"`
		Reason string       `form:"reason"`
	}
	return onCrisis(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, f form) error {
		return k.SetPhase(by, now, f.Phase, f.Reason)
	})
}

func (s *Server) headCount(c echo.Context) error {
	type form struct {
		People int             `form:"people"`
		At     time.Time       `form:"at"`
		Place  string          `form:"place"`
		How    crisis.Counting `form:"how"`
	}
	return onCrisis(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, f form) error {
		return k.Count(by, now, f.At, f.People, f.Place, cmp.Or(f.How, crisis.Estimated))
	})
}

type wordingForm struct {
	Text    string               `form:"text"`
	Kind    crisis.StatementKind `form:"kind"`
	NextAt  time.Time            `form:"next_at"`
	Answers string               `form:"answers"`
}

func (s *Server) draftStatement(c echo.Context) error {
	return onCrisis(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, f wordingForm) error {
		_, err := k.DraftStatement(by, now, crisis.Wording(f))
		return err
	})
}

func (s *Server) editStatement(c echo.Context) error {
	return onStatement(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, n int, f wordingForm) error {
		return k.EditStatement(by, now, n, crisis.Wording(f))
	})
}

func (s *Server) submitStatement(c echo.Context) error {
	return onStatement(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, n int, _ struct{}) error {
		return k.SubmitStatement(by, now, n)
	})
}

func (s *Server) reviewStatement(c echo.Context) error {
	type form struct {
		Opinion string `form:"opinion"`
		Agree   bool   `form:"agree"`
	}
	return onStatement(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, n int, f form) error {
		return k.GiveOpinion(by, now, n, f.Agree, f.Opinion)
	})
}

func (s *Server) decideStatement(c echo.Context) error {
	type form struct {
		Decision huiyin.Decision `form:"decision"`
		Words    string          `form:"words"`
		Unheard  string          `form:"without_opinion"`
	}
	return onStatement(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, n int, f form) error {
		return k.DecideStatement(by, now, n, f.Decision, f.Words, f.Unheard)
	})
}

type issueForm struct {
	Channel  []string  `form:"channel"`
	Replaces int       `form:"replaces"`
	At       time.Time `form:"at"`
	Link     string    `form:"link"`
}

func (s *Server) issueStatement(c echo.Context) error {
	return onStatement(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, n int, f issueForm) error {
		var channels []crisis.ChannelKind
		for _, x := range f.Channel {
			channels = append(channels, crisis.ChannelKind(x))
		}
		return k.IssueStatement(by, now, n, f.Replaces, channels)
	})
}

func (s *Server) sendStatement(c echo.Context) error {
	return onStatement(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, n int, f issueForm) error {
		return k.SendStatement(by, now, f.At, n, crisis.ChannelKind(strings.Join(f.Channel, "")), f.Link)
	})
}

func (s *Server) withdrawStatement(c echo.Context) error {
	return onStatement(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, n int, f seatForm) error {
		return k.WithdrawStatement(by, now, n, f.Reason)
	})
}

func (s *Server) readStatement(c echo.Context) error {
	return onStatement(s, c, func(by huiyin.Actor, now time.Time, k *crisis.Crisis, n int, _ struct{}) error {
		return k.ReadStatement(by, now, n)
	})
}

func (s *Server) holdStatement(c echo.Context) error {
	number := c.Param("crisis")
	return submit(s, c, "/crises/"+number, func(p posted[struct {
		Template string `form:"template"`
		Place    string `form:"place"`
		Phone    string `form:"phone"`
		Time     string `form:"time"`
	}]) error {
		return s.store.HoldStatement(c.Request().Context(), p.Once, number, p.Form.Template,
			func(k *crisis.Crisis, h *crisis.Holding) error {
				return k.HoldStatement(p.By, s.Now(), h, p.Form.Place, p.Form.Phone, p.Form.Time)
			})
	})
}

func (s *Server) holdingPage(c echo.Context, status int, f ui.Form) error {
	v := crises.Holdings{Page: s.page(c, "首发口径"), By: actor(c), Form: f}
	v.Path = "/crises/holding"
	var err error
	if v.Rows, err = s.store.Holdings(c.Request().Context()); err != nil {
		return err
	}
	return s.render(c, status, crises.HoldingPage(v))
}

func (s *Server) writeHolding(c echo.Context) error {
	return submit(s, c, "/crises/holding", func(p posted[struct {
		Name string `form:"name"`
		Text string `form:"text"`
	}]) error {
		return s.store.WriteHolding(c.Request().Context(), p.Once, p.By, s.Now(), p.Form.Name, p.Form.Text)
	})
}

func (s *Server) changeHolding(fn func(h *crisis.Holding, by huiyin.Actor, now time.Time) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		return submit(s, c, "/crises/holding", func(p posted[struct{}]) error {
			return s.store.ChangeHolding(c.Request().Context(), p.Once, c.Param("doc"),
				func(h *crisis.Holding) error { return fn(h, p.By, s.Now()) })
		})
	}
}

// paperOf is the number in the address of a paper: 2.pdf.
func paperOf(c echo.Context) (int, error) {
	n, err := strconv.Atoi(strings.TrimSuffix(c.Param("file"), ".pdf"))
	if err != nil || c.Param("file") != strconv.Itoa(n)+".pdf" {
		return 0, huiyin.NotFound()
	}
	return n, nil
}

// statementPDF prints a statement. One that was replaced while it was asked for is refused; with marked=1 an older one
// carries 已替代 (rule R3).
func (s *Server) statementPDF(c echo.Context) error {
	ctx, by := c.Request().Context(), actor(c)
	n, err := paperOf(c)
	if err != nil {
		return err
	}
	k, err := s.store.StatementToPrint(ctx, by, c.Param("crisis"))
	if err != nil {
		return err
	}
	said, err := k.Printable(by, n, c.QueryParam("marked") == "1")
	if err != nil {
		return err
	}
	return s.documentPDF(c, s.Now(), k.Number+"/statement-"+strconv.Itoa(n), func(w io.Writer, stamp print.Stamp) error {
		return print.Statement(w, stamp, k, said, by.Org)
	})
}

// handOverPDF prints the brief by which a seat is handed over (rule R14).
func (s *Server) handOverPDF(c echo.Context) error {
	by := actor(c)
	n, err := paperOf(c)
	if err != nil {
		return err
	}
	k, err := s.store.Crisis(c.Request().Context(), by, c.Param("crisis"))
	if err != nil {
		return err
	}
	i := slices.IndexFunc(k.HandOvers, func(h crisis.HandOver) bool { return h.N == n })
	if i < 0 || !k.Visible(by) && k.HandOvers[i].To != by.Account {
		return huiyin.NotFound()
	}
	return s.documentPDF(c, s.Now(), k.Number+"/handover-"+strconv.Itoa(n), func(w io.Writer, stamp print.Stamp) error {
		return print.HandOver(w, stamp, k, k.HandOvers[i], by.Org)
	})
}

func (s *Server) crisisContactsPDF(c echo.Context) error {
	by := actor(c)
	k, err := s.store.Crisis(c.Request().Context(), by, c.Param("crisis"))
	if err != nil {
		return err
	}
	if !k.Visible(by) {
		return huiyin.NotFound()
	}
	return s.documentPDF(c, s.Now(), k.Number+"/contacts", func(w io.Writer, stamp print.Stamp) error {
		return print.CrisisContacts(w, stamp, k, by.Org)
	})
}

// spoken puts what a person is to say now on their page, and gives a word about each that changes when its strip does
// (rule R3).
func (s *Server) spoken(c echo.Context, p *layout.Page, by huiyin.Actor) (codes []string, err error) {
	all, err := s.store.StatementsInForce(c.Request().Context(), by)
	for i := range all {
		f := &all[i]
		url := "/crises/" + f.Number
		v := layout.Statement{Crisis: f.Number, N: f.N, Kind: p.T(f.Kind.Label()), Site: by.Org.SiteName(f.Site), Text: f.Text,
			At: f.IssuedAt, Next: f.NextAt, Wide: !f.Read && f.Front}
		if f.Answers != "" {
			v.Answers = by.Org.PersonName(f.Answers)
		}
		if f.N > 0 {
			v.Print = url + "/statement-" + strconv.Itoa(f.N) + ".pdf"
		}
		if v.Wide && f.N > 0 {
			v.Know = url + "/statements/" + strconv.Itoa(f.N) + "/read"
		}
		p.Statements, codes = append(p.Statements, v), append(codes, f.Code())
	}
	return codes, err
}
