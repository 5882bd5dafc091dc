package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"huiyin/db/dbtest"
)

// everyone are the demo accounts, and nobody.
var everyone = strings.Fields("a01 a02 s01 s02 p01 b01 t01 w01 u01 q01 x02 v01 v02 g01 h01 f01 l01 e01 m01 k01 admin -")

// The people of the matrix by what they are to a case of HY.
const (
	all   = "a01 a02 s01 s02 p01 b01 t01 w01 u01 q01 x02 v01 v02 g01 h01 f01 l01 e01 m01 k01 admin"
	staff = all
	heads = "s01 s02 t01 u01 h01 f01 l01 e01 m01 k01 p01 q01 x02 v01 v02 g01" // supervisor and above
	vps   = "v01 v02 g01"
	lower = "a01 a02 s01 s02 b01 t01 w01 u01 h01 f01 l01 e01 m01 k01" // than managers

	deciders = "s01 s02 t01 u01 p01 q01 x02 v01 v02 g01" // who answer for a site
	agents   = "a01 a02 b01 w01 admin"
	decide   = "s01 s02 p01 x02 " + vps // a supervisor or above of the site

	belowManager = agents + " s01 s02 t01 u01 h01 f01 l01 e01 m01 k01"

	crisisReaders = "s01 s02 p01 x02 k01 e01 " + vps // of the fixture

	seat = decide // the role in charge of a minor case, and above
)

