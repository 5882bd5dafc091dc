package huiyin

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Meeting is a complaint meeting 投诉分析会 (rule M7): who met when and where, which complaints were discussed,
// what was said, and what was decided as work. It is open until who called it closes the minutes.
type Meeting struct {
	Document
	HeldAt   time.Time
	Venue    string
	People   []string // accounts of the participants
	Cases    []string // numbers of the complaints discussed; who may not see one learns nothing of it
	Topics   string
	Minutes  string
	ClosedAt time.Time
}

// MeetingForm is what is written down of a meeting.
type MeetingForm struct {
	HeldAt  time.Time
	Venue   string
	People  []string
	Cases   string // numbers, apart by spaces, commas or lines
	Topics  string
	Minutes string
}

// Sees tells whether there is a complaint of a number that a person may see (rules P3, P4, P8).
type Sees func(number string) bool

const (
	mostPeople = 100
	mostCases  = 50
)

// MeetingNumber is the number of the nth meeting of a site, or of the company where it is "", called on a day.
func MeetingNumber(site string, day time.Time, n int) string {
	return MeetingPrefix(site, day) + fmt.Sprintf("%02d", n)
}

// MeetingPrefix is what the numbers of the meetings of a site called on a day begin with.
func MeetingPrefix(site string, day time.Time) string {
	if site != "" {
		site += "-"
	}
	return "FX-" + site + day.Format("20060102") + "-"
}

// CallsMeetings lists where a person may call a meeting: their sites, and "" for the company.
func CallsMeetings(by Actor) []string {
	var out []string
	for _, s := range by.Org.Sites {
		if by.AnswersFor(s.Code) && !s.Closed {
			out = append(out, s.Code)
		}
	}
	if by.answersForAll("") {
		out = append(out, "")
	}
	return out
}

func callsMeetings(by Actor) bool { return len(CallsMeetings(by)) > 0 }

// NewMeeting calls a meeting (rule M7). The store gives it its number.
func NewMeeting(by Actor, now time.Time, site string, f MeetingForm, sees Sees) (*Meeting, error) {
	if err := Can(by, ActionCallMeeting, nil); err != nil {
		return nil, err
	}
	m := &Meeting{Document: Document{Kind: DocMeeting, Site: site, At: now, By: by.Account, State: DocOpen}}
	if err := Every(when(site != "" && by.Org.Site(site) == nil, "site", "请选择项目。"),
		when(!slices.Contains(CallsMeetings(by), site), "site",
			"您不能召集这个项目的会议：主管召集本项目的，公司的由负责全公司的经理或副总经理召集。"),
		m.fill(by.Org, now, f, sees)); err != nil {
		return nil, err
	}
	m.note(by, ActionCallMeeting, DocOpen, now, m.changed(&Meeting{})...)
	m.journal[0].From = ""
	return m, nil
}

// Visible tells whether a person may read the minutes: who called the meeting or took part in it, and those
// who answer for its site.
func (m *Meeting) Visible(by Actor) bool { return readsMeeting(by, m.Site, m.By, m.People) }

func readsMeeting(by Actor, site, caller string, people []string) bool {
	return by.Account == caller || slices.Contains(people, by.Account) || over(by, site)
}

// lets: who called it; once they are gone, a manager who answers for it.
func (m *Meeting) lets(by Actor, _ Action) bool {
	if by.Account == m.By {
		return true
	}
	caller := by.Org.Person(m.By)
	return (caller == nil || caller.Disabled) && by.Role >= Manager && by.answersForAll(m.Site)
}

func (m *Meeting) takesPlace(a Action) error {
	if m.State == DocClosed {
		return Conflict("会议纪要已经定稿，不能%s。", a.Label())
	}
	return nil
}

// Offers tells whether an action is open to a person on the meeting as it stands (rule W1).
func (m *Meeting) Offers(by Actor, a Action) bool { return readyOn(by, a, m) == nil }

// Write changes what is written down of the meeting. Complaints that the writer may not see stay on it.
func (m *Meeting) Write(by Actor, now time.Time, f MeetingForm, sees Sees) error {
	if err := readyOn(by, ActionWriteMeeting, m); err != nil {
		return err
	}
	before := *m
	after := *m
	if err := after.fill(by.Org, now, f, sees); err != nil {
		return err
	}
	*m = after
	m.note(by, ActionWriteMeeting, m.State, now, m.changed(&before)...)
	return nil
}

