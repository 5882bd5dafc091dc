package db

import (
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

// elsewhereOf finds the other complaints of a record's customer or unit in which there is money, a gift or its worth,
// whose sums count with its own; bounded, only what is not older than ?2 (rule C2).
func elsewhereOf(table string, bounded bool) either {
	since := func(col string) string {
		if bounded {
			return " AND " + col + " >= ?2"
		}
		return ""
	}
	money := ` AND (EXISTS (SELECT 1 FROM proposal p WHERE p.complaint = o.id
	AND (p.amount > 0 OR p.worth > 0 OR p.unpriced)` + since("p.at") + `)
	OR EXISTS (SELECT 1 FROM present g WHERE g.complaint = o.id` + since("g.at") + `)
	OR EXISTS (SELECT 1 FROM dispute d WHERE d.complaint = o.id AND d.amount > 0` + since("d.ended_at") + `))`
	if table == complaintTable.name {
		money += " AND o.id <> ?1"
	}
	return either{` FROM ` + table + ` c CROSS JOIN complaint o ON o.customer = c.customer AND o.customer > 0
	WHERE c.id = ?1` + money, ` FROM ` + table + ` c CROSS JOIN complaint o ON o.site = c.site AND
	o.unit_key = c.unit_key AND o.unit_key <> '' WHERE c.id = ?1` + money}
}

// either is FROM and WHERE by the customer, and by the unit.
type either [2]string

// rows selects what is found by either, once.
func (e either) rows(columns string) string {
	return "SELECT " + columns + e[0] + " UNION SELECT " + columns + e[1]
}

// any tells whether there is one, and looks no further then.
func (e either) any() string {
	return "(EXISTS (SELECT 1" + e[0] + ") OR EXISTS (SELECT 1" + e[1] + "))"
}

// thanksElsewhere finds the gifts of thanks to a record's customer or unit.
func thanksElsewhere(table string) either {
	stands := ` AND g.status IN ('asked', 'approved', 'given')`
	if table == complaintTable.name {
		stands += " AND g.id NOT IN (SELECT g.id " + thanksOf + ")"
	} else {
		stands += " AND r.id <> ?1"
	}
	return either{` FROM ` + table + ` c CROSS JOIN praise r ON r.customer = c.customer AND r.customer > 0
	CROSS JOIN praise_present g ON g.praise = r.id WHERE c.id = ?1` + stands,
		` FROM ` + table + ` c CROSS JOIN praise r ON r.site = c.site AND
	r.unit_key = c.unit_key AND r.unit_key <> '' CROSS JOIN praise_present g ON g.praise = r.id WHERE c.id = ?1` + stands}
}

// belongs is why another record may count with one's own: the customer's, or found under the key of its unit.
type belongs struct {
	customer   bool
	own, other string // units as they were typed
	turned     string // units of that key that changed their owner between the two, a line each (rule B11)
}

// counts tells whether it counts: the customer's does, and the unit's within one period of ownership (rule C2).
func (b belongs) counts() bool {
	if b.customer || !huiyin.SameUnit(b.own, b.other) {
		return b.customer
	}
	for typed := range strings.Lines(b.turned) {
		if huiyin.SameUnit(strings.TrimSpace(typed), b.own) {
			return false
		}
	}
	return true
}

// turnedBetween lists the units under the key of c's whose owner changed between its receipt and another's.
func turnedBetween(other string) string {
	return `coalesce((SELECT group_concat(u.typed, char(10)) FROM unit u CROSS JOIN unit_period p ON p.unit = u.id
	WHERE u.site = c.site AND u.room = c.unit_key AND c.unit_key <> '' AND NOT u.gone AND p.relation = 'owner' AND NOT p.void
	AND p.from_at > min(c.received_at, ` + other + `.received_at) AND p.from_at <= max(c.received_at, ` + other + `.received_at)
	AND EXISTS (SELECT 1 FROM unit_period f WHERE f.unit = u.id AND f.relation = 'owner' AND NOT f.void AND f.id < p.id)), '')`
}

// elsewhere reads what stands in the other complaints of a record's customer or unit, and gifts of thanks to them: in
// a fixed number of queries however many there are, of the months that the setting has ever asked for (rule C2).
func elsewhere(q querier, table string, id int64) (out []huiyin.CountedAt, err error) {
	var received time.Time
	var months int
	if err := q.row("SELECT c.received_at, max(?2, coalesce((SELECT max(f.value) FROM figure f WHERE f.name = ?3), 0)) FROM "+
		table+" c WHERE c.id = ?1", []any{id, huiyin.Parameters{}.Get(huiyin.SumMonths), string(huiyin.SumMonths)},
		nullTime{&received}, &months); err != nil {
		return nil, err
	}
	// Sums are asked for moments after the receipt, in whatever zone the company reckons.
	since := received.AddDate(0, -months, -1).UnixMilli()
	var ids []int64
	err = q.query(elsewhereOf(table, true).rows("o.id, o.customer = c.customer AND o.customer > 0, c.unit, o.unit, "+
		turnedBetween("o"))+" ORDER BY 1",
		[]any{id, since}, func(rows *sql.Rows) error {
			for rows.Next() {
				var w belongs
				var other int64
				if err := rows.Scan(&other, &w.customer, &w.own, &w.other, &w.turned); err != nil {
					return err
				}
				if w.counts() && !slices.Contains(ids, other) {
					ids = append(ids, other)
				}
			}
			return nil
		})
	if err != nil {
		return nil, err
	}
	of := make(map[int64]*huiyin.Complaint, len(ids))
	for _, other := range ids {
		of[other] = &huiyin.Complaint{}
	}
	if err := errors.Join(
		partsOf(q, proposalTable, ids, func(o int64, v huiyin.Proposal) { of[o].Proposals = append(of[o].Proposals, v) }),
		partsOf(q, taskTable, ids, func(o int64, v huiyin.Task) { of[o].Tasks = append(of[o].Tasks, v) }),
		partsOf(q, paymentTable, ids, func(o int64, v huiyin.Payment) { of[o].Payments = append(of[o].Payments, v) }),
		partsOf(q, giftTable, ids, func(o int64, v huiyin.Gift) { of[o].Gifts = append(of[o].Gifts, v) }),
		partsOf(q, disputeTable, ids, func(o int64, v huiyin.Dispute) { of[o].Disputes = append(of[o].Disputes, v) }),
	); err != nil {
		return nil, err
	}
	for _, other := range ids {
		out = append(out, of[other].CountedSums()...)
	}
	var gifts []int64
	return out, q.query(thanksElsewhere(table).rows("g.id, g.at, g.value, r.customer = c.customer AND r.customer > 0, "+
		"c.unit, r.unit, "+turnedBetween("r")), []any{id}, func(rows *sql.Rows) error {
		for rows.Next() {
			var s huiyin.CountedAt
			var w belongs
			var gift int64
			if err := rows.Scan(&gift, nullTime{&s.At}, &s.Sum, &w.customer, &w.own, &w.other, &w.turned); err != nil {
				return err
			}
			if w.counts() && !slices.Contains(gifts, gift) {
				gifts, out = append(gifts, gift), append(out, s)
			}
		}
		return nil
	})
}

// partsOf reads the rows of several complaints at once, in the order in which they were added.
func partsOf[T any](q querier, t table[T], complaints []int64, use func(complaint int64, v T)) error {
	return q.query("SELECT p.complaint, p."+strings.Join(t.cols, ", p.")+" FROM json_each(?) j CROSS JOIN "+t.name+
		" p ON p.complaint = j.value ORDER BY p.id", []any{jsonList(complaints)}, func(rows *sql.Rows) error {
		for rows.Next() {
			var id int64
			var v T
			if err := rows.Scan(append([]any{&id}, t.targets(&v)...)...); err != nil {
				return err
			}
			use(id, v)
		}
		return nil
	})
}
