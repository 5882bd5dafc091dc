package demo

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"huiyin/db"
	"huiyin/db/dbtest"
	"huiyin/huiyin"
)

// unproven are the columns whose change from outside verify does not name, each with its reason. "*.id" stands for the
// ids of rows that are part of a record.
var unproven = map[string]string{
	"*.id": "the database's own number of a row; the order of rows is sealed with the record, and what others point at " +
		"by it is looked up",
	"goose_db_version.id": "place of a note about an upgrade; the schema itself is compared",
	"goose_db_version.version_id": "which upgrades were made; one that is missing ends verify, and the schema is " +
		"compared",
	"goose_db_version.is_applied": "as version_id",
	"goose_db_version.tstamp":     "when an upgrade was made; it decides nothing",
	"notice.id":                   "a line of somebody's bell; what it tells of stands in the record and in the journal",
	"notice.account":              "as notice.id",
	"notice.kind":                 "as notice.id",
	"notice.number":               "as notice.id",
	"notice.grade":                "as notice.id",
	"notice.state":                "as notice.id",
	"notice.what":                 "as notice.id",
	"notice.at":                   "as notice.id",
	"notice.seen":                 "whether its person has read it",
	"notice.heard":                "as notice.seen; who has heard an emergency stands in the journal",
	"person.lang":                 "in which language somebody reads the portal",
	"person.theme":                "in which colours somebody reads the portal",
	"complaint.next_due": "when the clock looks at a case next; changes of hours and figures bring it forward, and an earlier " +
		"look finds nothing due; one that is later than what is due is named",
	"customer.key":      "what a customer was filed by before customer_key; it is read by nothing (0077)",
	"customer.was":      "the counted number of an old link; a file of which the journal tells is looked up in it by this number",
	"data_request.id":   "as *.id",
	"export_request.id": "as *.id",
	"crisis_opinion.id": "as *.id, of a crisis that has one", "crisis_read.id": "likewise", "crisis_site.id": "likewise",
	"crisis_hand_over.id": "likewise", "holding.id": "as *.id",
	"attempt.key": "tries that are left to somebody; an edit gives or takes some for minutes, and each that was right or " +
		"wrong stands in the journal",
	"attempt.remaining":              "as attempt.key",
	"attempt.most":                   "as attempt.key",
	"attempt.at":                     "as attempt.key",
	"look_up.id":                     "what was asked at the counter within ten minutes, counted; each question stands in the journal",
	"look_up.account":                "as look_up.id",
	"look_up.at":                     "as look_up.id",
	"look_up.key":                    "as look_up.id",
	"once.key":                       "what a form that is sent again is answered; forgotten after days, and what it did stands in its record",
	"once.at":                        "as once.key",
	"once.answer":                    "as once.key",
	"once.sum":                       "as once.key",
	"typed.id":                       "what was typed when the log-in had run out, kept for hours; it is nobody's word before it is sent",
	"typed.account":                  "as typed.id",
	"typed.at":                       "as typed.id",
	"typed.path":                     "as typed.id",
	"typed.form":                     "as typed.id",
	"group_word.id":                  "as *.id",
	"group_told.account":             "how large a group was when somebody heard of it; another number tells once more, or later",
	"group_told.site":                "as group_told.account",
	"group_told.category":            "as group_told.account",
	"group_told.number":              "as group_told.account",
	"group_told.people":              "as group_told.account",
	"group_told.at":                  "as group_told.account",
	"setting.print_letter_word.name": "it is empty, and an empty setting is as none",
	"setting.print_fonds.name":       "as setting.print_letter_word.name",
	"setting.print_controls.name":    "as setting.print_letter_word.name",
	"import_told.account":            "whom the end of an import tells, emptied then; the cases stand in the journal",
	"import_told.lines":              "as import_told.account",
	"unit_period.id":                 "as *.id",
	"unit_batch.id":                  "which import of units it was, and what came of it; its counts stand in the journal, and each unit is proven",
	"unit_batch.at":                  "as unit_batch.id",
	"unit_batch.by":                  "as unit_batch.id",
	"unit_batch.name":                "as unit_batch.id",
	"unit_batch.sites":               "as unit_batch.id",
	"unit_batch.new":                 "as unit_batch.id",
	"unit_batch.changed":             "as unit_batch.id",
	"unit_batch.owners":              "as unit_batch.id",
	"unit_batch.same":                "as unit_batch.id",
	"unit_batch.refused":             "as unit_batch.id",
	"unit_batch.conflicts":           "as unit_batch.id",
	"unit_batch.missing":             "as unit_batch.id",
	"unit_batch.done_at":             "as unit_batch.id",
	"unit_batch.undone_at":           "as unit_batch.id",
	"unit_batch.undone_by":           "as unit_batch.id",
	"unit_batch.reason":              "as unit_batch.id",
	"unit_before.batch":              "what a unit was before an import, kept for a day so that it can be undone; what undoing makes of it is sealed anew",
	"unit_before.unit":               "as unit_before.batch",
	"unit_before.version":            "as unit_before.batch",
	"unit_before.was":                "as unit_before.batch",
	"imported.key":                   "by which a line of an old register is known that was imported; another lets it be imported once more",
	"uploaded.account":               "how much somebody has brought today, forgotten tomorrow; the files stand in their records",
	"uploaded.day":                   "as uploaded.account",
	"uploaded.bytes":                 "as uploaded.account",
	"timestamp.id":                   "as *.id",
	"device.account":                 "lets its browser try a password where strangers have used up the tries, and opens nothing",
	"device.hash":                    "as device.account",
	"device.at":                      "as device.account",
	"draft.account":                  "typing that was not sent; it is nobody's word before its person records it",
	"draft.at":                       "as draft.account",
	"draft.path":                     "as draft.account",
	"draft.key":                      "as draft.account",
	"draft.form":                     "as draft.account",
	"outbox.id":                      "a message on its way; what it tells of stands in the record, and it carries nothing of a case",
	"outbox.notice":                  "as outbox.id",
	"outbox.account":                 "as outbox.id",
	"outbox.robot":                   "as outbox.id",
	"outbox.due":                     "as outbox.id",
	"outbox.tries":                   "as outbox.id",
	"outbox.failed":                  "as outbox.id",
	"outbox.ended_at":                "as outbox.id",
	"outbox.outcome":                 "as outbox.id",
	"saved_view.id":                  "one's own choice of what a list shows; it shows nothing that its reader does not see",
	"saved_view.owner":               "as saved_view.id",
	"saved_view.name":                "as saved_view.id",
	"saved_view.query":               "as saved_view.id",
	"saved_view.share":               "as saved_view.id",
	"saved_view.at":                  "as saved_view.id",
	"session.id": "changes with every page and ends within hours; whoever writes into the database could be let in as " +
		"anybody until then, and what they do stands in the journal",
	"session.account": "as session.id",
	"session.created": "as session.id",
	"session.seen":    "as session.id",
	"session.address": "as session.id",
	"session.agent":   "as session.id",
	"session.half":    "as session.id",
	"second_factor.step": "the last code that was used; it changes with each log-in, and another lets one code be " +
		"used twice at most",
}

