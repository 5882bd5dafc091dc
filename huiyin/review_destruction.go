package huiyin

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// DestructionList 鉴定销毁清册 names the complaints, inquiries and praise whose personal data have been kept for their time. The data go once
// the list has stood for 30 days and legal and whoever keeps the archive have signed it; the list stays for ever. It
// tells nothing of a complaint that is personal (rule B1).
type DestructionList struct {
	Document
	Signatures
	DoneAt time.Time // when the last of its lines was settled
	Lines  []DestructionLine
}

// DestructionLine is one complaint, inquiry or praise of a list; these have no grade.
type DestructionLine struct {
	ID       int64
	N        int
	Number   string
	Site     string
	Grade    Grade
	ClosedAt time.Time
	DueAt    time.Time // when its time was over
	GoneAt   time.Time // when the data went, or it was found that they stay
	Kept     string    // why they stay, "" where they went
}

const (
	// ListStands is how many days a list stands before anything goes.
	ListStands = 30
	// MostListed is how many complaints one list names: the others stand on the next.
	MostListed = 500
)

// Why data stay though their time was over when the list was drawn up.
const (
	KeptHeld    = "held"
	KeptRequest = "request"
	KeptOpen    = "open"
	KeptLonger  = "longer"
	KeptGone    = "gone"
)

var keptWhy = words[string]{{KeptHeld, "在法律留存中，保留"}, {KeptRequest, "客户的个人信息请求尚未答复，保留"}, {KeptOpen, "已重开，保留"},
	{KeptLonger, "保存期限延长，保留"}, {KeptGone, "此前已按客户要求删除"}}

// KeptLabel says why data stay.
func KeptLabel(why string) string { return keptWhy.label(why) }

// DestructionNumber is the number of the n-th list of a day, XH-20290303-01.
func DestructionNumber(day time.Time, n int) string {
	return fmt.Sprintf("%s%02d", DestructionPrefix(day), n)
}

// DestructionPrefix begins the numbers of a day.
func DestructionPrefix(day time.Time) string { return "XH-" + day.Format("20060102") + "-" }

// ListDue tells whether a list is to be drawn up now: once a calendar month, and at once where so many wait that one
// list does not hold them (rule B1). last is when the newest was drawn up, zero where none was.
func ListDue(o *Org, now, last time.Time, waiting int) bool {
	month := func(at time.Time) string { return at.In(o.Zone).Format("200601") }
	return waiting > 0 && (last.IsZero() || month(last) != month(now) || waiting >= MostListed)
}

// NewDestructionList draws up a list (rule B1).
func NewDestructionList(o *Org, now time.Time, number string, lines []DestructionLine) *DestructionList {
	l := &DestructionList{Document: Document{Record: Record{Number: number}, Kind: DocDestruction, At: now}, Lines: lines}
	numbers := make([]string, len(lines))
	for i := range lines {
		l.Lines[i].N, numbers[i] = i+1, lines[i].Number
	}
	l.Document.note(System(o), ActionListDestruction, DocListed, now, Note("cases", strings.Join(numbers, " ")))
	for _, who := range slices.Compact(slices.Sorted(slices.Values(append(signersFor(o, forLegal),
		signersFor(o, forArchive)...)))) {
		l.notices = append(l.notices, Notice{Account: who, Kind: NoticeDestruction, Number: number, At: now})
	}
	return l
}

func signsDestruction(by Actor) bool {
	return by.Person != nil && (slices.Contains(signersFor(by.Org, forLegal), by.Account) ||
		slices.Contains(signersFor(by.Org, forArchive), by.Account))
}

// seesDestruction: who signs, the VPs, and the administrator, who answers for the backups.
func seesDestruction(by Actor) bool { return signsDestruction(by) || by.Role == VP || by.Admin }

// Visible tells whether a person may read the list.
func (l *DestructionList) Visible(by Actor) bool { return by.Person != nil && seesDestruction(by) }

func (l *DestructionList) lets(by Actor, a Action) bool {
	return a == ActionRead || l.seatOf(by) != ""
}

func (l *DestructionList) takesPlace(a Action) error {
	if a == ActionSignDestruction {
		return l.full()
	}
	return nil
}

// Offers tells whether an action is open to a person on the list (rule W1).
func (l *DestructionList) Offers(by Actor, a Action) bool { return readyOn(by, a, l) == nil }

func (l *DestructionList) seatOf(by Actor) seat {
	if by.Person == nil {
		return ""
	}
	return l.open(by, seats{forLegal, signersFor(by.Org, forLegal)}, seats{forArchive, signersFor(by.Org, forArchive)})
}

// Sign signs the list for legal or for the archive, whichever the person stands for (rule B1).
func (l *DestructionList) Sign(by Actor, now time.Time) error {
	if err := readyOn(by, ActionSignDestruction, l); err != nil {
		return err
	}
	at, to := l.seatOf(by), l.State
	if l.sign(by, at, now) {
		to = DocListSigned
	}
	l.Document.note(by, ActionSignDestruction, to, now, Note("seat", string(at)))
	return nil
}

// DueAt is when the data of a list go: signed by both, and not before it has stood for 30 days (rule B1); zero while
// a signature is missing, and when it is done.
func (l *DestructionList) DueAt() time.Time {
	if l.State != DocListSigned {
		return time.Time{}
	}
	return latest(l.fullAt(), l.StandsUntil())
}

// StandsUntil is until when the list stands at least.
func (l *DestructionList) StandsUntil() time.Time { return l.At.AddDate(0, 0, ListStands) }

// Next is the first line that is not settled yet, nil where there is none.
func (l *DestructionList) Next() *DestructionLine {
	if i := slices.IndexFunc(l.Lines, func(x DestructionLine) bool { return x.GoneAt.IsZero() }); i >= 0 {
		return &l.Lines[i]
	}
	return nil
}

// Settle lets the data of the next complaint of a signed list go, or says why they stay; with the last the list is
// done (rule B1).
func (l *DestructionList) Settle(o *Org, now time.Time, c *Complaint) error {
	return l.settle(o, now, c.Number, func() string { return c.destroy(o, now, l.Number) })
}

// settle lets the next line's data go; destroy says why they stay.
func (l *DestructionList) settle(o *Org, now time.Time, number string, destroy func() string) error {
	line := l.Next()
	if at := l.DueAt(); line == nil || at.IsZero() || now.Before(at) || line.Number != number {
		return Conflict("这份清册还不能执行。")
	}
	line.GoneAt, line.Kept = now, destroy()
	to := l.State
	if l.Next() == nil {
		to, l.DoneAt = DocDestroyed, now
	}
	l.Document.note(System(o), ActionDestroy, to, now, Note("case", line.Number), Note("kept_why", line.Kept))
	return nil
}

// Gone counts the lines whose data went, and those whose data stay.
func (l *DestructionList) Gone() (gone, kept int) {
	for _, x := range l.Lines {
		switch {
		case x.GoneAt.IsZero():
		case x.Kept == "":
			gone++
		default:
			kept++
		}
	}
	return gone, kept
}

// DestructionRow is a list in the list of lists, with how many complaints it names, and of how many the data went or
// stay.
type DestructionRow struct {
	Number                 string
	At                     time.Time
	State                  DocState
	LegalBy, KeeperBy      string
	Listed, Gone, Retained int
}

// Seats names the two signatures of a list as they stand.
func (l *DestructionList) Seats() [2]SignedSeat { return l.as(forLegal) }

// SeatName is for whom a person would sign the list, "" where they cannot.
func (l *DestructionList) SeatName(by Actor) string {
	return l.seatOf(by).Label()
}
