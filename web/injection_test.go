package web

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"
	"golang.org/x/net/html"

	"huiyin/db/dbtest"
	"huiyin/huiyin"
	"huiyin/views/sheet"
)

// hostile are texts that would be a formula, an element, an attribute, a script, a header or a statement, if
// anything took them for more than texts; the short ones are for names.
var hostile = []string{
	"=HYPERLINK(\"http://evil.example\")'\"><evil onevil=\"1\" " +
		"evil2='`>]]></textarea></title></script>--><script>evil()</script>\r\nX-Evil: " +
		"yes\r\n\r\n{{7*7}}${7*7}%0d%0a%s javascript:evil()//\\",
	`='"><evil a=1>`,
	`+'<evil>"`,
}

// tried posts a form with the most hostile text that each field takes; it gives the fields that took one.
func (w *furnished) tried(v visitor, path string, values map[string][][]string, files bool) (took []string, ok bool) {
	at := map[string]int{}
	for range 60 {
		form := url.Values{}
		for name, candidates := range values {
			form[name] = candidates[at[name]]
		}
		var a answer
		if files {
			var b bytes.Buffer
			m := multipart.NewWriter(&b)
			for name, vs := range form {
				for _, one := range vs {
					_ = m.WriteField(name, one)
				}
			}
			_ = m.Close()
			a = v.raw(path, m.FormDataContentType(), b.String())
		} else {
			a = v.raw(path, urlencoded, form.Encode())
		}
		if a.status < 400 {
			for name, candidates := range values {
				if at[name] < len(candidates)-1 {
					took = append(took, name)
				}
			}
			return took, true
		}
		next := ""
		a.page().Find("[id$=-wrong]").Each(func(_ int, s *goquery.Selection) {
			if name := strings.TrimSuffix(s.AttrOr("id", ""), "-wrong"); next == "" && at[name] < len(values[name])-1 {
				next = name
			}
		})
		if a.status != http.StatusUnprocessableEntity || next == "" {
			return nil, false
		}
		at[next]++
	}
	return nil, false
}

// typing is what is tried in a field: the hostile texts, then what is right.
func typing(good ...string) (out [][]string) {
	for _, h := range hostile {
		out = append(out, []string{h})
	}
	return append(out, good)
}

// administered fills in every form of the administration.
func (w *furnished) administered() (took int) {
	admin := w.as("admin")
	for _, path := range append(slices.Clone(everyPage), "/settings/people/a01", "/settings/people/p01",
		"/settings/outside", "/settings/sites/HY/emergency", "/settings/categories/noise") {
		page := admin.get(path).page()
		page.Find("main form[method=post]").Each(func(_ int, s *goquery.Selection) {
			action := s.AttrOr("action", "")
			for _, other := range []string{"/handover", "/password", "/second", "/now", "/drop", "/try", "/calendar",
				"/preview", "/settings/figures"} {
				if strings.Contains(action, other) {
					return
				}
			}
			values := map[string][][]string{}
			s.Find("input, select, textarea").Each(func(_ int, f *goquery.Selection) {
				name, kind := f.AttrOr("name", ""), f.AttrOr("type", "text")
				value := f.AttrOr("value", f.Text())
				switch {
				case name == "" || kind == "file" || (kind == "checkbox" || kind == "radio") &&
					f.AttrOr("checked", "-") == "-":
				case f.Is("select"):
					chosen := f.Find("option[selected]")
					if chosen.Length() == 0 {
						chosen = f.Find("option").First()
					}
					values[name] = [][]string{{chosen.AttrOr("value", "")}}
				case kind == "hidden" || kind == "checkbox" || kind == "radio":
					if values[name] == nil {
						values[name] = [][]string{nil}
					}
					values[name][0] = append(values[name][0], value)
				case kind == "password":
					values[name] = [][]string{{"ein-langes-passwort"}}
				default:
					for known, good := range map[string]string{"url": "http://127.0.0.1/x?key=1", "members": "a01",
						"account": "n01", "code": "ZZ", "port": "25"} {
						if name == known && value == "" {
							value = good
						}
					}
					values[name] = typing(value)
				}
			})
			switch {
			case strings.HasPrefix(action, "/settings/robots"):
				values["members"] = [][]string{{"a01", "s01"}}
			case path == "/settings/add/department", path == "/settings/add/category":
				values["code"] = [][]string{{"zz"}}
			case strings.HasPrefix(path, "/settings/people/p"): // a manager
				values["site"] = [][]string{{""}}
			case path == "/settings/add/person":
				values["role"], values["site"] = [][]string{{"agent"}}, [][]string{{"HY"}}
			}
			if fields, ok := w.tried(admin, action, values, s.AttrOr("enctype", "") != ""); ok && len(fields) > 0 {
				took++
			}
		})
	}
	return took
}

