package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiyin/huiyin"
)

var requestTable = newTable("data_request", func(v *huiyin.DataRequest) []column {
	return []column{
		{"id", &v.ID}, {"kind", &v.Kind}, {"site", &v.Site}, {"received_at", &v.ReceivedAt}, {"way", &v.Way},
		{"asked", &v.Asked}, {"recorded_by", &v.RecordedBy}, {"handler", &v.Handler}, {"due", &v.Due},
		{"answered_at", &v.AnsweredAt}, {"answered_by", &v.AnsweredBy}, {"answer", &v.Answer},
		{"outcome", &v.Outcome},
	}
})

func openRequests(c *huiyin.Customer) (ids []int64) {
	for i := range c.Requests {
		if c.Requests[i].Open() {
			ids = append(ids, c.Requests[i].ID)
		}
	}
	return ids
}

// requestsOf is the rule of who sees a request, huiyin.DataRequest.RequestVisible, as SQL.
func requestsOf(by huiyin.Actor) condition {
	who := []condition{{"r.recorded_by = ?", []any{by.Account}}, {"r.handler = ?", []any{by.Account}}}
	if sites := scopeOf(by).sites; len(sites) > 0 {
		who = append(who, condition{"r.site IN (" + placeholders(len(sites)) + ")", anys(sites)})
	}
	if by.Org.Has(by.Person, huiyin.Administration) {
		who = append(who, condition{"1", nil})
	}
	var or []string
	var args []any
	for _, w := range who {
		or, args = append(or, w.sql), append(args, w.args...)
	}
	return condition{"(" + strings.Join(or, " OR ") +
		") AND NOT EXISTS (SELECT 1 FROM complaint c CROSS JOIN accused a ON a.complaint = c.id WHERE c.customer " +
		"= r.customer AND c.customer > 0 AND a.account = ?)", append(args, by.Account)}
}

// DataRequests lists the requests that a person sees: the open ones, the earliest due first, or the
// answered ones, the newest first.
func (s *Store) DataRequests(ctx context.Context, by huiyin.Actor, answered bool, page string,
	most int) (out []huiyin.ListedRequest, next string, err error) {
	_, at, id, err := place(page)
	if err != nil {
		return nil, "", err
	}
	if err := s.ask(ctx, dataRequests(by, answered, at, id, most+1, &out)); err != nil {
		return nil, "", fmt.Errorf("list requests: %w", err)
	}
	if len(out) > most {
		out = out[:most]
		last := out[most-1]
		next = strconv.FormatInt(last.Due.UnixMilli(), 10) + "~" + strconv.FormatInt(last.ID, 10)
	}
	return out, next, nil
}

func dataRequests(by huiyin.Actor, answered bool, at, id int64, most int, into *[]huiyin.ListedRequest) subquery {
	seen := requestsOf(by)
	query, order, args := "r.answered_at IS NULL AND (r.due, r.id) > (?, ?)", " ORDER BY r.due, r.id", []any{at, id}
	if answered {
		if id == 0 {
			id = 1 << 62
		}
		query, order, args = "r.answered_at IS NOT NULL AND r.id < ?", " ORDER BY r.id DESC", []any{id}
	}
	from := " FROM data_request r INDEXED BY data_request_open WHERE "
	if answered {
		from = " FROM data_request r INDEXED BY data_request_answered WHERE "
	}
	return subqueryOf("SELECT r.customer, r."+strings.Join(requestTable.cols, ", r.")+from+query+" AND "+seen.sql+order+
		" LIMIT ?", append(append(args, seen.args...), most),
		func(r *huiyin.ListedRequest) []any {
			return append([]any{&r.Customer}, requestTable.ptrs(&r.DataRequest)...)
		}, into)
}

// DueRequests lists the open requests that a person is responsible for, the earliest due first.
func (s *Store) DueRequests(ctx context.Context, by huiyin.Actor, most int) ([]huiyin.ListedRequest, error) {
	list, _, err := s.DataRequests(ctx, by, false, "", most)
	return forThem(by, list), err
}

// forThem leaves the requests that a person is responsible for.
func forThem(by huiyin.Actor, list []huiyin.ListedRequest) []huiyin.ListedRequest {
	return slices.DeleteFunc(list, func(r huiyin.ListedRequest) bool {
		return r.Handler != by.Account &&
			!huiyin.HandlesData(by, r.Site)
	})
}

