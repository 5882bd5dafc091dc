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
	"slices"
	"time"

	"huiyin/huiyin"
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
	s.mu.Lock()
	defer s.mu.Unlock()
	is := func(name string) (seen fileSeen) {
		if info, err := os.Stat(filepath.Join(s.dir, name)); err == nil {
			seen = fileSeen{info.Size(), info.ModTime()}
		}
		return seen
	}
	seen := [2]fileSeen{is(anchorsName), is(backupNote)}
	if s.anchors.seen == seen && s.anchors.list != nil {
		return slices.Clip(s.anchors.list), nil
	}
	list, _, err := readAnchors(s.dir)
	if err == nil {
		s.anchors.seen, s.anchors.list = seen, list
	}
	return slices.Clip(list), err
}

// fileSeen tells a file from what it was when it was last read.
type fileSeen struct {
	size int64
	at   time.Time
}

// keptAnchors are the anchors as they were last read, which is asked each minute.
type keptAnchors struct {
	seen [2]fileSeen
	list []Anchor
}

// AnchorNight notes the journal's head outside the database, once each night (rule J4): the first time it is
// asked on a day. drift is that of the machine's clock.
func (s *Store) AnchorNight(ctx context.Context, now time.Time, drift time.Duration) (a Anchor, made bool, err error) {
	list, err := s.Anchors()
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
	list, err := s.Anchors()
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
	for part := range slices.Chunk(list, mostAnchors) {
		hashes, err := hashesOf(q, part)
		if err != nil {
			return "", err
		}
		for _, a := range part {
			seen.look(a, hashes[a.Entry])
		}
	}
	if m := seen.mismatch(now.Entry, spoilt); m != nil {
		s.unanchored.Store(m)
		return mismatchWords(m), nil
	}
	return "", nil
}

// mostAnchors is how many are compared with the journal in one question.
const mostAnchors = 500

// hashesOf gives the hashes that the entries of some anchors have now.
func hashesOf(q querier, list []Anchor) (map[int64]string, error) {
	ids, out := make([]any, len(list)), make(map[int64]string, len(list))
	for i, a := range list {
		ids[i] = a.Entry
	}
	err := q.query("SELECT id, hash FROM journal WHERE id IN ("+placeholders(len(ids))+")", ids, func(rows *sql.Rows) error {
		for rows.Next() {
			var id int64
			var hash string
			if err := rows.Scan(&id, &hash); err != nil {
				return err
			}
			out[id] = hash
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("anchors: %w", err)
	}
	return out, nil
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

// mismatch is the verdict, nil when all fits.
func (v *anchored) mismatch(entries int64, spoilt int) *huiyin.Mismatch {
	if v.long+v.short+spoilt == 0 {
		return nil
	}
	return &huiyin.Mismatch{Entries: entries, Other: v.long, Beyond: v.short, Spoilt: spoilt, Entry: v.first.Entry,
		Hash: v.first.Hash, Noted: v.first.At}
}

// mismatchWords say it in the log and to verify.
func mismatchWords(m *huiyin.Mismatch) string {
	first := Anchor{Entry: m.Entry, Hash: m.Hash, At: m.Noted}
	switch {
	case m.Other > 0:
		return fmt.Sprintf("the journal is not the one that was anchored: outside the database stands %s; "+
			"anchors that do not fit: %d", first.words(), m.Other+m.Beyond)
	case m.Beyond > 0:
		return fmt.Sprintf("the journal is shorter than it was: it ends with entry %d, outside the database "+
			"stands %s; anchors that do not fit: %d", m.Entries, first.words(), m.Beyond)
	}
	return fmt.Sprintf("%d lines of %s cannot be read", m.Spoilt, anchorsName)
}

// Contained is what Verify says about a hash that somebody holds: the entry that has it, of number 0 when none has.
type Contained struct {
	Hash  string
	Entry int64
	At    time.Time
}