// unfilled are the tables in which no row stands by the time verify looks, each with its reason.
var unfilled = map[string]string{
	"doomed":         "contents to be deleted, emptied as soon as they are; what a record still holds is never deleted by it",
	"unindexed":      "what an upgrade leaves to be indexed anew, emptied in the background; it holds numbers of rows only",
	"unindexed_slip": "as unindexed",
}

// Every column of every filled table is changed once behind the portal's back, and each change is named: by the record
// that the row belongs to, or by what is said of a table that belongs to none (finding 11).
func TestJ2_EveryColumnIsProven(t *testing.T) {
	dbtest.Whole(t)
	now := time.Date(2026, 3, 3, 2, 0, 0, 0, time.UTC)
	s := told(t, now)
	furnish(t, s, now)
	furnishCases(t, s, now)
	furnishRest(t, s, now)
	dir, light := s.Dir(), t.TempDir()
	if err := errors.Join(s.Close(), os.CopyFS(light, os.DirFS(dir))); err != nil {
		t.Fatal(err)
	}
	x := tamper(t, dir)
	other := func(w string) bool { return !strings.Contains(w, "lacks its trigger") }
	if len(x.known) == 0 || slices.ContainsFunc(x.known, other) {
		t.Fatalf("before any change: %q", x.known)
	}
	edits := x.everyEdit()
	if len(edits) < 1050 {
		t.Errorf("only %d columns are filled", len(edits))
	}
	for _, table := range x.empty {
		if unfilled[table] == "" {
			t.Errorf("%s is empty: furnish it by the rules, so that each of its columns is tried", table)
		}
	}
	for table := range unfilled {
		if !slices.Contains(x.empty, table) {
			t.Errorf("%s stands among the empty tables, and is filled", table)
		}
	}
	// without records a look takes little; what they are counted by is tried with them
	fast := tamper(t, light, "DELETE FROM complaint", "DELETE FROM inquiry", "DELETE FROM praise", "DELETE FROM report",
		"DELETE FROM customer")
	known := func(e edit) (string, bool) {
		if e.cols[e.at] == "id" && e.subject != "" {
			return "*.id", true
		}
		_, listed := unproven[e.String()]
		return e.String(), listed
	}
	var rest, excepted []edit
	for _, e := range x.unnamed(edits) {
		if _, listed := known(e); listed {
			excepted = append(excepted, e)
		} else {
			rest = append(rest, e)
		}
	}
	for _, e := range x.unnoticed(fast.unnoticed(rest)) {
		t.Errorf("%s: %v became %v, and verify says nothing", e, e.row[e.at], e.to)
	}
	needed := map[string]bool{}
	for _, e := range excepted {
		name, _ := known(e)
		needed[name] = true
	}
	for name := range unproven {
		if !needed[name] {
			t.Errorf("%s stands among the exceptions, and its change is named", name)
		}
	}
	if wrong, err := x.after(excepted...); len(wrong) > 0 || err != nil {
		for _, e := range excepted {
			if len(x.unnoticed([]edit{e})) == 0 {
				t.Errorf("%s stands among the exceptions, and its change is noticed", e)
			}
		}
	}
	t.Logf("%d edits, %d looks", len(edits), x.runs+fast.runs)
}

