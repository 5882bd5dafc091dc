package notices

import (
	"strings"

	"huiyin"
	"huiyin/views/ui"
)

// Letter is a message that leaves the house: it names complaints by number, grade and state, and nothing
// of the customer (rules P3, P5).
type Letter struct {
	Clock   ui.Clock
	Company string
	Portal  string // address of the portal, "" for no links
	Rows    []huiyin.Notice
	Name    func(account string) string // of the person told; nil in a message to one person
}

// Subject is the first line: one notice itself, or how many there are.
func (l Letter) Subject() string {
	t := l.Clock.Lang.T
	if len(l.Rows) == 1 {
		n := l.Rows[0]
		return t("回音：%s %s", words(l.Clock.Lang, n), n.Number)
	}
	return t("回音：%d 条通知", len(l.Rows))
}

// Body lists the notices, one below the other, each with its link.
func (l Letter) Body() string {
	t := l.Clock.Lang.T
	var b strings.Builder
	for _, n := range l.Rows {
		b.WriteString(words(l.Clock.Lang, n))
		if l.Name != nil {
			b.WriteString(t("（%s）", l.Name(n.Account)))
		}
		b.WriteString("\n" + t("%s，%s，%s", n.Number, t(n.Grade.Label()), t(n.State.Label())) + "\n" + l.Clock.Full(n.At) + "\n")
		if l.Portal != "" {
			b.WriteString(l.Portal + "/complaints/" + n.Number + "\n")
		}
		b.WriteString("\n")
	}
	if l.Name == nil {
		b.WriteString("-- \n" + t("%s 投诉管理系统回音。通知方式可在“我的账号 / 通知方式”中更改。", l.Company) + "\n")
	}
	return b.String()
}

// words say what a notice is about: 时限将到：办结.
func words(l ui.Lang, n huiyin.Notice) string {
	if n.What == "" {
		return l.T(n.Kind.Label())
	}
	return l.T("%s：%s", l.T(n.Kind.Label()), l.T(huiyin.DeadlineKind(n.What).Label()))
}
