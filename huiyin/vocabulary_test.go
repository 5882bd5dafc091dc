package huiyin

import (
	"fmt"
	"strings"
	"testing"
)

// TestContractCodes holds the codes to what outside programs rely on (CONTRACT.md, HTTP), and gives each a
// name of its own.
func TestContractCodes(t *testing.T) {
	check := func(name, want string, got []string, label func(string) string) {
		t.Helper()
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %v, want %s", name, got, want)
		}
		seen := map[string]bool{}
		for _, code := range got {
			l := label(code)
			if l == code || l == "" || seen[l] {
				t.Errorf("%s %s is called %q", name, code, l)
			}
			seen[l] = true
		}
	}
	check("states", "received investigating proposing approving answering executing closed archived dispute",
		texts(States()), func(c string) string { return State(c).Label() })
	check("grades", "minor important major internal", texts(Grades()),
		func(c string) string { return Grade(c).Label() })
	check("urgencies", "normal urgent emergency", texts(Urgencies()),
		func(c string) string { return Urgency(c).Label() })
	check("validities", "undecided valid invalid", texts(Validities()),
		func(c string) string { return Validity(c).Label() })
	check("satisfactions", "satisfied fair unsatisfied", texts(Satisfactions()),
		func(c string) string { return Satisfaction(c).Label() })
	check("remedies", "apology explanation compensation help improvement gift", texts(Remedies()),
		func(c string) string { return Remedy(c).Label() })
	check("channels", "phone visit letter email wechat app social hotline media government developer manager other",
		texts(Channels()), func(c string) string { return Channel(c).Label() })
	check("outcomes", "solved followed_up not_accepted withdrawn mediated arbitrated judged invalid", texts(Outcomes()),
		func(c string) string { return Outcome(c).Label() })
	check("responsibilities", "unknown company developer third_party customer shared", texts(Responsibilities()),
		func(c string) string { return Responsibility(c).Label() })
	check("decisions", "approve return refuse", texts(Decisions()),
		func(c string) string { return Decision(c).Label() })
	check("measures", "corrective preventive", texts(MeasureKinds()),
		func(c string) string { return MeasureKind(c).Label() })
	check("causes", "people process product information supplier environment", texts(CauseClasses()),
		func(c string) string { return CauseClass(c).Label() })
	check("stages", "mediation arbitration court", texts(Stages()), func(c string) string { return Stage(c).Label() })
	check("dispute results", "agreed awarded judged given_up", texts(DisputeResults()),
		func(c string) string { return DisputeResult(c).Label() })
}

func texts[T ~string](codes []T) []string {
	out := make([]string, len(codes))
	for i, c := range codes {
		out[i] = string(c)
	}
	return out
}

func TestC2_TheSumSaysHowFarItClimbs(t *testing.T) {
	c := &Complaint{}
	for sum, want := range map[Money]string{
		2_000 * Yuan:  "金额累计 ¥2,000.00，在主管审批权限 ¥2,000.00 之内。",
		2_300 * Yuan:  "金额累计 ¥2,300.00，超出主管审批权限 ¥2,000.00，须由经理审批。",
		20_000 * Yuan: "金额累计 ¥20,000.00，超出主管审批权限 ¥2,000.00，须由经理审批。",
		20_001 * Yuan: "金额累计 ¥20,001.00，超出经理审批权限 ¥20,000.00，须由副总经理审批。",
	} {
		text, args := c.Authority(demo(), CountedSum{Sum: sum})
		if got := fmt.Sprintf(text, args...); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
