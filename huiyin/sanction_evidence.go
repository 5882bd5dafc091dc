package huiyin

import (
	"slices"
	"strconv"
	"strings"
)

// SanctionEvidence is what a consequence rests on, as it is shown to its person: in words from which the customer is
// taken out, or a file that somebody has looked through (rules A3, P4).
type SanctionEvidence struct {
	ID         int64
	N          int    // of the consequence
	Code       string // where in the case it stands: finding-1
	Text       string
	Attachment int64
}

// EvidenceOf lists the evidence of a consequence.
func (c *Complaint) EvidenceOf(n int) []SanctionEvidence { return evidenceOf(c.Evidence, n) }

func evidenceOf(all []SanctionEvidence, n int) (out []SanctionEvidence) {
	for _, e := range all {
		if e.N == n {
			out = append(out, e)
		}
	}
	return out
}

// Title says what kind of evidence it is.
func (e *SanctionEvidence) Title() string {
	kind, _, _ := strings.Cut(e.Code, "-")
	switch kind {
	case "finding":
		return "调查结果"
	case "statement":
		return "当事人陈述"
	case "contact":
		return "沟通记录"
	case "attachment":
		return "材料"
	}
	return "客户反映的事项"
}

// EvidenceFor lists what of the case can be evidence about a person, as they would see it.
func (c *Complaint) EvidenceFor(person string) []SanctionEvidence {
	out := []SanctionEvidence{{Code: "matter", Text: c.withoutCustomer(c.Matter)}}
	add := func(kind string, i int, text string) {
		if text = strings.TrimSpace(text); text != "" {
			out = append(out, SanctionEvidence{Code: kind + "-" + strconv.Itoa(i+1), Text: c.withoutCustomer(text)})
		}
	}
	for i, f := range c.Findings {
		add("finding", i, f.Finding+"\n"+f.Ground)
	}
	for i, s := range c.Statements {
		if s.By == person {
			add("statement", i, s.Statement)
		}
	}
	for i, k := range c.Contacts {
		add("contact", i, k.Said)
	}
	for _, a := range c.Attachments {
		if a.ID != 0 && a.WithdrawnAt.IsZero() && a.RemovedAt.IsZero() && !a.forTheShown() {
			out = append(out, SanctionEvidence{Code: "attachment-" + strconv.FormatInt(a.ID, 10), Attachment: a.ID,
				Text: c.withoutCustomer(strings.TrimSpace(a.Name + " " + a.Note))})
		}
	}
	return out
}

// chooseEvidence takes what was ticked; a file only where somebody says that nothing of the customer is on it.
func (c *Complaint) chooseEvidence(n int, person string, codes, clean []string) ([]SanctionEvidence, error) {
	all := c.EvidenceFor(person)
	var out []SanctionEvidence
	for _, code := range codes {
		i := slices.IndexFunc(all, func(e SanctionEvidence) bool { return e.Code == code })
		switch {
		case i < 0:
			return nil, Invalid("evidence", "请选择列表中的一项。")
		case all[i].Attachment != 0 && !slices.Contains(clean, code):
			return nil, Invalid("clean", "请先看过文件“%s”，确认上面没有客户的姓名、电话和房号，并勾选。", all[i].Text)
		case slices.ContainsFunc(out, func(e SanctionEvidence) bool { return e.Code == code }):
			continue
		}
		e := all[i]
		e.N = n
		out = append(out, e)
	}
	if len(out) == 0 {
		return nil, Invalid("evidence", "请选择给当事人看的证据。")
	}
	return out, nil
}

// OwnEvidence finds a file that is evidence of a consequence about this person (rule P4).
func (c *Complaint) OwnEvidence(by Actor, n int, attachment int64) (*Attachment, error) {
	if err := by.may(ActionReadOwnSanction, c); err != nil {
		return nil, err
	}
	for _, e := range c.Evidence {
		k := c.Sanction(e.N)
		if e.N != n || e.Attachment != attachment || attachment == 0 || k == nil || k.Person != by.Account {
			continue
		}
		for i := range c.Attachments {
			if a := &c.Attachments[i]; a.ID == attachment && a.RemovedAt.IsZero() {
				return a, nil
			}
		}
	}
	return nil, NotFound()
}

// customerWords are what names the customer: never in a text that staff who may not see the case read.
func (c *Complaint) customerWords() []string {
	var out []string
	for _, s := range []string{c.Name, c.Phone, c.Identity, c.Unit, c.Address, c.Contract} {
		if s = strings.TrimSpace(s); len([]rune(s)) > 1 {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return len(b) - len(a) })
	return out
}

// withoutCustomer takes the customer out of a text.
func (c *Complaint) withoutCustomer(text string) string {
	for _, s := range c.customerWords() {
		text = strings.ReplaceAll(text, s, "〔客户〕")
	}
	return MaskText(text)
}

// namesCustomer refuses a text that names the customer, by name, number or unit, however the signs are spaced.
func (c *Complaint) namesCustomer(field, text string) error {
	flat := strings.ToLower(strings.Join(strings.FieldsFunc(text, isGap), ""))
	if MaskText(text) != text || slices.ContainsFunc(c.customerWords(), func(s string) bool {
		s = strings.ToLower(strings.Join(strings.FieldsFunc(s, isGap), ""))
		return len([]rune(s)) > 1 && strings.Contains(flat, s)
	}) {
		return Invalid(field, "不能写客户的姓名、电话、证件号码和房号。")
	}
	return nil
}
