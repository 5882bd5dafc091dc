package print

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"huiyin/huiyin"
)

// papers are all papers about one complaint.
var papers = map[string]func(io.Writer, Stamp, *huiyin.Complaint, *huiyin.Org) error{
	"form": Form, "formcustomer": FormCustomer, "formhouse": FormHouse, "reportout": ReportOut,
	"receipt": Receipt, "approval": Approval, "settlement": Settlement, "paidreceipt": PaidReceipt, "withdrawal": Withdrawal,
	"letter": Letter,
	"report": Report, "process": Process, "followup": FollowUp,
}

// text prints a paper and reads it back.
func text(t *testing.T, name string, s Stamp, c *huiyin.Complaint) string {
	t.Helper()
	var out bytes.Buffer
	if err := papers[name](&out, s, c, company()); err != nil {
		t.Fatal(err)
	}
	return read(t, out.Bytes())
}

// tagged makes a hostile text that no other field has: everything that broke text layouts before,
// and a run of characters of its own.
func tagged(n int) string {
	var own strings.Builder
	for i := range 90 {
		own.WriteRune(rune('一' + 90*n + i))
	}
	return "䶮㛃𬱖𠮷😀（" + own.String() + "），《合同》“引号”——……￥1,234.50％\r\nhttps://example.com/" + strings.Repeat("abc", 40) +
		"\x00\u202Eedis\u202C\xff\xfe\t尾" + strings.Repeat("，", 5) + strings.Repeat("W", 120) + "完"
}

// hostileCase is a complaint with such a text in every field that people type, and the fields.
func hostileCase() (*huiyin.Complaint, map[string]*string) {
	c := closed()
	fields := map[string]*string{
		"name": &c.Name, "unit": &c.Unit, "contract": &c.Contract, "matter": &c.Matter, "demand": &c.Demand,
		"involved": &c.Involved, "place": &c.EventPlace,
		"next": &c.NextSteps, "finding": &c.Findings[0].Finding, "ground": &c.Findings[0].Ground,
		"statement": &c.Statements[0].Statement,
		"opinion":   &c.Opinions[0].Opinion, "said": &c.Contacts[0].Said, "caller": &c.Reminders[0].Caller,
		"proposal":        &c.Proposals[0].Text,
		"proposal ground": &c.Proposals[0].Ground, "words": &c.Steps[0].Words, "answer": &c.Answers[0].Said,
		"wants": &c.Answers[0].Wants,
		"task":  &c.Tasks[0].What, "result": &c.Results[0].Said, "receipt": &c.Payments[0].Receipt,
		"cause":      &c.Causes[0].Cause,
		"corrective": &c.Measures[0].What, "preventive": &c.Measures[1].What, "check": &c.Measures[0].Words,
		"file":      &c.Attachments[0].Name,
		"follow-up": &c.FollowUps[0].Said, "close reason": &c.CloseReason, "grade reason": &c.GradeReason,
	}
	n := 0
	for _, f := range fields {
		*f = tagged(n)
		n++
	}
	return c, fields
}

// What people have typed stands on the paper, every character of it.
func TestNoCharacterIsLost(t *testing.T) {
	c, fields := hostileCase()
	for name, want := range map[string][]string{
		"form": {
			"name", "unit", "contract", "matter", "demand", "involved", "place", "finding", "ground", "statement",
			"opinion", "proposal",
			"proposal ground", "words", "answer", "wants", "cause", "corrective", "preventive", "file", "grade reason",
			"close reason",
		},
		"formcustomer": {"name", "unit", "contract", "matter", "demand", "place", "answer", "proposal",
			"proposal ground", "wants"},
		"reportout":  {"name", "unit", "contract", "matter", "demand", "answer", "proposal", "proposal ground"},
		"receipt":    {}, // one page always: what is long stands there in part (rule F3)
		"approval":   {"name", "unit", "contract", "matter", "proposal", "proposal ground", "words"},
		"settlement": {"name", "unit", "contract", "matter"},
		"letter":     {"name", "matter", "demand", "answer", "proposal", "proposal ground"},
		"report": {
			"name", "unit", "contract", "matter", "demand", "finding", "ground", "statement", "opinion", "said",
			"caller", "proposal", "proposal ground",
			"words", "answer", "wants", "task", "result", "receipt", "cause", "corrective", "preventive", "check",
			"file", "follow-up", "close reason", "grade reason",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := squeeze(text(t, name, stamped(), c))
			for _, f := range want {
				if !within(squeeze(clean(*fields[f])), got) {
					t.Errorf("%s is not whole", f)
				}
			}
			if strings.Contains(got, "\u202E") || strings.ContainsRune(got, '\uFFFD') {
				t.Error("what may not be set was set")
			}
		})
	}
}