// matrix says of every route who gets in. On a case, those who see it and are not named get 403, those
// who do not see it 404; elsewhere those not named get 403. Nobody is asked to log in.
var matrix = []struct {
	method, path, fixture string
	sees, may             string
}{
	{get, "/", "", all, all},
	{get, "/complaints", "", all, all},
	{get, "/search", "", all, all},
	{get, "/promises", "", all, all},
	{get, "/complaints/new", "", all, all},
	{post, "/complaints/draft", "", all, all},
	{get, "/complaints/hints", "", all, all},
	{post, "/complaints", "", all, all},
	{get, "/complaints/ledger.pdf", "", all, heads},
	{get, "/complaints/ledger.xlsx", "", all, heads},
	{get, "/complaints/followups.pdf", "", all, heads},
	{get, "/directory", "", all, all},
	{get, "/directory/:code/emergency.pdf", "", all, all},
	{get, "/directory/:code/duty.pdf", "", all, all},
	{get, "/directory/:code/notice.pdf", "", all, all}, {get, "/directory/:code/howto.pdf", "", all, all},
	{get, "/figures", "", all, deciders},
	{get, "/figures/monthly.pdf", "", all, deciders},
	{get, "/figures/monthly.xlsx", "", all, deciders},
	{get, "/figures/reports", "", all, deciders},
	{get, "/figures/reports/:doc", "draft", agents + " h01 f01 l01 e01 m01 k01 " + decide, decide},
	{get, "/figures/reports/:doc/report.pdf", "released", agents + " h01 f01 l01 e01 m01 k01 " + decide, decide},
	{get, "/figures/reports/:doc/report.xlsx", "released", agents + " h01 f01 l01 e01 m01 k01 " + decide, decide},
	{post, "/figures/reports/:doc/comment", "draft", agents + " h01 f01 l01 e01 m01 k01 " + decide, "s01 s02"},
	{post, "/figures/reports/:doc/sign", "commented", agents + " t01 u01 h01 f01 l01 e01 m01 k01 " + decide,
		"p01 x02 " + vps},
	{post, "/figures/reports/:doc/return", "commented", agents + " t01 u01 h01 f01 l01 e01 m01 k01 " + decide,
		"p01 x02 " + vps},
	{get, "/figures/quarters", "", all, "x02 " + vps},
	{get, "/figures/quarters/:doc", "quarter", all, "x02 " + vps},
	{get, "/figures/quarters/:doc/report.pdf", "management", all, "x02 " + vps},
	{post, "/figures/quarters/:doc/write", "quarter", all, "x02"},
	{post, "/figures/quarters/:doc/jobs", "quarter", "x02 " + vps, "x02"},
	{post, "/figures/quarters/:doc/release", "evaluated", all, vps},
	{get, "/figures/meetings", "", all, all},
	{post, "/figures/meetings", "", all, deciders},
	{get, "/figures/meetings/:doc", "meeting", "a01 e01 " + decide, "a01 e01 " + decide},
	{get, "/figures/meetings/:doc/minutes.pdf", "minuted", "a01 e01 " + decide, "a01 e01 " + decide},
	{post, "/figures/meetings/:doc/write", "meeting", "a01 e01 " + decide, "s01"},
	{post, "/figures/meetings/:doc/jobs", "meeting", "a01 e01 " + decide, "s01"},
	{post, "/figures/meetings/:doc/close", "meeting", "a01 e01 " + decide, "s01"},
	{get, "/figures/plans", "", all, deciders},
	{get, "/figures/plans/new", "", all, deciders},
	{post, "/figures/plans", "", all, deciders},
	{get, "/figures/plans/:doc", "planned", agents + " h01 f01 l01 e01 m01 k01 " + decide, decide},
	{get, "/figures/plans/:doc/plan.pdf", "planned", agents + " h01 f01 l01 e01 m01 k01 " + decide, decide},
	{post, "/figures/plans/:doc/jobs", "planned", decide, decide},
	{post, "/figures/plans/:doc/jobs/:n/check", "plan measured", agents + " h01 f01 l01 e01 m01 k01 " + decide, decide},
	{post, "/figures/plans/:doc/end", "plan checked", agents + " t01 u01 h01 f01 l01 e01 m01 k01 " + decide,
		"p01 x02 " + vps},
	{post, "/figures/plans/:doc/tell", "plan ended", agents + " h01 f01 l01 e01 m01 k01 " + decide, decide},
	{get, "/figures/samples", "", all, all},
	{post, "/figures/samples", "", all, "k01"},
	{get, "/figures/samples/:doc", "drawn", "e01 k01 x02 " + vps, "e01 k01 x02 " + vps},
	{post, "/figures/samples/:doc/ask/:n", "drawn", all, "k01"},
	{post, "/figures/samples/:doc/check/:n", "drawn", "e01 k01 x02 " + vps, "e01"},
	{post, "/figures/samples/:doc/inquiries/:n", "drawn", "e01 k01 x02 " + vps, "k01"},
	{post, "/figures/samples/:doc/jobs", "drawn", "e01 k01 x02 " + vps, "e01 k01"},
	{get, "/jobs", "", all, all},
	{post, "/jobs/:job", "job", "e01 x02 " + vps, "e01 x02"},
	{get, "/settings/journal", "", all, "admin " + vps},
	{get, "/crises/alarm", "", all, all}, // rule R15
	{post, "/crises/alarm", "", all, all},
	{get, "/crises/alarm/:alarm", "alarm", "a01 " + decide, "a01 " + decide},
	{post, "/crises/alarm/:alarm/more", "alarm", "a01 " + decide, "a01 " + decide},
	{post, "/crises/alarm/:alarm/seen", "alarm", "a01 " + decide, "a01 " + decide},
	{post, "/crises/alarm/:alarm/end", "alarm", belowManager + " p01 x02 " + vps, "p01 x02 " + vps},
	// rules R1, R3, R14
	{get, "/crises", "", all, all},
	{get, "/crises/new", "", all, "p01 q01 x02 " + vps},
	{post, "/crises", "", all, "p01 q01 x02 " + vps},
	{post, "/crises/alarm/:alarm/join", "alarm", belowManager + " p01 x02 " + vps, "p01 x02 " + vps},
	{get, "/crises/holding", "", all, "p01 q01 x02 " + vps},
	{post, "/crises/holding", "", all, "p01 q01 x02 " + vps},
	{post, "/crises/holding/:doc/approve", "holding", all, vps},
	{post, "/crises/holding/:doc/end", "holding", all, "p01 q01 x02 " + vps},
	{get, "/crises/:crisis", "crisis", crisisReaders, crisisReaders},
	{get, "/crises/:crisis/contacts.pdf", "crisis", crisisReaders, crisisReaders},
	{get, "/crises/:crisis/statement-:file", "crisis", "a01 a02 " + crisisReaders, "a01 a02 " + crisisReaders},
	{get, "/crises/:crisis/handover-:file", "crisis", crisisReaders, crisisReaders},
	{post, "/crises/:crisis/seats", "crisis", crisisReaders, "s01 x02 " + vps},
	{post, "/crises/:crisis/seats/takeover", "crisis", crisisReaders, crisisReaders},
	{post, "/crises/:crisis/seats/back", "crisis", crisisReaders, crisisReaders},
	{post, "/crises/:crisis/seats/handover", "crisis", crisisReaders, crisisReaders},
	{post, "/crises/:crisis/team", "crisis", crisisReaders, vps},
	{post, "/crises/:crisis/team/end", "crisis", crisisReaders, vps},
	{post, "/crises/:crisis/sites", "crisis", crisisReaders, vps},
	{post, "/crises/:crisis/phase", "crisis", crisisReaders, "s01 p01 x02 " + vps},
	{post, "/crises/:crisis/close", "crisis", belowManager + " p01 q01 x02 " + vps, vps},
	{post, "/crises/:crisis/reopen", "crisis", belowManager + " p01 q01 x02 " + vps, vps},
	{post, "/crises/:crisis/headcount", "crisis", crisisReaders, crisisReaders},
	{post, "/crises/:crisis/statements", "crisis", crisisReaders, crisisReaders},
	{post, "/crises/:crisis/statements/hold", "crisis", crisisReaders, "s01 x02 v01"},
	{post, "/crises/:crisis/statements/:n", "crisis", crisisReaders, crisisReaders},
	{post, "/crises/:crisis/statements/:n/submit", "crisis", crisisReaders, crisisReaders},
	{post, "/crises/:crisis/statements/:n/opinion", "crisis", crisisReaders, "k01"},
	{post, "/crises/:crisis/statements/:n/issue", "crisis", crisisReaders, "s01 x02 e01 v01"},
	{post, "/crises/:crisis/statements/:n/sent", "crisis", crisisReaders, "s01 x02 e01 v01"},
	{post, "/crises/:crisis/statements/:n/withdraw", "crisis", crisisReaders, "s01 x02 " + vps},
	{post, "/crises/:crisis/seats/handover/:n/accept", "crisis", "p01", "p01"},
	{post, "/crises/:crisis/statements/:n/decide", "crisis", belowManager + " p01 q01 x02 " + vps, vps},
	{post, "/crises/:crisis/statements/:n/read", "crisis", "a01 a02 " + crisisReaders, "a01 a02 " + crisisReaders},
	{get, "/settings/journal/anchors", "", all, "admin " + vps},
	{get, "/settings/journal/anchors/:month/sheet.pdf", "", lower + " p01 q01 x02", ""}, // of no month (review_sample_test.go)
	{get, "/settings/data", "", all, "admin " + vps},
	{get, "/groups", "", all, all},
	{post, "/groups", "", belowManager, ""}, // of no group (repeat_test.go)
	{get, "/approvals", "", all, all},
	{get, "/account/password", "", all, all},
	{post, "/account/password", "", all, all},
	{get, "/account/notices", "", all, all},
	{post, "/account/notices", "", all, all},
	{get, "/account/security", "", all, all},
	{post, "/account/security/end", "", all, all},
	{post, "/account/security/offer", "", all, all},
	{post, "/account/security/take", "", all, all},
	{post, "/account/security/drop", "", all, all},
	{post, "/account/language", "", all, all},
	{post, "/account/theme", "", all, all},
	{get, "/account/delegations", "", all, heads},
	{post, "/account/delegations", "", all, heads},
	{get, "/holds", "", all, "l01 " + vps}, // rule T2
	{post, "/holds", "", all, "l01 " + vps},
	{post, "/holds/:n/end", "standing", all, "l01 " + vps},
	{get, "/confirmations", "", all, "admin " + vps},                   // rule P10
	{post, "/confirmations/:n/decide", "rights asked", all, vps},       // never whoever asked
	{post, "/confirmations/:n/withdraw", "rights asked", all, "admin"}, // but they
	{post, "/rehearsal/clock", "", all, all},
	{post, "/complaints/bulk", "", all, all},
	{get, "/complaints/bulk", "received", all, all}, // each what became of their own
	{post, "/complaints/bulk/forms", "", all, all},  // each of what they see
	{get, "/complaints/bulk/chosen.xlsx", "received", agents + " " + decide, decide},
	{post, "/typed", "", "", ""}, {post, "/typed/drop", "", "", ""}, // of a form on a case, which the test of drafts tries
	{get, "/typed/:typed", "", "", ""}, // each their own, which TestI17 tries
	{get, "/downloads", "", all, all},
	{get, "/downloads/:id", "", "", ""}, // each their own, which TestJobs tries
	{post, "/downloads/:id/cancel", "", "", ""},
	{get, "/downloads/:id/file", "", "", ""},
	{get, "/notices", "", all, all},
	{post, "/notices/seen", "", all, all},
	{get, "/notices/stream", "", all, all},
	{get, "/notices/unread", "", all, all},
	{get, "/notices/alarms", "", all, all},

	{get, "/consequences", "", all, "p01 q01 x02 " + vps},
	{get, "/appraisals", "", all, all},
	{get, "/appraisals/:account", "", "a01 s01 s02 p01 x02 " + vps, all},
	{get, "/complaints/:number/consequences", "penalty", "a01 a02 e01 " + decide, "a01"},
	{get, "/complaints/:number/consequences/:circular", "imposed", decide, decide},
	{post, "/complaints/:number/consequences", "justified", "a02 e01 " + decide, "p01 x02 " + vps},
	{post, "/complaints/:number/consequences/:n/decide", "penalty", decide, "x02 " + vps},
	{post, "/complaints/:number/consequences/:n/objection/decide", "objected", decide, vps},
	{post, "/complaints/:number/consequences/:n/view", "penalty", "a01 a02 e01 " + decide, "a01"},
	{post, "/complaints/:number/consequences/:n/objection", "imposed", "a01 a02 e01 " + decide, "a01"},
	{get, "/complaints/:number/consequences/:n/notice.pdf", "in effect", decide, decide},
	{get, "/complaints/:number/consequences/:n/evidence/:id", "imposed", "", ""},
	{post, "/complaints/:number/consequences/:n/dismissal", "dismissal", decide, "p01 x02 " + vps},
	{post, "/complaints/:number/consequences/:n/delivery", "in effect", decide, "p01 x02 " + vps},
	{post, "/complaints/:number/consequences/:n/lift", "in effect", decide, vps},
	{post, "/complaints/:number/consequences/:n/circular", "in effect", decide, vps},
	{post, "/complaints/:number/data-handings", "executing", "a01 a02 b01 w01 f01 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/sensitive", "executing", "a01 a02 b01 w01 f01 e01 " + decide, "a02 s01"},
	{post, "/complaints/:number/sensitive/:n/erase", "sensitive", "a01 a02 b01 w01 f01 e01 " + decide, "a02 s01"},
	{post, "/complaints/:number/evidence-packages", "executing", "a01 a02 b01 w01 f01 e01 " + decide, seat},
	{get, "/complaints/:number/evidence-packages/:file", "packed", "a01 a02 b01 w01 f01 e01 " + decide, seat},
	{get, "/circulars", "", all, all},
	{post, "/circulars/:id/read", "circulated", "a02", "a02"},
	{get, "/rules", "", all, all},
	{post, "/rules", "", all, all},
	{get, "/settings/clauses", "", all, "admin"},
	{get, "/settings/start", "", all, "admin"},
	{post, "/settings/clauses", "", all, "admin"},
	{post, "/settings/clauses/end", "", all, "admin"},
	{post, "/appraisals/:account/:number/:n/objection", "pointed", "a01 " + decide, "a01"},
	{post, "/appraisals/:account/:number/:n/confirm", "pointed", decide, "s02 p01 x02 " + vps},
	{post, "/complaints/:number/consequences/:n/review", "imposed", "a01 a02 e01 " + decide, "a01"},

	{get, "/complaints/:number", "received", "a01 " + decide, "a01 " + decide},
	{get, "/complaints/:number/journal", "received", "a01 " + decide, "a01 " + decide},
	{get, "/complaints/:number/:paper", "received", "a01 " + decide, "a01 " + decide},
	{get, "/complaints/:number/print", "received", "a01 " + decide, "a01 " + decide},
	{get, "/complaints/:number/dossier.pdf", "received", "a01 " + decide, "a01 " + decide},
	{get, "/complaints/:number/dossier.pdf", "restricted", "a02 e01 " + decide, "a02 e01 s01"},
	{get, "/complaints/:number/corrections", "assigned", "a01 a02 e01 " + decide, "a01 a02 e01 " + decide},
	{post, "/complaints/:number/correct", "investigating", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/correct/:n", "found", "a01 a02 e01 " + decide, "a02 " + decide},
	{get, "/complaints/:number/statement", "accused", "a01 a02 s01 s02 p01 x02 " + vps, "a01"},
	{post, "/complaints/:number/statement", "accused", "a01 a02 s01 s02 p01 x02 " + vps, "a01"},
	{post, "/complaints/:number/hearing", "accused", "a02 s01 s02 p01 x02 " + vps, "s01 s02 p01 x02 " + vps},
	{post, "/complaints/:number/accused", "accused", "a02 s01 s02 p01 x02 " + vps, "p01 x02 " + vps},
	{get, "/complaints/:number", "assigned", "a01 a02 e01 " + decide, "a01 a02 e01 " + decide},
	{get, "/complaints/:number", "executing", "a01 a02 e01 b01 w01 f01 " + decide, "a01 a02 e01 b01 w01 f01 " + decide},
	{get, "/attachments/:id", "executing", "a01 a02 e01 b01 w01 f01 " + decide, "a01 a02 e01 b01 w01 f01 " + decide},

	{post, "/complaints/:number/assign", "received", "a01 " + decide, decide},
	{post, "/complaints/:number/accept", "assigned", "a01 a02 e01 " + decide, "a02"},
	{post, "/complaints/:number/assess", "assigned", "a01 a02 e01 " + decide, decide},
	{post, "/complaints/:number/settle", "assigned", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/heard", "assigned", "a01 a02 e01 " + decide, "a01 a02 e01 " + decide},
	{post, "/complaints/:number/reveal", "assigned", "a01 a02 e01 " + decide, "a01 a02 s01"},
	{post, "/complaints/:number/findings", "investigating", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/opinion", "investigating", "a01 a02 e01 " + decide, "e01 " + decide},
	{post, "/complaints/:number/contacts", "investigating", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/reminders", "investigating", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{get, "/counter", "", all, all},
	{post, "/complaints/:number/transfer", "investigating", "a01 a02 e01 " + decide, seat},
	{post, "/complaints/:number/transfer/accept", "transferred", "a01 a02 e01 t01 q01 " + decide, "t01 q01 x02 " + vps},
	{post, "/complaints/:number/transfer/back", "transferred", "a01 a02 e01 t01 q01 " + decide, "t01 q01 x02 " + vps},
	{post, "/complaints/:number/outside", "investigating", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/outside/return", "referred", "a01 a02 e01 " + decide, decide},
	{post, "/complaints/:number/outside/returned", "returned outside", "a01 a02 e01 " + decide, decide},
	{post, "/complaints/:number/outside/extend", "referred", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/outside/extended", "outside extension", "a01 a02 e01 " + decide, decide},
	{post, "/complaints/:number/outside/send", "referred", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/outside/again", "referred", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/outside/verdict", "referred", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/counter/:counter/reminders", "investigating", "a01 a02 " + decide, "a01 a02 " + decide},
	{post, "/counter/:counter/messages", "investigating", "a01 a02 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/proposals", "investigating", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/tasks", "investigating", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/cause", "investigating", "a01 a02 e01 " + decide, "a01 a02 e01 " + decide},
	{post, "/complaints/:number/measures", "investigating", "a01 a02 e01 " + decide, "a01 a02 e01 " + decide},
	{post, "/complaints/:number/attachments", "investigating", "a01 a02 e01 " + decide, "a01 a02 e01 " + decide},
	{post, "/complaints/:number/pause", "investigating", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/resume", "paused", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/extend", "investigating", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/extensions/:n/decide", "extension", "a01 a02 e01 " + decide, seat},
	{post, "/complaints/:number/proposals/:n/parties", "executing", "a01 a02 b01 w01 f01 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/proposals/:n/submit", "proposing", "a01 a02 e01 " + decide, "a02 s01"},
	{post, "/complaints/:number/urge", "urgeable", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/proposals/:n/withdraw", "proposing", "a01 a02 e01 " + decide, "a02 " + seat},
	{post, "/complaints/:number/proposals/:n/decide", "approving", "a01 a02 e01 " + decide, "p01 x02"},
	{post, "/complaints/:number/answers", "answering", "a01 a02 e01 " + decide, "a02 " + seat},
	{post, "/complaints/:number/answers/:n/facts", "admitted", "a01 a02 " + decide, vps},
	{post, "/complaints/:number/answers/:n/confirm", "executing", "a01 a02 e01 b01 w01 f01 " + decide,
		"e01 b01 w01 f01 s02 p01 x02 " + vps},
	{get, "/complaints/:number/letter", "answering", "a01 a02 e01 " + decide, "a01 a02 e01 " + decide},
	{post, "/complaints/:number/letter", "answering", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/letter/freeze", "answering", "a01 a02 e01 " + decide, "p01 x02 " + vps},
	{post, "/complaints/:number/results", "executing", "a01 a02 e01 b01 w01 f01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/payments", "executing", "a01 a02 e01 b01 w01 f01 " + decide, "f01"},
	{post, "/complaints/:number/payments/waive", "executing", "a01 a02 e01 b01 w01 f01 " + decide, "p01 " + vps},
	{post, "/complaints/:number/payments/:n/release", "recorded payment", "a01 a02 e01 b01 w01 f01 " + decide,
		"p01 x02 " + vps},
	{post, "/complaints/:number/payments/:n/reverse", "paid", "a01 a02 e01 b01 w01 f01 " + decide, "f01"},
	{post, "/complaints/:number/payments/:n/reverse/agree", "reversing", "a01 a02 e01 b01 w01 f01 " + decide,
		"p01 x02 " + vps},
	{post, "/complaints/:number/close", "executing", "a01 a02 e01 b01 w01 f01 " + decide, seat},
	{post, "/complaints/:number/close/agree", "unheard", "a01 " + decide, vps},
	{post, "/complaints/:number/objections", "found invalid", "a01 " + decide, "a01 " + decide},
	{post, "/complaints/:number/objections/:n/decide", "disputed invalid", "a01 " + decide, "p01 x02 " + vps},
	{post, "/tasks/:id", "executing", "a01 a02 e01 b01 w01 f01 " + decide, "a02 b01 " + seat},
	{post, "/measures/:id", "executing", "a01 a02 e01 b01 w01 f01 " + decide, "a02 w01 " + seat},
	{post, "/attachments/:id/provenance", "executing", "a01 a02 e01 b01 w01 f01 " + decide,
		"a01 a02 e01 b01 w01 f01 " + decide},
	{post, "/attachments/:id/withdraw", "executing", "a01 a02 e01 b01 w01 f01 " + decide, "a01 a02 " + decide},
	{get, "/complaints/:number/measures/:measure", "executing", "a01 a02 e01 b01 w01 f01 " + decide,
		"a01 a02 e01 b01 w01 f01 " + decide},
	{post, "/measures/:id/verify", "done", "a01 a02 e01 b01 w01 f01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/merge", "twin", "a01 " + decide, decide},
	{post, "/complaints/:number/part", "merged", "a01 " + decide, decide},
	{get, "/complaints/:number", "merged", "a01 " + decide, "a01 " + decide},
	{post, "/complaints/:number/disputes", "proposing", "a01 a02 e01 " + decide, seat},
	{post, "/complaints/:number/disputes/:n/end", "dispute", "a01 a02 e01 " + decide, seat},
	{post, "/complaints/:number/disputes/:n/events", "dispute", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/phase", "investigating", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/ticks", "emergency", "a01 " + decide, "a01 " + decide},
	{get, "/customers", "", all, all},
	{get, "/data-requests", "", all, all},
	{get, "/customers/unit", "filed", "a01 " + decide, "a01 " + decide},
	{get, "/complaints/:number/customer", "filed", "a01 " + decide, "a01 " + decide},
	{get, "/customers/:customer", "filed", "a01 " + decide, "a01 " + decide},
	{get, "/customers/:customer", "filed2", "a01 a02 e01 " + decide, "a01 a02 e01 " + decide},
	{get, "/customers/:customer/access", "filed", agents + " t01 u01 h01 f01 l01 e01 m01 k01 " + decide,
		"p01 x02 " + vps},
	{post, "/customers/:customer/reveal/:number", "filed2", "a01 a02 e01 " + decide, "a01 a02 s01"},
	{post, "/customers/:customer/consent", "filed2", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/customers/:customer/merge", "filed2", agents + " e01 " + decide, "e01 " + decide},
	{post, "/customers/:customer/part", "joined", agents + " " + decide, decide},
	{post, "/customers/:customer/requests", "filed2", "a01 a02 e01 " + decide, "a01 a02 e01 " + decide},
	{get, "/data-requests/:request", "asked", "a01 h01 " + decide, "a01 h01 " + decide},
	{get, "/data-requests/:request/extract", "asked", "a01 h01 " + decide, "h01"},
	{post, "/data-requests/:request/assign", "asked", "a01 h01 " + decide, "h01 " + decide},
	{post, "/data-requests/:request/answer", "asked", "a01 h01 " + decide, "h01 " + decide},
	{post, "/complaints/new", "", all, all},
	{get, "/inquiries", "", all, all},
	{get, "/inquiries/new", "", all, all},
	{post, "/inquiries/new", "", all, all},
	{post, "/inquiries", "", all, all},
	{get, "/inquiries/:inquiry", "inquiry", "a01 b01 " + decide, "a01 b01 " + decide},
	{post, "/inquiries/:inquiry/answers", "inquiry", "a01 b01 " + decide, "a01 b01 " + decide},
	{post, "/inquiries/:inquiry/contacts", "inquiry", "a01 b01 " + decide, "a01 b01 " + decide},
	{post, "/inquiries/:inquiry/assign", "inquiry", "a01 b01 " + decide, "a01 b01 " + decide},
	{post, "/inquiries/:inquiry/convert", "inquiry", "a01 b01 " + decide, "a01 b01 " + decide},
	{post, "/inquiries/:inquiry/praise", "inquiry", "a01 b01 " + decide, "a01 b01 " + decide},
	{post, "/inquiries/:inquiry/reveal", "inquiry", "a01 b01 " + decide, "a01 b01 s01 s02"},
	{get, "/praises", "", all, all},
	{get, "/praises/new", "", all, all},
	{post, "/praises/new", "", all, all},
	{post, "/praises", "", all, all},
	{get, "/praises/:praise", "praise", "a01 a02 " + decide, "a01 a02 " + decide},
	{post, "/praises/:praise/gifts", "praise", "a01 a02 " + decide, "a01 " + decide},
	{post, "/praises/:praise/convert", "praise", "a01 a02 " + decide, "a01 " + decide},
	{post, "/praises/:praise/reveal", "praise", "a01 a02 " + decide, "a01 s01 s02"},
	{post, "/praises/:praise/gifts/:n/give", "thanked", "a01 a02 " + decide, "a01 " + decide},
	{post, "/complaints/:number/gestures", "investigating", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/gifts/:n/give", "gesture agreed", "a01 a02 e01 " + decide,
		"a01 a02 s01 p01 x02 " + vps},

	{get, "/complaints/export.xlsx", "", all, heads},
	{get, "/complaints/export.csv", "", all, heads},
	{post, "/complaints/export", "", all, heads},
	{get, "/exports", "", all, "p01 q01 x02 " + vps},
	{get, "/destruction-lists", "", all, "admin l01 h01 " + vps},
	{get, "/destruction-lists/:doc", "destruction list", all, "admin l01 h01 " + vps},
	{get, "/destruction-lists/:doc/list.pdf", "destruction list", all, "admin l01 h01 " + vps},
	{post, "/destruction-lists/:doc/sign", "destruction list", all, "l01 h01"},
	{get, "/archive-lists", "", all, "h01 p01 q01 x02 " + vps},
	{post, "/archive-lists", "archived", all, "h01 " + vps},
	{get, "/archive-lists/:doc", "archive list", belowManager + " p01 x02 " + vps, "h01 p01 x02 " + vps},
	{get, "/archive-lists/:doc/list.pdf", "archive list", belowManager + " p01 x02 " + vps, "h01 p01 x02 " + vps},
	{post, "/archive-lists/:doc/sign", "archive list", belowManager + " p01 x02 " + vps, "h01 p01 x02"},
	{post, "/exports", "many people", all, "p01 q01 x02 " + vps},
	{post, "/exports/:export/decide", "export asked", all, vps},
	{post, "/exports/:export/make", "export agreed", belowManager + " p01", "p01"},
	{get, "/views", "", all, all},
	{post, "/views", "", all, all},
	{post, "/views/:n", "viewed", "s01", "s01"},
	{post, "/views/:n/drop", "viewed", "s01", "s01"},

	{get, "/units", "", all, all}, // rule B11
	{get, "/units/look", "", all, all},
	{get, "/customers/import", "", all, "p01 q01 x02 " + vps},
	{post, "/customers/import", "", all, "p01 q01 x02 " + vps},
	{get, "/customers/import/:id", "customers", belowManager + " p01 x02 " + vps, "p01 x02 " + vps},
	{post, "/customers/import/:id", "customers", belowManager + " p01", "p01"},
	{get, "/customers/import/:id/refused.csv", "customers", belowManager + " p01", "p01"},
	{get, "/units/import", "", all, "p01 q01 x02 " + vps},
	{post, "/units/import", "", all, "p01 q01 x02 " + vps},
	{get, "/units/import/:id", "units", belowManager + " p01 x02 " + vps, "p01 x02 " + vps},
	{post, "/units/import/:id", "units", belowManager + " p01", "p01"},
	{get, "/units/import/:id/refused.csv", "units", belowManager + " p01", "p01"},
	{post, "/units/import/:id/undo", "units", belowManager + " p01 x02 " + vps, "p01 x02 " + vps},
	{get, "/units/:site/:code", "units", "a01 a02 " + decide, "a01 a02 " + decide},
	{post, "/units/:site/:code/correct", "units", belowManager + " p01 x02 " + vps, "p01 x02 " + vps},
	{post, "/units/:site/:code/owner", "units", belowManager + " p01 x02 " + vps, "p01 x02 " + vps},
	{post, "/units/:site/:code/reveal", "units", "a01 a02 " + decide, "a01 a02 " + decide},
	{get, "/imports", "", all, "p01 q01 x02 " + vps},
	{post, "/imports", "", all, "p01 q01 x02 " + vps},
	{get, "/imports/:id", "import", belowManager + " v01", "v01"},
	{post, "/imports/:id", "import", belowManager + " v01", "v01"},
	{get, "/imports/:id/refused.csv", "import", belowManager + " v01", "v01"},
	{get, "/scans", "", all, all},
	{post, "/scans", "", all, all},
	{get, "/scans/:id", "tray", "a01 " + decide, "a01 " + decide},
	{get, "/scans/:id/thumb", "tray", "a01 " + decide, "a01 " + decide},
	{post, "/scans/:id/discard", "tray", "a01 " + decide, "a01 " + decide},
	{post, "/complaints/:number/signings", "investigating", "a01 a02 e01 " + decide, "a01 a02 e01 " + decide},
	{get, "/complaints/:number/signings/:n", "shown", "a01 a02 e01 " + decide, "a01 a02 e01 " + decide},
	{post, "/complaints/:number/signings/:n", "shown", "a01 a02 e01 " + decide, "a01 a02 e01 " + decide},
	{get, "/complaints/:number/signings/:n/paper.pdf", "shown", "a01 a02 e01 " + decide, "a01 a02 e01 " + decide},
	{get, "/complaints/:number/signings/:n/drawing.png", "signed", "a01 a02 e01 " + decide, "a01 a02 e01 " + decide},
	{post, "/scans/:id", "tray", "a01 " + decide, "a01 " + decide},

	{post, "/complaints/:number/reopen", "closed", "a01 " + decide, decide},
	{post, "/complaints/:number/archive", "closed", "a01 " + decide, seat},
	{post, "/complaints/:number/followups", "closed", "a01 " + decide, "a01 " + decide},
	{post, "/complaints/:number/followups/:n/word", "unhappy", "a01 " + decide, decide},
	{post, "/attachments/:id/confirm", "stray", "a01 " + decide, decide},
	{post, "/complaints/:number/restrict", "received", "a01 " + decide, seat},
	{post, "/complaints/:number/hold", "received", "a01 " + decide, vps},
	{post, "/complaints/:number/hold/end", "held", "a01 " + decide, vps},
	{post, "/complaints/:number/releases/:n/decide", "part asked", "a01 " + decide, seat},
	{post, "/complaints/:number/law-dates/:n", "judged", "a01 a02 e01 " + decide, "a01 a02 " + decide},
	{post, "/complaints/:number/reports/:n", "reportable", "a01 " + decide, "a01 " + decide},
	{post, "/complaints/:number/recuse", "received", "a01 " + decide, "a01 " + decide},
	{post, "/complaints/:number/recuse/:n/decide", "recusal", "a01 a02 " + decide, "p01 x02 " + vps},
	{post, "/complaints/:number/restrict", "restricted", "a02 e01 " + decide, "s01"},
	{post, "/complaints/:number/lift", "restricted", "a02 e01 " + decide, "s01"},
	{get, "/complaints/:number", "restricted", "a02 e01 " + decide, "a02 e01 s01"},
	{get, "/complaints/:number/journal", "restricted", "a02 e01 " + decide, "a02 e01 s01"},
	{get, "/complaints/:number/:paper", "restricted", "a02 e01 " + decide, "a02 e01 s01"},
	{post, "/complaints/:number/contacts", "restricted", "a02 e01 " + decide, "a02 s01"},
	{post, "/account/delegations/:n/end", "handed", "s01 s02 a01 a02 b01 w01 admin", "s01 s02"},
}

// byRole are routes that turn those below a role away at the door, whatever they may see.
var byRole = []struct {
	method, path, fixture string
	role, sees, may       string
}{
	{post, "/praises/:praise/commend", "praise", heads, "a01 a02 " + decide, decide},
	{post, "/praises/:praise/confirm", "praise", heads, "a01 a02 " + decide, decide},
	{post, "/praises/:praise/gifts/:n/decide", "thanks", heads, "a01 a02 " + decide, decide},
	{post, "/complaints/:number/gifts/:n/decide", "gesture", heads, "a01 a02 e01 " + decide, decide},
}

// open are the routes that need no log-in, or that belong to administration and are proven there.
func open(r route) bool {
	return r.action == "public" || r.action == "manage"
}

// placed is the address of a route about what a fixture made.
func (p *portal) placed(route, c string) string {
	p.t.Helper()
	path := strings.NewReplacer("/units/import/:id", c, "/customers/import/:id", c, "/units/:site/:code", "/units/HY/5-1-1203", "/crises/alarm/:alarm", c, "/crises/holding/:doc", c, "statement-:file", "statement-1.pdf", "handover-:file", "handover-1.pdf", "/crises/:crisis", c, "/figures/reports/:doc", c, "/figures/quarters/:doc", c, "/figures/meetings/:doc", c,
		"/figures/samples/:doc", c, "/destruction-lists/:doc", c, "/archive-lists/:doc", c, "/figures/plans/:doc", c, "/jobs/:job", c, "/complaints/:number", c,
		"/inquiries/:inquiry", c, "/praises/:praise", c, "/imports/:id", c, "/counter/:counter",
		"/counter/"+strings.TrimPrefix(c, "/complaints/"), "reveal/:number",
		"reveal/"+strings.TrimPrefix(c, "/complaints/"), ":number", strings.TrimPrefix(c, "/complaints/"), "/correct/:n",
		"/correct/finding-1", ":circular", "1.pdf",
		":account", "a01", ":code", "HY", ":file", "1.zip", ":n", "1", ":paper", "form.pdf").Replace(route)
	for prefix, kind := range map[string]string{"/tasks/": "task", "/measures/": "measure",
		"/attachments/": "attachment"} {
		if strings.HasPrefix(path, prefix) {
			path = strings.Replace(path, ":id", part(p, c, kind), 1)
		}
	}
	if strings.Contains(path, ":customer") {
		path = strings.Replace(path, "/customers/:customer", p.customer(c), 1)
	}
	if strings.Contains(path, ":request") {
		path = strings.Replace(path, "/data-requests/:request", p.request(c), 1)
	}
	if strings.HasPrefix(path, "/exports/:export") {
		path = strings.Replace(path, ":export", p.rows("SELECT max(number) FROM export_request")[0][0], 1)
	}
	if strings.HasPrefix(path, "/scans/:id") {
		path = strings.Replace(path, ":id", p.rows("SELECT max(id) FROM scan")[0][0], 1)
	}
	if strings.HasPrefix(route, "/circulars/:id") {
		path = strings.Replace(path, ":id", p.rows("SELECT max(id) FROM circular")[0][0], 1)
	}
	if strings.HasPrefix(route, "/views/:n") {
		path = strings.Replace(route, ":n", p.rows("SELECT max(id) FROM saved_view")[0][0], 1)
	}
	if before, after, ok := strings.Cut(path, ":measure"); ok {
		path = before + part(p, c, "measure") + ".pdf" + after
	}
	if route == "/customers/unit" {
		path += "?site=HY&unit=9栋901"
	}
	return path
}

func TestP3_EveryRouteKnowsItsPeople(t *testing.T) {
	t.Parallel()
	dbtest.Whole(t)
	p := newPortal(t)
	known := map[string]bool{}
	made := map[string]string{}
	for _, m := range matrix {
		known[m.method+" "+m.path] = true
		for _, who := range everyone {
			c := ""
			if m.fixture != "" {
				if _, there := made[m.fixture]; !there {
					made[m.fixture] = cases[m.fixture](p)
				}
				c = made[m.fixture]
			}
			path := p.placed(m.path, c)
			more := []string{"version", strconv.Itoa(0)}
			switch m.path {
			case "/complaints/bulk", "/complaints/bulk/chosen.xlsx":
				if m.method == get && who != "-" {
					act := map[bool]string{true: "export", false: "print"}[strings.HasSuffix(m.path, ".xlsx")]
					p.as(who).post("/complaints/bulk", "act", act, "number", strings.TrimPrefix(c, "/complaints/"),
						"once", "matrix "+act)
					path += "?once=matrix+" + act
				}
			case "/customers/:customer/part":
				more = append(more, "other",
					p.as("v01").get(path[:strings.LastIndex(path,
						"/")]).page().Find("[data-merged]").AttrOr("data-merged", "0"))
			}
			account := who
			if who == "-" {
				account = ""
			}
			var a answer
			if m.method == get {
				a = p.as(account).get(path)
			} else {
				a = p.as(account).post(path, more...)
			}
			want := "in"
			switch {
			case who == "-" && m.method == get:
				want = "303"
			case who == "-":
				want = "401"
			case !slices.Contains(strings.Fields(m.sees), who):
				want = "404"
			case !slices.Contains(strings.Fields(m.may), who):
				want = "403"
			}
			got := strconv.Itoa(a.status)
			if a.status != http.StatusUnauthorized && a.status != http.StatusForbidden &&
				a.status != http.StatusNotFound && a.status < 500 && want != "303" {
				got = "in"
			}
			if got != want {
				t.Errorf("%s %s (%s) as %s: %d, want %s %s", m.method, m.path, m.fixture, who, a.status, want,
					sentences(a))
			}
			if got == "in" && m.fixture != "" && m.method == post { // what went through may have moved the case on
				delete(made, m.fixture)
			}
		}
	}
	for _, m := range byRole {
		known[m.method+" "+m.path] = true
		for _, who := range everyone[:len(everyone)-1] {
			c, there := made[m.fixture]
			if !there {
				c = cases[m.fixture](p)
				made[m.fixture] = c // none of these answers moves the case on
			}
			want := http.StatusForbidden
			switch {
			case slices.Contains(strings.Fields(m.may), who):
				want = http.StatusUnprocessableEntity
			case slices.Contains(strings.Fields(m.role), who) && !slices.Contains(strings.Fields(m.sees), who):
				want = http.StatusNotFound
			}
			path := strings.NewReplacer("/complaints/:number", c, "/praises/:praise", c, ":n", "1").Replace(m.path)
			if a := p.as(who).post(path); a.status != want {
				t.Errorf("%s %s as %s: %d, want %d %s", m.method, m.path, who, a.status, want, sentences(a))
			}
		}
	}
	for _, r := range p.server.routes() {
		if !open(r) && !known[r.method+" "+r.path] {
			t.Errorf("%s %s has no row in the matrix", r.method, r.path)
		}
	}
	p.verified()
}
