package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// spoken are the folders whose texts people read on the screen.
var spoken = []string{".", "../layout"}

// unsaid are literals that are not texts: names of languages and layouts of dates.
var unsaid = []string{"简体中文", "繁體中文", "1月2日", "2006年"}

// said finds every text of the interface: each literal with a Chinese character in it.
func said(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, dir := range spoken {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				lit, ok := n.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					return true
				}
				text, err := strconv.Unquote(lit.Value)
				if err != nil {
					t.Fatal(err)
				}
				if strings.ContainsFunc(text, isHan) && !slices.Contains(unsaid, text) {
					found[text] = set.Position(lit.Pos()).String()
				}
				return true
			})
		}
	}
	return found
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func TestEveryTextIsInBothCatalogues(t *testing.T) {
	texts := said(t)
	if len(texts) < 40 {
		t.Fatalf("found only %d texts: the search is broken", len(texts))
	}
	for _, l := range []Lang{Hant, English} {
		c := catalogue(l)
		for _, text := range slices.Sorted(maps.Keys(texts)) {
			if c[text] == "" {
				t.Errorf("%s: %s lacks %q", texts[text], l, text)
			}
		}
	}
}

var verb = regexp.MustCompile(`%[^%]`)

func TestTranslationsTakeTheSameArguments(t *testing.T) {
	for _, l := range []Lang{Hant, English} {
		for text, translated := range catalogue(l) {
			want, got := verb.FindAllString(text, -1), verb.FindAllString(translated, -1)
			if !slices.Equal(want, got) {
				t.Errorf("%s: %q has %v, %q has %v", l, text, want, translated, got)
			}
			if l == English && strings.ContainsFunc(translated, isHan) {
				t.Errorf("English text %q has Chinese characters", translated)
			}
		}
	}
}

func TestEveryIconThatIsUsedIsDrawn(t *testing.T) {
	use := regexp.MustCompile(`Icon\("([^"]+)"\)`)
	used := 0
	err := filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".templ" {
			return err
		}
		b, err := os.ReadFile(path)
		for _, m := range use.FindAllSubmatch(b, -1) {
			used++
			if _, ok := icons[string(m[1])]; !ok {
				t.Errorf("%s: there is no icon %q", path, m[1])
			}
		}
		return err
	})
	if err != nil || used == 0 {
		t.Fatalf("%d icons found, %v", used, err)
	}
}
