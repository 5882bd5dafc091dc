package huiyin

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Entry is one line of the journal: who did what to which record, for whom, when, and what was there
// before and after (rule J1). By is empty when the clock acted.
type Entry struct {
	ID      int64
	At      time.Time // when it took effect
	Logged  time.Time // when it was written; later than At when the clock caught up (rule G8)
	By, For string
	Action  Action
	Subject string // a complaint's number, account:NAME, site:CODE, settings, session
	Version int64  // of the subject afterwards
	From    State
	To      State
	Detail  []Change
	Sum     string // fingerprint of the record as stored, so that a change behind the journal shows
	Hash    string
	Digest  string // of the detail, where that was emptied when its subject was anonymised (rule B1)
}

// Reopens tells whether it took a closed complaint up again, as the figures count it (rules M6, K12).
func (e *Entry) Reopens() bool {
	return e.Action == ActionReopen || e.Action == ActionTakeAgain && !e.From.Open()
}

// Change is one field's way from before to after; a note has no before.
type Change struct {
	Field  string `json:"f"`
	Before string `json:"b,omitempty"`
	After  string `json:"a,omitempty"`
}

// Note is a Change that only adds something.
func Note(field, text string) Change { return Change{Field: field, After: text} }

// Seal chains the entry to the one before it: the hash covers the previous hash and everything in
// the entry (rule J2). The detail enters by its own digest.
func (e *Entry) Seal(previous string) string {
	detail := e.Digest
	if detail == "" {
		detail = e.DetailDigest()
	}
	return e.SealWith(previous, detail)
}

// SealWith is Seal where the detail's digest is known.
func (e *Entry) SealWith(previous, detail string) string {
	sum := sha256.Sum256(e.Sealed(previous, detail))
	return hex.EncodeToString(sum[:])
}

// Sealed are the bytes whose SHA-256 is the entry's hash: twelve lines, the previous hash the first, the digest of the
// detail the eleventh.
func (e *Entry) Sealed(previous, detail string) []byte {
	b := make([]byte, 0, 512)
	line := func(s string) { b = append(append(b, s...), '\n') }
	number := func(n int64) { b = append(strconv.AppendInt(b, n, 10), '\n') }
	quoted := func(s string) { b = append(strconv.AppendQuote(b, s), '\n') }
	line(previous)
	number(e.At.UnixMilli())
	number(e.Logged.UnixMilli())
	quoted(e.By)
	quoted(e.For)
	quoted(string(e.Action))
	quoted(e.Subject)
	number(e.Version)
	quoted(string(e.From))
	quoted(string(e.To))
	line(detail)
	line(e.Sum)
	return b
}

// DetailDigest is the SHA-256 of the detail as it is stored, in hexadecimal.
func (e *Entry) DetailDigest() string { return Digest(string(e.DetailJSON())) }

// DetailJSON is the detail as it is stored. Broken UTF-8 is mended first, so that what is read back
// gives the same bytes.
func (e *Entry) DetailJSON() []byte {
	if len(e.Detail) == 0 {
		return []byte("[]")
	}
	for i := range e.Detail {
		d := &e.Detail[i]
		d.Before, d.After = strings.ToValidUTF8(d.Before, "\uFFFD"), strings.ToValidUTF8(d.After, "\uFFFD")
	}
	if b, plain := plainJSON(e.Detail); plain {
		return b
	}
	b, err := json.Marshal(e.Detail)
	if err != nil { // strings always marshal
		panic(err)
	}
	return b
}

// plainJSON is json.Marshal of changes in which nothing is escaped, several times as fast; a load seals
// millions.
func plainJSON(changes []Change) ([]byte, bool) {
	size := 2
	for i := range changes {
		size += len(`{"f":"","b":"","a":""},`) + len(changes[i].Field) + len(changes[i].Before) + len(changes[i].After)
	}
	b := append(make([]byte, 0, size), '[')
	for i := range changes {
		c := &changes[i]
		if !plainText(c.Field) || !plainText(c.Before) || !plainText(c.After) {
			return nil, false
		}
		b = append(append(append(b, `{"f":"`...), c.Field...), '"')
		if c.Before != "" {
			b = append(append(append(b, `,"b":"`...), c.Before...), '"')
		}
		if c.After != "" {
			b = append(append(append(b, `,"a":"`...), c.After...), '"')
		}
		b = append(b, "},"...)
	}
	b[len(b)-1] = ']'
	return b, true
}

// plainText tells whether json.Marshal writes a text, which is valid UTF-8, as it stands.
func plainText(s string) bool {
	for i := range len(s) {
		switch b := s[i]; {
		case b < ' ', b == '"', b == '\\', b == '<', b == '>', b == '&', b == 0x7f,
			b == 0xe2: // the line ends U+2028 and U+2029 begin with it
			return false
		}
	}
	return true
}

// changes lists the fields that differ, given as name, before, after.
func changes(fields ...string) []Change {
	var out []Change
	for i := 0; i+2 < len(fields); i += 3 {
		if fields[i+1] != fields[i+2] {
			out = append(out, Change{fields[i], fields[i+1], fields[i+2]})
		}
	}
	return out
}

// Digest is the SHA-256 of a text, in hexadecimal.
func Digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// ParseHash reads a hash as it is printed: on two lines, with spaces, in capitals. What is none is "".
func ParseHash(text string) string {
	text = strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text))
	if b, err := hex.DecodeString(text); err != nil || len(b) != sha256.Size {
		return ""
	}
	return text
}
