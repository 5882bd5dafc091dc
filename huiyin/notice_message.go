package huiyin

import "strings"

// noticeDeeds say what somebody told so has to do, for messages, which have no page with buttons beside them.
var noticeDeeds = words[NoticeKind]{
	{NoticeAssigned, "请接收，并在首次响应时限内联系客户。"}, {NoticeHandedOver, "请接收，并在时限内办理。"},
	{NoticeReturned, "请改派他人。"}, {NoticeUnassigned, "请分派经办人。"}, {NoticeApprovalWaiting, "请审批方案。"}, {NoticeApprovalUrged, "请审批方案。"},
	{NoticeApprovalDecided, "请按审批结果答复客户，或修改方案后重新提交。"},
	{NoticeHalf, "请在时限前办好这一步。"}, {NoticeNear, "请马上办好这一步，办不完的先申请延期。"},
	{NoticeMissed, "请立即办理，并记录超时原因。"}, {NoticeFar, "请过问，督促办理。"}, {NoticeRaised, "请按重大投诉办理。"},
	{NoticeReminded, "请当天联系客户，说明进展。"}, {NoticeSilent, "请联系客户，说明进展。"},
	{NoticeEmergency, "请立即按应急步骤处置。"}, {NoticeTaskDue, "请办完这件事并登记结果。"},
	{NoticeMeasureDue, "请完成整改并登记，等待验证。"}, {NoticePaymentDue, "请付款并登记凭证。"},
	{NoticePaymentOwed, "请付款并登记凭证。"},
	{NoticePaymentToRelease, "请核对后放行付款。"}, {NoticeReversalAsked, "请核对后决定是否同意冲正。"},
	{NoticeFollowUpDue, "请回访客户并登记。"}, {NoticeFollowUpBad, "请再次答复客户。"}, {NoticeIneffective, "请另定措施。"},
	{NoticeExtension, "请决定是否同意延期。"}, {NoticeFraud, "请出具法务意见。"}, {NoticeLegalAsked, "请出具法务意见。"},
	{NoticeLeak, "请立即止损并上报。"}, {NoticeCounterReminder, "请联系客户，说明进展。"},
	{NoticeCounterMessage, "请看留言并回复客户。"}, {NoticeTransfer, "请接收或退回。"}, {NoticeTransferLate, "请催对方接收，或另行安排。"},
	{NoticeOutside, "请在对方规定的时限内答复。"}, {NoticeOutsideAgain, "请重新办理并答复。"},
	{NoticeReleaseAsked, "请核对摘录后放行。"}, {NoticeRecusalAsked, "请决定是否同意回避。"},
	{NoticeSanctionWaiting, "请决定是否处罚。"}, {NoticeLetterWaiting, "请核对答复函并定稿。"},
	{NoticeCallAsked, "请打电话向客户核实。"}, {NoticeClosingAsked, "请决定是否同意结案。"},
	{NoticeInvalidObjected, "请对客户的异议作出裁定。"}, {NoticePraiseWaiting, "请核实表扬内容。"},
	{NoticeWordAsked, "请核对后确认或拒绝。"}, {NoticeStatementAsked, "请登录写明您的陈述。"},
	{NoticeDestruction, "请核对清册并签字。"}, {NoticeArchive, "请核对清册并签字。"}, {NoticeHandOverAsked, "请另行安排。"}, {NoticeConfirm, "请告知客户并协助申请。"},
	{NoticeInquiryComplains, "请登记为投诉。"},
}

// Asks tells whether who is told so has something to do; else it is only to know.
func (k NoticeKind) Asks() bool { return noticeDeeds.has(k) }

// Deed is what somebody told so has to do, in one sentence.
func (k NoticeKind) Deed() string {
	if noticeDeeds.has(k) {
		return noticeDeeds.label(k)
	}
	return "请登录查看。"
}

// ParseMentions reads how the members of a group are called there: a line each, an account and its name on the
// service. It gives what cannot be read as an error at the field.
func ParseMentions(text string, members []string) (map[string]string, error) {
	out := map[string]string{}
	for line := range strings.Lines(text) {
		part := strings.Fields(line)
		switch {
		case len(part) == 0:
			continue
		case len(part) != 2 || len(part[1]) > 64:
			return nil, Invalid("mentions", "每行写一个账号和它在平台上的用户 ID，中间空一格。")
		}
		known := false
		for _, m := range members {
			known = known || m == part[0]
		}
		if !known {
			return nil, Invalid("mentions", "“%s”不是群里的人员。", part[0])
		}
		out[part[0]] = part[1]
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

// MentionLines writes what ParseMentions reads, in the order of the members.
func (r *Robot) MentionLines() string {
	var b strings.Builder
	for _, m := range r.Members {
		if id := r.Mentions[m]; id != "" {
			b.WriteString(m + " " + id + "\n")
		}
	}
	return b.String()
}
