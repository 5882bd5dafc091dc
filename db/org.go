package db

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

var (
	siteTable = newTable("site", func(v *huiyin.Site) []column {
		return []column{
			{"code", &v.Code}, {"name", &v.Name}, {"kind", &v.Kind}, {"manager", &v.Manager}, {"phone", &v.Phone},
			{"closed", &v.Closed}, {"answer_days", &v.AnswerDays}, {"answer_ground", &v.AnswerGround},
			{"legal_name", &v.LegalName}, {"credit_code", &v.CreditCode}, {"legal_address", &v.LegalAddress},
			{"legal_representative", &v.LegalRepresentative}, {"complain_url", &v.ComplainURL},
		}
	})
	departmentTable = newTable("department", func(v *huiyin.Department) []column {
		return []column{{"code", &v.Code}, {"name", &v.Name}, {"function", &v.Function}}
	})
	categoryTable = newTable("category", func(v *huiyin.Category) []column {
		return []column{
			{"code", &v.Code}, {"name", &v.Name}, {"parent", &v.Parent}, {"emergency", &v.Emergency},
			{"selling", &v.Selling}, {"promise", &v.Promise}, {"internal", &v.Internal}, {"closed", &v.Closed},
			{"least", &v.Least},
		}
	})
	personTable = newTable("person", func(v *huiyin.Person) []column {
		return []column{
			{"account", &v.Account}, {"name", &v.Name}, {"role", &v.Role}, {"admin", &v.Admin}, {"site", &v.Site},
			{"department", &v.Department}, {"sites", &v.Sites}, {"all_sites", &v.AllSites},
			{"general_manager", &v.GeneralManager}, {"disabled", &v.Disabled}, {"domain", &v.Domain},
			{"place", &v.Order},
		}
	})
	delegationTable = newTable("delegation", func(v *huiyin.Delegation) []column {
		return []column{
			{"id", &v.ID}, {"giver", &v.From}, {"taker", &v.To}, {"starts", &v.Starts}, {"until", &v.Until},
			{"made_at", &v.MadeAt}, {"ended_at", &v.EndedAt}, {"ended_by", &v.EndedBy},
		}
	})
	secondWordTable = newTable("second_word", func(v *huiyin.SecondWord) []column {
		return []column{
			{"id", &v.ID}, {"matter", &v.On}, {"account", &v.Account}, {"by", &v.By}, {"domain_group", &v.Group}, {"set_by", &v.SetBy}, {"at", &v.At},
			{"was", &v.Was}, {"wanted", &v.Wanted}, {"hash", &v.Hash}, {"state", &v.State}, {"ended_at", &v.EndedAt},
			{"ended_by", &v.EndedBy}, {"reason", &v.Reason},
		}
	})
	termTable = newTable("figure", func(v *huiyin.Term) []column {
		return []column{{"name", &v.Figure}, {"from_at", &v.From}, {"value", &v.Value}}
	})
)

// Org is the company as it stands now. It is read whole, kept in memory and replaced at each change,
// so that every request sees people and figures fresh without asking the database.
func (s *Store) Org() *huiyin.Org { return s.org.Load() }

// At gives the company as it stands at an instant, which from then on is now: figures planned for then
// are valid (rule D13).
func (s *Store) At(now time.Time) *huiyin.Org {
	for {
		o := s.org.Load()
		if o.Holds(now) {
			return o
		}
		s.org.CompareAndSwap(o, o.At(now)) // else somebody has changed the company meanwhile
	}
}

func (s *Store) reloadOrg(ctx context.Context, now time.Time) error {
	s.orgTurn.Lock()
	defer s.orgTurn.Unlock()
	o, err := loadOrg(reader{ctx, s}, now)
	if err == nil {
		s.org.Store(o)
	}
	return err
}

