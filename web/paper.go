package web

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"huiyin/huiyin"
	"huiyin/views/complaints"
	"huiyin/views/print"
	"huiyin/views/sheet"
	"huiyin/views/ui"
)

// papers write the printed papers of a case; huiyin.Papers lists them. A part of the form, and the edition for
// outside, has no address of its own: papersBy tells by which parameter it is asked for.
var papers = map[huiyin.Paper]func(io.Writer, print.Stamp, *huiyin.Complaint, *huiyin.Org) error{
	huiyin.PaperForm: print.Form, huiyin.PaperCustomer: print.FormCustomer, huiyin.PaperHouse: print.FormHouse,
	"receipt": print.Receipt, "approval": print.Approval, "settlement": print.Settlement,
	huiyin.PaperPaid: print.PaidReceipt, huiyin.PaperWithdrawal: print.Withdrawal, "letter": print.Letter,
	huiyin.PaperReport: print.Report, huiyin.PaperReportOut: print.ReportOut, "process": print.Process,
	"followup": print.FollowUp,
}

// choice is a parameter of a paper's address, and which paper each of its values means.
type choice struct {
	parameter string
	of        map[string]huiyin.Paper
}

// papersBy are the papers that an address with a parameter means (rules F1, F5).
var papersBy = map[huiyin.Paper]choice{
	huiyin.PaperForm: {"part", map[string]huiyin.Paper{"": huiyin.PaperForm, "customer": huiyin.PaperCustomer,
		"house": huiyin.PaperHouse}},
	huiyin.PaperReport: {"edition", map[string]huiyin.Paper{"": huiyin.PaperReport, "internal": huiyin.PaperReport,
		"external": huiyin.PaperReportOut}},
	huiyin.PaperDossier: {"edition", map[string]huiyin.Paper{"": huiyin.PaperDossier, "internal": huiyin.PaperDossier,
		"external": huiyin.PaperDossierOut}},
}

// asked is the paper that an address means by its parameter; a value that is none is refused, so that nobody gets a
// paper for the house who asked for one that goes out.
func asked(c echo.Context, p huiyin.Paper) (huiyin.Paper, error) {
	by, ok := papersBy[p]
	if !ok {
		return p, nil
	}
	means, ok := by.of[c.QueryParam(by.parameter)]
	if !ok {
		return "", huiyin.Invalid(by.parameter, "请选择列表中的一项。")
	}
	return means, nil
}

// printChoice is how an address wants a paper printed: with a mark, in one of two copies, a settlement without the
// customer's data.
func printChoice(c echo.Context, p huiyin.Paper) (huiyin.PrintChoice, error) {
	how := huiyin.PrintChoice{Mark: huiyin.PrintMark(c.QueryParam("mark")), Copy: c.QueryParam("copy")}
	switch c.QueryParam("party") {
	case "", "full":
	case "masked":
		how.Masked = true
	default:
		return how, huiyin.Invalid("party", "请选择列表中的一项。")
	}
	return how, how.Check(p)
}

// printOptions is where somebody says how they want a paper printed, and leads to it.
func (s *Server) printOptions(c echo.Context) error {
	if c.QueryParam("paper") == "" {
		return s.printOptionsPage(c, http.StatusOK, ui.Form{Lang: s.lang(c)})
	}
	p := huiyin.Paper(c.QueryParam("paper"))
	file, known := paperAddress(p)
	if !known {
		return huiyin.Invalid("paper", "请选择列表中的一项。")
	}
	if _, err := printChoice(c, p); err != nil {
		return err
	}
	at, err := url.Parse(file)
	if err != nil {
		return err
	}
	q := at.Query()
	for _, name := range []string{"mark", "copy", "party"} {
		if v := c.QueryParam(name); v != "" {
			q.Set(name, v)
		}
	}
	return c.Redirect(http.StatusSeeOther, "/complaints/"+url.PathEscape(numberOf(c))+"/"+at.Path+"?"+q.Encode())
}

func (s *Server) printOptionsPage(c echo.Context, status int, f ui.Form) error {
	v, err := s.caseView(c, f, 0, 1)
	if err != nil {
		return err
	}
	v.Title = v.C.Number
	return s.render(c, status, complaints.PrintPage(v))
}

// paperAddress is where a paper of a case is printed, below the case.
func paperAddress(p huiyin.Paper) (file string, known bool) {
	for own, by := range papersBy {
		for value, means := range by.of {
			if means == p && value != "" {
				return string(own) + ".pdf?" + by.parameter + "=" + value, true
			}
		}
	}
	return string(p) + ".pdf", papers[p] != nil
}

