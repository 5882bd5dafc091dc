package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

var journalTable = newTable("journal", func(e *huiyin.Entry) []column {
	return []column{
		{"id", &e.ID}, {"at", &e.At}, {"logged", &e.Logged}, {"by", &e.By}, {"for", &e.For}, {"action", &e.Action},
		{"subject", &e.Subject}, {"version", &e.Version}, {"from_state", &e.From}, {"to_state", &e.To},
		{"detail", (*detail)(&e.Detail)}, {"sum", &e.Sum}, {"hash", &e.Hash}, {"digest", &e.Digest},
	}
})

// detail reads the changes of an entry.
type detail []huiyin.Change

// Scan reads the JSON that huiyin.Entry.DetailJSON wrote.
func (d *detail) Scan(src any) error {
	s, ok := src.(string)
	if !ok {
		return fmt.Errorf("journal detail holds %T", src)
	}
	if s == "" { // emptied when its subject was anonymised (rule B1)
		*d = nil
		return nil
	}
	var plain bool
	if *d, plain = plainDetail(s); plain {
		return nil
	}
	return json.Unmarshal([]byte(s), (*[]huiyin.Change)(d))
}

// plainDetail reads a detail in which nothing is escaped, ten times as fast; a timeline has forty. Without
// escapes a quotation mark ends a text wherever it stands, so that its surroundings tell where it is.
func plainDetail(s string) (detail, bool) {
	body, begins := strings.CutPrefix(s, `[{"`)
	body, ends := strings.CutSuffix(body, `"}]`)
	if !begins || !ends || strings.Contains(body, `\`) {
		return nil, false
	}
	out := make(detail, 0, strings.Count(body, `},{`)+1)
	for change := range strings.SplitSeq(body, `"},{"`) {
		var c huiyin.Change
		for member := range strings.SplitSeq(change, `","`) {
			name, value, ok := strings.Cut(member, `":"`)
			switch {
			case ok && name == "f":
				c.Field = value
			case ok && name == "b":
				c.Before = value
			case ok && name == "a":
				c.After = value
			default:
				return nil, false
			}
		}
		out = append(out, c)
	}
	return out, true
}

var insertEntry = insertSQL("journal", journalTable.cols[1:], 1)

// append chains entries to the journal (rules J1, J2); the last of them carries the record's fingerprint.
func (t *tx) append(entries []huiyin.Entry, sum string) error {
	if len(entries) == 0 {
		return nil
	}
	last, err := newestHash(t)
	if err != nil {
		return err
	}
	for i := range entries {
		e := &entries[i]
		if i == len(entries)-1 {
			e.Sum = sum
		}
		detail := string(e.DetailJSON())
		e.Hash = e.SealWith(last, huiyin.Digest(detail))
		last = e.Hash
		_, err := t.exec(insertEntry, e.At.UnixMilli(), e.Logged.UnixMilli(), e.By, e.For, string(e.Action), e.Subject,
			e.Version, string(e.From), string(e.To), detail, e.Sum, e.Hash, "")
		if err != nil {
			return fmt.Errorf("journal: %w", err)
		}
	}
	return nil
}

func newestHash(q querier) (string, error) {
	var hash string
	err := q.row("SELECT hash FROM journal WHERE id = (SELECT max(id) FROM journal)", nil, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return hash, err
}

// NewestHash is the hash of the journal's last entry, printed on closure reports (rule J2).
func (s *Store) NewestHash(ctx context.Context) (string, error) { return newestHash(reader{ctx, s}) }

// Note appends entries that belong to no complaint: log-ins, exports (rule J3).
func (s *Store) Note(ctx context.Context, entries ...huiyin.Entry) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error { return t.append(entries, "") })
	return err
}

// Journal lists the newest entries about a subject, newest first, older than before when it is not 0.
// The caller has made sure that its reader may see the subject, and what is confidential in it (rule J3).
func (s *Store) Journal(ctx context.Context, subject string, confidential bool, before int64, most int) ([]huiyin.Entry,
	error) {
	query, args := "SELECT "+joined(journalTable.cols)+" FROM journal WHERE subject = ?", []any{subject}
	if before != 0 {
		query, args = query+" AND id < ?", append(args, before)
	}
	if !confidential {
		cond, more := withoutConfidential()
		query, args = query+cond, append(args, more...)
	}
	var out []huiyin.Entry
	err := reader{ctx, s}.query(query+" ORDER BY id DESC LIMIT ?", append(args, most), func(rows *sql.Rows) error {
		out = make([]huiyin.Entry, 0, most)
		return scanEntries(rows, func(e huiyin.Entry) error { out = append(out, e); return nil })
	})
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	return out, nil
}

func scanEntries(rows *sql.Rows, use func(huiyin.Entry) error) error {
	var e huiyin.Entry
	into := journalTable.targets(&e)
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := use(e); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Verdict is what Verify found.
type Verdict struct {
	Entries    int
	Complaints int
	Files      int
	Newest     string      // hash of the last entry
	Contains   []Contained // the hashes that were asked for, in their order
	Anchor     Anchor      // the last that fits, of entry 0 where none does (rule J4)
	Unnamed    []string    // files that no record names, below the data directory; nothing is wrong with that alone
	Secrets    []string    // that the key file does not open: they have to be entered anew
	Zone       *time.Location
	Wrong      []string // in words; empty when all fits

	figured  bool // the figures are those of this program's definitions
	internal bool // what is staff's own was changed among the categories

	credentials, settings string // as last sealed, "" where none were yet

	scans    map[string]seal      // what was last said of a batch of scans, or of one of them, by the subject
	exports  map[int64]string     // of which complaints an export told, by its entry
	readings map[string]time.Time // when a circular was read, by it and its reader
}

func (v *Verdict) wrong(format string, args ...any) {
	v.Wrong = append(v.Wrong, fmt.Sprintf(format, args...))
}

// Verify recomputes the journal's chain from the first entry and names the first that does not fit;
// then the company's and every complaint's fingerprint, what lists and the clock find it by, and every
// attachment's content (rules J2, K6). It looks at one state of the records, compares the journal with its anchors,
// and looks for the hashes that somebody holds.
func (s *Store) Verify(ctx context.Context, contains ...string) (Verdict, error) {
	var v Verdict
	for _, hash := range contains {
		v.Contains = append(v.Contains, Contained{Hash: hash})
	}
	anchors, spoilt, err := readAnchors(s.dir)
	if err != nil {
		return v, err
	}
	kept, err := s.keptFiles()
	if err != nil {
		return v, err
	}
	err = s.snapshot(ctx, func(q querier) error {
		sums, company, last, err := v.chain(q, anchors, spoilt)
		if err != nil {
			return fmt.Errorf("verify journal: %w", err)
		}
		o, err := loadOrg(q, last)
		if err != nil {
			return err
		}
		v.Zone = o.Zone
		if company != "" && company != companySum(o) {
			v.wrong("the company's people, sites, categories, figures or calendar differ from what the journal " +
				"last sealed")
		}
		if err := verifyCredentials(q, &v); err != nil {
			return fmt.Errorf("verify credentials: %w", err)
		}
		if v.figured, err = figured(q, &v); err != nil {
			return fmt.Errorf("verify figures: %w", err)
		}
		if err := q.row("SELECT EXISTS (SELECT 1 FROM journal WHERE action = 'manage' AND subject LIKE "+
			"'category:%' AND detail LIKE '%\"internal\"%')", nil, &v.internal); err != nil {
			return fmt.Errorf("verify figures: %w", err)
		}
		ids, err := all[int64](q, "SELECT id FROM complaint ORDER BY id")
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := s.verifyComplaint(q, o, id, sums, &v); err != nil {
				return fmt.Errorf("verify complaint %d: %w", id, err)
			}
		}
		if err := errors.Join(verifyCustomers(q, sums, &v), inquiries.verify(q, o, sums, &v), praises.verify(q, o, sums, &v),
			verifyDocuments(q, sums, &v), verifyModules(q, sums, &v), verifyExports(q, sums, &v), s.verifyScans(q, &v), verifyBatches(q, &v),
			verifyExported(q, &v), verifyReadings(q, &v), verifyImported(q, &v), verifySums(q, &v),
			verifyTimestamps(q, &v), verifyGroupWords(q, &v), verifySchema(q, &v)); err != nil {
			return fmt.Errorf("verify: %w", err)
		}
		if v.Secrets, err = s.keys.lostSecrets(q); err != nil {
			return fmt.Errorf("verify secrets: %w", err)
		}
		for _, number := range slices.Sorted(maps.Keys(sums)) {
			v.wrong("%s is in the journal and missing from the records", recordName(number))
		}
		return nil
	})
	if err != nil {
		return v, err
	}
	v.Unnamed, err = unnamed(reader{ctx, s}, kept)
	return v, err
}

// chain reads the journal and gives the last fingerprints it sealed: the complaints', by number, and the
// company's; and its last instant.
func (v *Verdict) chain(
	q querier,
	anchors []Anchor,
	spoilt int,
) (sums map[string]string, company string, last time.Time, err error) {
	sums = map[string]string{}
	v.scans, v.exports, v.readings = map[string]seal{}, map[int64]string{}, map[string]time.Time{}
	broken := false
	hashAt := map[int64]string{} // of the entries that were anchored
	for _, a := range anchors {
		hashAt[a.Entry] = ""
	}
	var nights grown
	for _, a := range anchors {
		nights.list = append(nights.list, a.Trees...)
	}
	// whose details are gone, and which entry said so last; an anonymising follows (rule B1)
	emptied := map[string]int64{}
	err = q.query("SELECT "+joined(journalTable.cols)+" FROM journal ORDER BY id", nil, func(rows *sql.Rows) error {
		return scanEntries(rows, func(e huiyin.Entry) error {
			v.Entries++
			switch {
			case e.Digest != "" && len(e.Detail) > 0:
				v.wrong("journal entry %d (%s, %s) has a detail beside the digest of another", e.ID, e.Subject,
					e.Action)
			case e.Digest != "":
				emptied[e.Subject] = e.ID
			case e.Action == huiyin.ActionAnonymise:
				delete(emptied, e.Subject)
			}
			switch {
			case e.Action == huiyin.ActionReadCircular:
				v.readings[e.Subject+" "+e.By] = e.At
			case e.Sum == "":
			case strings.HasPrefix(e.Subject, "scan"):
				v.scans[e.Subject] = seal{e.Sum, e.ID}
			case e.Action == huiyin.ActionExport:
				v.exports[exportOf(e)] = e.Sum
			case strings.HasPrefix(e.Subject, "customer:"):
				sums[e.Subject] = e.Sum
			case e.To != "": // only complaints, inquiries, praise, documents and alarms have a state
				sums[e.Subject] = e.Sum
			default:
				v.sealed(e.Sum, &company)
			}
			if !broken && e.Hash != e.Seal(v.Newest) {
				broken = true
				v.wrong("journal entry %d (%s, %s) does not fit the chain", e.ID, e.Subject, e.Action)
			}
			v.Newest = e.Hash
			if t, differs := nights.next(e.ID, e.Hash); differs {
				v.wrong("journal entries %d to %d are not those that were anchored", t.From, t.To)
			}
			if _, noted := hashAt[e.ID]; noted {
				hashAt[e.ID] = e.Hash
			}
			for i := range v.Contains {
				if c := &v.Contains[i]; c.Hash == e.Hash {
					c.Entry, c.At = e.ID, e.At
				}
			}
			if e.Logged.After(last) {
				last = e.Logged
			}
			return nil
		})
	})
	var seen anchored
	for _, a := range anchors {
		seen.look(a, hashAt[a.Entry])
	}
	v.Anchor = seen.fits
	if m := seen.mismatch(int64(v.Entries), spoilt); m != nil {
		v.wrong("%s", mismatchWords(m))
	}
	for _, subject := range slices.Sorted(maps.Keys(emptied)) {
		v.wrong("journal entry %d (%s) was emptied, and its subject was never anonymised", emptied[subject], subject)
	}
	return sums, company, last, err
}

func (s *Store) verifyComplaint(q querier, o *huiyin.Org, id int64, sums map[string]string, v *Verdict) error {
	c, err := load(q, "id = ?", id)
	if err != nil {
		return err
	}
	v.Complaints++
	if sums[c.Number] != fingerprint(c) {
		v.wrong("complaint %s differs from what the journal last sealed", c.Number)
	}
	delete(sums, c.Number)
	concerned, err := all[string](q, "SELECT CASE WHEN site = ? AND received_at = ? THEN who ELSE '' END AS w FROM "+
		"concern WHERE complaint = ? ORDER BY w", c.Site, c.ReceivedAt.UnixMilli(), id)
	if err != nil {
		return err
	}
	accused, err := all[string](q, "SELECT account FROM accused WHERE complaint = ? ORDER BY account", id)
	if err != nil {
		return err
	}
	var shut bool
	if err := q.row("SELECT EXISTS (SELECT 1 FROM restricted WHERE site = ? AND complaint = ?)", []any{c.Site, id},
		&shut); err != nil {
		return err
	}
	var due, next, word, measure, call, since time.Time
	var role huiyin.Role
	var kind huiyin.DeadlineKind
	var held, unit string
	var waits bool // to be indexed and filed anew after an upgrade
	// a row of before names no parts
	if err := q.row("SELECT "+joined(derivedCols[:len(derivedCols)-2])+", coalesce(parts, ?), unit_key, EXISTS (SELECT 1 "+
		"FROM unindexed u WHERE u.complaint = complaint.id) FROM complaint WHERE id = ?", []any{heldBy(c), id},
		targets([]any{&due, &kind, &next, &word, &measure, &call, &since, &role, &held, &unit, &waits})...); err != nil {
		return err
	}
	if waits {
		unit = huiyin.UnitRoom(c.Unit)
	}
	if !slices.Equal(concerned, c.Concerns()) || shut != c.Restricted ||
		!slices.Equal(accused, c.Barred()) ||
		!filed(values([]any{&due, &kind, &next, &word, &measure, &call, &since, &role, &held, &unit}),
			derived(c, o), o.Asked()) {
		v.wrong("complaint %s is filed under other people or dates than its own", c.Number)
	}
	if err := verifyFacts(q, o, c, v); err != nil {
		return err
	}
	fits, err := wellFiled(q, o, c)
	if err := v.filed("complaint "+c.Number, fits || waits, err); err != nil {
		return err
	}
	for _, a := range c.Attachments {
		if !a.RemovedAt.IsZero() {
			continue
		}
		v.Files++
		if err := s.checkFile(a.Hash); err != nil {
			v.wrong("attachment %d of %s: %v", a.ID, c.Number, err)
		}
	}
	s.verifySignings(c, v)
	return nil
}

// filed names a record that stands in another customer's file than its own.
func (v *Verdict) filed(name string, fits bool, err error) error {
	loop := (*loopError)(nil)
	switch {
	case errors.As(err, &loop):
		v.wrong("%s: %v", name, loop)
		return nil
	case err == nil && !fits:
		v.wrong("%s is in another customer's file", name)
	}
	return err
}

// filed tells whether a complaint is found by its dates. The clock may look at it too early, but not too
// late; what is due already it is about to look at.
func filed(stored, right []any, now time.Time) bool {
	if !equal(stored[:2], right[:2]) || !equal(stored[3:], right[3:]) {
		return false
	}
	next, ok := stored[2].(int64)
	due, any := right[2].(int64)
	return !ok && !any || ok && (any && next <= due || next <= now.UnixMilli())
}

// all reads the one column of a query.
func all[T any](q querier, query string, args ...any) (out []T, err error) {
	err = q.query(query, args, func(rows *sql.Rows) error {
		for rows.Next() {
			var v T
			if err := rows.Scan(&v); err != nil {
				return err
			}
			out = append(out, v)
		}
		return nil
	})
	return out, err
}

// Revealed lists the protected fields of a complaint that a person revealed since (rule P5).
func (s *Store) Revealed(ctx context.Context, number, account string, since time.Time) (map[string]bool, error) {
	out := map[string]bool{}
	err := reader{ctx,
		s}.query("SELECT detail FROM journal WHERE subject = ? AND action = 'reveal' AND by = ? AND at > ?",
		[]any{number, account, since.UnixMilli()}, func(rows *sql.Rows) error {
			for rows.Next() {
				var d detail
				if err := rows.Scan(&d); err != nil {
					return err
				}
				for _, c := range d {
					if !d.searched() { // who typed it is shown no more than before
						out[c.After] = true
					}
				}
			}
			return nil
		})
	return out, err
}

// searched tells whether an entry of a reveal is one of a search.
func (d detail) searched() bool {
	return slices.ContainsFunc(d, func(c huiyin.Change) bool { return c.Field == huiyin.SearchedFor })
}