// looked proves that an answer holds the hostile texts as texts alone.
func (w *furnished) looked(what string, a answer) {
	t := w.t
	t.Helper()
	for k, vs := range a.header {
		for _, v := range vs {
			if strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r == 0x7F }) || k == "X-Evil" {
				t.Errorf("%s: header %s: %q", what, k, v)
			}
		}
	}
	if d := a.header.Get("Content-Disposition"); d != "" {
		if way, more, err := mime.ParseMediaType(d); err != nil || way != "attachment" && way != "inline" ||
			len(more) != 1 || more["filename"] == "" || strings.ContainsAny(more["filename"], "\r\n/\\") {
			t.Errorf("%s: Content-Disposition %q", what, d)
		}
	}
	kind := a.header.Get("Content-Type")
	switch {
	case strings.HasPrefix(kind, "text/html"):
		if strings.Contains(a.body, "<evil") {
			t.Errorf("%s: an element as it was typed", what)
		}
		for _, n := range a.page().Find("*").Nodes {
			madeUp(t, what, n)
		}
	case strings.HasPrefix(kind, "application/pdf"):
		for _, acts := range []string{"/JavaScript", "/Launch", "/URI", "/SubmitForm", "/RichMedia"} {
			if strings.Contains(a.body, acts) {
				t.Errorf("%s: the paper holds %s", what, acts)
			}
		}
		if !strings.HasPrefix(a.body, "%PDF-") || !strings.HasSuffix(strings.TrimSpace(a.body), "%%EOF") {
			t.Errorf("%s: no whole paper", what)
		}
	case strings.HasPrefix(kind, "text/csv"):
		lines := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\uFEFF")))
		lines.FieldsPerRecord = -1 // as in the file that was refused
		rows, err := lines.ReadAll()
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		noFormula(t, what, rows)
	case strings.Contains(kind, "spreadsheetml"):
		z, err := zip.NewReader(strings.NewReader(a.body), int64(len(a.body)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			b, _ := io.ReadAll(r)
			if bytes.Contains(b, []byte("<f>")) || bytes.Contains(b, []byte("<evil")) ||
				bytes.Contains(b, []byte("hyperlink")) {
				t.Errorf("%s: %s acts", what, f.Name)
			}
		}
	case strings.HasPrefix(kind, "application/json"):
		if !json.Valid([]byte(a.body)) || strings.ContainsAny(a.body, "<>") {
			t.Errorf("%s: JSON %.200s", what, a.body)
		}
	}
}

// madeUp reports an element or attribute that was made of a text.
func madeUp(t testing.TB, what string, n *html.Node) {
	if strings.Contains(n.Data, "evil") || n.Data == "script" && (n.FirstChild != nil || len(n.Attr) == 0) ||
		n.Data == "style" || n.Data == "base" {
		t.Errorf("%s: an element <%s>", what, n.Data)
	}
	for _, attr := range n.Attr {
		value := strings.ToLower(strings.TrimSpace(attr.Val))
		switch key := attr.Key; {
		case strings.Contains(key, "evil"), strings.HasPrefix(key, "on"), strings.HasPrefix(key, "hx-on"),
			key == "style", key == "srcdoc", strings.ContainsAny(key, "\"'<>`="):
			t.Errorf("%s: <%s %s=%q>", what, n.Data, key, attr.Val)
		case slices.Contains([]string{"href", "src", "action", "formaction", "hx-get", "hx-post", "content"}, key):
			if key == "content" && n.Data == "meta" {
				continue
			}
			if u, err := url.Parse(attr.Val); err != nil || u.Host != "" || u.Scheme != "" && u.Scheme != "data" &&
				u.Scheme != "tel" && u.Scheme != "otpauth" || strings.HasPrefix(value, "//") {
				t.Errorf("%s: <%s %s=%q>", what, n.Data, key, attr.Val)
			}
		}
	}
}

func noFormula(t testing.TB, what string, rows [][]string) {
	for i, row := range rows {
		for j, cell := range row {
			if sheet.StartsFormula(strings.TrimLeft(cell, " ")) {
				t.Errorf("%s: %d, %d begins a formula: %.60q", what, i, j, cell)
				return
			}
		}
	}
}

