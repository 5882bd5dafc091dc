package web

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// The administrator hands work over by its numbers, and sees nothing of it before or after (rules P1, P7).
func TestP7_TheAdministratorHandsWorkOverUnseen(t *testing.T) {
	p := newPortal(t)
	c := p.as("u01").record("name", "钱多多", "matter", "机密的事项")
	about := p.as("v01").record("site", "JY", "accused", "w01", "matter", "机密的事项") // q01's
	number, second := strings.TrimPrefix(c, "/complaints/"), strings.TrimPrefix(about, "/complaints/")
	p.as("q01").must(about+"/tasks", "what", "机密的事项", "who", "u01", "due", p.later(time.Hour))
	p.handOver("u01", "q01")
	path := "/settings/people/u01"
	hidden := []string{"机密的事项", "钱多多"}
	p.check(
		row{"admin", get, path, nil, http.StatusOK,
			[]string{number, second, `data-action="hand_over"`, `<option value="q01"`, `data-delegation="1"`},
			append(hidden, `<option value="w01"`, `<option value="admin"`)},
		row{"u01", post, path + "/handover", []string{"to", "q01"}, http.StatusForbidden, nil, nil},
		row{"v01", post, path + "/handover", []string{"to", "q01"}, http.StatusForbidden, nil, nil},
		row{"admin", post, "/settings/people/nobody/handover", []string{"to", "q01"}, http.StatusNotFound, nil, nil},
	)
	before := p.contents()
	p.check(
		row{"admin", post, path + "/handover", []string{"to", ""}, http.StatusUnprocessableEntity,
			[]string{`id="to-wrong"`}, hidden},
		row{"admin", post, path + "/handover", []string{"to", "nobody"}, http.StatusUnprocessableEntity,
			[]string{`id="to-wrong"`}, hidden},
		row{"admin", post, path + "/handover", []string{"to", "w01"}, http.StatusUnprocessableEntity,
			[]string{"职务不能低于主管"}, hidden},
		row{"admin", post, path + "/handover", []string{"to", "admin"}, http.StatusUnprocessableEntity,
			[]string{`id="to-wrong"`}, hidden},
		row{"admin", post, path + "/handover", []string{"to", "t01"}, http.StatusUnprocessableEntity,
			[]string{`id="to-wrong"`, number}, append(hidden, "被投诉")},
		row{"admin", post, path + "/handover", []string{"to", "q01", "numbers", "TS-HY-20250303-999"},
			http.StatusNotFound, nil, nil},
	)
	if p.contents() != before {
		t.Error("something was stored")
	}
	p.as("admin").must(path+"/handover", "to", "q01", "numbers", second)
	p.check(row{"admin", get, path, nil, http.StatusOK, []string{`data-open="` + number},
		[]string{`data-open="` + second}})
	p.as("admin").must(path+"/handover", "to", "q01", "once", "x")
	p.as("admin").must(path+"/handover", "to", "q01", "once", "x") // acts once
	p.check(
		row{"admin", get, path, nil, http.StatusOK, nil, []string{"data-open"}},
		row{"admin", get, c, nil, http.StatusNotFound, nil, hidden},
		row{"admin", get, "/complaints", nil, http.StatusOK, nil, append(hidden, number)},
		row{"admin", get, "/settings/journal", nil, http.StatusOK, []string{"移交给", "高文博"}, append(hidden, number)},
		row{"q01", get, c, nil, http.StatusOK, []string{"移交工作", "系统管理员", `data-owner="q01"`}, nil},
		row{"q01", get, "/notices", nil, http.StatusOK, []string{`data-notice="handed_over" data-number="` + number},
			nil},
		row{"q01", get, "/", nil, http.StatusOK, []string{"机密的事项"}, nil},
		row{"admin", post, path, []string{"name", "刘淑芬", "role", "supervisor", "site", "JY", "disabled", "1"},
			http.StatusSeeOther, nil, nil},
		row{"q01", get, "/account/delegations", nil, http.StatusOK, []string{`data-status="past"`},
			[]string{`data-status="running"`}},
	)
	p.verified()
}
