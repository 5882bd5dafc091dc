package mailer

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"huiyin/huiyin"
)

// answers is a way out at whose end somebody says something.
type answers struct {
	status int
	body   []byte
}

func (a answers) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: a.status, Header: http.Header{"Location": {"http://evil.example"}},
		Body: io.NopCloser(bytes.NewReader(a.body))}, nil
}

// fitToShow tells whether what went wrong may stand on a page and in a list.
func fitToShow(err error) bool {
	text := err.Error()
	return utf8.ValidString(text) && utf8.RuneCountInString(text) < 300 && !strings.Contains(text, "geheim") &&
		!strings.ContainsFunc(text, func(r rune) bool { return r != ' ' && !unicode.IsPrint(r) })
}

// Whatever a robot's service answers, it is a message sent or a short reason on one line without the key.
func FuzzRobotAnswers(f *testing.F) {
	for _, s := range []string{`{"errcode":0,"errmsg":"ok"}`, `{"errcode":310000,"errmsg":"sign not match\r\ntime=x"}`,
		`{"errcode":"0"}`, `{"errcode":1e400}`, `[]`, "", "<html>", `{"errcode":9,"errmsg":"` +
			strings.Repeat("长", 9000) + `"}`, "{\"errcode\":1,\"errmsg\":\"\xff\u202E\"}"} {
		f.Add(uint16(200), []byte(s))
	}
	f.Add(uint16(302), []byte("x"))
	f.Fuzz(func(t *testing.T, status uint16, body []byte) {
		n := newNetwork("robot.example")
		n.client.Transport = answers{int(status), body}
		robot := huiyin.Robot{Kind: huiyin.DingTalk, URL: "http://robot.example/send?access_token=geheim",
			Secret: "geheim"}
		if status%2 == 1 {
			robot.Kind = huiyin.WeCom
		}
		if err := n.say(t.Context(), robot, "x"); err != nil && !fitToShow(err) {
			t.Errorf("%d %q gives %q", status, body, err)
		}
	})
}

// Whatever a mail server says, a letter is sent or there is a short reason on one line; it does not hang.
func FuzzMailAnswers(f *testing.F) {
	const fine = "220 office\r\n250 office\r\n250 fine\r\n250 fine\r\n354 go on\r\n250 taken\r\n221 bye\r\n"
	f.Add([]byte(fine))
	f.Add([]byte("220 x\r\n250-STARTTLS\r\n250-AUTH LOGIN\r\n250 SIZE 1\r\n250 x\r\n550 no such\rmailbox\x00\xff\r\n"))
	f.Add([]byte("220-" + strings.Repeat("x", 5000) + "\r\n"))
	f.Add([]byte("999\r\n250 \r\n-\r\n"))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = l.Close() })
	says := make(chan []byte, 1)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			b := <-says
			go func() {
				_, _ = conn.Write(b)
				_ = conn.(*net.TCPConn).CloseWrite()
				_ = conn.SetReadDeadline(time.Now().Add(time.Second))
				_, _ = io.Copy(io.Discard, conn)
				_ = conn.Close()
			}()
		}
	}()
	server := huiyin.MailServer{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, Security: huiyin.Plain,
		From: "huiyin@example.com"}
	f.Fuzz(func(t *testing.T, said []byte) {
		says <- said
		failed := newNetwork("127.0.0.1").mail(t.Context(), server,
			[]message{{to: "a01@example.com", subject: "回音\r\nBcc: x@evil.example", body: "x",
				id: fmt.Sprint(len(said)), at: time.Unix(0, 0)}})
		if len(failed) != 1 || failed[0] != nil && !fitToShow(failed[0]) {
			t.Errorf("%q gives %q", said, failed)
		}
	})
}
