package db

import (
	"context"
	"strings"
	"time"

	"huiyin/huiyin"
)

var sanctionTable = newTable("consequence", func(v *huiyin.Sanction) []column {
	return []column{
		{"id", &v.ID}, {"n", &v.N}, {"person", &v.Person}, {"state", &v.State}, {"grade", &v.Grade},
		{"sanctions", &v.Kinds}, {"wording", &v.Wording}, {"reason", &v.Reason}, {"at", &v.At}, {"by", &v.By},
		{"view", &v.View}, {"view_at", &v.ViewAt}, {"words", &v.Words}, {"decided_at", &v.DecidedAt},
		{"decided_by", &v.DecidedBy}, {"decided_for", &v.DecidedFor}, {"object_by", &v.ObjectBy},
		{"objection", &v.Objection}, {"objected_at", &v.ObjectedAt}, {"changed", &v.Changed},
		{"verdict_words", &v.VerdictWords}, {"verdict_at", &v.VerdictAt}, {"verdict_by", &v.VerdictBy},
		{"verdict_for", &v.VerdictFor}, {"review_due", &v.ReviewDue}, {"review", &v.Review},
		{"review_at", &v.ReviewAt}, {"review_told", &v.ReviewTold}, {"ended_at", &v.EndedAt},
		{"ended_why", &v.EndedWhy}, {"effective_at", &v.EffectiveAt}, {"lapses_at", &v.LapsesAt},
		{"act_at", &v.ActAt}, {"clause", &v.Clause}, {"read_at", &v.ReadAt}, {"waived", &v.Waived},
		{"lifted_at", &v.LiftedAt}, {"lifted_by", &v.LiftedBy}, {"lifted_for", &v.LiftedFor},
		{"lift_reason", &v.LiftReason}, {"legal_by", &v.LegalBy}, {"legal_opinion", &v.LegalOpinion},
		{"union_told_on", &v.UnionToldOn}, {"union_heard_on", &v.UnionHeardOn}, {"union_reply", &v.UnionReply},
		{"prepared_at", &v.PreparedAt}, {"prepared_by", &v.PreparedBy}, {"delivered_at", &v.DeliveredAt},
		{"delivered_by", &v.DeliveredBy}, {"delivery_way", &v.DeliveryWay}, {"delivery_proof", &v.DeliveryProof},
	}
})

// What consequences rest on, and what a circle is told of them (rules A3, F7).
var (
	evidenceTable = newTable("consequence_evidence", func(v *huiyin.SanctionEvidence) []column {
		return []column{{"id", &v.ID}, {"n", &v.N}, {"code", &v.Code}, {"text", &v.Text}, {"attachment", &v.Attachment}}
	})
	circularTable = newTable("circular", func(v *huiyin.Circular) []column {
		return []column{
			{"id", &v.ID}, {"n", &v.N}, {"roles", &v.Roles}, {"sites", &v.Sites}, {"person", &v.Person},
			{"function", &v.Function}, {"named", &v.Named}, {"name_reason", &v.NameReason}, {"facts", &v.Facts},
			{"clause", &v.Clause}, {"clause_text", &v.ClauseText}, {"lesson", &v.Lesson}, {"at", &v.At}, {"by", &v.By},
			{"for_whom", &v.For}, {"until", &v.Until}, {"correction", &v.Correction}, {"corrected_at", &v.CorrectedAt},
		}
	})
	clauseTable = newTable("clause", func(v *huiyin.Clause) []column {
		return []column{
			{"key", &v.Key}, {"code", &v.Code}, {"version", &v.Version}, {"text", &v.Text}, {"from_day", &v.From},
			{"until_day", &v.Until}, {"discussed", &v.Discussed}, {"announced", &v.Announced}, {"allows", &v.Allows},
			{"black_card", &v.BlackCard},
		}
	})
	clauseReadingTable = newTable("clause_reading", func(v *huiyin.ClauseReading) []column {
		return []column{{"key", &v.Key}, {"clause", &v.Clause}, {"account", &v.Account}, {"at", &v.At}}
	})
)

// sanctionCols are the columns of a consequence in a list, with what the rule asks of its complaint: who may
// see it and who decides.
var sanctionCols = "k." + strings.Join(sanctionTable.cols, ", k.") +
	", c.number, c.site, c.grade, c.owner, c.handler, c.accused, c.restricted, c.named"

// sanctions reads consequences, each with a complaint that holds what decides who sees and judges it.
func (s *Store) sanctions(ctx context.Context, query string, args []any,
	use func(*huiyin.Complaint, *huiyin.ListedSanction)) error {
	return s.ask(ctx, sanctionSubquery(query, args, use))
}

func sanctionSubquery(query string, args []any, use func(*huiyin.Complaint, *huiyin.ListedSanction)) subquery {
	width := len(sanctionTable.cols) + 8
	return subquery{query, args, width, func(scan func(...any) error) error {
		var p huiyin.ListedSanction
		var c huiyin.Complaint
		ptrs := sanctionTable.ptrs(&p.Sanction, &c.Number, &c.Site, &c.Grade, &c.Owner, &c.Handler, &c.Accused,
			&c.Restricted, &c.Named)
		if err := scan(targets(ptrs)...); err != nil {
			return err
		}
		p.Number, p.Site = c.Number, c.Site
		use(&c, &p)
		return nil
	}}
}

