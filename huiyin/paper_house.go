package huiyin

import (
	"slices"
	"strings"
	"time"
)

// The papers that are about no complaint. Their number says which of them it is; those with a place to sign come home
// as well (rule F6).
const (
	PaperLedger      Paper = "ledger"
	PaperFollowUps   Paper = "followups"
	PaperMinutes     Paper = "minutes"
	PaperMonthly     Paper = "monthly"
	PaperQuarter     Paper = "quarter"
	PaperPlan        Paper = "plan"
	PaperDestruction Paper = "destruction"
	PaperArchive     Paper = "archive"
	PaperDuty        Paper = "duty"
	PaperEmergency   Paper = "emergency"
	PaperDataNotice  Paper = "datanotice"
	PaperSample      Paper = "sample"
	PaperGuide       Paper = "guide"
	PaperAnchors     Paper = "anchors"
	PaperHowTo       Paper = "howto"
)

// Papers about a complaint that are no part of its evidence: the consequence's, which only those see who see the
// consequence (rule A3), the page behind a paper that was signed on a screen, which the portal has already, and what
// only goes out.
const (
	PaperConsequence Paper = "consequence"
	PaperSigning     Paper = "signature"
)

// housePaper is one of them: how its numbers begin, and whether it has a place to sign and so comes home.
type housePaper struct {
	paper  Paper
	prefix string
	title  string
	signed bool
}

var housePapers = []housePaper{
	{PaperLedger, "TZ-", "投诉处理记录表", true}, {PaperFollowUps, "HF-", "回访记录表（按月）", true},
	{PaperMinutes, "FX-", "投诉分析会纪要", true}, {PaperMonthly, "TJ-", "月度统计分析", true},
	{PaperQuarter, "JB-", "季度服务评估报告", true}, {PaperPlan, "ZG-", "专项整改方案", true},
	{PaperDestruction, "XH-", "个人信息鉴定销毁清册", true}, {PaperArchive, "DA-", "档案移交清册", true}, {PaperDuty, "ZB-", "值班表", true},
	{PaperAnchors, "CZ-", "日志存证月表", true},
	{PaperEmergency, "YJ-", "应急电话表", true}, {PaperDataNotice, "GZ-", "个人信息告知", false},
	{PaperHowTo, "XZ-", "投诉须知", false},
	{PaperSample, "SAMPLE", "打印设置的样张", false}, {PaperGuide, "http", "证书安装说明", false},
}

// apartPapers are those about a complaint that are not its evidence.
var apartPapers = words[Paper]{
	{PaperConsequence, "处罚决定书、处罚通报"}, {PaperSigning, "现场签字页"},
	{PaperDossier, "投诉案卷（内部版）"}, {PaperDossierOut, "投诉案卷（外部版）"}, {PaperExtract, "个人信息摘录"},
}

// HousePapers lists the papers about no complaint.
func HousePapers() []Paper {
	out := make([]Paper, len(housePapers))
	for i, h := range housePapers {
		out[i] = h.paper
	}
	return out
}

func (p Paper) house() *housePaper {
	if i := slices.IndexFunc(housePapers, func(h housePaper) bool { return h.paper == p }); i >= 0 {
		return &housePapers[i]
	}
	return nil
}

// OfHouse tells whether a paper is about no complaint.
func (p Paper) OfHouse() bool { return p.house() != nil }

// apart tells whether a paper is about a complaint and yet none of its evidence.
func (p Paper) apart() bool { return apartPapers.has(p) }

// ComesHome tells whether a signed one is kept. The others are known and have nowhere to go.
func (p Paper) ComesHome() bool {
	if h := p.house(); h != nil {
		return h.signed
	}
	return papers.has(p) || p == PaperConsequence
}

// housePaperOf tells by a number which of them it is, "" for none.
func housePaperOf(number string) Paper {
	for _, h := range housePapers {
		if strings.HasPrefix(number, h.prefix) {
			return h.paper
		}
	}
	return ""
}

