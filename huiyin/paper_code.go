package huiyin

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// PaperCode is what the code on a page of a paper says (rule F6).
type PaperCode struct {
	Number      string
	Paper       Paper
	Part        int64 // which of several of that paper, such as the notices of two measures; 0 where there is one
	Version     int64 // of the record when it was printed
	Page, Pages int
}

// Text is the code's text without the page, which the print adds as #page/pages. The number of a paper that is about
// no complaint says what it is.
func (c PaperCode) Text() string {
	if c.Paper.OfHouse() {
		if c.Version == 0 {
			return c.Number
		}
		return c.Number + "/" + strconv.FormatInt(c.Version, 10)
	}
	paper := string(c.Paper)
	if c.Part > 0 {
		paper += "-" + strconv.FormatInt(c.Part, 10)
	}
	return c.Number + "/" + paper + "/" + strconv.FormatInt(c.Version, 10)
}

// part is which of several of that paper it is.
func (c PaperCode) part() string {
	if c.Part == 0 {
		return ""
	}
	return strconv.FormatInt(c.Part, 10)
}

// place is where the page lies in its paper.
func (c PaperCode) place() string {
	if c.Pages == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", c.Page, c.Pages)
}

const (
	codeNumber = `([A-Z]{2}(?:-[A-Za-z0-9]{1,20}){1,4})`
	codePlace  = `([1-9][0-9]{0,3})/([1-9][0-9]{0,3})$`
)

// A code is printed in capitals, with a colon for the number sign: such a code holds more in as few squares, so that
// more of it may be lost. Those printed before are in small letters.
var (
	codeText  = regexp.MustCompile(`^` + codeNumber + `/([A-Za-z]{1,20})(?:-([1-9][0-9]{0,9}))?/([1-9][0-9]{0,9})[#:]` + codePlace)
	houseText = regexp.MustCompile(`^(?:` + codeNumber + `|(SAMPLE|https?://[^ ]{1,200}/certificate))(?:/([1-9][0-9]{0,9}))?[#:]` + codePlace)
)

// ParsePaperCode reads the text of a code; false for any other text, and for what is no paper of the portal's.
func ParsePaperCode(text string) (PaperCode, bool) {
	if m := houseText.FindStringSubmatch(text); m != nil {
		c := PaperCode{Number: m[1], Paper: housePaperOf(m[1] + m[2])}
		c.Version, c.Page, c.Pages = codeFigure(m[3]), int(codeFigure(m[4])), int(codeFigure(m[5]))
		return c, c.Paper != "" && c.Page <= c.Pages
	}
	m := codeText.FindStringSubmatch(text)
	if m == nil {
		return PaperCode{}, false
	}
	c := PaperCode{Number: m[1], Paper: Paper(strings.ToLower(m[2])), Part: codeFigure(m[3]), Version: codeFigure(m[4]),
		Page: int(codeFigure(m[5])), Pages: int(codeFigure(m[6]))}
	known := papers.has(c.Paper) && (c.Part == 0 || c.Paper == PaperMeasure) || c.Paper.apart()
	return c, known && c.Page <= c.Pages
}

// codeFigure is a figure of a code, 0 for none.
func codeFigure(s string) int64 {
	n, _ := strconv.ParseInt(s, 10, 64)
	return n
}

// PrintedCode is the text of a code as it is printed; one that is no paper's stays as it is.
func PrintedCode(text string) string {
	upper := strings.Replace(strings.ToUpper(text), "#", ":", 1)
	was, known := ParsePaperCode(text)
	if is, _ := ParsePaperCode(upper); !known || is != was {
		return text
	}
	return upper
}
