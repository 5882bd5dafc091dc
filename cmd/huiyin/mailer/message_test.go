package mailer

import (
	"bufio"
	"bytes"
	"net/textproto"
	"slices"
	"strings"
	"testing"
	"time"
)

// Nothing that stands in a letter becomes one of its headers, and no second recipient comes out of an address.
func TestLettersHaveNoOtherHeaders(t *testing.T) {
	const evil = "x\r\nBcc: evil@evil.example\r\nX-Evil: 1\r\n\r\n<evil>"
	known := strings.Fields("Auto-Submitted Content-Transfer-Encoding Content-Type Date From Message-Id " +
		"Mime-Version Subject To")
	for name, l := range map[string]message{
		"subject": {to: "a01@example.com", subject: evil, body: "x", id: "1"},
		"encoded words": {to: "a01@example.com", subject: "=?utf-8?q?x=0D=0ABcc:_evil@evil.example?= " + evil,
			body: "x", id: "1"},
		"a long one": {to: "a01@example.com", subject: strings.Repeat("回音\r\n", 500), body: "x", id: "1"},
		"body": {to: "a01@example.com", subject: "x", body: evil + "\r\n.\r\nRCPT TO:<evil@evil.example>\r\n" +
			strings.Repeat("长", 5000) + "\x00\xff", id: "1"},
		"id":            {to: "a01@example.com", subject: "x", body: "x", id: "1>\r\nBcc: evil@evil.example"},
		"receiver":      {to: "a01@example.com\r\nBcc: evil@evil.example", subject: "x", body: "x", id: "1"},
		"two receivers": {to: "a01@example.com, evil@evil.example", subject: "x", body: "x", id: "1"},
	} {
		l.at = time.Unix(0, 0)
		m, err := l.mime("huiyin@example.com")
		if err != nil {
			continue // refused
		}
		var b bytes.Buffer
		if _, err := m.WriteTo(&b); err != nil {
			continue
		}
		header, err := textproto.NewReader(bufio.NewReader(&b)).ReadMIMEHeader()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for k := range header {
			if !slices.Contains(known, k) || len(header[k]) != 1 {
				t.Errorf("%s: %s: %q", name, k, header[k])
			}
		}
		if got := header.Get("To"); got != "<a01@example.com>" {
			t.Errorf("%s goes to %q", name, got)
		}
		if name == "two receivers" || name == "receiver" {
			t.Errorf("%s: was taken", name)
		}
		for line := range strings.SplitSeq(b.String(), "\r\n") {
			if line == "." || strings.HasPrefix(line, "RCPT") && name != "body" {
				t.Errorf("%s: a line %q", name, line)
			}
		}
	}
}
