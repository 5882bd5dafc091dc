package web

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/layout"
	"huiyin/views/ui"
)

var buffers = sync.Pool{New: func() any { return bytes.NewBuffer(make([]byte, 0, 64<<10)) }}

const (
	mostKept = 1 << 20 // the largest buffer that is kept for the next page
	notWorth = 1 << 10 // pages below are not compressed
)

func borrow() *bytes.Buffer {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	return b
}

func giveBack(b *bytes.Buffer) {
	if b.Cap() <= mostKept {
		buffers.Put(b)
	}
}

// render writes a page into a buffer and sends it whole, so that an error cannot leave half a page.
func (s *Server) render(c echo.Context, status int, page templ.Component) error {
	b := borrow()
	defer giveBack(b)
	if err := page.Render(ui.For(c.Request().Context(), accountOf(c)), b); err != nil {
		return err
	}
	if wrong, ok := c.Get(unsaidKey).(string); ok && !bytes.Contains(b.Bytes(), []byte(templ.EscapeString(wrong))) {
		return errUnsaid
	}
	h := c.Response().Header()
	h.Set("Vary", "Accept-Encoding")
	if b.Len() < notWorth || !acceptsGzip(c.Request()) {
		return c.HTMLBlob(status, b.Bytes())
	}
	zipped := borrow()
	defer giveBack(zipped)
	if err := compress(zipped, b.Bytes()); err != nil {
		return err
	}
	h.Set("Content-Encoding", "gzip")
	return c.HTMLBlob(status, zipped.Bytes())
}

// compressors are made when they are first needed. Each takes over a megabyte, and no more can work at
// once than there are processors.
var compressors = make(chan *gzip.Writer, min(runtime.NumCPU(), 4))

func init() {
	for range cap(compressors) {
		compressors <- nil
	}
}

func compress(to io.Writer, page []byte) (err error) {
	z := <-compressors
	defer func() { compressors <- z }()
	if z == nil {
		if z, err = gzip.NewWriterLevel(to, gzip.BestSpeed); err != nil {
			return err
		}
	}
	z.Reset(to)
	_, err = z.Write(page)
	return errors.Join(err, z.Close())
}

func acceptsGzip(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept-Encoding"), "gzip")
}

func acceptsHTML(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "text/html")
}

// lang is the language of the answer: the person's choice, else the browser's.
func (s *Server) lang(c echo.Context) ui.Lang {
	if v, ok := c.Get(sessionKey).(*db.Session); ok && v.Lang != "" {
		l, _ := ui.ParseLang(v.Lang)
		return l
	}
	return ui.Match(c.Request().Header.Get("Accept-Language"))
}

