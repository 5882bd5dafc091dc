package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// load reads one complaint whole. Unknown is huiyin.NotFound.
func load(q querier, where string, key any) (*huiyin.Complaint, error) {
	c := &huiyin.Complaint{}
	var held sql.NullString
	err := q.row(selectComplaint+where, []any{key}, append(complaintTable.targets(c), &held)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, huiyin.NotFound()
	}
	if err != nil {
		return nil, fmt.Errorf("load complaint: %w", err)
	}
	if err := loadParts(q, c, held); err != nil {
		return nil, fmt.Errorf("load complaint %s: %w", c.Number, err)
	}
	c.Loaded()
	return c, nil
}

// loadPlain loads many complaints with their parts, without what counts in their sums from elsewhere: for what is said of
// them alone. Ids that are not there are left out.
func loadPlain(q querier, ids []int64) (map[int64]*huiyin.Complaint, error) {
	out := make(map[int64]*huiyin.Complaint, len(ids))
	each := make(map[int64][]part, len(ids))
	has, all := map[string]bool{}, false
	err := q.query("SELECT c."+strings.Join(complaintTable.cols, ", c.")+", c.parts FROM json_each(?) j CROSS JOIN complaint c "+
		"ON c.id = j.value", []any{jsonList(ids)}, func(rows *sql.Rows) error {
		for rows.Next() {
			c := &huiyin.Complaint{}
			var held sql.NullString
			if err := rows.Scan(append(complaintTable.targets(c), &held)...); err != nil {
				return err
			}
			out[c.ID], each[c.ID], all = c, parts(c), all || !held.Valid
			for _, name := range strings.Fields(held.String) {
				has[name] = true
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("load complaints: %w", err)
	}
	for i, p := range parts(&huiyin.Complaint{}) {
		if !all && !has[p.named()] {
			continue
		}
		err := q.query(p.queryOf(), []any{jsonList(ids)}, func(rows *sql.Rows) error {
			return p.scanOf(rows, func(owner int64) part { return each[owner][i] })
		})
		if err != nil {
			return nil, fmt.Errorf("load complaints' %s: %w", p.named(), err)
		}
	}
	for _, c := range out {
		c.Loaded()
	}
	return out, nil
}

// loadParts reads the parts of a complaint that its row says it has, and what counts in its sum from elsewhere. A row of
// before says nothing, and is looked through.
func loadParts(q querier, c *huiyin.Complaint, held sql.NullString) error {
	var has, others uint64
	if !held.Valid {
		if err := q.row(selectParts, []any{c.ID}, &has); err != nil {
			return err
		}
	}
	names := strings.Fields(held.String)
	for i, p := range parts(c) {
		if has&(1<<i) == 0 && !slices.Contains(names, p.named()) {
			continue
		}
		if err := q.query(p.query(), []any{c.ID}, p.scan); err != nil {
			return err
		}
	}
	err := q.row(selectOthers, []any{c.ID}, &others)
	if err == nil && others&1 != 0 {
		err = q.query("SELECT r.number, g.value "+thanksOf, []any{c.ID}, func(rows *sql.Rows) error {
			for rows.Next() {
				var g huiyin.Thanked
				if err := rows.Scan(&g.Number, &g.Value); err != nil {
					return err
				}
				c.Thanks = append(c.Thanks, g)
			}
			return nil
		})
	}
	if err == nil && others&2 != 0 {
		c.Elsewhere, err = elsewhere(q, "complaint", c.ID)
	}
	if err == nil && others&4 != 0 {
		err = standingHolds(q, c)
	}
	return err
}

// thanksOf finds the gifts of thanks to a complaint's customer that stand and were asked for or given while it was
// open, which count in its sum (rule C9).
const thanksOf = `FROM complaint c CROSS JOIN praise r ON r.customer = c.customer AND r.customer > 0
	CROSS JOIN praise_present g ON g.praise = r.id
	WHERE c.id = ?1 AND g.status IN ('asked', 'approved', 'given')
	AND (g.given_at IS NULL OR g.given_at >= c.received_at)
	AND (c.state NOT IN ('closed', 'archived') OR c.closed_at IS NULL OR g.at < c.closed_at)`

var selectComplaint = "SELECT " + joined(complaintTable.cols) + ", parts FROM complaint WHERE "

// selectParts tells which parts a complaint has, a bit for each, because most have few of the many.
var selectParts = func() string {
	var bits []string
	for i, p := range parts(&huiyin.Complaint{}) {
		bits = append(bits, fmt.Sprintf("%d * EXISTS (SELECT 1 FROM %s WHERE complaint = ?1)", 1<<i, p.named()))
	}
	return "SELECT " + strings.Join(bits, " + ")
}()

// selectOthers tells whether gifts of thanks count in a complaint's sum (1), sums of others (2), and whether standing
// holds cover it, or did (4).
var selectOthers = fmt.Sprintf("SELECT EXISTS (SELECT 1 %s) + 2 * (%s OR %s) + 4 * EXISTS (SELECT 1 %s)", thanksOf,
	elsewhereOf("complaint", false).any(), thanksElsewhere("complaint").any(), holdsOver)

// read loads one complaint as it stands at one instant.
func (s *Store) read(ctx context.Context, where string, key any) (c *huiyin.Complaint, err error) {
	err = s.snapshot(ctx, func(q querier) error {
		c, err = load(q, where, key)
		return err
	})
	return c, err
}

// Known refuses a number that a person does not see, and one that is not there, as the same thing in the same time:
// neither is read whole, which would take longer for the one (rule P3). Restricted ones of their sites are known.
func (s *Store) Known(ctx context.Context, by huiyin.Actor, number string) error {
	sc := scopeOf(by)
	cond, args := where(append(sc.seen(), condition{"c.number = ?", []any{number}}, sc.known()))
	var n int
	if err := (reader{ctx, s}).row("SELECT count(*) FROM complaint c WHERE "+cond, args, &n); err != nil {
		return fmt.Errorf("known: %w", err)
	}
	if n == 0 {
		return huiyin.NotFound()
	}
	return nil
}

// KnownAmong gives those of some numbers that a person sees, or of which they see that they exist (rules P3, P8).
func (s *Store) KnownAmong(ctx context.Context, by huiyin.Actor, numbers []string) ([]string, error) {
	var out []string
	if len(numbers) == 0 {
		return nil, nil
	}
	sc := scopeOf(by)
	cond, args := where(append(sc.seen(), condition{"c.number IN (" + placeholders(len(numbers)) + ")", anys(numbers)},
		sc.known()))
	return out, s.ask(ctx, subqueryOf("SELECT c.number FROM complaint c WHERE "+cond, args,
		func(v *string) []any { return []any{v} }, &out))
}

// Complaint reads one complaint as a person may see it; the one they may not is not found (rule P3).
func (s *Store) Complaint(ctx context.Context, by huiyin.Actor, number string) (*huiyin.Complaint, error) {
	c, err := s.read(ctx, "number = ?", number)
	if err == nil {
		err = huiyin.Can(by, huiyin.ActionRead, c)
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

// Record numbers a new complaint and stores it with its journal, all or nothing, and gives the number.
func (s *Store) Record(ctx context.Context, once Once, by huiyin.Actor, now time.Time, in huiyin.Intake) (string,
	error) {
	number, err := s.write(ctx, once, func(t *tx) (err error) {
		t.answer, err = t.record(by, now, in)
		return err
	})
	if err == nil {
		s.changed.Add(1)
	}
	return number, err
}

func (t *tx) record(by huiyin.Actor, now time.Time, in huiyin.Intake) (number string, err error) {
	c, err := huiyin.RecordComplaint(by, now, in)
	if link := strings.TrimSpace(in.Link); link != "" && (err == nil || huiyin.KindOf(err) == huiyin.KindInvalid) {
		err = huiyin.Every(err, t.mayLink(by, link))
	}
	if err != nil {
		return "", err
	}
	if err := t.insertComplaint(c); err != nil {
		return "", err
	}
	return c.Number, t.index(c, "")
}

func (t *tx) insertComplaint(c *huiyin.Complaint) error {
	local := c.ReceivedAt.In(t.s.Org().Zone)
	var n int
	err := t.row("INSERT INTO counter (site, day, last) VALUES (?, ?, 1) ON CONFLICT (site, day) DO UPDATE SET "+
		"last = last + 1 RETURNING last",
		[]any{c.Site, local.Format("20060102")}, &n)
	if err != nil {
		return fmt.Errorf("number: %w", err)
	}
	c.Numbered(huiyin.Number(c.Site, local, n))
	if err := t.row("SELECT coalesce(max(id), 0) + 1 FROM complaint", nil, &c.ID); err != nil {
		return err
	}
	if err := t.ownReference(c, huiyin.OutsideReference{}); err != nil {
		return err
	}
	var file, customer int64
	if c.AnonymisedAt.IsZero() {
		if file, customer, err = t.fileUnder(&c.Intake); err != nil {
			return fmt.Errorf("customer's file: %w", err)
		}
	}
	if _, err := t.exec(insertComplaint, append(append(complaintTable.values(c), derived(c, t.s.Org())...), file,
		customer)...); err != nil {
		return fmt.Errorf("insert complaint: %w", err)
	}
	t.count(kindOfComplaint(c), 1)
	if err := t.bar(c, nil); err != nil {
		return err
	}
	if c.Restricted { // imported, or in a test
		if err := t.restrict(c); err != nil {
			return err
		}
	}
	if err := t.saveParts(c.ID, parts(c), nil); err != nil {
		return err
	}
	if err := t.saveConcerns(c, nil); err != nil {
		return err
	}
	if err := complaints().seal(t, c); err != nil {
		return err
	}
	return t.figure(c, true)
}

var (
	insertComplaint = insertSQL(complaintTable.name,
		append(append(slices.Clone(complaintTable.cols), derivedCols...), "file", "customer"), 1)
	updateComplaint = updateSQL(complaintTable.name, append(slices.Clone(complaintTable.cols[1:]), derivedCols...),
		"id")
)

// derivedCols are the columns that lists and the clock search by, worked out from the complaint.
var derivedCols = columns("due_at due_kind next_due word_asked measure_asked call_due agree_since agree_role parts unit_key")

func derived(c *huiyin.Complaint, o *huiyin.Org) []any {
	d := c.NextToKeep()
	next := c.NextDue(o)
	if start := o.NextStart(); !next.IsZero() && !start.IsZero() && start.Before(next) {
		next = start // when figures become others, the clock looks again
	}
	word, measure, call := c.WordAsked(), c.MeasureAsked(), c.AwaitsCall()
	since, role := c.AwaitsNextRole(o)
	held := heldBy(c)
	unit := huiyin.UnitRoom(c.Unit)
	return values([]any{&d.Due, &d.Kind, &next, &word, &measure, &call, &since, &role, &held, &unit})
}

// heldBy names the tables in which a complaint has rows, so that loading it looks into no other.
func heldBy(c *huiyin.Complaint) string {
	var names []string
	for _, p := range parts(c) {
		if p.any() {
			names = append(names, p.named())
		}
	}
	return strings.Join(names, " ")
}

// file stores what lists and the clock find a complaint by, where that is another than before.
func (t *tx) file(c *huiyin.Complaint) error {
	next := append(derived(c, t.s.Org()), c.ID)
	_, err := t.exec("UPDATE complaint SET due_at = ?1, due_kind = ?2, next_due = ?3, word_asked = ?4, "+
		"measure_asked = ?5, call_due = ?6, agree_since = ?7, agree_role = ?8, parts = ?9, unit_key = ?10 WHERE id = ?11 AND (due_at IS NOT ?1 OR "+
		"due_kind <> ?2 OR next_due IS NOT ?3 OR word_asked IS NOT ?4 OR measure_asked IS NOT ?5 OR call_due IS NOT "+
		"?6 OR agree_since IS NOT ?7 OR agree_role <> ?8 OR parts IS NOT ?9 OR unit_key <> ?10)", next...)
	if err != nil {
		return fmt.Errorf("file complaint: %w", err)
	}
	return nil
}

// stored is a complaint as it lay in the database before a change.
type stored struct {
	row       []any
	parts     [][][]any
	concerned []string
	site      string
	outside   huiyin.OutsideReference
	kind      bucket
	shut      bool
	barred    []string
	document  string
	identity  [4]string
	personal  bool // its personal data is still there
	blocked   bool
	removed   int // how many of its files have no content any more
}

func asStored(c *huiyin.Complaint) stored {
	return stored{
		row: complaintTable.values(c), parts: partsImage(parts(c)), concerned: c.Concerns(), site: c.Site,
		outside: c.Outside(),
		kind:    kindOfComplaint(c), shut: c.Restricted, barred: c.Barred(), document: document(c),
		identity: identityOf(c), personal: c.AnonymisedAt.IsZero(), blocked: c.Blocked(),
		removed: removedOf(c),
	}
}

func (t *tx) saveConcerns(c *huiyin.Complaint, before []string) error {
	now := c.Concerns()
	had, has := map[string]bool{}, map[string]bool{}
	for _, k := range before {
		had[k] = true
	}
	for _, k := range now {
		has[k] = true
		if !had[k] {
			if _, err := t.exec("INSERT INTO concern (who, received_at, complaint, site) VALUES (?, ?, ?, ?)", k,
				c.ReceivedAt.UnixMilli(), c.ID, c.Site); err != nil {
				return err
			}
		}
	}
	for _, k := range before {
		if !has[k] {
			if _, err := t.exec("DELETE FROM concern WHERE who = ? AND site = ? AND received_at = ? AND complaint = ?",
				k, c.Site, c.ReceivedAt.UnixMilli(), c.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// bar keeps the index of whom a complaint is kept from (rules P4, K5).
func (t *tx) bar(c *huiyin.Complaint, before []string) error {
	now := c.Barred()
	for _, account := range before {
		if !slices.Contains(now, account) {
			if _, err := t.exec("DELETE FROM accused WHERE account = ? AND complaint = ?", account, c.ID); err != nil {
				return err
			}
		}
	}
	for _, account := range now {
		if !slices.Contains(before, account) {
			if _, err := t.exec("INSERT INTO accused (account, complaint) VALUES (?, ?)", account, c.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// ownReference refuses a number of theirs that another complaint has, in words for who typed it (rule K12).
func (t *tx) ownReference(c *huiyin.Complaint, before huiyin.OutsideReference) error {
	now := c.Outside()
	if now.Number == "" || now.Number == before.Number && now.Source == before.Source {
		return nil
	}
	var id int64
	err := t.row("SELECT id FROM complaint WHERE outside_number = ? AND outside_source = ? AND id <> ?",
		[]any{now.Number, string(now.Source), c.ID}, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("number of theirs: %w", err)
	}
	other, err := load(t, "id = ?", id)
	if err != nil {
		return err
	}
	as, by := "outside_", huiyin.Actor{Person: &huiyin.Person{}, Org: t.s.Org()}
	for _, e := range c.Journal() {
		if p := t.s.Org().Person(e.By); p != nil {
			by.Person = p
		}
		if e.Action == huiyin.ActionRefer {
			as = ""
		}
	}
	return huiyin.OutsideTaken(by, other, as)
}

// leaveSite takes a complaint out of what is found by its former site (rule K11).
func (t *tx) leaveSite(c *huiyin.Complaint, before stored) error {
	for _, k := range before.concerned {
		if _, err := t.exec("DELETE FROM concern WHERE who = ? AND site = ? AND received_at = ? AND complaint = ?", k,
			before.site, c.ReceivedAt.UnixMilli(), c.ID); err != nil {
			return err
		}
	}
	_, err := t.exec("DELETE FROM restricted WHERE site = ? AND complaint = ?", before.site, c.ID)
	return err
}

// restrict keeps the index of restricted complaints (rule P8).
func (t *tx) restrict(c *huiyin.Complaint) error {
	query := "DELETE FROM restricted WHERE site = ? AND complaint = ?"
	if c.Restricted {
		query = "INSERT INTO restricted (site, complaint) VALUES (?, ?)"
	}
	_, err := t.exec(query, c.Site, c.ID)
	return err
}

// fingerprint is the sum of a complaint as it is stored; the journal keeps it, so that a row changed
// behind the journal's back is found (rule J2).
func fingerprint(c *huiyin.Complaint) string {
	h := newSum()
	sumRow(h, complaintTable.name, complaintTable.cols[1:], complaintTable.values(c)[1:])
	for _, p := range parts(c) {
		p.sum(h)
	}
	return hexSum(h)
}

// ChangeComplaint loads a complaint, lets fn change it, and stores it with the journal entries that fn
// caused: all of it or, if fn fails, none. A page of another version than the form's is refused
// (rule W12); 0 asks nothing. Files that came with the form are kept with it. The complaint comes back
// as stored.
func (s *Store) ChangeComplaint(ctx context.Context, once Once, number string, version int64,
	fn func(*huiyin.Complaint) error, files ...*Incoming) (*huiyin.Complaint, error) {
	return s.change(ctx, once, number, version, fn, files...)
}

func (s *Store) change(
	ctx context.Context, once Once, key any, version int64, fn func(*huiyin.Complaint) error, files ...*Incoming,
) (*huiyin.Complaint, error) {
	var c *huiyin.Complaint
	_, err := s.write(ctx, once, func(t *tx) (err error) {
		err = t.change(key, version, func(v *huiyin.Complaint) error { c = v; return fn(v) })
		for _, f := range files {
			if err == nil {
				err = t.keep(f)
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if c == nil { // a once form sent again
		return s.read(ctx, by(key), key)
	}
	if c.Changed() {
		s.changed.Add(1)
	}
	if removedOf(c) > 0 || !c.AnonymisedAt.IsZero() { // rules B1, K6
		return c, s.deleteRemoved(ctx)
	}
	return c, nil
}

// complaints is the kind of complaints; their key is a number or an id.
func complaints() kind[*huiyin.Complaint, stored] {
	return kind[*huiyin.Complaint, stored]{
		name:  "complaint",
		load:  func(t *tx, key any) (*huiyin.Complaint, error) { return load(t, by(key), key) },
		image: asStored, save: (*tx).saveComplaint, sum: fingerprint, after: (*tx).follow,
		still: func(t *tx, c *huiyin.Complaint) error { return t.file(c) },
		since: func(t *tx, c *huiyin.Complaint, version int64) ([]huiyin.Entry, error) {
			return t.since(c.Number, version)
		},
	}
}

// saveComplaint stores the row of a complaint, what it is found and counted by, and its parts.
func (t *tx) saveComplaint(c *huiyin.Complaint, before stored) error {
	if err := t.ownReference(c, before.outside); err != nil {
		return err
	}
	if now := complaintTable.values(c); equal(now, before.row) {
		if err := t.file(c); err != nil {
			return err
		}
	} else if _, err := t.exec(updateComplaint,
		append(append(now[1:], derived(c, t.s.Org())...), c.ID)...); err != nil {
		return fmt.Errorf("update complaint: %w", err)
	}
	if now := kindOfComplaint(c); now != before.kind {
		t.count(before.kind, -1)
		t.count(now, 1)
	}
	if c.Site != before.site { // what is found by the site moves along (rule K11)
		if err := t.leaveSite(c, before); err != nil {
			return err
		}
		before.concerned, before.shut = nil, false
	}
	if c.Restricted != before.shut {
		if err := t.restrict(c); err != nil {
			return err
		}
	}
	if err := t.bar(c, before.barred); err != nil {
		return err
	}
	if err := t.saveParts(c.ID, parts(c), before.parts); err != nil {
		return err
	}
	return t.saveConcerns(c, before.concerned)
}

// follow does what follows from a change of a complaint: statistics, the customer's file, what an
// anonymising takes along, and the search text.
func (t *tx) follow(c *huiyin.Complaint, before stored) error {
	if err := t.figure(c, false); err != nil {
		return err
	}
	if before.identity != identityOf(c) {
		if err := t.refile(c); err != nil {
			return fmt.Errorf("customer's file: %w", err)
		}
	}
	if err := t.dropRecordings(c, before); err != nil {
		return err
	}
	if before.personal && !c.AnonymisedAt.IsZero() {
		if err := t.empty(c); err != nil {
			return fmt.Errorf("anonymise: %w", err)
		}
		for _, m := range c.Absorbed() {
			if err := t.change(m.Number, 0, func(o *huiyin.Complaint) error {
				o.GoWith(t.s.Org(), c)
				return nil
			}); err != nil {
				return fmt.Errorf("anonymise %s: %w", m.Number, err)
			}
		}
	}
	if !before.blocked && c.Blocked() {
		for _, m := range c.Absorbed() {
			if err := t.change(m.Number, 0, func(o *huiyin.Complaint) error {
				o.BlockWith(t.s.Org(), c)
				return nil
			}); err != nil {
				return fmt.Errorf("block %s: %w", m.Number, err)
			}
		}
	}
	if c.Urgency == huiyin.Emergency || before.kind.urgency == string(huiyin.Emergency) {
		if err := t.wakeAlarmed(c.Number); err != nil {
			return fmt.Errorf("alarmed: %w", err)
		}
	}
	return t.index(c, before.document)
}

// change is the frame for a complaint within a change of something else.
func (t *tx) change(key any, version int64, fn func(*huiyin.Complaint) error) error {
	return change(t, complaints(), key, version, fn)
}
