package demo

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
	"huiyin/huiyin/units"
)

// furnishing fills tables by the rules: what can be done is done by whoever may, wherever it is open.
type furnishing struct {
	*testing.T
	s   *db.Store
	now time.Time
}

// errNotHere says that a case is none for a move.
var errNotHere = errors.New("not here")

func (f *furnishing) must(what string, err error) {
	f.Helper()
	if err != nil {
		f.Errorf("%s: %v", what, err)
	}
}

func (f *furnishing) by(account string) huiyin.Actor { return actorOf(f.s.Org(), account) }

// somewhere does a thing in the first case, by the first person, where the rules let it be done; it gives both.
func (f *furnishing) somewhere(what string, fits func(*huiyin.Complaint) bool,
	do func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error, in ...*db.Incoming) (*huiyin.Complaint, string) {
	f.Helper()
	f.now = f.now.Add(time.Minute)
	var last error
	for _, c := range allComplaints(f.T, f.s, f.now) {
		if !fits(c) {
			continue
		}
		for _, p := range f.s.Org().Active(func(p *huiyin.Person) bool { return !p.Admin }) {
			k, err := f.s.ChangeComplaint(f.Context(), db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error {
				return do(f.by(p.Account), f.now, c)
			}, in...)
			if err == nil {
				return k, p.Account
			}
			if huiyin.KindOf(err) != huiyin.KindNotFound && huiyin.KindOf(err) != huiyin.KindForbidden {
				last = err
			}
		}
	}
	f.Errorf("%s: nowhere, the last says: %v", what, last)
	return nil, ""
}

func (f *furnishing) kept(text string) *db.Incoming {
	f.Helper()
	in, err := f.s.ReceiveBytes([]byte(text))
	if err != nil {
		f.Fatal(err)
	}
	return in
}

// furnishRest fills the tables that neither the demo company nor the furnished case fills.
func furnishRest(t *testing.T, s *db.Store, now time.Time) {
	t.Helper()
	f := &furnishing{t, s, now.Add(2 * time.Hour)}
	any := func(*huiyin.Complaint) bool { return true }
	state := func(states ...huiyin.State) func(*huiyin.Complaint) bool {
		return func(c *huiyin.Complaint) bool {
			for _, s := range states {
				if c.State == s {
					return true
				}
			}
			return false
		}
	}
	f.somewhere("hearing", state(huiyin.InDispute), func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
		return c.LogDispute(by, now, len(c.Disputes), huiyin.DisputeEvent{Kind: huiyin.HearingDate, On: now.AddDate(0, 0, 9),
			Words: "第二次开庭"})
	})
	f.somewhere("outside", any, func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
		return c.SendOutside(by, now, huiyin.OutsideProgress, "正在核实。")
	})
	f.somewhere("package", any, func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
		return c.PackEvidence(by, now, "开庭举证", "某区人民法院")
	})
	f.somewhere("party", any, func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
		if len(c.Proposals) == 0 {
			return errNotHere
		}
		return c.NameParty(by, now, len(c.Proposals), huiyin.Party{Name: "王小明", Role: huiyin.PartyAgent, Identity: "1234",
			For: "王明", Powers: huiyin.PowersIn("settle,receive"), Owners: "李四", Holder: "王明", Bank: "某银行", Account: "6222"}, false)
	})
	f.somewhere("waiver", any, func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
		return c.WaivePaper(by, now, "客户在外地，协议已寄出")
	})
	in := f.kept("%PDF shown")
	f.somewhere("show", any, func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
		return c.Show(by, now, huiyin.Signing{Paper: "receipt", Edition: c.Version, Hash: in.Hash, Size: in.Size})
	}, in)
	invalid, _ := f.somewhere("invalid", state(huiyin.Investigating), func(by huiyin.Actor, now time.Time,
		c *huiyin.Complaint) error {
		a := c.Assessment
		a.Validity = huiyin.NotValid
		if err := c.Assess(by, now, huiyin.Assessing{Assessment: a, Grade: c.Grade, Urgency: c.Urgency, Reason: "核实后认定",
			GradeReason: "核实后认定", UrgencyReason: "核实"}); err != nil {
			return err
		}
		if err := endTasks(by, now, c); err != nil {
			return err
		}
		if err := c.Close(by, now, huiyin.InvalidCase, "查无此事"); err != nil || c.State != huiyin.Closed {
			return errors.Join(err, errNotHere)
		}
		return nil
	})
	if invalid != nil {
		f.somewhere("object", func(c *huiyin.Complaint) bool { return c.Number == invalid.Number },
			func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
				return c.Object(by, now, "我不同意")
			})
	}
	facts, _ := f.somewhere("admit", state(huiyin.Answering), func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
		if c.Grade != huiyin.Important && c.Grade != huiyin.Major {
			return errNotHere
		}
		return c.GiveAnswer(by, now, huiyin.Answer{Way: "phone", Said: "已说明情况", Accepted: "pending", Facts: huiyin.FactsAdmitted})
	})
	if facts != nil {
		f.somewhere("word on facts", func(c *huiyin.Complaint) bool { return c.Number == facts.Number },
			func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
				return c.DecideFacts(by, now, len(c.Answers), huiyin.Approve, "属实")
			})
	}
	f.somewhere("points", state(huiyin.Executing), func(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
		a := c.Assessment
		a.Validity, a.Responsibility, a.ResponsiblePerson = huiyin.Valid, huiyin.ByCompany, "a01"
		if err := c.Assess(by, now, huiyin.Assessing{Assessment: a, Grade: c.Grade, Urgency: c.Urgency, Reason: "核实后认定",
			GradeReason: "核实后认定", UrgencyReason: "核实"}); err != nil {
			return err
		}
		if err := endTasks(by, now, c); err != nil {
			return err
		}
		var instead []huiyin.StandIn
		for _, g := range c.Missing(now) {
			instead = append(instead, huiyin.StandIn{Lacks: g.Lacks, Why: "other", Words: "客户不再接听"})
		}
		return c.Close(by, now, huiyin.Solved, "", instead...)
	})
	f.readings()
	f.lists()
	f.register()
	f.units()
	f.papers()
	f.handedOver()
	f.destroyed()
}

