package huiyin

import "strings"

// A signature on a screen is a drawing, not the reliable electronic signature of the law. Rule F8 says what may be signed
// so at all, and what is kept with it; everything else is signed on paper.

// IdentityPaper is the kind of document by which a signer was recognised (rule F8).
type IdentityPaper string

var identityPapers = words[IdentityPaper]{
	{"id_card", "居民身份证"}, {"passport", "护照"}, {"permit", "港澳台通行证或居住证"}, {"other", "其他有照片的证件"},
}

// Label is the document's name on pages and papers.
func (k IdentityPaper) Label() string { return identityPapers.label(k) }

// IdentityPapers lists the kinds.
func IdentityPapers() []IdentityPaper { return identityPapers.all() }

// CopyWay is how the signer gets their copy at once (rule F8).
type CopyWay string

var copyWays = words[CopyWay]{{"printed", "当场打印"}, {"email", "发到邮箱"}, {"message", "发到微信或短信"}}

// Label is the way's name on pages and papers.
func (w CopyWay) Label() string { return copyWays.label(w) }

// CopyWays lists the ways.
func CopyWays() []CopyWay { return copyWays.all() }

// ScreenProof is what is kept with a signature on a screen (rule F8).
type ScreenProof struct {
	Agreed  bool          // the signer's yes to this way
	Whole   bool          // the whole paper was shown
	IDKind  IdentityPaper // the document that was seen
	IDLast4 string        // its last four signs
	CopyWay CopyWay       // how the copy was handed over
	Strokes string        // SHA-256 of the strokes with their times, and their file name
}

// Full tells whether the proof is there: what was signed before the rule has none, and stands (rule D13).
func (p *ScreenProof) Full() bool { return p.Agreed && p.Strokes != "" }

// check refuses a signature without what the rule asks for, each lack at its own field.
func (p *ScreenProof) check() error {
	p.IDLast4 = strings.ToUpper(strings.TrimSpace(p.IDLast4))
	lack := func(lacks bool, field, text string) error {
		if !lacks {
			return nil
		}
		return Invalid(field, text)
	}
	return Every(
		lack(!p.Agreed, "agreed", "须由签字人同意在屏幕上签字；不同意的，请在纸上签。"),
		lack(!p.Whole, "whole", "请先向签字人完整出示单据的每一页。"),
		lack(!identityPapers.has(p.IDKind), "id_kind", "请选择核对的证件。"),
		lack(!fourSigns(p.IDLast4), "id_last4", "请填写证件号码的后四位。"),
		lack(!copyWays.has(p.CopyWay), "copy", "请选择怎样把签好的副本当场交给签字人。"),
		lack(p.Strokes == "", "drawing", "请客户在框内签名。"))
}

func fourSigns(s string) bool {
	return len(s) == 4 && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z')
	})
}

// OnPaperOnly tells why a paper may not be signed on a screen, nil where it may: of a settlement from so much money or
// money's worth on, or whose worth is not known (rule F8).
func (c *Complaint) OnPaperOnly(o *Org, p Paper) error {
	if p != PaperSettlement {
		return nil
	}
	limit := Money(o.Parameters.Get(ScreenSignBelow))
	for i := range c.Proposals {
		q := &c.Proposals[i]
		if q.Binding() && (q.Counted() >= limit || q.Unpriced) {
			return Invalid("paper", "%s 起的和解协议须在纸上签字，不能在屏幕上签。", limit)
		}
	}
	return nil
}

// mayWitness refuses as a witness whoever has a part in the case (rule F8).
func (c *Complaint) mayWitness(by Actor, witness string) error {
	if err := c.mayWork(by.Org, "witness", witness); err != nil {
		return err
	}
	switch {
	case witness == by.Account:
		return Invalid("witness", "见证人须是办理签字的人以外的员工。")
	case witness == c.Handler || witness == c.Owner:
		return Invalid("witness", "见证人不能是经办人或负责人。")
	case !by.Org.Person(witness).AtSite(c.Site):
		return Invalid("witness", "见证人须是这个项目的员工，签字时在场。")
	}
	return nil
}
