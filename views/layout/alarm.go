package layout

import (
	"strings"
	"time"

	"github.com/a-h/templ"

	"huiyin/views/ui"
)

// Alarm is an emergency of which the person was told, or many people before a site, in words (rules K2, R15).
type Alarm struct {
	Notice         int64  // by which it rings for the person, 0 where it does not
	URL            string // of its page
	Hear           string // where the person says that they know, "" where there is nothing to say
	Number         string
	What, Where    string // 电梯困人; 景园 3栋2单元
	Matter         string
	At             time.Time
	Due            time.Time // until when it has to be responded to
	Calls, Phone   string    // the first number of its kind
	Known, Unknown string    // who has seen it, and who has not
	Take           bool      // the person can take it over themselves
}

// link is tel: with the digits of a number.
func (a Alarm) link() templ.SafeURL { return templ.SafeURL("tel:" + a.Phone) }

// due is the date in the strip as pages count down to it.
func (a Alarm) due(p Page) ui.Deadline {
	return ui.Deadline{Code: "alarm", Due: a.Due, Near: a.Due, Status: "running"}
}

// heading says the emergency in one line, as the title of a hidden window shows it.
func (a Alarm) heading(p Page) string { return p.T("紧急：%s", a.What+" "+a.Where) }

// Statement is what people of a site are to say now (rule R3).
type Statement struct {
	Crisis, Site string
	N            int // 0 where it was taken back without a successor
	Kind         string
	Text         string
	At, Next     time.Time
	Answers      string
	Print        string
	Know         string // where the person says that they know, "" where they have
	Wide         bool   // stands open: not known yet
}

// open tells whether its words stand open: until they are known, and where people speak with customers.
func (s Statement) open(p Page) bool {
	path, _, _ := strings.Cut(p.Path, "?")
	return s.Wide || path == "/" || path == "/counter" || strings.HasPrefix(path, "/complaints/")
}
