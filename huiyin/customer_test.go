package huiyin

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestB1_ACustomerIsKnownByPhoneOrByNameAndUnit(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   Intake
		want string
	}{
		{"a mobile number", Intake{Site: "JY", Name: "王", Phone: "138 0013-8000"}, "phone:13800138000"},
		{"with the country", Intake{Phone: "+86 13800138000"}, "phone:13800138000"},
		{"with the country dialled", Intake{Phone: "0086-138-0013-8000"}, "phone:13800138000"},
		{"with a trunk zero", Intake{Phone: "013800138000"}, "phone:13800138000"},
		{"a landline keeps its zero", Intake{Phone: "(0755) 2345-6788"}, "phone:075523456788"},
		{"an extension is somebody's own", Intake{Phone: "0755-23456788转12"}, "phone:075523456788转12"},
		{"a phone without a name", Intake{Name: "匿名", Phone: "13800138000"}, "phone:13800138000"},
		{"name and unit", Intake{Site: "JY", Name: "王 小明", Unit: "3栋 1201"}, "name:JY/王小明/3-1201"},
		{"the same at another site", Intake{Site: "HY", Name: "王小明", Unit: "3栋1201"}, "name:HY/王小明/3-1201"},
		{"a name alone is nobody", Intake{Site: "JY", Name: "王小明"}, ""},
		{"anonymous is nobody", Intake{Site: "JY", Name: "匿名业主", Unit: "3栋1201"}, ""},
	} {
		if got := strings.Join(tt.in.CustomerKeys(&Org{}).Own, " "); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	o := &Org{}
	a, b := Intake{Phone: "23456788"}, Intake{Phone: "0755-23456788"}
	if !slices.Contains(b.CustomerKeys(o).Lines, "line:23456788") || !slices.Contains(a.CustomerKeys(o).Lines, "line:23456788") ||
		slices.Equal(a.CustomerKeys(o).Own, b.CustomerKeys(o).Own) {
		t.Error("a number with and without its area code is not proposed as a double")
	}
}

// shelved is a complaint of u01's site that was closed and archived; its customer gave everything.
func shelved(t *testing.T, changes ...func(*Complaint)) *walk {
	t.Helper()
	w := reached(t, Closed)
	for _, change := range changes {
		change(w.Complaint)
	}
	w.now = w.ClosedAt.Add(40 * 24 * time.Hour)
	if !w.Held() { // such a one stays closed (rule T2)
		w.shelve()
	}
	w.Loaded()
	return w
}

func TestB1_PersonalDataGoesAfterItsTime(t *testing.T) {
	dispute := func(ended bool) func(*Complaint) {
		return func(c *Complaint) {
			d := Dispute{N: 1, Stage: Mediation, StartedAt: c.RecordedAt}
			if ended {
				d.EndedAt = c.ClosedAt
			}
			c.Disputes = []Dispute{d}
		}
	}
	grade := func(g Grade) func(*Complaint) { return func(c *Complaint) { c.Grade = g } }
	for name, tt := range map[string]struct {
		change []func(*Complaint)
		years  int // 0 for never
	}{
		"minor":                         {nil, 3},
		"important":                     {[]func(*Complaint){grade(Important)}, 5},
		"internal":                      {[]func(*Complaint){grade(Internal)}, 5},
		"major":                         {[]func(*Complaint){grade(Major)}, 10},
		"a dispute that has ended":      {[]func(*Complaint){dispute(true)}, 10},
		"T2: a dispute that goes on":    {[]func(*Complaint){dispute(false)}, 0},
		"a request waits for an answer": {[]func(*Complaint){func(c *Complaint) { c.OpenRequests = 1 }}, 0},
	} {
		w := shelved(t, tt.change...)
		w.Payments, w.SettlementParties = nil, nil // which the law has kept for ten years
		if tt.years == 0 {
			if w.Run(w.o, w.ClosedAt.AddDate(30, 0, 0)); !w.OverdueAt.IsZero() ||
				slices.ContainsFunc(w.Journal(), func(e Entry) bool { return e.Action == ActionDataDue }) {
				t.Errorf("%s: gone at %v", name, w.OverdueAt)
			}
			continue
		}
		at := w.ClosedAt.AddDate(tt.years, 0, 0)
		if w.Run(w.o, at.Add(-time.Millisecond)); !w.OverdueAt.IsZero() || len(w.Journal()) != 0 ||
			!w.NextDue(w.o).Equal(at) {
			t.Errorf("%s: too early; next %v, want %v", name, w.NextDue(w.o), at)
		}
		w.Run(w.o, at.AddDate(1, 0, 0)) // the clock comes late
		w.Run(w.o, at.AddDate(2, 0, 0))
		j := w.Journal()
		if len(j) != 1 || j[0].Action != ActionDataDue || !j[0].At.Equal(at) ||
			!j[0].Logged.Equal(at.AddDate(1, 0, 0)) || j[0].By != "" || !w.OverdueAt.Equal(at) {
			t.Errorf("%s: journal %+v", name, j)
		}
		if !w.NextDue(w.o).IsZero() {
			t.Errorf("%s: the clock would come again", name)
		}
	}
	for s := range map[State]bool{Received: true, Executing: true} {
		w := reached(t, s)
		if !w.KeptUntil(w.o).IsZero() {
			t.Errorf("a complaint that is %s would be anonymised", s)
		}
	}
}

