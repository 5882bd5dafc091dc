package web

import (
	"net"
	"strconv"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"huiyin/db"
	"huiyin/huiyin"
)

// metrics count requests by the route's pattern, never by an address.
type metrics struct {
	registry *prometheus.Registry
	took     *prometheus.HistogramVec
}

func newMetrics(r *prometheus.Registry, store *db.Store) *metrics {
	m := &metrics{registry: r, took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "huiyin_request_seconds", Help: "Time to answer, by route and status.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, 1, 5},
	}, []string{"method", "route", "status"})}
	statements := prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "huiyin_statements_total",
		Help: "Statements run in the database."}, func() float64 { return float64(store.Ran()) })
	r.MustRegister(m.took, statements, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) observe(v middleware.RequestLoggerValues) {
	method := v.Method
	if method != get && method != post {
		method = "other"
	}
	m.took.WithLabelValues(method, v.RoutePath, strconv.Itoa(v.Status)).Observe(v.Latency.Seconds())
}

// metricsRoutes are what is counted.
func (s *Server) metricsRoutes() []route {
	return []route{
		{get, "/metrics", huiyin.Public, s.showMetrics, nil, 0},
	}
}

// showMetrics answers the box itself only; to others the page does not exist.
func (s *Server) showMetrics(c echo.Context) error {
	if ip := net.ParseIP(c.RealIP()); ip == nil || !ip.IsLoopback() {
		return huiyin.NotFound()
	}
	promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{}).ServeHTTP(c.Response(), c.Request())
	return nil
}
