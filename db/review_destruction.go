package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"huiyin/huiyin"
)

var (
	destructionLineTable = newTable("destruction_line", func(v *huiyin.DestructionLine) []column {
		return []column{
			{"id", &v.ID}, {"n", &v.N}, {"number", &v.Number}, {"site", &v.Site}, {"grade", &v.Grade},
			{"closed_at", &v.ClosedAt}, {"due_at", &v.DueAt}, {"gone_at", &v.GoneAt}, {"kept", &v.Kept},
		}
	})
	destructionLists = docKind[huiyin.DestructionList, *huiyin.DestructionList]{
		kind: huiyin.DocDestruction,
		own: newTable("destruction_list", func(v *huiyin.DestructionList) []column {
			return []column{
				{"legal_by", &v.FirstBy}, {"legal_at", &v.FirstAt}, {"keeper_by", &v.KeeperBy},
				{"keeper_at", &v.KeeperAt}, {"done_at", &v.DoneAt},
			}
		}),
		doc: func(v *huiyin.DestructionList) *huiyin.Document { return &v.Document },
		parts: func(v *huiyin.DestructionList) []part {
			return []part{partOf[huiyin.DestructionLine]{destructionLineTable, &v.Lines}}
		},
	}
)

// overdueOnes are the complaints whose time is over and that stand on no open list, the longest first.
const overdueOnes = "FROM complaint c INDEXED BY complaint_overdue WHERE c.overdue_at IS NOT NULL AND c.anonymised_at " +
	"IS NULL AND NOT EXISTS (SELECT 1 FROM destruction_line l INDEXED BY destruction_line_open WHERE l.number = " +
	"c.number AND l.gone_at IS NULL)"

// RunLists lets the clock draw up the list of what has been kept for its time, and lets go what signed lists name
// (rule B1). It tells how many complaints it has settled. Run again it finds nothing.
func (s *Store) RunLists(ctx context.Context, now time.Time) (int, error) {
	if err := s.drawList(ctx, now); err != nil {
		return 0, fmt.Errorf("destruction list: %w", err)
	}
	if err := s.drawArchives(ctx, now); err != nil {
		return 0, fmt.Errorf("archive list: %w", err)
	}
	var signed []huiyin.DestructionList
	err := s.ask(ctx, destructionHeads(huiyin.DocListSigned, &signed))
	n := 0
	for i := range signed {
		for more := !now.Before(signed[i].DueAt()); more && err == nil; {
			if more, err = s.settleLine(ctx, signed[i].Number, now); more {
				n++
			}
		}
	}
	if err == nil && n > 0 {
		err = s.deleteRemoved(ctx)
	}
	return n, err
}

func (s *Store) drawList(ctx context.Context, now time.Time) error {
	o := s.Org()
	ready, err := overdueLines(reader{ctx, s}, o, now)
	waiting := len(ready)
	if err != nil || waiting == 0 {
		return err
	}
	var last time.Time
	if err := (reader{ctx, s}).row("SELECT (SELECT max(at) FROM document INDEXED BY document_by_period WHERE kind = "+
		"'destruction')", nil, nullTime{&last}); err != nil || !huiyin.ListDue(o, now, last, waiting) {
		return err
	}
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		lines, err := overdueLines(t, o, now)
		if err != nil || len(lines) == 0 {
			return err
		}
		day := now.In(o.Zone)
		n, err := t.beginning(documentTable.name, huiyin.DestructionPrefix(day))
		if err != nil {
			return err
		}
		v := huiyin.NewDestructionList(o, now, huiyin.DestructionNumber(day, n+1), lines)
		v.Period = int(huiyin.MonthOf(now, o.Zone))
		return destructionLists.insert(t, v)
	})
	return err
}

