package web

import (
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

func TestBackupIsPlanned(t *testing.T) {
	p := newPortal(t)
	admin := p.as("admin")
	p.check(row{"admin", "POST", "/settings/backup/now", nil, 409, []string{"演练中不自动备份。"}, nil})
	p.server.Rehearsal = nil
	folder := t.TempDir()
	p.check(row{"admin", "GET", "/settings/backup", nil, 200, []string{`value="02:30"`, "尚未备份", "立即备份"}, nil})
	seen := admin.get("/settings/backup").page().Find(`form[action="/settings/backup"] [name=version]`).AttrOr("value",
		"")
	form := []string{"on", "1", "at", "03:15", "keep", "12", "second", folder, "mail",
		" notary@example.com ", "version", seen}
	if to := admin.must("/settings/backup", form...); to != "/settings/backup?done=1" {
		t.Fatal(to)
	}
	p.check(row{"admin", "GET", "/settings/backup", nil, 200, []string{`value="03:15"`, `value="12"`, folder,
		`value="notary@example.com"`}, nil})
	if a := admin.post("/settings/backup", "at", "04:00", "keep", "1", "version", seen); a.status != 409 ||
		!strings.Contains(a.body, "04:00") {
		t.Errorf("an old form: %d", a.status)
	}
	p.check(row{"admin", "GET", "/settings/journal?subject=settings", nil, 200, []string{"备份时间", "03:15", folder,
		"日志存证邮箱", "notary@example.com"}, nil})

	admin.must("/settings/backup/now")
	p.check(row{"admin", "GET", "/settings/backup", nil, 200, []string{"已安排，一分钟内开始。"}, nil})
	plan, err := p.store.BackupPlan(t.Context())
	if err != nil || plan.Keep != 12 ||
		!plan.Due(p.server.Wall(), time.Time{}, p.server.Wall(), p.server.Wall(), p.store.Org().Zone) {
		t.Fatalf("%+v, %v", plan, err)
	}
	if err := p.store.BackUp(t.Context(), plan, p.server.Now()); err != nil {
		t.Fatal(err)
	}
	p.check(row{"admin", "GET", "/settings/backup", nil, 200, []string{"立即备份", p.store.Dir()}, []string{"已安排", "备份失败"}})
	key := folder + "/seal.key"
	public, err := db.NewSeal(key)
	if err != nil {
		t.Fatal(err)
	}
	// One character mistyped, whatever the key drawn ends with.
	mistyped := public[:len(public)-1] + "q"
	if mistyped == public {
		mistyped = public[:len(public)-1] + "p"
	}
	p.check(row{"admin", "POST", "/settings/backup", []string{"on", "1", "at", "03:15", "keep", "12", "seal", mistyped}, 422,
		[]string{"huiyin seal-key", mistyped}, nil})
	admin.must("/settings/backup", "on", "1", "at", "03:15", "keep", "12", "folder", folder, "seal", public)
	p.check(row{"admin", "GET", "/settings/backup", nil, 200, []string{public}, nil},
		row{"admin", "GET", "/settings/journal?subject=settings", nil, 200, []string{"备份公钥", public}, nil})
	if plan, err = p.store.BackupPlan(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := p.store.BackUp(t.Context(), plan, p.server.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	made, err := p.store.Backups(t.Context())
	if err != nil || !strings.HasSuffix(made.File, ".zip.age") || made.Hash == "" {
		t.Fatalf("%+v, %v", made, err)
	}
	if _, err := db.Restore(t.Context(), made.File, t.TempDir()); err == nil || !strings.Contains(err.Error(), "--key") {
		t.Errorf("opened without its key: %v", err)
	}
	if v, err := db.RestoreSealed(t.Context(), made.File, key, t.TempDir()); err != nil || len(v.Wrong) > 0 {
		t.Errorf("restored: %+v, %v", v, err)
	}
	broken := *huiyin.DefaultBackupPlan()
	broken.Folder = folder + "/gone"
	if err := p.store.BackUp(t.Context(), &broken, p.server.Now()); err == nil {
		t.Fatal("backed up into nowhere")
	}
	p.check(row{"admin", "GET", "/settings/backup", nil, 200, []string{"没有做成的一小时后再试。", "gone"}, nil})
	p.check(row{"admin", "GET", "/status", nil, 200, []string{`data-wrong="backup-failed"`, "gone"}, nil})
}
