package db

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	"huiyin/huiyin"
)

// This file finds complaints that say much the same (rule K7). A text is taken as the set of its pairs of
// Han characters and of its other words, folded as in the search index, without the pairs that nearly
// every complaint has. Two sets are alike by the cosine of the angle between them.

// likeFrom is how alike two texts are from which they are shown as alike. TestK7_LikeTextsByMeasure has
// the pairs it was measured on.
const likeFrom = 0.27

// commonPairs stand in complaints about anything.
var commonPairs = func() map[string]bool {
	m := map[string]bool{}
	for _, phrase := range strings.Fields(commonPhrases) {
		for w := range grams(phrase, math.MaxInt) {
			m[w] = true
		}
	}
	return m
}()

// mostCompared is how much of a text is compared, in characters: what is the matter is said at its beginning.
const mostCompared = 400

// grams gives what a text is compared by.
func grams(text string, most int) map[string]bool {
	if r := []rune(text); len(r) > most {
		text = string(r[:most])
	}
	out := map[string]bool{}
	runs(text, func(run []rune, han bool) {
		if !han {
			if len(run) > 1 {
				out[string(run)] = true
			}
			return
		}
		for i := 0; i+1 < len(run); i++ {
			out[string(run[i:i+2])] = true
		}
	})
	return out
}

// telling leaves out the pairs that tell nothing.
func telling(text string) map[string]bool {
	out := grams(text, mostCompared)
	for w := range out {
		if commonPairs[w] {
			delete(out, w)
		}
	}
	return out
}

// leastTelling is how many telling pairs a text must have before anything is said to be like it.
const leastTelling = 4

// alike tells how alike two texts are, from 0 to 1.
func alike(a, b map[string]bool) float64 {
	if len(a) < leastTelling || len(b) < leastTelling {
		return 0
	}
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	return float64(both) / math.Sqrt(float64(len(a))*float64(len(b)))
}

const (
	mostPairs   = 64  // of a text that are looked up
	probe       = 50  // of each, the newest complaints that have it
	rarestPairs = 10  // by which candidates are found
	mostLooked  = 200 // candidates, the newest
)

// repeat is one with the little that tells who may do what to it.
type repeat struct {
	huiyin.Repeat
	partial *huiyin.Complaint
	likes   float64
}

// Question is what a complaint says of itself, or the little that was typed of it so far.
type Question struct {
	Number, Site, Phone, Unit, Matter string
	Most                              int               // of the same phone or unit
	Of                                *huiyin.Complaint // that could be merged into what is found, nil while recording
}

// samePhone and sameUnit tell what one has in common with it, however it was typed (I8).
func (ask *Question) samePhone(o *huiyin.Org, r *repeat) bool {
	return o.SamePhone(ask.Phone, r.partial.Phone)
}

func (ask *Question) sameUnit(r *repeat) bool {
	return ask.Site == r.Site && huiyin.SameUnit(ask.Unit, r.Listed.Unit)
}

const mostLike = 5

var repeatCols = selectListed + ", c.phone, c.recorded_by, c.first_contact, c.accused, substr(c.matter, 1, 400)"

