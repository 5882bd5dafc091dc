package huiyin

import (
	"errors"
	"reflect"
	"testing"
	"time"
)

func TestBackupPlan(t *testing.T) {
	o := demo()
	admin, agent := o.as("admin"), o.as("v01")
	base := *DefaultBackupPlan()
	change := func(fn func(*BackupPlan)) BackupPlan {
		p := base
		fn(&p)
		return p
	}
	for name, tt := range map[string]struct {
		by    Actor
		to    BackupPlan
		kind  Kind
		field string
	}{
		"no administrator":    {agent, change(func(p *BackupPlan) { p.Keep = 3 }), KindForbidden, ""},
		"no time":             {admin, change(func(p *BackupPlan) { p.At = -1 }), KindInvalid, "at"},
		"past midnight":       {admin, change(func(p *BackupPlan) { p.At = 1440 }), KindInvalid, "at"},
		"keep none":           {admin, change(func(p *BackupPlan) { p.Keep = 0 }), KindInvalid, "keep"},
		"keep too many":       {admin, change(func(p *BackupPlan) { p.Keep = 401 }), KindInvalid, "keep"},
		"half a path":         {admin, change(func(p *BackupPlan) { p.Folder = "backups" }), KindInvalid, "folder"},
		"line in a path":      {admin, change(func(p *BackupPlan) { p.Folder = "/a\nb" }), KindInvalid, "folder"},
		"half a second path":  {admin, change(func(p *BackupPlan) { p.Second = "../x" }), KindInvalid, "second"},
		"no server's address": {admin, change(func(p *BackupPlan) { p.Stamps = "tsa.example" }), KindInvalid, "stamps"},
		"an account in it": {admin, change(func(p *BackupPlan) { p.Stamps = "https://me:pw@tsa.example/" }), KindInvalid,
			"stamps"},
		"a key that is none": {admin, change(func(p *BackupPlan) { p.Seal = "AGE-SECRET-KEY-1" }), KindInvalid, "seal"},
		"twice the same": {admin, change(func(p *BackupPlan) { p.Folder, p.Second = "/x", " /x " }), KindInvalid,
			"second"},
	} {
		p := base
		err := p.Set(tt.by, monday, tt.to)
		var e *Error
		if !errors.As(err, &e) || e.Kind != tt.kind || e.Field != tt.field {
			t.Errorf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(p, base) {
			t.Errorf("%s: refused, yet changed: %+v", name, p)
		}
	}
	p := base
	if err := p.Set(admin, monday, change(func(p *BackupPlan) { p.Second, p.Keep = `D:\backup`, 14 })); err != nil || p.Keep != 14 || len(p.Journal()) != 1 {
		t.Fatalf("%v %+v", err, p)
	}
	if err := p.Ask(agent, monday); KindOf(err) != KindForbidden || !p.Asked.IsZero() {
		t.Errorf("asked by somebody: %v", err)
	}
	if err := p.Ask(admin, monday); err != nil || !p.Asked.Equal(monday) || len(p.Journal()) != 2 {
		t.Error(err, p)
	}
}

func TestBackupIsDue(t *testing.T) {
	zone := time.FixedZone("", 8*3600)
	at := func(s string) time.Time {
		if s == "" {
			return time.Time{}
		}
		v, err := time.ParseInLocation("02 15:04", s, zone)
		if err != nil {
			t.Fatal(err)
		}
		return v.AddDate(2026, 2, 0)
	}
	for name, tt := range map[string]struct {
		good, tried, started, asked, now string
		off, want                        bool
	}{
		"before its hour": {good: "04 02:31", tried: "04 02:31", started: "01 00:00", now: "05 02:29"},
		"at its hour": {good: "04 02:31", tried: "04 02:31", started: "01 00:00", now: "05 02:30",
			want: true},
		"done": {good: "05 02:30", tried: "05 02:30", started: "01 00:00", now: "05 23:00"},
		"made up for after a stop": {good: "03 02:31", tried: "03 02:31", started: "05 09:00", now: "05 09:00",
			want: true},
		"off": {good: "03 02:31", tried: "03 02:31", started: "05 09:00", now: "05 09:00",
			off: true},
		"off, asked": {good: "03 02:31", tried: "03 02:31", started: "05 09:00", asked: "05 08:59",
			now: "05 09:00", off: true, want: true},
		"asked, done": {good: "05 09:00", tried: "05 09:00", started: "05 09:00", asked: "05 08:59",
			now: "05 09:01"},
		"failed a moment ago": {good: "03 02:31", tried: "05 02:30", started: "01 00:00", now: "05 03:29"},
		"failed an hour ago": {good: "03 02:31", tried: "05 02:30", started: "01 00:00", now: "05 03:30",
			want: true},
		"never, just started":       {started: "05 09:00", now: "05 09:59"},
		"never, an hour":            {started: "05 09:00", now: "05 10:00", want: true},
		"never, its hour":           {started: "05 02:00", now: "05 02:30", want: true},
		"last in the future, hours": {good: "06 02:30", tried: "06 02:30", started: "05 09:00", now: "05 09:10"},
		"last in the future, far": {good: "09 02:30", tried: "09 02:30", started: "05 09:00", now: "05 09:10",
			want: true},
		"last try in the future, older": {good: "03 02:30", tried: "09 02:30", started: "05 09:00", now: "05 09:10",
			want: true},
	} {
		p := DefaultBackupPlan()
		p.On, p.Asked = !tt.off, at(tt.asked)
		if got := p.Due(at(tt.good), at(tt.tried), at(tt.started), at(tt.now), zone); got != tt.want {
			t.Errorf("%s: due is %v", name, got)
		}
	}
}
