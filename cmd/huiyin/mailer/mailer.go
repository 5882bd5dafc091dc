// Package mailer sends what leaves the portal by mail and by robots of group chats.
package mailer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"huiyin/db"
	"huiyin/huiyin"
	"huiyin/views/notices"
	"huiyin/views/ui"
)

// Mailer sends what lies in the outbox, after the change that wrote it was committed. A message that
// fails is tried again later; one that was sent when the power failed may be sent twice, under the
// same Message-ID.
type Mailer struct {
	store     *db.Store
	now       func() time.Time
	log       *slog.Logger
	transport transport
	turn      sync.Mutex // one round at a time
}

// New gives a mailer that really sends. named are hosts that the operator lets it reach besides the robots' vendors and
// mail servers elsewhere.
func New(store *db.Store, now func() time.Time, log *slog.Logger, named ...string) *Mailer {
	return &Mailer{store: store, now: now, log: log, transport: newNetwork(named...)}
}

// NewRehearsal gives a mailer of which nothing leaves the machine: every message becomes a file in a folder of the data
// directory.
func NewRehearsal(store *db.Store, now func() time.Time, log *slog.Logger) *Mailer {
	return &Mailer{store: store, now: now, log: log,
		transport: folder{filepath.Join(store.Dir(), "rehearsal-messages")}}
}

// rest is how long a mailer stays after a round; the vendors take twenty messages of a robot a minute.
const rest = 5 * time.Second

// Run sends whatever comes due until ctx ends.
func (m *Mailer) Run(ctx context.Context) {
	minute := time.NewTicker(time.Minute)
	defer minute.Stop()
	for {
		if err := m.Deliver(ctx, m.now()); err != nil && ctx.Err() == nil {
			m.log.Error("messages", "error", err, "remedy", db.Remedy(m.store, err))
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(rest):
		}
		select {
		case <-ctx.Done():
			return
		case <-minute.C:
		case <-m.store.Posted():
		}
	}
}

// Deliver sends what is due by now.
func (m *Mailer) Deliver(ctx context.Context, now time.Time) error {
	m.turn.Lock()
	defer m.turn.Unlock()
	for {
		parcels, err := m.store.Outgoing(ctx, now)
		if err != nil || len(parcels) == 0 {
			return err
		}
		// what cannot be written down as sent would be sent again and again
		if err := m.store.Sending(ctx, now); err != nil {
			return err
		}
		d := m.store.Delivery()
		var messages []message
		var mailed []db.Parcel
		for _, p := range parcels {
			if p.Robot == 0 {
				messages, mailed = append(messages, m.message(d, p, now)), append(mailed, p)
			} else if err := m.note(ctx, now, p,
				m.transport.say(ctx, *d.Robot(p.Robot), m.group(d, p, now), mentions(d.Robot(p.Robot), p)...)); err != nil {
				return err
			}
		}
		if len(messages) == 0 {
			continue
		}
		for i, failed := range m.transport.mail(ctx, d.Mail, messages) {
			if err := m.note(ctx, now, mailed[i], failed); err != nil {
				return err
			}
		}
	}
}

// note writes down what became of a parcel.
func (m *Mailer) note(ctx context.Context, now time.Time, p db.Parcel, failed error) error {
	if failed == nil {
		return m.store.Sent(ctx, now, p)
	}
	m.log.Warn("message not sent", "account", p.Account, "robot", p.Robot, "tries", p.Tries+1, "cause", cause(failed))
	return m.store.NotSent(ctx, now, p, failed.Error())
}

func (m *Mailer) text(d *huiyin.Delivery, p db.Parcel, lang ui.Lang, now time.Time) notices.Letter {
	org := m.store.Org()
	return notices.Letter{Clock: ui.Clock{Now: now, Zone: org.Zone, Lang: lang}, Company: org.Company, Portal: d.Portal,
		Rows: p.Notices, Site: org.SiteName}
}

func (m *Mailer) message(d *huiyin.Delivery, p db.Parcel, now time.Time) message {
	lang, _ := ui.ParseLang(p.Language)
	t := m.text(d, p, lang, now)
	return message{to: p.Mail, subject: t.Subject(), body: t.Body(), id: "notice-" + strconv.FormatInt(p.ID(), 10),
		at: now.In(t.Clock.Zone)}
}

func (m *Mailer) group(d *huiyin.Delivery, p db.Parcel, now time.Time) string {
	t := m.text(d, p, ui.Hans, now)
	t.Name = m.store.Org().PersonName
	return t.Group()
}

// mentions are the names on the service of those whom a parcel is for, as far as the robot knows them.
func mentions(r *huiyin.Robot, p db.Parcel) (out []string) {
	for _, n := range p.Notices {
		if id := r.Mentions[n.Account]; id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// cause is what the log tells of a failure beyond what pages say: nothing that the other side has said, which may name
// people.
func cause(failed error) string {
	if u := (*unreached)(nil); errors.As(failed, &u) {
		return oneLine(u.cause.Error())
	}
	return ""
}

// tried notes in the log why a trial did not get through.
func (m *Mailer) tried(failed error) error {
	if why := cause(failed); why != "" {
		m.log.Warn("trial not sent", "cause", why)
	}
	return failed
}

// Try sends one mail at once, to see whether the server takes it.
func (m *Mailer) Try(ctx context.Context, d *huiyin.Delivery, to, subject, body string) error {
	return m.tried(errors.Join(m.transport.mail(ctx, d.Mail,
		[]message{{to: to, subject: subject, body: body, id: "trial-" + strconv.FormatInt(m.now().UnixNano(), 10),
			at: m.now()}})...))
}

// TryRobot lets a robot write at once.
func (m *Mailer) TryRobot(ctx context.Context, r huiyin.Robot, text string) error {
	return m.tried(m.transport.say(ctx, r, text))
}

// treeLines name the roots by which single entries are proven.
func treeLines(a db.Anchor) string {
	var b strings.Builder
	for _, t := range a.Trees {
		fmt.Fprintf(&b, "第 %d 至 %d 条汇总校验码：%s\n", t.From, t.To, t.Root)
	}
	return b.String()
}

// Anchor sends the journal's head at once to a box outside the house, where nobody here can change it (rule J4).
func (m *Mailer) Anchor(ctx context.Context, to string, a db.Anchor) error {
	o, d := m.store.Org(), m.store.Delivery()
	at := a.At.In(o.Zone)
	body := fmt.Sprintf("%s 回音日志存证", o.Company) + "\n\n" +
		fmt.Sprintf("时间：%s", at.Format("2006-01-02 15:04:05 -07:00")) + "\n" +
		fmt.Sprintf("日志条数：%s", strconv.FormatInt(a.Entry, 10)) + "\n" +
		fmt.Sprintf("最新校验码：%s", a.Hash) + "\n" +
		fmt.Sprintf("时钟偏差：%s", a.Drift) + "\n" + treeLines(a) + "\n" +
		fmt.Sprintf("请原样保存这封邮件。核对：huiyin verify --data 目录 --contains %s", a.Hash) + "\n"
	return errors.Join(m.transport.mail(ctx, d.Mail, []message{{to: to,
		subject: fmt.Sprintf("日志存证 %s", at.Format(time.DateOnly)), body: body,
		id: "anchor-" + strconv.FormatInt(a.Entry, 10), at: at}})...)
}

// AskTimestamp puts a query to the server for timestamps that the settings name, and to no other (rule J4).
func (m *Mailer) AskTimestamp(ctx context.Context, server string, query []byte) ([]byte, error) {
	return m.transport.ask(ctx, server, query)
}
