package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path"
	"runtime"
	"testing"
	"time"
)

// Papers are made one after the other, pages meanwhile; who leaves the queue leaves nothing behind, and who
// only takes the answer slowly holds up nobody.
func TestHeavy_PapersWaitForTheirTurnAndPagesDoNot(t *testing.T) {
	p := newPortal(t)
	c := p.as("w01").record()
	var ends []func()
	for range cap(paperTurns) {
		end, err := paperTurns.take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, end)
	}
	gone, leave := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer leave()
	r := httptest.NewRequestWithContext(gone, http.MethodGet, c+"/form.pdf", nil)
	if a := p.as("w01").send(r); a.status != http.StatusRequestTimeout {
		t.Errorf("who left the queue: %d", a.status)
	}
	for _, at := range []string{c, "/", "/complaints"} {
		if a := p.as("w01").get(at); a.status != http.StatusOK {
			t.Errorf("a page: %d", a.status)
		}
	}
	made := make(chan int)
	go func() { made <- p.as("w01").get(c + "/form.pdf").status }()
	select {
	case <-made:
		t.Error("there was no turn")
	case <-time.After(50 * time.Millisecond):
	}
	for _, end := range ends {
		end()
		end() // twice is once
	}
	if got := <-made; got != http.StatusOK {
		t.Errorf("the paper: %d", got)
	}
	for _, kind := range []string{"form", "receipt", "dossier"} { // no turn is lost
		for range cap(paperTurns) + 1 {
			if a := p.as("w01").get(c + "/" + kind + ".pdf"); a.status != http.StatusOK {
				t.Errorf("%s: %d", kind, a.status)
			}
		}
	}
	if len(paperTurns) != 0 {
		t.Errorf("%d turns are kept", len(paperTurns))
	}
}

// The turn ends when the answer begins.
func TestHeavy_SendingIsNotMaking(t *testing.T) {
	p := newPortal(t)
	c := p.as("w01").record()
	r := httptest.NewRequest(http.MethodGet, c+"/form.pdf", nil)
	r.AddCookie(&http.Cookie{Name: cookieName, Value: p.as("w01").cookie})
	w := &watched{ResponseRecorder: httptest.NewRecorder()}
	p.server.Handler().ServeHTTP(w, r)
	if w.Code != http.StatusOK || w.turns != 0 {
		t.Errorf("%d, %d turns are held while the paper is sent", w.Code, w.turns)
	}
}

type watched struct {
	*httptest.ResponseRecorder
	turns int
}

func (w *watched) Write(b []byte) (int, error) {
	w.turns = max(w.turns, len(paperTurns))
	return w.ResponseRecorder.Write(b)
}

func TestHeavy_EveryPaperAndSheetHasItsTurn(t *testing.T) {
	p := newPortal(t)
	for _, r := range p.server.routes() {
		if ext := path.Ext(r.path); (ext == ".pdf" || ext == ".xlsx" || ext == ".csv") && !r.is(heavy|bulky) {
			t.Errorf("%s is made without a turn", r.path)
		}
	}
	if n := cap(halfOf(1)); n != 1 || cap(halfOf(8)) != 4 {
		t.Error(n)
	}
}

// Receipts, forms and letters wait for no dossier and no ledger, and one person's many hold up nobody else's
// (finding 10).
func TestHeavy_ReceiptsDoNotWaitBehindDossiers(t *testing.T) {
	p := newPortal(t)
	c := p.as("w01").record()
	var ends []func()
	for range cap(bulkyTurns) {
		end, err := bulkyTurns.take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, end)
	}
	made := make(chan int)
	go func() { made <- p.as("w01").get(c + "/dossier.pdf").status }()
	select {
	case <-made:
		t.Error("a dossier has no turn to wait for")
	case <-time.After(50 * time.Millisecond):
	}
	for _, kind := range []string{"receipt", "form"} {
		if a := p.as("w01").get(c + "/" + kind + ".pdf"); a.status != http.StatusOK {
			t.Errorf("%s while a dossier is made: %d", kind, a.status)
		}
	}
	for _, end := range ends {
		end()
	}
	if got := <-made; got != http.StatusOK {
		t.Errorf("the dossier: %d", got)
	}
}

func TestHeavy_OneBulkyPaperAPersonAtATime(t *testing.T) {
	p := newPortal(t)
	c := p.as("w01").record()
	first, err := p.server.bulky.enter(t.Context(), "w01", bulkyAtOnce, bulkyWait)
	if err != nil {
		t.Fatal(err)
	}
	gone, left := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer left()
	r := httptest.NewRequestWithContext(gone, http.MethodGet, c+"/dossier.pdf", nil)
	if a := p.as("w01").send(r); a.status != http.StatusRequestTimeout {
		t.Errorf("the second of one person: %d", a.status)
	}
	if a := p.as("u01").get(c + "/dossier.pdf"); a.status != http.StatusOK {
		t.Errorf("another person's: %d", a.status)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for range bulkyWait {
		go func() { _, _ = p.server.bulky.enter(ctx, "w01", bulkyAtOnce, bulkyWait) }()
	}
	for p.server.bulky.waiting("w01") < bulkyAtOnce+bulkyWait {
		runtime.Gosched()
	}
	if a := p.as("w01").get(c + "/dossier.pdf"); a.status != http.StatusTooManyRequests {
		t.Errorf("beyond those that may wait: %d", a.status)
	}
	first()
}

// waiting is how many are in under a key.
func (g *gate) waiting(key string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	if l := g.of[key]; l != nil {
		return l.in
	}
	return 0
}
