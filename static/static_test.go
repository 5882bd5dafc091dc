package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"regexp"
	"strings"
	"testing"
)

func TestPathChangesWithTheContent(t *testing.T) {
	for name := range index {
		data, kind, hash, ok := Open(name)
		if !ok || len(data) == 0 || kind == "" {
			t.Errorf("%s: %d bytes of type %q", name, len(data), kind)
		}
		if got, want := Path(name), "/static/"+name+"?v="+hash; got != want || len(hash) != 16 {
			t.Errorf("Path(%s) = %s, want %s", name, got, want)
		}
	}
	_, _, css, _ := Open("css/app.css")
	_, _, js, _ := Open("js/app.js")
	if css == js {
		t.Error("two files, one hash")
	}
}

func TestUnknownFiles(t *testing.T) {
	for _, name := range []string{"", "css", "../go.mod", "css/none.css", "fonts/NotoSansSC-Regular.ttf"} {
		if _, _, _, ok := Open(name); ok || Gzipped(name) != nil {
			t.Errorf("%q is served", name)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("Path of an unknown file does not panic")
		}
	}()
	Path("css/none.css")
}

func TestGzippedIsTheSameFile(t *testing.T) {
	for name := range index {
		r, err := gzip.NewReader(bytes.NewReader(Gzipped(name)))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if want, _, _, _ := Open(name); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The page itself may weigh what is left of 150 kB.
func TestFirstVisitIsLight(t *testing.T) {
	sum := 0
	for _, name := range []string{"css/tabler.min.css", "css/app.css", "js/htmx.min.js", "js/app.js",
		"img/favicon.svg"} {
		sum += len(Gzipped(name))
	}
	if sum > 120_000 {
		t.Errorf("style sheets and scripts weigh %d bytes gzipped", sum)
	}
}

func TestNothingIsLoadedFromOutside(t *testing.T) {
	for _, name := range []string{"css/tabler.min.css", "css/app.css"} {
		data, _, _, _ := Open(name)
		for _, m := range regexp.MustCompile(`(?:url\(|@import)\s*["']?([^"')]{0,40})`).FindAllSubmatch(data, -1) {
			if !strings.HasPrefix(string(m[1]), "data:") {
				t.Errorf("%s loads %s", name, m[1])
			}
		}
	}
}

func TestFonts(t *testing.T) {
	for name, size := range map[string]int{"regular": 10 << 20, "bold": 10 << 20, "italic": 0} {
		if f := Font(name); len(f) < size || size == 0 && f != nil {
			t.Errorf("%s has %d bytes", name, len(f))
		}
	}
	if allocated := testing.AllocsPerRun(10, func() { Font("regular") }); allocated != 0 {
		t.Errorf("Font copies: %v allocations", allocated)
	}
}
