package complaints

import (
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// penaltyDecisions and whyWords put into words how a consequence was decided and why something was undone.
var (
	penaltyDecisions = map[string]string{"impose": "给予处罚", "decline": "不予处罚", "uphold": "维持处罚", "change": "变更处罚",
		"lift": "撤销处罚"}
	whyWords = map[string]string{"invalid": "不再认定为有效", "responsibility": "不再认定为我方责任", "person": "责任人改变",
		"merged": "投诉合并", "reopened": "投诉重开"}
)

// fieldName gives the word for a field.
func (v View) fieldName(field string) string { return FieldName(v.Lang, field) }

// FieldName gives the word for a field that a journal entry names.
func FieldName(l ui.Lang, field string) string {
	if name, shown := huiyin.FieldName(huiyin.OfComplaint, field); shown {
		return l.T(name)
	}
	return field
}

// fieldValue puts what a journal entry holds into words: codes become labels, accounts names.
func (v View) fieldValue(field, value string) string {
	if value == "" {
		return ""
	}
	o := v.By.Org
	switch field {
	case "grade":
		return v.T(huiyin.Grade(value).Label())
	case "amount", "sum", "loss", "value", "limit":
		if sum, err := huiyin.ParseMoney(field, value); err == nil {
			return sum.String()
		}
		return value
	case "urgency":
		return v.T(huiyin.Urgency(value).Label())
	case "channel":
		return v.T(huiyin.Channel(value).Label())
	case "validity":
		return v.T(huiyin.Validity(value).Label())
	case "responsibility":
		return v.T(huiyin.Responsibility(value).Label())
	case "way":
		if slices.Contains(huiyin.Deliveries(), value) {
			return v.T(huiyin.DeliveryLabel(value))
		}
		return v.T(huiyin.Way(value).Label())
	case "satisfaction":
		return v.T(huiyin.Satisfaction(value).Label())
	case "outcome":
		return v.T(huiyin.Outcome(value).Label())
	case "class":
		return v.T(huiyin.CauseClass(value).Label())
	case "relation":
		return v.T(huiyin.Relation(value).Label())
	case "emotion":
		return v.T(huiyin.Emotion(value).Label())
	case "scope":
		return v.T(huiyin.Scope(value).Label())
	case "part":
		return v.T(huiyin.Passage(value).Label())
	case "phase":
		return v.T(huiyin.Phase(value).Label())
	case "list":
		if value == huiyin.EmergencyList {
			return v.T("应急步骤")
		}
		return v.T(huiyin.Phase(value).Label())
	case "event":
		return v.T(huiyin.EventKind(value).Label())
	case "stage":
		return v.T(huiyin.Stage(value).Label())
	case "result":
		return v.T(huiyin.DisputeResult(value).Label())
	case "sanctions", "sanction":
		return sanctionNames(v.Lang, strings.Fields(value))
	case "why":
		return v.T(whyWords[value])
	case "decision":
		if word, ok := penaltyDecisions[value]; ok {
			return v.T(word)
		}
		return v.T(huiyin.Decision(value).Label())
	case "deadline":
		return v.T(huiyin.DeadlineKind(value).Label())
	case "step":
		return v.T(value)
	case "accepted":
		return v.T(acceptedWords[value])
	case "facts":
		return v.T(huiyin.Facts(value).Label())
	case "no_form", "no_answer", "no_result":
		return v.T(huiyin.WhyLacking(value).Label())
	case "kind":
		if k := huiyin.MeasureKind(value); k == huiyin.Corrective || k == huiyin.Preventive {
			return v.T(k.Label())
		}
		return v.T(huiyin.EvidenceKind(value).Label())
	case "measure":
		return v.each(value, func(code string) string { return v.T(huiyin.Remedy(code).Label()) })
	case "party_role":
		return v.T(huiyin.PartyRole(value).Label())
	case "powers":
		return v.each(value, func(code string) string { return v.T(huiyin.Power(code).Label()) })
	case "role_circle":
		return v.each(value, func(code string) string {
			r, _ := huiyin.ParseRole(code)
			return v.T(r.Label())
		})
	case "site_circle":
		return v.each(value, o.SiteName)
	case "evidence":
		return v.each(value, func(code string) string { return v.T((&huiyin.SanctionEvidence{Code: code}).Title()) })
	case "offered":
		return v.offered(value)
	case "worth":
		if value == "unpriced" {
			return v.T("价值未知")
		}
	case "site":
		return o.SiteName(value)
	case "category":
		return o.CategoryName(value)
	case "department", "responsible_department":
		return o.DepartmentName(value)
	case "function":
		return v.T(huiyin.Function(value).Label())
	case "owner", "handler", "first_contact", "who", "person", "responsible_person", "witness", "checker",
		"recused", "legal_by":
		return o.PersonName(value)
	case "named", "people", "accused":
		return v.names(strings.Fields(value))
	case "report":
		return v.T(huiyin.ReportKind(value).Label())
	case "grounds":
		return v.grounds(strings.Fields(value))
	case "paper":
		return v.T(huiyin.Paper(value).Label())
	case "outdated":
		return v.T("%s（表单已过时）", v.actions(strings.Fields(value)))
	case "field":
		return v.fieldName(value)
	case "recognised", "asked_by":
		return recognisedBy(v.Lang, strings.Fields(value))
	case "origin":
		if !v.SeesOrigin {
			return v.originWord()
		}
	case "injury", "promise_broken", "fraud", "consent", "recurred", "unreached", "private", "tries_count", "guardian", "restricted",
		"declines", "shown", "ended", "waived", "searched", "outside_secret":
		return v.T("是")
	case "provenance":
		return v.T(huiyin.Origin(value).Label())
	case "original_place":
		return v.T(huiyin.OriginalPlace(value).Label())
	case "receiver_kind":
		return v.T(huiyin.Receiver(value).Label())
	case "data_ground":
		return v.T(huiyin.DataGround(value).Label())
	case "sensitive_kind":
		return v.T(huiyin.SensitiveKind(value).Label())
	case "cctv_ground":
		return v.T(huiyin.CCTVGround(value).Label())
	case "law_date":
		return v.T(huiyin.LawDateKind(value).Label())
	case "identity_seen":
		return v.T(huiyin.IdentityPaper(value).Label())
	case "copy_given":
		return v.T(huiyin.CopyWay(value).Label())
	case "seen_by":
		return o.PersonName(value)
	case "agreed_to_screen", "whole_shown", "first_file", "blurred", "announced", "as_evidence":
		return v.T("是")
	case "counts", "effective", "granted", "kept", "with_name":
		if value == "true" || value == "yes" {
			return v.T("是")
		}
		return v.T("否")
	case "kept_why":
		return v.T(huiyin.KeptLabel(value))
	case "grade_rule":
		if value == "person" {
			return v.T("负责人认定")
		}
		return v.T(ruleWords[value])
	case "outside":
		return v.T(huiyin.OutsideKind(value).Label())
	case "outside_source":
		return v.T(huiyin.OutsideSource(value).Label())
	case "verdict_contacted", "verdict_solved", "verdict_satisfied":
		return v.T(map[string]string{"yes": "是", "no": "否"}[value])
	case "notice":
		return v.T(huiyin.NoticeKind(value).Label())
	case "imported":
		return v.T(huiyin.State(value).Label())
	case "due", "reported_at", "until", "closed_at", "at", "promised_at", "event_at", "on", "outside_received",
		"outside_handed", "outside_due", "verdict_at", "delivered_at", "made_at", "done_at", "served_at", "perform_by":
		if t, err := time.Parse(time.RFC3339, value); err == nil {
			return v.Clock().Full(t)
		}
	}
	return value
}

// each puts the codes of a value into words.
func (v View) each(value string, word func(code string) string) string {
	words := strings.Fields(value)
	for i, w := range words {
		words[i] = word(w)
	}
	return strings.Join(words, v.T("、"))
}

// priced says what the journal notes of a measure's worth (rules W3, C2).
func (v View) priced(word string) string {
	worth, has := strings.CutPrefix(word, "worth=")
	switch {
	case has:
		if m, err := huiyin.ParseMoney("worth", worth); err == nil {
			return " " + v.T("价值 %s", m)
		}
	case word == "owed":
		return " " + v.T("合同或法律规定应做")
	case word == "unpriced":
		return " " + v.T("价值未知")
	}
	return ""
}

// offered tells who does which measure by when (rule W3).
func (v View) offered(value string) string {
	rows := strings.Split(value, "\n")
	for i, row := range rows {
		words := strings.Fields(row)
		if len(words) < 2 {
			continue
		}
		rows[i] = v.T(huiyin.Remedy(words[0]).Label()) + " " + v.By.Org.PersonName(words[1])
		for _, word := range words[2:] {
			if t, err := time.Parse(time.RFC3339, word); err == nil {
				rows[i] += " " + v.Clock().Full(t)
			}
			rows[i] += v.priced(word)
		}
	}
	return strings.Join(rows, v.T("；"))
}

var acceptedWords = map[string]string{"yes": "接受", "no": "不接受", "pending": "未定"}

// ruleWords say shortly what the grading rules are about.
var ruleWords = map[string]string{"G1": "重大情形", "G2": "销售、代理或接待工作，或针对员工", "G3": "轻微不便", "G4": "内部投诉", "G8": "满一个月未办结"}

// sort of an entry, for the filter above the timeline.
func sortOf(a huiyin.Action) string {
	switch a {
	case huiyin.ActionLogContact, huiyin.ActionRemind, huiyin.ActionGiveAnswer, huiyin.ActionTellResult,
		huiyin.ActionFollowUp, huiyin.ActionSendOutside, huiyin.ActionExtendOutside, huiyin.ActionGrantOutside,
		huiyin.ActionReturnOutside, huiyin.ActionAnswerReturn, huiyin.ActionNoteVerdict:
		return "contact"
	case huiyin.ActionPropose, huiyin.ActionSubmit, huiyin.ActionDecide, huiyin.ActionWithdraw, huiyin.ActionAssess,
		huiyin.ActionRaiseGrade, huiyin.ActionClose, huiyin.ActionReopen, huiyin.ActionPay, huiyin.ActionRestrict,
		huiyin.ActionLiftRestriction:
		return "decision"
	case huiyin.ActionAttach, huiyin.ActionWithdrawAttachment, huiyin.ActionPrint, huiyin.ActionReveal,
		huiyin.ActionExport, huiyin.ActionSign, huiyin.ActionTellProvenance, huiyin.ActionDropRecording:
		return "file"
	}
	return "work"
}

// event puts an entry into words, without what a person need not read.
func (v *View) event(e *huiyin.Entry) ui.Event {
	out := ui.Event{What: v.T(e.Action.Label()), Who: v.whoFor(e.By, e.For), At: e.At,
		Changes: make([]ui.Changed, 0, len(e.Detail))}
	if e.From != e.To && e.From != "" {
		out.From, out.To = v.T(e.From.Label()), v.T(e.To.Label())
	}
	if e.Digest != "" { // rule B1
		out.Changes = append(out.Changes, ui.Changed{Name: v.T("内容"), After: v.T("（已匿名化）")})
	}
	if e.Action == huiyin.ActionAnonymise {
		out.Changes = append(out.Changes, ui.Changed{Name: v.T("依据"), After: v.anonymisedWhy(e)})
		return out
	}
	for _, c := range e.Detail {
		if e.Action == huiyin.ActionCorrect && !v.C.ReadsRevisions(v.By) { // rule W11
			if c.Before = ""; c.Field == "reason" { // which may say what stood there
				continue
			}
		}
		now, corrected := v.C.Corrected(c.Field, c.After)
		c.After = now
		if c.Before == "" && c.After == "" || c.Field == "hash" || c.Field == "grade_rule" &&
			(e.Action == huiyin.ActionRecord || e.Action == huiyin.ActionImport) {
			continue
		}
		if Names(c.Field) && !v.Beside.Seen[c.Before+c.After] { // rule P3: the reader may not see that one
			c.Before, c.After = unnamed(v, c.Before), unnamed(v, c.After)
		}
		after := v.fieldValue(c.Field, c.After)
		if corrected {
			after = v.T("%s（已更正）", after)
		}
		out.Changes = append(out.Changes,
			ui.Changed{Name: v.fieldName(c.Field), Before: v.fieldValue(c.Field, c.Before), After: after})
	}
	return out
}

// anonymisedWhy says why personal data was taken out: its time was over, or the customer asked for it.
func (v *View) anonymisedWhy(e *huiyin.Entry) string {
	for _, c := range e.Detail {
		if c.Field == "reason" {
			return v.T("应客户请求提前删除：%s", c.After)
		}
	}
	return v.T("保存期限已到")
}

// actions names what was done, in words.
func (v View) actions(codes []string) string {
	words := make([]string, len(codes))
	for i, c := range codes {
		words[i] = v.T(huiyin.Action(c).Label())
	}
	return strings.Join(words, v.T("、"))
}