// mostOpenSanctions bounds how many undecided consequences are looked at for one desk.
const mostOpenSanctions = 500

// SanctionsWaiting lists the consequences and objections on which a person may now decide, the longest
// waiting first (rules A3, P6).
func (s *Store) SanctionsWaiting(ctx context.Context, by huiyin.Actor, most int) (out []huiyin.ListedSanction,
	err error) {
	return out, s.ask(ctx, sanctionsWaiting(by, most, &out)...)
}

func sanctionsWaiting(by huiyin.Actor, most int, into *[]huiyin.ListedSanction) []subquery {
	if by.Role < huiyin.Manager {
		return nil
	}
	cond, args := where(scopeOf(by).flat())
	return []subquery{sanctionSubquery("SELECT "+sanctionCols+` FROM consequence k INDEXED BY consequence_waiting CROSS JOIN complaint c ON c.id = k.complaint
		WHERE k.state IN ('proposed', 'objected') AND `+cond+" ORDER BY k.at, k.id LIMIT ?", append(args, mostOpenSanctions), func(c *huiyin.Complaint, p *huiyin.ListedSanction) {
		if as, ok := c.SanctionDeciderSeen(by, &p.Sanction); ok && len(*into) < most {
			p.For = as.For
			*into = append(*into, *p)
		}
	})}
}

// MySanctions lists the consequences about a person that wait for a word of theirs: their view, an
// objection that is still possible, a self-review (rule A3).
func (s *Store) MySanctions(ctx context.Context, by huiyin.Actor, now time.Time) (out []huiyin.ListedSanction,
	err error) {
	return out, s.ask(ctx, mySanctions(by, now, &out))
}

func mySanctions(by huiyin.Actor, now time.Time, into *[]huiyin.ListedSanction) subquery {
	return sanctionSubquery("SELECT "+sanctionCols+
		" FROM consequence k CROSS JOIN complaint c ON c.id = k.complaint WHERE k.person = ? AND k.state NOT IN "+
		"('withdrawn', 'lifted', 'not_imposed') ORDER BY k.at DESC LIMIT 50",
		[]any{by.Account}, func(_ *huiyin.Complaint, p *huiyin.ListedSanction) {
			if p.State == huiyin.SanctionProposed && p.ViewAt.IsZero() || p.MayObject(now) || p.OwesReview() {
				*into = append(*into, *p)
			}
		})
}

// penaltyRows is how many consequences a page of the register shows.
const penaltyRows = 50

// Sanctions is the register of consequences, newest first, as far as a person may see them: not those about
// themselves (rules A3, P3). It gives the address of the next page, 0 at the end.
func (s *Store) Sanctions(ctx context.Context, by huiyin.Actor, state huiyin.SanctionState,
	before int64) (out []huiyin.ListedSanction, next int64, err error) {
	conditions := append(scopeOf(by).flat(), condition{"k.person <> ?", []any{by.Account}})
	if state != "" {
		conditions = append(conditions, condition{"k.state = ?", []any{string(state)}})
	}
	if before != 0 {
		conditions = append(conditions,
			condition{"(k.at, k.id) < (SELECT b.at, b.id FROM consequence b WHERE b.id = ?)", []any{before}})
	}
	cond, args := where(conditions)
	read, last := 0, int64(0)
	err = s.sanctions(ctx, "SELECT "+sanctionCols+
		" FROM consequence k INDEXED BY consequence_by_time CROSS JOIN complaint c ON c.id = k.complaint WHERE "+cond+
		" ORDER BY k.at DESC, k.id DESC LIMIT ?",
		append(args, penaltyRows+1), func(c *huiyin.Complaint, p *huiyin.ListedSanction) {
			switch read++; {
			case read > penaltyRows:
				next = last
			case c.SeesSanction(by, &p.Sanction):
				out = append(out, *p)
			}
			last = p.ID
		})
	return out, next, err
}

// SubjectView reads what a person may see of the consequences that are about them (rules A3, P4).
func (s *Store) SubjectView(ctx context.Context, by huiyin.Actor, number string) (huiyin.SubjectView, error) {
	c, err := s.read(ctx, "number = ?", number)
	if err != nil {
		return huiyin.SubjectView{}, err
	}
	return c.SubjectViewFor(by)
}

// OwnEvidence finds a file that is evidence of a consequence about this person (rules A3, P4).
func (s *Store) OwnEvidence(ctx context.Context, by huiyin.Actor, number string, n int,
	attachment int64) (*huiyin.Attachment, error) {
	c, err := s.read(ctx, "number = ?", number)
	if err != nil {
		return nil, err
	}
	return c.OwnEvidence(by, n, attachment)
}

// withoutConfidential leaves the entries about consequences and appraisal out of a journal.
func withoutConfidential() (string, []any) {
	list := huiyin.ConfidentialActions()
	return " AND action NOT IN (" + placeholders(len(list)) + ")", anys(list)
}
