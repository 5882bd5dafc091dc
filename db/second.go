package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"huiyin/huiyin"
)

// SecondFactor is what a person shows beside their password: codes of a telephone, that count in steps of
// time.
type SecondFactor struct {
	Secret string
	Since  time.Time // zero until its first code was right
	Codes  int       // recovery codes left
	Lost   bool      // the key file does not open the secret: recovery codes still let in
}

// Second finds the second factor of an account, nil for none.
func (s *Store) Second(ctx context.Context, account string) (*SecondFactor, error) {
	var v SecondFactor
	err := reader{ctx,
		s}.row("SELECT secret, since, (SELECT count(*) FROM recovery_code r WHERE r.account = f.account) FROM "+
		"second_factor f WHERE account = ?",
		[]any{account}, &v.Secret, nullTime{&v.Since}, &v.Codes)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("second factor: %w", err)
	}
	if v.Since.UnixMilli() == 0 {
		v.Since = time.Time{}
	}
	var ok bool
	v.Secret, ok = s.keys.open(secondPlace(account), v.Secret)
	v.Lost = !ok
	return &v, nil
}

// OfferSecond keeps the secret of a second factor that is not in use yet; one in use stays.
func (s *Store) OfferSecond(ctx context.Context, account, secret string) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		_, err := t.exec("INSERT INTO second_factor (account, secret, since, step) VALUES (?, ?, 0, 0) ON "+
			"CONFLICT (account) DO UPDATE SET secret = excluded.secret WHERE since = 0", account,
			s.keys.close(secondPlace(account), secret))
		return err
	})
	return err
}

// TakeSecond puts the offered second factor in use from the step of its first code, with the hashes of its
// recovery codes, and ends the account's other sessions. One that was replaced or is in use is a conflict.
func (s *Store) TakeSecond(ctx context.Context, account, secret string, step int64, hashes []string, keepSession string,
	e huiyin.Entry, news ...*huiyin.News) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		var stored string
		err := t.row("SELECT secret FROM second_factor WHERE account = ?", []any{account}, &stored)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if offered, ok := s.keys.open(secondPlace(account), stored); !ok || offered != secret {
			return errDoneAlready()
		}
		err = t.one("UPDATE second_factor SET since = ?, step = ? WHERE account = ? AND since = 0", e.At.UnixMilli(), step,
			account)
		if err != nil {
			return err
		}
		if _, err := t.exec("DELETE FROM recovery_code WHERE account = ?", account); err != nil {
			return err
		}
		for _, h := range hashes {
			if _, err := t.exec("INSERT INTO recovery_code (account, hash) VALUES (?, ?)", account, h); err != nil {
				return err
			}
		}
		if err := t.endSessions(account, keepSession); err != nil {
			return err
		}
		return errors.Join(t.tellAll(news), t.appendSealed(e))
	})
	return err
}

// UseStep uses up a code: the step must lie after the last one used, else it is a conflict.
func (s *Store) UseStep(ctx context.Context, account string, step int64) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		return t.one("UPDATE second_factor SET step = ? WHERE account = ? AND since > 0 AND step < ?", step, account,
			step)
	})
	return err
}

// UseRecovery uses up a recovery code; one that is none is a conflict.
func (s *Store) UseRecovery(ctx context.Context, account, hash string, e huiyin.Entry) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		if err := t.one("DELETE FROM recovery_code WHERE account = ? AND hash = ?", account, hash); err != nil {
			return err
		}
		return t.appendSealed(e)
	})
	return err
}

// DropSecond takes the second factor away from an account, which is a conflict where it has none.
func (s *Store) DropSecond(ctx context.Context, e huiyin.Entry, account string, news ...*huiyin.News) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		if err := t.dropSecond(account); err != nil {
			return err
		}
		return errors.Join(t.tellAll(news), t.appendSealed(e))
	})
	return err
}

func (t *tx) dropSecond(account string) error {
	if err := t.one("DELETE FROM second_factor WHERE account = ? AND since > 0", account); err != nil {
		return err
	}
	_, err := t.exec("DELETE FROM recovery_code WHERE account = ?", account)
	return err
}

// one runs a statement that changes exactly one row, or is a conflict.
func (t *tx) one(query string, args ...any) error {
	res, err := t.exec(query, args...)
	if err != nil {
		return err
	}
	n, err := res.RowsAffected()
	if err == nil && n != 1 {
		err = errDoneAlready()
	}
	return err
}

func errDoneAlready() error {
	return huiyin.Conflict("这一步已经做过，或已被改动。请刷新页面。")
}