func endTasks(by huiyin.Actor, now time.Time, c *huiyin.Complaint) error {
	for i := range c.Tasks {
		if k := &c.Tasks[i]; k.EndedAt.IsZero() {
			if err := c.EndTask(by, now, k.ID, "", "不再需要"); err != nil {
				return err
			}
		}
	}
	return nil
}

// readings are what people look up and read.
func (f *furnishing) readings() {
	ctx, s := f.Context(), f.s
	read := false
	for _, p := range s.Org().Active(func(p *huiyin.Person) bool { return !p.Admin }) {
		views, err := s.Circulars(ctx, f.by(p.Account), f.now)
		f.must("circulars", err)
		for _, v := range views {
			read = read || s.ReadCircular(ctx, db.Once{}, f.by(p.Account), f.now, v.ID) == nil
		}
	}
	if !read {
		f.Error("no circular was read")
	}
	f.must("tries", s.KeepTries(ctx, []db.Tries{{Key: "account v01", Left: 3, Most: 5, At: f.now}}, f.now.AddDate(0, 0, -1)))
	_, err := s.LookUp(ctx, f.by("a01"), f.now, huiyin.Question{Phone: "13800004321"})
	f.must("look up", err)
	crowd := dbtest.Intake()
	crowd.Site, crowd.Complainants, crowd.ReceivedAt = "HY", 9, f.now
	_, err = s.Record(ctx, db.Once{}, f.by("a02"), f.now, crowd)
	f.must("crowd", err)
	_, err = s.TellGroups(ctx, f.now)
	f.must("tell of groups", err)
	hints, err := s.Groups(ctx, f.by("v01"), f.now)
	f.must("groups", err)
	if len(hints) == 0 {
		f.Error("no group is hinted at")
	} else {
		f.must("group", s.AnswerGroup(ctx, db.Once{}, f.by("v01"), f.now, hints[0].Key(), "同一家庭，分别登记"))
	}
	_, err = s.KeepTyped(ctx, "a01", f.now, db.Typed{Path: "/account/notices", Form: map[string][]string{"mail": {"a"}}})
	f.must("typed", err)
	f.must("once", s.Answer(ctx, db.Once{Key: "furnished", At: f.now}, "done"))
	number, err := s.AskExport(ctx, db.Once{}, f.by("q01"), f.now, huiyin.ExportRequest{Purpose: "年度分析", List: "/complaints",
		Format: "xlsx", People: 500})
	f.must("ask export", err)
	f.must("decide export", s.ChangeExport(ctx, db.Once{}, number, 0, func(r *huiyin.ExportRequest) error {
		return r.Decide(f.by("v01"), f.now, huiyin.Approve, "同意")
	}))
	f.must("export", s.NoteExport(ctx, huiyin.NewEntry("q01", huiyin.ActionExport, "complaints", f.now),
		allComplaints(f.T, s, f.now)[:2]))
	logo := []byte("logo")
	f.must("letterhead", s.ChangeOrg(ctx, db.Once{}, func(o *huiyin.Org) error {
		p := o.Letterhead
		p.Name, p.Footer, p.Officer, p.Unsealed = "某置业有限公司", "投诉电话 400", "信息保护办", []huiyin.Paper{"settlement"}
		p.Script, p.Unsigned = huiyin.Scripts()[1], huiyin.Boxes()[:1]
		p.Logo = huiyin.Logo{Hash: huiyin.Digest(string(logo)), Width: 9, Height: 9, Content: logo}
		return o.SetLetterhead(f.by("admin"), f.now, p)
	}))
}