func overdueLines(q querier, o *huiyin.Org, now time.Time) (out []huiyin.DestructionLine, err error) {
	read := func(query string, args ...any) error {
		return q.query(query+" LIMIT ?", append(args, huiyin.MostListed-len(out)), func(rows *sql.Rows) error {
			for rows.Next() {
				var v huiyin.DestructionLine
				if err := rows.Scan(targets([]any{&v.Number, &v.Site, &v.Grade, &v.ClosedAt, &v.DueAt})...); err != nil {
					return err
				}
				out = append(out, v)
			}
			return nil
		})
	}
	if err := read("SELECT c.number, c.site, c.grade, c.closed_at, c.overdue_at " + overdueOnes +
		" ORDER BY c.overdue_at"); err != nil {
		return nil, err
	}
	for _, k := range []struct{ table, number, ended string }{
		{inquiries.name, "ZX-", "max(r.received_at, coalesce(r.answered_at, 0))"},
		{praises.name, "BY-", "max(r.received_at, coalesce((SELECT max(g.given_at) FROM praise_present g WHERE g.praise = r.id), 0))"},
	} {
		years := huiyin.ContactTerm(o, k.number)
		until := now.In(o.Zone).AddDate(-years, 0, 0).UnixMilli()
		n := len(out)
		// what was made into something else goes with that
		if err := read("SELECT r.number, r.site, '', "+k.ended+", 0 FROM "+k.table+" r INDEXED BY "+k.table+
			"_kept_long WHERE r.anonymised_at IS NULL AND r.state <> 'open' AND r.received_at <= ? AND "+k.ended+" <= ? AND NOT "+
			"EXISTS (SELECT 1 FROM complaint c WHERE c.number = r.turned_into AND c.anonymised_at IS NULL) AND NOT EXISTS ("+
			"SELECT 1 FROM destruction_line l INDEXED BY destruction_line_open WHERE l.number = r.number AND l.gone_at IS NULL) "+
			"ORDER BY r.received_at", until, until); err != nil {
			return nil, err
		}
		for i := n; i < len(out); i++ {
			out[i].DueAt = out[i].ClosedAt.In(o.Zone).AddDate(years, 0, 0).UTC()
		}
	}
	return out, nil
}

// settleContact lets an inquiry or praise of a signed list go with its journal and its place in the customer's file, or
// says why it stays: under a hold of its site, its people or its customer, or asked for by the customer (rules B1, T2).
func settleContact[T any, P interface {
	*T
	versioned
	Numbered(number string)
	huiyin.KeptContact
}](t *tx, k contactKind[T, P], o *huiyin.Org, now time.Time, l *huiyin.DestructionList, number string) error {
	kept := ""
	err := t.row("SELECT CASE WHEN EXISTS (SELECT 1 FROM standing_hold h WHERE h.ended_at IS NULL AND (h.over = 'site' AND "+
		"h.key = r.site OR h.over = 'person' AND h.key = r.recorded_by OR h.over = 'customer' AND r.customer > 0 AND "+
		"h.key = CAST(r.customer AS TEXT))) THEN ?2 WHEN EXISTS (SELECT 1 FROM data_request d WHERE d.customer = r.customer "+
		"AND r.customer > 0 AND d.answered_at IS NULL) THEN ?3 ELSE '' END FROM "+k.name+" r WHERE r.number = ?1",
		[]any{number, huiyin.KeptHeld, huiyin.KeptRequest}, &kept)
	if err != nil {
		return err
	}
	var file, customer int64
	if err := t.row("SELECT coalesce(file, 0), coalesce(customer, 0) FROM "+k.name+" WHERE number = ?", []any{number}, &file,
		&customer); err != nil {
		return err
	}
	gone := false
	if err := change(t, k.records(), number, 0, func(v P) error {
		err := l.SettleContact(o, now, v, kept)
		gone = len(v.Journal()) > 0
		return err
	}); err != nil || !gone {
		return err
	}
	if _, err := t.exec("UPDATE "+k.name+" SET file = 0, customer = 0 WHERE number = ?", number); err != nil {
		return err
	}
	if err := t.emptyJournal(number); err != nil || file == 0 {
		return err
	}
	if err := t.rekey(file); err != nil {
		return err
	}
	return t.emptyIfLeft(huiyin.System(o), now, customer)
}

