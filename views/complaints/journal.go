package complaints

import (
	"strings"
	"time"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// fieldNames are the words for the fields that journal entries name.
var fieldNames = map[string]string{
	"site": "项目", "channel": "投诉方式", "name": "名称", "category": "投诉类别", "urgency": "紧急程度", "grade": "等级", "grade_rule": "定级依据",
	"grade_reason": "定级理由", "urgency_reason": "调整紧急程度的原因", "reason": "原因", "owner": "负责人", "handler": "经办人", "department": "责任部门",
	"first_contact": "首问责任人", "matter": "投诉事项", "demand": "客户诉求", "validity": "有效性", "impact": "对客户的影响", "risk": "风险",
	"reputation": "声誉影响", "responsibility": "责任界定", "responsible_department": "责任部门", "responsible_person": "责任人", "loss": "损失（元）",
	"injury": "人身伤害", "promise_broken": "承诺或约定未兑现", "fraud": "欺诈嫌疑", "finding": "核实事实", "ground": "依据", "opinion": "处理意见",
	"statement": "陈述", "way": "方式", "said": "内容", "promised": "承诺", "caller": "催办人", "counts": "计入次数", "accepted": "客户意见", "wants": "其他要求",
	"satisfaction": "满意度", "recurred": "问题再次发生", "what": "事项", "who": "执行人", "due": "期限", "promised_at": "承诺的期限", "done": "结果", "dropped": "不再执行的原因", "proposal": "方案", "measure": "措施",
	"text": "内容", "amount": "金额（元）", "sum": "累计（元）", "step": "审批环节", "decision": "意见", "words": "说明", "receipt": "凭证号", "class": "原因类别",
	"cause": "根本原因", "kind": "种类", "unit": "责任单位", "person": "责任人", "effective": "是否有效", "outcome": "结案状态", "hash": "内容校验值", "field": "字段",
	"paper": "表单", "deadline": "时限", "stage": "途径", "body": "机构", "claim": "请求", "mediator": "调解员", "consent": "客户书面同意", "agreement": "仲裁协议", "hearing_at": "开庭或调解时间", "lawyer": "律师", "dispute": "争议", "result": "结果", "phone": "电话", "address": "地址",
	"customer_name": "投诉人", "customer_unit": "房号或位置", "relation": "与我们的关系", "contract": "合同编号", "event_at": "事件时间", "event_place": "事件地点", "complainants": "投诉人数",
	"involved": "涉及的人员或部门", "emotion": "客户情绪", "scope": "影响范围", "next_steps": "已告知客户的下一步", "part": "更正的内容", "declines": "拒绝诉求", "file_number": "案号", "phase": "阶段", "list": "清单", "ticked": "步骤", "event": "进展", "on": "时间",
	"identity": "证件号码", "rows": "件数", "until": "延至", "granted": "同意", "notice": "提醒", "merged_into": "并入", "merged_from": "并入本件的投诉", "link": "关联的投诉", "into": "并入", "wording": "请当事人说明的事项", "note": "说明", "kept": "暂留", "at": "时间", "spoken_to": "与谁沟通", "paid_at": "付款时间",
	"consequence": "处罚序号", "sanctions": "处罚", "sanction": "处罚", "view": "当事人意见", "objection": "异议", "review": "书面检查", "month": "月份", "points": "分值", "why": "原因",
	"restricted": "受限", "named": "可以查看的人员", "people": "可以查看的人员",
	"original": "原件校验值", "shown": "出示签字", "signer": "签字人", "witness": "见证人", "drawing": "签名校验值", "checker": "检查人",
	"scan": "扫描件", "page": "页", "edition": "打印时的记录版本", "outdated": "打印之后的改动",
	"gift": "礼品", "gift_value": "其中礼品（元）", "value": "价值（元）", "origin": "来自", "imported": "旧台账中的状态", "old_number": "原编号", "closed_at": "结案时间",
}

// penaltyDecisions and whyWords put into words how a consequence was decided and why something was undone.
var (
	penaltyDecisions = map[string]string{"impose": "给予处罚", "decline": "不予处罚", "uphold": "维持处罚", "change": "变更处罚", "lift": "撤销处罚"}
	whyWords         = map[string]string{"invalid": "不再认定为有效", "responsibility": "不再认定为我方责任", "person": "责任人改变", "merged": "投诉合并", "reopened": "投诉重开"}
)

// fieldName gives the word for a field.
func (v View) fieldName(field string) string { return FieldName(v.Lang, field) }

// FieldName gives the word for a field that a journal entry names.
func FieldName(l ui.Lang, field string) string {
	if name, ok := fieldNames[field]; ok {
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
	case "urgency":
		return v.T(huiyin.Urgency(value).Label())
	case "channel":
		return v.T(huiyin.Channel(value).Label())
	case "validity":
		return v.T(huiyin.Validity(value).Label())
	case "responsibility":
		return v.T(huiyin.Responsibility(value).Label())
	case "way":
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
	case "kind":
		if k := huiyin.MeasureKind(value); k == huiyin.Corrective || k == huiyin.Preventive {
			return v.T(k.Label())
		}
		return v.T(huiyin.EvidenceKind(value).Label())
	case "measure":
		words := strings.Fields(value)
		for i, w := range words {
			words[i] = v.T(huiyin.Remedy(w).Label())
		}
		return strings.Join(words, v.T("、"))
	case "category":
		return o.CategoryName(value)
	case "department", "responsible_department":
		return o.DepartmentName(value)
	case "owner", "handler", "first_contact", "who", "person", "responsible_person", "witness", "checker":
		return o.PersonName(value)
	case "named", "people":
		return v.names(strings.Fields(value))
	case "paper":
		return v.T(huiyin.Paper(value).Label())
	case "outdated":
		return v.T("%s（表单已过时）", v.actions(strings.Fields(value)))
	case "field":
		return v.fieldName(value)
	case "origin":
		if !v.SeesOrigin {
			return v.originWord()
		}
	case "injury", "promise_broken", "fraud", "consent", "recurred", "restricted", "declines", "shown":
		return v.T("是")
	case "counts", "effective", "granted", "kept":
		if value == "true" || value == "yes" {
			return v.T("是")
		}
		return v.T("否")
	case "grade_rule":
		if value == "person" {
			return v.T("负责人认定")
		}
		return v.T(ruleWords[value])
	case "notice":
		return v.T(huiyin.NoticeKind(value).Label())
	case "imported":
		return v.T(huiyin.State(value).Label())
	case "due", "until", "closed_at", "at", "promised_at", "event_at", "on":
		if t, err := time.Parse(time.RFC3339, value); err == nil {
			return v.Clock().Full(t)
		}
	}
	return value
}

var acceptedWords = map[string]string{"yes": "接受", "no": "不接受", "pending": "未定"}

// ruleWords say shortly what the grading rules are about.
var ruleWords = map[string]string{"G1": "重大情形", "G2": "销售、代理或接待工作，或针对员工", "G3": "轻微不便", "G4": "内部投诉", "G8": "满一个月未办结"}

// sort of an entry, for the filter above the timeline.
func sortOf(a huiyin.Action) string {
	switch a {
	case huiyin.ActionLogContact, huiyin.ActionRemind, huiyin.ActionGiveAnswer, huiyin.ActionTellResult, huiyin.ActionFollowUp:
		return "contact"
	case huiyin.ActionPropose, huiyin.ActionSubmit, huiyin.ActionDecide, huiyin.ActionWithdraw, huiyin.ActionAssess, huiyin.ActionRaiseGrade, huiyin.ActionClose, huiyin.ActionReopen, huiyin.ActionPay, huiyin.ActionRestrict, huiyin.ActionLiftRestriction:
		return "decision"
	case huiyin.ActionAttach, huiyin.ActionWithdrawAttachment, huiyin.ActionPrint, huiyin.ActionReveal, huiyin.ActionExport, huiyin.ActionSign:
		return "file"
	}
	return "work"
}

// event puts an entry into words, without what a person need not read.
func (v *View) event(e *huiyin.Entry) ui.Event {
	out := ui.Event{What: v.T(e.Action.Label()), Who: v.whoFor(e.By, e.For), At: e.At, Changes: make([]ui.Changed, 0, len(e.Detail))}
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
		if c.Before == "" && c.After == "" || c.Field == "hash" || c.Field == "grade_rule" && (e.Action == huiyin.ActionRecord || e.Action == huiyin.ActionImport) {
			continue
		}
		if Names(c.Field) && !v.Beside.Seen[c.Before+c.After] { // rule P3: the reader may not see that one
			c.Before, c.After = unnamed(v, c.Before), unnamed(v, c.After)
		}
		after := v.fieldValue(c.Field, c.After)
		if corrected {
			after = v.T("%s（已更正）", after)
		}
		out.Changes = append(out.Changes, ui.Changed{Name: v.fieldName(c.Field), Before: v.fieldValue(c.Field, c.Before), After: after})
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
