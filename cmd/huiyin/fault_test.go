package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"huiyin/cmd/huiyin/demo"
	"huiyin/db"
	"huiyin/huiyin"
)

// acked are the complaints, by path, that the portal has acknowledged, with how many attachments.
type acked struct {
	mu    sync.Mutex
	all   map[string]int
	waits map[chan struct{}]int // each closed when there are so many
}

func (a *acked) note(complaint string, files int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.all == nil {
		a.all = map[string]int{}
	}
	a.all[complaint] += files
	for wait, n := range a.waits {
		if len(a.all) >= n {
			close(wait)
			delete(a.waits, wait)
		}
	}
}

// reaches is closed when so many complaints, more than now, have been acknowledged.
func (a *acked) reaches(n int) <-chan struct{} {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.waits == nil {
		a.waits = map[chan struct{}]int{}
	}
	wait := make(chan struct{})
	a.waits[wait] = n
	return wait
}

func (a *acked) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.all)
}

// kept wants all that was acknowledged in an installation that nobody works on, and everything fitting.
func (a *acked) kept(t *testing.T, dir string) {
	t.Helper()
	s, err := db.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	by := huiyin.Actor{Person: s.Org().Person("u01"), Org: s.Org()}
	for path, files := range a.all {
		c, err := s.Complaint(t.Context(), by, strings.TrimPrefix(path, "/complaints/"))
		if err != nil || len(c.Attachments) < files {
			t.Errorf("%s was acknowledged with %d attachments: %v", path, files, err)
		}
	}
	if v, err := s.Verify(t.Context()); err != nil || len(v.Wrong) > 0 {
		t.Errorf("verify: %v, %v", v.Wrong, err)
	}
}

// load records and uploads from several browsers at once until one is refused or the portal is gone.
func (p *process) load(t *testing.T, a *acked, browsers int) {
	t.Helper()
	var busy sync.WaitGroup
	clients := make([]*http.Client, browsers)
	for i := range clients {
		clients[i] = p.member(t, "u01")
	}
	for _, c := range clients {
		busy.Go(func() {
			for i := 0; ; i++ {
				res, err := p.post(c, "/complaints", noise(fmt.Sprintf("第 %d 次装修噪音", i)))
				if err != nil || res.status != http.StatusSeeOther {
					return
				}
				a.note(res.to, 0)
				content := bytes.Repeat([]byte{byte(rand.Uint32()), byte(rand.Uint32()), 'x', byte(i)}, 3000)
				if up, err := p.upload(c, res.to, content); err != nil || up.status != http.StatusSeeOther {
					return
				}
				a.note(res.to, 1)
			}
		})
	}
	busy.Wait()
}

func TestAPortalKilledUnderLoadKeepsWhatItAcknowledged(t *testing.T) {
	dir := installation(t, "")
	var a acked
	for range 3 {
		enough := a.reaches(a.count() + 1 + rand.IntN(20))
		p := startProcess(t, dir)
		go func() {
			<-enough // while the other browsers are in the middle of something
			_ = p.cmd.Process.Kill()
		}()
		p.load(t, &a, 4)
		p.kill()
	}
	t.Logf("%d complaints acknowledged, three kills", a.count())
	a.kept(t, dir)
	if status, out, errs := commandLine(t, nil, "verify", "--data", dir); status != 0 ||
		!strings.Contains(out, "all fits") {
		t.Errorf("verify: %s%s", out, errs)
	}
}

// calm wants a page of a status that has the words and is no raw error.
func calm(t *testing.T, what string, got reply, err error, status int, words ...string) {
	t.Helper()
	if err != nil || got.status != status || errorSentence.MatchString(got.body) {
		t.Errorf("%s: %d, %v; want %d; %s", what, got.status, err, status, plain(got.body))
		return
	}
	for _, w := range words {
		if !strings.Contains(got.body, w) {
			t.Errorf("%s does not say %q: %s", what, w, plain(got.body))
		}
	}
}

var tags = regexp.MustCompile(`(?s)<(head|nav|header|aside|datalist|select).*?</(head|nav|header|aside|datalist|select)>|<[^>]*>|\s+`)

