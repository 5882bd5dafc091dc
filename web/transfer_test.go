package web

import (
	"net/http"
	"testing"
)

// The number stays, lists and the counter follow the new site, and the old one reads what it had.
func TestK11_ATransferredComplaintIsFoundAtTheNewSite(t *testing.T) {
	p := newPortal(t)
	c := p.as("a01").record("site", "HY", "phone", "13912300099", "matter", "租客押金没有退还")
	p.as("s01").must(c+"/assign", "handler", "a02")
	p.as("a02").must(c + "/accept")
	p.check(
		row{"t01", get, c, nil, http.StatusNotFound, nil, nil},
		row{"s01", post, c + "/transfer", []string{"site", "HY", "reason", "属龙庭店"}, 422, []string{"site-wrong", "属龙庭店"},
			nil},
		row{"a02", post, c + "/transfer", []string{"site", "LT", "reason", "属龙庭店"}, 403, nil, nil},
	)
	p.as("s01").must(c+"/transfer", "site", "LT", "reason", "属龙庭店")
	listed := `data-number="` + number(c) + `"`
	p.check(
		row{"t01", get, "/complaints?site=LT", nil, 200, []string{listed}, nil},
		row{"t01", get, "/complaints?q=%E6%8A%BC%E9%87%91", nil, 200, []string{listed}, nil},
		row{"s02", get, "/complaints", nil, 200, []string{listed}, nil},
		row{"s02", get, c, nil, 200, []string{`data-to="LT"`}, []string{"form-assign"}},
		row{"a02", post, c + "/contacts", []string{"way", "phone", "said", "回电"}, 403, nil, nil},
		row{"b01", get, lookUp(number(c)), nil, 200, []string{listed}, nil},
		row{"t01", get, "/notices", nil, 200, []string{`data-notice="transfer"`}, nil},
		row{"s02", get, "/notices", nil, 200, []string{`data-notice="transfer"`}, nil},
		row{"t01", post, c + "/transfer/back", []string{"reason", " "}, 422, []string{"reason-wrong"}, nil},
	)
	p.as("t01").must(c+"/transfer/back", "reason", "是海悦府的房子")
	p.check(
		row{"s01", get, c, nil, 200, []string{`data-back="true"`, "form-assign"}, nil},
		row{"t01", get, c, nil, 200, nil, []string{"form-assign"}},
	)
	p.as("s01").must(c+"/transfer", "site", "LT", "reason", "合同在龙庭店签")
	p.check(row{"t01", post, c + "/transfer/back", []string{"reason", "再退"}, http.StatusConflict, nil, nil})
	p.as("t01").must(c + "/transfer/accept")
	p.as("t01").must(c+"/assign", "handler", "b01")
	p.as("b01").must(c + "/accept")
	p.verified()
}

// Lists, figures and hints of groups show both sites what was handed over (rules K8, M2, P3).
func TestK11_BothSitesSeeWhatWasHandedOver(t *testing.T) {
	p := newPortal(t)
	stays := p.as("a01").record("site", "HY", "category", "leak", "phone", "13912300011")
	var moved []string
	for range 2 {
		c := p.as("a01").record("site", "HY", "category", "leak", "phone", "13912300012")
		p.as("s01").must(c+"/transfer", "site", "LT", "reason", "属龙庭店")
		moved = append(moved, c)
	}
	p.as("t01").must(moved[1]+"/transfer/back", "reason", "是海悦府的房子")
	p.as("s01").must(moved[1]+"/transfer", "site", "LT", "reason", "合同在龙庭店签")
	out := "/complaints?figure=transferred_out&month=2025-03&site=HY"
	in := "/complaints?figure=transferred_in&month=2025-03&site=LT"
	first, second, third := `data-number="`+number(stays)+`"`, `data-number="`+number(moved[0])+`"`,
		`data-number="`+number(moved[1])+`"`
	p.check(
		row{"s01", get, "/complaints?transferred=1&site=HY", nil, 200, []string{second, third, `data-total="2"`},
			[]string{first}},
		row{"t01", get, "/complaints?transferred=1", nil, 200, []string{second, third}, []string{first}},
		row{"q01", get, "/complaints?transferred=1&site=HY", nil, 200, []string{`data-total="2"`}, nil},
		row{"w01", get, "/complaints?transferred=1", nil, 200, nil, []string{second, third}},
		row{"s01", get, out, nil, 200, []string{second, third, `data-total="2"`}, []string{first}},
		row{"t01", get, in, nil, 200, []string{second, third, `data-total="2"`}, []string{first}},
		row{"s01", get, "/", nil, 200, []string{`data-group="leak" data-site="HY"`, "其中 2 件已转办到其他项目"}, nil},
		row{"s01", get, stays, nil, 200, []string{"其中 2 件已转办到其他项目"}, nil},
		row{"s01", get, "/figures?site=HY&month=2025-03", nil, 200, []string{"转出"}, nil},
	)
}
