package settings

import (
	"slices"
	"strconv"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

// Delegations is where a person hands their decisions to a delegate, and sees what was handed to them
// (rule P6).
type Delegations struct {
	layout.Page
	By    huiyin.Actor
	Form  ui.Form
	Proof bool // the log-in was long ago: the password is asked for
}

// of lists the delegations that a person made, or took, newest first.
func (v Delegations) of(made bool) []huiyin.Delegation {
	var out []huiyin.Delegation
	for _, d := range v.By.Org.Delegations {
		if made && d.From == v.By.Account || !made && d.To == v.By.Account {
			out = append(out, d)
		}
	}
	slices.Reverse(out)
	return out
}

// status says where a delegation stands: running, planned or past.
func (v Delegations) status(d huiyin.Delegation) string {
	switch {
	case d.RunsAt(v.Now):
		return "running"
	case !d.Over(v.Now):
		return "planned"
	}
	return "past"
}

var delegationWords = map[string]string{"running": "进行中", "planned": "未开始", "past": "已结束"}

func (v Delegations) other(d huiyin.Delegation) string {
	if d.From == v.By.Account {
		return d.To
	}
	return d.From
}

// takers are those who may take the person's decisions: of the same role or above.
func (v Delegations) takers() []ui.Option {
	var out []ui.Option
	for _, p := range v.By.Org.Active(func(p *huiyin.Person) bool {
		return p.Role >= v.By.Role &&
			p.Account != v.By.Account
	}) {
		out = append(out, ui.Option{Value: p.Account, Label: p.Name + " · " + v.T(p.Title())})
	}
	return out
}

func (v Delegations) endForm(d huiyin.Delegation) ui.Form {
	f := v.Form.For(string(huiyin.ActionEndDelegation) + "-" + strconv.FormatInt(d.ID, 10))
	f.ID = "end-" + strconv.FormatInt(d.ID, 10)
	return f
}

func (v Delegations) endTarget(d huiyin.Delegation) ui.Target {
	return ui.Target{URL: "/account/delegations/" + strconv.FormatInt(d.ID, 10) + "/end",
		Action: string(huiyin.ActionEndDelegation), Confirm: "确定结束这项代理吗？"}
}
