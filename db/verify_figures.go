package db

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"huiyin/huiyin"
)

// verifyFacts compares what a complaint adds to the figures with the complaint itself (rules J2, M2).
func verifyFacts(q querier, o *huiyin.Org, c *huiyin.Complaint, v *Verdict) error {
	if !v.figured {
		return nil
	}
	has, stored := map[fact]int{}, 0
	err := q.query("SELECT base, month, received_at, site, marks FROM fact WHERE complaint = ?", []any{c.ID},
		func(rows *sql.Rows) error {
			for rows.Next() {
				var f fact
				if err := rows.Scan(&f.base, &f.month, &f.received, &f.site, &f.marks); err != nil {
					return err
				}
				has[f]++
				stored++
			}
			return nil
		})
	if err != nil {
		return err
	}
	reopened, err := reopenings(q, c.Number)
	if err != nil {
		return err
	}
	right := facts(c, o, reopened)
	for _, f := range right {
		has[f]--
	}
	// what a category that has come to be staff's own, or is so no more, counts is put right with the case's next
	// change (rules G4, M8)
	if v.internal && (stored == 0 || len(right) == 0) {
		return nil
	}
	for _, n := range has {
		if n != 0 {
			v.wrong("complaint %s is counted otherwise in the figures than it says", c.Number)
			break
		}
	}
	return nil
}

// figured tells whether the figures are those of this program's definitions; others are counted anew when the portal is
// started next.
func figured(q querier, v *Verdict) (ok bool, err error) {
	editions, err := all[int](q, "SELECT edition FROM counted")
	if err != nil {
		return false, err
	}
	if len(editions) != 1 || editions[0] > huiyin.StatisticsEdition {
		v.wrong("the note by which definitions the figures were counted was changed")
		return false, nil
	}
	return editions[0] == huiyin.StatisticsEdition, nil
}

// sums are counts by a key, in words.
type sums map[string]int64

// differ names the first key at which two differ, "" for none.
func (s sums) differ(other sums) string {
	for _, key := range slices.Sorted(maps.Keys(s)) {
		if s[key] != other[key] {
			return key
		}
	}
	for _, key := range slices.Sorted(maps.Keys(other)) {
		if s[key] != other[key] {
			return key
		}
	}
	return ""
}

// read fills sums from a query whose last column is a count, and whose others are the key.
func (s sums) read(q querier, query string, args ...any) error {
	return q.query(query, args, func(rows *sql.Rows) error {
		cols, err := rows.Columns()
		if err != nil {
			return err
		}
		key, n := make([]string, len(cols)-1), int64(0)
		into := make([]any, len(cols))
		for i := range key {
			into[i] = &key[i]
		}
		into[len(key)] = &n
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				return err
			}
			if n != 0 {
				s[strings.Join(key, " ")] += n
			}
		}
		return nil
	})
}

// verifySums compares what is only ever counted on with what it counts: the figures' sums, the numbers of complaints by
// kind, and the counters by which numbers are given (rule J2).
func verifySums(q querier, v *Verdict) error {
	if v.figured {
		if err := verifyTallies(q, v); err != nil {
			return err
		}
	}
	stock, right := sums{}, sums{}
	const kinds = "site, state, grade, urgency, channel, category, owner"
	if err := stock.read(q, "SELECT "+kinds+", n FROM stock"); err != nil {
		return err
	}
	if err := right.read(q, "SELECT "+kinds+", count(*) FROM complaint GROUP BY "+kinds); err != nil {
		return err
	}
	if key := stock.differ(right); key != "" {
		v.wrong("the count of complaints of one kind is not what they are: %s: %d, right is %d", key, stock[key],
			right[key])
	}
	return verifyCounters(q, v)
}

func verifyTallies(q querier, v *Verdict) error {
	stored, right := sums{}, sums{}
	for _, col := range []string{"n", "adds"} {
		if err := stored.read(q, "SELECT '"+col+"', month, indicator, value, site, "+col+" FROM tally"); err != nil {
			return err
		}
	}
	err := q.query("SELECT month, site, marks FROM fact", nil, func(rows *sql.Rows) error {
		for rows.Next() {
			var month, site, marks string
			if err := rows.Scan(&month, &site, &marks); err != nil {
				return err
			}
			readMarks(marks, func(m huiyin.Mark) {
				key := strings.Join([]string{month, string(m.Of), m.Value, site}, " ")
				right["n "+key]++
				if m.Adds != 0 {
					right["adds "+key] += m.Adds
				}
			})
		}
		return nil
	})
	maps.DeleteFunc(right, func(_ string, n int64) bool { return n == 0 })
	if key := stored.differ(right); err == nil && key != "" {
		v.wrong("a figure's sum is not that of its complaints: %s: %d, right is %d", key, stored[key], right[key])
	}
	return err
}

// verifyCounters compares the counters with the newest number that was given by each: one that was set back gives a
// number twice.
func verifyCounters(q querier, v *Verdict) error {
	stored, right := sums{}, sums{}
	if err := stored.read(q, "SELECT 'TS', site, day, last FROM counter"); err != nil {
		return err
	}
	if err := stored.read(q, "SELECT prefix, site, day, last FROM slip_counter"); err != nil {
		return err
	}
	numbers, err := all[string](q, "SELECT number FROM complaint UNION ALL SELECT number FROM inquiry UNION ALL "+
		"SELECT number FROM praise UNION ALL SELECT number FROM document WHERE number LIKE 'ZG-%' UNION ALL "+
		"SELECT number FROM alarm UNION ALL SELECT number FROM crisis UNION ALL SELECT number FROM holding")
	if err != nil {
		return err
	}
	for _, number := range numbers {
		key, n, err := serialOf(number)
		if err != nil {
			v.wrong("%s is no number", number)
			continue
		}
		right[key] = max(right[key], n)
	}
	if key := stored.differ(right); key != "" {
		v.wrong("the counter of numbers stands wrong: %s: %d, the newest number is %d", key, stored[key], right[key])
	}
	return nil
}

// serialOf takes a number apart: whose counter gave it, and as which.
func serialOf(number string) (counter string, n int64, err error) {
	head, last, _ := cutLast(number)
	head, day, dated := cutLast(head)
	prefix, site, _ := strings.Cut(head, "-")
	if n, err = strconv.ParseInt(last, 10, 64); err != nil || !dated {
		return "", 0, fmt.Errorf("number %q", number)
	}
	return prefix + " " + site + " " + day, n, nil
}

func cutLast(text string) (before, after string, found bool) {
	if i := strings.LastIndexByte(text, '-'); i >= 0 {
		return text[:i], text[i+1:], true
	}
	return text, "", false
}
