package huiyin

import (
	"slices"
	"strconv"
	"time"
)

// DataRelease is the question to whoever is in charge of a complaint whether its part goes into an extract that its
// handler could not read by themselves, and the word on it (rules B1, P8, P10).
type DataRelease struct {
	ID         int64
	Request    int64
	Handler    string // into whose hands it would go; another handler is asked for anew
	AskedAt    time.Time
	Due        time.Time // of the request, by which the customer is answered
	DecidedAt  time.Time
	DecidedBy  string
	DecidedFor string
	Decision   Decision // "" while it waits, or where the request ended first
	Reason     string   // of a refusal
	Closed     bool     // the complaint was restricted when it was released (rule P8)
}

// Open tells whether the part still waits for its word.
func (r *DataRelease) Open() bool { return r.DecidedAt.IsZero() }

// AskRelease asks whoever is in charge to release this complaint's part of an extract (rules B1, P10).
func (c *Complaint) AskRelease(by Actor, now time.Time, r DataRequest) {
	c.note(by, ActionAskRelease, c.State, now, Note("request", strconv.FormatInt(r.ID, 10)),
		Note("handler", r.Handler), Note("due", stamp(r.Due)))
	c.DataReleases = append(c.DataReleases,
		DataRelease{Request: r.ID, Handler: r.Handler, AskedAt: now, Due: r.Due})
	c.tell(by.Org, NoticeReleaseAsked, "", now, "", c.Owner)
}

// MayReleaseData tells why a person may not give the word on the n-th question, nil when they may.
func (c *Complaint) MayReleaseData(by Actor, n int) error {
	if err := c.mayBegin(by, ActionReleaseData); err != nil {
		return err
	}
	return c.partOpen(by, n)
}

func (c *Complaint) partOpen(by Actor, n int) error {
	switch {
	case n < 1 || n > len(c.DataReleases):
		return NotFound()
	case c.DataReleases[n-1].Handler == by.Account:
		return Forbidden("不能放行给自己，须由负责这件投诉的其他人决定。")
	case !c.DataReleases[n-1].Open():
		return Conflict("这一部分已经决定。")
	}
	return nil
}

// ReleaseData lets this complaint's part go into the extract, or refuses it with a reason, by whoever is in charge;
// never into one's own hands (rules B1, P8, P10).
func (c *Complaint) ReleaseData(by Actor, now time.Time, n int, decision Decision, reason string) error {
	m, err := c.begin(by, ActionReleaseData, now)
	if err != nil {
		return err
	}
	if err := Every(c.partOpen(by, n),
		when(decision != Approve && decision != Refuse, "decision", "请选择放行或不放行。"),
		within("reason", reason, 1000)); err != nil {
		return err
	}
	if decision == Refuse {
		if err := needed("reason", reason, 1000); err != nil {
			return err
		}
	}
	r := &c.DataReleases[n-1]
	if err := m.stay(Note("request", strconv.FormatInt(r.Request, 10)), Note("decision", string(decision)),
		Note("reason", reason)); err != nil {
		return err
	}
	r.DecidedAt, r.DecidedBy, r.DecidedFor = now, m.by.Account, m.by.For
	r.Decision, r.Reason, r.Closed = decision, reason, c.Restricted
	return nil
}

// HandOut notes that this complaint's part was printed for its customer, and tells whoever is in charge and
// handles it (rules B1, J3).
func (c *Complaint) HandOut(by Actor, now time.Time, request int64) {
	c.note(by, ActionHandOut, c.State, now, Note("request", strconv.FormatInt(request, 10)))
	c.tell(by.Org, NoticeDataGiven, "", now, by.Account, c.Owner, c.Handler)
}

// EndReleases takes back what is still asked for requests other than the open ones.
func (c *Complaint) EndReleases(by Actor, now time.Time, open []int64) {
	for i := range c.DataReleases {
		if r := &c.DataReleases[i]; r.Open() && !slices.Contains(open, r.Request) {
			r.DecidedAt, r.DecidedBy = now, by.Account
		}
	}
}

// OpenRelease is one question that waits on a desk.
type OpenRelease struct {
	Number  string
	Request int64
	AskedAt time.Time
	Due     time.Time
}

// DataPart is one complaint of a customer as the handler of a request stands to it.
type DataPart struct {
	Number     string
	Restricted bool
	Own        bool         // the handler sees it, and is in charge of it where it is restricted
	Release    *DataRelease // the newest question into this handler's hands, nil while nobody is asked
}

// Given tells whether the part goes into the extract: the handler's own, or what was released; what has been
// restricted since is asked for again (rules B1, P8).
func (p DataPart) Given() bool {
	return p.Own || p.Release != nil && p.Release.Decision == Approve && (p.Release.Closed || !p.Restricted)
}

// Unasked tells whether somebody has yet to be asked for the part.
func (p DataPart) Unasked() bool {
	return !p.Given() && (p.Release == nil || p.Release.Decision == Approve)
}

// refused tells whether the part stays out, with a reason.
func (p DataPart) refused() bool {
	return p.Release != nil && p.Release.Decision == Refuse && !p.Given()
}
