package web

import (
	"net/http"
	"slices"
	"strings"
)

// made builds a form's case and puts its numbers into the form.
func (f form) made(p *portal) form {
	c := ""
	if f.fixture != "" {
		c = fixtures[f.fixture](p)
	}
	at := func(s string) string {
		s = strings.NewReplacer("/units/import/:id", c, "/customers/import/:id", c, "/units/:site/:code", "/units/HY/5-1-1203", "/crises/alarm/:alarm", c, "/crises/holding/:doc", c, "statement-:file", "statement-1.pdf", "handover-:file", "handover-1.pdf", "/crises/:crisis", c, "/figures/reports/:doc", c, "/figures/quarters/:doc", c, "/figures/meetings/:doc", c,
			"/figures/plans/:doc", c, "/figures/samples/:doc", c, "/destruction-lists/:doc", c, "/archive-lists/:doc", c, "/jobs/:job", c, "/counter/:counter",
			"/counter/"+strings.TrimPrefix(c, "/complaints/"), "/complaints/:number", c,
			"/inquiries/:inquiry", c, "/praises/:praise", c, "/downloads/:id", c).Replace(s)
		if rest, ok := strings.CutPrefix(s, "/customers/:customer"); ok {
			s = p.customer(c) + rest
		}
		if rest, ok := strings.CutPrefix(s, "/data-requests/:request"); ok {
			s = p.request(c) + rest
		}
		if strings.HasPrefix(s, "/exports/:export") {
			s = p.placed(s, c)
		}
		s = strings.Replace(s, ":number", strings.TrimPrefix(c, "/complaints/"), 1)
		switch s {
		case ":other":
			return p.as("v01").get(p.customer(c)).page().Find("[data-double]").AttrOr("data-double", "")
		case ":merged":
			return p.as("v01").get(p.customer(c)).page().Find("[data-merged]").AttrOr("data-merged", "")
		}
		for _, kind := range []string{"task", "measure", "attachment"} {
			if strings.Contains(s, ":"+kind) {
				s = strings.Replace(s, ":"+kind, part(p, c, kind), 1)
			}
		}
		return s
	}
	f.path = at(f.path)
	f.fields = slices.Clone(f.fields)
	for i := range f.fields {
		if v := f.fields[i].good; len(v) == 1 {
			f.fields[i].good = []string{at(v[0])}
		}
	}
	return f
}

// fixtures are the cases of the matrix and a few more.
var fixtures = map[string]func(p *portal) string{
	"accused": func(p *portal) string {
		return p.as("a02").record("site", "HY", "category", "facilities", "accused", "a01")
	},
	"shut": func(p *portal) string { // restricted, and open to v02
		c := cases["received"](p)
		p.as("s01").must(c+"/restrict", "people", "v02", "reason", "涉及客户资料")
		return c
	},
	"download": func(p *portal) string { // of a01's, ended
		o, goOn := held("x")
		close(goOn)
		at := p.started("a01", o)
		p.made()
		return at
	},
	"papered": func(p *portal) string { // a page of it lies in the tray
		p.as("w01").record()
		c := p.as("a01").record("site", "HY")
		p.trayed("a01")
		return c
	},
	"heard": func(p *portal) string {
		c := fixtures2["accused"](p)
		p.as("s01").must(c+"/hearing", "wording", "请说明经过。")
		return c
	},
	"attached": func(p *portal) string {
		c := cases["proposing"](p)
		if a := p.as("a02").upload(c+"/attachments", "仲裁协议.pdf", []byte("%PDF-1.4 x"), "kind",
			"agreement"); a.status != http.StatusSeeOther {
			p.t.Fatal(a.status)
		}
		return c
	},
	"followed": func(p *portal) string {
		c := cases["closed"](p)
		p.as("s01").must(c+"/followups", "at", p.later(0), "satisfaction", "fair", "said", "好")
		return c
	},
	"double": func(p *portal) string { // another file of the same name and unit
		p.as("a01").record("site", "HY", "phone", "13600136007", "unit", "9栋907")
		return p.as("a01").record("site", "HY", "phone", "13600136008", "unit", "9栋907")
	},
	"correct": func(p *portal) string {
		c := p.as("a01").record("site", "HY", "phone", "13600136006")
		p.as("a01").must(p.customer(c)+"/requests", "kind", "correct", "way", "phone", "asked", "名字写错了", "site", "HY",
			"handler", "h01")
		return c
	},
	"over": func(p *portal) string { // its time for reopening has run out, and the clock has not come yet
		c := fixtures2["followed"](p)
		p.mu.Lock()
		p.now = p.now.AddDate(0, 0, 91)
		p.mu.Unlock()
		return c
	},
	"archived": func(p *portal) string {
		c := fixtures2["followed"](p)
		p.shelve(c)
		return c
	},
}

var fixtures2 map[string]func(p *portal) string

func init() {
	for name, make := range cases {
		fixtures[name] = make
	}
	fixtures2 = fixtures
}
