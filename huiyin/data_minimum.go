package huiyin

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Receiver is a kind of outside body to which a customer's data are handed (rule K13).
type Receiver string

var receivers = words[Receiver]{{"developer", "开发商"}, {"contractor", "施工或维修单位"}, {"insurer", "保险公司"}, {"platform", "网络平台"},
	{"authority", "主管部门"}, {"other", "其他"}}

// Label is the kind's name on pages.
func (r Receiver) Label() string { return receivers.label(r) }

// Receivers lists the kinds.
func Receivers() []Receiver { return receivers.all() }

// DataGround is by what right data are handed on (rule K13).
type DataGround string

var dataGrounds = words[DataGround]{{"consent", "客户单独同意"}, {"contract", "履行合同所必需"}, {"law", "法律规定的义务"},
	{"emergency", "紧急情况下保护人身财产"}}

// Label is the ground on pages.
func (g DataGround) Label() string { return dataGrounds.label(g) }

// DataGrounds lists the grounds.
func DataGrounds() []DataGround { return dataGrounds.all() }

// DataHanding is one handing on of a customer's data: to whom, what for, what, and on what ground (rule K13).
type DataHanding struct {
	ID         int64
	At         time.Time // when they were handed over
	By         string
	Kind       Receiver
	To         string // who
	Purpose    string
	What       string
	DataGround DataGround
}

// HandOnData notes that data of the customer went outside (rule K13).
func (c *Complaint) HandOnData(by Actor, now time.Time, h DataHanding) error {
	m, err := c.begin(by, ActionHandOnData, now)
	if err != nil {
		return err
	}
	if trimmed(&h.To, &h.Purpose, &h.What); h.At.IsZero() {
		h.At = now
	}
	if err := Every(when(!receivers.has(h.Kind), "receiver_kind", "请选择接收方。"),
		when(!dataGrounds.has(h.DataGround), "data_ground", "请选择提供资料的依据。"),
		when(h.At.After(now), "at", "提供时间不能晚于现在。"),
		when(predates(h.At, c.ReceivedAt), "at", "提供时间不能早于受理时间。"),
		needed("receiver", h.To, shortText),
		needed("what", h.What, 1000),
		needed("purpose", h.Purpose, 1000)); err != nil {
		return err
	}
	if err := m.stay(Note("receiver_kind", string(h.Kind)), Note("receiver", h.To), Note("at", earlier(h.At, now)),
		Note("what", h.What), Note("purpose", h.Purpose), Note("data_ground", string(h.DataGround))); err != nil {
		return err
	}
	h.ID, h.By = 0, by.Account
	c.DataHandings = append(c.DataHandings, h)
	return nil
}

// SensitiveKind is a kind of data that needs a consent of its own (rule K13).
type SensitiveKind string

// The kinds.
const (
	HealthData SensitiveKind = "health"
	ChildData  SensitiveKind = "child"
)

var sensitiveKinds = words[SensitiveKind]{{HealthData, "伤情或健康"}, {ChildData, "不满十四周岁未成年人"}}

// Label is the kind's name on pages.
func (k SensitiveKind) Label() string { return sensitiveKinds.label(k) }

// SensitiveKinds lists the kinds.
func SensitiveKinds() []SensitiveKind { return sensitiveKinds.all() }

// Sensitive is a note on injury, health or a child, apart from all other texts (rule K13). The journal says of it only
// that there is one.
type Sensitive struct {
	ID        int64
	N         int // within the complaint, from 1
	At        time.Time
	By        string
	Kind      SensitiveKind
	Text      string
	ConsentBy string // who agreed, the guardian for a child
	Guardian  bool
	ErasedAt  time.Time
	ErasedBy  string
}

// OpensSensitive tells whether a person reads such notes: whoever would open the complaint were it restricted, never who
// it is about (rules K13, P8, P4).
func (c *Complaint) OpensSensitive(by Actor) bool {
	return by.Person != nil && c.opens(by.Account) && !accused(by, c)
}

// NoteSensitive writes such a note, with the consent to it (rule K13).
func (c *Complaint) NoteSensitive(by Actor, now time.Time, s Sensitive, agreed bool) error {
	m, err := c.begin(by, ActionNoteSensitive, now)
	if err != nil {
		return err
	}
	trimmed(&s.Text, &s.ConsentBy)
	if err := Every(when(!sensitiveKinds.has(s.Kind), "sensitive_kind", "请选择敏感信息的种类。"),
		when(!agreed, "agreed", "须先告知用途并取得单独同意，才能记录；没有同意的，不要写入任何内容。"),
		when(s.Kind == ChildData && !s.Guardian, "guardian", "不满十四周岁的，须由父母或其他监护人同意。"),
		needed("consent_by", s.ConsentBy, 50),
		needed("sensitive", s.Text, longText)); err != nil {
		return err
	}
	s.ID, s.N, s.At, s.By, s.ErasedAt, s.ErasedBy = 0, len(c.Sensitive)+1, now, by.Account, time.Time{}, ""
	if err := m.stay(Note("sensitive_kind", string(s.Kind)), Note("sensitive_n", strconv.Itoa(s.N)),
		Note("guardian", flag(s.Guardian))); err != nil {
		return err
	}
	c.Sensitive = append(c.Sensitive, s)
	return nil
}

// EraseSensitive takes a note out where its consent was taken back or its purpose is over (rule K13).
func (c *Complaint) EraseSensitive(by Actor, now time.Time, n int, reason string) error {
	m, err := c.begin(by, ActionEraseSensitive, now)
	if err != nil {
		return err
	}
	if n < 1 || n > len(c.Sensitive) {
		return NotFound()
	}
	s := &c.Sensitive[n-1]
	if !s.ErasedAt.IsZero() {
		return Conflict("这条敏感信息已经删除。")
	}
	reason = strings.TrimSpace(reason)
	if err := needed("reason", reason, 1000); err != nil {
		return err
	}
	if err := m.stay(Note("sensitive_kind", string(s.Kind)), Note("sensitive_n", strconv.Itoa(n)), Note("reason", reason)); err != nil {
		return err
	}
	s.Text, s.ConsentBy, s.ErasedAt, s.ErasedBy = "", "", now, by.Account
	return nil
}

// StandingSensitive tells whether a note still stands.
func (c *Complaint) StandingSensitive() bool {
	return slices.ContainsFunc(c.Sensitive, func(s Sensitive) bool { return s.ErasedAt.IsZero() })
}

// keepsSensitive: who reads such notes (rules K13, P8).
func keepsSensitive(by Actor, c *Complaint) bool { return c.OpensSensitive(by) }
