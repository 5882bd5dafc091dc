package notices

import (
	"slices"
	"strings"

	"huiyin/huiyin"
	"huiyin/views/layout"
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
	Site    func(code string) string    // the name of a site
}

// told is one notice with all who were told it.
type told struct {
	huiyin.Notice
	who []string
}

// told gathers what several people were told alike.
func (l Letter) told() []told {
	var out []told
	for _, n := range l.Rows {
		same := func(o told) bool {
			return o.Number == n.Number && o.Kind == n.Kind && o.What == n.What && o.At.Equal(n.At)
		}
		i := slices.IndexFunc(out, same)
		if i < 0 {
			i = len(out)
			out = append(out, told{Notice: n})
		}
		if l.Name != nil {
			if name := l.Name(n.Account); !slices.Contains(out[i].who, name) { // of two things told at once
				out[i].who = append(out[i].who, name)
			}
		}
	}
	return out
}

// Subject is the first line: one notice itself, or the one that can wait least and how many there are besides.
func (l Letter) Subject() string {
	t, rows := l.Clock.Lang.T, l.told()
	if len(rows) == 1 {
		return strings.TrimSpace(t("回音 %s %s %s", l.words(rows[0]), rows[0].Number, l.site(rows[0].Notice)))
	}
	first := slices.MaxFunc(rows, func(a, b told) int { return a.Kind.Pressing() - b.Kind.Pressing() })
	if first.Kind.Pressing() > 0 {
		return t("回音 %s %s，另有 %d 条通知", l.words(first), first.Number, len(rows)-1)
	}
	return t("回音 %d 条通知", len(rows))
}

// Body lists the notices, one below the other, each with its link.
func (l Letter) Body() string {
	t := l.Clock.Lang.T
	var b strings.Builder
	for _, n := range l.told() {
		b.WriteString(l.words(n) + "\n" + l.standing(n.Notice) + "\n")
		if !n.Due.IsZero() {
			b.WriteString(t("时限：%s，%s 前", t(n.DueKind.Label()), l.Clock.Full(n.Due)) + "\n")
		}
		b.WriteString(t("要做：%s", t(n.Kind.Deed())) + "\n" + t("通知时间：%s", l.Clock.Full(n.At)) + "\n")
		if l.Portal != "" {
			b.WriteString(l.Portal + layout.NoticeURL(n.Notice) + "\n")
		}
		b.WriteString("\n")
	}
	if l.Name == nil {
		b.WriteString("-- \n" + t("%s 投诉管理系统回音。通知方式可在“我的账号 / 通知方式”中更改。", l.Company) + "\n")
	}
	return b.String()
}

// you is the word by which a notice speaks to its person.
const you = '您'

// words say what it is about; in a group with the names of those it is for in the place of 您.
func (l Letter) words(n told) string {
	text := layout.NoticeWords(l.Clock.Lang, n.Notice)
	if len(n.who) == 0 {
		return text
	}
	names := strings.Join(n.who, l.Clock.Lang.T("、"))
	if before, after, ok := strings.Cut(text, string(you)); ok {
		return before + names + after
	}
	return text + l.Clock.Lang.T("（%s）", names)
}

// site is the name of the site of a complaint, "" for what has none.
func (l Letter) site(n huiyin.Notice) string {
	if l.Site == nil || n.Site == "" {
		return ""
	}
	return l.Site(n.Site)
}

// Group is the text for a group: the subject where there are several, which one alone would only say again.
func (l Letter) Group() string {
	if len(l.told()) == 1 {
		return l.Clock.Lang.T("回音") + " " + l.Body()
	}
	return l.Subject() + "\n\n" + l.Body()
}

// standing names the record with its grade and state; inquiries and praise have no grade.
func (l Letter) standing(n huiyin.Notice) string {
	t := l.Clock.Lang.T
	if n.Kind.Personal() || n.Kind.OfAccount() || n.Kind == huiyin.NoticeImported || n.Kind == huiyin.NoticeUnitConflict || n.State == "" {
		return n.Number
	}
	if n.Grade == "" {
		return t("%s，%s", n.Number, t(state(n)))
	}
	if site := l.site(n); site != "" {
		return t("%s，%s，%s，%s", n.Number, site, t(n.Grade.Label()), t(state(n)))
	}
	return t("%s，%s，%s", n.Number, t(n.Grade.Label()), t(state(n)))
}

// state is the word for where it stood.
func state(n huiyin.Notice) string {
	if n.Grade == "" {
		return huiyin.ContactRecordState(n.State).Label()
	}
	return n.State.Label()
}
