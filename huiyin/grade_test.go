package huiyin

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// facts puts a complaint before the rules of grading without a way to it.
func facts(in Intake, a Assessment) *Complaint {
	return &Complaint{Intake: in, Assessment: a, Standing: Standing{State: Investigating}}
}

func people(n int) func(*Intake) { return func(in *Intake) { in.Complainants = n } }

func TestG1toG4G10_ProposedGrade(t *testing.T) {
	valid := Assessment{Validity: Valid, Responsibility: ByUnknown}
	because := func(change func(*Assessment)) Assessment {
		a := valid
		change(&a)
		return a
	}
	for name, tt := range map[string]struct {
		in   Intake
		a    Assessment
		want Grade
		rule string
	}{
		"a repair":        {intake(), valid, Minor, "G3"},
		"fraud suspected": {intake(), because(func(a *Assessment) { a.Fraud = true }), Major, "G1"},
		"injury, nobody knows through whom": {intake(), because(func(a *Assessment) { a.Injury = true }), Important,
			"G1"},
		"injury by the company": {intake(),
			because(func(a *Assessment) { a.Injury, a.Responsibility = true, ByCompany }), Major, "G1"},
		"injury by a third party": {intake(),
			because(func(a *Assessment) { a.Injury, a.Responsibility = true, ByThird }), Minor, "G10"},
		"heavy loss, nobody knows through whom": {intake(), because(func(a *Assessment) { a.Loss = 10_000 * Yuan }),
			Important, "G1"},
		"heavy loss by the company": {intake(),
			because(func(a *Assessment) { a.Loss, a.Responsibility = 10_000*Yuan, ByCompany }), Major, "G1"},
		"a loss one fen short of heavy": {intake(), because(func(a *Assessment) { a.Loss = 10_000*Yuan - 1 }),
			Minor, "G10"},
		"heavy loss by the customer": {intake(),
			because(func(a *Assessment) { a.Loss, a.Responsibility = 10_000*Yuan, ByCustomer }), Minor, "G10"},
		"a promise broken": {intake(), because(func(a *Assessment) { a.PromiseBroken = true }),
			Minor, "G10"},
		"against an agent": {intake(against("a01")), valid, Important, "G2"},
		"government transfer": {intake(func(in *Intake) { in.Channel = ChannelGovernment }), valid,
			Important, "G2"},
		"by the developer": {intake(func(in *Intake) { in.Relation = RelationDeveloper }), valid,
			Important, "G2"},
		"own selling work": {intake(about("attitude")), valid, Important, "G2"},
		"own agency work":  {intake(about("attitude"), at("LT")), valid, Important, "G2"},
		"selling, the customer's own fault": {intake(about("attitude")),
			because(func(a *Assessment) { a.Responsibility = ByCustomer }), Minor, "G3"},
		"level of service on an estate": {intake(about("attitude"), at("JY")), valid, Minor, "G3"},
		"staff":                         {intake(about("internal")), valid, Internal, "G4"},
		"staff, and heavy loss": {intake(about("internal")),
			because(func(a *Assessment) { a.Loss = 20_000 * Yuan }), Internal, "G4"},
		"fraud by an agent": {intake(against("a01")), because(func(a *Assessment) { a.Fraud = true }),
			Major, "G1"},
		// rule G9
		"an emergency is not major by itself": {intake(about("flood_power_cut"),
			func(in *Intake) { in.Urgency = Emergency }), valid, Minor, "G10"},
		// rule G10
		"a flat that comes late": {intake(about("late_delivery"), at("JY")), valid, Important, "G10"},
		"an accident":            {intake(about("safety_accident")), valid, Important, "G10"},
		"a crowd on an estate":   {intake(about("group_disturbance"), at("JY")), valid, Important, "G10"},
		"a leak of data":         {intake(about("data_leak"), at("JY")), valid, Important, "G10"},
		"four people":            {intake(people(4)), valid, Minor, "G10"},
		"five people":            {intake(people(5)), valid, Important, "G10"},
		"nineteen people":        {intake(people(19)), valid, Important, "G10"},
		"twenty people":          {intake(people(20)), valid, Major, "G10"},
		"the whole estate":       {intake(func(in *Intake) { in.Scope = "estate" }), valid, Minor, "G10"},
	} {
		t.Run(name, func(t *testing.T) {
			p := facts(tt.in, tt.a).ProposedGrade(demo())
			if p.Grade != tt.want || p.Rule != tt.rule || p.Why == "" {
				t.Errorf("got %+v, want %s by %s", p, tt.want, tt.rule)
			}
		})
	}
}

