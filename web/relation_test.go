package web

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"huiyin/db/dbtest"
)

// What a person can be to a case. Somebody may be several things at once.
const (
	recorded   = "recorded"   // who took it in
	handling   = "handling"   // who handles it, and made its parts
	inCharge   = "in charge"  // rule G6
	ofSite     = "of site"    // a supervisor or above of its site
	department = "department" // of the responsible department
	deciding   = "deciding"   // of the open step
	named      = "named"      // of those a restricted case is open to
	known      = "known"      // sees that a restricted case exists, nothing more (rule P8)
	accusedOf  = "accused"    // rule P4
	decisions  = "decisions"  // stands in for who is the rest: decides, and reads (rule P6)
	agent      = "agent"      // below the role that a few routes ask for at the door
)

// Those whom a route is open to, by what they are to a case. Nobody gets in who is none of it.
const (
	theReaders = recorded + "," + handling + "," + inCharge + "," + ofSite + "," + department + "," + deciding + "," +
		named
	workers  = recorded + "," + handling + "," + inCharge + "," + ofSite
	helpers  = workers + "," + department
	heads2   = inCharge + "," + ofSite
	makers   = handling + "," + heads2
	noneOf   = "none"
	theirOwn = accusedOf
	// who is what to a consequence decides, which the matrix tries; nobody else learns of the case here
	byItself = "by itself"
)

