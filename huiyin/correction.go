package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Revision is one text that was corrected: what stood there before, what stands there since (rule W11).
// The text itself lies in its own place; the old one is kept here.
type Revision struct {
	ID     int64
	At     time.Time
	By     string
	Part   Passage
	N      int // which of that part's, from 1; 0 for the intake
	Field  string
	Before string
	After  string
	Reason string
}

// Passage names what of a complaint is corrected.
type Passage string

// The passages. What was approved is none of them (rule C5), and neither is what the person complained
// about said: they may add to it.
const (
	TheIntake  Passage = "intake"
	AFinding   Passage = "finding"
	AnOpinion  Passage = "opinion"
	AContact   Passage = "contact"
	ACause     Passage = "cause"
	TheAnswers Passage = "answer"
	TheResults Passage = "result"
	AFollowUp  Passage = "followup"
)

// text is one field that can be corrected: how it is read and written, as a form types it.
type text struct {
	field  string
	get    func() string
	set    func(string)
	check  func(string) error
	secret bool // the customer's own data, which the journal keeps masked (rules P5, B1)
}

// plain is a text that lies in a string.
func plain[T ~string](field string, at *T, check func(string) error, secret bool) text {
	return text{field, func() string { return string(*at) }, func(v string) { *at = T(v) }, check, secret}
}

// moment is a text that is a time, written as in the journal.
func moment(field string, at *time.Time) text {
	return text{field, func() string { return stamp(*at) }, func(v string) { *at, _ = time.Parse(time.RFC3339, v) },
		nil, false}
}

// texts are the fields of the intake that can be corrected. Number, receipt and site stay as they are;
// urgency is assessed, with its own reasons.
func (in *Intake) texts() []text {
	return []text{
		plain("matter", &in.Matter, nil, false), plain("demand", &in.Demand, nil, false),
		plain("name", &in.Name, nil, true), plain("phone", &in.Phone, nil, true),
		plain("identity", &in.Identity, nil, true), plain("address", &in.Address, nil, true),
		plain("relation", &in.Relation, nil, false), plain("channel", &in.Channel, nil, false),
		plain("category", &in.Category, nil, false),
		plain("unit", &in.Unit, nil, true), plain("contract", &in.Contract, nil, true), moment("event_at", &in.EventAt),
		plain("event_place", &in.EventPlace, nil, false),
		plain("involved", &in.Involved, nil, false), plain("emotion", &in.Emotion, nil, false),
		plain("scope", &in.Scope, nil, false),
		{"complainants", func() string { return strconv.Itoa(in.Complainants) },
			func(v string) { in.Complainants, _ = strconv.Atoi(v) }, nil, false},
		plain("next_steps", &in.NextSteps, nil, false), moment("promised_at", &in.PromisedAt),
		plain("outside_source", &in.OutsideSource, nil, false), plain("outside_number", &in.OutsideNumber, nil, false),
		moment("outside_received", &in.OutsideReceived), moment("outside_handed", &in.OutsideHanded),
		moment("outside_due", &in.OutsideDue), plain("outside_category", &in.OutsideCategory, nil, false),
	}
}

// texts are the fields of a passage that can be corrected, with who wrote it; nil where there is no such
// passage.
func (c *Complaint) texts(part Passage, n int) (by string, out []text) {
	long := func(field string) func(string) error {
		return func(v string) error { return needed(field, v, longText) }
	}
	most := func(field string, n int) func(string) error {
		return func(v string) error { return within(field, v, n) }
	}
	i := n - 1
	switch {
	case i < 0:
	case part == AFinding && i < len(c.Findings):
		f := &c.Findings[i]
		return f.By, []text{plain("finding", &f.Finding, long("finding"), false),
			plain("ground", &f.Ground, most("ground", longText), false),
			plain("asked", &f.Asked, most("asked", longText), false),
			plain("conclusion", &f.Conclusion, most("conclusion", longText), false)}
	case part == AnOpinion && i < len(c.Opinions):
		o := &c.Opinions[i]
		return o.By, []text{plain("opinion", &o.Opinion, long("opinion"), false)}
	case part == AContact && i < len(c.Contacts):
		k := &c.Contacts[i]
		return k.By, []text{plain("said", &k.Said, long("said"), false),
			plain("who", &k.Who, most("who", shortText), false)}
	case part == ACause && i < len(c.Causes):
		k := &c.Causes[i]
		return k.By, []text{plain("cause", &k.Cause, long("cause"), false)}
	case part == TheAnswers && i < len(c.Answers):
		a := &c.Answers[i]
		ground := most("ground", longText)
		if a.Declines { // rule W15
			ground = long("ground")
		}
		return a.By, []text{plain("said", &a.Said, long("said"), false),
			plain("wants", &a.Wants, most("wants", longText), false), plain("ground", &a.Ground, ground, false)}
	case part == TheResults && i < len(c.Results):
		r := &c.Results[i]
		return r.By, []text{plain("said", &r.Said, long("said"), false),
			plain("wants", &r.Wants, most("wants", longText), false)}
	case part == AFollowUp && i < len(c.FollowUps):
		f := &c.FollowUps[i]
		return f.By, []text{plain("said", &f.Said, long("said"), false)}
	}
	return "", nil
}