// loadOrg reads the company with the figures of an instant.
func loadOrg(q querier, at time.Time) (*huiyin.Org, error) {
	o := &huiyin.Org{Calendar: huiyin.Calendar{Weeks: map[string]huiyin.Week{}, Days: map[string]huiyin.DayOff{}}}
	zone := "Asia/Shanghai"
	err := errors.Join(
		loadAll(q, siteTable, "place", &o.Sites), loadAll(q, departmentTable, "place", &o.Departments),
		loadAll(q, categoryTable, "place", &o.Categories), loadAll(q, personTable, "place, account", &o.People),
		loadAll(q, termTable, "from_at, name", &o.Terms), loadAll(q, delegationTable, "id", &o.Delegations),
		pairs(q, "SELECT name, value FROM setting WHERE name IN ('company', 'zone')", func(name, value string) error {
			if name == "company" {
				o.Company = value
			} else {
				zone = value
			}
			return nil
		}),
		pairs(q, "SELECT date, kind FROM special_day", func(date, kind string) error {
			o.Calendar.Days[date] = huiyin.DayOff(kind)
			return nil
		}),
		loadDirectory(q, o), loadLetterhead(q, &o.Letterhead), loadRecognition(q, o),
		loadAll(q, clauseTable, "code, version", &o.Clauses),
		loadAll(q, clauseReadingTable, "clause, account", &o.Readings),
		loadAll(q, standingHoldTable, "id", &o.StandingHolds), loadAll(q, secondWordTable, "id", &o.SecondWords),
		pairs(q, "SELECT site, hours FROM week", func(site, hours string) (err error) {
			o.Calendar.Weeks[site], err = huiyin.ParseWeek(hours)
			return err
		}))
	if err != nil {
		return nil, fmt.Errorf("load company: %w", err)
	}
	for i := range o.Terms {
		if o.Terms[i].From.UnixMilli() == 0 {
			o.Terms[i].From = time.Time{}
		}
	}
	if o.Zone, err = time.LoadLocation(zone); err != nil {
		return nil, fmt.Errorf("time zone: %w", err)
	}
	return o.Index().At(at), nil
}

// pairs reads the two columns of a query.
func pairs(q querier, query string, use func(a, b string) error) error {
	return q.query(query, nil, func(rows *sql.Rows) error {
		for rows.Next() {
			var a, b string
			if err := rows.Scan(&a, &b); err != nil {
				return err
			}
			if err := use(a, b); err != nil {
				return err
			}
		}
		return nil
	})
}

func loadAll[T any](q querier, t table[T], order string, into *[]T) error {
	return q.query("SELECT "+joined(t.cols)+" FROM "+t.name+" ORDER BY "+order, nil, partOf[T]{t, into}.scan)
}

// companySum is the fingerprint of the company, as fingerprint is of a complaint.
func companySum(o *huiyin.Org) string {
	h := newSum()
	sumRow(h, "company", []string{"name"}, []any{o.Company})
	for _, f := range slices.SortedFunc(slices.Values(o.Terms), func(a, b huiyin.Term) int {
		return cmp.Or(cmp.Compare(a.Figure, b.Figure), a.From.Compare(b.From))
	}) {
		sumRow(h, "figure", []string{"name", "value", "from_at"}, []any{string(f.Figure), f.Value, millis(f.From)})
	}
	for _, date := range slices.Sorted(maps.Keys(o.Calendar.Days)) {
		sumRow(h, "special_day", []string{"date", "kind"}, []any{date, string(o.Calendar.Days[date])})
	}
	for _, site := range slices.Sorted(maps.Keys(o.Calendar.Weeks)) {
		sumRow(h, "week", []string{"site", "hours"}, []any{site, o.Calendar.Weeks[site].String()})
	}
	sumDirectory(h, o)
	sumLetterhead(h, &o.Letterhead)
	sumRecognition(h, o)
	sumAll(h, siteTable, o.Sites)
	sumAll(h, departmentTable, o.Departments)
	sumAll(h, categoryTable, o.Categories)
	sumAll(h, personTable, slices.SortedFunc(slices.Values(o.People), func(a, b huiyin.Person) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.Account, b.Account))
	}))
	sumAll(h, delegationTable, o.Delegations)
	sumAll(h, clauseTable, slices.SortedFunc(slices.Values(o.Clauses), func(a, b huiyin.Clause) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Version, b.Version))
	}))
	sumAll(h, clauseReadingTable, slices.SortedFunc(slices.Values(o.Readings), func(a, b huiyin.ClauseReading) int {
		return cmp.Or(cmp.Compare(a.Clause, b.Clause), cmp.Compare(a.Account, b.Account))
	}))
	sumAll(h, standingHoldTable, o.StandingHolds)
	sumAll(h, secondWordTable, o.SecondWords)
	return hexSum(h)
}

