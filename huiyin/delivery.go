package huiyin

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// NotificationPreferences is how a person wants to hear of notices outside the portal. Without an address they are told
// in the portal only.
type NotificationPreferences struct {
	Mail   string      // address, "" for no mail
	Quiet  DailyWindow // in which no mail comes but an emergency's
	Daily  bool        // one mail a day, the digest
	Digest int         // the minute of the day at which it comes
}

// DailyWindow is a stretch of every day, in minutes from midnight; one that ends before it begins goes on
// after midnight. From and To alike is no stretch.
type DailyWindow struct{ From, To int }

const dayMinutes = 24 * 60

// hold tells whether a minute of the day lies within.
func (h DailyWindow) hold(minute int) bool {
	if h.From <= h.To {
		return h.From <= minute && minute < h.To
	}
	return minute >= h.From || minute < h.To
}

// Check refuses what is no address, and times that are no times.
func (r NotificationPreferences) Check() error {
	wrong := when(r.Mail != "" && !mailLike(r.Mail), "mail", "请填写一个完整的邮件地址，如 name@example.com。")
	for _, t := range []struct {
		field  string
		minute int
	}{{"quiet_from", r.Quiet.From}, {"quiet_to", r.Quiet.To}, {"digest", r.Digest}} {
		wrong = Every(wrong, when(t.minute < 0 || t.minute >= dayMinutes, t.field, "时间须写成 08:30 的样子。"))
	}
	return wrong
}

// What addresses look like; whether they exist shows when something is sent.
var (
	mailForm = regexp.MustCompile(`^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,120}[A-Za-z0-9])?$`)
	webForm  = regexp.MustCompile(`^https?://[A-Za-z0-9\[][A-Za-z0-9.:\]-]*(/[!-~]*)?$`)
)

func mailLike(text string) bool { return mailForm.MatchString(text) }

// changesTo lists what differs in another reach, for the journal.
func (r NotificationPreferences) changesTo(to NotificationPreferences) []Change {
	minutes := func(v NotificationPreferences) (quiet, digest string) {
		if v.Quiet.From != v.Quiet.To {
			quiet = Minute(v.Quiet.From) + "-" + Minute(v.Quiet.To)
		}
		if v.Daily {
			digest = Minute(v.Digest)
		}
		return quiet, digest
	}
	wasQuiet, wasDigest := minutes(r)
	quiet, digest := minutes(to)
	return changes("mail", r.Mail, to.Mail, "quiet", wasQuiet, quiet, "digest", wasDigest, digest)
}

// Change checks how a person wants to hear of notices from now on, and gives the journal's entries,
// none when nothing changes.
func (r NotificationPreferences) Change(by Actor, now time.Time, to NotificationPreferences) ([]Entry, error) {
	if err := Every(by.may(SignedIn, nil), to.Check()); err != nil {
		return nil, err
	}
	detail := r.changesTo(to)
	if len(detail) == 0 {
		return nil, nil
	}
	return []Entry{NewEntry(by.Account, ActionSetNotificationPreferences, "account:"+by.Account, now, detail...)}, nil
}

// Minute writes a minute of the day: 08:30.
func Minute(m int) string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

// ParseMinute reads what Minute writes, -1 for anything else.
func ParseMinute(text string) int {
	at, err := time.Parse("15:04", text)
	if err != nil {
		return -1
	}
	return at.Hour()*60 + at.Minute()
}

// Due is when a mail about a notice goes out: at once; after the quiet hours; with the day's digest. An
// emergency never waits (rule K2).
func (r NotificationPreferences) Due(kind NoticeKind, at time.Time, zone *time.Location) time.Time {
	if kind == NoticeEmergency || kind == NoticeAlarm || kind.Warns() { // rules K2, R15, P10
		return at
	}
	local := at.In(zone)
	minute := local.Hour()*60 + local.Minute()
	if r.Daily {
		return nextMinute(local, r.Digest, minute >= r.Digest)
	}
	if r.Quiet.hold(minute) {
		return nextMinute(local, r.Quiet.To, minute >= r.Quiet.To)
	}
	return at
}

