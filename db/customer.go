package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/huiyin"
)

var customerTable = newTable("customer", func(v *huiyin.Customer) []column {
	return []column{
		{"id", &v.ID}, {"into_file", &v.Into}, {"merged_at", &v.MergedAt}, {"merged_by", &v.MergedBy},
		{"merge_reason", &v.MergeReason}, {"name", &v.Name}, {"phone", &v.Phone}, {"address", &v.Address},
		{"consent", &v.Consent}, {"consent_at", &v.ConsentAt}, {"anonymised_at", &v.AnonymisedAt},
	}
})

var requestTable = newTable("data_request", func(v *huiyin.DataRequest) []column {
	return []column{
		{"id", &v.ID}, {"kind", &v.Kind}, {"site", &v.Site}, {"received_at", &v.ReceivedAt}, {"way", &v.Way},
		{"asked", &v.Asked}, {"recorded_by", &v.RecordedBy}, {"handler", &v.Handler}, {"due", &v.Due},
		{"answered_at", &v.AnsweredAt}, {"answered_by", &v.AnsweredBy}, {"answer", &v.Answer},
		{"outcome", &v.Outcome},
	}
})

// fileUnder finds the file that an intake belongs to, makes it if there is none, and tells which file
// that is merged into. 0 is nobody's.
func (t *tx) fileUnder(in *huiyin.Intake) (file, customer int64, err error) {
	key := in.CustomerKey()
	if key == "" {
		return 0, 0, nil
	}
	var into int64
	err = t.row("SELECT id, into_file FROM customer WHERE key = ?", []any{key}, &file, &into)
	if errors.Is(err, sql.ErrNoRows) {
		res, err := t.exec("INSERT INTO customer (key, tail, into_file, merged_by, merge_reason, name, phone, address, consent) VALUES (?, nullif(?, ''), 0, '', '', '', '', '', '')", key, in.PhoneTail())
		if err != nil {
			return 0, 0, err
		}
		file, err = res.LastInsertId()
		return file, file, err
	}
	if err != nil {
		return 0, 0, err
	}
	customer, err = standing(t, file, into)
	return file, customer, err
}

// standing gives the file that one is merged into in the end, which may be itself.
func standing(q querier, id, into int64) (int64, error) {
	for into != 0 {
		id = into
		if err := q.row("SELECT into_file FROM customer WHERE id = ?", []any{id}, &into); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// identityOf is what a complaint's file and its entry in the index of names hang on.
func identityOf(c *huiyin.Complaint) [4]string { return [4]string{c.Site, c.Name, c.Phone, c.Unit} }

// nameDocument is everything one may find a complaint's customer by.
func nameDocument(in *huiyin.Intake) string {
	var b strings.Builder
	phoneTokens(&b, in.Phone)
	for _, text := range []string{in.Name, in.Unit, strings.Join(initials(in.Name), " ")} {
		tokens(&b, text)
	}
	return b.String()
}

func (t *tx) indexName(c *huiyin.Complaint) error {
	if c.CustomerKey() == "" || !c.AnonymisedAt.IsZero() {
		return nil
	}
	t.later("INSERT INTO names (rowid, t) VALUES (?, ?)", c.ID, nameDocument(&c.Intake))
	return nil
}

// refile puts a complaint whose customer was written otherwise, or was taken out, into its new file.
func (t *tx) refile(c *huiyin.Complaint) error {
	var wasFile, wasCustomer int64
	if err := t.row("SELECT coalesce(file, 0), coalesce(customer, 0) FROM complaint WHERE id = ?", []any{c.ID}, &wasFile, &wasCustomer); err != nil {
		return err
	}
	t.later("DELETE FROM names WHERE rowid = ?", c.ID)
	file, customer := int64(0), int64(0)
	if c.AnonymisedAt.IsZero() {
		var err error
		if file, customer, err = t.fileUnder(&c.Intake); err != nil {
			return err
		}
		if err := t.indexName(c); err != nil {
			return err
		}
	}
	if _, err := t.exec("UPDATE complaint SET file = ?, customer = ? WHERE id = ?", file, customer, c.ID); err != nil {
		return err
	}
	if c.AnonymisedAt.IsZero() || wasFile == 0 {
		return nil
	}
	last := c.Journal()[len(c.Journal())-1]
	by := huiyin.Actor{Person: &huiyin.Person{Account: last.By}, Org: t.s.Org()}
	if _, err := t.exec("UPDATE customer SET key = NULL, tail = NULL WHERE id = ? AND NOT EXISTS (SELECT 1 FROM complaint WHERE file = ? AND file > 0)", wasFile, wasFile); err != nil {
		return err
	}
	var left bool
	if err := t.row("SELECT EXISTS (SELECT 1 FROM complaint WHERE customer = ? AND customer > 0)", []any{wasCustomer}, &left); err != nil || left {
		return err
	}
	return t.emptyCustomer(by, last.Logged, wasCustomer)
}

// emptyCustomer takes the personal data out of a file without complaints, and of those merged into it.
func (t *tx) emptyCustomer(by huiyin.Actor, now time.Time, id int64) error {
	c, err := loadCustomer(t, id)
	if err != nil || !c.AnonymisedAt.IsZero() {
		return err
	}
	before := asStoredCustomer(c)
	c.Emptied(by, now)
	if err := t.saveCustomer(c, before); err != nil {
		return err
	}
	if err := t.emptyJournal(c.Subject()); err != nil {
		return err
	}
	merged, err := all[int64](t, "SELECT id FROM customer WHERE into_file = ? AND into_file > 0", id)
	for _, m := range merged {
		err = errors.Join(err, t.emptyCustomer(by, now, m))
	}
	return err
}

// empty removes what an anonymised complaint leaves behind: the words in its journal, of which the digests
// stay so that the chain still fits, and the contents of its attachments.
func (t *tx) empty(c *huiyin.Complaint) error {
	for _, a := range c.Attachments {
		if _, err := t.exec("INSERT OR IGNORE INTO doomed (hash) VALUES (?)", a.Hash); err != nil {
			return err
		}
	}
	if err := errors.Join(t.emptyScans(c), t.emptySignings(c)); err != nil {
		return err
	}
	if err := t.set(purgeSetting, "1"); err != nil {
		return err
	}
	return t.emptyJournal(c.Number)
}

const purgeSetting = "search.purge"

// PurgeSearch rewrites the search indexes, which find nothing of an anonymised complaint any more, so that
// its words leave the disk as well. It does so only after something was anonymised: for 100,000 complaints
// it takes seconds, in which nothing else is written.
func (s *Store) PurgeSearch(ctx context.Context) error {
	due, err := all[string](reader{ctx, s}, "SELECT value FROM setting WHERE name = ?", purgeSetting)
	if err != nil || len(due) == 0 {
		return err
	}
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		for _, query := range []string{"INSERT INTO texts (texts) VALUES ('optimize')", "INSERT INTO names (names) VALUES ('optimize')", "DELETE FROM setting WHERE name = '" + purgeSetting + "'"} {
			if _, err := t.exec(query); err != nil {
				return fmt.Errorf("purge the search index: %w", err)
			}
		}
		return nil
	})
	return err
}

