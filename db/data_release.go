package db

import (
	"database/sql"
	"time"

	"huiyin/huiyin"
)

// atWork finds how those at work on a file's requests stand to its complaints: from whom it holds some, and how each
// open request to see the data is put together (rules B1, P10).
func atWork(q querier, by huiyin.Actor, f *huiyin.CustomerFile) (err error) {
	f.Parts, f.Hides = map[int64][]huiyin.DataPart{}, map[string]bool{}
	if f.Hides[by.Account], err = hides(q, by, f.Customer.ID); err != nil {
		return err
	}
	for i := range f.Customer.Requests {
		r := &f.Customer.Requests[i]
		if !r.Open() {
			continue
		}
		if p := by.Org.Person(r.RecordedBy); p != nil {
			if f.Hides[p.Account], err = hides(q, huiyin.Actor{Person: p, Org: by.Org}, f.Customer.ID); err != nil {
				return err
			}
		}
		if r.Kind == huiyin.SeeData {
			if f.Parts[r.ID], err = partsOfExtract(q, by.Org, f.Customer.ID, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// hides tells whether a file holds complaints that a person does not see.
func hides(q querier, by huiyin.Actor, customer int64) (some bool, err error) {
	cond, args := where(scopeOf(by).flat())
	err = q.row("SELECT EXISTS (SELECT 1 FROM complaint c WHERE c.customer = ? AND c.customer > 0 AND NOT ("+cond+"))",
		append([]any{customer}, args...), &some)
	return some, err
}

// partsOfExtract lists a customer's complaints as the handler of a request stands to them, in the order of receipt.
func partsOfExtract(q querier, o *huiyin.Org, customer int64, r *huiyin.DataRequest) (out []huiyin.DataPart, err error) {
	p := o.Person(r.Handler)
	if p == nil {
		return nil, nil
	}
	cond, args := where(scopeOf(huiyin.Actor{Person: p, Org: o}).flat())
	query := "SELECT c.number, c.restricted, (c.restricted = 0 OR c.owner = ?) AND " + cond +
		", coalesce(d.id, 0), d.decided_at, coalesce(d.decision, ''), coalesce(d.reason, ''), coalesce(d.closed, 0) " +
		"FROM complaint c LEFT JOIN data_release d ON d.id = (SELECT max(n.id) FROM data_release n INDEXED BY " +
		"data_release_by_complaint WHERE n.complaint = c.id AND n.request = ? AND n.handler = ?) " +
		"WHERE c.customer = ? AND c.customer > 0 ORDER BY c.received_at, c.id"
	all := append(append([]any{r.Handler}, args...), r.ID, r.Handler, customer)
	err = q.query(query, all, func(rows *sql.Rows) error {
		for rows.Next() {
			var v huiyin.DataPart
			var d huiyin.DataRelease
			if err := rows.Scan(targets([]any{&v.Number, &v.Restricted, &v.Own, &d.ID, &d.DecidedAt, &d.Decision,
				&d.Reason, &d.Closed})...); err != nil {
				return err
			}
			if d.ID != 0 {
				v.Release = &d
			}
			out = append(out, v)
		}
		return nil
	})
	return out, err
}

// askReleases asks whoever is in charge of what the handler of an open request may not hand out alone (rule B1).
func (t *tx) askReleases(by huiyin.Actor, now time.Time, c *huiyin.Customer) error {
	for i := range c.Requests {
		r := c.Requests[i]
		if !r.Open() || r.Kind != huiyin.SeeData {
			continue
		}
		list, err := partsOfExtract(t, by.Org, c.ID, &r)
		if err != nil {
			return err
		}
		for _, p := range list {
			if !p.Unasked() {
				continue
			}
			if err := t.change(p.Number, 0, func(k *huiyin.Complaint) error {
				k.AskRelease(by, now, r)
				return nil
			}); err != nil {
				return err
			}
		}
	}
	return nil
}

// openReleases are the parts of extracts that wait for a person's word, or for that of one whom they stand in for
// (rules B1, P6), the earliest due first.
func openReleases(by huiyin.Actor, most int, into *[]huiyin.OpenRelease) subquery {
	owners := []any{by.Account}
	for _, p := range by.Org.StandsFor(by.Person) {
		owners = append(owners, p.Account)
	}
	cond, args := where(scopeOf(by).flat())
	return subqueryOf("SELECT c.number, d.request, d.asked_at, d.due FROM data_release d INDEXED BY data_release_open "+
		"CROSS JOIN complaint c ON c.id = d.complaint WHERE d.decided_at IS NULL AND d.handler <> ? AND c.owner IN ("+
		placeholders(len(owners))+") AND "+cond+" ORDER BY d.due, d.id LIMIT ?",
		append(append(append([]any{by.Account}, owners...), args...), most),
		func(r *huiyin.OpenRelease) []any { return []any{&r.Number, &r.Request, &r.AskedAt, &r.Due} }, into)
}