// nextMinute is a minute of the day, of today or of tomorrow.
func nextMinute(local time.Time, minute int, tomorrow bool) time.Time {
	day := local.Day()
	if tomorrow {
		day++
	}
	return time.Date(local.Year(), local.Month(), day, 0, minute, 0, 0, local.Location()).UTC()
}

// Delivery is how messages leave the house; all of it is off until an administrator turns it on.
type Delivery struct {
	Portal string // address under which people open the portal, "" for messages without links
	Mail   MailServer
	Robots []Robot
	Held   Held

	journal
}

// Held says that nothing goes out because the records were restored from a backup: the company that they are a copy of
// may be at work, or has sent what waits in them.
type Held struct {
	Restored time.Time // zero when nothing is held
	State    time.Time // the instant whose records these are; zero in an empty company
	Waiting  int64     // up to this ID messages waited already; they are never sent
}

// Hold keeps all messages back from now on.
func (d *Delivery) Hold(by Actor, now, state time.Time, waiting int64) {
	d.Held = Held{Restored: now, State: state, Waiting: waiting}
	d.logManaged(by, "settings", now, []Change{Note("restored", state.In(by.Org.Zone).Format("2006-01-02 15:04"))})
}

// OnHold tells whether messages are kept back.
func (d *Delivery) OnHold() bool { return !d.Held.Restored.IsZero() }

// Resume lets messages go out again.
func (d *Delivery) Resume(by Actor, now time.Time) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	if !d.OnHold() {
		return Conflict("外发消息没有停着。")
	}
	d.Held.Restored = time.Time{}
	d.logManaged(by, "settings", now, changes("sending", "", "1"))
	return nil
}

// MailsOut tells whether mail leaves the house now.
func (d *Delivery) MailsOut() bool { return d.Mail.On && !d.OnHold() }

// MailServer is the company's own server for outgoing mail.
type MailServer struct {
	On       bool
	Host     string
	Port     int
	Security MailSecurity
	User     string // "" where the server asks for none
	Password string
	From     string // the sender's address
	Abroad
}

// MailSecurity says how the line to the mail server is protected.
type MailSecurity string

// The ways.
const (
	StartTLS MailSecurity = "starttls"
	TLS      MailSecurity = "tls"
	Plain    MailSecurity = "plain"
)

var mailSecurities = words[MailSecurity]{{StartTLS, "STARTTLS"}, {TLS, "TLS"}, {Plain, "不加密"}}

// Label is the way's name on pages.
func (s MailSecurity) Label() string { return mailSecurities.label(s) }

// MailSecurities lists the ways.
func MailSecurities() []MailSecurity { return mailSecurities.all() }

// Robot writes into a group chat. It tells what its members are told, and only of complaints that every
// one of them may see: a message in a group is read by all of it (rules P3, P4).
type Robot struct {
	ID      int64
	On      bool
	Kind    RobotKind
	Name    string
	URL     string // with the vendor's key
	Secret  string // with which DingTalk's messages are signed
	Members []string

	Quiet    DailyWindow       // in which the group gets nothing but emergencies
	Mentions map[string]string // by account, its name on the service; only these are called by a message
}

// RobotKind is the service that a robot belongs to.
type RobotKind string

// The services.
const (
	WeCom    RobotKind = "wecom"
	DingTalk RobotKind = "dingtalk"
)

var robotKinds = words[RobotKind]{{WeCom, "企业微信"}, {DingTalk, "钉钉"}}

// Label is the service's name on pages.
func (k RobotKind) Label() string { return robotKinds.label(k) }

// RobotKinds lists the services.
func RobotKinds() []RobotKind { return robotKinds.all() }

// Robot finds a robot, nil when there is none.
func (d *Delivery) Robot(id int64) *Robot {
	if i := slices.IndexFunc(d.Robots, func(r Robot) bool { return r.ID == id }); i >= 0 {
		return &d.Robots[i]
	}
	return nil
}