// toured follows what pages lead to, a few addresses of each route.
func (w *furnished) toured(account string, mostOfEach int) (pages int) {
	v, e := w.as(account), w.server.echo
	todo, seen, routes := []string{"/"}, map[string]bool{"/": true}, map[string]int{}
	var gets []string
	for _, r := range w.server.routes() {
		if r.method == get {
			gets = append(gets, w.at(r))
		}
	}
	more := func(to string) {
		u, err := url.Parse(to)
		if err != nil || u.Host != "" || !strings.HasPrefix(u.Path, "/") || seen[to] ||
			strings.HasPrefix(u.Path, "/static/") || strings.HasSuffix(u.Path, "/stream") ||
			strings.HasSuffix(u.Path, "dossier.pdf") {
			return
		}
		c := e.NewContext(quick(get, u.Path, nil), nil)
		e.Router().Find(get, echo.GetPath(c.Request()), c)
		most, kind := mostOfEach, c.Path()
		if strings.Contains(kind, ":paper") || strings.Contains(u.Path, ".pdf") { // one of each
			kind, most = u.Path[strings.LastIndex(u.Path, "/"):], 1
		}
		if routes[kind]++; routes[kind] > most {
			return
		}
		seen[to] = true
		todo = append(todo, to)
	}
	for ; len(todo) > 0; todo = todo[1:] {
		at := todo[0]
		a := v.get(at)
		pages++
		if a.status >= 500 {
			w.t.Errorf("%s as %s: %d", at, account, a.status)
		}
		w.looked(at+" as "+account, a)
		if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
			a.page().Find("[href], [hx-get]").Each(func(_ int,
				s *goquery.Selection) {
				more(s.AttrOr("href", s.AttrOr("hx-get", "")))
			})
		}
		if len(todo) == 1 && gets != nil {
			for _, to := range gets {
				more(to)
			}
			gets = nil
		}
	}
	return pages
}

// A hostile text, put by the real forms into every field that takes it, is a text on every page, paper, sheet
// and in every header, and the journal's chain holds.
func TestInput_HostileTextsStayTexts(t *testing.T) {
	t.Parallel()
	dbtest.Whole(t)
	w := furnish(t)
	settings := w.administered()
	done, fields, left := 0, 0, []string(nil)
	for _, f := range forms {
		if f.who == "" || len(f.fields) == 0 ||
			slices.Contains([]string{"/logout", "/account/password", "/rehearsal/clock", "/account/language",
				"/account/theme", "/notices/seen"}, f.path) || f.fixture == "download" {
			continue
		}
		f := f.made(w.portal)
		values := map[string][][]string{}
		for _, d := range f.fields {
			fixed := len(d.good) != 1 || d.good[0] == "1" ||
				slices.ContainsFunc(d.bad,
					func(b string) bool {
						return slices.Contains([]string{"nonsense", "NaN", "1e1", notTime[0], "no"},
							b)
					})
			if values[d.name] = [][]string{d.good}; !fixed {
				values[d.name] = typing(d.good...)
			}
		}
		took, ok := w.tried(w.as(f.who), f.path, values, false)
		if !ok {
			left = append(left, f.path)
			continue
		}
		done++
		fields += len(took)
	}
	a := w.as("a02").upload("/complaints/"+w.number+"/attachments", hostile[1]+".csv", []byte(hostile[0]), "note",
		hostile[1])
	t.Logf("%d forms of the administration and %d of %d others took hostile texts, in %d fields; left %v; upload %d",
		settings, done, done+len(left), fields, left, a.status)
	if done < 70 || fields < 90 || settings < 10 {
		t.Error("too few took one")
	}
	for account, most := range map[string]int{"v01": 2, "admin": 1} {
		t.Logf("%s: %d pages and papers", account, w.toured(account, most))
	}
	v := w.as("v01")
	every, rest := "", ""
	for i, c := range huiyin.ListColumns() {
		if i%2 == 0 {
			every += "&col=" + string(c)
		} else {
			rest += "&col=" + string(c)
		}
	}
	for _, path := range []string{"/complaints/export.csv?x=1" + every, "/complaints/export.xlsx?x=1" + every,
		"/complaints/export.csv?x=1" + rest, "/complaints/ledger.xlsx", "/figures/monthly.xlsx",
		"/search?json=1&q=evil", "/search?json=1&q=HYPERLINK", "/complaints?q=" + url.QueryEscape(hostile[0][:90]),
		"/complaints/hints?matter=" + url.QueryEscape(hostile[0])} {
		a := v.get(path)
		if a.status != http.StatusOK {
			t.Errorf("%s: %d", path, a.status)
		}
		w.looked(path, a)
	}
	refused := w.checked("v01", oldRegister+
		"\"=1\",x,\"=cmd|' /C calc'!A0\",\"+1<evil>\",\"@x\",-2,\"＝1\",=2,+3,@4,-5,=6,=7\n")
	w.looked(refused, v.get(refused))
	w.looked("refused.csv", v.get(refused+"/refused.csv"))
	if text := pdfText(t, v.get("/complaints/"+w.number+"/form.pdf").body); !strings.Contains(text, "<evil") {
		t.Error("the paper does not show what was typed")
	}
	if bytes.Contains(w.log.Bytes(), []byte("evil")) || bytes.Contains(w.log.Bytes(), []byte("level=ERROR")) {
		t.Error("the log names what was typed, or a failure")
	}
	w.verified()
}