// lists are inquiries, and the sample of their month.
func (f *furnishing) lists() {
	ctx, s := f.Context(), f.s
	zone := s.Org().Zone
	before := huiyin.MonthOf(f.now, zone).Add(-4)
	within := before.Ends(zone).Add(-50 * time.Hour)
	number, err := s.RecordInquiry(ctx, db.Once{}, f.by("s01"), within, huiyin.InquiryForm{Due: within.Add(4 * time.Hour),
		Why: "只是问算法", ContactRecordForm: huiyin.ContactRecordForm{Site: "HY", Channel: "phone", Name: "高秀英", Phone: "13800004321",
			Matter: "物业费太贵，我很不满意，怎么算的"}})
	f.must("inquiry", err)
	f.must("contact", s.ChangeInquiry(ctx, db.Once{}, number, 0, func(q *huiyin.Inquiry) error {
		return q.LogContact(f.by("s01"), within.Add(time.Hour), huiyin.Contact{Way: "phone", At: within.Add(time.Hour), Who: "高秀英",
			Said: "已说明"})
	}))
	_, err = s.DrawSample(ctx, db.Once{}, f.by("k01"), f.now, before)
	f.must("draw", err)
	rows, err := s.Samples(ctx, f.by("k01"))
	f.must("samples", err)
	sample := rows[0].Number
	v, _, _, err := s.Sample(ctx, f.by("k01"), sample)
	f.must("sample", err)
	if err != nil {
		return
	}
	done := false
	for i := range v.Items {
		for _, p := range s.Org().Active(func(p *huiyin.Person) bool { return !p.Admin && p.Account != "k01" }) {
			if done || s.ChangeSample(ctx, db.Once{}, f.by("k01"), sample, i+1, 0,
				func(v *huiyin.Sample, c *huiyin.Complaint, acted []string) error {
					return v.Ask(f.by("k01"), f.now, i+1, p.Account, f.now.AddDate(0, 0, 5), c, acted)
				}) != nil {
				continue
			}
			f.now = f.now.Add(time.Minute)
			done = s.ChangeSample(ctx, db.Once{}, f.by(p.Account), sample, i+1, 0,
				func(v *huiyin.Sample, c *huiyin.Complaint, acted []string) error {
					return v.Fill(f.by(p.Account), f.now, i+1, []huiyin.SheetMark{{Code: huiyin.ScoreSheet[0].Code, Score: 5, Words: "晚"}},
						c, acted)
				}) == nil
		}
	}
	if !done {
		f.Error("no sheet was filled")
	}
}

// register is a line of an old register.
func (f *furnishing) register() {
	taken, err := f.s.TakeOver(f.Context(), f.by("p01"), f.now, []huiyin.OldComplaint{{Line: 2, Key: "old 1", NumberKey: "old",
		Number: "2019-1", Intake: huiyin.Intake{Site: "HY", ReceivedAt: f.now.AddDate(0, 0, -2), Channel: "phone", Name: "旧客户",
			Phone: "13700001111", Relation: "owner", Matter: "门锁坏了", Demand: "换锁", Emotion: "calm", Category: "repair",
			Complainants: 1}}})
	f.must("register", err)
	if len(taken) != 1 || taken[0].Number == "" || taken[0].Already {
		f.Errorf("register: %+v", taken)
	}
}

