package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiyin/huiyin"
)

// The form that draws refuses what is no month, one that still runs and one in which nothing was closed; who
// checks reads the complaint, and not before they are asked (rules A6, P3).
func TestA6_SampleIsDrawnAndChecked(t *testing.T) {
	p := newPortal(t)
	p.as("k01").get("/")
	before := p.contents()
	for month, sentence := range map[string]string{"": "", "nonsense": "", "2025-03": "还没有结束", "2025-02": "没有可以抽查",
		"9999-99": "", long: ""} {
		a := p.as("k01").post("/figures/samples", "month", month)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, sentence) || p.contents() != before {
			t.Errorf("%.10q: %d %s", month, a.status, sentences(a))
		}
	}
	s := cases["drawn"](p)
	// without an anchor the seed is the month's last entry of the journal; anybody can draw the same again
	seed := p.rows("SELECT hash FROM journal WHERE logged < (SELECT at FROM document WHERE kind = 'sample') AND logged < " +
		strconv.FormatInt(huiyin.Month(202503).Ends(p.store.Org().Zone).UnixMilli(), 10) + " ORDER BY id DESC LIMIT 1")[0][0]
	had := p.rows("SELECT seed, seed_source, pool_list FROM sample")[0]
	if had[0] != seed || had[1] != string(huiyin.SeedEntry) {
		t.Errorf("drawn with %v, want %s", had, seed)
	}
	drawn := huiyin.Draw(seed, strings.Fields(had[2]), huiyin.SampleSize(len(strings.Fields(had[2])), 10, 5))
	for _, one := range drawn {
		if !slices.ContainsFunc(p.rows("SELECT number FROM sample_item"), func(r []string) bool { return r[0] == one }) {
			t.Errorf("%s is drawn again, and was not", one)
		}
	}
	c := "/complaints/" + p.rows("SELECT number FROM sample_item")[0][0]
	p.check(
		row{"k01", get, s, nil, 200, []string{">" + seed + "<", "当月最后一条日志", `data-action="ask_check"`},
			[]string{`href="` + c, `/check/`}},
		row{"k01", get, c, nil, 404, nil, nil},
		row{"e01", get, s, nil, 200, []string{`href="` + c, `/check/`},
			[]string{">" + seed + "<", `data-action="ask_check"`}},
		row{"e01", get, c, nil, 200, nil, nil},
		row{"m01", get, c, nil, 404, nil, nil},
		row{"e01", get, "/jobs", nil, 200, []string{`href="` + s}, nil},
	)
	p.as("s01").must(c+"/restrict", "reason", "涉及客户资料") // from then on nobody finds it in the sample
	for _, who := range []string{"k01", "e01", "x02"} {
		p.check(row{who, get, s, nil, 200, nil, []string{strings.TrimPrefix(c, "/complaints/")}})
	}
	p.verified()
}

// In the first working minutes of a month the clock draws the sample of the month before, once, with that month's newest
// anchor that went out of the house, and asks for the sheet of its nights (rules A6, J4).
func TestA6J4_TheClockDrawsWithTheAnchor(t *testing.T) {
	p := newPortal(t)
	cases["closed"](p)
	ctx, o := t.Context(), p.store.Org()
	p.as("admin").must("/settings/backup", "on", "1", "at", "02:30", "keep", "7", "sheets", "1")
	night := func(day int) string {
		at := time.Date(2025, 3, day, 0, 0, 30, 0, o.Zone)
		a, made, err := p.store.AnchorNight(ctx, at, 0)
		if err != nil || !made {
			t.Fatal(made, err)
		}
		return a.Hash
	}
	night(30)
	p.as("a01").get("/inquiries")
	newest := night(31)
	run := func(at time.Time) int {
		p.now = at
		n, err := p.store.RunHouse(ctx, at)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	april := time.Date(2025, 4, 1, 0, 0, 30, 0, o.Zone)
	if n := run(april); n != 0 {
		t.Errorf("at midnight: %d", n)
	}
	if n := run(april.Add(10 * time.Hour)); n != 2 {
		t.Errorf("in the morning: %d", n)
	}
	if n := run(april.Add(11 * time.Hour)); n != 0 {
		t.Errorf("again: %d", n)
	}
	had := p.rows("SELECT s.seed, s.seed_source, d.by FROM sample s JOIN document d ON d.id = s.document")
	if len(had) != 1 || had[0][0] != newest || had[0][1] != string(huiyin.SeedAnchor) || had[0][2] != "" {
		t.Errorf("%v, want %s", had, newest)
	}
	sheet := "/settings/journal/anchors/2025-03/sheet.pdf"
	p.check(
		row{"k01", get, "/notices", nil, 200, []string{"/figures/samples/JC-202503"}, nil},
		row{"admin", get, "/notices", nil, 200, []string{"/settings/journal/anchors"}, nil},
		row{"a01", get, "/notices", nil, 200, nil, []string{"JC-202503", "/settings/journal/anchors"}},
		row{"k01", get, "/figures/samples/JC-202503", nil, 200, []string{newest, "当月最新的外部存证"}, nil},
		row{"admin", get, "/settings/journal/anchors", nil, 200, []string{newest, sheet, "未收回"}, nil},
		row{"v01", get, "/settings/journal/anchors", nil, 200, []string{newest, sheet}, nil},
		row{"p01", get, "/settings/journal/anchors", nil, 403, nil, []string{newest}},
		row{"s01", get, sheet, nil, 403, nil, nil},
		row{"admin", get, "/settings/journal/anchors/2025-02/sheet.pdf", nil, 404, nil, nil},
		row{"admin", get, "/settings/journal/anchors/x/sheet.pdf", nil, 404, nil, nil},
	)
	paper := p.as("admin").get(sheet)
	if text := pdfText(t, paper.body); !strings.Contains(text, newest) || !strings.Contains(text, "公司盖章") ||
		!strings.Contains(text, "CZ-202503") {
		t.Errorf("%d %s", paper.status, text)
	}
	for _, page := range pictures(t, paper.body) {
		p.as("v01").upload("/scans", "sheet.jpg", page)
	}
	p.check(
		row{"v01", get, "/scans?number=CZ-202503", nil, 200, []string{"日志存证月表"}, nil},
		row{"admin", get, "/settings/journal/anchors", nil, 200, []string{"/scans?number=CZ-202503"}, []string{"未收回"}},
		row{"p01", get, "/scans?number=CZ-202503", nil, 200, nil, []string{"sheet.jpg"}},
	)
	p.verified()
}
