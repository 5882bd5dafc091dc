package web

import (
	"strings"
	"testing"

	"huiyin/db"
	"huiyin/huiyin"
)

// The keeper lists what was archived, both sides sign, each case bears its number from then on; who is complained about in
// one of them learns nothing of the list (rules W10, P4).
func TestW10_TheArchiveListFromDeskToEnd(t *testing.T) {
	p := newPortal(t)
	c := cases2["archived"](p)
	number := numberIn(c)
	name := p.rows("SELECT name FROM complaint WHERE number = ?", number)[0][0]
	p.now = p.now.AddDate(0, 0, 1)
	p.check(
		row{"p01", get, "/archive-lists", nil, 200, nil, []string{`name="site"`}},
		row{"p01", post, "/archive-lists", []string{"site", "HY"}, 403, nil, nil},
		row{"h01", get, "/archive-lists", nil, 200, []string{`name="site"`, "海悦府"}, []string{name, number}},
		row{"h01", post, "/archive-lists", []string{"site", "LT"}, 409, []string{"没有待移交的投诉"}, nil},
		row{"h01", post, "/archive-lists", []string{"site", "XX"}, 422, nil, nil},
	)
	if n := p.count("archive_line"); n != 0 {
		t.Fatalf("%d lines", n)
	}
	list := p.as("h01").must("/archive-lists", "site", "HY")
	filed := p.rows("SELECT file_number FROM complaint WHERE number = ?", number)[0][0]
	if !strings.HasPrefix(filed, "TS·") || !strings.HasSuffix(filed, "-HY-0001") {
		t.Fatalf("the file's number is %s", filed)
	}
	p.check(
		row{"h01", post, "/archive-lists", []string{"site", "HY"}, 409, nil, nil},
		row{"p01", get, "/", nil, 200, []string{`href="` + list, "海悦府 档案移交清册"}, nil},
		row{"p01", get, "/notices", nil, 200, []string{`href="` + list, "档案移交清册待签"}, nil},
		row{"h01", get, "/", nil, 200, []string{`href="` + list}, nil},
		row{"a01", get, "/", nil, 200, nil, []string{list}},
		row{"s01", get, list, nil, 403, nil, []string{filed}},
		row{"q01", get, list, nil, 404, nil, []string{filed}},
		row{"p01", get, list, nil, 200, []string{filed, number, list + "/sign", "移交人"}, []string{name}},
		row{"v01", get, list, nil, 200, []string{filed}, []string{name, list + "/sign"}},
		row{"v01", get, c, nil, 200, []string{"data-file-number", filed}, nil},
		row{"p01", post, list + "/sign", nil, 303, nil, nil},
		row{"p01", post, list + "/sign", nil, 403, nil, nil},
		row{"h01", post, list + "/sign", nil, 303, nil, nil},
		row{"h01", get, list, nil, 200, []string{`data-state="handed"`}, []string{list + "/sign"}},
		row{"h01", get, "/", nil, 200, nil, []string{`data-report="DA-`}},
	)
	paper := pdfText(t, p.as("h01").get(list+"/list.pdf").body)
	if !strings.Contains(paper, filed) || !strings.Contains(paper, number) || strings.Contains(paper, name) ||
		strings.Count(paper, "已在系统签署") != 2 {
		t.Errorf("the paper says %s", paper)
	}
	if dossier := pdfText(t, p.as("v01").get(c+"/dossier.pdf").body); !strings.Contains(dossier, filed) {
		t.Error("the spine bears no archive number")
	}
	p.verified()
}

// A restricted file stands on the list by its numbers alone (rules W10, P8), and the clock draws the lists of the years
// before from April on, once.
func TestW10P8_TheClockListsAndARestrictedFileSaysNothing(t *testing.T) {
	p := newPortal(t)
	number := numberIn(cases2["closed"](p))
	p.as("s01").must("/complaints/"+number+"/restrict", "reason", "涉及客户资料")
	if _, err := p.store.ChangeComplaint(t.Context(), db.Once{}, number, 0, func(c *huiyin.Complaint) error {
		c.Run(p.store.Org(), p.now.AddDate(0, 0, 91))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	april := p.now.AddDate(1, 2, 0)
	for range 2 {
		if _, err := p.store.RunLists(t.Context(), april); err != nil {
			t.Fatal(err)
		}
	}
	lists := p.rows("SELECT number FROM document WHERE kind = 'archive'")
	if len(lists) != 1 {
		t.Fatalf("lists: %v", lists)
	}
	list := "/archive-lists/" + lists[0][0]
	p.check(row{"h01", get, list, nil, 200, []string{number, "受限"}, []string{"轻微", "重要"}})
	paper := pdfText(t, p.as("h01").get(list+"/list.pdf").body)
	if !strings.Contains(paper, number) || !strings.Contains(paper, "受限") || strings.Contains(paper, "轻微") {
		t.Errorf("the paper says %s", paper)
	}
}
