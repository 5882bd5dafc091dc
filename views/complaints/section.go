package complaints

import (
	"slices"
	"strings"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// section is a part of the case: open where the case stands, where something waits for this person, or where a form in
// it was refused; one line otherwise; and not there while it holds nothing but forms, until one is asked for (UI.md).
func (v View) section(id, title string, held int, forms ...string) ui.Box {
	b := ui.Box{ID: id, Title: v.T(title)}
	b.Open = slices.ContainsFunc(forms, v.refused)
	b.Wide = !b.Open && (v.standsAt() == id || v.waitsIn(id)) // on a phone the parts are an accordion
	b.Latent = held == 0 && !b.Open && !b.Wide
	if held > 0 {
		b.Note = v.noteOn(id, held)
	}
	return b
}

// refused tells whether a form of that name, or one of its kind, comes back with what was wrong.
func (v View) refused(form string) bool {
	kind, _, _ := strings.Cut(v.Form.Action, "-")
	return v.Form.Wrong != nil && (v.Form.Action == form || kind == form)
}

// standsAt is the section of the present state.
func (v View) standsAt() string {
	switch v.C.State {
	case huiyin.Investigating:
		return "inquiry"
	case huiyin.Proposing, huiyin.Approving:
		return "proposals"
	case huiyin.Answering:
		return "answers"
	case huiyin.Executing:
		if len(v.C.Debts()) > 0 {
			return "money"
		}
		return "tasks"
	case huiyin.InDispute:
		return "dispute"
	}
	return ""
}

// waitsIn tells whether something in a section asks for this person's word or deed.
func (v View) waitsIn(id string) bool {
	switch id {
	case "proposals":
		return v.C.State == huiyin.Answering || v.next() == huiyin.ActionPropose
	case "answers":
		return v.next() == huiyin.ActionTellResult || v.wordWaits() || v.C.OpenClosing() != nil
	case "money":
		for i := range v.C.Payments {
			if v.C.MayRelease(v.By, i+1) == nil || v.C.MayAgreeReversal(v.By, i+1) == nil {
				return true
			}
		}
		return len(v.owing()) > 0 && v.can(huiyin.ActionPay)
	case "tasks":
		return slices.ContainsFunc(v.C.Tasks, func(t huiyin.Task) bool {
			return t.Who == v.By.Account && v.C.MayEndTask(v.By, t.ID) == nil
		})
	case "gifts":
		for _, g := range v.C.Gifts {
			if v.C.MayAgreeGift(v.By, g.N) == nil || v.C.MayGive(v.By, g.N) == nil {
				return true
			}
		}
	case "improvement":
		for _, m := range v.C.Measures {
			if m.Person == v.By.Account && v.C.MayDoMeasure(v.By, m.ID) == nil ||
				!m.DoneAt.IsZero() && v.C.MayVerify(v.By, m.ID) == nil {
				return true
			}
		}
	case "evidence":
		return slices.ContainsFunc(v.C.Attachments, func(a huiyin.Attachment) bool {
			return v.C.MayConfirmAttachment(v.By, a.ID) == nil
		})
	case "outside", "messages", "releases":
		return v.C.Open()
	}
	return false
}

// wordWaits tells whether an answer, a follow-up or an objection asks for this person's word (rules W6, W9, W16, K10).
func (v View) wordWaits() bool {
	for n := range len(v.C.Answers) + 1 {
		if v.C.MayConfirmWord(v.By, n) == nil || n > 0 && v.C.MayWordFacts(v.By, n) == nil {
			return true
		}
	}
	for i := range v.C.FollowUps {
		if v.C.MayAnswerFollowUp(v.By, i+1) == nil {
			return true
		}
	}
	for i := range v.C.Objections {
		if v.C.MayDecideInvalid(v.By, i+1) == nil {
			return true
		}
	}
	return false
}

// answered counts what the customer was told and said.
func (v View) answered() int {
	n := len(v.C.Answers) + len(v.C.Results) + len(v.C.FollowUps) + len(v.C.Objections)
	if v.C.CloseReason != "" {
		n++
	}
	return n
}

// noteOn is the one line about a section.
func (v View) noteOn(id string, held int) string {
	c := v.C
	switch id {
	case "inquiry":
		if n := len(c.Findings); n > 0 {
			return v.T("%d 条", held) + v.T("：") + c.Findings[n-1].Finding
		}
	case "proposals":
		p := c.Proposals[len(c.Proposals)-1]
		note := v.T("方案%d", p.N) + " · " + v.T(p.Status.Label())
		if p.Money() {
			note += " · " + p.Amount.String()
		}
		return note
	case "answers":
		if word := c.Word(); word != "" {
			return v.T("客户意见：") + v.T(acceptedWords[word])
		}
	case "money":
		a := c.Account()
		return v.T("已付") + " " + a.Paid.String() + " · " + v.T("尚未付") + " " + a.Outstanding.String()
	case "reminders":
		return v.T("计 %d 次", c.Counted())
	case "absorbed":
		return v.T("不另计件数，也不算催办")
	case "evidence-packages":
		return v.T("材料、日志和外部存证，供公证、仲裁、法院核对")
	case "outside":
		return ""
	}
	return v.T("%d 条", held)
}

// customerBox folds the customer's data to one line; who complains stands in the title of the page.
func (v View) customerBox() ui.Box {
	b := ui.Box{ID: "customer", Title: v.T("客户"), Note: v.C.Unit, Open: v.C.Blocked() || !v.C.AnonymisedAt.IsZero()}
	b.Open = b.Open || v.Revealed["address"] || v.Revealed["identity"]
	return b
}

// intakeBox folds how the complaint came in to when, by which way and through whom.
func (v View) intakeBox() ui.Box {
	return ui.Box{ID: "intake", Title: v.T("登记信息"), Note: v.Clock().Short(v.C.ReceivedAt) + " · " +
		v.T(v.C.Channel.Label()) + " · " + v.person(v.C.RecordedBy)}
}

// assessmentBox folds the assessment to its words.
func (v View) assessmentBox() ui.Box {
	return ui.Box{ID: "assessment", Title: v.T("评估"), Open: v.refused("assess"),
		Note: v.T(v.C.Validity.Label()) + " · " + v.T(v.C.Responsibility.Label())}
}

// sanctionBox stands open where there is a consequence, which only its readers see.
func (v View) sanctionBox(held int) ui.Box {
	open := held > 0 || v.refused("consequences")
	return ui.Box{ID: "consequences", Title: v.T("处罚"), Note: v.T("只有主管以上和负责人看得到"), Open: open,
		Latent: held == 0 && !open}
}

// phaseBox stands open while there is a phase (rule K9).
func (v View) phaseBox() ui.Box {
	p := v.C.Phase()
	open := p != "" || v.refused("phase") || v.refused("tick")
	return ui.Box{ID: "phase", Title: v.T("冲突阶段"), Note: v.T(p.Label()), Open: open, Latent: !open}
}

// planBox is the emergency's part: open until all is back to normal, then one line (rules K2, B4).
func (v View) planBox(p *huiyin.EmergencyPlan) ui.Box {
	b := ui.Box{ID: "emergency", Title: v.T("应急预案：%s", p.Name), Open: v.refused("tick")}
	if v.C.Urgency != huiyin.Emergency {
		return b
	}
	over := v.C.MarkOf(huiyin.EmergencyList, huiyin.ItemRecovered)
	if over == nil {
		b.Class, b.Open = "emergency", true
		return b
	}
	done := 0
	for _, item := range v.C.Items(huiyin.EmergencyList) {
		if v.C.MarkOf(huiyin.EmergencyList, item.Code) != nil {
			done++
		}
	}
	b.Note = v.T("%d 项已处理 · %s 恢复正常", done, v.Clock().Short(over.At))
	return b
}

// numbers are the site's emergency numbers, those of this kind of emergency first (rule K2).
func (v View) numbers() []huiyin.DirectoryEntry {
	return v.By.Org.NumbersFor(v.C.Site, v.C.Category, v.C.Matter)
}
