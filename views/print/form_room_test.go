package print

import (
	"bytes"
	"io"
	"maps"
	"regexp"
	"strings"
	"testing"

	"huiyin/huiyin"
)

// The form is one page where one suffices, open or closed, in both scripts (rule F1).
func TestF1_OnePageWhereOneSuffices(t *testing.T) {
	ended := received()
	ended.State, ended.Outcome, ended.ClosedAt, ended.ClosedBy = huiyin.Closed, huiyin.Solved, day(9, 9, 0), "s01"
	for name, c := range map[string]*huiyin.Complaint{"received": received(), "ended": ended} {
		for length, want := range map[int]int{20: 1, 200: 1, 2000: 2} {
			for _, script := range []huiyin.Script{huiyin.Simplified, huiyin.Traditional} {
				c, o := *c, company()
				o.Letterhead.Script = script
				c.Matter = strings.Repeat("漏水", length/2)
				for part, write := range map[string]func(io.Writer, Stamp, *huiyin.Complaint, *huiyin.Org) error{
					"customer": FormCustomer, "house": FormHouse} {
					var b bytes.Buffer
					if err := write(&b, stamped(), &c, o); err != nil {
						t.Fatal(err)
					}
					if n := strings.Count(read(t, b.Bytes()), "\f"); want == 1 && n != 1 || want == 2 && n < 2 {
						t.Errorf("%s, %d characters, %q, %s: %d pages", name, length, script, part, n)
					}
				}
			}
		}
	}
}

// A number stands on one line wherever it is printed, in both scripts: it is searched for and read out (rule F1).
func TestF1_NoNumberIsBroken(t *testing.T) {
	begun, whole := regexp.MustCompile(`TS-`), regexp.MustCompile(`TS-[A-Z]{2}-\d{8}-\d{3}`)
	all := maps.Clone(papers)
	all["ledger"] = func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
		return Ledger(w, s, Period{Words: "2025年3月", Number: "TZ-202503-V01"}, []*huiyin.Complaint{c, c, c}, o)
	}
	all["dossier"] = func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
		return WriteDossier(w, file(c, 20, 0), o)
	}
	for name, write := range all {
		for _, script := range []huiyin.Script{huiyin.Simplified, huiyin.Traditional} {
			c, o := closed(), company()
			o.Letterhead.Script = script
			var b bytes.Buffer
			if err := write(&b, stamped(), c, o); err != nil {
				t.Fatal(err)
			}
			text := read(t, b.Bytes())
			if name == "dossier" { // but for its last page, the labels for spines, of which one is 20 mm wide
				pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
				text = strings.Join(pages[:len(pages)-1], "\f")
			}
			if all, good := len(begun.FindAllString(text, -1)), len(whole.FindAllString(text, -1)); all == 0 || all != good {
				t.Errorf("%s, %q: %d numbers, %d of them whole", name, script, all, good)
			}
		}
	}
}
