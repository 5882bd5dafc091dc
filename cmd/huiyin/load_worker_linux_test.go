package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"fmt"
	"huiyin/cmd/huiyin/demo"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// worker is one person at one browser.
type worker struct {
	*office
	ctx     context.Context // of the requests
	over    context.Context // ends with the work
	n       int
	account string
	role    string
	client  *http.Client
	cookie  string
	random  *rand.Rand
	numbers []string           // that their last list showed
	cut     context.CancelFunc // ends their page's stream
	hostile bool               // whose streams may be refused
}

// pause waits, but not beyond the end of the work.
func (w *worker) pause(d time.Duration) {
	select {
	case <-time.After(d):
	case <-w.over.Done():
	}
}

func (w *worker) anything() {
	all := doings[w.role]
	sum := 0
	for _, d := range all {
		sum += d.weight
	}
	at := w.random.IntN(sum)
	for _, d := range all {
		if at -= d.weight; at < 0 {
			d.do(w)
			return
		}
	}
}

func anyOf[T any](w *worker, from ...T) T { return from[w.random.IntN(len(from))] }

// shows is what came back.
type shows struct {
	status int
	header http.Header
	body   string // of a page, for who needs it
}

// ask sends a request and counts it. What is not among the expected statuses is wrong; see is whether the
// body is looked at.
func (w *worker) ask(k kind, r *http.Request, see bool, expected ...int) shows {
	if w.cookie != "" {
		r.Header.Set("Cookie", w.cookie)
	}
	r.Header.Set("Accept-Encoding", "gzip")
	if r.Header.Get("Accept") == "" {
		r.Header.Set("Accept", "text/html")
	}
	began := time.Now()
	res, err := w.client.Do(r)
	var body []byte
	if err == nil {
		if see {
			body, err = io.ReadAll(res.Body)
		} else {
			_, err = io.Copy(io.Discard, res.Body)
		}
		_ = res.Body.Close()
	}
	took := time.Since(began)
	if err != nil {
		if w.ctx.Err() == nil {
			w.complain("%s %s %s: %v", w.account, r.Method, r.URL.RequestURI(), err)
		}
		return shows{}
	}
	if see && res.Header.Get("Content-Encoding") == "gzip" {
		if z, err := gzip.NewReader(bytes.NewReader(body)); err != nil {
			w.complain("%s: %v", r.URL, err)
		} else if body, err = io.ReadAll(z); err != nil {
			w.complain("%s: %v", r.URL, err)
		}
	}
	w.tally(k, res.StatusCode, took)
	if !slices.Contains(expected, res.StatusCode) {
		w.complain("%s %s %s: %d %s", w.account, r.Method, r.URL.RequestURI(), res.StatusCode, wrongWords(string(body)))
	}
	if to := res.Header.Get("Location"); strings.HasPrefix(to, "/login") && k != knock &&
		r.URL.Path != "/login/second" { // a code without a password before it
		w.complain("%s %s %s: sent to the log-in", w.account, r.Method, r.URL.RequestURI())
	}
	return shows{res.StatusCode, res.Header, string(body)}
}

var sentence = regexp.MustCompile(`(?s)<[^>]*class="[^"]*(?:wrong|alert|problem)[^"]*"[^>]*>(.{0,300})`)

func wrongWords(body string) string {
	if m := sentence.FindStringSubmatch(body); m != nil {
		return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(m[1], " ")), " ")
	}
	return ""
}

func (w *worker) get(k kind, path string, see bool, expected ...int) shows {
	r, err := http.NewRequestWithContext(w.ctx, http.MethodGet, w.base+path, nil)
	if err != nil {
		panic(err)
	}
	if len(expected) == 0 {
		expected = []int{http.StatusOK}
	}
	return w.ask(k, r, see, expected...)
}