// page prepares the frame.
func (s *Server) page(c echo.Context, title string) layout.Page {
	org := s.store.Org()
	p := layout.Page{
		Lang: s.lang(c), Company: org.Company, Path: c.Request().URL.RequestURI(), Now: s.Now(), Zone: org.Zone,
		Rehearsal: s.Rehearsal != nil, Demo: s.Demo,
	}
	p.Title, p.Guide = p.T(title), root(s.chain()) != nil
	if c.Request().Method != get {
		p.Path = backTo(c)
	}
	by := actor(c)
	if by.Person == nil {
		return p
	}
	if v, ok := c.Get(sessionKey).(*db.Session); ok {
		p.Theme = v.Theme
		o := org.Parameters
		p.Idle, p.Ends = o.Span(huiyin.SessionIdle), max(o.Span(huiyin.SessionLimit)-s.Wall().Sub(v.Created), time.Second)
	}
	p.Account, p.PersonName, p.RoleLabel = by.Account, by.Name, p.T(by.Title())
	p.Secure = s.sessions.secure
	p.CanRecord = huiyin.Can(by, huiyin.ActionRecord, nil) == nil
	p.CanHold = huiyin.Can(by, huiyin.ActionHoldAll, nil) == nil
	p.CanHandOn = huiyin.Can(by, huiyin.ActionDelegate, nil) == nil
	if left, ok := s.certificateLeft(); ok && left < huiyin.ShortCertificate &&
		huiyin.Can(by, huiyin.ActionManage, nil) == nil {
		p.Expires = p.T("网站证书还有 %d 天到期，请更换", max(0, int(left.Hours()/24)))
	}
	if d := s.store.Delivery(); d.OnHold() && huiyin.Can(by, huiyin.ActionManage, nil) == nil {
		p.Restored = p.T("这里是从备份恢复的内容，截至 %s；外发消息停着，核对后请重新开启",
			d.Held.State.In(org.Zone).Format("2006-01-02 15:04"))
	}
	ctx := c.Request().Context()
	n, err := s.store.Counts(ctx, by, p.Now)
	if err != nil && ctx.Err() == nil { // else nobody reads the page
		s.Log.Error("counts", "id", requestID(c), "error", err)
	}
	p.Bell, p.Unread = true, n.Unseen
	if n.Alarms+n.Crowds+n.Spoken > 0 {
		if err := s.alarms(c, &p, by); err != nil && ctx.Err() == nil {
			s.Log.Error("alarms", "id", requestID(c), "error", err)
		}
	}
	unset := len(huiyin.Unset(s.setup(c)))
	for _, item := range []struct {
		layout.NavItem
		action huiyin.Action
		more   bool
	}{
		{layout.NavItem{Href: "/", Label: "工作台", Icon: "home"}, huiyin.ActionSeeDesk, false},
		{layout.NavItem{Href: startPath, Label: "开始使用", Icon: "checks", Count: unset}, huiyin.ActionManage, unset == 0},
		{layout.NavItem{Href: "/complaints", Label: "投诉", Icon: "list", Count: n.Late, CountURL: "/complaints?late=1",
			Counted: p.T("已逾期 %d 件", n.Late)}, huiyin.ActionRead, false},
		{layout.NavItem{Href: "/approvals", Label: "审批", Icon: "rubber-stamp", Count: n.Waiting},
			huiyin.ActionSeeApprovals, false},
		{layout.NavItem{Href: "/figures", Label: "统计", Icon: "chart-bar"}, huiyin.ActionSeeStatistics, false},
		{layout.NavItem{Href: "/counter", Label: "柜台查询", Icon: "search"}, huiyin.ActionLookUp, true},
		{layout.NavItem{Href: "/crises", Label: "危机专班", Icon: "urgent"}, huiyin.ActionOpenCrisis, true},
		{layout.NavItem{Href: "/crises/alarm", Label: "群体事件报警", Icon: "bell"}, huiyin.ActionRaiseAlarm, true},
		{layout.NavItem{Href: "/figures/reports", Label: "月度报告", Icon: "report-analytics"}, huiyin.ActionSeeReports,
			true},
		{layout.NavItem{Href: "/figures/quarters", Label: "季度评估", Icon: "clipboard-text"}, huiyin.ActionSeeQuarters,
			true},
		{layout.NavItem{Href: "/figures/meetings", Label: "分析会", Icon: "messages"}, huiyin.ActionSeeMeetings, true},
		{layout.NavItem{Href: "/figures/plans", Label: "专项整改", Icon: "flag"}, huiyin.ActionSeeImprovementPlans, true},
		{layout.NavItem{Href: "/figures/samples", Label: "监督检查", Icon: "checks"}, huiyin.ActionSeeSamples, true},
		{layout.NavItem{Href: "/jobs", Label: "交办工作", Icon: "checks"}, huiyin.ActionSeeJobs, true},
		{layout.NavItem{Href: "/promises", Label: "承诺登记", Icon: "heart-handshake"}, huiyin.ActionRead, true},
		{layout.NavItem{Href: "/customers", Label: "客户", Icon: "users"}, huiyin.ActionSeeCustomers, true},
		{layout.NavItem{Href: "/units", Label: "房源", Icon: "building"}, huiyin.ActionSeeUnits, true},
		{layout.NavItem{Href: "/data-requests", Label: "个人信息请求", Icon: "file-text"}, huiyin.ActionSeeCustomers, true},
		{layout.NavItem{Href: "/destruction-lists", Label: "鉴定销毁清册", Icon: "trash"}, huiyin.ActionSignDestruction, true},
		{layout.NavItem{Href: "/archive-lists", Label: "档案移交", Icon: "clipboard-text"}, huiyin.ActionSignArchive, true},
		{layout.NavItem{Href: "/inquiries", Label: "咨询", Icon: "messages"}, huiyin.ActionRead, true},
		{layout.NavItem{Href: "/praises", Label: "表扬", Icon: "heart-handshake"}, huiyin.ActionRead, true},
		{layout.NavItem{Href: "/appraisals", Label: "考评", Icon: "star"}, huiyin.ActionSeeAppraisals, true},
		{layout.NavItem{Href: "/consequences", Label: "处罚登记", Icon: "flag"}, huiyin.ActionListSanctions, true},
		{layout.NavItem{Href: "/circulars", Label: "通报", Icon: "messages"}, huiyin.ActionSeeCirculars, true},
		{layout.NavItem{Href: "/rules", Label: "制度条款", Icon: "clipboard-text"}, huiyin.ActionReadClause, true},
		{layout.NavItem{Href: "/directory", Label: "应急电话", Icon: "phone"}, huiyin.ActionRead, true},
		{layout.NavItem{Href: "/scans", Label: "签字单据", Icon: "file-text"}, huiyin.ActionUploadScan, true},
		{layout.NavItem{Href: importPath, Label: "导入旧台账", Icon: "upload"}, huiyin.ActionImport, true},
		{layout.NavItem{Href: "/settings", Label: "管理设置", Icon: "settings"}, huiyin.ActionManage, true},
		{layout.NavItem{Href: "/settings/journal", Label: "变更记录", Icon: "history"},
			huiyin.ActionReadCompanyJournal, true},
		{layout.NavItem{Href: "/status", Label: "运行状态", Icon: "report-analytics"}, huiyin.ActionManage, true},
		{layout.NavItem{Href: "/about", Label: "关于回音", Icon: "info-circle"}, huiyin.SignedIn, true},
	} {
		if huiyin.Can(by, item.action, nil) != nil || item.action == huiyin.ActionReadCompanyJournal && by.Admin {
			continue
		}
		item.Active = item.Href == "/" && p.Path == "/" || item.Href != "/" && strings.HasPrefix(p.Path, item.Href) ||
			item.Href == "/complaints" && strings.HasPrefix(p.Path, "/search")
		if item.Href == "/settings" && strings.HasPrefix(p.Path, startPath) {
			item.Active = false // which has a place of its own
		}
		if item.more {
			p.More = append(p.More, item.NavItem)
		} else {
			p.Nav = append(p.Nav, item.NavItem)
		}
	}
	if len(s.downloads.list(by.Account, s.Wall())) > 0 {
		p.More = append(p.More, layout.NavItem{Href: "/downloads", Label: "生成的文件", Icon: "download",
			Active: strings.HasPrefix(p.Path, "/downloads")})
	}
	return p
}

// backTo is the page that a form stands on: the one of its case, else its own address.
func backTo(c echo.Context) string {
	if n := numberOf(c); n != "" {
		return "/complaints/" + n
	}
	if n := c.Param("inquiry"); n != "" {
		return "/inquiries/" + n
	}
	if n := c.Param("praise"); n != "" {
		return "/praises/" + n
	}
	if n := c.Param("doc"); n != "" { // a document
		if before, _, found := strings.Cut(c.Request().URL.Path, "/"+n); found {
			return before + "/" + n
		}
		return layout.DocumentURL(docKind(n), n) // of the work that the form is about
	}
	if n := c.Param("alarm"); n != "" {
		return "/crises/alarm/" + n
	}
	if n := c.Param("crisis"); n != "" {
		return "/crises/" + n
	}
	if c.Param("counter") != "" {
		return "/counter"
	}
	return c.Request().URL.Path
}