// relations says of every route on a case what one has to be to it, whether a delegate may for who is
// (rule P6), and whether it can still be done to a merged one (rule K7).
var relations = map[string]struct {
	open           string
	handed, merged bool
}{
	"GET /complaints/:number":                         {theReaders, true, true},
	"GET /complaints/:number/journal":                 {theReaders, true, true},
	"GET /complaints/:number/corrections":             {theReaders, true, true},
	"GET /complaints/:number/customer":                {theReaders, true, true},
	"GET /complaints/:number/:paper":                  {theReaders, true, true},
	"GET /complaints/:number/print":                   {theReaders, true, true},
	"GET /complaints/:number/measures/:measure":       {theReaders, true, true},
	"GET /complaints/:number/dossier.pdf":             {theReaders, true, true},
	"GET /attachments/:id":                            {theReaders, true, true},
	"GET /complaints/:number/statement":               {theirOwn, false, true},
	"POST /complaints/:number/statement":              {theirOwn, false, false},
	"POST /complaints/:number/correct":                {workers, false, false},
	"POST /complaints/:number/correct/:n":             {makers, false, false},
	"POST /complaints/:number/attachments":            {helpers, false, false},
	"POST /attachments/:id/withdraw":                  {workers, false, false},
	"POST /attachments/:id/confirm":                   {heads2, false, false},
	"POST /attachments/:id/provenance":                {helpers, false, false},
	"POST /complaints/:number/signings":               {helpers, false, false},
	"POST /complaints/:number/signings/:n":            {helpers, false, false},
	"GET /complaints/:number/signings/:n":             {theReaders, true, true},
	"GET /complaints/:number/signings/:n/paper.pdf":   {theReaders, true, true},
	"GET /complaints/:number/signings/:n/drawing.png": {theReaders, true, true},
	"POST /tasks/:id":                                 {makers, false, true},
	"POST /measures/:id":                              {makers, false, true},
	"POST /measures/:id/verify":                       {workers, false, true},
	"POST /complaints/:number/accept":                 {handling, false, false},
	"POST /complaints/:number/assign":                 {heads2, true, false},
	"POST /complaints/:number/assess":                 {heads2, true, false},
	"POST /complaints/:number/hearing":                {heads2, true, false},
	"POST /complaints/:number/accused":                {heads2, true, false},
	"POST /complaints/:number/findings":               {workers, false, false},
	"POST /complaints/:number/opinion":                {department + "," + heads2, false, false},
	"POST /complaints/:number/contacts":               {workers, false, false},
	"POST /complaints/:number/reminders":              {workers, false, false},
	"POST /complaints/:number/proposals":              {workers, false, false},
	"POST /complaints/:number/proposals/:n/parties":   {workers, false, false},
	"POST /complaints/:number/evidence-packages":      {byItself, false, true}, // the matrix tries it
	"POST /complaints/:number/data-handings":          {byItself, false, false},
	"POST /complaints/:number/sensitive":              {byItself, false, false}, // the matrix tries it
	"POST /complaints/:number/sensitive/:n/erase":     {byItself, false, true},
	"GET /complaints/:number/evidence-packages/:file": {byItself, false, true},
	"POST /complaints/:number/urge":                   {workers, false, false},
	"POST /complaints/:number/proposals/:n/submit":    {handling + "," + inCharge, true, false},
	"POST /complaints/:number/proposals/:n/withdraw":  {makers, true, false},
	"POST /complaints/:number/proposals/:n/decide":    {deciding, true, false},
	"POST /complaints/:number/answers":                {makers, true, false},
	"POST /complaints/:number/answers/:n/facts":       {byItself, true, false}, // the matrix tries it
	"POST /complaints/:number/answers/:n/confirm":     {byItself, true, false}, // rule W6
	"GET /complaints/:number/letter":                  {theReaders, true, true},
	"POST /complaints/:number/letter":                 {workers, false, false},
	"POST /complaints/:number/letter/freeze":          {makers, true, false},
	"POST /complaints/:number/results":                {workers, false, false},
	"POST /complaints/:number/tasks":                  {workers, false, false},
	// of these; finance, once there is something to pay
	"POST /complaints/:number/payments":                  {noneOf, false, false},
	"POST /complaints/:number/payments/waive":            {byItself, false, false},
	"POST /complaints/:number/payments/:n/release":       {byItself, false, false},
	"POST /complaints/:number/payments/:n/reverse":       {noneOf, false, false},
	"POST /complaints/:number/payments/:n/reverse/agree": {byItself, false, false},
	"POST /complaints/:number/cause":                     {helpers, false, false},
	"POST /complaints/:number/measures":                  {helpers, false, false},
	"POST /complaints/:number/settle":                    {workers, false, false},
	"POST /complaints/:number/close":                     {heads2, true, false},
	"POST /complaints/:number/close/agree":               {byItself, false, false},
	"POST /complaints/:number/objections":                {byItself, false, false}, // any reader
	"POST /complaints/:number/objections/:n/decide":      {byItself, true, false},
	"POST /complaints/:number/reopen":                    {heads2, true, false},
	"POST /complaints/:number/archive":                   {heads2, true, false},
	"POST /complaints/:number/followups":                 {recorded + "," + heads2, false, false},
	"POST /complaints/:number/followups/:n/word":         {heads2, true, false},
	"POST /complaints/:number/pause":                     {workers, false, false},
	"POST /complaints/:number/resume":                    {workers, false, false},
	"POST /complaints/:number/extend":                    {workers, false, false},
	"POST /complaints/:number/extensions/:n/decide":      {heads2, true, false},
	"POST /complaints/:number/restrict":                  {heads2, true, true},
	"POST /complaints/:number/hold":                      {byItself, false, true}, // the matrix tries it
	"POST /complaints/:number/hold/end":                  {byItself, false, true},
	"POST /complaints/:number/releases/:n/decide":        {byItself, true, true}, // rule B1
	"POST /complaints/:number/reports/:n":                {byItself, false, false},
	"POST /complaints/:number/law-dates/:n":              {byItself, false, false},
	"POST /complaints/:number/recuse":                    {byItself, false, false},
	"POST /complaints/:number/recuse/:n/decide":          {byItself, false, false},
	"POST /complaints/:number/lift":                      {heads2, true, true},
	"POST /complaints/:number/heard":                     {theReaders, true, true},
	"POST /complaints/:number/reveal":                    {handling + "," + inCharge, true, true},
	"POST /complaints/:number/merge":                     {heads2, false, false},
	"POST /complaints/:number/transfer":                  {heads2, false, false},
	"POST /complaints/:number/transfer/accept":           {heads2, false, false},
	"POST /complaints/:number/transfer/back":             {heads2, false, false},
	"POST /complaints/:number/outside":                   {workers, false, false},
	"POST /complaints/:number/outside/return":            {heads2, true, true},
	"POST /complaints/:number/outside/returned":          {heads2, true, true},
	"POST /complaints/:number/outside/extend":            {workers, false, true},
	"POST /complaints/:number/outside/extended":          {heads2, true, true},
	"POST /complaints/:number/outside/send":              {workers, true, true},
	"POST /complaints/:number/outside/again":             {workers, true, false},
	"POST /complaints/:number/outside/verdict":           {workers, false, true},
	"POST /complaints/:number/part":                      {heads2, false, true},
	"POST /complaints/:number/gestures":                  {workers, false, false},
	"POST /complaints/:number/gifts/:n/decide":           {heads2, false, false},
	"POST /complaints/:number/gifts/:n/give":             {workers, false, false},
	"POST /complaints/:number/disputes":                  {heads2, true, false},
	"POST /complaints/:number/disputes/:n/end":           {heads2, true, false},
	"POST /complaints/:number/disputes/:n/events":        {workers, false, false},
	"POST /complaints/:number/phase":                     {workers, false, false},
	"POST /complaints/:number/ticks":                     {workers, false, false},

	"GET /complaints/:number/consequences":                      {byItself, false, true}, // rule A3
	"GET /complaints/:number/consequences/:circular":            {byItself, false, true},
	"POST /complaints/:number/consequences":                     {byItself, false, false},
	"POST /complaints/:number/consequences/:n/decide":           {byItself, false, true},
	"POST /complaints/:number/consequences/:n/objection/decide": {byItself, false, true},
	"POST /complaints/:number/consequences/:n/view":             {byItself, false, true},
	"POST /complaints/:number/consequences/:n/objection":        {byItself, false, true},
	"POST /complaints/:number/consequences/:n/review":           {byItself, false, true},
	"GET /complaints/:number/consequences/:n/notice.pdf":        {byItself, false, true},
	"GET /complaints/:number/consequences/:n/evidence/:id":      {byItself, false, true},
	"POST /complaints/:number/consequences/:n/dismissal":        {byItself, false, true},
	"POST /complaints/:number/consequences/:n/delivery":         {byItself, false, true},
	"POST /complaints/:number/consequences/:n/lift":             {byItself, false, true},
	"POST /complaints/:number/consequences/:n/circular":         {byItself, false, true},
}

