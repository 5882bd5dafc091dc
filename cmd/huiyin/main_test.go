package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiyin/db"
	"huiyin/web/scan"
)

// TestMain lets the test binary stand for the command, so that a test can start it as a process.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == scan.Subcommand {
		main()
	}
	if os.Getenv("HUIYIN_TEST_AS_COMMAND") != "" {
		become(os.Getenv("HUIYIN_TEST_UID"))
		main()
	}
	code := m.Run()
	_ = os.RemoveAll(emptyDir) // "" removes nothing
	os.Exit(code)
}

// commandLine runs a command line and gives what it printed.
func commandLine(t *testing.T, env map[string]string, args ...string) (status int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	status = run(t.Context(), console{strings.NewReader(""), &o, &e, func(k string) string { return env[k] }}, args)
	return status, o.String(), e.String()
}

func TestWrongCommandLinesEndWithOneLine(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("not a backup"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		args []string
		env  map[string]string
		want string
	}{
		"nothing":            {nil, nil, "a command is missing"},
		"unknown command":    {[]string{"sing"}, nil, `"sing"`},
		"unknown flag":       {[]string{"serve", "--colour", "red"}, nil, "-colour"},
		"flag without value": {[]string{"serve", "--addr"}, nil, "-addr"},
		"bad time":           {[]string{"serve", "--data", dir, "--rehearsal", "tomorrow"}, nil, "tomorrow"},
		"bad time in environment": {[]string{"serve", "--data", dir},
			map[string]string{"HUIYIN_REHEARSAL": "tomorrow"}, "HUIYIN_REHEARSAL"},
		"bad switch":              {[]string{"serve", "--demo=perhaps"}, nil, "perhaps"},
		"bad number":              {[]string{"demo", "--data", dir, "--complaints", "many"}, nil, "many"},
		"certificate without key": {[]string{"serve", "--data", dir, "--tls-cert", file}, nil, "--tls-key"},
		"bad address": {[]string{"serve", "--data", filepath.Join(dir, "a"), "--addr", "nowhere:port"},
			nil, "listen"},
		"backup without data": {[]string{"backup", file}, nil, "--data DIR"},
		"backup without file": {[]string{"backup", "--data", dir}, nil, "FILE is missing"},
		"backup of nothing": {[]string{"backup", "--data", filepath.Join(dir, "none"),
			filepath.Join(dir, "out")}, nil, "no installation"},
		"one argument too many":     {[]string{"backup", "--data", dir, "a", "b"}, nil, `"b"`},
		"restore of something else": {[]string{"restore", file, "--data", filepath.Join(dir, "b")}, nil, "restore"},
		"restore over something":    {[]string{"restore", file, "--data", dir}, nil, "not empty"},
		"rehearse with nothing":     {[]string{"try-restore", file}, nil, "try-restore"},
		"verify of nothing":         {[]string{"verify", "--data", filepath.Join(dir, "none")}, nil, "no installation"},
		"verify with an argument":   {[]string{"verify", "--data", dir, "x"}, nil, `"x"`},
		"admin without name":        {[]string{"admin", "--data", filepath.Join(dir, "c")}, nil, "--user NAME"},
		"admin with a bad name": {[]string{"admin", "--data", filepath.Join(dir, "c"), "--user", "no spaces"}, nil,
			"账号"},
	} {
		t.Run(name, func(t *testing.T) {
			status, _, errs := commandLine(t, tt.env, tt.args...)
			if status != 1 || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, tt.want) {
				t.Errorf("status %d, standard error %q; want 1 and one line with %q", status, errs, tt.want)
			}
		})
	}
	if _, err := os.Stat(filepath.Join(dir, "none")); err == nil {
		t.Error("verifying or backing up nothing made a data directory")
	}
}

func TestHelpNamesEveryCommandAndFlag(t *testing.T) {
	status, out, _ := commandLine(t, nil, "help")
	for _, c := range commands {
		if status != 0 || !strings.Contains(out, "huiyin "+c.name) {
			t.Errorf("help does not name %s", c.name)
		}
		status, out, _ := commandLine(t, nil, c.name, "--help")
		if status != 0 || !strings.Contains(out, c.about) {
			t.Errorf("%s --help: status %d, %q", c.name, status, out)
		}
	}
	_, out, _ = commandLine(t, nil, "serve", "--help")
	for _, flag := range []string{"addr", "data", "demo", "rehearsal", "tls-cert", "tls-key"} {
		if !strings.Contains(out, "--"+flag) || !strings.Contains(out, twin(flag)) {
			t.Errorf("serve --help does not name --%s and %s", flag, twin(flag))
		}
	}
}

