package db_test

import (
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// notified is a complaint with a text of its own in every place, and in those that are not for everyone.
func notified(t testing.TB, s *db.Store) *huiyin.Complaint {
	t.Helper()
	by := dbtest.Actor(t, s, "u01")
	in := dbtest.Intake()
	in.Name, in.Phone, in.Identity, in.Address = "单庆明", "13911112222", "110101199001017758", "地址槐树胡同"
	in.Unit, in.Contract, in.EventPlace, in.Involved, in.NextSteps = "房号紫檀阁", "合同甲乙丙", "地点乒乓室", "涉及保洁班", "下步上门勘查"
	in.Matter, in.Demand = "事项夜间装修噪声很大，ＡＢＣ电梯", "诉求赔礼"
	c, err := huiyin.RecordComplaint(by, dbtest.Now, in)
	if err != nil {
		t.Fatal(err)
	}
	at := dbtest.Now
	c.CloseReason, c.Wording, c.RestrictReason = "结案理由蓝鲸", "措辞海豚", "受限理由海星"
	c.Findings = []huiyin.Finding{{At: at, By: "u01", Finding: "调查核桃", Ground: "依据松果"}}
	c.Opinions = []huiyin.Opinion{{At: at, By: "e01", Opinion: "意见榛子"}}
	c.Statements = []huiyin.Statement{{At: at, By: "w01", Statement: "陈述杏仁"}}
	c.Contacts = []huiyin.Contact{{At: at, By: "u01", Way: "phone", Who: "家属腰果", Said: "沟通开心果", Promised: "承诺板栗"}}
	c.Reminders = []huiyin.Reminder{{At: at, By: "u01", Way: "phone", Caller: "催者花生"}}
	c.Proposals = []huiyin.Proposal{{N: 1, At: at, By: "u01", Text: "方案莲藕", Ground: "条款菱角", Status: "draft"}}
	c.Steps = []huiyin.Step{{Proposal: 1, Chain: 1, Stage: 1, Words: "审批荸荠", By: "u01", At: at}}
	c.Answers = []huiyin.Answer{{At: at, By: "u01", Way: "phone", Said: "答复慈姑", Accepted: "no", Wants: "还要茭白",
		Ground: "理由芋头"}}
	c.Results = []huiyin.Result{{At: at, By: "u01", Way: "phone", Said: "结果山药", Wants: "再要红薯"}}
	c.Tasks = []huiyin.Task{{At: at, By: "u01", What: "事务土豆", Who: "w01", Due: at, Result: "办了洋葱"}}
	c.Causes = []huiyin.Cause{{At: at, By: "u01", Class: "people", Cause: "原因大蒜"}}
	c.Measures = []huiyin.Measure{{At: at, By: "u01", Kind: "corrective", What: "整改生姜", Unit: "x", Person: "w01",
		Due: at, Done: "改了香葱", Words: "验证芫荽"}}
	c.FollowUps = []huiyin.FollowUp{{At: at, By: "u01", Said: "回访茼蒿"}}
	c.Attachments = []huiyin.Attachment{{At: at, By: "u01", Name: "照片菠菜.jpg", Note: "附注苋菜"}}
	c.Disputes = []huiyin.Dispute{{N: 1, Stage: "court", Body: "法院芥蓝", File: "案号20250088", Mediator: "调解韭黄",
		Lawyer: "律师芹菜", Claim: "请求荠菜", Words: "裁判莼菜", StartedAt: at, StartedBy: "u01"}}
	c.DisputeEvents = []huiyin.DisputeEvent{{At: at, By: "u01", Dispute: 1, Kind: "filed", On: at, Words: "进展蕨菜"}}
	c.Payments = []huiyin.Payment{{Proposal: 1, Amount: 100, PaidAt: at, Way: "转账", Receipt: "收据KX0099", By: "f01",
		At: at}}
	c.Gifts = []huiyin.Gift{{N: 1, At: at, By: "u01", What: "果篮杨梅", Status: huiyin.GiftAsked, Words: "同意枇杷"}}
	c.Pauses = []huiyin.Pause{{At: at, By: "u01", Reason: "暂停荔枝"}}
	c.Extensions = []huiyin.Extension{{N: 1, At: at, By: "u01", Deadline: huiyin.D5, Until: at.Add(time.Hour),
		Reason: "延期龙眼"}}
	c.Revisions = []huiyin.Revision{{At: at, By: "u01", Part: "intake", Field: "matter", Before: "旧文榴莲", After: "新文",
		Reason: "更正山竹"}}
	c.Sanctions = []huiyin.Sanction{{N: 1, Person: "w01", State: huiyin.SanctionProposed, Grade: huiyin.Minor,
		Wording: "处罚椰子", Reason: "处罚理由芒果", At: at, By: "q01", View: "申辩木瓜"}}
	if err := s.RecordAll(t.Context(), []*huiyin.Complaint{c}); err != nil {
		t.Fatal(err)
	}
	return c
}

// A search finds every text that everyone reads who sees the complaint, whichever way it is typed, and
// shows where; it finds none of the others.
func TestSearchShowsWhereItFound(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	dbtest.Complaint(t, s, by, func(in *huiyin.Intake) { in.Matter, in.Phone = "别的事情", "13500001111" })
	c := notified(t, s)
	for _, tt := range []struct {
		q, place, hits string // hits joined by |
	}{
		{c.Number, "number", strings.ReplaceAll(c.Number, "-", "|")},
		{"单庆明", "name", "单庆明"}, {"單慶明", "name", "单庆明"}, {"庆", "name", "庆"}, {"dqm", "name", "单庆明"},
		{"SQ", "name", "单庆明"},
		{"13911112222", "phone", ""}, {"139 1111 2222", "phone", ""}, {"2222", "phone", ""}, {"２２２２", "phone", ""},
		{"紫檀", "unit", "紫檀"}, {"甲乙丙", "contract", "甲乙丙"}, {"乒乓", "event_place", "乒乓"}, {"保洁", "involved", "保洁"},
		{"勘查", "next_steps", "勘查"}, {"蓝鲸", "close_reason", "蓝鲸"},
		{"噪声", "matter", "噪声"}, {"噪聲", "matter", "噪声"}, {"聲", "matter", "声"}, {"abc", "matter", "ＡＢＣ"},
		{"ab", "matter", "ＡＢ"}, {"ＡＢＣ电梯", "matter", "ＡＢＣ电梯"},
		{"夜间 电梯", "matter", "夜间|电梯"}, {"赔礼", "demand", "赔礼"},
		{"核桃", "finding", "核桃"}, {"松果", "finding", "松果"}, {"榛子", "opinion", "榛子"}, {"杏仁", "statement", "杏仁"},
		{"腰果", "contact", "腰果"}, {"开心果", "contact", "开心果"}, {"板栗", "contact", "板栗"}, {"花生", "reminder", "花生"},
		{"莲藕", "proposal", "莲藕"}, {"菱角", "proposal", "菱角"}, {"荸荠", "decision", "荸荠"}, {"慈姑", "answer", "慈姑"},
		{"茭白", "answer", "茭白"}, {"芋头", "answer", "芋头"},
		{"山药", "result", "山药"}, {"红薯", "result", "红薯"}, {"土豆", "task", "土豆"}, {"洋葱", "task", "洋葱"},
		{"大蒜", "cause", "大蒜"},
		{"生姜", "measure", "生姜"}, {"香葱", "measure", "香葱"}, {"芫荽", "measure", "芫荽"}, {"茼蒿", "follow_up", "茼蒿"},
		{"菠菜", "attachment", "菠菜"}, {"jpg", "attachment", "jpg"}, {"苋菜", "attachment", "苋菜"},
		{"芥蓝", "dispute", "芥蓝"}, {"20250088", "dispute", "20250088"}, {"韭黄", "dispute", "韭黄"}, {"芹菜", "dispute", "芹菜"},
		{"荠菜", "dispute", "荠菜"}, {"莼菜", "dispute", "莼菜"}, {"蕨菜", "dispute", "蕨菜"},
		{"KX0099", "payment", "KX0099"}, {"杨梅", "present", "杨梅"}, {"枇杷", "present", "枇杷"}, {"荔枝", "pause", "荔枝"},
		{"龙眼", "extension", "龙眼"},
		// not together anywhere: the first place with most of them
		{"核桃 噪声", "matter", "噪声"}, {"噪声 2222", "matter", "噪声"},
		{"松果 核桃", "finding", "核桃"},
		// What not everyone reads, or nobody who has not revealed it, is in no index.
		{"110101199001017758", "", ""}, {"1101", "", ""}, {"槐树", "", ""}, {"139111122", "", ""}, {"1391", "", ""},
		{"海豚", "", ""}, {"海星", "", ""}, {"榴莲", "", ""}, {"山竹", "", ""}, {"椰子", "", ""}, {"芒果", "", ""}, {"木瓜", "", ""},
		{"u01", "", ""}, {"ku01", "", ""}, {"\uE000ku01", "", ""}, {"sJY", "", ""}, {"\uE000sjy", "", ""},
		{"\uE000d", "", ""},
	} {
		p, err := s.Complaints(t.Context(), by, dbtest.Now, huiyin.Filter{Q: tt.q})
		if err != nil {
			t.Fatalf("%q: %v", tt.q, err)
		}
		if tt.place == "" {
			if p.Total != 0 || len(p.Rows) != 0 {
				t.Errorf("%q finds %v", tt.q, p.Rows)
			}
			continue
		}
		if p.Total != 1 || len(p.Rows) != 1 || p.Rows[0].Number != c.Number || p.Rows[0].Excerpt == nil {
			t.Errorf("%q finds %d %+v", tt.q, p.Total, p.Rows)
			continue
		}
		e, hits := p.Rows[0].Excerpt, []string{}
		for _, piece := range e.Pieces {
			if piece.Hit {
				hits = append(hits, piece.Text)
			}
			if strings.Contains(piece.Text, "1391111") {
				t.Errorf("%q shows a phone: %q", tt.q, piece.Text)
			}
		}
		if string(e.Place) != tt.place || strings.Join(hits, "|") != tt.hits {
			t.Errorf("%q marks %q in %s, want %q in %s", tt.q, hits, e.Place, tt.hits, tt.place)
		}
	}
	for _, p := range huiyin.PlacesOfText() {
		if p.Label() == "" || p.Label() == string(p) {
			t.Errorf("%s has no label", p)
		}
	}
}

// An excerpt is a short piece around the first hit, whatever stands around it.
func TestExcerptIsShort(t *testing.T) {
	s := dbtest.New(t)
	by := dbtest.Actor(t, s, "u01")
	dbtest.Complaint(t, s, by, func(in *huiyin.Intake) {
		in.Matter = strings.Repeat("前文𠮷。\n", 100) + "门禁\t失灵" + strings.Repeat("，后文", 100)
	})
	p, err := s.Complaints(t.Context(), by, dbtest.Now, huiyin.Filter{Q: "门禁失"})
	if err != nil || p.Total != 1 { // a tab parts no word (I11)
		t.Fatal(p.Total, err)
	}
	p, err = s.Complaints(t.Context(), by, dbtest.Now, huiyin.Filter{Q: "門禁"})
	if err != nil || len(p.Rows) != 1 {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, piece := range p.Rows[0].Excerpt.Pieces {
		if piece.Hit && piece.Text != "门禁" {
			t.Errorf("marks %q", piece.Text)
		}
		all.WriteString(piece.Text)
	}
	if text := all.String(); len([]rune(text)) > 90 || !strings.HasPrefix(text, "…") || !strings.HasSuffix(text, "…") ||
		!strings.Contains(text, "前文𠮷。") || strings.ContainsAny(text, "\n\t\uFFFD") {
		t.Errorf("%q", text)
	}
}
