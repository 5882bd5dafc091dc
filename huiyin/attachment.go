package huiyin

import (
	"slices"
	"time"
)

// Attachment is a piece of evidence or a signed paper, kept by content hash (rule K6).
type Attachment struct {
	ID             int64
	At             time.Time
	By             string
	Name           string
	Kind           EvidenceKind
	Type           string // media type as sniffed
	Size           int64
	Hash           string // SHA-256 of the content, and its file name
	Note           string
	EvidenceSource // where it comes from (rule K6)
	WithdrawnAt    time.Time
	WithdrawnBy    string
	WithdrawReason string
	RemovedAt      time.Time // when the content was deleted, with the personal data (rule B1) or as a recording (rule K6)

	// Of a paper that came home (rule F6): which scan it is, and what its code said.
	Scan     int64
	Paper    Paper
	Part     int64 // of a paper of which a case has several, such as the notices of measures
	Page     int
	Pages    int
	Edition  int64    // version of the record that was printed, 0 where nothing says
	Outdated []string // actions since then that changed what stands on the paper, when it came
	Signing  int      // of one that was signed on the spot

	// Who looked at a signed form that the portal did not recognise, and what they say it is (rule W7).
	ConfirmedAt  time.Time
	ConfirmedBy  string
	ConfirmWords string
}

// Recognised tells whether the portal read from the paper itself which print of which page it is (rule F6).
func (a *Attachment) Recognised() bool {
	return a.Paper != "" && a.Edition > 0 && a.Page > 0 && a.Pages > 0
}

// MaxUpload is the largest upload, in bytes (CONTRACT.md, 413).
const MaxUpload = 200 << 20

// Attach adds a file that already lies in the store by its hash (rule K6).
func (c *Complaint) Attach(by Actor, now time.Time, a Attachment) error {
	m, err := c.begin(by, ActionAttach, now)
	if err != nil {
		return err
	}
	if err := Every(when(a.Name == "" || a.Hash == "", "file", "请选择文件。"),
		when(a.Size == 0, "file", "文件“%s”是空的。", a.Name),
		when(a.Kind != "" && !evidenceKinds.has(a.Kind), "kind", "请选择列表中的一项。")); err != nil {
		return err
	}
	if a.Kind == "" {
		a.Kind = "document"
	}
	if err := Every(within("file", a.Name, 255), within("note", a.Note, 1000),
		a.check(by.Org, a.Kind, now)); err != nil {
		return err
	}
	a.At, a.By = now, by.Account
	detail := append([]Change{Note("name", a.Name), Note("kind", string(a.Kind)), Note("hash", a.Hash)}, a.place()...)
	detail = append(detail, (&EvidenceSource{}).changes(a.EvidenceSource)...)
	if err := m.stay(detail...); err != nil {
		return err
	}
	c.Attachments = append(c.Attachments, a)
	c.lookForProof(by.Org, now)
	return nil
}

// WithdrawAttachment takes a piece of evidence back; it stays listed with who, when, why (rule K6).
func (c *Complaint) WithdrawAttachment(by Actor, now time.Time, id int64, reason string) error {
	a := c.Attachment(id)
	if a == nil {
		return NotFound()
	}
	m, err := c.begin(by, ActionWithdrawAttachment, now)
	if err != nil {
		return err
	}
	if !a.WithdrawnAt.IsZero() {
		return Conflict("这份材料已经撤回。")
	}
	if err := needed("reason", reason, 1000); err != nil {
		return err
	}
	if err := m.stay(Note("name", a.Name), Note("reason", reason)); err != nil {
		return err
	}
	a.WithdrawnAt, a.WithdrawnBy, a.WithdrawReason = now, by.Account, reason
	c.lookForProof(by.Org, now)
	return nil
}

// MayConfirmAttachment tells why a person may not say what a signed form is that the portal did not
// recognise, nil when they may.
func (c *Complaint) MayConfirmAttachment(by Actor, id int64) error {
	return Every(c.mayBegin(by, ActionConfirmAttachment), c.confirmable(id))
}

func (c *Complaint) confirmable(id int64) error {
	a := c.Attachment(id)
	switch {
	case a == nil:
		return NotFound()
	case !a.WithdrawnAt.IsZero():
		return Conflict("这份材料已经撤回。")
	case a.Kind != SignedForm:
		return Conflict("只有“%s”须要确认。", SignedForm.Label())
	case a.Recognised() || a.Signing > 0:
		return Conflict("这份单据已由系统识别，无须确认。")
	case !a.ConfirmedAt.IsZero():
		return Conflict("这份材料已经确认。")
	}
	return nil
}

// Unrecognised tells whether a file was filed as the signed form, and nobody has said yet that it is that.
func (c *Complaint) Unrecognised(id int64) bool { return c.confirmable(id) == nil }

// ConfirmAttachment says what a signed form is that the portal did not recognise; only then it counts for
// closing (rule W7).
func (c *Complaint) ConfirmAttachment(by Actor, now time.Time, id int64, words string) error {
	m, err := c.begin(by, ActionConfirmAttachment, now)
	if err := Every(err, c.confirmable(id), needed("words", words, 1000)); err != nil {
		return err
	}
	a := c.Attachment(id)
	if err := m.stay(Note("name", a.Name), Note("words", words)); err != nil {
		return err
	}
	a.ConfirmedAt, a.ConfirmedBy, a.ConfirmWords = now, by.Account, words
	c.lookForProof(by.Org, now)
	return nil
}

// Attachment finds an attachment of this complaint, nil when there is none.
func (c *Complaint) Attachment(id int64) *Attachment {
	i := slices.IndexFunc(c.Attachments, func(a Attachment) bool { return a.ID == id })
	if i < 0 {
		return nil
	}
	return &c.Attachments[i]
}

// MayUpload refuses a person what would make more bytes than they may bring in a day (rule K6).
func (by Actor) MayUpload(today int64) error {
	if most := by.Org.Parameters.Get(UploadQuota); today > most<<20 {
		return &Error{Kind: KindTooMany, Field: "file", Text: "您今天上传的文件会超过每天 %d MB 的上限。请明天再上传，或者请管理员调高。",
			Args: []any{most}}
	}
	return nil
}

// forRecords is how much of a disk is left to records: whatever is less of it and of its twentieth part.
const forRecords = 1 << 30

// DiskFull tells whether a disk has only so much room left as records need (rule K6).
func DiskFull(free, all int64) bool { return free < min(forRecords, all/20) }

// NoRoom refuses a file while the disk has little room left.
func NoRoom() error {
	return &Error{Kind: KindFull, Field: "file",
		Text: "服务器的磁盘已满到只够登记和办理，暂时不能上传文件；文字照常保存。请告诉系统管理员腾出空间。"}
}
