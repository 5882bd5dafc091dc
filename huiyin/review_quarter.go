package huiyin

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Quarter is the quarterly service evaluation 季度服务评估报告 of the company (rule M3): drafted from the
// figures, completed by a person, and released to the management by a VP.
type Quarter struct {
	Document
	Strengths  string
	Weaknesses string
	WrittenAt  time.Time
	WrittenBy  string
	Words      string // of who released it
	ReleasedAt time.Time
	ReleasedBy string
	Frozen     string // figures and last quarter's measures as released
}

// QuarterOf is the quarter in which an instant lies, 20261 for the first of 2026.
func QuarterOf(t time.Time, zone *time.Location) int {
	m := MonthOf(t, zone)
	return int(m)/100*10 + (int(m)%100+2)/3
}

// QuarterBefore is the quarter before, or so many quarters before.
func QuarterBefore(q, n int) int {
	k := q/10*4 + q%10 - 1 - n
	return k/4*10 + k%4 + 1
}

// QuarterMonths are the months of a quarter.
func QuarterMonths(q int) [3]Month {
	first := Month(q/10*100 + (q%10-1)*3 + 1)
	return [3]Month{first, first.Add(1), first.Add(2)}
}

// QuarterName writes a quarter as addresses have it, 2026Q1.
func QuarterName(q int) string { return strconv.Itoa(q/10) + "Q" + strconv.Itoa(q%10) }

// QuarterNumber is the number of a quarter's evaluation, JB-2026Q1.
func QuarterNumber(q int) string { return "JB-" + QuarterName(q) }

// ParseQuarter reads such a number; what names no quarter is not found.
func ParseQuarter(number string) (int, error) {
	year, n, ok := strings.Cut(strings.TrimPrefix(number, "JB-"), "Q")
	y, err := strconv.Atoi(year)
	k, err2 := strconv.Atoi(n)
	q := y*10 + k
	if !ok || err != nil || err2 != nil || y < 1970 || y > 9999 || k < 1 || k > 4 || QuarterNumber(q) != number {
		return 0, NotFound()
	}
	return q, nil
}

// NewQuarter is the evaluation of a quarter before anybody has written anything to it.
func NewQuarter(q int) *Quarter {
	return &Quarter{Document: Document{Record: firstVersion(QuarterNumber(q)), Kind: DocQuarterlyReport, Period: q,
		State: DocWriting}}
}

// Ends is when the quarter is over.
func (q *Quarter) Ends(o *Org) time.Time { return QuarterMonths(q.Period)[2].Ends(o.Zone) }

// Visible tells whether a person may see the evaluation: the management of the company.
func (q *Quarter) Visible(by Actor) bool { return overAll(by) }

// lets: customer service or sales management completes it, and a VP who did not write it releases it.
func (q *Quarter) lets(by Actor, a Action) bool {
	if a == ActionReleaseQuarter {
		return by.Role == VP && by.Account != q.WrittenBy
	}
	return writesQuarter(by)
}

// writesQuarter: a manager of the company in customer service or sales management; where there is none,
// whoever answers for the company.
func writesQuarter(by Actor) bool {
	due := func(p *Person) bool {
		return p.Role == Manager && p.AllSites && (by.Org.Has(p, Service) || by.Org.Has(p, SalesManagement))
	}
	return due(by.Person) || by.answersForAll("") && len(by.Org.Active(due)) == 0
}

func (q *Quarter) takesPlace(a Action) error {
	switch {
	case q.State == DocReleased, a == ActionReleaseQuarter && q.State != DocWritten:
		return Conflict("季度服务评估报告“%s”，不能%s。", q.State.Label(), a.Label())
	}
	return nil
}

// over refuses an evaluation of a quarter that still runs.
func (q *Quarter) over(o *Org, now time.Time) error {
	if now.Before(q.Ends(o)) {
		return Conflict("这个季度还没有结束，结束后才能评估。")
	}
	return nil
}

// Offers tells whether an action is open to a person on the evaluation as it stands (rule W1).
func (q *Quarter) Offers(by Actor, a Action, now time.Time) bool {
	return readyOn(by, a, q) == nil && q.over(by.Org, now) == nil
}

// Write completes the evaluation with strengths and weaknesses (rule M3).
func (q *Quarter) Write(by Actor, now time.Time, strengths, weaknesses string) error {
	trimmed(&strengths, &weaknesses)
	if err := Every(readyOn(by, ActionWriteQuarter, q), q.over(by.Org, now),
		needed("strengths", strengths, longText), needed("weaknesses", weaknesses, longText)); err != nil {
		return err
	}
	q.begin(by, now)
	q.note(by, ActionWriteQuarter, DocWritten, now,
		changes("strengths", q.Strengths, strengths, "weaknesses", q.Weaknesses, weaknesses)...)
	q.Strengths, q.Weaknesses, q.WrittenAt, q.WrittenBy = strengths, weaknesses, now, by.Account
	return nil
}

