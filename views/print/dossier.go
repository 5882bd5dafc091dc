package print

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"huiyin/huiyin"
)

// Dossier is what the file of a case holds besides the case itself.
type Dossier struct {
	Stamp
	C       *huiyin.Complaint
	Journal []huiyin.Entry // oldest first, without what is confidential
	More    bool           // the journal goes back further
	Outside bool           // the edition for customer, authority and court (rule F5)
	// Picture loads a picture among the attachments, the right way up and small enough to print, for half a page or a
	// whole one, or says in words why it cannot be shown. It is asked for one after the other.
	Picture func(a *huiyin.Attachment, whole bool) (*Picture, string, error)
	// Leaves opens a PDF among the attachments, or says in words why it cannot be bound in. Of each it is asked twice.
	Leaves func(*huiyin.Attachment) (Leaves, string, error)
}

// boundPaper is a paper that a dossier holds.
type boundPaper struct {
	paper huiyin.Paper
	write func(io.Writer, Stamp, *huiyin.Complaint, *huiyin.Org) error
}

// bound are the papers of a case in the order in which its dossier holds them.
var bound = []boundPaper{
	{huiyin.PaperCustomer, FormCustomer},
	{huiyin.PaperHouse, FormHouse},
	{"receipt", Receipt},
	{"approval", Approval},
	{"settlement", Settlement},
	{huiyin.PaperPaid, PaidReceipt},
	{"letter", Letter},
	{huiyin.PaperReport, Report},
	{"process", Process},
}

// WriteDossier writes the 案卷 of a case: a cover, the contents, every paper that it has and behind each its signed
// pages, its journal, the list of its attachments and what of them can be shown, and the remarks, with numbers of pages
// through the whole. The edition for outside holds only what may leave the house (rule F5).
func WriteDossier(w io.Writer, d Dossier, org *huiyin.Org) error {
	if d.Outside {
		d.Consequences = nil
	}
	d.Paper = d.paper()
	d.QR = huiyin.PaperCode{Number: d.C.Number, Paper: d.paper(), Version: d.C.Version}.Text()
	parts, err := d.parts(org)
	if err != nil {
		return err
	}
	// The cover and the contents say what follows; how long they are does not depend on the numbers.
	cover := d.cover
	if d.Outside {
		cover = d.outsideCover
	}
	before, all := 0, 0
	front := func() []*part {
		return []*part{{title: "封面", sheets: []*sheet{cover(org, all)}},
			{title: "卷内目录", sheets: []*sheet{d.contents(org, parts, before)}}}
	}
	back := func() []*part { return d.back(org, parts, all) }
	for _, t := range front() {
		before += t.pages()
	}
	all = before
	for _, t := range slices.Concat(parts, back()) {
		all += t.pages()
	}
	book := NewBook(w, "案卷 "+d.C.Number, d.At.In(org.Zone))
	done := 0
	for _, t := range slices.Concat(front(), parts, back()) {
		if len(t.sheets) > 0 {
			book.mark(inScript(org.Letterhead, t.title))
		}
		for _, p := range t.sheets {
			p.before, p.of, p.inSeam = done, all, true
			done += len(p.pages)
			if err := p.complete(); err != nil {
				return err
			}
			book.add(&p.canvas)
		}
	}
	return book.Close()
}

// parts are the papers with what belongs behind each, and what a case holds besides.
func (d *Dossier) parts(org *huiyin.Org) (out []*part, err error) {
	papers, has := bound, func(p huiyin.Paper, c *huiyin.Complaint, _ *huiyin.Org) bool { return p.Printable(c) == nil }
	if d.Outside {
		papers, has = boundOutside, hasOutside
	}
	b := &bind{d: d, org: org, done: map[int]bool{}}
	for _, one := range papers {
		if has(one.paper, d.C, org) {
			s := d.Stamp
			s.Paper = one.paper
			s.QR = huiyin.PaperCode{Number: d.C.Number, Paper: one.paper, Version: d.C.Version}.Text()
			t := d.own(org, "《"+one.paper.Label()+"》")
			if err := one.write(&binder{bind: func(p *sheet) error { t.sheets = append(t.sheets, p); return nil }}, s, d.C,
				org); err != nil {
				return nil, err
			}
			out = append(out, t)
		}
		signed, err := b.behind(one.paper)
		if err != nil {
			return nil, err
		}
		out = append(out, signed...)
	}
	if !d.Outside {
		out = append(out, d.own(org, "办理日志摘录", d.journal(org)), d.own(org, "附件清单", d.files(org)))
	}
	others, err := b.others()
	if err != nil {
		return nil, err
	}
	pictures, err := d.pictures(org, b.done)
	if pictures != nil {
		others = append(others, d.own(org, "附件图片", pictures))
	}
	return append(out, others...), err
}

// own is a part that the portal writes.
func (d *Dossier) own(org *huiyin.Org, title string, sheets ...*sheet) *part {
	p := d.words(org)
	return &part{title: p.t(title), by: org.LegalPerson(d.C.Site), number: d.C.Number, date: p.date(d.At), sheets: sheets}
}