func TestG1_HeavyLossIsASetting(t *testing.T) {
	c := facts(intake(), Assessment{Validity: Valid, Responsibility: ByCompany, Loss: 6_000 * Yuan})
	if g := c.ProposedGrade(demo(figure(HeavyLoss, int64(5_000*Yuan)))).Grade; g != Major {
		t.Errorf("got %s, want major", g)
	}
}

func (w *walk) remind(at time.Time) func(Actor, time.Time) error {
	return func(by Actor, now time.Time) error { return w.Remind(by, now, Reminder{Way: "phone", At: at}) }
}

func TestG1_ThirdReminderOfAPromiseIsMajor(t *testing.T) {
	for name, tt := range map[string]struct {
		in   Intake
		a    func(*Assessing)
		want [3]Grade // after each reminder
	}{
		"a promise":        {intake(about("late_delivery")), nil, [3]Grade{Important, Important, Major}},
		"another category": {intake(), nil, [3]Grade{Minor, Minor, Minor}},
		"found to break a promise": {intake(), func(f *Assessing) { f.PromiseBroken = true },
			[3]Grade{Minor, Minor, Major}},
	} {
		t.Run(name, func(t *testing.T) {
			w := record(t, demo(), "a01", tt.in)
			if tt.a != nil {
				w.must("s01", w.assess(tt.a))
			}
			for i, want := range tt.want {
				w.now = hour(float64(3 * (i + 1)))
				w.must("a01", w.remind(time.Time{}))
				if w.Grade != want {
					t.Errorf("after reminder %d: %s, want %s", i+1, w.Grade, want)
				}
			}
			if w.Grade == Major && (w.Owner != "v01" || w.GradeRule != "G1" || len(w.Former) != 1) {
				t.Errorf("major is owned by %s by rule %s, formerly %v", w.Owner, w.GradeRule, w.Former)
			}
		})
	}
}

func TestG1_SettledIsNotUnheeded(t *testing.T) {
	w := record(t, demo(), "a01", intake(about("late_delivery"))).handled("s01", "a01").offered("x02", 0)
	w.must("x02", w.answer("yes"))
	for i := range 4 {
		w.now = hour(float64(3 * (i + 1)))
		w.must("a01", w.remind(time.Time{}))
	}
	if w.Counted() != 4 || w.Grade != Important {
		t.Errorf("%d reminders while the agreement is carried out made it %s", w.Counted(), w.Grade)
	}
	w.must("s01", w.propose(0, Apology))
	w.now = hour(30)
	if w.must("a01", w.remind(time.Time{})); w.Grade != Major {
		t.Errorf("open again it is %s, want major", w.Grade)
	}
}

func TestG1_FraudAsksForLegalOpinion(t *testing.T) {
	w := record(t, demo(), "a01", intake())
	w.must("s01", w.assign("a01", "engineering"))
	opine := func(by Actor, now time.Time) error {
		return w.GiveOpinion(by, now, "涉嫌欺诈，建议保全证据")
	}
	w.refused("l01", KindNotFound, opine)
	w.must("s01", w.assess(func(f *Assessing) { f.Fraud = true }))
	w.must("l01", opine)
	if got := w.Opinions[0].Department; got != "legal" {
		t.Errorf("opinion of %q, want legal", got)
	}
	if d := w.Deadline(D4); d.Status != Running {
		t.Errorf("the responsible department's date is %s by the word of another", d.Status)
	}
	w.must("e01", opine)
	if got, d := w.Opinions[1].Department, w.Deadline(D4); got != "engineering" || d.Status != Met {
		t.Errorf("opinion of %q, D4 %s", got, d.Status)
	}
}

