package complaints

import (
	"maps"
	"net/url"
	"slices"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// bulkForm is the id of the form that the boxes of the list belong to.
const bulkForm = "form-bulk"

// Became is what one act on several complaints has led to.
type Became struct {
	Act     huiyin.BulkAct
	Handler string // whom they were assigned to
	List    string // the list's parameters
	Once    string `json:"-"`
	Each    []BecameOf
}

// BecameOf is what became of one complaint: done where Words is empty, else the refusal.
type BecameOf struct {
	Number string
	Kind   huiyin.Kind `json:",omitempty"`
	Words  string      `json:",omitempty"`
}

// Done lists the numbers that took this act.
func (b Became) Done(act huiyin.BulkAct) []string {
	var done []string
	for _, e := range b.Each {
		if b.Act == act && e.Words == "" {
			done = append(done, e.Number)
		}
	}
	return done
}

// opens tells whether a refusal is one that only those hear who see the complaint.
func (e BecameOf) opens() bool {
	return e.Words == "" || e.Kind == huiyin.KindInvalid || e.Kind == huiyin.KindConflict
}

// BulkView is the page of what became of chosen complaints.
type BulkView struct {
	layout.Page
	By   huiyin.Actor
	Form ui.Form
	Became
}

func (v BulkView) back() string { return addressOf(v.List) }

func addressOf(query string) string {
	if query == "" {
		return "/complaints"
	}
	return "/complaints?" + query
}

// Here is the address of the list as it stands.
func (v List) Here() string { return addressOf(v.Query.Encode()) }

// mayChoose tells whether a row of the page can be chosen.
func (v List) mayChoose() bool {
	return slices.ContainsFunc(v.Found.Rows, func(l huiyin.Listed) bool { return !l.Shut })
}

func (v List) chosen(number string) bool {
	return v.Chosen.Checked("number", number, v.Query.Get("all") == "1")
}

// allChosen is the address of this page with every row chosen.
func (v List) allChosen() string {
	q := maps.Clone(v.Query)
	if q == nil {
		q = url.Values{}
	}
	q.Set("all", "1")
	return addressOf(q.Encode())
}

// handlers are those who can be given complaints, one's own site first.
func (v List) handlers() []ui.Option {
	var here, elsewhere []ui.Option
	for _, p := range v.By.Org.Active(func(p *huiyin.Person) bool { return !p.Admin }) {
		o := ui.Option{Value: p.Account, Label: p.Name + " · " + v.T(p.Title()), Group: v.T("公司")}
		switch {
		case p.Site != "":
			o.Group = v.By.Org.SiteName(p.Site)
		case p.Department != "":
			o.Group = v.By.Org.DepartmentName(p.Department)
		}
		if p.Site != "" && p.Site == v.By.Site {
			here = append(here, o)
		} else {
			elsewhere = append(elsewhere, o)
		}
	}
	return append(here, elsewhere...)
}

func (v List) departments() []ui.Option {
	var out []ui.Option
	for _, d := range v.By.Org.Departments {
		out = append(out, ui.Option{Value: d.Code, Label: d.Name})
	}
	return out
}

// carried is the list's parameters as the form carries them.
func (v List) carried() string {
	q := maps.Clone(v.Query)
	delete(q, "all")
	return q.Encode()
}
