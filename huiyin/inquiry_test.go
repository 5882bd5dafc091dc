package huiyin

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func inquiryForm(changes ...func(*InquiryForm)) InquiryForm {
	f := InquiryForm{ContactRecordForm: ContactRecordForm{Site: "HY", Channel: ChannelPhone, Name: "赵先生",
		Phone: "13912345678", Unit: "1栋101", Matter: "什么时候交房"}}
	for _, change := range changes {
		change(&f)
	}
	return f
}

// inquired is an inquiry as a01 of HY took it in on Monday at ten.
func inquired(t *testing.T, o *Org, changes ...func(*InquiryForm)) *Inquiry {
	t.Helper()
	q, err := RecordInquiry(o.as("a01"), monday, inquiryForm(changes...))
	if err != nil {
		t.Fatal(err)
	}
	q.Numbered("ZX-HY-20250303-001")
	q.Loaded()
	return q
}

// slipRefused proves a refusal of that kind and at that field, and that nothing changed.
func slipRefused[T any](t *testing.T, v *T, want Kind, field string, do func() error) {
	t.Helper()
	before := *v
	err := do()
	e, _ := err.(*Error)
	if KindOf(err) != want || field != "" && (e == nil || e.Field != field) {
		t.Errorf("got %v (%+v), want refusal %d at %q", err, e, want, field)
	}
	if diff := cmp.Diff(before, *v, cmp.AllowUnexported(Record{})); diff != "" {
		t.Errorf("refused, yet changed:\n%s", diff)
	}
}

