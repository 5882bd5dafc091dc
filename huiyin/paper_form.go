package huiyin

// PrintMark says in the head of a print what it is beside the paper itself.
type PrintMark string

// The marks. What is void bears no code, so that it cannot come home as the paper.
const (
	MarkCopy         PrintMark = "copy"
	MarkVoid         PrintMark = "void"
	MarkInside       PrintMark = "inside"
	MarkConfidential PrintMark = "confidential"
	MarkSecret       PrintMark = "secret"
)

var printMarks = words[PrintMark]{
	{MarkCopy, "副本"}, {MarkVoid, "作废"}, {MarkInside, "内部资料"}, {MarkConfidential, "商业秘密·普通"},
	{MarkSecret, "商业秘密·核心"},
}

// Label is the mark as it is printed.
func (m PrintMark) Label() string { return printMarks.label(m) }

// PrintMarks lists the marks.
func PrintMarks() []PrintMark { return printMarks.all() }

// paperCopies are the papers that are made out in two copies, and whose the two are.
var paperCopies = map[Paper][2]string{
	PaperCustomer: {"公司存档", "客户留存"}, "receipt": {"客户留存", "公司存档"}, PaperSettlement: {"甲方", "乙方"},
	PaperPaid: {"公司存档", "客户留存"}, PaperWithdrawal: {"公司存档", "客户留存"}, "letter": {"客户", "公司存档"},
}

// Copies tells whether a paper is made out in two copies 联.
func (p Paper) Copies() bool { _, ok := paperCopies[p]; return ok }

// CopyWords is what stands on the first or second copy of a paper, "" where it has none.
func (p Paper) CopyWords(n int) string {
	whose, ok := paperCopies[p]
	if !ok || n < 1 || n > 2 {
		return ""
	}
	return []string{"第一联 ", "第二联 "}[n-1] + whose[n-1]
}

// PrintChoice is how somebody wants a paper printed.
type PrintChoice struct {
	Mark   PrintMark
	Copy   string // "" for no words, 1 or 2 for one of them, both for the two behind each other
	Masked bool   // a settlement without the customer's data, although its printer may see them (rule C10)
}

// Check refuses what the paper has not.
func (c PrintChoice) Check(p Paper) error {
	if c.Mark != "" && !printMarks.has(c.Mark) {
		return Invalid("mark", "请选择列表中的一项。")
	}
	switch c.Copy {
	case "":
		return nil
	case "1", "2", "both":
		if p.Copies() {
			return nil
		}
		return Invalid("copy", "《%s》只有一联。", p.Label())
	}
	return Invalid("copy", "请选择列表中的一项。")
}

// CopiesOf are the copies to print, 0 for one without words.
func (c PrintChoice) CopiesOf() []int {
	switch c.Copy {
	case "1":
		return []int{1}
	case "2":
		return []int{2}
	case "both":
		return []int{1, 2}
	}
	return []int{0}
}

// notes is what the journal says of it.
func (c PrintChoice) notes() []Change {
	out := changes("mark", "", string(c.Mark), "copy", "", c.Copy)
	if c.Masked {
		out = append(out, Note("masked", "1"))
	}
	return out
}
