package huiyin

import (
	"strconv"
	"time"
)

// Signing is a paper that was shown to a customer on a screen, to be signed there instead of on paper
// (rule F6). The very PDF is kept by its hash, so that what was signed can be shown again.
type Signing struct {
	ID       int64
	N        int       // within the complaint, from 1
	At       time.Time // when it was shown
	By       string    // who showed it
	Paper    Paper
	Edition  int64  // version of the record that it shows
	Hash     string // SHA-256 of the PDF as it was shown, and its file name
	Size     int64
	SignedAt time.Time // zero while nobody has signed
	SignedBy string    // who took the signature
	Signer   string    // as typed
	Witness  string
	Drawing  string // SHA-256 of the picture of the signature, and its file name
	ScreenProof

	RemovedAt time.Time // when the contents were deleted with the personal data (rule B1)
}

// Signable tells whether a customer signs the paper; of the form it is their part alone (rule F1).
func (p Paper) Signable() bool { return p == PaperCustomer || p == "settlement" || p == "receipt" }

// ForCustomer is the paper that a customer is shown where one is asked for: of the form their part.
func (p Paper) ForCustomer() Paper {
	if p == PaperForm {
		return PaperCustomer
	}
	return p
}

// MayShow tells why a person may not have a paper signed on the spot, nil when they may.
func (c *Complaint) MayShow(by Actor, p Paper) error {
	if err := c.mayBegin(by, ActionSign); err != nil {
		return err
	}
	switch {
	case !p.Signable():
		return Invalid("paper", "请选择要由客户签字的单据。")
	case p == "settlement":
		return Every(c.SettlementPrintable(), c.OnPaperOnly(by.Org, p))
	}
	return nil
}

// Show keeps which PDF of a paper was shown to the customer. It stands in the journal as a print (rule J3).
func (c *Complaint) Show(by Actor, now time.Time, s Signing) error {
	c.Run(by.Org, now)
	if err := c.MayShow(by, s.Paper); err != nil {
		return err
	}
	if s.Paper == PaperSettlement {
		if err := c.revealParty(by, now); err != nil {
			return err
		}
	}
	m, err := c.begin(by, ActionPrint, now)
	if err != nil {
		return err
	}
	if s.Edition != c.Version {
		return Conflict("记录刚刚有改动，请再出示一次。")
	}
	s.N, s.At, s.By = len(c.Signings)+1, now, by.Account
	if err := m.stay(Note("paper", string(s.Paper)), Note("original", s.Hash), Note("shown", "yes")); err != nil {
		return err
	}
	c.Signings = append(c.Signings, s)
	return nil
}

// Signing finds a paper that was shown by its number, nil when there is none.
func (c *Complaint) Signing(n int) *Signing {
	if n < 1 || n > len(c.Signings) {
		return nil
	}
	return &c.Signings[n-1]
}

// signedName ends the name of a signed copy, as a file.
const signedName = "（现场签字）.pdf"

// Signature is what a customer leaves on the screen.
type Signature struct {
	Signer  string
	Witness string
	Drawing string // hash of the picture
	Copy    string // hash of the PDF with the page of the signature
	Size    int64  // of the copy, in bytes
	ScreenProof
}

// Sign takes the signature under a paper that was shown, witnessed by an employee other than who takes
// it. The signed copy is filed like a paper that came home (rules F6, W7); what was shown must still be
// what the record says.
func (c *Complaint) Sign(by Actor, now time.Time, n int, sig Signature) error {
	s := c.Signing(n)
	if s == nil {
		return NotFound()
	}
	m, err := c.begin(by, ActionSign, now)
	if err != nil {
		return err
	}
	switch {
	case !s.SignedAt.IsZero():
		return Conflict("这份单据已经签字。")
	case !s.Paper.Signable(): // shown before the form had its parts
		return Conflict("客户只签客户联。请重新出示，再请客户签字。")
	case s.Edition != c.Version:
		return Conflict("出示的是记录版本 %d，现在的记录版本是 %d。记录在出示之后有改动，请重新出示，再请客户签字。", s.Edition, c.Version)
	}
	if sig.Drawing == "" {
		sig.Strokes = ""
	}
	if err := Every(c.OnPaperOnly(by.Org, s.Paper), Every(needed("signer", sig.Signer, 50),
		c.mayWitness(by, sig.Witness), sig.check())); err != nil {
		return err
	}
	name := s.Paper.Label() + signedName
	if err := m.stay(
		Note("paper", string(s.Paper)), Note("edition", strconv.FormatInt(s.Edition, 10)), Note("original", s.Hash),
		Note("signer", sig.Signer), Note("witness", sig.Witness), Note("drawing", sig.Drawing),
		Note("strokes", sig.Strokes), Note("agreed_to_screen", "yes"), Note("whole_shown", "yes"),
		Note("identity_seen", string(sig.IDKind)), Note("identity_end", sig.IDLast4), Note("seen_by", by.Account),
		Note("copy_given", string(sig.CopyWay)), Note("name", name),
		Note("hash", sig.Copy)); err != nil {
		return err
	}
	s.SignedAt, s.SignedBy, s.Signer, s.Witness, s.Drawing = now, by.Account, sig.Signer, sig.Witness, sig.Drawing
	s.ScreenProof = sig.ScreenProof
	c.Attachments = append(c.Attachments, Attachment{
		At: now, By: by.Account, Name: name, Kind: s.Paper.Kind(), Type: "application/pdf", Size: sig.Size,
		Hash:  sig.Copy,
		Paper: s.Paper, Edition: s.Edition, Signing: s.N,
	})
	c.lookForProof(by.Org, now)
	return nil
}
