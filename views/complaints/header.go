package complaints

import (
	"slices"
	"time"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

func (v View) gradeWhy() string {
	why, args := v.C.GradeWhy(v.By.Org)
	return v.T(why, args...)
}

// step is where the complaint stands on the stepper of UI.md.
func (v View) step() int {
	switch v.C.State {
	case huiyin.Received:
		return 0
	case huiyin.Investigating:
		return 1
	case huiyin.Proposing, huiyin.InDispute:
		return 2
	case huiyin.Approving:
		return 3
	case huiyin.Answering:
		return 4
	case huiyin.Executing:
		return 5
	}
	return 7
}

func (v View) steps() []string {
	names := []string{"受理", "调查", "方案", "审批", "确认", "执行", "结案"}
	if v.C.State == huiyin.InDispute {
		names[2] = "争议处理"
	}
	for i, n := range names {
		names[i] = v.T(n)
	}
	return names
}

// owner names who is in charge, or says that somebody must be appointed (rule G6).
func (v View) owner() string {
	if v.C.Unowned() {
		return v.T("须任命负责人")
	}
	return v.person(v.C.Owner)
}

// complainant is who complains, by name as it was given.
func (v View) complainant() string {
	if v.C.Name == "" {
		return v.C.Number
	}
	return v.C.Name
}

// about is who the complainant is to the house, and what the complaint is about.
func (v View) about() string {
	out := ""
	add := func(word, before string) {
		if word == "" {
			return
		}
		if out != "" {
			out += before
		}
		out += word
	}
	if v.C.Relation != "" {
		add(v.T(v.C.Relation.Label()), "")
	}
	add(v.By.Org.SiteName(v.C.Site), " · ")
	add(v.C.Unit, " ")
	add(v.By.Org.CategoryName(v.C.Category), " · ")
	return out
}

// headDates are the dates to be seen at once, what is late, else what is due next, and the word given to the customer;
// and the others, kept, paused, or due later.
func (v View) headDates() (pressing, rest []ui.Deadline) {
	all := v.deadlines()
	next, late := -1, 0
	for i, d := range all {
		switch {
		case !waits(d):
		case !v.Now.Before(d.Due):
			late++
		case next < 0 || d.Due.Before(all[next].Due):
			next = i
		}
	}
	var after []ui.Deadline
	for i, d := range all {
		switch {
		case waits(d) && !v.Now.Before(d.Due):
			pressing = append(pressing, d)
		case i == next && late < 2:
			after = append(after, d)
		default:
			rest = append(rest, d)
		}
	}
	return slices.Concat(pressing, after, v.promised()), rest
}

// waits tells whether a date has still to be kept.
func waits(d ui.Deadline) bool { return d.Done.IsZero() && d.Status != "met" && d.Status != "paused" }

// promised is when the customer was told to expect an answer, while none was given (UI.md).
func (v View) promised() []ui.Deadline {
	if v.C.PromisedAt.IsZero() || !v.C.State.Open() || len(v.C.Answers) > 0 {
		return nil
	}
	return []ui.Deadline{{Name: v.T("对客户的承诺"), Due: v.C.PromisedAt, Status: "running"}}
}

// restWords say how many were kept, else how many more dates there are.
func (v View) restWords(rest []ui.Deadline) string {
	kept := 0
	for _, d := range rest {
		if d.Status == "met" {
			kept++
		}
	}
	if kept == len(rest) {
		return v.T("%d 项已按时", kept)
	}
	return v.T("其余 %d 项期限", len(rest))
}

// recordedNow is the date of the first response while the complaint has just been recorded by this person and nothing
// has happened since; nil otherwise.
func (v View) recordedNow() *huiyin.Deadline {
	if v.C.RecordedBy != v.By.Account || v.C.State != huiyin.Received || v.Now.Sub(v.C.RecordedAt) > justNow {
		return nil
	}
	for _, e := range v.Journal {
		if e.By != "" && e.Action != huiyin.ActionRecord && e.Action != huiyin.ActionPrint {
			return nil
		}
	}
	return v.C.Deadline(huiyin.D2)
}

// justNow is how long a page says that a complaint has just been recorded.
const justNow = 15 * time.Minute
