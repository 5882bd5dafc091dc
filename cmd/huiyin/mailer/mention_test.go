package mailer

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"huiyin/huiyin"
)

// A group's message calls those whom it is for, each service in its way, and a long one stays within what both take.
func TestRobotsMention(t *testing.T) {
	for name, tt := range map[string]struct {
		kind  huiyin.RobotKind
		text  string
		ids   []string
		wants string
	}{
		"WeCom":    {huiyin.WeCom, "x", []string{"u1", "u2"}, `{"msgtype":"text","text":{"content":"x","mentioned_list":["u1","u2"]}}`},
		"DingTalk": {huiyin.DingTalk, "x", []string{"u1"}, `{"at":{"atUserIds":["u1"]},"msgtype":"text","text":{"content":"x @u1"}}`},
		"nobody":   {huiyin.DingTalk, "x", nil, `{"msgtype":"text","text":{"content":"x"}}`},
	} {
		_, body, err := robotCall(huiyin.Robot{Kind: tt.kind}, tt.text, time.Time{}, tt.ids...)
		if err != nil || string(body) != tt.wants {
			t.Errorf("%s: %s %v", name, body, err)
		}
	}
	_, body, err := robotCall(huiyin.Robot{Kind: huiyin.DingTalk}, strings.Repeat("长", 2000), time.Time{}, "u1")
	var said struct{ Text struct{ Content string } }
	if err != nil || json.Unmarshal(body, &said) != nil || len(said.Text.Content) > mostSaid+8 ||
		!strings.HasSuffix(said.Text.Content, "… @u1") {
		t.Errorf("%d bytes, %v", len(said.Text.Content), err)
	}
}

// A subject begins on the header's own line, whatever stands in it.
func TestSubjectsBeginOnTheirLine(t *testing.T) {
	m, err := message{to: "a@example.com", subject: strings.Repeat("时限将到：首次响应", 9), body: "x", id: "1",
		at: time.Unix(0, 0)}.mime("huiyin@example.com")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(b.String(), "\r\n") {
		if strings.HasPrefix(line, "Subject:") && !strings.Contains(line, "=?UTF-8?B?") || len(line) > 78 {
			t.Errorf("%q", line)
		}
	}
}
