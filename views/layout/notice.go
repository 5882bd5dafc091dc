package layout

import (
	"strconv"
	"strings"

	"huiyin/huiyin"
	"huiyin/views/ui"
)

// ApprovalURL is where a proposal that waits for somebody's word is shown with its facts (rule C8).
func ApprovalURL(w huiyin.Waiting) string {
	return "/approvals?number=" + w.Number + "&n=" + strconv.Itoa(w.Proposal)
}

// RecordURL is the address of a complaint, an inquiry or praise by its number, below the portal's.
func RecordURL(number string) string {
	switch {
	case strings.HasPrefix(number, "BJ-"):
		return "/crises/alarm/" + number
	case strings.HasPrefix(number, "CR-"):
		return "/crises/" + number
	case huiyin.IsInquiry(number):
		return "/inquiries/" + number
	case huiyin.IsPraise(number):
		return "/praises/" + number
	}
	return "/complaints/" + number
}

// NoticeURL is where a notice leads: to its record, or to the page of the person it is about (rule A3).
func NoticeURL(n huiyin.Notice) string {
	switch {
	case n.Kind == huiyin.NoticeStatementAsked: // rule P4
		return "/complaints/" + n.Number + "/statement"
	case n.Kind == huiyin.NoticeLookUps: // rule P9
		return "/counter"
	case n.Kind == huiyin.NoticeDestruction: // rule B1
		return DocumentURL(huiyin.DocDestruction, n.Number)
	case n.Kind == huiyin.NoticeArchive: // rule W10
		return DocumentURL(huiyin.DocArchive, n.Number)
	case n.Kind == huiyin.NoticeDataDuty: // rule K13
		return "/settings/data"
	case n.Kind == huiyin.NoticeGroup: // rule K8
		return "/groups"
	case n.Kind == huiyin.NoticeSample: // rule A6
		return DocumentURL(huiyin.DocSample, n.Number)
	case n.Kind == huiyin.NoticeAnchorSheet: // rule J4
		return "/settings/journal/anchors"
	case n.Kind == huiyin.NoticeStackFiled: // rule F6
		return "/scans?batch=" + n.Number
	case n.Kind == huiyin.NoticeUnitConflict: // rule B11
		return "/units/import/" + n.Number
	case n.Kind == huiyin.NoticeImported:
		return "/complaints?all=1&sort=due"
	case n.Kind == huiyin.NoticeTried, n.Kind == huiyin.NoticeOwnPassword, n.Kind == huiyin.NoticeOwnSecond: // rules P10, P11
		return "/account/security"
	case n.Kind == huiyin.NoticeWordDecided, n.Kind == huiyin.NoticeWordAsked && n.Account != n.Number: // rule P10
		return "/confirmations"
	case n.Kind.Warns() && n.Account == n.Number: // rule P10
		return "/account/security"
	case n.Kind.Warns():
		return "/settings/journal?subject=account%3A" + n.Number
	case n.Kind == huiyin.NoticePoints: // rule A4
		return "/appraisals"
	case n.Kind.Personal():
		return "/complaints/" + n.Number + "/consequences"
	}
	return RecordURL(n.Number)
}

// NoticeWords say what a notice is about: 时限将到：办结.
func NoticeWords(l ui.Lang, n huiyin.Notice) string {
	if n.Kind == huiyin.NoticeImported {
		return l.T("导入了旧台账，其中 %s 件与您有关", n.What)
	}
	if n.Kind == huiyin.NoticeUnitConflict {
		return l.T("导入的房源文件有 %s 行冲突，须逐行决定", n.What)
	}
	if n.Kind == huiyin.NoticeAlarm {
		return l.T("群体事件：约 %s 人", n.What)
	}
	about, more := n.Subject()
	if more == "" {
		return l.T(about)
	}
	return l.T("%s：%s", l.T(about), l.T(more))
}

// DocumentURL is the address of a document.
func DocumentURL(kind huiyin.DocKind, number string) string {
	return map[huiyin.DocKind]string{huiyin.DocMonthlyReport: "/figures/reports/",
		huiyin.DocQuarterlyReport: "/figures/quarters/", huiyin.DocMeeting: "/figures/meetings/",
		huiyin.DocImprovementPlan: "/figures/plans/", huiyin.DocSample: "/figures/samples/",
		huiyin.DocDestruction: "/destruction-lists/", huiyin.DocArchive: "/archive-lists/"}[kind] + number
}
