package huiyin

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// unprovable are rules that no test can prove, each with the reason.
var unprovable = map[string]string{}

// toCome are the rules of modules that are not built yet, as RULES.md lists them.
var toCome = rulesIn(`A5 R2 R4 R6 R9 R10 R11 R12 R13 R16 R17 R18
	S1 S2 S3 S4 S5 S6 S7 S8 S9 S10 S11 S12 B3 B6 B7 B8 B9 B10 B12 B13 O1 O2 O3 O4 O5 O6 O7 N1 N2 N3
	N4`)

var (
	ruleID      = regexp.MustCompile(`\b([A-Z])(\d+)(?: to ([A-Z])(\d+))?\b`)
	ruleHeading = regexp.MustCompile(`(?m)^### ([A-Z]\d+) \S`)
	// ruleCited is "rule G8", "rules W2, D4", "rules G1 to G7 and K2".
	ruleCited   = regexp.MustCompile(`\b[Rr]ules? ([A-Z]\d+(?:(?:, and | and | or | to |, |; )[A-Z]\d+\b)*)`)
	ruleTest    = regexp.MustCompile(`(?m)^func (?:Test|Fuzz)(\w+)\(`)
	ruleTestIDs = regexp.MustCompile(`^(?:[A-Z]\d+(?:to[A-Z]\d+)?)+$`)
	nextID      = regexp.MustCompile(`(\d)([A-Z])`)
	// lineOfComment joins the lines of a comment, over which a list of ids may run.
	lineOfComment = regexp.MustCompile(`\s*\n\s*(?://|--)?\s*`)
)

// rulesIn lists the ids that a text names; "G1 to G4" names four.
func rulesIn(text string) []string {
	var out []string
	for _, m := range ruleID.FindAllStringSubmatch(text, -1) {
		first, _ := strconv.Atoi(m[2])
		last := first
		if m[3] == m[1] {
			last, _ = strconv.Atoi(m[4])
		}
		for n := first; n <= last; n++ {
			out = append(out, m[1]+strconv.Itoa(n))
		}
	}
	return out
}

// rulesOfTest lists the ids that a test bears in front of its name: C4P6_…, D2toD5_…, C3_W7_….
func rulesOfTest(name string) []string {
	var out []string
	for part := range strings.SplitSeq(name, "_") {
		if !ruleTestIDs.MatchString(part) {
			break
		}
		part = strings.ReplaceAll(part, "to", " to ")
		out = append(out, rulesIn(nextID.ReplaceAllString(part, "$1, $2"))...)
	}
	return out
}

// rulesAndCode reads the rulebook, where the code cites its rules, and which tests bear their ids.
func rulesAndCode(t *testing.T) (book string, cited, tested map[string]string) {
	t.Helper()
	text, err := os.ReadFile("RULES.md")
	if err != nil {
		t.Fatal(err)
	}
	cited, tested = map[string]string{}, map[string]string{}
	err = filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != ".." && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case d.IsDir() || strings.HasSuffix(path, "_templ.go") ||
			!slices.Contains([]string{".go", ".templ", ".sql"}, filepath.Ext(path)):
			return nil
		}
		code, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range ruleCited.FindAllStringSubmatch(lineOfComment.ReplaceAllString(string(code), " "), -1) {
			for _, id := range rulesIn(m[1]) {
				cited[id] = path
			}
		}
		if strings.HasSuffix(path, "_test.go") {
			for _, m := range ruleTest.FindAllStringSubmatch(string(code), -1) {
				for _, id := range rulesOfTest(m[1]) {
					tested[id] = "Test" + m[1]
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(text), cited, tested
}

// The rulebook and the code name the same rules, and each rule is proved or said not to be.
func TestRules_BookCodeAndTestsAgree(t *testing.T) {
	book, cited, tested := rulesAndCode(t)
	var rules []string
	for _, m := range ruleHeading.FindAllStringSubmatch(book, -1) {
		if slices.Contains(rules, m[1]) {
			t.Errorf("%s stands twice in RULES.md", m[1])
		}
		rules = append(rules, m[1])
	}
	for id, path := range cited {
		if !slices.Contains(rules, id) {
			t.Errorf("rule %s, which %s cites, does not stand in RULES.md", id, path)
		}
	}
	for id, name := range tested {
		if !slices.Contains(rules, id) {
			t.Errorf("rule %s, which %s bears, does not stand in RULES.md", id, name)
		}
	}
	excused := slices.Concat(slices.Sorted(maps.Keys(unprovable)), toCome)
	for _, id := range rules {
		name, has := tested[id]
		switch listed := slices.Contains(excused, id); {
		case has && listed:
			t.Errorf("rule %s stands in a list of those without a test, and %s bears it", id, name)
		case !has && !listed:
			t.Errorf("no test bears the id of rule %s", id)
		}
	}
	for i, id := range excused {
		if !slices.Contains(rules, id) || slices.Contains(excused[:i], id) {
			t.Errorf("%s is listed twice, or is no rule", id)
		}
	}
}

// What RULES.md says is not built is what this test lists.
func TestRules_WhatIsToComeIsSaid(t *testing.T) {
	book, _, _ := rulesAndCode(t)
	_, after, _ := strings.Cut(book, "\n## Not built yet\n")
	paragraphs := strings.Split(strings.TrimSpace(after), "\n\n")
	if len(paragraphs) < 2 {
		t.Fatal("RULES.md does not say what is not built")
	}
	if said := rulesIn(paragraphs[1]); !slices.Equal(said, toCome) {
		t.Errorf("RULES.md lists %v, this test %v", said, toCome)
	}
}

// The ways in which rules are cited and tests bear them.
func TestRules_IDsAreRead(t *testing.T) {
	for text, want := range map[string]string{
		"rule G8": "G8", "rules W2, D4": "W2 D4", "rules G1 to G3, K2": "G1 G2 G3 K2",
		"rules P3, P4 and P8":     "P3 P4 P8",
		"by rule W4; else rule 5": "W4", "the rules\n// J1, J3": "J1 J3", "rules C3,\n\t// C4)": "C3 C4",
		"figure 3 of P4": "",
	} {
		var got []string
		for _, m := range ruleCited.FindAllStringSubmatch(lineOfComment.ReplaceAllString(text, " "), -1) {
			got = append(got, rulesIn(m[1])...)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q cites %v, want %s", text, got, want)
		}
	}
	for name, want := range map[string]string{
		"G8_WhatDoesNotRise": "G8", "C4P6_Nobody": "C4 P6", "D2toD5_DueTimes": "D2 D3 D4 D5", "C3_W7_Boxes": "C3 W7",
		"F1":             "F1",
		"G1toG3K2_Grade": "G1 G2 G3 K2", "ImportRule": "", "HTTP2_Frames": "", "Import_P1_Sites": "",
	} {
		if got := strings.Join(rulesOfTest(name), " "); got != want {
			t.Errorf("Test%s bears %s, want %s", name, got, want)
		}
	}
}
