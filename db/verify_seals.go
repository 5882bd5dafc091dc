package db

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/huiyin"
)

// seal is a fingerprint of what belongs to no record, and the entry of the journal that bears it (rule J2).
type seal struct {
	sum   string
	entry int64
}

func batchSubject(batch int64) string { return "scans:" + strconv.FormatInt(batch, 10) }

// sealBatch appends an entry that bears the fingerprint of a batch of scans as it is now.
func (t *tx) sealBatch(e huiyin.Entry, batch int64) error {
	sum, err := batchSum(t, batch)
	if err != nil {
		return err
	}
	return t.append([]huiyin.Entry{e}, sum)
}

// sealScan is sealBatch for the batch of a scan.
func (t *tx) sealScan(e huiyin.Entry, k *huiyin.Scan) error {
	var batch int64
	if err := t.row("SELECT batch FROM scan_upload WHERE id = ?", []any{k.Upload}, &batch); err != nil {
		return err
	}
	return t.sealBatch(e, batch)
}

// batchSum is a batch's fingerprint: its files and their pages, in the tray, filed or put aside.
func batchSum(q querier, batch int64) (string, error) {
	h := newSum()
	cols := columns("id batch at by name hash type size sheets again")
	row := make([]any, len(cols))
	into := make([]any, len(cols))
	for i := range row {
		into[i] = &row[i]
	}
	err := q.query("SELECT "+joined(cols)+" FROM scan_upload WHERE batch = ? ORDER BY id", []any{batch},
		func(rows *sql.Rows) error {
			for rows.Next() {
				if err := rows.Scan(into...); err != nil {
					return err
				}
				sumRow(h, "scan_upload", cols, row)
			}
			return nil
		})
	if err != nil {
		return "", err
	}
	var k huiyin.Scan
	page := scanTable.targets(&k)
	err = q.query("SELECT k."+strings.Join(scanTable.cols, ", k.")+" FROM scan_upload u CROSS JOIN scan k ON k.upload = u.id "+
		"WHERE u.batch = ? ORDER BY k.id", []any{batch}, func(rows *sql.Rows) error {
		for rows.Next() {
			if err := rows.Scan(page...); err != nil {
				return err
			}
			sumRow(h, scanTable.name, scanTable.cols, scanTable.values(&k))
		}
		return nil
	})
	return hexSum(h), err
}

// verifyBatches compares the scans that were brought with what the journal last sealed of them; an earlier Huiyin sealed
// nothing of them.
func verifyBatches(q querier, v *Verdict) error {
	batchOf := map[string]int64{}
	err := q.query("SELECT k.id, u.batch FROM scan k CROSS JOIN scan_upload u ON u.id = k.upload", nil, func(rows *sql.Rows) error {
		for rows.Next() {
			var id, batch int64
			if err := rows.Scan(&id, &batch); err != nil {
				return err
			}
			batchOf["scan:"+strconv.FormatInt(id, 10)] = batch
		}
		return nil
	})
	if err != nil {
		return err
	}
	last := map[int64]seal{}
	for subject, s := range v.scans {
		batch, known := batchOf[subject]
		if n, ok := strings.CutPrefix(subject, "scans:"); ok {
			batch, err = strconv.ParseInt(n, 10, 64)
			known = err == nil
		}
		if !known {
			v.wrong("%s is in the journal and missing from the records", subject)
		} else if s.entry > last[batch].entry {
			last[batch] = s
		}
	}
	for batch, s := range last {
		if sum, err := batchSum(q, batch); err != nil {
			return fmt.Errorf("scans: %w", err)
		} else if sum != s.sum {
			v.wrong("the scans brought as %d differ from what the journal last sealed", batch)
		}
	}
	return nil
}

// exportSubject begins the subject of the entry that says that an export of many rows is noted whole.
const exportSubject = "exported:"

// exportOf is the entry of the export whose complaints an entry seals.
func exportOf(e huiyin.Entry) int64 {
	if n, ok := strings.CutPrefix(e.Subject, exportSubject); ok {
		if id, err := strconv.ParseInt(n, 10, 64); err == nil {
			return id
		}
	}
	return e.ID
}

func exportedSum(ids []int64) string {
	h := newSum()
	for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
		_, _ = fmt.Fprintln(h, id)
	}
	return hexSum(h)
}

// verifyExported compares which complaints each export showed with what the journal sealed (rules J2, J3).
func verifyExported(q querier, v *Verdict) error {
	shown := map[int64][]int64{}
	err := q.query("SELECT entry, complaint FROM exported", nil, func(rows *sql.Rows) error {
		for rows.Next() {
			var entry, id int64
			if err := rows.Scan(&entry, &id); err != nil {
				return err
			}
			shown[entry] = append(shown[entry], id)
		}
		return nil
	})
	for entry, sum := range v.exports {
		if sum != exportedSum(shown[entry]) {
			v.wrong("the complaints that the export of entry %d showed differ from what the journal sealed", entry)
		}
	}
	for entry := range shown {
		if entry > int64(v.Entries) {
			v.wrong("an export of entry %d is noted, which is not in the journal", entry)
		}
	}
	return err
}

// verifyImported finds lines of old registers that are said to be cases which did not come from one.
func verifyImported(q querier, v *Verdict) error {
	lost, err := all[string](q, "SELECT key FROM imported i WHERE NOT EXISTS (SELECT 1 FROM complaint c WHERE c.id = i.complaint "+
		"AND c.imported <> '') ORDER BY key")
	for _, key := range lost {
		v.wrong("the imported line %s belongs to no case that was imported", key)
	}
	return err
}

// verifyReadings compares who has read the circulars with the journal (rule F7).
func verifyReadings(q querier, v *Verdict) error {
	return q.query("SELECT circular, account, at FROM circular_reading", nil, func(rows *sql.Rows) error {
		for rows.Next() {
			var (
				id      int64
				account string
				at      time.Time
			)
			if err := rows.Scan(&id, &account, nullTime{&at}); err != nil {
				return err
			}
			key := "circular:" + strconv.FormatInt(id, 10) + " " + account
			if noted, ok := v.readings[key]; !ok || noted.UnixMilli() != at.UnixMilli() {
				v.wrong("%s is said to have read circular %d, which the journal does not say", account, id)
			}
			delete(v.readings, key)
		}
		for _, key := range slices.Sorted(maps.Keys(v.readings)) {
			v.wrong("%s: read as the journal says, and missing from the records", key)
		}
		return nil
	})
}
