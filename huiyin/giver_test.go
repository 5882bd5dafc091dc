package huiyin

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// givers is every field of a form in which one person names another who gets something by it, and the rule that keeps
// a right from being taken by whoever gives it (rule P10). The tests below walk each that opens a case; a field that is
// in no row fails TestP10_EveryGiverHasARow.
var givers = map[string]string{
	// of a case: only who sees it gives, so that nothing is new to them (TestP10_NobodyOpensACaseToThemselves)
	"complaint.go handler":    "assigning: who decides over the case",
	"bulk.go handler":         "assigning: who decides over the case",
	"complaint.go who":        "a task, or whom a contact was with: who works on the case",
	"improvement.go person":   "a measure: who works on the case, or is asked",
	"compensation.go who":     "whose measure becomes a task: who works on the case",
	"restricted.go people":    "who opens a restricted case: who is in charge of it",
	"restricted.go who":       "recusal: takes work away",
	"restricted.go to":        "no person: the authority that was told",
	"statement.go add":        "the accused: takes everything away",
	"compensation.go account": "no person: a bank account",
	// of the customer's file (TestP10_NobodyHandlesTheirOwnRequest, TestB1P10_APartIsReleasedByWhoeverIsInCharge)
	"customer.go handler": "a data request: not who took it in, where the file holds what they do not see",
	// of checks (TestP10_NobodyChecksWhatTheyAskFor)
	"review_sample.go checker": "a sample's checker: not who asks",
	// of documents: they open the document, which the giver reads, and no case (TestP10_ADocumentOpensNoCase)
	"review_meeting.go people":       "who took part: reads the minutes, of cases only their own",
	"review_improvement_plan.go who": "work from a plan: opens no case",
	"review_quarter.go who":          "work from an evaluation, meeting or sample: opens no case",
	"inquiry.go handler":             "an inquiry's handler: the inquiry alone, which its giver recorded",
	"praise.go person":               "who is commended: opens nothing",
	"hold.go account":                "whose complaints are kept: opens nothing",
	// of the account
	"settings.go to":           "hand-over: never to an administrator (TestP7_WhoMayTakeWhat)",
	"delegation.go to":         "delegation: not to oneself, and not handed on (TestP10_ADelegationGivesWhatOneHas)",
	"domain_login.go account":  "the domain's log-in: an administrator's",
	"settings.go account":      "an account: an administrator's",
	"settings_list.go manager": "a site's manager: one who answers for it already (TestP10_ASitesManagerAnswersForItAlready)",
	"delivery.go members":      "who is in a robot's group: it hears only of what all of them see, and never what is confidential",
	// what takes away, or opens nothing
	"complaint.go accused": "the accused: takes everything away", "inquiry.go accused": "the accused: takes everything away",
	"complaint.go responsible_person": "who is found responsible: is barred like an accused (P4)",
	"inquiry.go persons":              "who is commended: opens nothing",
	"signature.go witness":            "who saw the signature: is named, opens nothing",
	"signature.go signer":             "no person of the house: the customer",
	"attachment.go keeper":            "where the original lies, in words", "letterhead.go officer": "a line of the papers",
	"compensation.go owners": "no person of the house: owners of a unit", "dispute.go mediator": "no person of the house",
	"evidence_package.go receiver": "no person: for whom it is put together", "data_minimum.go receiver": "no person: a firm",
	"crisis.go people":      "no person: how many stand before the site",
	"crisis_case.go people": "no person: how many stand before the site",
	"crisis_case.go person": "a seat or a part: who leads the crisis, or a vice president; opens the crisis alone (TestR14_SeatsAndWhoActs)",
	"crisis_case.go to":     "a seat handed over: who acts in it, and only once the other accepts (TestR14_SeatsAndWhoActs)",
	"list.go owner":         "no giving: a list's filter",
	"list.go to":            "no person: a date", "promise.go to": "no person: a date",
}

