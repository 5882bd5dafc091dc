package web

import (
	"net/http"
	"path"
	"slices"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// route is one row of the route list. Action is what a person must be allowed to do to come in at all;
// what a case allows is asked again by the change itself. Page shows the form again that a POST came
// from, with what was typed and what was wrong.
type route struct {
	method, path string
	action       huiyin.Action
	handle       echo.HandlerFunc
	page         func(c echo.Context, status int, f ui.Form) error
}

// prints tells whether a route makes a paper or another file that leaves the portal, which goes on record.
func (r route) prints() bool {
	return r.action == huiyin.Print || r.action == huiyin.Export || slices.Contains([]string{".pdf", ".xlsx", ".csv"}, path.Ext(r.path))
}

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// routes is the one list of addresses.
func (s *Server) routes() []route {
	list := []route{
		{get, "/healthz", huiyin.Public, s.health, nil},
		{get, "/metrics", huiyin.Public, s.showMetrics, nil},
		{get, "/static/*", huiyin.Public, s.staticFile, nil},
		{get, "/login", huiyin.Public, s.showLogin, nil},
		{post, "/login", huiyin.Public, s.login, s.loginPage},
		{post, "/logout", huiyin.Public, s.logout, nil},
		{get, "/about", huiyin.Public, s.about, nil},

		{get, "/account/password", huiyin.SignedIn, s.showPassword, nil},
		{post, "/account/password", huiyin.SignedIn, s.setPassword, s.passwordPage},
		{get, "/account/notices", huiyin.SignedIn, s.showReach, nil},
		{post, "/account/notices", huiyin.SignedIn, s.setReach, s.reachPage},
		{post, "/account/language", huiyin.SignedIn, s.setLanguage, nil},
		{get, "/account/delegations", huiyin.HandOn, fresh(s, s.delegationsPage), nil},
		{post, "/account/delegations", huiyin.HandOn, s.handOn, s.delegationsPage},
		{post, "/account/delegations/:n/end", huiyin.EndHandOn, s.endDelegation, s.delegationsPage},
		{post, "/account/theme", huiyin.SignedIn, s.setTheme, nil},

		{get, "/", huiyin.SeeDesk, s.desk, nil},
		{get, "/complaints", huiyin.Read, s.listComplaints, nil},
		{get, "/search", huiyin.Read, s.search, nil},
		{get, "/promises", huiyin.Read, s.promises, nil},
		{get, "/complaints/new", huiyin.RecordIt, s.newComplaint, nil},
		{post, "/complaints/draft", huiyin.RecordIt, s.keepDraft, nil},
		{get, "/complaints/hints", huiyin.RecordIt, s.recordHints, nil},
		{post, "/complaints", huiyin.RecordIt, s.recordComplaint, s.recordPage},
		{get, "/complaints/ledger.pdf", huiyin.Export, s.ledgerPDF, nil},
		{get, "/complaints/ledger.xlsx", huiyin.Export, s.ledgerExcel, nil},
		{get, "/complaints/followups.pdf", huiyin.Export, s.followUpsPDF, nil},
		{post, bulkPath, huiyin.Read, s.bulk, s.bulkPage},
		{get, bulkPath, huiyin.Read, s.bulkResult, nil},
		{post, bulkPath + "/forms", huiyin.Print, s.bulkForms, nil},
		{get, bulkPath + "/chosen.xlsx", huiyin.Export, s.bulkExcel, nil},
		{get, "/notices", huiyin.SignedIn, s.notices, nil},
		{post, "/notices/seen", huiyin.SignedIn, s.seeNotices, nil},
		{get, "/notices/unread", huiyin.SignedIn, s.unread, nil},
		{get, "/notices/stream", huiyin.SignedIn, s.noticeStream, nil},
		{get, "/approvals", huiyin.SeeApproval, s.approvals, nil},
		{get, "/attachments/:id", huiyin.Read, s.attachment, nil},
		{get, "/complaints/:number", huiyin.Read, s.complaint, nil},
		{get, "/complaints/:number/journal", huiyin.Read, s.journal, nil},
		{get, "/complaints/:number/statement", huiyin.MakeState, s.showStatement, nil},
		{post, "/complaints/:number/statement", huiyin.MakeState, s.makeStatement, s.statementPage},
		{get, "/complaints/:number/corrections", huiyin.Read, fresh(s, s.correctionsPage), nil},
		{post, "/complaints/:number/correct", huiyin.Correct, s.correctIntake, s.correctionsPage},
		{post, "/complaints/:number/correct/:n", huiyin.Correct, s.correctPart, s.correctionsPage},
		{get, "/complaints/:number/dossier.pdf", huiyin.Print, s.dossier, nil},
		{get, "/complaints/:number/:paper", huiyin.Print, s.paper, nil},
		{get, "/complaints/:number/measures/:measure", huiyin.Print, s.measurePDF, nil},
		{post, "/complaints/:number/attachments", huiyin.Attach, s.attach, s.complaintPage},
		{post, "/attachments/:id/withdraw", huiyin.WithdrawAtt, s.withdrawAttachment, s.complaintPage},
		{post, "/tasks/:id", huiyin.EndTask, s.endTask, s.complaintPage},
		{post, "/measures/:id", huiyin.DoMeasure, s.doMeasure, s.complaintPage},
		{post, "/measures/:id/verify", huiyin.Verify, s.verifyMeasure, s.complaintPage},
	}
	for _, r := range []struct {
		path   string
		action huiyin.Action
		handle echo.HandlerFunc
	}{
		{"accept", huiyin.Accept, s.accept}, {"assign", huiyin.Assign, s.assign}, {"assess", huiyin.Assess, s.assess},
		{"findings", huiyin.Find, s.find}, {"opinion", huiyin.Opine, s.opine}, {"hearing", huiyin.HearThem, s.hear}, {"contacts", huiyin.LogContact, s.logContact},
		{"reminders", huiyin.Remind, s.remind}, {"proposals", huiyin.Propose, s.propose}, {"proposals/:n/submit", huiyin.Submit, s.submit},
		{"proposals/:n/withdraw", huiyin.WithdrawIt, s.withdrawProposal}, {"proposals/:n/decide", huiyin.Decide, s.decide},
		{"answers", huiyin.GiveAnswer, s.answer}, {"results", huiyin.TellResult, s.tellResult}, {"tasks", huiyin.AddTask, s.addTask},
		{"payments", huiyin.Pay, s.pay}, {"cause", huiyin.FindCause, s.cause}, {"measures", huiyin.AddMeasure, s.addMeasure},
		{"settle", huiyin.Settle, s.settle}, {"close", huiyin.Close, s.closeComplaint}, {"reopen", huiyin.Reopen, s.reopen}, {"pause", huiyin.PauseIt, s.pause}, {"resume", huiyin.ResumeIt, s.resume},
		{"extend", huiyin.ExtendIt, s.extend}, {"extensions/:n/decide", huiyin.GrantIt, s.decideExtension},
		{"archive", huiyin.Archive, s.archive}, {"restrict", huiyin.Restrict, s.restrict}, {"lift", huiyin.Lift, s.lift}, {"followups", huiyin.FollowItUp, s.followUp}, {"reveal", huiyin.Reveal, s.reveal},
		{"merge", huiyin.Merge, s.merge}, {"part", huiyin.Part, s.part},
		{"gestures", huiyin.AskGesture, s.askGesture}, {"gifts/:n/decide", huiyin.AgreeGift, s.agreeGesture}, {"gifts/:n/give", huiyin.GiveGift, s.giveGift},
		{"disputes", huiyin.StartCase, s.startDispute}, {"disputes/:n/end", huiyin.EndCase, s.endDispute},
		{"disputes/:n/events", huiyin.LogCase, s.logCase},
		{"phase", huiyin.PhaseIt, s.setPhase}, {"ticks", huiyin.TickIt, s.tick},
	} {
		page := s.complaintPage
		if r.action == huiyin.Decide {
			page = s.decidePage
		}
		list = append(list, route{post, "/complaints/:number/" + r.path, r.action, r.handle, page})
	}
	list = append(list, route{get, "/status", huiyin.Manage, s.status, nil})
	list = append(append(list, s.settingsRoutes()...), s.calendarRoutes()...)
	list = append(list, s.deliveryRoutes()...)
	list = append(append(list, s.backupRoutes()...), s.domainRoutes()...)
	list = append(list, s.securityRoutes()...)
	list = append(list, s.printingRoutes()...)
	list = append(list, s.customerRoutes()...)
	list = append(append(list, s.figuresRoutes()...), s.reportRoutes()...)
	list = append(append(list, s.quarterRoutes()...), s.jobRoutes()...)
	list = append(append(list, s.meetingRoutes()...), s.planRoutes()...)
	list = append(list, s.sampleRoutes()...)
	list = append(append(list, s.inquiryRoutes()...), s.praiseRoutes()...)
	list = append(append(list, s.consequenceRoutes()...), s.appraisalRoutes()...)
	list = append(append(list, s.scanRoutes()...), s.signRoutes()...)
	list = append(append(list, s.directoryRoutes()...), s.downloadRoutes()...)
	list = append(append(list, s.exportRoutes()...), s.viewRoutes()...)
	list = append(list, s.importRoutes()...)
	if root(s.chain()) != nil {
		list = append(list, s.certificateRoutes()...)
	}
	if s.Rehearsal != nil {
		list = append(list, route{post, "/rehearsal/clock", huiyin.MoveClock, s.moveClock, nil})
	}
	return list
}

// guard lets a request to its handler: the person is read fresh, and one who may not do the route's
// action anywhere is turned away here (rules P1 to P4).
func (s *Server) guard(r route) echo.HandlerFunc {
	if r.heavy() {
		r.handle = inTurn(r.handle)
	}
	return func(c echo.Context) error {
		if err := s.signIn(c); err != nil {
			return err
		}
		c.Set(routeKey, r)
		if r.action != huiyin.Public {
			if actor(c).Person == nil {
				return errSignIn
			}
			if err := huiyin.Can(actor(c), r.action, nil); err != nil {
				return err
			}
			if givenPassword(c) && !withGiven[r.path] {
				return errGiven
			}
			if !s.enrolled(c) {
				return errSecond
			}
		}
		if r.method == post && r.path != "/complaints/:number/attachments" && r.path != "/scans" && r.path != importPath { // which read their files as they come
			if err := parse(c); err != nil {
				return err
			}
		}
		return r.handle(c)
	}
}

const (
	routeKey   = "route"
	actorKey   = "actor"
	sessionKey = "session"
	unsaidKey  = "unsaid" // the sentence that the page of a refused form must say
	// mostForm is the largest form without files, in bytes.
	mostForm = 2 << 20
)

func actor(c echo.Context) huiyin.Actor {
	a, _ := c.Get(actorKey).(huiyin.Actor)
	return a
}

func accountOf(c echo.Context) string {
	if a := actor(c); a.Person != nil {
		return a.Account
	}
	return ""
}
