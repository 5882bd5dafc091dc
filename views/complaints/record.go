package complaints

import (
	"cmp"
	"encoding/json"
	"slices"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// alarming is what the browser reads the customer's words by, as the server does (rule K2, I14).
func (r Recording) alarming() string {
	text, _ := json.Marshal(r.By.Org.EmergencyReading()) // texts always marshal
	return string(text)
}

// alarm is what in the words typed so far may tell of an emergency, "" for nothing.
func (r Recording) alarm() string {
	if r.Form.Value("urgency", "") == string(huiyin.Emergency) {
		return ""
	}
	return r.By.Org.EmergencyReading().Find(r.Form.Value("matter", ""))
}

// given are what the form holds before anything is typed into a field of a fold.
var given = map[string]string{"complainants": "1", "scope": "household"}

// unfold tells whether one of the fields is filled or wrong, so that its fold has to be open.
func (r Recording) unfold(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		v := r.Form.Value(name, "")
		return r.Form.Wrong.On(name) != nil || v != "" && v != given[name]
	})
}

// sites are those that take complaints.
func (r Recording) sites() []ui.Option {
	var all []ui.Option
	for _, s := range r.By.Org.Sites {
		if !s.Closed {
			all = append(all, ui.Option{Value: s.Code, Label: s.Name})
		}
	}
	return all
}

// site is the one to begin with: the person's own, or the only one.
func (r Recording) site() string {
	if all := r.sites(); len(all) == 1 {
		return all[0].Value
	}
	if s := r.By.Org.Site(r.By.Site); s != nil && !s.Closed {
		return s.Code
	}
	return ""
}

// accused are the people whom a complaint can be about (rule P4), those of the site first.
func (r Recording) accused() []ui.Option {
	o, site := r.By.Org, r.Form.Value("site", r.site())
	people := o.Active(func(*huiyin.Person) bool { return true })
	rank := func(p *huiyin.Person) int {
		switch p.Site {
		case site:
			return -1
		case "":
			return len(o.Sites)
		}
		return slices.IndexFunc(o.Sites, func(s huiyin.Site) bool { return s.Code == p.Site })
	}
	slices.SortStableFunc(people, func(a, b *huiyin.Person) int { return cmp.Compare(rank(a), rank(b)) })
	all := make([]ui.Option, len(people))
	for i, p := range people {
		all[i] = ui.Option{Value: p.Account, Label: p.Name + " · " + r.T(p.Title()), Group: r.T("公司本部")}
		if p.Site != "" {
			all[i].Group = o.SiteName(p.Site)
		}
	}
	return all
}

// openOnes tells whether one of the earlier complaints is still being worked on (rule K7).
func openOnes(hints []huiyin.Repeat) bool {
	return slices.ContainsFunc(hints, func(r huiyin.Repeat) bool { return r.Reminds })
}

// draftOf says whose complaint the kept draft is, so that the next customer's is not mixed with it.
func (r Recording) draftOf() string {
	if name := r.Form.Value("name", ""); name != "" {
		return r.T("这是上次没有登记完的内容，投诉人：%s。换了客户请先丢弃。", name)
	}
	return r.T("这是上次没有登记完的内容。换了客户请先丢弃。")
}

// hintedBy are the fields whose change asks again what the complaint may repeat (rules K7, K8).
var hintedBy = []string{"phone", "unit", "matter", "site", "category", "complainants", "name", "channel"}
