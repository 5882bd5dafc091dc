package huiyin

import (
	"testing"
	"time"
)

// Told once when a group first holds and again at each doubling: the site's managers, the VPs from 20 people on; a word
// why not holds until the next doubling (rule K8).
func TestK8_ToldAtEachDoubling(t *testing.T) {
	o := demo()
	now := time.Date(2025, 3, 3, 10, 0, 0, 0, o.Zone)
	var told []GroupTold
	hears := func(account string, people int, w *GroupWord) bool {
		g := Group{Site: "HY", Category: "repair", N: 3, People: people, Word: w}
		p := *o.Person(account)
		list := TellGroups(o, &p, []Group{g}, told, now)
		for _, one := range list {
			for i := range told {
				if told[i].Account == account {
					told[i] = one
				}
			}
			told = append(told, one)
		}
		return len(list) == 1 && len(GroupsTold(o, list).Notices()) == 1
	}
	word := &GroupWord{People: 6}
	for _, tt := range []struct {
		who    string
		people int
		word   *GroupWord
		want   bool
	}{
		{"s01", 3, nil, false}, {"a01", 3, nil, false}, {"admin", 40, nil, false},
		{"p01", 3, nil, true}, {"p01", 3, nil, false}, {"p01", 5, nil, false}, {"p01", 6, nil, true},
		{"p01", 11, word, false}, {"p01", 12, nil, true},
		{"v01", 19, nil, false}, {"v01", 20, nil, true}, {"v01", 39, nil, false}, {"v01", 40, nil, true},
	} {
		if got := hears(tt.who, tt.people, tt.word); got != tt.want {
			t.Errorf("%s hears of %d: %v", tt.who, tt.people, got)
		}
	}
	if !word.Holds(11) || word.Holds(12) {
		t.Error("a word holds until twice as many")
	}
	all := []Group{{Site: "HY", Category: "leak", N: 3, People: 3}, {Site: "HY", Category: "repair", N: 4, People: 4, Under: "leak"}}
	if list := TellGroups(o, o.Person("p01"), all, nil, now); len(list) != 1 || list[0].Category != "leak" {
		t.Errorf("what is below is told once: %+v", list)
	}
	seen := []Group{{Site: "HY", Category: "repair", N: 3, People: 3}}
	key := seen[0].Key()
	for _, tt := range []struct {
		who, site, reason string
		kind              Kind
	}{{"s01", "HY", "x", KindForbidden}, {"p01", "JY", "x", KindNotFound}, {"p01", "HY", " ", KindInvalid}, {"p01", "HY", "x", 0}} {
		k := key
		k.Site = tt.site
		if _, err := AnswerGroup(o.as(tt.who), now, seen, k, tt.reason); KindOf(err) != tt.kind {
			t.Errorf("%+v: %v", tt, err)
		}
	}
}
