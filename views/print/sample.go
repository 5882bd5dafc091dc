package print

import (
	"errors"
	"io"
	"strings"
	"time"

	"huiyin/huiyin"
)

// ErrNoSample says that there is no made-up print of a paper.
var ErrNoSample = errors.New("no sample of this paper")

// Lacks gives the characters of a text that the fonts do not have and in whose place a line to write on is set.
func Lacks(text string) string {
	var out strings.Builder
	for _, r := range text {
		if r != lacking && visible(r) == lacking && !strings.ContainsRune(out.String(), r) {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// Sample prints a made-up case as a company's papers look, so that somebody can try how they do; the
// customer's part of the form unless another paper is asked for. An unknown one is ErrNoSample.
func Sample(w io.Writer, on huiyin.Paper, s Stamp, company string, look huiyin.Letterhead, zone *time.Location) error {
	write, ok := map[huiyin.Paper]func(io.Writer, Stamp, *huiyin.Complaint, *huiyin.Org) error{
		"": FormCustomer, huiyin.PaperForm: FormCustomer, huiyin.PaperCustomer: FormCustomer,
		huiyin.PaperHouse: FormHouse, "receipt": Receipt, "settlement": Settlement, "letter": Letter,
	}[on]
	if !ok {
		return ErrNoSample
	}
	if s.QR == "" {
		s.QR = "SAMPLE" // which no scan takes for a paper
	}
	s.Paper = on
	c := sampleComplaint(s.At)
	// a part of the form: on one page, as it goes to be signed
	if on == "" || on.ForCustomer() == huiyin.PaperCustomer || on == huiyin.PaperHouse {
		c.State, c.Proposals[0].Status = huiyin.Approving, huiyin.ProposalPending
		c.Answers, c.Tasks, c.Causes, c.Measures = nil, nil, nil, nil
		for i := range c.Steps {
			c.Steps[i].Decision = ""
		}
	}
	return write(w, s, c, sampleCompany(company, look, zone))
}

func sampleCompany(name string, look huiyin.Letterhead, zone *time.Location) *huiyin.Org {
	o := &huiyin.Org{
		Company: name, Letterhead: look, Zone: zone,
		Sites:       []huiyin.Site{{Code: "YS", Name: "示例项目（预览）", Kind: huiyin.ManagedEstate, Phone: "000-0000 0000"}},
		Departments: []huiyin.Department{{Code: "d", Name: "示例工程部", Function: huiyin.Engineering}},
		Categories:  []huiyin.Category{{Code: "c", Name: "示例类别"}},
		People: []huiyin.Person{
			{Account: "a", Name: "张三", Role: huiyin.Agent, Site: "YS"},
			{Account: "s", Name: "李四", Role: huiyin.Supervisor, Site: "YS"},
			{Account: "m", Name: "王五", Role: huiyin.Manager, Sites: []string{"YS"}},
		},
	}
	return o.Index()
}

// sampleComplaint is a minor complaint with a compensation that the manager approved.
func sampleComplaint(now time.Time) *huiyin.Complaint {
	at := func(hours int) time.Time { return now.Add(time.Duration(hours-96) * time.Hour) }
	const sum = 3_000 * huiyin.Yuan
	return &huiyin.Complaint{
		Record:     huiyin.Record{Number: "TS-YS-00000000-000", Version: 1},
		Standing:   huiyin.Standing{Grade: huiyin.Minor, State: huiyin.Executing},
		Assignment: huiyin.Assignment{Owner: "s", Handler: "a", Department: "d", FirstContact: "a"},
		Provenance: huiyin.Provenance{RecordedBy: "a", RecordedAt: at(0)},
		Intake: huiyin.Intake{
			Site: "YS", Channel: huiyin.ChannelVisit, ReceivedAt: at(0), Name: "赵女士（示例）", Phone: "13800000000",
			Relation: "owner", Unit: "1栋1单元101", Urgency: huiyin.Normal,
			Category: "c", Complainants: 1, Emotion: "dissatisfied", EventAt: at(-20), EventPlace: "示例地点",
			ReadBack: true, Apologised: true, PromisedAt: at(48),
			Matter: "这是一件虚构的投诉，用来预览单据的样子。客户反映厨房天花板渗水，橱柜受潮。", Demand: "尽快维修，并补偿橱柜损失。", NextSteps: "工程部当日上门查看，两日内答复。",
		},
		Assessment: huiyin.Assessment{Validity: huiyin.Valid, Responsibility: huiyin.ByCompany,
			ResponsibleDepartment: "d"},
		Course: huiyin.Course{
			Findings: []huiyin.Finding{{At: at(6), By: "a", Finding: "现场查看，楼上水管接头松动，已关阀止水。"}},
			Proposals: []huiyin.Proposal{{
				N: 1, Round: 1, At: at(22), By: "a", Remedies: []string{"help", "compensation"}, Chain: 1, Stage: 3,
				Amount: sum, Sum: sum, Text: "更换接头并粉刷，补偿橱柜损失。", Ground: "示例维修制度", Status: huiyin.ProposalAgreed,
			}},
			Steps: []huiyin.Step{
				{Proposal: 1, Chain: 1, Stage: 1, Role: huiyin.Supervisor, OpenedAt: at(22), Decision: huiyin.Approve,
					By: "s", At: at(24)},
				{Proposal: 1, Chain: 1, Stage: 2, Role: huiyin.Manager, OpenedAt: at(24), Decision: huiyin.Approve,
					By: "m", At: at(26)},
			},
			Answers: []huiyin.Answer{{At: at(28), By: "s", Way: huiyin.FaceToFace, Said: "说明原因和处理办法。", Accepted: "yes",
				Proposal: 1}},
			Tasks:  []huiyin.Task{{At: at(28), By: "s", What: "更换接头并粉刷", Who: "a", Due: at(144)}},
			Causes: []huiyin.Cause{{At: at(30), By: "s", Class: "process", Cause: "巡检未覆盖户内接头。"}},
			Measures: []huiyin.Measure{
				{ID: 1, At: at(30), By: "s", Kind: huiyin.Corrective, What: "同类接头逐户检查", Unit: "示例工程部", Person: "a",
					Due: at(200)},
			},
		},
	}
}
