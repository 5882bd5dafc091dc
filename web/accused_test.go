package web

import (
	"net/http"
	"strings"
	"testing"
)

// Somebody named later loses sight of the case at once, and who is cleared sees it again (rule P4).
func TestP4_NamedLaterAndCleared(t *testing.T) {
	p := newPortal(t)
	c := p.as("a01").record("site", "HY")
	p.as("s01").must(c+"/assign", "handler", "a02")
	p.as("a02").must(c + "/accept")
	number := strings.TrimPrefix(c, "/complaints/")
	p.check(
		row{"a02", get, c, nil, http.StatusOK, nil, []string{`data-action="accused"`}},
		row{"s01", post, c + "/accused", []string{"add", "a02", "reason", ""}, http.StatusUnprocessableEntity, nil,
			nil},
		row{"s01", post, c + "/accused", []string{"add", "a02", "reason", "录像显示是本人接待"}, http.StatusSeeOther, nil, nil},
		row{"a02", get, c, nil, http.StatusNotFound, nil, nil},
		row{"a02", get, "/complaints", nil, http.StatusOK, nil, []string{number}},
		row{"x02", get, c, nil, http.StatusOK, []string{`data-owner="x02"`, `data-handler=""`, "录像显示是本人接待"}, nil},
		row{"x02", post, c + "/assign", []string{"handler", "a02"}, http.StatusUnprocessableEntity, nil, nil},
		row{"x02", post, c + "/hearing", []string{"wording", "请说明与13812345678的通话"}, http.StatusUnprocessableEntity, nil,
			nil},
		row{"x02", post, c + "/hearing", []string{"wording", "请说明三月二日的接待经过。"}, http.StatusSeeOther, nil, nil},
		row{"a02", get, "/", nil, http.StatusOK, []string{c + "/statement"}, nil},
		row{"x02", post, c + "/accused", []string{"clear", "a02", "reason", "查明另有其人"}, http.StatusSeeOther, nil, nil},
		row{"x02", post, c + "/assign", []string{"handler", "a02"}, http.StatusSeeOther, nil, nil},
		row{"a02", get, c, nil, http.StatusOK, nil, nil},
	)
	// Whoever is found responsible is barred alike (rule K5), and who found themselves so is led to their desk.
	p.as("x02").must(c+"/assess", "validity", "valid", "responsibility", "company", "responsible_person", "a02")
	p.check(
		row{"a02", get, c, nil, http.StatusNotFound, nil, nil},
		row{"a02", get, c + "/statement", nil, http.StatusOK, []string{"三月二日"}, nil},
	)
	p.verified()
}

// Where nobody is left to be in charge the complaint is taken in, and an administrator sees its number and nothing
// more until somebody is appointed (rule G6).
func TestG6_NobodyLeftIsAppointed(t *testing.T) {
	p := newPortal(t)
	c := p.as("a01").must("/complaints", "site", "HY", "channel", "phone", "name", "王小明", "phone", "13800138000",
		"matter", "几位领导都推诿。", "demand", "请公司处理。", "category", "attitude", "accused", "v01", "accused", "v02",
		"accused", "g01")
	number := strings.TrimPrefix(c, "/complaints/")
	p.check(
		row{"admin", get, "/", nil, http.StatusOK, []string{`data-unowned="` + number + `"`}, nil},
		row{"admin", get, c, nil, http.StatusNotFound, nil, nil},
		row{"v01", get, c, nil, http.StatusNotFound, nil, nil},
		row{"v01", get, "/", nil, http.StatusOK, nil, []string{number}},
		row{"s01", get, c, nil, http.StatusOK, []string{"须任命负责人"}, nil},
	)
	p.verified()
}
