package main

import (
	"huiyin/db/dbtest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An old register is imported once however often the command runs, and an export is read back.
func TestImport_TheCommandsReadAndWrite(t *testing.T) {
	t.Parallel()
	dbtest.Whole(t)
	dir := t.TempDir()
	data, csv := filepath.Join(dir, "data"), filepath.Join(dir, "old.csv")
	must := func(want string, args ...string) string {
		t.Helper()
		status, out, errs := commandLine(t, nil, args...)
		if status != 0 || !strings.Contains(out, want) {
			t.Fatalf("%s: status %d, %q, %q; want %q", strings.Join(args, " "), status, out, errs, want)
		}
		return out
	}
	file := "site,channel,name,phone,matter,demand,category,received_at,closed_at,colour\n" +
		"HY,phone,王一,13800000001,漏水,修,leak,2025-03-01T14:05,,red\n" +
		"HY,pigeon,王二,13800000002,漏水,修,leak,2025-03-01,,\n" +
		"景园,来访,王三,,噪音,,,2025/2/1,2025/2/2,\n" +
		"HY,phone,王一,13800000001,漏水,修,leak,2025-03-01T14:05,,red\n"
	if err := os.WriteFile(csv, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, errs := commandLine(t, nil, "import", "--data", data, csv); status != 1 ||
		!strings.Contains(errs, "no installation") {
		t.Fatalf("into nothing: %d %q", status, errs)
	}
	if _, err := os.Stat(data); err == nil {
		t.Error("importing into nothing made a data directory")
	}
	must("", "demo", "--data", data)
	must("would import 3, imported before 0, refused 1", "import", "--data", data, "--check", csv)
	out := must("imported 3, imported before 0, refused 1", "import", "--data", data, csv)
	for _, want := range []string{"left out: colour", "line 3: “pigeon”不是“投诉方式”的一种",
		"2 of them are open and more than a month old"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q lacks %q", out, want)
		}
	}
	must("imported 0, imported before 3, refused 1", "import", "--data", data, csv)
	must("all fits", "verify", "--data", data)

	for _, name := range []string{"out.csv", "out.xlsx"} {
		target := filepath.Join(dir, name)
		must("exported 75 complaints", "export", "--data", data, target)
		must("imported 0, imported before 75, refused 0", "import", "--data", data, target)
	}
	must("exported 1 complaints", "export", "--data", data, "--site", "JY", "--from", "2025-02-01", "--to",
		"2025-02-01", filepath.Join(dir, "one.csv"))
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"no such file":       {[]string{"import", filepath.Join(dir, "none.csv")}, "none.csv"},
		"no table":           {[]string{"import", filepath.Join(data, "huiyin.db")}, "不是表格文件"},
		"no such site":       {[]string{"import", "--site", "XX", csv}, `"XX"`},
		"no such account":    {[]string{"import", "--as", "nobody", csv}, `"nobody"`},
		"who may not":        {[]string{"import", "--as", "a01", csv}, "没有权限"},
		"export of a site":   {[]string{"export", "--site", "XX", filepath.Join(dir, "x.csv")}, `"XX"`},
		"export over a file": {[]string{"export", csv}, "there already"},
		"export as a page":   {[]string{"export", filepath.Join(dir, "x.html")}, ".xlsx or .csv"},
		"export from when":   {[]string{"export", "--from", "May", filepath.Join(dir, "x.csv")}, "--from"},
	} {
		status, _, errs := commandLine(t, nil, append(tt.args, "--data", data)...)
		if status != 1 || strings.Count(errs, "\n") != 1 || !strings.Contains(errs, tt.want) {
			t.Errorf("%s: status %d, %q; want 1 and one line with %q", name, status, errs, tt.want)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".huiyin-export-*")); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}
