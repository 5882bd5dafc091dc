package print

import (
	"io"

	"huiyin"
)

// everyPaper prints each paper that there is from one complaint and one company.
func everyPaper() map[string]func(io.Writer, Stamp, *huiyin.Complaint, *huiyin.Org) error {
	period := Period{"HY", "2025年3月", "TZ-HY-202503"}
	all := map[string]func(io.Writer, Stamp, *huiyin.Complaint, *huiyin.Org) error{
		"rectification": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return Rectification(w, s, c, &c.Measures[0], o)
		},
		"circular": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return Circular(w, s, c, &c.Consequences[0], o)
		},
		"forms": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return Forms(w, []Stamped{{s, c}, {s, received()}}, o)
		},
		"ledger": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return Ledger(w, s, period, []*huiyin.Complaint{c, received(), c}, o)
		},
		"followups": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return FollowUps(w, s, period, calls(c), o)
		},
		"monthly": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return Monthly(w, s, period, analysed(o), o)
		},
		"emergency": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return Emergency(w, s, o.Site("HY"), "YJ-HY", o)
		},
		"duty": func(w io.Writer, s Stamp, c *huiyin.Complaint, o *huiyin.Org) error {
			return Duty(w, s, period, o.DutyDays("HY", 202503), o)
		},
	}
	for name, paper := range papers {
		all[name] = paper
	}
	return all
}

// calls are the follow-up calls of a complaint, and one still to be made.
func calls(c *huiyin.Complaint) []huiyin.Call {
	var out []huiyin.Call
	for _, f := range c.FollowUps {
		out = append(out, huiyin.Call{FollowUp: f, Number: c.Number, Name: c.Name, Unit: c.Unit})
	}
	return append(out, huiyin.Call{Number: "TS-HY-20250301-002", Name: c.Name, Unit: c.Unit, Due: day(15, 9, 0)})
}

// analysed is a month with something in every figure.
func analysed(o *huiyin.Org) *huiyin.Analysis {
	a := huiyin.NewAnalysis(202503, "", []string{"HY", "JY"})
	for _, k := range o.Categories {
		if k.Parent == "" {
			a.Add(202503, "JY", huiyin.CountCategory, k.Code, 2, 0)
		}
	}
	for i := range huiyin.Month(13) {
		a.Add(huiyin.Month(202503).Add(-int(i)), "JY", huiyin.CountReceived, "", 7+int(i*5)%11, 0)
		a.Add(huiyin.Month(202503).Add(-int(i)), "JY", huiyin.CountSettled, "", 5+int(i*3)%9, 0)
	}
	for i, class := range huiyin.CauseClasses() {
		a.Add(202503, "JY", huiyin.CountCause, string(class), i+1, 0)
	}
	for _, q := range o.People {
		a.Add(202503, "JY", huiyin.CountHandler, q.Account, 3, 0)
	}
	a.Add(202503, "JY", huiyin.CountPaid, "", 1, 123_450)
	return a
}

// punished is a complaint at its end with a consequence, and everything else that a paper may show.
func punished() *huiyin.Complaint {
	c := closed()
	c.Consequences = []huiyin.Consequence{{
		N: 1, At: day(13, 11, 0), By: "x02", Person: "a01", Grade: huiyin.Major, Sanctions: []string{"red_card", "criticism"}, Wording: "录入合同价款时漏计折扣，客户多付房款。",
		State: huiyin.PenaltyImposed, DecidedAt: day(14, 9, 0), DecidedBy: "v01", Words: "情况属实，予以处罚。", ObjectBy: day(17, 18, 0),
	}}
	c.Pauses = []huiyin.Pause{{At: day(7, 10, 0), By: "s01", Reason: "等客户寄回补充协议", EndedAt: day(8, 10, 0), EndedBy: "s01"}}
	c.Extensions = []huiyin.Extension{{N: 1, At: day(8, 11, 0), By: "s01", Deadline: huiyin.D5, Until: day(20, 18, 0), Reason: "补充协议须客户本人签字", DecidedAt: day(8, 12, 0), DecidedBy: "v01", Granted: "yes"}}
	return c
}

// furnished is the company with what the papers for the wall show.
func furnished() *huiyin.Org {
	o := company()
	o.People = append(o.People, huiyin.Person{Account: "p01", Name: "何经理", Role: huiyin.Manager, Sites: []string{"HY"}})
	o.People[2].Site = "HY"
	o.Directory = map[string][]huiyin.Line{"HY": {{What: "火警", Name: "消防", Phone: "119"}, {What: "电梯困人", Name: "电梯维保单位 值班", Phone: "0755-8000 0110"}, {What: "停水停电、漏水", Name: "海悦府工程值班", Phone: "0755-8000 0222"}}}
	o.Calendar.Days = map[string]huiyin.DayOff{"2025-03-08": huiyin.MadeUpDay, "2025-03-20": huiyin.Holiday}
	return o.Index()
}