func sumAll[T any](h hash.Hash, t table[T], rows []T) {
	for i := range rows {
		sumRow(h, t.name, t.cols, t.values(&rows[i]))
	}
}

// Password is the hash of the password that an account is given.
type Password struct {
	Account, Hash string
	Given         time.Time // when by somebody else, who so knows it; zero where its person chose it
}

// ChangeOrg lets fn change the company and stores what differs, and passwords given with it, with the
// journal entries that fn caused (rule J1): all of it or none. Everyone sees it from then on. Sessions
// of those whose password was set or who were disabled end (rule P7).
func (s *Store) ChangeOrg(ctx context.Context, once Once, fn func(*huiyin.Org) error, passwords ...Password) error {
	return s.ChangeOrgKnowing(ctx, once, func(o *huiyin.Org, _ func(string) ([]string, error)) error { return fn(o) },
		passwords...)
}

// ChangeOrgKnowing is ChangeOrg for an fn that asks whose work is open; it is answered from within the
// same transaction, so that no assignment slips in between (rule P7).
func (s *Store) ChangeOrgKnowing(ctx context.Context, once Once,
	fn func(o *huiyin.Org, openWorkOf func(account string) ([]string, error)) error, passwords ...Password) error {
	var asked time.Time
	_, err := s.write(ctx, once, func(t *tx) error {
		before, err := loadOrg(t, s.Org().Asked())
		if err != nil {
			return err
		}
		return change(t, companies(before, passwords), theCompany, 0, func(o *huiyin.Org) error {
			defer func() { asked = o.Asked() }()
			return fn(o, func(account string) ([]string, error) { return openWork(t, account) })
		})
	})
	if err == nil {
		err = s.reloadOrg(context.WithoutCancel(ctx), asked)
		s.changed.Add(1)
	}
	if err == nil {
		err = s.indexFew(context.WithoutCancel(ctx))
	}
	return err
}

// theCompany is the key of the one company that there is.
const theCompany = "of the installation"

// companies is the kind of the company, which is as before until the change, and gets passwords with it.
func companies(before *huiyin.Org, passwords []Password) kind[*huiyin.Org, string] {
	credentials := "" // after the change
	return kind[*huiyin.Org, string]{
		name:  "the company",
		load:  func(t *tx, _ any) (*huiyin.Org, error) { return loadOrg(t, before.Asked()) },
		image: companySum, sum: func(o *huiyin.Org) string { return companySum(o) + credentials },
		save: func(t *tx, o *huiyin.Org, _ string) error {
			valid := slices.DeleteFunc(slices.Clone(passwords), // others wait for a second word (rule P10)
				func(p Password) bool { return o.Withhold(p.Account, p.Hash) })
			if err := t.putOrg(before, o); err != nil {
				return err
			}
			if err := t.putCredentials(o, valid); err != nil {
				return err
			}
			changed, err := loadOrg(t, o.Asked())
			if err != nil {
				return err
			}
			if companySum(changed) != companySum(o) {
				return errors.New("sites, departments, categories, people and past figures are never removed")
			}
			credentials, err = credentialSum(t)
			return err
		},
		still: func(*tx, *huiyin.Org) error {
			if len(passwords) > 0 {
				return errors.New("a password was given without a journal entry")
			}
			return nil
		},
	}
}

