package settings

import (
	"bytes"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"huiyin/static"
	"huiyin/views/layout"
)

// About says what Huiyin is made of.
type About struct {
	layout.Page
}

// part is something that others made and Huiyin ships.
type part struct {
	Name, Version, Licence string
	Text                   string // the file that holds its licence
}

const modulesText = "licences/modules.txt"

// shown are the parts that stand in pages and on paper.
var shown = []part{
	{"Tabler", "1.6.1", "MIT", "licences/tabler.txt"},
	{"Tabler Icons", "3.51", "MIT", "licences/tabler-icons.txt"},
	{"htmx", "2.0.11", "0BSD", "licences/htmx.txt"},
	{"Noto Sans SC", "", "OFL-1.1", "licences/NotoSansSC-OFL.txt"},
}

// parts are those and every library inside the program: modules.txt begins each with a line
// "=== name version licence".
var parts = sync.OnceValue(func() []part {
	all := slices.Clone(shown)
	text, _, _, _ := static.Open(modulesText)
	for line := range bytes.Lines(text) {
		if f := strings.Fields(string(line)); len(f) == 4 && f[0] == "===" {
			all = append(all, part{f[1], f[2], f[3], modulesText})
		}
	}
	return all
})

// version is the commit that the program was built from, "" when the build does not say.
var version = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "(devel)" {
		return ""
	}
	return info.Main.Version
})