// paper is which edition it is.
func (d *Dossier) paper() huiyin.Paper {
	if d.Outside {
		return huiyin.PaperDossierOut
	}
	return huiyin.PaperDossier
}

func (d *Dossier) sheet(title string, org *huiyin.Org) *paper {
	notes := internal
	if d.Outside {
		notes = personal
	}
	p := newPaper(a4, d.Stamp, title, notes, d.C, org)
	p.through, p.inSeam = true, true
	return p
}

// cover names the case: whose, about what, of when, how it ended, and how long it is kept (rules B1, P5).
func (d *Dossier) cover(org *huiyin.Org, pages int) *sheet {
	p, c := d.sheet(huiyin.PaperDossier.Label(), org), d.C
	p.gap(8)
	field := func(low float64, name, text string) { p.row(low, label(2.4, name), value(9.6, text)) }
	field(16, "案卷题名", p.place+" "+c.Name+p.t(" 关于")+"“"+p.org.CategoryName(c.Category)+"”"+p.t("的投诉"))
	field(10, "编号", c.Number)
	field(10, "投诉人", strings.TrimSpace(p.customer()+" "+p.masked("phone", c.Phone)))
	field(10, "房号/合同", strings.TrimSpace(c.Unit+" "+c.Contract))
	field(10, "被投诉人/部门", strings.Trim(p.accused()+" / "+p.department(), " /"))
	field(10, "负责人/经办人", strings.Trim(p.who(c.Owner)+" / "+p.who(c.Handler), " /"))
	until := p.t("未结案")
	if !c.ClosedAt.IsZero() && !c.State.Open() {
		until = p.day(c.ClosedAt)
	}
	field(10, "起止日期", p.day(c.ReceivedAt)+p.t(" 至 ")+until)
	p.row(10, label(2.4, "等级"), value(3.6, p.t(c.Grade.Label())), label(2.4, "状态"), value(3.6, p.t(c.State.Label())))
	field(10, "结案状态", p.t(c.Outcome.Label()))
	field(10, "保管期限", p.t(fmt.Sprintf("结案后 %d 年", c.KeptYears(org))))
	field(10, "保管至", p.t(d.until(p)))
	p.row(10, label(2.4, "页数"), value(3.6, p.t(fmt.Sprintf("共 %d 页", pages))), label(2.4, "附件"),
		value(3.6, p.t(fmt.Sprintf("%d 件", len(c.Attachments)))))
	p.gap(8)
	p.row(28, cell{span: 6, title: "立卷人"}.signed("签字"), cell{span: 6, title: "检查人"}.signed("签字"))
	return p.sheet
}

// until says until when the personal data is kept, or why that is open (rules B1, T2).
func (d *Dossier) until(p *paper) string {
	c := d.C
	if at := c.KeptUntil(p.org); !at.IsZero() {
		return p.day(at)
	}
	switch {
	case !c.AnonymisedAt.IsZero():
		return "个人信息已于" + p.day(c.AnonymisedAt) + "匿名化"
	case c.Disputed():
		return "争议处理中，依法留存"
	case c.Held():
		return "法律留存中"
	case c.State.Open():
		return "结案后确定"
	}
	return "个人信息请求办理中，暂予保留"
}

// journal is the case's journal as its reader may see it, with the newest hash of all (rules J2, J3). What
// was typed is on the papers; here stands who did what and when.
func (d *Dossier) journal(org *huiyin.Org) *sheet {
	p := d.sheet("办理日志摘录", org)
	if d.More {
		p.par(p.t("更早的记录未列入，请在系统中查阅。"))
		p.gap(2)
	}
	p.table([]cell{label(2.6, "时间"), label(2.2, "人员"), label(2.4, "事项"), label(2.6, "状态变化"), label(2.2, "校验码")})
	for _, e := range d.Journal {
		from := e.From.Label()
		if from == e.To.Label() {
			from = ""
		} else {
			from = strings.TrimPrefix(from+" → "+e.To.Label(), " → ")
		}
		who := p.t("系统")
		if e.By != "" {
			who = p.whoFor(e.By, e.For)
		}
		p.row(0, middle(2.6, p.when(e.At)).sized(9), middle(2.2, who).sized(9), middle(2.4, p.t(e.Action.Label())).sized(9),
			middle(2.6, p.t(from)).sized(9), middle(2.2, e.Hash[:min(12, len(e.Hash))]).sized(9))
	}
	p.repeat = nil
	p.gap(3)
	p.row(0, label(2.4, "日志校验码"), value(9.6, halves(d.Hash)))
	p.par(p.t("校验码为记录哈希值的前 12 位；“日志校验码”是打印时整个系统最新一条记录的哈希值，可据此核对日志未被改动。" +
		"处罚、考评方面的保密记录不列入摘录。"))
	return p.sheet
}

