package mailer

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// postOffice is a mail server that takes what it is given, but for the recipients it refuses.
type postOffice struct {
	address *net.TCPAddr
	mu      sync.Mutex
	refuses string
	mails   []string // as sent
}

func newPostOffice(t *testing.T) *postOffice {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &postOffice{address: l.Addr().(*net.TCPAddr)}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			open.Go(func() { p.serve(conn) })
		}
	})
	t.Cleanup(func() { _ = l.Close(); open.Wait() })
	return p
}

func (p *postOffice) serve(conn net.Conn) {
	defer func() { _ = conn.Close() }()
	in := bufio.NewReader(conn)
	say := func(line string) { fmt.Fprintf(conn, "%s\r\n", line) }
	say("220 office")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		p.mu.Lock()
		refuses := p.refuses
		p.mu.Unlock()
		switch verb := strings.ToUpper(strings.TrimSpace(line)); {
		case strings.HasPrefix(verb, "EHLO"):
			say("250 office")
		case strings.HasPrefix(verb, "RCPT") && refuses != "" && strings.Contains(line, refuses):
			say("550 no such mailbox")
		case verb == "DATA":
			say("354 go on")
			var body bytes.Buffer
			for {
				line, err := in.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				body.WriteString(line)
			}
			p.mu.Lock()
			p.mails = append(p.mails, body.String())
			p.mu.Unlock()
			say("250 taken")
		case verb == "QUIT":
			say("221 bye")
			return
		default:
			say("250 fine")
		}
	}
}

// taken gives the mails so far, as receiver, subject and text.
func (p *postOffice) taken(t *testing.T) (out []string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, raw := range p.mails {
		out = append(out, readMail(t, strings.NewReader(raw)))
	}
	slices.Sort(out)
	return out
}

func readMail(t *testing.T, r io.Reader) string {
	t.Helper()
	m, err := mail.ReadMessage(r)
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		t.Fatal(err)
	}
	if m.Header.Get("Message-Id") == "" || m.Header.Get("Auto-Submitted") != "auto-generated" {
		t.Errorf("header %v", m.Header)
	}
	return m.Header.Get("To") + "\n" + subject + "\n" + string(text)
}

// posted is a store whose mail goes to the post office, with the wishes of some people.
func posted(t *testing.T, office *postOffice, wishes map[string]huiyin.NotificationPreferences,
	robots ...huiyin.Robot) (*db.Store, *Mailer) {
	t.Helper()
	s := dbtest.New(t)
	admin := dbtest.Actor(t, s, "admin")
	err := s.ChangeDelivery(t.Context(), db.Once{}, dbtest.Now, func(d *huiyin.Delivery) error {
		for _, r := range robots {
			if err := d.PutRobot(admin, dbtest.Now, r); err != nil {
				return err
			}
		}
		if office == nil {
			return nil
		}
		return d.SetMail(admin, dbtest.Now, "http://portal:8080",
			huiyin.MailServer{On: true, Host: "127.0.0.1", Port: office.address.Port, Security: huiyin.Plain,
				From: "huiyin@example.com"})
	})
	if err != nil {
		t.Fatal(err)
	}
	for account, r := range wishes {
		if err := s.SetNotificationPreferences(t.Context(), db.Once{}, dbtest.Actor(t, s, account), dbtest.Now,
			r); err != nil {
			t.Fatal(err)
		}
	}
	return s, &Mailer{store: s, log: slog.New(slog.DiscardHandler), transport: newNetwork("127.0.0.1")}
}

func (c *Mailer) must(t *testing.T, now time.Time) {
	t.Helper()
	if err := c.Deliver(t.Context(), now); err != nil {
		t.Fatal(err)
	}
}