// fill checks what was typed and takes it over.
func (m *Meeting) fill(o *Org, now time.Time, f MeetingForm, sees Sees) error {
	trimmed(&f.Venue, &f.Topics, &f.Minutes)
	people := settle(slices.Clone(f.People))
	cases, unseen := m.discussed(f.Cases, sees)
	unknown := slices.ContainsFunc(people, func(account string) bool {
		p := o.Person(account)
		return p == nil || p.Admin || p.Disabled && !slices.Contains(m.People, account)
	})
	if err := Every(when(f.HeldAt.IsZero(), "at", "请填写会议时间。"),
		when(!f.HeldAt.Equal(m.HeldAt) && (f.HeldAt.Before(now.AddDate(-1, 0, 0)) ||
			f.HeldAt.After(now.AddDate(1, 0, 0))), "at",
			"会议时间须在前后一年之内。"),
		needed("venue", f.Venue, shortText),
		needed("topics", f.Topics, longText),
		within("minutes", f.Minutes, longText),
		when(len(people) > mostPeople, "people", "参加会议的人员最多 %d 人。", mostPeople),
		when(len(people) == 0 || unknown, "people", "请选择参加会议的人员。"), unseen); err != nil {
		return err
	}
	m.HeldAt, m.Venue, m.People, m.Cases, m.Topics, m.Minutes = f.HeldAt, f.Venue, people, cases, f.Topics, f.Minutes
	m.Period = int(MonthOf(f.HeldAt, o.Zone))
	return nil
}

// discussed reads the typed numbers. What the writer may not see is refused as what is not there, and what
// stands on the meeting without their knowledge stays.
func (m *Meeting) discussed(typed string, sees Sees) ([]string, error) {
	numbers := strings.FieldsFunc(strings.ToUpper(typed),
		func(r rune) bool { return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(numbers) > mostCases {
		return nil, Invalid("cases", "一次会议最多列 %d 件投诉。", mostCases)
	}
	var hidden []string
	for _, n := range m.Cases {
		if !sees(n) {
			hidden = append(hidden, n)
		}
	}
	for i, n := range numbers {
		if len(n) > 40 || !sees(n) {
			return nil, Invalid("cases", "第 %d 个编号没有对应的投诉，或者您不能查看那件投诉。", i+1)
		}
	}
	return settle(append(numbers, hidden...)), nil
}

// changed are the changes since before, for the journal. The numbers of the complaints stand there too;
// no page shows them.
func (m *Meeting) changed(before *Meeting) []Change {
	return changes("held_at", stamp(before.HeldAt), stamp(m.HeldAt), "venue", before.Venue, m.Venue, "people",
		strings.Join(before.People, " "), strings.Join(m.People, " "),
		"cases", strings.Join(before.Cases, " "), strings.Join(m.Cases, " "), "topics", before.Topics, m.Topics,
		"minutes", before.Minutes, m.Minutes)
}

// Resolve assigns work that the meeting decided on (rule M7).
func (m *Meeting) Resolve(by Actor, now time.Time, j Job) error { return AssignJob(m, by, now, j) }

// Close fixes the minutes (rule M7). What was decided goes on as work.
func (m *Meeting) Close(by Actor, now time.Time) error {
	switch err := readyOn(by, ActionCloseMeeting, m); {
	case err != nil:
		return err
	case now.Before(m.HeldAt):
		return Conflict("会议还没有召开，不能定稿。")
	case m.Minutes == "":
		return Conflict("还没有填写会议纪要，不能定稿。")
	}
	m.note(by, ActionCloseMeeting, DocClosed, now)
	m.ClosedAt = now
	return nil
}

// Printable refuses to print minutes that are still being written.
func (m *Meeting) Printable() error {
	if m.State != DocClosed {
		return Conflict("定稿以后才能打印会议纪要。")
	}
	return nil
}

// CasesKept says what a reader of minutes does not find there.
const CasesKept = "讨论的投诉只列出读者本人可以查看的。"
