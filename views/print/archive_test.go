package print

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// archival says what a file lacks of what PDF/A-2b asks for and can be read off it; verapdf, which would ask for all of
// it, does not resolve here.
func archival(file []byte) (lacks []string) {
	has := func(what string, ok bool) {
		if !ok {
			lacks = append(lacks, what)
		}
	}
	text := string(file)
	has("a binary comment", strings.HasPrefix(text, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"))
	has("an identity", regexp.MustCompile(`/ID ?\[<[0-9A-F]{32}><[0-9A-F]{32}>\]`).MatchString(text))
	for what, part := range map[string]string{
		"XMP": "/Type/Metadata/Subtype/XML", "the part": "<pdfaid:part>2</pdfaid:part>",
		"the level": "<pdfaid:conformance>B</pdfaid:conformance>", "a title": "<dc:title>",
		"an output intent": "/S/GTS_PDFA1", "its profile": "/DestOutputProfile", "a profile of three colours": "/N 3",
		"the language": "/Lang(zh-CN)", "that it is tagged": "/MarkInfo<</Marked true>>",
		"the structure": "/Type/StructTreeRoot", "the title in the window": "/DisplayDocTitle true",
		"the structure's pages": "/StructParents 0", "a heading": "/S/H1",
	} {
		has(what, strings.Contains(text, part))
	}
	has("an embedded font", strings.Count(text, "/FontFile2") == strings.Count(text, "/FontDescriptor")/2 ||
		strings.Contains(text, "/FontFile2"))
	has("meanings of its codes", strings.Contains(text, "/ToUnicode"))
	has("glyphs by their codes", strings.Contains(text, "/CIDToGIDMap"))
	has("dates with their zone", regexp.MustCompile(`/CreationDate ?\(D:[0-9]{14}[+-][0-9]{2}'[0-9]{2}'\)`).MatchString(text))
	for _, never := range []string{"/Encrypt", "/JavaScript", "/AA", "/SMask", "/LZWDecode", "/Launch", "/EmbeddedFiles"} {
		has("no "+never, !strings.Contains(text, never+" ") && !strings.Contains(text, never+"/"))
	}
	return lacks
}

// Every paper is fit for an archive (PDF/A-2b, tagged), and the same record gives the same bytes (F6).
func TestF6_EveryPaperIsFitForAnArchive(t *testing.T) {
	for name, write := range everyPaper() {
		var b, again bytes.Buffer
		if err := write(&b, stamped(), punished(), company()); err != nil {
			t.Fatal(name, err)
		}
		if lacks := archival(b.Bytes()); len(lacks) > 0 {
			t.Errorf("%s lacks %v", name, lacks)
		}
		if err := write(&again, stamped(), punished(), company()); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
			t.Errorf("%s printed again differs (%v)", name, err)
		}
		for _, page := range streams(t, b.Bytes()) {
			if !strings.Contains(page, " Tf") {
				continue
			}
			depth := 0
			for line := range strings.Lines(page) {
				switch {
				case strings.HasSuffix(line, "BDC\n"), strings.HasSuffix(line, "BMC\n"):
					depth++
				case line == "EMC\n":
					depth--
				case strings.Contains(line, "Tj") && depth != 1:
					t.Fatalf("%s: text at depth %d: %s", name, depth, line)
				}
			}
			if depth != 0 {
				t.Errorf("%s: a page ends at depth %d", name, depth)
			}
		}
	}
}

// Another program finds nothing wrong with any paper (F6).
func TestF6_QpdfFindsNothingWrong(t *testing.T) {
	qpdf, err := exec.LookPath("qpdf")
	if err != nil {
		t.Skip("qpdf is missing")
	}
	file := filepath.Join(t.TempDir(), "paper.pdf")
	for name, write := range everyPaper() {
		var b bytes.Buffer
		if err := write(&b, stamped(), punished(), company()); err != nil {
			t.Fatal(name, err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.CommandContext(t.Context(), qpdf, "--check", file).CombinedOutput(); err != nil {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// Whoever hears or searches a paper learns what is ticked, and hears its cells in their order (F1).
func TestF1_TicksAreTextInTheirOrder(t *testing.T) {
	var b bytes.Buffer
	if err := FormHouse(&b, stamped(), received(), company()); err != nil {
		t.Fatal(err)
	}
	got := read(t, b.Bytes())
	for _, want := range []string{"☑重要", "☐轻微"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	file := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "pdfinfo", "-struct-text", file).CombinedOutput()
	if err != nil {
		t.Skip(err)
	}
	heard := string(out)
	if !strings.Contains(heard, "H1") || !strings.Contains(heard, "Table") ||
		!regexp.MustCompile(`(?s)H1.*客户投诉意见处理表.*TH.*"编号|H1.*客户投诉意见处理表.*Table.*TH`).MatchString(heard) {
		t.Errorf("%.3000s", heard)
	}
}
