package ui

import "github.com/a-h/templ"

// drawn are the icons as they stand in a page.
var drawn = draw()

func draw() map[string]templ.Component {
	all := make(map[string]templ.Component, len(icons))
	for name, paths := range icons {
		all[name] = templ.Raw(`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">` + paths + `</svg>`)
	}
	return all
}

// Icon draws one of the icons, nothing when there is none of that name. It says nothing to a
// screen reader: a word goes with it.
func Icon(name string) templ.Component {
	if c, ok := drawn[name]; ok {
		return c
	}
	return templ.NopComponent
}