// Measure adds a measure: what, who, by when (rule M3).
func (q *Quarter) Measure(by Actor, now time.Time, j Job) error {
	if err := Every(readyOn(by, ActionAssignJob, q), q.over(by.Org, now)); err != nil {
		return err
	}
	if err := AssignJob(q, by, now, j); err != nil {
		return err
	}
	q.begin(by, now)
	return nil
}

func (d *Document) begin(by Actor, now time.Time) {
	if d.At.IsZero() {
		d.At, d.By = now, by.Account
	}
}

// Evaluation is what an evaluation is drafted from: the figures of the quarter beside those of the last one
// and of the same of last year, and how last quarter's measures stand.
type Evaluation struct {
	Figures *Analysis
	Last    []Job
}

// Release fixes the evaluation as it stands and gives it to the management (rule M3).
func (q *Quarter) Release(by Actor, now time.Time, words string, e *Evaluation) error {
	trimmed(&words)
	if err := Every(readyOn(by, ActionReleaseQuarter, q), within("words", words, longText)); err != nil {
		return err
	}
	if len(q.Jobs) == 0 {
		return Conflict("还没有改进措施，不能发布。")
	}
	b, err := json.Marshal(e)
	if err != nil {
		return err
	}
	q.note(by, ActionReleaseQuarter, DocReleased, now, Note("words", words), Note("figures", Digest(string(b))))
	q.Words, q.ReleasedAt, q.ReleasedBy, q.Frozen = words, now, by.Account, string(b)
	return nil
}

// Evaluated gives what the evaluation rests on: what stands today until it is released, and from then on
// what was released.
func (q *Quarter) Evaluated(today *Evaluation) (*Evaluation, error) {
	if q.State != DocReleased {
		return today, nil
	}
	e := &Evaluation{}
	return e, json.Unmarshal([]byte(q.Frozen), e)
}

// Printable refuses to print an evaluation that was not released.
func (q *Quarter) Printable() error {
	if q.State != DocReleased {
		return Conflict("发布以后才能打印这份报告。")
	}
	return nil
}

// Key is one of the figures by which a quarter is judged, for this and the last quarter.
type Key struct {
	Label     string
	Now, Last string
	N, NLast  int // complaints behind them
	Gain      int // in thousandths: how much better than last quarter, below zero worse
	rate      bool
}

// Keys are the figures by which a quarter is judged.
func (e *Evaluation) Keys() []Key {
	now, last := e.Figures.Counts[0], e.Figures.Counts[1]
	var out []Key
	add := func(label string, rate, more bool, of func(Tally) (n int, value float64, text string)) {
		n, v, text := of(now)
		nLast, vLast, textLast := of(last)
		k := Key{Label: label, Now: text, Last: textLast, N: n, NLast: nLast, rate: rate}
		if n > 0 && nLast > 0 {
			k.Gain = int((v - vLast) * 1000)
			if !rate && vLast != 0 {
				k.Gain = int((v - vLast) / vLast * 1000)
			}
			if !more {
				k.Gain = -k.Gain
			}
		}
		out = append(out, k)
	}
	share := func(part, all Sum) (int, float64, string) {
		if all.N == 0 {
			return 0, 0, "–"
		}
		return all.N, float64(part.N) / float64(all.N), Percent(part.N, all.N)
	}
	for _, d := range deadlineKinds.all() {
		add(d.Label(), true, true,
			func(t Tally) (int, float64, string) { return share(t.Of(onTime(d), string(Met)), t.Of(onTime(d))) })
	}
	add("满意率（仅满意）", true, true, func(t Tally) (int, float64, string) {
		return share(t.Of(CountWord, string(Satisfied)), t.Of(CountWord, plainly(Satisfactions())...))
	})
	for _, i := range []Indicator{CountRepeated, CountReminded, CountOutside, CountRegraded} {
		add(i.Label(), true, false, func(t Tally) (int, float64, string) { return share(t.Of(i), t.Of(CountReceived)) })
	}
	add(CountOnSpot.Label(), true, true,
		func(t Tally) (int, float64, string) { return share(t.Of(CountOnSpot), t.Of(CountSettled)) })
	add("平均天数", false, false, func(t Tally) (int, float64, string) {
		s := t.Of(CountDays)
		return s.N, mean(s), t.MeanDays()
	})
	add("平均响应用时（小时）", false, false, func(t Tally) (int, float64, string) {
		s := t.Of(CountResponse)
		return s.N, mean(s), t.MeanResponse()
	})
	return out
}

func mean(s Sum) float64 {
	if s.N == 0 {
		return 0
	}
	return float64(s.Adds) / float64(s.N)
}

// points writes a gain as a person says it.
func (k Key) points() string {
	g := max(k.Gain, -k.Gain)
	if k.rate {
		return fmt.Sprintf("%d.%d", g/10, g%10)
	}
	return fmt.Sprintf("%d.%d%%", g/10, g%10)
}
