package huiyin

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Script is the script in which the fixed words of the papers are set. What people wrote is never
// converted.
type Script string

// The scripts.
const (
	Simplified  Script = ""
	Traditional Script = "hant"
)

var scripts = words[Script]{{Simplified, "简体字"}, {Traditional, "繁体字"}}

// Label is the script's name on pages.
func (s Script) Label() string { return scripts.label(s) }

// Scripts lists the scripts.
func Scripts() []Script { return scripts.all() }

// Box is a place to sign on the papers inside the company that can be left out.
type Box string

// The boxes.
const (
	BoxComplainant  Box = "complainant"
	BoxRecorder     Box = "recorder"
	BoxInvestigator Box = "investigator"
	BoxDepartment   Box = "department"
	BoxSupervisor   Box = "supervisor"
	BoxManager      Box = "manager"
	BoxVP           Box = "vp"
	BoxGeneral      Box = "general"
	BoxCustomer     Box = "customer"
	BoxResponsible  Box = "responsible"
	BoxVerifier     Box = "verifier"
	BoxFiling       Box = "filing"
)

var boxes = words[Box]{
	{BoxComplainant, "投诉人（现场）"}, {BoxRecorder, "记录人"}, {BoxInvestigator, "调查人"}, {BoxDepartment, "部门负责人"},
	{BoxSupervisor, "主管"}, {BoxManager, "经理"}, {BoxVP, "副总经理"}, {BoxGeneral, "总经理"}, {BoxCustomer, "客户"},
	{BoxResponsible, "整改责任人"}, {BoxVerifier, "验证人"}, {BoxFiling, "归档人"},
}

// Label is the box's name on pages.
func (b Box) Label() string { return boxes.label(b) }

// Boxes lists the boxes in the order of the form.
func Boxes() []Box { return boxes.all() }

// sealed are the papers with a place for the company's seal.
var sealed = []Paper{"receipt", "settlement", "letter"}

// SealedPapers lists the papers with a place for the company's seal.
func SealedPapers() []Paper { return slices.Clone(sealed) }

// Logo is the company's picture in the head of each paper, as a PNG with 8 bits a colour and no
// transparency.
type Logo struct {
	Hash          string // of the content, "" for no logo
	Width, Height int    // in pixels
	Content       []byte
}

// NewLogo names a picture by its content.
func NewLogo(content []byte, width, height int) Logo {
	return Logo{Hash: Digest(string(content)), Width: width, Height: height, Content: content}
}

// Letterhead says how the company's papers look (RULES.md §13). The zero value is how they look unless
// somebody sets it. Whatever is set, no paper says anything else about its complaint: none that was
// printed before is outdated (rule F6).
type Letterhead struct {
	Name       string // of the company on paper, "" for the company's
	Footer     string // a line of its own at the foot of each page
	Officer    string // 个人信息保护负责人, whom the notice names (rule K13)
	Script     Script
	Logo       Logo
	Unsealed   []Paper       // of those with a place for the seal, the ones without
	Unsigned   []Box         // left out wherever no rule needs them
	LetterWord string        // 发文字号代字, with which the numbers of letters begin
	Fonds      string        // 全宗号, with which archive numbers begin
	Controls   []FormControl // the company's own numbers of its papers
}

// The bounds of what stands on paper.
const (
	MostPaperName  = 60      // characters
	MostFooter     = 60      // characters
	MostLetterWord = 16      // characters
	MostFonds      = 12      // characters
	MostLogo       = 2 << 20 // bytes of a picture that is brought
	MostLogoSide   = 3000    // pixels of it
	mostLogoKept   = 512 << 10
)

// Seal tells whether a paper has a place for the seal.
func (p *Letterhead) Seal(paper Paper) bool { return !slices.Contains(p.Unsealed, paper) }

// Shows tells whether a box stands on the papers although no rule needs it.
func (p *Letterhead) Shows(b Box) bool { return !slices.Contains(p.Unsigned, b) }