// Repeats lists what a complaint may repeat (rule K7): earlier ones of the same phone or unit, the newest
// first, then open ones of the same site with like text, the most alike first; of each only those that
// the reader may see (rules P3, P4).
func (s *Store) Repeats(ctx context.Context, by huiyin.Actor, ask Question) ([]huiyin.Repeat, error) {
	var found []repeat
	q := reader{ctx, s}
	if query, args := relatedQuery(by, ask); query != "" {
		var err error
		if found, err = repeats(q, query, args); err != nil {
			return nil, fmt.Errorf("find repeats: %w", err)
		}
		found = slices.DeleteFunc(found, func(r repeat) bool { return !ask.samePhone(by.Org, &r) && !ask.sameUnit(&r) })
		found = found[:min(len(found), ask.Most)]
	}
	like, err := s.likely(q, by, ask)
	if err != nil {
		return nil, fmt.Errorf("find repeats: %w", err)
	}
	for _, l := range like {
		if !slices.ContainsFunc(found, func(r repeat) bool { return r.ID == l.ID }) {
			found = append(found, l)
		}
	}
	words := telling(ask.Matter)
	out := make([]huiyin.Repeat, len(found))
	for i, r := range found {
		r.Phone, r.Unit = ask.samePhone(by.Org, &r), ask.sameUnit(&r)
		r.Text = alike(words, telling(r.partial.Matter)) >= likeFrom
		r.Reminds = r.partial.Offers(by, huiyin.ActionRemind)
		r.Takes = ask.Of != nil && r.partial.MayTake(by, ask.Of) == nil
		out[i] = r.Repeat
	}
	return out, nil
}

// repeats reads complaints with what tells who works on one or decides over it.
func repeats(q querier, query string, args []any) ([]repeat, error) {
	var out []repeat
	err := q.query(query, args, func(rows *sql.Rows) error {
		for rows.Next() {
			r := repeat{partial: &huiyin.Complaint{}}
			p := r.partial
			if err := rows.Scan(targets(append(listedPtrs(&r.Listed), &p.Phone, &p.RecordedBy, &p.FirstContact,
				&p.Accused, &p.Matter))...); err != nil {
				return err
			}
			p.Number, p.Site, p.State, p.Owner, p.Handler, p.MergedInto = r.Number, r.Site, r.State, r.Owner, r.Handler,
				r.MergedInto
			p.Name, p.Unit = r.Listed.Name, r.Listed.Unit
			out = append(out, r)
		}
		return nil
	})
	return out, err
}

// likely finds open complaints with like text in three statements, whatever lies in the database: how
// rare the pairs of the text are among the newest complaints, the newest open ones that have one of the
// rarest, and the rows of those that are alike.
func (s *Store) likely(q querier, by huiyin.Actor, ask Question) ([]repeat, error) {
	words := telling(ask.Matter)
	if len(words) < leastTelling {
		return nil, nil
	}
	match, err := s.rarest(q, words)
	if err != nil || match == "" {
		return nil, err
	}
	conditions := append([]condition{{openAlone, nil}, {"c.number <> ?", []any{ask.Number}}}, scopeOf(by).flat()...)
	if ask.Site != "" {
		conditions = append(conditions, condition{"c.site = ?", []any{ask.Site}})
	}
	cond, args := where(conditions)
	type candidate struct {
		id    int64
		likes float64
	}
	var found []candidate
	err = q.query("SELECT c.id, substr(c.matter, 1, 400) FROM (SELECT rowid AS id FROM texts WHERE t MATCH ? "+
		"ORDER BY rowid DESC LIMIT ?) x CROSS JOIN complaint c ON c.id = x.id WHERE "+cond,
		append([]any{match, mostLooked}, args...), func(rows *sql.Rows) error {
			for rows.Next() {
				var c candidate
				var matter string
				if err := rows.Scan(&c.id, &matter); err != nil {
					return err
				}
				if c.likes = alike(words, telling(matter)); c.likes >= likeFrom {
					found = append(found, c)
				}
			}
			return nil
		})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(b.likes, a.likes) })
	found = found[:min(len(found), mostLike)]
	likes := map[int64]float64{}
	ids := make([]int64, len(found))
	for i, c := range found {
		ids[i], likes[c.id] = c.id, c.likes
	}
	out, err := repeats(q, "SELECT "+repeatCols+" FROM json_each(?) j CROSS JOIN complaint c ON c.id = j.value",
		[]any{jsonList(ids)})
	for i := range out {
		out[i].likes = likes[out[i].ID]
	}
	slices.SortStableFunc(out, func(a, b repeat) int { return cmp.Compare(b.likes, a.likes) })
	return out, err
}

