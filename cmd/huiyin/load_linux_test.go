package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"huiyin/db/dbtest"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// The people of the load: 200 of them think this long on average between two things they do.
const (
	loadPeople     = 200
	loadThink      = 8 * time.Second
	loadSlowest    = 250 * time.Millisecond // of 99 pages in a hundred
	loadComplaints = 5000                   // in the portal before it begins, beside the demo company's
)

// BenchmarkOffice lets 200 people work with the portal, for as long as HUIYIN_LOAD says (20 seconds without
// it): `make load` is ten minutes. With HUIYIN_LOAD_HOSTILE a tenth of them mean harm. The portal is the program in a process of its own. It fails when one page
// in a hundred takes 250 ms or longer, when anything is answered as it should not be, or when memory grows.
// HUIYIN_LOAD_URL names a demo portal that serves already, on this machine or another, instead.
func BenchmarkOffice(b *testing.B) {
	lasts := 20 * time.Second
	if v := os.Getenv("HUIYIN_LOAD"); v != "" {
		var err error
		if lasts, err = time.ParseDuration(v); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		o := newOffice(os.Getenv("HUIYIN_LOAD_URL"), loadThink)
		o.hostile = os.Getenv("HUIYIN_LOAD_HOSTILE") != ""
		if o.base == "" {
			o.open(b, b.TempDir(), loadComplaints)
		}
		o.work(b.Context(), b, loadPeople, lasts)
		fmt.Println("\n" + o.report())
		if wrong := slices.Concat(o.wrong, o.slow(), o.grown(), o.swollen()); len(wrong) > 0 {
			b.Fatal("\n" + strings.Join(wrong, "\n"))
		}
		o.close(b)
		b.ReportMetric(float64(o.requests())/o.took.Seconds(), "req/s")
		b.ReportMetric(o.cpu.Seconds()*1000/float64(o.requests()), "cpu-ms/req")
	}
}

// The load itself, in short: everything that people do is answered as it should be, what was acknowledged is
// there afterwards, and nobody who has left is waited for. How long anything takes is not judged here.
func TestLoad_EverythingIsAnswered(t *testing.T) {
	dbtest.Whole(t)
	o := newOffice("", 100*time.Millisecond)
	o.open(t, t.TempDir(), 0)
	undone := []kind{desk, page, record, remark, stream}
	for range 20 { // a slow machine gets to do less at a time
		o.work(t.Context(), t, 24, 3*time.Second)
		undone = slices.DeleteFunc(undone, func(k kind) bool { return len(o.times[k]) > 0 })
		if len(undone) == 0 || len(o.wrong) > 0 {
			break
		}
	}
	if len(o.wrong) > 0 {
		t.Errorf("%s\n%s", strings.Join(o.wrong, "\n"), o.report())
	}
	if len(undone) > 0 {
		t.Errorf("nobody did %q", undone)
	}
	o.close(t)
}

// kind is what a request is counted as.
type kind string

const (
	desk       kind = "desk"
	list       kind = "list"
	narrowed   kind = "list, narrowed"
	search     kind = "list, searched"
	page       kind = "complaint"
	history    kind = "journal"
	blank      kind = "form, empty"
	news       kind = "notices"
	approvals  kind = "approvals"
	statistic  kind = "figures"
	other      kind = "other page"
	hint       kind = "hints"
	suggest    kind = "suggestions"
	record     kind = "recording"
	remark     kind = "remark"
	decision   kind = "decision"
	upload     kind = "upload"
	file       kind = "attachment"
	paper      kind = "paper (PDF)"
	exported   kind = "export"
	background kind = "export, later"
	knock      kind = "log-in"
	stream     kind = "stream, first event"
)

// pages are the kinds that the bound on pages is for: what somebody waits for before reading on.
var pages = map[kind]bool{desk: true, list: true, narrowed: true, search: true, page: true, history: true, blank: true,
	news: true, approvals: true, statistic: true, other: true, hint: true, suggest: true, record: true, remark: true,
	decision: true}

