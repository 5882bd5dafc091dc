package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
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

// loadCustomer reads a file with its requests, by its number or by the one that it had before. Unknown is
// huiyin.NotFound.
func loadCustomer(q querier, id int64) (*huiyin.Customer, error) {
	c := &huiyin.Customer{}
	err := q.row("SELECT "+joined(customerTable.cols)+", was, coalesce((SELECT nullif(m.was, 0) FROM customer m WHERE "+
		"m.id = customer.into_file), into_file) FROM customer WHERE id = "+fileKnown, []any{id},
		append(customerTable.targets(c), &c.Was, &c.IntoKnown)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, huiyin.NotFound()
	}
	if err != nil {
		return nil, fmt.Errorf("load customer: %w", err)
	}
	err = q.query("SELECT "+joined(requestTable.cols)+" FROM data_request WHERE customer = ? ORDER BY id", []any{c.ID},
		func(rows *sql.Rows) error {
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

// fileKnown is the number of a file of which ?1 is that number or the counted one that it had before (rule P3).
const fileKnown = "coalesce((SELECT k.id FROM customer k WHERE k.was = ?1 AND k.was > 0), ?1)"

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

// customers is the kind of customers' files; their key is an id.
func customers() kind[*huiyin.Customer, storedCustomer] {
	return kind[*huiyin.Customer, storedCustomer]{
		name:  "customer's file",
		load:  func(t *tx, key any) (*huiyin.Customer, error) { return loadCustomer(t, key.(int64)) },
		image: asStoredCustomer, save: (*tx).saveCustomer, sum: customerSum,
	}
}

// saveCustomer stores the row of a file and its requests.
func (t *tx) saveCustomer(c *huiyin.Customer, before storedCustomer) error {
	if now := customerTable.values(c); !equal(now, before.row) {
		if _, err := t.exec(updateSQL("customer", customerTable.cols[1:], "id"),
			append(now[1:], now[0])...); err != nil {
			return fmt.Errorf("update customer: %w", err)
		}
	}
	for i := range c.Requests {
		now := requestTable.values(&c.Requests[i])
		switch {
		case i >= len(before.requests):
			res, err := t.exec(insertSQL("data_request", append([]string{"customer"}, requestTable.cols[1:]...), 1),
				append([]any{c.ID}, now[1:]...)...)
			if err != nil {
				return fmt.Errorf("insert request: %w", err)
			}
			if c.Requests[i].ID, err = res.LastInsertId(); err != nil {
				return err
			}
		case !equal(now, before.requests[i]):
			if _, err := t.exec(updateSQL("data_request", requestTable.cols[1:], "id"),
				append(now[1:], now[0])...); err != nil {
				return fmt.Errorf("update request: %w", err)
			}
		}
	}
	return nil
}

// customerSum is a file's fingerprint (rule J2).
func customerSum(c *huiyin.Customer) string {
	h := newSum()
	row := customerTable.values(c)
	row[1] = c.IntoKnown
	sumRow(h, customerTable.name, customerTable.cols[1:], row[1:])
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
	return complaintRows(q, "SELECT c."+strings.Join(complaintTable.cols, ", c.")+
		" FROM complaint c WHERE c.customer = ? AND c.customer > 0 AND "+cond+
		" ORDER BY c.received_at DESC, c.id DESC LIMIT ?",
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
	return all[string](q,
		"SELECT DISTINCT a.account FROM complaint c CROSS JOIN accused a ON a.complaint = c.id WHERE c.customer = "+
			"? AND c.customer > 0", id)
}

// Customer reads a file as a person may see it; who sees none of its complaints finds no file (rule P3).
func (s *Store) Customer(ctx context.Context, by huiyin.Actor, id int64) (*huiyin.CustomerFile, error) {
	var f *huiyin.CustomerFile
	err := s.snapshot(ctx, func(q querier) (err error) {
		if f, err = loadFile(q, by, id); err != nil {
			return err
		}
		id := f.Customer.ID
		f.Slips, err = contactRecordsOf(q, by, condition{"r.customer = ? AND r.customer > 0", []any{id}})
		if err == nil && len(f.Seen)+len(f.Slips) == 0 {
			err = huiyin.NotFound()
		}
		if err != nil || f.Customer.Into != 0 {
			return err
		}
		if f.Happened, err = happenings(q, f.Seen); err != nil {
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
	return fileOf(q, by, c)
}

// fileOf is a customer's file with what a person sees of it.
func fileOf(q querier, by huiyin.Actor, c *huiyin.Customer) (f *huiyin.CustomerFile, err error) {
	f = &huiyin.CustomerFile{Customer: c}
	if f.Seen, err = seenOf(q, by, c.ID); err != nil {
		return nil, err
	}
	f.Barred, err = barredFrom(q, c.ID)
	return f, err
}

// happened are the tables that a customer's file tells from, each as: what, complaint, at, by, way, words,
// promise and its date, code, amount. A new noun that happens to customers adds its line here.
var happened = []string{
	"SELECT 'contact', complaint, at, by, way, said, promised, promised_at, '', 0 FROM contact INDEXED BY " +
		"contact_by_complaint WHERE complaint IN (%s)",
	"SELECT 'reminder', complaint, at, by, way, '', '', NULL, '', 0 FROM reminder INDEXED BY " +
		"reminder_by_complaint WHERE complaint IN (%s)",
	"SELECT 'answer', complaint, at, by, way, said, '', NULL, accepted, 0 FROM answer INDEXED BY " +
		"answer_by_complaint WHERE complaint IN (%s)",
	"SELECT 'result', complaint, at, by, way, said, '', NULL, satisfaction, 0 FROM result INDEXED BY " +
		"result_by_complaint WHERE complaint IN (%s)",
	"SELECT 'payment', complaint, paid_at, by, '', way, '', NULL, '', CASE WHEN reverses > 0 THEN " +
		"-amount ELSE amount END FROM payment INDEXED BY payment_by_complaint WHERE released_at IS NOT NULL AND " +
		"complaint IN (%s)",
	"SELECT 'follow_up', complaint, at, by, '', said, '', NULL, satisfaction, 0 FROM follow_up INDEXED BY " +
		"follow_up_by_complaint WHERE complaint IN (%s)",
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
			if err := rows.Scan(targets([]any{&h.Kind, &h.Complaint, &h.At, &h.By, &h.Way, &h.Words, &h.Promised,
				&h.PromisedAt, &h.Code, &h.Amount})...); err != nil {
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
			if err := rows.Scan(targets([]any{&d.ID, &d.MergedAt, &d.MergedBy, &d.Reason, &d.Name, &d.Phone, &d.Unit,
				&d.Site})...); err != nil {
				return err
			}
			out = append(out, d)
		}
		return nil
	})
	return out, err
}

// mostDoubles is how many files are proposed.
const mostDoubles = 10

// doubles proposes other files that may be of the same customer: a complaint of the same name and unit
// under another phone, or the same line written otherwise. Only what the reader may see counts.
func doubles(q querier, by huiyin.Actor, f *huiyin.CustomerFile) ([]huiyin.CustomerDouble, error) {
	shown := scopeOf(by).shown("n")
	id := f.Customer.ID
	newest := &huiyin.Intake{}
	if len(f.Seen) > 0 {
		newest = &f.Seen[0].Intake
	} else {
		s := f.Slips[0]
		newest.Site, newest.Name, newest.Phone, newest.Unit = s.Site, s.Name, s.Phone, s.Unit
	}
	args := append([]any{newest.Site, huiyin.UnitRoom(newest.Unit), id}, shown.args...)
	args = append(append(append(append(args, keysOfPhone(by.Org, newest.Phone)...), id), shown.args...), 50)
	var out []huiyin.CustomerDouble
	known := map[int64]bool{}
	err := q.query(`SELECT * FROM (SELECT n.customer, n.name, n.phone, n.unit, n.site, 'unit' FROM complaint n
			WHERE n.site = ? AND n.unit_key = ? AND n.unit_key <> '' AND n.customer > 0 AND n.customer <> ? AND `+shown.sql+`
		UNION SELECT n.customer, n.name, n.phone, n.unit, n.site, 'phone' FROM customer_key k CROSS JOIN complaint n ON n.file = k.file AND n.file > 0
			WHERE k.key IN (`+placeholders(mostKeys)+`) AND n.customer <> ? AND `+shown.sql+`) LIMIT ?`, args, func(rows *sql.Rows) error {
		for rows.Next() {
			var d huiyin.CustomerDouble
			if err := rows.Scan(&d.ID, &d.Name, &d.Phone, &d.Unit, &d.Site, &d.Why); err != nil {
				return err
			}
			switch {
			case d.Why == "phone" && !by.Org.SamePhone(newest.Phone, d.Phone):
				continue
			case d.Why == "unit" && (!huiyin.SameUnit(newest.Unit, d.Unit) || huiyin.NameKey(newest.Name) != huiyin.NameKey(d.Name)):
				continue
			}
			if !known[d.ID] && len(out) < mostDoubles {
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
func (s *Store) ChangeCustomer(ctx context.Context, once Once, by huiyin.Actor, now time.Time, id int64,
	fn func(*huiyin.CustomerFile) error) error {
	erased := false
	_, err := s.write(ctx, once, func(t *tx) error {
		var f *huiyin.CustomerFile
		open := 0
		err := change(t, customers(), id, 0, func(c *huiyin.Customer) (err error) {
			if f, err = fileOf(t, by, c); err != nil {
				return err
			}
			if err = atWork(t, by, f); err != nil {
				return err
			}
			open = len(openRequests(c))
			return fn(f)
		})
		if err != nil {
			return err
		}
		if still := openRequests(f.Customer); len(still) != open {
			numbers, err := all[string](t,
				"SELECT number FROM complaint WHERE customer = ? AND customer > 0 ORDER BY id", f.Customer.ID)
			if err != nil {
				return err
			}
			for _, number := range numbers {
				if err := t.change(number, 0, func(c *huiyin.Complaint) error {
					c.Keep(by, now, len(still) > open)
					c.EndReleases(by, now, still)
					return nil
				}); err != nil {
					return err
				}
			}
		}
		for _, number := range f.HandedOut {
			if err := t.change(number, 0, func(c *huiyin.Complaint) error {
				c.HandOut(by, now, f.HandedFor)
				return nil
			}); err != nil {
				return err
			}
		}
		if err := t.askReleases(by, now, f.Customer); err != nil {
			return err
		}
		erased = len(f.Erase) > 0
		for _, number := range f.Erase {
			if err := t.change(number, 0, func(c *huiyin.Complaint) error {
				return c.Erase(by, now, f.EraseAs)
			}); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		s.changed.Add(1)
	}
	if err == nil && erased {
		err = s.deleteRemoved(ctx)
	}
	return err
}

// ChangeCustomers is ChangeCustomer for two files, which are merged or parted.
func (s *Store) ChangeCustomers(ctx context.Context, once Once, by huiyin.Actor, id, other int64,
	fn func(f, other *huiyin.CustomerFile) error) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		var noted []huiyin.Entry
		file := func(o *huiyin.CustomerFile) error {
			return change(t, customers(), id, 0, func(c *huiyin.Customer) error {
				f, err := fileOf(t, by, c)
				if err != nil {
					return err
				}
				if err := fn(f, o); err != nil {
					return err
				}
				noted = append(slices.Clone(c.Journal()), o.Customer.Journal()...)
				return nil
			})
		}
		o, there := &huiyin.CustomerFile{}, false
		err := change(t, customers(), other, 0, func(c *huiyin.Customer) (err error) {
			o.Customer, there = c, true
			if o.Seen, err = t.seenBelow(by, c.ID); err != nil {
				return err
			}
			return file(o)
		})
		if !there && huiyin.KindOf(err) == huiyin.KindNotFound {
			return file(o)
		}
		if err != nil {
			return err
		}
		in, err := standing(t, o.Customer.ID, o.Customer.Into)
		if err != nil {
			return err
		}
		for _, table := range []string{complaintTable.name, inquiries.name, praises.name} {
			if _, err := t.exec("UPDATE "+table+" INDEXED BY "+table+"_by_file SET customer = ? WHERE file > 0 AND "+
				"file IN ("+below+")", in, o.Customer.ID); err != nil {
				return err
			}
		}
		return t.wakeParted(in, noted)
	})
	if err == nil {
		s.changed.Add(1)
	}
	return err
}

// below is a file and those merged into it, however deep.
const below = `WITH RECURSIVE b (id) AS (SELECT ? UNION SELECT m.id FROM b CROSS JOIN customer m ON m.into_file = ` +
	`b.id AND m.into_file > 0) SELECT id FROM b`

// seenBelow reads the complaints of a file and those merged into it that a person may see.
func (t *tx) seenBelow(by huiyin.Actor, id int64) ([]*huiyin.Complaint, error) {
	cond, args := where(scopeOf(by).flat())
	return complaintRows(t, "SELECT c."+strings.Join(complaintTable.cols, ", c.")+
		" FROM complaint c INDEXED BY complaint_by_file WHERE c.file > 0 AND c.file IN ("+below+") AND "+cond+
		" LIMIT ?", append(append([]any{id}, args...), 1))
}

// CustomerKnown is the number by which the journal knows the file of a complaint that a person may see.
func (s *Store) CustomerKnown(ctx context.Context, by huiyin.Actor, number string) (known int64, err error) {
	id, err := s.CustomerOf(ctx, by, number)
	if err == nil && id != 0 {
		err = reader{ctx, s}.row("SELECT coalesce(nullif(was, 0), id) FROM customer WHERE id = ?", []any{id}, &known)
	}
	return known, err
}

// CustomerOf finds the file of a complaint that a person may see, 0 where it has none.
func (s *Store) CustomerOf(ctx context.Context, by huiyin.Actor, number string) (id int64, err error) {
	cond, args := where(scopeOf(by).flat())
	err = reader{ctx, s}.row("SELECT coalesce(c.customer, 0) FROM complaint c WHERE c.number = ? AND "+cond,
		append([]any{number}, args...), &id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, huiyin.NotFound()
	}
	return id, err
}

// RevealedOf lists which protected fields of which complaints a person revealed since (rule P5).
func (s *Store) RevealedOf(ctx context.Context, seen []*huiyin.Complaint, account string,
	since time.Time) (map[string]bool, error) {
	out := map[string]bool{}
	if len(seen) == 0 {
		return out, nil
	}
	numbers := make([]any, mostTold)
	for i := range numbers {
		numbers[i] = seen[min(i, len(seen)-1)].Number
	}
	err := reader{ctx, s}.query("SELECT subject, detail FROM journal WHERE subject IN ("+placeholders(mostTold)+
		") AND action IN ('reveal', 'print') AND action = 'reveal' AND by = ? AND at > ?",
		append(numbers, account, since.UnixMilli()), func(rows *sql.Rows) error {
			for rows.Next() {
				var number string
				var d detail
				if err := rows.Scan(&number, &d); err != nil {
					return err
				}
				for _, c := range d {
					if !d.searched() {
						out[number+" "+c.After] = true
					}
				}
			}
			return nil
		})
	return out, err
}

// Looks lists who looked at a customer's data, newest first, older than before when it is not 0: reveals,
// prints and exports of the complaints that the reader may see, and extracts (rules P5, J3).
func (s *Store) Looks(ctx context.Context, by huiyin.Actor, of *huiyin.Customer, before int64, most int) ([]huiyin.Entry,
	error) {
	cond, args := where(scopeOf(by).flat())
	if before == 0 {
		before = 1 << 62
	}
	cases := append([]any{of.ID}, args...)
	all := append(append(slices.Clone(cases), cases...), of.Subject(), before, most)
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
