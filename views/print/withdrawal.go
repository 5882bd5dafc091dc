package print

import (
	"cmp"
	"io"
	"strings"

	"huiyin/huiyin"
)

// Withdrawal writes the 《撤诉书》: the customer takes the complaint back in their own words and hand, of free will; it
// promises nothing and takes no right away (rules F7, W6). Nobody writes on it for them. A5.
func Withdrawal(w io.Writer, s Stamp, c *huiyin.Complaint, org *huiyin.Org) error {
	p := newOutgoing(a5, s, "撤诉书", c, org)
	p.row(0, label(2.2, "致"), value(9.8, cmp.Or(p.legalPerson(), org.PaperName())))
	p.row(0, label(2.2, "投诉人"), value(3.8, c.Name), label(2.2, "联系电话"), value(3.8, p.masked("phone", c.Phone)))
	p.row(0, label(2.2, "投诉事项"), value(9.8, short(strings.Join(strings.Fields(c.Matter), " "), withdrawnMatter)))
	p.row(52, cell{span: 12, title: "撤诉的理由（请投诉人用自己的话亲笔填写，他人不得代写）"})
	p.gap(2)
	p.par(p.t("本人自愿撤回上述投诉。撤回是本人的真实意思，没有人要求、催促本人撤回，也没有人因此向本人承诺任何事情。"))
	p.par(p.t("撤回之后，本人随时可以再次提出，也可以向有关机关、消费者组织反映，或者依法起诉，各项权利不受影响。"))
	p.par(p.t("不愿撤回的，请不要签字。对撤回有疑问的，请拨打查询电话。"))
	p.row(0, label(2.2, "查询电话"), value(9.8, p.phone()))
	p.keep(28)
	p.gap(2)
	p.row(24, cell{span: 12, title: "投诉人（签字）"}.signed("签字"))
	return p.write(w)
}

// withdrawnMatter is how much of the matter the form repeats, in characters.
const withdrawnMatter = 120