// PaperName is the company's name on paper.
func (o *Org) PaperName() string { return cmp.Or(o.Letterhead.Name, o.Company) }

// NeedsCustomer tells whether the complaint form cannot go without the customer's signature: closing an
// important or major complaint asks for the signed form (rules W7, F6), and one without a grade may
// become such.
func (c *Complaint) NeedsCustomer() bool { return c.Grade != Minor && c.Grade != Internal }

// SetLetterhead changes how the papers look.
func (o *Org) SetLetterhead(by Actor, now time.Time, p Letterhead) error {
	if err := by.may(ActionManage, nil); err != nil {
		return err
	}
	if err := p.check(); err != nil {
		return err
	}
	p.Unsealed, p.Unsigned = inOrder(sealed, p.Unsealed), inOrder(Boxes(), p.Unsigned)
	old := o.Letterhead
	detail := changes("paper_name", old.Name, p.Name, "footer", old.Footer, p.Footer, "officer", old.Officer,
		p.Officer, "script", string(old.Script),
		string(p.Script), "logo", old.Logo.Hash, p.Logo.Hash,
		"letter_word", old.LetterWord, p.LetterWord, "fonds", old.Fonds, p.Fonds, "unsealed", joinCodes(old.Unsealed), joinCodes(p.Unsealed), "unsigned", joinCodes(old.Unsigned),
		joinCodes(p.Unsigned))
	p.Controls = old.Controls // which are set by themselves
	o.Letterhead = p
	o.note(by, now, "settings", detail)
	return nil
}

// Checked gives settings as SetPrinting would store them, for a look at them before.
func (p Letterhead) Checked() (Letterhead, error) {
	err := p.check()
	p.Unsealed, p.Unsigned = inOrder(sealed, p.Unsealed), inOrder(Boxes(), p.Unsigned)
	return p, err
}

func (p *Letterhead) check() error {
	if err := Every(oneLine("paper_name", p.Name, MostPaperName),
		oneLine("footer", p.Footer, MostFooter),
		oneLine("officer", p.Officer, MostPaperName),
		oneLine("letter_word", p.LetterWord, MostLetterWord),
		oneLine("fonds", p.Fonds, MostFonds),
		when(!scripts.has(p.Script), "script", "请选择列表中的一项。")); err != nil {
		return err
	}
	for _, v := range p.Unsealed {
		if !slices.Contains(sealed, v) {
			return Invalid("seal", "请选择列表中的一项。")
		}
	}
	for _, v := range p.Unsigned {
		if !boxes.has(v) {
			return Invalid("sign", "请选择列表中的一项。")
		}
	}
	if l := p.Logo; l.Hash != "" && (len(l.Content) == 0 || len(l.Content) > mostLogoKept || l.Width < 1 ||
		l.Height < 1 || Digest(string(l.Content)) != l.Hash) {
		return Invalid("file", "这张图片无法使用，请换一张。")
	}
	return nil
}

// oneLine refuses a text that does not stand on one line as it is written: line ends, and marks that
// nobody sees but that turn the order of the others.
func oneLine(field, text string, most int) error {
	if err := within(field, text, most); err != nil {
		return err
	}
	seen := text == ""
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Zl, unicode.Zp, unicode.Cc):
			return Invalid(field, "须写成一行。")
		case unicode.In(r, unicode.Cf):
			return Invalid(field, "含有看不见的控制字符，请删去后重新输入。")
		}
		seen = seen || unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S)
	}
	if !seen {
		return Invalid(field, "没有可以印出的文字。")
	}
	return nil
}

// inOrder gives those of a list that are chosen, each once, nil for none.
func inOrder[T comparable](list, chosen []T) []T {
	var out []T
	for _, v := range list {
		if slices.Contains(chosen, v) {
			out = append(out, v)
		}
	}
	return out
}

func joinCodes[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return strings.Join(out, " ")
}