func TestF1F3F4F5_EveryPaperPrintsInEveryState(t *testing.T) {
	for name, paper := range papers {
		for _, state := range append(huiyin.States(), "") {
			bare, full := &huiyin.Complaint{Standing: huiyin.Standing{State: state}}, closed()
			full.State = state
			if err := paper(io.Discard, Stamp{}, bare, (&huiyin.Org{}).Index()); err != nil {
				t.Errorf("%s, %s, nothing known: %v", name, state, err)
			}
			if err := paper(io.Discard, stamped(), full, company()); err != nil {
				t.Errorf("%s, %s: %v", name, state, err)
			}
		}
	}
}

func TestF1_FormOfAShortCaseIsOnePage(t *testing.T) {
	for name, c := range map[string]*huiyin.Complaint{"nothing": {}, "at the counter": received()} {
		for _, part := range []string{"formcustomer", "formhouse"} {
			if got := text(t, part, stamped(), c); !strings.Contains(got, "共1页") {
				t.Errorf("%s: %s has more than one page", name, part)
			}
		}
	}
}

func TestP5_ContactsAreMaskedUnlessRevealed(t *testing.T) {
	c := closed()
	secrets := []string{c.Phone, c.Identity, c.Address}
	open := stamped()
	open.Revealed = map[string]bool{"phone": true, "address": true, "identity": true}
	for name := range papers {
		got := text(t, name, stamped(), c)
		for _, s := range secrets {
			if strings.Contains(squeeze(got), s) {
				t.Errorf("%s shows %s", name, s)
			}
		}
		if name != "letter" && !strings.Contains(text(t, name, open, c), c.Phone) && name != "approval" {
			t.Errorf("%s hides the phone from who may see it", name)
		}
	}
	var out bytes.Buffer
	if err := Ledger(&out, open, Period{Site: "HY", Words: "2025年3月"}, []*huiyin.Complaint{c}, company()); err != nil {
		t.Fatal(err)
	}
	if got := read(t, out.Bytes()); strings.Contains(got, c.Phone) || !strings.Contains(got, "138****5678") {
		t.Error("the ledger shows the phone")
	}
}

