package huiyin

// Remark is a sentence about a case, a format for Args.
type Remark struct {
	Words string
	Args  []any
}

// Contradictions are what does not fit together about a proposal, said to whoever decides on it (rule C8): money beyond
// the loss on record, a grade that the sum belies, an assessment that owes nothing, and what was not found out yet.
func (c *Complaint) Contradictions(o *Org, n int) []Remark {
	p := c.Proposal(n)
	if p == nil {
		return nil
	}
	var out []Remark
	say := func(is bool, words string, args ...any) {
		if is {
			out = append(out, Remark{words, args})
		}
	}
	sum, heavy := max(p.Sum, p.Amount), o.Parameters.Money(HeavyLoss)
	say(c.Loss > 0 && sum > c.Loss, "累计 %s，超出登记的损失 %s。", sum, c.Loss)
	say(c.Grade == Minor && sum >= heavy, "等级为轻微，累计 %s 却已达到重大投诉的损失标准 %s。", sum, heavy)
	say(c.Validity == NotValid, "投诉已认定无效。")
	say(c.Responsibility == ByCustomer, "责任界定为客户原因。")
	say(c.Responsibility == ByThird, "责任界定为第三方。")
	say(c.Validity == Undecided && p.Climbs(), "有效性尚未认定。")
	say(len(c.Findings) == 0, "还没有核实的事实。")
	say(c.Department != "" && len(c.Opinions) == 0, "责任部门还没有填写处理意见。")
	return out
}

// RoundBefore is the newest answer of an earlier round that the customer did not accept, with its proposal; nil where
// there was none (rule C8).
func (c *Complaint) RoundBefore(n int) (*Proposal, *Answer) {
	for i := len(c.Answers) - 1; i >= 0; i-- {
		a := &c.Answers[i]
		if a.Proposal > 0 && a.Proposal < n && a.Accepted == "no" {
			return c.Proposal(a.Proposal), a
		}
	}
	return nil, nil
}
