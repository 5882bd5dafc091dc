package huiyin

import (
	"strings"
	"time"
)

// Draft is what a person has typed into a form and not sent; nobody else is shown it.
type Draft struct {
	Path string // the form's address
	Key  string // the form's own text, where several of one address may be begun; else ""
	At   time.Time
	Form map[string][]string
}

// DraftLasts is how long a form that was begun is kept: it may hold what a customer has said (rule B1).
const DraftLasts = 60 * 24 * time.Hour

// First is the first of some fields that something stands in.
func (d Draft) First(names ...string) string {
	for _, name := range names {
		if v := d.Form[name]; len(v) > 0 && strings.TrimSpace(v[0]) != "" {
			return v[0]
		}
	}
	return ""
}

// Empty tells whether nothing was typed.
func (d Draft) Empty() bool {
	for _, values := range d.Form {
		if strings.TrimSpace(strings.Join(values, "")) != "" {
			return false
		}
	}
	return true
}
