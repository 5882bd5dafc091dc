package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Customer is what a customer's file 客户档案 holds of its own (rule B1). What it shows otherwise, names,
// phones, units and all that happened, is read from the complaints, as far as the reader may see them.
type Customer struct {
	ID           int64
	Was          int64 // the counted number that it had before, by which the journal and old links know it, else 0
	Into         int64 // the file that this one was merged into, 0 while it stands alone
	IntoKnown    int64 // as which the journal knows that file
	MergedAt     time.Time
	MergedBy     string
	MergeReason  string
	Name         string // as corrected at the customer's request, "" where nothing was
	Phone        string
	Address      string
	Consent      Consent // to the use of their data
	ConsentAt    time.Time
	AnonymisedAt time.Time // when the last of their complaints lost its personal data

	Requests []DataRequest

	journal
}

// Consent is the customer's word on the use of their data.
type Consent string

var consents = words[Consent]{{"given", "已同意"}, {"partly", "仅限处理投诉"}, {"withdrawn", "已撤回同意"}}

// Label is the consent's name on pages.
func (c Consent) Label() string { return consents.label(c) }

// Consents lists the consents.
func Consents() []Consent { return consents.all() }

// DataKind is what a customer asks about their personal data.
type DataKind string

// The kinds of requests about personal data 个人信息权利请求 (rule B1).
const (
	SeeData     DataKind = "see"
	CorrectData DataKind = "correct"
	EraseData   DataKind = "erase"
)

var dataKinds = words[DataKind]{{SeeData, "查阅、复制"}, {CorrectData, "更正、补充"}, {EraseData, "删除"}}

// Label is the kind's name on pages.
func (k DataKind) Label() string { return dataKinds.label(k) }

// DataKinds lists the kinds.
func DataKinds() []DataKind { return dataKinds.all() }

// DataOutcome is what came of a request about personal data.
type DataOutcome string

// The outcomes of requests.
const (
	DataGranted DataOutcome = "granted"
	DataPartly  DataOutcome = "partly"
	DataRefused DataOutcome = "refused"
)

var dataOutcomes = words[DataOutcome]{{DataGranted, "已满足"}, {DataPartly, "部分满足"}, {DataRefused, "不予满足"}}

// Label is the outcome's name on pages.
func (o DataOutcome) Label() string { return dataOutcomes.label(o) }

// DataOutcomes lists the outcomes.
func DataOutcomes() []DataOutcome { return dataOutcomes.all() }

// DataRequest is a person's request to see, correct or erase their data, a case of its own (rule B1).
type DataRequest struct {
	ID         int64
	Kind       DataKind
	Site       string // whose supervisor is responsible, with the administration
	ReceivedAt time.Time
	Way        Way
	Asked      string
	RecordedBy string
	Handler    string
	Due        time.Time
	AnsweredAt time.Time
	AnsweredBy string
	Answer     string
	Outcome    DataOutcome
}

// Open tells whether the request still waits for its answer.
func (r *DataRequest) Open() bool { return r.AnsweredAt.IsZero() }

// CustomerKeys are what the customer of an intake is known by: every phone that identifies somebody, or without one
// name and unit at the site; none where nobody can be told from others of that name. Who is known by one of Own is the
// same customer; Lines only help to find them (rule B1).
type CustomerKeys struct{ Own, Lines []string }

// All are all of them.
func (k CustomerKeys) All() []string { return slices.Concat(k.Own, k.Lines) }

// CustomerKeys identify the customer of an intake.
func (in *Intake) CustomerKeys(o *Org) CustomerKeys {
	if own, lines := o.phoneKeys(in.Phone); len(own) > 0 {
		return CustomerKeys{own, lines}
	}
	if name, unit := NameKey(in.Name), UnitKey(in.Unit); name != "" && unit != "" && !in.Anonymous() {
		return CustomerKeys{Own: []string{"name:" + in.Site + "/" + name + "/" + unit}}
	}
	return CustomerKeys{}
}