// office is a portal and those who work with it.
type office struct {
	base  string
	think time.Duration
	data  string
	// a tenth of the people mean harm, and how much the server held at its height, in KiB
	hostile bool
	height  int
	cmd     *exec.Cmd // nil where the portal is not ours

	mu       sync.Mutex
	times    map[kind][]time.Duration
	statuses map[kind]map[int]int
	wrong    []string
	recorded map[string]bool // numbers that a 303 named
	took     time.Duration
	cpu      time.Duration
	memory   []int // KiB resident, once a minute
	streams  sync.WaitGroup
	routines [2]int // of the server, at the height and after everybody has left
}

func newOffice(base string, think time.Duration) *office {
	return &office{base: base, think: think, times: map[kind][]time.Duration{}, statuses: map[kind]map[int]int{},
		recorded: map[string]bool{}}
}

// open starts the program on a demo company with so many more complaints.
func (o *office) open(t testing.TB, dir string, complaints int) {
	t.Helper()
	o.data = filepath.Join(dir, "data")
	if complaints > 0 {
		if out, err := asCommand(t, "demo", "--data", o.data, "--complaints",
			strconv.Itoa(complaints)).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	o.cmd = asCommand(t, "serve", "--data", o.data, "--addr", "127.0.0.1:0", "--demo")
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	o.cmd.Stderr = log
	t.Cleanup(func() { _ = log.Close() })
	out, err := o.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := o.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if o.cmd.ProcessState == nil {
			_ = o.cmd.Process.Kill()
			_ = o.cmd.Wait()
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	base, ok := strings.CutPrefix(strings.TrimSpace(line), "huiyin listening on ")
	if err != nil || !ok {
		t.Fatalf("serve said %q, %v", line, err)
	}
	o.base = base
}

// asCommand is this test's program as the command.
func asCommand(t testing.TB, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "HUIYIN_") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, "HUIYIN_TEST_AS_COMMAND=1")
	return cmd
}

// close stops the portal, and looks whether all that was acknowledged is there.
func (o *office) close(t testing.TB) {
	t.Helper()
	if o.cmd == nil {
		return
	}
	if err := o.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := o.cmd.Wait(); err != nil { // which it does where somebody holds up the stop
		t.Errorf("serve ended with %v", err)
	}
	out, err := asCommand(t, "verify", "--data", o.data).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "all fits") {
		t.Errorf("verify: %v: %s", err, out)
	}
	csv := filepath.Join(filepath.Dir(o.data), "all.csv")
	if out, err := asCommand(t, "export", "--data", o.data, csv).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	all, err := os.ReadFile(csv)
	if err != nil {
		t.Fatal(err)
	}
	for number := range o.recorded {
		if !bytes.Contains(all, []byte(number)) {
			t.Errorf("%s was acknowledged and is not there", number)
		}
	}
}

// staff is who works there.
var staff = []struct {
	role     string
	of       int // in a hundred
	accounts []string
}{
	{"agent", 55, []string{"a01", "a02", "b01", "w01"}},
	{"supervisor", 25, []string{"s01", "s02", "t01", "u01"}},
	{"manager", 8, []string{"p01", "q01", "x02"}},
	{"vp", 4, []string{"v01", "v02", "g01"}},
	{"department", 8, []string{"h01", "f01", "l01", "e01", "m01", "k01"}},
}

// doings are what each role does, by weight.
var doings = map[string][]struct {
	weight int
	do     func(*worker)
}{
	"agent": {{12, (*worker).home}, {12, (*worker).browse}, {10, (*worker).look}, {10, (*worker).read},
		{9, (*worker).takeIn}, {12, (*worker).act}, {4, (*worker).evidence}, {3, (*worker).print}, {4, (*worker).bell},
		{1, (*worker).again}, {2, (*worker).wander}},
	"supervisor": {{12, (*worker).home}, {14, (*worker).browse}, {8, (*worker).look}, {14, (*worker).read},
		{3, (*worker).takeIn}, {14, (*worker).act}, {2, (*worker).evidence}, {4, (*worker).print}, {6, (*worker).sign},
		{4, (*worker).bell}, {3, (*worker).count}, {1, (*worker).export}, {1, (*worker).again}, {2, (*worker).wander}},
	"manager": {{12, (*worker).home}, {14, (*worker).browse}, {6, (*worker).look}, {14, (*worker).read},
		{8, (*worker).act}, {3, (*worker).print}, {10, (*worker).sign}, {4, (*worker).bell}, {10, (*worker).count},
		{2, (*worker).export}, {1, (*worker).again}, {2, (*worker).wander}},
	"vp": {{12, (*worker).home}, {12, (*worker).browse}, {6, (*worker).look}, {12, (*worker).read},
		{4, (*worker).act}, {2, (*worker).print}, {10, (*worker).sign}, {4, (*worker).bell}, {12, (*worker).count},
		{2, (*worker).export}, {1, (*worker).again}, {2, (*worker).wander}},
	"department": {{14, (*worker).home}, {14, (*worker).browse}, {6, (*worker).look}, {12, (*worker).read},
		{8, (*worker).act}, {2, (*worker).print}, {6, (*worker).sign}, {4, (*worker).bell}, {1, (*worker).again},
		{2, (*worker).wander}},
}