// Every text that can hold personal data is replaced, and what the statistics count stays.
// A line with and without its area code is one; two mobile numbers that end alike are two people's.
func TestB1_SameLine(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"0571-88001234", "88001234", true}, {"88001234", "057188001234", true},
		{"0571-88001234 转 8", "8800 1234", true},
		{"133-0000-0001", "137-0000-0001", false}, {"13300000001", "00000001", false},
		{"0571-88001234", "010-88001234", false},
		{"88001234", "88001234", false}, {"88001234", "1234", false}, {"", "88001234", false},
	} {
		if SameLine(tt.a, tt.b) != tt.same || SameLine(tt.b, tt.a) != tt.same {
			t.Errorf("%q and %q: want %t", tt.a, tt.b, tt.same)
		}
	}
}

func TestB1_OnlyPersonalDataGoes(t *testing.T) {
	w := shelved(t)
	c := w.Complaint
	secret := "王小明13800138000"
	plant(reflect.ValueOf(c).Elem(), secret)
	c.Over = nil // they stand in the company, and name nobody's data
	c.State, c.Grade, c.Category, c.Outcome, c.AnonymisedAt, c.OpenRequests, c.Number = Archived, Minor, "noise",
		Solved, time.Time{}, 0, "TS-JY-20250303-001"
	stays := map[string]bool{ // company's people and places, codes, and what the company did
		"Number": true, "Site": true, "Channel": true, "Relation": true, "Accused": true, "Emotion": true,
		"Category": true, "Urgency": true, "Scope": true,
		"Validity": true, "Responsibility": true, "ResponsibleDepartment": true, "ResponsiblePerson": true,
		"RecordedBy": true, "Grade": true, "GradeRule": true, "State": true,
		"Owner": true, "Handler": true, "FirstContact": true, "Department": true, "Former": true, "Checkers": true,
		"Offered":  true,
		"ClosedBy": true, "Outcome": true,
		"Remedy": true,
		"By":     true, "Way": true, "Who": true, "Remedies": true, "Status": true, "Function": true, "Account": true,
		"Decision": true, "Accepted": true, "Satisfaction": true,
		"EndedBy": true, "Class": true, "Kind": true, "What": true, "Unit": true, "Person": true, "DoneBy": true,
		"VerifiedBy": true, "Effective": true, "Type": true, "Hash": true,
		"WithdrawnBy": true, "Stage": true, "Body": true, "StartedBy": true, "Result": true, "Deadline": true,
		"DecidedBy": true, "Granted": true, "Amount": true,
		"ClosedFor": true, "For": true, "StartedFor": true, "EndedFor": true, "DecidedFor": true, "Deputies": true,
		"RestrictedBy": true, "Named": true,
		"Part": true, "Field": true, "Phase": true, "List": true, "Item": true, "Link": true, "MergedInto": true,
		"MergedBy": true, "PartedBy": true, "Origin": true, "Imported": true, "GivenBy": true, "Paper": true,
		"Recognised": true, "From": true, "To": true, "AcceptedBy": true, "BackBy": true,
		"Outdated": true, "Kinds": true, "Changed": true, "VerdictBy": true, "VerdictFor": true, "Month": true,
		"Undone": true, "ErasedBy": true, "DataGround": true, "AgreedBy": true, "SignedBy": true, "Witness": true, "Drawing": true, "Facts": true,
		"FrozenBy": true, "FrozenFor": true, "WordBy": true, "WordFor": true, "Lacks": true, "Why": true,
		"ConfirmedBy": true, "OutsideSource": true, "Contacted": true, "Solved": true, "Satisfied": true,
		"Ended": true,
		"Proof": true, "CalledBy": true, "ReleasedBy": true,
		"AgreedFor": true,
		"Clause":    true, "LiftedBy": true, "LiftedFor": true, "LegalBy": true, "UnionToldOn": true, "UnionHeardOn": true,
		"PreparedBy": true, "DeliveredBy": true, "DeliveryWay": true, "Code": true, "Roles": true, "Sites": true,
		"ClauseText": true, "Original": true, "CCTV": true, "IDKind": true, "CopyWay": true, "FileNumber": true, "Reference": true, "Strokes": true,
	}
	c.anonymise(System(w.o), w.now, Note("ground", "B1"))
	var left []string
	find(reflect.ValueOf(c).Elem(), secret, func(field string) { left = append(left, field) })
	for _, f := range left {
		if !stays[f] {
			t.Errorf("%s still holds what was written", f)
		}
	}
	for name, text := range map[string]string{
		"phone": c.Phone, "identity": c.Identity, "address": c.Address, "unit": c.Intake.Unit, "contract": c.Contract,
	} {
		if text != "" {
			t.Errorf("%s is %q", name, text)
		}
	}
	for name, text := range map[string]string{
		"name": c.Name, "matter": c.Matter, "demand": c.Demand, "finding": c.Findings[0].Finding,
		"contact": c.Contacts[0].Who, "said": c.Contacts[0].Said, "words": c.Steps[0].Words,
		"task": c.Tasks[0].What, "result": c.Tasks[0].Result, "file": c.Attachments[0].Name,
		"claim": c.Disputes[0].Claim, "receipt": c.Payments[0].Receipt,
	} {
		if text != Anonymised {
			t.Errorf("%s is %q", name, text)
		}
	}
	if c.Attachments[0].Hash == "" || c.Attachments[0].RemovedAt.IsZero() || c.Measures[0].Person == "" ||
		c.Measures[0].What == secret || c.Causes[0].Class == "" || c.Payments[0].Amount == 0 ||
		c.Results[0].Satisfaction == "" {
		t.Error("what the statistics count has gone too")
	}
	if err := c.MayReopen(w.o.as("v01"), w.now); KindOf(err) != KindConflict {
		t.Errorf("reopened: %v", err)
	}
}