// KeysOfPhone are the keys under which the customers of a phone are found.
func (o *Org) KeysOfPhone(phone string) []string {
	own, lines := o.phoneKeys(phone)
	for _, p := range Phones(phone) { // one without area code or extension is found by its line
		if l := "line:" + p.Line(); o.Identifies(p) && !slices.Contains(lines, l) {
			lines = append(lines, l)
		}
	}
	return slices.Concat(own, lines)
}

// Known is the number by which the journal knows the file, which never changes.
func (c *Customer) Known() int64 {
	if c.Was > 0 {
		return c.Was
	}
	return c.ID
}

// Subject names the file in the journal.
func (c *Customer) Subject() string { return CustomerSubject(c.Known()) }

// CustomerSubject names the file that the journal knows by a number.
func CustomerSubject(id int64) string { return "customer:" + strconv.FormatInt(id, 10) }

func (c *Customer) note(by Actor, a Action, now time.Time, detail ...Change) {
	c.log(by, a, c.Subject(), now, detail...)
}

// may refuses who sees none of the customer's complaints as if there were no such file, and who may not
// do this in words (rules P3, P4). seen are the complaints that the person may see.
func (c *Customer) may(by Actor, a Action, seen []*Complaint) error {
	if len(seen) == 0 || c.Into != 0 {
		return NotFound()
	}
	return by.may(a, nil)
}

// SetConsent writes down the customer's word on the use of their data, by who works on one of their
// complaints (rule B1).
func (c *Customer) SetConsent(by Actor, now time.Time, seen []*Complaint, consent Consent) error {
	if err := c.may(by, ActionSetConsent, seen); err != nil {
		return err
	}
	switch {
	case !c.WorkedOnBy(by, seen):
		return Forbidden("由处理这位客户投诉的人员登记。")
	case !consents.has(consent):
		return Invalid("consent", "请选择列表中的一项。")
	}
	c.note(by, ActionSetConsent, now, changes("consent", string(c.Consent), string(consent))...)
	c.Consent, c.ConsentAt = consent, now
	return nil
}

// WorkedOnBy tells whether a person works on one of the complaints.
func (c *Customer) WorkedOnBy(by Actor, seen []*Complaint) bool {
	return slices.ContainsFunc(seen, func(k *Complaint) bool { return works(by, k) })
}

// Merge puts another file of the same customer into this one, by a supervisor or above who sees both.
// The complaints keep their own text (rule B1).
func (c *Customer) Merge(by Actor, now time.Time, seen []*Complaint, other *Customer, theirs []*Complaint,
	reason string) error {
	if err := c.may(by, ActionMergeCustomer, seen); err != nil {
		return err
	}
	unknown := other == nil || other.Into != 0 || len(theirs) == 0
	if err := Every(needed("reason", reason, 1000), when(unknown, "other", "没有这份档案，或者您无权查看。"),
		when(!unknown && other.ID == c.ID, "other", "不能与自己合并。"),
		when(!unknown && len(other.Requests) > 0, "other", // which stay where they were made
			"那份档案里有个人信息请求，请打开那份档案，把这一份并进去。")); err != nil {
		return err
	}
	c.note(by, ActionMergeCustomer, now, Note("file", strconv.FormatInt(other.Known(), 10)), Note("reason", reason))
	other.Into, other.IntoKnown, other.MergedAt, other.MergedBy, other.MergeReason = c.ID, c.Known(), now, by.Account, reason
	other.note(by, ActionMergeCustomer, now, Note("into", strconv.FormatInt(c.Known(), 10)), Note("reason", reason))
	return nil
}

