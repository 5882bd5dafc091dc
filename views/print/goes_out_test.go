package print

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiyin/huiyin"
)

// outgoing are the papers that the customer gets.
var outgoing = []string{"letter", "settlement", "paidreceipt", "withdrawal", "receipt", "formcustomer", "reportout", "dossierout"}

// said is what a paper prints, read back; every paper of everyPaper has a name.
func said(t *testing.T, name string, c *huiyin.Complaint) string {
	t.Helper()
	return printedWith(t, name, stamped(), c)
}

func printedWith(t *testing.T, name string, s Stamp, c *huiyin.Complaint) string {
	t.Helper()
	var out bytes.Buffer
	if err := everyPaper()[name](&out, s, c, company()); err != nil {
		t.Fatal(err)
	}
	return squeeze(read(t, out.Bytes()))
}

// meant are the texts that were meant for the customer, by paper; every other text is internal.
var meant = map[string][]string{
	"letter": {"Name", "Matter", "Demand", "Answers.Said", "Answers.Ground", "Proposals.Text", "Proposals.Ground",
		"Letters.Text", "Letters.Reference", "Letters.CopiesTo"},
	"settlement": {"Name", "Unit", "Contract", "Matter", "Phone", "Identity", "Address", "Proposals.Text",
		"Proposals.Clause",
		"SettlementParties.Name", "SettlementParties.Identity", "SettlementParties.Holder", "SettlementParties.Bank"},
	"paidreceipt": {"Name", "Identity", "Phone", "Payments.Way", "Payments.Payee"},
	"withdrawal":  {"Name", "Matter", "Phone"},
	"receipt":     {"Name", "Unit", "Matter", "Demand", "NextSteps", "Phone"},
	"formcustomer": {"Name", "Unit", "Contract", "Matter", "Demand", "EventPlace", "Phone", "Answers.Said",
		"Answers.Wants", "Answers.Ground", "Proposals.Text", "Proposals.Ground"},
	"reportout": {"Name", "Unit", "Contract", "Matter", "Demand", "Phone", "Answers.Said", "Answers.Wants",
		"Answers.Ground", "Proposals.Text", "Proposals.Ground"},
}

// mayShow tells whether a text was meant for the customer; a dossier may show what the papers in it may.
func mayShow(paper, field string) bool {
	if paper != "dossierout" {
		return slices.Contains(meant[paper], field)
	}
	return slices.ContainsFunc(outgoing, func(p string) bool { return slices.Contains(meant[p], field) })
}

// codes are fields of codes, accounts, numbers of files and the like, which are not typed.
var codes = []string{"Number", "Site", "Channel", "Category", "Relation", "Grade", "GradeRule", "State", "Owner",
	"Handler",
	"Hash", "RecordedBy", "Urgency", "Scope"}

// mark writes a mark of its own into every text of a complaint that people type, and gives them by field.
func plantMarks(c *huiyin.Complaint) map[string]string {
	marks := map[string]string{}
	var walk func(v reflect.Value, path string)
	walk = func(v reflect.Value, path string) {
		switch {
		case !v.CanSet() || v.Type() == reflect.TypeFor[time.Time]():
		case v.Kind() == reflect.Struct:
			for i := range v.NumField() {
				f := v.Type().Field(i)
				name := path
				if !f.Anonymous {
					name = strings.TrimPrefix(path+"."+f.Name, ".")
				}
				walk(v.Field(i), name)
			}
		case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
			for i := range v.Len() {
				walk(v.Index(i), path)
			}
		case v.Type() == reflect.TypeFor[string]() && !slices.Contains(codes, path) && path != "Signings.Hash":
			leaf := path[strings.LastIndex(path, ".")+1:]
			if slices.Contains([]string{"By", "For", "EndedBy", "Account", "Person", "Who", "DoneBy", "VerifiedBy",
				"Accepted",
				"FrozenBy", "FrozenFor", "WithdrawnBy", "Basis", "Effective", "Department", "Hash"}, leaf) &&
				path != "Contacts.Who" {
				return
			}
			key := fmt.Sprintf("ZQ%03dX", len(marks)) // one row of a kind is as good as the other
			marks[key] = path
			v.SetString(key)
		}
	}
	walk(reflect.ValueOf(c).Elem(), "")
	return marks
}

