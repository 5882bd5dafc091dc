package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// markup writes the parts of which a page has hundreds: fields, choices, times, badges. They are
// written in Go because each value that a template writes costs it several allocations.
type markup struct {
	ctx context.Context
	to  io.Writer
	err error
}

// written makes a component of what write writes.
func written(write func(*markup)) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		m := markup{ctx: ctx, to: w}
		write(&m)
		return m.err
	})
}

// tag writes HTML as it stands in the program.
func (m *markup) tag(html string) {
	if m.err == nil {
		_, m.err = io.WriteString(m.to, html)
	}
}

// text writes a value, escaped, between tags or in the quotes of an attribute.
func (m *markup) text(value string) { m.tag(templ.EscapeString(value)) }

// attr writes an attribute.
func (m *markup) attr(name, value string) {
	m.tag(" ")
	m.tag(name)
	m.tag(`="`)
	m.text(value)
	m.tag(`"`)
}

// some writes an attribute that has a value.
func (m *markup) some(name, value string) {
	if value != "" {
		m.attr(name, value)
	}
}

// flag writes an attribute without a value, where it is on.
func (m *markup) flag(name string, on bool) {
	if on {
		m.tag(" ")
		m.tag(name)
	}
}

// class writes the class attribute; more may be "".
func (m *markup) class(base, more string) {
	m.tag(` class="`)
	m.tag(base)
	if more != "" {
		m.tag(" ")
		m.text(more)
	}
	m.tag(`"`)
}

// attrs writes further attributes.
func (m *markup) attrs(more map[string]any) {
	if len(more) > 0 && m.err == nil {
		m.err = templ.RenderAttributes(m.ctx, m.to, templ.Attributes(more))
	}
}

// part writes another part of the page.
func (m *markup) part(c templ.Component) {
	if m.err == nil {
		m.err = c.Render(m.ctx, m.to)
	}
}
