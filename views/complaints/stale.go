package complaints

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"huiyin/huiyin"
)

// typedField is one field of a form that came too late. A code is shown by its word, and what the
// portal itself sent along has none.
type typedField struct {
	id, name, value, rows, word string
	hidden                      bool
}

// typed lists what was typed, in the order of the names, without what the portal adds itself.
func (v View) typed() []typedField {
	var out []typedField
	for name, values := range v.Form.Typed {
		if name == "version" || name == "once" || name == "beside" {
			continue
		}
		for i, value := range values {
			t := typedField{id: name + strconv.Itoa(i), name: name, value: value,
				rows: strconv.Itoa(min(8, 1+strings.Count(value, "\n")+len([]rune(value))/40))}
			if word := v.fieldValue(name, value); word != value {
				t.word = word
			}
			_, named := huiyin.FieldName(huiyin.OfComplaint, name)
			t.hidden = !named || value == ""
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b typedField) int { return strings.Compare(a.id, b.id) })
	return out
}

// typedName gives the word for a field of a form that came too late.
func (v View) typedName(name string) string {
	switch {
	case v.Form.Action == "correct" && (name == "name" || name == "unit"):
		name = "customer_" + name
	case strings.HasPrefix(v.Form.Action, "correct-contact-") && name == "who":
		name = "spoken_to"
	}
	return v.fieldName(name)
}

func rfc(v *View, t time.Time) string { return t.In(v.Zone).Format(time.RFC3339) }

// logged says when an entry was written, where that was later than when it took effect (rule G8).
func logged(v *View, e *huiyin.Entry) templ.Attributes {
	if e.Logged.Equal(e.At) {
		return nil
	}
	return templ.Attributes{"data-logged-at": rfc(v, e.Logged)}
}

// files lets a form that brought files bring them again: what a browser has sent it cannot be given back.
func (v View) files() templ.Attributes {
	if v.Form.Action != string(huiyin.ActionAttach) {
		return nil
	}
	return templ.Attributes{"enctype": "multipart/form-data"}
}
