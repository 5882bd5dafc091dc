package huiyin

import (
	"strconv"
	"strings"
	"time"
)

// EvidencePackage 举证包 says that the evidence of a case was put together for somebody outside, what for, and for whom
// (rule J4). What is in it is made from the record when it is fetched, so that later anchors prove it too.
type EvidencePackage struct {
	ID       int64
	N        int // within the complaint, from 1
	At       time.Time
	By       string
	Purpose  string
	Receiver string
}

// PackEvidence notes that the evidence is put together (rule J4).
func (c *Complaint) PackEvidence(by Actor, now time.Time, purpose, receiver string) error {
	m, err := c.begin(by, ActionPackEvidence, now)
	if err != nil {
		return err
	}
	purpose, receiver = strings.TrimSpace(purpose), strings.TrimSpace(receiver)
	if err := Every(needed("purpose", purpose, shortText), needed("receiver", receiver, shortText)); err != nil {
		return err
	}
	p := EvidencePackage{N: len(c.EvidencePackages) + 1, At: now, By: m.by.Account, Purpose: purpose, Receiver: receiver}
	if err := m.stay(Note("package", strconv.Itoa(p.N)), Note("purpose", purpose), Note("receiver", receiver)); err != nil {
		return err
	}
	c.EvidencePackages = append(c.EvidencePackages, p)
	return nil
}

// MayFetchEvidence tells why a person may not have a package, nil when they may.
func (c *Complaint) MayFetchEvidence(by Actor, n int) error {
	if err := c.mayBegin(by, ActionPackEvidence); err != nil {
		return err
	}
	if c.EvidencePackage(n) == nil {
		return NotFound()
	}
	return nil
}

// FetchEvidence notes that a package was handed out, and the hash of its list of hashes (rules J3, J4).
func (c *Complaint) FetchEvidence(by Actor, now time.Time, n int, manifest string) error {
	if err := c.MayFetchEvidence(by, n); err != nil {
		return err
	}
	m, err := c.begin(by, ActionPrint, now)
	if err != nil {
		return err
	}
	return m.stay(Note("package", strconv.Itoa(n)), Note("hash", manifest))
}

// EvidencePackage finds a package by its number, nil when there is none.
func (c *Complaint) EvidencePackage(n int) *EvidencePackage {
	if n < 1 || n > len(c.EvidencePackages) {
		return nil
	}
	return &c.EvidencePackages[n-1]
}

// JournalTree sums up a range of the journal, so that one entry can be proven to be in it without the others being
// shown (rule J4). Its leaves are the entries' hashes; two hashes that stand beside each other make one above them, the
// SHA-256 of their texts with a line end after each; one that is left over goes up as it is.
type JournalTree struct {
	From, To int64 // numbers of the first and the last entry
	Root     string
}

// ProvenEntry is an entry of a case with what proves it: the hash before it, and the path to the root of a tree that was
// noted outside the database, no tree where that night is still to come.
type ProvenEntry struct {
	Entry
	Previous string
	Tree     JournalTree
	Path     [][2]string // from below: L or R for the side of the hash beside it, and that hash
}

// Bytes are those whose SHA-256 is the entry's hash.
func (e *ProvenEntry) Bytes() []byte {
	if e.Digest != "" {
		return e.Sealed(e.Previous, e.Digest)
	}
	return e.Sealed(e.Previous, e.DetailDigest())
}

// insideKinds are the files that stay inside, also as a line of an index (rule F5).
var insideKinds = map[EvidenceKind]bool{HouseForm: true, "approval": true, "report": true, "process": true,
	"followup": true, "rectification": true}

// GoesOutside tells whether a file is for customer, authority and court (rules F5, J4).
func (a *Attachment) GoesOutside() bool { return a.WithdrawnAt.IsZero() && !insideKinds[a.Kind] }

// outwardActions are those of a complaint whose details the customer knows anyway, or that are about papers and files;
// of all others a package shows the digest alone (rules F5, J4).
var outwardActions = map[Action]bool{ActionRecord: true, ActionAttach: true, ActionWithdrawAttachment: true,
	ActionDropRecording: true,
	ActionPrint:         true, ActionSign: true, ActionFreezeLetter: true, ActionPay: true, ActionNameParty: true,
	ActionPackEvidence: true}

// Outward tells whether the detail of an entry may stand in a package (rules F5, J4).
func (e *Entry) Outward() bool { return outwardActions[e.Action] }