// units is an import of one unit of HY, whose owner changes by the next one.
func (f *furnishing) units() {
	by := f.by("p01")
	for i, name := range []string{"业主甲", "业主乙"} {
		b := db.UnitBatch{ID: "furnished" + name, By: "p01", Name: "房源.csv", At: f.now, Sites: []string{"HY"}, New: 1 - i, Owners: i,
			Changed: 1, Same: 1, Refused: 1, Conflicts: i, Missing: 1, Undone: f.now, UndoneBy: "p01", Reason: "传错"}
		f.must("begin units", f.s.BeginUnits(f.Context(), b))
		_, err := f.s.ImportUnits(f.Context(), by, f.now, b.ID, []db.UnitChoice{{Line: units.Line{Line: 2, Site: "HY", Code: "88-101",
			Typed: "88栋101", Values: map[string]string{"area": "98.5", "inner_area": "80", "plan": "三房", "floor": "1", "use": "住宅",
				"building": "88栋", "price": "1850000", "filed": "1900000", "permit": "预许1号", "charges": "none",
				"charges_at": "2026-01-02", "state": "sold", "delivered_at": "2026-01-03"},
			People: []units.Period{{Relation: units.Owner, Name: name, Phone: "1380000003" + string(rune('0'+i)), Share: "全部",
				Contract: "HT-1", Signed: f.now.AddDate(0, -2, i)}}}}}, f.now)
		f.must("import units", err)
		f.must("end units", f.s.EndUnits(f.Context(), by, f.now, b))
	}
	f.must("correct a unit", f.s.ChangeUnit(f.Context(), db.Once{}, "HY", "88-101", 0, func(u *units.Unit) error {
		return u.Correct(by, f.now, units.Correction{Field: "plan", Value: "两房", Reason: "实测"})
	}))
	f.must("miss a unit", f.s.MissUnits(f.Context(), by, f.now, "furnished业主乙", []string{"HY/88-101"}))
}

// papers are pages that were brought: one in the tray.
func (f *furnishing) papers() {
	in, err := f.s.Upload(f.Context(), f.by("s01"), f.now, bytes.NewReader([]byte("%PDF brought")), 1<<20)
	f.must("upload", err)
	_, err = f.s.FileScans(f.Context(), db.Once{}, f.by("s01"), f.now, []db.ScanFile{{In: in, Name: "单.pdf", Type: "application/pdf",
		Sheets: []db.ScanSheet{{Thumb: f.kept("small")}}}})
	f.must("scans", err)
}

// handedOver is a list of what was archived, signed by both sides.
func (f *furnishing) handedOver() {
	ctx, s := f.Context(), f.s
	at := f.now.AddDate(1, 0, 0)
	for _, c := range allComplaints(f.T, s, f.now) {
		if c.State != huiyin.Closed || c.Site != "HY" {
			continue
		}
		_, err := s.ChangeComplaint(ctx, db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error { c.Run(s.Org(), at); return nil })
		f.must("archive", err)
	}
	number, err := s.DrawArchiveList(ctx, db.Once{}, f.by("h01"), at, "HY", time.Time{}, at)
	f.must("list for the archive", err)
	for _, who := range []string{"p01", "h01"} {
		f.must("sign", s.ChangeArchiveList(ctx, db.Once{}, number, 0,
			func(l *huiyin.ArchiveList) error { return l.Sign(f.by(who), at) }))
	}
}

// destroyed is a case of which the time is over years later: listed, signed and gone.
func (f *furnishing) destroyed() {
	ctx, s := f.Context(), f.s
	at := f.now.AddDate(8, 0, 0)
	var rows []huiyin.DestructionRow
	for _, c := range allComplaints(f.T, s, f.now) {
		if len(rows) > 0 || c.State.Open() {
			continue
		}
		_, err := s.ChangeComplaint(ctx, db.Once{}, c.Number, 0, func(c *huiyin.Complaint) error { c.Run(s.Org(), at); return nil })
		f.must("outlive", err)
		_, err = s.RunLists(ctx, at)
		f.must("list", err)
		rows, err = s.DestructionLists(ctx, f.by("l01"), 5)
		f.must("lists", err)
	}
	if len(rows) == 0 {
		f.Error("nothing is listed")
		return
	}
	for _, who := range []string{"l01", "h01"} {
		f.must("sign", s.ChangeDestruction(ctx, db.Once{}, rows[0].Number, 0,
			func(l *huiyin.DestructionList) error { return l.Sign(f.by(who), at) }))
	}
}
