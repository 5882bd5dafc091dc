package complaints

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

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

// noSite says what is missing and who puts it right (rule D10).
func (r Recording) noSite() string {
	if r.noSiteHref() != "" {
		return r.T("先在“项目与门店”里建立售楼部、门店或物业项目，并指定副总经理。")
	}
	var names huiyin.List
	for _, p := range r.By.Org.Active(func(p *huiyin.Person) bool { return p.Admin }) {
		names = append(names, p.Name)
	}
	return r.T("请系统管理员%s在“项目与门店”里建立售楼部、门店或物业项目。", names.String())
}

func (r Recording) noSiteHref() string {
	if huiyin.Can(r.By, huiyin.ActionManage, nil) == nil {
		return "/settings/add/site"
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

// draftOf says whose complaint a kept draft is.
func (r Recording) draftOf(d huiyin.Draft) string {
	if name := d.First("name", "unit", "phone"); name != "" {
		return r.T("有未完成的登记：%s", name)
	}
	return r.T("有未完成的登记")
}

// emergencies are the categories that make a complaint an emergency, for the browser (rule K2).
func (r Recording) emergencies() string {
	var all []string
	for _, c := range r.By.Org.Categories {
		if c.Emergency {
			all = append(all, c.Code)
		}
	}
	return strings.Join(all, " ")
}

// promises are the usual times by which an answer is promised: the end of this working day, of the next, and two days.
func (r Recording) promises() (out []ui.Option) {
	site := r.Form.Value("site", r.site())
	for i, word := range []string{"今天下班前", "明天下班前"} {
		day := r.Now.In(r.Zone).AddDate(0, 0, i)
		to := 18 * 60
		if shifts := r.By.Org.Calendar.Week(site)[day.Weekday()]; len(shifts) > 0 {
			to = shifts[len(shifts)-1].To
		}
		if at := time.Date(day.Year(), day.Month(), day.Day(), 0, to, 0, 0, r.Zone); at.After(r.Now.Add(time.Hour)) {
			out = append(out, ui.Option{Value: r.Clock().Input(at), Label: r.T(word)})
		}
	}
	return append(out, ui.Option{Value: r.Clock().Input(r.Now.Add(48 * time.Hour)), Label: r.T("48 小时内")})
}

// emergency is what is being recorded where its word, its category or its recorder says that it is one, else nil.
func (h Hinting) emergency(o *huiyin.Org) *huiyin.Complaint {
	k := &huiyin.Complaint{Intake: huiyin.Intake{Site: h.Form.Value("site", ""), Category: h.Form.Value("category", ""),
		Matter: h.Form.Value("matter", ""), Urgency: huiyin.Emergency}}
	category := o.Category(k.Category)
	if h.Form.Value("urgency", "") == string(huiyin.Emergency) || category != nil && category.Emergency ||
		o.EmergencyReading().Find(k.Matter) != "" {
		return k
	}
	return nil
}

// hintedBy are the fields whose change asks again what the complaint may repeat (rules K7, K8).
var hintedBy = []string{"phone", "unit", "matter", "site", "category", "complainants", "name", "channel", "urgency"}
