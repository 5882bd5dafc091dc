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

// spoken are the folders whose texts people read on the screen. What is printed or exported is in
// Chinese for everybody, and the terminal speaks English.
var spoken = []string{"../../huiyin", "../../db", "../../web", "../../web/scan", "../../web/register", ".", "../layout",
	"../desk", "../complaints", "../approvals", "../settings", "../notices", "../customers", "../contacts",
	"../appraisals", "../reports", "../scans", "../downloads", "../imports", "../sheet", "../../huiyin/crisis", "../crises", "../../huiyin/units", "../units"}

// unspoken are files and declarations whose Chinese is data, is matched against what people typed, or
// is written on paper.
var unspoken = map[string][]string{
	"huiyin/calendar.go":             {"ParseShifts"},
	"huiyin/category_seed.go":        nil,
	"huiyin/demo_company.go":         nil,
	"huiyin/phase_seed.go":           nil,
	"huiyin/emergency_plan_seed.go":  nil,
	"huiyin/review_quarter_draft.go": nil,
	"huiyin/proposal_measure.go":     {"taskFor", "release", "feeWaived", "discounted"},
	"huiyin/signature.go":            {"signedName"},
	"huiyin/money.go":                {"Capitals", "capitalDigits", "capitalInteger", "typedMoney", "typedMyriads", "moneyAround", "hanMoney", "wholeHan", "moneySigns"},
	"huiyin/compensation_payment.go": {"moneyPromise", "namesMoney"},
	"huiyin/intake.go":               {"Anonymous"},
	"huiyin/money_words.go":          nil,
	"huiyin/contact_try.go":          {"saysUnreached", "saysReached"},
	"huiyin/inquiry.go":              {"discontented"},
	"huiyin/sanction_words.go":       nil,
	"huiyin/gift_task.go":            {"taskOfGift"},
	"huiyin/settlement.go":           {"takesAll", "PowersIn"},
	"huiyin/rights.go":               nil, // what is looked for in texts
	"huiyin/letter_draft.go":         nil,
	"huiyin/check.go":                {"phoneLike"},
	"huiyin/attachment.go":           {"fileName"},
	"huiyin/customer.go":             {"PhoneKey"},
	"huiyin/register.go":             {"unknownThen"},
	"units/field.go":                 {"areaMarks"},
	"units/customer.go":              {"Customers", "customerTitles"},
	"units/line.go":                  {"File", "titleHints", "wordHints", "marked", "wholeMarks", "buildingMark", "partMark", "betweenNames", "betweenDoors"},
	"huiyin/register_read.go":        {"init", "key", "NoCase"},
	"huiyin/register_cell.go":        {"alsoCalled", "setComplainants", "cellNames", "tickWords", "stateWords"},
	"huiyin/register_word.go":        nil,
	"huiyin/person_file.go":          {"PeopleFile"},
	"huiyin/register_sheet.go":       {"joinUnit", "NoCase"},
	"huiyin/register_when.go": {"weekday", "fullDate", "monthOf", "noYear", "clockOf", "yearOf", "half", "inHan", "date", "timeOfDay",
		"narrowed", "inDigits"},
	"register/format.go":             nil,
	"huiyin/compensation_release.go": {"inCash"},
	"huiyin/gift.go":                 {"cashLike", "plainCash", "notCash"},
	"huiyin/fold_table.go":           nil,
	"huiyin/normal_table.go":         nil,
	"huiyin/normal_phone.go":         {"String", "extensionWords", "isHanNumeral", "betweenPhones"},
	"huiyin/normal_text.go":          nil,
	"huiyin/emergency_words.go":      {"emergencyLine", "emergencyApart", "emergencyBack", "mostApart", "regex", "sentenceEnds", "clauseEnds"},
	"huiyin/emergency_words_seed.go": nil,
	"huiyin/normal_unit.go":          nil,
	"db/like.go":                     nil,
	"db/search.go":                   nil,
	"web/calendar_file.go":           {"kindOfDay"},
	"web/dossier.go":                 nil,
	"web/statistics.go":              {"monthWords"},
	"register/text.go":               {"commonInRegisters"},
	"huiyin/retention_floor.go":      {"erasure"},                                                 // what an answer must say
	"huiyin/export_request.go":       {"PurposeUnsaid", "ExportMark", "markBegins", "markOfTime"}, // of the file
	"huiyin/ledger.go":               nil,
	"web/host.go":                    {"hostsChecked"}, // in two languages, to a browser nobody knows
	"sheet/table.go":                 {"StartsFormula", "changing"},
	"sheet/list.go":                  {"exportHeads", "widths", "ListColumns", "ListRow", "ListTitle", "listCells"},
	"sheet/ledger.go":                nil,
	"sheet/monthly.go":               nil,
}

