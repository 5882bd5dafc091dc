package web

import (
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huiyin/db/dbtest"
	"huiyin/static"
)

// linked are the modules inside the program, as "path version", with the directory of their source.
func linked(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, system := range []string{"linux/amd64", "linux/arm64", "windows/amd64"} {
		goos, arch, _ := strings.Cut(system, "/")
		list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f",
			"{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}", "huiyin/cmd/huiyin")
		list.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+arch, "CGO_ENABLED=0")
		out, err := list.Output()
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(out)) {
			if module, dir, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
				found[module] = dir
			}
		}
	}
	if len(found) < 30 {
		t.Fatalf("go list names %d modules", len(found))
	}
	return found
}

// flat is a text without its line breaks.
func flat(s string) string { return strings.Join(strings.Fields(s), " ") }

// licenceWords tell a licence by its words.
var licenceWords = map[string]string{
	"MIT":          "Permission is hereby granted, free of charge",
	"BSD-3-Clause": "nor the names of",
	"Apache-2.0":   "Apache License Version 2.0, January 2004",
}

// Every library in the program, on each system it is built for, is named with the version that is linked, its
// licence word
// by word, its notice where it has one, and the right name of the licence; nothing is named that is not inside.
func TestEveryLibraryIsNamed(t *testing.T) {
	dbtest.Whole(t)
	text, _, _, _ := static.Open(modulesText)
	all := flat(string(text))
	sections := map[string]string{}
	for _, s := range strings.Split(string(text), "\n=== ")[1:] {
		head, body, _ := strings.Cut(s, "\n")
		f := strings.Fields(head)
		if len(f) != 3 {
			t.Fatalf("%q names no licence", head)
		}
		sections[f[0]+" "+f[1]+" "+f[2]] = flat(body)
	}
	named := map[string]string{}
	for _, p := range parts() {
		if p.Text == static.Path(modulesText) && strings.Contains(p.Name, ".") {
			named[p.Name+" "+p.Version] = p.Licence
		}
	}
	modules := linked(t)
	for _, m := range slices.Sorted(maps.Keys(modules)) {
		licence, ok := named[m]
		if !ok {
			t.Errorf("static/%s lacks %s", modulesText, m)
			continue
		}
		section := sections[m+" "+licence]
		files, err := os.ReadDir(modules[m])
		if err != nil {
			t.Fatal(err)
		}
		licences := 0
		for _, f := range files {
			name := strings.ToUpper(strings.TrimSuffix(f.Name(), path.Ext(f.Name())))
			isLicence, isNotice := strings.HasPrefix(name, "LICEN") || name == "COPYING", name == "NOTICE"
			if f.IsDir() || !isLicence && !isNotice || name == "LICENSE-LOGO" { // of a picture that is not shipped
				continue
			}
			b, err := os.ReadFile(filepath.Join(modules[m], f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			words := flat(string(b))
			where := section
			if i := strings.Index(words, "Apache License"); isLicence && licence == "Apache-2.0" && i >= 0 {
				words, where = words[i:], all
				if j := strings.Index(words, "END OF TERMS AND CONDITIONS"); j > 0 {
					words = words[:j]
				}
				if !strings.Contains(section, "stands at the end of this file") && !strings.Contains(section, words) {
					t.Errorf("%s: nothing says where its licence stands", m)
				}
			}
			if !strings.Contains(where, words) {
				t.Errorf("%s: the text of its %s is not that of static/%s", m, f.Name(), modulesText)
			}
			if isLicence && !strings.Contains(name, "-") { // others are of what the module took in
				licences++
				if !strings.Contains(flat(string(b)), licenceWords[licence]) &&
					!strings.Contains(flat(string(b)), "The MIT License") || licenceWords[licence] == "" {
					t.Errorf("%s: %s is not %s", m, f.Name(), licence)
				}
			}
		}
		if licences == 0 {
			t.Errorf("%s: its source has no licence", m)
		}
	}
	for m := range named {
		if _, ok := modules[m]; !ok {
			t.Errorf("static/%s names %s, which is not in the program", modulesText, m)
		}
	}
}

// ours are the files for browsers that were written for Huiyin.
var ours = []string{"css/app.css", "img/app.webmanifest", "img/favicon.svg", "img/icon-180.png", "img/icon-192.png", "img/icon-512.png",
	"js/app.js", "js/sign.js"}

// theirs are the other files in static, with the part they belong to and how they tell their version.
var theirs = map[string]struct{ part, version string }{
	"css/tabler.min.css":           {"Tabler", `Tabler v([0-9.]+) `},
	"js/htmx.min.js":               {"htmx", `version:"([0-9.]+)"`},
	"js/signature_pad.umd.min.js":  {"Signature Pad", `Signature Pad v([0-9.]+) `},
	"fonts/NotoSansSC-Regular.ttf": {"Noto Sans SC", ""},
	"fonts/NotoSansSC-Bold.ttf":    {"Noto Sans SC", ""},
	"fonts/Rare.ttf.gz":            {"Hanazono (cut)", ""},
}

// Every file in static is ours or belongs to a part that is named with its version; every licence belongs to a part.
func TestEveryStaticFileIsNamed(t *testing.T) {
	named := map[string]string{}
	texts := map[string]bool{modulesText: true}
	for _, p := range shown {
		named[p.Name] = p.Version
		texts[p.Text] = true
		if b, _, _, ok := static.Open(p.Text); !ok || p.Licence == "" || !strings.Contains(string(b), "Copyright") &&
			!strings.Contains(string(b), "Zero-Clause BSD") {
			t.Errorf("%s: no licence", p.Name)
		}
	}
	err := fs.WalkDir(os.DirFS("../static"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Dir(name) == "." || slices.Contains(ours, name) {
			return err
		}
		if path.Dir(name) == "licences" {
			if !texts[name] {
				t.Errorf("%s belongs to nothing at /about", name)
			}
			return nil
		}
		f, ok := theirs[name]
		version, shown := named[f.part]
		if !ok || !shown {
			t.Errorf("%s is neither ours nor named at /about", name)
			return nil
		}
		if f.version != "" {
			b, err := fs.ReadFile(os.DirFS("../static"), name)
			if err != nil {
				return err
			}
			if m := regexp.MustCompile(f.version).FindSubmatch(b); m == nil || string(m[1]) != version {
				t.Errorf("%s: %q, named as %s", name, m, version)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
