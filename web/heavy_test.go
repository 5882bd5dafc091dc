package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path"
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
		if ext := path.Ext(r.path); (ext == ".pdf" || ext == ".xlsx" || ext == ".csv") && !r.is(heavy) {
			t.Errorf("%s is made without a turn", r.path)
		}
	}
	if n := cap(halfOf(1)); n != 1 || cap(halfOf(8)) != 4 {
		t.Error(n)
	}
}