// SetMail sets the portal's address and the mail server. An empty password stays as it is.
func (d *Delivery) SetMail(by Actor, now time.Time, portal string, m MailServer) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	portal = strings.TrimRight(strings.TrimSpace(portal), "/")
	if m.Password == "" && m.User == d.Mail.User && m.Host == d.Mail.Host {
		m.Password = d.Mail.Password
	}
	if m.User == "" {
		m.Password = ""
	}
	if err := Every(when(portal != "" && !webAddress(portal), "portal", "请填写以 http:// 或 https:// 开头的地址。"),
		when(m.On && m.Host == "", "host", "请填写邮件服务器。"),
		when(strings.ContainsAny(m.Host, " /@:"), "host", "请只填服务器名称，如 mail.example.com。"),
		when(m.Host != "" && (m.Port < 1 || m.Port > 65535), "port", "须在 %d 与 %d 之间。", 1, 65535),
		when(!mailSecurities.has(m.Security), "security", "请选择列表中的一项。"),
		when((m.On || m.From != "") && !mailLike(m.From), "from", "请填写一个完整的邮件地址，如 name@example.com。"),
		when(m.User != "" && m.Security == Plain, "security", "要登录的邮件服务器须加密连接，否则密码会在网络上明文传送。"),
		within("portal", portal, shortText),
		within("host", m.Host, shortText),
		within("user", m.User, shortText),
		within("password", m.Password, shortText),
		m.Abroad.check(m.Host)); err != nil {
		return err
	}
	old := d.Mail
	detail := changes("portal", d.Portal, portal, "mail_on", flag(old.On), flag(m.On), "host", old.Host, m.Host, "port",
		number(old.Port), number(m.Port),
		"security", string(old.Security), string(m.Security), "user", old.User, m.User, "mail_from", old.From, m.From)
	if m.Password != old.Password {
		detail = append(detail, secretChanged)
	}
	detail = append(detail, old.changesTo(m.Abroad)...)
	d.Portal, d.Mail = portal, m
	d.logManaged(by, "settings", now, detail)
	return nil
}

// CheckTrial refuses a trial mail that could not go anywhere.
func (d *Delivery) CheckTrial(to string) error {
	switch {
	case d.Mail.Host == "" || d.Mail.From == "":
		return Invalid("to", "请先保存邮件服务器和发件地址。")
	case !mailLike(to):
		return Invalid("to", "请填写一个完整的邮件地址，如 name@example.com。")
	}
	return nil
}

// secretChanged stands in the journal for a secret, which itself stands nowhere but in its table.
var secretChanged = Note("secret", "changed")

// PutRobot changes a robot, or adds one whose ID is 0. An empty secret or address stays as it is.
func (d *Delivery) PutRobot(by Actor, now time.Time, r Robot) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	old := Robot{}
	if r.ID != 0 {
		found := d.Robot(r.ID)
		if found == nil {
			return NotFound()
		}
		old = *found
		if r.URL == "" {
			r.URL = old.URL
		}
		if r.Secret == "" && r.Kind == old.Kind {
			r.Secret = old.Secret
		}
	}
	if r.Kind != DingTalk {
		r.Secret = ""
	}
	r.Members = slices.Compact(slices.Sorted(slices.Values(r.Members)))
	if err := Every(needed("name", r.Name, mostName),
		within("url", r.URL, 1000),
		within("secret", r.Secret, shortText),
		when(!robotKinds.has(r.Kind), "kind", "请选择列表中的一项。"),
		when(!webAddress(r.URL), "url", "请填写以 http:// 或 https:// 开头的地址。"),
		when(len(r.Members) == 0, "members", "请选择群里的人员：群里只会收到他们都能看到的投诉的通知。")); err != nil {
		return err
	}
	for _, m := range r.Members {
		if by.Org.Person(m) == nil {
			return Invalid("members", "请选择人员。")
		}
	}
	if err := (NotificationPreferences{Quiet: r.Quiet}).Check(); err != nil {
		return err
	}
	quiet := func(w DailyWindow) string {
		if w.From == w.To {
			return ""
		}
		return Minute(w.From) + "-" + Minute(w.To)
	}
	detail := changes("robot", old.Name, r.Name, "robot_on", flag(old.On), flag(r.On), "robot_kind", string(old.Kind),
		string(r.Kind), "members", strings.Join(old.Members, " "), strings.Join(r.Members, " "),
		"quiet", quiet(old.Quiet), quiet(r.Quiet), "mentions", old.MentionLines(), r.MentionLines())
	if r.URL != old.URL || r.Secret != old.Secret {
		detail = append(detail, secretChanged)
	}
	if len(detail) > 0 && old.Name == r.Name {
		detail = append([]Change{Note("robot", r.Name)}, detail...)
	}
	if r.ID == 0 {
		for _, other := range d.Robots {
			r.ID = max(r.ID, other.ID)
		}
		r.ID++
	}
	d.Robots = put(d.Robots, r, func(other Robot) bool { return other.ID == r.ID })
	d.logManaged(by, "settings", now, detail)
	return nil
}

