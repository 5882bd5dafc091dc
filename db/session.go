package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"huiyin/huiyin"
)

// Session is one log-in; its id is the secret that the cookie holds.
type Session struct {
	ID      string
	Account string
	Created time.Time
	Seen    time.Time
	Address string
	Agent   string    // the program, as it names itself
	Half    bool      // the password was right, the second factor is awaited
	Second  bool      // the account has a second factor in use
	Given   time.Time // when somebody else gave the account its password, zero where its person chose it
	Taste
}

// Session finds a session with its person's taste; nil when there is none.
func (s *Store) Session(ctx context.Context, id string) (*Session, error) {
	var v Session
	err := reader{ctx, s}.row(`SELECT s.id, s.account, s.created, s.seen, s.address, s.agent, s.half, EXISTS (SELECT 1 FROM second_factor f WHERE f.account = s.account AND f.since > 0), p.given, p.lang, p.theme
		FROM session s JOIN person p ON p.account = s.account WHERE s.id = ?`,
		[]any{id}, targets([]any{&v.ID, &v.Account, &v.Created, &v.Seen, &v.Address, &v.Agent, &v.Half, &v.Second,
			&v.Given, &v.Lang, &v.Theme})...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if v.Given.UnixMilli() == 0 {
		v.Given = time.Time{}
	}
	return &v, nil
}

// mostLogIns is how many sessions an account has at once, and as many half ones; the one not used for the longest time
// ends for a new one (rule P11). A counter's account is shared by all who sit there, over a day some 30 browsers.
const mostLogIns = 40

// StartSession stores a session with its journal entry (rule J3). A half one is in no journal: nobody is in yet.
func (s *Store) StartSession(ctx context.Context, v Session, e huiyin.Entry) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		ended, err := t.exec("DELETE FROM session WHERE account = ?1 AND half = ?2 AND id NOT IN (SELECT id FROM session "+
			"WHERE account = ?1 AND half = ?2 ORDER BY seen DESC, created DESC, id LIMIT ?3)", v.Account, v.Half,
			mostLogIns-1)
		if err != nil {
			return err
		}
		if n, err := ended.RowsAffected(); err != nil || n > 0 {
			t.notified = append(t.notified, v.Account) // their open pages hear of it
		}
		if _, err := t.exec("INSERT INTO session (id, account, created, seen, address, agent, half) VALUES (?, ?, "+
			"?, ?, ?, ?, ?)",
			v.ID, v.Account, v.Created.UnixMilli(), v.Seen.UnixMilli(), v.Address, v.Agent, v.Half); err != nil ||
			v.Half {
			return err
		}
		return t.append([]huiyin.Entry{e}, "")
	})
	return err
}

// mostSessions bounds the list of an account's sessions.
const mostSessions = 100

// Sessions lists those in which an account is logged in and that were seen since, the last seen first.
func (s *Store) Sessions(ctx context.Context, account string, since time.Time) (out []Session, err error) {
	err = reader{ctx,
		s}.query("SELECT id, created, seen, address, agent FROM session WHERE account = ? AND half = 0 AND seen "+
		">= ? ORDER BY seen DESC, id LIMIT ?",
		[]any{account, since.UnixMilli(), mostSessions}, func(rows *sql.Rows) error {
			for rows.Next() {
				v := Session{Account: account}
				if err := rows.Scan(&v.ID, nullTime{&v.Created}, nullTime{&v.Seen}, &v.Address, &v.Agent); err != nil {
					return err
				}
				out = append(out, v)
			}
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("sessions: %w", err)
	}
	return out, nil
}

// EndSessions ends one session of an account, or where id is "" all but the one to keep. Those that are
// not the account's stay.
func (s *Store) EndSessions(ctx context.Context, account, id, keep string, e huiyin.Entry) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		if id == "" {
			if err := t.endSessions(account, keep); err != nil {
				return err
			}
		} else if err := t.one("DELETE FROM session WHERE account = ? AND id = ?", account, id); err != nil {
			return err
		}
		t.notified = append(t.notified, account)
		return t.append([]huiyin.Entry{e}, "")
	})
	return err
}

// SeeSession notes that a session is in use.
func (s *Store) SeeSession(ctx context.Context, id string, now time.Time) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		_, err := t.exec("UPDATE session SET seen = ? WHERE id = ?", now.UnixMilli(), id)
		return err
	})
	return err
}

// RenewSession gives a session another id.
func (s *Store) RenewSession(ctx context.Context, id, next string) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		return t.one("UPDATE session SET id = ? WHERE id = ?", next, id)
	})
	return err
}

// EndSession ends a session. The end of a half one is in no journal, like its beginning.
func (s *Store) EndSession(ctx context.Context, id string, e huiyin.Entry) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		t.notified = append(t.notified, e.By)
		whole, err := t.exec("DELETE FROM session WHERE id = ? AND half = 0", id)
		if err != nil {
			return err
		}
		n, err := whole.RowsAffected()
		if err != nil {
			return err
		}
		if n == 0 {
			_, err := t.exec("DELETE FROM session WHERE id = ?", id)
			return err
		}
		return t.append([]huiyin.Entry{e}, "")
	})
	return err
}

// EndOldSessions removes sessions not seen since, and forgets forms sent, and kept, that long ago.
func (s *Store) EndOldSessions(ctx context.Context, since time.Time) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		if _, err := t.exec("DELETE FROM session WHERE seen < ?", since.UnixMilli()); err != nil {
			return err
		}
		if _, err := t.exec("DELETE FROM typed WHERE at < ?", since.UnixMilli()); err != nil {
			return err
		}
		_, err := t.exec("DELETE FROM once WHERE at < ?", since.UnixMilli())
		return err
	})
	return err
}
