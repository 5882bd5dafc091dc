package db

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"huiyin"
)

// Session is one log-in; its id is the secret that the cookie holds.
type Session struct {
	ID      string
	Account string
	Created time.Time
	Seen    time.Time
	Address string
	Taste
}

// Session finds a session with its person's taste; nil when there is none.
func (s *Store) Session(ctx context.Context, id string) (*Session, error) {
	var v Session
	err := reader{ctx, s}.row("SELECT s.id, s.account, s.created, s.seen, s.address, p.lang, p.theme FROM session s JOIN person p ON p.account = s.account WHERE s.id = ?",
		[]any{id}, targets([]any{&v.ID, &v.Account, &v.Created, &v.Seen, &v.Address, &v.Lang, &v.Theme})...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &v, nil
}

// StartSession stores a session with its journal entry (rule J3).
func (s *Store) StartSession(ctx context.Context, v Session, e huiyin.Entry) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		if _, err := t.exec("INSERT INTO session (id, account, created, seen, address) VALUES (?, ?, ?, ?, ?)",
			v.ID, v.Account, v.Created.UnixMilli(), v.Seen.UnixMilli(), v.Address); err != nil {
			return err
		}
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

// EndSession ends a session.
func (s *Store) EndSession(ctx context.Context, id string, e huiyin.Entry) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		if _, err := t.exec("DELETE FROM session WHERE id = ?", id); err != nil {
			return err
		}
		return t.append([]huiyin.Entry{e}, "")
	})
	return err
}

// EndOldSessions removes sessions not seen since, and forgets forms sent that long ago.
func (s *Store) EndOldSessions(ctx context.Context, since time.Time) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		if _, err := t.exec("DELETE FROM session WHERE seen < ?", since.UnixMilli()); err != nil {
			return err
		}
		_, err := t.exec("DELETE FROM once WHERE at < ?", since.UnixMilli())
		return err
	})
	return err
}
