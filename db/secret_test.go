package db_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// the secrets that secretive puts into a store
var secrets = []string{"SEED-OF-V01", "mail-secret", "ROBOT-KEY", "sign-secret", "directory-secret"}

// secretive is an installation with a secret of every sort.
func secretive(t *testing.T) *db.Store {
	t.Helper()
	s := dbtest.New(t)
	admin, ctx, now := dbtest.Actor(t, s, "admin"), t.Context(), dbtest.Now
	for _, err := range []error{
		s.ChangeDelivery(ctx, db.Once{}, now, func(d *huiyin.Delivery) error {
			return d.SetMail(admin, now, "", huiyin.MailServer{On: true, Host: "mail.example.com", Port: 587,
				Security: huiyin.StartTLS, User: "h", Password: secrets[1], From: "h@example.com"})
		}),
		s.ChangeDelivery(ctx, db.Once{}, now, func(d *huiyin.Delivery) error {
			return d.PutRobot(admin, now, huiyin.Robot{On: true, Kind: huiyin.DingTalk, Name: "群", Members: []string{"v01"},
				URL: "https://oapi.dingtalk.com/robot/send?access_token=" + secrets[2], Secret: secrets[3]})
		}),
		s.ChangeDomainLogin(ctx, db.Once{}, func(d *huiyin.DomainLogin) error {
			to := *d
			to.Host, to.Base, to.Bind, to.Password = "ldap.example.com", "dc=example", "cn=reader,dc=example", secrets[4]
			return d.Set(admin, now, to)
		}),
		s.OfferSecond(ctx, "v01", secrets[0]),
		s.TakeSecond(ctx, "v01", secrets[0], 1, []string{"one", "two"}, "",
			huiyin.NewEntry("v01", huiyin.ActionSetSecondFactor, "account:v01", now)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// readable tells which secrets can be read out of some bytes.
func readable(content []byte) (out []string) {
	for _, secret := range secrets {
		if bytes.Contains(content, []byte(secret)) {
			out = append(out, secret)
		}
	}
	return out
}

// opened are the secrets as a store knows them.
func opened(t *testing.T, s *db.Store) []string {
	t.Helper()
	second, err := s.Second(t.Context(), "v01")
	if err != nil || second == nil {
		t.Fatal(second, err)
	}
	d := s.Delivery()
	_, key, _ := strings.Cut(d.Robots[0].URL, "=")
	return []string{second.Secret, d.Mail.Password, key, d.Robots[0].Secret, s.DomainLogin().Password}
}

// Secrets stand encrypted in the database, with a key that no backup holds. Restored elsewhere the portal starts, says
// what has to be entered anew, and takes the old key beside its own (finding 16).
func TestJ2_SecretsAreInNoBackup(t *testing.T) {
	s := secretive(t)
	if got := opened(t, s); !slices.Equal(got, secrets) {
		t.Fatalf("the portal knows %q", got)
	}
	file := filepath.Join(t.TempDir(), "backup.zip")
	if err := db.Backup(t.Context(), s.Dir(), file); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(s.Dir(), "huiyin.db"))
	if err != nil || len(readable(content)) > 0 {
		t.Errorf("in the database: %q, %v", readable(content), err)
	}
	key, err := os.ReadFile(filepath.Join(s.Dir(), "secrets.key"))
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = z.Close() }()
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil || len(readable(content)) > 0 || bytes.Contains(content, bytes.TrimSpace(key)) ||
			strings.Contains(f.Name, "key") {
			t.Errorf("in the backup's %s: %q, %v", f.Name, readable(content), err)
		}
	}

	dir := filepath.Join(t.TempDir(), "elsewhere")
	v, err := db.Restore(t.Context(), file, dir)
	lost := []string{"address of robot 1", "password of the mail server", "secret of robot 1", "password of the directory",
		"second factor of v01"}
	if err != nil || len(v.Wrong) > 0 || !slices.Equal(v.Secrets, lost) {
		t.Fatalf("restored: %q wrong, %q to enter anew, %v", v.Wrong, v.Secrets, err)
	}
	r, err := db.Open(t.Context(), dir, db.Unsynced)
	if err != nil {
		t.Fatal(err)
	}
	if got := opened(t, r); strings.Join(got, "") != "" {
		t.Errorf("without the key the portal knows %q", got)
	}
	if second, _ := r.Second(t.Context(), "v01"); !second.Lost {
		t.Error("the second factor seems whole")
	}
	if err := r.UseRecovery(t.Context(), "v01", "one",
		huiyin.NewEntry("v01", huiyin.ActionSetSecondFactor, "account:v01", dbtest.Now)); err != nil {
		t.Errorf("a recovery code: %v", err)
	}
	// one that is entered anew is taken, and what was not entered waits for its key
	if err := r.ChangeDelivery(t.Context(), db.Once{}, dbtest.Now, func(d *huiyin.Delivery) error {
		m := d.Mail
		m.Password = "a new one"
		return d.SetMail(dbtest.Actor(t, r, "admin"), dbtest.Now, "", m)
	}); err != nil {
		t.Fatal(err)
	}
	status, err := r.Status(t.Context(), dbtest.Now)
	if err != nil || !slices.Equal(status.Secrets, slices.Delete(slices.Clone(lost), 1, 2)) {
		t.Errorf("status: %q, %v", status.Secrets, err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "secrets.key"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = f.Write(key); err != nil || f.Close() != nil {
		t.Fatal(err)
	}
	if r, err = db.Open(t.Context(), dir, db.Unsynced); err != nil {
		t.Fatal(err)
	}
	want := slices.Clone(secrets)
	want[1] = "a new one"
	if got := opened(t, r); !slices.Equal(got, want) {
		t.Errorf("with the old key the portal knows %q", got)
	}
	v = clean(t, r)
	if err := r.Close(); err != nil || len(v.Secrets) > 0 {
		t.Errorf("then: %q, %v", v.Secrets, err)
	}
}

// What an older huiyin left as it was typed is encrypted at the start, and sealed; but not what somebody put there.
func TestJ2_AStartEncryptsOldSecrets(t *testing.T) {
	s := secretive(t)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	older := copied(t, s.Dir())
	pool := raw(t, older)
	sealed := column(t, pool, "SELECT sum FROM journal WHERE sum LIKE '%:%' ORDER BY id DESC LIMIT 1")[0]
	for _, query := range []string{
		"UPDATE second_factor SET secret = 'SEED-OF-V01'",
		`UPDATE setting SET value = json_set(value, '$.Mail.Password', 'mail-secret', '$.Robots[0].Secret', 'sign-secret',
			'$.Robots[0].URL', 'https://oapi.dingtalk.com/robot/send?access_token=ROBOT-KEY') WHERE name = 'delivery'`,
		"UPDATE setting SET value = json_set(value, '$.Password', 'directory-secret') WHERE name = 'domain_login'",
	} {
		if _, err := pool.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	_ = pool.Close()
	for _, tt := range []struct {
		name string
		sum  string // of the journal's last entries that seal such things
		fits bool
	}{{"put there from outside", sealed, false}, {"of a huiyin that sealed nothing", "", true}} {
		dir := copied(t, older)
		pool := raw(t, dir)
		if tt.sum == "" {
			for _, query := range []string{"DROP TRIGGER journal_no_update",
				"UPDATE journal SET sum = '' WHERE sum LIKE '%:%' AND to_state = ''"} {
				if _, err := pool.Exec(query); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = pool.Close()
		s, err := db.Open(t.Context(), dir, db.Unsynced)
		if err != nil {
			t.Fatal(tt.name, err)
		}
		if got := opened(t, s); !slices.Equal(got, secrets) {
			t.Errorf("%s: the portal knows %q", tt.name, got)
		}
		v, err := s.Verify(t.Context())
		differs := slices.ContainsFunc(v.Wrong, func(w string) bool { return strings.Contains(w, "last sealed") })
		if err != nil || differs == tt.fits {
			t.Errorf("%s: verify says %q, %v", tt.name, v.Wrong, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		pool = raw(t, dir)
		kept := column(t, pool, "SELECT secret FROM second_factor UNION ALL SELECT value FROM setting")
		if found := readable([]byte(strings.Join(kept, " "))); len(found) > 0 {
			t.Errorf("%s: still readable: %q", tt.name, found)
		}
		entries := column(t, pool, "SELECT detail FROM journal ORDER BY id DESC LIMIT 1")[0]
		if !strings.Contains(entries, "secrets_encrypted") {
			t.Errorf("%s: the journal ends with %s", tt.name, entries)
		}
		_ = pool.Close()
	}
}

// The key file is for its owner only, is made once, and one that is no key keeps the portal from starting.
func TestJ2_TheKeyFile(t *testing.T) {
	s := dbtest.New(t)
	path := filepath.Join(s.Dir(), "secrets.key")
	before, err := os.ReadFile(path)
	if err != nil || len(before) != 65 {
		t.Fatalf("%q, %v", before, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if s, err = db.Open(t.Context(), s.Dir(), db.Unsynced); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if after, _ := os.ReadFile(path); err != nil || info.Mode().Perm() != 0o600 || !bytes.Equal(after, before) {
		t.Errorf("%v, %v, and it became %q", info.Mode(), err, after)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{"", "abc\n"} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := db.Open(t.Context(), s.Dir(), db.Unsynced); err == nil || !strings.Contains(err.Error(), "secrets.key") {
			_ = s.Close()
			t.Errorf("%q: %v", content, err)
		}
		if now, _ := os.ReadFile(path); string(now) != content {
			t.Errorf("%q became %q", content, now)
		}
	}
}