// post sends a form. A conflict is an answer: others of the same account may have done it meanwhile.
func (w *worker) post(k kind, path string, form url.Values, expected ...int) shows {
	r, err := http.NewRequestWithContext(w.ctx, http.MethodPost, w.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		panic(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if len(expected) == 0 {
		expected = []int{http.StatusSeeOther, http.StatusConflict}
	}
	return w.ask(k, r, true, expected...)
}

// login begins a session, and opens its stream as each page does.
func (w *worker) login() {
	a := w.post(knock, "/login", url.Values{"username": {w.account}, "password": {demo.Password}}, http.StatusSeeOther)
	cookie, _, _ := strings.Cut(a.header.Get("Set-Cookie"), ";")
	if w.cookie = cookie; cookie != "" {
		w.home()
	}
}

// again leaves and comes back.
func (w *worker) again() {
	w.cut()
	w.post(knock, "/logout", nil, http.StatusSeeOther)
	w.cookie = ""
	w.pause(w.think)
	w.login()
}

// arrive is what a browser does on each new page: it closes the stream of the last one and opens its own.
func (w *worker) arrive() {
	if w.cut != nil {
		w.cut()
	}
	ctx, cut := context.WithCancel(w.ctx)
	w.cut = cut
	cookie := w.cookie
	began := time.Now()
	w.streams.Go(func() {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, w.base+"/notices/stream", nil)
		if err != nil {
			panic(err)
		}
		r.Header.Set("Cookie", cookie)
		r.Header.Set("Accept", "text/event-stream")
		client := &http.Client{Transport: w.client.Transport} // without a limit
		res, err := client.Do(r)
		if err != nil {
			if ctx.Err() == nil && !w.hostile {
				w.complain("%s stream: %v", w.account, err)
			}
			return
		}
		defer func() { _ = res.Body.Close() }()
		lines := bufio.NewReader(res.Body)
		line, err := lines.ReadString('\n')
		if ctx.Err() != nil {
			return
		}
		if !w.hostile {
			w.tally(stream, res.StatusCode, time.Since(began))
		}
		if !w.hostile && (err != nil || res.StatusCode != http.StatusOK || line != "event: unread\n") {
			w.complain("%s stream: %d %q %v", w.account, res.StatusCode, line, err)
		}
		_, _ = io.Copy(io.Discard, lines)
	})
}

func (w *worker) home() { w.get(desk, "/", false); w.arrive() }

var numbers = regexp.MustCompile(`data-number="(TS-[A-Z0-9-]+)"`)

func (w *worker) browse() {
	path, k := "/complaints", list
	if w.random.IntN(3) > 0 {
		k = narrowed
		path += "?" + anyOf(w, "state=investigating", "state=received&sort=due", "late=1&sort=due", "grade=important",
			"category=noise", "urgency=urgent&state=closed", "from=2026-01-01&to=2026-06-30", "channel=phone&sort=due",
			"site=HY&grade=minor")
	}
	a := w.get(k, path, true)
	w.found(a)
	w.arrive()
}

func (w *worker) found(a shows) {
	if all := numbers.FindAllStringSubmatch(a.body, -1); len(all) > 0 {
		w.numbers = nil
		for _, m := range all {
			w.numbers = append(w.numbers, m[1])
		}
	}
}

func (w *worker) look() {
	word := anyOf(w, "噪音", "渗水", "1栋", "王", "13800", "折扣", "电梯", "zxw", "物业 噪音", "停车费", "TS-JY")
	if w.random.IntN(2) == 0 {
		r, err := http.NewRequestWithContext(w.ctx, http.MethodGet, w.base+"/search?json=1&q="+url.QueryEscape(word),
			nil)
		if err != nil {
			panic(err)
		}
		r.Header.Set("Accept", "application/json")
		w.ask(suggest, r, false, http.StatusOK)
	}
	w.found(w.get(search, "/complaints?q="+url.QueryEscape(word), true))
	w.arrive()
}

// read opens a complaint of the last list.
func (w *worker) read() {
	if a, at := w.one(); a.status == http.StatusOK && w.random.IntN(4) == 0 {
		w.get(history, at+"/journal", false)
		w.arrive()
	}
}

var attachmentAt = regexp.MustCompile(`href="(/attachments/[0-9]+)"`)

func (w *worker) one() (shows, string) {
	if len(w.numbers) == 0 {
		w.browse()
	}
	if len(w.numbers) == 0 {
		return shows{}, ""
	}
	at := "/complaints/" + anyOf(w, w.numbers...)
	// Another may have been given the case since the list was shown; a restricted one shows that it exists.
	a := w.get(page, at, true, http.StatusOK, http.StatusNotFound)
	w.arrive()
	if m := attachmentAt.FindStringSubmatch(a.body); m != nil && w.random.IntN(3) == 0 {
		w.get(file, m[1], false)
	}
	return a, at
}

func (w *worker) takeIn() {
	w.get(blank, "/complaints/new", false)
	w.arrive()
	site := map[string]string{"a01": "HY", "a02": "HY", "s01": "HY", "s02": "HY", "b01": "LT", "t01": "LT", "w01": "JY",
		"u01": "JY"}[w.account]
	unit := fmt.Sprintf("%d栋%d单元%d01", w.random.IntN(40)+1, w.random.IntN(3)+1, w.random.IntN(30)+1)
	phone := fmt.Sprintf("138%08d", w.random.IntN(30_000_000))
	w.pause(w.think / 2)
	w.get(hint, "/complaints/hints?"+url.Values{"site": {site}, "phone": {phone}, "unit": {unit},
		"matter": {"楼上夜间装修噪音很大"}, "category": {"noise"}}.Encode(), false)
	w.pause(w.think)
	a := w.post(record, "/complaints", url.Values{
		"site": {site}, "channel": {"phone"},
		"name": {anyOf(w, "王", "李", "张", "刘", "陈") + anyOf(w, "小明", "建国", "丽", "芳")}, "phone": {phone},
		"relation": {"owner"}, "unit": {unit},
		"category": {anyOf(w, "noise", "leak", "cleaning", "charges", "process", "facilities")}, "read_back": {"1"},
		"matter": {"楼上夜间装修噪音很大，无法休息，多次与施工方沟通未果，孩子无法上学。"}, "demand": {"请制止夜间装修，并书面告知处理结果。"}, "once": {w.once()},
	}, http.StatusSeeOther)
	at := a.header.Get("Location")
	number, ok := strings.CutPrefix(at, "/complaints/")
	if !ok {
		return
	}
	number, _, _ = strings.Cut(number, "?")
	w.mu.Lock()
	w.recorded[number] = true
	w.mu.Unlock()
	w.numbers = append(w.numbers, number)
	w.get(page, at, false)
	w.arrive()
	if w.random.IntN(3) == 0 {
		w.pause(w.think / 2)
		w.add("/complaints/" + number)
	}
}

func (w *worker) once() string { return fmt.Sprintf("load-%d-%d", w.n, w.random.Uint64()) }

// evidence adds a photograph to a complaint.
func (w *worker) evidence() {
	if a, at := w.one(); strings.Contains(a.body, `data-action="attachments"`) {
		w.pause(w.think / 2)
		w.add(at)
	}
}

// add uploads what passes for a photograph, of 50 KB to 2 MB, none like another.
func (w *worker) add(at string) {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	_ = form.WriteField("kind", "photo")
	_ = form.WriteField("once", w.once())
	part, err := form.CreateFormFile("file", "现场照片.jpg")
	if err != nil {
		panic(err)
	}
	photo := make([]byte, 50_000+w.random.IntN(w.random.IntN(1_950_000)+1))
	for i := 8; i+8 < len(photo); i += 8 {
		binary.LittleEndian.PutUint64(photo[i:], w.random.Uint64())
	}
	copy(photo, "\xff\xd8\xff\xe0\x00\x10JFIF\x00")
	_, _ = part.Write(photo)
	_ = form.Close()
	r, err := http.NewRequestWithContext(w.ctx, http.MethodPost, w.base+at+"/attachments", &b)
	if err != nil {
		panic(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w.ask(upload, r, true, http.StatusSeeOther, http.StatusConflict)
}

// forms are what somebody fills in on a complaint's page, where it offers them.
var forms = []struct {
	action string
	path   string
	fill   func(w *worker) url.Values
}{
	{"contacts", "/contacts", func(w *worker) url.Values {
		return url.Values{"way": {"phone"}, "said": {"已联系客户，告知处理进度，约定下周二上门查看。"}}
	}},
	{"reminders", "/reminders", func(w *worker) url.Values { return url.Values{"way": {"phone"}, "caller": {"本人"}} }},
	{"findings", "/findings", func(w *worker) url.Values {
		return url.Values{"finding": {"现场查看属实，施工队未按规定时间作业。"}, "ground": {"物业服务合同第八条"}}
	}},
	{"opinion", "/opinion", func(w *worker) url.Values {
		return url.Values{"opinion": {"建议约谈施工方，限定作业时间。"}}
	}},
	{"accept", "/accept", func(w *worker) url.Values { return url.Values{} }},
	{"tasks", "/tasks", func(w *worker) url.Values {
		return url.Values{"what": {"上门复查"}, "who": {w.account},
			"due": {time.Now().Add(48 * time.Hour).Format("2006-01-02T15:04")}}
	}},
	{"settle", "/settle", func(w *worker) url.Values {
		return url.Values{"class": {"process"}, "cause": {"邻居夜间施工"}, "measure": {"上门劝止，约定施工时间"},
			"said":         {"已劝止，今后晚八点后不施工。"},
			"satisfaction": {"satisfied"}}
	}},
	{"assess", "/assess", func(w *worker) url.Values {
		return url.Values{"validity": {"valid"}, "responsibility": {"third_party"}}
	}},
}

// act opens a complaint and fills in one of the forms that its page offers.
func (w *worker) act() {
	a, at := w.one()
	from := w.random.IntN(len(forms))
	for i := range forms {
		f := forms[(from+i)%len(forms)]
		if strings.Contains(a.body, `data-action="`+f.action+`"`) {
			w.pause(w.think)
			form := f.fill(w)
			form.Set("once", w.once())
			// Whoever else is logged in to the same account may have changed who may do what meanwhile.
			answer := w.post(remark, at+f.path, form, http.StatusSeeOther, http.StatusConflict, http.StatusForbidden)
			if answer.status == http.StatusSeeOther {
				w.get(page, at, false, http.StatusOK, http.StatusNotFound)
				w.arrive()
			}
			return
		}
	}
}

var decideAt = regexp.MustCompile(`action="(/complaints/[A-Z0-9-]+/proposals/[0-9]+/decide)"`)

// sign looks at what waits for a decision, and decides one of them.
func (w *worker) sign() {
	a := w.get(approvals, "/approvals", true)
	w.arrive()
	if m := decideAt.FindStringSubmatch(a.body); m != nil {
		w.pause(w.think)
		w.post(decision, m[1], url.Values{"decision": {anyOf(w, "approve", "approve", "return")}, "words": {"同意按方案办理。"},
			"next": {"approvals"}, "once": {w.once()}}, http.StatusSeeOther, http.StatusConflict, http.StatusForbidden)
	}
}

func (w *worker) print() {
	if a, at := w.one(); a.status == http.StatusOK && strings.Contains(a.body, "/form.pdf") {
		w.get(paper, at+"/"+anyOf(w, "form.pdf", "form.pdf", "receipt.pdf", "report.pdf", "process.pdf", "dossier.pdf"),
			false, http.StatusOK, http.StatusNotFound)
	}
}

func (w *worker) bell() {
	a := w.get(news, "/notices", true)
	w.arrive()
	if m := regexp.MustCompile(`name="up_to" value="([0-9]+)"`).FindStringSubmatch(a.body); m != nil &&
		w.random.IntN(3) == 0 {
		w.post(other, "/notices/seen", url.Values{"up_to": {m[1]}})
	}
}

func (w *worker) wander() {
	w.get(other, anyOf(w, "/customers", "/promises", "/inquiries", "/praises", "/directory", "/account/notices",
		"/about", "/jobs"), false, http.StatusOK, http.StatusForbidden)
	w.arrive()
}

// count looks at the figures, and now and then takes them along.
func (w *worker) count() {
	month := time.Now().AddDate(0, -w.random.IntN(6), 0).Format("2006-01")
	w.get(statistic, "/figures?month="+month, false)
	w.arrive()
	switch w.random.IntN(8) {
	case 0:
		w.get(paper, "/figures/monthly.pdf?month="+month, false)
	case 1:
		w.get(exported, "/figures/monthly.xlsx?month="+month, false)
	case 2:
		w.get(paper, "/complaints/ledger.pdf?month="+month, false)
	}
}

// export takes a list out, at once where it is short, or in the background, where no more than two are at
// work at once.
func (w *worker) export() {
	month := time.Now().AddDate(0, -w.random.IntN(30), 0)
	list := url.Values{"from": {month.Format("2006-01-02")},
		"to": {month.AddDate(0, 1, 0).Format("2006-01-02")}}.Encode()
	if w.random.IntN(2) == 0 {
		w.get(exported, "/complaints/export."+anyOf(w, "xlsx", "csv")+"?"+list, false)
		return
	}
	a := w.post(background, "/complaints/export", url.Values{"list": {""}, "format": {"xlsx"}, "purpose": {"对账"}, "once": {w.once()}})
	at := a.header.Get("Location")
	for range 60 {
		if at == "" || w.over.Err() != nil {
			return
		}
		w.pause(time.Second)
		a := w.get(other, at, true)
		if strings.Contains(a.body, `data-job="done"`) {
			w.get(exported, at+"/file", false)
			return
		}
		if !strings.Contains(a.body, `data-job="running"`) {
			break
		}
	}
	if w.ctx.Err() == nil {
		w.complain("%s: the export of all is not made", w.account)
	}
}
