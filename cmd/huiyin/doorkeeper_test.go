package main

import (
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// far is a connection from an address of its own.
type far struct {
	net.Conn
	from   string
	closed bool
}

func (f *far) RemoteAddr() net.Addr {
	return &net.TCPAddr{IP: net.ParseIP(f.from), Port: 1}
}

func (f *far) Close() error { f.closed = true; return nil }

// queue is a listener on which connections wait.
type queue struct {
	net.Listener
	all chan net.Conn
}

func (q queue) Accept() (net.Conn, error) { return <-q.all, nil }

// Whoever has too many connections loses their own oldest idle one; those that are answered stay.
func TestDoorkeeper_WhoLeavesForANewOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := queue{all: make(chan net.Conn, 1)}
		d := limits{most: 6, mostOfOne: 4}.door(q)
		comes := func(from string) (*far, *caller) {
			<-time.After(time.Second) // by the clock of synctest
			f := &far{from: from}
			q.all <- f
			var k *caller
			var got sync.WaitGroup
			got.Go(func() {
				c, err := d.Accept()
				if err == nil && c != nil {
					k = callerOf(c)
				}
			})
			synctest.Wait()
			if f.closed { // turned away; the door goes on waiting
				go func() { got.Wait() }()
				return f, nil
			}
			got.Wait()
			return f, k
		}
		a1, busy := comes("192.0.2.1")
		busy.begin()
		a2, k2 := comes("192.0.2.1")
		a3, _ := comes("192.0.2.1")
		a4, _ := comes("192.0.2.1")
		k2.begin()
		<-time.After(time.Second)
		k2.end() // asked since the third came
		a5, _ := comes("192.0.2.1")
		if a1.closed || a2.closed || !a3.closed || a4.closed || a5.closed {
			t.Error("not the third had waited longest", a1.closed, a2.closed, a3.closed, a4.closed, a5.closed)
		}
		b1, _ := comes("192.0.2.2")
		c1, k := comes("192.0.2.3") // the sixth
		d1, _ := comes("192.0.2.4") // the house is full: one of those with most goes
		if !a4.closed || b1.closed || c1.closed || d1.closed {
			t.Error("another than the one with most connections loses one")
		}
		_ = k.Close()
		_ = k.Close() // twice is once
		if d.n != 5 || len(d.all["192.0.2.3"]) != 0 {
			t.Errorf("%d are inside", d.n)
		}
		for _, of := range d.all {
			for k := range of {
				k.begin()
			}
		}
		last, k := comes("192.0.2.1")
		if k == nil || last.closed {
			t.Error("there was a place")
		}
		k.begin()
		if f, k := comes("192.0.2.9"); !f.closed || k != nil {
			t.Error("all are being answered, and yet somebody comes in")
		}
		k.end()
		q.all <- &far{from: "192.0.2.9"} // for the door that still waits
	})
}

// The door knows who calls behind TLS as well.
func TestDoorkeeper_KnowsCallersBehindTLS(t *testing.T) {
	known := false
	plain := httptest.NewUnstartedServer(nil)
	server := ordinaryLimits.server(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		known = r.Context().Value(callerKey{}).(*caller) != nil
	}), slog.New(slog.DiscardHandler))
	plain.Config, plain.Listener = server, httpsOnly{ordinaryLimits.door(plain.Listener), &keyPair{}}
	plain.StartTLS()
	defer plain.Close()
	answer, err := plain.Client().Get(plain.URL)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if !known {
		t.Error("a caller behind TLS is not known")
	}
}
