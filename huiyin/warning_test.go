package huiyin

import (
	"slices"
	"testing"
)

// Roles from manager up, the administrator's flag and one's own place are told to every vice president and to the
// person at once; a password that another sets, to the person, and above to the vice presidents too (rule P10).
func TestP10_RightsDoNotChangeUnseen(t *testing.T) {
	vps := []string{"g01", "v01", "v02"}
	with := func(who string) []string { return slices.Sorted(slices.Values(append(slices.Clone(vps), who))) }
	for name, tt := range map[string]struct {
		account string
		change  func(p *Person)
		told    []string
	}{
		"to VP by oneself":      {"admin", func(p *Person) { p.Role, p.Department, p.Site, p.Sites = VP, "", "", nil }, with("admin")},
		"to manager":            {"s01", func(p *Person) { p.Role, p.Site, p.Sites = Manager, "", []string{"HY"} }, with("s01")},
		"a manager demoted":     {"p01", func(p *Person) { p.Role, p.Site, p.Sites = Agent, "HY", nil }, with("p01")},
		"a manager's sites":     {"p01", func(p *Person) { p.Sites = []string{"HY", "LT"} }, with("p01")},
		"administrator":         {"a01", func(p *Person) { p.Admin = true }, with("a01")},
		"a VP demoted":          {"v02", func(p *Person) { p.Role, p.Site = Agent, "HY" }, vps},
		"an agent's site":       {"a01", func(p *Person) { p.Site = "LT" }, nil},
		"an agent promoted":     {"a01", func(p *Person) { p.Role = Supervisor }, nil},
		"a manager's name only": {"p01", func(p *Person) { p.Name = "新名" }, nil},
	} {
		o := demo()
		p := *o.Person(tt.account)
		tt.change(&p)
		if err := o.PutPerson(o.as("admin"), monday, tt.account, p, nil); err != nil {
			t.Fatal(name, err)
		}
		wordsConfirmed(t, o)
		var told []string
		for _, n := range o.Notices() {
			if n.Kind == NoticeWordAsked || n.Kind == NoticeWordDecided {
				continue
			}
			told = append(told, n.Account)
			if n.Kind != NoticeRights || n.Number != tt.account || !n.Kind.Confidential() {
				t.Errorf("%s: %+v", name, n)
			}
		}
		if !slices.Equal(told, tt.told) {
			t.Errorf("%s: told %v, want %v", name, told, tt.told)
		}
	}
	for account, want := range map[string][]string{"a01": {"a01"}, "p01": with("p01"), "v01": vps} {
		o := demo()
		if err := o.ResetPassword(o.as("admin"), monday, account); err != nil {
			t.Fatal(err)
		}
		wordsConfirmed(t, o)
		var told []string
		for _, n := range o.Notices() {
			if n.Kind == NoticePasswordReset {
				told = append(told, n.Account)
			}
		}
		if !slices.Equal(told, want) {
			t.Errorf("the password of %s: told %v, want %v", account, told, want)
		}
	}
	// neither quiet hours nor one mail a day hold it back
	r := NotificationPreferences{Mail: "x@example.com", Daily: true, Digest: 8 * 60}
	if due := r.Due(NoticeRights, monday, shanghai); !due.Equal(monday) {
		t.Errorf("mailed at %v", due)
	}
}

// wordsConfirmed has what waits for a second word confirmed on the machine.
func wordsConfirmed(t *testing.T, o *Org) {
	t.Helper()
	for _, w := range o.SecondWordsAsked("", monday) {
		if err := o.GiveSecondWord(Installer(o), monday, w.ID, SecondWordDecision{Decision: Approve}); err != nil {
			t.Fatal(err)
		}
	}
}