// rarities remember how rare pairs are, for that changes slowly.
type rarities struct {
	mu     sync.Mutex
	spread map[string]float64
	at     int64 // the value of Store.changed when they began
}

const (
	mostRemembered = 20_000 // pairs
	rememberedFor  = 5_000  // changes
)

// known tells how rare those of the words are of which that is remembered.
func (r *rarities) known(words []string, generation int64) map[string]float64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.spread == nil || len(r.spread) > mostRemembered || generation-r.at > rememberedFor {
		r.spread, r.at = map[string]float64{}, generation
	}
	out := make(map[string]float64, len(words))
	for _, w := range words {
		if spread, ok := r.spread[w]; ok {
			out[w] = spread
		}
	}
	return out
}

func (r *rarities) remember(spread map[string]float64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	maps.Copy(r.spread, spread)
}

// rarest gives the query for the rarest pairs of a text, "" when the index knows none. What is rare is
// read off the newest complaints that have a pair: how many numbers they are spread over.
func (s *Store) rarest(q querier, words map[string]bool) (match string, err error) {
	asked := slices.Sorted(maps.Keys(words))
	asked = asked[:min(len(asked), mostPairs)]
	spread := s.rare.known(asked, s.changed.Load())
	var unknown []string
	for _, w := range asked {
		if _, ok := spread[w]; !ok {
			unknown = append(unknown, `"`+w+`"`)
		}
	}
	found := map[string]float64{}
	err = q.query(`SELECT j.value, (SELECT CASE WHEN count(*) < ?1 THEN 1e12 ELSE max(id) - min(id) END / count(*) FROM (SELECT rowid AS id FROM texts WHERE t MATCH j.value ORDER BY rowid DESC LIMIT ?1))
		FROM json_each(?2) j`, []any{probe, jsonList(unknown)}, func(rows *sql.Rows) error {
		for rows.Next() {
			var quoted string
			var n sql.NullFloat64
			if err := rows.Scan(&quoted, &n); err != nil {
				return err
			}
			if n.Valid { // a pair that nobody has said yet may be said next
				found[strings.Trim(quoted, `"`)] = n.Float64
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	s.rare.remember(found)
	maps.Copy(spread, found)
	known := slices.SortedFunc(maps.Keys(spread), func(a, b string) int {
		return cmp.Or(cmp.Compare(spread[b], spread[a]), cmp.Compare(a, b))
	})
	var parts []string
	for _, w := range known[:min(len(known), rarestPairs)] {
		parts = append(parts, `"`+w+`"`)
	}
	return strings.Join(parts, " OR "), nil
}

// jsonList gives a list as one argument of a statement.
func jsonList[T any](list []T) string {
	if len(list) == 0 {
		return "[]"
	}
	b, _ := json.Marshal(list) // numbers and texts always marshal
	return string(b)
}

// commonPhrases are what people say in complaints about anything.
const commonPhrases = `昨天晚上 今天早上 今天上午 今天下午 上个星期 上周末 这个月以来 前天 连续三天 最近两周 已经 一直 没有 没人 处理 解决 反映 多次 好几次 打电话 电话
	物业 客服 工作人员 希望 尽快 要求 我们 你们 他们 我家 家里 现在 还是 不能 影响 非常 严重 投诉 业主 问题 情况 答复 结果 每次 说是 一个 这个 因为 所以 但是 而且
	请你们 给个说法 有人 到现在 还没有 都没有 反映了 没有结果 没有人来处理 也没有 不知道 很多 时候 时间 觉得 认为 造成 导致
	今天一早 昨晚 月初开始 好几天 半个月 两次 三次 反映了两次都没有结果 一直没有人来处理 打了好几遍没有人接 没有道歉 没有通知 没有办
	销售 签约时 开发商 售楼部 承诺的 经纪人 拖了一个月 拖了一年`