// plant writes a text into every text of a value, one element into each list.
func plant(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Int64, reflect.Int:
		v.SetInt(1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		plant(v.Index(0), text)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(monday))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				plant(v.Field(i), text)
			}
		}
	}
}

func find(v reflect.Value, text string, found func(field string)) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			find(v.Index(i), text, found)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			if s := v.Field(i); s.Kind() == reflect.String && s.String() == text ||
				s.Kind() == reflect.Slice && s.Type().Elem().Kind() == reflect.String && s.Len() > 0 &&
					s.Index(0).String() == text {
				found(f.Name)
				continue
			}
			find(v.Field(i), text, found)
		}
	}
}

func TestB1_AnEarlyErasureIsGranted(t *testing.T) {
	for name, tt := range map[string]struct {
		by     string
		change func(*walk)
		kind   Kind
	}{
		"by the manager of the site":  {"p01", nil, 0},
		"by a VP":                     {"v01", nil, 0},
		"not by a supervisor":         {"s01", nil, KindForbidden},
		"not by a stranger":           {"q01", nil, KindNotFound},
		"T2: not in a dispute":        {"v01", func(w *walk) { w.Disputes = []Dispute{{N: 1}} }, KindConflict},
		"not while it is being dealt": {"v01", func(w *walk) { w.State = Executing }, KindConflict},
		"not without a reason":        {"v02", nil, KindInvalid},
		"P4: not by whom it is about": {"g01", func(w *walk) { w.Accused = []string{"g01"} }, KindNotFound},
	} {
		w := reached(t, Closed)
		w.ReceivedAt = w.now.AddDate(-4, 0, 0) // the law does not have it kept any more
		w.Payments, w.SettlementParties, w.Sanctions = nil, nil, nil
		if tt.change != nil {
			tt.change(w)
		}
		w.Loaded()
		reason := "客户要求删除"
		if tt.kind == KindInvalid {
			reason = " "
		}
		before := *w.Complaint
		err := w.Erase(w.o.as(tt.by), w.now, Erasure{Reason: reason})
		if KindOf(err) != tt.kind || (err == nil) != (tt.kind == 0) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && (!reflect.DeepEqual(before, *w.Complaint) || !w.AnonymisedAt.IsZero()) {
			t.Errorf("%s: and something has changed", name)
		}
		if err == nil && (w.State != Archived || w.Name != Anonymised || len(w.Journal()) != 1 ||
			w.Journal()[0].By != tt.by) {
			t.Errorf("%s: %s, %s, %+v", name, w.State, w.Name, w.Journal())
		}
	}
}

