package huiyin

import (
	"slices"
	"strings"
	"time"
)

// Origin is what a piece of evidence is, and where it comes from (rule K6).
type Origin string

// The origins.
const (
	OriginPhoto      Origin = "photo"
	OriginOriginal   Origin = "original"
	OriginScan       Origin = "scan"
	OriginExport     Origin = "export"
	OriginChat       Origin = "chat"
	OriginScreenshot Origin = "screenshot"
	OriginCCTV       Origin = "cctv"
	OriginCall       Origin = "call"
	OriginRecording  Origin = "recording"
)

var origins = words[Origin]{
	{OriginPhoto, "现场拍摄的照片、录像"}, {OriginOriginal, "电子原件"}, {OriginScan, "纸质原件的扫描件或翻拍"}, {OriginExport, "系统导出"},
	{OriginChat, "聊天记录导出"}, {OriginScreenshot, "屏幕截图"}, {OriginCCTV, "监控录像摘取"}, {OriginCall, "通话录音"},
	{OriginRecording, "当面录音、录像"},
}

// Label is the origin's name on pages.
func (o Origin) Label() string { return origins.label(o) }

// Origins lists them.
func Origins() []Origin { return origins.all() }

// OriginalPlace is where the original of a piece of evidence lies (rule K6).
type OriginalPlace string

// The places.
const (
	OriginalFile     OriginalPlace = "file"
	OriginalShelf    OriginalPlace = "shelf"
	OriginalPhone    OriginalPlace = "phone"
	OriginalCloud    OriginalPlace = "cloud"
	OriginalCustomer OriginalPlace = "customer"
	OriginalThird    OriginalPlace = "third_party"
)

var originalPlaces = words[OriginalPlace]{
	{OriginalFile, "本文件即原件"}, {OriginalShelf, "公司档案柜"}, {OriginalPhone, "拍摄或收到的手机"}, {OriginalCloud, "云端或原系统"},
	{OriginalCustomer, "客户手中"}, {OriginalThird, "第三方手中"},
}

// Label is the place's name on pages.
func (p OriginalPlace) Label() string { return originalPlaces.label(p) }

// OriginalPlaces lists them.
func OriginalPlaces() []OriginalPlace { return originalPlaces.all() }

// CCTVGround is what camera footage may be taken for; measuring staff is none of it (rule K6).
type CCTVGround string

// The grounds.
const (
	CCTVSafety CCTVGround = "safety"
	CCTVInjury CCTVGround = "injury"
	CCTVTheft  CCTVGround = "theft"
	CCTVWish   CCTVGround = "wish"
)

var cctvGrounds = words[CCTVGround]{
	{CCTVSafety, "公共安全"}, {CCTVInjury, "人身伤害"}, {CCTVTheft, "失窃、财物损失"}, {CCTVWish, "画面中的本人要求"},
}

// Label is the ground's name on pages.
func (g CCTVGround) Label() string { return cctvGrounds.label(g) }

// CCTVGrounds lists them.
func CCTVGrounds() []CCTVGround { return cctvGrounds.all() }

// EvidenceSource is where a piece of evidence comes from (rule K6).
type EvidenceSource struct {
	Origin    Origin
	MadeBy    string    // who made it
	MadeAt    time.Time // when
	Device    string    // on what
	CameBy    string    // how it came to the house
	Original  OriginalPlace
	Place     string // where there
	Keeper    string // who keeps the original
	Holder    string // of a chat, whose device it was exported from
	FirstFile bool   // of sound and film: the first file, never re-encoded

	CCTV      CCTVGround // of camera footage
	AskedBy   string
	ConsentBy string
	Blurred   bool // others are

	Announced bool // of a call: the other side was told beforehand that it is recorded
	Evidence  bool // of a call: it is kept as evidence, else a year
}

// Told tells whether anything is said of where it comes from.
func (p *EvidenceSource) Told() bool { return p.Origin != "" }

// sounds tells whether it is sound or film, of which the first file counts (rule K6).
func (p *EvidenceSource) sounds() bool {
	return p.Origin == OriginCCTV || p.Origin == OriginCall || p.Origin == OriginRecording
}

// forTheShown tells whether it is footage that somebody asked for about themselves, which measures no member of staff
// (rule K6).
func (p *EvidenceSource) forTheShown() bool { return p.Origin == OriginCCTV && p.CCTV == CCTVWish }

// tidy leaves only what belongs to the origin.
func (p *EvidenceSource) tidy() {
	trimmed(&p.MadeBy, &p.Device, &p.CameBy, &p.Place, &p.Keeper, &p.Holder, &p.AskedBy, &p.ConsentBy)
	if p.Origin != OriginChat {
		p.Holder = ""
	}
	if p.Origin != OriginCCTV {
		p.CCTV, p.AskedBy, p.ConsentBy, p.Blurred = "", "", "", false
	}
	if p.Origin != OriginCall {
		p.Announced, p.Evidence = false, false
	}
	if !p.sounds() && p.Origin != OriginPhoto {
		p.FirstFile = false
	}
}

