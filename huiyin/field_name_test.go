package huiyin

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// journalFiles are the files whose journals are not a complaint's, by how their names begin.
var journalFiles = map[string]JournalKind{
	"inquiry": OfContactRecord, "praise": OfContactRecord, "contact_record": OfContactRecord, "review": OfReview,
	"org": OfCompany, "backup": OfCompany, "calendar": OfCompany, "delegation": OfCompany, "delivery": OfCompany,
	"domain_login": OfCompany, "letterhead": OfCompany, "demo_company": OfCompany,
	"clause": OfCompany, "hold_standing": OfCompany, "export_request": OfCompany, "second_word": OfCompany,
	"abroad": OfCompany, "data_duty": OfCompany, "group_word": OfCompany,
	"timestamp": OfCompany, "register_mapping": OfCompany, "emergency_words": OfCompany,
}

// neverShown are fields that no page names: the numbers behind a review, and a list that somebody keeps.
var neverShown = map[fieldOf]bool{
	{OfReview, "covered"}: true, {OfReview, "told"}: true, {OfReview, "figures"}: true, {OfReview, "cases"}: true,
	{OfComplaint, "block_ground"}: true, {OfComplaint, "shared"}: true, {OfComplaint, "filter"}: true,
}

// fieldsWritten finds the fields that entries are given in the rules, with the place of one that is.
func fieldsWritten(t *testing.T) map[fieldOf]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[fieldOf]string{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if name == "customer.go" || name == "customer_extract.go" { // its entries say what was done and at what, and name no field
			continue
		}
		kind := OfComplaint
		for begins, k := range journalFiles {
			if strings.HasPrefix(name, begins) {
				kind = k
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, e := range fieldsNamed(n) {
				if lit, ok := e.(*ast.BasicLit); ok {
					field, err := strconv.Unquote(lit.Value)
					if err != nil {
						t.Fatal(err)
					}
					found[fieldOf{kind, field}] = set.Position(lit.Pos()).String()
				}
			}
			return true
		})
	}
	return found
}

// fieldsNamed gives the expressions that name fields in a Note, in a Change and in changes.
func fieldsNamed(n ast.Node) (fields []ast.Expr) {
	switch n := n.(type) {
	case *ast.CallExpr:
		f, ok := n.Fun.(*ast.Ident)
		switch {
		case ok && f.Name == "Note":
			fields = n.Args[:1]
		case ok && f.Name == "changes":
			for i := 0; i < len(n.Args); i += 3 {
				fields = append(fields, n.Args[i])
			}
		}
	case *ast.CompositeLit:
		if f, ok := n.Type.(*ast.Ident); ok && f.Name == "Change" && len(n.Elts) > 0 {
			if kv, ok := n.Elts[0].(*ast.KeyValueExpr); ok {
				return []ast.Expr{kv.Value}
			}
			fields = n.Elts[:1]
		}
	}
	return fields
}

func TestJ1_EveryFieldOfTheJournalHasAName(t *testing.T) {
	written := fieldsWritten(t)
	if len(written) < 200 {
		t.Fatalf("%d fields found: the search is broken", len(written))
	}
	for f, place := range written {
		if _, shown := FieldName(f.kind, f.field); shown == neverShown[f] {
			t.Errorf("%s: %q of kind %d has a name: %v", place, f.field, f.kind, shown)
		}
	}
}