func TestB1_FilesAreMergedAndParted(t *testing.T) {
	w := reached(t, Received)
	seen := []*Complaint{w.Complaint}
	for name, tt := range map[string]struct {
		by     string
		seen   []*Complaint
		theirs []*Complaint
		other  *Customer
		reason string
		kind   Kind
	}{
		"a supervisor":            {"s01", seen, seen, &Customer{ID: 2}, "同一人", 0},
		"an agent":                {"a01", seen, seen, &Customer{ID: 2}, "同一人", KindForbidden},
		"who sees one only":       {"s01", seen, nil, &Customer{ID: 2}, "同一人", KindInvalid},
		"who sees neither":        {"s01", nil, seen, &Customer{ID: 2}, "同一人", KindNotFound},
		"with itself":             {"s01", seen, seen, &Customer{ID: 1}, "同一人", KindInvalid},
		"with none":               {"s01", seen, nil, nil, "同一人", KindInvalid},
		"with one merged already": {"s01", seen, seen, &Customer{ID: 2, Into: 3}, "同一人", KindInvalid},
		"with one that has requests": {"s01", seen, seen, &Customer{ID: 2, Requests: []DataRequest{{ID: 1}}}, "同一人",
			KindInvalid},
		"without a reason": {"s01", seen, seen, &Customer{ID: 2}, " ", KindInvalid},
	} {
		c := &Customer{ID: 1}
		err := c.Merge(w.o.as(tt.by), w.now, tt.seen, tt.other, tt.theirs, tt.reason)
		if KindOf(err) != tt.kind || (err == nil) != (tt.kind == 0) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && (len(c.Journal()) != 0 || tt.other != nil && len(tt.other.Journal()) != 0) {
			t.Errorf("%s: refused, and in the journal", name)
		}
	}
	c, other := &Customer{ID: 1}, &Customer{ID: 2}
	if err := c.Merge(w.o.as("s01"), w.now, seen, other, seen, "同一人"); err != nil || other.Into != 1 ||
		len(c.Journal()) != 1 || len(other.Journal()) != 1 {
		t.Fatal(err, other, c.Journal())
	}
	if err := c.Unmerge(w.o.as("a01"), w.now, seen, other, seen, "不是同一人"); KindOf(err) != KindForbidden ||
		other.Into != 1 {
		t.Errorf("an agent parts: %v", err)
	}
	if err := c.Unmerge(w.o.as("s02"), w.now, seen, other, seen, "不是同一人"); err != nil || other.Into != 0 ||
		other.MergeReason != "" {
		t.Errorf("parted: %v %+v", err, other)
	}
	if err := c.Unmerge(w.o.as("s02"), w.now, seen, other, seen, "不是同一人"); KindOf(err) != KindNotFound {
		t.Errorf("parted twice: %v", err)
	}
}

