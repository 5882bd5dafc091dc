package print

import (
	"bytes"
	"io"
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
