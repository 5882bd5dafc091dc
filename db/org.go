package db

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin"
)

var (
	siteTable = table[huiyin.Site]{"site", columns("code name kind manager phone closed"),
		func(v *huiyin.Site) []any { return []any{&v.Code, &v.Name, &v.Kind, &v.Manager, &v.Phone, &v.Closed} }}
	departmentTable = table[huiyin.Department]{"department", columns("code name function"),
		func(v *huiyin.Department) []any { return []any{&v.Code, &v.Name, &v.Function} }}
	categoryTable = table[huiyin.Category]{"category", columns("code name parent emergency selling promise internal closed"),
		func(v *huiyin.Category) []any {
			return []any{&v.Code, &v.Name, &v.Parent, &v.Emergency, &v.Selling, &v.Promise, &v.Internal, &v.Closed}
		}}
	personTable = table[huiyin.Person]{"person", columns("account name role admin site department sites all_sites general_manager disabled place"),
		func(v *huiyin.Person) []any {
			return []any{&v.Account, &v.Name, &v.Role, &v.Admin, &v.Site, &v.Department, &v.Sites, &v.AllSites, &v.GeneralManager, &v.Disabled, &v.Order}
		}}
)

// Org is the company as it stands now. It is read whole, kept in memory and replaced at each change,
// so that every request sees people and figures fresh without asking the database.
func (s *Store) Org() *huiyin.Org { return s.org.Load() }

func (s *Store) reloadOrg(ctx context.Context) error {
	s.orgTurn.Lock()
	defer s.orgTurn.Unlock()
	o, err := loadOrg(reader{ctx, s})
	if err == nil {
		s.org.Store(o)
	}
	return err
}

func loadOrg(q querier) (*huiyin.Org, error) {
	o := &huiyin.Org{Figures: huiyin.Figures{}}
	zone := "Asia/Shanghai"
	err := errors.Join(
		loadAll(q, siteTable, "place", &o.Sites), loadAll(q, departmentTable, "place", &o.Departments),
		loadAll(q, categoryTable, "place", &o.Categories), loadAll(q, personTable, "place, account", &o.People),
		q.query("SELECT name, value FROM setting", nil, func(rows *sql.Rows) error {
			for rows.Next() {
				var name, value string
				if err := rows.Scan(&name, &value); err != nil {
					return err
				}
				switch figure, ok := strings.CutPrefix(name, "figure."); {
				case ok:
					n, err := strconv.ParseInt(value, 10, 64)
					if err != nil {
						return fmt.Errorf("setting %s: %w", name, err)
					}
					o.Figures[huiyin.Figure(figure)] = n
				case name == "company":
					o.Company = value
				case name == "zone":
					zone = value
				}
			}
			return nil
		}))
	if err != nil {
		return nil, fmt.Errorf("load company: %w", err)
	}
	if o.Zone, err = time.LoadLocation(zone); err != nil {
		return nil, fmt.Errorf("time zone: %w", err)
	}
	return o.Index(), nil
}

func loadAll[T any](q querier, t table[T], order string, into *[]T) error {
	return q.query("SELECT "+joined(t.cols)+" FROM "+t.name+" ORDER BY "+order, nil, partOf[T]{t, into}.scan)
}

// companySum is the fingerprint of the company, as fingerprint is of a complaint.
func companySum(o *huiyin.Org) string {
	h := newSum()
	sumRow(h, "company", []string{"name"}, []any{o.Company})
	for _, name := range slices.Sorted(maps.Keys(o.Figures)) {
		sumRow(h, "figure", []string{"name", "value"}, []any{string(name), o.Figures[name]})
	}
	sumAll(h, siteTable, o.Sites)
	sumAll(h, departmentTable, o.Departments)
	sumAll(h, categoryTable, o.Categories)
	sumAll(h, personTable, slices.SortedFunc(slices.Values(o.People), func(a, b huiyin.Person) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.Account, b.Account))
	}))
	return hexSum(h)
}

func sumAll[T any](h hash.Hash, t table[T], rows []T) {
	for i := range rows {
		sumRow(h, t.name, t.cols, values(t.ptrs(&rows[i])))
	}
}

// Password is the hash of the password that an account is given.
type Password struct{ Account, Hash string }

// ChangeOrg lets fn change the company and stores what differs, and passwords given with it, with the
// journal entries that fn caused (rule J1): all of it or none. Everyone sees it from then on. Sessions
// of those whose password was set or who were disabled end (rule P7).
func (s *Store) ChangeOrg(ctx context.Context, once Once, fn func(*huiyin.Org) error, passwords ...Password) error {
	return s.ChangeOrgKnowing(ctx, once, func(o *huiyin.Org, _ func(string) ([]string, error)) error { return fn(o) }, passwords...)
}

// ChangeOrgKnowing is ChangeOrg for an fn that asks whose work is open; it is answered from within the
// same transaction, so that no assignment slips in between (rule P7).
func (s *Store) ChangeOrgKnowing(ctx context.Context, once Once, fn func(o *huiyin.Org, openWorkOf func(account string) ([]string, error)) error, passwords ...Password) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		o, err := loadOrg(t)
		if err != nil {
			return err
		}
		before, err := loadOrg(t)
		if err != nil {
			return err
		}
		if err := fn(o, func(account string) ([]string, error) { return openWork(t, account) }); err != nil {
			return err
		}
		if len(o.Journal()) == 0 && companySum(o) != companySum(before) {
			return errors.New("the company was changed without a journal entry")
		}
		if err := t.putOrg(before, o); err != nil {
			return err
		}
		for _, p := range passwords {
			if err := t.setPassword(p, ""); err != nil {
				return err
			}
		}
		changed, err := loadOrg(t)
		if err != nil {
			return err
		}
		if companySum(changed) != companySum(o) {
			return errors.New("sites, departments, categories, people and figures are never removed")
		}
		return t.append(o.Journal(), companySum(o))
	})
	if err == nil {
		err = s.reloadOrg(context.WithoutCancel(ctx))
		s.changed.Add(1)
	}
	return err
}

