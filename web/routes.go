package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// route is one row of the route list. Action is what a person must be allowed to do to come in at all;
// what a case allows is asked again by the change itself. Page shows the form again that a POST came
// from, with what was typed and what was wrong. Traits are what else the guard has to know, 0 for nothing.
type route struct {
	method, path string
	action       huiyin.Action
	handle       echo.HandlerFunc
	page         func(c echo.Context, status int, f ui.Form) error
	traits       trait
}

// trait sets a route apart from the others.
type trait uint8

// The traits.
const (
	heavy   trait = 1 << iota // makes a paper or a sheet, when it is its turn
	streams                   // reads its body as it comes
	given                     // open to who has not chosen a password of their own yet
	bulky                     // makes one that takes seconds, in turns of their own
	enrols                    // open to who lacks the second factor that they must have
	watches                   // an open page asks for it with nobody at it, unless it says that somebody types
	polled                    // a page that shows how far something is asks for it again by script
)

// unattended tells of what an open page asks without anybody at it: that is no use of a session. A page on which somebody
// types says so.
func (r route) unattended(req *http.Request) bool {
	return r.is(watches) && req.URL.RawQuery != "typing" || r.is(polled) && req.Header.Get("HX-Request") != ""
}

type unattendedKey struct{}

func (r route) is(t trait) bool { return r.traits&t != 0 }

// prints tells whether a route makes a paper or another file that leaves the portal, which goes on record.
func (r route) prints() bool {
	return r.action == huiyin.ActionPrint || r.action == huiyin.ActionExport || r.is(heavy|bulky)
}

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// routes is the one list of addresses: a line a noun, whose file has its rows.
func (s *Server) routes() []route {
	return slices.Concat(
		s.serverRoutes(),
		s.metricsRoutes(),
		s.certificateRoutes(),
		s.aboutRoutes(),
		s.accountRoutes(), s.typedRoutes(), s.draftRoutes(),
		s.securityRoutes(),
		s.preferenceRoutes(),
		s.delegationRoutes(),
		s.holdRoutes(),
		s.deskRoutes(),
		s.noticeRoutes(),
		s.alarmRoutes(),
		s.listRoutes(),
		s.viewRoutes(),
		s.bulkRoutes(),
		s.exportRoutes(),
		s.downloadRoutes(),
		s.importRoutes(),
		s.complaintRoutes(),
		s.counterRoutes(),
		s.repeatRoutes(),
		s.deadlineRoutes(),
		s.phaseRoutes(),
		s.crisisRoutes(),
		s.compensationRoutes(),
		s.giftRoutes(),
		s.improvementRoutes(),
		s.rectificationRoutes(),
		s.disputeRoutes(),
		s.consequenceRoutes(),
		s.statementRoutes(),
		s.correctionRoutes(),
		s.restrictionRoutes(),
		s.outsideRoutes(),
		s.attachmentRoutes(),
		s.scanRoutes(),
		s.signRoutes(),
		s.paperRoutes(),
		s.letterRoutes(),
		s.dossierRoutes(),
		s.evidencePackageRoutes(), s.dataMinimumRoutes(),
		s.followUpRoutes(),
		s.promiseRoutes(),
		s.inquiryRoutes(),
		s.praiseRoutes(),
		s.customerRoutes(),
		s.crisisCaseRoutes(),
		s.unitRoutes(), customerFiles.routes(s),
		s.directoryRoutes(),
		s.appraisalRoutes(),
		s.pointsRoutes(),
		s.figuresRoutes(),
		s.reportRoutes(),
		s.quarterRoutes(),
		s.meetingRoutes(),
		s.planRoutes(),
		s.sampleRoutes(),
		s.destructionRoutes(),
		s.archiveRoutes(),
		s.jobRoutes(),
		s.settingsRoutes(), s.slipRoutes(), peopleFiles.routes(s),
		s.calendarRoutes(),
		s.deliveryRoutes(),
		s.domainRoutes(),
		s.backupRoutes(),
		s.dutyRoutes(),
		s.printingRoutes(),
		s.statusRoutes(),
		s.rehearsalRoutes(),
	)
}

// onCase is a form that changes the case it stands on.
func (s *Server) onCase(path string, a huiyin.Action, handle echo.HandlerFunc) route {
	return route{post, "/complaints/:number/" + path, a, handle, s.complaintPage, 0}
}

// guard lets a request to its handler: the person is read fresh, and one who may not do the route's
// action anywhere is turned away here (rules P1 to P4).
func (s *Server) guard(r route) echo.HandlerFunc {
	switch {
	case r.is(bulky):
		r.handle = inTurn(r.handle, s.bulkyTurn)
	case r.is(heavy):
		r.handle = inTurn(r.handle, paperTurn)
	}
	sight := strings.HasPrefix(r.path, "/complaints/:number") && r.action.TakesSight()
	return func(c echo.Context) error {
		if r.unattended(c.Request()) {
			c.SetRequest(c.Request().WithContext(context.WithValue(c.Request().Context(), unattendedKey{}, true)))
		}
		if err := s.signIn(c); err != nil {
			return err
		}
		c.Set(routeKey, r)
		if r.action != huiyin.Public {
			if actor(c).Person == nil {
				return errSignIn
			}
			if err := s.postedByOther(c, r, sight); err != nil {
				return err
			}
			if err := huiyin.Can(actor(c), r.action, nil); err != nil {
				return err
			}
			if givenPassword(c) && !r.is(given) {
				return errGiven
			}
			if !r.is(enrols) && !s.enrolled(c) {
				return errSecond
			}
			if sight {
				if err := s.store.Known(c.Request().Context(), actor(c), c.Param("number")); err != nil {
					c.Set(unseenKey, true)
					return err
				}
			}
		}
		if r.method == post && !r.is(streams) {
			if err := parse(c); err != nil {
				return err
			}
			if err := otherLogIn(c, c.Request().PostForm); err != nil {
				return err
			}
		}
		if err := s.countSearch(c, r); err != nil {
			return err
		}
		return r.handle(c)
	}
}

// postedByOther refuses another log-in's form before anything is asked of its sender (I16).
func (s *Server) postedByOther(c echo.Context, r route, sight bool) error {
	if r.method != post || r.is(streams) || parse(c) != nil {
		return nil // what cannot be read is refused in its turn
	}
	err := otherLogIn(c, c.Request().PostForm)
	if err != nil && sight && s.store.Known(c.Request().Context(), actor(c), c.Param("number")) != nil {
		c.Set(unseenKey, true)
	}
	return err
}

const (
	routeKey   = "route"
	unseenKey  = "unseen" // the case is not the person's to see: none of its pages is tried
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