// putCredentials stores the passwords given with a change and those that were confirmed, and takes second factors away.
func (t *tx) putCredentials(o *huiyin.Org, passwords []Password) error {
	for _, r := range o.Releases() {
		passwords = append(passwords, Password{Account: r.Account, Hash: r.Hash, Given: r.Given})
	}
	for _, p := range passwords {
		if err := t.setPassword(p, ""); err != nil {
			return err
		}
	}
	for _, account := range o.FactorsDropped() {
		if err := t.dropSecond(account); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) putOrg(before, o *huiyin.Org) error {
	for _, p := range o.People {
		if old := before.Person(p.Account); old != nil &&
			(p.Disabled && !old.Disabled || p.Role != old.Role || p.Admin != old.Admin) {
			if err := t.endSessions(p.Account, ""); err != nil {
				return err
			}
		}
	}
	for _, p := range o.People { // who begins or ends to log in by the domain has no password here (yet)
		if old := before.Person(p.Account); old != nil && old.Domain != p.Domain {
			if err := t.setPassword(Password{Account: p.Account}, ""); err != nil {
				return err
			}
		}
	}
	if o.Company != before.Company {
		if err := t.set("company", o.Company); err != nil {
			return err
		}
	}
	return errors.Join(
		t.putTerms(before.Terms, o.Terms), t.putCalendar(&before.Calendar, &o.Calendar),
		t.putDirectory(before.Directory, o.Directory), t.putLetterhead(&before.Letterhead, &o.Letterhead),
		t.putRecognition(before, o),
		t.wake(before, o), t.wakeHeld(before, o),
		putAll(t, siteTable, true, before.Sites, o.Sites),
		putAll(t, departmentTable, true, before.Departments, o.Departments),
		putAll(t, categoryTable, true, before.Categories, o.Categories),
		putAll(t, personTable, false, before.People, o.People),
		putAll(t, delegationTable, false, before.Delegations, o.Delegations),
		putAll(t, clauseTable, false, before.Clauses, o.Clauses),
		putAll(t, clauseReadingTable, false, before.Readings, o.Readings),
		putAll(t, standingHoldTable, false, before.StandingHolds, o.StandingHolds),
		putAll(t, secondWordTable, false, before.SecondWords, o.SecondWords))
}

// putTerms stores the values of figures; one that was planned may be gone.
func (t *tx) putTerms(before, now []huiyin.Term) error {
	for _, f := range now {
		if !slices.Contains(before, f) {
			_, err := t.exec("INSERT INTO figure (name, from_at, value) VALUES (?, ?, ?) ON CONFLICT (name, "+
				"from_at) DO UPDATE SET value = excluded.value",
				string(f.Figure), millis(f.From), f.Value)
			if err != nil {
				return fmt.Errorf("store figure: %w", err)
			}
		}
	}
	for _, f := range before {
		if !slices.ContainsFunc(now, func(other huiyin.Term) bool {
			return other.Figure == f.Figure &&
				other.From.Equal(f.From)
		}) {
			if _, err := t.exec("DELETE FROM figure WHERE name = ? AND from_at = ?", string(f.Figure),
				millis(f.From)); err != nil {
				return fmt.Errorf("store figure: %w", err)
			}
		}
	}
	return nil
}

// putCalendar stores the special days and the working hours; days may be ordinary again.
func (t *tx) putCalendar(before, now *huiyin.Calendar) error {
	var errs []error
	do := func(query string, args ...any) {
		_, err := t.exec(query, args...)
		errs = append(errs, err)
	}
	for date, kind := range now.Days {
		if before.Days[date] != kind {
			do("INSERT INTO special_day (date, kind) VALUES (?, ?) ON CONFLICT (date) DO UPDATE SET kind = "+
				"excluded.kind", date, string(kind))
		}
	}
	for date := range before.Days {
		if _, ok := now.Days[date]; !ok {
			do("DELETE FROM special_day WHERE date = ?", date)
		}
	}
	for site, w := range now.Weeks {
		if old, ok := before.Weeks[site]; !ok || old.String() != w.String() {
			do("INSERT INTO week (site, hours) VALUES (?, ?) ON CONFLICT (site) DO UPDATE SET hours = excluded.hours",
				site, w.String())
		}
	}
	for site := range before.Weeks {
		if _, ok := now.Weeks[site]; !ok {
			do("DELETE FROM week WHERE site = ?", site)
		}
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("store calendar: %w", err)
	}
	return nil
}

// wake lets the clock look at every complaint it has to do with when figures or the calendar become
// others, because when it is due may hang on them.
func (t *tx) wake(before, o *huiyin.Org) error {
	var at time.Time
	for _, f := range o.Terms {
		if !slices.Contains(before.Terms, f) && (at.IsZero() || f.From.Before(at)) {
			at = f.From
		}
	}
	if j := o.Journal(); len(j) > 0 && (len(before.Terms) > len(o.Terms) ||
		!reflect.DeepEqual(before.Calendar, o.Calendar)) {
		at = j[0].Logged
	}
	if j := o.Journal(); len(j) > 0 && (!reflect.DeepEqual(before.People, o.People) ||
		!reflect.DeepEqual(before.Sites,
			o.Sites)) { // whoever came or left: what waits for nobody looks again (rules G6, C4, P7)
		if _, err := t.exec("UPDATE complaint SET next_due = ?1 WHERE (next_due IS NULL OR next_due > ?1) AND id IN ("+
			"SELECT complaint FROM concern WHERE who = ?2 UNION SELECT complaint FROM proposal WHERE status = "+
			"'pending')",
			j[0].Logged.UnixMilli(), huiyin.Unappointed); err != nil {
			return err
		}
	}
	if at.IsZero() {
		return nil
	}
	_, err := t.exec("UPDATE complaint SET next_due = ?1 WHERE next_due > ?1", at.UnixMilli())
	return err
}

// millis is a time as it is stored; the zero time is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func (t *tx) set(name, value string) error {
	_, err := t.exec("INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = "+
		"excluded.value", name, value)
	return err
}