func TestG5_AnotherGradeThanProposed(t *testing.T) {
	for name, tt := range map[string]struct {
		in     Intake
		by     string
		grade  Grade
		reason string
		want   Kind
		field  string
		got    Grade
		rule   string
		owner  string
	}{
		"higher with a reason": {intake(), "s01", Important, "媒体关注", 0, "", Important, "person", "x02"},
		"higher without": {intake(), "s01", Important, "", KindInvalid, "grade_reason", Minor, "G3",
			"s01"},
		"two up":        {intake(), "s02", Major, "涉及多户", 0, "", Major, "person", "v01"},
		"as proposed":   {intake(), "s01", Minor, "", 0, "", Minor, "G3", "s01"},
		"nothing said":  {intake(), "s01", "", "", 0, "", Minor, "G3", "s01"},
		"no such grade": {intake(), "s01", "huge", "原因", KindInvalid, "grade", Minor, "G3", "s01"},
		"lower, by the seat of the higher": {intake(about("attitude")), "x02", Minor, "查明与销售无关", 0, "", Minor,
			"person", "s01"},
		"lower, by another of that role": {intake(about("attitude")), "p01", Minor, "查明与销售无关", 0, "", Minor,
			"person", "s01"},
		"lower, by a role above": {intake(about("attitude")), "v02", Minor, "查明与销售无关", 0, "", Minor,
			"person", "s01"},
		"lower without a reason": {intake(about("attitude")), "x02", Minor, "", KindInvalid, "grade_reason",
			Important, "G2", "x02"},
		"lower, by a role below": {intake(about("attitude")), "s01", Minor, "查明与销售无关", KindForbidden, "",
			Important, "G2", "x02"},
		"lower, by a role below, no reason": {intake(about("attitude")), "s01", Minor, "", KindForbidden, "",
			Important, "G2", "x02"},
		"lower, the subject being a manager": {intake(against("p01")), "x02", Minor, "查明与其无关", KindForbidden, "",
			Important, "G2", "v01"},
		"another site's supervisor": {intake(), "t01", Important, "原因", KindNotFound, "", Minor, "G3", "s01"},
		"an agent":                  {intake(), "a01", Important, "原因", KindForbidden, "", Minor, "G3", "s01"},
	} {
		t.Run(name, func(t *testing.T) {
			w := record(t, demo(), "a01", tt.in)
			act := w.assess(func(f *Assessing) { f.Grade, f.GradeReason = tt.grade, tt.reason })
			switch tt.want {
			case 0:
				w.must(tt.by, act)
			case KindInvalid:
				w.wrong(tt.by, tt.field, act)
			default:
				w.refused(tt.by, tt.want, act)
			}
			if w.Grade != tt.got || w.GradeRule != tt.rule || w.Owner != tt.owner {
				t.Errorf("%s by %s with %s, want %s by %s with %s", w.Grade, w.GradeRule, w.Owner, tt.got, tt.rule,
					tt.owner)
			}
		})
	}
}

