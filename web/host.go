package web

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
)

// hostsChecked refuses what is asked under a name that is not the portal's: a page of a stranger whose name leads to
// this machine would else be of the portal's own origin. Names are those of the certificate and of the address in the
// settings; while there is neither, any is taken. Numeric addresses and this machine itself no stranger can pose as.
func (s *Server) hostsChecked(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().URL.Path != "/healthz" && !s.hosts(c.Request().Host) {
			return c.String(http.StatusMisdirectedRequest, "这个地址不是回音的地址，请用管理员给出的地址打开。\n"+
				"This is not an address of the portal; its administrator may correct it under 管理设置.\n")
		}
		return next(c)
	}
}

func (s *Server) hosts(host string) bool { return s.hostsUnder(host, s.store.Delivery().Portal) }

// hostsUnder tells whether a host is served when the settings have a portal's address.
func (s *Server) hostsUnder(host, portal string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.Trim(host, "[]."))
	if _, err := netip.ParseAddr(host); err == nil || host == "localhost" {
		return true
	}
	named := false
	if s.Certificate != nil {
		if chain := s.Certificate(); len(chain) > 0 {
			if named = len(chain[0].DNSNames) > 0; chain[0].VerifyHostname(host) == nil {
				return true
			}
		}
	}
	if u, err := url.Parse(portal); err == nil && u.Hostname() != "" {
		return strings.EqualFold(u.Hostname(), host)
	}
	return !named
}