// putAll writes the rows that are new or differ, by their first column. The place of a placed row is
// where it stands in the list.
func putAll[T any](t *tx, tb table[T], placed bool, before, now []T) error {
	cols := slices.Clone(tb.cols)
	if placed {
		cols = append(cols, "place")
	}
	row := func(list []T, i int) []any {
		v := tb.values(&list[i])
		if placed {
			v = append(v, int64(i))
		}
		return v
	}
	old := map[any][]any{}
	for i := range before {
		v := row(before, i)
		old[v[0]] = v
	}
	for i := range now {
		v := row(now, i)
		was, ok := old[v[0]]
		if ok && equal(was, v) {
			continue
		}
		var err error
		if ok {
			_, err = t.exec(updateSQL(tb.name, cols[1:], cols[0]), append(slices.Clone(v[1:]), v[0])...)
		} else {
			_, err = t.exec(insertSQL(tb.name, cols, 1), v...)
		}
		if err != nil {
			return fmt.Errorf("store %s: %w", tb.name, err)
		}
	}
	return nil
}

// Password gives the stored hash of an account's password, "" when there is no such account.
func (s *Store) Password(ctx context.Context, account string) (string, error) {
	var hash string
	err := reader{ctx, s}.row("SELECT password FROM person WHERE account = ?", []any{account}, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return hash, err
}

// GivenPassword tells when somebody else gave an account its password, zero where its person chose it.
func (s *Store) GivenPassword(ctx context.Context, account string) (at time.Time, err error) {
	err = reader{ctx, s}.row("SELECT nullif(given, 0) FROM person WHERE account = ?", []any{account}, nullTime{&at})
	return at, err
}

// NeverIn are the accounts, neither disabled nor the domain's, whose people have not logged in yet.
func (s *Store) NeverIn(ctx context.Context) ([]string, error) {
	return all[string](reader{ctx, s}, "SELECT account FROM person WHERE NOT disabled AND NOT domain AND NOT EXISTS (SELECT 1 "+
		"FROM journal WHERE subject = 'account:' || account AND action = 'log_in') ORDER BY place, account")
}

// SetPassword stores the hash of a password that its person chose, ends the account's other sessions and
// notes it.
func (s *Store) SetPassword(ctx context.Context, account, hash, keepSession string, e huiyin.Entry,
	news ...*huiyin.News) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		if err := t.setPassword(Password{Account: account, Hash: hash}, keepSession); err != nil {
			return err
		}
		return errors.Join(t.tellAll(news), t.appendSealed(e))
	})
	return err
}

func (t *tx) tellAll(news []*huiyin.News) (err error) {
	for _, n := range news {
		err = errors.Join(err, t.tell(n))
	}
	return err
}

func (t *tx) setPassword(p Password, keepSession string) error {
	res, err := t.exec("UPDATE person SET password = ?, given = ? WHERE account = ?", p.Hash,
		max(p.Given.UnixMilli(), 0), p.Account)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, huiyin.NotFound())
	}
	return t.endSessions(p.Account, keepSession)
}

