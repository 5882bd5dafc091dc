package ui

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/a-h/templ"
	"github.com/mozillazg/go-pinyin"
)

// field is what every field is: a label, what one fills in, the hint and, when the field was refused,
// the sentence that says why.
func field(f Form, name, text string, o Opt, control func(*markup)) templ.Component {
	return written(func(m *markup) {
		m.tag("<div")
		m.class("field", o.Class)
		m.tag("><label")
		m.class("form-label", hidden(o))
		m.attr("for", f.id(name))
		m.tag(">")
		m.label(f, text, o)
		m.tag("</label>")
		control(m)
		m.below(f, name, o)
		m.tag("</div>")
	})
}

func hidden(o Opt) string {
	if o.Hidden {
		return "visually-hidden"
	}
	return ""
}

// label writes the words of a label, with a mark when the field is needed.
func (m *markup) label(f Form, text string, o Opt) {
	m.text(f.Lang.T(text))
	if o.Required {
		m.tag(` <span class="needed"`)
		m.attr("title", f.Lang.T("必填"))
		m.tag(` aria-hidden="true">*</span>`)
	}
}

func (m *markup) below(f Form, name string, o Opt) {
	if e := f.Wrong.On(name); e != nil {
		m.tag(`<div class="wrong"`)
		m.attr("id", name+"-wrong")
		m.tag(">")
		m.part(Icon("alert-circle"))
		m.tag("<span>")
		m.text(f.Lang.Err(e))
		m.tag("</span></div>")
	}
	if o.Hint != "" {
		m.tag(`<div class="form-hint"`)
		m.attr("id", f.id(name)+"-hint")
		m.tag(">")
		m.text(f.Lang.T(o.Hint))
		m.tag("</div>")
	}
}

// common writes the attributes that all fields share.
func (m *markup) common(f Form, name, class string, o Opt) {
	wrong := f.wrong(name)
	if wrong {
		m.class(class, "is-invalid")
	} else {
		m.class(class, "")
	}
	m.attr("id", f.id(name))
	m.attr("name", name)
	if o.Required {
		m.attr("aria-required", "true")
	}
	if wrong {
		m.attr("aria-invalid", "true")
	}
	m.some("aria-describedby", f.describedBy(name, o))
	m.flag("autofocus", f.focused(name, o))
	m.flag("disabled", o.Disabled)
	m.flag("readonly", o.ReadOnly)
	if o.MaxLength > 0 { // not maxlength: a browser cuts what is pasted without a word (I18)
		m.attr("data-most", strconv.Itoa(o.MaxLength))
	}
	m.attrs(o.Attrs)
}

// input writes a field of one line that one types into.
func (m *markup) input(f Form, name, kind string, o Opt) {
	m.tag("<input")
	m.common(f, name, "form-control", o)
	if o.Type != "" {
		kind = o.Type
	}
	m.attr("type", kind)
	if o.Complete == "" {
		o.Complete = "off"
	}
	m.attr("autocomplete", o.Complete)
	m.some("placeholder", f.Lang.T(o.Placeholder))
	m.some("min", o.Min)
	m.some("max", o.Max)
	m.some("step", o.Step)
	m.some("list", o.List)
	m.some("inputmode", o.InputMode)
	m.some("accept", o.Accept)
}

func input(f Form, name, text, value, kind string, o Opt) templ.Component {
	return field(f, name, text, o, func(m *markup) {
		m.input(f, name, kind, o)
		m.attr("value", f.Value(name, value))
		m.tag(">")
	})
}

// Text is a field of one line.
func Text(f Form, name, text, value string, o Opt) templ.Component {
	return input(f, name, text, value, "text", o)
}

// DateTime is a day and a time of day; value as Clock.Input gives it.
func DateTime(f Form, name, text, value string, o Opt) templ.Component {
	return input(f, name, text, value, "datetime-local", o)
}

// Date is a day; value as Clock.Date gives it.
func Date(f Form, name, text, value string, o Opt) templ.Component {
	return input(f, name, text, value, "date", o)
}

// Password is a field whose text is not shown and never comes back.
func Password(f Form, name, text string, o Opt) templ.Component {
	return field(f, name, text, o, func(m *markup) {
		m.input(f, name, "password", o)
		m.tag(">")
	})
}

// Money is an amount in yuan with up to two decimals.
func Money(f Form, name, text, value string, o Opt) templ.Component {
	o.InputMode = "decimal"
	if o.Placeholder == "" {
		o.Placeholder = "0.00"
	}
	return field(f, name, text, o, func(m *markup) {
		m.tag(`<div class="money-field"><span aria-hidden="true">¥</span>`)
		m.input(f, name, "text", o)
		m.attr("value", f.Value(name, value))
		m.tag("></div>")
	})
}

// File takes one file, or several with Multiple.
func File(f Form, name, text string, o Opt) templ.Component {
	return field(f, name, text, o, func(m *markup) {
		m.input(f, name, "file", o)
		m.flag("multiple", o.Multiple)
		m.tag(">")
	})
}

// Textarea is a field of several lines.
func Textarea(f Form, name, text, value string, o Opt) templ.Component {
	return field(f, name, text, o, func(m *markup) {
		m.tag("<textarea")
		m.common(f, name, "form-control", o)
		m.attr("rows", rows(o))
		m.some("placeholder", f.Lang.T(o.Placeholder))
		m.tag(">")
		m.text(f.Value(name, value))
		m.tag("</textarea>")
	})
}

func rows(o Opt) string {
	if o.Rows > 0 {
		return strconv.Itoa(o.Rows)
	}
	return "3"
}