func webAddress(text string) bool { return webForm.MatchString(text) }

// Message is what goes out of the house about one notice: by mail to its person, or by a robot into a group.
type Message struct {
	Notice int   // its place among the notices of the change
	Robot  int64 // 0 for a mail
	Due    time.Time
}

// Messages gives what goes out about the notices that the changes since Loaded have caused.
func (c *Complaint) Messages(o *Org, d *Delivery, reach map[string]NotificationPreferences) []Message {
	return messages(o, d, reach, c.notices, c.Visible)
}

func messages(o *Org, d *Delivery, reach map[string]NotificationPreferences, notices []Notice,
	visible func(Actor) bool) []Message {
	var out []Message
	for i, n := range notices {
		if r := reach[n.Account]; d.Mail.On && r.Mail != "" {
			out = append(out, Message{Notice: i, Due: r.Due(n.Kind, n.At, o.Zone)})
		}
	}
	for _, r := range d.Robots {
		if !r.On || !r.may(o, visible) {
			continue
		}
		for i, n := range notices {
			if slices.Contains(r.Members, n.Account) && !n.Kind.Confidential() {
				quiet := NotificationPreferences{Quiet: r.Quiet}
				out = append(out, Message{Notice: i, Robot: r.ID, Due: quiet.Due(n.Kind, n.At, o.Zone)})
			}
		}
	}
	return out
}

// May tells whether every member of the robot's group may see a complaint (rules P3, P4, P8).
func (r *Robot) May(o *Org, c *Complaint) bool { return r.may(o, c.Visible) }

func (r *Robot) may(o *Org, visible func(Actor) bool) bool {
	return !slices.ContainsFunc(r.Members, func(account string) bool {
		p := o.Person(account)
		return p == nil || !p.Disabled && !visible(Actor{Person: p, Org: o})
	})
}

// Backoff is how long to wait after so many tries in vain: a minute, twice as long each time, an hour at
// most.
func Backoff(tries int) time.Duration {
	return min(time.Hour, time.Minute<<min(max(tries-1, 0), 6))
}

// MostTries is how often a message is tried, which takes three days, before it is given up.
const MostTries = 78

// Secrets are what of it nobody but the portal may read, by what they are.
func (d *Delivery) Secrets() map[string]*string {
	out := map[string]*string{"password of the mail server": &d.Mail.Password}
	for i := range d.Robots {
		r := &d.Robots[i]
		n := strconv.FormatInt(r.ID, 10)
		out["address of robot "+n], out["secret of robot "+n] = &r.URL, &r.Secret
	}
	return out
}

// SecretsEncrypted is the entry of a start at which secrets that stood as they were typed were encrypted.
func SecretsEncrypted(now time.Time, n int) Entry {
	return NewEntry("", ActionManage, "settings", now, Note("secrets_encrypted", strconv.Itoa(n)))
}
