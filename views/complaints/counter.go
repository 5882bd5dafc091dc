package complaints

import (
	"strings"
	"time"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// Counter is the look-up at the counter (rule P9).
type Counter struct {
	layout.Page
	By     huiyin.Actor
	Form   ui.Form
	Q      string
	Asked  huiyin.Caller
	Looked bool // there was a question, and it was looked at
	Rows   []huiyin.CounterRow
	Left   string // what was just left: reminder, message
}

// done says what was just left.
func (v Counter) done() string {
	switch v.Left {
	case "reminder":
		return v.T("已登记催办，经办人和负责人已收到通知。")
	case "message":
		return v.T("留言已送达，经办人和负责人已收到通知。")
	}
	return ""
}

func (v Counter) form(what string, r huiyin.CounterRow) ui.Form {
	return v.Form.For(what + "-" + r.Number)
}

func (v Counter) target(what, path string, r huiyin.CounterRow) ui.Target {
	return ui.Target{URL: "/counter/" + r.Number + "/" + path, Action: what}
}

// asked is what the rows were found by.
func (v Counter) asked() string {
	if v.Asked == huiyin.ByPhone {
		return string(huiyin.ByPhone)
	}
	return string(huiyin.ByNumber)
}

func (v Counter) open(what string, r huiyin.CounterRow) bool {
	return v.Form.Wrong != nil && v.Form.Action == what+"-"+r.Number
}

func next(r huiyin.CounterRow, zone *time.Location) string {
	if r.Next.IsZero() {
		return ""
	}
	return r.Next.In(zone).Format(time.RFC3339)
}

// recognisedBy names what a caller was recognised by.
func recognisedBy(l ui.Lang, codes []string) string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = l.T(huiyin.Caller(c).Label())
	}
	return strings.Join(out, l.T("、"))
}