// atTheDoor are the routes that turn an agent away before any case is looked at.
var atTheDoor = map[string]bool{"POST /complaints/:number/gifts/:n/decide": true}

// stateFirst are the routes on a part whose state is looked at before what somebody is to the case; who
// sees the case hears of the state instead (rule W1).
var stateFirst = map[string]bool{
	"POST /complaints/:number/correct": true, "POST /complaints/:number/correct/:n": true,
	"POST /complaints/:number/proposals/:n/submit":   true,
	"POST /complaints/:number/proposals/:n/withdraw": true, "POST /complaints/:number/proposals/:n/decide": true,
}

// meets tells whether somebody is one of several things.
func meets(are, open string) bool {
	for _, r := range strings.Split(are, ",") {
		for _, o := range strings.Split(open, ",") {
			if r == o {
				return true
			}
		}
	}
	return false
}

// answered is what a person gets on a route: "in", "403" or "404".
func answered(route, are string) string {
	r := relations[route]
	switch {
	case meets(are, agent) && atTheDoor[route]:
		return "403"
	case meets(are, accusedOf) && r.open == theirOwn:
		return "in"
	case meets(are, accusedOf), !meets(are, theReaders+","+known):
		return "404"
	case meets(are, known): // by its number; of a part of it, or its customer, nobody learns even that (rule P8)
		if !strings.Contains(route, "/complaints/:number") || strings.HasSuffix(route, "/customer") {
			return "404"
		}
		return "403"
	case meets(are, decisions) && !r.handed, !meets(are, r.open):
		return "403"
	}
	return "in"
}

// eventful is a case of HY that has one of every part: recorded by a01, in charge s01, handled by a02, who
// made all the parts, asked of engineering. It is being proposed on.
func eventful(p *portal, pairs ...string) string {
	c := p.as("a01").record(append(append([]string{"site", "HY"}, p.stranger()...), pairs...)...)
	p.as("s01").must(c+"/assign", "handler", "a02", "department", "engineering")
	v := p.as("a02")
	v.must(c + "/accept")
	v.must(c+"/findings", "finding", "查过了")
	v.must(c+"/extend", "deadline", "D5", "until", p.later(200*time.Hour), "reason", "等厂家报价")
	v.must(c+"/gestures", "what", "鲜花", "value", "100")
	v.must(c+"/tasks", "what", "送票据", "who", "a02", "due", p.later(100*time.Hour))
	v.must(c+"/measures", "kind", "corrective", "what", "整改", "unit", "门店", "person", "a02", "due",
		p.later(100*time.Hour))
	if a := v.upload(c+"/attachments", "a.txt", []byte("x")); a.status != http.StatusSeeOther {
		p.t.Fatal(a.status)
	}
	v.must(c+"/signings", "paper", "receipt")
	v.must(c+"/signings/1", signing()...)
	v.must(c+"/proposals", "measure", "compensation", "text", "补偿", "ground", "合同", "amount", "3000")
	p.as("s01").must(c+"/disputes", "stage", "court", "body", "法院")
	p.as("s01").must(c+"/disputes/1/end", "result", "given_up", "words", "撤回", "ended_at", p.later(0))
	// the first fell with the dispute
	v.must(c+"/proposals", "measure", "compensation", "text", "补偿", "ground", "合同", "amount", "3000")
	return c
}

