// Package web is the way in by HTTP: routes, sessions, forms, answers. It holds no rule.
package web

import (
	"context"
	"crypto/x509"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"github.com/prometheus/client_golang/prometheus"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/static"
	"huiyin/web/scan"
)

// Options say how the portal is run.
type Options struct {
	Now         func() time.Time           // the time of the business: the rehearsal clock, or the wall's
	Wall        func() time.Time           // the time of sessions and throttles
	Rehearsal   Mover                      // nil unless rehearsing
	Courier     Courier                    // sends trials of the settings
	Domain      Domain                     // asks the company's directory server who logs in
	Secure      bool                       // served over TLS
	Certificate func() []*x509.Certificate // the one it is served with and who vouches for it; nil without TLS
	Demo        bool                       // the log-in page names the demo accounts
	Version     string                     // of the program
	Cache       string                     // where what can be made again is kept, "" for nowhere
	Log         *slog.Logger
}

// Courier sends a message at once, so that an administrator sees whether it goes out.
type Courier interface {
	Try(ctx context.Context, d *huiyin.Delivery, to, subject, body string) error
	TryRobot(ctx context.Context, r huiyin.Robot, text string) error
}

// Mover moves a rehearsal's clock, never backwards, and runs every job due on the way.
type Mover interface {
	Move(ctx context.Context, to time.Time) error
}

// Server answers requests.
type Server struct {
	Options
	store     *db.Store
	echo      *echo.Echo
	sessions  *sessionStore
	throttle  *throttle
	hashing   *gate          // passwords
	bulky     *gate          // papers that take seconds, by account
	telling   sync.WaitGroup // of tries at accounts
	domain    *domainState
	metrics   *metrics
	downloads *downloads
	started   time.Time // by the wall
	imports   imports
	slips     slipBox
	streams   openStreams
	stacks    *stacks
	scans     *scan.Apart // reads what others' programs wrote
}

// New builds the portal over a store.
func New(store *db.Store, o Options) *Server {
	s := &Server{Options: o, store: store, echo: echo.New(),
		sessions: &sessionStore{store: store, now: o.Wall, secure: o.Secure}, throttle: newThrottle(),
		hashing: newGate("同时登录的次数过多，请稍候再试。"), bulky: newGate("您已有几份文件正在生成，请等它们完成再试。"),
		domain: newDomainState(), metrics: newMetrics(prometheus.NewRegistry(), store), started: o.Wall(),
		downloads: newDownloads(store, o.Log, o.Wall), scans: scan.NewApart(o.Cache),
		stacks: newStacks(store.Dir())}
	s.recallTries()
	e := s.echo
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = echo.ExtractIPDirect()
	e.HTTPErrorHandler = s.answerError
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "cross-site request refused", http.StatusForbidden)
	}))
	e.Use(
		requestIDs,
		s.logged(), s.recovered, secureHeaders(o.Secure), s.hostsChecked,
		echo.WrapMiddleware(cross.Handler),
	)
	for _, r := range s.routes() {
		e.Add(r.method, r.path, s.guard(r))
		if r.method == get && !r.prints() { // to look whether a paper is there prints nothing
			e.HEAD(r.path, s.guard(r))
		}
	}
	e.RouteNotFound("/*", s.guard(route{action: huiyin.Public, handle: s.nowhere}))
	return s
}

// Handler is the portal as an http.Handler.
func (s *Server) Handler() http.Handler { return s.echo }

// requestIDs names each request; what a client sends as a name is not taken over into the log.
func requestIDs(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderXRequestID, newID())
		return next(c)
	}
}

func secureHeaders(secure bool) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			h := c.Response().Header()
			h.Set("Content-Security-Policy",
				"default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors "+
					"'none'; form-action 'self'")
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Referrer-Policy", "same-origin")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
			h.Set("Cache-Control", "no-store")
			if secure { // of this host alone: where the portal has the company's own name, others below it may be plain
				h.Set("Strict-Transport-Security", "max-age=31536000")
			}
			return next(c)
		}
	}
}

// knownMethods are those that browsers and programs have.
var knownMethods = []string{get, http.MethodHead, post, http.MethodPut, http.MethodPatch, http.MethodDelete,
	http.MethodOptions, http.MethodTrace, http.MethodConnect}

// logged writes one line a request, without any customer's data: the route's pattern stands for the
// address, because addresses may hold search words.
func (s *Server) logged() echo.MiddlewareFunc {
	return middleware.RequestLoggerWithConfig(middleware.RequestLoggerConfig{
		HandleError: true, LogStatus: true, LogMethod: true, LogLatency: true, LogResponseSize: true,
		LogRoutePath: true,
		LogValuesFunc: func(c echo.Context, v middleware.RequestLoggerValues) error {
			// else whoever asks writes what they like, and as many metrics
			if !slices.Contains(knownMethods, v.Method) {
				v.Method = "other"
			}
			s.metrics.observe(v)
			s.Log.Info("request", "id", requestID(c), "account", accountOf(c), "method", v.Method, "route", v.RoutePath,
				"status", v.Status,
				"bytes", v.ResponseSize, "ms", float64(v.Latency.Microseconds())/1000)
			return nil
		},
	})
}

// recovered turns a panic into an answer; the stack stays in the log.
func (s *Server) recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return middleware.RecoverWithConfig(middleware.RecoverConfig{LogErrorFunc: func(c echo.Context, err error,
		stack []byte) error {
		s.Log.Error("panic", "id", c.Response().Header().Get(echo.HeaderXRequestID), "route", c.Path(), "error", err,
			"stack", string(stack))
		return err
	}})(next)
}

// serverRoutes are what programs ask, and what pages load.
func (s *Server) serverRoutes() []route {
	return []route{
		{get, "/healthz", huiyin.Public, s.health, nil, 0},
		{get, "/static/*", huiyin.Public, s.staticFile, nil, 0},
	}
}

func (s *Server) staticFile(c echo.Context) error {
	name := c.Param("*")
	data, contentType, hash, ok := static.Open(name)
	if !ok {
		return huiyin.NotFound()
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "no-cache")
	if c.QueryParam("v") == hash {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("ETag", `"`+hash+`"`)
	if c.Request().Header.Get("If-None-Match") == `"`+hash+`"` {
		return c.NoContent(http.StatusNotModified)
	}
	h.Set("Vary", "Accept-Encoding")
	if acceptsGzip(c.Request()) {
		h.Set("Content-Encoding", "gzip")
		data = static.Gzipped(name)
	}
	return c.Blob(http.StatusOK, contentType, data)
}

func (s *Server) health(c echo.Context) error {
	if err := s.store.Healthy(c.Request().Context(), s.Wall()); err != nil {
		return err
	}
	return c.String(http.StatusOK, "ok")
}
