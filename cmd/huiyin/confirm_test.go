package main

import (
	"path/filepath"
	"strings"
	"testing"

	"huiyin/db"
	"huiyin/huiyin"
)

// A house with one administrator and no vice president is not locked out: the word is given on the machine, once, while
// nothing serves, and stands in the journal as nobody's; what does not wait is refused and nothing changes (rule P10).
func TestP10_ConfirmOnTheMachine(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if status, _, errs := commandLine(t, nil, "admin", "--data", dir, "--user", "boss"); status != 0 {
		t.Fatal(errs)
	}
	with := func(do func(s *db.Store)) {
		t.Helper()
		s, err := db.Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		do(s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	with(func(s *db.Store) {
		for _, account := range []string{"m1", "m2"} { // the first of a house takes no second word
			err := s.ChangeOrg(t.Context(), db.Once{}, func(o *huiyin.Org) error {
				return o.PutPerson(huiyin.Actor{Person: o.Person("boss"), Org: o}, s.Org().Asked(), "",
					huiyin.Person{Account: account, Name: account, Role: huiyin.Manager, AllSites: true}, nil)
			}, db.Password{Account: account, Hash: "hash of " + account})
			if err != nil {
				t.Fatal(err)
			}
		}
		if s.Org().Person("m1") == nil || s.Org().Person("m2") != nil {
			t.Fatal("the second came in without a second word")
		}
	})
	status, out, errs := commandLine(t, nil, "confirm", "--data", dir)
	if status != 0 || !strings.Contains(out, "1  m2  place, asked by boss") || !strings.Contains(out, `role: "" -> "manager"`) ||
		strings.Contains(out, "hash") {
		t.Fatalf("the list: %d %q %q", status, out, errs)
	}
	with(func(*db.Store) {
		if status, _, errs := commandLine(t, nil, "confirm", "--data", dir, "--number", "1"); status != 1 ||
			!strings.Contains(errs, "in use") {
			t.Errorf("while another process serves: %d %q", status, errs)
		}
	})
	refused := func(why string, args ...string) {
		t.Helper()
		status, out, errs := commandLine(t, nil, append([]string{"confirm"}, args...)...)
		if status != 1 || out != "" || !strings.Contains(errs, why) || strings.Count(errs, "\n") != 1 {
			t.Errorf("%v: %d %q %q", args, status, out, errs)
		}
	}
	refused("has the number 7", "--data", dir, "--number", "7")
	refused("", "--data", filepath.Join(t.TempDir(), "none"), "--number", "1")
	with(func(s *db.Store) {
		if s.Org().Person("m2") != nil {
			t.Fatal("refused, yet it changed")
		}
	})
	if status, out, errs := commandLine(t, nil, "confirm", "--data", dir, "--number", "1"); status != 0 ||
		out != "confirmed 1\n" {
		t.Fatalf("confirmed: %d %q %q", status, out, errs)
	}
	refused("no longer waits", "--data", dir, "--number", "1")
	if _, out, _ := commandLine(t, nil, "confirm", "--data", dir); out != "" {
		t.Errorf("still listed: %q", out)
	}
	with(func(s *db.Store) {
		if p := s.Org().Person("m2"); p == nil || p.Role != huiyin.Manager {
			t.Fatalf("%+v", p)
		}
		if hash, err := s.Password(t.Context(), "m2"); err != nil || hash != "hash of m2" {
			t.Errorf("password %q %v", hash, err)
		}
		list, err := s.Journal(t.Context(), "account:m2", true, 0, 9)
		if err != nil || !strings.Contains(string(list[0].Action)+string(list[1].Action), string(huiyin.ActionGiveSecondWord)) ||
			list[0].By+list[1].By != "" {
			t.Errorf("journal %+v %v", list, err)
		}
	})
	if status, out, errs := commandLine(t, nil, "verify", "--data", dir); status != 0 || !strings.Contains(out, "all fits") {
		t.Errorf("verify: %d %q %q", status, out, errs)
	}
}
