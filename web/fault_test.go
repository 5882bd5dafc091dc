package web

import (
	"net/http"
	"testing"
	"time"
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
