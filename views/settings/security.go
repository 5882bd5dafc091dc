package settings

import (
	"fmt"
	"strings"
	"time"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// Security is how a person's own log-in is kept safe: where they are logged in, and their second factor.
type Security struct {
	layout.Page
	Form     ui.Form
	Sessions []Session
	Needed   bool      // the company asks for a second factor
	Since    time.Time // since when there is one, zero for none
	Codes    int       // recovery codes left
	Secret   string    // of one that is offered
	Squares  [][]bool  // the same for the telephone's camera
	Events   []huiyin.Entry
	Name     func(account string) string
}

// Session is one log-in.
type Session struct {
	ID            string
	Created, Seen time.Time
	Address       string
	Agent         string // the program, as it names itself
	This          bool
}

// Recovery shows recovery codes, once.
type Recovery struct {
	layout.Page
	Codes []string
}

// browsers and systems by what programs call themselves; the first that fits.
var (
	browsers = [][2]string{{"Edg/", "Edge"}, {"MicroMessenger", "微信"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"},
		{"Safari/", "Safari"}}
	systems = [][2]string{{"HarmonyOS", "HarmonyOS"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},
		{"Windows", "Windows"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}}
)

// program says in short what somebody logged in with.
func (s Session) program() string {
	var parts []string
	for _, list := range [][][2]string{browsers, systems} {
		for _, p := range list {
			if strings.Contains(s.Agent, p[0]) {
				parts = append(parts, p[1])
				break
			}
		}
	}
	return strings.Join(parts, " · ")
}

// spaced writes a secret in groups of four, to be typed.
func (v Security) spaced() string {
	var b strings.Builder
	for i, r := range v.Secret {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// path draws the dark squares of the code.
func (v Security) path() string {
	var b strings.Builder
	for y, row := range v.Squares {
		for x, dark := range row {
			if dark {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x, y)
			}
		}
	}
	return b.String()
}

func (v Security) box() string { return fmt.Sprintf("0 0 %d %d", len(v.Squares), len(v.Squares)) }

// what names an event of an account; a change of its place in the company is one of its particulars.
func (v Security) what(e huiyin.Entry) string {
	if e.Action == huiyin.ActionManage {
		return "账号资料"
	}
	for _, d := range e.Detail {
		if d.Field == "recovery_code" {
			return "使用备用码"
		}
	}
	return e.Action.Label()
}

// by names who did it; the command line is the system.
func (v Security) by(e huiyin.Entry) string {
	if e.By == "" {
		return v.T("系统")
	}
	return v.Name(e.By)
}