// Signed tells whether the customer has signed the form, which then stands as it was signed.
func (c *Complaint) Signed() bool {
	return slices.ContainsFunc(c.Attachments,
		func(a Attachment) bool { return a.Kind == SignedForm && a.WithdrawnAt.IsZero() })
}

// MayCorrect tells why a person may not correct a passage as it stands, nil when they may: the intake
// whoever works on it, the rest who wrote it or decides (rule W11).
func (c *Complaint) MayCorrect(by Actor, part Passage, n int) error {
	return Every(c.mayBegin(by, ActionCorrect), c.correctable(by, part, n))
}

func (c *Complaint) correctable(by Actor, part Passage, n int) error {
	if part == TheIntake {
		if !works(by, c) {
			return Forbidden("登记的内容由办理这件投诉的人更正。")
		}
		return nil
	}
	author, fields := c.texts(part, n)
	switch {
	case fields == nil:
		return NotFound()
	case author != by.Account && !decides(by, c):
		return Forbidden("这段内容由写的人或负责人更正。")
	case part == TheAnswers && c.Signed():
		return Conflict("客户已在处理表上签字，答复内容不能更正。")
	}
	return nil
}

// CorrectIntake corrects what was written down at intake; in holds the new texts and fields names those
// that are meant. The protected ones stay where nothing is typed, because the form does not show them.
// Grade, urgency and dates follow the corrected facts upwards (rules W11, G5, K2).
func (c *Complaint) CorrectIntake(by Actor, now time.Time, in Intake, fields []string, reason string) error {
	m, err := c.begin(by, ActionCorrect, now)
	if err := Every(err, c.correctable(by, TheIntake, 0)); err != nil {
		return err
	}
	for _, fixed := range []struct {
		field   string
		changed bool
	}{
		{"site", in.Site != c.Site}, {"received_at", !in.ReceivedAt.Equal(c.ReceivedAt)},
		{"urgency", in.Urgency != c.Urgency}, {"accused", !slices.Equal(in.Accused, c.Accused)},
	} {
		if fixed.changed && slices.Contains(fields, fixed.field) {
			return Invalid(fixed.field, "这一项不能在这里更正。")
		}
	}
	corrected := c.Intake
	into := corrected.texts()
	for i, from := range in.texts() {
		value := strings.TrimSpace(from.get())
		if slices.Contains(fields, from.field) && value != into[i].get() &&
			!(value == "" && slices.Contains(Protected, from.field)) {
			into[i].set(value)
		}
	}
	wrong := corrected.check(by.Org, now, c.Intake)
	if corrected.NextSteps != c.NextSteps {
		if sum := c.givenBeyond(corrected.NextSteps, c.promisable()); sum > 0 { // rule C7
			wrong = Every(wrong, overPromised("next_steps", sum, c.promisable()))
		}
	}
	if err := m.correct(TheIntake, 0, c.Intake.texts(), corrected.texts(), reason, wrong); err != nil {
		return err
	}
	// rule K2
	emergency := corrected.Category != c.Category && by.Org.Category(corrected.Category).Emergency &&
		c.Urgency != Emergency
	before := c.ProposedGrade(by.Org)
	was := c.Intake
	c.Intake = corrected
	if c.State.Open() {
		c.askAboutDemand(by, now, c.Demand)
	}
	c.expectAnew(by.Org, now, &was)
	if p := c.ProposedGrade(by.Org); c.State.Open() && c.outgrown(before, p) {
		former := c.Owner
		c.raise(by.Org, p.Grade, p.Rule, now)
		c.setDates(by.Org, D4, D5)
		c.tell(by.Org, NoticeRaised, "", now, by.Account, append(c.tier(by.Org, TierManager), former, c.Owner)...)
	}
	if emergency && c.State.Open() {
		c.Urgency = Emergency
		c.setDates(by.Org, D2)
		c.tell(by.Org, NoticeEmergency, "", now, by.Account, c.alarmed(by.Org)...)
	}
	return nil
}

