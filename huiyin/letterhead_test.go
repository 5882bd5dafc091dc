package huiyin

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// Print settings are set by an administrator alone, each field within its bounds; a refusal changes
// nothing and notes nothing (rules P1, J1).
func TestP1_PrintSettings(t *testing.T) {
	o := DemoCompany()
	o.Letterhead = Letterhead{Name: "旧名", Unsigned: []Box{BoxFiling}}
	admin, manager := Actor{Person: o.Person("admin"), Org: o}, Actor{Person: o.Person("x02"), Org: o}
	logo := NewLogo([]byte("png"), 30, 20)
	forged := logo
	forged.Content = []byte("other")
	for name, tt := range map[string]struct {
		by    Actor
		p     Letterhead
		kind  Kind
		field string
	}{
		"a manager":              {manager, Letterhead{Name: "新名"}, KindForbidden, ""},
		"a long name":            {admin, Letterhead{Name: strings.Repeat("长", 61)}, KindInvalid, "paper_name"},
		"a name on two lines":    {admin, Letterhead{Name: "甲\n乙"}, KindInvalid, "paper_name"},
		"a name that turns":      {admin, Letterhead{Name: "甲\u202E乙"}, KindInvalid, "paper_name"},
		"a name of nothing":      {admin, Letterhead{Name: " \u3000"}, KindInvalid, "paper_name"},
		"a long footer":          {admin, Letterhead{Footer: strings.Repeat("𬱖", 61)}, KindInvalid, "footer"},
		"a footer on two lines":  {admin, Letterhead{Footer: "甲\u2028乙"}, KindInvalid, "footer"},
		"a footer with a joiner": {admin, Letterhead{Footer: "甲\u200D乙"}, KindInvalid, "footer"},
		"another script":         {admin, Letterhead{Script: "latn"}, KindInvalid, "script"},
		"a paper without seal":   {admin, Letterhead{Unsealed: []Paper{"report"}}, KindInvalid, "seal"},
		"an unknown box":         {admin, Letterhead{Unsigned: []Box{"king"}}, KindInvalid, "sign"},
		"a logo by a false name": {admin, Letterhead{Logo: forged}, KindInvalid, "file"},
		"a logo without content": {admin, Letterhead{Logo: Logo{Hash: logo.Hash, Width: 1, Height: 1}}, KindInvalid,
			"file"},
		"a huge logo": {admin, Letterhead{Logo: NewLogo(make([]byte, mostLogoKept+1), 1, 1)}, KindInvalid,
			"file"},
	} {
		before := o.Letterhead
		err := o.SetLetterhead(tt.by, demoDay, tt.p)
		var e *Error
		if e, _ = err.(*Error); e == nil || e.Kind != tt.kind || e.Field != tt.field {
			t.Errorf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(before, o.Letterhead) || len(o.Journal()) != 0 {
			t.Errorf("%s: something changed", name)
		}
	}
	want := Letterhead{
		Name: strings.Repeat("𬱖", 60), Footer: "热线 400-000-0001 · fw@example.com", Script: Traditional, Logo: logo,
		Unsealed: []Paper{"settlement", "letter"}, Unsigned: []Box{BoxRecorder, BoxGeneral},
	}
	sent := want
	sent.Unsealed, sent.Unsigned = []Paper{"letter", "settlement", "letter"}, []Box{BoxGeneral, BoxRecorder}
	if err := o.SetLetterhead(admin, demoDay, sent); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(o.Letterhead, want) {
		t.Errorf("%+v", o.Letterhead)
	}
	if len(o.Journal()) != 1 || o.Journal()[0].Subject != "settings" || !slices.Equal(o.Journal()[0].Detail, []Change{
		{"paper_name", "旧名", want.Name}, {"footer", "", want.Footer}, {"script", "", "hant"}, {"logo", "", logo.Hash},
		{"unsealed", "", "settlement letter"}, {"unsigned", "filing", "recorder general"},
	}) {
		t.Errorf("journal %+v", o.Journal())
	}
	if err := o.SetLetterhead(admin, demoDay, sent); err != nil || len(o.Journal()) != 1 {
		t.Errorf("the same again: %v, %d entries", err, len(o.Journal()))
	}
	if o.PaperName() != want.Name || (&Org{Company: "甲"}).PaperName() != "甲" {
		t.Error("the name on paper")
	}
	if want.Seal("letter") || !want.Seal("receipt") || want.Shows(BoxGeneral) || !want.Shows(BoxCustomer) {
		t.Error("what is left out")
	}
}

var demoDay = time.Date(2025, 3, 3, 10, 0, 0, 0, time.UTC)
