package web

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"huiyin/static"
)

// Every library in the program, for Linux and Windows, is named with its licence and the version that is linked.
func TestEveryLibraryIsNamed(t *testing.T) {
	var linked []string
	for _, system := range []string{"linux", "windows"} {
		list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{.Path}} {{.Version}}{{end}}", "huiyin/cmd/huiyin")
		list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		out, err := list.Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range strings.Split(strings.TrimSpace(string(out)), "\n") {
			if strings.Contains(m, ".") { // ours has no version
				linked = append(linked, m)
			}
		}
	}
	var named []string
	for _, p := range parts() {
		if p.Text == static.Path(modulesText) && strings.Contains(p.Name, ".") {
			named = append(named, p.Name+" "+p.Version)
		}
		if p.Licence == "" {
			t.Errorf("%s has no licence", p.Name)
		}
	}
	slices.Sort(linked)
	linked = slices.Compact(linked)
	slices.Sort(named)
	for _, m := range linked {
		if !slices.Contains(named, m) {
			t.Errorf("static/%s lacks %s", modulesText, m)
		}
	}
	for _, m := range named {
		if !slices.Contains(linked, m) {
			t.Errorf("static/%s names %s, which is not in the program", modulesText, m)
		}
	}
}
