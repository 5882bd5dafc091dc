package web

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// What is wrong in a row of the measures is said in that row, with the typing kept and nothing changed.
func TestW3_WhatIsWrongIsSaidInItsRow(t *testing.T) {
	p := newPortal(t)
	c := cases["investigating"](p)
	form := func(measures ...string) []string {
		return append(measures, "text", "致歉，代办过户", "ground", "服务标准")
	}
	for _, tt := range []struct {
		field string
		form  []string
	}{
		{"who", form("measure", "apology", "measure", "help", "who", "", "who", "nobody", "due", "", "due", "")},
		{"due", form("measure", "apology", "measure", "help", "who", "", "who", "", "due", "", "due", "昨天")},
		{"measure", form("measure", "apology", "measure", "", "who", "", "who", "e01", "due", "", "due", "")},
		{"worth", form("measure", "apology", "measure", "help", "owed", "", "owed", "1", "worth", "", "worth", "300")},
		{"worth", form("measure", "apology", "measure", "help", "owed", "", "owed", "", "worth", "", "worth", "三百左右")},
		{"owed", form("measure", "apology", "measure", "help", "owed", "", "owed", "maybe", "worth", "", "worth", "")},
	} {
		before := p.contents()
		a := p.as("a02").post(c+"/proposals", tt.form...)
		wrong := a.page().Find("#" + tt.field + "-wrong")
		row := a.page().Find(`form[data-action="proposals"] [role="group"].fields`).Eq(1)
		if a.status != http.StatusUnprocessableEntity || wrong.Length() != 1 ||
			row.Find("#"+tt.field+"-wrong").Length() != 1 {
			t.Errorf("%s: %d, %s", tt.field, a.status, sentences(a))
		}
		if text := a.page().Find(`textarea[name="text"]`).Text(); text != "致歉，代办过户" {
			t.Errorf("the typing is lost: %q", text)
		}
		if p.contents() != before {
			t.Error("refused, yet changed")
		}
	}
	p.as("a02").must(c+"/proposals", form("measure", "apology", "measure", "help", "who", "", "who", "e01", "due", "",
		"due", p.later(48*time.Hour))...)
	row := p.as("a02").get(c).page().Find(`[data-remedy="help"]`)
	if row.AttrOr("data-who", "") != "e01" || row.Find("time").Length() != 1 {
		t.Error("who helps and by when is not shown")
	}
	if body := p.as("s01").get(c + "/journal").body; !strings.Contains(body, "措施分工") {
		t.Error("the journal does not say who does what")
	}
}
