package huiyin

import (
	"cmp"
	"fmt"
)

// DataNotice is what a customer is told before their data are taken: who takes them, how long they are kept, and whom
// to ask (rule K13). The words around it are the paper's.
type DataNotice struct {
	Who     string // the legal entity
	Kept    string // 3 to 10 years, as the settings have it
	Officer string // 个人信息保护负责人, "" while nobody is named
	Phone   string // of the site
}

// DataNoticeOf is the notice of a site as the settings stand (rule K13).
func (o *Org) DataNoticeOf(site string) DataNotice {
	n := DataNotice{Who: o.PaperName(), Officer: o.Letterhead.Officer}
	if s := o.Site(site); s != nil {
		n.Who, n.Phone = cmp.Or(s.LegalName, n.Who), s.Phone
	}
	least, most := int64(0), int64(0)
	for i, p := range []Parameter{KeepMinor, KeepImportant, KeepMajor} {
		years := o.Parameters.Get(p)
		if i == 0 || years < least {
			least = years
		}
		most = max(most, years)
	}
	n.Kept = fmt.Sprintf("%d–%d", least, max(most, floorPayment)) // no setting goes below a floor (rule B1)
	return n
}