// Whoever records, handles, decides, is accused, stands in, comes from another site, is named or is not:
// each gets on every route of a case what the table says, on a case of every kind.
func TestP3_EveryRouteKnowsEveryRelation(t *testing.T) {
	t.Parallel()
	dbtest.Whole(t)
	p := newPortal(t)
	const head = inCharge + "," + ofSite
	strangers := map[string]string{"b01": agent, "t01": "", "u01": "", "q01": "", "h01": "", "f01": "", "admin": agent}
	with := func(more map[string]string) map[string]string {
		out := map[string]string{}
		for _, m := range []map[string]string{strangers, more} {
			for who, are := range m {
				out[who] = are
			}
		}
		return out
	}
	ordinary := with(map[string]string{"a01": agent + "," + recorded, "a02": agent + "," + handling, "s01": head,
		"s02": ofSite, "e01": department, "p01": ofSite, "v01": ofSite})

	plain := eventful(p)
	approving := eventful(p)
	p.as("a02").must(approving + "/proposals/2/submit")
	p.as("s01").must(approving+"/proposals/2/decide", "decision", "approve")
	accused := p.as("a02").record("site", "HY", "accused", "p01") // a manager: the vice president is in charge
	p.as("v01").must(accused+"/hearing", "wording", "请说明经过。")
	restricted := eventful(p)
	p.as("s01").must(restricted+"/restrict", "people", "e01", "reason", "涉及客户资料")
	twice := p.stranger() // who has complained twice
	merged, into := eventful(p, twice...), p.as("a02").record(append(twice, "site", "HY")...)
	p.as("s01").must(merged+"/merge", "into", numberIn(into))

	p.related("plain", plain, ordinary)
	p.related("merged", merged, ordinary)
	p.related("accused", accused, with(map[string]string{"p01": accusedOf}))
	p.related("restricted", restricted, with(map[string]string{
		"a01": agent, "a02": agent + "," + handling, "s01": head, "s02": known, "e01": named + "," + department,
		"p01": known, "v01": known,
	}))
	p.related("approving", approving,
		with(map[string]string{"p01": ofSite + "," + deciding, "x02": ofSite + "," + deciding, "v01": ofSite}))

	justClosed, archived := stations["closed"](p), stations["archived"](p)
	forgotten := p.as("a01").record("site", "HY", "phone", "13600136077")
	p.as("a01").must(forgotten+"/settle", "class", "process", "cause", "x", "measure", "y", "said", "z", "satisfaction",
		"fair")
	p.as("s01").must(forgotten+"/assess", "validity", "valid", "responsibility", "company")
	p.as("a01").must(p.customer(forgotten)+"/requests", "kind", "erase", "way", "phone", "asked", "要求删除", "site", "HY",
		"handler", "p01")
	request := p.request(forgotten)
	p.as("s01").must(forgotten+"/close", "outcome", "solved")
	p.as("p01").must(request+"/answer", "outcome", "refused", "answer", "依法保存，可以向人民法院起诉", "reason", "法定保存期")
	p.forget(numberIn(forgotten), dbtest.Now.AddDate(4, 0, 0)) // when the floor has passed (rule B1)
	done := with(map[string]string{"a01": agent + "," + recorded, "a02": agent + "," + handling, "s01": head,
		"s02": ofSite, "e01": department, "p01": ofSite, "v01": ofSite})
	delete(done, "b01") // who had a task in it
	delete(done, "f01") // who was asked to pay
	// the department reads on for 30 days after the closing (rule P3)
	p.related("just closed", justClosed, map[string]string{"e01": department, "t01": "", "u01": "", "h01": ""})
	done["e01"] = "" // and at the archiving, 91 days after the closing, no longer
	p.related("archived", archived, done)
	p.related("forgotten", forgotten,
		with(map[string]string{"a01": agent + "," + recorded, "a02": agent, "s01": head, "s02": ofSite, "e01": "",
			"p01": ofSite, "v01": ofSite}))

	p.handOver("s01", "t01") // who is in charge
	p.handOver("x02", "q01") // who decides the step
	during := with(map[string]string{"t01": decisions + "," + head, "q01": decisions + "," + ofSite + "," + deciding})
	p.related("approving, by delegates", approving, during)
	restrictedDuring := map[string]string{"t01": decisions + "," + head, "q01": known, "b01": agent}
	p.related("restricted, by delegates", restricted, restrictedDuring)
	p.related("accused, by the accused's delegate", accused, map[string]string{"p01": accusedOf})

	p.pass(49 * time.Hour)
	p.related("approving, after the delegation", approving, strangers)
	p.related("restricted, after the delegation", restricted, strangers)
	p.verified()
}