// Unmerge takes back a merge: the other file stands alone again with its own complaints (rule B1).
func (c *Customer) Unmerge(by Actor, now time.Time, seen []*Complaint, other *Customer, theirs []*Complaint,
	reason string) error {
	if err := c.may(by, ActionUnmergeCustomer, seen); err != nil {
		return err
	}
	if other == nil || other.Into != c.ID || len(theirs) == 0 {
		return NotFound()
	}
	if err := needed("reason", reason, 1000); err != nil {
		return err
	}
	c.note(by, ActionUnmergeCustomer, now, Note("file", strconv.FormatInt(other.Known(), 10)), Note("reason", reason))
	other.note(by, ActionUnmergeCustomer, now, Note("into", strconv.FormatInt(c.Known(), 10)), Note("reason", reason))
	other.Into, other.IntoKnown, other.MergedAt, other.MergedBy, other.MergeReason = 0, 0, time.Time{}, "", ""
	return nil
}

// MaySeeAccess tells why a person may not see who looked at the customer's data, nil when they may: a
// manager or above who answers for the site of one of the complaints (rules P5, J3).
func (c *Customer) MaySeeAccess(by Actor, seen []*Complaint) error {
	if err := c.may(by, ActionSeeCustomerAccess, seen); err != nil {
		return err
	}
	if !slices.ContainsFunc(seen, func(k *Complaint) bool { return by.AnswersFor(k.Site) }) {
		return Forbidden("资料访问记录由负责该客户所在项目的经理以上人员查看。")
	}
	return nil
}

// DataHandlers are those who may handle a request of a site: the administration, and supervisors and
// above of the site.
func DataHandlers(o *Org, site string) []*Person {
	return o.Active(func(p *Person) bool { return dataHandler(o, p, site) })
}

// HandlesData tells whether a person is responsible for the requests of a site.
func HandlesData(by Actor, site string) bool { return dataHandler(by.Org, by.Person, site) }

func dataHandler(o *Org, p *Person, site string) bool {
	return p.AnswersFor(site) || o.Has(p, Administration)
}

// mayAsk checks a request about personal data (rule B1). Whoever sees the customer takes it in. barred
// are those complained about by the customer, who handle nothing of theirs (rule P4).
func (c *Customer) mayAsk(by Actor, seen []*Complaint, barred []string, r DataRequest, now time.Time) error {
	return Every(c.may(by, ActionRequestData, seen),
		when(!dataKinds.has(r.Kind), "kind", "请选择请求事项。"),
		when(!ways.has(r.Way), "way", "请选择提出方式。"),
		when(r.ReceivedAt.After(now), "received_at", "受理时间不能晚于现在。"),
		when(!r.ReceivedAt.IsZero() && r.ReceivedAt.Before(now.AddDate(-1, 0, 0)), "received_at", "受理时间过早，请核对。"),
		when(!slices.ContainsFunc(seen, func(k *Complaint) bool { return k.Site == r.Site }), "site", "请选择项目。"),
		needed("asked", r.Asked, longText),
		mayHandleData(by.Org, r.Site, r.Handler, barred))
}

// askData records a request (rule B1).
func (c *Customer) askData(by Actor, now time.Time, r DataRequest) {
	if r.ReceivedAt.IsZero() {
		r.ReceivedAt = now
	}
	r.RecordedBy, r.Due = by.Account, r.ReceivedAt.Add(by.Org.Parameters.Span(AnswerDataWithin))
	c.note(by, ActionRequestData, now, Note("kind", string(r.Kind)), Note("way", string(r.Way)),
		Note("handler", r.Handler), Note("due", stamp(r.Due)), Note("asked", r.Asked))
	c.Requests = append(c.Requests, r)
}

func mayHandleData(o *Org, site, account string, barred []string) error {
	p := o.Person(account)
	if p == nil || p.Disabled || !dataHandler(o, p, site) || slices.Contains(barred, account) {
		return Invalid("handler", "请选择行政部门或该项目主管以上的人员。")
	}
	return nil
}

