package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"huiyin/huiyin"
)

// Whatever stands in a value, it stays text: what is written in Go is escaped as templ would.
func TestNoValueBecomesMarkup(t *testing.T) {
	const evil = `"'><script>alert(1)</script><x y="`
	f := Form{Lang: Hans, ID: evil, Typed: map[string][]string{evil: {evil}}, Wrong: huiyin.Invalid(evil, evil)}
	o := Opt{Hint: evil, Placeholder: evil, Type: evil, Required: true, MaxLength: 1, Min: evil, Max: evil, Step: evil,
		List: evil, Complete: evil, InputMode: evil,
		Accept: evil, Empty: evil, Class: evil, Attrs: map[string]any{"data-x": evil}}
	options := []Option{{Value: evil, Label: evil, Group: evil, Hint: evil}}
	now := time.Date(2025, 3, 3, 2, 0, 0, 0, time.UTC)
	c := Clock{Now: now, Zone: time.UTC, Lang: Hans}
	for name, part := range map[string]templ.Component{
		"Text": Text(f, evil, evil, evil, o), "DateTime": DateTime(f, evil, evil, evil, o),
		"Date": Date(f, evil, evil, evil, o), "Password": Password(f, evil, evil, o),
		"Money": Money(f, evil, evil, evil, o), "File": File(f, evil, evil, o),
		"Textarea": Textarea(f, evil, evil, evil, o), "Select": Select(f, evil, evil, evil, options, o),
		"Check": Check(f, evil, evil, true, o), "Checks": Checks(f, evil, evil, []string{evil}, options, o),
		"Radios": Radios(f, evil, evil, evil, options, o),
		"Hidden": Hidden(evil, evil), "Badge": Badge(evil, evil),
		"Countdown": Countdown(c, Deadline{Code: evil, Name: evil, Due: now, Status: evil}),
		"Happened": Happened(c, Event{What: evil, Who: evil, At: now, From: evil, To: evil,
			Changes: []Changed{{evil, evil, evil}}}),
	} {
		var b strings.Builder
		if err := part.Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		d, err := goquery.NewDocumentFromReader(strings.NewReader(b.String()))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), "alert(1)") || d.Find("script, x").Length() > 0 {
			t.Errorf("%s writes %s", name, b.String())
		}
	}
}
