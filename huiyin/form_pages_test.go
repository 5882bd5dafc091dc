package huiyin

import (
	"slices"
	"testing"
	"time"
)

// The signed form is all pages of one print of the customer's part, in whatever order they come; what did not come is
// named (rules W7, F1).
func TestW7_EveryPageOfTheSignedForm(t *testing.T) {
	type page struct {
		paper       Paper
		edition     int64
		page, pages int
		withdrawn   bool
		outdated    string
	}
	c := func(p, of int) page { return page{paper: PaperCustomer, edition: 5, page: p, pages: of} }
	for name, tt := range map[string]struct {
		came    []page
		signed  bool
		missing List
	}{
		"nothing":                {nil, false, nil},
		"one of one":             {[]page{c(1, 1)}, true, nil},
		"first of four":          {[]page{c(1, 4)}, false, List{"2", "3", "4"}},
		"last of two":            {[]page{c(2, 2)}, false, List{"1"}},
		"all but the third":      {[]page{c(5, 5), c(1, 5), c(4, 5), c(2, 5)}, false, List{"3"}},
		"backwards":              {[]page{c(3, 3), c(2, 3), c(1, 3)}, true, nil},
		"twice the same":         {[]page{c(1, 2), c(1, 2), c(1, 2)}, false, List{"2"}},
		"of two prints":          {[]page{c(1, 2), {paper: PaperCustomer, edition: 6, page: 2, pages: 2}}, false, List{"1"}},
		"the second print whole": {[]page{c(1, 2), {paper: PaperCustomer, edition: 6, page: 1, pages: 1}}, true, nil},
		"of two parts":           {[]page{c(1, 2), {paper: PaperHouse, edition: 5, page: 2, pages: 2}}, false, List{"2"}},
		"the house's part alone": {[]page{{paper: PaperHouse, edition: 5, page: 1, pages: 1}}, false, nil},
		"before it was parted":   {[]page{{paper: PaperForm, edition: 5, page: 1, pages: 2}, c(2, 2)}, false, List{"1"}},
		"one taken back": {[]page{c(1, 2), {paper: PaperCustomer, edition: 5, page: 2, pages: 2, withdrawn: true}}, false,
			List{"2"}},
		"printed before the answer": {[]page{c(1, 2), {paper: PaperCustomer, edition: 5, page: 2, pages: 2,
			outdated: string(ActionGiveAnswer)}}, false, List{"2"}},
		"a word since that changes nothing": {[]page{c(1, 2), {paper: PaperCustomer, edition: 5, page: 2, pages: 2,
			outdated: string(ActionCorrect)}}, true, nil},
		"no edition": {[]page{{paper: PaperCustomer, page: 1, pages: 1}}, false, nil},
	} {
		k := &Complaint{}
		k.Answers = []Answer{{At: monday, Accepted: "yes"}}
		for _, p := range tt.came {
			a := Attachment{Kind: p.paper.Kind(), Paper: p.paper, Edition: p.edition, Page: p.page, Pages: p.pages,
				At: monday.Add(time.Hour)}
			if p.withdrawn {
				a.WithdrawnAt = monday.Add(2 * time.Hour)
			}
			if p.outdated != "" {
				a.Outdated = []string{p.outdated}
			}
			k.Attachments = append(k.Attachments, a)
		}
		if signed, missing := k.FormSigned(), k.FormPagesMissing(); signed != tt.signed || !slices.Equal(missing, tt.missing) {
			t.Errorf("%s: signed %v, missing %v", name, signed, missing)
		}
	}
	// An answer after the pages came asks for all of them anew.
	k := &Complaint{}
	k.Attachments = []Attachment{{Kind: SignedForm, Paper: PaperCustomer, Edition: 5, Page: 1, Pages: 1, At: monday}}
	if !k.FormSigned() {
		t.Error("without an answer")
	}
	k.Answers = []Answer{{At: monday.Add(time.Minute)}}
	if k.FormSigned() || len(k.FormPagesMissing()) > 0 {
		t.Error("an answer since")
	}
}
