package web

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// deviceLasts is how long a browser keeps what tells that it has logged in before.
const deviceLasts = 180 * 24 * time.Hour

// deviceCookie is what it keeps it as; over TLS bound to this host, as the session is.
func (s *Server) deviceCookie() string { return s.sessions.cookie() + "-device" }

// device is the hash of what the browser keeps, "" for none.
func (s *Server) device(c echo.Context) string {
	cookie, err := c.Request().Cookie(s.deviceCookie())
	if err != nil || cookie.Value == "" || len(cookie.Value) > mostAccount {
		return ""
	}
	return hashID(cookie.Value)
}

// knowDevice remembers that this browser has logged in as somebody (rule P11). Without it they are in all the same.
func (s *Server) knowDevice(c echo.Context, account string) {
	now := s.Wall()
	value, err := s.deviceValue(c)
	if err == nil {
		err = s.store.KnowDevice(c.Request().Context(), account, hashID(value), now)
	}
	if err != nil {
		s.Log.Error("known device", "id", requestID(c), "account", account, "error", err)
		return
	}
	c.SetCookie(&http.Cookie{Name: s.deviceCookie(), Value: value, Path: "/", HttpOnly: true, Secure: s.sessions.secure,
		SameSite: http.SameSiteLaxMode, MaxAge: int(deviceLasts / time.Second)})
}

// deviceValue is what the browser is to keep: what it has, where this portal gave it, for others may log in at it too.
func (s *Server) deviceValue(c echo.Context) (string, error) {
	if hash := s.device(c); hash != "" {
		known, err := s.store.DeviceKnown(c.Request().Context(), "", hash, s.Wall())
		cookie, missing := c.Request().Cookie(s.deviceCookie())
		if err != nil || known && missing == nil {
			return cookie.Value, err
		}
	}
	return newID() + newID(), nil
}

// triesOf is what tries at an account are counted by: a device that has logged in as its person, and an address from
// which they are logged in now, each by themselves, so that strangers never shut them out; all others together (rule P11).
func (s *Server) triesOf(c echo.Context, account string) tryKeys {
	account = account[:min(len(account), mostAccount)]
	ctx, now := c.Request().Context(), s.Wall()
	if hash := s.device(c); hash != "" {
		if known, err := s.store.DeviceKnown(ctx, account, hash, now); err == nil && known {
			return friendKeys("device " + hash + " " + account)
		}
	}
	if lives, err := s.store.LivesAt(ctx, account, c.RealIP(), now); err == nil && lives {
		return friendKeys("at " + c.RealIP() + " " + account)
	}
	return keysOf(account, c.RealIP())
}

// warn tells a person, once an hour, that strangers try their account. Nobody who is refused waits for the writer.
func (s *Server) warn(c echo.Context, account string) {
	if s.store.Org().Person(account) == nil || !s.throttle.warns(account, s.Wall()) {
		return
	}
	now, id := s.Now(), requestID(c)
	s.telling.Go(func() {
		if err := s.store.WarnOfTries(context.Background(), account, now); err != nil {
			s.Log.Error("warn of tries", "id", id, "account", account, "error", err)
		}
	})
}
