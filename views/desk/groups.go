package desk

import (
	"slices"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// GroupsView is the page of what may be a group (rule K8).
type GroupsView struct {
	layout.Page
	By     huiyin.Actor
	Form   ui.Form
	Groups []huiyin.Group
}

// answers tells whether the reader may say why not.
func (v GroupsView) answers(g huiyin.Group) bool {
	return huiyin.Can(v.By, huiyin.ActionAnswerGroup, nil) == nil && v.By.AnswersFor(g.Site)
}

// form is the form of one hint; what was typed into another stays there.
func (v GroupsView) form(g huiyin.Group) ui.Form {
	f := v.Form
	if f.Value("group", "") != g.Key().Text() {
		f.Typed, f.Wrong = nil, nil
	}
	f.ID = "group-" + g.Site + g.Category + g.Number
	return f
}

// unanswered are the hints to which nobody has said why not.
func (v View) unanswered() []huiyin.Group {
	return slices.DeleteFunc(slices.Clone(v.Groups), func(g huiyin.Group) bool { return g.Word != nil })
}
