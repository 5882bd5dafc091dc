package huiyin

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// LetterDispatch is what a letter that goes out bears beside its text: its number 文号 and who gets a copy 抄送.
type LetterDispatch struct {
	Reference string
	CopiesTo  string
}

const (
	mostReference = 40
	mostCopiesTo  = 120
)

func (d LetterDispatch) check() error {
	return Every(oneLine("reference", d.Reference, mostReference), oneLine("copies_to", d.CopiesTo, mostCopiesTo))
}

// ReferencePrefix is how the numbers of a year's letters begin, "" where the company has no word for them.
func (o *Org) ReferencePrefix(now time.Time) string {
	if o.Letterhead.LetterWord == "" {
		return ""
	}
	return fmt.Sprintf("%s〔%d〕", o.Letterhead.LetterWord, now.In(o.Zone).Year())
}

// NextReference is the number after the highest of those given that begin with prefix, "" without a prefix.
func NextReference(prefix string, given []string) string {
	if prefix == "" {
		return ""
	}
	last := 0
	for _, g := range given {
		if text, ok := strings.CutPrefix(g, prefix); ok {
			if n, err := strconv.Atoi(strings.TrimSuffix(text, "号")); err == nil {
				last = max(last, n)
			}
		}
	}
	return prefix + strconv.Itoa(last+1) + "号"
}

// ReferenceTaken refuses the number of another letter.
func ReferenceTaken() error {
	return Invalid("reference", "这个文号已经用过，请换一个。")
}
