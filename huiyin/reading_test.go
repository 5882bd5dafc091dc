package huiyin

import (
	"slices"
	"testing"
	"time"
)

// Whoever had a part in a case reads it until 30 days after it ended, whichever part it was (rule P3).
func TestP3_ReadingEndsWithThePart(t *testing.T) {
	hour := func(n int) time.Time { return monday.Add(time.Duration(n) * time.Hour) }
	end := hour(9)
	for name, tt := range map[string]struct {
		key  string
		part func(c *Complaint, ended time.Time)
	}{
		"an opinion": {"e01", func(c *Complaint, at time.Time) {
			c.Opinions = []Opinion{{At: hour(1), By: "e01"}, {At: latest(at, hour(2)), By: "e01"}}
			if at.IsZero() { // one that is asked for lasts by the department
				c.Tasks = []Task{{Who: "e01"}}
			}
		}},
		"the responsible department": {"department:engineering", func(c *Complaint, at time.Time) {
			c.Department, c.ClosedAt = "engineering", at
		}},
		"legal in a suspected fraud": {"function:legal", func(c *Complaint, at time.Time) {
			c.Fraud, c.ClosedAt = true, at
			if !at.IsZero() {
				c.State, c.Holds = Archived, []Hold{{At: at, Ended: []string{string(HoldFraud)}}}
			}
		}},
		"a bargain over rights": {"function:legal", func(c *Complaint, at time.Time) {
			c.LegalAskedAt, c.ClosedAt = hour(1), at
		}},
		"a decision": {"function:finance", func(c *Complaint, at time.Time) {
			c.Proposals = []Proposal{{N: 1, Chain: 1, Status: ProposalPending}}
			c.Steps = []Step{{Proposal: 1, Chain: 1, Function: Finance, OpenedAt: hour(1), At: at}}
		}},
		"a decision that another took away": {"function:finance", func(c *Complaint, at time.Time) {
			c.Proposals = []Proposal{{N: 1, Chain: 1, Status: ProposalPending}}
			c.Steps = []Step{{Proposal: 1, Chain: 1, Function: Finance, OpenedAt: hour(1)}}
			if !at.IsZero() {
				c.Proposals[0].Status = ProposalReturned
				c.Steps = append(c.Steps, Step{Proposal: 1, Chain: 1, By: "s01", At: at})
			}
		}},
		"a payment": {"f01", func(c *Complaint, at time.Time) {
			c.Payments = []Payment{{By: "f01", At: hour(1), ReleasedAt: at}}
		}},
		"a payment that was taken back": {"f01", func(c *Complaint, at time.Time) {
			c.Payments = []Payment{{By: "f01", At: hour(1)}, {Reverses: 1, AgreedAt: at}}
		}},
		"what is owed": {"function:finance", func(c *Complaint, at time.Time) {
			c.Proposals = []Proposal{{N: 1, Status: ProposalAgreed, Amount: 100 * Yuan, Remedies: []string{"compensation"}}}
			c.Answers = []Answer{{At: hour(1), Accepted: "yes", Proposal: 1}}
			c.Payments = []Payment{{Proposal: 1, Amount: 100 * Yuan, At: hour(1), ReleasedAt: at}}
		}},
		"an award": {"function:finance", func(c *Complaint, at time.Time) {
			c.Disputes = []Dispute{{N: 1, Amount: 100 * Yuan, EndedAt: hour(1)}}
			c.Payments = []Payment{{Dispute: 1, Amount: 100 * Yuan, At: hour(1), ReleasedAt: at}}
		}},
		"a task":    {"e01", func(c *Complaint, at time.Time) { c.Tasks = []Task{{Who: "e01", EndedAt: at}} }},
		"a measure": {"e01", func(c *Complaint, at time.Time) { c.Measures = []Measure{{Person: "e01", DoneAt: at}} }},
		"a check": {"k01", func(c *Complaint, at time.Time) {
			c.Checkers = []string{"k01"}
			if c.readFrom("k01"); !at.IsZero() {
				c.readUntil("k01", at)
			}
		}},
		"standing in": {"q01", func(c *Complaint, at time.Time) {
			c.Deputies = []string{"q01"}
			if at.IsZero() {
				c.readFrom("q01")
			} else {
				c.readUntil("q01", hour(1))
				c.readUntil("q01", at)
			}
		}},
		"standing in before that was written down": {"q01", func(c *Complaint, at time.Time) {
			c.Deputies, c.ClosedAt = []string{"q01"}, at
		}},
		"a word on facts": {"function:legal", func(c *Complaint, at time.Time) {
			c.Answers = []Answer{{At: hour(1), FactsLegal: true, FactsOpen: at.IsZero()}}
			if !at.IsZero() {
				c.FactsWords = []FactsWord{{Answer: 1, At: at}}
			}
		}},
		"the word on a closing": {"function:supervision", func(c *Complaint, at time.Time) {
			c.ClosingRequests = []ClosingRequest{{Group: true, EndedAt: at}}
		}},
		"the word on an objection": {"function:supervision", func(c *Complaint, at time.Time) {
			c.Objections = []Objection{{Seat: VP, DecidedAt: at}}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w := record(t, demo(), "a01", intake())
			with := func(ended time.Time) *Complaint {
				c := *w.Complaint
				tt.part(&c, ended)
				return &c
			}
			shut := func(c *Complaint) (at time.Time) { // as the clock does it
				for _, a := range []time.Time{c.nextShut()} {
					at = a
				}
				return at
			}
			c := with(time.Time{})
			for at := shut(c); !at.IsZero(); at = shut(c) {
				c.ReadShut = at
			}
			if !slices.Contains(c.Concerns(), tt.key) {
				t.Errorf("it lasts, and concerns %v", c.Concerns())
			}
			c = with(end)
			for at := shut(c); !at.IsZero() && at.Before(end); at = shut(c) {
				c.ReadShut = at
			}
			if !slices.Contains(c.Concerns(), tt.key) {
				t.Errorf("it has just ended, and concerns %v", c.Concerns())
			}
			var due time.Time
			c.readingEnds(w.o, func(at time.Time, act func(time.Time)) { due = at; act(at) })
			if !due.Equal(end.AddDate(0, 0, 30)) || slices.Contains(c.Concerns(), tt.key) ||
				!slices.Contains(c.everConcerned(), tt.key) {
				t.Errorf("at %v it concerns %v", due, c.Concerns())
			}
			if j := c.Journal(); len(j) == 0 || j[len(j)-1].Action != ActionEndReading || len(j[len(j)-1].Detail) == 0 {
				t.Errorf("not on record: %+v", j)
			}
			if c.readingEnds(w.o, func(at time.Time, _ func(time.Time)) { due = at }); due.Equal(end.AddDate(0, 0, 30)) &&
				!c.nextShut().IsZero() {
				t.Error("it ends twice")
			}
		})
	}
}

// Whoever recorded, handles or owns it reads on, and a restricted one is read by who is named (rules P3, P8).
func TestP3_WhoWorksOnItReadsOn(t *testing.T) {
	w := reached(t, Executing)
	w.Run(w.o, w.now.AddDate(1, 0, 0))
	for _, who := range []string{"a01", w.Owner, w.Handler} {
		if !w.Visible(w.o.as(who)) {
			t.Errorf("%s reads it no longer", who)
		}
	}
}

// What was checked once may not be checked by who had a part in it, though they read it no longer (rules A6, P3).
func TestA6P3_WhoTookPartDoesNotCheck(t *testing.T) {
	w := record(t, demo(), "a01", intake())
	w.Payments, w.ReadShut = []Payment{{By: "k01", At: monday, ReleasedAt: monday}}, monday
	if p := w.o.Person("k01"); !w.TookPart(p, nil) || w.Visible(w.o.as("k01")) {
		t.Error("who paid checks it")
	}
}