// CorrectPart corrects a passage that somebody wrote later (rule W11).
func (c *Complaint) CorrectPart(by Actor, now time.Time, part Passage, n int, values map[string]string,
	reason string) error {
	m, err := c.begin(by, ActionCorrect, now)
	if err := Every(err, c.correctable(by, part, n)); err != nil {
		return err
	}
	_, old := c.texts(part, n)
	next := slices.Clone(old)
	var wrong error
	for i := range next {
		value, meant := values[next[i].field]
		if !meant {
			value = old[i].get()
		}
		value = strings.TrimSpace(value)
		wrong = Every(wrong, next[i].check(value))
		next[i].get = func() string { return value }
	}
	if err := m.correct(part, n, old, next, reason, wrong); err != nil {
		return err
	}
	for i := range next {
		old[i].set(next[i].get())
	}
	return nil
}

// correct ends a correction: it notes what differs, the old text beside the new one. The journal keeps the
// customer's own data masked.
func (m *move) correct(part Passage, n int, old, next []text, reason string, wrong error) error {
	if err := Every(wrong, needed("reason", reason, 1000)); err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	var detail []Change
	var kept []Revision
	for i := range old {
		was, is := old[i].get(), next[i].get()
		if was == is {
			continue
		}
		kept = append(kept, Revision{At: m.now, By: m.by.Account, Part: part, N: n, Field: old[i].field, Before: was,
			After: is, Reason: reason})
		if old[i].secret {
			was, is = Mask(was), Mask(is)
		}
		detail = append(detail, Change{Field: journalField(part, old[i].field), Before: was, After: is})
	}
	if len(kept) == 0 {
		return Invalid("reason", "没有改动任何内容。")
	}
	detail = append([]Change{Note("part", string(part))}, append(detail, Note("reason", reason))...)
	if err := m.stay(detail...); err != nil {
		return err
	}
	m.c.Revisions = append(m.c.Revisions, kept...)
	return nil
}

// journalField names a corrected field in the journal, where some words mean something else already.
func journalField(part Passage, field string) string {
	switch {
	case part == TheIntake && field == "name":
		return "customer_name"
	case part == TheIntake && field == "unit":
		return "customer_unit"
	case part == AContact && field == "who":
		return "spoken_to"
	}
	return field
}

// RevisionsOf lists the corrections of a passage, the newest first.
func (c *Complaint) RevisionsOf(part Passage, n int) []Revision {
	var out []Revision
	for _, r := range slices.Backward(c.Revisions) {
		if r.Part == part && r.N == n {
			out = append(out, r)
		}
	}
	return out
}

// ReadsRevisions tells whether a person may read the old texts: whoever decides over it (rule W11).
func (c *Complaint) ReadsRevisions(by Actor) bool { return by.may(ActionReadOld, c) == nil }

// Corrected gives what a text of the journal reads since it was corrected, if it was: the old one is for
// those in charge, on the page of corrections (rule W11).
func (c *Complaint) Corrected(field, value string) (now string, was bool) {
	for _, r := range c.Revisions {
		if r.Before == value && value != "" && journalField(r.Part, r.Field) == field {
			value, was = r.After, true
		}
	}
	return value, was
}

// Label is the passage's name on pages.
func (p Passage) Label() string { return passages.label(p) }

var passages = words[Passage]{
	{TheIntake, "登记的内容"}, {AFinding, "核实事实"}, {AnOpinion, "部门处理意见"}, {AContact, "沟通记录"}, {ACause, "原因分析"},
	{TheAnswers, "答复"}, {TheResults, "告知结果"}, {AFollowUp, "回访"},
}

// Passages lists what can be corrected, with how many of each there are, in the order of the way.
func (c *Complaint) Passages() []struct {
	Part Passage
	N    int
} {
	type one = struct {
		Part Passage
		N    int
	}
	out := []one{{TheIntake, 0}}
	for _, p := range []struct {
		part Passage
		most int
	}{{AFinding, len(c.Findings)}, {AnOpinion, len(c.Opinions)}, {ACause, len(c.Causes)}, {TheAnswers, len(c.Answers)},
		{TheResults, len(c.Results)}, {AFollowUp, len(c.FollowUps)}, {AContact, len(c.Contacts)}} {
		for n := p.most; n >= 1; n-- {
			out = append(out, one{p.part, n})
		}
	}
	return out
}

// Texts gives the fields of a passage as they stand, in the order of a form: name and value in turn.
func (c *Complaint) Texts(part Passage, n int) (by string, at time.Time, fields [][2]string) {
	by, texts := c.texts(part, n)
	for _, t := range texts {
		fields = append(fields, [2]string{t.field, t.get()})
	}
	switch {
	case texts == nil:
	case part == AFinding:
		at = c.Findings[n-1].At
	case part == AnOpinion:
		at = c.Opinions[n-1].At
	case part == AContact:
		at = c.Contacts[n-1].At
	case part == ACause:
		at = c.Causes[n-1].At
	case part == TheAnswers:
		at = c.Answers[n-1].At
	case part == TheResults:
		at = c.Results[n-1].At
	case part == AFollowUp:
		at = c.FollowUps[n-1].At
	}
	return by, at, fields
}
