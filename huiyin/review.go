package huiyin

import (
	"time"
)

// Document is what the papers about many complaints have in common: whose they are, how they stand, and
// the work that was assigned in them.
type Document struct {
	Record
	Kind   DocKind
	Site   string // "" for the company
	Period int    // the month 202603 or the quarter 20261 that it is about, 0 for none
	At     time.Time
	By     string
	State  DocState
	Jobs   []Job
}

// DocKind says what a document is.
type DocKind string

// The kinds of documents.
const (
	DocMonthlyReport   DocKind = "report"
	DocQuarterlyReport DocKind = "quarter"
	DocMeeting         DocKind = "meeting"
	DocImprovementPlan DocKind = "plan"
	DocSample          DocKind = "sample"
	DocDestruction     DocKind = "destruction"
	DocArchive         DocKind = "archive"
)

// DocState is where a document stands.
type DocState string

// The states of documents.
const (
	DocDraft      DocState = "draft"     // follows the figures
	DocCommented  DocState = "commented" // waits for the signature
	DocReleased   DocState = "released"  // fixed
	DocWriting    DocState = "writing"   // to be completed by a person
	DocWritten    DocState = "written"   // waits for its release
	DocOpen       DocState = "open"      // minutes being written
	DocClosed     DocState = "closed"    // minutes fixed
	DocPlanned    DocState = "planned"   // an improvement plan without work yet
	DocInWork     DocState = "working"   // its measures are being carried out
	DocEnded      DocState = "ended"     // with its result
	DocDrawn      DocState = "drawn"     // a sample being checked
	DocListed     DocState = "listed"    // a destruction or archive list that waits for its signatures
	DocListSigned DocState = "signed"    // waits for its day
	DocDestroyed  DocState = "destroyed" // done
	DocHandedOver DocState = "handed"    // an archive list that both sides signed
)

var docStates = words[DocState]{{DocDraft, "待点评"}, {DocCommented, "待签发"}, {DocReleased, "已发布"}, {DocWriting, "待完成"},
	{DocWritten, "待发布"}, {DocOpen, "记录中"}, {DocClosed, "已定稿"}, {DocPlanned, "已立项"}, {DocInWork, "整改中"},
	{DocEnded, "已办结"}, {DocDrawn, "已抽样"}, {DocListed, "待签"}, {DocListSigned, "已签，待到期"},
	{DocDestroyed, "已销毁"}, {DocHandedOver, "已移交"}}

// Label is the state's name on pages.
func (s DocState) Label() string { return docStates.label(s) }

// note writes what was done into the journal (rule J1).
func (d *Document) note(by Actor, a Action, to DocState, now time.Time, detail ...Change) {
	d.Record.note(by, a, State(d.State), State(to), now, detail...)
	d.State = to
}

// Place names whose the document is: a site, or the company.
func (d *Document) Place(o *Org) string {
	if d.Site == "" {
		return o.Company
	}
	return o.SiteName(d.Site)
}

// Messages are what goes out to those whom a document tells of itself; robots hear nothing of it.
func (d *Document) Messages(o *Org, to *Delivery, reach map[string]NotificationPreferences) []Message {
	return messages(o, to, reach, d.notices, func(Actor) bool { return false })
}
