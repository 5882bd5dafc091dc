package db

import (
	"context"
	"io"
	"sync"
	"time"

	"huiyin/huiyin"
)

// freeSpace is how much of a directory's disk is free to this process, in bytes.
func freeSpace(dir string) (int64, error) {
	free, _, err := space(dir)
	return free, err
}

// Space lets a store ask something else than the system how much of its disk is free, and how large it is.
func Space(ask func(dir string) (free, all int64, err error)) Option {
	return func(s *Store) { s.space = ask }
}

// uploads count what each person has brought today (rule K6). What was kept is noted in the database too, and counts on
// after a restart.
type uploads struct {
	mu sync.Mutex
	of map[string]*brought
}

// brought is what a person has brought on one day, in bytes.
type brought struct {
	account, day string
	bytes        int64
}

// today finds what a person has brought today.
func (s *Store) today(ctx context.Context, by huiyin.Actor, now time.Time) (*brought, error) {
	day := now.In(by.Org.Zone).Format(time.DateOnly)
	s.uploads.mu.Lock()
	defer s.uploads.mu.Unlock()
	if b := s.uploads.of[by.Account]; b != nil && b.day == day {
		return b, nil
	}
	b := &brought{account: by.Account, day: day}
	if err := (reader{ctx, s}).row("SELECT coalesce(sum(bytes), 0) FROM uploaded WHERE account = ? AND day = ?",
		[]any{by.Account, day}, &b.bytes); err != nil {
		return nil, err
	}
	s.uploads.of[by.Account] = b
	return b, nil
}

// take counts bytes before they are written, so that of many files at once no more come in than a day allows.
func (s *Store) take(b *brought, by huiyin.Actor, bytes int64) error {
	s.uploads.mu.Lock()
	defer s.uploads.mu.Unlock()
	if err := by.MayUpload(b.bytes + bytes); err != nil {
		return err
	}
	b.bytes += bytes
	return nil
}

func (s *Store) giveBack(b *brought, bytes int64) {
	s.uploads.mu.Lock()
	defer s.uploads.mu.Unlock()
	b.bytes -= bytes
}

// Upload is Receive for what a person brings: it counts, and stops while the disk has little room left, which is for
// records (rule K6). Dropped unless it was kept, it counts no longer.
func (s *Store) Upload(ctx context.Context, by huiyin.Actor, now time.Time, src io.Reader, most int64) (*Incoming,
	error) {
	b, err := s.today(ctx, by, now)
	if err != nil {
		return nil, err
	}
	counted := &countedUpload{src: src, s: s, by: by, b: b}
	in, err := s.Receive(counted, most)
	if err != nil {
		s.giveBack(b, counted.bytes)
		return nil, err
	}
	in.brought, in.counted = b, counted.bytes
	return in, nil
}

// lookAgain is after how many bytes the disk is asked again.
const lookAgain = 1 << 20

// countedUpload reads as long as its person and the disk may have more.
type countedUpload struct {
	src   io.Reader
	s     *Store
	by    huiyin.Actor
	b     *brought
	bytes int64
	look  int64 // the disk again from there
}

func (c *countedUpload) Read(p []byte) (int, error) {
	if c.bytes >= c.look {
		if free, all, err := c.s.space(c.s.dir); err == nil && huiyin.DiskFull(free-lookAgain, all) { // a share may not say
			return 0, huiyin.NoRoom()
		}
		c.look = c.bytes + lookAgain
	}
	n, err := c.src.Read(p)
	if wrong := c.s.take(c.b, c.by, int64(n)); wrong != nil {
		return 0, wrong
	}
	c.bytes += int64(n)
	return n, err
}

// keep gives a content its place, and notes for whom it counts.
func (t *tx) keep(in *Incoming) error {
	if t.wrong != nil { // a file is not undone
		return t.wrong
	}
	if err := in.keep(); err != nil || in.brought == nil {
		return err
	}
	if _, err := t.exec("DELETE FROM uploaded WHERE account = ? AND day < ?", in.brought.account,
		in.brought.day); err != nil {
		return err
	}
	_, err := t.exec("INSERT INTO uploaded (account, day, bytes) VALUES (?, ?, ?) "+
		"ON CONFLICT (account, day) DO UPDATE SET bytes = bytes + excluded.bytes",
		in.brought.account, in.brought.day, in.counted)
	return err
}