// RequestVisible tells whether a person may see a request: who took it in, handles it, belongs to the
// administration, or answers for its site; never who is complained about (rules P3, P4).
func (r *DataRequest) RequestVisible(by Actor, barred []string) bool {
	return !slices.Contains(barred, by.Account) && (by.Account == r.RecordedBy || by.Account == r.Handler ||
		dataHandler(by.Org, by.Person, r.Site))
}

// Request finds a request of this customer, nil when there is none.
func (c *Customer) Request(id int64) *DataRequest {
	i := slices.IndexFunc(c.Requests, func(r DataRequest) bool { return r.ID == id })
	if i < 0 {
		return nil
	}
	return &c.Requests[i]
}

// MayHandle tells why a person may not go on with a request, nil when they may: who handles it, or has
// the say over it.
func (r *DataRequest) MayHandle(by Actor, barred []string) error {
	switch {
	case !r.RequestVisible(by, barred):
		return NotFound()
	case by.Account != r.Handler && !dataHandler(by.Org, by.Person, r.Site):
		return Forbidden("这项请求由经办人、行政部门或该项目主管以上人员办理。")
	case !r.Open():
		return Conflict("这项请求已经答复。")
	}
	return nil
}

// DataAnswer is the answer to a request; Name, Phone and Address are what was corrected.
type DataAnswer struct {
	Outcome              DataOutcome
	Answer               string
	Name, Phone, Address string
	Reason               string // of an erasure; it stays when the rest has gone
}

// answerRequest answers a request (rule B1). To grant an erasure takes a manager or above who answers for
// the site; what is erased is erased from the complaints by Complaint.Erase.
func (c *Customer) answerRequest(by Actor, now time.Time, barred []string, id int64, a DataAnswer) error {
	r := c.Request(id)
	if r == nil {
		return NotFound()
	}
	if err := Every(r.MayHandle(by, barred), by.may(ActionAnswerDataRequest, nil)); err != nil {
		return err
	}
	done, wrong := a.Outcome != DataRefused, error(nil)
	if r.Kind == EraseData && done {
		if dataOutcomes.has(a.Outcome) && (by.Role < Manager || !by.AnswersFor(r.Site)) {
			return Forbidden("删除个人信息由负责该项目的经理以上人员批准。")
		}
		wrong = needed("reason", a.Reason, 1000)
	}
	if r.Kind == CorrectData && done {
		if a.Phone != "" {
			wrong = phoneWrong("phone", a.Phone)
		}
		wrong = Every(when(a.Name+a.Phone+a.Address == "", "name", "请填写更正后的内容，至少一项。"), wrong,
			within("name", a.Name, shortText), within("phone", a.Phone, 50), within("address", a.Address, shortText))
	}
	if err := Every(when(!dataOutcomes.has(a.Outcome), "outcome", "请选择办理结果。"),
		needed("answer", a.Answer, longText), wrong); err != nil {
		return err
	}
	var corrected []string
	if r.Kind == CorrectData && done {
		for _, f := range []struct {
			name string
			from string
			to   *string
		}{{"name", a.Name, &c.Name}, {"phone", a.Phone, &c.Phone}, {"address", a.Address, &c.Address}} {
			if f.from != "" {
				*f.to = f.from
				corrected = append(corrected, f.name)
			}
		}
	}
	c.note(by, ActionAnswerDataRequest, now, Note("kind", string(r.Kind)), Note("data_outcome", string(a.Outcome)),
		Note("answer", a.Answer), Note("corrected", strings.Join(corrected, " ")))
	r.AnsweredAt, r.AnsweredBy, r.Answer, r.Outcome = now, by.Account, a.Answer, a.Outcome
	return nil
}

// Emptied takes the personal data out of a file whose last complaint was anonymised (rule B1).
func (c *Customer) Emptied(by Actor, now time.Time) {
	c.note(by, ActionAnonymise, now)
	c.Name, c.Phone, c.Address, c.AnonymisedAt = "", "", "", now
	blank(&c.MergeReason)
	for i := range c.Requests {
		blank(&c.Requests[i].Asked)
		blank(&c.Requests[i].Answer)
	}
}