// furnish fills what the demo company leaves empty: how the portal is bound to other machines, and proofs of people.
func furnish(t *testing.T, s *db.Store, now time.Time) {
	t.Helper()
	ctx, org := t.Context(), s.Org()
	admin, vp := actorOf(org, "admin"), actorOf(org, "v01")
	entry := func() huiyin.Entry {
		return huiyin.NewEntry("v01", huiyin.ActionSetSecondFactor, "account:v01", now)
	}
	err := errors.Join(
		s.ChangeDelivery(ctx, db.Once{}, now, func(d *huiyin.Delivery) error {
			return d.SetMail(admin, now, "", huiyin.MailServer{On: true, Host: "mail.example.com", Port: 25,
				Security: huiyin.Plain, From: "h@example.com"})
		}),
		s.ChangeDomainLogin(ctx, db.Once{}, func(d *huiyin.DomainLogin) error {
			to := *d
			to.Host, to.Base, to.Bind = "ldap.example.com", "dc=example,dc=com", "cn=reader,dc=example,dc=com"
			to.Password = "reader-secret"
			return d.Set(admin, now, to)
		}),
		s.ChangeBackupPlan(ctx, db.Once{}, func(p *huiyin.BackupPlan) error {
			to := *p
			to.Keep++
			return p.Set(admin, now, to)
		}),
		s.SetNotificationPreferences(ctx, db.Once{}, vp, now, huiyin.NotificationPreferences{Mail: "v01@example.com"}),
		s.ChangeOrg(ctx, db.Once{}, func(o *huiyin.Org) error {
			return o.Delegate(actorOf(o, "v01"), now, "g01", now, now.AddDate(0, 0, 3))
		}),
		s.OfferSecond(ctx, "v01", "SECRET"),
		s.TakeSecond(ctx, "v01", "SECRET", 1, []string{"one", "two"}, "", entry()),
	)
	if err != nil {
		t.Fatal(err)
	}
}