func TestFlagsStandAnywhereAndHaveTwins(t *testing.T) {
	for _, tt := range []struct {
		env  map[string]string
		args []string
	}{
		{nil, []string{"backup", "--data", "D", "F"}},
		{nil, []string{"backup", "F", "--data", "D"}},
		{nil, []string{"backup", "F", "-data=D"}},
		{nil, []string{"backup", "--data=D", "--", "F"}},
		{map[string]string{"HUIYIN_DATA": "D"}, []string{"backup", "F"}},
		{map[string]string{"HUIYIN_DATA": "other"}, []string{"backup", "F", "--data", "D"}},
	} {
		dir := t.TempDir()
		replace := strings.NewReplacer("D", filepath.Join(dir, "data"), "F", filepath.Join(dir, "file"))
		args := []string{}
		for _, a := range tt.args {
			args = append(args, replace.Replace(a))
		}
		env := map[string]string{}
		for k, v := range tt.env {
			env[k] = replace.Replace(v)
		}
		s, err := db.Open(t.Context(), filepath.Join(dir, "data"))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if status, _, errs := commandLine(t, env, args...); status != 0 {
			t.Errorf("%v %v: %s", tt.env, tt.args, errs)
		}
		if _, err := os.Stat(filepath.Join(dir, "file")); err != nil {
			t.Errorf("%v %v: %v", tt.env, tt.args, err)
		}
	}
}

func TestAdminFoundsOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	status, out, errs := commandLine(t, nil, "admin", "--data", dir, "--user", "Boss")
	if status != 0 || !strings.Contains(out, "administrator boss, password ") {
		t.Fatalf("status %d, %q, %q", status, out, errs)
	}
	s, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	o := s.Org()
	if p := o.Person("boss"); p == nil || !p.Admin || len(o.People) != 1 || len(o.Sites) != 0 ||
		len(o.Categories) == 0 {
		t.Errorf("people %v, %d sites, %d categories", o.People, len(o.Sites), len(o.Categories))
	}
	if hash, err := s.Password(t.Context(), "boss"); err != nil || hash == "" {
		t.Errorf("password %q, %v", hash, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if status, _, errs := commandLine(t, nil, "admin", "--data", dir, "--user", "second"); status != 1 ||
		strings.Count(errs, "\n") != 1 {
		t.Errorf("a second administrator: status %d, %q", status, errs)
	}
}

func TestBackupComesBackAndVerifyNamesWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	data, file, again := filepath.Join(dir, "data"), filepath.Join(dir, "backup.zip"), filepath.Join(dir, "again")
	if status, _, errs := commandLine(t, nil, "demo", "--data", data); status != 0 {
		t.Fatal(errs)
	}
	s, err := db.Open(t.Context(), data) // as if it served
	if err != nil {
		t.Fatal(err)
	}
	_, before, errs := commandLine(t, nil, "verify", "--data", data)
	if !strings.Contains(before, "all fits") {
		t.Fatalf("verify: %s%s", before, errs)
	}
	if status, _, errs := commandLine(t, nil, "backup", "--data", data, file); status != 0 {
		t.Fatal(errs)
	}
	if status, _, errs := commandLine(t, nil, "backup", "--data", data, file); status != 1 ||
		!strings.Contains(errs, "exists") {
		t.Errorf("a backup over another: status %d, %s", status, errs)
	}
	if status, _, errs := commandLine(t, nil, "demo", "--data", data); status != 1 ||
		!strings.Contains(errs, db.ErrInUse.Error()) {
		t.Errorf("a second process: status %d, %s", status, errs)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	status, out, errs := commandLine(t, nil, "restore", file, "--data", again)
	if status != 0 || !strings.Contains(out, strings.TrimSpace(before)) {
		t.Fatalf("restore: status %d, %s%s", status, out, errs)
	}
	spoil(t, filepath.Join(again, "files"))
	status, out, errs = commandLine(t, nil, "verify", "--data", again)
	if status != 1 || !strings.Contains(out, "wrong: attachment") || strings.Count(errs, "\n") != 1 ||
		!strings.Contains(errs, "attachment") {
		t.Errorf("a spoilt file: status %d, %s%s", status, out, errs)
	}
}

// spoil changes one kept file.
func spoil(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	if err := os.WriteFile(files[0], []byte("spoilt"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestVersion(t *testing.T) {
	if status, out, _ := commandLine(t, nil, "version"); status != 0 || !strings.HasPrefix(out, "huiyin "+version) {
		t.Errorf("status %d, %q", status, out)
	}
}
