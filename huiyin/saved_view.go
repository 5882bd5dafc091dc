package huiyin

import (
	"slices"
	"strings"
	"time"
)

// View is what a list of complaints is narrowed to, its columns and its order, kept under a name 常用视图.
// It holds no complaints: each who opens it finds what they may see (rule P3).
type View struct {
	ID    int64
	Owner string
	Name  string
	Query string // of the list's address
	Share Role   // up to which role others use it too, 0 for nobody
	At    time.Time
}

const (
	mostViews     = 30 // of one person
	mostViewName  = 20
	mostViewQuery = 1500
)

// viewParameters are what a view keeps of an address.
var viewParameters = strings.Fields("q site state grade late open category channel urgency owner from to figure " +
	"of month sort col")

// ViewParameters are what a view keeps of a list's address.
func ViewParameters() []string { return viewParameters }

// Address is where the view opens.
func (v View) Address() string {
	if v.Query == "" {
		return "/complaints"
	}
	return "/complaints?" + v.Query
}

// Shares lists up to which roles a person may share a view: from supervisor up, their own and those below.
func (by Actor) Shares() []Role {
	if by.Role < Supervisor {
		return nil
	}
	return slices.DeleteFunc(Roles(), func(r Role) bool { return r > by.Role })
}

// SeenBy tells whether a person is offered the view: their own, and one shared with their role by
// somebody who answers for where they work.
func (v View) SeenBy(o *Org, p *Person) bool {
	if v.Owner == p.Account {
		return true
	}
	owner := o.Person(v.Owner)
	if owner == nil || owner.Disabled || p.Role > min(v.Share, owner.Role) {
		return false
	}
	return owner.Role == VP || owner.Department != "" && p.Department == owner.Department ||
		slices.ContainsFunc(o.Sites, func(s Site) bool {
			return owner.AnswersFor(s.Code) &&
				(p.Site == s.Code || p.AnswersFor(s.Code))
		})
}

// Views are those of one person.
type Views struct {
	List []View

	journal
}

// Save keeps a new view, or with an ID gives one another name and shares it otherwise. asked is the new
// one's query, parsed.
func (vs *Views) Save(by Actor, now time.Time, v View, asked map[string][]string) error {
	if err := by.may(ActionSaveView, nil); err != nil {
		return err
	}
	i := slices.IndexFunc(vs.List, func(w View) bool { return w.ID == v.ID })
	if v.ID != 0 && i < 0 {
		return NotFound()
	}
	v.Name, v.Owner, v.At = strings.TrimSpace(v.Name), by.Account, now
	var old View
	if i >= 0 {
		old = vs.List[i]
		v.Query, v.At = old.Query, old.At
	}
	var list error
	if i < 0 {
		list = checkView(v, asked)
	}
	if err := Every(list, needed("name", v.Name, mostViewName),
		when(slices.ContainsFunc(vs.List, func(w View) bool { return w.Name == v.Name && w.ID != v.ID }), "name",
			"您已有同名的视图。"),
		when(v.Share != 0 && !slices.Contains(by.Shares(), v.Share), "share", "请选择列表中的一项。"),
		when(i < 0 && len(vs.List) >= mostViews, "name", "最多保存 %d 个视图，请先删除不用的。", mostViews)); err != nil {
		return err
	}
	detail := changes("view", old.Name, v.Name, "shared", old.Share.Code(), v.Share.Code(), "filter", "",
		FilterWords(asked))
	if i < 0 {
		vs.List = append(vs.List, v)
	} else {
		vs.List[i] = v
	}
	if len(detail) > 0 {
		vs.note(by, ActionSaveView, now, detail...)
	}
	return nil
}

// checkView refuses what no list asks for, and a view of one customer: it would keep their phone.
func checkView(v View, asked map[string][]string) error {
	switch {
	case v.Query == "":
		return Invalid("list", "请先在投诉列表中筛选，再保存为常用视图。")
	case len(v.Query) > mostViewQuery:
		return Invalid("list", "条件太长，不能保存。")
	case slices.ContainsFunc(asked["q"], phoneTyped):
		return Invalid("list", "常用视图不保存电话号码，请去掉后再保存。") // rule P5
	}
	return nil
}

// phoneTyped tells whether a text holds a phone or another long number, and not that of a complaint.
func phoneTyped(text string) bool {
	n := 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9' || r >= '\uFF10' && r <= '\uFF19':
			if n++; n >= 7 && !strings.Contains(strings.ToUpper(text), "TS-") {
				return true
			}
		case r != 0x3000 && r != 0xFF0D && !strings.ContainsRune(" -+()", r): // the wide space and dash too
			n = 0
		}
	}
	return false
}

// Drop takes a view away.
func (vs *Views) Drop(by Actor, now time.Time, id int64) error {
	if err := by.may(ActionDropView, nil); err != nil {
		return err
	}
	i := slices.IndexFunc(vs.List, func(w View) bool { return w.ID == id })
	if i < 0 {
		return NotFound()
	}
	vs.note(by, ActionDropView, now, Change{Field: "view", Before: vs.List[i].Name})
	vs.List = slices.Delete(vs.List, i, i+1)
	return nil
}

func (vs *Views) note(by Actor, a Action, now time.Time, detail ...Change) {
	vs.log(by, a, "account:"+by.Account, now, detail...)
}

// FilterWords is what a list was narrowed to as the journal keeps it: name=value, without any long number
// that somebody sought (rule P5).
func FilterWords(asked map[string][]string) string {
	var out []string
	for _, name := range viewParameters {
		for _, v := range asked[name] {
			if name == "q" && phoneTyped(v) {
				v = "***"
			}
			if v != "" {
				out = append(out, name+"="+v)
			}
		}
	}
	return strings.Join(out, " ")
}