// check refuses what the law does not let in, and what cannot be. What is not known yet is asked for later, and hinders
// nobody at the counter (rule K6).
func (p *EvidenceSource) check(o *Org, kind EvidenceKind, now time.Time) error {
	untold := p.Origin == "" && *p != (EvidenceSource{})
	if p.tidy(); p.Origin == "" && !untold {
		return nil
	}
	early := !p.MadeAt.IsZero() && p.MadeAt.Before(time.Date(1980, 1, 1, 0, 0, 0, 0, o.Zone))
	if err := Every(when(untold, "origin", "请先选择来源。"),
		when(!untold && !origins.has(p.Origin), "origin", "请选择列表中的一项。"),
		when(p.Original != "" && !originalPlaces.has(p.Original), "original", "请选择列表中的一项。"),
		when(p.MadeAt.After(now), "made_at", "时间不能晚于现在。"),
		when(early, "made_at", "时间过早，请核对。"),
		when(p.Origin == OriginScan && p.Original == OriginalFile, "original",
			"扫描件不能代替原件，请写明纸质原件放在哪里、由谁保管。"), within("made_by", p.MadeBy, 100), within("device", p.Device, 100), within("came_by", p.CameBy, shortText),
		within("place", p.Place, shortText), within("keeper", p.Keeper, 100), within("holder", p.Holder, 100),
		within("asked_by", p.AskedBy, 100), within("agreed_by", p.ConsentBy, 100)); err != nil {
		return err
	}
	return p.lawful()
}

// lawful refuses camera footage without its ground, and a call that was recorded unsaid (rule K6).
func (p *EvidenceSource) lawful() error {
	switch p.Origin {
	case OriginCCTV:
		switch {
		case !cctvGrounds.has(p.CCTV):
			return Invalid("cctv_ground", "监控录像只用于安全、人身伤害、失窃，或者画面中的本人要求；请选择依据。")
		case !p.Blurred:
			return Invalid("blurred", "请先遮挡画面中的其他人，再上传摘取的片段。")
		}
		return Every(needed("asked_by", p.AskedBy, 100), needed("agreed_by", p.ConsentBy, 100))
	case OriginCall:
		if !p.Announced {
			return Invalid("announced", "通话须先告知对方正在录音；没有告知的录音不能存入，请改为书面记录。")
		}
	}
	return nil
}

// signedKinds are the papers of which a scan replaces no original (rule K6).
var signedKinds = []EvidenceKind{SignedForm, HouseForm, SignedAgreement, AwardPaper, WithdrawalForm, PayInstruction, EvidenceKind(PaperPaid),
	LawLetter}

// OnSignedPaper tells whether a file is a paper that somebody signed, so that a dossier shows it full size (rule F5).
func (a *Attachment) OnSignedPaper() bool {
	return a.Paper != "" || slices.Contains(signedKinds, a.Kind)
}

// OwesOriginal tells whether the signed original on paper has to be kept, whatever the scan shows (rule K6).
func (a *Attachment) OwesOriginal() bool {
	return a.Signing == 0 && a.WithdrawnAt.IsZero() && (a.Origin == OriginScan || a.Scan != 0) &&
		slices.Contains(signedKinds, a.Kind)
}

// MissingProvenance lists what is still not known of where a piece of evidence comes from, to be asked for (rule K6).
// What the portal made itself, as a signature on a screen, tells that by its journal.
func (a *Attachment) MissingProvenance() []string {
	if a.Signing > 0 || !a.WithdrawnAt.IsZero() || !a.RemovedAt.IsZero() {
		return nil
	}
	if !a.Told() {
		return []string{"来源"}
	}
	var out []string
	ask := func(lacks bool, what string) {
		if lacks {
			out = append(out, what)
		}
	}
	ask(a.MadeBy == "", "制作人")
	ask(a.MadeAt.IsZero(), "制作时间")
	ask(a.Device == "" && a.Origin != OriginScan && a.Origin != OriginOriginal, "所用设备")
	ask(a.Original == "", "原件在哪里")
	ask(a.Keeper == "", "原件保管人")
	ask(a.Origin == OriginChat && a.Holder == "", "聊天记录所在设备的持有人")
	ask(a.sounds() && !a.FirstFile, "未经转码的原始文件")
	return out
}

// MayTellProvenance tells why a person may not say where a piece of evidence comes from, nil when they may.
func (c *Complaint) MayTellProvenance(by Actor, id int64) error {
	return Every(c.mayBegin(by, ActionTellProvenance), c.tellable(id))
}

