package mailer

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/wneessen/go-mail"

	"huiyin/huiyin"
)

// transport takes messages off the machine.
type transport interface {
	// mail sends messages over one connection and gives an error for each.
	mail(ctx context.Context, server huiyin.MailServer, messages []message) []error
	// say lets a robot write into its group.
	say(ctx context.Context, robot huiyin.Robot, text string, mentioned ...string) error
	// ask puts a query to a server for timestamps and gives its answer.
	ask(ctx context.Context, server string, query []byte) ([]byte, error)
}

// message is one mail.
type message struct {
	to, subject, body, id string
	at                    time.Time
}

// network is the transport that really sends.
type network struct {
	reach  reach
	client *http.Client
}

const longestSending = 20 * time.Second

func newNetwork(named ...string) network {
	r := newReach(named)
	way := http.DefaultTransport.(*http.Transport).Clone()
	way.DialContext = r.dial
	return network{reach: r, client: &http.Client{Timeout: longestSending, Transport: way,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

func (n network) mail(ctx context.Context, server huiyin.MailServer, messages []message) []error {
	failed := n.sendMail(ctx, server, messages)
	for i, err := range failed {
		failed[i] = heard(err)
	}
	return failed
}

func (n network) sendMail(ctx context.Context, server huiyin.MailServer, messages []message) []error {
	failed := make([]error, len(messages))
	all := func(err error) []error {
		for i := range failed {
			failed[i] = cmp.Or(failed[i], err)
		}
		return failed
	}
	options := []mail.Option{mail.WithPort(server.Port), mail.WithTimeout(longestSending),
		mail.WithTLSPolicy(mail.TLSMandatory), mail.WithDialContextFunc(n.reach.dial)}
	switch server.Security {
	case huiyin.TLS: // the line is safe already, of which the library must be told so
		options = append(options, mail.WithDialContextFunc(n.reach.dialTLS), mail.WithTLSPolicy(mail.TLSOpportunistic))
	case huiyin.Plain:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	}
	if server.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(server.User),
			mail.WithPassword(server.Password))
	}
	client, err := mail.NewClient(server.Host, options...)
	if err != nil {
		return all(err)
	}
	if err := client.DialWithContext(ctx); err != nil {
		return all(err)
	}
	mails := make([]*mail.Msg, len(messages))
	var ready []*mail.Msg
	for i, l := range messages {
		if mails[i], failed[i] = l.mime(server.From); failed[i] == nil {
			ready = append(ready, mails[i])
		}
	}
	lost := client.Send(ready...)
	for i, m := range mails {
		if failed[i] == nil && !m.IsDelivered() {
			if failed[i] = m.SendError(); failed[i] == nil {
				failed[i] = cmp.Or(lost, errors.New("not delivered"))
			}
		}
	}
	_ = client.Close() // what was taken is taken
	return failed
}

func (l message) mime(from string) (*mail.Msg, error) {
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := errors.Join(m.FromFormat("回音", from), m.To(l.to)); err != nil {
		return nil, err
	}
	_, domain, _ := strings.Cut(from, "@")
	m.SetMessageIDWithValue(l.id + "@" + domain)
	m.SetDateWithValue(l.at)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeaderPreformatted(mail.HeaderSubject, headerWords(l.subject))
	m.SetBodyString(mail.TypeTextPlain, l.body)
	return m, nil
}

// headerWords writes a text for a header as encoded words, the first on the header's own line.
func headerWords(text string) string {
	var words []string
	const most = 42 // bytes, which make a word of 68 characters
	for text = oneLine(text); text != ""; {
		n := min(len(text), most)
		for n < len(text) && !utf8.RuneStart(text[n]) {
			n--
		}
		words = append(words, "=?UTF-8?B?"+base64.StdEncoding.EncodeToString([]byte(text[:n]))+"?=")
		text = text[n:]
	}
	return strings.Join(words, "\r\n ")
}

// say posts a text as WeCom and DingTalk both want it; DingTalk's address is signed with the secret.
func (n network) say(ctx context.Context, robot huiyin.Robot, text string, mentioned ...string) error {
	if err := n.reach.robot(robot); err != nil {
		return err
	}
	to, body, err := robotCall(robot, text, time.Now(), mentioned...)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return errors.New("the robot's address is wrong") // the error would name its key
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := n.client.Do(req)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) { // which names the address, and with it the key
			err = u.Err
		}
		return heard(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var answer struct {
		Code int    `json:"errcode"`
		Text string `json:"errmsg"`
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	switch {
	case err != nil:
		return heard(err)
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("HTTP %d", resp.StatusCode)
	case json.Unmarshal(b, &answer) != nil:
		return errors.New("the answer is not one of a robot's")
	case answer.Code != 0:
		return fmt.Errorf("%d %s", answer.Code, oneLine(answer.Text))
	}
	return nil
}

// mostAnswered is the longest answer of a server for timestamps, which sends its certificates along.
const mostAnswered = 64 << 10

func (n network) ask(ctx context.Context, server string, query []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, server, bytes.NewReader(query))
	if err != nil {
		return nil, errors.New("the server's address is wrong")
	}
	req.Header.Set("Content-Type", "application/timestamp-query")
	resp, err := n.client.Do(req)
	if err != nil {
		return nil, heard(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("HTTP %d", resp.StatusCode)
	}
	b, err := io.ReadAll(io.LimitReader(resp.Body, mostAnswered))
	return b, heard(err)
}

// mostHeard is how much of another server's sentence is kept, in characters.
const mostHeard = 200

// oneLine is another server's sentence as it may stand on a page and in a list: one line, not too long.
func oneLine(text string) string {
	text = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, "\uFFFD"),
		func(r rune) bool { return r == ' ' || !unicode.IsPrint(r) }), " ")
	if r := []rune(text); len(r) > mostHeard {
		text = string(r[:mostHeard]) + "…"
	}
	return text
}