// work lets so many people work for a while.
func (o *office) work(ctx context.Context, t testing.TB, people int, lasts time.Duration) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var all sync.WaitGroup
	var clients []*http.Client
	before, idle := o.spent(), o.metric("go_goroutines")
	began := time.Now()
	arriving := min(30*time.Second, lasts/4)
	over, enough := context.WithTimeout(ctx, lasts)
	defer enough()
	for n := range people {
		w := &worker{office: o, ctx: ctx, over: over, n: n, random: rand.New(rand.NewPCG(7, uint64(n)))}
		at := n * 100 / people
		for _, s := range staff {
			if at -= s.of; at < 0 {
				w.role, w.account = s.role, s.accounts[n%len(s.accounts)]
				break
			}
		}
		// Each sits at a machine of their own, and keeps its connections.
		dial := &net.Dialer{Timeout: 10 * time.Second}
		if strings.Contains(o.base, "//127.0.0.1:") {
			dial.LocalAddr = &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(n%250+1))}
		}
		w.client = &http.Client{
			Timeout: time.Minute,
			Transport: &http.Transport{DialContext: dial.DialContext, MaxIdleConnsPerHost: 3,
				DisableCompression: true, IdleConnTimeout: time.Minute},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
		clients = append(clients, w.client)
		all.Go(func() {
			w.pause(time.Duration(w.random.Int64N(int64(arriving))))
			if o.meansHarm(n) {
				w.harm()
				return
			}
			w.login()
			for w.cookie != "" && over.Err() == nil {
				w.anything()
				w.pause(min(time.Duration(w.random.ExpFloat64()*float64(o.think)), 5*o.think))
			}
		})
	}
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		every := min(time.Minute, lasts/3)
		for next := began; ; next = next.Add(every) {
			select {
			case <-time.After(time.Until(next)):
				o.memory = append(o.memory, o.resident())
				if time.Since(began) > lasts/2 && o.routines[0] == 0 {
					o.routines[0] = o.metric("go_goroutines")
				}
			case <-ctx.Done():
				o.memory = append(o.memory, o.resident())
				return
			}
		}
	}()
	all.Wait()
	o.took, o.cpu, o.height = time.Since(began), o.spent()-before, o.kept("VmHWM:")
	stop()
	<-watched
	o.streams.Wait()
	for _, c := range clients {
		c.CloseIdleConnections()
	}
	if !soon(2*time.Second, func() bool { // the streams' handlers are on their way out
		o.routines[1] = o.metric("go_goroutines")
		return o.routines[1] <= idle+10
	}) {
		o.complain("the server had %d goroutines before anybody came, and has %d after all have gone", idle,
			o.routines[1])
	}
}

func (o *office) tally(k kind, status int, took time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.times[k] = append(o.times[k], took)
	if o.statuses[k] == nil {
		o.statuses[k] = map[int]int{}
	}
	o.statuses[k][status]++
}

func (o *office) complain(format string, args ...any) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.wrong) < 30 {
		o.wrong = append(o.wrong, fmt.Sprintf(format, args...))
	}
}

func (o *office) requests() (n int) {
	for _, all := range o.times {
		n += len(all)
	}
	return n
}

// at is the time that so many of a thousand do not exceed.
func at(all []time.Duration, of int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	return all[min(len(all)*of/1000, len(all)-1)]
}

