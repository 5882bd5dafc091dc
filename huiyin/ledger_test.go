package huiyin

import (
	"testing"
	"time"
)

// A ledger's number names site, month and whose view it is, in letters and figures; a page of it finds its site again.
func TestF2F6_LedgerNumbers(t *testing.T) {
	o := DemoCompany()
	o.Zone = time.UTC
	month := time.Date(2025, 3, 1, 0, 0, 0, 0, o.Zone)
	seen := map[string]string{}
	for _, account := range []string{"s01", "S02", "zhang.san", "zhangsan", "zhang_san", "a-b", "一二三", "x@corp.example",
		"averyveryverylongaccountname1", "averyveryverylongaccountname2"} {
		by := Actor{Person: &Person{Account: account}, Org: o}
		for _, site := range []string{"", "HY"} {
			number := by.LedgerNumber("TZ", site, month)
			if other, twice := seen[number]; twice {
				t.Errorf("%s is that of %s and %s", number, other, account)
			}
			seen[number] = account
			code, ok := ParsePaperCode(number + "#1/2")
			if !ok || code.Paper != PaperLedger || code.Number != number {
				t.Errorf("%s is read as %+v, %v", number, code, ok)
			}
			if got, ok := SiteOfPaper(o, code); !ok || got != site {
				t.Errorf("%s belongs to %q, %v", number, got, ok)
			}
		}
	}
	for number, site := range map[string]string{"TZ-202503": "", "TZ-HY-202503": "HY", "HF-HY-202503": "HY"} { // printed before
		code, _ := ParsePaperCode(number + "#1/1")
		if got, ok := SiteOfPaper(o, code); !ok || got != site {
			t.Errorf("%s belongs to %q, %v", number, got, ok)
		}
	}
	for _, number := range []string{"TZ-HY", "TZ-XX-202503-S01", "TZ-202513", "TZ-HY-2025"} {
		code, _ := ParsePaperCode(number + "#1/1")
		if got, ok := SiteOfPaper(o, code); ok {
			t.Errorf("%s belongs to %q", number, got)
		}
	}
}
