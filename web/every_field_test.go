package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// besides are fields whose wrongness hangs on another field that is wrong here too: what is empty may be so until the
// other is known, and what is asked of a place waits for the kind of place.
var besides = map[string][]string{
	"/law-dates/1": {"done_at"}, "/disputes": {"agreement"}, "/close": {"reason"}, "/answers/1/facts": {"words"},
	"/contacts": {"promised"}, "/releases/1/decide": {"reason"}, "/gifts/1/decide": {"words"},
	"/check/1": {"words_improvement"}, "/holds": {"site"}, "/bulk": {"handler", "department"},
	"/objection/decide": {"sanction"}, "/appraisals/a01/": {"words"},
	"/gifts/1/give": {"receipt"}, "/proposals": {"who", "amount", "worth"}, "/account/password": {"again"},
}

// hangs tells whether a field is one of besides.
func hangs(path, name string) bool {
	for end, names := range besides {
		if (strings.HasSuffix(path, end) || strings.HasPrefix(path, end)) && slices.Contains(names, name) {
			return true
		}
	}
	return false
}

// tooLong is too long for a field, and no longer than it has to be.
func tooLong(name string) string {
	if name == "matter" || name == "demand" || name == "next_steps" {
		return long[:3*20_001]
	}
	return long[:3*1_001]
}

// namedAt tells which fields of a form the answer names as wrong.
func namedAt(a answer, names []string) (out []string) {
	page := a.page()
	for _, n := range names {
		if strings.TrimSpace(page.Find("[id='"+n+"-wrong']").First().Text()) != "" {
			out = append(out, n)
		}
	}
	return out
}

// A form that is wrong in several fields names every one of them at once, keeps the typing, and stores nothing.
func TestInput_EveryWrongFieldIsNamedAtOnce(t *testing.T) {
	longWay(t)
	for _, f := range forms {
		several := 0
		for _, d := range f.fields {
			if len(d.bad) > 0 {
				several++
			}
		}
		if several < 2 || strings.HasSuffix(f.path, "/ticks") { // buttons, nothing to type
			continue
		}
		t.Run(strings.Trim(strings.ReplaceAll(f.path, "/", " "), " "), func(t *testing.T) {
			t.Parallel()
			p := newPortal(t)
			f := f.made(p)
			if f.path == "/login" || f.path == "/account/password" {
				p.password("a01")
			}
			v, before := p.as(f.who), p.contents()
			for round := range 2 {
				var pairs, names []string
				for _, d := range f.fields {
					values := d.good
					if len(d.bad) > 0 && !hangs(f.path, d.name) {
						values = []string{d.bad[round*(len(d.bad)-1)]}
						if values[0] == long && several > 9 { // else it is refused as a whole
							values[0] = tooLong(d.name)
						}
						names = append(names, d.name)
					}
					for _, value := range values {
						pairs = append(pairs, d.name, value)
					}
				}
				a := v.post(f.path, append(slices.Clone(pairs), "version", "0", "once", "")...)
				named := namedAt(a, names)
				if a.status != http.StatusUnprocessableEntity || len(named) != len(names) {
					missed := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return slices.Contains(named, n) })
					t.Errorf("round %d: %d, not named %q: %.150s", round, a.status, missed, sentences(a))
				}
				lost := slices.DeleteFunc(kept(a.page(), f.path, pairs), func(s string) bool { return s == "number=" }) // boxes
				if len(lost) > 0 {
					t.Errorf("round %d: lost %q", round, lost)
				}
				if p.contents() != before {
					t.Errorf("round %d: something was stored", round)
				}
			}
			p.verified()
		})
	}
}

// The same of the administration: what is refused alone is refused beside the rest.
func TestInput_EveryWrongSettingIsNamedAtOnce(t *testing.T) {
	longWay(t)
	p := newPortal(t)
	v := p.as("admin")
	seen := map[string]bool{}
	for _, path := range everyPage {
		v.get(path).page().Find("main form[method=post]").Each(func(_ int, s *goquery.Selection) {
			action := s.AttrOr("action", "")
			if seen[action] || strings.Contains(action, "import") {
				return
			}
			seen[action] = true
			var names []string
			value := map[string][]string{}
			s.Find("input, select, textarea").Each(func(_ int, e *goquery.Selection) {
				name := e.AttrOr("name", "")
				_, checked := e.Attr("checked")
				switch {
				case name == "":
				case e.Is("select"):
					value[name] = append(value[name], e.Find("option[selected]").AttrOr("value", ""))
				case e.Is("textarea"):
					value[name] = append(value[name], e.Text())
				case e.Is("[type=checkbox], [type=radio]") && !checked:
				default:
					value[name] = append(value[name], e.AttrOr("value", ""))
				}
				if name != "" && !e.Is("[type=hidden], [type=checkbox], [type=radio], [type=file], [type=password]") &&
					!slices.Contains(names, name) {
					names = append(names, name)
				}
			})
			send := func(bad ...string) answer {
				var pairs []string
				for name, values := range value {
					if name == "once" || name == "version" { // what is taken alone makes another version
						continue
					}
					if slices.Contains(bad, name) {
						values = []string{long[:3*1001]}
						if name == "own_phones" {
							values = []string{strings.Repeat("长\n", 1001)}
						}
					}
					for _, x := range values {
						pairs = append(pairs, name, x)
					}
				}
				return v.post(action, pairs...)
			}
			var refusable []string
			for _, name := range names {
				if a := send(name); a.status == http.StatusUnprocessableEntity {
					if at := namedAt(a, []string{name}); at != nil {
						refusable = append(refusable, name)
					}
				}
			}
			if len(refusable) < 2 {
				return
			}
			a := send(refusable...)
			if named := namedAt(a, refusable); len(named) != len(refusable) {
				t.Errorf("%s: %d, named %q of %q", action, a.status, named, refusable)
			}
		})
	}
	if len(seen) < 8 {
		t.Errorf("only %d forms", len(seen))
	}
}