// unsaid are literals that are not texts: names of languages, layouts of dates, a comma in an amount.
var unsaid = []string{"简体中文", "繁體中文", "1月2日", "2006年", "2006年1月", "，"}

// said finds every text of the interface: each literal with a Chinese character in it. Such a literal
// that templ writes into the page as it stands has missed the catalogues.
func said(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, dir := range spoken {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", dir, len(files), err)
		}
		for _, name := range files {
			skip, known := unspoken[filepath.Join(filepath.Base(dir), filepath.Base(name))]
			if strings.HasSuffix(name, "_test.go") || known && skip == nil {
				continue
			}
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.FuncDecl:
					return !slices.Contains(skip, n.Name.Name)
				case *ast.ValueSpec:
					return !slices.Contains(skip, n.Names[0].Name)
				case *ast.CallExpr:
					if f, ok := n.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "WriteString" &&
						isIdent(f.X, "templruntime") {
						raw(t, set, n)
						return false
					}
				case *ast.BasicLit:
					if text, ok := chinese(t, n); ok && !slices.Contains(unsaid, text) {
						found[text] = set.Position(n.Pos()).String()
					}
				}
				return true
			})
		}
	}
	return found
}

func isIdent(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// raw complains about Chinese that a template writes without asking for the language.
func raw(t *testing.T, set *token.FileSet, call *ast.CallExpr) {
	t.Helper()
	for _, a := range call.Args {
		if lit, ok := a.(*ast.BasicLit); ok {
			if text, ok := chinese(t, lit); ok {
				t.Errorf("%s: %q is written in every language", set.Position(lit.Pos()), text)
			}
		}
	}
}

func chinese(t *testing.T, lit *ast.BasicLit) (string, bool) {
	t.Helper()
	if lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	if err != nil {
		t.Fatal(err)
	}
	return text, strings.ContainsFunc(text, isChinese)
}

// wide are the punctuation marks of Chinese, such as 、 and ：.
var wide = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x3001, Hi: 0x303F, Stride: 1},
	{Lo: 0xFF00, Hi: 0xFFEF, Stride: 1}}}

func isChinese(r rune) bool { return unicode.In(r, unicode.Han, wide) }

func TestEveryTextIsInBothCatalogues(t *testing.T) {
	texts := said(t)
	if len(texts) < 600 {
		t.Fatalf("found only %d texts: the search is broken", len(texts))
	}
	for _, l := range []Lang{Hant, English} {
		c := catalogue(l)
		for _, text := range slices.Sorted(maps.Keys(texts)) {
			if c[text] == "" {
				t.Errorf("%s: %s lacks %q", texts[text], l, text)
			}
		}
		for _, text := range slices.Sorted(maps.Keys(c)) {
			if texts[text] == "" {
				t.Errorf("%s: nothing says %q any more", l, text)
			}
		}
	}
}

var verb = regexp.MustCompile(`%(\[\d+\])?[-+# 0-9.]*([a-zA-Z%])`)

// verbs gives the verb for each argument of a format; a translation may name arguments by their index
// to change their order.
func verbs(t *testing.T, format string) map[int]string {
	t.Helper()
	found, next := map[int]string{}, 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			n, err := strconv.Atoi(strings.Trim(m[1], "[]"))
			if err != nil {
				t.Fatal(err)
			}
			next = n
		}
		if was, ok := found[next]; ok && was != m[2] {
			t.Errorf("%q shows argument %d in two ways", format, next)
		}
		found[next] = m[2]
		next++
	}
	return found
}

func TestTranslationsTakeTheSameArguments(t *testing.T) {
	for _, l := range []Lang{Hant, English} {
		for text, translated := range catalogue(l) {
			want, got := verbs(t, text), verbs(t, translated)
			if !maps.Equal(want, got) {
				t.Errorf("%s: %q has %v, %q has %v", l, text, want, translated, got)
			}
			if l == English && strings.ContainsFunc(translated, isChinese) {
				t.Errorf("English text %q has Chinese characters", translated)
			}
		}
	}
}

func TestVerbsAreCountedByArgument(t *testing.T) {
	for format, want := range map[string]map[int]string{
		"100%":               {},
		"100%% of %d":        {1: "d"},
		"%s of %05.1f":       {1: "s", 2: "f"},
		"%[2]s before %[1]d": {1: "d", 2: "s"},
	} {
		if got := verbs(t, format); !maps.Equal(got, want) {
			t.Errorf("%q: %v, want %v", format, got, want)
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