func (c *Complaint) tellable(id int64) error {
	a := c.Attachment(id)
	switch {
	case a == nil:
		return NotFound()
	case !a.WithdrawnAt.IsZero():
		return Conflict("这份材料已经撤回。")
	case !a.RemovedAt.IsZero():
		return Conflict("这份材料的内容已经删除。")
	case a.Signing > 0:
		return Conflict("这份单据由系统在现场签字时生成，来源已经记录。")
	}
	return nil
}

// TellProvenance says where a piece of evidence comes from, or says it better; what was said before stays in the journal
// (rule K6).
func (c *Complaint) TellProvenance(by Actor, now time.Time, id int64, p EvidenceSource) error {
	m, err := c.begin(by, ActionTellProvenance, now)
	if err := Every(err, c.tellable(id)); err != nil {
		return err
	}
	a := c.Attachment(id)
	if err := Every(when(p.Origin == "", "origin", "请选择来源。"),
		p.check(by.Org, a.Kind, now)); err != nil {
		return err
	}
	told := a.EvidenceSource.changes(p)
	if len(told) == 0 {
		return Conflict("来源没有改动。")
	}
	if err := m.stay(append([]Change{Note("name", a.Name)}, told...)...); err != nil {
		return err
	}
	a.EvidenceSource = p
	return nil
}

// changes are what an entry of the journal says of a new provenance.
func (p *EvidenceSource) changes(next EvidenceSource) []Change {
	mark := func(b bool) string {
		if b {
			return "yes"
		}
		return ""
	}
	return changes(
		"provenance", string(p.Origin), string(next.Origin), "made_by", p.MadeBy, next.MadeBy,
		"made_at", stamp(p.MadeAt), stamp(next.MadeAt), "device", p.Device, next.Device,
		"came_by", p.CameBy, next.CameBy, "original_place", string(p.Original), string(next.Original),
		"original_where", p.Place, next.Place, "keeper", p.Keeper, next.Keeper, "holder_of_chat", p.Holder, next.Holder,
		"first_file", mark(p.FirstFile), mark(next.FirstFile), "cctv_ground", string(p.CCTV), string(next.CCTV),
		"footage_asked_by", p.AskedBy, next.AskedBy, "footage_agreed_by", p.ConsentBy, next.ConsentBy,
		"blurred", mark(p.Blurred), mark(next.Blurred), "announced", mark(p.Announced), mark(next.Announced),
		"as_evidence", mark(p.Evidence), mark(next.Evidence))
}

// Outward is what may leave the house of where a piece of evidence comes from: what it is, when it was made, and where
// its original lies; no name and nothing in anybody's own words (rules F5, K6).
func (a *Attachment) Outward(o *Org) string {
	origin := a.Origin
	if origin == "" && a.Scan != 0 {
		origin = OriginScan
	}
	var out []string
	if origin != "" {
		out = append(out, origin.Label())
	}
	if a.Signing > 0 {
		out = append(out, "屏幕签名")
	}
	if !a.MadeAt.IsZero() {
		out = append(out, "制作于 "+a.MadeAt.In(o.Zone).Format("2006-01-02 15:04"))
	}
	if a.Original != "" {
		out = append(out, "原件："+a.Original.Label())
	}
	return strings.Join(out, "，")
}

// recordingEnds is when a recorded call that is no evidence goes, zero where it stays (rule K6). What proves the
// customer's word, what a consequence rests on, and what is under legal hold is evidence.
func (c *Complaint) recordingEnds(o *Org, a *Attachment) time.Time {
	if a.Origin != OriginCall || a.Evidence || !a.RemovedAt.IsZero() || c.Held() || a.Kind == Audio && c.recordedWord() ||
		slices.ContainsFunc(c.Evidence, func(e SanctionEvidence) bool { return e.Attachment == a.ID }) {
		return time.Time{}
	}
	from := a.At
	if !a.MadeAt.IsZero() {
		from = a.MadeAt
	}
	return latest(latest(a.At, c.holdLifted()), from.In(o.Zone).AddDate(int(o.Parameters.Get(KeepRecordings)), 0, 0))
}

// recordedWord tells whether a recorded call proves what the customer said (rule W6).
func (c *Complaint) recordedWord() bool {
	return slices.ContainsFunc(c.CustomerWords, func(w CustomerWord) bool { return w.Proof == ProofRecording })
}

// recordingsDue adds the end of recordings that are no evidence (rule K6): the content goes, the line stays.
func (c *Complaint) recordingsDue(o *Org, add func(time.Time, func(time.Time))) {
	for i := range c.Attachments {
		a := &c.Attachments[i]
		add(c.recordingEnds(o, a), func(at time.Time) {
			a.RemovedAt = at
			c.note(System(o), ActionDropRecording, c.State, at, Note("name", a.Name), Note("hash", a.Hash))
		})
	}
}