// mostSaid is the longest text that both vendors take, in bytes.
const mostSaid = 2000

// robotCall is what a robot is sent. WeCom calls those mentioned by a list, DingTalk by a list and by the text.
func robotCall(robot huiyin.Robot, text string, now time.Time, mentioned ...string) (to string, body []byte, err error) {
	called := ""
	if robot.Kind == huiyin.DingTalk {
		for _, id := range mentioned {
			called += " @" + id
		}
	}
	if most := max(mostSaid-len(called), 0); len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	said := map[string]any{"content": strings.TrimSpace(text + called)}
	whole := map[string]any{"msgtype": "text", "text": said}
	if len(mentioned) > 0 && robot.Kind == huiyin.DingTalk {
		whole["at"] = map[string]any{"atUserIds": mentioned}
	} else if len(mentioned) > 0 {
		said["mentioned_list"] = mentioned
	}
	body, err = json.Marshal(whole)
	if err != nil || robot.Kind != huiyin.DingTalk || robot.Secret == "" {
		return robot.URL, body, err
	}
	u, err := url.Parse(robot.URL)
	if err != nil {
		return "", nil, errors.New("the robot's address is wrong")
	}
	stamp := strconv.FormatInt(now.UnixMilli(), 10)
	mac := hmac.New(sha256.New, []byte(robot.Secret))
	mac.Write([]byte(stamp + "\n" + robot.Secret))
	q := u.Query()
	q.Set("timestamp", stamp)
	q.Set("sign", base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	u.RawQuery = q.Encode()
	return u.String(), body, nil
}

// folder is the transport of a rehearsal: nothing leaves the machine, every message becomes a file.
type folder struct{ dir string }

func (f folder) mail(_ context.Context, server huiyin.MailServer, messages []message) []error {
	failed := make([]error, len(messages))
	for i, l := range messages {
		var m *mail.Msg
		if m, failed[i] = l.mime(cmp.Or(server.From, "huiyin@localhost")); failed[i] == nil {
			failed[i] = f.keep(l.id+".eml", func(w io.Writer) error { _, err := m.WriteTo(w); return err })
		}
	}
	return failed
}

func (f folder) say(_ context.Context, robot huiyin.Robot, text string, mentioned ...string) error {
	_, body, err := robotCall(robot, text, time.Time{}, mentioned...)
	if err != nil {
		return err
	}
	return f.keep("robot-"+strconv.FormatInt(robot.ID, 10)+"-"+huiyin.Digest(text)[:8]+".json",
		func(w io.Writer) error {
			_, err := w.Write(body)
			return err
		})
}

func (f folder) ask(context.Context, string, []byte) ([]byte, error) {
	return nil, errors.New("nothing leaves the machine in a rehearsal")
}

func (f folder) keep(name string, write func(io.Writer) error) error {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(f.dir, name), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(write(file), file.Close())
}
