package ui

import (
	"time"

	"github.com/a-h/templ"
)

// Time shows a moment the way people say it, with the full date on hover; a dash for the zero time.
func Time(c Clock, t time.Time) templ.Component {
	return written(func(m *markup) { m.time(c, t) })
}

func (m *markup) time(c Clock, t time.Time) {
	if t.IsZero() {
		m.tag(`<span class="none">—</span>`)
		return
	}
	m.tag("<time")
	m.attr("datetime", c.local(t).Format(time.RFC3339))
	m.attr("title", c.Full(t))
	m.tag(">")
	m.text(c.Short(t))
	m.tag("</time>")
}

// badgeIcons go with the words that colour alone must not carry.
var badgeIcons = map[string]string{
	"emergency": "urgent", "major": "alert-triangle", "urgent": "alert-triangle", "closed": "check", "archived": "lock",
	"internal": "eye-off",
}

// Badge is a state in a word and a colour: code chooses the colour (a grade, an urgency, a state of
// a case or a validity), word is shown as it is.
func Badge(code, word string) templ.Component {
	if word == "" {
		return templ.NopComponent
	}
	return written(func(m *markup) {
		m.tag("<span")
		m.class("badge", "is-"+code)
		m.tag(">")
		m.part(Icon(badgeIcons[code]))
		m.text(word)
		m.tag("</span>")
	})
}

// Deadline is one date by which something has to be done.
type Deadline struct {
	Code   string    // D2, D3, …
	Name   string    // what has to be done, shown as it is; "" where the surroundings say it
	Due    time.Time // when
	Near   time.Time // from when on it is pressing; four hours before Due unless given
	Status string    // running, met, missed or paused
	Done   time.Time // when it was done, zero while it is not
	First  time.Time // the date by which it is judged, where another one was given since
}

func (d Deadline) near() time.Time {
	if d.Near.IsZero() {
		return d.Due.Add(-4 * time.Hour)
	}
	return d.Near
}

// words says how the deadline stands: 剩 3 小时 12 分, 逾期 2 天.
func (d Deadline) words(c Clock) string {
	switch d.Status {
	case "met":
		return c.Lang.T("已按时完成")
	case "paused":
		return c.Lang.T("已暂停计时")
	}
	if !d.Done.IsZero() {
		return c.Lang.T("超时 %s 完成", c.Span(d.Done.Sub(d.Due)))
	}
	if d.over(c) {
		return c.Lang.T("逾期 %s", c.Span(c.Now.Sub(d.Due)))
	}
	return c.Lang.T("剩 %s", c.Span(d.Due.Sub(c.Now)))
}

// over tells whether the date has gone by; it has at its very instant (rule D13).
func (d Deadline) over(c Clock) bool { return !c.Now.Before(d.Due) }

// tone is how pressing the deadline is: calm, near or late.
func (d Deadline) tone(c Clock) string {
	switch {
	case d.Status == "met", d.Status == "paused":
		return "calm"
	case d.Status == "missed", d.over(c):
		return "late"
	case !c.Now.Before(d.near()):
		return "near"
	}
	return "calm"
}

// done tells whether nothing runs any more.
func (d Deadline) done() bool { return !d.Done.IsZero() || d.Status == "met" || d.Status == "paused" }

// icon goes with the tone.
func (d Deadline) icon(tone string) string {
	switch {
	case d.Status == "met":
		return "circle-check"
	case d.Status == "paused":
		return "player-pause"
	case tone == "late":
		return "alert-triangle"
	}
	return "clock"
}

// Countdown shows how a deadline stands; app.js keeps a running one up to date.
func Countdown(c Clock, d Deadline) templ.Component {
	return written(func(m *markup) {
		tone := d.tone(c)
		m.tag("<span")
		m.class("countdown", "is-"+tone)
		m.attr("data-deadline", d.Code)
		m.attr("data-due", c.local(d.Due).Format(time.RFC3339))
		m.attr("data-status", d.Status)
		if !d.First.IsZero() {
			m.attr("data-first", c.local(d.First).Format(time.RFC3339))
		}
		if !d.done() {
			m.attr("data-near", c.local(d.near()).Format(time.RFC3339))
		}
		m.attr("title", c.Full(d.Due))
		m.tag(">")
		m.part(Icon(d.icon(tone)))
		if d.Name != "" {
			m.tag(`<span class="countdown-name">`)
			m.text(d.Name)
			m.tag("</span> ")
		}
		m.tag("<b>")
		m.text(d.words(c))
		m.tag("</b></span>")
	})
}

// Event is something that happened, all of its words shown as they are.
type Event struct {
	What, Who string
	At        time.Time
	From, To  string // states, "" where it changed none
	Changes   []Changed
}

// Changed is what an event changed; Before is "" where nothing was there.
type Changed struct{ Name, Before, After string }

// Happened is an event in a history.
func Happened(c Clock, e Event) templ.Component {
	return written(func(m *markup) {
		m.tag(`<div class="history-head"><strong>`)
		m.text(e.What)
		m.tag(`</strong> <span class="who">`)
		m.text(e.Who)
		m.tag("</span> ")
		m.time(c, e.At)
		if e.From != "" {
			m.tag(` <span class="quiet">`)
			m.text(e.From)
			m.tag(" → ")
			m.text(e.To)
			m.tag("</span>")
		}
		m.tag("</div>")
		if len(e.Changes) == 0 {
			return
		}
		m.tag(`<ul class="changes">`)
		for _, ch := range e.Changes {
			m.tag(`<li><span class="quiet">`)
			m.text(ch.Name)
			m.tag("</span> ")
			if ch.Before != "" {
				m.tag("<del>")
				m.text(ch.Before)
				m.tag("</del> ")
			}
			m.tag(`<span class="after">`)
			m.text(ch.After)
			m.tag("</span></li>")
		}
		m.tag("</ul>")
	})
}
