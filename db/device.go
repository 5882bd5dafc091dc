package db

import (
	"context"
	"time"

	"huiyin/huiyin"
)

const (
	mostDevices = 20                   // of an account
	deviceLasts = 180 * 24 * time.Hour // after its last log-in
)

// KnowDevice notes that a device has logged in as somebody (rule P11). Those that have not for long are forgotten.
func (s *Store) KnowDevice(ctx context.Context, account, hash string, now time.Time) error {
	_, err := s.write(ctx, Once{}, func(t *tx) error {
		if _, err := t.exec("INSERT INTO device (account, hash, at) VALUES (?, ?, ?) ON CONFLICT (account, hash) DO UPDATE "+
			"SET at = excluded.at", account, hash, now.UnixMilli()); err != nil {
			return err
		}
		_, err := t.exec("DELETE FROM device WHERE account = ? AND (at < ? OR hash NOT IN (SELECT hash FROM device WHERE "+
			"account = ? ORDER BY at DESC, hash LIMIT ?))", account, now.Add(-deviceLasts).UnixMilli(), account, mostDevices)
		return err
	})
	return err
}

// DeviceKnown tells whether a device has logged in as somebody, as anybody where account is "".
func (s *Store) DeviceKnown(ctx context.Context, account, hash string, now time.Time) (known bool, err error) {
	err = reader{ctx, s}.row("SELECT EXISTS (SELECT 1 FROM device WHERE (account = ? OR ? = '') AND hash = ? AND at >= ?)",
		[]any{account, account, hash, now.Add(-deviceLasts).UnixMilli()}, &known)
	return known, err
}

// LivesAt tells whether an account has a session in use from an address.
func (s *Store) LivesAt(ctx context.Context, account, address string, now time.Time) (lives bool, err error) {
	p := s.Org().Parameters
	err = reader{ctx, s}.row("SELECT EXISTS (SELECT 1 FROM session WHERE account = ? AND address = ? AND half = 0 "+
		"AND seen >= ? AND created >= ?)", []any{account, address, now.Add(-p.Span(huiyin.SessionIdle)).UnixMilli(),
		now.Add(-p.Span(huiyin.SessionLimit)).UnixMilli()}, &lives)
	return lives, err
}

// WarnOfTries tells a person that strangers try their account (rule P11).
func (s *Store) WarnOfTries(ctx context.Context, account string, now time.Time) error {
	p := s.Org().Person(account)
	if p == nil || p.Disabled {
		return nil
	}
	_, err := s.write(ctx, Once{}, func(t *tx) error { return t.tell(huiyin.TriedByStrangers(p, now)) })
	return err
}