func (t *tx) putOrg(before, o *huiyin.Org) error {
	for _, p := range o.People {
		if old := before.Person(p.Account); p.Disabled && old != nil && !old.Disabled {
			if err := t.endSessions(p.Account, ""); err != nil {
				return err
			}
		}
	}
	if o.Company != before.Company {
		if err := t.set("company", o.Company); err != nil {
			return err
		}
	}
	for name, v := range o.Figures {
		if old, ok := before.Figures[name]; !ok || old != v {
			if err := t.set("figure."+string(name), strconv.FormatInt(v, 10)); err != nil {
				return err
			}
		}
	}
	return errors.Join(
		putAll(t, siteTable, true, before.Sites, o.Sites), putAll(t, departmentTable, true, before.Departments, o.Departments),
		putAll(t, categoryTable, true, before.Categories, o.Categories), putAll(t, personTable, false, before.People, o.People))
}

func (t *tx) set(name, value string) error {
	_, err := t.exec("INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
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
		v := values(tb.ptrs(&list[i]))
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

// SetPassword stores a password's hash, ends the account's other sessions and notes it.
func (s *Store) SetPassword(ctx context.Context, account, hash, keepSession string, e huiyin.Entry) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		if err := t.setPassword(Password{account, hash}, keepSession); err != nil {
			return err
		}
		return t.append([]huiyin.Entry{e}, "")
	})
	return err
}

func (t *tx) setPassword(p Password, keepSession string) error {
	res, err := t.exec("UPDATE person SET password = ? WHERE account = ?", p.Hash, p.Account)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, huiyin.NotFound())
	}
	return t.endSessions(p.Account, keepSession)
}

func (t *tx) endSessions(account, but string) error {
	_, err := t.exec("DELETE FROM session WHERE account = ? AND id <> ?", account, but)
	return err
}

// OpenWork lists the complaints in which a person still has work, oldest first: open ones that they own,
// handle or answer for, and any with a task or a measure of theirs to be done (rule P7).
func (s *Store) OpenWork(ctx context.Context, account string) ([]string, error) {
	return openWork(reader{ctx, s}, account)
}

func openWork(q querier, account string) ([]string, error) {
	var out []string
	err := q.query(`SELECT c.number FROM concern k JOIN complaint c ON c.id = k.complaint
		WHERE k.who = ?1 AND (c.state NOT IN ('closed', 'archived') AND ?1 IN (c.owner, c.handler, c.first_contact)
			OR EXISTS (SELECT 1 FROM task t WHERE t.complaint = c.id AND t.who = ?1 AND t.ended_at IS NULL)
			OR EXISTS (SELECT 1 FROM measure m WHERE m.complaint = c.id AND m.person = ?1 AND m.done_at IS NULL))
		ORDER BY k.received_at, k.complaint`, []any{account}, func(rows *sql.Rows) error {
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
	return out, nil
}

// CompanyJournal lists entries about the company and its accounts, newest first, older than before when
// it is not 0: what was changed, or the log-ins; about one subject, or about all. No entry about a
// complaint is among them (rules P1, J3).
func (s *Store) CompanyJournal(ctx context.Context, subject string, logIns bool, before int64, most int) ([]huiyin.Entry, error) {
	query, args := "SELECT "+joined(journalCols)+" FROM journal WHERE action IN ('manage', 'set_password')", []any{}
	if logIns {
		query = strings.Replace(query, "'manage', 'set_password'", "'log_in', 'log_out'", 1)
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

// Taste is how a person wants the portal to look.
type Taste struct{ Lang, Theme string }

// SetTaste keeps a person's language and theme; an empty one stays as it is.
func (s *Store) SetTaste(ctx context.Context, account string, taste Taste) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		_, err := t.exec("UPDATE person SET lang = CASE WHEN ? = '' THEN lang ELSE ? END, theme = CASE WHEN ? = '' THEN theme ELSE ? END WHERE account = ?",
			taste.Lang, taste.Lang, taste.Theme, taste.Theme, account)
		return err
	})
	return err
}

// Draft is a person's unfinished recording form, nil when there is none.
func (s *Store) Draft(ctx context.Context, account string) (map[string][]string, error) {
	var form string
	err := reader{ctx, s}.row("SELECT form FROM draft WHERE account = ?", []any{account}, &form)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out map[string][]string
	return out, json.Unmarshal([]byte(form), &out)
}

// KeepDraft keeps a person's unfinished recording form; nil discards it.
func (s *Store) KeepDraft(ctx context.Context, account string, now time.Time, form map[string][]string) error {
	b, err := json.Marshal(form)
	if err != nil {
		return err
	}
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		if form == nil {
			_, err = t.exec("DELETE FROM draft WHERE account = ?", account)
			return err
		}
		_, err := t.exec("INSERT INTO draft (account, at, form) VALUES (?, ?, ?) ON CONFLICT (account) DO UPDATE SET at = excluded.at, form = excluded.form",
			account, now.UnixMilli(), string(b))
		return err
	})
	return err
}
