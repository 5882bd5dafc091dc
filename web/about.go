package web

import (
	"bytes"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/static"
	"huiyin/views/settings"
)

const modulesText = "licences/modules.txt"

// shown are the parts by others that stand in pages and on paper.
var shown = []settings.Part{
	{Name: "Tabler", Version: "1.6.1", Licence: "MIT", Text: "licences/tabler.txt"},
	{Name: "Tabler Icons", Version: "3.51", Licence: "MIT", Text: "licences/tabler-icons.txt"},
	{Name: "htmx", Version: "2.0.11", Licence: "0BSD", Text: "licences/htmx.txt"},
	{Name: "Signature Pad", Version: "5.1.4", Licence: "MIT", Text: "licences/signature_pad.txt"},
	{Name: "Hanazono (cut)", Licence: "Hanazono Font License", Text: "licences/Hanazono.txt"},
	{Name: "Noto Sans SC", Licence: "OFL-1.1", Text: "licences/NotoSansSC-OFL.txt"},
}

// parts are those and every library inside the program: modules.txt begins each with a line
// "=== name version licence".
var parts = sync.OnceValue(func() []settings.Part {
	all := slices.Clone(shown)
	text, _, _, _ := static.Open(modulesText)
	for line := range bytes.Lines(text) {
		if f := strings.Fields(string(line)); len(f) == 4 && f[0] == "===" {
			all = append(all, settings.Part{Name: f[1], Version: f[2], Licence: f[3], Text: modulesText})
		}
	}
	for i := range all {
		all[i].Text = static.Path(all[i].Text)
	}
	return all
})

// builtFrom is the commit that the program was built from, "" when the build does not say.
var builtFrom = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "(devel)" {
		return ""
	}
	return info.Main.Version
})

// version is what the portal says of itself, "" for a build that nobody named.
func (s *Server) version() string {
	if s.Version != "" && s.Version != "development" {
		return s.Version
	}
	return builtFrom()
}

// aboutRoutes say what the portal is.
func (s *Server) aboutRoutes() []route {
	return []route{
		{get, "/about", huiyin.Public, s.about, nil, 0},
	}
}

func (s *Server) about(c echo.Context) error {
	return s.render(c, http.StatusOK, settings.AboutPage(settings.About{
		Page: s.page(c, "关于回音"), Version: s.version(), Runs: runtime.Version() + " " + runtime.GOOS + "/" +
			runtime.GOARCH, Parts: parts(),
	}))
}