// plain is a page as one reads it, or its beginning.
func plain(page string) string {
	r := []rune(regexp.MustCompile(` +`).ReplaceAllString(tags.ReplaceAllString(page, " "), " "))
	return string(r[:min(len(r), 1500)])
}

// alone is one connection of another program to the database.
func alone(t *testing.T, dir string) *sql.DB {
	t.Helper()
	other, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "huiyin.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	other.SetMaxOpenConns(1)
	return other
}

func TestAPortalDoesNotStartOnADatabaseHeldByAnotherProgram(t *testing.T) {
	t.Parallel()
	dir := installation(t, "")
	other := alone(t, dir)
	for _, q := range []string{"PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE"} {
		if _, err := other.ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	ends(t, nil, []string{"serve", "--data", dir, "--addr", "127.0.0.1:0"}, "another program holds", "huiyin.db")
}

func TestADatabaseHeldByAnotherProgram(t *testing.T) {
	t.Parallel()
	dir := installation(t, "")
	other := alone(t, dir)
	hold := func(how string) {
		t.Helper()
		if _, err := other.ExecContext(t.Context(), how); err != nil {
			t.Fatal(err)
		}
	}
	var a acked
	p := startProcess(t, dir)
	c := p.member(t, "u01")
	complaint := p.record(t, c, &a)
	version := regexp.MustCompile(`data-version="(\d+)"`)
	page, err := p.get(c, complaint)
	calm(t, "the page", page, err, http.StatusOK)
	at := version.FindStringSubmatch(page.body)
	hold("BEGIN IMMEDIATE")
	var busy sync.WaitGroup
	for i := range 2 { // two at once on the same record
		busy.Go(func() {
			said := fmt.Sprintf("已电话联系客户，第 %d 位", i)
			res, err := p.post(c, complaint+"/contacts",
				url.Values{"way": {"phone"}, "said": {said}, "version": {at[1]}})
			calm(t, "a change while it is held", res, err, http.StatusServiceUnavailable, "数据库正被另一个程序占用", said)
		})
	}
	p.reads(t, c, complaint)
	busy.Wait()
	hold("ROLLBACK")
	statuses := make(chan int, 2)
	for i := range 2 {
		busy.Go(func() {
			res, _ := p.post(c, complaint+"/contacts",
				url.Values{"way": {"phone"}, "said": {fmt.Sprintf("又联系，第 %d 位", i)}, "version": {at[1]}})
			statuses <- res.status
		})
	}
	busy.Wait()
	if one, two := <-statuses, <-statuses; one+two != http.StatusSeeOther+http.StatusConflict {
		t.Errorf("two at once, later: %d and %d", one, two)
	}
	if !strings.Contains(p.log.String(), "another program holds") {
		t.Errorf("the log says nothing of it: %s", p.log)
	}
	ends(t, nil, []string{"serve", "--data", dir, "--addr", "127.0.0.1:0"}, db.ErrInUse.Error())
	p.kill()
	a.kept(t, dir)
}

func TestADataFolderThatIsGone(t *testing.T) {
	t.Parallel()
	dir := installation(t, "")
	var a acked
	p := startProcess(t, dir)
	c := p.member(t, "u01")
	complaint := p.record(t, c, &a)
	p.attach(t, c, complaint, "现场记录", &a)
	if err := os.Rename(dir, dir+"-away"); err != nil {
		t.Fatal(err)
	}
	res, err := p.post(c, "/complaints", noise("不能丢的投诉"))
	calm(t, "recording without a folder", res, err, http.StatusServiceUnavailable, "数据文件夹不在原处", "不能丢的投诉")
	res, err = p.upload(c, complaint, []byte("x"))
	calm(t, "uploading without a folder", res, err, http.StatusServiceUnavailable, "数据文件夹不在原处")
	res, err = p.get(c, complaint)
	calm(t, "reading without a folder", res, err, http.StatusOK)
	res, err = p.get(c, "/healthz")
	calm(t, "health without a folder", res, err, http.StatusServiceUnavailable)
	if !strings.Contains(p.log.String(), "back, and huiyin goes on") {
		t.Errorf("the log says nothing of it: %s", p.log)
	}
	if err := os.Rename(dir+"-away", dir); err != nil {
		t.Fatal(err)
	}
	p.record(t, c, &a)
	p.attach(t, c, complaint, "又一份", &a)
	p.kill()
	a.kept(t, dir)

	if err := os.Remove(filepath.Join(dir, "huiyin.db")); err != nil {
		t.Fatal(err)
	}
	ends(t, nil, []string{"serve", "--data", dir, "--addr", "127.0.0.1:0"}, "huiyin.db is missing", "restore")
}

func TestFilesThatAreMissing(t *testing.T) {
	t.Parallel()
	dir := installation(t, "")
	var a acked
	p := startProcess(t, dir)
	c, admin := p.member(t, "u01"), p.member(t, "admin")
	complaint := p.record(t, c, &a)
	var files []string
	for _, content := range []string{"第一份记录", "第二份记录", "第三份记录"} {
		p.attach(t, c, complaint, content, &a)
		now, err := filepath.Glob(filepath.Join(dir, "files", "??", "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range now {
			if !strings.Contains(strings.Join(files, " "), f) {
				files = append(files, f)
			}
		}
	}
	page, err := p.get(c, complaint)
	calm(t, "the case", page, err, http.StatusOK)
	links := regexp.MustCompile(`/attachments/\d+"`).FindAllString(page.body, -1)
	link := map[string]bool{}
	for _, l := range links {
		link[strings.TrimSuffix(l, `"`)] = true
	}
	if len(files) != 3 || len(link) != 3 {
		t.Fatalf("files %v, links %v", files, link)
	}
	if err := os.Rename(files[0], files[0]+".away"); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(files[1])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(files[1], whole[:5], 0o600); err != nil {
		t.Fatal(err)
	}
	page, err = p.get(c, complaint)
	calm(t, "the case", page, err, http.StatusOK)
	for l := range link {
		res, err := p.get(c, l)
		switch {
		case strings.HasSuffix(l, "/1"):
			calm(t, l, res, err, http.StatusServiceUnavailable, "这份文件在服务器上缺失")
		case strings.HasSuffix(l, "/2"):
			calm(t, l, res, err, http.StatusServiceUnavailable, "这份文件在服务器上不完整")
		default:
			calm(t, l, res, err, http.StatusOK, "第三份记录")
		}
	}
	res, err := p.get(admin, "/status")
	calm(t, "the status page", res, err, http.StatusOK, `data-wrong="lost"`, filepath.Base(files[0]),
		filepath.Base(files[1]))
	copied := filepath.Join(t.TempDir(), "backup.zip")
	status, out, errs := commandLine(t, nil, "backup", "--data", dir, copied)
	if status != 1 || !strings.Contains(out, "backed up into") || !strings.Contains(errs, filepath.Base(files[0])) &&
		!strings.Contains(errs, filepath.Base(files[1])) || !strings.Contains(errs, "1 more") {
		t.Errorf("backup: status %d, %s%s", status, out, errs)
	}
	_, out, _ = commandLine(t, nil, "verify", "--data", dir)
	if !strings.Contains(out, "wrong: attachment 1 of TS-JY") || !strings.Contains(out, "missing") ||
		!strings.Contains(out, "wrong: attachment 2 of TS-JY") {
		t.Errorf("verify: %s", out)
	}
	_, out, errs = commandLine(t, nil, "try-restore", copied)
	if !strings.Contains(out, "can be restored") || strings.Contains(out, "attachment 3") ||
		!strings.Contains(out, "attachments     3") {
		t.Errorf("the backup: %s%s", out, errs)
	}
	if err := os.Rename(files[0]+".away", files[0]); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(files[1], whole, 0o600); err != nil {
		t.Fatal(err)
	}
	for l := range link {
		res, err := p.get(c, l)
		calm(t, l, res, err, http.StatusOK, "份记录")
	}
	if res, err := p.get(admin, "/status"); err != nil || strings.Contains(res.body, `data-wrong="lost"`) {
		t.Error("files that are back are still called lost")
	}
	p.kill()
	a.kept(t, dir)
}

// damage writes nonsense over the page that a table begins with, or over the first page of all.
func damage(t *testing.T, dir, table string) {
	t.Helper()
	path := filepath.Join(dir, "huiyin.db")
	root, size := int64(1), int64(4096)
	if table != "" {
		other := alone(t, dir)
		if err := other.QueryRowContext(t.Context(),
			"SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_schema WHERE name = ?",
			table).Scan(&root, &size); err != nil {
			t.Fatal(err)
		}
		if _, err := other.ExecContext(t.Context(), "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
			t.Fatal(err)
		}
		if err := other.Close(); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt(bytes.Repeat([]byte{0xA5}, int(size)), (root-1)*size)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestADamagedDatabase(t *testing.T) {
	t.Parallel()
	dir := installation(t, "")
	var a acked
	p := startProcess(t, dir)
	c := p.member(t, "u01")
	complaint := p.record(t, c, &a)
	p.attach(t, c, complaint, "现场记录", &a)
	p.kill()
	copied := filepath.Join(t.TempDir(), "good.zip")
	if status, _, errs := commandLine(t, nil, "backup", "--data", dir, copied); status != 0 {
		t.Fatal(errs)
	}
	for _, table := range []string{"", "complaint", "journal", "contact", "session"} {
		bad := filepath.Join(t.TempDir(), "bad")
		if err := os.CopyFS(bad, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		damage(t, bad, table)
		name := filepath.Join(bad, "huiyin.db")
		ends(t, nil, []string{"verify", "--data", bad}, name+" is damaged", "restore", copied)
		if table == "" {
			ends(t, nil, []string{"serve", "--data", bad, "--addr", "127.0.0.1:0"}, name+" is damaged", "restore",
				copied)
			continue
		}
		p := startProcess(t, bad) // what starts reads is whole
		p.log.hears(name + " is damaged")
		if !strings.Contains(p.log.String(), copied) {
			t.Errorf("%s: the log does not name the backup: %s", table, p.log)
		}
		res, err := p.get(http.DefaultClient, "/healthz")
		calm(t, table+": health", res, err, http.StatusServiceUnavailable, "数据库文件已损坏")
		res, err = p.post(http.DefaultClient, "/login", url.Values{"username": {"u01"}, "password": {demo.Password}})
		calm(t, table+": logging in", res, err, http.StatusServiceUnavailable, "数据库文件已损坏")
		p.kill()
	}
	again := filepath.Join(t.TempDir(), "again")
	if status, _, errs := commandLine(t, nil, "restore", copied, "--data", again); status != 0 {
		t.Fatal(errs)
	}
	p = startProcess(t, again)
	p.record(t, p.member(t, "u01"), &a)
	p.kill()
	a.kept(t, again)
}

// A clock that leaps ahead and is put right again within a quarter of an hour has raised nothing (D10).
func TestD10_AClockThatLeapsIsNotBelievedAtOnce(t *testing.T) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		ahead []time.Duration // of the clock before what has passed, minute by minute
		want  string          // y trusted, n not
	}{
		"steady":                {[]time.Duration{0, 0, 0}, "yyy"},
		"corrected a little":    {[]time.Duration{0, 5 * time.Minute, -time.Minute}, "yyy"},
		"a year, taken back":    {[]time.Duration{0, 8760 * time.Hour, 8760 * time.Hour, 0, 0}, "ynnyy"},
		"back a year and forth": {[]time.Duration{0, -8760 * time.Hour, -8760 * time.Hour, 0, 0}, "yyynn"},
		"hours, to stay": {append([]time.Duration{0}, repeat(8*time.Hour, 18)...),
			"y" + strings.Repeat("n", 15) + "yyy"},
		"leaping on while waited": {[]time.Duration{0, time.Hour, 2 * time.Hour, 0}, "ynny"},
	} {
		var w watch
		got := ""
		for i, ahead := range tt.ahead {
			passed := time.Duration(i) * time.Minute
			trust, _ := w.look(start.Add(passed+ahead), passed)
			got += map[bool]string{true: "y", false: "n"}[trust]
		}
		if got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

func repeat(d time.Duration, n int) (out []time.Duration) {
	for range n {
		out = append(out, d)
	}
	return out
}
