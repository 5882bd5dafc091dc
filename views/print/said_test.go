package print

import (
	"bytes"
	"io"
	"math"
	"strings"
	"testing"

	"huiyin/huiyin"
)

// textOf prints a paper and reads it back without spaces and line ends.
func textOf(t *testing.T, write func(io.Writer, Stamp, *huiyin.Complaint, *huiyin.Org) error, s Stamp,
	c *huiyin.Complaint) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, s, c, company()); err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(read(t, b.Bytes())), "")
}

func TestF5_EachAssignmentSaysWhoGaveTheCaseToWhom(t *testing.T) {
	c, s := closed(), stamped()
	s.Assigned = []huiyin.Assigning{{At: day(3, 9, 40), By: "s01", To: "a02"},
		{At: c.AssignedAt, By: "x02", For: "v01", To: "s01", Department: "sales"}}
	for name, write := range map[string]func(io.Writer, Stamp, *huiyin.Complaint, *huiyin.Org) error{
		"report": Report, "process": Process} {
		text := textOf(t, write, s, c)
		for _, want := range []string{"交办赵敏李娜", "交办周正代陈国栋赵敏"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %s in %s", name, want, text)
			}
		}
	}
	if text := textOf(t, Report, stamped(), c); strings.Count(text, "交办") != 1 {
		t.Error("without the journal an assignment is told once")
	}
}

func TestF5_AReportSaysHowTheCaseEndedOrThatItHasNot(t *testing.T) {
	if text := textOf(t, Report, stamped(), closed()); !strings.Contains(text, "结论2025-03-") ||
		strings.Contains(text, "草稿") {
		t.Error("an ended case has no conclusion", text)
	}
	text := textOf(t, Report, stamped(), received())
	for _, want := range []string{"【草稿】尚未结案，仅供查阅，不作为结案依据", "未结案（" + huiyin.Received.Label() + "）"} {
		if !strings.Contains(text, want) {
			t.Errorf("an open case's report lacks %s", want)
		}
	}
}

func TestF4_TheApprovalSaysHowItWasPaid(t *testing.T) {
	text := textOf(t, Approval, stamped(), closed())
	for _, want := range []string{"人民币肆万伍仟元整", "☑银行转账", "2025-03-10¥45,000.00FK-20250310-07", "收款人𬱖女士"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in %s", want, text)
		}
	}
	open := received()
	open.State = huiyin.Approving
	if text := textOf(t, Approval, stamped(), open); strings.Contains(text, "☑银行转账") {
		t.Error("what is not paid is ticked")
	}
}

func TestF1_WordsThatBeginWithTheDecisionSayItOnce(t *testing.T) {
	for in, want := range map[[2]string]string{
		{"同意", "情况属实。"}: "方案1：同意。情况属实。", {"同意", "同意，模板下架。"}: "方案1：同意。模板下架。", {"同意", "同意。"}: "方案1：同意",
	} {
		if got := withWords("方案1："+in[0], in[0], in[1]); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// A line to sign on takes a name: 40 mm, of a rank in its box 30 mm (F1).
func TestF1_LinesToSignOnAreLongEnough(t *testing.T) {
	for name, write := range everyPaper() {
		if name == "monthly" { // its charts are lines too
			continue
		}
		for _, c := range []*huiyin.Complaint{received(), punished()} {
			if len(c.Measures) == 0 && (name == "rectification" || name == "circular" || name == "decision") {
				continue
			}
			var b bytes.Buffer
			if err := write(&b, stamped(), c, company()); err != nil {
				continue // not printable yet
			}
			for n, p := range boxed(t, b.Bytes()) {
				for _, l := range p.lines {
					// Longer than a day's or year's, and no seam, rule, or stroke.
					if long := (l.x2 - l.x1) / pointsPerMM; math.Abs(l.y2-l.y1) < 1 && long > 11 && long < 29.5 {
						t.Errorf("%s, page %d: a line of %.1f mm", name, n+1, long)
					}
				}
			}
		}
	}
}

func TestF7_AQuarterInWords(t *testing.T) {
	if got := quarterWords(20263); got != "2026年第三季度" {
		t.Error(got)
	}
}

// Names and what was frozen stay as they were written, whatever the papers' script (B13).
func TestF1_NoNameIsConverted(t *testing.T) {
	o := company()
	o.Letterhead.Script = huiyin.Traditional
	m := &huiyin.Meeting{People: []string{"v01", "s01"}, HeldAt: day(10, 9, 0), ClosedAt: day(10, 12, 0)}
	m.Number, m.Site, m.By = "FX-HY-20250310-01", "HY", "v01"
	var b bytes.Buffer
	cases := []huiyin.Listed{{Number: "TS-HY-20250303-001", Site: "HY", State: huiyin.Closed}}
	if err := Minutes(&b, stamped(), m, cases, o); err != nil {
		t.Fatal(err)
	}
	text := read(t, b.Bytes())
	if !strings.Contains(text, "陈国栋") || strings.Contains(text, "陳國棟") || !strings.Contains(text, "已結案") {
		t.Error(text)
	}
}

func TestF5_ANumberOnASpineIsBrokenAtItsDashes(t *testing.T) {
	if got := parted("TS-HY-20250303-001", 5700); strings.Join(got, "|") != "TS-HY-|20250303-|001" {
		t.Errorf("%q", got)
	}
}