func (t *tx) emptyJournal(subject string) error {
	var entries []huiyin.Entry
	err := t.query("SELECT "+joined(journalTable.cols)+" FROM journal WHERE subject = ? ORDER BY id", []any{subject}, func(rows *sql.Rows) error {
		return scanEntries(rows, func(e huiyin.Entry) error { entries = append(entries, e); return nil })
	})
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Digest != "" || !e.Personal() {
			continue
		}
		if _, err := t.exec("UPDATE journal SET detail = '', digest = ? WHERE id = ?", e.DetailDigest(), e.ID); err != nil {
			return err
		}
	}
	return nil
}

// dropDoomed deletes contents that were removed with the personal data, unless something else holds the
// same. It waits for the writer, so that no upload brings one back meanwhile.
func (s *Store) dropDoomed(ctx context.Context) error {
	some, err := all[string](reader{ctx, s}, "SELECT hash FROM doomed LIMIT 1")
	if err != nil || len(some) == 0 {
		return err
	}
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		hashes, err := all[string](t, "SELECT hash FROM doomed WHERE hash NOT IN (SELECT hash FROM attachment WHERE removed_at IS NULL AND hash = doomed.hash) AND NOT EXISTS (SELECT 1 FROM scan WHERE hash = doomed.hash AND removed_at IS NULL)"+
			" AND NOT EXISTS (SELECT 1 FROM signing WHERE hash = doomed.hash AND removed_at IS NULL) AND NOT EXISTS (SELECT 1 FROM signing WHERE drawing = doomed.hash AND drawing <> '' AND removed_at IS NULL)")
		if err != nil {
			return err
		}
		for _, hash := range hashes {
			if err := os.Remove(s.filePath(hash)); err != nil && !errors.Is(err, os.ErrNotExist) {
				return fmt.Errorf("remove file: %w", err)
			}
		}
		_, err = t.exec("DELETE FROM doomed")
		return err
	})
	return err
}

