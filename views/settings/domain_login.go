package settings

import (
	"huiyin/huiyin"
	"huiyin/views/ui"
)

// Domain is how people log in with their account of the domain; of the secret it is only told whether there is
// one. Found is whom a trial has found, nil without one.
type Domain struct {
	View
	Domain   *huiyin.DomainLogin
	Secret   bool
	Found    *huiyin.DomainPerson
	Proven   bool // the password was tried, and is right
	Place    huiyin.DomainGroup
	Placed   bool // a group says what they are
	Admitted bool // they may log in by the domain as far as this portal goes
}

// DomainGroup is the form of one group, ID 0 for a new one.
type DomainGroup struct {
	View
	Group huiyin.DomainGroup
}

// placed is where people of a group belong and what they answer for (rule P2).
func (v View) placed(g huiyin.DomainGroup) string {
	return v.where(&huiyin.Person{Role: g.Role, Site: g.Site, Department: g.Department, Sites: g.Sites,
		AllSites: g.AllSites})
}

// outcome says in words whether whom a trial has found could log in, and if not, why.
func (v Domain) outcome() (title, why string, good bool) {
	switch {
	case !v.Placed:
		return v.T("找到了账号，但不能登录"), v.T("不在任何已对应的域组里。"), false
	case !v.Admitted && v.Org.Person(v.Found.Account) == nil:
		return v.T("找到了账号，但不能登录"), v.T("回音里还没有这个账号，而且没有选“第一次登录时自动开通”。"), false
	case !v.Admitted:
		return v.T("找到了账号，但不能登录"), v.T("回音里的同名账号已停用，或用回音自己的密码登录。"), false
	case !v.Domain.On:
		return v.T("找到了账号"), v.T("启用之后即可登录。"), true
	case !v.Proven:
		return v.T("找到了账号"), v.T("没有核对密码。"), true
	}
	return v.T("账号和密码都正确，可以登录"), "", true
}

// roleOf is a group's role in words, "" for a new group.
func (v View) roleOf(g huiyin.DomainGroup) string { return v.T(g.Role.Label()) }

// dns are names of groups, one a line, as many as are worth reading.
func (v Domain) dns() []string { return v.Found.Groups[:min(len(v.Found.Groups), 30)] }

func (v Domain) ways() []ui.Option { return ui.Labelled(v.Lang, huiyin.DomainGroupsWays()) }