// paperRoutes are the papers of a case, and the ledgers.
func (s *Server) paperRoutes() []route {
	return []route{
		{get, "/complaints/ledger.pdf", huiyin.ActionExport, s.ledgerPDF, nil, bulky},
		{get, "/complaints/ledger.xlsx", huiyin.ActionExport, s.ledgerExcel, nil, bulky},
		{get, "/complaints/:number/print", huiyin.ActionPrint, s.printOptions, nil, 0},
		{get, "/complaints/:number/:paper", huiyin.ActionPrint, s.paper, nil, heavy},
	}
}

func (s *Server) paper(c echo.Context) error {
	name, pdf := strings.CutSuffix(c.Param("paper"), ".pdf")
	switch huiyin.Paper(name) {
	case huiyin.PaperCustomer, huiyin.PaperHouse, huiyin.PaperReportOut:
		return huiyin.NotFound()
	}
	if !pdf || papers[huiyin.Paper(name)] == nil {
		return huiyin.NotFound()
	}
	kind, err := asked(c, huiyin.Paper(name))
	if err != nil {
		return err
	}
	write := papers[kind]
	ctx, by := c.Request().Context(), actor(c)
	k, err := s.store.Complaint(ctx, by, c.Param("number"))
	if err != nil {
		return err
	}
	if err := kind.Printable(k); err != nil {
		return err
	}
	how, err := printChoice(c, kind)
	if err != nil {
		return err
	}
	k, stamp, err := s.stampedAs(c, string(kind), how)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := print.Copies(&b, write, stamp, k, by.Org, how.CopiesOf()); err != nil {
		return err
	}
	return s.pdf(c, k.Number+"-"+kind.Title()+".pdf", b.Bytes())
}

// written writes a paper of a case as its reader may have it, to be signed on a screen.
func (s *Server) written(c echo.Context, k *huiyin.Complaint, kind string) ([]byte, error) {
	stamp, err := s.stampOf(c, k, kind, huiyin.PrintChoice{})
	if err != nil {
		return nil, err
	}
	stamp.Screen = true
	var b bytes.Buffer
	err = papers[huiyin.Paper(kind)](&b, stamp, k, actor(c).Org)
	return b.Bytes(), err
}

// stampedAs notes a print of the case, and gives the case with what the paper carries besides.
func (s *Server) stampedAs(c echo.Context, kind string, how huiyin.PrintChoice) (*huiyin.Complaint, print.Stamp, error) {
	k, err := s.printed(c, kind, how)
	if err != nil {
		return nil, print.Stamp{}, err
	}
	stamp, err := s.stampOf(c, k, kind, how)
	return k, stamp, err
}

// stampOf is what a paper of a case carries besides the case.
func (s *Server) stampOf(c echo.Context, k *huiyin.Complaint, kind string, how huiyin.PrintChoice) (print.Stamp, error) {
	ctx, by := c.Request().Context(), actor(c)
	shown, err := s.revealedTo(ctx, by, k)
	if err != nil {
		return print.Stamp{}, err
	}
	if kind == string(huiyin.PaperSettlement) && !how.Masked && k.Offers(by, huiyin.ActionReveal) { // a reveal (C10)
		shown = map[string]bool{}
		for _, f := range huiyin.Protected {
			shown[f] = true
		}
	}
	hash, err := s.store.NewestHash(ctx)
	if err != nil {
		return print.Stamp{}, err
	}
	var assigned []huiyin.Assigning
	if kind == string(huiyin.PaperReport) || kind == "process" {
		entries, err := s.store.Journal(ctx, k.Number, false, 0, mostInDossier)
		if err != nil {
			return print.Stamp{}, err
		}
		assigned = huiyin.Assignings(entries)
	}
	code := huiyin.PaperCode{Number: k.Number, Paper: huiyin.Paper(kind), Version: k.Version}
	return print.Stamp{Assigned: assigned, At: s.Now(), By: by.Name, QR: code.Text(), Revealed: shown, Hash: hash,
		Consequences: k.SanctionsFor(by), Paper: huiyin.Paper(kind), Mark: how.Mark}, nil
}

// printed writes the print into the case's journal (rule J3) and gives the case as it then stands.
func (s *Server) printed(c echo.Context, kind string, how huiyin.PrintChoice) (*huiyin.Complaint, error) {
	once, err := s.once(c)
	if err != nil {
		return nil, err
	}
	return s.store.ChangeComplaint(c.Request().Context(), once, c.Param("number"), 0, func(k *huiyin.Complaint) error {
		return k.Printed(actor(c), s.Now(), kind, how)
	})
}

// titled puts the title of a paper that is about no complaint before its number, so that a folder can be read.
func titled(file string) string {
	number := strings.TrimSuffix(file, ".pdf")
	if code, known := huiyin.ParsePaperCode(number + "#1/1"); known && code.Paper.OfHouse() {
		return code.Paper.Label() + "-" + file
	}
	return file
}

