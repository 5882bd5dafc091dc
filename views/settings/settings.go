// Package settings shows a person's own account and the administration of the company.
package settings

import (
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// Password is the page on which a person changes their password.
type Password struct {
	layout.Page
	Form ui.Form
	Done bool
}

// About says what Huiyin is made of.
type About struct {
	layout.Page
}
