package huiyin

import (
	"strings"
	"time"
)

// Extract is how an extract is put together: the numbers that go into it, how many further parts are awaited, and
// why others stay out. It tells nothing of what those are (rules B1, P3).
type Extract struct {
	Given   []string
	Awaited int
	Refused []string // the reasons
}

// ExtractOf puts the parts of a request together.
func (f *CustomerFile) ExtractOf(request int64) Extract {
	var x Extract
	for _, p := range f.Parts[request] {
		switch {
		case p.Given():
			x.Given = append(x.Given, p.Number)
		case p.refused():
			x.Refused = append(x.Refused, p.Release.Reason)
		default:
			x.Awaited++
		}
	}
	return x
}

// ownHands tells whether a request would be in the hands of whoever took it in, where the file holds complaints that
// they do not see: nobody gives themselves a right (rules B1, P10).
func (f *CustomerFile) ownHands(recordedBy, handler string) bool {
	return recordedBy == handler && f.Hides[handler]
}

const whyOtherHands = "这项请求须由登记人以外的人员经办，请改派。"

// AskData is Customer.askData, and asks into whose hands it goes (rules B1, P10).
func (f *CustomerFile) AskData(by Actor, now time.Time, r DataRequest) error {
	if err := Every(f.Customer.mayAsk(by, f.Seen, f.Barred, r, now),
		when(f.ownHands(by.Account, r.Handler), "handler", whyOtherHands)); err != nil {
		return err
	}
	f.Customer.askData(by, now, r)
	return nil
}

// AssignData gives a request to somebody else.
func (f *CustomerFile) AssignData(by Actor, now time.Time, id int64, handler string) error {
	c := f.Customer
	r := c.Request(id)
	if r == nil {
		return NotFound()
	}
	if err := Every(r.MayHandle(by, f.Barred),
		by.may(ActionAssignDataRequest, nil),
		mayHandleData(by.Org, r.Site, handler, f.Barred),
		when(f.ownHands(r.RecordedBy, handler), "handler", whyOtherHands)); err != nil {
		return err
	}
	c.note(by, ActionAssignDataRequest, now, changes("handler", r.Handler, handler)...)
	r.Handler = handler
	return nil
}

// Extracted notes that the extract of what is held on the customer was printed, which shows what is
// protected, and names every complaint in it (rules B1, P5, J3).
func (f *CustomerFile) Extracted(by Actor, now time.Time, id int64) error {
	c := f.Customer
	r := c.Request(id)
	if r == nil || !r.RequestVisible(by, f.Barred) {
		return NotFound()
	}
	switch {
	case !r.Open():
		return Conflict("这项请求已经答复。")
	case r.Kind != SeeData:
		return Conflict("只有查阅、复制的请求可以打印资料摘录。")
	case by.Account != r.Handler:
		return Forbidden("资料摘录由这项请求的经办人打印。")
	case f.ownHands(r.RecordedBy, by.Account):
		return Forbidden(whyOtherHands)
	}
	f.HandedOut, f.HandedFor = f.ExtractOf(id).Given, id
	c.note(by, ActionPrint, now, Note("paper", string(PaperExtract)), Note("fields", strings.Join(Protected, " ")),
		Note("complaints", strings.Join(f.HandedOut, " ")))
	return nil
}

// complete refuses to call a request granted whose extract is not (rule B1).
func (f *CustomerFile) complete(r *DataRequest, a DataAnswer) error {
	if x := f.ExtractOf(r.ID); a.Outcome == DataGranted && x.Awaited+len(x.Refused) > 0 {
		return Invalid("outcome", "摘录还缺 %d 部分，只能是部分满足或不予满足。", x.Awaited+len(x.Refused))
	}
	return nil
}
