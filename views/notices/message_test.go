package notices

import (
	"strings"
	"testing"
	"time"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// The subject of several notices is the one that can wait least; a time says what it is, and nobody is named twice.
func TestMessagesSayWhatIsUrgent(t *testing.T) {
	at := time.Date(2025, 3, 3, 5, 12, 0, 0, time.UTC)
	notice := func(kind huiyin.NoticeKind, number string) huiyin.Notice {
		return huiyin.Notice{Account: "a01", Kind: kind, Number: number, Grade: huiyin.Minor, At: at}
	}
	l := Letter{Clock: ui.Clock{Lang: ui.Hans}, Rows: []huiyin.Notice{notice(huiyin.NoticeAssigned, "TS-1"),
		notice(huiyin.NoticeNear, "TS-2"), notice(huiyin.NoticeMissed, "TS-3"), notice(huiyin.NoticeAssigned, "TS-1")},
		Name: func(string) string { return "许静" }}
	if got := l.Subject(); got != "回音 已逾期（许静） TS-3，另有 2 条通知" {
		t.Error(got)
	}
	body := l.Body()
	if strings.Contains(body, "许静、许静") || strings.Count(body, "通知时间：") != 3 {
		t.Error(body)
	}
	l.Rows = l.Rows[:1]
	if got := l.Subject(); got != "回音 分派给许静 TS-1" {
		t.Error(got)
	}
}