func (t *tx) endSessions(account, but string) error {
	t.notified = append(t.notified, account) // what they hold open looks whether it still may
	_, err := t.exec("DELETE FROM session WHERE account = ? AND id <> ?", account, but)
	return err
}

// OpenWork lists the complaints in which a person still has work, oldest first, as huiyin.Complaint.InHand
// says (rule P7).
func (s *Store) OpenWork(ctx context.Context, account string) ([]string, error) {
	return openWork(reader{ctx, s}, account)
}

func openWork(q querier, account string) ([]string, error) {
	var out []string
	err := q.query(`SELECT c.number FROM (
			SELECT id FROM complaint WHERE owner = ?1 AND state NOT IN ('closed', 'archived')
			UNION SELECT id FROM complaint WHERE handler = ?1 AND state NOT IN ('closed', 'archived')
			UNION SELECT id FROM complaint WHERE first_contact = ?1 AND state NOT IN ('closed', 'archived')
			UNION SELECT d.id FROM complaint d WHERE d.owner = ?1 AND d.state = 'closed' AND d.grade IN ('important', 'major') AND d.outcome <> 'invalid'
				AND NOT EXISTS (SELECT 1 FROM follow_up f WHERE f.complaint = d.id AND f.at >= d.closed_at - d.closed_at % 60000)
			UNION SELECT k.complaint FROM concern k CROSS JOIN complaint d ON d.id = k.complaint WHERE k.who = 'decides:' || ?1 AND d.restricted = 1
			UNION SELECT t.complaint FROM task t CROSS JOIN complaint d ON d.id = t.complaint WHERE t.who = ?1 AND t.ended_at IS NULL AND d.state <> 'archived'
			UNION SELECT m.complaint FROM measure m CROSS JOIN complaint d ON d.id = m.complaint WHERE m.person = ?1 AND m.done_at IS NULL AND d.state <> 'archived'
		) p CROSS JOIN complaint c ON c.id = p.id ORDER BY c.received_at, c.id`, []any{account}, func(rows *sql.Rows) error {
		for rows.Next() {
			var number string
			if err := rows.Scan(&number); err != nil {
				return err
			}
			out = append(out, number)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("open work: %w", err)
	}
	open, err := all[string](q, "SELECT number FROM inquiry WHERE handler = ? AND state = 'open' ORDER BY due", account)
	if err != nil {
		return nil, fmt.Errorf("open work: %w", err)
	}
	return append(out, open...), nil
}

// CompanyJournal lists entries about the company and its accounts, newest first, older than before when
// it is not 0: what was changed, or the log-ins; about one subject, or about all. No entry about a
// complaint is among them (rules P1, J3).
func (s *Store) CompanyJournal(ctx context.Context, subject string, logIns bool, before int64,
	most int) ([]huiyin.Entry, error) {
	query, args := "SELECT "+joined(journalTable.cols)+
		" FROM journal WHERE action IN ('manage', 'set_password', 'set_reach', 'delegate', 'end_delegation', "+
		"'second_factor', 'read_clause', 'hold_all', 'end_hold_all', 'ask_second_word', 'give_second_word', "+
		"'withdraw_second_word')", []any{}
	if logIns {
		query = strings.Replace(query,
			"'manage', 'set_password', 'set_reach', 'delegate', 'end_delegation', "+
				"'second_factor', 'read_clause', 'hold_all', 'end_hold_all', 'ask_second_word', 'give_second_word', "+
				"'withdraw_second_word'",
			"'log_in', 'log_out'", 1)
	}
	if subject != "" {
		query, args = query+" AND subject = ?", append(args, subject)
	}
	if before != 0 {
		query, args = query+" AND id < ?", append(args, before)
	}
	var out []huiyin.Entry
	err := reader{ctx, s}.query(query+" ORDER BY id DESC LIMIT ?", append(args, most), func(rows *sql.Rows) error {
		return scanEntries(rows, func(e huiyin.Entry) error { out = append(out, e); return nil })
	})
	if err != nil {
		return nil, fmt.Errorf("journal of the company: %w", err)
	}
	return out, nil
}
