package mailer

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"huiyin/huiyin"
)

// The settings make no scanner of the portal's own machine: what is dialled is looked at, whatever a name says, and
// pages tell no port from another (finding 14).
func TestMessagesDoNotReachThisMachine(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }))
	defer server.Close()
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	letter := []message{{to: "a01@example.com", subject: "x", body: "x", id: "x", at: time.Unix(0, 0)}}
	for _, host := range []string{"127.0.0.1", "localhost", "127.1.2.3", "0.0.0.0"} {
		n := newNetwork()
		robot := huiyin.Robot{Kind: huiyin.WeCom, URL: "http://" + host + ":" + port + "/metrics?key=geheim"}
		if err := n.say(t.Context(), robot, "x"); !errors.Is(err, errNoRobot) {
			t.Errorf("a robot at %s: %v", host, err)
		}
		n.reach.named = []string{"vendor.example"} // a name that leads here is what the dialer must see through
		if _, err := n.reach.dial(t.Context(), "tcp", net.JoinHostPort(host, port)); !errors.Is(err, errBarred) {
			t.Errorf("dialling %s: %v", host, err)
		}
		mail := huiyin.MailServer{Host: host, Port: server.Listener.Addr().(*net.TCPAddr).Port, Security: huiyin.Plain,
			From: "h@example.com"}
		for _, security := range huiyin.MailSecurities() {
			mail.Security = security
			if failed := n.mail(t.Context(), mail, letter); !errors.Is(failed[0], errBarred) {
				t.Errorf("mail to %s, %s: %v", host, security, failed)
			}
		}
	}
	if asked != 0 {
		t.Errorf("%d requests came through", asked)
	}
	robot := huiyin.Robot{Kind: huiyin.WeCom, URL: server.URL}
	if err := newNetwork("127.0.0.1").say(t.Context(), robot, "x"); asked != 1 {
		t.Errorf("a host that the operator names: %v", err)
	}
}

func TestWhichAddressesAreBarred(t *testing.T) {
	r := reach{own: func() ([]net.Addr, error) {
		_, mine, err := net.ParseCIDR("192.168.1.10/24")
		mine.IP = net.IPv4(192, 168, 1, 10)
		return []net.Addr{mine}, err
	}}
	for address, want := range map[string]bool{"127.0.0.1": true, "::1": true, "::ffff:127.0.0.1": true,
		"64:ff9b::7f00:1": true, "0.0.0.0": true, "::": true, "169.254.169.254": true, "fe80::1": true,
		"192.168.1.10": true, "::ffff:192.168.1.10": true, "224.0.0.1": true, "255.255.255.255": true,
		"192.168.1.11": false, "10.0.0.5": false, "203.0.113.7": false, "2001:db8::7": false, "fd00::5": false} {
		if got := r.barred(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s is barred: %v", address, got)
		}
	}
}

// A closed port, one that hangs up and one that speaks something else sound alike.
func TestAllThatIsNotAMailServerSoundsAlike(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	says := make(chan string, 1)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte(<-says))
			_ = conn.Close()
		}
	}()
	mail := huiyin.MailServer{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: huiyin.Plain,
		From: "h@example.com"}
	letter := []message{{to: "a01@example.com", subject: "x", body: "x", id: "x", at: time.Unix(0, 0)}}
	said := map[string]bool{}
	try := func(what string) {
		if what != "closed" {
			says <- what
		}
		failed := newNetwork("127.0.0.1").mail(t.Context(), mail, letter)
		said[failed[0].Error()] = true
		if cause(failed[0]) == "" || strings.Contains(failed[0].Error(), "SSH") {
			t.Errorf("%q: %v, cause %q", what, failed[0], cause(failed[0]))
		}
	}
	try("SSH-2.0-OpenSSH_9.6\r\n")
	try("")
	try("HTTP/1.1 400 Bad Request\r\n\r\n")
	_ = l.Close()
	try("closed")
	if len(said) != 1 {
		t.Errorf("they are told apart: %v", said)
	}
}
