package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// GroupKey names a hint at a group: a site and category, or the one complaint of many people (rule K8).
type GroupKey struct{ Site, Category, Number string }

// Key is the hint's.
func (g *Group) Key() GroupKey { return GroupKey{g.Site, g.Category, g.Number} }

// Text writes the key as the journal and addresses have it.
func (k GroupKey) Text() string {
	return strings.TrimSuffix(k.Site+"/"+k.Category+"/"+k.Number, "/")
}

// GroupWord is why what looks like a group needs no crisis, until twice as many people are concerned (rule K8).
type GroupWord struct {
	ID int64
	GroupKey
	People int // when it was said
	At     time.Time
	By     string
	Reason string
}

// Holds tells whether the word still holds for so many people.
func (w *GroupWord) Holds(people int) bool { return people < 2*w.People }

// Noted is the journal's entry about the word.
func (w *GroupWord) Noted() Entry {
	return NewEntry(w.By, ActionAnswerGroup, "group:"+w.Text(), w.At, Note("people", strconv.Itoa(w.People)),
		Note("reason", w.Reason))
}

// AnswerGroup says why not: a manager or above of the site, of what stands on their desk (rule K8).
func AnswerGroup(by Actor, now time.Time, seen []Group, key GroupKey, reason string) (*GroupWord, error) {
	if err := by.may(ActionAnswerGroup, nil); err != nil {
		return nil, err
	}
	i := slices.IndexFunc(seen, func(g Group) bool { return g.Key() == key })
	switch {
	case i < 0 || !by.AnswersFor(key.Site):
		return nil, NotFound()
	case seen[i].Word != nil:
		return nil, Conflict("已经说明过原因；人数再翻一倍时会重新提示。")
	}
	reason = strings.TrimSpace(reason)
	if err := needed("reason", reason, 1000); err != nil {
		return nil, err
	}
	return &GroupWord{GroupKey: key, People: seen[i].People, At: now, By: by.Account, Reason: reason}, nil
}

// GroupTold is that a person was told of a group when it had so many people (rule K8).
type GroupTold struct {
	Account string
	GroupKey
	People int
	At     time.Time
}

// TellGroups is what a person is to be told now of the groups that they see, and was not told before: when one first
// holds and again at each doubling; a manager of the site and the manager in charge, a VP from so many people on
// (rule K8). Of what somebody has said why not they hear at the next doubling.
func TellGroups(o *Org, p *Person, seen []Group, told []GroupTold, now time.Time) (out []GroupTold) {
	for i := range seen {
		g := &seen[i]
		at := slices.IndexFunc(told, func(t GroupTold) bool { return t.Account == p.Account && t.GroupKey == g.Key() })
		switch {
		case p.Admin || p.Disabled || p.Role < Manager || g.Word != nil,
			p.Role == VP && int64(g.People) < o.Parameters.Get(GroupVPs),
			p.Role == Manager && !hearsOfGroups(o, p, g.Site),
			at >= 0 && g.People < 2*told[at].People,
			g.Under != "" && slices.ContainsFunc(seen, func(x Group) bool { return x.Site == g.Site && x.Category == g.Under }):
		default:
			out = append(out, GroupTold{Account: p.Account, GroupKey: g.Key(), People: g.People, At: now})
		}
	}
	return out
}

// hearsOfGroups: a manager of the site, and the one in charge there.
func hearsOfGroups(o *Org, p *Person, site string) bool {
	inCharge := (&Complaint{Intake: Intake{Site: site}}).managerInCharge(o, func(*Person) bool { return true })
	return slices.Contains(p.Sites, site) || inCharge != nil && inCharge.Account == p.Account
}

// GroupsTold are the notices of what was told; they name site and category, and no complaint.
func GroupsTold(o *Org, list []GroupTold) *News {
	k := &News{}
	for _, t := range list {
		k.notices = append(k.notices, Notice{Account: t.Account, Kind: NoticeGroup, Number: o.SiteName(t.Site) + " " + o.CategoryName(t.Category), At: t.At})
	}
	return k
}
