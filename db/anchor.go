package db

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// anchorsName is the file beside the database in which the journal's head stands too, a line each (rules J2, J4).
// Lines are only ever added.
const anchorsName = "anchors.log"

// Anchor is the journal's head at an instant, as it stands outside the database. Entries are numbered without
// gaps, so that the newest one's number is how many there are.
type Anchor struct {
	At    time.Time
	Entry int64
	Hash  string
	Drift string `json:",omitempty"` // of the machine's clock against time that has passed, "" where nobody measured
	Cause string `json:",omitempty"` // night, mail, backup or restore
	Trees []Tree `json:",omitempty"` // over the entries since the night before, by which one alone can be proven
}

// Words say which entry it is and when it was noted.
func (a Anchor) words() string {
	return fmt.Sprintf("entry %d with hash %s, noted %s", a.Entry, a.Hash, a.At.UTC().Format(time.RFC3339))
}

// head is the journal's newest entry now, of number 0 in an empty journal.
func head(q querier) (a Anchor, err error) {
	err = q.row("SELECT id, hash FROM journal ORDER BY id DESC LIMIT 1", nil, &a.Entry, &a.Hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return a, fmt.Errorf("journal's head: %w", err)
	}
	return a, nil
}

// AnchorLines writes anchors as they stand outside the database, a line each.
func AnchorLines(list ...Anchor) (lines []byte, err error) {
	for _, a := range list {
		b, err := json.Marshal(a)
		if err != nil {
			return nil, fmt.Errorf("anchor: %w", err)
		}
		lines = append(append(lines, b...), '\n')
	}
	return lines, nil
}

// keepAnchor adds a line to the anchors of an installation, and waits until it is on the disk.
func keepAnchor(dir string, a Anchor) error {
	b, err := AnchorLines(a)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(dir, anchorsName), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("anchor: %w", err)
	}
	_, err = f.Write(b)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("anchor: %w", err)
	}
	return nil
}

// readAnchors gives what was noted of the journal outside the database, the oldest first, the note of the last
// backup too; and how many lines cannot be read.
func readAnchors(dir string) (list []Anchor, spoilt int, err error) {
	b, err := os.ReadFile(filepath.Join(dir, anchorsName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fmt.Errorf("anchors: %w", err)
	}
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, len(b)+1)
	for lines.Scan() {
		var a Anchor
		if json.Unmarshal(lines.Bytes(), &a) != nil || a.Entry < 1 || len(a.Hash) != 64 {
			spoilt++
			continue
		}
		list = append(list, a)
	}
	note, err := readBackupNote(dir)
	if err != nil {
		return nil, 0, fmt.Errorf("last backup: %w", err)
	}
	if note.Entry > 0 {
		list = append(list, Anchor{At: note.At, Entry: note.Entry, Hash: note.Hash, Cause: "backup"})
	}
	return list, spoilt, nil
}

// Anchors gives what was noted of the journal outside the database, the oldest first.
func (s *Store) Anchors() ([]Anchor, error) {
	list, _, err := readAnchors(s.dir)
	return list, err
}

// AnchorNight notes the journal's head outside the database, once each night (rule J4): the first time it is
// asked on a day. drift is that of the machine's clock.
func (s *Store) AnchorNight(ctx context.Context, now time.Time, drift time.Duration) (a Anchor, made bool, err error) {
	list, _, err := readAnchors(s.dir)
	if err != nil {
		return a, false, err
	}
	day := func(t time.Time) string { return t.In(s.Org().Zone).Format(time.DateOnly) }
	for _, old := range list {
		if old.Cause == "night" && day(old.At) == day(now) {
			return a, false, nil
		}
	}
	var from int64 = 1
	for _, old := range list {
		for _, t := range old.Trees {
			from = max(from, t.To+1)
		}
	}
	err = s.snapshot(ctx, func(q querier) error {
		if a, err = head(q); err == nil {
			a.Trees, err = trees(q, from, a.Entry)
		}
		return err
	})
	if err != nil || a.Entry == 0 {
		return a, false, err
	}
	a.At = now.UTC()
	a.Cause, a.Drift = "night", drift.Round(time.Millisecond).String()
	return a, true, keepAnchor(s.dir, a)
}

// AnchorToMail is the newest night's anchor that was not mailed yet; some is false where there is none.
func (s *Store) AnchorToMail() (a Anchor, some bool, err error) {
	list, _, err := readAnchors(s.dir)
	for _, one := range list {
		switch one.Cause {
		case "night":
			a, some = one, true
		case "mail":
			some = some && one.Entry < a.Entry
		}
	}
	return a, some, err
}

// AnchorMailed notes that an anchor went out by mail.
func (s *Store) AnchorMailed(now time.Time, a Anchor) error {
	a.At, a.Cause = now.UTC(), "mail"
	return keepAnchor(s.dir, a)
}

// CheckAnchors compares the journal with all that was noted of it outside the database, and tells in words when
// it is shorter or another one (rule J2). It reads those entries only; the chain is for Verify.
func (s *Store) CheckAnchors(ctx context.Context) (wrong string, err error) {
	list, spoilt, err := readAnchors(s.dir)
	if err != nil {
		return "", err
	}
	q := reader{ctx, s}
	now, err := head(q)
	if err != nil {
		return "", err
	}
	var seen anchored
	for _, a := range list {
		var hash string
		err := q.row("SELECT hash FROM journal WHERE id = ?", []any{a.Entry}, &hash)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return "", fmt.Errorf("anchors: %w", err)
		}
		seen.look(a, hash)
	}
	if wrong = seen.said(now.Entry, spoilt); wrong != "" {
		s.unanchored.Store(&wrong)
	}
	return wrong, nil
}

// anchored gathers how a journal fares against its anchors.
type anchored struct {
	fits        Anchor // the last that fits
	first       Anchor // the first that does not
	short, long int    // how many are beyond its end; how many say another hash
}

// look compares an anchor with the hash that the entry of its number has now, "" where there is none.
func (v *anchored) look(a Anchor, hash string) {
	switch {
	case hash == a.Hash:
		if a.Entry >= v.fits.Entry {
			v.fits = a
		}
		return
	case v.first.Entry == 0:
		v.first = a
	}
	if hash == "" {
		v.short++
	} else {
		v.long++
	}
}

// said is the verdict in words, "" when all fits.
func (v *anchored) said(entries int64, spoilt int) string {
	switch {
	case v.long > 0:
		return fmt.Sprintf("the journal is not the one that was anchored: outside the database stands %s; "+
			"anchors that do not fit: %d", v.first.words(), v.long+v.short)
	case v.short > 0:
		return fmt.Sprintf("the journal is shorter than it was: it ends with entry %d, outside the database "+
			"stands %s; anchors that do not fit: %d", entries, v.first.words(), v.short)
	case spoilt > 0:
		return fmt.Sprintf("%d lines of %s cannot be read", spoilt, anchorsName)
	}
	return ""
}

// Contained is what Verify says about a hash that somebody holds: the entry that has it, of number 0 when none has.
type Contained struct {
	Hash  string
	Entry int64
	At    time.Time
}
