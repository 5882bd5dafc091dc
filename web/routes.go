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
	return r.action == huiyin.ActionPrint || r.action == huiyin.ActionExport || slices.Contains([]string{".pdf", ".xlsx", ".csv"}, path.Ext(r.path))
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
		{get, "/account/notices", huiyin.SignedIn, s.showNotificationPreferences, nil},
		{post, "/account/notices", huiyin.SignedIn, s.setNotificationPreferences, s.reachPage},
		{post, "/account/language", huiyin.SignedIn, s.setLanguage, nil},
		{get, "/account/delegations", huiyin.ActionDelegate, emptyForm(s, s.delegationsPage), nil},
		{post, "/account/delegations", huiyin.ActionDelegate, s.handOn, s.delegationsPage},
		{post, "/account/delegations/:n/end", huiyin.ActionEndDelegation, s.endDelegation, s.delegationsPage},
		{post, "/account/theme", huiyin.SignedIn, s.setTheme, nil},

		{get, "/", huiyin.ActionSeeDesk, s.desk, nil},
		{get, "/complaints", huiyin.ActionRead, s.list, nil},
		{get, "/search", huiyin.ActionRead, s.search, nil},
		{get, "/promises", huiyin.ActionRead, s.promises, nil},
		{get, "/complaints/new", huiyin.ActionRecord, s.newComplaint, nil},
		{post, "/complaints/draft", huiyin.ActionRecord, s.keepDraft, nil},
		{get, "/complaints/hints", huiyin.ActionRecord, s.recordHints, nil},
		{post, "/complaints", huiyin.ActionRecord, s.recordComplaint, s.recordPage},
		{get, "/complaints/ledger.pdf", huiyin.ActionExport, s.ledgerPDF, nil},
		{get, "/complaints/ledger.xlsx", huiyin.ActionExport, s.ledgerExcel, nil},
		{get, "/complaints/followups.pdf", huiyin.ActionExport, s.followUpsPDF, nil},
		{post, bulkPath, huiyin.ActionRead, s.bulk, s.bulkPage},
		{get, bulkPath, huiyin.ActionRead, s.bulkResult, nil},
		{post, bulkPath + "/forms", huiyin.ActionPrint, s.bulkForms, nil},
		{get, bulkPath + "/chosen.xlsx", huiyin.ActionExport, s.bulkExcel, nil},
		{get, "/notices", huiyin.SignedIn, s.notices, nil},
		{post, "/notices/seen", huiyin.SignedIn, s.seeNotices, nil},
		{get, "/notices/unread", huiyin.SignedIn, s.unread, nil},
		{get, "/notices/stream", huiyin.SignedIn, s.noticeStream, nil},
		{get, "/approvals", huiyin.ActionSeeApprovals, s.approvals, nil},
		{get, "/attachments/:id", huiyin.ActionRead, s.attachment, nil},
		{get, "/complaints/:number", huiyin.ActionRead, s.complaint, nil},
		{get, "/complaints/:number/journal", huiyin.ActionRead, s.journal, nil},
		{get, "/complaints/:number/statement", huiyin.ActionGiveStatement, s.showStatement, nil},
		{post, "/complaints/:number/statement", huiyin.ActionGiveStatement, s.makeStatement, s.statementPage},
		{get, "/complaints/:number/corrections", huiyin.ActionRead, emptyForm(s, s.correctionsPage), nil},
		{post, "/complaints/:number/correct", huiyin.ActionCorrect, s.correctIntake, s.correctionsPage},
		{post, "/complaints/:number/correct/:n", huiyin.ActionCorrect, s.correctPart, s.correctionsPage},
		{get, "/complaints/:number/dossier.pdf", huiyin.ActionPrint, s.dossier, nil},
		{get, "/complaints/:number/:paper", huiyin.ActionPrint, s.paper, nil},
		{get, "/complaints/:number/measures/:measure", huiyin.ActionPrint, s.measurePDF, nil},
		{post, "/complaints/:number/attachments", huiyin.ActionAttach, s.attach, s.complaintPage},
		{post, "/attachments/:id/withdraw", huiyin.ActionWithdrawAttachment, s.withdrawAttachment, s.complaintPage},
		{post, "/tasks/:id", huiyin.ActionEndTask, s.endTask, s.complaintPage},
		{post, "/measures/:id", huiyin.ActionDoMeasure, s.doMeasure, s.complaintPage},
		{post, "/measures/:id/verify", huiyin.ActionVerify, s.verifyMeasure, s.complaintPage},
	}
	for _, r := range []struct {
		path   string
		action huiyin.Action
		handle echo.HandlerFunc
	}{
		{"accept", huiyin.ActionAccept, s.accept}, {"assign", huiyin.ActionAssign, s.assign}, {"assess", huiyin.ActionAssess, s.assess},
		{"findings", huiyin.ActionFind, s.find}, {"opinion", huiyin.ActionGiveOpinion, s.opine}, {"hearing", huiyin.ActionRequestStatement, s.hear}, {"contacts", huiyin.ActionLogContact, s.logContact},
		{"reminders", huiyin.ActionRemind, s.remind}, {"proposals", huiyin.ActionPropose, s.propose}, {"proposals/:n/submit", huiyin.ActionSubmit, s.submit},
		{"proposals/:n/withdraw", huiyin.ActionWithdraw, s.withdrawProposal}, {"proposals/:n/decide", huiyin.ActionDecide, s.decide},
		{"answers", huiyin.ActionGiveAnswer, s.answer}, {"results", huiyin.ActionTellResult, s.tellResult}, {"tasks", huiyin.ActionAddTask, s.addTask},
		{"payments", huiyin.ActionPay, s.pay}, {"cause", huiyin.ActionFindCause, s.cause}, {"measures", huiyin.ActionAddMeasure, s.addMeasure},
		{"settle", huiyin.ActionSettle, s.settle}, {"close", huiyin.ActionClose, s.closeComplaint}, {"reopen", huiyin.ActionReopen, s.reopen}, {"pause", huiyin.ActionPause, s.pause}, {"resume", huiyin.ActionResume, s.resume},
		{"extend", huiyin.ActionExtend, s.extend}, {"extensions/:n/decide", huiyin.ActionGrantExtension, s.decideExtension},
		{"archive", huiyin.ActionArchive, s.archive}, {"restrict", huiyin.ActionRestrict, s.restrict}, {"lift", huiyin.ActionLiftRestriction, s.lift}, {"followups", huiyin.ActionFollowUp, s.followUp}, {"reveal", huiyin.ActionReveal, s.reveal},
		{"merge", huiyin.ActionMerge, s.merge}, {"part", huiyin.ActionUnmerge, s.part},
		{"gestures", huiyin.ActionAskGesture, s.askGesture}, {"gifts/:n/decide", huiyin.ActionDecideGift, s.agreeGesture}, {"gifts/:n/give", huiyin.ActionGiveGift, s.giveGift},
		{"disputes", huiyin.ActionStartDispute, s.startDispute}, {"disputes/:n/end", huiyin.ActionEndDispute, s.endDispute},
		{"disputes/:n/events", huiyin.ActionLogDispute, s.logDispute},
		{"phase", huiyin.ActionSetPhase, s.setPhase}, {"ticks", huiyin.ActionMarkItem, s.tick},
	} {
		page := s.complaintPage
		if r.action == huiyin.ActionDecide {
			page = s.decidePage
		}
		list = append(list, route{post, "/complaints/:number/" + r.path, r.action, r.handle, page})
	}
	list = append(list, route{get, "/status", huiyin.ActionManage, s.status, nil})
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
		list = append(list, route{post, "/rehearsal/clock", huiyin.ActionMoveClock, s.moveClock, nil})
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