func TestP10_EveryGiverHasARow(t *testing.T) {
	files, err := filepath.Glob("../web/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no forms found", err)
	}
	field := regexp.MustCompile("form:\"(" +
		"handler|who|checker|to|person|persons|people|add|account|accused|responsible_person|witness|manager|members|keeper|" +
		"mediator|officer|owner|owners|receiver|signer)\"")
	found := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range field.FindAllStringSubmatch(string(text), -1) {
			found[filepath.Base(name)+" "+m[1]] = true
		}
	}
	for _, f := range slices.Sorted(maps.Keys(found)) {
		if givers[f] == "" {
			t.Errorf("%s: who gives and who takes here is in no row", f)
		}
	}
	for f := range givers {
		if !found[f] {
			t.Errorf("%s: there is no such field", f)
		}
	}
}

// Every field in which a page lets somebody be chosen from the house's people is a field of the table, so that a new one
// is judged before it gives anything.
func TestP10_EveryChoiceOfAPersonHasARow(t *testing.T) {
	known := map[string]bool{}
	for f := range givers {
		_, name, _ := strings.Cut(f, " ")
		known[name] = true
	}
	n := 0
	choice := regexp.MustCompile(`"([a-z_]+)", "[^"]*", [^\n]*?(?:people|members|managers|accounts)\(`)
	for _, pattern := range []string{"../views/*/*.templ"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal("no pages found", err)
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range choice.FindAllStringSubmatch(string(text), -1) {
				if n++; !known[m[1]] {
					t.Errorf("%s: whoever is chosen in %q is in no row", name, m[1])
				}
			}
		}
	}
	if n < 12 {
		t.Errorf("only %d choices found: the pages are written otherwise now", n)
	}
}

// A site's manager is one who answers for the site already; that takes a second word where it is given (rule P10).
func TestP10_ASitesManagerAnswersForItAlready(t *testing.T) {
	o := demo()
	admin := o.as("admin")
	s := *o.Site("HY")
	for _, who := range []string{"q01", "s01", "v01", "admin", "nobody"} {
		if p := o.Person(who); p != nil && p.Role == Manager && p.AnswersFor("HY") {
			continue
		}
		s.Manager = who
		if err := o.PutSite(admin, monday, "HY", s); KindOf(err) != KindInvalid || o.Site("HY").Manager == who {
			t.Errorf("%s is in charge of HY: %v", who, err)
		}
	}
}

// Another function of a department gives rights to its people as moving them there does: not to the administrator who
// changes it, nor to managers, without a second word (rule P10).
func TestP10_ADepartmentLendsNobodyRights(t *testing.T) {
	o := demo(func(o *Org) {
		for i := range o.People {
			if o.People[i].Account == "admin" {
				o.People[i].Department = "administration"
			}
		}
	})
	admin := o.as("admin")
	own := admin.Department
	for code, refused := range map[string]bool{own: true, o.Person("x02").Department: true, "engineering": false} {
		d := *o.Department(code)
		was := d.Function
		d.Function = Supervision
		err := o.PutDepartment(admin, monday, code, d)
		if refused != (KindOf(err) == KindInvalid) || refused != (o.Department(code).Function == was) {
			t.Errorf("%s: %v, %s", code, err, o.Department(code).Function)
		}
		d = *o.Department(code)
		d.Name += "一"
		if err := o.PutDepartment(admin, monday, code, d); err != nil {
			t.Errorf("%s: its name: %v", code, err)
		}
	}
}

