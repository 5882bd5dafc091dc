package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"huiyin/huiyin"
)

var (
	sampleItemTable = newTable("sample_item", func(v *huiyin.SampleItem) []column {
		return []column{
			{"id", &v.ID}, {"n", &v.N}, {"number", &v.Number}, {"checker", &v.Checker},
			{"assigned_at", &v.AssignedAt}, {"assigned_by", &v.AssignedBy}, {"job", &v.Job},
			{"checked_at", &v.CheckedAt},
		}
	})
	sampleMarkTable = newTable("sample_mark", func(v *huiyin.SheetMark) []column {
		return []column{
			{"id", &v.ID}, {"n", &v.N}, {"code", &v.Code}, {"none", &v.None}, {"score", &v.Score},
			{"words", &v.Words},
		}
	})
	sampleInquiryTable = newTable("sample_inquiry", func(v *huiyin.SampledInquiry) []column {
		return []column{
			{"id", &v.ID}, {"n", &v.N}, {"number", &v.Number}, {"judged_at", &v.JudgedAt}, {"judged_by", &v.JudgedBy},
			{"verdict", &v.Verdict}, {"words", &v.Words},
		}
	})
	samples = docKind[huiyin.Sample, *huiyin.Sample]{
		kind: huiyin.DocSample,
		own: newTable("sample", func(v *huiyin.Sample) []column {
			return []column{{"seed", &v.Hash}, {"seed_entry", &v.Entry}, {"seed_source", &v.Source}, {"pool_list", &v.From},
				{"share", &v.Share}, {"least", &v.Least}, {"pool", &v.Pool}}
		}),
		doc: func(v *huiyin.Sample) *huiyin.Document { return &v.Document },
		parts: func(v *huiyin.Sample) []part {
			return []part{jobsOf(&v.Document), partOf[huiyin.SampleItem]{sampleItemTable, &v.Items},
				partOf[huiyin.SheetMark]{sampleMarkTable, &v.Marks},
				partOf[huiyin.SampledInquiry]{sampleInquiryTable, &v.Inquiries}}
		},
	}
)

// Sample reads a sample as a person may see it, with the places of those complaints in it that they may know
// of, and of those that they may open (rules A6, P3, P4, P8): the supervision group knows all but what is
// restricted or about themselves, others what they may open.
func (s *Store) Sample(ctx context.Context, by huiyin.Actor, number string) (v *huiyin.Sample, known, opens []int,
	err error) {
	err = s.snapshot(ctx, func(q querier) error {
		if v, err = samples.load(q, "number = ?", number); err != nil {
			return err
		}
		if err := huiyin.CanOn(by, huiyin.ActionRead, v); err != nil {
			return err
		}
		known, opens, err = sampled(q, by, v)
		return err
	})
	return v, known, opens, err
}

func sampled(q querier, by huiyin.Actor, v *huiyin.Sample) (known, opens []int, err error) {
	var numbers []string
	for _, i := range v.Items {
		numbers = append(numbers, i.Number)
	}
	rows, err := listedOf(q, by, numbers)
	if err != nil {
		return nil, nil, err
	}
	visible := map[string]bool{}
	for _, r := range rows {
		visible[r.Number] = true
	}
	knows, err := freeOf(q, by, numbers)
	if err != nil {
		return nil, nil, err
	}
	for _, i := range v.Items {
		if visible[i.Number] {
			opens = append(opens, i.N)
		}
		if visible[i.Number] || knows[i.Number] {
			known = append(known, i.N)
		}
	}
	return known, opens, nil
}

// freeOf are those of some complaints of which the supervision group may know the number: neither restricted nor about
// who reads (rules P4, P8).
func freeOf(q querier, by huiyin.Actor, numbers []string) (map[string]bool, error) {
	free := map[string]bool{}
	if !huiyin.Supervises(by) {
		return free, nil
	}
	list, err := all[string](q, "SELECT c.number FROM json_each(?) j CROSS JOIN complaint c ON c.number = j.value WHERE "+
		"c.restricted = 0 AND c.id NOT IN (SELECT complaint FROM accused WHERE account = ?)", jsonList(numbers), by.Account)
	for _, n := range list {
		free[n] = true
	}
	return free, err
}

// SamplePool gives what a sample was drawn from, so that anybody of the supervision group can draw it again, as far as
// they may know of it (rules A6, P4, P8).
func (s *Store) SamplePool(ctx context.Context, by huiyin.Actor, v *huiyin.Sample) ([]string, error) {
	numbers := strings.Fields(v.From)
	free, err := freeOf(reader{ctx, s}, by, numbers)
	return slices.DeleteFunc(numbers, func(n string) bool { return !free[n] }), err
}

// DrawSample draws the sample of a month and gives its number.
func (s *Store) DrawSample(ctx context.Context, once Once, by huiyin.Actor, now time.Time,
	m huiyin.Month) (string, error) {
	return s.write(ctx, once, func(t *tx) (err error) {
		t.answer, err = t.drawSample(by, now, m)
		return err
	})
}