// longList is how many choices one looks through without a search.
const longList = 12

var firstLetters = pinyin.Args{Style: pinyin.FirstLetter, Heteronym: false, Separator: "",
	Fallback: func(rune, pinyin.Args) []string { return nil }}

// Code makes a code of a name: the first letters of its pinyin, and what is in letters and digits as it is.
func Code(name string) string {
	var b strings.Builder
	for _, r := range name {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			b.WriteRune(unicode.ToLower(r))
		} else {
			b.WriteString(initials(string(r)))
		}
	}
	return b.String()
}

// initials are the first letters of a Chinese text's pinyin.
func initials(text string) string { return strings.Join(pinyin.LazyPinyin(text, firstLetters), "") }

// Select is a choice among many; value is the code chosen at first.
func Select(f Form, name, text, value string, options []Option, o Opt) templ.Component {
	return field(f, name, text, o, func(m *markup) {
		m.tag("<select")
		m.common(f, name, "form-select", o)
		m.flag("multiple", o.Multiple)
		find := len(options) > longList // chosen from by typing
		m.flag("data-find", find)
		m.tag(">")
		if o.Empty != "" {
			m.tag(`<option value="">`)
			m.text(f.Lang.T(o.Empty))
			m.tag("</option>")
		}
		chosen := f.Values(name, value)
		if o.Multiple && f.Typed == nil { // several, apart by spaces
			chosen = strings.Fields(value)
		}
		for _, g := range groups(options) {
			if g.name != "" {
				m.tag("<optgroup")
				m.attr("label", g.name)
				m.tag(">")
			}
			for _, c := range g.options {
				m.tag("<option")
				m.attr("value", c.Value)
				m.flag("selected", slices.Contains(chosen, c.Value))
				if find {
					m.some("data-k", initials(c.Label))
				}
				m.tag(">")
				m.text(c.Label)
				m.tag("</option>")
			}
			if g.name != "" {
				m.tag("</optgroup>")
			}
		}
		m.tag("</select>")
	})
}

// Check is one box; it sends 1 when it is on.
func Check(f Form, name, text string, on bool, o Opt) templ.Component {
	return written(func(m *markup) {
		m.tag("<div")
		m.class("field", o.Class)
		m.tag(`><label class="form-check"><input`)
		m.common(f, name, "form-check-input", o)
		m.tag(` type="checkbox" value="1"`)
		m.flag("checked", f.Checked(name, "1", on))
		m.tag(`> <span class="form-check-label">`)
		m.label(f, text, o)
		m.tag("</span></label>")
		m.below(f, name, o)
		m.tag("</div>")
	})
}

// Checks are boxes, any number of them on; on are the codes that are on at first.
func Checks(f Form, name, text string, on []string, options []Option, o Opt) templ.Component {
	return several(f, name, text, "checkbox", "group", on, options, o)
}

// Radios are a choice among few, shown side by side; value is the code chosen at first.
func Radios(f Form, name, text, value string, options []Option, o Opt) templ.Component {
	return several(f, name, text, "radio", "radiogroup", []string{value}, options, o)
}

// several is a set of boxes or radio buttons; only one of radio buttons can be needed or wrong.
func several(f Form, name, text, kind, role string, on []string, options []Option, o Opt) templ.Component {
	return written(func(m *markup) {
		wrong := f.wrong(name)
		m.tag("<div")
		m.class("field", o.Class)
		m.attr("role", role)
		m.attr("aria-labelledby", f.id(name)+"-label")
		m.attr("id", f.id(name))
		m.some("aria-describedby", f.describedBy(name, o))
		if kind == "radio" && o.Required {
			m.attr("aria-required", "true")
		}
		if kind == "radio" && wrong {
			m.attr("aria-invalid", "true")
		}
		m.attrs(o.Attrs)
		m.tag("><div")
		m.class("form-label", hidden(o))
		m.attr("id", f.id(name)+"-label")
		m.tag(">")
		m.label(f, text, o)
		m.tag("</div><div")
		if wrong {
			m.class("choices", "is-invalid")
		} else {
			m.class("choices", "")
		}
		m.tag(">")
		for i, c := range options {
			m.tag(`<label class="choice"><input`)
			m.attr("type", kind)
			m.attr("name", name)
			m.attr("value", c.Value)
			m.flag("checked", f.Checked(name, c.Value, slices.Contains(on, c.Value)))
			m.flag("disabled", o.Disabled)
			m.flag("autofocus", i == 0 && f.focused(name, o))
			m.tag("> <span>")
			m.text(c.Label)
			if c.Hint != "" {
				m.tag(" <small>")
				m.text(c.Hint)
				m.tag("</small>")
			}
			m.tag("</span></label>")
		}
		m.tag("</div>")
		m.below(f, name, o)
		m.tag("</div>")
	})
}

type accountKey struct{}

// For makes the pages drawn under ctx those of an account.
func For(ctx context.Context, account string) context.Context {
	if account == "" {
		return ctx
	}
	return context.WithValue(ctx, accountKey{}, account)
}

// As says for whom a form was made: sent by another log-in of the same browser it is refused (I16).
func As() templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if account, ok := ctx.Value(accountKey{}).(string); ok {
			return Hidden("as", account).Render(ctx, w)
		}
		return nil
	})
}

// Hidden carries a value along.
func Hidden(name, value string) templ.Component {
	return written(func(m *markup) {
		m.tag(`<input type="hidden"`)
		m.attr("name", name)
		m.attr("value", value)
		m.tag(">")
	})
}
