package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// limits are how long the portal waits for a client, and for how many at once.
type limits struct {
	header          time.Duration // for the head of a request; shorter than stall
	form            time.Duration // for the whole body of an ordinary form
	stall           time.Duration // for the next piece of an upload, or until a piece of an answer is taken
	transfer        time.Duration // for the whole of an upload or an answer
	idle            time.Duration // between two requests
	shutdownTimeout time.Duration // for all that runs when the portal stops
	// Connections at once, altogether and from one address. A browser keeps up to seven.
	most, mostOfOne int
}

// Half an hour lets 200 MiB through a Wi-Fi of 1 Mbit/s. Two hundred people behind one address have room.
var ordinaryLimits = limits{
	header: 10 * time.Second, form: time.Minute, stall: time.Minute, transfer: 30 * time.Minute, idle: 2 * time.Minute,
	shutdownTimeout: 15 * time.Second,
	most:            4000, mostOfOne: 2000,
}

// server serves a handler within these limits, on what door gives.
func (lim limits) server(next http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           lim.with(next),
		ReadHeaderTimeout: lim.header, ReadTimeout: lim.transfer, WriteTimeout: lim.transfer, IdleTimeout: lim.idle,
		MaxHeaderBytes: 64 << 10,
		ErrorLog:       slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, callerKey{}, callerOf(c))
		},
	}
}

// with reads and answers within these limits: an ordinary form has to come in within a time, an upload has to
// go on coming, and an answer has to go on being taken.
func (lim limits) with(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if k, _ := r.Context().Value(callerKey{}).(*caller); k != nil {
			k.begin()
			defer k.end()
		}
		client, now := http.NewResponseController(w), time.Now()
		out := &limitedWriter{ResponseWriter: w, client: client, stall: lim.stall, until: now.Add(lim.transfer),
			moment: lim.header}
		if r.ContentLength != 0 {
			b := &limitedBody{ReadCloser: r.Body, client: client, stall: lim.stall, until: now.Add(lim.transfer)}
			if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
				b.stall, b.until = lim.form, now.Add(lim.form)
			}
			r.Body, out.body = b, b
		}
		next.ServeHTTP(out, r)
		out.leave()
	})
}

// limitedBody waits for each piece of a body, but not for all of them without end.
type limitedBody struct {
	io.ReadCloser
	client *http.ResponseController
	stall  time.Duration
	until  time.Time
	whole  bool // has been read
}

func (b *limitedBody) Read(p []byte) (int, error) {
	if b.whole {
		return 0, io.EOF
	}
	_ = b.client.SetReadDeadline(earlier(time.Now().Add(b.stall), b.until)) // else the server's stands
	n, err := b.ReadCloser.Read(p)
	if b.whole = errors.Is(err, io.EOF); b.whole { // from now on reading only tells whether the client is still there
		_ = b.client.SetReadDeadline(time.Time{})
	}
	return n, err
}

// limitedWriter waits until each piece of an answer is taken, but not for all of them without end. A piece
// is small, so that a slow line is told from a client that does not read.
type limitedWriter struct {
	http.ResponseWriter
	client *http.ResponseController
	stall  time.Duration
	until  time.Time
	body   *limitedBody // of the request, nil where it has none
	moment time.Duration
}

// leave is for a body that nobody wants to the end. The server reads a little of it before it sends the
// answer: for a moment, not for as long as an upload may take.
func (w *limitedWriter) leave() {
	if w.body != nil && !w.body.whole {
		_ = w.client.SetReadDeadline(time.Now().Add(w.moment))
		w.body = nil
	}
}

func (w *limitedWriter) WriteHeader(status int) {
	w.leave()
	w.ResponseWriter.WriteHeader(status)
}

const piece = 64 << 10

func (w *limitedWriter) Write(b []byte) (n int, err error) {
	for {
		part := b[n:min(n+piece, len(b))]
		_ = w.client.SetWriteDeadline(earlier(time.Now().Add(w.stall), w.until))
		wrote, err := w.ResponseWriter.Write(part)
		if n += wrote; err != nil || n == len(b) {
			return n, err
		}
	}
}

// Unwrap lets http.ResponseController find what it needs.
func (w *limitedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// doorkeeper lets only so many connections in at once. A new one beyond that takes the place of the one that
// has asked for nothing for the longest time, of its own address if that has too many, else of the address
// that has most; where all are being answered, the new one is turned away. So whoever opens connections and
// lets them lie drives out their own.
type doorkeeper struct {
	net.Listener
	most, mostOfOne int

	mu  sync.Mutex
	all map[string]map[*caller]struct{} // by address
	n   int
}

func (lim limits) door(l net.Listener) *doorkeeper {
	return &doorkeeper{Listener: l, most: lim.most, mostOfOne: lim.mostOfOne, all: map[string]map[*caller]struct{}{}}
}

// caller is a connection that was let in.
type caller struct {
	net.Conn
	door    *doorkeeper
	address string
	// Guarded by door.mu.
	asks  int       // requests that are being answered
	since time.Time // when it last had one, or came
	gone  bool
}

type callerKey struct{}

// callerOf finds what the doorkeeper knows of a connection, under TLS too.
func callerOf(c net.Conn) *caller {
	for {
		if k, ok := c.(*caller); ok {
			return k
		}
		outer, ok := c.(interface{ NetConn() net.Conn })
		if !ok {
			return nil
		}
		c = outer.NetConn()
	}
}

func (d *doorkeeper) Accept() (net.Conn, error) {
	for {
		c, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		host, _, _ := net.SplitHostPort(c.RemoteAddr().String())
		k := &caller{Conn: c, door: d, address: host, since: time.Now()}
		leaves, ok := d.letIn(k)
		if leaves != nil {
			_ = leaves.Conn.Close()
		}
		if ok {
			return k, nil
		}
		_ = c.Close()
	}
}

// letIn finds a place for a connection, and who leaves for it.
func (d *doorkeeper) letIn(k *caller) (leaves *caller, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	full := d.n >= d.most
	if full || len(d.all[k.address]) >= d.mostOfOne {
		from := k.address
		if full {
			for address, of := range d.all {
				if len(of) > len(d.all[from]) {
					from = address
				}
			}
		}
		for other := range d.all[from] {
			if other.asks == 0 && (leaves == nil || other.since.Before(leaves.since)) {
				leaves = other
			}
		}
		if leaves == nil {
			return nil, false
		}
		d.forget(leaves)
	}
	if d.all[k.address] == nil {
		d.all[k.address] = map[*caller]struct{}{}
	}
	d.all[k.address][k] = struct{}{}
	d.n++
	return leaves, true
}

func (d *doorkeeper) forget(k *caller) {
	if k.gone {
		return
	}
	k.gone = true
	d.n--
	if delete(d.all[k.address], k); len(d.all[k.address]) == 0 {
		delete(d.all, k.address)
	}
}

func (k *caller) begin() { k.answering(1) }
func (k *caller) end()   { k.answering(-1) }

func (k *caller) answering(n int) {
	k.door.mu.Lock()
	defer k.door.mu.Unlock()
	k.asks += n
	k.since = time.Now()
}

// CloseWrite lets the server say the last word to a client that is still sending.
func (k *caller) CloseWrite() error {
	if c, ok := k.Conn.(interface{ CloseWrite() error }); ok {
		return c.CloseWrite()
	}
	return nil
}

func (k *caller) Close() error {
	k.door.mu.Lock()
	k.door.forget(k)
	k.door.mu.Unlock()
	return k.Conn.Close()
}