// No paper for the customer holds a text that was not meant for them, nor the name of a person of the house but the
// contact's and, on the receipt, who took it in (rule W16).
func TestW16_NothingInternalGoesOut(t *testing.T) {
	cases := 0
	rapid.Check(t, func(rt *rapid.T) {
		if cases++; cases > 15 { // each prints six papers
			return
		}
		c := closed()
		c.State = rapid.SampledFrom(huiyin.States()).Draw(rt, "state")
		c.Validity = rapid.SampledFrom([]huiyin.Validity{huiyin.Valid, huiyin.NotValid, huiyin.Undecided}).Draw(rt,
			"validity")
		c.Proposals[0].Status = rapid.SampledFrom([]huiyin.ProposalStatus{huiyin.ProposalDraft, huiyin.ProposalPending,
			huiyin.ProposalApproved, huiyin.ProposalAgreed, huiyin.ProposalDeclined}).Draw(rt, "proposal")
		c.Proposals[0].Remedies = rapid.SampledFrom([][]string{{"compensation"}, {"apology", "compensation"},
			{"explanation"},
			{"compensation", "gift"}, {"help"}}).Draw(rt, "measures")
		c.Answers[0].Facts = rapid.SampledFrom(append(huiyin.FactsChoices(), "")).Draw(rt, "facts")
		c.Answers[0].Declines = rapid.Bool().Draw(rt, "declines")
		c.Answers[0].Accepted = rapid.SampledFrom([]string{"yes", "no", "pending"}).Draw(rt, "accepted")
		if rapid.Bool().Draw(rt, "no answer") {
			c.Answers = nil
		}
		c.AcceptedAt = rapid.SampledFrom([]time.Time{{}, day(3, 10, 30)}).Draw(rt, "accepted at")
		if rapid.Bool().Draw(rt, "letter") {
			c.Letters = []huiyin.Letter{{N: 1, Text: "x"}}
			if rapid.Bool().Draw(rt, "frozen") {
				c.Letters[0].FrozenAt = day(6, 16, 0)
			}
		}
		c.Gifts = []huiyin.Gift{{N: 1, What: "x", Words: "x"}}
		c.Disputes = []huiyin.Dispute{{N: 1, Claim: "x", Words: "x"}}
		c.FactsWords = []huiyin.FactsWord{{Answer: 1, Words: "x"}}
		c.Pauses = []huiyin.Pause{{Reason: "x"}}
		c.Revisions = []huiyin.Revision{{Before: "x", After: "x", Reason: "x"}}
		c.Sanctions = []huiyin.Sanction{{Wording: "x", Reason: "x"}}
		marks := plantMarks(c)
		for _, name := range outgoing {
			got := said(t, name, c)
			for mark, field := range marks {
				if strings.Contains(got, mark) && !mayShow(name, field) {
					rt.Errorf("%s shows %s", name, field)
				}
			}
			allowed := []string{stamped().By, company().PersonName(c.LetterContact())}
			if name == "receipt" || name == "dossierout" {
				allowed = append(allowed, company().PersonName(c.RecordedBy))
			}
			for _, p := range company().People {
				if strings.Contains(got, p.Name) && !slices.Contains(allowed, p.Name) {
					rt.Errorf("%s names %s", name, p.Name)
				}
			}
		}
	})
}

// An agreement owes its sum once, and each duty once (rules W16, C10).
func TestW16_SettlementOwesOnce(t *testing.T) {
	c := closed()
	p := &c.Proposals[0]
	p.Amount, p.Text = 800*huiyin.Yuan, "赔偿吊顶损失800元，一次了结"
	c.Tasks = []huiyin.Task{{What: "赔偿50000元", Promise: true, Due: day(20, 9, 0)},
		{What: "查明员工是否私接水管", Due: day(20, 9, 0)}}
	for _, remedies := range [][]string{{"compensation"}, {"compensation", "help"}} {
		p.Remedies = remedies
		got := squeeze(text(t, "settlement", stamped(), c))
		if strings.Count(got, "800") != 1 || strings.Count(got, "捌佰元整") != 1 {
			t.Errorf("%v: the sum is owed more than once:\n%s", remedies, got)
		}
		if strings.Contains(got, "50000") || strings.Contains(got, "私接") || strings.Contains(got, "赔偿吊顶") {
			t.Errorf("%v: an internal task or promise stands in it:\n%s", remedies, got)
		}
	}
}

// A letter that is not frozen, or was outdated since, says so; the frozen one reads as it was frozen (rule W16).
func TestW16_LetterPrintsTheFrozenVersion(t *testing.T) {
	c := closed()
	if got := squeeze(text(t, "letter", stamped(), c)); !strings.Contains(got, "草稿") {
		t.Error("a draft is not marked")
	}
	c.Letters = []huiyin.Letter{{N: 1, Text: "尊敬的𬱖女士：\n一、我们的答复\n定稿的内容。", FrozenAt: day(6, 16, 0), FrozenBy: "v01"}}
	if got := squeeze(text(t, "letter", stamped(), c)); strings.Contains(got, "草稿") ||
		!strings.Contains(got, "定稿的内容。") ||
		!strings.Contains(got, "已过时") || strings.Contains(got, "退还多收房款") {
		t.Errorf("the frozen letter: %s", got)
	}
}

// The receipt promises the due time of the first feedback where nothing else was promised (rules F3, D3).
func TestF3_ReceiptHasADate(t *testing.T) {
	c := closed()
	if got := squeeze(text(t, "receipt", stamped(), c)); !strings.Contains(got, "2025-03-0618:00前") {
		t.Error("the promised time is missing")
	}
	c.PromisedAt = time.Time{}
	if got := squeeze(text(t, "receipt", stamped(), c)); !strings.Contains(got, "2025-03-0509:12前向您反馈进展") {
		t.Errorf("the due time is missing: %s", got)
	}
}