// report is what is said in the end.
func (o *office) report() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d requests in %v, %.1f a second; %d complaints recorded\n", o.requests(),
		o.took.Round(time.Second), float64(o.requests())/o.took.Seconds(), len(o.recorded))
	fmt.Fprintf(&b, "%-20s %7s %7s %7s %7s %7s  ms  statuses\n", "", "number", "p50", "p95", "p99", "max")
	ms := func(d time.Duration) string { return strconv.FormatFloat(float64(d.Microseconds())/1000, 'f', 1, 64) }
	line := func(name string, all []time.Duration, statuses map[int]int) {
		slices.Sort(all)
		fmt.Fprintf(&b, "%-20s %7d %7s %7s %7s %7s     ", name, len(all), ms(at(all, 500)), ms(at(all, 950)),
			ms(at(all, 990)), ms(at(all, 1000)))
		for _, status := range slices.Sorted(maps.Keys(statuses)) {
			fmt.Fprintf(&b, " %d×%d", status, statuses[status])
		}
		b.WriteString("\n")
	}
	for _, k := range slices.SortedFunc(maps.Keys(o.times),
		func(a, b kind) int { return cmp.Compare(len(o.times[b]), len(o.times[a])) }) {
		line(string(k), o.times[k], o.statuses[k])
	}
	line("all pages", o.pages(), nil)
	if o.cmd != nil {
		fmt.Fprintf(&b, "server: %.2f ms of CPU a request, %.0f %% of one core; resident MiB:",
			o.cpu.Seconds()*1000/float64(o.requests()), 100*o.cpu.Seconds()/o.took.Seconds())
		for _, k := range o.memory {
			fmt.Fprintf(&b, " %d", k>>10)
		}
		fmt.Fprintf(&b, ", %d at the height", o.height>>10)
		fmt.Fprintf(&b, "\ngoroutines: %d at work, %d afterwards\n", o.routines[0], o.routines[1])
		// a machine that others work on says nothing about times
		if load, err := os.ReadFile("/proc/loadavg"); err == nil {
			fmt.Fprintf(&b, "load of the whole machine: %s of %d processors\n", strings.Fields(string(load))[0],
				runtime.NumCPU())
		}
	}
	return b.String()
}

func (o *office) pages() (all []time.Duration) {
	for k := range pages {
		all = append(all, o.times[k]...)
	}
	return all
}

// slow says that the bound on pages was not kept.
func (o *office) slow() []string {
	all := o.pages()
	slices.Sort(all)
	if p := at(all, 990); p >= loadSlowest {
		return []string{fmt.Sprintf("99 pages in a hundred took up to %v", p)}
	}
	return nil
}

// grown says that memory grew: what is resident in the last third is a tenth and 16 MiB more than in the one
// before. A short load says nothing about that.
func (o *office) grown() []string {
	third := len(o.memory) / 3
	if third < 2 {
		return nil
	}
	middle := func(all []int) int {
		all = slices.Sorted(slices.Values(all))
		return all[len(all)/2]
	}
	before, after := middle(o.memory[third:2*third]), middle(o.memory[2*third:])
	if after > before+before/10+16<<10 {
		return []string{fmt.Sprintf("memory grew from %d to %d KiB", before, after)}
	}
	return nil
}

// spent is the CPU time of the server so far.
func (o *office) spent() time.Duration {
	if o.cmd == nil {
		return 0
	}
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", o.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	f := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	user, _ := strconv.Atoi(f[11])
	system, _ := strconv.Atoi(f[12])
	return time.Duration(user+system) * time.Second / 100 // ticks
}

// resident is the memory of the server, in KiB.
func (o *office) resident() int { return o.kept("VmRSS:") }

// kept is one of the figures of the server's memory, in KiB.
func (o *office) kept(name string) int {
	if o.cmd == nil {
		return 0
	}
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", o.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(b), name)
	n, _ := strconv.Atoi(strings.Fields(after)[0])
	return n
}

// metric reads one of the portal's own figures, 0 where it does not tell them.
func (o *office) metric(name string) int {
	res, err := http.Get(o.base + "/metrics")
	if err != nil {
		return 0
	}
	defer func() { _ = res.Body.Close() }()
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if v, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
			n, _ := strconv.Atoi(v)
			return n
		}
	}
	return 0
}
