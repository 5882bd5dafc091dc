package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"huiyin/huiyin"
)

// keyPair is the certificate that the portal shows. Renewed files are taken over with the next connection;
// while they do not fit each other or cannot be read, the ones of before stay in use.
type keyPair struct {
	cert, key string
	now       func() time.Time
	log       *slog.Logger

	mu    sync.Mutex
	seen  string // which state of the files was read last
	pair  *tls.Certificate
	chain []*x509.Certificate
}

func openKeyPair(cert, key string, now func() time.Time, log *slog.Logger) (*keyPair, error) {
	k := &keyPair{cert: cert, key: key, now: now, log: log}
	k.seen = k.stamp()
	if err := k.read(); err != nil {
		return nil, fmt.Errorf("--tls-cert and --tls-key: %w", err)
	}
	return k, nil
}

// stamp changes with the files.
func (k *keyPair) stamp() (s string) {
	for _, path := range []string{k.cert, k.key} {
		if info, err := os.Stat(path); err == nil {
			s += fmt.Sprint(info.ModTime().UnixNano(), info.Size(), " ")
		}
	}
	return s
}

func (k *keyPair) read() error {
	pair, err := tls.LoadX509KeyPair(k.cert, k.key)
	if err != nil {
		return err
	}
	var chain []*x509.Certificate
	for _, der := range pair.Certificate {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return err
		}
		chain = append(chain, c)
	}
	k.pair, k.chain = &pair, chain
	level, left := slog.LevelInfo, chain[0].NotAfter.Sub(k.now())
	if left < huiyin.ShortCertificate {
		level = slog.LevelWarn
	}
	k.log.Log(context.Background(), level, "certificate", "until", chain[0].NotAfter, "days", int(left.Hours()/24))
	return nil
}

// current reads the files again when they have changed.
func (k *keyPair) current() (*tls.Certificate, []*x509.Certificate) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if now := k.stamp(); now != k.seen {
		k.seen = now
		if err := k.read(); err != nil {
			k.log.Error("certificate not renewed", "error", err)
		}
	}
	return k.pair, k.chain
}

// Chain gives the certificate and who vouches for it.
func (k *keyPair) Chain() []*x509.Certificate {
	_, chain := k.current()
	return chain
}

// names tells whether the certificate vouches for a host.
func (k *keyPair) names(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	chain := k.Chain()
	return len(chain) > 0 && chain[0].VerifyHostname(host) == nil
}

func (k *keyPair) config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			pair, _ := k.current()
			return pair, nil
		}}
}

// httpsOnly tells a browser that speaks plain HTTP to this port where to go.
type httpsOnly struct {
	net.Listener
	pair *keyPair
}

func (l httpsOnly) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &firstByte{Conn: c, names: l.pair.names}, nil
}

// firstByte looks at what a connection begins with. It is read by one goroutine, in the handshake first.
type firstByte struct {
	net.Conn
	known bool
	names func(host string) bool // whether the certificate vouches for it: nobody is sent anywhere else
}

// NetConn is what lies below, as tls.Conn calls it.
func (c *firstByte) NetConn() net.Conn { return c.Conn }

const tlsHandshake = 0x16

func (c *firstByte) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if c.known || n == 0 {
		return n, err
	}
	c.known = true
	if b[0] == tlsHandshake {
		return n, err
	}
	c.tell(io.MultiReader(bytes.NewReader(b[:n]), c.Conn))
	return 0, io.EOF
}

// mostPlain bounds how much of a plain request is read.
const mostPlain = 16 << 10

// tell answers one plain request: a page is asked for again with https, a form would have to be filled in
// again. Deadlines are those of the handshake.
func (c *firstByte) tell(from io.Reader) {
	r, err := http.ReadRequest(bufio.NewReader(io.LimitReader(from, mostPlain)))
	if err != nil {
		return
	}
	status, head := http.StatusBadRequest, ""
	if (r.Method == http.MethodGet || r.Method == http.MethodHead) && c.names(r.Host) {
		status, head = http.StatusTemporaryRedirect, "Location: https://"+r.Host+r.URL.RequestURI()+"\r\n"
	}
	const words = "请用 https:// 开头的地址打开回音。\nPlease open this address with https:// at its beginning.\n"
	body := words
	if r.Method == http.MethodHead {
		body = ""
	}
	_, _ = fmt.Fprintf(c.Conn,
		"HTTP/1.1 %d %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\nConnection: "+
			"close\r\nCache-Control: no-store\r\n%s\r\n%s",
		status, http.StatusText(status), len(words), head, body)
}