func TestW13_InquiryIsChecked(t *testing.T) {
	o := demo(func(o *Org) { o.Sites[1].Closed = true })
	for name, tt := range map[string]struct {
		change func(*InquiryForm)
		field  string
	}{
		"no site":        {func(f *InquiryForm) { f.Site = "" }, "site"},
		"closed site":    {func(f *InquiryForm) { f.Site = o.Sites[1].Code }, "site"},
		"no channel":     {func(f *InquiryForm) { f.Channel = "" }, "channel"},
		"no name":        {func(f *InquiryForm) { f.Name = " " }, "name"},
		"no phone":       {func(f *InquiryForm) { f.Phone = "" }, "phone"},
		"odd phone":      {func(f *InquiryForm) { f.Phone = "无" }, "phone"},
		"nothing asked":  {func(f *InquiryForm) { f.Matter = "\n" }, "matter"},
		"too much asked": {func(f *InquiryForm) { f.Matter = strings.Repeat("长", longText+1) }, "matter"},
		"due before now": {func(f *InquiryForm) { f.Due = monday }, "due"},
		"due after D1":   {func(f *InquiryForm) { f.Due = monday.Add(24*time.Hour + 1) }, "due"},
		"no such person": {func(f *InquiryForm) { f.Handler = "zz" }, "handler"},
	} {
		_, err := RecordInquiry(o.as("a01"), monday, inquiryForm(tt.change))
		if e, ok := err.(*Error); !ok || e.Kind != KindInvalid || e.Field != tt.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, change := range map[string]func(*InquiryForm){
		"a visit without phone": func(f *InquiryForm) { f.Channel, f.Phone = ChannelVisit, "" },
		"nobody's name":         func(f *InquiryForm) { f.Name, f.Phone = "匿名", "" },
		"due at D1 itself":      func(f *InquiryForm) { f.Due = monday.Add(24 * time.Hour) },
	} {
		if _, err := RecordInquiry(o.as("a01"), monday, inquiryForm(change)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestD1_DueAndRungs(t *testing.T) {
	for name, tt := range map[string]struct {
		figures         Parameters
		due             time.Duration
		half, near, end time.Duration
	}{
		"the default":   {Parameters{}, 0, 12 * time.Hour, 24 * time.Hour * 80 / 100, 24 * time.Hour},
		"two hours":     {Parameters{InquiryAnswer: 2}, 0, time.Hour, 96 * time.Minute, 2 * time.Hour},
		"agreed sooner": {Parameters{}, 10 * time.Hour, 5 * time.Hour, 8 * time.Hour, 10 * time.Hour},
	} {
		o := demo(func(o *Org) { o.Parameters = tt.figures })
		q := inquired(t, o, func(f *InquiryForm) {
			if tt.due > 0 {
				f.Due = monday.Add(tt.due)
			}
		})
		if q.Half.Sub(monday) != tt.half || q.Near.Sub(monday) != tt.near || q.Due.Sub(monday) != tt.end || q.Working {
			t.Errorf("%s: %s %s %s", name, q.Half.Sub(monday), q.Near.Sub(monday), q.Due.Sub(monday))
		}
	}
	o := demo(func(o *Org) { o.Parameters = Parameters{InquiryWorking: 1} })
	q := inquired(t, o)
	if want := o.Calendar.Add("HY", o.Zone, monday, 24*time.Hour); !q.Working || !q.Due.Equal(want) {
		t.Errorf("by working hours due %s, want %s", q.Due, want)
	}
}

func TestD1D8_TheLadderOfAnInquiry(t *testing.T) {
	o := demo()
	q := inquired(t, o, func(f *InquiryForm) { f.Handler = "a02" })
	const h = time.Hour
	var got []string
	for _, at := range []time.Duration{12*h - 1, 12 * h, 24*h*80/100 - 1, 24 * h * 80 / 100, 24*h - 1, 24 * h,
		100 * h} {
		q.Loaded()
		q.Run(o, monday.Add(at))
		q.Run(o, monday.Add(at)) // twice does nothing
		var who []string
		for _, n := range q.Notices() {
			who = append(who, string(n.Kind)+":"+n.Account)
		}
		slices.Sort(who)
		got = append(got, fmt.Sprint(q.Status, who))
	}
	want := []string{
		"running[]", "running[deadline_half:a02]", "running[]",
		"running[deadline_near:a02 deadline_near:s01 deadline_near:s02]", "running[]",
		"missed[deadline_missed:a02 deadline_missed:s01 deadline_missed:s02 deadline_missed:x02]", "missed[]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestD10D13_ALateClockDoesWhatAPunctualOneWouldHave(t *testing.T) {
	o := demo()
	q := inquired(t, o)
	now := monday.Add(99 * time.Hour)
	q.Run(o, now)
	var at []string
	for _, e := range q.Journal() {
		at = append(at, fmt.Sprint(e.Action, e.At.Sub(monday), e.Logged.Equal(now)))
	}
	if want := []string{"alert12h0m0s true", "alert19h12m0s true", "miss_deadline24h0m0s true",
		"alert24h0m0s true"}; !slices.Equal(at, want) {
		t.Errorf("%v", at)
	}
	if !q.NextDue().IsZero() {
		t.Error("still due")
	}
}

func TestD13_TheVerdictOfAnInquiryFallsOnce(t *testing.T) {
	o := demo()
	for name, tt := range map[string]struct {
		at   time.Duration
		want DeadlineStatus
	}{
		"in time":      {24*time.Hour - 1, Met},
		"at the limit": {24 * time.Hour, Missed},
		"late":         {30 * time.Hour, Missed},
	} {
		q := inquired(t, o)
		if err := q.Reply(o.as("a01"), monday.Add(tt.at), "phone", "年底交房"); err != nil {
			t.Fatal(err)
		}
		o2 := demo(func(o *Org) { o.Parameters = Parameters{InquiryAnswer: 1} })
		q.Run(o2, monday.Add(1000*time.Hour))
		if q.Status != tt.want || q.State != ContactAnswered || !q.NextDue().IsZero() {
			t.Errorf("%s: %s", name, q.Status)
		}
		slipRefused(t, q, KindConflict, "",
			func() error { return q.Reply(o.as("a01"), monday.Add(40*time.Hour), "phone", "再答") })
	}
}

func TestW13_AnInquiryIsAnsweredLoggedAndHandedOn(t *testing.T) {
	o := demo()
	q := inquired(t, o)
	now := monday.Add(time.Hour)
	a, s := o.as("a01"), o.as("s01")
	slipRefused(t, q, KindInvalid, "way", func() error { return q.Reply(a, now, "", "好") })
	slipRefused(t, q, KindInvalid, "said", func() error { return q.Reply(a, now, "phone", " ") })
	slipRefused(t, q, KindInvalid, "at",
		func() error { return q.LogContact(a, now, Contact{Way: "phone", Said: "好", At: now.Add(1)}) })
	slipRefused(t, q, KindInvalid, "at", func() error {
		return q.LogContact(a, now, Contact{Way: "phone", Said: "好", At: monday.Add(-time.Hour)})
	})
	slipRefused(t, q, KindInvalid, "handler", func() error { return q.Assign(s, now, "zz") })
	slipRefused(t, q, KindInvalid, "handler", func() error { return q.Assign(s, now, "a01") })
	for _, err := range []error{q.LogContact(a, now, Contact{Way: "phone", Said: "已登记"}), q.Assign(s, now, "b01"),
		q.Reply(o.as("b01"), now, "wechat", "年底")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if q.AnsweredBy != "b01" || q.Answer != "年底" || len(q.Contacts) != 1 || q.Version != q.loaded+1 || q.Status != Met {
		t.Errorf("%+v", q)
	}
	if n := q.Notices(); len(n) != 1 || n[0].Account != "b01" || n[0].Kind != NoticeAssigned {
		t.Errorf("notices %+v", n)
	}
}

func TestP3P5_WhoSeesAnInquiry(t *testing.T) {
	o := demo()
	q := inquired(t, o, func(f *InquiryForm) { f.Handler = "b01" })
	const sees = "a01 b01 s01 s02 p01 x02 v01 v02 g01"
	const reveals = "a01 b01 s01 s02"
	for _, account := range everyone(o) {
		by := o.as(account)
		for a, may := range map[Action]string{ActionRead: sees, ActionGiveAnswer: sees, ActionLogContact: sees,
			ActionAssign: sees, ActionConvert: sees, ActionToPraise: sees, ActionReveal: reveals} {
			want := KindNotFound
			switch {
			case slices.Contains(strings.Fields(may), account):
				want = 0
			case slices.Contains(strings.Fields(sees), account):
				want = KindForbidden
			}
			if err := CanOn(by, a, q); KindOf(err) != want {
				t.Errorf("%s %s: %v", account, a, err)
			}
		}
	}
	slipRefused(t, q, KindForbidden, "", func() error { return q.RevealField(o.as("v01"), monday, "phone") })
	slipRefused(t, q, KindInvalid, "field", func() error { return q.RevealField(o.as("a01"), monday, "name") })
	if err := q.RevealField(o.as("a01"), monday, "phone"); err != nil || q.Changed() || len(q.Journal()) != 1 {
		t.Errorf("%v %+v", err, q.Journal())
	}
}

func TestW13_AnInquiryBecomesAComplaintOnce(t *testing.T) {
	o := demo()
	q := inquired(t, o)
	a, now := o.as("a01"), monday.Add(25*time.Hour)
	if err := q.LogContact(a, monday.Add(time.Hour), Contact{Way: "phone", Who: "本人", Said: "客户着急"}); err != nil {
		t.Fatal(err)
	}
	form := Converting{Category: "repair", Demand: "按期交房", Accused: []string{"a02"}}
	for field, change := range map[string]func(*Converting){
		"category": func(f *Converting) { f.Category = "" }, "demand": func(f *Converting) { f.Demand = "" },
		"accused": func(f *Converting) { f.Accused = []string{"zz"} },
	} {
		f := form
		change(&f)
		q.Run(o, now)
		slipRefused(t, q, KindInvalid, field, func() error { _, err := q.Convert(a, now, f); return err })
	}
	c, err := q.Convert(a, now, form)
	if err != nil {
		t.Fatal(err)
	}
	c.Numbered("TS-HY-20250304-001")
	q.Became(c.Number)
	if c.Name != q.Name || c.Phone != q.Phone || c.Unit != q.Unit || c.Matter != q.Matter || c.Origin != q.Number ||
		c.Site != "HY" || !c.ReceivedAt.Equal(now) || c.State != Received {
		t.Errorf("carried over: %+v", c.Intake)
	}
	if len(c.Contacts) != 1 || c.Contacts[0].Said != "客户着急" || c.Contacts[0].By != "a01" ||
		c.Deadline(D3).Status != Running {
		t.Errorf("contacts %+v", c.Contacts)
	}
	if q.State != ContactConverted || q.Into != c.Number || q.Status != Missed { // the verdict had fallen
		t.Errorf("%+v", q)
	}
	if CanOn(o.as("a02"), ActionRead, q) == nil || CanOn(a, ActionRead, q) != nil { // rule P4
		t.Error("who is complained about still sees the inquiry")
	}
	slipRefused(t, q, KindConflict, "", func() error { _, err := q.Convert(a, now, form); return err })
	slipRefused(t, q, KindConflict, "", func() error { _, err := q.ToPraise(a, now, []string{"a02"}, ""); return err })
	slipRefused(t, q, KindConflict, "", func() error { return q.Reply(a, now, "phone", "好") })

	early := inquired(t, o)
	if _, err := early.Convert(a, monday.Add(time.Hour), form); err != nil || early.Status != Waived ||
		!early.NextDue().IsZero() {
		t.Errorf("converted before its date: %v %s", err, early.Status)
	}
}

func TestB2_AnInquiryBecomesPraise(t *testing.T) {
	o := demo()
	q := inquired(t, o)
	slipRefused(t, q, KindInvalid, "persons", func() error {
		_, err := q.ToPraise(o.as("a01"), monday, nil, "")
		return err
	})
	p, err := q.ToPraise(o.as("a01"), monday, []string{"a02"}, "")
	if err != nil || p.Origin != q.Number || p.Matter != q.Matter || p.Phone != q.Phone || q.State != ContactConverted {
		t.Errorf("%v %+v", err, p)
	}
}

func TestW12_AStaleInquiryIsRefused(t *testing.T) {
	q := inquired(t, demo())
	if q.Check(0) != nil || q.Check(q.Version) != nil || KindOf(q.Check(q.Version+1)) != KindStale {
		t.Error("the version is not asked for")
	}
}

func TestK0_NumbersOfInquiriesAndPraise(t *testing.T) {
	for want, got := range map[string]string{
		"ZX-HY-20250303-007": InquiryNumber("HY", monday, 7), "BY-HY-20250303-1000": PraiseNumber("HY", monday, 1000),
		"TS-HY-20250303-099": Number("HY", monday, 99),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