// settleLine lets the next complaint of a signed list go, and tells whether there was one.
func (s *Store) settleLine(ctx context.Context, number string, now time.Time) (more bool, err error) {
	_, err = s.write(ctx, Once{}, func(t *tx) error {
		return change(t, destructionLists.records(), number, 0, func(v *huiyin.DestructionList) error {
			line, at := v.Next(), v.DueAt()
			if more = line != nil && !at.IsZero() && !now.Before(at); !more {
				return nil
			}
			switch {
			case huiyin.IsInquiry(line.Number):
				return settleContact(t, inquiries, s.Org(), now, v, line.Number)
			case huiyin.IsPraise(line.Number):
				return settleContact(t, praises, s.Org(), now, v, line.Number)
			}
			return t.change(line.Number, 0, func(c *huiyin.Complaint) error { return v.Settle(s.Org(), now, c) })
		})
	})
	if more {
		s.changed.Add(1)
	}
	return more && err == nil, err
}

// ChangeDestruction lets fn sign a list and stores it with its journal, all or nothing.
func (s *Store) ChangeDestruction(ctx context.Context, once Once, number string, version int64,
	fn func(*huiyin.DestructionList) error) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		return change(t, destructionLists.records(), number, version, fn)
	})
	return err
}

// DestructionList reads a list as a person may see it.
func (s *Store) DestructionList(ctx context.Context, by huiyin.Actor, number string) (*huiyin.DestructionList, error) {
	v, err := destructionLists.load(reader{ctx, s}, "number = ?", number)
	if err == nil {
		err = huiyin.CanOn(by, huiyin.ActionRead, v)
	}
	if err != nil {
		return nil, err
	}
	return v, nil
}

// DestructionLists are the newest lists.
func (s *Store) DestructionLists(ctx context.Context, by huiyin.Actor, most int) (out []huiyin.DestructionRow,
	err error) {
	if err := huiyin.Can(by, huiyin.ActionSignDestruction, nil); err != nil {
		return nil, err
	}
	counted := func(which string) string {
		return "(SELECT count(*) FROM destruction_line x WHERE x.document = d.id" + which + ")"
	}
	return out, s.ask(ctx, subqueryOf("SELECT d.number, d.at, d.state, l.legal_by, l.keeper_by, "+counted("")+", "+counted(" AND x.gone_at IS NOT NULL AND x.kept = ''")+", "+
		counted(" AND x.kept <> ''")+" FROM document d INDEXED BY document_by_period JOIN destruction_list l ON "+
		"l.document = d.id WHERE d.kind = 'destruction' ORDER BY d.period DESC, d.id DESC LIMIT ?", []any{most},
		func(r *huiyin.DestructionRow) []any {
			return []any{&r.Number, &r.At, &r.State, &r.LegalBy, &r.KeeperBy, &r.Listed, &r.Gone, &r.Retained}
		}, &out))
}

// destructionsOnDesk are the lists that may wait for a person's signature.
func destructionsOnDesk(by huiyin.Actor, into *[]huiyin.DestructionList) []subquery {
	if huiyin.Can(by, huiyin.ActionSignDestruction, nil) != nil {
		return nil
	}
	return []subquery{destructionHeads(huiyin.DocListed, into)}
}

// destructionHeads are the lists in a state without their lines, the oldest first.
func destructionHeads(state huiyin.DocState, into *[]huiyin.DestructionList) subquery {
	return subqueryOf("SELECT d.number, d.period, d.at, d.state, l.legal_by, l.legal_at, l.keeper_by, l.keeper_at "+
		"FROM document d INDEXED BY document_by_state JOIN destruction_list l ON l.document = d.id "+
		"WHERE d.kind = 'destruction' AND d.state = ? ORDER BY d.id", []any{state},
		func(v *huiyin.DestructionList) []any {
			return []any{&v.Number, &v.Period, &v.At, &v.State, &v.FirstBy, &v.FirstAt, &v.KeeperBy, &v.KeeperAt}
		}, into)
}

// toSign are those of the lists that a person can sign, as duties.
func toSign(by huiyin.Actor, lists []huiyin.DestructionList) (out []huiyin.Duty) {
	for i := range lists {
		if l := &lists[i]; l.Offers(by, huiyin.ActionSignDestruction) {
			out = append(out, huiyin.Duty{Kind: huiyin.DocDestruction, Number: l.Number, Period: l.Period, State: l.State,
				Due: l.StandsUntil()})
		}
	}
	return out
}