// CustomerFile is a file as one person may see it: the complaints that they see, and nothing that hints
// at others (rules P3, P4).
type CustomerFile struct {
	Customer *Customer
	Seen     []*Complaint // newest first, without their parts
	Barred   []string     // complained about by the customer, seen or not; never shown (rule P4)
	Happened []TimelineEvent
	Slips    []ContactRecord  // inquiries and praise in the file or of the same unit, newest first
	Merged   []CustomerDouble // files merged into this one
	Doubles  []CustomerDouble // files that may be of the same customer
	Name     string           // on a request, for those who see no complaint

	Erase   []string // numbers that the answer to a request erases
	EraseAs Erasure

	Parts     map[int64][]DataPart // of each open request to see the data; pages count them and name none (rule B1)
	Hides     map[string]bool      // from whom at work on a request the file holds complaints; never shown (rule P10)
	HandedOut []string             // numbers whose parts were printed just now
	HandedFor int64                // the request for which
}

// TimelineEvent is one thing that happened between the company and a customer, in a complaint.
type TimelineEvent struct {
	Kind       string // contact, reminder, answer, result, payment, follow_up
	Complaint  int64
	At         time.Time
	By         string
	Way        Way
	Words      string
	Promised   string
	PromisedAt time.Time
	Code       string // accepted or not, or the satisfaction
	Amount     Money
}

var timelineEvents = words[string]{
	{"contact", "沟通"}, {"reminder", "催办"}, {"answer", "答复"}, {"result", "告知结果"}, {"payment", "付款"}, {"follow_up", "回访"},
}

// Label is the name of what happened on pages.
func (h TimelineEvent) Label() string { return timelineEvents.label(h.Kind) }

// CustomerDouble is another file: one merged into a file, or one that may be of the same customer.
type CustomerDouble struct {
	ID                      int64
	Name, Phone, Unit, Site string
	Why                     string // unit, phone
	MergedAt                time.Time
	MergedBy                string
	Reason                  string
}

// CustomerRow is one customer in a list, by the newest of the complaints that the reader may see.
type CustomerRow struct {
	ID                      int64
	Name, Phone, Unit, Site string
	Newest                  time.Time
	Complaint               int64
	Complaints              int // that the reader may see
}

// ListedRequest is one request in a list.
type ListedRequest struct {
	DataRequest
	Customer int64
}

// AnswerAll answers a request and, where an erasure is granted, names what is erased: the customer's
// complaints of the sites that the person answers for. One that cannot be erased refuses all of it.
func (f *CustomerFile) AnswerAll(by Actor, now time.Time, id int64, a DataAnswer) error {
	r := f.Customer.Request(id)
	if r == nil {
		return NotFound()
	}
	if err := r.MayHandle(by, f.Barred); err != nil {
		return err
	}
	if f.ownHands(r.RecordedBy, by.Account) {
		return Forbidden(whyOtherHands)
	}
	if err := f.complete(r, a); err != nil {
		return err
	}
	if err := f.Customer.answerRequest(by, now, f.Barred, id, a); err != nil {
		return err
	}
	if r.Kind != EraseData || a.Outcome == DataRefused {
		return nil
	}
	for _, k := range f.Seen {
		if !by.AnswersFor(k.Site) {
			continue
		}
		if k.Merged() { // goes with the one it is merged into (rule K7)
			if !slices.ContainsFunc(f.Seen, func(o *Complaint) bool { return o.Number == k.MergedInto }) {
				return Conflict("%s 已并入其他投诉，须先拆出再删除。", k.Number)
			}
			continue
		}
		if err := k.MayErase(by); err != nil {
			return err
		}
		f.Erase = append(f.Erase, k.Number)
	}
	f.EraseAs = a.erasure()
	return nil
}