// related tries every route of one case as everybody given, with a version that is none, so that what is
// allowed changes nothing either.
func (p *portal) related(name, c string, people map[string]string) {
	t := p.t
	t.Helper()
	version := p.rows("SELECT state, handler, restricted, merged_into FROM complaint WHERE number = ?", numberIn(c))
	for _, r := range p.server.routes() {
		route := r.method + " " + r.path
		if !strings.HasPrefix(r.path, "/complaints/:number") && !strings.HasPrefix(r.path, "/tasks/") &&
			!strings.HasPrefix(r.path, "/measures/") && !strings.HasPrefix(r.path, "/attachments/") {
			continue
		}
		rule, ok := relations[route]
		if !ok {
			t.Errorf("%s has no row among the relations", route)
			continue
		}
		path := strings.NewReplacer("/complaints/:number", c, "/correct/:n", "/correct/finding-1", "/proposals/:n",
			"/proposals/2", ":n", "1", ":paper", "form.pdf", ":circular", "1.pdf").Replace(r.path)
		if strings.Contains(path, ":measure") { // a case without one has none to print
			n := p.rows("SELECT coalesce(min(m.id), 0) FROM measure m JOIN complaint c ON c.id = m.complaint "+
				"WHERE c.number = ?", numberIn(c))[0][0]
			if n == "0" {
				continue
			}
			path = strings.Replace(path, ":measure", n+".pdf", 1)
		}
		id := ""
		for prefix, table := range map[string]string{"/tasks/": "task", "/measures/": "measure",
			"/attachments/": "attachment"} {
			if strings.HasPrefix(path, prefix) {
				for _, row := range p.rows("SELECT min(x.id) FROM "+table+
					" x JOIN complaint c ON c.id = x.complaint WHERE c.number = ?", numberIn(c)) {
					id = row[0]
				}
				if id == "" {
					id = "none"
				}
				path = strings.Replace(path, ":id", id, 1)
			}
		}
		shut := name == "archived" || name == "forgotten"
		few := shut || name == "just closed" || strings.HasPrefix(name, "accused") // has not one of every part
		bare := id == "none" || few && (strings.Contains(r.path, ":n/") || strings.HasSuffix(r.path, ":n"))
		for who, are := range people {
			want := answered(route, are)
			if rule.open == byItself && want != "404" ||
				bare && (want == "in" || want == "403" && !(atTheDoor[route] && meets(are, agent))) {
				continue
			}
			switch {
			case shut && (strings.HasSuffix(route, "/reopen") || strings.HasSuffix(route, "/again")) && want == "in" &&
				who != "v01": // rules W10, K12
				want = "403"
			case name == "forgotten" && strings.HasSuffix(route, "/reveal") &&
				who == "a01": // nobody took it over (rule W14)
				want = "in"
			case name == "forgotten" && strings.HasSuffix(route, "/customer"): // there is none any more
				want = "404"
			}
			var a answer
			if r.method == get {
				a = p.as(who).get(path)
			} else {
				a = p.as(who).post(path, "version", "x")
			}
			got := strconv.Itoa(a.status)
			if a.status != http.StatusForbidden && a.status != http.StatusNotFound && a.status < 500 {
				got = "in"
			}
			if want == "403" && (stateFirst[route] || shut || name == "just closed") && a.status == http.StatusConflict &&
				meets(are, theReaders) {
				got = want
			}
			if got != want {
				t.Errorf("%s: %s as %s (%s): %d, want %s %s", name, route, who, are, a.status, want, sentences(a))
			}
			if name == "merged" && want == "in" && r.method == post && a.status != http.StatusConflict && !rule.merged {
				t.Errorf("%s: %s as %s: %d %s", name, route, who, a.status, sentences(a))
			}
		}
	}
	if after := p.rows("SELECT state, handler, restricted, merged_into FROM complaint WHERE number = ?",
		numberIn(c)); strings.Join(after[0], " ") != strings.Join(version[0], " ") {
		t.Errorf("%s: %v became %v", name, version, after)
	}
}
