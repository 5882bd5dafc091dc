package db

import (
	"database/sql"
	"errors"
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
	WHERE c.id = ?1` + money, ` FROM ` + table + ` c CROSS JOIN complaint o ON o.unit = c.unit AND o.unit <> ''
	AND o.site = c.site WHERE c.id = ?1` + money}
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
		` FROM ` + table + ` c CROSS JOIN praise r ON r.unit = c.unit AND r.unit <> ''
	AND r.site = c.site CROSS JOIN praise_present g ON g.praise = r.id WHERE c.id = ?1` + stands}
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
	ids, err := all[int64](q, elsewhereOf(table, true).rows("o.id")+" ORDER BY 1", id, since)
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
	return out, q.query(thanksElsewhere(table).rows("g.id, g.at, g.value"), []any{id}, func(rows *sql.Rows) error {
		for rows.Next() {
			var s huiyin.CountedAt
			var gift int64
			if err := rows.Scan(&gift, nullTime{&s.At}, &s.Sum); err != nil {
				return err
			}
			out = append(out, s)
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
