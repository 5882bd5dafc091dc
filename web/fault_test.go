package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

// A session that was begun while the machine's clock ran ahead does not live on until then.
func TestASessionOfAWrongClockEnds(t *testing.T) {
	p := newPortal(t)
	p.password("a01")
	for ahead, want := range map[time.Duration]bool{0: true, 20 * time.Minute: true, 8 * time.Hour: false,
		365 * 24 * time.Hour: false} {
		wrong := New(p.store, Options{Now: p.server.Now, Wall: func() time.Time { return p.now.Add(ahead) },
			Log: p.server.Log})
		c := (&portal{t: t, store: p.store, server: wrong, now: p.now, log: p.log}).signIn("a01", "huiyin-demo",
			home).cookie()
		if c == nil {
			t.Fatal("no session")
		}
		if got := (visitor{p, c.Value}).get("/").status == http.StatusOK; got != want {
			t.Errorf("%v ahead: logged in is %v, want %v", ahead, got, want)
		}
	}
}

// A portal that reads and cannot record any more is not well (finding 12).
func TestHealthFailsWhenAChangeDoesNotEnd(t *testing.T) {
	p := newPortal(t)
	number := strings.TrimPrefix(p.as("u01").record(), "/complaints/")
	late := New(p.store, Options{Now: p.server.Now, Wall: func() time.Time { return time.Now().Add(time.Minute) },
		Log: p.server.Log})
	health := func() int {
		w := httptest.NewRecorder()
		late.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/healthz", nil))
		return w.Code
	}
	begun, end, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		_, _ = p.store.ChangeComplaint(context.WithoutCancel(t.Context()), db.Once{}, number, 0,
			func(*huiyin.Complaint) error { close(begun); <-end; return huiyin.NotFound() })
	}()
	<-begun
	if got := health(); got != http.StatusServiceUnavailable {
		t.Errorf("while a change does not end: %d", got)
	}
	close(end)
	<-done
	if got := health(); got != http.StatusOK {
		t.Errorf("afterwards: %d", got)
	}
}