func (t *tx) drawSample(by huiyin.Actor, now time.Time, m huiyin.Month) (string, error) {
	if _, err := samples.load(t, "number = ?", huiyin.SampleNumber(m)); huiyin.KindOf(err) != huiyin.KindNotFound {
		if err == nil {
			err = huiyin.Invalid("month", "这个月已经抽过样。")
		}
		return "", err
	}
	closed := "SELECT number FROM complaint c INDEXED BY complaint_by_closing WHERE closed_at >= ? AND " +
		"closed_at < ? AND state IN ('closed', 'archived') AND restricted = 0 AND merged_into = '' AND id NOT IN " +
		"(SELECT complaint FROM accused WHERE account = ?)"
	args := []any{m.Add(-1).Ends(by.Org.Zone).UnixMilli(), m.Ends(by.Org.Zone).UnixMilli(), by.Account}
	pool, err := all[string](t, closed, args...)
	// rules K10, W6, W7
	always, err2 := all[string](t, closed+" AND (outcome = 'invalid' OR EXISTS (SELECT 1 FROM customer_word w WHERE "+
		"w.complaint = c.id AND w.proof = 'oral') OR EXISTS (SELECT 1 FROM stand_in s WHERE s.complaint = c.id AND "+
		"s.at IN (c.closed_at, (SELECT r.at FROM closing_request r WHERE r.complaint = c.id AND r.done = 1 AND "+
		"r.ended_at = c.closed_at))))", args...)
	// rule W13
	kept, err3 := all[string](t, "SELECT number FROM inquiry INDEXED BY inquiry_kept WHERE received_at >= ? AND "+
		"received_at < ? AND why_inquiry <> '' ORDER BY id", args[:2]...)
	if err := errors.Join(err, err2, err3); err != nil {
		return "", fmt.Errorf("draw: %w", err)
	}
	seed, err := t.s.seedOf(t.ctx, t, m)
	if err != nil {
		return "", err
	}
	v, err := huiyin.DrawSample(by, now, m, seed, pool, always, kept)
	if err != nil {
		return "", err
	}
	return v.Number, samples.insert(t, v)
}

// ChangeSample lets fn change a sample together with the complaint at a place of it, where n is not 0, given
// who did anything in that complaint, and stores both with their journals, all or nothing.
func (s *Store) ChangeSample(ctx context.Context, once Once, by huiyin.Actor, number string, n int, version int64,
	fn func(v *huiyin.Sample, c *huiyin.Complaint, acted []string) error) error {
	_, err := s.write(ctx, once, func(t *tx) error { return t.changeSample(by, number, n, version, fn) })
	return err
}

func (t *tx) changeSample(by huiyin.Actor, number string, n int, version int64,
	fn func(*huiyin.Sample, *huiyin.Complaint, []string) error) error {
	return change(t, samples.records(), number, version, func(v *huiyin.Sample) error {
		if err := huiyin.CanOn(by, huiyin.ActionRead, v); err != nil {
			return err
		}
		item := v.Item(n)
		if item == nil {
			return fn(v, nil, nil)
		}
		acted, err := all[string](t,
			"SELECT by FROM journal WHERE subject = ? AND action NOT IN ('ask_check', 'check_sample', 'reveal', 'print')",
			item.Number)
		if err != nil {
			return err
		}
		slices.Sort(acted)
		return t.change(item.Number, 0, func(c *huiyin.Complaint) error { return fn(v, c, slices.Compact(acted)) })
	})
}

// SampledInquiries reads the inquiries of a sample, for the supervision group alone: who judges them reads what is asked,
// and not whose it is (rules W13, P3).
func (s *Store) SampledInquiries(ctx context.Context, by huiyin.Actor, v *huiyin.Sample) (out []*huiyin.Inquiry,
	err error) {
	if !huiyin.Supervises(by) {
		return nil, nil
	}
	return out, s.snapshot(ctx, func(q querier) error {
		for _, i := range v.Inquiries {
			asked, err := inquiries.load(q, "number = ?", i.Number)
			if err != nil {
				return err
			}
			if v.MayRead(by, i.N, asked) {
				asked.Name, asked.Phone, asked.Unit = "", "", ""
				out = append(out, asked)
			}
		}
		return nil
	})
}

// JudgeInquiry lets fn change a sample together with the inquiry at a place of it, and stores both with their journals,
// all or nothing (rule W13).
func (s *Store) JudgeInquiry(ctx context.Context, once Once, by huiyin.Actor, number string, n int, version int64,
	fn func(v *huiyin.Sample, q *huiyin.Inquiry) error) error {
	_, err := s.write(ctx, once, func(t *tx) error {
		return change(t, samples.records(), number, version, func(v *huiyin.Sample) error {
			if err := huiyin.CanOn(by, huiyin.ActionRead, v); err != nil {
				return err
			}
			if n < 1 || n > len(v.Inquiries) {
				return fn(v, nil)
			}
			return change(t, inquiries.records(), v.Inquiries[n-1].Number, 0,
				func(q *huiyin.Inquiry) error { return fn(v, q) })
		})
	})
	return err
}

// Samples lists the samples that a person may see, the newest first.
func (s *Store) Samples(ctx context.Context, by huiyin.Actor) ([]huiyin.SampleRow, error) {
	var numbers []string
	err := reader{ctx,
		s}.query("SELECT number FROM document INDEXED BY document_by_period WHERE kind = 'sample' ORDER BY period "+
		"DESC LIMIT 13", nil, func(rows *sql.Rows) error {
		for rows.Next() {
			var n string
			if err := rows.Scan(&n); err != nil {
				return err
			}
			numbers = append(numbers, n)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list samples: %w", err)
	}
	var out []huiyin.SampleRow
	for _, n := range numbers {
		v, known, _, err := s.Sample(ctx, by, n)
		if kind := huiyin.KindOf(err); kind == huiyin.KindNotFound || kind == huiyin.KindForbidden {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, v.Row(known))
	}
	return out, nil
}

// DrawSample is Store.DrawSample.
func (b *Batch) DrawSample(by huiyin.Actor, now time.Time, m huiyin.Month) (string, error) {
	return b.t.drawSample(by, now, m)
}

// ChangeSample is Store.ChangeSample.
func (b *Batch) ChangeSample(by huiyin.Actor, number string, n int,
	fn func(*huiyin.Sample, *huiyin.Complaint, []string) error) error {
	return b.t.changeSample(by, number, n, 0, fn)
}