// files lists all attachments with their hashes, the withdrawn ones with who, when and why (rule K6).
func (d *Dossier) files(org *huiyin.Org) *sheet {
	p := d.sheet("附件清单", org)
	if len(d.C.Attachments) == 0 {
		p.row(10, middle(12, p.t("无")))
		return p.sheet
	}
	p.table([]cell{label(0.9, "序号"), label(4.6, "文件"), label(1.7, "类别"), label(4.8, "内容校验码（SHA-256）")})
	for i := range d.C.Attachments {
		a := &d.C.Attachments[i]
		name := a.Name + "\n" + p.who(a.By) + " " + p.when(a.At) + "，" + bytesOf(a.Size)
		if a.Note != "" {
			name += p.t("\n说明：") + a.Note
		}
		if from := p.provenance(a); from != "" {
			name += "\n" + from
		}
		if !a.WithdrawnAt.IsZero() {
			name += p.t("\n已撤回：") + p.who(a.WithdrawnBy) + " " + p.when(a.WithdrawnAt) + "，" + a.WithdrawReason
		}
		if !a.RemovedAt.IsZero() {
			name += p.t("\n内容已于 ") + p.date(a.RemovedAt) + " " + p.t(p.whyRemoved())
		}
		p.row(0, middle(0.9, fmt.Sprint(i+1)), value(4.6, name).sized(9), middle(1.7, p.t(a.Kind.Label())).sized(9),
			value(4.8, halves(a.Hash)).sized(9))
	}
	p.repeat = nil
	return p.sheet
}

// whyRemoved says why contents have gone (rules B1, K6).
func (p *paper) whyRemoved() string {
	if p.c.AnonymisedAt.IsZero() {
		return "到期删除（通话录音，不作证据）"
	}
	return "随个人信息删除"
}

// provenance is where a piece of evidence comes from, for the house (rule K6).
func (p *paper) provenance(a *huiyin.Attachment) string {
	var out []string
	add := func(name, text string) {
		if text != "" {
			out = append(out, p.t(name)+text)
		}
	}
	add("来源：", p.t(a.Origin.Label()))
	add("制作：", strings.TrimSpace(a.MadeBy+" "+p.when(a.MadeAt)))
	add("设备：", a.Device)
	add("取得：", a.CameBy)
	add("原件：", strings.TrimSpace(p.t(a.Original.Label())+" "+a.Place))
	add("保管：", a.Keeper)
	add("设备持有人：", a.Holder)
	if a.Origin == huiyin.OriginCCTV {
		add("监控：", p.t(a.CCTV.Label())+"，"+a.AskedBy+p.t("申请，")+a.ConsentBy+p.t("同意，已遮挡其他人"))
	}
	if a.Announced {
		out = append(out, p.t("已告知录音"))
	}
	if a.FirstFile {
		out = append(out, p.t("未经转码的原始文件"))
	}
	if a.OwesOriginal() {
		out = append(out, p.t("扫描件，不能代替签字原件"))
	}
	return strings.Join(out, "；")
}

func bytesOf(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", max(n>>10, 1))
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}

// mostPlates is how many pictures a dossier shows; the others are in the list.
const mostPlates = 60

// pictures shows the photographs among the attachments that have no page of their own, two a page. One that cannot be
// shown is named in its place, with the reason.
func (d *Dossier) pictures(org *huiyin.Org, done map[int]bool) (*sheet, error) {
	var p *paper
	shown := 0
	for i := range d.C.Attachments {
		a := &d.C.Attachments[i]
		if d.Outside || done[i] || !pictured(a) || !a.WithdrawnAt.IsZero() || !a.RemovedAt.IsZero() {
			continue
		}
		if p == nil {
			p = d.sheet("附件图片", org)
		}
		if shown++; shown > mostPlates {
			continue
		}
		pic, why, err := d.Picture(a, false)
		if err != nil {
			return nil, err
		}
		p.plate(plateHeight, p.t("附件 ")+fmt.Sprintf("%d　%s", i+1, a.Name), p.who(a.By)+" "+p.when(a.At), pic, why)
	}
	if p == nil {
		return nil, nil
	}
	if shown > mostPlates {
		p.gap(3)
		p.par(p.t(fmt.Sprintf("其余 %d 张图片未附印，见附件清单。", shown-mostPlates)))
	}
	return p.sheet, nil
}

// plateHeight is the room of one picture with its caption: two make a page.
const plateHeight = 116.0

// plate sets one picture in a frame with its caption, so high in all.
func (p *sheet) plate(height float64, name, taken string, pic *Picture, why string) {
	p.keep(height)
	top := p.y
	p.row(0, cell{span: p.columns, title: short(clean(name), 60), text: clean(cmp.Or(strings.TrimSpace(taken), " "))})
	room := height - (p.y - top)
	if pic == nil {
		p.row(room, cell{span: p.columns, text: clean(why), kind: asCentre})
		return
	}
	const rim = 2
	width, height := p.right-p.left-2*rim, room-2*rim
	scale := min(width/float64(pic.Width), height/float64(pic.Height), 0.35) // mm a pixel: a small one stays small
	w, h := scale*float64(pic.Width), scale*float64(pic.Height)
	x, y := (p.left+p.right-w)/2, p.y+(room-h)/2
	p.row(room, cell{span: p.columns})
	p.figure(name, op{kind: opPicture, x1: x, y1: y, x2: x + w, y2: y + h, picture: pic})
}