// Who does not see a case names nobody in it, themselves neither; who is named by others sees it.
func TestP10_NobodyOpensACaseToThemselves(t *testing.T) {
	for name, give := range map[string]func(w *walk, who string) func(Actor, time.Time) error{
		"assign": func(w *walk, who string) func(Actor, time.Time) error { return w.assign(who, "") },
		"task": func(w *walk, who string) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.AddTask(by, now, Task{What: "回电", Who: who, Due: now.AddDate(0, 0, 1)})
			}
		},
		"measure": func(w *walk, who string) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.AddMeasureTo(by, now, Measure{Kind: Corrective, What: "培训", Unit: "销售部", Person: who,
					Due: now.AddDate(0, 0, 1)})
			}
		},
		"proposal": func(w *walk, who string) func(Actor, time.Time) error {
			return func(by Actor, now time.Time) error {
				return w.Propose(by, now, ProposalForm{Remedies: []string{"apology"}, Text: "致歉", Ground: "x",
					Who: []string{who}})
			}
		},
		"restrict": func(w *walk, who string) func(Actor, time.Time) error { return w.restrict(who) },
		"release":  func(w *walk, _ string) func(Actor, time.Time) error { return w.releasePart(1, Approve, "") },
	} {
		w := reached(t, Investigating)
		for _, who := range []string{"t01", "b01", "e01", "q01", "k01"} {
			w.refused(who, KindNotFound, give(w, who))
			if w.Visible(w.o.as(who)) {
				t.Errorf("%s: %s has opened it to themselves", name, who)
			}
		}
		w.must("s01", w.restrict("p01"))
		for _, who := range []string{"s02", "x02", "v01"} {
			w.refused(who, KindForbidden, give(w, who))
			if w.Visible(w.o.as(who)) {
				t.Errorf("%s: %s has opened a restricted one to themselves", name, who)
			}
		}
	}
}

func TestP10_NobodyChecksWhatTheyAskFor(t *testing.T) {
	w := reached(t, Closed)
	k := w.o.as("k01")
	s := &Sample{Document: Document{Record: Record{Number: "JC-202503"}, Kind: DocSample, State: DocDrawn},
		Items: []SampleItem{{N: 1, Number: w.Number}}}
	s.Loaded()
	due := w.now.AddDate(0, 0, 7)
	docRefused(t, s, KindInvalid, "checker", func() error { return s.Ask(k, w.now, 1, "k01", due, w.Complaint, nil) })
	if w.Visible(k) || len(w.Checkers) > 0 {
		t.Error("opened to whoever asked")
	}
}

// Work from a document and taking part in a meeting open no case.
func TestP10_ADocumentOpensNoCase(t *testing.T) {
	w := reached(t, Investigating)
	s01 := w.o.as("s01")
	f := MeetingForm{HeldAt: w.now, Venue: "会议室", Topics: "x", People: []string{"t01"}, Cases: w.Number}
	sees := func(by string) Sees { return func(string) bool { return w.Visible(w.o.as(by)) } }
	if _, err := NewMeeting(w.o.as("t01"), w.now, "LT", f, sees("t01")); KindOf(err) != KindInvalid {
		t.Errorf("a meeting on a case that its caller does not see: %v", err)
	}
	m, err := NewMeeting(s01, w.now, "HY", f, sees("s01"))
	if err != nil {
		t.Fatal(err)
	}
	m.Number = "FX-HY-20250303-01"
	if err := m.Resolve(s01, w.now, Job{What: "x", Who: "b01", Due: w.now.AddDate(0, 0, 3)}); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"t01", "b01"} {
		if w.Visible(w.o.as(who)) {
			t.Errorf("%s sees the case by the meeting", who)
		}
	}
}

// A delegation gives what its giver has, to another, and no further.
func TestP10_ADelegationGivesWhatOneHas(t *testing.T) {
	w := reached(t, Investigating)
	s01 := w.o.as("s01")
	until := w.now.AddDate(0, 0, 1)
	if err := w.o.Delegate(s01, w.now, "s01", w.now, until); KindOf(err) != KindInvalid {
		t.Errorf("to oneself: %v", err)
	}
	w.must("s01", w.restrict("e01"))
	for _, d := range [][2]string{{"s02", "t01"}, {"s01", "s02"}} {
		if err := w.o.Delegate(w.o.as(d[0]), w.now, d[1], w.now, until); err != nil {
			t.Fatal(err)
		}
	}
	o := w.o.At(w.now.Add(time.Minute))
	if !w.Visible(o.as("s02")) || w.Visible(o.as("t01")) {
		t.Error("handed on to a delegate's delegate, or not handed at all")
	}
}
