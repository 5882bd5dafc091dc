package huiyin

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// LedgerRow is what the ledger (F2) says of one complaint, on paper and in a sheet alike. Names, unit, phone and texts
// are as recorded; whoever writes them masks them (rule P5).
type LedgerRow struct {
	Received     time.Time
	Channel      string
	Against      string // department or person that is complained of
	Result       string // outcome, or the state that the complaint is in
	Settled      bool   // it counts as done, and is so since Done
	Done         time.Time
	Late         string // 是, 否, or nothing while it is not decided
	Satisfaction string
	FollowedUp   string    // by whom
	FollowedUpAt time.Time // the last time
	Remark       string
	State        string
	Merged       bool // into another: it is not one more (rule K7)
}

// LedgerRow gives what the ledger says of a complaint at that moment.
func (o *Org) LedgerRow(c *Complaint, now time.Time) LedgerRow {
	r := LedgerRow{Received: c.ReceivedAt, Channel: c.Channel.Label(), Against: o.against(c), Result: c.State.Label(),
		State: c.State.Label(), Satisfaction: c.Satisfaction().Label(), Merged: c.Merged()}
	switch {
	case r.Merged:
		r.Result = "已并入其他投诉"
		r.State = r.Result
	case c.Outcome != "":
		r.Result, r.Settled, r.Done = c.Outcome.Label(), true, c.ClosedAt
	case c.State.Settled():
		r.Settled, r.Done = true, c.SettledAt
	}
	d := c.Deadline(D5)
	switch {
	case d == nil, r.Merged && d.Status == Running:
	case d.Late(now):
		r.Late = "是"
	case d.Status == Met && r.Settled:
		r.Late = "否"
	}
	if n := len(c.FollowUps); n > 0 {
		r.FollowedUp, r.FollowedUpAt = o.PersonName(c.FollowUps[n-1].By), c.FollowUps[n-1].At
	}
	var remarks []string
	if c.Validity == NotValid {
		remarks = append(remarks, "无效")
	}
	if n, stood := c.PausedFor(); n > 0 { // rule D9
		remarks = append(remarks, fmt.Sprintf("暂停%d次%.1f天", n, stood.Hours()/24))
		if d != nil && !d.First().Equal(d.Due) {
			remarks = append(remarks, "原定"+d.First().In(o.Zone).Format(time.DateOnly))
		}
	}
	r.Remark = strings.Join(remarks, "\n")
	return r
}

// against names the responsible department, or the one that the accused belongs to, and the accused.
func (o *Org) against(c *Complaint) string {
	var out []string
	if code := cmp.Or(c.ResponsibleDepartment, c.Department); code != "" {
		out = append(out, o.DepartmentName(code))
	}
	for _, account := range c.Accused {
		if name := o.PersonName(account); !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, "/")
}

// LedgerSum counts the complaints of a ledger that are of one grade, or all. What is merged into another is none of
// them (rule K7).
type LedgerSum struct {
	Name                                   string
	All, Valid, NotValid, Done, Open, Late int
	Paid                                   Money // net
}

// LedgerSums are those of each grade and, last, that of all; staff's own complaints are no customers' and stand in the
// row of their grade alone (rule M8).
func (o *Org) LedgerSums(list []*Complaint, now time.Time) []LedgerSum {
	grades := Grades()
	out := make([]LedgerSum, len(grades)+1)
	for i, g := range grades {
		out[i].Name = g.Label()
	}
	out[len(grades)].Name = "合计"
	for _, c := range list {
		r := o.LedgerRow(c, now)
		if r.Merged {
			continue
		}
		to := []int{len(grades)}
		if c.Internal(o) {
			to = nil
		}
		if i := slices.Index(grades, c.Grade); i >= 0 {
			to = append(to, i)
		}
		for _, i := range to {
			out[i].add(c, r)
		}
	}
	return out
}

func (s *LedgerSum) add(c *Complaint, r LedgerRow) {
	s.All++
	switch c.Validity {
	case Valid:
		s.Valid++
	case NotValid:
		s.NotValid++
	}
	if r.Settled {
		s.Done++
	} else {
		s.Open++
	}
	if r.Late == "是" {
		s.Late++
	}
	s.Paid += c.Account().Net()
}

// LedgerNumber is a ledger's: of a site or all, a month, and whose view it is, as hardly two people see the same
// complaints; two ledgers of one number then tell of the same ones (rule F2). prefix is TZ for the ledger.
func (by Actor) LedgerNumber(prefix, site string, month time.Time) string {
	parts := []string{prefix}
	if site != "" {
		parts = append(parts, site)
	}
	parts = append(parts, month.In(by.Org.Zone).Format("200601"), by.InNumber())
	return strings.Join(parts, "-")
}

// InNumber is an account as a part of a paper's number, which has letters and figures alone; one that has other
// characters too, or is long, is told from others by a digest.
func (by Actor) InNumber() string {
	const most = 20
	plain := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(by.Account))
	if plain == strings.ToUpper(by.Account) && len(plain) <= most {
		return plain
	}
	return plain[:min(len(plain), most-6)] + strings.ToUpper(Digest(by.Account)[:6])
}
