package huiyin

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// PurposeUnsaid stands in the journal where a program fetches an export by its bare address (rule P5).
const PurposeUnsaid = "直接取用，未另说明"

const mostPurpose = 200 // characters

// CheckPurpose refuses an export whose purpose is not stated (rule P5).
func CheckPurpose(purpose string) error { return needed("purpose", purpose, mostPurpose) }

// Veiled acts for a person whose export is masked all the same: it shows more people than one may take out in clear
// without a VP's word (rule P5).
func (by Actor) Veiled() Actor {
	by.veiled = true
	return by
}

// Persons counts the distinct people of whom an export tells (rule P5).
type Persons map[string]bool

// Add counts one row: people are told apart as customers' files are; who cannot be named counts by the complaint.
func (p Persons) Add(o *Org, number, site, name, phone, unit string) {
	in := Intake{Site: site, Name: name, Phone: phone, Unit: unit}
	key := "number:" + number
	if keys := in.CustomerKeys(o); len(keys.Own) > 0 {
		key = keys.Own[0]
	}
	p[key] = true
}

// ClearUpTo tells of how many people at most a person takes out phones in clear by their own word (rule P5).
func (by Actor) ClearUpTo() int { return int(by.Org.Parameters.Get(ExportPeople)) }

// TooMany tells whether an export in clear of so many people takes a VP's word (rule P5).
func (by Actor) TooMany(people int) bool { return by.ExportsClear() && people > by.ClearUpTo() }

// ExportMark stands on every page and sheet that leaves the portal: who took it out, when and what for (rule P5).
func ExportMark(by Actor, now time.Time, purpose string) string {
	mark := fmt.Sprintf(markBegins+"%s（%s）"+markOfTime+"%s · 用途 %s", by.Name, by.Account,
		now.In(by.Org.Zone).Format("2006-01-02 15:04"), purpose)
	if by.veiled {
		mark += fmt.Sprintf(" · 超过 %d 人，号码已遮盖", by.ClearUpTo())
	}
	return mark
}

const (
	markBegins = "导出人 "
	markOfTime = " · 导出时间 "
)

// IsExportMark tells whether a text is the mark of an export.
func IsExportMark(s string) bool {
	return strings.HasPrefix(s, markBegins) && strings.Contains(s, markOfTime)
}

// ExportRequest asks a VP for their word on an export in clear of many people (rule P5).
type ExportRequest struct {
	Record
	At        time.Time
	By        string
	Purpose   string
	List      string // the address of the list that it takes out
	Format    string
	People    int
	State     State
	DecidedAt time.Time
	DecidedBy string
	Words     string
}

// The states of a request.
const (
	ExportAsked    State = "export_asked"
	ExportApproved State = "export_approved"
	ExportRefused  State = "export_refused"
)

// exportLasts is how long an approved export can be made.
const exportLasts = 7 * 24 * time.Hour

// ExportNumber is the number of the n-th request of a day.
func ExportNumber(day time.Time, n int) string { return fmt.Sprintf("%s%03d", ExportPrefix(day), n) }

// ExportPrefix begins the numbers of a day.
func ExportPrefix(day time.Time) string { return "DC-" + day.Format("20060102") + "-" }

// AskExport asks for a VP's word (rule P5).
func AskExport(by Actor, now time.Time, r ExportRequest) (*ExportRequest, error) {
	if err := Every(by.may(ActionAskExport, nil), CheckPurpose(r.Purpose)); err != nil {
		return nil, err
	}
	if !by.TooMany(r.People) {
		return nil, Conflict("不超过 %d 人，可以直接导出，无须申请。", by.ClearUpTo())
	}
	r.At, r.By, r.State = now, by.Account, ExportAsked
	r.note(by, ActionAskExport, "", r.State, now, Note("purpose", r.Purpose), Note("list", r.List),
		Note("format", r.Format), Note("persons", strconv.Itoa(r.People)))
	return &r, nil
}

// Visible tells whether a person knows of a request: who asked, and every VP.
func (r *ExportRequest) Visible(by Actor) bool { return by.Account == r.By || by.Role >= VP }

// MayDecide tells why a person may not give their word, nil when they may: nobody gives it to themselves while there
// is another VP (rules P5, P10).
func (r *ExportRequest) MayDecide(by Actor) error {
	if err := by.may(ActionDecideExport, nil); err != nil {
		return err
	}
	others := by.Org.Active(func(p *Person) bool { return p.Role >= VP && p.Account != by.Account })
	switch {
	case r.State != ExportAsked:
		return Conflict("这一导出申请已经决定。")
	case r.By == by.Account && len(others) > 0:
		return Forbidden("自己申请的导出由另一位副总经理决定。")
	}
	return nil
}

// Decide gives the word, with its reason (rule P5).
func (r *ExportRequest) Decide(by Actor, now time.Time, d Decision, words string) error {
	if !r.Visible(by) {
		return NotFound()
	}
	if err := r.MayDecide(by); err != nil {
		return err
	}
	to := map[Decision]State{Approve: ExportApproved, Refuse: ExportRefused}[d]
	if err := Every(when(to == "", "decision", "请选择同意或不同意。"),
		needed("words", words, 1000)); err != nil {
		return err
	}
	r.note(by, ActionDecideExport, r.State, to, now, Note("decision", string(d)), Note("words", words))
	r.State, r.DecidedAt, r.DecidedBy, r.Words = to, now, by.Account, words
	return nil
}

// MayMake tells why the file cannot be made, nil when it can: whoever asked, while they still export in clear, for a
// week after the word (rule P5).
func (r *ExportRequest) MayMake(by Actor, now time.Time) error {
	switch {
	case by.Account != r.By:
		return NotFound()
	case !by.ExportsClear():
		return Forbidden("您没有权限%s。", ActionExport.Label())
	case r.State != ExportApproved:
		return Conflict("这一导出申请没有获得同意。")
	case now.After(r.DecidedAt.Add(exportLasts)):
		return Conflict("同意之后 7 天内有效，请重新申请。")
	}
	return by.may(ActionExport, nil)
}
