package demo

import (
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
)

// furnishCases does, by the rules, what happens to no case of the demo company, so that the tables of it are filled too.
func furnishCases(t *testing.T, s *db.Store, now time.Time) {
	t.Helper()
	ctx := t.Context()
	by := func(account string) huiyin.Actor { return actorOf(s.Org(), account) }
	must := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	record := func(phone string) string {
		number, err := s.Record(ctx, db.Once{}, by("s01"), now, huiyin.Intake{Site: "HY", ReceivedAt: now,
			Channel: "phone", Name: "高秀英", Phone: phone, Relation: "owner", Matter: "车库顶板漏水，已三周", Demand: "修好并说明原因",
			Emotion: "calm", Category: "repair", Complainants: 1})
		must("record", err)
		return number
	}
	number, other := record("13800004321"), record("13800004321")
	on := func(what, number, who string, do func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error) {
		t.Helper()
		now = now.Add(time.Minute)
		_, err := s.ChangeComplaint(ctx, db.Once{}, number, 0, func(c *huiyin.Complaint) error { return do(by(who), now, c) })
		must(what, err)
	}
	type change = func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error
	for _, step := range []struct {
		what, who string
		do        change
	}{
		{"assign", "s01", func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
			return c.Assign(by, now, "a02", "engineering")
		}},
		{"accept", "a02", func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error { return c.Accept(by, now) }},
		{"look up", "a01", func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
			return c.LookedUp(by, now, huiyin.ByNumber)
		}},
		{"extend", "s01", func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
			return c.Extend(by, now, huiyin.D5, now.AddDate(0, 0, 20), "等防水材料到货")
		}},
		{"pause", "s01", func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
			return c.Pause(by, now, now.AddDate(0, 0, 3), "等客户提供照片")
		}},
		{"phase", "s01", func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
			return c.SetPhase(by, now, huiyin.Outbreak, "")
		}},
		{"sensitive", "s01", func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
			return c.NoteSensitive(by, now, huiyin.Sensitive{Kind: huiyin.HealthData, Text: "滑倒，手腕扭伤", ConsentBy: "高秀英"}, true)
		}},
		{"hand on", "s01", func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
			return c.HandOnData(by, now, huiyin.DataHanding{At: now, Kind: huiyin.Receivers()[0], To: "某防水公司", Purpose: "维修",
				What: "姓名、房号", DataGround: huiyin.DataGrounds()[0]})
		}},
		{"hold", "v01", func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
			return c.Hold(by, now, "律师来函")
		}},
		{"refer", "s01", func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
			return c.Refer(by, now, huiyin.OutsideReference{Source: huiyin.FromGovernment, Number: "12345-777", Received: now, Handed: now})
		}},
		{"correct", "s01", func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
			in := c.Intake
			in.Demand = "修好，说明原因并清洗车辆"
			return c.CorrectIntake(by, now, in, []string{"demand"}, "记漏")
		}},
		{"recuse", "a02", func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
			return c.Recuse(by, now, "a02", "与客户是亲戚")
		}},
		{"tick", "s01", func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
			return c.MarkItem(by, now, string(huiyin.Outbreak), huiyin.Outbreak.Checklist().Steps[0].Code)
		}},
	} {
		on(step.what, number, step.who, step.do)
	}
	now = now.Add(time.Minute)
	must("merge", s.ChangeTwo(ctx, db.Once{}, other, 0, func(*huiyin.Complaint) string { return number }, func(c, into *huiyin.Complaint) error {
		return c.Merge(by("s01"), now, into)
	}))
	must("org", s.ChangeOrg(ctx, db.Once{}, func(o *huiyin.Org) error {
		admin := actorOf(o, "admin")
		if err := o.SetParameters(admin, now, now.Add(time.Hour), map[huiyin.Parameter]int64{huiyin.SilentAfter: 5}); err != nil {
			return err
		}
		if err := o.SetWeek(admin, now, "HY", o.Calendar.Week("")); err != nil {
			return err
		}
		p := *o.Person("s02")
		p.Role, p.Site, p.Sites = huiyin.Manager, "", []string{"HY"}
		if err := o.PutPerson(admin, now, "s02", p, nil); err != nil {
			return err
		}
		return o.HoldAll(actorOf(o, "l01"), now, huiyin.Holding{Over: huiyin.HoldOverSite, Site: "JY", Reason: "诉讼保全"})
	}))
	must("draft", s.KeepDraft(ctx, "a01", huiyin.Draft{Path: "/complaints", At: now, Form: map[string][]string{"matter": {"漏水"}}}))
	must("views", s.ChangeViews(ctx, db.Once{}, by("s01"), func(v *huiyin.Views) error {
		return v.Save(by("s01"), now, huiyin.View{Name: "本月漏水", Query: "category=repair"}, map[string][]string{"category": {"repair"}})
	}))
	must("session", s.StartSession(ctx, db.Session{ID: strings.Repeat("5", 64), Account: "s01", Created: now, Seen: now},
		huiyin.NewEntry("s01", huiyin.ActionLogIn, "account:s01", now)))
	must("device", s.KnowDevice(ctx, "s01", strings.Repeat("7", 64), now))
	must("timestamp", s.KeepTimestamp(ctx, now, huiyin.Timestamp{Hash: strings.Repeat("ab", 32), Entry: 3, At: now,
		Server: "tsa.example.com", Token: []byte("token")}))
	file, err := s.CustomerOf(ctx, by("s01"), number)
	must("customer", err)
	must("request", s.ChangeCustomer(ctx, db.Once{}, by("s01"), now, file, func(f *huiyin.CustomerFile) error {
		return f.AskData(by("s01"), now, huiyin.DataRequest{Kind: "see", Site: "HY", Way: "phone", Asked: "看本人记录", Handler: "h01",
			ReceivedAt: now})
	}))
}
