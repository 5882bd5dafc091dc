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
