package complaints

import (
	"net/url"
	"slices"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// Names tells whether a field of the journal names another complaint, which its reader need not be
// allowed to see.
func Names(field string) bool {
	return field == "merged_into" || field == "merged_from" || field == "link"
}

func unnamed(v *View, number string) string {
	if number == "" {
		return ""
	}
	return v.T("另一件投诉")
}

// reminder and remindedBy are what the form of a reminder begins with.
func (v View) reminder() string {
	if v.Reminding == nil {
		return ""
	}
	return v.Reminding.Caller
}

func (v View) remindedBy() string {
	if v.Reminding == nil {
		return ""
	}
	return v.Reminding.Way
}

// likeness says how two complaints are alike (rule K7).
func likeness(l ui.Lang, r huiyin.Repeat) []string {
	var out []string
	for _, how := range []struct {
		is   bool
		word string
	}{{r.Phone, "同一电话"}, {r.Unit, "同一房号"}, {r.Text, "内容相近"}} {
		if how.is {
			out = append(out, l.T(how.word))
		}
	}
	return out
}

// remindURL leads to the form of a reminder, with what was already said (rules K7, D7).
func (h Hinting) remindURL(number string) string {
	q := url.Values{"way": {string(h.Way)}, "caller": {h.Caller}}
	return "/complaints/" + number + "?" + q.Encode() + "#form-" + string(huiyin.ActionRemind)
}

// links are the ways to record: as a new complaint, or one that is linked to an earlier one. What was
// chosen stays to choose.
func (h Hinting) links(p layout.Page) []ui.Option {
	out := []ui.Option{{Value: "", Label: p.T("登记为新投诉，不关联")}}
	for _, r := range h.Repeats {
		out = append(out, ui.Option{Value: r.Number, Label: p.T("登记为新投诉，与 %s 关联", r.Number)})
	}
	for _, r := range h.Hidden {
		out = append(out, ui.Option{Value: r.Number, Label: p.T("登记为新投诉，与 %s 关联", r.Number)})
	}
	if chosen := h.Form.Value("link", ""); !slices.ContainsFunc(out,
		func(o ui.Option) bool { return o.Value == chosen }) {
		out = append(out, ui.Option{Value: chosen, Label: p.T("登记为新投诉，与 %s 关联", chosen)})
	}
	return out
}

// any tells whether there is something to say.
func (h Hinting) any() bool {
	return len(h.Repeats)+len(h.Hidden) > 0 || h.Form.Value("link", "") != ""
}

func (v View) mergeTarget(into string) ui.Target {
	t := v.target(huiyin.ActionMerge, "merge", "main")
	if into != "" {
		t.Confirm = "确定并入吗？并入之后这件投诉只能查看，由另一件一并办理；之后可以拆出。"
	}
	return t
}

// borrowed tells whether the complaint keeps an earlier date of what is merged into it.
func (v View) borrowed() bool {
	return slices.ContainsFunc(v.C.Deadlines, func(d huiyin.Deadline) bool { return d.OwnSpan != 0 })
}

// relatives are the complaints that this one may repeat, and those it is linked with, each once.
func (v View) relatives() []huiyin.Repeat {
	out := slices.Clone(v.Related)
	for _, l := range v.Beside.Linked {
		if !slices.ContainsFunc(out, func(r huiyin.Repeat) bool { return r.Number == l.Number }) {
			out = append(out, huiyin.Repeat{Listed: l})
		}
	}
	return out
}

// linkWord says how this complaint was linked with another, "" when it was not.
func (v View) linkWord(number string) string {
	switch {
	case number == v.C.Link:
		return v.T("登记时关联")
	case slices.ContainsFunc(v.Beside.Linked, func(l huiyin.Listed) bool { return l.Number == number }):
		return v.T("后来登记，关联到本件")
	}
	return ""
}
