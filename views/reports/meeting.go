package reports

import (
	"slices"
	"strings"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// MeetingsView is the list of the meetings of a year.
type MeetingsView struct {
	DocView
	Year, This int
	Rows       []huiyin.Meeting
}

// MeetingView is one meeting with those of its complaints that the reader may see.
type MeetingView struct {
	DocView
	M     *huiyin.Meeting
	Cases []huiyin.Listed
}

func (v MeetingsView) calls() bool { return huiyin.Can(v.By, huiyin.ActionCallMeeting, nil) == nil }

// sites are those whose meetings the reader may call.
func (v MeetingsView) sites() []ui.Option {
	var all []ui.Option
	for _, code := range huiyin.CallsMeetings(v.By) {
		o := ui.Option{Value: code, Label: v.place(code)}
		if code == "" {
			o.Value = "*"
		}
		all = append(all, o)
	}
	return all
}

// only is the site of who may call for one alone.
func (v MeetingsView) only() string {
	if all := v.sites(); len(all) == 1 {
		return all[0].Value
	}
	return ""
}

func (v MeetingView) framed() layout.Page {
	v.Main = docAttrs(&v.M.Document)
	return v.Page
}

func (v MeetingView) can(a huiyin.Action) bool { return v.M.Offers(v.By, a) }

func (v MeetingView) target(a huiyin.Action, path string) ui.Target {
	return target(&v.M.Document, "/figures/meetings/", a, path)
}

func (v MeetingView) placed() bool {
	return v.Form.Wrong == nil || v.can(huiyin.Action(v.Form.Action)) || v.endsHere(v.M, v.M.Jobs)
}

// numbers are those that the writer sees, as they typed them.
func (v MeetingView) numbers() string {
	var out []string
	for _, c := range v.Cases {
		out = append(out, c.Number)
	}
	return strings.Join(out, "\n")
}

// attendees are those who can take part: everybody active, and who is on the meeting already.
func (v DocView) attendees(m *huiyin.Meeting) []ui.Option {
	all := v.people()
	for _, account := range m.People {
		if !slices.ContainsFunc(all, func(o ui.Option) bool { return o.Value == account }) {
			all = append(all, ui.Option{Value: account, Label: v.By.Org.PersonName(account), Group: v.T("已停用")})
		}
	}
	return all
}

func (v DocView) named(accounts []string) string {
	names := make([]string, len(accounts))
	for i, a := range accounts {
		names[i] = v.By.Org.PersonName(a)
	}
	return strings.Join(names, "、")
}
