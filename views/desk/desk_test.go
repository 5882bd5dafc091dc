package desk

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

var (
	company = huiyin.DemoCompany()
	now     = time.Date(2025, 3, 3, 2, 0, 0, 0, time.UTC)
)

func view(account string) View {
	return View{
		Page: layout.Page{Lang: ui.Hans, Now: now, Zone: time.UTC, Account: account, CanRecord: true},
		By:   huiyin.Actor{Person: company.Person(account), Org: company},
	}
}

func drawn(t *testing.T, v View) *goquery.Document {
	t.Helper()
	var b bytes.Buffer
	if err := DeskPage(v).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func due(number string, in time.Duration) huiyin.Listed {
	return huiyin.Listed{
		Number: number, Site: "HY", ReceivedAt: now.Add(-48 * time.Hour), Name: "王小明", Matter: "漏水",
		Grade: huiyin.Minor, State: huiyin.Received,
		Urgency: huiyin.Normal, Owner: "s01", DueAt: now.Add(in), DueKind: huiyin.D2,
	}
}

// Finance sees what is to be paid and released in the one list, and what it comes to (U8).
func TestM1_FinanceSeesWhatIsToBePaid(t *testing.T) {
	v := view("f01")
	v.Payments = []huiyin.OpenPayment{
		{Number: "TS-HY-20250303-001", Name: "王小明", Matter: "漏水", Sum: 3_000 * huiyin.Yuan, Due: now.Add(-time.Hour)},
		{Number: "TS-HY-20250303-002", Name: "李四", Matter: "噪音", Sum: 500 * huiyin.Yuan, Due: now.Add(90 * time.Hour), Release: true}}
	doc := drawn(t, v)
	tile := doc.Find(".tiles a[data-tile='2']").FilterFunction(func(_ int, s *goquery.Selection) bool {
		return strings.Contains(s.Text(), "待付款")
	})
	if !strings.Contains(tile.Text(), "3,500.00") || tile.Find(".is-late").Length() != 1 {
		t.Errorf("the tile says %q", tile.Text())
	}
	for number, verb := range map[string]string{"TS-HY-20250303-001": "登记付款…", "TS-HY-20250303-002": "放行…"} {
		row := doc.Find("#agenda [data-kind=付款][data-number=" + number + "]")
		if got := row.Find(".agenda-verb").Text(); got != verb {
			t.Errorf("%s: %q, want %q", number, got, verb)
		}
		if row.Find("a[href='/complaints/"+number+"#form-payments']").Length() == 0 {
			t.Errorf("%s leads elsewhere", number)
		}
	}
}

func TestM1_DeskShowsWhatTheRoleNeeds(t *testing.T) {
	for account, want := range map[string][]string{
		"a01": {"待我办", "已逾期", "今天到期", "全部期限"}, "e01": {"待我办", "已逾期", "今天到期", "全部期限"},
		"s01": {"待我办", "待我审批", "已逾期", "今天到期", "全部期限"}, "v01": {"待我办", "待我审批", "已逾期", "今天到期", "全部期限"},
		"f01": {"待我办", "待付款", "待我审批", "已逾期", "今天到期", "全部期限"}, "admin": {"待我办", "已逾期", "今天到期", "全部期限"},
	} {
		doc := drawn(t, view(account))
		var got []string
		doc.Find(".tiles a span").Each(func(_ int, s *goquery.Selection) { got = append(got, s.Text()) })
		if parts := doc.Find(".desk section, .desk details.section"); parts.Length() != 2 { // no empty cards
			t.Errorf("%s: %d parts", account, parts.Length())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s sees %v, want %v", account, got, want)
		}
		records := company.Person(account).Role == huiyin.Agent
		if got := doc.Find(".page-actions a[href='/complaints/new']").Length() == 1; got != records {
			t.Errorf("%s: recording leads %v", account, got)
		}
		if got := doc.Find(".page-actions a[href='/settings']").Length() == 1; got != (account == "admin") {
			t.Errorf("%s: settings offered %v", account, got)
		}
	}
}

func TestM1_DeskShowsTheLateAndTheNearlyLate(t *testing.T) {
	v := view("s01")
	v.Mine = []huiyin.Listed{due("TS-1", -time.Hour)}
	v.Due = []huiyin.Listed{v.Mine[0], due("TS-2", -time.Minute), due("TS-3", 23*time.Hour), due("TS-4", 25*time.Hour)}
	v.Open, v.All = 12, 30
	doc := drawn(t, v)
	numbers := func(part string) (out []string) {
		doc.Find("#" + part + " [data-number]").Each(func(_ int,
			e *goquery.Selection) {
			out = append(out, e.AttrOr("data-number", ""))
		})
		return out
	}
	if got := numbers("agenda"); !slices.Equal(got, []string{"TS-1"}) {
		t.Errorf("mine %v", got)
	}
	if got := numbers("late"); !slices.Equal(got, []string{"TS-2", "TS-3"}) {
		t.Errorf("late and nearly late %v", got)
	}
	for number, want := range map[string]string{"TS-1": "missed", "TS-2": "missed", "TS-3": "running"} {
		if got := doc.Find("[data-number='"+number+"'] [data-deadline]").AttrOr("data-status", ""); got != want {
			t.Errorf("%s is %q, want %q", number, got, want)
		}
	}
	for part, links := range map[string][]string{"agenda": {"/complaints?owner=s01"},
		"late": {"/complaints?late=1", "/complaints?sort=due"}, "newest": {"/complaints"}} {
		for _, href := range links {
			if doc.Find("#"+part+" .card-side a[href='"+href+"']").Length() != 1 {
				t.Errorf("%s does not lead to %s", part, href)
			}
		}
	}
	if got := doc.Find("#late .card-side").Text() + doc.Find("#newest .card-side").Text(); !strings.Contains(got,
		"12") || !strings.Contains(got, "30") {
		t.Errorf("counts %q", got)
	}
}

func TestM1_DeskOffersNoListThatWouldBeEmpty(t *testing.T) {
	v := view("a01")
	v.Mine = []huiyin.Listed{due("TS-1", time.Hour)} // handled, not owned
	if doc := drawn(t, v); doc.Find("#agenda [data-number]").Length() != 1 ||
		doc.Find("#agenda .card-side a").Length() != 0 {
		t.Error("a handler is led to what they are in charge of")
	}
}

func TestM1_DeskLeadsToWhatWaits(t *testing.T) {
	v := view("e01")
	v.Waiting = []huiyin.Waiting{{Listed: due("TS-9", time.Hour), Proposal: 1, Text: "退款",
		Remedies: []string{"apology", "compensation"}, Sum: 230_000, By: "a01",
		Step: huiyin.Step{OpenedAt: now.Add(-time.Hour)}}}
	v.Tasks = []huiyin.DueTask{{Number: "TS-8", What: "上门查看", Due: now.Add(-time.Hour)},
		{Number: "TS-7", What: "更换水管", Due: now.Add(48 * time.Hour), Measure: true}}
	doc := drawn(t, v)
	waiting := doc.Find("#agenda li[data-number='TS-9']")
	for _, want := range []string{"退款", "¥2,300.00", "林晓雯", "道歉、经济补偿"} {
		if !strings.Contains(waiting.Text(), want) {
			t.Errorf("no %s in %q", want, waiting.Text())
		}
	}
	if waiting.Find("a.btn[href='/approvals?number=TS-9&n=1']").Length() != 1 {
		t.Error("no way to the approval")
	}
	for href, late := range map[string]bool{"/complaints/TS-8#tasks": true, "/complaints/TS-7#improvement": false} {
		e := doc.Find("#agenda li:has(a[href='" + href + "'])")
		if e.Length() != 1 || e.Find(".is-late").Length() == 1 != late {
			t.Errorf("%s: %q", href, e.Text())
		}
	}
}

func TestK2_UrgencyStandsBeforeLatenessOnTheDesk(t *testing.T) {
	v := view("s01")
	late, calm, emergency, urgent := due("TS-1", -72*time.Hour), due("TS-2", time.Hour), due("TS-3", 4*time.Hour), due("TS-4", 5*time.Hour)
	emergency.Urgency, urgent.Urgency = huiyin.Emergency, huiyin.Urgent
	v.Mine = []huiyin.Listed{calm, late, urgent, emergency}
	v.Tasks = []huiyin.DueTask{{Number: "TS-5", What: "回电", Due: now.Add(-time.Hour)}}
	var got []string
	drawn(t, v).Find("#agenda li").Each(func(_ int, e *goquery.Selection) { got = append(got, e.AttrOr("data-number", "")) })
	if want := []string{"TS-3", "TS-4", "TS-1", "TS-5", "TS-2"}; !slices.Equal(got, want) {
		t.Errorf("in the order %v, want %v", got, want)
	}
}

// What else waits for a person stands in the same list, each with its verb: samples of the supervision group, what the
// installation lacks for the administrator, sanctions, reports and work (U29).
func TestM1A6_OneListOfAllThatWaits(t *testing.T) {
	v := view("k01")
	v.Checks = []huiyin.SampleRow{{Number: "JC-202502", Month: 202502, Drawn: 5, Unasked: 4},
		{Number: "JC-202501", Month: 202501, Drawn: 5, Unjudged: 2}}
	v.Penalties = []huiyin.ListedSanction{{Sanction: huiyin.Sanction{N: 1, Person: "a01"}, Number: "TS-HY-20250303-001"}}
	v.Duties = []huiyin.Duty{{Kind: huiyin.DocMonthlyReport, Number: "TJ-HY-202502", Period: 202502, Site: "HY",
		Due: now.Add(-time.Hour)}}
	v.Jobs = []huiyin.JobRow{{Job: huiyin.Job{ID: 7, What: "培训", Due: now.Add(time.Hour)}, Number: "FX-HY-2025-001"}}
	v.Unset = []huiyin.Setup{{Step: huiyin.SetupMajor, First: true, Why: "没有副总经理，重大投诉没有人负责"},
		{Step: huiyin.SetupHTTPS, Why: "没有证书，密码和客户资料在网络上不加密"}, {Step: huiyin.SetupCompany}, {Step: huiyin.SetupTrial}}
	doc := drawn(t, v)
	var got []string
	doc.Find("#agenda [data-kind]").Each(func(_ int, s *goquery.Selection) {
		verb := s.Find(".agenda-verb")
		got = append(got, s.AttrOr("data-kind", "")+" "+verb.Text()+" "+verb.AttrOr("href", ""))
	})
	want := []string{"报告 处理… /figures/reports/TJ-HY-202502", "交办 办结… /jobs#job-7",
		"处罚 决定… /complaints/TS-HY-20250303-001#consequence-1", "检查 指定… /figures/samples/JC-202502",
		"检查 判定… /figures/samples/JC-202501", "配置 指定… /settings/add/person", "配置 查看 /status", "配置 继续… /settings/start"}
	if !slices.Equal(got, want) {
		t.Errorf("the list is\n%s", strings.Join(got, "\n"))
	}
	for href, n := range map[string]string{"/figures/samples": "6", "/settings/start": "4", "#agenda": "8"} {
		if doc.Find(".tiles a[href='"+href+"'][data-tile='"+n+"']").Length() == 0 {
			t.Errorf("no number %s leads to %s", n, href)
		}
	}
}