// SiteOfPaper is the site of a paper about no complaint and with no record of its own, "" for the company's; false
// where its number names no site or month that there is.
func SiteOfPaper(o *Org, code PaperCode) (string, bool) {
	h := code.Paper.house()
	if h == nil {
		return "", false
	}
	part := strings.Split(strings.TrimPrefix(code.Number, h.prefix), "-")
	switch code.Paper {
	case PaperEmergency:
		return part[0], len(part) == 1 && o.Site(part[0]) != nil
	case PaperAnchors:
		_, ok := sheetMonth(part)
		return "", ok
	case PaperLedger, PaperFollowUps, PaperDuty:
		if code.Paper != PaperDuty {
			if len(part) == 1 || o.Site(part[0]) == nil { // of all sites
				part = append([]string{""}, part...)
			}
			part = part[:min(len(part), 2)] // whose view it is says nothing of where it belongs
		}
		if len(part) != 2 || part[0] != "" && o.Site(part[0]) == nil {
			return "", false
		}
		_, ok := sheetMonth(part[1:])
		return part[0], ok
	}
	return "", false
}

// sheetMonth reads the month at the end of a paper's number.
func sheetMonth(part []string) (Month, bool) {
	if len(part) != 1 || len(part[0]) != 6 {
		return 0, false
	}
	m, err := ParseMonth(part[0][:4] + "-" + part[0][4:])
	return m, err == nil
}

// housePrints is what one must be allowed to do to print a paper with no record of its own, and so to bring it home.
var housePrints = map[Paper]Action{
	PaperLedger: ActionExport, PaperFollowUps: ActionExport, PaperDuty: ActionPrint, PaperEmergency: ActionPrint,
	PaperAnchors: ActionReadCompanyJournal,
}

// OfSite tells whether a paper about no complaint has no record of its own, but a site and maybe a month.
func (p Paper) OfSite() bool { return housePrints[p] != "" }

// MayFilePaper tells why a person may not bring such a paper home.
func MayFilePaper(by Actor, p Paper) error { return Can(by, housePrints[p], nil) }

// FileApart keeps a page that belongs to no complaint's evidence, at the site of its paper; the caller has asked
// whether its bringer sees what it is about (rules F6, A3).
func (s *Scan) FileApart(by Actor, now time.Time, code PaperCode, site string) Entry {
	s.Says(code)
	s.Status, s.Problem, s.Site = ScanFiled, "", site
	s.FiledAt, s.FiledBy = now, by.Account
	return NewEntry(by.Account, ActionFileScan, s.subject(), now, Note("hash", s.Hash), Note("paper", string(s.Paper)),
		Note("document", s.Number), Note("page", code.place()))
}

// Apart tells whether a scan is filed and yet no complaint's evidence.
func (s *Scan) Apart() bool { return s.Status == ScanFiled && (s.Paper.OfHouse() || s.Paper.apart()) }

// SeenAtSite tells whether a person sees a filed paper that has no record of its own (rule P3).
func (s *Scan) SeenAtSite(by Actor) bool {
	return s.By == by.Account || s.FiledBy == by.Account || by.AnswersFor(s.Site) ||
		s.Paper == PaperAnchors && MayFilePaper(by, s.Paper) == nil
}

// Says notes what the code of a page says, or a person in its place.
func (s *Scan) Says(code PaperCode) {
	s.Number, s.Paper, s.Part, s.Version, s.Page, s.Pages = code.Number, code.Paper, code.Part, code.Version,
		code.Page, code.Pages
	if code.Paper != "" && !code.Paper.ComesHome() {
		s.Problem = ScanNoHome
	}
}

// SeesPaper tells whether somebody who may see the complaint may know of a paper about it: the consequence's only
// who sees the consequence (rule A3).
func (c *Complaint) SeesPaper(by Actor, code PaperCode) bool {
	if code.Paper != PaperConsequence {
		return true
	}
	k := c.Sanction(int(code.Part))
	return k != nil && slices.Contains(c.SanctionsFor(by), k)
}

// FitsHousePaper tells whether a number is one of a paper about no complaint.
func FitsHousePaper(p Paper, number string) bool {
	return p.OfHouse() && housePaperOf(number) == p && p.ComesHome()
}
