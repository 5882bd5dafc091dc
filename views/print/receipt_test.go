package print

import (
	"bytes"
	"strings"
	"testing"

	"huiyin/huiyin"
)

// The receipt is one page of A5, however long the names and the texts, in both scripts, and says where the rest stands;
// number, promise, phone and the places to sign are always whole (rule F3).
func TestF3_ReceiptIsOnePage(t *testing.T) {
	hostile, _ := hostileCase()
	plain := received()
	for name, change := range map[string]func(c *huiyin.Complaint){
		"as it is":      func(*huiyin.Complaint) {},
		"a Latin name":  func(c *huiyin.Complaint) { c.Name = "O'Brien-Smith Alexandra Katherine Wilhelmina" },
		"a long name":   func(c *huiyin.Complaint) { c.Name, c.Unit = strings.Repeat("长", 100), strings.Repeat("房", 100) },
		"a long matter": func(c *huiyin.Complaint) { c.Matter = strings.Repeat("渗漏", 5000) },
		"all long": func(c *huiyin.Complaint) {
			c.Matter, c.Demand = strings.Repeat("渗漏", 5000), strings.Repeat("赔偿", 2500)
			c.NextSteps = strings.Repeat("上门", 900)
		},
		"many lines": func(c *huiyin.Complaint) { c.Matter = strings.Repeat("一行\n", 300) },
	} {
		for _, script := range []huiyin.Script{"", huiyin.Traditional} {
			for which, of := range map[string]*huiyin.Complaint{"plain": plain, "hostile": hostile} {
				c, o := *of, company()
				change(&c)
				look := o.Letterhead
				look.Script, look.Footer, look.Logo = script, strings.Repeat("脚", 60), picture(t, 330, 204)
				o.Letterhead = look
				var b bytes.Buffer
				if err := Receipt(&b, stamped(), &c, o); err != nil {
					t.Fatal(err)
				}
				got := read(t, b.Bytes())
				if n := strings.Count(got, "\f"); n != 1 {
					t.Errorf("%s, %s, %q: %d pages", name, which, script, n)
				}
				for _, want := range []string{c.Number, "3–10"} {
					if !strings.Contains(squeeze(got), want) {
						t.Errorf("%s, %s, %q lacks %s", name, which, script, want)
					}
				}
				long := len([]rune(c.Matter)) > 300
				if long != strings.Contains(squeeze(got), "全文") && long {
					t.Errorf("%s, %s, %q does not say where the rest stands", name, which, script)
				}
			}
		}
	}
}