// fileCustomers puts complaints that stand in no file yet, because an earlier Huiyin recorded them, into
// theirs. All of them or none, in the order of receipt.
func (s *Store) fileCustomers(ctx context.Context) error {
	some, err := all[int64](reader{ctx, s}, "SELECT id FROM complaint WHERE file IS NULL LIMIT 1")
	if err != nil || len(some) == 0 {
		return err
	}
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		var list []huiyin.Complaint
		err := t.query("SELECT id, site, name, phone, unit FROM complaint WHERE file IS NULL ORDER BY id", nil, func(rows *sql.Rows) error {
			for rows.Next() {
				var c huiyin.Complaint
				if err := rows.Scan(&c.ID, &c.Site, &c.Name, &c.Phone, &c.Unit); err != nil {
					return err
				}
				list = append(list, c)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for i := range list {
			file, customer, err := t.fileUnder(&list[i].Intake)
			if err != nil {
				return err
			}
			if _, err := t.exec("UPDATE complaint SET file = ?, customer = ? WHERE id = ?", file, customer, list[i].ID); err != nil {
				return err
			}
			if err := t.indexName(&list[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// loadCustomer reads a file with its requests. Unknown is huiyin.NotFound.
func loadCustomer(q querier, id int64) (*huiyin.Customer, error) {
	c := &huiyin.Customer{}
	err := q.row("SELECT "+joined(customerTable.cols)+" FROM customer WHERE id = ?", []any{id}, customerTable.targets(c)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, huiyin.NotFound()
	}
	if err != nil {
		return nil, fmt.Errorf("load customer: %w", err)
	}
	err = q.query("SELECT "+joined(requestTable.cols)+" FROM data_request WHERE customer = ? ORDER BY id", []any{id}, func(rows *sql.Rows) error {
		var r huiyin.DataRequest
		into := requestTable.targets(&r)
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				return err
			}
			c.Requests = append(c.Requests, r)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("load customer: %w", err)
	}
	return c, nil
}

type storedCustomer struct {
	row      []any
	requests [][]any
}

func asStoredCustomer(c *huiyin.Customer) storedCustomer {
	b := storedCustomer{row: customerTable.values(c)}
	for i := range c.Requests {
		b.requests = append(b.requests, requestTable.values(&c.Requests[i]))
	}
	return b
}

// saveCustomer stores a changed file with its journal (rule J1).
func (t *tx) saveCustomer(c *huiyin.Customer, before storedCustomer) error {
	if now := customerTable.values(c); !equal(now, before.row) {
		if _, err := t.exec(updateSQL("customer", customerTable.cols[1:], "id"), append(now[1:], now[0])...); err != nil {
			return fmt.Errorf("update customer: %w", err)
		}
	}
	for i := range c.Requests {
		now := requestTable.values(&c.Requests[i])
		switch {
		case i >= len(before.requests):
			res, err := t.exec(insertSQL("data_request", append([]string{"customer"}, requestTable.cols[1:]...), 1), append([]any{c.ID}, now[1:]...)...)
			if err != nil {
				return fmt.Errorf("insert request: %w", err)
			}
			if c.Requests[i].ID, err = res.LastInsertId(); err != nil {
				return err
			}
		case !equal(now, before.requests[i]):
			if _, err := t.exec(updateSQL("data_request", requestTable.cols[1:], "id"), append(now[1:], now[0])...); err != nil {
				return fmt.Errorf("update request: %w", err)
			}
		}
	}
	return t.append(c.Journal(), customerSum(c))
}

// customerSum is a file's fingerprint (rule J2).
func customerSum(c *huiyin.Customer) string {
	h := newSum()
	sumRow(h, customerTable.name, customerTable.cols[1:], customerTable.values(c)[1:])
	for i := range c.Requests {
		sumRow(h, requestTable.name, requestTable.cols[1:], requestTable.values(&c.Requests[i])[1:])
	}
	return hexSum(h)
}

// verifyCustomers compares the files that were changed with what the journal last sealed; the others are
// empty but for their complaints.
func verifyCustomers(q querier, sums map[string]string, v *Verdict) error {
	ids, err := all[int64](q, "SELECT id FROM customer ORDER BY id")
	if err != nil {
		return err
	}
	untouched := customerSum(&huiyin.Customer{})
	for _, id := range ids {
		c, err := loadCustomer(q, id)
		if err != nil {
			return err
		}
		sum, sealed := sums[c.Subject()]
		if !sealed {
			sum = untouched
		}
		if sum != customerSum(c) {
			v.wrong("customer's file %d differs from what the journal last sealed", id)
		}
		delete(sums, c.Subject())
	}
	return nil
}

// wellFiled tells whether a complaint stands in its own customer's file.
func wellFiled(q querier, c *huiyin.Complaint) (bool, error) {
	var file, customer int64
	if err := q.row("SELECT coalesce(file, 0), coalesce(customer, 0) FROM complaint WHERE id = ?", []any{c.ID}, &file, &customer); err != nil {
		return false, err
	}
	key := c.CustomerKey()
	if !c.AnonymisedAt.IsZero() {
		key = ""
	}
	if key == "" || file == 0 {
		return key == "" && file == 0 && customer == 0, nil
	}
	var stored string
	var into int64
	err := q.row("SELECT coalesce(key, ''), into_file FROM customer WHERE id = ?", []any{file}, &stored, &into)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	in, err := standing(q, file, into)
	return stored == key && in == customer, err
}

// recordName names a subject of the journal.
func recordName(subject string) string {
	if id, ok := strings.CutPrefix(subject, "customer:"); ok {
		return "customer's file " + id
	}
	return "complaint " + subject
}

// shown is the rule of who sees a complaint (P3, P4) for one that a query calls by another name than c.
func (sc scope) shown(name string) condition {
	cond, args := where(sc.flat())
	return condition{strings.NewReplacer("c.id", name+".id", "c.site", name+".site").Replace(cond), args}
}

// mostSeen is how many complaints of one customer are looked at, the newest first.
const mostSeen = 300

// seenOf reads the rows of a customer's complaints that a person may see, newest first, without their parts.
func seenOf(q querier, by huiyin.Actor, id int64) ([]*huiyin.Complaint, error) {
	cond, args := where(scopeOf(by).flat())
	return complaintRows(q, "SELECT c."+strings.Join(complaintTable.cols, ", c.")+" FROM complaint c WHERE c.customer = ? AND c.customer > 0 AND "+cond+" ORDER BY c.received_at DESC, c.id DESC LIMIT ?",
		append(append([]any{id}, args...), mostSeen))
}

func complaintRows(q querier, query string, args []any) ([]*huiyin.Complaint, error) {
	var out []*huiyin.Complaint
	err := q.query(query, args, func(rows *sql.Rows) error {
		for rows.Next() {
			c := &huiyin.Complaint{}
			if err := rows.Scan(complaintTable.targets(c)...); err != nil {
				return err
			}
			out = append(out, c)
		}
		return nil
	})
	return out, err
}

// barredFrom lists those complained about by a customer.
func barredFrom(q querier, id int64) ([]string, error) {
	return all[string](q, "SELECT DISTINCT a.account FROM complaint c CROSS JOIN accused a ON a.complaint = c.id WHERE c.customer = ? AND c.customer > 0", id)
}

// Customer reads a file as a person may see it; who sees none of its complaints finds no file (rule P3).
func (s *Store) Customer(ctx context.Context, by huiyin.Actor, id int64) (*huiyin.CustomerFile, error) {
	var f *huiyin.CustomerFile
	err := s.freeze(ctx, func(q querier) (err error) {
		if f, err = loadFile(q, by, id); err == nil && len(f.Seen) == 0 {
			err = huiyin.NotFound()
		}
		if err != nil || f.Customer.Into != 0 {
			return err
		}
		if f.Happened, err = happenings(q, f.Seen); err != nil {
			return err
		}
		phones := map[string]bool{}
		for _, k := range f.Seen {
			phones[k.Phone] = true
		}
		delete(phones, "")
		numbers := slices.Sorted(maps.Keys(phones))
		if f.Slips, err = contactRecordsOf(q, by, condition{"r.phone <> '' AND r.phone IN (" + placeholders(len(numbers)) + ")", anys(numbers)}); err != nil {
			return err
		}
		if f.Merged, err = mergedInto(q, by, id); err != nil {
			return err
		}
		f.Doubles, err = doubles(q, by, f)
		return err
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}

func loadFile(q querier, by huiyin.Actor, id int64) (*huiyin.CustomerFile, error) {
	c, err := loadCustomer(q, id)
	if err != nil {
		return nil, err
	}
	f := &huiyin.CustomerFile{Customer: c}
	if f.Seen, err = seenOf(q, by, id); err != nil {
		return nil, err
	}
	f.Barred, err = barredFrom(q, id)
	return f, err
}

// happened are the tables that a customer's file tells from, each as: what, complaint, at, by, way, words,
// promise and its date, code, amount. A new noun that happens to customers adds its line here.
var happened = []string{
	"SELECT 'contact', complaint, at, by, way, said, promised, promised_at, '', 0 FROM contact INDEXED BY contact_by_complaint WHERE complaint IN (%s)",
	"SELECT 'reminder', complaint, at, by, way, '', '', NULL, '', 0 FROM reminder INDEXED BY reminder_by_complaint WHERE complaint IN (%s)",
	"SELECT 'answer', complaint, at, by, way, said, '', NULL, accepted, 0 FROM answer INDEXED BY answer_by_complaint WHERE complaint IN (%s)",
	"SELECT 'result', complaint, at, by, way, said, '', NULL, satisfaction, 0 FROM result INDEXED BY result_by_complaint WHERE complaint IN (%s)",
	"SELECT 'payment', complaint, paid_at, by, '', way, '', NULL, '', amount FROM payment INDEXED BY payment_by_complaint WHERE complaint IN (%s)",
	"SELECT 'follow_up', complaint, at, by, '', said, '', NULL, satisfaction, 0 FROM follow_up INDEXED BY follow_up_by_complaint WHERE complaint IN (%s)",
}

// mostTold is how many complaints a file tells the course of, the newest; the others are listed.
const mostTold = 50

func happenings(q querier, seen []*huiyin.Complaint) ([]huiyin.TimelineEvent, error) {
	if len(seen) == 0 {
		return nil, nil
	}
	ids := make([]string, 0, mostTold) // numbers of our own, so they may stand in the query
	for i := range mostTold {
		ids = append(ids, "?"+strconv.Itoa(i+1))
	}
	args := make([]any, mostTold)
	for i := range args {
		args[i] = seen[min(i, len(seen)-1)].ID
	}
	var parts []string
	for _, h := range happened {
		parts = append(parts, fmt.Sprintf(h, strings.Join(ids, ",")))
	}
	var out []huiyin.TimelineEvent
	err := q.query(strings.Join(parts, " UNION ALL ")+" ORDER BY 3 DESC", args, func(rows *sql.Rows) error {
		for rows.Next() {
			var h huiyin.TimelineEvent
			if err := rows.Scan(targets([]any{&h.Kind, &h.Complaint, &h.At, &h.By, &h.Way, &h.Words, &h.Promised, &h.PromisedAt, &h.Code, &h.Amount})...); err != nil {
				return err
			}
			out = append(out, h)
		}
		return nil
	})
	return out, err
}

// mergedInto lists the files merged into one of which the reader sees a complaint (rule P3).
func mergedInto(q querier, by huiyin.Actor, id int64) ([]huiyin.CustomerDouble, error) {
	shown := scopeOf(by).shown("n")
	var out []huiyin.CustomerDouble
	err := q.query(`SELECT m.id, m.merged_at, m.merged_by, m.merge_reason, n.name, n.phone, n.unit, n.site FROM customer m CROSS JOIN complaint n
		ON n.id = (SELECT n.id FROM complaint n WHERE n.file = m.id AND n.file > 0 AND `+shown.sql+` ORDER BY n.id DESC LIMIT 1)
		WHERE m.into_file = ? AND m.into_file > 0 ORDER BY m.id LIMIT 20`, append(slices.Clone(shown.args), id), func(rows *sql.Rows) error {
		for rows.Next() {
			var d huiyin.CustomerDouble
			if err := rows.Scan(targets([]any{&d.ID, &d.MergedAt, &d.MergedBy, &d.Reason, &d.Name, &d.Phone, &d.Unit, &d.Site})...); err != nil {
				return err
			}
			out = append(out, d)
		}
		return nil
	})
	return out, err
}

// doubles proposes other files that may be of the same customer: a complaint of the same name and unit
// under another phone, or a phone that ends in the same eight digits. Only what the reader may see counts.
func doubles(q querier, by huiyin.Actor, f *huiyin.CustomerFile) ([]huiyin.CustomerDouble, error) {
	shown := scopeOf(by).shown("n")
	id := f.Customer.ID
	newest := f.Seen[0]
	args := append([]any{newest.Unit, newest.Name, newest.Site, id}, shown.args...)
	args = append(append(append(args, newest.PhoneTail(), id), shown.args...), 10)
	var out []huiyin.CustomerDouble
	known := map[int64]bool{}
	err := q.query(`SELECT * FROM (SELECT n.customer, n.name, n.phone, n.unit, n.site, 'unit' FROM complaint n
			WHERE n.unit = ? AND n.unit <> '' AND n.name = ? AND n.site = ? AND n.customer > 0 AND n.customer <> ? AND `+shown.sql+`
		UNION SELECT n.customer, n.name, n.phone, n.unit, n.site, 'phone' FROM customer k CROSS JOIN complaint n ON n.file = k.id AND n.file > 0
			WHERE k.tail = ? AND n.customer <> ? AND `+shown.sql+`) LIMIT ?`, args, func(rows *sql.Rows) error {
		for rows.Next() {
			var d huiyin.CustomerDouble
			if err := rows.Scan(&d.ID, &d.Name, &d.Phone, &d.Unit, &d.Site, &d.Why); err != nil {
				return err
			}
			if !known[d.ID] {
				known[d.ID] = true
				out = append(out, d)
			}
		}
		return nil
	})
	return out, err
}

// ChangeCustomer loads a file as a person may see it, lets fn change it, and stores it with its journal.
// A request that is opened or answered holds or frees the customer's complaints, and what an answer
// erases is erased, all in one.
func (s *Store) ChangeCustomer(ctx context.Context, once Once, by huiyin.Actor, now time.Time, id int64, fn func(*huiyin.CustomerFile) error) error {
	erased := false
	_, err := s.write(ctx, once, func(t *tx) error {
		f, err := loadFile(t, by, id)
		if err != nil {
			return err
		}
		before, open := asStoredCustomer(f.Customer), openRequests(f.Customer)
		if err := fn(f); err != nil {
			return err
		}
		if err := t.saveCustomer(f.Customer, before); err != nil {
			return err
		}
		if n := openRequests(f.Customer); n != open {
			numbers, err := all[string](t, "SELECT number FROM complaint WHERE customer = ? AND customer > 0 ORDER BY id", id)
			if err != nil {
				return err
			}
			for _, number := range numbers {
				if _, err := t.change("number = ?", number, 0, func(c *huiyin.Complaint) error { c.Keep(by, now, n > open); return nil }); err != nil {
					return err
				}
			}
		}
		erased = len(f.Erase) > 0
		for _, number := range f.Erase {
			if _, err := t.change("number = ?", number, 0, func(c *huiyin.Complaint) error { return c.Erase(by, now, f.EraseReason) }); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		s.changed.Add(1)
	}
	if err == nil && erased {
		err = s.dropDoomed(ctx)
	}
	return err
}

func openRequests(c *huiyin.Customer) int {
	n := 0
	for i := range c.Requests {
		if c.Requests[i].Open() {
			n++
		}
	}
	return n
}

// ChangeCustomers is ChangeCustomer for two files, which are merged or parted.
func (s *Store) ChangeCustomers(ctx context.Context, once Once, by huiyin.Actor, id, other int64, fn func(f, other *huiyin.CustomerFile) error) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		f, err := loadFile(t, by, id)
		if err != nil {
			return err
		}
		o := &huiyin.CustomerFile{}
		if c, err := loadCustomer(t, other); err == nil {
			o.Customer = c
			if o.Seen, err = t.seenBelow(by, other); err != nil {
				return err
			}
		} else if huiyin.KindOf(err) != huiyin.KindNotFound {
			return err
		}
		before, was := asStoredCustomer(f.Customer), storedCustomer{}
		if o.Customer != nil {
			was = asStoredCustomer(o.Customer)
		}
		if err := fn(f, o); err != nil {
			return err
		}
		if err := errors.Join(t.saveCustomer(f.Customer, before), t.saveCustomer(o.Customer, was)); err != nil {
			return err
		}
		in, err := standing(t, o.Customer.ID, o.Customer.Into)
		if err != nil {
			return err
		}
		_, err = t.exec("UPDATE complaint INDEXED BY complaint_by_file SET customer = ? WHERE file > 0 AND file IN ("+below+")", in, other)
		return err
	})
	if err == nil {
		s.changed.Add(1)
	}
	return err
}

// below is a file and those merged into it, however deep.
const below = `WITH RECURSIVE b (id) AS (SELECT ? UNION SELECT m.id FROM b CROSS JOIN customer m ON m.into_file = b.id AND m.into_file > 0) SELECT id FROM b`

// seenBelow reads the complaints of a file and those merged into it that a person may see.
func (t *tx) seenBelow(by huiyin.Actor, id int64) ([]*huiyin.Complaint, error) {
	cond, args := where(scopeOf(by).flat())
	return complaintRows(t, "SELECT c."+strings.Join(complaintTable.cols, ", c.")+" FROM complaint c INDEXED BY complaint_by_file WHERE c.file > 0 AND c.file IN ("+below+") AND "+cond+" LIMIT ?", append(append([]any{id}, args...), 1))
}

// CustomerOf finds the file of a complaint that a person may see, 0 where it has none.
func (s *Store) CustomerOf(ctx context.Context, by huiyin.Actor, number string) (id int64, err error) {
	cond, args := where(scopeOf(by).flat())
	err = reader{ctx, s}.row("SELECT coalesce(c.customer, 0) FROM complaint c WHERE c.number = ? AND "+cond, append([]any{number}, args...), &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, huiyin.NotFound()
	}
	return id, err
}

// Customers lists the customers of whom a person sees a complaint, by the newest of these, or those found
// by words: name, initials, unit, the whole phone number or its last four digits (rules P3, P5). A page of
// 50, and where the next begins.
func (s *Store) Customers(ctx context.Context, by huiyin.Actor, q, page string) (out []huiyin.CustomerRow, next string, err error) {
	_, at, id, err := place(page)
	if err != nil {
		return nil, "", err
	}
	sc := scopeOf(by)
	shown := sc.shown("m")
	var inner string
	var args []any
	if q != "" {
		match, ok := matchQuery(q)
		if !ok {
			return nil, "", nil
		}
		ids, err := s.namedCustomers(ctx, sc, match, id)
		if err != nil || len(ids) == 0 {
			return nil, "", err
		}
		inner, args = "SELECT id, id AS place FROM complaint WHERE id IN ("+placeholders(len(ids))+") LIMIT ?", anys(ids)
	} else {
		newer := sc.shown("n")
		conds := []condition{{"+c.customer > 0", nil}, sc.open(), // the plus leaves the order to the index of receipt
			{"NOT EXISTS (SELECT 1 FROM complaint n WHERE n.customer = c.customer AND n.customer > 0 AND (n.received_at, n.id) > (c.received_at, c.id) AND " + newer.sql + ")", newer.args}}
		if id != 0 {
			conds = append(conds, condition{"(c.received_at, c.id) < (?, ?)", []any{at, id}})
		}
		var streams []string
		stream := func(place, from string, more ...condition) {
			cond, a := where(append(more, conds...))
			streams, args = append(streams, "SELECT "+place+" AS place FROM "+from+" WHERE "+cond), append(args, a...)
		}
		if sc.all {
			stream("c.id AS id, c.received_at", "complaint c INDEXED BY complaint_by_receipt")
		} else {
			for _, site := range sc.sites {
				stream("c.id AS id, c.received_at", "complaint c INDEXED BY complaint_by_site", condition{"c.site = ?", []any{site}})
			}
			sites, owned := sc.split(by.Org)
			for _, site := range sites {
				for _, k := range sc.keys {
					if !owned[site] {
						stream("k.complaint AS id, k.received_at", "concern k CROSS JOIN complaint c ON c.id = k.complaint", append(received("k", "complaint", huiyin.Filter{}, at, id), condition{"k.who = ? AND k.site = ?", []any{k, site}})...)
					}
				}
			}
		}
		inner = strings.Join(streams, " UNION ") + " ORDER BY 2 DESC, 1 DESC LIMIT ?"
	}
	query := "SELECT c.customer, coalesce(nullif(f.name, ''), c.name), c.phone, c.unit, c.site, c.received_at, c.id, (SELECT count(*) FROM complaint m WHERE m.customer = c.customer AND m.customer > 0 AND " + shown.sql +
		") FROM (" + inner + ") p CROSS JOIN complaint c ON c.id = p.id CROSS JOIN customer f ON f.id = c.customer ORDER BY p.place DESC, p.id DESC"
	err = reader{ctx, s}.query(query, append(append(slices.Clone(shown.args), args...), pageRows+1), func(rows *sql.Rows) error {
		for rows.Next() {
			var r huiyin.CustomerRow
			if err := rows.Scan(targets([]any{&r.ID, &r.Name, &r.Phone, &r.Unit, &r.Site, &r.Newest, &r.Complaint, &r.Complaints})...); err != nil {
				return err
			}
			out = append(out, r)
		}
		return nil
	})
	if err != nil {
		return nil, "", fmt.Errorf("list customers: %w", err)
	}
	if len(out) > pageRows {
		out = out[:pageRows]
		last := out[pageRows-1]
		next = strconv.FormatInt(last.Newest.UnixMilli(), 10) + "~" + strconv.FormatInt(last.Complaint, 10)
		if q != "" {
			next = "~" + strconv.FormatInt(last.Complaint, 10)
		}
	}
	return out, next, nil
}

// namedCustomers gives, newest first, the complaints under which a page of customers was found by words: of
// each customer the newest that a person sees, from before the complaint with which the last page ended.
func (s *Store) namedCustomers(ctx context.Context, sc scope, match string, before int64) (ids []int64, err error) {
	cond, args := where(append([]condition{{"x.t MATCH ?", []any{match}}, {"c.customer > 0", nil}}, sc.flat()...))
	known := map[int64]bool{}
	err = reader{ctx, s}.query("SELECT c.id, c.customer FROM names x CROSS JOIN complaint c ON c.id = x.rowid WHERE "+cond+" ORDER BY x.rowid DESC", args, func(rows *sql.Rows) error {
		for len(ids) <= pageRows && rows.Next() {
			var id, customer int64
			if err := rows.Scan(&id, &customer); err != nil {
				return err
			}
			if !known[customer] && (before == 0 || id < before) {
				ids = append(ids, id)
			}
			known[customer] = true
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("find customers: %w", err)
	}
	return ids, nil
}

// Unit reads what a person may see of the complaints of one unit at a site, newest first, with what
// happened in them. A unit of which they see nothing is not found (rule P3).
func (s *Store) Unit(ctx context.Context, by huiyin.Actor, site, unit string) (*huiyin.CustomerFile, error) {
	f := &huiyin.CustomerFile{}
	cond, args := where(scopeOf(by).flat())
	err := s.freeze(ctx, func(q querier) (err error) {
		f.Seen, err = complaintRows(q, "SELECT c."+strings.Join(complaintTable.cols, ", c.")+" FROM complaint c WHERE c.unit = ? AND c.unit <> '' AND c.site = ? AND "+cond+" ORDER BY c.received_at DESC, c.id DESC LIMIT ?",
			append(append([]any{unit, site}, args...), mostSeen))
		if err == nil && len(f.Seen) == 0 {
			return huiyin.NotFound()
		}
		if err == nil {
			f.Happened, err = happenings(q, f.Seen)
		}
		if err == nil {
			f.Slips, err = contactRecordsOf(q, by, condition{"r.unit <> '' AND r.unit = ? AND r.site = ?", []any{unit, site}})
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return f, nil
}

// RevealedOf lists which protected fields of which complaints a person revealed since (rule P5).
func (s *Store) RevealedOf(ctx context.Context, seen []*huiyin.Complaint, account string, since time.Time) (map[string]bool, error) {
	out := map[string]bool{}
	numbers := make([]any, mostTold)
	for i := range numbers {
		numbers[i] = seen[min(i, len(seen)-1)].Number
	}
	err := reader{ctx, s}.query("SELECT subject, detail FROM journal WHERE subject IN ("+placeholders(mostTold)+") AND action IN ('reveal', 'print') AND action = 'reveal' AND by = ? AND at > ?",
		append(numbers, account, since.UnixMilli()), func(rows *sql.Rows) error {
			for rows.Next() {
				var number string
				var d detail
				if err := rows.Scan(&number, &d); err != nil {
					return err
				}
				for _, c := range d {
					out[number+" "+c.After] = true
				}
			}
			return nil
		})
	return out, err
}

// NoteExport writes an export into the journal, and which complaints it showed (rules P5, J3).
func (s *Store) NoteExport(ctx context.Context, e huiyin.Entry, list []*huiyin.Complaint) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		if err := t.append([]huiyin.Entry{e}, ""); err != nil {
			return err
		}
		var entry int64
		if err := t.row("SELECT max(id) FROM journal", nil, &entry); err != nil {
			return err
		}
		for chunk := range slices.Chunk(list, 200) {
			args := make([]any, 0, 2*len(chunk))
			for _, c := range chunk {
				args = append(args, c.ID, entry)
			}
			if _, err := t.exec(insertSQL("exported", columns("complaint entry"), len(chunk)), args...); err != nil {
				return fmt.Errorf("export: %w", err)
			}
		}
		return nil
	})
	return err
}

// Looks lists who looked at a customer's data, newest first, older than before when it is not 0: reveals,
// prints and exports of the complaints that the reader may see, and extracts (rules P5, J3).
func (s *Store) Looks(ctx context.Context, by huiyin.Actor, id, before int64, most int) ([]huiyin.Entry, error) {
	cond, args := where(scopeOf(by).flat())
	if before == 0 {
		before = 1 << 62
	}
	of := append([]any{id}, args...)
	all := append(append(slices.Clone(of), of...), huiyin.CustomerSubject(id), before, most)
	var out []huiyin.Entry
	err := reader{ctx, s}.query("SELECT j."+strings.Join(journalTable.cols, ", j.")+` FROM (
			SELECT j.id FROM complaint c CROSS JOIN journal j ON j.subject = c.number AND j.action IN ('reveal', 'print') WHERE c.customer = ? AND c.customer > 0 AND `+cond+`
			UNION SELECT e.entry FROM complaint c CROSS JOIN exported e ON e.complaint = c.id WHERE c.customer = ? AND c.customer > 0 AND `+cond+`
			UNION SELECT j.id FROM journal j WHERE j.subject = ? AND j.action IN ('reveal', 'print')
		) p CROSS JOIN journal j ON j.id = p.id WHERE p.id < ? ORDER BY p.id DESC LIMIT ?`, all, func(rows *sql.Rows) error {
		return scanEntries(rows, func(e huiyin.Entry) error { out = append(out, e); return nil })
	})
	if err != nil {
		return nil, fmt.Errorf("list looks: %w", err)
	}
	return out, nil
}

// requestsOf is the rule of who sees a request, huiyin.DataRequest.RequestVisible, as SQL.
func requestsOf(by huiyin.Actor) condition {
	who := []condition{{"r.recorded_by = ?", []any{by.Account}}, {"r.handler = ?", []any{by.Account}}}
	if sites := scopeOf(by).sites; len(sites) > 0 {
		who = append(who, condition{"r.site IN (" + placeholders(len(sites)) + ")", anys(sites)})
	}
	if by.Org.Has(by.Person, huiyin.Administration) {
		who = append(who, condition{"1", nil})
	}
	var or []string
	var args []any
	for _, w := range who {
		or, args = append(or, w.sql), append(args, w.args...)
	}
	return condition{"(" + strings.Join(or, " OR ") + ") AND NOT EXISTS (SELECT 1 FROM complaint c CROSS JOIN accused a ON a.complaint = c.id WHERE c.customer = r.customer AND c.customer > 0 AND a.account = ?)", append(args, by.Account)}
}

// DataRequests lists the requests that a person sees: the open ones, the earliest due first, or the
// answered ones, the newest first.
func (s *Store) DataRequests(ctx context.Context, by huiyin.Actor, answered bool, page string, most int) (out []huiyin.ListedRequest, next string, err error) {
	_, at, id, err := place(page)
	if err != nil {
		return nil, "", err
	}
	if err := s.ask(ctx, dataRequests(by, answered, at, id, most+1, &out)); err != nil {
		return nil, "", fmt.Errorf("list requests: %w", err)
	}
	if len(out) > most {
		out = out[:most]
		last := out[most-1]
		next = strconv.FormatInt(last.Due.UnixMilli(), 10) + "~" + strconv.FormatInt(last.ID, 10)
	}
	return out, next, nil
}

func dataRequests(by huiyin.Actor, answered bool, at, id int64, most int, into *[]huiyin.ListedRequest) subquery {
	seen := requestsOf(by)
	query, order, args := "r.answered_at IS NULL AND (r.due, r.id) > (?, ?)", " ORDER BY r.due, r.id", []any{at, id}
	if answered {
		if id == 0 {
			id = 1 << 62
		}
		query, order, args = "r.answered_at IS NOT NULL AND r.id < ?", " ORDER BY r.id DESC", []any{id}
	}
	from := " FROM data_request r INDEXED BY data_request_open WHERE "
	if answered {
		from = " FROM data_request r INDEXED BY data_request_answered WHERE "
	}
	return legOf("SELECT r.customer, r."+strings.Join(requestTable.cols, ", r.")+from+query+" AND "+seen.sql+order+" LIMIT ?", append(append(args, seen.args...), most),
		func(r *huiyin.ListedRequest) []any {
			return append([]any{&r.Customer}, requestTable.ptrs(&r.DataRequest)...)
		}, into)
}

// DueRequests lists the open requests that a person is responsible for, the earliest due first.
func (s *Store) DueRequests(ctx context.Context, by huiyin.Actor, most int) ([]huiyin.ListedRequest, error) {
	list, _, err := s.DataRequests(ctx, by, false, "", most)
	return forThem(by, list), err
}

// forThem leaves the requests that a person is responsible for.
func forThem(by huiyin.Actor, list []huiyin.ListedRequest) []huiyin.ListedRequest {
	return slices.DeleteFunc(list, func(r huiyin.ListedRequest) bool { return r.Handler != by.Account && !huiyin.HandlesData(by, r.Site) })
}

// DataRequest reads a request with its customer's file, as a person may see them. Who sees the request
// need not see any complaint.
func (s *Store) DataRequest(ctx context.Context, by huiyin.Actor, id int64) (f *huiyin.CustomerFile, r *huiyin.DataRequest, err error) {
	err = s.freeze(ctx, func(q querier) error {
		customer, err := customerOfRequest(q, id)
		if err != nil {
			return err
		}
		if f, err = loadFile(q, by, customer); err != nil {
			return err
		}
		if r = f.Customer.Request(id); !r.RequestVisible(by, f.Barred) {
			return huiyin.NotFound()
		}
		f.Name = f.Customer.Name
		if f.Name == "" && f.Customer.AnonymisedAt.IsZero() {
			err = q.row("SELECT name FROM complaint WHERE customer = ? AND customer > 0 ORDER BY received_at DESC, id DESC LIMIT 1", []any{customer}, &f.Name)
		}
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return f, r, nil
}

func customerOfRequest(q querier, id int64) (customer int64, err error) {
	err = q.row("SELECT customer FROM data_request WHERE id = ?", []any{id}, &customer)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, huiyin.NotFound()
	}
	if err != nil {
		return 0, err
	}
	return customer, nil
}

// CustomerOfRequest finds the file that a request stands in.
func (s *Store) CustomerOfRequest(ctx context.Context, id int64) (int64, error) {
	return customerOfRequest(reader{ctx, s}, id)
}

// Extract gives all that is held on a customer, for the customer: every complaint with what was said and
// paid. Whoever handles the request sees it by that task (rule P3); it stands in the journal.
func (s *Store) Extract(ctx context.Context, by huiyin.Actor, now time.Time, id int64) (*huiyin.CustomerFile, *huiyin.DataRequest, error) {
	customer, err := s.CustomerOfRequest(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	err = s.ChangeCustomer(ctx, Once{}, by, now, customer, func(f *huiyin.CustomerFile) error {
		return f.Customer.Extracted(by, now, f.Barred, id)
	})
	if err != nil {
		return nil, nil, err
	}
	f := &huiyin.CustomerFile{}
	err = s.freeze(ctx, func(q querier) (err error) {
		if f.Customer, err = loadCustomer(q, customer); err != nil {
			return err
		}
		f.Seen, err = complaintRows(q, "SELECT "+joined(complaintTable.cols)+" FROM complaint WHERE customer = ? AND customer > 0 ORDER BY received_at, id", []any{customer})
		if err != nil {
			return err
		}
		for chunk := range slices.Chunk(f.Seen, mostTold) {
			more, err := happenings(q, chunk)
			if err != nil {
				return err
			}
			f.Happened = append(f.Happened, more...)
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	return f, f.Customer.Request(id), nil
}

// mostContactRecords is how many inquiries and praises a file shows.
const mostContactRecords = 20

// contactRecordsOf reads the inquiries and praise of a customer or unit that a person may see, newest first
// (rules B1, P3).
func contactRecordsOf(q querier, by huiyin.Actor, whose condition) ([]huiyin.ContactRecord, error) {
	var streams []string
	var args []any
	stream := func(name string, seen []condition) {
		cond, a := where(append([]condition{whose}, seen...))
		streams, args = append(streams, "SELECT r.number, r.received_at, r.state, substr(r.matter, 1, 60) FROM "+name+" r WHERE "+cond), append(args, a...)
	}
	stream("inquiry", seenInquiries(by))
	stream("praise", seenPraises(by))
	var out []huiyin.ContactRecord
	err := q.query(strings.Join(streams, " UNION ALL ")+" ORDER BY 2 DESC, 1 DESC LIMIT ?", append(args, mostContactRecords), func(rows *sql.Rows) error {
		for rows.Next() {
			var v huiyin.ContactRecord
			if err := rows.Scan(targets([]any{&v.Number, &v.ReceivedAt, &v.State, &v.Matter})...); err != nil {
				return err
			}
			out = append(out, v)
		}
		return nil
	})
	return out, err
}