func TestB1_RequestsAboutPersonalData(t *testing.T) {
	w := reached(t, Received)
	site := w.Site
	seen := []*Complaint{w.Complaint}
	good := DataRequest{Kind: SeeData, Way: "phone", Asked: "要求查阅", Site: site, Handler: "s01"}
	ask := func(by string, barred []string, change func(*DataRequest)) (*Customer, error) {
		c, r := &Customer{ID: 1}, good
		if change != nil {
			change(&r)
		}
		err := (&CustomerFile{Customer: c, Seen: seen, Barred: barred}).AskData(w.o.as(by), w.now, r)
		for i := range c.Requests {
			c.Requests[i].ID = int64(i + 1)
		}
		return c, err
	}
	for field, change := range map[string]func(*DataRequest){
		"kind": func(r *DataRequest) { r.Kind = "x" }, "way": func(r *DataRequest) { r.Way = "" },
		"asked": func(r *DataRequest) { r.Asked = " " },
		"site":  func(r *DataRequest) { r.Site = "XX" }, "handler": func(r *DataRequest) { r.Handler = "a02" },
		"received_at": func(r *DataRequest) { r.ReceivedAt = w.now.Add(time.Hour) },
	} {
		c, err := ask("a01", nil, change)
		if e, ok := err.(*Error); !ok || e.Field != field || len(c.Requests)+len(c.Journal()) != 0 {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := ask("a01", []string{"s01"}, nil); KindOf(err) != KindInvalid {
		t.Errorf("P4: who is complained about handles it: %v", err)
	}
	c, err := ask("a01", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if due := w.now.Add(15 * 24 * time.Hour); !c.Requests[0].Due.Equal(due) {
		t.Errorf("due %v, want %v", c.Requests[0].Due, due)
	}
	barred := []string{"s02"}
	for account, want := range map[string]Kind{"a01": KindForbidden, "a02": KindNotFound, "s01": 0, "s02": KindNotFound,
		"p01": 0, "q01": KindNotFound, "v01": 0} {
		if err := c.Requests[0].MayHandle(w.o.as(account), barred); KindOf(err) != want || (err == nil) != (want == 0) {
			t.Errorf("%s: %v", account, err)
		}
	}
	erase := func(by string, a DataAnswer) error {
		c, err := ask("a01", nil, func(r *DataRequest) { r.Kind = EraseData })
		if err != nil {
			t.Fatal(err)
		}
		written := len(c.Journal())
		err = c.answerRequest(w.o.as(by), w.now, nil, 1, a)
		if err != nil && (len(c.Journal()) != written || !c.Requests[0].Open()) {
			t.Errorf("refused, and something has changed: %v", err)
		}
		return err
	}
	granted := DataAnswer{Outcome: DataGranted, Answer: "已删除", Reason: "客户要求"}
	for account, want := range map[string]Kind{"s01": KindForbidden, "p01": 0, "v01": 0, "q01": KindNotFound} {
		if err := erase(account, granted); KindOf(err) != want || (err == nil) != (want == 0) {
			t.Errorf("%s grants an erasure: %v", account, err)
		}
	}
	if err := erase("s01", DataAnswer{Outcome: DataRefused, Answer: "依法须保留"}); err != nil {
		t.Errorf("a supervisor refuses: %v", err)
	}
	if err := erase("p01", DataAnswer{Outcome: DataGranted, Answer: "已删除"}); KindOf(err) != KindInvalid {
		t.Errorf("without a reason: %v", err)
	}
	file := &CustomerFile{Customer: c, Seen: seen}
	if err := file.Extracted(w.o.as("p01"), w.now, 1); KindOf(err) != KindForbidden {
		t.Errorf("who does not handle it prints the extract: %v", err)
	}
	if err := file.Extracted(w.o.as("s01"), w.now, 1); err != nil {
		t.Error(err)
	}
	if err := c.answerRequest(w.o.as("s01"), w.now, nil, 1,
		DataAnswer{Outcome: DataGranted, Answer: "已交付"}); err != nil || c.Requests[0].Open() {
		t.Error(err)
	}
	if err := file.Extracted(w.o.as("s01"), w.now, 1); KindOf(err) != KindConflict {
		t.Errorf("after the answer: %v", err)
	}
	if err := c.answerRequest(w.o.as("s01"), w.now, nil, 1, granted); KindOf(err) != KindConflict {
		t.Errorf("answered twice: %v", err)
	}
}

// A correction is written into the file and not into the journal, which would keep it (rule P5).
func TestB1_ACorrectionStandsInTheFile(t *testing.T) {
	w := reached(t, Received)
	c := &Customer{ID: 1, Requests: []DataRequest{{ID: 1, Kind: CorrectData, Site: w.Site, Handler: "s01"}}}
	if err := c.answerRequest(w.o.as("s01"), w.now, nil, 1,
		DataAnswer{Outcome: DataGranted, Answer: "已更正"}); KindOf(err) != KindInvalid {
		t.Errorf("nothing corrected: %v", err)
	}
	err := c.answerRequest(w.o.as("s01"), w.now, nil, 1,
		DataAnswer{Outcome: DataGranted, Answer: "已更正", Name: "赵晓冬", Phone: "13912345679"})
	if err != nil || c.Name != "赵晓冬" || c.Phone != "13912345679" || c.Address != "" {
		t.Error(err, c)
	}
	for _, e := range c.Journal() {
		if slices.ContainsFunc(e.Detail, func(d Change) bool { return d.After == "13912345679" }) {
			t.Error("the journal holds the new phone")
		}
	}
}
