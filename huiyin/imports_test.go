package huiyin

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	module = "huiyin"
	rules  = module + "/huiyin"
	top    = ".." // of the module
)

// arrows is the import rule (CONTRIBUTING.md): which packages of the module each kind of package may import.
var arrows = map[string][]string{
	"huiyin":                       nil,
	"static":                       nil,
	"huiyin/MODULE":                {"huiyin"},
	"db":                           {"huiyin", "huiyin/MODULE"},
	"db/dbtest":                    {"huiyin", "huiyin/MODULE", "db"},
	"views/ui":                     {"huiyin", "static"},
	"views/layout":                 {"huiyin", "static", "views/ui"}, // the frame is made of the same parts
	"views/FEATURE":                {"huiyin", "huiyin/MODULE", "views/layout", "views/ui"},
	"views/print":                  {"huiyin", "huiyin/MODULE", "static"},
	"views/sheet":                  {"huiyin", "huiyin/MODULE", "static"},
	"web/READER":                   {"huiyin"}, // of foreign formats
	"web/scan/scantest":            nil,
	"cmd/huiyin/timestamp/tsatest": nil,
	"web": {
		"huiyin", "huiyin/MODULE", "db", "static", "views/layout", "views/ui", "views/FEATURE", "views/print",
		"views/sheet", "web/READER",
	},
	"cmd/PART": {"huiyin", "huiyin/MODULE", "db", "views/ui", "views/FEATURE"},
	"cmd/huiyin": {
		"huiyin", "huiyin/MODULE", "db", "static", "views/layout", "views/ui", "views/FEATURE", "views/print",
		"views/sheet", "web", "web/READER",
		"cmd/PART",
	},
}

// kindOf is a package's row in the table, "" when it has none.
func kindOf(pkg string) string {
	name := strings.TrimPrefix(pkg, module+"/")
	if _, known := arrows[name]; known {
		return name
	}
	switch path.Dir(name) {
	case "huiyin":
		return "huiyin/MODULE"
	case "views":
		return "views/FEATURE"
	case "web":
		return "web/READER"
	case "cmd/huiyin":
		return "cmd/PART"
	}
	return ""
}

// moduleOf is the module that a feature's pages show: crises shows crisis, the others bear its name.
func moduleOf(feature string) string {
	if feature == "crises" {
		return "crisis"
	}
	return feature
}

// farFromRules is what the rulebook itself never touches: clock, SQL, HTTP, HTML, environment, log.
var farFromRules = []string{"database", "net", "html", "os", "log", "text/template", "embed", "flag", "syscall",
	"unsafe"}

func TestImportRule(t *testing.T) {
	noticeChanges(t)
	list := exec.Command("go", "list", "-e", "-json=ImportPath,Imports,Standard", "-deps", "./...")
	list.Dir = top
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	type pkg struct {
		ImportPath string
		Imports    []string
		Standard   bool
	}
	imports, standard := map[string][]string{}, map[string]bool{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		imports[p.ImportPath], standard[p.ImportPath] = p.Imports, p.Standard
	}
	inside := func(p string) bool { return strings.HasPrefix(p, module+"/") }
	for from, to := range imports {
		if !inside(from) {
			continue
		}
		kind := kindOf(from)
		if kind == "" {
			t.Errorf("%s is not in the table", from)
			continue
		}
		for _, p := range to {
			if inside(p) && !slices.Contains(arrows[kind], kindOf(p)) {
				t.Errorf("%s must not import %s", from, p)
			}
			// A feature shows one module, the one of its name.
			if kind == "views/FEATURE" && kindOf(p) == "huiyin/MODULE" && path.Base(p) != moduleOf(path.Base(from)) {
				t.Errorf("%s must not import %s", from, p)
			}
		}
	}
	if len(imports[rules]) == 0 {
		t.Fatal("go list does not show the rulebook")
	}
	for _, p := range imports[rules] {
		if !standard[p] {
			t.Errorf("the rulebook imports %s, which is not in the standard library", p)
		}
		for _, far := range farFromRules {
			if p == far || strings.HasPrefix(p, far+"/") {
				t.Errorf("the rulebook imports %s", p)
			}
		}
	}
}

// noticeChanges looks at every Go file of the module, so that the test cache knows what go list reads.
func noticeChanges(t *testing.T) {
	err := filepath.WalkDir(top, func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".go") {
			_, err = os.Stat(name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheRulesKnowNoClock(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, "_test.go") && bytes.Contains(text, []byte("time.Now")) {
			t.Errorf("%s asks for the time instead of being told", name)
		}
	}
}

// fileNamed is a file as CONTRIBUTING.md names one; capitals stand for what the reader puts in.
var fileNamed = regexp.MustCompile("`([a-z_]+(?:/[a-z_A-Z]+)*/[a-z_]+\\.(?:go|templ|md))`")

// The recipes name files that are there; the module crisis is their example of one to come.
func TestTheRecipesNameWhatIsThere(t *testing.T) {
	book, err := os.ReadFile(filepath.Join(top, "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	files := fileNamed.FindAllSubmatch(book, -1)
	for _, m := range files {
		name := string(m[1])
		if strings.Contains(name, "crisis") || strings.Contains(name, "FEATURE") {
			continue
		}
		if _, err := os.Stat(filepath.Join(top, filepath.FromSlash(name))); err != nil {
			t.Errorf("CONTRIBUTING.md names %s, which is not there", name)
		}
	}
	if len(files) < 30 {
		t.Errorf("%d files are named", len(files))
	}
}