// Whoever has no word in the case is struck; before that is known nobody is.
func TestLevels(t *testing.T) {
	settled := received()
	settled.State, settled.Owner = huiyin.Executing, "s01"
	declined := closed()
	declined.Proposals[0].Status = huiyin.ProposalDeclined
	refused := closed()
	refused.Proposals[0].Status, refused.Owner = huiyin.ProposalRefused, "x02"
	general := closed()
	general.Steps = append(general.Steps, huiyin.Step{Proposal: 1, Chain: 1, Stage: 4, General: true})
	earlier := closed()
	earlier.Proposals[0].Chain = 2
	owner := received()
	owner.Proposals = []huiyin.Proposal{{N: 1, Status: huiyin.ProposalPending, Chain: 1}}
	owner.Steps = []huiyin.Step{{Proposal: 1, Chain: 1, Stage: 1, Account: "x02"}}
	for name, tt := range map[string]struct {
		c    *huiyin.Complaint
		want [4]bool
	}{
		"nothing proposed yet":             {received(), [4]bool{true, true, true, false}},
		"settled on the spot":              {settled, [4]bool{true, false, false, false}},
		"manager, opinions, VP":            {closed(), [4]bool{false, true, true, false}},
		"the customer declined":            {declined, [4]bool{false, true, true, false}},
		"the proposal was refused, closed": {refused, [4]bool{false, true, false, false}},
		"up to the general manager":        {general, [4]bool{false, true, true, true}},
		"steps of an earlier submission":   {earlier, [4]bool{false, false, true, false}},
		"one word, of the owner":           {owner, [4]bool{false, true, false, false}},
	} {
		p := newPaper(a4, stamped(), "测试", internal, tt.c, company())
		if got, _ := p.levels(); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
	o := company()
	o.Parameters = huiyin.Parameters{huiyin.VPLimit: int64(100 * huiyin.Yuan)}
	if got, _ := newPaper(a4, stamped(), "测试", internal, received(), o).levels(); !got[byGeneral] {
		t.Error("a general manager who may be asked is struck")
	}
}

func TestC1F4_SumsStandInCapitals(t *testing.T) {
	for _, name := range []string{"form", "approval", "settlement", "letter", "report"} {
		if got := squeeze(text(t, name, stamped(), closed())); !strings.Contains(got, "肆万伍仟元整") ||
			!strings.Contains(got, "¥45,000.00") {
			t.Errorf("%s lacks the sum in figures and capitals", name)
		}
	}
}

func TestC3_OnlyApprovedMoneyReachesTheCustomer(t *testing.T) {
	for status, want := range map[huiyin.ProposalStatus]bool{
		huiyin.ProposalDraft: false, huiyin.ProposalPending: false, huiyin.ProposalReturned: false,
		huiyin.ProposalRefused:  false,
		huiyin.ProposalReplaced: false, huiyin.ProposalWithdrawn: false, huiyin.ProposalDeclined: false,
		huiyin.ProposalApproved: true, huiyin.ProposalAgreed: true,
	} {
		c := closed()
		c.Proposals[0].Status = status
		for _, name := range []string{"settlement", "letter"} {
			got := squeeze(text(t, name, stamped(), c))
			if strings.Contains(got, "肆万伍仟元整") != want {
				t.Errorf("%s with a proposal %s: sum shown is not %v", name, status, want)
			}
		}
	}
}

func TestW16_LetterNamesTheWaysOutside(t *testing.T) {
	for word, want := range map[string]bool{"": true, "pending": true, "no": true, "yes": false} {
		c := closed()
		c.Answers[0].Accepted = word
		if word == "" {
			c.Answers = nil
		}
		got := squeeze(text(t, "letter", stamped(), c))
		for _, way := range []string{"消费者协会", "12315", "住房和城乡建设部门", "调解", "仲裁", "诉讼"} {
			if strings.Contains(got, way) != want {
				t.Errorf("customer's word %q: %s is not as it should be", word, way)
			}
		}
		for _, part := range []string{"退还多收房款", "《认购书》第三条", "不构成责任认定"} {
			if !strings.Contains(got, part) {
				t.Errorf("the letter lacks %q", part)
			}
		}
		if strings.Contains(got, "属实") { // a choice of the answer's, never read off the validity
			t.Error("the letter admits the facts")
		}
	}
}

// What the customer did not accept is answered on the ground of what was offered, not on that of the finding.
func TestW15_LetterCitesTheRuleOfWhatWasOfferedAndRefused(t *testing.T) {
	c := closed()
	last := &c.Proposals[len(c.Proposals)-1]
	last.Status, last.Ground = huiyin.ProposalDeclined, "《住宅质量保证书》第五条"
	for i := range c.Proposals[:len(c.Proposals)-1] {
		c.Proposals[i].Status = huiyin.ProposalReplaced
	}
	answer := &c.Answers[len(c.Answers)-1]
	answer.Accepted, answer.Proposal = "no", last.N
	c.Tasks = append(c.Tasks, huiyin.Task{ID: 99, What: "上门查看", Who: c.Tasks[0].Who,
		Due: stamped().At.AddDate(0, 0, -1)})
	got := squeeze(text(t, "letter", stamped(), c))
	if !strings.Contains(got, "《住宅质量保证书》第五条") || strings.Contains(got, "上门查看") {
		t.Errorf("the ground is missing, or a task of the house stands in it: %s", got)
	}
}

func TestF5_ReportTellsTheCourse(t *testing.T) {
	c := closed()
	got := squeeze(text(t, "report", stamped(), c))
	last := -1
	for _, step := range []string{
		"2025-03-0309:12受理", "2025-03-0310:00交办", "2025-03-0310:30接收", "2025-03-0411:00调查", "2025-03-0417:30沟通",
		"2025-03-0509:00催办",
		"2025-03-0510:00拟定方案", "2025-03-0514:00审批周正", "2025-03-0609:00审批陈国栋", "2025-03-0615:00答复", "2025-03-0911:00执行",
		"2025-03-1010:20付款", "2025-03-1110:00告知结果", "2025-03-1310:00结案", "2025-03-1510:00回访",
	} {
		i := strings.Index(got, step)
		if i <= last {
			t.Errorf("%s is missing or out of order", step)
		}
		last = i
	}
	for _, want := range []string{
		"按时", "FK-20250310-07", stamped().Hash, c.Attachments[0].Hash, "已撤回：赵敏2025-03-0409:05，传错文件",
		"停用旧合同模板，补录折扣字段：有效",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	c.Deadlines[3] = huiyin.Deadline{Kind: huiyin.D5, Due: day(10, 0, 0), Status: huiyin.Running}
	if !strings.Contains(squeeze(text(t, "report", stamped(), c)), "办结期限2025-03-1000:00完成—超时") {
		t.Error("a deadline that has passed is not told as missed")
	}
}

func TestF2_LedgerSumsByGrade(t *testing.T) {
	void := received()
	void.Grade, void.Validity, void.State = huiyin.Minor, huiyin.NotValid, huiyin.Closed
	late := received()
	late.Deadlines = []huiyin.Deadline{{Kind: huiyin.D5, Due: day(10, 9, 0), Status: huiyin.Running}}
	list := []*huiyin.Complaint{void, late, closed(), closed(), received()}
	var out bytes.Buffer
	if err := Ledger(&out, stamped(), Period{Site: "HY", Words: "2025年3月", Number: "TZ-HY-202503"}, list, company()); err != nil {
		t.Fatal(err)
	}
	got := squeeze(read(t, out.Bytes()))
	for _, want := range []string{ // 件数 有效 无效 已办结 未办结 办结逾期
		"轻微101100", "重要200021", "重大220200", "内部000000", "合计521321", "TZ-HY-202503", "项目：海悦府期间：2025年3月",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the ledger lacks %s in %s", want, got)
		}
	}
}

func TestF2_LedgerPrintsEmptyAndLong(t *testing.T) {
	var out bytes.Buffer
	if err := Ledger(&out, stamped(), Period{Words: "2025年3月"}, nil, company()); err != nil {
		t.Fatal(err)
	}
	if got := read(t, out.Bytes()); !strings.Contains(got, "全部项目") || !strings.Contains(got, "共1页") {
		t.Error("an empty ledger is not one page about all sites")
	}
	list := make([]*huiyin.Complaint, 200)
	for i := range list {
		list[i], _ = hostileCase()
	}
	if err := Ledger(io.Discard, stamped(), Period{Words: "2025年3月"}, list, company()); err != nil {
		t.Fatal(err)
	}
}

// Papers for the customer bear the site's legal person, not the group's name; a short receipt is one page (C11).
func TestC11_OutgoingPapersBearTheLegalPerson(t *testing.T) {
	o := company()
	o.Sites[0].LegalName, o.Sites[0].CreditCode = "深圳海悦置业有限公司", "91440300MA5DEM0019"
	o.Sites[0].LegalAddress = "深圳市南山区海悦路1号"
	for _, name := range []string{"letter", "settlement", "receipt", "formcustomer", "reportout"} {
		var b bytes.Buffer
		if err := papers[name](&b, stamped(), closed(), o); err != nil {
			t.Fatal(err)
		}
		got := read(t, b.Bytes())
		if !strings.Contains(squeeze(got), o.Sites[0].LegalName) || strings.Contains(squeeze(got), o.Company) ||
			name != "reportout" && !strings.Contains(got, "共1页") {
			t.Errorf("%s: %s", name, got)
		}
	}
}