func (s *Server) pdf(c echo.Context, name string, b []byte) error {
	pdfHeader(c, name)
	return c.Blob(http.StatusOK, "application/pdf", b)
}

func pdfHeader(c echo.Context, name string) {
	h := c.Response().Header()
	h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": titled(name)}))
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'")
}

type ledgerQuery struct {
	Site  string `form:"site"`
	Month string `form:"month"`
}

// period reads which month and site a ledger is about; prefix begins its number. It gives the month's
// first instant too.
func (s *Server) period(c echo.Context, prefix string) (time.Time, print.Period, error) {
	var q ledgerQuery
	if err := s.bind(c, &q); err != nil {
		return time.Time{}, print.Period{}, err
	}
	o, now := actor(c).Org, s.Now().In(actor(c).Org.Zone)
	month := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, o.Zone)
	if q.Month != "" {
		var err error
		if month, err = time.ParseInLocation("2006-01", q.Month, o.Zone); err != nil {
			return month, print.Period{}, huiyin.Invalid("month", "月份须写成 2025-03 的样子。")
		}
	}
	if q.Site != "" && o.Site(q.Site) == nil {
		return month, print.Period{}, huiyin.NotFound()
	}
	by := actor(c)
	return month, print.Period{Site: q.Site, Words: month.Format("2006年1月"),
		Number: by.LedgerNumber(prefix, q.Site, month), View: by.Name}, nil
}

// ledger reads which month and site a ledger is about, and its complaints in the order of receipt.
func (s *Server) ledger(c echo.Context) (period print.Period, list []*huiyin.Complaint, x exported, err error) {
	month, period, err := s.period(c, "TZ")
	if err != nil {
		return period, nil, x, err
	}
	f := huiyin.Filter{Site: period.Site, From: month.UTC(), To: month.AddDate(0, 1, 0).UTC()}
	if list, err = s.store.Whole(c.Request().Context(), actor(c), s.Now(), f); err != nil {
		return period, nil, x, err
	}
	x, err = s.noteExport(c, "ledger:"+period.Number, list, strings.HasSuffix(c.Path(), ".xlsx"))
	return period, list, x, err
}

// exported is an export of complaints at hand: as whom it is written, and the mark it carries (rule P5).
type exported struct {
	by   huiyin.Actor
	mark string
}

// noteExport writes into the journal who took which complaints out and what for, and whether a sheet shows their
// phones in full (rules P5, J3).
func (s *Server) noteExport(c echo.Context, subject string, list []*huiyin.Complaint, sheet bool) (exported, error) {
	by, now := veiledFor(actor(c), list), s.Now()
	purpose, err := purposeOf(c)
	if err != nil {
		return exported{}, err
	}
	detail := []huiyin.Change{huiyin.Note("rows", strconv.Itoa(len(list))), huiyin.Note("purpose", purpose)}
	if sheet && by.ExportsClear() { // rule P5
		detail = append(detail, huiyin.Note("field", "phone"))
	}
	return exported{by, huiyin.ExportMark(by, now, purpose)}, s.store.NoteExport(c.Request().Context(),
		huiyin.NewEntry(by.Account, huiyin.ActionExport, subject, now, detail...), list)
}

func (s *Server) ledgerPDF(c echo.Context) error {
	period, list, _, err := s.ledger(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := print.Ledger(&b, print.Stamp{At: s.Now(), By: actor(c).Name, QR: period.Number}, period, list,
		actor(c).Org); err != nil {
		return err
	}
	return s.pdf(c, period.Number+".pdf", b.Bytes())
}

func (s *Server) ledgerExcel(c echo.Context) error {
	period, list, x, err := s.ledger(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := sheet.Ledger(&b, x.by, s.Now(), list, period.Of(x.by.Org), x.mark); err != nil {
		return err
	}
	return s.excel(c, period.Number+".xlsx", b.Bytes())
}

func (s *Server) excel(c echo.Context, name string, b []byte) error {
	c.Response().Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b)
}

// printedOf are the words of a case that stand on its papers, to tell before printing which a pen has to add.
func printedOf(k *huiyin.Complaint) string {
	var b strings.Builder
	for _, s := range []string{k.Name, k.Unit, k.Contract, k.Matter, k.Demand, k.NextSteps, k.Involved, k.EventPlace,
		k.Address} {
		b.WriteString(s)
	}
	for i := range k.Answers {
		b.WriteString(k.Answers[i].Said)
	}
	for i := range k.Proposals {
		b.WriteString(k.Proposals[i].Text + k.Proposals[i].Ground)
	}
	for i := range k.Measures {
		b.WriteString(k.Measures[i].What)
	}
	return b.String()
}
