package db

import (
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/huiyin"
)

var standingHoldTable = newTable("standing_hold", func(v *huiyin.StandingHold) []column {
	return []column{
		{"id", &v.ID}, {"over", &v.Over}, {"key", &v.Key}, {"complaint", &v.Case}, {"since", &v.Since}, {"by", &v.By},
		{"reason", &v.Reason}, {"ended_at", &v.EndedAt}, {"ended_by", &v.EndedBy}, {"end_reason", &v.EndReason},
	}
})

// holdsOver finds the standing holds that cover a complaint (rule T2): of its site, of its people, and of its customer,
// of whom a file may have been merged into another since.
const holdsOver = `FROM standing_hold CROSS JOIN complaint c WHERE c.id = ?1 AND (
	standing_hold.over = 'site' AND standing_hold.key = c.site
	OR standing_hold.over = 'person' AND (standing_hold.key IN (c.handler, c.owner, c.recorded_by)
		OR EXISTS (SELECT 1 FROM accused a WHERE a.account = standing_hold.key AND a.complaint = c.id))
	OR standing_hold.over = 'customer' AND c.customer > 0 AND c.customer = (WITH RECURSIVE up (id, into_file) AS (
		SELECT k.id, k.into_file FROM customer k WHERE k.id = (SELECT coalesce((SELECT w.id FROM customer w WHERE
			w.was = CAST(standing_hold.key AS INTEGER) AND w.was > 0), CAST(standing_hold.key AS INTEGER)))
		UNION SELECT k.id, k.into_file FROM up CROSS JOIN customer k ON k.id = up.into_file WHERE up.into_file > 0)
		SELECT up.id FROM up WHERE up.into_file = 0))`

// standingHolds reads those that cover a complaint.
func standingHolds(q querier, c *huiyin.Complaint) error {
	return q.query("SELECT standing_hold."+strings.Join(standingHoldTable.cols, ", standing_hold.")+" "+holdsOver+
		" ORDER BY standing_hold.id", []any{c.ID},
		partOf[huiyin.StandingHold]{standingHoldTable, &c.Over}.scan)
}

// wakeHeld lets the clock look anew at what a hold covers that was set or lifted: when it is due has become another.
func (t *tx) wakeHeld(before, o *huiyin.Org) error {
	for i := range o.StandingHolds {
		h := &o.StandingHolds[i]
		if slices.Contains(before.StandingHolds, *h) {
			continue
		}
		at := h.Since
		if !h.Stands() {
			at = h.EndedAt
		}
		if err := t.wakeCovered(h, at); err != nil {
			return err
		}
	}
	return nil
}

// wakeCovered wakes the closed complaints of a site, a customer or a member of staff.
func (t *tx) wakeCovered(h *huiyin.StandingHold, at time.Time) error {
	covered := map[huiyin.HoldOver]string{
		huiyin.HoldOverSite: "SELECT id FROM complaint WHERE site = ?2",
		huiyin.HoldOverPerson: "SELECT id FROM complaint INDEXED BY complaint_by_state WHERE state IN (" +
			"'closed', 'archived') AND ?2 IN (handler, owner, recorded_by) UNION SELECT complaint FROM accused WHERE account = ?2",
		huiyin.HoldOverCustomer: "SELECT id FROM complaint WHERE customer = ?2 AND customer > 0",
	}[h.Over]
	var key any = h.Key
	if h.Over == huiyin.HoldOverCustomer {
		id, err := strconv.ParseInt(h.Key, 10, 64)
		if err != nil {
			return err
		}
		var into int64
		if err := t.row("SELECT id, into_file FROM customer WHERE id = "+fileKnown, []any{id}, &id, &into); err != nil {
			return err
		}
		if key, err = standing(t, id, into); err != nil {
			return err
		}
	}
	_, err := t.exec("UPDATE complaint SET next_due = ?1 WHERE (next_due IS NULL OR next_due > ?1) AND state IN ("+
		"'closed', 'archived') AND anonymised_at IS NULL AND id IN ("+covered+")", at.UnixMilli(), key)
	return err
}

// wakeParted wakes what was parted from a customer's file while a customer's hold stands or stood: it may no longer be
// covered.
func (t *tx) wakeParted(customer int64, journal []huiyin.Entry) error {
	var some sql.NullInt64
	err := t.row("SELECT max(id) FROM standing_hold WHERE over = 'customer'", nil, &some)
	if err != nil || !some.Valid || len(journal) == 0 {
		return err
	}
	at := journal[len(journal)-1].Logged
	_, err = t.exec("UPDATE complaint SET next_due = ?1 WHERE (next_due IS NULL OR next_due > ?1) AND state IN ("+
		"'closed', 'archived') AND anonymised_at IS NULL AND customer = ?2 AND customer > 0", at.UnixMilli(), customer)
	return err
}