func TestMailNamesNumberGradeAndStateAndNothingOfTheCustomer(t *testing.T) {
	office := newPostOffice(t)
	s, c := posted(t, office, map[string]huiyin.NotificationPreferences{"u01": {Mail: "u01@example.com"},
		"t01": {Mail: "t01@example.com"}})
	k := dbtest.Complaint(t, s, dbtest.Actor(t, s, "w01"), nil)
	c.must(t, dbtest.Now)
	want := "<u01@example.com>\n回音 分派给您 " + k.Number + " 景园\n分派给您\n" + k.Number +
		"，景园，轻微，已受理\n时限：首次响应，2025-03-04 10:00 前\n要做：请接收，并在首次响应时限内联系客户。\n通知时间：2025-03-03 10:00\nhttp://portal:8080/complaints/" + k.Number + "\n\n-- \n"
	got := office.taken(t)
	if len(got) != 1 || !strings.HasPrefix(strings.ReplaceAll(got[0], "\r\n", "\n"), want) {
		t.Fatalf("got %q\nwant %q", got, want)
	}
	for _, secret := range []string{k.Name, k.Phone, k.Matter, k.Demand, k.Unit} {
		if strings.Contains(got[0], secret) {
			t.Errorf("the mail tells %q", secret)
		}
	}
	c.must(t, dbtest.Now.Add(time.Hour))
	if again := office.taken(t); len(again) != 1 {
		t.Errorf("sent again: %q", again)
	}
	if v, err := s.Status(t.Context(), dbtest.Now); err != nil || v.Waiting != 0 || v.Failed != 0 {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestQuietHoursAndDigestGatherIntoOneMail(t *testing.T) {
	office := newPostOffice(t)
	s, c := posted(t, office,
		map[string]huiyin.NotificationPreferences{"u01": {Mail: "u01@example.com", Daily: true, Digest: 17 * 60}})
	for range 3 {
		dbtest.Complaint(t, s, dbtest.Actor(t, s, "w01"), nil)
	}
	urgent := dbtest.Complaint(t, s, dbtest.Actor(t, s, "w01"),
		func(in *huiyin.Intake) { in.Urgency = huiyin.Emergency })
	c.must(t, dbtest.Now)
	got := office.taken(t)
	if len(got) != 1 || !strings.Contains(got[0], "紧急投诉 "+urgent.Number) {
		t.Fatalf("before the digest: %q", got)
	}
	evening := dbtest.Now.Add(7 * time.Hour) // 17:00
	c.must(t, evening.Add(-time.Minute))
	c.must(t, evening)
	got = office.taken(t)
	if len(got) != 2 || !strings.Contains(strings.Join(got, "\n"), "回音 4 条通知") {
		t.Errorf("at the digest: %q", got)
	}
}

func TestFailedMailIsTriedAgainLaterAndOthersAreNotHeldUp(t *testing.T) {
	office := newPostOffice(t)
	office.refuses = "x02@"
	s, c := posted(t, office, map[string]huiyin.NotificationPreferences{"u01": {Mail: "u01@example.com"},
		"x02": {Mail: "x02@example.com"}})
	dbtest.Complaint(t, s, dbtest.Actor(t, s, "w01"), nil)
	dbtest.Complaint(t, s, dbtest.Actor(t, s, "a01"),
		func(in *huiyin.Intake) { in.Site, in.Category = "HY", "attitude" })
	c.must(t, dbtest.Now)
	v, err := s.Status(t.Context(), dbtest.Now)
	if err != nil || v.Waiting != 1 || v.Failed != 1 || len(v.Failures) != 1 || v.Failures[0].Account != "x02" ||
		v.Failures[0].Tries != 1 ||
		!v.Failures[0].Due.Equal(dbtest.Now.Add(time.Minute)) ||
		!strings.Contains(v.Failures[0].Reason, "no such mailbox") {
		t.Fatalf("%+v, %v", v, err)
	}
	c.must(t, dbtest.Now.Add(59*time.Second))
	if v, _ := s.Status(t.Context(), dbtest.Now); v.Failures[0].Tries != 1 {
		t.Errorf("tried again too early: %+v", v.Failures)
	}
	office.mu.Lock()
	office.refuses = ""
	office.mu.Unlock()
	c.must(t, dbtest.Now.Add(time.Minute))
	if v, _ := s.Status(t.Context(), dbtest.Now); v.Waiting != 0 || len(office.taken(t)) != 2 {
		t.Errorf("%+v, %q", v, office.taken(t))
	}
}

func TestMailIsGivenUpAfterThreeDaysAndTriedAgainWhenSettingsChange(t *testing.T) {
	office := newPostOffice(t)
	office.refuses = "u01@"
	s, c := posted(t, office, map[string]huiyin.NotificationPreferences{"u01": {Mail: "u01@example.com"}})
	dbtest.Complaint(t, s, dbtest.Actor(t, s, "w01"), nil)
	now := dbtest.Now
	for range 2 {
		c.must(t, now)
		now, _ = s.NextMessage(t.Context())
	}
	if tried := now.Sub(dbtest.Now); tried != 3*time.Minute {
		t.Fatalf("the third try is after %v", tried)
	}
	admin := dbtest.Actor(t, s, "admin")
	err := s.ChangeDelivery(t.Context(), db.Once{}, dbtest.Now.Add(2*time.Minute), func(d *huiyin.Delivery) error {
		return d.SetMail(admin, now, "http://portal", d.Mail)
	})
	if next, _ := s.NextMessage(t.Context()); err != nil || !next.Equal(dbtest.Now.Add(2*time.Minute)) {
		t.Errorf("after a change of settings it is tried at %v, %v", next, err)
	}
	for range huiyin.MostTries + 1 {
		next, err := s.NextMessage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if next.IsZero() {
			break
		}
		now = next
		c.must(t, now)
	}
	v, err := s.Status(t.Context(), now)
	if err != nil || v.Waiting != 0 || v.GivenUp != 1 || len(v.Failures) != 1 || !v.Failures[0].Due.IsZero() {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestP3_MessagesGoToNobodyWhoMayNoLongerSee(t *testing.T) {
	for name, change := range map[string]func(*huiyin.Person){
		"moved to another site": func(p *huiyin.Person) { p.Site = "LT" },
		"disabled":              func(p *huiyin.Person) { p.Disabled = true },
		"as ever":               nil,
	} {
		office := newPostOffice(t)
		s, c := posted(t, office, map[string]huiyin.NotificationPreferences{"s02": {Mail: "s02@example.com"}})
		dbtest.Complaint(t, s, dbtest.Actor(t, s, "a01"),
			func(in *huiyin.Intake) { in.Site, in.Urgency = "HY", huiyin.Emergency })
		want := 1
		if change != nil {
			want = 0
			if err := s.ChangeOrg(t.Context(), db.Once{}, func(o *huiyin.Org) error {
				p := *o.Person("s02")
				change(&p)
				return o.PutPerson(dbtest.Actor(t, s, "admin"), dbtest.Now, "s02", p, nil)
			}); err != nil {
				t.Fatal(err)
			}
		}
		c.must(t, dbtest.Now)
		next, err := s.NextMessage(t.Context())
		if got := office.taken(t); len(got) != want || !next.IsZero() || err != nil {
			t.Errorf("%s: got %q, next %v, %v", name, got, next, err)
		}
	}
}

// chat is where robots post.
type chat struct {
	mu     sync.Mutex
	answer string
	calls  []*http.Request
	texts  []string
}

func (c *chat) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Type string `json:"msgtype"`
		Text struct{ Content string }
	}
	_ = json.NewDecoder(r.Body).Decode(&body)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls, c.texts = append(c.calls, r), append(c.texts, body.Type+" "+body.Text.Content)
	_, _ = io.WriteString(w, c.answer)
}

func TestRobotsAreSignedAndTellTheGroupOnce(t *testing.T) {
	room := &chat{answer: `{"errcode":0,"errmsg":"ok"}`}
	server := httptest.NewServer(room)
	defer server.Close()
	s, c := posted(t, nil, nil,
		huiyin.Robot{On: true, Kind: huiyin.DingTalk, Name: "景园群", URL: server.URL + "/robot/send?access_token=t",
			Secret: "SECx", Members: []string{"u01", "q01"}},
		huiyin.Robot{On: true, Kind: huiyin.WeCom, Name: "别的群", URL: server.URL + "/cgi-bin/webhook/send?key=k",
			Members: []string{"u01", "t01"}})
	k := dbtest.Complaint(t, s, dbtest.Actor(t, s, "w01"), nil)
	c.must(t, dbtest.Now)
	if len(room.calls) != 1 { // t01 may not see it, so that the other group hears nothing
		t.Fatalf("%d calls: %q", len(room.calls), room.texts)
	}
	q := room.calls[0].URL.Query()
	stamp, err := strconv.ParseInt(q.Get("timestamp"), 10, 64)
	mac := hmac.New(sha256.New, []byte("SECx"))
	fmt.Fprintf(mac, "%d\nSECx", stamp)
	if err != nil || q.Get("access_token") != "t" || q.Get("sign") != base64.StdEncoding.EncodeToString(mac.Sum(nil)) {
		t.Errorf("called %v", room.calls[0].URL)
	}
	name := s.Org().PersonName("u01")
	dbtest.Complaint(t, s, dbtest.Actor(t, s, "w01"), func(in *huiyin.Intake) { in.Urgency = huiyin.Emergency })
	c.must(t, dbtest.Now)
	if both := "紧急投诉（" + name + "、" + s.Org().PersonName("q01") + "）\n"; len(room.texts) != 2 ||
		strings.Count(room.texts[1], "紧急投诉") != 2 || !strings.Contains(room.texts[1], both) {
		t.Errorf("what both were told: %q", room.texts)
	}
	if want := "text 回音 分派给" + name + "\n" + k.Number +
		"，景园，轻微，已受理\n时限："; !strings.HasPrefix(room.texts[0], want) {
		t.Errorf("said %q, want %q", room.texts[0], want)
	}
}

func TestRobotsFailureNamesNoKey(t *testing.T) {
	room := &chat{answer: `{"errcode":310000,"errmsg":"sign not match"}`}
	server := httptest.NewServer(room)
	s, c := posted(t, nil, nil, huiyin.Robot{On: true, Kind: huiyin.WeCom, Name: "群",
		URL: server.URL + "/send?key=topsecret", Members: []string{"u01"}})
	dbtest.Complaint(t, s, dbtest.Actor(t, s, "w01"), nil)
	c.must(t, dbtest.Now)
	v, err := s.Status(t.Context(), dbtest.Now)
	if err != nil || len(v.Failures) != 1 || v.Failures[0].Reason != "310000 sign not match" ||
		v.Failures[0].Robot != "群" {
		t.Fatalf("%+v, %v", v, err)
	}
	server.Close()
	c.must(t, dbtest.Now.Add(time.Minute))
	if v, _ := s.Status(t.Context(), dbtest.Now); v.Failures[0].Tries != 2 ||
		strings.Contains(v.Failures[0].Reason, "topsecret") {
		t.Errorf("%+v", v.Failures)
	}
}

// What could not be written down as sent would be sent again every minute, as long as the disk is full.
func TestNothingIsMailedThatCannotBeWrittenDown(t *testing.T) {
	office := newPostOffice(t)
	s, c := posted(t, office, map[string]huiyin.NotificationPreferences{"u01": {Mail: "u01@example.com"}})
	dbtest.Complaint(t, s, dbtest.Actor(t, s, "w01"), nil)
	if err := os.Rename(s.Dir(), s.Dir()+"-away"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := c.Deliver(t.Context(), dbtest.Now); err == nil || db.Remedy(s, err) == "" {
			t.Errorf("%v, remedy %q", err, db.Remedy(s, err))
		}
	}
	if got := office.taken(t); len(got) != 0 {
		t.Errorf("sent %q", got)
	}
	if err := os.Rename(s.Dir()+"-away", s.Dir()); err != nil {
		t.Fatal(err)
	}
	c.must(t, dbtest.Now)
	if got := office.taken(t); len(got) != 1 {
		t.Errorf("afterwards %q", got)
	}
}