// DataRequest reads a request with its customer's file, as a person may see them. Who sees the request
// need not see any complaint.
func (s *Store) DataRequest(ctx context.Context, by huiyin.Actor, id int64) (f *huiyin.CustomerFile,
	r *huiyin.DataRequest, err error) {
	err = s.snapshot(ctx, func(q querier) error {
		customer, err := customerOfRequest(q, id)
		if err != nil {
			return err
		}
		if f, err = loadFile(q, by, customer); err != nil {
			return err
		}
		if r = f.Customer.Request(id); !r.RequestVisible(by, f.Barred) {
			return huiyin.NotFound()
		}
		if err := atWork(q, by, f); err != nil {
			return err
		}
		f.Name = f.Customer.Name
		if f.Name == "" && f.Customer.AnonymisedAt.IsZero() {
			err = q.row("SELECT name FROM complaint WHERE customer = ? AND customer > 0 ORDER BY received_at "+
				"DESC, id DESC LIMIT 1", []any{customer}, &f.Name)
		}
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	return f, r, nil
}

func customerOfRequest(q querier, id int64) (customer int64, err error) {
	err = q.row("SELECT customer FROM data_request WHERE id = ?", []any{id}, &customer)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, huiyin.NotFound()
	}
	if err != nil {
		return 0, err
	}
	return customer, nil
}

// CustomerOfRequest finds the file that a request stands in.
func (s *Store) CustomerOfRequest(ctx context.Context, id int64) (int64, error) {
	return customerOfRequest(reader{ctx, s}, id)
}

// Extract gives what is held on a customer, for the customer: each complaint that the handler sees or that was
// released to them, with what was said and paid (rules B1, P10). It stands in the journal.
func (s *Store) Extract(ctx context.Context, by huiyin.Actor, now time.Time, id int64) (*huiyin.CustomerFile,
	*huiyin.DataRequest, error) {
	customer, err := s.CustomerOfRequest(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	f := &huiyin.CustomerFile{}
	err = s.ChangeCustomer(ctx, Once{}, by, now, customer, func(k *huiyin.CustomerFile) error {
		err := k.Extracted(by, now, id)
		f.Parts, f.HandedOut = k.Parts, k.HandedOut
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	err = s.snapshot(ctx, func(q querier) (err error) {
		if f.Customer, err = loadCustomer(q, customer); err != nil {
			return err
		}
		f.Seen, err = complaintRows(q, "SELECT "+joined(complaintTable.cols)+
			" FROM complaint WHERE customer = ? AND customer > 0 ORDER BY received_at, id", []any{customer})
		if err != nil {
			return err
		}
		f.Seen = slices.DeleteFunc(f.Seen, func(c *huiyin.Complaint) bool { return !slices.Contains(f.HandedOut, c.Number) })
		for chunk := range slices.Chunk(f.Seen, mostTold) {
			more, err := happenings(q, chunk)
			if err != nil {
				return err
			}
			f.Happened = append(f.Happened, more...)
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	return f, f.Customer.Request(id), nil
}

// mostContactRecords is how many inquiries and praises a file shows.
const mostContactRecords = 20

// contactRecordsOf reads the inquiries and praise of a customer or unit that a person may see, newest first
// (rules B1, P3).
func contactRecordsOf(q querier, by huiyin.Actor, whose condition) ([]huiyin.ContactRecord, error) {
	var streams []string
	var args []any
	stream := func(name string, seen []condition) {
		cond, a := where(append([]condition{whose}, seen...))
		streams, args = append(streams, "SELECT r.number, r.received_at, r.state, substr(r.matter, 1, 60), r.site, "+
			"r.name, r.phone, r.unit FROM "+name+" r WHERE "+cond), append(args, a...)
	}
	stream("inquiry", seenInquiries(by))
	stream("praise", seenPraises(by))
	var out []huiyin.ContactRecord
	err := q.query(strings.Join(streams, " UNION ALL ")+" ORDER BY 2 DESC, 1 DESC LIMIT ?",
		append(args, mostContactRecords), func(rows *sql.Rows) error {
			for rows.Next() {
				var v huiyin.ContactRecord
				if err := rows.Scan(targets([]any{&v.Number, &v.ReceivedAt, &v.State, &v.Matter, &v.Site, &v.Name,
					&v.Phone, &v.Unit})...); err != nil {
					return err
				}
				out = append(out, v)
			}
			return nil
		})
	return out, err
}