func TestG5_APersonsGradeStandsUntilTheFactsChange(t *testing.T) {
	w := record(t, demo(), "a01", intake(about("attitude")))
	w.must("x02", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Minor, "查明与销售无关" }))
	for _, tt := range []struct {
		name string
		do   func(Actor, time.Time) error
		want Grade
	}{
		{"an assessment that says nothing of it", w.assess(func(f *Assessing) { f.Validity = Valid }), Minor},
		{"one that repeats it", w.assess(func(f *Assessing) { f.Grade, f.Impact = Minor, 2 }), Minor},
		{"a reminder", w.remind(time.Time{}), Minor},
		{"new facts", w.assess(func(f *Assessing) { f.Injury, f.Responsibility = true, ByCompany }), Major},
	} {
		if w.must("s01", tt.do); w.Grade != tt.want {
			t.Fatalf("after %s: %s, want %s", tt.name, w.Grade, tt.want)
		}
	}
	if w.GradeReason != "" || w.GradeRule != "G1" {
		t.Errorf("graded by %s, with %q left from before", w.GradeRule, w.GradeReason)
	}
}

func TestG5_ARefusalFitsWhatWasChosen(t *testing.T) {
	for want, tt := range map[string]struct {
		in Intake
		by string
		to Grade
	}{
		"按事实应为“轻微”：选择其他等级须写明理由。": {intake(), "s01", Major},
		"降低等级须写明理由。":             {intake(about("attitude")), "x02", Minor},
	} {
		w := record(t, demo(), "a01", tt.in)
		if err := w.assess(func(f *Assessing) { f.Grade = tt.to })(w.o.as(tt.by), w.now); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestG5_NewFactsAreNotKeptDownInSilence(t *testing.T) {
	w := record(t, demo(), "a01", intake())
	w.wrong("s01", "grade_reason", w.assess(func(f *Assessing) { f.Grade, f.Fraud = Minor, true }))
	if w.must("s01", w.assess(func(f *Assessing) { f.Grade, f.GradeReason, f.Fraud = Minor, "查无实据", true })); w.Grade != Minor || w.GradeRule != "person" {
		t.Errorf("%s by %s", w.Grade, w.GradeRule)
	}
}

func TestG6_WhoIsInCharge(t *testing.T) {
	for name, tt := range map[string]struct {
		o       *Org
		site    string
		grade   Grade
		accused []string
		want    string
	}{
		"minor, HY":                        {demo(), "HY", Minor, nil, "s01"},
		"minor, LT":                        {demo(), "LT", Minor, nil, "t01"},
		"minor, JY":                        {demo(), "JY", Minor, nil, "u01"},
		"minor, the first supervisor away": {demo(disabled("s01")), "HY", Minor, nil, "s02"},
		"minor, no supervisor":             {demo(disabled("t01")), "LT", Minor, nil, "q01"},
		"important, sales office":          {demo(), "HY", Important, nil, "x02"},
		"important, agency store":          {demo(), "LT", Important, nil, "q01"},
		"important, estate":                {demo(), "JY", Important, nil, "q01"},
		"important, by the site's setting": {demo(func(o *Org) { o.Sites[0].Manager = "p01" }), "HY", Important,
			nil, "p01"},
		"important, the setting is of no use": {demo(func(o *Org) { o.Sites[1].Manager = "p01" }), "LT", Important,
			nil, "q01"},
		"important, sales management vacant": {demo(disabled("x02")), "HY", Important, nil, "p01"},
		"important, before another of company": {demo(before(Person{Account: "y01", Role: Manager, AllSites: true})),
			"HY", Important, nil, "x02"},
		"important, before one of the site": {demo(before(Person{Account: "y01", Role: Manager,
			Sites: []string{"HY"}, Department: "sales_management"})), "HY", Important, nil, "x02"},
		"important, its own before the company": {demo(before(Person{Account: "y01", Role: Manager, AllSites: true,
			Department: "sales_management"})), "LT", Important, nil, "q01"},
		"important, no manager":                 {demo(disabled("x02", "p01")), "HY", Important, nil, "v01"},
		"important, own manager vacant":         {demo(disabled("q01")), "JY", Important, nil, "x02"},
		"major":                                 {demo(), "HY", Major, nil, "v01"},
		"major, the first VP away":              {demo(disabled("v01")), "HY", Major, nil, "v02"},
		"major, only the general manager left":  {demo(disabled("v01", "v02")), "HY", Major, nil, "g01"},
		"internal":                              {demo(), "HY", Internal, nil, "x02"},
		"internal, LT":                          {demo(), "LT", Internal, nil, "q01"},
		"internal, the manager is the subject":  {demo(), "LT", Internal, []string{"q01"}, "v01"},
		"internal, a supervisor is the subject": {demo(), "HY", Internal, []string{"s01"}, "x02"},
		"against an agent, graded minor":        {demo(), "HY", Minor, []string{"a01"}, "x02"},
		"against an agent of LT":                {demo(), "LT", Important, []string{"b01"}, "q01"},
		"against a supervisor, graded minor":    {demo(), "HY", Minor, []string{"s01"}, "x02"},
		"against a manager, graded minor":       {demo(), "HY", Minor, []string{"p01"}, "v01"},
		"against a VP":                          {demo(), "HY", Major, []string{"v01"}, "v02"},
		"against two VPs":                       {demo(), "HY", Minor, []string{"v01", "v02"}, "g01"},
		"against agent and VP":                  {demo(), "HY", Important, []string{"a01", "v01"}, "v02"},
	} {
		t.Run(name, func(t *testing.T) {
			c := facts(intake(at(tt.site), against(tt.accused...)), Assessment{})
			c.Grade = tt.grade
			if got := c.route(tt.o); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestG6_FormerOwnersKeepReading(t *testing.T) {
	w := record(t, demo(), "a01", intake())
	for _, g := range []Grade{Important, Minor, Important, Major, Minor} {
		w.must("v01", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = g, "依事实" }))
	}
	if got := strings.Join(w.Former, " "); got != "s01 x02 v01" || w.Owner != "s01" {
		t.Errorf("formerly %s, now %s", got, w.Owner)
	}
}

// Where nobody is left to be in charge the complaint is taken in all the same, and who is appointed has it.
func TestG6_NobodyLeftWaitsForSomebodyToBeAppointed(t *testing.T) {
	o := demo(disabled("v01", "v02"))
	c, err := RecordComplaint(o.as("a01"), monday, intake(against("g01")))
	if err != nil || c.Owner != "" || !c.Unowned() || !slices.Contains(c.Concerns(), Unappointed) {
		t.Fatalf("taken in: %v, in charge %q", err, c.Owner)
	}
	if c.Visible(o.as("g01")) {
		t.Error("the accused sees it")
	}
	c.Numbered("TS-HY-20250303-001")
	c.Loaded()
	if c.Run(o, monday.Add(time.Hour)); c.Owner != "" || len(c.Journal()) != 0 {
		t.Errorf("in charge of nobody: %q", c.Owner)
	}
	later := monday.Add(2 * time.Hour)
	if c.Run(demo(disabled("v01")), later); c.Owner != "v02" || c.Unowned() {
		t.Fatalf("after v02 came: %q", c.Owner)
	}
	told := c.Notices()
	if len(told) != 1 || told[0].Account != "v02" || told[0].Kind != NoticeAssigned || !told[0].At.Equal(later) {
		t.Errorf("told %+v", told)
	}
	if d := c.Deadline(D5); d.Status != Running {
		t.Errorf("its dates run meanwhile: %+v", d)
	}
}

func TestP4_TheAccusedAreSkippedWhereverTheyStand(t *testing.T) {
	for _, account := range []string{"a01", "s01", "p01", "x02", "v01", "g01", "e01"} {
		w := record(t, demo(), "a02", intake(against(account)))
		if w.Owner == account || w.Seat(w.o) <= w.o.Person(account).Role && w.o.Person(account).Role < VP {
			t.Errorf("against %s (%s): in charge is %s", account, w.o.Person(account).Role.Label(), w.Owner)
		}
		w.wrong("v02", "handler", w.assign(account, ""))
	}
}

func TestK3G9_UrgencyGradeAndScopeAreIndependent(t *testing.T) {
	for _, u := range Urgencies() {
		for _, s := range Scopes() {
			w := record(t, demo(), "a01", intake(func(in *Intake) { in.Urgency, in.Scope = u, s }))
			if w.Grade != Minor || w.Urgency != u || w.Scope != s || w.Owner != "s01" {
				t.Errorf("%s, %s: %s in charge of %s", u, s, w.Owner, w.Grade)
			}
		}
	}
}

func TestK2_Urgency(t *testing.T) {
	w := record(t, demo(), "a01", intake(about("safety_accident")))
	if w.Urgency != Emergency {
		t.Fatalf("an emergency category gives %s", w.Urgency)
	}
	to := func(u Urgency, reason string) func(Actor, time.Time) error {
		return w.assess(func(f *Assessing) { f.Urgency, f.UrgencyReason = u, reason })
	}
	w.wrong("s01", "urgency", to("mild", "原因"))
	w.wrong("s01", "urgency_reason", to(Normal, ""))
	if w.must("s01", to(Normal, "已无险情")); w.Urgency != Normal {
		t.Errorf("lowered to %s", w.Urgency)
	}
	if w.must("s01", to(Emergency, "")); w.Urgency != Emergency {
		t.Errorf("raised to %s", w.Urgency)
	}
}

func TestK4K5K10_AssessmentIsChecked(t *testing.T) {
	w := record(t, demo(), "a01", intake())
	for field, change := range map[string]func(*Assessing){
		"validity":               func(f *Assessing) { f.Validity = "perhaps" },
		"impact":                 func(f *Assessing) { f.Impact = 6 },
		"risk":                   func(f *Assessing) { f.Risk = -1 },
		"reputation":             func(f *Assessing) { f.Reputation = 9 },
		"responsibility":         func(f *Assessing) { f.Responsibility = "nobody" },
		"responsible_department": func(f *Assessing) { f.ResponsibleDepartment = "moon" },
		"responsible_person":     func(f *Assessing) { f.ResponsiblePerson = "zzz" },
		"reason":                 func(f *Assessing) { f.Validity = NotValid },
	} {
		w.wrong("s01", field, w.assess(change))
	}
	w.must("s01", w.assess(func(f *Assessing) {
		f.Assessment = Assessment{NotValid, 1, 5, 3, ByCompany, "engineering", "e01", 100, false, true, false,
			time.Time{}}
		f.Reason = "重复投诉"
	}))
	if w.Validity != NotValid || w.Impact != 1 || w.Risk != 5 || w.Reputation != 3 || w.Loss != 100 ||
		!w.PromiseBroken || w.ResponsiblePerson != "e01" {
		t.Errorf("got %+v", w.Assessment)
	}
}

func TestG5_TheRuleIsShownInWords(t *testing.T) {
	w := record(t, demo(), "a01", intake(about("attitude")))
	says := func(want string) {
		t.Helper()
		text, args := w.GradeWhy(w.o)
		if got := fmt.Sprintf(text, args...); !strings.Contains(got, want) || strings.Contains(got, "%!") {
			t.Errorf("%s by %s: %s, want %s", w.Grade, w.GradeRule, got, want)
		}
	}
	says("销售、代理或接待")
	w.must("s01", w.assess(func(f *Assessing) { f.Loss, f.Responsibility = 20_000*Yuan, ByCompany }))
	says("损失达到 ¥10,000.00")
	w.must("s01", w.assess(func(f *Assessing) { f.Loss = 0 })) // the grade stays, the fact that gave it is gone
	says("按登记时的事实定级")
	w.must("v01", w.assess(func(f *Assessing) { f.Grade, f.GradeReason = Minor, "客户已谅解" }))
	says("客户已谅解")
	w.Run(w.o, month)
	says("满一个月")
}
