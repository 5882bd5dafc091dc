package ui

import (
	"slices"
	"strconv"

	"huiyin/huiyin"
)

// Form is what a form shows besides its fields: what was typed into it and what was wrong with that.
// A fresh form has only a language.
type Form struct {
	Lang   Lang
	ID     string              // before the ids of the fields, where a page has several forms
	Action string              // which form was submitted, for pages with several
	Typed  map[string][]string // what was submitted, nil for a fresh form
	Wrong  *huiyin.Error       // why it was refused
	Once   string              // unique text that makes a repeated submission act once (rule W12)

	Kept  map[string]huiyin.Draft // by form: what the person has typed into it before and not sent
	Draft *huiyin.Draft           // that of this form, which it shows
}

// For returns the form of one action on a page with several: with what was typed and what was
// wrong if that one was submitted, else fresh.
func (f Form) For(action string) Form {
	own := Form{Lang: f.Lang, ID: action, Action: action, Once: f.Once}
	if f.Action == action && (f.Typed != nil || f.Wrong != nil) {
		own.Typed, own.Wrong = f.Typed, f.Wrong
	} else if d, kept := f.Kept[action]; kept {
		own.Typed, own.Draft = d.Form, &d
	}
	return own
}

// Row is the form of one of several rows with the same fields, from 0: with what was typed and was wrong in that row.
func (f Form) Row(i int) Form {
	row := f
	row.ID = f.id(strconv.Itoa(i))
	if f.Typed != nil {
		row.Typed = make(map[string][]string, len(f.Typed))
		for name, values := range f.Typed {
			if i < len(values) {
				row.Typed[name] = values[i : i+1]
			}
		}
	}
	row.Wrong = f.Wrong.OfRow(i)
	return row
}

// Value is what was typed into a field, else what the field shows otherwise.
func (f Form) Value(name, otherwise string) string {
	if v := f.Typed[name]; len(v) > 0 {
		return v[0]
	}
	return otherwise
}

// Values are all the values of a repeatable field, else what it shows otherwise.
func (f Form) Values(name string, otherwise ...string) []string {
	if f.Typed != nil {
		return f.Typed[name]
	}
	return otherwise
}

// once is what makes the form act once: what it was sent with, unless that stands for other content (I18).
func (f Form) once() string {
	if f.Wrong != nil && f.Wrong.Field == "once" {
		return f.Once
	}
	return f.Value("once", f.Once)
}

// Checked tells whether a box or radio button with that value is on. Browsers do not send a box
// that is off, so that in a submitted form a missing one means off.
func (f Form) Checked(name, value string, otherwise bool) bool {
	if f.Typed == nil {
		return otherwise
	}
	return slices.Contains(f.Typed[name], value)
}

// id is the id of the field's element.
func (f Form) id(name string) string {
	if f.ID == "" {
		return name
	}
	return f.ID + "-" + name
}

// wrong tells whether the field was refused.
func (f Form) wrong(name string) bool { return f.Wrong.On(name) != nil }

// focused tells whether the page opens with the cursor in the field: the first wrong one, else the one
// that asks for it.
func (f Form) focused(name string, o Opt) bool { return f.wrong(name) || o.Autofocus && f.Wrong == nil }

// describedBy lists the ids of the sentences about a field.
func (f Form) describedBy(name string, o Opt) string {
	hint, wrong := "", ""
	if o.Hint != "" {
		hint = f.id(name) + "-hint"
	}
	if f.wrong(name) {
		wrong = name + "-wrong"
	}
	if hint != "" && wrong != "" {
		return wrong + " " + hint
	}
	return wrong + hint
}

// Opt is what a field may have besides name, label and value.
type Opt struct {
	Hint        string // a sentence below the field, translated here
	Placeholder string // translated here
	Type        string // of a text field: tel, email, password, number, search; "text" unless given
	Required    bool   // marked and announced; the server, not the browser, refuses an empty one
	Autofocus   bool   // unless another field is wrong
	Disabled    bool
	ReadOnly    bool
	Hidden      bool // the label is heard, not seen
	Multiple    bool // of a select or file field
	Rows        int  // of a text area, 3 unless given
	MaxLength   int
	Min, Max    string
	Step        string
	List        string // id of a datalist
	Complete    string // autocomplete, "off" unless given
	InputMode   string // decimal, numeric, tel
	Accept      string // of a file field
	Empty       string // first choice of a select, with no value, translated here; none unless given
	Class       string // of the whole field, for the grid
	Attrs       map[string]any
}

// Option is one choice. Label is shown as it is: words of the interface go through T first, names
// of people and places do not.
type Option struct {
	Value, Label string
	Group        string // options of one group stand together
	Hint         string // a second line, in radio buttons
}

// Labelled makes options of codes that know their label.
func Labelled[T interface {
	~string
	Label() string
}](l Lang, codes []T) []Option {
	all := make([]Option, len(codes))
	for i, c := range codes {
		all[i] = Option{Value: string(c), Label: l.T(c.Label())}
	}
	return all
}

// Choices makes options of pairs of code and word, the words put into the language.
func Choices(l Lang, pairs ...string) []Option {
	o := make([]Option, 0, len(pairs)/2)
	for p := range slices.Chunk(pairs, 2) {
		o = append(o, Option{Value: p[0], Label: l.T(p[1])})
	}
	return o
}
