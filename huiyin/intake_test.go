package huiyin

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestK2_IntakeIsChecked(t *testing.T) {
	for _, tt := range []struct {
		field  string
		change func(*Intake)
	}{
		{"site", func(in *Intake) { in.Site = "" }},
		{"site", func(in *Intake) { in.Site = "XX" }},
		{"channel", func(in *Intake) { in.Channel = "" }},
		{"channel", func(in *Intake) { in.Channel = "pigeon" }},
		{"name", func(in *Intake) { in.Name = " " }},
		{"name", func(in *Intake) { in.Name = strings.Repeat("王", shortText+1) }},
		{"phone", func(in *Intake) { in.Phone = "" }},
		{"phone", func(in *Intake) { in.Phone = "微信号" }},
		{"phone", func(in *Intake) { in.Phone = "1234" }},
		{"matter", func(in *Intake) { in.Matter = "\n\t" }},
		{"matter", func(in *Intake) { in.Matter = strings.Repeat("字", longText+1) }},
		{"demand", func(in *Intake) { in.Demand = "" }},
		{"category", func(in *Intake) { in.Category = "nothing" }},
		{"category", func(in *Intake) { in.Category = "old" }},
		{"relation", func(in *Intake) { in.Relation = "cousin" }},
		{"emotion", func(in *Intake) { in.Emotion = "hungry" }},
		{"urgency", func(in *Intake) { in.Urgency = "asap" }},
		{"scope", func(in *Intake) { in.Scope = "world" }},
		{"complainants", func(in *Intake) { in.Complainants = -1 }},
		{"complainants", func(in *Intake) { in.Complainants = 100_001 }},
		{"received_at", func(in *Intake) { in.ReceivedAt = monday.Add(time.Second) }},
		{"received_at", func(in *Intake) { in.ReceivedAt = monday.AddDate(-31, 0, 0) }},
		{"event_at", func(in *Intake) { in.EventAt = monday.Add(time.Hour) }},
		{"promised_at", func(in *Intake) { in.PromisedAt = monday.Add(-time.Hour) }},
		{"accused", func(in *Intake) { in.Accused = []string{"nobody"} }},
	} {
		c, err := RecordComplaint(demo().as("a01"), monday, intake(tt.change))
		if e, ok := err.(*Error); !ok || e.Kind != KindInvalid || e.Field != tt.field || c != nil {
			t.Errorf("want a refusal on %s, got %v, %v", tt.field, c, err)
		}
	}
	closed := demo(func(o *Org) { o.Sites[0].Closed = true })
	if _, err := RecordComplaint(closed.as("a01"), monday, intake()); KindOf(err) != KindInvalid {
		t.Errorf("a closed site takes complaints: %v", err)
	}
	for name, change := range map[string]func(*Intake){
		"a visit without a phone": func(in *Intake) { in.Channel, in.Phone = ChannelVisit, "" },
		"anonymous":               func(in *Intake) { in.Name, in.Phone = "匿名业主", "" },
		"written numbers":         func(in *Intake) { in.Phone = "+86 (0755) 2345-6789转12" },
		"on the minute":           func(in *Intake) { in.PromisedAt = in.ReceivedAt.Truncate(time.Minute) },
	} {
		if _, err := RecordComplaint(demo().as("a01"), monday, intake(change)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestW14_Recorded(t *testing.T) {
	c, err := RecordComplaint(demo().as("a01"), monday, Intake{
		Site: "HY", Channel: ChannelPhone, Name: " 王女士 ", Phone: "13812345678", Matter: "电梯停运", Demand: "修好",
		Category: "repair", Accused: []string{"s02", "a02", "s02"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.State != Received || c.RecordedBy != "a01" || c.FirstContact != "a01" || c.Handler != "" || c.Owner != "x02" ||
		c.Validity != Undecided || c.Responsibility != ByUnknown {
		t.Errorf("got %+v", c)
	}
	if c.Name != "王女士" || !c.ReceivedAt.Equal(monday) || c.Urgency != Normal || c.Scope != "household" ||
		c.Complainants != 1 || fmt.Sprint(c.Accused) != "[a02 s02]" {
		t.Errorf("filled in as %+v", c.Intake)
	}
	c.Numbered("TS-HY-20250303-007")
	if j := c.Journal(); len(j) != 1 || j[0].Action != ActionRecord || j[0].By != "a01" ||
		j[0].Subject != "TS-HY-20250303-007" || j[0].Version != 1 || c.Version != 1 {
		t.Errorf("journal %+v", j)
	}
}

func TestK0_Number(t *testing.T) {
	for n, want := range map[int]string{1: "TS-HY-20250303-001", 42: "TS-HY-20250303-042", 999: "TS-HY-20250303-999",
		1000: "TS-HY-20250303-1000", 12345: "TS-HY-20250303-12345"} {
		if got := Number("HY", monday, n); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
