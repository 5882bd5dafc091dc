package huiyin

import "slices"

// approvedSum is the money and gifts that were approved for the customer, paid or not.
func (c *Complaint) approvedSum() Money {
	var sum Money
	for i := range c.Proposals {
		if p := &c.Proposals[i]; p.Binding() {
			sum += p.Counted()
		}
	}
	return sum
}

// promisable is what was approved and is neither paid nor given (rule C7).
func (c *Complaint) promisable() Money {
	var sum Money
	for i := range c.Proposals {
		if p := &c.Proposals[i]; p.Binding() {
			sum += max(0, p.Payable()-c.Paid(p.N))
			if p.Status != ProposalAgreed || c.measuresOpen(p) { // its worth counts as money (rule C2)
				sum += p.Worth
			}
			if g := c.presentFor(p.N); g == nil || g.Status == GiftApproved {
				sum += p.GiftValue()
			}
		}
	}
	return sum
}

// measuresOpen tells whether a measure of an agreed proposal is still to be carried out.
func (c *Complaint) measuresOpen(p *Proposal) bool {
	return slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.Proposal == p.N && t.EndedAt.IsZero() })
}

// mayPromise refuses a promise of money beyond what is approved and not yet paid (rule C7).
func (c *Complaint) mayPromise(promised string) error {
	if promised == "" {
		return nil
	}
	if err := refuseBargain("promised", promised); err != nil { // rule C12
		return err
	}
	left := c.promisable()
	for _, s := range SumsIn(promised) {
		if s.Amount > left {
			return overPromised("promised", s.Amount, left)
		}
	}
	if left == 0 && namesMoney(promised) && c.approvedSum() == 0 {
		return Invalid("promised", "补偿方案批准之前，不能记录为已承诺付款。")
	}
	return nil
}

func overPromised(field string, sum, left Money) error {
	return Invalid(field, "%s 超出已批准、尚未支付的 %s，不能承诺；须先提出方案并经批准。", sum, left)
}

// SaidTooMuch is the field that asks whether an unapproved sum is recorded all the same (rule C7).
const SaidTooMuch = "confirm"

// mayHaveSaid asks once where the words of an answer or a contact give a sum beyond what is approved: what was said
// can be recorded all the same, and the one in charge is told (rule C7). It gives that sum, 0 for none.
func (c *Complaint) mayHaveSaid(said string, confirmed bool) (Money, error) {
	sum := c.beyond(said, c.promisable())
	if sum > 0 && !confirmed {
		return sum, Invalid(SaidTooMuch, "内容中的 %s 超出已批准、尚未支付的 %s，未经批准。仍要如实记录已经说过的话吗？", sum, c.promisable())
	}
	return sum, nil
}

// tellSaid tells whoever is in charge that a sum was said that nobody approved; where they said it themselves, the
// next role (rule C7).
func (m *move) tellSaid(sum Money) {
	if sum == 0 {
		return
	}
	c, o := m.c, m.by.Org
	told := []string{c.Owner}
	if c.Owner == m.by.Account {
		told = c.tier(o, TierVP)
		if p := o.Person(c.Owner); p != nil && p.Role < Manager {
			told = c.tier(o, TierManager)
		}
	}
	c.tell(o, NoticeSaidTooMuch, "", m.now, m.by.Account, told...)
}

// noteSaid says in the journal that a sum was said that nobody approved.
func noteSaid(sum Money) Change {
	if sum == 0 {
		return Note("unapproved", "")
	}
	return Note("unapproved", sum.Plain())
}
