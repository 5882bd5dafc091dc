package huiyin

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestJ1_EveryMoveEndsOnce walks the paths of every method that begins a move: whoever returns no error
// has ended it, exactly once.
func TestJ1_EveryMoveEndsOnce(t *testing.T) {
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	files := token.NewFileSet()
	var rules []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		rules = append(rules, f)
	}
	p := &paths{begins: map[string]bool{}, ends: map[string]bool{"to": true, "stay": true}}
	var all []*ast.FuncDecl
	for _, f := range rules {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				all = append(all, fn)
				if fn.Type.Results != nil && len(moveNames(fn.Type.Results)) > 0 {
					p.begins[fn.Name.Name] = true
				}
				if name := moveNames(fn.Recv); len(name) == 1 && len(calls(fn.Body, name[0], p.ends)) > 0 {
					p.ends[fn.Name.Name] = true
				}
			}
		}
	}
	begun := 0
	for _, fn := range all {
		if p.move = ""; fn.Name.Name == "to" || fn.Name.Name == "stay" {
			continue
		}
		in := 0
		if name := moveNames(fn.Recv); len(name) == 1 && p.ends[fn.Name.Name] { // it is handed a move to end
			p.move, in = name[0], unended
		}
		p.wrong = func(at ast.Node, what string) {
			t.Errorf("%s: %s: %s", files.Position(at.Pos()), fn.Name.Name, what)
		}
		p.walk(fn.Body.List, in)
		if p.move != "" {
			begun++
		}
	}
	if begun < 50 {
		t.Errorf("only %d methods begin a move", begun)
	}
}

// What is known of a move at a point of a method, 0 before it has begun.
const (
	unended = 1 << iota
	ended
	twice
)

// paths follows what may have become of a move.
type paths struct {
	begins, ends map[string]bool // methods that give a move, and that end one
	move         string          // the variable that holds it
	wrong        func(at ast.Node, what string)
}

// walk gives what is known after the statements, 0 where none of them lets the path go on.
func (p *paths) walk(list []ast.Stmt, in int) int {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.BlockStmt:
			in = p.walk(s.List, in)
		case *ast.IfStmt:
			if s.Init != nil {
				in = p.walk([]ast.Stmt{s.Init}, in)
			}
			in = p.after(s.Cond, in)
			other := in
			if s.Else != nil {
				other = p.walk([]ast.Stmt{s.Else}, in)
			}
			in = p.walk(s.Body.List, in) | other
		case *ast.SwitchStmt:
			out, covers := 0, false
			for _, c := range s.Body.List {
				c := c.(*ast.CaseClause)
				covers = covers || c.List == nil
				out |= p.walk(c.Body, in)
			}
			if !covers {
				out |= in
			}
			in = out
		case *ast.ForStmt, *ast.RangeStmt:
			if len(calls(s, p.move, p.ends)) > 0 {
				p.wrong(s, "a move ends in a loop")
			}
		case *ast.ReturnStmt:
			if in = p.after(s, in); len(s.Results) > 0 {
				p.leave(s, in)
			}
			return 0
		case *ast.AssignStmt:
			if call, ok := s.Rhs[0].(*ast.CallExpr); ok && len(s.Lhs) > 1 && p.begins[called(call)] {
				if p.move = s.Lhs[0].(*ast.Ident).Name; p.move == "_" || in != 0 {
					p.wrong(s, "a move begins and is dropped")
				}
				in = unended
				continue
			}
			in = p.after(s, in)
		default:
			in = p.after(s, in)
		}
	}
	return in
}

// after counts the ends in a node that is not a path of its own.
func (p *paths) after(n ast.Node, in int) int {
	for range calls(n, p.move, p.ends) {
		in = in<<1&(ended|twice) | in&twice
	}
	return in
}

// leave judges a return: nil, or the move's end, as its error needs a move that has ended once.
func (p *paths) leave(s *ast.ReturnStmt, in int) {
	last := s.Results[len(s.Results)-1]
	id, isName := last.(*ast.Ident)
	call, isCall := last.(*ast.CallExpr)
	gives := len(s.Results) > 1 && isName && id.Name == "nil" && isNamed(s.Results[0], p.move)
	done := isName && id.Name == "nil" || isCall && len(calls(call, p.move, p.ends)) > 0
	switch {
	case in&twice != 0:
		p.wrong(s, "a move may end twice")
	case gives && in != unended:
		p.wrong(s, "a move is handed on that has ended")
	case !gives && done && in != 0 && in != ended:
		p.wrong(s, "a move may not have ended")
	}
}

// calls lists the calls in a node of such methods on a variable.
func calls(n ast.Node, variable string, methods map[string]bool) []*ast.CallExpr {
	var out []*ast.CallExpr
	if variable == "" {
		return nil
	}
	ast.Inspect(n, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if f, ok := call.Fun.(*ast.SelectorExpr); ok && isNamed(f.X, variable) && methods[f.Sel.Name] {
			out = append(out, call)
		}
		return true
	})
	return out
}

// called is the name of the method that is called, "" for a function.
func called(call *ast.CallExpr) string {
	if f, ok := call.Fun.(*ast.SelectorExpr); ok {
		return f.Sel.Name
	}
	return ""
}

func isNamed(x ast.Expr, name string) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == name
}

// moveNames are the names of the fields that hold a move, "" for one without a name.
func moveNames(fields *ast.FieldList) []string {
	var out []string
	if fields == nil {
		return nil
	}
	for _, f := range fields.List {
		if star, ok := f.Type.(*ast.StarExpr); ok && isNamed(star.X, "move") {
			name := ""
			if len(f.Names) > 0 {
				name = f.Names[0].Name
			}
			out = append(out, name)
		}
	}
	return out
}
