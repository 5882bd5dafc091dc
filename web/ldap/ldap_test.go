package ldap

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"github.com/go-ldap/ldap/v3"

	"huiyin/huiyin"
)

// A server that takes connections and does not speak, or speaks nonsense, holds nobody for longer than they wait.
func TestServerThatDoesNotAnswer(t *testing.T) {
	for name, says := range map[string][]byte{
		"nothing": nil, "nonsense": []byte("HTTP/1.1 400 Bad Request\r\n\r\n"),
		"an endless answer": {0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 0x02, 0x01, 0x01},
	} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		go func() {
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				_, _ = c.Write(says)
				t.Cleanup(func() { _ = c.Close() })
			}
		}()
		for _, security := range huiyin.MailSecurities() {
			d := huiyin.DefaultDomainLogin()
			d.Host, d.Port, d.Security, d.Base = "127.0.0.1", l.Addr().(*net.TCPAddr).Port, security,
				"dc=example,dc=com"
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			_, err := Server{}.SignIn(ctx, d, "a", "b", func(string) error { return nil })
			cancel()
			var fault *huiyin.DomainFault
			if !errors.As(err, &fault) || !fault.Down() {
				t.Errorf("%s, %s: %v", name, security, err)
			}
		}
		_ = l.Close()
	}
}

func TestEmptyPasswordIsRefusedBeforeAnythingIsAsked(t *testing.T) {
	d := huiyin.DefaultDomainLogin()
	d.Host = "must-not-be-asked.invalid"
	var fault *huiyin.DomainFault
	if _, err := (Server{}).SignIn(t.Context(), d, "a", "", nil); !errors.As(err, &fault) ||
		fault.Step != huiyin.DomainPassword {
		t.Error(err)
	}
}

func TestWhatIsTypedIsNoPartOfTheFilter(t *testing.T) {
	for _, typed := range []string{"*", "*)(uid=*", "a)(|(b=*", "\\2a", "\x00", "张三", "%s", "%u", "(&)", "é\xff"} {
		got := fill("(&(objectClass=person)(|(uid=%s)(mail=%s)))", "%s", typed)
		p, err := ldap.CompileFilter(got)
		if err != nil {
			t.Errorf("%q: %v", typed, err)
			continue
		}
		if len(p.Children) != 2 || len(p.Children[1].Children) != 2 {
			t.Errorf("%q becomes %s", typed, got)
			continue
		}
		for _, c := range p.Children[1].Children {
			if len(c.Children) != 2 || string(c.Children[1].ByteValue) != typed &&
				c.Children[1].Data.String() != typed {
				t.Errorf("%q becomes %q", typed, c.Children[1].Data.String())
			}
		}
	}
	if got := fill("(|(member=%s)(memberUid=%u))", "%s", "cn=a(b)", "%u",
		"%s"); got != `(|(member=cn=a\28b\29)(memberUid=%s))` {
		t.Error(got)
	}
	if _, err := ldap.CompileFilter("(" + nestedRule + "=" + ldap.EscapeFilter("cn=经办人 (海悦府),dc=example") +
		")"); err != nil {
		t.Error(err)
	}
}

func TestSameDN(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"cn=a,dc=b", "CN=A, DC=B", true}, {"cn=经办人,dc=b", "CN=经办人,dc=b", true},
		{`cn=a\,b,dc=c`, `cn=a\2cb,dc=c`, true},
		{"cn=a,dc=b", "cn=a,dc=b,dc=c", false}, {"cn=a", "cn=b", false}, {"nonsense", "nonsense", false},
		{"", "", true},
	} {
		if got := sameDN(tt.a, tt.b); got != tt.want {
			t.Errorf("%q %q: %v", tt.a, tt.b, got)
		}
	}
}
