package web

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

// Of a thousand tries that come at once no more are looked at than are allowed, and right ones cost nothing (rule P11).
func TestP11_NoMoreAreLookedAtThanAllowed(t *testing.T) {
	at := time.Date(2025, 3, 3, 10, 0, 0, 0, time.UTC)
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 1))
		th := newThrottle()
		var looked atomic.Int64
		var all sync.WaitGroup
		for i := range 1000 {
			right := seed%4 == 0 && r.IntN(2) == 0
			address := fmt.Sprintf("10.0.%d.%d", i/250, i%250) // an address each
			all.Go(func() {
				giveBack, ok := th.take(keysOf("v01", address), at)
				if !ok {
					return
				}
				if right {
					giveBack()
					giveBack() // twice is once
					return
				}
				looked.Add(1)
			})
		}
		all.Wait()
		if n := looked.Load(); n > wrongByAccount || seed%4 > 0 && n != wrongByAccount {
			t.Fatalf("seed %d: %d wrong tries of %d were looked at", seed, n, wrongByAccount)
		}
		if _, ok := th.take(keysOf("v01", "10.9.9.9"), at); ok && looked.Load() == wrongByAccount {
			t.Errorf("seed %d: one more", seed)
		}
		if _, ok := th.take(keysOf("v01", "10.9.9.9"), at.Add(forgiven)); !ok {
			t.Errorf("seed %d: nothing is forgiven", seed)
		}
		if _, ok := th.take(keysOf("v01", "10.9.9.9"), at.Add(-time.Hour)); ok {
			t.Errorf("seed %d: a clock that was put back gives tries", seed)
		}
	}
	th := newThrottle()
	for i := range 10 * wrongByAddress {
		giveBack, ok := th.take(keysOf("a01", home), at)
		if !ok {
			t.Fatalf("right one number %d is refused", i)
		}
		giveBack()
	}
	if len(th.known) > 0 {
		t.Errorf("right ones leave %d behind", len(th.known))
	}
}

// A house with IPv6 has more addresses than anybody can count: its network is counted (rule P11).
func TestP11_ANetworkIsOneAddress(t *testing.T) {
	at := time.Date(2025, 3, 3, 10, 0, 0, 0, time.UTC)
	th := newThrottle()
	for i := range wrongByAddress {
		th.fail(fmt.Sprint("n", i), fmt.Sprintf("2001:db8:1:2::%x", i), at)
	}
	for address, want := range map[string]bool{"2001:db8:1:2:ffff::1": true, "2001:0db8:0001:0002::9%eth0": true,
		"2001:db8:1:3::1": false, "192.0.2.1": false, "::ffff:192.0.2.1": false, "no address": false} {
		if got := th.refused(keysOf("x", address), at); got != want {
			t.Errorf("%s: refused %v", address, got)
		}
	}
}

// While the portal is busy writing no more codes are tried than when it is not (rule P11).
func TestP11_CodesWhileSomebodyWrites(t *testing.T) {
	p := newPortal(t)
	p.password("x02")
	p.enrol(p.as("x02"))
	half := visitor{p, p.signIn("x02", "huiyin-demo", home).cookie().Value}
	writing, end := make(chan struct{}), make(chan struct{})
	var written sync.WaitGroup
	written.Go(func() {
		_ = p.store.ChangeOrg(t.Context(), db.Once{}, func(*huiyin.Org) error {
			close(writing)
			<-end
			return huiyin.Conflict("nothing")
		})
	})
	<-writing
	const tries = 300
	status := make(chan int, tries)
	for i := range tries {
		go func() { status <- half.post("/login/second", "code", fmt.Sprintf("%06d", i)).status }()
	}
	for range tries - wrongByAccount { // they are refused though the others are still waiting
		if got := <-status; got != http.StatusTooManyRequests {
			t.Errorf("%d", got)
		}
	}
	close(end)
	for range wrongByAccount {
		if got := <-status; got != http.StatusUnprocessableEntity && got != http.StatusTooManyRequests {
			t.Errorf("%d", got)
		}
	}
	written.Wait()
}

// A restart gives nobody new tries; right log-ins write nothing down, and what is nobody's name is not kept (rule P11).
func TestP11_TriesOutlastARestart(t *testing.T) {
	p := newPortal(t)
	p.password("a01")
	p.password("x02")
	for range 3 {
		p.signIn("a01", "huiyin-demo", home)
	}
	p.server.telling.Wait()
	if n := p.rows("SELECT key FROM attempt"); len(n) > 0 {
		t.Errorf("right ones leave %v", n)
	}
	const strange = "2001:db8:1:2::7"
	for range wrongByAccount {
		p.signIn("x02", "wrong", "["+strange+"]")
	}
	p.signIn("my-password-1", "wrong", "["+strange+"]")
	restart := func() {
		p.server.telling.Wait()
		p.server.throttle = newThrottle()
		p.server.recallTries()
	}
	restart()
	got := p.rows("SELECT key FROM attempt ORDER BY key")
	if len(got) != 2 || got[0][0] != "account x02" || got[1][0] != "address 2001:db8:1:2::/64" {
		t.Errorf("kept: %v", got)
	}
	if a := p.signIn("x02", "huiyin-demo", "["+strange+"]"); a.status != 429 {
		t.Errorf("after a restart: %d", a.status)
	}
	if !p.server.throttle.refused(keysOf("x02", home), p.now) {
		t.Error("another address has new tries")
	}
	p.pass(forgiven)
	restart()
	if a := p.signIn("x02", "huiyin-demo", "["+strange+"]"); a.status != 303 {
		t.Errorf("forgiven: %d", a.status)
	}

	secret, _ := p.enrol(p.as("a01"))
	half := visitor{p, p.signIn("a01", "huiyin-demo", home).cookie().Value}
	for range wrongByAccount {
		half.post("/login/second", "code", "000000")
	}
	restart()
	if a := half.post("/login/second", "code", p.code(secret, 0)); a.status != 429 {
		t.Errorf("a right code after a restart: %d", a.status)
	}
	p.pass(time.Hour)
	p.signIn("x02", "wrong", home)
	p.server.telling.Wait()
	if got := p.rows("SELECT key FROM attempt ORDER BY key"); len(got) != 2 {
		t.Errorf("what is forgiven is kept: %v", got)
	}
}

// fail counts a wrong try.
func (t *throttle) fail(account, address string, at time.Time) {
	_, _ = t.take(keysOf(account, address), at)
}
